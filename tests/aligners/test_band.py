"""The band always leads from one corner to the other, whatever was matched."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from align.aligners import _band
from align.aligners._band import band


def is_connected(low, high, m):
    """Whether the last border can be reached from the first by steps of one segment at most a side, inside the band."""
    reach = range(low[0], high[0] + 1) if low[0] == 0 else range(0)
    for after in range(1, len(low)):
        steps = {j for j in reach for j in (j, j + 1) if low[after] <= j <= high[after]}
        if not steps:
            return False
        reach = range(min(steps), high[after] + 1)
    return m in reach


def unit_rows(rng, count, dimensions):
    """Random vectors of length 1."""
    rows = rng.normal(size=(count, dimensions)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def check(low, high, n, m):
    """What holds for every band."""
    assert low.shape == high.shape == (n + 1,)
    assert (low >= 0).all()
    assert (high <= m).all()
    assert (low <= high).all()
    assert low[0] == 0
    assert high[n] == m
    assert is_connected(low.tolist(), high.tolist(), m)


@st.composite
def matches(draw):
    """Two sizes and a rising set of matches."""
    n, m = draw(st.integers(1, 150)), draw(st.integers(1, 150))
    count = draw(st.integers(0, min(n, m)))
    rows = sorted(draw(st.lists(st.integers(0, n - 1), min_size=count, max_size=count, unique=True)))
    columns = sorted(draw(st.lists(st.integers(0, m - 1), min_size=count, max_size=count, unique=True)))
    return list(zip(rows, columns, strict=True)), n, m


@given(matches())
@example(([], 1, 300))
@example(([], 300, 1))
@example(([(0, 299)], 300, 300))
@example(([(299, 0)], 300, 300))
@example(([(10, 290), (11, 291)], 300, 300))
@settings(deadline=None, max_examples=200)
def test_a_band_around_any_matches_is_connected(problem):
    """It reaches both corners and holds both borders of every match."""
    found, n, m = problem
    low, high = _band._around(np.asarray(found, dtype=np.int64).reshape(-1, 2), n, m)
    check(low, high, n, m)
    for i, j in found:
        assert low[i] <= j <= high[i]
        assert low[i + 1] <= j + 1 <= high[i + 1]


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 1000))
@settings(deadline=None, max_examples=60)
def test_a_band_of_any_vectors_is_connected(n, m, seed):
    """Random vectors, which match anywhere."""
    rng = np.random.default_rng(seed)
    low, high = band(*(unit_rows(rng, count, 8) for count in (n, m)))
    check(low, high, n, m)


@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 500), (500, 1), (7, 7)])
def test_identical_vectors_give_a_connected_band(n, m):
    """Where every segment matches every other, the corners are still joined."""
    rows = np.ones((max(n, m), 4), dtype=np.float32) / 2
    check(*band(rows[:n], rows[:m]), n, m)


def test_zero_vectors_give_a_connected_band():
    """Texts without content match nothing."""
    rows = np.zeros((20, 4), dtype=np.float32)
    check(*band(rows, rows), 20, 20)


@pytest.fixture
def long_documents(monkeypatch):
    """Vectors of 600 segments, of which the other side lacks a hundred; dense matching is forbidden to them."""
    monkeypatch.setattr(_band, "_DENSE_CELLS", 2_000)
    rows = unit_rows(np.random.default_rng(7), 600, 64)
    kept = np.concatenate([np.arange(200), np.arange(300, 600)])
    return rows, kept


def test_long_documents_are_matched_by_anchors(long_documents):
    """The band holds every true pair, also beyond a hundred segments that one side lacks."""
    rows, kept = long_documents
    low, high = band(rows, rows[kept])
    check(low, high, 600, 500)
    assert all(low[i] <= j <= high[i] for j, i in enumerate(kept))
    low, high = band(rows[kept], rows)
    check(low, high, 500, 600)
    assert all(low[i] <= j <= high[i] for i, j in enumerate(kept))


def test_a_band_is_narrow_where_texts_match(long_documents):
    """Its size grows with the text, not with its square."""
    rows, _ = long_documents
    low, high = band(rows, rows)
    assert (high - low + 1).mean() < 150


def alike(rng, rows, noise):
    """The same vectors, each with something of its own."""
    out = rows + noise * unit_rows(rng, *rows.shape)
    return out / np.linalg.norm(out, axis=1, keepdims=True)


@pytest.mark.parametrize("seed", range(4))
def test_a_formula_that_comes_back_misleads_nobody(seed):
    """Seven of ten segments say the same, as in a list of decisions; the others tell where they belong."""
    rng = np.random.default_rng(seed)
    meaning = unit_rows(rng, 2400, 128)
    meaning[rng.random(len(meaning)) < 0.7] = unit_rows(rng, 1, 128)
    low, high = band(alike(rng, meaning, 0.6), alike(rng, meaning, 0.6))
    borders = np.arange(len(low))
    assert not np.flatnonzero((low > borders) | (borders > high)).size
    assert (high - low + 1).mean() < 100


def test_texts_that_say_the_same_all_over_are_matched_along_the_diagonal():
    """Nothing tells one place from another."""
    rows = np.repeat(unit_rows(np.random.default_rng(3), 1, 16), 9000, axis=0)
    low, high = band(rows, rows)
    check(low, high, 9000, 9000)
    borders = np.arange(9001)
    assert ((low <= borders) & (borders <= high)).all()
    assert (high - low + 1).max() < 200
