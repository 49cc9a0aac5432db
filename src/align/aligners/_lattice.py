"""The beads that a search looks at, as a graph.

A node ``(i, j)`` says that the first `i` source and the first `j` target segments are done; an edge, a bead of `a`
and `b` segments, leads from ``(i - a, j - b)`` to ``(i, j)``. Nodes are numbered row by row, edges by the node that
they end at, so that everything about them is one flat array.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from align.aligners import Points

    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]

__all__ = ["BEAD_TYPES", "KINDS", "LARGEST_SIDE", "NULL_TYPES", "SIZES", "Edges", "Lattice", "fixed_points"]

LARGEST_SIDE = 6
_LARGEST_SUM = 8

BEAD_TYPES: tuple[tuple[int, int], ...] = tuple(
    (a, b) for a in range(1, LARGEST_SIDE + 1) for b in range(1, LARGEST_SIDE + 1) if a + b <= _LARGEST_SUM
)
"""Segments on each side of a bead that has both."""

NULL_TYPES: tuple[tuple[int, int], ...] = ((1, 0), (0, 1))

KINDS: tuple[tuple[int, int], ...] = (*BEAD_TYPES, *NULL_TYPES)
"""All kinds of beads; an edge's kind is its place in here."""

SIZES = np.asarray(KINDS, dtype=np.int64)
"""`KINDS` as an array, shape (kinds, 2)."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Beads, by the node that they end at and then by kind.

    Attributes:
        kind: place in `KINDS`, shape (edges,).
        node: number of the node that the bead ends at, shape (edges,).
        origin: number of the node that it begins at, shape (edges,).
    """

    kind: NDArray[np.int8]
    node: NDArray[np.int32]
    origin: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.kind)


@dataclass(frozen=True)
class Lattice:
    """Nodes in a band, some of which may be missing, and the beads between them.

    Attributes:
        kinds: places in `KINDS` of the beads that are allowed; nulls always are.
        low: first target border of each row of the band, shape (n + 1,).
        base: number of the first cell of each row of the band and, last, of all cells, shape (n + 2,).
        number: of the node in each cell of the band, -1 where there is none, shape (cells,).
        row: source border of each node, shape (nodes,).
        column: target border of each node, shape (nodes,).
        points: borders (i, j) that every path goes through, shape (points, 2), rising, each once.
    """

    kinds: tuple[int, ...]
    low: Ints
    base: Ints
    number: NDArray[np.int32]
    row: Ints
    column: Ints
    points: Ints

    @classmethod
    def from_band(
        cls, low: Ints, high: Ints, points: Ints | None = None, *, kinds: Sequence[tuple[int, int]] = BEAD_TYPES
    ) -> Lattice:
        """The lattice of the borders ``low[i] .. high[i]`` (inclusive) of each row `i`.

        Args:
            low: shape (n + 1,).
            high: shape (n + 1,).
            points: borders (i, j), rising on both sides; the band is cut so that every path goes through them.
            kinds: beads other than nulls that are allowed, each of `BEAD_TYPES`.

        Raises:
            UsageError: a point lies outside both texts, or a later one goes back.
        """
        points = np.zeros((0, 2), dtype=np.int64) if points is None else points
        ends = (len(low) - 1, int(high[-1]))
        if ((points < 0) | (points > ends)).any() or (np.diff(points, axis=0) < 0).any():
            raise UsageError(
                f"the points must be borders of segments from (0, 0) to {ends}, none behind the one before it; "
                f"they are {', '.join(str((int(i), int(j))) for i, j in points[:5])}{' ...' if len(points) > 5 else ''}"
            )
        low, high, points = low.astype(np.int64), high.astype(np.int64), _each_once(points)
        low, high = _cut(low, high, points)
        high[:-1] = np.maximum(high[:-1], low[1:])  # a point far off the band is still reached
        widths = high - low + 1
        base = np.concatenate([[0], np.cumsum(widths)])
        row = np.repeat(np.arange(len(low)), widths)
        column = np.arange(base[-1]) - base[row] + low[row]
        number = np.arange(len(row), dtype=np.int32)
        chosen = (*(BEAD_TYPES.index(kind) for kind in kinds), len(BEAD_TYPES), len(BEAD_TYPES) + 1)
        return cls(tuple(sorted(chosen)), low, base, number, row, column, points)

    def kept(
        self, keep: Flags, points: Ints | None = None, *, kinds: Sequence[tuple[int, int]] | None = None
    ) -> Lattice:
        """The lattice of some of these nodes.

        Args:
            keep: which nodes, shape (nodes,); both corners must be among them.
            points: further borders that every path goes through; what lies beside them is left out.
            kinds: the beads that are allowed from now on; None leaves them as they are.
        """
        merged = self.points
        if points is not None and len(points):
            merged = _each_once(np.concatenate([self.points, points]))
            keep = keep & _comparable(merged, self.row, self.column)
        number = np.full(len(self.number), -1, dtype=np.int32)
        cells = np.flatnonzero(self.number >= 0)[keep]
        number[cells] = np.arange(len(cells), dtype=np.int32)
        chosen = self.kinds
        if kinds is not None:
            chosen = (*sorted(BEAD_TYPES.index(kind) for kind in kinds), len(BEAD_TYPES), len(BEAD_TYPES) + 1)
        return Lattice(chosen, self.low, self.base, number, self.row[keep], self.column[keep], merged)

    @property
    def shape(self) -> tuple[int, int]:
        """How many segments both sides have."""
        return len(self.low) - 1, int(self.column[-1])

    def node(self, row: Ints, column: Ints) -> NDArray[np.int32]:
        """Numbers of the nodes ``(row, column)``, -1 where there is none."""
        low, high, shift = self._rows
        at = np.clip(row, -1, len(low) - 1)
        inside = (column >= low[at]) & (column <= high[at])
        number = self.number[np.where(inside, shift[at] + column, 0)]
        number[~inside] = -1
        return number

    @cached_property
    def _rows(self) -> tuple[Ints, Ints, Ints]:
        """Of each row its lowest and highest column, and what makes a cell of a column; the last row holds nothing."""
        low = np.append(self.low, 1)
        high = np.append(self.low + np.diff(self.base) - 1, 0)
        return low, high, np.append(self.base[:-1] - self.low, 0)

    @cached_property
    def edges(self) -> Edges:
        """All beads between these nodes that leap over no point."""
        count = len(self.row)
        origins = np.empty((count, len(self.kinds)), dtype=np.int32)
        reached, passed = _ranks(self.points, self.row, self.column)
        for place, kind in enumerate(self.kinds):
            a, b = KINDS[kind]
            origin = self.node(self.row - a, self.column - b)
            if len(self.points):
                origin[passed > reached[origin]] = -1
            origins[:, place] = origin
        there = origins >= 0
        node, places = np.nonzero(there)
        kinds = np.asarray(self.kinds, dtype=np.int8)
        return Edges(kinds[places], node.astype(np.int32), origins[there])

    def places_in(self, larger: Lattice) -> Ints:
        """The place of each of these edges among those of the lattice that this one was made from, shape (edges,)."""
        places = np.full((len(larger.row), len(KINDS)), -1, dtype=np.int64)
        places[larger.edges.node, larger.edges.kind] = np.arange(len(larger.edges))
        found: Ints = places[larger.node(self.row, self.column)[self.edges.node], self.edges.kind]
        return found

    @cached_property
    def contested(self) -> Flags:
        """Whether each edge is more than the one way between two borders that every path goes through."""
        edges = self.edges
        into = np.bincount(edges.node, minlength=len(self.row))
        out_of = np.bincount(edges.origin, minlength=len(self.row))
        fixed = np.zeros(len(self.row), dtype=np.bool_)
        fixed[[0, -1]] = True
        fixed[self.node(self.points[:, 0], self.points[:, 1])] = True
        alone = (into[edges.node] == 1) & (out_of[edges.origin] == 1) & fixed[edges.node] & fixed[edges.origin]
        return np.asarray(~alone)


