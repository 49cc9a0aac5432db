"""Where to look: a band of bead borders around a first, one-to-one path.

Short documents are matched in full; long ones in the gaps between anchors (see `_anchors`), so that nothing here grows
with n times m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from align.aligners._anchors import THRESHOLD, Vectors, anchors, between, cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from align.aligners._anchors import Gap

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["band"]

_HALF_WIDTH = 6  # beads of up to six segments a side leave a one-to-one path by that much
_ROOM = 48
_DENSE_CELLS = 4_000_000
_SMALL = 32  # segments on either side of a gap that is matched together with others of its kind
_BATCH = 512


def band(source: Floats, target: Floats) -> tuple[Ints, Ints]:
    """Lowest and highest target border for each source border, shapes (n + 1,), inclusive.

    Args:
        source: unit vectors of the source segments, shape (n, dimensions).
        target: unit vectors of the target segments, shape (m, dimensions).
    """
    n, m = len(source), len(target)
    if not n or not m:
        return np.zeros(n + 1, dtype=np.int64), np.full(n + 1, m, dtype=np.int64)
    return _around(_matches(Vectors.of(source, target)), n, m)


def _matches(vectors: Vectors) -> Ints:
    """Pairs of a source and a target segment that rise on both sides, shape (pairs, 2)."""
    fixed = anchors(vectors, _DENSE_CELLS) if cells(vectors.whole) > _DENSE_CELLS else []
    gaps = between(vectors.whole, fixed)
    small = [gap for gap in gaps if gap[1] - gap[0] <= _SMALL and gap[3] - gap[2] <= _SMALL]
    # nothing in a gap that is still huge matches anything: the band crosses it along its diagonal
    others = [gap for gap in set(gaps).difference(small) if cells(gap) <= 4 * _DENSE_CELLS]
    found = [
        np.asarray(fixed, dtype=np.int64).reshape(-1, 2),
        *_together(vectors, small),
        *(_alone(vectors, gap) for gap in others),
    ]
    pairs = np.concatenate(found)
    return pairs[np.argsort(pairs[:, 0], kind="stable")]


def _gains(vectors: Vectors, gap: Gap) -> Floats:
    begin, end, left, right = gap
    gains = vectors.source[begin:end] @ vectors.target[left:right].T
    gains -= vectors.source_mean[begin:end, None]
    gains -= vectors.target_mean[None, left:right] + THRESHOLD
    return gains


def _alone(vectors: Vectors, gap: Gap) -> Ints:
    """Matches on the heaviest increasing one-to-one path through a gap, skips being free."""
    begin, end, left, right = gap
    if begin == end or left == right:
        return np.zeros((0, 2), dtype=np.int64)
    return _heaviest_paths(_gains(vectors, gap)[None])[:, 1:] + (begin, left)


def _together(vectors: Vectors, gaps: Sequence[Gap]) -> list[Ints]:
    """The same for many small gaps."""
    out: list[Ints] = []
    gaps = [gap for gap in gaps if cells(gap)]
    for first in range(0, len(gaps), _BATCH):
        part = gaps[first : first + _BATCH]
        gains = np.full((len(part), _SMALL, _SMALL), -1.0, dtype=np.float32)
        for number, gap in enumerate(part):
            gains[number, : gap[1] - gap[0], : gap[3] - gap[2]] = _gains(vectors, gap)
        found = _heaviest_paths(gains)
        out.append(found[:, 1:] + np.asarray(part)[found[:, 0]][:, ::2])
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
