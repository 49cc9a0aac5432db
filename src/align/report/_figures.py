"""The small drawings of the page, as numbers that its template turns into SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from align.report.corpus_report import PairSummary

__all__ = ["BAR_WIDTH", "PLOT_SIZE", "Bar", "Dot", "DotPlot", "bars", "dot_plot"]

BAR_WIDTH = 240
"""Width of a full bar, in SVG units."""

PLOT_SIZE = 200
"""Side of a dot plot, in SVG units."""

_LINKED_DOTS = 400  # more marks than this on one plot cannot be told apart, let alone clicked


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The share of one kind of bead in a bar of `BAR_WIDTH`; `sort` is same, split, many or null."""

    kind: str
    sort: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A bead that stands out in a dot plot; `unit` is the number of its row, if it has one."""

    x: float
    y: float
    sort: str
    label: str
    unit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DotPlot:
    """Beads by position: the pivot's segments from left to right, the other language's from top to bottom.

    `path` holds the beads that need no attention, `dots` those that do.
    """

    path: str
    dots: tuple[Dot, ...]
    width: float


def bars(pair: PairSummary) -> tuple[Bar, ...]:
    """The bar of `pair`: one part a kind of bead, in the order of `PairSummary.kinds`."""
    total = len(pair.beads)
    parts, x = [], 0.0
    for kind, count in pair.kinds:
        width = BAR_WIDTH * count / total
        parts.append(
            Bar(kind=kind.replace("-", "–"), sort=_sort(kind), count=count, x=round(x, 2), width=round(width, 2))
        )
        x += width
    return tuple(parts)


def _sort(kind: str) -> str:
    left, _, right = kind.partition("-")
    if "0" in {left, right}:
        return "null"
    if left == right == "1":
        return "same"
    return "split" if "1" in {left, right} else "many"


def dot_plot(pair: PairSummary, *, below: float, units: Mapping[int, int]) -> DotPlot:
    """The dot plot of `pair`.

    Args:
        pair: the beads, the pivot on the source side.
        below: score in 0..1 under which an unconfirmed bead is doubtful.
        units: number of the row for the position of each bead in `pair.beads`.
    """
    horizontal = PLOT_SIZE / max(1, pair.pivot_segments)
    vertical = PLOT_SIZE / max(1, pair.segments)
    strokes: list[str] = []
    dots: list[Dot] = []
    left = right = 0
    for position, bead in enumerate(pair.beads):
        x = round((left + len(bead.source) / 2) * horizontal, 2)
        y = round((right + len(bead.target) / 2) * vertical, 2)
        doubtful = bead.score is not None and bead.score < below and bead.status != "checked"
        if (bead.is_null or doubtful) and len(dots) < _LINKED_DOTS:
            what = "doubtful"
            if bead.is_null:
                what = "omission" if bead.source else "addition"
            label = f"{bead.kind.replace('-', '–')} {what}"
            dots.append(
                Dot(x=x, y=y, sort="null" if bead.is_null else "doubtful", label=label, unit=units.get(position))
            )
        else:
            strokes.append(f"M{x:g} {y:g}h0")
        left, right = left + len(bead.source), right + len(bead.target)
    width = min(5.0, max(1.0, 0.7 * PLOT_SIZE / max(1, pair.pivot_segments)))
    return DotPlot(path="".join(strokes), dots=tuple(dots), width=round(width, 2))
