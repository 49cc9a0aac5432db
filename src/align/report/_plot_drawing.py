"""The geometry of a dot plot: where each line, mark and word of it goes, as its template writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.report._plot_marks import NOTABLE, Mark, label, marks, thinned
from align.report._plot_strokes import (
    Stroke,
    crossings_of,
    dots_of,
    grid_of,
    lines_of,
    points_of,
    polyline,
    stretches_of,
)
from align.report._plot_view import NEAR, View, span, view_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from align.report.dotplot import DotPlot, PlotSide

__all__ = ["Axis", "Drawing", "Legend", "Shape", "Tick"]

_MOST_SHAPES = 1000  # notable marks on one plot; more are joined
_MOST_SINGLE = 1000  # beads that are drawn one by one
_MOST_LINKED = 300  # notable marks of a plot on a page of several
_NUMBERED = 22.0  # pixels of a bead from which on it bears its number
_LEAST = {"clear": 3.0, "checked": 6.0, "doubtful": 7.0, "omission": 3.0, "addition": 3.0}  # pixels
_CROWDED = 150  # notable marks from which on they are drawn smaller
_SMALLEST = 3.2  # pixels of a mark of few beads then
_STRIP = 1.6  # pixels of the least part of a strip
_PALEST = 0.3  # opacity of a part of a strip of which hardly anything is missing
_LETTER = 6.4  # pixels of a character of the legend, on the average
_TICK_GAP = 64  # pixels between ticks, at least
_STEPS = (1, 2, 5)
_NAMES = (
    ("rival", "competing bead"),
    ("point", "fixed point"),
    ("crossing", "matches off the path"),
    ("dots", "alike off the path"),
    ("headings", "heading"),
    ("borders", "paragraph"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A bead, or several, as a rectangle; `strip` is where it begins beside the axis, its length and its opacity."""

    look: str
    x: float
    y: float
    width: float
    height: float
    radius: float
    label: str
    strip: tuple[float, float, float] | None = None
    small: bool = False
    number: str = ""
    link: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A number on an axis, at a place in pixels."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What an axis is called, and its ticks."""

    lang: str
    name: str
    count: str
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """An entry of the legend, at a place in pixels."""

    sort: str
    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """All that the template writes; the area of the plot begins at (0, 0) and is `size` pixels wide and high."""

    size: float
    across: Axis
    down: Axis
    title: str
    description: str
    signature: tuple[str, ...]
    grid: str
    borders: str
    headings: str
    dots: tuple[str, ...]
    path: str
    stretches: tuple[Stroke, ...]
    shapes: tuple[Shape, ...]
    rivals: tuple[Shape, ...]
    points: tuple[Stroke, ...]
    crossings: tuple[Stroke, ...]
    pointer: Shape | None
    legend: tuple[Legend, ...]

    @classmethod
    def alone(cls, plot: DotPlot, *, size: float = 640) -> Drawing:
        """The drawing of a plot that is a file of its own."""
        return _drawing(plot, size=size, single=_MOST_SINGLE, most=_MOST_SHAPES, links={})

    @classmethod
    def on_page(cls, plot: DotPlot, *, links: Mapping[int, int], size: float = 400) -> Drawing:
        """The drawing of a plot on a page that has the texts, too.

        Args:
            plot: what is drawn.
            links: number of the unit for the number of each bead.
            size: pixels.
        """
        return _drawing(plot, size=size, single=0, most=_MOST_LINKED, links=links)


