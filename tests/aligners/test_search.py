"""The dynamic programming gives what going through every path gives."""

from __future__ import annotations

from itertools import pairwise
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.aligners._search import BEAD_TYPES, LARGEST_SIDE, Chances, Lattice, best_path


def full(n, m):
    """The lattice of all borders."""
    return Lattice.from_band(np.zeros(n + 1, dtype=np.int64), np.full(n + 1, m, dtype=np.int64))


def all_paths(problem, i=0, j=0):
    """Every way from (i, j) to the end as a list of (i, a, j, b), with its score: the slow, obvious oracle."""
    lattice, scores, source_null, target_null = problem
    n, m = len(source_null), len(target_null)
    if (i, j) == (n, m):
        yield [], 0.0
    for a, b in [(1, 0), (0, 1), *BEAD_TYPES]:
        if i + a > n or j + b > m:
            continue
        node = int(lattice.node(np.asarray(i + a), np.asarray(j + b)))
        if node < 0:
            continue
        if not b:
            gain = source_null[i]
        elif not a:
            gain = target_null[j]
        else:
            gain = scores[BEAD_TYPES.index((a, b)), node]
        for rest, score in all_paths(problem, i + a, j + b):
            yield [(i, a, j, b), *rest], float(gain) + score


@st.composite
def problems(draw, smallest=0, largest=4):
    """A band that holds both corners and is connected, and random scores, some of them impossible."""
    n, m = draw(st.integers(smallest, largest)), draw(st.integers(smallest, largest))
    low, high = [0], []
    for i in range(n + 1):
        high.append(m if i == n else draw(st.integers(max([low[i], *high[-1:]]), m)))
        if i < n:
            low.append(draw(st.integers(low[i], high[i])))
    lattice = Lattice.from_band(np.asarray(low), np.asarray(high))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    scores = rng.normal(0, 2, (len(BEAD_TYPES), len(lattice.row))).astype(np.float32)
    scores[rng.random(scores.shape) < draw(st.sampled_from([0.0, 0.3, 1.0]))] = -np.inf
    return lattice, scores, rng.normal(-1, 2, n), rng.normal(-1, 2, m)


def value(problem, path):
    """The score of a path."""
    lattice, scores, source_null, target_null = problem
    total = 0.0
    for i, a, j, b in path:
        if a and b:
            total += float(scores[BEAD_TYPES.index((a, b)), int(lattice.node(np.asarray(i + a), np.asarray(j + b)))])
        else:
            total += float(source_null[i] if a else target_null[j])
    return total


def posteriors(lattice, scores, source_null, target_null):
    """The probabilities of all beads, of lone source segments and of lone target segments."""
    chances = Chances(lattice, scores, source_null, target_null)
    return chances.beads(0, int(lattice.base[-1])), *chances.nulls()


def test_bead_types_have_both_sides_and_are_not_too_large():
    """Up to six segments a side and eight together, each type once."""
    assert len(set(BEAD_TYPES)) == len(BEAD_TYPES)
    assert all(1 <= a <= LARGEST_SIDE and 1 <= b <= LARGEST_SIDE and a + b <= 8 for a, b in BEAD_TYPES)
    assert {(1, 1), (1, 6), (6, 1), (6, 2), (4, 4)} <= set(BEAD_TYPES)


@given(problems())
@settings(deadline=None, max_examples=150)
def test_the_best_path_is_the_best_of_all_paths(problem):
    """No path through the band has a higher score."""
    path = best_path(*problem)
    assert value(problem, path) == pytest.approx(max(score for _, score in all_paths(problem)), abs=1e-4)


@given(problems())
@settings(deadline=None, max_examples=100)
def test_the_best_path_covers_both_sides_in_order(problem):
    """Each step begins where the one before it ended."""
    path = best_path(*problem)
    ends = [(0, 0), *((i + a, j + b) for i, a, j, b in path)]
    assert [(i, j) for i, _, j, _ in path] == ends[:-1]
    assert ends[-1] == (len(problem[2]), len(problem[3]))
    assert all(one != other for one, other in pairwise(ends))


@given(problems(smallest=1, largest=3))
@settings(deadline=None, max_examples=100)
def test_posteriors_are_shares_of_all_paths(problem):
    """The probability of a bead is the weight of the paths through it over the weight of all paths."""
    lattice, scores, source_null, target_null = problem
    weights = [(path, exp(score)) for path, score in all_paths(problem)]
    whole = sum(weight for _, weight in weights)
    beads = np.zeros(scores.shape)
    sides = np.zeros(len(source_null)), np.zeros(len(target_null))
    for path, weight in weights:
        for i, a, j, b in path:
            if a and b:
                node = int(lattice.node(np.asarray(i + a), np.asarray(j + b)))
                beads[BEAD_TYPES.index((a, b)), node] += weight / whole
            else:
                sides[not a][i if a else j] += weight / whole
    found, source, target = posteriors(lattice, scores, source_null, target_null)
    assert found == pytest.approx(beads, abs=1e-4)
    assert source == pytest.approx(sides[0], abs=1e-4)
    assert target == pytest.approx(sides[1], abs=1e-4)


@given(problems(smallest=1))
@settings(deadline=None, max_examples=50)
def test_posteriors_are_probabilities(problem):
    """They lie in 0..1, and those of all beads that hold a segment add up to 1."""
    lattice, scores, source_null, target_null = problem
    found, source, target = posteriors(lattice, scores, source_null, target_null)
    for part in (found, source, target):
        assert np.isfinite(part).all()
        assert ((part >= 0) & (part <= 1 + 1e-5)).all()
    total = source.copy()
    for kind, (a, _) in enumerate(BEAD_TYPES):
        for node in np.flatnonzero(found[kind]):
            end = int(lattice.row[node])
            total[end - a : end] += found[kind, node]
    assert total == pytest.approx(np.ones(len(source)), abs=1e-4)


def test_large_scores_do_not_overflow():
    """Sums over paths are taken on the logarithmic scale."""
    lattice = full(30, 30)
    scores = np.full((len(BEAD_TYPES), len(lattice.row)), -900.0, dtype=np.float32)
    scores[BEAD_TYPES.index((1, 1))] = 900.0
    found, source, target = posteriors(lattice, scores, np.full(30, -900.0), np.full(30, -900.0))
    path = best_path(lattice, scores, np.full(30, -900.0), np.full(30, -900.0))
    assert path == [(i, 1, i, 1) for i in range(30)]
    assert found.sum() == pytest.approx(30)
    assert source.max() == target.max() == pytest.approx(0.0)


def test_nodes_outside_the_band_have_no_number():
    """They are -1, whether beside the band or beyond the documents."""
    lattice = Lattice.from_band(np.asarray([0, 1]), np.asarray([1, 2]))
    assert lattice.node(np.asarray([0, 0, 0, 1, 1, 1, 2, -1]), np.asarray([0, 1, 2, 0, 1, 2, 0, 0])).tolist() == [
        0, 1, -1, -1, 2, 3, -1, -1,
    ]  # fmt: skip
