"""Dynamic programming over a band of bead borders: probabilities of all beads, and the path with the largest sum.

A node ``(i, j)`` says that the first `i` source and the first `j` target segments are done; a bead of type ``(a, b)``
leads from ``(i - a, j - b)`` to ``(i, j)``. Only nodes inside a band around a first, rough path are looked at. All
nodes are numbered row by row, so that everything about them is one flat array. Scores: higher is better, natural
logarithms; they never leave this package.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from align.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from align.aligners import Points

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["BEAD_TYPES", "LARGEST_SIDE", "Chances", "Lattice", "best_path", "fixed_points"]

LARGEST_SIDE = 6
_LARGEST_SUM = 8

BEAD_TYPES: tuple[tuple[int, int], ...] = tuple(
    (a, b) for a in range(1, LARGEST_SIDE + 1) for b in range(1, LARGEST_SIDE + 1) if a + b <= _LARGEST_SUM
)
"""Segments on each side of a bead that has both; null beads (1-0 and 0-1) are handled apart."""

_SIZES = np.asarray(BEAD_TYPES, dtype=np.int64).T[:, :, None]
_ROWS = 256  # of which origins and scores are held at a time


@dataclass(frozen=True, slots=True)
class Lattice:
    """The nodes of a band.

    Attributes:
        low: first target border of each row, shape (n + 1,).
        base: number of the first node of each row and, last, of all nodes, shape (n + 2,).
        row: source border of each node, shape (nodes,).
        column: target border of each node, shape (nodes,).
        points: borders (i, j) that every path goes through, shape (points, 2), rising.
    """

    low: Ints
    base: Ints
    row: Ints
    column: Ints
    points: Ints

    @classmethod
    def from_band(cls, low: Ints, high: Ints, points: Ints | None = None) -> Lattice:
        """The lattice of the borders ``low[i] .. high[i]`` (inclusive) of each row `i`.

        Args:
            low: shape (n + 1,).
            high: shape (n + 1,).
            points: borders (i, j), rising on both sides; the band is cut so that every path goes through them.

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
        low, high = low.copy(), high.copy()
        for i, j in points:
            low[: i + 1] = np.minimum(low[: i + 1], j)
            high[:i] = np.minimum(high[:i], j)
            low[i + 1 :] = np.maximum(low[i + 1 :], j)
            high[i:] = np.maximum(high[i:], j)
        high[:-1] = np.maximum(high[:-1], low[1:])  # a point far off the band is still reached
        widths = high - low + 1
        base = np.concatenate([[0], np.cumsum(widths)])
        row = np.repeat(np.arange(len(low)), widths)
        column = np.arange(base[-1]) - base[row] + low[row]
        return cls(low, base, row, column, points)

    def node(self, row: Ints, column: Ints) -> Ints:
        """Numbers of the nodes ``(row, column)``, -1 where that lies outside the band."""
        inside = (row >= 0) & (row < len(self.low))
        safe = np.where(inside, row, 0)
        number = self.base[safe] + column - self.low[safe]
        inside &= (column >= self.low[safe]) & (number < self.base[safe + 1])
        return np.where(inside, number, -1)

    def origins(self, begin: int, end: int) -> Ints:
        """Where each bead type comes from that ends at these nodes, or -1; shape (types, end - begin)."""
        row, column = self.row[begin:end], self.column[begin:end]
        origins = self.node(row[None, :] - _SIZES[0], column[None, :] - _SIZES[1])
        if not len(self.points):
            return origins
        # a bead leaps over a point that lies inside it or on its edge, other than where it begins and ends
        first = np.searchsorted(self.points[:, 0], row[None, :] - _SIZES[0], side="left")
        last = np.searchsorted(self.points[:, 0], row, side="right")[None, :]
        over = np.zeros(origins.shape, dtype=np.bool_)
        for number in range(int((last - first).max(initial=0))):
            at = self.points[np.minimum(first + number, len(self.points) - 1)]
            begins = (at[..., 0] == row - _SIZES[0]) & (at[..., 1] <= column - _SIZES[1])
            ends = (at[..., 0] == row) & (at[..., 1] >= column)
            over |= (first + number < last) & ~begins & ~ends
        beside = np.searchsorted(self.points[:, 1], column, side="left")[None, :]
        over |= beside > np.searchsorted(self.points[:, 1], column[None, :] - _SIZES[1], side="right")
        return np.where(over, -1, origins)


def fixed_points(points: Points) -> Ints:
    """The points as an array, shape (points, 2).

    Raises:
        UsageError: one of them is no pair of whole numbers.
    """
    try:
        return np.asarray([(operator.index(i), operator.index(j)) for i, j in points], dtype=np.int64).reshape(-1, 2)
    except (TypeError, ValueError, OverflowError) as error:
        raise UsageError(f"a point is a pair of whole numbers, such as (12, 14): {error}") from error


class _Scores(Protocol):
    def __call__(self, begin: int, end: int) -> NDArray[np.float32]:
        """Scores of all bead types that end at these nodes, shape (types, end - begin)."""
        ...


