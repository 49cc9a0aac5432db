"""The dynamic programming gives what going through every path gives."""

from __future__ import annotations

from itertools import pairwise
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.aligners._lattice import BEAD_TYPES, KINDS, LARGEST_SIDE, Lattice
from align.aligners._search import Search, beads_of


def full(n, m, points=None, kinds=BEAD_TYPES):
    """The lattice of all borders."""
    return Lattice.from_band(np.zeros(n + 1, dtype=np.int64), np.full(n + 1, m, dtype=np.int64), points, kinds=kinds)


def all_paths(lattice, scores):
    """Every path as a list of edges, with its score: the slow, obvious oracle."""
    edges = {}
    for number, (kind, node) in enumerate(zip(lattice.edges.kind.tolist(), lattice.edges.node.tolist(), strict=True)):
        end = int(lattice.row[node]), int(lattice.column[node])
        edges[KINDS[kind], end] = number

    def onward(i, j):
        if (i, j) == lattice.shape:
            yield [], 0.0
        for a, b in KINDS:
            number = edges.get(((a, b), (i + a, j + b)))
            if number is not None:
                for rest, score in onward(i + a, j + b):
                    yield [number, *rest], float(scores[number]) + score

    return list(onward(0, 0))


def rising(draw, n, m, most):
    """Points that rise on both sides."""
    rows = sorted(draw(st.lists(st.integers(0, n), max_size=most)))
    columns = sorted(draw(st.lists(st.integers(0, m), min_size=len(rows), max_size=len(rows))))
    return np.asarray(list(zip(rows, columns, strict=True)), dtype=np.int64).reshape(-1, 2)


@st.composite
def problems(draw, smallest=0, largest=4):
    """A band that holds both corners and is connected, points in it, and random scores, some of them impossible."""
    n, m = draw(st.integers(smallest, largest)), draw(st.integers(smallest, largest))
    low, high = [0], []
    for i in range(n + 1):
        high.append(m if i == n else draw(st.integers(max([low[i], *high[-1:]]), m)))
        if i < n:
            low.append(draw(st.integers(low[i], high[i])))
    lattice = Lattice.from_band(np.asarray(low), np.asarray(high), rising(draw, n, m, draw(st.sampled_from([0, 3]))))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    scores = rng.normal(0, 2, len(lattice.edges)).astype(np.float32)
    impossible = rng.random(scores.shape) < draw(st.sampled_from([0.0, 0.3, 1.0]))
    scores[impossible & (lattice.edges.kind < len(BEAD_TYPES))] = -np.inf
    return lattice, scores


def test_bead_types_have_both_sides_and_are_not_too_large():
    """Up to six segments a side and eight together, each type once."""
    assert len(set(BEAD_TYPES)) == len(BEAD_TYPES)
    assert all(1 <= a <= LARGEST_SIDE and 1 <= b <= LARGEST_SIDE and a + b <= 8 for a, b in BEAD_TYPES)
    assert {(1, 1), (1, 6), (6, 1), (6, 2), (4, 4)} <= set(BEAD_TYPES)


@given(problems(), st.sampled_from([1, 3, 32]))
@settings(deadline=None, max_examples=150)
def test_the_best_path_is_the_best_of_all_paths(problem, part):
    """No path through the lattice has a higher score, however it is cut into parts."""
    lattice, scores = problem
    path = Search(lattice, part=part).best_path(scores)
    assert float(scores[path].sum()) == pytest.approx(max(score for _, score in all_paths(lattice, scores)), abs=1e-4)


@given(problems(), st.sampled_from([1, 3, 32]))
@settings(deadline=None, max_examples=100)
def test_the_best_path_covers_both_sides_in_order(problem, part):
    """Each step begins where the one before it ended."""
    lattice, scores = problem
    path = list(beads_of(lattice, Search(lattice, part=part).best_path(scores)))
    ends = [(0, 0), *((i + a, j + b) for i, a, j, b in path)]
    assert [(i, j) for i, _, j, _ in path] == ends[:-1]
    assert ends[-1] == lattice.shape
    assert all(one != other for one, other in pairwise(ends))


@given(problems(smallest=1, largest=3), st.sampled_from([1, 3, 32]))
@settings(deadline=None, max_examples=100)
def test_probabilities_are_shares_of_all_paths(problem, part):
    """The probability of a bead is the weight of the paths through it over the weight of all paths."""
    lattice, scores = problem
    weights = [(path, exp(score)) for path, score in all_paths(lattice, scores)]
    whole = sum(weight for _, weight in weights)
    expected = np.zeros(len(scores))
    for path, weight in weights:
        expected[path] += weight / whole
    found, sums = Search(lattice, part=part).probabilities(scores)
    assert found == pytest.approx(expected, abs=1e-5)
    assert float(sums.sum()) == pytest.approx(log(whole), abs=1e-4)


