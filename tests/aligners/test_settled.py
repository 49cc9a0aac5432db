"""Kept beads come out as they are, and the rest is aligned around them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.aligners import ALIGNERS
from align.aligners.settled import align_around, contradiction, points_around
from align.encoders.hashing import HashingEncoder
from align.errors import UsageError
from align.model import Alignment, Bead
from align.pairing import pair
from line_documents import document

LINES = [f"Sentence number {k} says {k * 7} things about {'abcdefghij'[k] * 5}." for k in range(10)]


def bead(source, target, **more):
    """A bead of these segments."""
    return Bead(source=tuple(source), target=tuple(target), **more)


def sides(beads):
    """The segments of each bead."""
    return [(one.source, one.target) for one in beads]


def aligner_of(name):
    """The aligner, with the encoder for tests."""
    return ALIGNERS.make(name, **({"encoder": HashingEncoder()} if name == "semantic" else {}))


@pytest.mark.parametrize("name", ALIGNERS.names())
@pytest.mark.parametrize(
    "keep",
    [
        [bead((3, 4), (3,), score=0.25)],
        [bead((0,), (0, 1, 2)), bead((9,), (8, 9))],
        [bead((4,), ()), bead((), (4,))],
        [bead((0,), ()), bead((9,), ())],
        [bead((2,), (5,), status="checked"), bead((3,), ())],
        [bead((), (0,)), bead((), (9,)), bead((1, 2, 3, 4, 5, 6, 7), (2,))],
    ],
)
def test_kept_beads_come_out_as_they_are(name, keep):
    """With every aligner, however wrong they look to it: same sides, same score, status "checked"; all is covered."""
    source, target = document("en", LINES), document("fr", LINES)
    beads = align_around(aligner_of(name), source, target, keep=keep)
    Alignment(source=source, target=target, beads=beads)
    for one in keep:
        assert bead(one.source, one.target, score=one.score, status="checked") in beads
    assert sum(one.status == "checked" for one in beads) == len(keep)
    for before, after in pairwise(beads):
        for side in ("source", "target"):
            indexes = [*getattr(before, side), *getattr(after, side)]
            assert indexes == sorted(indexes)


def test_the_rest_is_aligned_anew():
    """A kept bead that takes two segments shifts what is beside it, and beads far away stay as they were."""
    source, target = document("en", LINES), document("fr", LINES)
    aligner = aligner_of("semantic")
    kept = align_around(aligner, source, target, keep=[bead((4,), (4, 5))])
    assert sides(kept)[:5] == [((k,), (k,)) for k in range(4)] + [((4,), (4, 5))]
    assert sides(kept)[-3:] == [((k,), (k,)) for k in (7, 8, 9)]


def test_points_and_kept_beads_hold_together():
    """No bead crosses a point beside a kept bead."""
    source, target = document("en", LINES), document("fr", LINES)
    beads = align_around(aligner_of("length"), source, target, points=[(2, 4)], keep=[bead((6,), (7,))])
    i = j = 0
    through = {(0, 0)}
    for one in beads:
        i, j = i + len(one.source), j + len(one.target)
        through.add((i, j))
    assert {(2, 4), (6, 7), (7, 8)} <= through
    assert points_around([bead((6,), (7,)), bead((9,), ())], [(2, 4)]) == ((2, 4), (6, 7), (7, 8))


@pytest.mark.parametrize(
    ("points", "keep", "message"),
    [
        ((), [bead((1,), (2,)), bead((2,), (1,))], "the kept beads 1:2 and 2:1 contradict each other: they cross"),
        ((), [bead((1, 2), (1,)), bead((2,), ())], "the kept beads 1,2:1 and 2: .* both hold source segment 2"),
        ((), [bead((), (3,)), bead((1,), (3, 4))], "the kept beads :3 and 1:3,4 .* both hold target segment 3"),
        ((), [bead((1, 3), (1,))], "the kept bead 1,3:1 has a gap on the source side"),
        ((), [bead((1,), (10,))], "the kept bead 1:10 names target segment 10 of only 10"),
        ((), [bead((1, 2), ())], "the kept bead 1,2: has no counterpart; keep each of its segments by itself"),
        (((2, 2),), [bead((1, 2), (1, 2))], r"the point \(2, 2\) contradicts the kept bead 1,2:1,2"),
        (((4, 2),), [bead((2,), (3,))], r"the point \(4, 2\) contradicts the kept bead 2:3"),
        (((0, 0), (1, 5), (9, 9)), [bead((2,), (3,))], r"the point \(1, 5\) contradicts the kept bead 2:3"),
    ],
)
def test_contradictions_name_both(points, keep, message):
    """Kept beads that cannot all be kept, and points that cut them, are usage errors before anything is aligned."""
    text = document("en", LINES)
    with pytest.raises(UsageError, match=message):
        align_around(aligner_of("length"), text, document("fr", LINES), points=points, keep=keep)


def test_a_contradiction_is_found_by_position():
    """The lower position first, whatever the order in the texts."""
    assert contradiction([bead((5,), (1,)), bead((9,), (9,)), bead((1,), (2,))]) == (
        0,
        2,
        "they cross: the order of the two texts is not the same",
    )
    assert contradiction([bead((5,), (5,)), bead((1,), (2,))]) is None


@given(
    cuts=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=8),
    chosen=st.sets(st.integers(0, 7)),
)
@settings(deadline=None, max_examples=60)
def test_any_part_of_an_alignment_can_be_kept(cuts, chosen):
    """Whatever beads of a valid alignment are kept, they come out, and the rest is covered."""
    beads, i, j = [], 0, 0
    for a, b in cuts:
        if a + b and not (a + b == 2 and a * b == 0):
            beads.append(bead(range(i, i + a), range(j, j + b)))
            i, j = i + a, j + b
    keep = [one for number, one in enumerate(beads) if number in chosen]
    texts = [f"Line {k} {'xyzuvw'[k % 6] * (3 + k)}" for k in range(20)]
    source, target = document("en", texts[:i]), document("fr", texts[:j])
    made = pair(source, target, aligner="length", keep=keep)
    assert sorted(one for one in sides(made.beads) if one in sides(keep)) == sorted(sides(keep))
    assert sum(one.status == "checked" for one in made.beads) == len(keep)


def test_the_signature_says_what_was_settled():
    """How many points and kept beads there were; nothing where there were none."""
    source, target = document("en", LINES), document("fr", LINES)
    made = pair(source, target, aligner="length", points=[(5, 5)], keep=[bead((1,), (1,)), bead((2,), (2,))])
    assert str(made.signature).endswith("|points:1|kept:2")
    assert "kept" not in str(pair(source, target, aligner="length").signature)