def _rows(lattice: Lattice, scores: _Scores, source_null: Floats, target_null: Floats, *, total: bool) -> Floats:
    """The value of each node: the best score of a path to it, or with `total` the logarithm of the sum over paths."""
    values = np.full(lattice.base[-1] + 1, -np.inf)  # the last entry stands for "outside the band"
    chain = np.concatenate([[0.0], np.cumsum(target_null)])
    rows = len(lattice.low)
    for first in range(0, rows, _ROWS):
        start, stop = int(lattice.base[first]), int(lattice.base[min(first + _ROWS, rows)])
        origins = lattice.origins(start, stop)
        above = lattice.node(lattice.row[start:stop] - 1, lattice.column[start:stop])
        steps = scores(start, stop)
        for i in range(first, min(first + _ROWS, rows)):
            begin, end = int(lattice.base[i]), int(lattice.base[i + 1])
            here = slice(begin - start, end - start)
            if i == 0:
                arrived = np.full(end - begin, -np.inf)
                if lattice.low[0] == 0:
                    arrived[0] = 0.0
            else:
                into = np.vstack(
                    [values[origins[:, here]] + steps[:, here], values[above[here]][None] + source_null[i - 1]]
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
    """The beads of the path with the largest sum of scores, in order.

    Each is (i, a, j, b): source ``i .. i+a-1``, target ``j .. j+b-1``.

    Args:
        lattice: the band; its last node is the end.
        scores: of each bead type ending at each node, shape (types, nodes); -inf where impossible.
        source_null: of leaving a source segment alone, shape (n,).
        target_null: of leaving a target segment alone, shape (m,).
    """
    values = _rows(lattice, lambda begin, end: scores[:, begin:end], source_null, target_null, total=False)
    path: list[tuple[int, int, int, int]] = []
    i, j = int(lattice.row[-1]), int(lattice.column[-1])
    node = int(lattice.base[-1]) - 1
    while i or j:
        came = lattice.origins(node, node + 1)[:, 0]
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


class Chances:
    """Probabilities of beads under the log-linear model: forward-backward (Baum 1972) over the band."""

    def __init__(self, lattice: Lattice, scores: NDArray[np.float32], source_null: Floats, target_null: Floats) -> None:
        """Run both passes; the arguments are those of `best_path`.

        The backward pass is the forward pass on the mirrored lattice, whose numbering is this one's turned round.
        """
        self._lattice = lattice
        self._scores = scores
        self._source_null = source_null
        self._target_null = target_null
        forward = _rows(lattice, lambda begin, end: scores[:, begin:end], source_null, target_null, total=True)
        n, m = len(source_null), len(target_null)
        high = lattice.low + np.diff(lattice.base) - 1
        mirror = Lattice.from_band(
            (m - high)[::-1], (m - lattice.low)[::-1], (np.asarray([[n, m]]) - lattice.points)[::-1]
        )

        def mirrored(begin: int, end: int) -> NDArray[np.float32]:
            # a bead that ends at (i, j) begins, mirrored, at (n-i, m-j) and ends at (n-i+a, m-j+b), where it began
            row, column = mirror.row[begin:end], mirror.column[begin:end]
            ends = lattice.node(n - row[None, :] + _SIZES[0], m - column[None, :] + _SIZES[1])
            return np.where(ends >= 0, np.take_along_axis(scores, np.maximum(ends, 0), axis=1), -np.inf)

        backward = _rows(mirror, mirrored, source_null[::-1], target_null[::-1], total=True)[::-1]
        self.whole = float(forward[-1])
        """Logarithm of the sum over all paths."""
        self._before = np.append(forward, -np.inf)
        self._after = backward

    def beads(self, begin: int, end: int) -> NDArray[np.float32]:
        """Of all bead types that end at the nodes ``begin .. end - 1``; shape (types, end - begin), 0..1."""
        before = self._before[self._lattice.origins(begin, end)]
        with np.errstate(invalid="ignore"):
            chance = np.exp(before + self._scores[:, begin:end] + self._after[begin:end] - self.whole)
        return np.asarray(np.minimum(np.nan_to_num(chance), 1.0), dtype=np.float32)

    def nulls(self) -> tuple[Floats, Floats]:
        """Of each source and each target segment being alone; shapes (n,) and (m,), 0..1."""
        lattice = self._lattice
        above = lattice.node(lattice.row - 1, lattice.column)
        left = np.where(lattice.column > lattice.low[lattice.row], np.arange(len(lattice.row)) - 1, -1)
        sides = ((above, lattice.row, self._source_null), (left, lattice.column, self._target_null))
        out = []
        for came, border, null in sides:
            chance = np.zeros(len(null) + 1)
            with np.errstate(invalid="ignore"):
                step = self._before[came] + np.append(null, 0.0)[border - 1] + self._after - self.whole
                np.add.at(chance, border, np.where(came >= 0, np.nan_to_num(np.exp(step)), 0.0))
            out.append(np.minimum(chance[1:], 1.0))
        return out[0], out[1]
