"""Documents, blocks and segments refuse what cannot be."""

from __future__ import annotations

import dataclasses

import pytest

from align.errors import ModelError
from align.model import Block, Document, Segment, is_ncname

TEXT = "One. Two.\n\nThree."


def block(start, end):
    """A paragraph of these code points."""
    return Block(kind="paragraph", start=start, end=end)


def segment(name, start, end, number):
    """The segment of `TEXT` with this span."""
    return Segment(id=name, text=TEXT[start:end], start=start, end=end, block=number)


def document(**changes):
    """A document of two blocks and three segments, with `changes`."""
    fields = {
        "id": "d",
        "lang": "en",
        "text": TEXT,
        "blocks": (block(0, 9), block(11, 17)),
        "segments": (segment("s1", 0, 4, 0), segment("s2", 5, 9, 0), segment("s3", 11, 17, 1)),
    }
    return Document(**(fields | changes))


def test_a_place_is_kept_or_none():
    """A block may say where in its file it stood; an empty word for that is refused."""
    assert Block(kind="note", start=0, end=4, place="page 4").place == "page 4"
    assert block(0, 4).place is None
    with pytest.raises(ModelError, match=r"block 0\.\.4 has an empty place"):
        Block(kind="note", start=0, end=4, place="")


def test_a_document_holds_what_it_was_given():
    """A document whose segments lie in order inside their blocks is accepted as it is."""
    made = document(source="d.txt", date="2023-12", publisher="Xinhua")
    assert [s.text for s in made.segments] == ["One.", "Two.", "Three."]
    assert (made.source, made.date, made.publisher) == ("d.txt", "2023-12", "Xinhua")


def test_offsets_are_code_points():
    """A character outside the basic plane counts once."""
    made = Document(
        id="d",
        lang="zh",
        text="𠮷𠮷。",
        blocks=(block(0, 3),),
        segments=(Segment(id="s1", text="𠮷𠮷。", start=0, end=3, block=0),),
    )
    assert made.segments[0].end == 3


def test_an_unsegmented_document_has_no_segments():
    """Segments may be absent."""
    assert document(segments=()).segments == ()


@pytest.mark.parametrize("record", [block(0, 1), segment("s", 0, 4, 0), document()])
def test_records_are_frozen_and_slotted(record):
    """A field cannot be set, and no field can be added."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, dataclasses.fields(record)[0].name, None)
    assert not hasattr(record, "__dict__")


@pytest.mark.parametrize("record", [Block, Segment, Document])
def test_records_are_keyword_only(record):
    """Fields are given by name."""
    assert all(field.kw_only for field in dataclasses.fields(record))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s1", True),
        ("_s-1.a", True),
        ("été", True),
        ("文件", True),
        ("", False),
        ("1s", False),
        ("-s", False),
        ("a:b", False),
        ("a b", False),
        ("s1\n", False),
    ],
)
def test_an_ncname_can_be_an_xml_id(text, expected):
    """Letters and underscore may start one, digits, dots and hyphens may follow, colons and spaces may not."""
    assert is_ncname(text) is expected


def test_a_block_kind_must_be_known():
    """The message lists the kinds."""
    with pytest.raises(ModelError, match=r"block kind 'table' is not one of heading, paragraph, item, note"):
        Block(kind="table", start=0, end=1)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3)])
def test_a_block_span_is_not_empty_or_turned_round(start, end):
    """The message gives the span."""
    with pytest.raises(ModelError, match=rf"block span {start}\.\.{end} is empty or turned round"):
        block(start, end)


def test_a_segment_id_is_an_ncname():
    """The message gives the id and the rule."""
    with pytest.raises(ModelError, match=r"segment id '1' is not an NCName \(letters"):
        Segment(id="1", text="a", start=0, end=1, block=0)


def test_a_segment_is_not_empty():
    """The message names the segment."""
    with pytest.raises(ModelError, match="segment s1 is empty"):
        Segment(id="s1", text="", start=0, end=0, block=0)


@pytest.mark.parametrize(("start", "end"), [(0, 2), (-1, 0), (5, 5)])
def test_a_segment_span_fits_its_text(start, end):
    """The message gives the span and the length."""
    with pytest.raises(ModelError, match=rf"segment s1 spans {start}\.\.{end} but has 1 characters"):
        Segment(id="s1", text="a", start=start, end=end, block=0)


def test_a_document_id_is_an_ncname():
    """The message gives the id."""
    with pytest.raises(ModelError, match="document id 'my doc' is not an NCName"):
        document(id="my doc")


def test_a_document_has_a_language():
    """The message names the document."""
    with pytest.raises(ModelError, match="document d has no language"):
        document(lang="")


@pytest.mark.parametrize(
    "blocks", [(block(0, 9), block(8, 17)), (block(0, 9), block(11, 18)), (block(11, 17), block(0, 9))]
)
def test_blocks_rise_and_stay_in_the_text(blocks):
    """The message gives the number of the block."""
    with pytest.raises(ModelError, match="block 1 of d overlaps the one before it or leaves the text"):
        document(blocks=blocks)


@pytest.mark.parametrize(
    ("segments", "name"),
    [
        ((segment("s1", 0, 4, 0), segment("s2", 3, 9, 0)), "s2"),
        ((segment("s1", 5, 9, 0), segment("s2", 0, 4, 0)), "s2"),
        ((segment("s1", 11, 17, 1), segment("s2", 11, 17, 0)), "s2"),
        ((segment("s1", 0, 4, 2),), "s1"),
        ((segment("s1", 0, 4, -1),), "s1"),
    ],
)
def test_segments_rise_and_name_a_block(segments, name):
    """The message names the segment and the document."""
    with pytest.raises(ModelError, match=f"segment {name} of d overlaps the one before it or names a wrong block"):
        document(segments=segments)


@pytest.mark.parametrize("span", [(0, 4, 1), (5, 12, 0)])
def test_a_segment_lies_inside_its_block(span):
    """The message names the segment and the block."""
    start, end, number = span
    with pytest.raises(ModelError, match=f"segment s1 of d leaves its block {number}"):
        document(segments=(segment("s1", start, end, number),))


def test_a_segment_is_what_the_text_says():
    """The message gives the place."""
    wrong = Segment(id="s1", text="Uno.", start=0, end=4, block=0)
    with pytest.raises(ModelError, match="segment s1 of d differs from the text at 0"):
        document(segments=(wrong,))


def test_segment_ids_are_distinct():
    """The message names the id."""
    with pytest.raises(ModelError, match="segment id s1 occurs twice in d"):
        document(segments=(segment("s1", 0, 4, 0), segment("s1", 5, 9, 0)))
