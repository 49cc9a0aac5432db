"""``align evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from align.cli._streams import put, readable
from align.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.evaluation import Counts
    from align.model import Bead

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align evaluate answer.beads gold.beads
  align evaluate answers/ gold/ --merge
  align evaluate corpora/readout-2023"""


@click.command("evaluate", epilog=_EPILOG)
@click.argument("answer", type=click.Path(path_type=Path))
@click.argument("gold", required=False, type=click.Path(path_type=Path))
@click.option(
    "--merge", is_flag=True, help="The gold's beads are larger than sentences: merge what lies inside one first."
)
@click.option(
    "--report",
    "report_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to report.",
)
def command(*, answer: Path, gold: Path | None, merge: bool, report_name: str) -> None:
    """Score beads against gold: strict and lax precision, recall and F1, and null recall.

    ANSWER and GOLD are files of beads or of one alignment, in any format of those, or folders of files with the same
    names but for their suffix. ANSWER alone is a corpus folder whose manifest names its gold: it is aligned afresh and
    scored.
    """
    from align.evaluation import Counts, evaluate

    if gold is None:
        from align.corpus.gold import evaluate_corpus

        scores = evaluate_corpus(answer, merge=merge)
    else:
        scores = {name: evaluate(_beads(one), _beads(other), merge=merge) for name, one, other in _files(answer, gold)}
    if len(scores) > 1:
        scores["all"] = sum(scores.values(), Counts())
    put(_json(scores) if report_name == "json" else _text(scores))


def _beads(path: Path) -> Sequence[Bead]:
    """The beads of a file in whatever format it is."""
    from align.choosing import existing
    from align.formats import AlignmentFormat, BeadFormat

    with readable(path) as (place,):
        able = (BeadFormat, AlignmentFormat)
        member = cast(
            "BeadFormat | AlignmentFormat", existing(place, None, able, "bead or alignment", fallback="beads")
        )
        if isinstance(member, BeadFormat):
            return member.read_beads(place)
        found = list(member.scan_alignments(place))
        if len(found) != 1:
            raise InputError(f"holds {len(found)} alignments; score them one by one, each as a file", path=path)
        return found[0].beads


def _files(answer: Path, gold: Path) -> list[tuple[str, Path, Path]]:
    if answer.is_dir() != gold.is_dir():
        raise UsageError("give two files of beads, or two folders")
    if not gold.is_dir():
        return [(answer.name, answer, gold)]
    from align.formats import FORMATS, BeadFormat

    made = [FORMATS.make(name) for name in FORMATS.names()]
    known = {suffix for one in made if isinstance(one, BeadFormat) for suffix in one.suffixes}
    out = []
    for path in sorted(gold.glob("*.gold")):
        own = sorted(one for one in answer.glob(f"{path.stem}.*") if one.suffix in known)
        if not own:
            raise InputError(f"has no answer for {path.name}; it needs {path.stem}.beads", path=answer)
        out.append((path.stem, own[0], path))
    if not out:
        raise InputError("has no *.gold file", path=gold)
    return out


_MEASURES = ("precision", "recall", "f1", "lax_precision", "lax_recall", "lax_f1", "null_precision", "null_recall")


def _json(scores: dict[str, Counts]) -> str:
    shown = {
        name: {measure: getattr(counts, measure) for measure in _MEASURES}
        | {"gold_beads": counts.gold, "found_beads": counts.found, "gold_null_beads": counts.null_gold}
        for name, counts in scores.items()
    }
    return json.dumps(shown, indent=2, ensure_ascii=False) + "\n"


def _text(scores: dict[str, Counts]) -> str:
    width = max(len("set"), *(len(name) for name in scores))
    lines = [
        f"{'':{width}}  {'strict':^20}  {'lax':^20}  {'null':^13}  gold",
        f"{'set':{width}}  {'P':>6} {'R':>6} {'F1':>6}  {'P':>6} {'R':>6} {'F1':>6}  {'P':>6} {'R':>6}  beads",
    ]
    for name, counts in scores.items():
        values = (getattr(counts, measure) for measure in _MEASURES)
        cells = ["   -  " if value is None else f"{value:6.4f}" for value in values]
        groups = "  ".join(" ".join(cells[begin:end]) for begin, end in ((0, 3), (3, 6), (6, 8)))
        lines.append(f"{name:{width}}  {groups}  {counts.gold + counts.null_gold:5d}")
    return "\n".join(lines) + "\n"
