"""Measure an aligner on the gold sets, and compare it with the published algorithms.

    python benchmarks/gold_scores.py [--aligner NAME] [--set NAME]... [--answers FOLDER]

Reads the sets below the folder named by ALIGN_SHARED (default ../shared): one line of figures a set (strict F1, lax
F1, null recall, and the margin of the strict F1 over bertalign's algorithm as ALIGNER.md has it there), then the
macro averages and the signature of what was measured. The gold of anchor sets is scored merged. With --answers the
beads are also written in the layout that ``gold/score.py`` reads.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from align.aligners import ALIGNERS, DEFAULT_ALIGNER, Aligner, Selective
from align.errors import AlignError, UnknownNameError
from align.evaluation import Counts, evaluate
from gold import ANCHORED, GOLD, pairs_of

if TYPE_CHECKING:
    from align.model import Bead

PEER = "bertalign"
NOTES = GOLD.parent / "ALIGNER.md"


def peer_figures(notes: Path) -> dict[str, float]:
    """Strict F1 of the peer's algorithm on every set, from the table of development sets in `notes`."""
    figures: dict[str, float] = {}
    column = None
    for line in notes.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0] == "set" and PEER in cells:
            column = cells.index(PEER)
        elif column is not None and line.startswith("|") and (found := re.match(r"\d*\.\d+", cells[column])):
            figures[cells[0]] = float(found.group())
    return figures


def write_answer(beads: tuple[Bead, ...], path: Path) -> None:
    """The beads as ``gold/score.py`` reads them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"{','.join(map(str, bead.source))}:{','.join(map(str, bead.target))}\n" for bead in beads)
    path.write_text("".join(lines), encoding="utf-8")


def measure(aligner: Aligner, name: str, answers: Path | None) -> Counts:
    """The counts of all documents of the set `name` together."""
    total = Counts()
    for document, source, target, gold in pairs_of(name):
        serving = aligner.serving(source.lang, target.lang) if isinstance(aligner, Selective) else aligner
        beads = serving.align(source, target)
        total += evaluate(beads, gold, merge=bool(ANCHORED.match(name)))
        if answers is not None:
            write_answer(beads, answers / f"{document}.{source.lang}-{target.lang}.align")
    return total


def shown(figure: float | None, form: str = ".3f") -> str:
    """A figure, or a dash where there is none."""
    return "-" if figure is None else format(figure, form)


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--aligner", default=DEFAULT_ALIGNER, metavar="NAME", help="default: %(default)s")
    parser.add_argument("--set", action="append", metavar="NAME", dest="sets", help="may be repeated; default: all")
    parser.add_argument("--answers", type=Path, metavar="FOLDER", help="also write the beads there")
    options = parser.parse_args()
    try:
        known = sorted({path.parent.name for path in GOLD.glob("*/*.gold")})
        for name in options.sets or ():
            if name not in known:
                raise UnknownNameError("gold set", name, known)
        aligner = ALIGNERS.make(options.aligner)
    except AlignError as error:
        sys.exit(str(error))
    if not known:
        sys.exit(f"no gold sets in {GOLD}; set ALIGN_SHARED to the folder that holds gold/")
    peer = peer_figures(NOTES)
    rows: list[tuple[str, Counts]] = []
    began = time.perf_counter()
    print(f"{'set':22} {'strict':>7} {'lax':>7} {'null':>7} {'margin':>7}")
    for name in options.sets or known:
        counts = measure(aligner, name, options.answers)
        rows.append((name, counts))
        margin = None if counts.f1 is None or name not in peer else counts.f1 - peer[name]
        figures = (shown(counts.f1), shown(counts.lax_f1), shown(counts.null_recall), shown(margin, "+.3f"))
        print(f"{name:22} " + " ".join(f"{figure:>7}" for figure in figures), flush=True)

    def average(values: list[float | None]) -> float | None:
        there = [value for value in values if value is not None]
        return fmean(there) if there else None

    margins = [None if c.f1 is None or name not in peer else c.f1 - peer[name] for name, c in rows]
    figures = (
        shown(average([c.f1 for _, c in rows])),
        shown(average([c.lax_f1 for _, c in rows])),
        shown(average([c.null_recall for _, c in rows])),
        shown(average(margins), "+.3f"),
    )
    print(f"{'macro average':22} " + " ".join(f"{figure:>7}" for figure in figures))
    worst = min(((m, name) for m, (name, _) in zip(margins, rows, strict=True) if m is not None), default=None)
    if worst is not None:
        print(f"worst margin to {PEER}: {worst[0]:+.3f} ({worst[1]})")
    print(f"{aligner.signature}, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
