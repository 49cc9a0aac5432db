"""``align memory lookup``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import language
from align.cli._penalties import penalties_of, penalty_option
from align.cli._report import talk
from align.cli._streams import is_dash, put
from align.errors import UsageError

if TYPE_CHECKING:
    from align.memory import MemoryMatch
    from align.model import TermBase

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align memory lookup house "构建人类命运共同体" --source zh --target en
  align memory lookup house "Article 12 is repealed." --source en-GB --target fr --terms terms.csv
  align memory lookup house - --source fr --target en --penalty unchecked=0 --report json < sentence.txt"""


@click.command("lookup", epilog=_EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("text")
@click.option("--source", required=True, help="Language of TEXT.")
@click.option("--target", required=True, help="Language that is wanted.")
@click.option("--before", help="The segment before TEXT, for matches in context; empty for the beginning.")
@click.option("--after", help="The segment after TEXT; empty for the end.")
@click.option("--threshold", type=float, default=0.7, show_default=True, help="The least score after penalties, 0..1.")
@click.option("--limit", type=int, default=5, show_default=True, help="How many matches at most.")
@penalty_option
@click.option("--publisher", help="Whose wording is wanted; that of others has a penalty.")
@click.option(
    "--phrases/--no-phrases",
    default=None,
    help="Also the longest parts that are in the memory  [default: if no match is over 0.9]",
)
@click.option(
    "--terms", type=click.Path(path_type=Path), help="Term base; its terms in TEXT are shown with their renderings."
)
@click.option(
    "--report", type=click.Choice(["text", "json", "html"]), default="text", show_default=True, help="How to show it."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write  [default: stdout]")
def command(
    *,
    folder: Path,
    text: str,
    source: str,
    target: str,
    before: str | None,
    after: str | None,
    threshold: float,
    limit: int,
    penalties: tuple[str, ...],
    publisher: str | None,
    phrases: bool | None,
    terms: Path | None,
    report: str,
    output: Path | None,
) -> None:
    """Find units of the memory in FOLDER whose source is like TEXT, the best first; - reads TEXT from standard input.

    The percentage is that of the characters and words that are the same, less what is shown beside it.
    """
    from align.memory import Memory
    from align.memory.reports import matches_html, matches_json, matches_text
    from align.output import refuse_bad_target
    from align.pipeline import read_termbase

    here, there = language(source, option="--source"), language(target, option="--target")
    less = penalties_of(penalties)
    if output is not None and not is_dash(output):
        refuse_bad_target(output)
    wanted = sys.stdin.read().strip("\n") if text == "-" else text
    if not wanted.strip():
        raise UsageError("the text to look up is empty")
    termbase = None if terms is None else read_termbase(terms)
    with Memory.open(folder) as memory:
        matches = memory.lookup(
            wanted,
            source=here,
            target=there,
            before=before,
            after=after,
            threshold=threshold,
            limit=limit,
            penalties=less,
            publisher=publisher,
        )
        better = any(match.score >= 0.9 for match in matches)
        parts = (
            memory.phrases(wanted, source=here, target=there) if (not better if phrases is None else phrases) else []
        )
        signature = memory.info().signature if report == "json" else ""
    known = [] if termbase is None else _terms(wanted, here, there, termbase, matches)
    if report == "json":
        more: dict[str, object] = {"source": here, "target": there, "threshold": threshold, "terms": known}
        put(matches_json(wanted, matches, parts, signature=signature, **more), output)
    elif report == "html":
        put(matches_html(wanted, matches, parts, langs=(here, there), terms=[_term_line(one) for one in known]), output)
    else:
        colour = output is None and sys.stdout.isatty()
        put(matches_text(matches, parts, colour=colour, terms=[_term_line(one) for one in known]), output)
    talk(f"{len(matches)} matches at or over {threshold * 100:g} %" + (f", {len(parts)} parts" if parts else ""))


def _terms(
    text: str, source: str, target: str, termbase: TermBase, matches: list[MemoryMatch]
) -> list[dict[str, object]]:
    """The terms in the text, their renderings, and which of them each match has."""
    from align.terminology.match import TermMatcher

    ours, theirs = TermMatcher(termbase, source), TermMatcher(termbase, target)
    inside = [{one.concept: one for one in theirs.find_all(match.target)} for match in matches]
    found: dict[str, dict[str, object]] = {}
    for match in ours.find(text):
        used = [
            {"match": number, "rendering": one[match.concept].term.text, "status": one[match.concept].term.status}
            for number, one in enumerate(inside, 1)
            if match.concept in one
        ]
        found.setdefault(
            match.concept,
            {
                "concept": match.concept,
                "text": text[match.start : match.end],
                "renderings": [{"text": term.text, "status": term.status} for term in theirs.terms(match.concept)],
                "used": used,
            },
        )
    return list(found.values())


def _term_line(term: dict[str, object]) -> str:
    renderings = term["renderings"]
    used = term["used"]
    shown = ", ".join(f"{one['text']} ({one['status']})" for one in renderings) if isinstance(renderings, list) else ""
    by = ", ".join(f"{one['match']}: {one['rendering']}" for one in used) if isinstance(used, list) else ""
    return f"{term['text']} = {shown or 'no rendering'}" + (f"; in match {by}" if by else "")
