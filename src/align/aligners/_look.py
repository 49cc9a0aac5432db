"""A first look at two documents: cosines of single segments and pairs in the band, and what can be ruled out by them.

A small model with fixed weights, in which nulls cost nothing, gives every border its probability. Borders that it
takes to be next to impossible are not looked at again, and those that it takes to be sure become points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from align.aligners._lattice import BEAD_TYPES, SIZES, Lattice
from align.aligners._search import Search
from align.aligners._sides import first_runs, median

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from align.aligners._sides import Sides

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["Look", "look"]

_ROWS = 32
_KINDS = ((1, 1), (1, 2), (2, 1))
_STEEP = 24.0  # how fast probabilities fall with cosines; with the next two found on development documents
_THRESHOLD = 0.12
_FREE = 0.0
_IMPOSSIBLE = 1e-5
_SURE = 1e-4
_CLEAR = 0.2  # by how much a match has to be better than all others of its segments to make a point at first sight
_NO_GAIN = 0.01


@dataclass(frozen=True, slots=True)
class Look:
    """What the first look leaves, and what it learns of single segments.

    Attributes:
        lattice: the borders that are still possible.
        best: of each source and each target segment its best cosine to a run of one or two in the band.
        gain: by how much each source and each target segment makes the match of a neighbour better, at best.
    """

    lattice: Lattice
    best: tuple[Floats, Floats]
    gain: tuple[Floats, Floats]


def look(sides: Sides, band: tuple[Ints, Ints], points: Ints) -> Look:
    """Look at the band.

    Args:
        sides: source and target.
        band: lowest and highest target border of each source border.
        points: borders that every path goes through.
    """
    whole = Lattice.from_band(*band, points, kinds=_KINDS)
    alone, wide, tall = _cosines(sides, whole)
    n, m = sides.shape
    up = whole.node(whole.row - 1, whole.column)
    left = whole.node(whole.row, whole.column - 1)
    down = whole.node(whole.row + 1, whole.column)
    right = whole.node(whole.row, whole.column + 1)

    def at(values: Floats, where: NDArray[np.int32]) -> Floats:
        return np.where(where >= 0, values[where], np.float32(-1.0))

    inside = (whole.row < n) & (whole.column < m)
    tall_up, wide_left = at(tall, up), at(wide, left)
    by_row, by_column = _Maxima(whole.row[inside], n), _Maxima(whole.column[inside], m)
    best_source = by_row(np.maximum(alone, np.maximum(wide, wide_left))[inside])
    best_target = by_column(np.maximum(alone, np.maximum(tall, tall_up))[inside])
    gain_source = by_row(np.maximum(tall_up - at(alone, up), tall - at(alone, down))[inside])
    gain_target = by_column(np.maximum(wide_left - at(alone, left), wide - at(alone, right))[inside])
    typical = median(np.concatenate([best_source, best_target]))

    sight = _at_sight(whole, alone, np.maximum(np.maximum(tall, tall_up), np.maximum(wide, wide_left)), typical)
    first = whole.kept(np.ones(len(whole.row), dtype=np.bool_), sight)
    edges = first.edges
    sizes = SIZES[edges.kind]
    start = whole.node(first.row[edges.node] - sizes[:, 0], first.column[edges.node] - sizes[:, 1])
    cosines = np.zeros(len(edges), dtype=np.float32)
    for kind, values in zip(_KINDS, (alone, wide, tall), strict=True):
        chosen = edges.kind == BEAD_TYPES.index(kind)
        size = sum(kind) / 2
        cosines[chosen] = (values[start[chosen]] - _THRESHOLD) * (_STEEP * size)
    cosines[edges.kind >= len(BEAD_TYPES)] = _FREE
    search = Search(first)
    chances, _ = search.probabilities(cosines)
    likely = search.nodes(chances)
    keep = likely > _IMPOSSIBLE
    path = search.best_path(cosines)
    keep[edges.node[path]] = True
    keep[0] = True
    sure = likely > 1.0 - _SURE
    fixed = np.stack([first.row[sure], first.column[sure]], axis=1)
    return Look(
        lattice=first.kept(keep, fixed, kinds=BEAD_TYPES),
        best=(best_source, best_target),
        gain=(gain_source, gain_target),
    )


def _heads(owner: Ints) -> Ints:
    """Where each run of equal numbers begins."""
    return np.flatnonzero(np.diff(owner, prepend=-1))


class _Maxima:
    """The largest value of each segment."""

    def __init__(self, owner: Ints, count: int) -> None:
        self._order = np.argsort(owner.astype(np.int32), kind="stable")
        owner = owner[self._order]
        self._first = _heads(owner)
        self._there = owner[self._first]
        self._count = count

    def __call__(self, values: Floats) -> Floats:
        out = np.full(self._count, -1.0, dtype=np.float32)
        if len(self._there):
            out[self._there] = np.maximum.reduceat(values[self._order], self._first)
        return out


def _cosines(sides: Sides, lattice: Lattice) -> tuple[Floats, Floats, Floats]:
    """Centred cosines of the runs that start at each node: one to one, one to two, two to one; -1: no such run."""
    n, m = sides.shape
    out = np.full((3, len(lattice.row)), -1.0, dtype=np.float32)
    high = lattice.low + np.diff(lattice.base) - 1
    for first in range(0, n, _ROWS):
        last = min(first + _ROWS, n)
        begin, end = int(lattice.low[first]), min(int(high[last - 1]) + 1, m)
        if begin >= end:
            continue
        left, right = first_runs(sides.overlaps[0], first, last), first_runs(sides.overlaps[1], begin, end)
        cosines = left.reshape(-1, left.shape[2]) @ right.reshape(-1, right.shape[2]).T
        cosines -= (left.reshape(-1, left.shape[2]) @ sides.centres[1])[:, None] / 2
        cosines -= (right.reshape(-1, right.shape[2]) @ sides.centres[0])[None, :] / 2
        shaped = cosines.reshape(2, last - first, 2, end - begin)
        if last == n:
            shaped[1, -1] = -1.0
        if end == m:
            shaped[:, :, 1, -1] = -1.0
        nodes = slice(int(lattice.base[first]), int(lattice.base[last]))
        y, x = lattice.row[nodes] - first, lattice.column[nodes] - begin
        on = x < end - begin
        part = out[:, nodes]
        part[0, on] = shaped[0, y[on], 0, x[on]]
        part[1, on] = shaped[0, y[on], 1, x[on]]
        part[2, on] = shaped[1, y[on], 0, x[on]]
    return out[0], out[1], out[2]


def _at_sight(lattice: Lattice, alone: Floats, longer: Floats, typical: float) -> Ints:
    """Borders in the midst of four one-to-one matches that nothing comes near; shape (borders, 2).

    Args:
        lattice: the band.
        alone: cosines of one to one at each node.
        longer: the best cosine with a neighbour beside either segment.
        typical: cosine of a match.
    """
    order = np.argsort(lattice.column.astype(np.int32), kind="stable")
    second = np.full(len(alone), -1.0, dtype=np.float32)
    for nodes, owner in ((np.arange(len(alone)), lattice.row), (order, lattice.column[order])):
        values = alone[nodes]
        first = _heads(owner)
        counts = np.diff(first, append=len(owner))
        top = np.repeat(np.maximum.reduceat(values, first), counts)
        is_top = values == top
        rest = np.where(is_top, np.float32(-1.0), values)
        below = np.repeat(np.maximum.reduceat(rest, first), counts)
        ties = np.repeat(np.add.reduceat(is_top.astype(np.int32), first), counts) > 1
        # of a segment's best match, the next best; of all others, the best itself
        second[nodes] = np.maximum(second[nodes], np.where(is_top & ~ties, below, top))
    clear = (alone > typical - _CLEAR) & (alone > second + _CLEAR) & (longer < alone + _NO_GAIN)
    nodes = np.flatnonzero(clear)
    out = clear[nodes]
    for step in (-2, -1, 1):
        beside = lattice.node(lattice.row[nodes] + step, lattice.column[nodes] + step)
        out &= (beside >= 0) & clear[beside]
    nodes = nodes[out]
    return np.stack([lattice.row[nodes], lattice.column[nodes]], axis=1)
