"""Fixed points: borders that a person set and no bead may cross."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.aligners import ALIGNERS
from align.aligners._search import BEAD_TYPES, Chances, Lattice, best_path, fixed_points
from align.encoders.hashing import HashingEncoder
from align.errors import UsageError
from align.model import Block, Document, Segment


def document(lang, lines):
    """A document with a segment a line."""
    text, blocks, segments = "\n".join(lines), [], []
    at = 0
    for number, line in enumerate(lines):
        blocks.append(Block(kind="paragraph", start=at, end=at + len(line)))
        segments.append(Segment(id=f"s{number + 1}", text=line, start=at, end=at + len(line), block=number))
        at += len(line) + 1
    return Document(id=f"d.{lang}", lang=lang, text=text, blocks=tuple(blocks), segments=tuple(segments))


def borders(beads):
    """The borders that a path of beads goes through."""
    i = j = 0
    out = {(0, 0)}
    for bead in beads:
        i, j = i + len(bead.source), j + len(bead.target)
        out.add((i, j))
    return out


@pytest.mark.parametrize("name", ALIGNERS.names())
@pytest.mark.parametrize("points", [[(3, 5)], [(1, 0), (4, 8)], [(9, 2)], [(2, 2), (6, 9), (8, 9)]])
def test_every_aligner_keeps_to_the_points(name, points):
    """The path goes through every point, also where the texts speak against it."""
    options = {"encoder": HashingEncoder()} if name == "semantic" else {}
    lines = [f"Sentence number {k} says {k * 7} things about {'abcdefghij'[k] * 5}." for k in range(10)]
    beads = ALIGNERS.make(name, **options).align(document("en", lines), document("fr", lines), points=points)
    assert set(points) <= borders(beads)


@pytest.mark.parametrize("name", ["semantic", "length"])
@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([(4, 4)], r"from \(0, 0\) to \(3, 3\)"),
        ([(-1, 0)], r"from \(0, 0\) to \(3, 3\)"),
        ([(2, 1), (1, 2)], "none behind the one before it"),
        ([(1,)], "a pair of whole numbers"),
        ([(1.5, 2)], "a pair of whole numbers"),
    ],
)
def test_points_that_no_path_can_go_through_are_refused(name, points, message):
    """A point outside the texts, one that goes back, and what is no point: the message says what is expected."""
    options = {"encoder": HashingEncoder()} if name == "semantic" else {}
    text = document("en", ["One is here.", "Two is here.", "Three is here."])
    with pytest.raises(UsageError, match=message):
        ALIGNERS.make(name, **options).align(text, text, points=points)


@st.composite
def lattices(draw):
    """A small lattice with points, and scores for it."""
    n, m = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    rows = sorted(draw(st.sets(st.integers(0, n), max_size=3)))
    columns = sorted(draw(st.lists(st.integers(0, m), min_size=len(rows), max_size=len(rows))))
    points = [(i, j) for i, j in zip(rows, columns, strict=True) if i or not j]
    seed = draw(st.integers(0, 1000))
    return n, m, points, seed


@given(lattices())
def test_no_bead_leaps_over_a_point(case):
    """On any lattice with points the best path goes through all of them, and no other bead has any probability."""
    n, m, points, seed = case
    low, high = np.zeros(n + 1, dtype=np.int64), np.full(n + 1, m, dtype=np.int64)
    lattice = Lattice.from_band(low, high, fixed_points(points))
    rng = np.random.default_rng(seed)
    size = int(lattice.base[-1])
    scores = np.where(lattice.origins(0, size) >= 0, rng.normal(size=(len(BEAD_TYPES), size)), -np.inf)
    source, target = rng.normal(size=n), rng.normal(size=m)
    path = best_path(lattice, scores.astype(np.float32), source, target)
    through = {(0, 0), *((i + a, j + b) for i, a, j, b in path)}
    assert set(points) <= through
    found = Chances(lattice, scores.astype(np.float32), source, target)
    chances, (source_chances, target_chances) = found.beads(0, size), found.nulls()
    for kind, (a, b) in enumerate(BEAD_TYPES):
        for node in np.flatnonzero(chances[kind] > 1e-6):
            i, j = int(lattice.row[node]), int(lattice.column[node])
            assert not any(i - a < p < i or j - b < q < j for p, q in points)
    covered = source_chances.copy()
    for kind, (a, _) in enumerate(BEAD_TYPES):
        for node in np.flatnonzero(chances[kind] > 0):
            i = int(lattice.row[node])
            covered[i - a : i] += chances[kind, node]
    assert np.allclose(covered, 1.0, atol=1e-4)
    assert (target_chances <= 1.0).all()
