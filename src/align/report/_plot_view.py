"""What a dot plot shows of both texts, and where it lies in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.report._plot_marks import marks

if TYPE_CHECKING:
    from align.report._plot_marks import Mark
    from align.report.dotplot import DotPlot

__all__ = ["NEAR", "View", "span", "view_of"]

NEAR = 2.0
"""Pixels that are too near to be told apart."""


@dataclass(frozen=True, slots=True)
class View:
    """The part of both texts that is seen, and how large a segment is."""

    columns: range
    rows: range
    size: float

    @property
    def across(self) -> float:
        """Pixels of a source segment."""
        return self.size / max(1, len(self.columns))

    @property
    def down(self) -> float:
        """Pixels of a target segment."""
        return self.size / max(1, len(self.rows))

    def x(self, border: float) -> float:
        """Where a source border lies, in pixels from the left; one outside lies at the edge."""
        return min(self.size, max(0.0, (border - self.columns.start) * self.across))

    def y(self, border: float) -> float:
        """Where a target border lies, in pixels from the top; one outside lies at the edge."""
        return min(self.size, max(0.0, (border - self.rows.start) * self.down))

    @staticmethod
    def overlaps(some: range, seen: range) -> bool:
        """Whether some segments are seen; of none, whether the border where they would be is."""
        if not some:
            return seen.start <= some.start <= seen.stop
        return some.start < seen.stop and some.stop > seen.start

    def holds(self, mark: Mark) -> bool:
        """Whether something of a mark is seen."""
        return self.overlaps(range(mark.left, mark.right), self.columns) and self.overlaps(
            range(mark.top, mark.bottom), self.rows
        )


def view_of(plot: DotPlot, size: float) -> View:
    """What `plot` shows in `size` pixels: both texts, or the window around its bead."""
    counts = plot.source.count, plot.target.count
    if plot.bead is None or plot.window is None:
        return View(range(counts[0]), range(counts[1]), size)
    mark = next(one for one in marks(plot) if one.first == plot.bead)
    sides = ((mark.left, mark.right, counts[0]), (mark.top, mark.bottom, counts[1]))
    columns, rows = (range(max(0, first - plot.window), min(count, last + plot.window)) for first, last, count in sides)
    return View(columns, rows, size)


def span(first: float, last: float, least: float) -> tuple[float, float]:
    """Where a mark begins and how long it is, at least `least`."""
    if last - first < least:
        first, last = (first + last - least) / 2, (first + last + least) / 2
    return round(first, 1), round(last - first, 1)
