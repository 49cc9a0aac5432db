"""``align memory remove``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from align.cli._options import language
from align.cli._report import talk
from align.cli.memory._selection import selected, selection_options
from align.errors import UsageError

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align memory remove house --document draft
  align memory remove house --matching "lorem ipsum" --kind phrase --dry-run"""


@click.command("remove", epilog=_EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--matching", metavar="QUERY", help="Only units that have this, as align memory search finds it.")
@click.option(
    "--kind",
    type=click.Choice(["phrase", "wildcard", "regex", "lemma"]),
    default="phrase",
    show_default=True,
    help="What the query is.",
)
@click.option("--lang", help="Language that the query is searched for in  [default: every language]")
@click.option("--dry-run", is_flag=True, help="Say how many units would be removed, and remove none.")
@selection_options
def command(*, folder: Path, matching: str | None, kind: Any, lang: str | None, dry_run: bool, **given: Any) -> None:  # noqa: ANN401 - the options of a selection
    """Remove from the memory in FOLDER what comes from a document, publisher, file or time, or what a query finds.

    A unit that comes from elsewhere, too, stays, and is only no longer known to come from there.
    """
    from align.memory import Memory

    selection = selected(given)
    if selection.is_empty and matching is None:
        raise UsageError("say what to remove: --document, --publisher, --file, --since, --until, or --matching")
    tag = None if lang is None else language(lang, option="--lang")
    if not folder.is_dir():
        Memory.open(folder)  # says that there is none, and makes none
    with Memory.open(folder, writable=True) as memory:
        only = None
        if matching is not None:
            hits = memory.search(matching, lang=tag, kind=kind, selection=selection, limit=None, timeout_s=3600)
            only = {hit.unit_id for hit in hits.hits}
        if dry_run:
            count = memory.would_remove(selection, matching=only)
            talk(f"{count} of {len(memory)} units would be removed")
            return
        count = memory.remove(selection, matching=only)
        talk(f"{count} units removed; {folder} now has {len(memory)}")
