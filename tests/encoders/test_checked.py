"""Vectors that break the contract are refused before anything is made of them."""

from __future__ import annotations

import numpy as np
import pytest

from align.aligners.semantic import SemanticAligner
from align.encoders.checked import checked_overlaps
from align.encoders.hashing import HashingEncoder
from align.errors import InputError
from align.model import Block, Document, Segment

TEXTS = ["It rained.", "", "We left."]


class Given:
    """An encoder that gives what it was made with."""

    signature = "given.1"
    dimensions = 8

    def __init__(self, rows, count=None):
        self.rows = rows
        self.count = len(rows) if count is None else count

    def __len__(self):
        return self.count

    def knows(self, lang):  # noqa: ARG002 - the contract
        """Any language."""
        return True

    def encode(self, texts):  # noqa: ARG002 - the contract
        """The rows."""
        return self.rows

    def overlaps(self, texts, lang):  # noqa: ARG002 - the contract
        """Itself."""
        return self

    def vectors(self, starts, size):  # noqa: ARG002 - the contract
        """The rows, whatever the size of the run."""
        return self.rows[starts]


def rows_with(value=1.0, at=0):
    """Three unit vectors, one of which has this value instead."""
    rows = np.zeros((3, 8), dtype=np.float32)
    rows[:, 0] = 1.0
    rows[at, 0] = value
    return rows


def test_what_keeps_the_contract_is_given_back():
    """Unit vectors, and zeros for a text without content."""
    encoder = Given(rows_with(0.0, at=1))
    assert checked_overlaps(encoder, TEXTS, "en") is encoder
    assert len(checked_overlaps(HashingEncoder(), [], "en")) == 0
    assert len(checked_overlaps(HashingEncoder(), TEXTS * 2000, "en")) == 6000


@pytest.mark.parametrize(
    ("encoder", "message"),
    [
        (
            Given(rows_with(), count=4),
            "the encoder given.1 made vectors for 4 segments, but there are 3; choose another",
        ),
        (Given(rows_with()[:, :6]), r"made vectors of shape \(3, 6\), not \(3, 8\)"),
        (Given(rows_with()[:, :, None]), r"made vectors of shape \(3, 8, 1\), not \(3, 8\)"),
        (Given(rows_with(np.nan, at=2)), "made a vector of a value that is not finite for segment 3"),
        (Given(rows_with(-np.inf)), "made a vector of a value that is not finite for segment 1"),
        (Given(rows_with(12.0, at=1)), "made a vector of length 12 for segment 2; unit vectors are needed"),
    ],
)
def test_what_does_not_is_refused(encoder, message):
    """The encoder and the segment are named; the aligner asks for that check."""
    with pytest.raises(InputError, match=message):
        checked_overlaps(encoder, TEXTS, "en")
    texts = ["a", "b", "c"]
    document = Document(
        id="d",
        lang="en",
        text="\n".join(texts),
        blocks=(Block(kind="paragraph", start=0, end=5),),
        segments=tuple(
            Segment(id=f"s{i}", text=text, start=2 * i, end=2 * i + 1, block=0) for i, text in enumerate(texts)
        ),
    )
    with pytest.raises(InputError, match=message):
        SemanticAligner(encoder=encoder).align(document, document)
