"""Dynamic programming over a lattice of beads: the path with the largest sum, and the probability of every bead.

Every path goes through the lattice's points, so the parts between points are searched side by side, a diagonal of each
at a time: a step costs a few operations on arrays, however long the documents are. Scores: higher is better, natural
logarithms; they never leave this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from align.aligners._lattice import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from align.aligners._lattice import Lattice

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Search", "beads_of"]

_PART = 32  # diagonals, at least, of a part: shorter ones cost more in bookkeeping than they save


class Search:
    """The order in which nodes and beads of a lattice are visited; serves any number of searches."""

    def __init__(self, lattice: Lattice, *, part: int = _PART) -> None:
        """Put the nodes of `lattice` in order.

        Args:
            lattice: what is searched.
            part: how many diagonals, at least, a part between two points has.
        """
        self.lattice = lattice
        edges = lattice.edges
        row, column = lattice.row, lattice.column
        count = len(row)
        cuts = self._cuts(part)
        self.starts = cuts[:-1]
        """The border (i, j) at which each part begins, shape (parts, 2)."""
        # a cut is the end of the part before it and, as a node of its own, the beginning of the part after it
        inner = cuts[1:-1]
        parts: Ints = np.maximum(
            np.searchsorted(inner[:, 0], row, side="left"), np.searchsorted(inner[:, 1], column, side="left")
        )
        is_cut = np.zeros(count, dtype=np.bool_)
        is_cut[lattice.node(inner[:, 0], inner[:, 1])] = True
        level = row + column - cuts[parts].sum(axis=1)
        order = np.argsort(level.astype(np.int32), kind="stable")
        place = np.empty(count + 1, dtype=np.int64)
        place[order] = np.arange(count)
        starts = count + 1 + np.arange(len(cuts) - 1)

        edge_order = np.argsort(place[edges.node].astype(np.int32), kind="stable")
        node = edges.node[edge_order]
        origin = edges.origin[edge_order]
        begins = is_cut[origin] | ((row[origin] == 0) & (column[origin] == 0))
        self._edges = edge_order
        self._into = place[node]
        self._from = np.where(begins, starts[parts[node]], place[origin])
        self._starts = starts
        self._ends = place[lattice.node(cuts[1:, 0], cuts[1:, 1])]
        self._size = count + 1 + len(starts)  # of the values: nodes, an unused place, beginnings of parts

        bounds = np.concatenate([[0], np.cumsum(np.bincount(level))])
        first = np.searchsorted(self._into, bounds)
        # of each diagonal the beads that end on it
        self._steps = [
            slice(int(first[k]), int(first[k + 1])) for k in range(len(bounds) - 1) if first[k] < first[k + 1]
        ]
        self._first = np.flatnonzero(np.diff(self._into, prepend=-1))
        self._reached = self._into[self._first]
        self._group = np.cumsum(np.concatenate([[0], np.diff(self._into) > 0])) if len(node) else self._into

    def _cuts(self, part: int) -> Ints:
        """Both corners, and between them points that are at least `part` diagonals apart."""
        n, m = self.lattice.shape
        out = [(0, 0)]
        for i, j in self.lattice.points.tolist():
            if i + j - sum(out[-1]) >= part and n + m - i - j >= part:
                out.append((i, j))
        return np.asarray([*out, (n, m)], dtype=np.int64)

    def _values(self, scores: Floats, *, total: bool) -> Floats:
        """Of each place the best sum of a path from the beginning of its part, or the logarithm of the sum of all."""
        values = np.full(self._size, -np.inf)
        values[self._starts] = 0.0
        group_of, first_of, reached = self._group, self._first, self._reached
        for edges in self._steps:
            into = values[self._from[edges]]
            into += scores[edges]
            begin, end = int(group_of[edges.start]), int(group_of[edges.stop - 1]) + 1
            heads = first_of[begin:end] - edges.start
            best = np.maximum.reduceat(into, heads)
            if total:
                safe = np.where(best > -np.inf, best, 0.0)
                into -= safe[group_of[edges] - begin]
                np.exp(into, out=into)
                with np.errstate(divide="ignore"):
                    best = safe + np.log(np.add.reduceat(into, heads))
            values[reached[begin:end]] = best
        return values

    def probabilities(self, scores: NDArray[np.float32]) -> tuple[NDArray[np.float32], Floats]:
        """The probability of each bead under the log-linear model, and the logarithm of each part's sum over paths.

        Forward sums (Baum 1972); what each bead adds to its end is then its share of the end's probability.

        Args:
            scores: of each edge of the lattice, shape (edges,); -inf where impossible.

        Returns:
            Shapes (edges,), 0..1, and (parts,).
        """
        ordered = scores[self._edges].astype(np.float64)
        values = self._values(ordered, total=True)
        into = values[self._into]
        share = values[self._from]
        share += ordered
        with np.errstate(invalid="ignore"):
            share -= into
        np.exp(share, out=share)
        np.nan_to_num(share, copy=False)  # of nodes that no path reaches
        likely = np.zeros(self._size)
        likely[self._ends] = 1.0
        for edges in reversed(self._steps):
            share[edges] *= likely[self._into[edges]]
            np.add.at(likely, self._from[edges], share[edges])
        out = np.empty(len(share), dtype=np.float32)
        out[self._edges] = np.minimum(share, 1.0)
        return out, values[self._ends]

    def nodes(self, chances: NDArray[np.float32]) -> Floats:
        """The probability of each node, shape (nodes,), from those of the beads; 1 for the first node."""
        out = np.bincount(self.lattice.edges.node, weights=chances, minlength=len(self.lattice.row))
        out[0] = 1.0
        return np.asarray(out)

    def best_path(self, scores: NDArray[np.float32] | Floats) -> Ints:
        """The edges of the path with the largest sum of scores, in order.

        Args:
            scores: of each edge of the lattice, shape (edges,); -inf where impossible.
        """
        ordered = scores[self._edges].astype(np.float64)
        values = self._values(ordered, total=False)
        best = values[self._from] + ordered == values[self._into]
        numbers = np.where(best, np.arange(len(best)), len(best))
        chosen = np.full(self._size, -1, dtype=np.int64)
        if len(numbers):
            chosen[self._reached] = np.minimum.reduceat(numbers, self._first)
        at, parts = self._ends, np.arange(len(self._ends))
        found: list[Ints] = []
        owners: list[Ints] = []
        while len(at):
            edge = chosen[at]
            on = edge >= 0
            edge, parts = edge[on], parts[on]
            found.append(edge)
            owners.append(parts)
            at = self._from[edge]
            going = at < self._starts[0]
            at, parts = at[going], parts[going]
        edges = np.concatenate(found)[::-1]
        order = np.argsort(np.concatenate(owners)[::-1], kind="stable")
        return np.asarray(self._edges[edges[order]], dtype=np.int64)


def beads_of(lattice: Lattice, edges: Ints) -> Iterator[tuple[int, int, int, int]]:
    """Each edge as (i, a, j, b): source ``i .. i+a-1``, target ``j .. j+b-1``."""
    chosen = lattice.edges
    sizes = SIZES[chosen.kind[edges]]
    node = chosen.node[edges]
    first = np.stack([lattice.row[node], lattice.column[node]], axis=1) - sizes
    for (i, j), (a, b) in zip(first.tolist(), sizes.tolist(), strict=True):
        yield i, a, j, b