@given(problems(smallest=1))
@settings(deadline=None, max_examples=50)
def test_probabilities_of_the_beads_that_hold_a_segment_add_up(problem):
    """They lie in 0..1, and for each segment their sum is 1."""
    lattice, scores = problem
    found, _ = Search(lattice).probabilities(scores)
    assert ((found >= 0) & (found <= 1)).all()
    for side in (0, 1):
        total = np.zeros(lattice.shape[side])
        for edge, chance in enumerate(found.tolist()):
            node = lattice.edges.node[edge]
            end = int((lattice.row, lattice.column)[side][node])
            total[end - KINDS[lattice.edges.kind[edge]][side] : end] += chance
        assert total == pytest.approx(np.ones(len(total)), abs=1e-4)


@given(problems())
@settings(deadline=None, max_examples=100)
def test_no_bead_leaps_over_a_point(problem):
    """Every path goes through every point."""
    lattice, scores = problem
    points = set(map(tuple, lattice.points.tolist()))
    for path, _ in all_paths(lattice, scores):
        assert points <= {(0, 0), *((i + a, j + b) for i, a, j, b in beads_of(lattice, np.asarray(path, dtype=int)))}


@given(problems(smallest=2, largest=5), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=100)
def test_a_thinned_lattice_keeps_its_paths(problem, seed):
    """Without some nodes, and with points on its best path, the paths are those of before that keep to both."""
    lattice, scores = problem
    rng = np.random.default_rng(seed)
    best = Search(lattice).best_path(scores)
    on_path = np.zeros(len(lattice.row), dtype=np.bool_)
    on_path[[0, *lattice.edges.node[best]]] = True
    keep = on_path | (rng.random(len(on_path)) < 0.6)
    chosen = on_path & (rng.random(len(on_path)) < 0.3)
    points = np.stack([lattice.row[chosen], lattice.column[chosen]], axis=1)
    thinned = lattice.kept(keep, points)

    def as_borders(of, edges):
        return tuple((i, j) for i, _, j, _ in beads_of(of, np.asarray(edges, dtype=int)))

    left = {tuple(place) for place in zip(lattice.row[keep].tolist(), lattice.column[keep].tolist(), strict=True)}
    expected = {
        as_borders(lattice, path)
        for path, _ in all_paths(lattice, scores)
        if (through := {*as_borders(lattice, path), lattice.shape}) <= left
        and set(map(tuple, points.tolist())) <= through
    }
    found = {as_borders(thinned, path) for path, _ in all_paths(thinned, np.zeros(len(thinned.edges)))}
    assert expected == found


def test_large_scores_do_not_overflow():
    """Sums over paths are taken on the logarithmic scale."""
    lattice = full(30, 30)
    scores = np.full(len(lattice.edges), -900.0, dtype=np.float32)
    scores[lattice.edges.kind == BEAD_TYPES.index((1, 1))] = 900.0
    search = Search(lattice)
    found, _ = search.probabilities(scores)
    assert list(beads_of(lattice, search.best_path(scores))) == [(i, 1, i, 1) for i in range(30)]
    assert found.sum() == pytest.approx(30)
    assert found[lattice.edges.kind >= len(BEAD_TYPES)].max() == pytest.approx(0.0)


def test_only_the_kinds_that_were_asked_for_are_there():
    """Nulls always are."""
    lattice = full(6, 6, kinds=[(1, 1), (2, 1)])
    assert {KINDS[kind] for kind in lattice.edges.kind.tolist()} == {(1, 1), (2, 1), (1, 0), (0, 1)}


def test_a_bead_is_contested_unless_it_is_the_only_way_between_two_points():
    """Between (1, 1) and (2, 2) of a lattice of these nodes nothing but 1-1 is possible."""
    lattice = full(3, 3)
    keep = (lattice.row == lattice.column) | (lattice.row > 2)
    thinned = lattice.kept(keep, np.asarray([[1, 1], [2, 2]]))
    contested = {
        (tuple(borders[:1]), KINDS[thinned.edges.kind[edge]]): bool(thinned.contested[edge])
        for edge, borders in enumerate(beads_of(thinned, np.arange(len(thinned.edges))))
    }
    assert contested[(1,), (1, 1)] is False
    assert contested[(2,), (1, 1)] is True


def test_nodes_outside_the_band_have_no_number():
    """They are -1, whether beside the band or beyond the documents."""
    lattice = Lattice.from_band(np.asarray([0, 1]), np.asarray([1, 2]))
    assert lattice.node(np.asarray([0, 0, 0, 1, 1, 1, 2, -1, 9]), np.asarray([0, 1, 2, 0, 1, 2, 1, 0, 2])).tolist() == [
        0, 1, -1, -1, 2, 3, -1, -1, -1,
    ]  # fmt: skip
