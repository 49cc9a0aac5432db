"""What can be seen in a segment without understanding it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from align.aligners._cues import END_CLASSES, cues_of
from line_documents import document

SOURCE = ["In 2023, 1,234.5 tons of Kaffee came to Genève.", "Why?", "and so\non…", "Nothing!", "۔"]
TARGET = ["2023 gelangten 1.234,5 Tonnen Kaffee nach Geneve.", "Warum?", "und so weiter…", "Nichts", "٣ Äpfel:"]


def in_pairs(text):
    """The document with two segments a block."""
    segments = [replace(segment, block=number // 2) for number, segment in enumerate(text.segments)]
    blocks = [
        replace(text.blocks[k], end=text.blocks[min(k + 1, len(text.blocks) - 1)].end)
        for k in range(0, len(text.blocks), 2)
    ]
    return replace(text, blocks=tuple(blocks), segments=tuple(segments))


@pytest.fixture
def cues():
    """Of both sides."""
    return cues_of(document("en", SOURCE), document("de", TARGET))


def test_lengths_leave_out_white_space(cues):
    """Prefix sums of visible characters."""
    for side, texts in zip(cues, (SOURCE, TARGET), strict=True):
        assert np.diff(side.length).tolist() == [len("".join(text.split())) for text in texts]


def test_numbers_are_the_same_in_any_notation(cues):
    """Points, commas and digits of other scripts do not matter; a number of one side alone does not count."""
    first, second = (np.diff(side.numbers, axis=0) for side in cues)
    assert first[0].tolist() == second[0].tolist()
    assert first[0].sum() == 2
    assert second[4].sum() == 0


def test_look_alikes_are_found_without_case_and_accents(cues):
    """Genève and Geneve, Kaffee and Kaffee; rarer words count more, words of one side alone do not count."""
    first, second = (np.diff(side.words, axis=0) for side in cues)
    assert np.minimum(first[0], second[0]).sum() > 1.5
    assert first[1].sum() == second[1].sum() == 0


def test_ends_and_beginnings_are_told_apart(cues):
    """The class of the last sign behind closing quotes, and whether a segment starts in lower case."""
    assert [END_CLASSES[end] for end in cues[0].end] == ["stop", "question", "stop", "exclamation", "stop"]
    assert [END_CLASSES[end] for end in cues[1].end] == ["stop", "question", "stop", "none", "colon"]
    assert cues[0].lower.tolist() == [False, False, True, False, False]


def test_blocks_of_one_segment_each_say_nothing(cues):
    """A file with a sentence a line has no paragraphs; one with several in each has."""
    assert not cues[0].opens.any()
    fenced, _ = cues_of(*(in_pairs(document(lang, texts)) for lang, texts in (("en", SOURCE), ("de", TARGET))))
    assert fenced.opens.tolist() == [True, False, True, False, True]
