"""The chart of how often each rendering occurs over time, as numbers that a template turns into SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.report._periods import counted, periods

if TYPE_CHECKING:
    from align.terminology.renderings import LanguageRenderings

__all__ = ["COLOURS", "Block", "Chart", "chart_of"]

COLOURS = 7
"""Renderings that get a colour of their own; the others share the last."""

_WIDTH, _HEIGHT = 640, 120
_LEFT, _BOTTOM = 34, 22
_MOST_LABELS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a column: the occurrences of one rendering in one period, in SVG units."""

    x: float
    y: float
    width: float
    height: float
    colour: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Columns of a chart of occurrences over time.

    Attributes:
        blocks: what is drawn.
        labels: where a period is named, and its name.
        most: the number at the top of the axis.
        width, height: of the drawing, in SVG units.
        base: where the columns stand.
    """

    blocks: tuple[Block, ...]
    labels: tuple[tuple[float, str], ...]
    most: int
    width: int = _WIDTH
    height: int = _HEIGHT
    base: int = _HEIGHT - _BOTTOM


def chart_of(part: LanguageRenderings) -> Chart | None:
    """How often each rendering occurs in each period, one upon the other; None where there are not two periods."""
    known = periods(date for one in part.renderings for date, _ in one.dates)
    if len(known) < 2:
        return None
    counts = [counted(one.dates, known) for one in part.renderings]
    most = max(map(sum, zip(*counts, strict=True)))
    step = (_WIDTH - _LEFT) / len(known)
    scale = (_HEIGHT - _BOTTOM - 8) / most
    blocks = []
    for place, period in enumerate(known):
        y = float(_HEIGHT - _BOTTOM)
        for number, one in enumerate(part.renderings):
            count = counts[number][place]
            if not count:
                continue
            height = count * scale
            y -= height
            blocks.append(
                Block(
                    x=round(_LEFT + place * step + step * 0.12, 2),
                    y=round(y, 2),
                    width=round(min(step * 0.76, 48), 2),
                    height=round(height, 2),
                    colour=min(number, COLOURS - 1),
                    title=f"{period}: {one.text} ({count})",
                )
            )
    every = -(-len(known) // _MOST_LABELS)
    labels = tuple(
        (round(_LEFT + place * step + step * 0.12 + min(step * 0.76, 48) / 2, 2), period)
        for place, period in enumerate(known)
        if place % every == 0
    )
    return Chart(blocks=tuple(blocks), labels=labels, most=most)
