"""Dynamic programming over a band of bead borders: the best path, and the probability of every bead.

A node ``(i, j)`` says that the first `i` source and the first `j` target segments are done; a bead of type ``(a, b)``
leads from ``(i - a, j - b)`` to ``(i, j)``. Only nodes inside a band around a first, rough path are looked at. All
nodes are numbered row by row, so that everything about them is one flat array. Scores: higher is better, natural
logarithms; they never leave this package.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["BEAD_TYPES", "LARGEST_SIDE", "Lattice", "best_path", "posteriors"]

LARGEST_SIDE = 6
_LARGEST_SUM = 8

BEAD_TYPES: tuple[tuple[int, int], ...] = tuple(
    (a, b) for a in range(1, LARGEST_SIDE + 1) for b in range(1, LARGEST_SIDE + 1) if a + b <= _LARGEST_SUM
)
"""Segments on each side of a bead that has both; null beads (1-0 and 0-1) are handled apart."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """The nodes of a band.

    Attributes:
        low: first target border of each row, shape (n + 1,).
        base: number of the first node of each row and, last, of all nodes, shape (n + 2,).
        row, column: source and target border of each node, shape (nodes,).
    """

    low: Ints
    base: Ints
    row: Ints
    column: Ints

    @classmethod
    def from_band(cls, low: Ints, high: Ints) -> Lattice:
        """The lattice of the borders ``low[i] .. high[i]`` (inclusive) of each row `i`."""
        widths = high - low + 1
        base = np.concatenate([[0], np.cumsum(widths)])
        row = np.repeat(np.arange(len(low)), widths)
        column = np.arange(base[-1]) - base[row] + low[row]
        return cls(low, base, row, column)

    def node(self, row: Ints, column: Ints) -> Ints:
        """Numbers of the nodes ``(row, column)``, -1 where that lies outside the band."""
        inside = (row >= 0) & (row < len(self.low))
        safe = np.where(inside, row, 0)
        number = self.base[safe] + column - self.low[safe]
        inside &= (column >= self.low[safe]) & (number < self.base[safe + 1])
        return np.where(inside, number, -1)

    def origins(self) -> Ints:
        """For each bead type and node, the node the bead comes from or -1; shape (types, nodes)."""
        return np.stack([self.node(self.row - a, self.column - b) for a, b in BEAD_TYPES])


def _rows(
    lattice: Lattice, scores: NDArray[np.float32], source_null: Floats, target_null: Floats, *, total: bool
) -> Floats:
    """The value of each node: the best score of a path to it, or with `total` the logarithm of the sum over paths."""
    values = np.full(lattice.base[-1] + 1, -np.inf)  # the last entry stands for "outside the band"
    origins = lattice.origins()
    above = lattice.node(lattice.row - 1, lattice.column)
    chain = np.concatenate([[0.0], np.cumsum(target_null)])
    for i in range(len(lattice.low)):
        begin, end = lattice.base[i], lattice.base[i + 1]
        if i == 0:
            arrived = np.full(end - begin, -np.inf)
            if lattice.low[0] == 0:
                arrived[0] = 0.0
        else:
            into = np.vstack(
                [
                    values[origins[:, begin:end]] + scores[:, begin:end],
                    values[above[begin:end]][None] + source_null[i - 1],
                ]
            )
            arrived = _sum(into) if total else into.max(axis=0)
        skipped = chain[lattice.low[i] : lattice.low[i] + end - begin]
        accumulate = np.logaddexp.accumulate if total else np.maximum.accumulate
        values[begin:end] = accumulate(arrived - skipped) + skipped
    return values[:-1]


def _sum(rows: Floats) -> Floats:
    top = rows.max(axis=0)
    safe = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(safe + np.log(np.exp(rows - safe).sum(axis=0)))


def best_path(
    lattice: Lattice, scores: NDArray[np.float32], source_null: Floats, target_null: Floats
) -> list[tuple[int, int, int, int]]:
    """The beads of the best path, in order, as (i, a, j, b): source ``i .. i+a-1``, target ``j .. j+b-1``.

    Args:
        lattice: the band; its last node is the end.
        scores: of each bead type ending at each node, shape (types, nodes); -inf where impossible.
        source_null: of leaving a source segment alone, shape (n,).
        target_null: of leaving a target segment alone, shape (m,).
    """
    values = _rows(lattice, scores, source_null, target_null, total=False)
    origins = lattice.origins()
    path: list[tuple[int, int, int, int]] = []
    i, j = int(lattice.row[-1]), int(lattice.column[-1])
    node = int(lattice.base[-1]) - 1
    while i or j:
        came = origins[:, node]
        options = np.where(came >= 0, values[came] + scores[:, node], -np.inf)
        left = values[node - 1] + target_null[j - 1] if j > lattice.low[i] else -np.inf
        up_node = int(lattice.node(np.asarray(i - 1), np.asarray(j))) if i else -1
        up = values[up_node] + source_null[i - 1] if up_node >= 0 else -np.inf
        best = int(options.argmax())
        if options[best] >= max(left, up):
            a, b = BEAD_TYPES[best]
            node = int(came[best])
        elif up >= left:
            a, b, node = 1, 0, up_node
        else:
            a, b, node = 0, 1, node - 1
        i, j = i - a, j - b
        path.append((i, a, j, b))
    return path[::-1]


def posteriors(
    lattice: Lattice, scores: NDArray[np.float32], source_null: Floats, target_null: Floats
) -> tuple[NDArray[np.float32], Floats, Floats]:
    """Probability of every bead under the log-linear model: shapes (types, nodes), (n,) and (m,), all in 0..1.

    Forward-backward (Baum 1972) over the band; the backward pass is the forward pass on the mirrored lattice.
    """
    forward = _rows(lattice, scores, source_null, target_null, total=True)
    n, m = len(source_null), len(target_null)
    high = lattice.low + np.diff(lattice.base) - 1
    mirror = Lattice.from_band((m - high)[::-1], (m - lattice.low)[::-1])
    # a bead that ends at (i, j) begins, mirrored, at (n-i, m-j) and ends at (n-i+a, m-j+b): the mirror of its origin
    mirrored = np.full_like(scores, -np.inf)
    for kind, (a, b) in enumerate(BEAD_TYPES):
        end = lattice.node(n - mirror.row + a, m - mirror.column + b)
        mirrored[kind] = np.where(end >= 0, scores[kind][end], -np.inf)
    backward = _rows(mirror, mirrored, source_null[::-1], target_null[::-1], total=True)[::-1]
    # the reversed numbering of the mirror is the numbering of the lattice itself
    whole = forward[-1]
    padded = np.append(forward, -np.inf)
    with np.errstate(invalid="ignore"):
        beads = np.exp(padded[lattice.origins()] + scores + backward - whole)
        above = lattice.node(lattice.row - 1, lattice.column)
        source = np.zeros(n)
        np.add.at(
            source,
            np.maximum(lattice.row - 1, 0),
            np.where(
                above >= 0, np.exp(padded[above] + np.append(source_null, 0)[lattice.row - 1] + backward - whole), 0
            ),
        )
        left = np.where(lattice.column > lattice.low[lattice.row], np.arange(len(forward)) - 1, -1)
        target = np.zeros(m)
        np.add.at(
            target,
            np.maximum(lattice.column - 1, 0),
            np.where(
                left >= 0, np.exp(padded[left] + np.append(target_null, 0)[lattice.column - 1] + backward - whole), 0
            ),
        )
    return np.nan_to_num(beads).astype(np.float32), np.minimum(source, 1.0), np.minimum(target, 1.0)