def _drawing(plot: DotPlot, *, size: float, single: int, most: int, links: Mapping[int, int]) -> Drawing:
    view = view_of(plot, size)
    every = [mark for mark in marks(plot) if view.holds(mark)]
    one_by_one = len(every) <= single
    reach = NEAR / view.across, NEAR / view.down
    notable = thinned(every, most=most, reach=reach, alone=one_by_one or len(every) <= most)
    clear = [mark for mark in every if mark.look not in NOTABLE] if one_by_one else []
    seen = _counts(every)
    borders = lines_of(view, plot.source.borders, plot.target.borders, crowded=False)
    headings = lines_of(view, plot.source.headings, plot.target.headings)
    dots, rivals = dots_of(plot, view), _rivals(plot, view)
    points, crossings = points_of(plot, view), crossings_of(plot, view)
    drawn = {
        "pointer": plot.bead is not None,
        "rival": bool(rivals),
        "point": bool(points),
        "crossing": bool(crossings),
        "dots": any(dots),
        "headings": bool(headings),
        "borders": bool(borders),
    }
    names = f"{plot.source.name or plot.source.lang} – {plot.target.name or plot.target.lang}"
    return Drawing(
        size=size,
        across=_axis(plot.source, view.columns, view.x, size),
        down=_axis(plot.target, view.rows, view.y, size),
        title=f"Dot plot {names}",
        description=_description(plot, view, every, seen),
        signature=_signature_lines(str(plot.signature)),
        grid=grid_of(view),
        borders=borders,
        headings=headings,
        dots=dots,
        path=polyline(every, view) if one_by_one else "",
        stretches=() if one_by_one else stretches_of(every, view, plot),
        shapes=tuple(
            _shape(mark, view, plot, links=links, crowded=len(notable) > _CROWDED) for mark in (*clear, *notable)
        ),
        rivals=rivals,
        points=points,
        crossings=crossings,
        pointer=None if plot.bead is None else _pointer(plot, view, every),
        legend=_legend(plot, seen, drawn, size),
    )


def _counts(every: Iterable[Mark]) -> dict[str, int]:
    seen = dict.fromkeys((*NOTABLE, "clear"), 0)
    for mark in every:
        seen[mark.look] += 1
    return seen


def _axis(side: PlotSide, seen: range, place: Callable[[float], float], size: float) -> Axis:
    step = next(
        width
        for power in range(12)
        for width in (factor * 10**power for factor in _STEPS)
        if len(seen) / width <= size / _TICK_GAP
    )
    first = seen.start + 1
    ticks = [
        Tick(at=round(place(number - 0.5), 1), text=f"{number:,}")
        for number in range(first + -first % step, seen.stop + 1, step)
    ]
    if seen.start == 0 and step > 1 and seen:
        ticks.insert(0, Tick(at=round(place(0.5), 1), text="1"))
    whole = len(seen) == side.count
    count = f"{side.count:,} segments" if whole else f"segments {first:,}–{seen.stop:,} of {side.count:,}"
    return Axis(lang=side.lang, name=side.name, count=count, ticks=tuple(ticks))


def _description(plot: DotPlot, view: View, every: Sequence[Mark], seen: Mapping[str, int]) -> str:
    source, target = plot.source, plot.target
    text = (
        f"{len(view.columns):,} segments of {source.lang} from left to right against {len(view.rows):,} of "
        f"{target.lang} from top to bottom: {len(every):,} beads, {seen['doubtful']:,} doubtful, "
        f"{seen['checked']:,} checked. {seen['omission']:,} null beads of {source.lang} and {seen['addition']:,} of "
        f"{target.lang}"
    )
    runs = thinned(every, most=len(every) + len(NOTABLE), reach=(0, 0), alone=True)
    longest = max((run for run in runs if run.look in {"omission", "addition"}), key=_length, default=None)
    if longest is None or longest.count == 1:
        return f"{text}."
    side, first, last = (
        (source, longest.left, longest.right) if longest.look == "omission" else (target, longest.top, longest.bottom)
    )
    return f"{text}; the longest run of them is {side.lang} {first + 1:,}–{last:,}."


def _length(mark: Mark) -> tuple[int, int]:
    return mark.count, -mark.first


def _signature_lines(signature: str, *, width: int = 104) -> tuple[str, ...]:
    """The signature, broken between its items."""
    lines: list[str] = []
    for item in signature.split("|"):
        if lines and len(lines[-1]) + len(item) < width:
            lines[-1] += f"|{item}"
        elif item:
            lines.append(item)
    return tuple(lines)


