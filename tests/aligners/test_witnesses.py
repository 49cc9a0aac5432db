"""Further languages are heard about a pair: what they tell apart, what belongs together, and what they cannot tell."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.aligners._lattice import KINDS, Lattice
from align.aligners.semantic import SemanticAligner
from align.aligners.witnesses import Witness, WitnessedAligner
from align.encoders.hashing import HashingEncoder
from align.model import Alignment, Bead
from line_documents import document

LINES = [f"Sentence number {k} says {k * 7} things about {'abcdefghij'[k] * 5}." for k in range(10)]


def beads(*sides, score=1.0):
    """Beads of (source segments, target segments), counted up on both sides."""
    out, i, j = [], 0, 0
    for a, b in sides:
        out.append(Bead(source=tuple(range(i, i + a)), target=tuple(range(j, j + b)), score=score))
        i, j = i + a, j + b
    return tuple(out)


def full(n, m):
    """A lattice of all beads between `n` and `m` segments."""
    return Lattice.from_band(np.zeros(n + 1, dtype=np.int64), np.full(n + 1, m, dtype=np.int64))


def against(witness, n, m):
    """What speaks against each bead, by its segments."""
    lattice = full(n, m)
    edges = lattice.edges
    found = witness.against(lattice)
    out = {}
    for kind, node, value in zip(edges.kind.tolist(), edges.node.tolist(), found.tolist(), strict=True):
        (a, b), i, j = KINDS[kind], int(lattice.row[node]), int(lattice.column[node])
        out[tuple(range(i - a, i)), tuple(range(j - b, j))] = value
    return out


def test_what_the_witness_tells_apart_does_not_belong_together():
    """Two segments whose counterparts in the witness differ; the trust is the product of all beads between them."""
    found = against(Witness(beads((1, 1), (1, 1), score=0.9), beads((1, 1), (1, 1), score=0.8)), 2, 2)
    assert found[(0,), (0,)] == found[(1,), (1,)] == 0
    assert found[(0,), (1,)] == pytest.approx((0.9 * 0.8) ** 2)
    assert found[(0, 1), (0, 1)] == pytest.approx((0.9 * 0.8) ** 2)


def test_a_segment_with_a_counterpart_is_not_alone():
    """A null bead is spoken against where the witness leads to a counterpart, and only there."""
    found = against(Witness(beads((1, 1), (1, 1), score=0.9), beads((1, 1), (1, 0))), 2, 1)
    assert found[(0,), ()] == pytest.approx(0.9)
    assert found[(1,), ()] == 0
    assert found[(), (0,)] == pytest.approx(0.9)
    assert found[(1,), (0,)] == pytest.approx(0.9 * 0.9)


def test_segments_that_meet_on_the_other_side_belong_together():
    """Three segments, each alone with one of the witness, which the target has in one: no bead may leave one out."""
    found = against(Witness(beads((1, 1), (1, 1), (1, 1), score=0.9), beads((3, 1))), 3, 1)
    assert found[(0, 1, 2), (0,)] == 0
    assert found[(0, 1), (0,)] == pytest.approx(0.9**3)
    assert found[(1, 2), (0,)] == pytest.approx(0.9**3)
    assert found[(2,), (0,)] == pytest.approx(0.9**3)


def test_a_witness_that_joined_segments_cannot_tell_them_apart():
    """Where it has one for two, one of the two may still be without a counterpart in the target."""
    found = against(Witness(beads((2, 1)), beads((1, 1))), 2, 1)
    assert {value for (source, _), value in found.items() if source} == {0.0}
    assert found[(), (0,)] == 1


def test_what_the_witness_lacks_it_says_nothing_about():
    """Segments of both sides that the witness left out may belong together or not."""
    found = against(Witness(beads((1, 1), (1, 0), (1, 1)), beads((1, 1), (0, 1), (1, 1))), 3, 3)
    assert found[(1,), (1,)] == found[(1,), ()] == found[(), (1,)] == 0
    assert found[(0,), (1,)] == found[(1,), (2,)] == 1


def test_beads_of_a_person_are_trusted():
    """Checked beads count as certain, whatever their score."""
    checked = tuple(Bead(source=(k,), target=(k,), score=0.1, status="checked") for k in range(2))
    found = against(Witness(checked, checked), 2, 2)
    assert found[(0,), (1,)] == 1


def test_without_witnesses_the_aligner_decides():
    """No witness, no change."""
    aligner = SemanticAligner(encoder=HashingEncoder())
    source, target = document("en", LINES), document("fr", LINES[:4] + LINES[6:])
    assert WitnessedAligner(aligner, []).align(source, target) == aligner.align(source, target)


def test_witnesses_decide_what_the_aligner_leaves_open():
    """Of two sentences that are the same, the one is left out that the witnesses say."""
    aligner = SemanticAligner(encoder=HashingEncoder())
    twice = ["Apples are red.", "We thank you all.", "We thank you all.", "Pears are green."]
    source, target = document("en", twice), document("fr", [twice[0], *twice[2:]])
    for left_out in (1, 2):
        there = [k for k in range(4) if k != left_out]
        first = tuple(
            Bead(source=(k,), target=(there.index(k),) if k in there else (), score=1.0) for k in range(len(twice))
        )
        witness = Witness(first, beads((1, 1), (1, 1), (1, 1)))
        found = WitnessedAligner(aligner, [witness]).align(source, target)
        assert Bead(source=(left_out,), target=()) in [Bead(source=one.source, target=one.target) for one in found]


def test_the_signature_names_the_witnesses():
    """How many were heard, and by which version of the method."""
    aligner = SemanticAligner(encoder=HashingEncoder())
    one = Witness(beads((1, 1)), beads((1, 1)))
    assert WitnessedAligner(aligner, [one, one]).signature == f"{aligner.signature}+witnesses.1.2"


@st.composite
def coverings(draw, source, target):
    """Beads that cover two documents of these lengths."""
    left_cuts = sorted(draw(st.sets(st.integers(0, source), max_size=5)) | {0, source})
    right_cuts = [
        0,
        *sorted(draw(st.lists(st.integers(0, target), min_size=len(left_cuts) - 2, max_size=len(left_cuts) - 2))),
        target,
    ]
    out = []
    for (i, after_i), (j, after_j) in zip(itertools.pairwise(left_cuts), itertools.pairwise(right_cuts), strict=True):
        if after_i > i or after_j > j:
            score = draw(st.floats(0, 1))
            out.append(Bead(source=tuple(range(i, after_i)), target=tuple(range(j, after_j)), score=score))
    return tuple(out)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_two_alignments_with_a_witness_are_a_witness(data):
    """What speaks against a bead is between 0 and 1, and the beads still cover both documents."""
    n, k, m = (data.draw(st.integers(1, 8)) for _ in range(3))
    witness = Witness(data.draw(coverings(n, k)), data.draw(coverings(k, m)))
    found = witness.against(full(n, m))
    assert ((found >= 0) & (found <= 1)).all()
    source, target = document("en", LINES[:n]), document("fr", LINES[:m])
    made = WitnessedAligner(SemanticAligner(encoder=HashingEncoder()), [witness]).align(source, target)
    Alignment(source=source, target=target, beads=made)
