"""The small bars of the page, as numbers that its template turns into SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from align.report.corpus_report import PairSummary

__all__ = ["BAR_WIDTH", "Bar", "bars"]

BAR_WIDTH = 240
"""Width of a full bar, in SVG units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The share of one kind of bead in a bar of `BAR_WIDTH`; `sort` is same, split, many or null."""

    kind: str
    sort: str
    count: int
    x: float
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