def _shape(mark: Mark, view: View, plot: DotPlot, *, links: Mapping[int, int], crowded: bool) -> Shape:
    least = _LEAST[mark.look]
    small = crowded and mark.look in {"doubtful", "checked"}
    if small:
        # the more of the segments that it covers are of its look, the larger
        least = _SMALLEST + (least - _SMALLEST) * min(1.0, mark.count * max(view.across, view.down) / NEAR)
    x, width = span(view.x(mark.left), view.x(mark.right), least)
    y, height = span(view.y(mark.top), view.y(mark.bottom), least)
    strip = None
    if mark.look == "omission":
        strip = _strip(mark, view.x(mark.left), view.x(mark.right), view.across)
    elif mark.look == "addition":
        strip = _strip(mark, view.y(mark.top), view.y(mark.bottom), view.down)
    return Shape(
        look=mark.look,
        x=x,
        y=y,
        width=width,
        height=height,
        radius=0.0 if mark.look == "checked" else round(min(3.5, width / 2, height / 2), 2),
        label=label(mark, plot),
        strip=strip,
        small=small,
        number=str(mark.first) if mark.count == 1 and min(width, height) >= _NUMBERED else "",
        link=links.get(mark.first),
    )


def _strip(mark: Mark, first: float, last: float, scale: float) -> tuple[float, float, float]:
    begin, length = span(first, last, _STRIP)
    share = min(1.0, mark.count * scale / length)
    return begin, length, round(_PALEST + (1 - _PALEST) * share, 2)


def _rivals(plot: DotPlot, view: View) -> tuple[Shape, ...]:
    out = []
    for columns, rows, chance in plot.rivals:
        if not (view.overlaps(columns, view.columns) and view.overlaps(rows, view.rows)):
            continue
        x, width = span(view.x(columns.start), view.x(columns.stop), _LEAST["clear"])
        y, height = span(view.y(rows.start), view.y(rows.stop), _LEAST["clear"])
        text = f"{len(columns)}–{len(rows)} instead · probability {chance:.2f}"
        out.append(Shape(look="rival", x=x, y=y, width=width, height=height, radius=3.5, label=text))
    return tuple(out)


def _pointer(plot: DotPlot, view: View, every: Iterable[Mark]) -> Shape:
    mark = next(one for one in every if one.first == plot.bead)
    x, width = span(view.x(mark.left), view.x(mark.right), _LEAST["doubtful"])
    y, height = span(view.y(mark.top), view.y(mark.bottom), _LEAST["doubtful"])
    gap = 4.0
    return Shape(
        look="pointer",
        x=round(x - gap, 1),
        y=round(y - gap, 1),
        width=round(width + 2 * gap, 1),
        height=round(height + 2 * gap, 1),
        radius=6.0,
        label=label(mark, plot),
    )


def _legend(plot: DotPlot, seen: Mapping[str, int], drawn: Mapping[str, bool], size: float) -> tuple[Legend, ...]:
    """What is on the plot, from left to right and then in the next line."""
    nulls = seen["omission"] + seen["addition"]
    entries = [
        ("clear", f"bead ({seen['clear']:,})", True),
        ("doubtful", f"doubtful, score under {plot.doubtful_below:.2f} ({seen['doubtful']:,})", seen["doubtful"] > 0),
        ("checked", f"checked ({seen['checked']:,})", seen["checked"] > 0),
        ("omission", f"no counterpart ({nulls:,})", nulls > 0),
        *((sort, text, drawn[sort]) for sort, text in (*_NAMES, ("pointer", f"bead {plot.bead}"))),
    ]
    out: list[Legend] = []
    x, y = 0.0, 0.0
    for sort, text, shown in entries:
        if not shown:
            continue
        width = 34 + _LETTER * len(text)
        if x + width > size:
            x, y = 0.0, y + 22
        out.append(Legend(sort=sort, text=text, x=round(x, 1), y=y))
        x += width
    return tuple(out)
