"""Runs of neighbouring segments for encoders that only encode strings."""

from __future__ import annotations

import numpy as np
import pytest

from align.encoders._joined import JoinedOverlaps
from align.encoders.hashing import HashingEncoder


class Counting:
    """An encoder that remembers what it was asked for."""

    dimensions = 8

    def __init__(self):
        self.seen = []

    def encode(self, texts):
        """Vectors of the hashing encoder."""
        self.seen += texts
        return HashingEncoder(dimensions=8).encode(texts)


def test_nothing_is_encoded_before_it_is_asked_for():
    """Making the runs costs nothing."""
    encoder = Counting()
    overlaps = JoinedOverlaps(encoder, ["a", "b", "c"], "en")
    assert encoder.seen == []
    overlaps.vectors(np.asarray([1]), 2)
    assert encoder.seen == ["b c"]


def test_a_run_is_encoded_once():
    """Asked for again it is remembered, also within one call."""
    encoder = Counting()
    overlaps = JoinedOverlaps(encoder, ["a", "b", "c"], "en")
    first = overlaps.vectors(np.asarray([0, 1, 0]), 2)
    again = overlaps.vectors(np.asarray([1, 0]), 2)
    assert encoder.seen == ["a b", "b c"]
    assert np.array_equal(first[[1, 0]], again)


@pytest.mark.parametrize(("lang", "expected"), [("en", "a b"), ("ko", "a b"), ("zh-Hant", "ab"), ("ja", "ab")])
def test_segments_are_joined_as_the_script_does(lang, expected):
    """With a space, or with nothing."""
    encoder = Counting()
    JoinedOverlaps(encoder, ["a", "b"], lang).vectors(np.asarray([0]), 2)
    assert encoder.seen == [expected]


def test_what_is_given_back_can_be_changed():
    """A caller that writes into the rows does not change what is remembered."""
    overlaps = JoinedOverlaps(Counting(), ["a", "b"], "en")
    rows = overlaps.vectors(np.asarray([0]), 1)
    before = rows.copy()
    rows[:] = 7.0
    assert np.array_equal(overlaps.vectors(np.asarray([0]), 1), before)
