"""Fixed points: borders that a person set and no bead may cross."""

from __future__ import annotations

import pytest

from align.aligners import ALIGNERS
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
