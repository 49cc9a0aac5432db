"""Anchors in long documents: pairs of segments that show where in the other document a place of the one is.

An anchor is a pair of mutual nearest neighbours with no rival elsewhere, whose neighbours match as well. A formula that
comes back every few pages is none: its nearest neighbour is in any of these places. Of what is left the heaviest
increasing chain is taken, and the gaps that it leaves are searched likewise (the divide-and-conquer idea of hunalign's
partialAlign and SentAlign, on vectors). Nothing here grows with n times m.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from align.aligners._sides import median

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["THRESHOLD", "Gap", "Vectors", "anchors", "between", "cells"]

THRESHOLD = 0.15
"""By how much a match must be closer than the average pair; found on development documents."""

_ALONE = 0.1  # of its similarity, by which an anchor is better than any match elsewhere; with the next one found there
_SUPPORT = 0.6  # of what is usual, that the matches beside an anchor must reach
_BESIDE = 4  # segments on either side
_STRIDE = 16
_MOST = 64  # that are sought in the whole of the other side: what this costs must not grow with both
_NO_MATCH = np.float32(-2.0)

Gap = tuple[int, int, int, int]
"""First and last (exclusive) source segment, first and last target segment."""


def cells(gap: Gap) -> int:
    """How many pairs of segments a gap has."""
    return (gap[1] - gap[0]) * (gap[3] - gap[2])


def between(gap: Gap, pairs: Sequence[tuple[int, int]]) -> list[Gap]:
    """The gaps that rising pairs leave in a gap."""
    out = []
    i, j = gap[0], gap[2]
    for row, column in [*pairs, (gap[1], gap[3])]:
        out.append((i, row, j, column))
        i, j = row + 1, column + 1
    return out


@dataclass(frozen=True, slots=True)
class Vectors:
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
    def of(cls, source: Floats, target: Floats) -> Vectors:
        """The unit vectors of both sides, with their means."""
        return cls(source, target, source @ target.mean(axis=0) / 2, target @ source.mean(axis=0) / 2)

    @property
    def whole(self) -> Gap:
        """Both documents."""
        return 0, len(self.source), 0, len(self.target)


def anchors(vectors: Vectors, most_cells: int) -> list[tuple[int, int]]:
    """Pairs of a source and a target segment that rise on both sides.

    Args:
        vectors: of two documents.
        most_cells: pairs of segments that a gap may have without being searched once more.
    """
    whole = vectors.whole
    stride = max(_STRIDE, -(-whole[1] // _MOST))
    first = _candidates(vectors, whole, stride)
    least = _SUPPORT * median(first.support) if len(first.support) else 0.0
    found = first.chain(least)
    if stride > _STRIDE:
        local = [gap for gap in between(whole, found) if gap[1] - gap[0] > _STRIDE]
        found = sorted(chain(found, *(_candidates(vectors, gap, _STRIDE).chain(least) for gap in local)))
    large = [gap for gap in between(whole, found) if cells(gap) > most_cells]
    return sorted(chain(found, *(_candidates(vectors, gap, 2).chain(least) for gap in large)))


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Pairs of segments that may be anchors.

    Attributes:
        rows: source segments, rising.
        columns: target segments.
        support: how well the segments beside them match; about 0 where they do not.
    """

    rows: Ints
    columns: Ints
    support: Floats

    def chain(self, least: float) -> list[tuple[int, int]]:
        """The increasing chain of pairs with the most support, of those that have at least `least`."""
        keep = self.support >= least
        columns = (self.rows[keep], self.columns[keep], self.support[keep])
        return _heaviest_chain(list(zip(*(column.tolist() for column in columns), strict=True)))


def _candidates(vectors: Vectors, gap: Gap, stride: int) -> _Candidates:
    """Mutual nearest neighbours, with no rival, of every `stride`-th source segment of a gap."""
    begin, end, left, right = gap
    rows = np.arange(begin + min(stride, end - begin) // 2, end, stride)
    if not len(rows) or left == right:
        nothing = np.zeros(0, dtype=np.int64)
        return _Candidates(nothing, nothing, nothing.astype(np.float32))
    near = vectors.source[rows] @ vectors.target[left:right].T
    near -= vectors.target_mean[left:right]
    near -= vectors.source_mean[rows, None]
    column = near.argmax(axis=1)
    similar = near[np.arange(len(rows)), column]
    bar = (1 - _ALONE) * similar
    keep = (similar > THRESHOLD) & (_elsewhere(near, column) < bar)
    rows, columns, bar = rows[keep], left + column[keep], bar[keep]
    back = vectors.target[columns] @ vectors.source[begin:end].T
    back -= vectors.source_mean[begin:end]
    back -= vectors.target_mean[columns, None]
    mutual = (back.argmax(axis=1) + begin == rows) & (_elsewhere(back, rows - begin) < bar)
    rows, columns = rows[mutual], columns[mutual]
    return _Candidates(rows, columns, _support(vectors, rows, columns))


def _elsewhere(similar: Floats, best: Ints) -> Floats:
    """The largest value of each row that is not near a place in it; `similar` is changed.

    Args:
        similar: shape (rows, columns).
        best: a column of each row.
    """
    near = (best[:, None] + np.arange(-_BESIDE, _BESIDE + 1)).clip(0, similar.shape[1] - 1)
    np.put_along_axis(similar, near, _NO_MATCH, axis=1)
    found: Floats = similar.max(axis=1)
    return found


def _support(vectors: Vectors, rows: Ints, columns: Ints) -> Floats:
    """How well the segments beside some pairs match: the mean of their best similarities on the same side.

    Args:
        vectors: of two documents.
        rows: source segments.
        columns: target segments.
    """
    total, count = np.zeros((2, len(rows)), dtype=np.float32)
    _, n, _, m = vectors.whole
    for side in (-1, 1):
        beside = rows[:, None] + side * np.arange(1, _BESIDE + 1)
        across = columns[:, None] + side * np.arange(1, _BESIDE + 2)
        source_there, target_there = (beside >= 0) & (beside < n), (across >= 0) & (across < m)
        beside, across = beside.clip(0, n - 1), across.clip(0, m - 1)
        similar = vectors.source[beside] @ vectors.target[across].transpose(0, 2, 1)
        similar -= vectors.source_mean[beside][:, :, None]
        similar -= vectors.target_mean[across][:, None, :]
        best = np.where(target_there[:, None, :], similar, _NO_MATCH).max(axis=2)
        there = source_there & target_there.any(axis=1, keepdims=True)
        total += (best * there).sum(axis=1)
        count += there.sum(axis=1)
    return np.asarray(total / np.maximum(count, 1), dtype=np.float32)


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
    found: list[tuple[int, int]] = []
    at = best[1]
    while at >= 0:
        found.append(points[at][:2])
        at = before[at]
    return found[::-1]
