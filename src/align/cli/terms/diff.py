"""``align terms diff``."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from align.cli._options import languages
from align.cli._report import talk
from align.cli._streams import put, readable
from align.cli.terms._options import column_options, columns_of, langs_option, read_with_ids

__all__ = ["command"]

_EPILOG = """\b
Example:
  align terms diff terms-2023.tbx terms-2024.xlsx"""


@click.command("diff", epilog=_EPILOG)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@langs_option
@column_options
@click.option(
    "--report", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to list the changes."
)
def command(
    *, old: Path, new: Path, langs: str | None, named: tuple[str, ...], ignored: tuple[str, ...], report: str
) -> None:
    """Show what was added (+), removed (-) and changed (~) from OLD to NEW, in whatever formats they are.

    Concepts are compared by their ids, or, where a file has none, by the terms that they share; terms by language and
    text. Their order does not count. The exit code is that of diff: 0 if there is no difference, 1 if there is, 3 if a
    file cannot be read.
    """
    from align.termbases.comparison import changes
    from align.termbases.pairing import named_alike

    columns = columns_of(named, ignored)
    chosen = languages(langs) or ()
    with readable(old, new) as (first, second):
        before, has_ids = read_with_ids(first, columns, langs=chosen)
        after, have_ids = read_with_ids(second, columns, langs=chosen)
    if not (has_ids and have_ids):
        talk("a file has no ids of concepts, so concepts are compared by the terms that they share")
        after = named_alike(before, after)
    found = list(changes(before, after))
    if report == "json":
        put(json.dumps({"changes": [asdict(change) for change in found]}, ensure_ascii=False, indent=2) + "\n")
    else:
        put("".join(f"{change}\n" for change in found))
    counts = {kind: sum(change.kind == kind for change in found) for kind in ("added", "removed", "changed")}
    talk(", ".join(f"{count} {kind}" for kind, count in counts.items()) if found else "no difference")
    if found:
        sys.exit(1)
