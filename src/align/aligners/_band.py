"""Where to look: a band of bead borders around a first, one-to-one path.

Short documents are matched in full; long ones by strided anchors: the mutual nearest neighbours of some source
segments, the heaviest increasing chain of these, and the gaps between them likewise or in full (the
divide-and-conquer idea of hunalign's partialAlign and SentAlign, on vectors). Nothing here grows with n times m.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["band"]

_HALF_WIDTH = 6  # beads of up to six segments a side leave a one-to-one path by that much
_ROOM = 48
_DENSE_CELLS = 4_000_000
_SMALL = 32  # segments on either side of a gap that is matched together with others of its kind
_STRIDE = 16
_MOST_ANCHORS = 256  # that are sought in the whole of the other side: what this costs must not grow with both
_THRESHOLD = 0.15  # a match must be this much closer than the average pair; found on development documents
_BATCH = 512

_Gap = tuple[int, int, int, int]
"""First and last (exclusive) source segment, first and last target segment."""


def band(source: Floats, target: Floats) -> tuple[Ints, Ints]:
    """Lowest and highest target border for each source border, shapes (n + 1,), inclusive.

    Args:
        source: unit vectors of the source segments, shape (n, dimensions).
        target: unit vectors of the target segments, shape (m, dimensions).
    """
    n, m = len(source), len(target)
    if not n or not m:
        return np.zeros(n + 1, dtype=np.int64), np.full(n + 1, m, dtype=np.int64)
    return _around(_Vectors.of(source, target).matches(), n, m)


@dataclass(frozen=True, slots=True)
class _Vectors:
    """Two documents; similarity is the cosine less half of each segment's mean cosine to the other document.

    Attributes:
        source, target: vectors.
        source_mean, target_mean: mean cosines, halved.
    """

    source: Floats
    target: Floats
    source_mean: Floats
    target_mean: Floats

    @classmethod
    def of(cls, source: Floats, target: Floats) -> _Vectors:
        return cls(source, target, source @ target.mean(axis=0) / 2, target @ source.mean(axis=0) / 2)

    def matches(self) -> Ints:
        """Pairs of a source and a target segment that rise on both sides, shape (pairs, 2)."""
        n, m = len(self.source), len(self.target)
        whole = (0, n, 0, m)
        anchors: list[tuple[int, int]] = []
        if n * m > _DENSE_CELLS:
            stride = max(_STRIDE, -(-n // _MOST_ANCHORS))
            anchors = self.anchors(whole, stride)
            if stride > _STRIDE:
                local = [gap for gap in _between(whole, anchors) if gap[1] - gap[0] > _STRIDE]
                anchors = sorted([*anchors, *(pair for gap in local for pair in self.anchors(gap, _STRIDE))])
            large = [gap for gap in _between(whole, anchors) if _cells(gap) > _DENSE_CELLS]
            anchors = sorted([*anchors, *(pair for gap in large for pair in self.anchors(gap, 2))])
        gaps = _between(whole, anchors)
        small = [gap for gap in gaps if gap[1] - gap[0] <= _SMALL and gap[3] - gap[2] <= _SMALL]
        # nothing in a gap that is still huge matches anything: the band crosses it along its diagonal
        others = [gap for gap in set(gaps).difference(small) if _cells(gap) <= 4 * _DENSE_CELLS]
        found = [np.asarray(anchors, dtype=np.int64).reshape(-1, 2), *self._together(small), *map(self._alone, others)]
        pairs = np.concatenate(found)
        return pairs[np.argsort(pairs[:, 0], kind="stable")]

    def anchors(self, gap: _Gap, stride: int) -> list[tuple[int, int]]:
        """An increasing chain of mutual nearest neighbours among every `stride`-th source segment of a gap."""
        begin, end, left, right = gap
        rows = np.arange(begin + min(stride, end - begin) // 2, end, stride)
        if not len(rows) or left == right:
            return []
        near = self.source[rows] @ self.target[left:right].T
        near -= self.target_mean[left:right]
        column = near.argmax(axis=1)
        weight = near[np.arange(len(rows)), column] - self.source_mean[rows] - _THRESHOLD
        keep = np.flatnonzero(weight > 0)
        if not len(keep):
            return []
        back = self.target[left + column[keep]] @ self.source[begin:end].T
        back -= self.source_mean[begin:end]
        keep = keep[back.argmax(axis=1) + begin == rows[keep]]
        points = zip(rows[keep].tolist(), (left + column[keep]).tolist(), weight[keep].tolist(), strict=True)
        return _heaviest_chain(list(points))

    def _gains(self, gap: _Gap) -> Floats:
        begin, end, left, right = gap
        gains = self.source[begin:end] @ self.target[left:right].T
        gains -= self.source_mean[begin:end, None]
        gains -= self.target_mean[None, left:right] + _THRESHOLD
        return gains

    def _alone(self, gap: _Gap) -> Ints:
        """Matches on the heaviest increasing one-to-one path through a gap, skips being free."""
        begin, end, left, right = gap
        if begin == end or left == right:
            return np.zeros((0, 2), dtype=np.int64)
        return _heaviest_paths(self._gains(gap)[None])[:, 1:] + (begin, left)

    def _together(self, gaps: Sequence[_Gap]) -> list[Ints]:
        """The same for many small gaps."""
        out: list[Ints] = []
        gaps = [gap for gap in gaps if _cells(gap)]
        for first in range(0, len(gaps), _BATCH):
            part = gaps[first : first + _BATCH]
            gains = np.full((len(part), _SMALL, _SMALL), -1.0, dtype=np.float32)
            for number, gap in enumerate(part):
                gains[number, : gap[1] - gap[0], : gap[3] - gap[2]] = self._gains(gap)
            found = _heaviest_paths(gains)
            out.append(found[:, 1:] + np.asarray(part)[found[:, 0]][:, ::2])
        return out


def _cells(gap: _Gap) -> int:
    return (gap[1] - gap[0]) * (gap[3] - gap[2])


def _between(gap: _Gap, anchors: Sequence[tuple[int, int]]) -> list[_Gap]:
    """The gaps that rising anchors leave in a gap."""
    out = []
    i, j = gap[0], gap[2]
    for row, column in [*anchors, (gap[1], gap[3])]:
        out.append((i, row, j, column))
        i, j = row + 1, column + 1
    return out


def _heaviest_paths(gains: Floats) -> Ints:
    """Of each matrix (first axis) the matches on its heaviest increasing one-to-one path: (matrix, row, column)."""
    count, n, m = gains.shape
    best = np.zeros((count, n + 1, m + 1), dtype=np.float32)
    for i in range(n):
        row = np.maximum(best[:, i, 1:], best[:, i, :-1] + gains[:, i])
        np.maximum.accumulate(row, axis=1, out=best[:, i + 1, 1:])
    which = np.arange(count)
    rows, columns = np.full(count, n), np.full(count, m)
    found: list[NDArray[np.int64]] = []
    while len(which):
        here = best[which, rows, columns]
        up = here == best[which, rows - 1, columns]
        left = ~up & (here == best[which, rows, columns - 1])
        match = ~up & ~left
        rows, columns = rows - ~left, columns - ~up
        found.append(np.stack([which[match], rows[match], columns[match]], axis=1))
        going = (rows > 0) & (columns > 0)
        which, rows, columns = which[going], rows[going], columns[going]
    return np.concatenate(found)


def _heaviest_chain(points: list[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The strictly increasing chain of (row, column, weight) with the largest sum; a Fenwick tree of prefix maxima."""
    columns = sorted({column for _, column, _ in points})
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(columns) + 1)
    before: list[int] = []
    for number, (_, column, weight) in enumerate(points):
        place = bisect_left(columns, column)
        best = (0.0, -1)
        k = place
        while k:
            best = max(best, tree[k])
            k -= k & -k
        before.append(best[1])
        total = (best[0] + weight, number)
        k = place + 1
        while k <= len(columns):
            tree[k] = max(tree[k], total)
            k += k & -k
    best = (0.0, -1)
    k = len(columns)
    while k:
        best = max(best, tree[k])
        k -= k & -k
    chain: list[tuple[int, int]] = []
    at = best[1]
    while at >= 0:
        chain.append(points[at][:2])
        at = before[at]
    return chain[::-1]


