"""Learn the weights of the log-linear model from gold alignments: maximum conditional likelihood by L-BFGS.

All documents are put into one lattice, with a point at each of their borders, so that a step of learning is one search.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from align.aligners._lattice import BEAD_TYPES, KINDS, SIZES, Edges
from align.aligners._search import Search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from align.aligners._features import FeatureSpace
    from align.aligners._lattice import Lattice
    from align.model import Bead

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Problem", "learn_weights"]

_PENALTY = 5.0
_LEAST_SCALE = 0.1  # what is rare, such as paragraph borders, must not run away
_STEPS = 60


@dataclass(frozen=True)
class _Chain:
    """Lattices one after the other; enough of a `Lattice` for `Search`."""

    parts: Sequence[Lattice]

    @cached_property
    def corners(self) -> Ints:
        """Where each lattice begins, and where the last ends: (lattices + 1, 2)."""
        return np.cumsum([(0, 0), *(part.shape for part in self.parts)], axis=0)

    @cached_property
    def first(self) -> Ints:
        """Number of the first own node of each lattice; its corner is the last node of the one before it."""
        return np.cumsum([0, *(len(part.row) - 1 for part in self.parts)])

    @cached_property
    def edges(self) -> Edges:
        return Edges(
            np.concatenate([part.edges.kind for part in self.parts]),
            np.concatenate([part.edges.node + at for part, at in zip(self.parts, self.first, strict=False)]),
            np.concatenate([part.edges.origin + at for part, at in zip(self.parts, self.first, strict=False)]),
        )

    @cached_property
    def _places(self) -> Ints:
        rows = [
            np.stack([part.row, part.column], axis=1)[number > 0 :] + at
            for number, (part, at) in enumerate(zip(self.parts, self.corners, strict=False))
        ]
        return np.concatenate(rows)

    @property
    def row(self) -> Ints:
        return self._places[:, 0]

    @property
    def column(self) -> Ints:
        return self._places[:, 1]

    @property
    def shape(self) -> tuple[int, int]:
        n, m = self.corners[-1].tolist()
        return n, m

    @cached_property
    def points(self) -> Ints:
        own = [part.points + at for part, at in zip(self.parts, self.corners, strict=False)]
        return np.unique(np.concatenate([*own, self.corners[1:-1]]), axis=0)

    def node(self, row: Ints, column: Ints) -> Ints:
        numbers = {place: number for number, place in enumerate(map(tuple, self._places.tolist()))}
        return np.asarray([numbers[place] for place in zip(row.tolist(), column.tolist(), strict=True)], dtype=np.int64)


class Problem:
    """Documents with their features and gold."""

    def __init__(
        self, spaces: Sequence[FeatureSpace], gold: Sequence[tuple[Bead, ...]], *, free: Sequence[bool]
    ) -> None:
        """Collect the features of all contested beads.

        Args:
            spaces: one a document.
            gold: beads of each.
            free: whether the beads of a document are only borders, inside which any path is right.
        """
        chain = _Chain([space.lattice for space in spaces])
        self.search = Search(chain, part=1)
        self._edge_bounds = np.cumsum([0, *(len(space.lattice.edges) for space in spaces)])
        self._part_of = np.searchsorted(chain.corners[1:].sum(axis=1), self.search.starts.sum(axis=1), side="right")
        beads = [(block, at) for space, at in zip(spaces, self._edge_bounds, strict=False) for block in space.blocks()]
        nulls = [(space.nulls(), at) for space, at in zip(spaces, self._edge_bounds, strict=False)]
        self._beads = np.concatenate([block.edges + at for block, at in beads])
        self._nulls = np.concatenate([block.edges + at for block, at in nulls])
        self.bead_values = np.concatenate([block.values for block, _ in beads], axis=1)
        self.null_values = np.concatenate([block.values for block, _ in nulls], axis=1).astype(np.float32)
        self.documents = len(spaces)
        self._owner = np.repeat(np.arange(self.documents), np.diff(self._edge_bounds))
        self._right = np.concatenate(
            [_right(space.lattice, beads, free=loose) for space, beads, loose in zip(spaces, gold, free, strict=True)]
        )
        # a part of which no path is right, since the lattice has lost a border of the gold, teaches nothing
        _, sums = self.search.probabilities(np.where(self._right, np.float32(0), np.float32(-np.inf)))
        ends = np.stack([chain.row, chain.column], axis=1)[chain.edges.node] - SIZES[chain.edges.kind]
        corners = self.search.starts[1:]
        part = np.minimum(
            np.searchsorted(corners[:, 0], ends[:, 0], side="right"),
            np.searchsorted(corners[:, 1], ends[:, 1], side="right"),
        )
        self._right |= np.isneginf(sums)[part]

    @property
    def features(self) -> tuple[int, int]:
        """How many features beads and nulls have."""
        return len(self.bead_values), len(self.null_values)

    def scores(self, weights: Floats) -> NDArray[np.float32]:
        """Of all edges."""
        cut = len(self.bead_values)
        out = np.zeros(self._edge_bounds[-1], dtype=np.float32)
        out[self._beads] = weights[:cut].astype(np.float32) @ self.bead_values
        out[self._nulls] = weights[cut:].astype(np.float32) @ self.null_values
        return out

    def chances(self, weights: Floats) -> list[NDArray[np.float32]]:
        """Probabilities of the edges of each document."""
        found, _ = self.search.probabilities(self.scores(weights))
        return [found[begin:end] for begin, end in zip(self._edge_bounds[:-1], self._edge_bounds[1:], strict=True)]

    def loss(self, weights: Floats, shares: Floats) -> tuple[float, Floats]:
        """Negative logarithm of the probability of the right paths, weighted by document, and its gradient."""
        scores = self.scores(weights)
        free, free_sums = self.search.probabilities(scores)
        bound, bound_sums = self.search.probabilities(np.where(self._right, scores, np.float32(-np.inf)))
        difference = (free - bound) * shares[self._owner].astype(np.float32)
        value = float(((free_sums - bound_sums) * shares[self._part_of]).sum())
        gradient = np.concatenate(
            [self.bead_values @ difference[self._beads], self.null_values @ difference[self._nulls]]
        )
        return value, gradient.astype(np.float64)

    def scale(self, shares: Floats) -> Floats:
        """Root mean square of each feature over the documents that count."""
        out = []
        for values, edges in ((self.bead_values, self._beads), (self.null_values, self._nulls)):
            chosen = values[:, shares[self._owner[edges]] > 0]
            out.append(np.sqrt((chosen.astype(np.float64) ** 2).mean(axis=1)))
        return np.maximum(np.concatenate(out), _LEAST_SCALE)


def learn_weights(
    problem: Problem, shares: Floats, *, near: Floats | None = None, steps: int = _STEPS, penalty: float = _PENALTY
) -> Floats:
    """The weights of the features of beads, then of nulls.

    Args:
        problem: the documents.
        shares: how much each of them counts, shape (documents,); 0 leaves one out.
        near: weights that these are held close to; 0 if not given.
        steps: of L-BFGS.
        penalty: L2, on features scaled to unit mean square.
    """
    scale = problem.scale(shares)
    middle = np.zeros(len(scale)) if near is None else near * scale

    def loss(scaled: Floats) -> tuple[float, Floats]:
        value, gradient = problem.loss(scaled / scale, shares)
        away = scaled - middle
        return value + penalty / 2 * float(away @ away), gradient / scale + penalty * away

    result = minimize(loss, middle, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    return np.asarray(result.x / scale)


def _right(lattice: Lattice, gold: tuple[Bead, ...], *, free: bool) -> NDArray[np.bool_]:
    """Whether each edge may be on a right path.

    Between two borders that all beads of the gold keep to, and that are nodes: the gold's own bead; or any path,
    where the gold has crossing beads, or one that the lattice has not. Lone segments side by side may come in any
    order.
    """
    n, m = lattice.shape
    i = j = 0
    pending: list[Bead] = []
    reach = [0, 0]
    spans: list[tuple[int, int, int, int, list[Bead]]] = []
    for bead in gold:
        pending.append(bead)
        reach = [max(reach[0], *(k + 1 for k in bead.source), 0), max(reach[1], *(k + 1 for k in bead.target), 0)]
        counts = [sum(len(b.source) for b in pending), sum(len(b.target) for b in pending)]
        if [i + counts[0], j + counts[1]] != reach:
            continue  # beads cross: their borders come later
        if int(lattice.node(np.asarray([reach[0]]), np.asarray([reach[1]]))[0]) < 0:
            continue
        if spans and all(bead.is_null for bead in (*spans[-1][4], *pending)):
            i, j, _, _, before = spans.pop()
            pending = [*before, *pending]
        spans.append((i, j, *reach, pending))
        i, j = reach
        pending = []
    if pending:
        spans.append((i, j, n, m, pending))
    edges = lattice.edges
    sizes = SIZES[edges.kind]
    ends = np.stack([lattice.row, lattice.column], axis=1)[edges.node]
    begins = ends - sizes
    corners = np.asarray([span[:2] for span in spans] + [(n, m)])
    # the span that an edge begins in, and whether it stays inside
    inside = (
        np.minimum(
            np.searchsorted(corners[:, 0], begins[:, 0], side="right"),
            np.searchsorted(corners[:, 1], begins[:, 1], side="right"),
        )
        - 1
    )
    inside = np.minimum(inside, len(spans) - 1)
    stays = (begins >= corners[inside]).all(axis=1) & (ends <= corners[inside + 1]).all(axis=1)
    modes = np.zeros(len(spans), dtype=np.int64)
    wanted = np.full(len(spans), -1)
    for number, (_, _, _, _, beads) in enumerate(spans):
        if all(bead.is_null for bead in beads):
            modes[number] = 1
        elif len(beads) == 1 and not free:
            size = (len(beads[0].source), len(beads[0].target))
            wanted[number] = KINDS.index(size) if size in KINDS else -1
    there = np.zeros(len(spans), dtype=np.bool_)
    exact = (
        stays
        & (edges.kind == wanted[inside])
        & (ends == corners[inside + 1]).all(axis=1)
        & (begins == corners[inside]).all(axis=1)
    )
    there[inside[exact]] = True
    any_path = ~there & (modes == 0)
    return exact | (stays & any_path[inside]) | (stays & (modes[inside] == 1) & (edges.kind >= len(BEAD_TYPES)))
