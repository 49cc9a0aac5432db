"""From beads to the marks of a dot plot: one a bead where there is room, one for several where there is not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from align.model import Bead
    from align.report.dotplot import DotPlot, PlotSide

__all__ = ["NOTABLE", "Mark", "label", "marks", "thinned"]

NOTABLE = ("omission", "addition", "doubtful", "checked")
"""Looks of beads that stand out; all others are clear."""

_WORDS = 48  # characters of each side in a tooltip
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One bead, or several of the same look that lie close together.

    Attributes:
        look: clear, checked, doubtful, omission or addition.
        first, last: numbers of its first and last bead, from 0.
        count: how many beads it stands for.
        left, right: source borders.
        top, bottom: target borders.
        score: the lowest of its beads, or None.
    """

    look: str
    first: int
    last: int
    count: int
    left: int
    right: int
    top: int
    bottom: int
    score: float | None


def marks(plot: DotPlot) -> Iterator[Mark]:
    """A mark for each bead, in the order of the beads; a null bead lies where the path stands at it."""
    i = j = 0
    for number, bead in enumerate(plot.beads):
        left, right = (bead.source[0], bead.source[-1] + 1) if bead.source else (i, i)
        top, bottom = (bead.target[0], bead.target[-1] + 1) if bead.target else (j, j)
        yield Mark(
            look=_look(bead, plot.doubtful_below),
            first=number,
            last=number,
            count=1,
            left=left,
            right=right,
            top=top,
            bottom=bottom,
            score=None if bead.is_null else bead.score,
        )
        i, j = right, bottom


def _look(bead: Bead, below: float) -> str:
    if not bead.target:
        return "omission"
    if not bead.source:
        return "addition"
    if bead.status == "checked":
        return "checked"
    return "doubtful" if bead.score is not None and bead.score < below else "clear"


def thinned(single: Sequence[Mark], *, most: int, reach: tuple[float, float], alone: bool) -> list[Mark]:
    """Marks of notable beads, joined until there are no more than `most`; runs of null beads are always one mark.

    Args:
        single: a mark a bead.
        most: how many there may be.
        reach: how many source and target segments lie closer together than can be told apart.
        alone: leave other marks than runs of null beads single if there are few enough.
    """
    notable = [mark for mark in _runs(single) if mark.look in NOTABLE]
    if alone and len(notable) <= most:
        return notable
    joined = notable
    while True:
        joined = [mark for look in NOTABLE for mark in _joined([m for m in notable if m.look == look], reach)]
        if len(joined) <= most:
            return sorted(joined, key=_place)
        reach = (2 * reach[0], 2 * reach[1])


def _place(mark: Mark) -> tuple[int, int]:
    return mark.first, mark.last


def _runs(single: Sequence[Mark]) -> Iterator[Mark]:
    """The marks, those of neighbouring null beads on the same side joined."""
    waiting: Mark | None = None
    for mark in single:
        if waiting and mark.look == waiting.look and mark.look in {"omission", "addition"} and _touches(waiting, mark):
            waiting = _join(waiting, mark)
            continue
        if waiting:
            yield waiting
        waiting = mark
    if waiting:
        yield waiting


def _touches(one: Mark, other: Mark) -> bool:
    return (one.right, one.bottom) == (other.left, other.top) and one.last + 1 == other.first


def _joined(alike: Sequence[Mark], reach: tuple[float, float]) -> Iterator[Mark]:
    waiting: Mark | None = None
    for mark in alike:
        if waiting:
            both = _join(waiting, mark)
            if both.right - both.left <= reach[0] and both.bottom - both.top <= reach[1]:
                waiting = both
                continue
            yield waiting
        waiting = mark
    if waiting:
        yield waiting


def _join(one: Mark, other: Mark) -> Mark:
    scores = [score for score in (one.score, other.score) if score is not None]
    return replace(
        one,
        last=other.last,
        count=one.count + other.count,
        left=min(one.left, other.left),
        right=max(one.right, other.right),
        top=min(one.top, other.top),
        bottom=max(one.bottom, other.bottom),
        score=min(scores, default=None),
    )


def label(mark: Mark, plot: DotPlot) -> str:
    """What a mark says when it is pointed at: the beads, and the first words of both sides, a line each."""
    lines = [_heading(mark, plot)]
    for side, first, last in ((plot.source, mark.left, mark.right), (plot.target, mark.top, mark.bottom)):
        if last > first:
            lines.append(_words(side, first, last))
    return "\n".join(lines)


def _heading(mark: Mark, plot: DotPlot) -> str:
    if mark.count > 1:
        spread = f"beads {mark.first}–{mark.last}"
        if mark.look in {"omission", "addition"}:
            other = plot.target if mark.look == "omission" else plot.source
            return f"{spread}: {mark.count:,} without a counterpart in {other.lang}"
        lowest = "" if mark.score is None else f", lowest score {mark.score:.2f}"
        return f"{spread}: {mark.count:,} {mark.look}{lowest}"
    bead = plot.beads[mark.first]
    parts = [f"bead {mark.first}", bead.kind.replace("-", "–")]
    if mark.score is not None:
        parts.append(f"score {mark.score:.2f}")
    if mark.look in {"omission", "addition"}:
        parts.append("no counterpart")
    elif mark.look in NOTABLE:
        parts.append(mark.look)
    return " · ".join(parts)


def _words(side: PlotSide, first: int, last: int) -> str:
    names = [side.ids[index] if side.ids else str(index + 1) for index in dict.fromkeys((first, last - 1))]
    where = f"{side.lang} {'–'.join(names)}"
    if not side.texts:
        return where
    text = " ".join(side.texts[first][: 4 * _WORDS].split())
    shown = text if len(text) <= _WORDS else f"{text[: _WORDS - 1].rstrip()}…"
    return f"{where}: {_ISOLATE}{shown}{_END_ISOLATE}"
