"""The lines of a dot plot: grid, borders of blocks, the path, and what lies off it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.report._plot_view import NEAR, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from align.report._plot_marks import Mark
    from align.report.dotplot import DotPlot

__all__ = ["Stroke", "crossings_of", "dots_of", "grid_of", "lines_of", "points_of", "polyline", "stretches_of"]

_MOST_STRETCHES = 200  # lines that the clear beads are drawn as, where they are not drawn one by one
_MOST_STROKES = 400  # points or crossings that have a tooltip of their own
_LINE_GAP = 6.0  # pixels between lines of borders, on the average or at least
_CELL = 12.0  # pixels a segment from which on each has its line
_LIGHTEST, _MIDDLE = 0.5, 0.75  # likeness of dots from which on they are drawn darker


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A path with a tooltip."""

    path: str
    label: str = ""


def grid_of(view: View) -> str:
    """A line between all segments, where there is room."""
    if min(view.across, view.down) < _CELL:
        return ""
    return lines_of(view, view.columns[1:], view.rows[1:])


def lines_of(view: View, columns: Iterable[int], rows: Iterable[int], *, crowded: bool = True) -> str:
    """Lines through the whole plot at these borders.

    Args:
        view: what is seen.
        columns: source borders.
        rows: target borders.
        crowded: of lines that lie too close together some are left out; otherwise all of that side are.
    """
    out: list[str] = []
    for borders, seen, place, form in (
        (columns, view.columns, view.x, "M{0:g} 0V{1:g}"),
        (rows, view.rows, view.y, "M0 {0:g}H{1:g}"),
    ):
        inside = [round(place(border), 1) for border in borders if seen.start < border < seen.stop]
        if not crowded and _LINE_GAP * len(inside) > view.size:
            continue
        last = 0.0
        for at in inside:
            if at - last >= _LINE_GAP or not crowded:
                out.append(form.format(at, view.size))
                last = at
    return "".join(out)


def dots_of(plot: DotPlot, view: View) -> tuple[str, ...]:
    """Paths of the dots, the palest first."""
    shades: tuple[list[str], ...] = ([], [], [])
    for i, j, likeness in plot.strongest_dots:
        if i in view.columns and j in view.rows:
            shade = 0 if likeness < _LIGHTEST else 1 if likeness < _MIDDLE else 2
            shades[shade].append(f"M{view.x(i + 0.5):.1f} {view.y(j + 0.5):.1f}h0")
    return tuple("".join(shade) for shade in shades)


def polyline(run: Iterable[Mark], view: View) -> str:
    """A line through the corners of the marks, broken where one does not begin where the one before it ends."""
    out: list[str] = []
    at: tuple[int, int] | None = None
    drawn = (-NEAR, -NEAR)
    pending = ""
    for mark in run:
        if at != (mark.left, mark.top):
            out.append(pending)
            drawn = (view.x(mark.left), view.y(mark.top))
            out.append(f"M{drawn[0]:.1f} {drawn[1]:.1f}")
        at = (mark.right, mark.bottom)
        here = (view.x(mark.right), view.y(mark.bottom))
        pending = f"L{here[0]:.1f} {here[1]:.1f}"
        if abs(here[0] - drawn[0]) + abs(here[1] - drawn[1]) >= NEAR:
            out.append(pending)
            drawn, pending = here, ""
    return "".join((*out, pending))


def stretches_of(every: Sequence[Mark], view: View, plot: DotPlot) -> tuple[Stroke, ...]:
    """The whole path in lines of so many beads each."""
    size = -(-len(every) // _MOST_STRETCHES) or 1
    out = []
    for start in range(0, len(every), size):
        part = every[start : start + size]
        first, last = part[0], part[-1]
        text = f"bead {first.first}" if len(part) == 1 else f"beads {first.first}–{last.last}"
        for side, begin, end in ((plot.source, first.left, last.right), (plot.target, first.top, last.bottom)):
            text += f"\n{side.lang} {begin + 1:,}–{end:,}" if end > begin else ""
        out.append(Stroke(path=polyline(part, view), label=text))
    return tuple(out)


def points_of(plot: DotPlot, view: View) -> tuple[Stroke, ...]:
    """A diamond for each fixed point."""
    seen = [
        (i, j)
        for i, j in plot.points
        if view.columns.start <= i <= view.columns.stop and view.rows.start <= j <= view.rows.stop
    ]
    return _strokes(
        [
            Stroke(
                path=f"M{view.x(i):.1f} {view.y(j):.1f}m0-5l5 5l-5 5l-5-5z",
                label=f"fixed: the first {i:,} segments of {plot.source.lang}, the first {j:,} of {plot.target.lang}",
            )
            for i, j in seen
        ],
        "fixed points",
    )


def crossings_of(plot: DotPlot, view: View) -> tuple[Stroke, ...]:
    """A line for each match off the path."""
    out = []
    for one, other in plot.crossings:
        if not (view.overlaps(one, view.columns) and view.overlaps(other, view.rows)):
            continue
        ends = f"M{view.x(one.start):.1f} {view.y(other.start):.1f}L{view.x(one.stop):.1f} {view.y(other.stop):.1f}"
        names = (f"{plot.source.lang} {_places(one)}", f"{plot.target.lang} {_places(other)}")
        out.append(Stroke(path=ends, label=f"off the path: {names[0]} matches {names[1]}"))
    return _strokes(out, "crossings")


def _places(seen: range) -> str:
    return f"{seen.start + 1:,}" if len(seen) == 1 else f"{seen.start + 1:,}–{seen.stop:,}"


def _strokes(strokes: Sequence[Stroke], name: str) -> tuple[Stroke, ...]:
    """The strokes, those beyond what can have a tooltip of their own in one."""
    rest = strokes[_MOST_STROKES:]
    if not rest:
        return tuple(strokes)
    more = Stroke(path="".join(stroke.path for stroke in rest), label=f"{len(rest):,} more {name}")
    return (*strokes[:_MOST_STROKES], more)