def _around(matches: Ints, n: int, m: int) -> tuple[Ints, Ints]:
    """The band around a path through `matches`: corners of each gap, plus the half width on every side."""
    ends = np.concatenate([matches, [[n, m]]])
    begins = np.minimum(np.concatenate([[[0, 0]], ends[:-1] + 1]), (n, m))
    rows = np.arange(n + 1)
    # between two matches the path may run anywhere in the rectangle; a long one is crossed near its diagonal
    gap = np.searchsorted(ends[:, 0], rows, side="left").clip(max=len(ends) - 1)
    (first, low), (last, high) = begins[gap].T, ends[gap].T
    rise, run = high - low, np.maximum(1, last - first)
    here = low + rise * (rows - first) // run
    after = low + rise * np.minimum(rows + 1 - first, run) // run
    low = np.maximum(low, here - _ROOM)
    high = np.minimum(high, after + _ROOM)
    # the border after the last match may lie in the row of the corner
    np.minimum.at(low, begins[:, 0], begins[:, 1])
    np.maximum.at(high, begins[:, 0], begins[:, 1])
    low = np.minimum.accumulate(low[::-1])[::-1]
    high = np.maximum.accumulate(high)
    shift = min(_HALF_WIDTH, n + 1)
    low = np.concatenate([np.zeros(shift, dtype=np.int64), low])[: n + 1] - _HALF_WIDTH
    high = np.concatenate([high, np.full(shift, m, dtype=np.int64)])[-(n + 1) :] + _HALF_WIDTH
    low, high = low.clip(0, m), high.clip(0, m)
    low[0], high[n] = 0, m
    return low, high
