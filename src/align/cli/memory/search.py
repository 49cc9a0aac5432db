"""``align memory search``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli._options import language
from align.cli._report import talk
from align.cli._streams import is_dash, put, written
from align.cli.memory._selection import selected, selection_options
from align.errors import UsageError

if TYPE_CHECKING:
    from align.memory import SearchKind

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align memory search house 人类命运共同体 --lang zh --target en
  align memory search house 人类命运共同体 --lang zh --target en --without "shared future"
  align memory search house "communit*" --kind wildcard --lang en --since 2017
  align memory search house "responsible major country" --kind lemma --lang en --report xlsx -o hits.xlsx"""

_REPORTS = ("text", "json", "tsv", "html", "xlsx")


@click.command("search", epilog=_EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("query")
@click.option("--lang", help="Language to search  [default: every language]")
@click.option(
    "--kind",
    type=click.Choice(["phrase", "wildcard", "regex", "lemma"]),
    default="phrase",
    show_default=True,
    help="What QUERY is: whole words as they are; with * for letters and ? for one letter; a regular expression; or "
    "words in any inflected form.",
)
@click.option("--target", help="Language of the other side  [default: the first that a unit has]")
@click.option(
    "--with", "having", multiple=True, metavar="QUERY", help="Only if the other side has this; may be repeated."
)
@click.option("--without", "lacking", multiple=True, metavar="QUERY", help="Only if the other side does not have this.")
@selection_options
@click.option("--limit", type=int, default=100, show_default=True, help="How many units at most; 0 for all.")
@click.option(
    "--width", type=click.IntRange(0), default=60, show_default=True, help="Characters beside a place; 0 for all."
)
@click.option(
    "--mark/--no-mark", default=True, help="Mark what answers the query on the other side; learnt in a second or two."
)
@click.option(
    "--timeout", type=click.FloatRange(min=0.01), default=10.0, show_default=True, help="Seconds after which to stop."
)
@click.option("--report", type=click.Choice(_REPORTS), help="How to show it  [default: from the suffix of -o, or text]")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write  [default: stdout]")
def command(
    *,
    folder: Path,
    query: str,
    lang: str | None,
    kind: SearchKind,
    target: str | None,
    having: tuple[str, ...],
    lacking: tuple[str, ...],
    limit: int,
    width: int,
    mark: bool,
    timeout: float,
    report: str | None,
    output: Path | None,
    **given: Any,  # noqa: ANN401 - the options of a selection
) -> None:
    """Search the memory in FOLDER for QUERY and show each place with its translation, the shortest texts first.

    Case, width, kinds of quotation marks and vowel signs of Arabic do not count, but for a regular expression.
    """
    from align.memory import Memory
    from align.memory.reports import hits_html, hits_json, hits_text, hits_tsv, write_hits_xlsx
    from align.output import refuse_bad_target

    selection = selected(given)
    here = None if lang is None else language(lang, option="--lang")
    there = None if target is None else language(target, option="--target")
    shape = report or ("text" if output is None else output.suffix.lower().lstrip("."))
    shape = {"txt": "text", "htm": "html"}.get(shape, shape)
    if shape not in _REPORTS:
        raise UsageError(
            f"the suffix of {output} does not say how to write it; name one of {', '.join(_REPORTS)} with --report"
        )
    if output is not None and not is_dash(output):
        refuse_bad_target(output)
    if limit < 0:
        raise UsageError(f"--limit {limit} is below 0; 0 stands for all")
    with Memory.open(folder) as memory:
        hits = memory.search(
            query,
            lang=here,
            kind=kind,
            target=there,
            having=having,
            lacking=lacking,
            selection=selection,
            limit=limit or None,
            timeout_s=timeout,
        )
        if mark and hits.hits:
            hits = memory.mark(hits)
        signature = memory.info().signature if shape == "json" else ""
    if shape == "xlsx":
        with written(output) as place:
            write_hits_xlsx(hits.hits, place)
    elif shape == "json":
        put(hits_json(query, hits, signature=signature, kind=kind, lang=here, target=there), output)
    elif shape == "html":
        put(hits_html(query, hits, lang=here or (hits.hits[0].lang if hits.hits else "en")), output)
    elif shape == "tsv":
        put(hits_tsv(hits.hits), output)
    else:
        put(hits_text(hits.hits, colour=output is None and sys.stdout.isatty(), width=width), output)
    more = "" if hits.is_complete else " or more"
    if hits.timed_out:
        more += f"; stopped after {timeout:g} seconds, so there may be others: --timeout"
    talk(f"{len(hits.hits)} of {hits.total}{more} units with {query!r}")
