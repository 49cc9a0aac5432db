"""Cosines of runs, wherever beads need them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.aligners import _windows
from align.aligners._lattice import BEAD_TYPES, LARGEST_SIDE
from align.aligners._sides import Sides
from align.aligners._windows import Windows
from align.encoders._runs import PooledOverlaps


def sides(n, m, seed=0):
    """Two documents of random vectors."""
    rng = np.random.default_rng(seed)
    made = []
    for count in (n, m):
        rows = rng.normal(size=(count, 8)).astype(np.float32)
        made.append(PooledOverlaps(rows / np.linalg.norm(rows, axis=1, keepdims=True), ["word"] * count))
    return Sides.of(*made)


def direct(both, size_s, size_t, i, j):
    """The centred cosine of one pair of runs; -1 if there is no such run."""
    runs = []
    for overlaps, size, start in zip(both.overlaps, (size_s, size_t), (i, j), strict=True):
        if not 1 <= size <= LARGEST_SIDE or start < 0 or start + size > len(overlaps):
            return -1.0
        runs.append(overlaps.vectors(np.asarray([start]), size)[0])
    means = runs[0] @ both.centres[1] / 2 + runs[1] @ both.centres[0] / 2
    return max(-1.0, float(runs[0] @ runs[1] - means))


@st.composite
def beads(draw):
    """Documents, and beads in them by rising source start."""
    n, m = draw(st.integers(6, 40)), draw(st.integers(6, 40))
    chosen = []
    for _ in range(draw(st.integers(1, 12))):
        a, b = draw(st.sampled_from(BEAD_TYPES))
        chosen.append((draw(st.integers(0, n - a)), draw(st.integers(0, m - b)), a, b))
    return n, m, np.asarray(sorted(chosen)), draw(st.sampled_from([1, 4, 16]))


@given(beads())
@settings(deadline=None, max_examples=60)
def test_every_cosine_in_reach_is_the_direct_one(case):
    """Whatever the windows are, also at the edges of the documents; what is no run is -1."""
    n, m, chosen, rows = case
    both = sides(n, m)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_windows, "_ROWS", rows)
        windows = Windows(both, (chosen[:, 0], chosen[:, 1]), (chosen[:, 2], chosen[:, 3]))
    a, b = chosen[:, 2], chosen[:, 3]
    asked = [
        (a, b, 0, 0),
        (a, 1, 0, -1),
        (a, 1, 0, b),
        (1, b, -1, 0),
        (1, b, a, 0),
        (a + 1, b, -1, 0),
        (a + 1, b, 0, 0),
        (a, b + 1, 0, -1),
        (a - 1, b, 1, 0),
        (a, b - 1, 0, 1),
        (1, b, a - 1, 0),
    ]
    for size_s, size_t, down, along in asked:
        found = windows.cosine(size_s, size_t, down, along)
        for k, (i, j, *_) in enumerate(chosen.tolist()):
            at = [int(np.broadcast_to(value, len(chosen))[k]) for value in (size_s, size_t, down, along)]
            assert found[k] == pytest.approx(direct(both, at[0], at[1], i + at[2], j + at[3]), abs=1e-5)


def test_single_segments_are_those_of_the_documents():
    """Each segment of one side of a bead with each of the other."""
    both = sides(10, 12)
    windows = Windows(both, (np.asarray([2, 5]), np.asarray([3, 6])), (np.asarray([2, 1]), np.asarray([3, 1])))
    for down in range(2):
        for along in range(3):
            found = windows.single(np.asarray([0]), down, along)
            assert found == pytest.approx(direct(both, 1, 1, 2 + down, 3 + along), abs=1e-5)
