"""Beads and alignments refuse what cannot be."""

from __future__ import annotations

import dataclasses
import math

import pytest

from align.errors import ModelError
from align.model import Alignment, Bead, Block, Document, Segment, Signature


def lines(name, *texts):
    """A document with a segment a line."""
    blocks, segments, at = [], [], 0
    for number, text in enumerate(texts):
        end = at + len(text)
        blocks.append(Block(kind="paragraph", start=at, end=end))
        segments.append(Segment(id=f"{name}{number + 1}", text=text, start=at, end=end, block=number))
        at = end + 1
    return Document(id=name, lang="en", text="\n".join(texts), blocks=tuple(blocks), segments=tuple(segments))


SOURCE = lines("a", "one", "two")
TARGET = lines("b", "uno", "dos", "tres")


def bead(source, target, **more):
    """A bead of these segments."""
    return Bead(source=tuple(source), target=tuple(target), **more)


@pytest.mark.parametrize(
    ("source", "target", "kind", "null"),
    [((0,), (0,), "1-1", False), ((0, 1), (3,), "2-1", False), ((), (2,), "0-1", True), ((1,), (), "1-0", True)],
)
def test_a_bead_knows_its_kind(source, target, kind, null):
    """The kind counts the segments of each side; a bead with an empty side is null."""
    made = bead(source, target)
    assert (made.kind, made.is_null) == (kind, null)


def test_a_bead_has_no_score_and_is_automatic_by_default():
    """Nothing is claimed that was not measured or confirmed."""
    assert (bead([0], [0]).score, bead([0], [0]).status) == (None, "auto")


def test_a_bead_may_leave_segments_out():
    """Gold with crossing beads has indexes that rise with gaps."""
    assert bead([0, 2], [1]).kind == "2-1"


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_both_ends_of_the_score_are_allowed(score):
    """0 and 1 are scores."""
    assert bead([0], [0], score=score).score == score


def test_a_bead_is_frozen_and_slotted():
    """A bead is changed with dataclasses.replace only."""
    made = bead([0], [0])
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.score = 1.0
    assert dataclasses.replace(made, status="checked").status == "checked"
    assert not hasattr(made, "__dict__")


def test_a_bead_without_segments_is_refused():
    """The message says what is missing."""
    with pytest.raises(ModelError, match="a bead needs a segment on at least one side"):
        bead([], [])


@pytest.mark.parametrize(("source", "target"), [((1, 0), (0,)), ((0, 0), (0,)), ((0,), (2, 1)), ((-1,), (0,))])
def test_indexes_rise_from_zero(source, target):
    """The message gives both sides."""
    with pytest.raises(ModelError, match="the indexes of a side must rise from 0") as caught:
        bead(source, target)
    assert str(source) in str(caught.value)


@pytest.mark.parametrize("score", [-0.1, 1.1, math.nan, math.inf])
def test_a_score_lies_between_0_and_1(score):
    """The message gives the score."""
    with pytest.raises(ModelError, match=rf"score {score} is not in 0\.\.1"):
        bead([0], [0], score=score)


def test_a_status_must_be_known():
    """The message lists the states."""
    with pytest.raises(ModelError, match="bead status 'done' is not one of auto, checked"):
        bead([0], [0], status="done")


def test_an_alignment_gives_the_segments_of_a_bead():
    """Indexes are looked up in the two documents."""
    made = Alignment(source=SOURCE, target=TARGET, beads=(bead([0, 1], [0]), bead([], [1]), bead([], [2])))
    assert [s.text for s in made.source_segments(made.beads[0])] == ["one", "two"]
    assert [s.text for s in made.target_segments(made.beads[1])] == ["dos"]
    assert made.signature == Signature()


def test_crossing_beads_are_an_alignment():
    """Order is not asked for, cover is."""
    crossing = (bead([0], [1, 2]), bead([1], [0]))
    assert Alignment(source=SOURCE, target=TARGET, beads=crossing).beads == crossing


def test_two_empty_documents_align_without_beads():
    """Nothing to cover needs no bead."""
    assert Alignment(source=lines("a"), target=lines("b"), beads=()).beads == ()


@pytest.mark.parametrize(
    ("beads", "message"),
    [
        ((bead([0], [0, 1, 2]),), "source segment a2 of a is in no bead"),
        ((bead([0, 1], [0, 1]),), "target segment b3 of b is in no bead"),
        ((bead([0, 1], [0]), bead([1], [1, 2])), "source segment a2 of a is in 2 beads"),
        ((bead([0], [0, 1, 2]), bead([1], [2])), "target segment b3 of b is in 2 beads"),
        ((bead([0, 1, 2], [0, 1, 2]),), "a bead names source segment 2, but a has 2 segments"),
        ((bead([0, 1], [0, 1, 2, 3]),), "a bead names target segment 3, but b has 3 segments"),
    ],
)
def test_every_segment_is_in_exactly_one_bead(beads, message):
    """The message names the segment and its document."""
    with pytest.raises(ModelError, match=message):
        Alignment(source=SOURCE, target=TARGET, beads=beads)