def _cut(low: Ints, high: Ints, points: Ints) -> tuple[Ints, Ints]:
    """The band without what lies beside the points."""
    rows = np.arange(len(low))
    if not len(points):
        return low.copy(), high.copy()
    # the next point at or below each row, and the last one at or above it
    after = np.searchsorted(points[:, 0], rows, side="left")
    before = np.searchsorted(points[:, 0], rows, side="right") - 1
    strictly_after = np.searchsorted(points[:, 0], rows, side="right")
    strictly_before = after - 1
    low, high = low.copy(), high.copy()
    there = after < len(points)
    low[there] = np.minimum(low[there], points[after[there], 1])
    there = strictly_after < len(points)
    high[there] = np.minimum(high[there], points[strictly_after[there], 1])
    there = strictly_before >= 0
    low[there] = np.maximum(low[there], points[strictly_before[there], 1])
    there = before >= 0
    high[there] = np.maximum(high[there], points[before[there], 1])
    return low, high


def _each_once(points: Ints) -> Ints:
    """The points in order, by row and then by column; `numpy.unique` of rows takes many times as long."""
    points = points[np.lexsort((points[:, 1], points[:, 0]))]
    return points[np.diff(points, axis=0, prepend=-1).any(axis=1)]


def _ranks(points: Ints, row: Ints, column: Ints) -> tuple[Ints, Ints]:
    """For each node, how many points it has reached, and how many it has left behind; a bead must not skip one."""
    reached = np.minimum(
        np.searchsorted(points[:, 0], row, side="right"), np.searchsorted(points[:, 1], column, side="right")
    )
    if not len(points):
        return reached, reached
    last = points[np.maximum(reached - 1, 0)]
    on = (reached > 0) & (last[:, 0] == row) & (last[:, 1] == column)
    return reached, reached - on


def _comparable(points: Ints, row: Ints, column: Ints) -> Flags:
    """Whether each node lies before or after every point, on both sides alike."""
    reached, _ = _ranks(points, row, column)
    # the first point that is not reached must lie at or beyond the node on both sides
    ahead = points[np.minimum(reached, len(points) - 1)]
    return np.asarray((reached == len(points)) | ((ahead[:, 0] >= row) & (ahead[:, 1] >= column)))


def fixed_points(points: Points) -> Ints:
    """The points as an array, shape (points, 2).

    Raises:
        UsageError: one of them is no pair of whole numbers.
    """
    try:
        return np.asarray([(operator.index(i), operator.index(j)) for i, j in points], dtype=np.int64).reshape(-1, 2)
    except (TypeError, ValueError, OverflowError) as error:
        raise UsageError(f"a point is a pair of whole numbers, such as (12, 14): {error}") from error
