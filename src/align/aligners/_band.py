"""Where to look: a band of bead borders around a first, one-to-one path.

Short documents are matched in full; long ones by strided anchors: every 16th source segment's mutual nearest
neighbour, the heaviest increasing chain of these, then the gaps in full (the divide-and-conquer idea of hunalign's
partialAlign and SentAlign, on vectors).
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["band"]

_HALF_WIDTH = 12
_ROOM = 48
_DENSE_CELLS = 4_000_000
_STRIDE = 16
_THRESHOLD = 0.15  # a match must be this much closer than the average pair; found on development documents
_BLOCK = 2048


def band(source: Floats, target: Floats) -> tuple[Ints, Ints]:
    """Lowest and highest target border for each source border, shapes (n + 1,), inclusive.

    Args:
        source: unit vectors of the source segments, shape (n, dimensions).
        target: unit vectors of the target segments, shape (m, dimensions).
    """
    n, m = len(source), len(target)
    centre_source = source @ target.mean(axis=0) if m else np.zeros(n, dtype=np.float32)
    centre_target = target @ source.mean(axis=0) if n else np.zeros(m, dtype=np.float32)
    matches = _matches(source, target, centre_source, centre_target)
    return _around(matches, n, m)


def _matches(source: Floats, target: Floats, centre_source: Floats, centre_target: Floats) -> list[tuple[int, int]]:
    n, m = len(source), len(target)
    if n * m <= _DENSE_CELLS:
        return _dense(source, target, centre_source, centre_target)
    anchors = _anchors(source, target, centre_source, centre_target)
    out: list[tuple[int, int]] = []
    last = (-1, -1)
    for anchor in [*anchors, (n, m)]:
        i, j = last[0] + 1, last[1] + 1
        rows, columns = anchor[0] - i, anchor[1] - j
        if rows and columns and rows * columns <= 4 * _DENSE_CELLS:
            inner = _dense(
                source[i : anchor[0]], target[j : anchor[1]], centre_source[i : anchor[0]], centre_target[j : anchor[1]]
            )
            out += [(i + di, j + dj) for di, dj in inner]
        out.append(anchor)
        last = anchor
    return out[:-1]


def _dense(source: Floats, target: Floats, centre_source: Floats, centre_target: Floats) -> list[tuple[int, int]]:
    """Matches on the heaviest increasing one-to-one path, skips being free."""
    n, m = len(source), len(target)
    if not n or not m:
        return []
    gain = source @ target.T
    gain -= (centre_source[:, None] + centre_target[None, :]) / 2 + _THRESHOLD
    best = np.zeros((n + 1, m + 1), dtype=np.float32)
    for i in range(n):
        row = np.maximum(best[i, 1:], best[i, :-1] + gain[i])
        best[i + 1, 1:] = np.maximum.accumulate(row)
    out: list[tuple[int, int]] = []
    i, j = n, m
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            out.append((i, j))
    return out[::-1]


def _anchors(source: Floats, target: Floats, centre_source: Floats, centre_target: Floats) -> list[tuple[int, int]]:
    """An increasing chain of mutual nearest neighbours among every 16th source segment and all target segments."""
    rows = np.arange(0, len(source), _STRIDE)
    nearest = np.empty(len(rows), dtype=np.int64)
    weight = np.empty(len(rows), dtype=np.float32)
    for begin in range(0, len(rows), _BLOCK):
        part = rows[begin : begin + _BLOCK]
        close = source[part] @ target.T - centre_target / 2
        nearest[begin : begin + len(part)] = close.argmax(axis=1)
        weight[begin : begin + len(part)] = close.max(axis=1) - centre_source[part] / 2 - _THRESHOLD
    back = np.empty(len(rows), dtype=np.int64)
    for begin in range(0, len(rows), _BLOCK):
        part = nearest[begin : begin + _BLOCK]
        back[begin : begin + len(part)] = (target[part] @ source.T - centre_source / 2).argmax(axis=1)
    keep = [k for k in range(len(rows)) if back[k] == rows[k] and weight[k] > 0]
    return _heaviest_chain([(int(rows[k]), int(nearest[k]), float(weight[k])) for k in keep])


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


def _around(matches: list[tuple[int, int]], n: int, m: int) -> tuple[Ints, Ints]:
    """The band around a path through `matches`: corners of each gap, plus the half width on every side."""
    low = np.full(n + 1, m, dtype=np.int64)
    high = np.zeros(n + 1, dtype=np.int64)
    at = (0, 0)
    for i, j in [*matches, (n, m)]:
        # between two matches the path may run anywhere in the rectangle; a long one is crossed near its diagonal
        rise, run = j - at[1], max(1, i - at[0])
        for row in range(at[0], i + 1):
            here = at[1] + rise * (row - at[0]) // run
            after = at[1] + rise * min(row + 1 - at[0], run) // run
            low[row] = min(low[row], max(at[1], here - _ROOM))
            high[row] = max(high[row], min(j, after + _ROOM))
        if i == at[0]:
            high[i] = max(high[i], j)
            low[i] = min(low[i], at[1])
        at = (min(i + 1, n), min(j + 1, m))
        low[at[0]] = min(low[at[0]], at[1])
        high[at[0]] = max(high[at[0]], at[1])
    low = np.minimum.accumulate(low[::-1])[::-1]
    high = np.maximum.accumulate(high)
    # beads of up to six segments a side leave the path by that much
    shift = _HALF_WIDTH // 2
    low = np.concatenate([np.zeros(min(shift, n + 1), dtype=np.int64), low])[: n + 1] - shift
    high = np.concatenate([high, np.full(min(shift, n + 1), m, dtype=np.int64)])[-(n + 1) :] + shift
    low = np.clip(low, 0, m)
    high = np.clip(high, 0, m)
    low[0], high[n] = 0, m
    return low, high
