"""From blocks to segments."""

from __future__ import annotations

import pytest

from align.errors import ModelError
from align.model import Block, Document
from align.segmenters.apply import segment
from align.segmenters.auto import AutoSegmenter
from align.segmenters.lines import LineSegmenter


def document(text, *spans, lang="en"):
    """A document whose blocks are `spans` of `text`, or all of it."""
    blocks = tuple(Block(kind="paragraph", start=start, end=end) for start, end in spans or [(0, len(text))])
    return Document(id="d", lang=lang, text=text, blocks=blocks)


def test_ids_and_offsets():
    """Segments are called s1, s2, ... and lie where their text is."""
    found = segment(document("One. Two.\nThree.", (0, 9), (10, 16)), AutoSegmenter())
    assert [(one.id, one.text, one.start, one.end, one.block) for one in found.segments] == [
        ("s1", "One.", 0, 4, 0),
        ("s2", "Two.", 5, 9, 0),
        ("s3", "Three.", 10, 16, 1),
    ]


def test_white_space_of_every_kind_is_outside():
    """Ideographic, no-break and zero-width spaces and byte order marks are trimmed; those inside stay."""
    text = "\ufeff\u3000\u3000会议　开始。\u200b\u3000各方同意。\u00a0\n"
    assert [one.text for one in segment(document(text, lang="zh"), AutoSegmenter()).segments] == [
        "会议　开始。",
        "各方同意。",
    ]


def test_pieces_without_letters_stay():
    """A line of asterisks is a segment too; only white space is none."""
    found = segment(document("***\n\n \nText.", (0, 3), (5, 6), (7, 12)), LineSegmenter())
    assert [one.text for one in found.segments] == ["***", "Text."]


def test_old_segments_are_replaced():
    """Segmenting twice is the same as once."""
    once = segment(document("One. Two."), AutoSegmenter())
    assert once == segment(once, AutoSegmenter())


def test_a_segmenter_that_loses_text():
    """A segmenter that breaks its contract is named."""

    class Careless:
        signature = "careless.1"

        def split(self, text, lang):
            return [text[:3], lang[:0]]

    with pytest.raises(ModelError, match=r"careless\.1 gave pieces of 3 characters for block 0 of d, which has 9"):
        segment(document("One. Two."), Careless())


def test_lines():
    """The lines segmenter makes one segment a line and gives empty lines to the one before."""
    assert LineSegmenter().split("a. b\n\n\u2028c\n", "tlh") == ["a. b\n\n", "\u2028c\n"]
    assert LineSegmenter().split("\n\na\nb", "en") == ["\n\na\n", "b"]
    assert LineSegmenter().split("", "en") == [""]
