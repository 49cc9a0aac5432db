"""Files of anchors: which segments of two texts start together."""

from __future__ import annotations

import pytest

from align.anchors import read_anchors
from align.errors import FormatError, InputError
from align.model import Block, Document, Segment


def document(lang, blocks):
    """A document with these blocks of segments; the ids are s1, s2, ..."""
    text, made, segments = "", [], []
    for sentences in blocks:
        start = len(text)
        for sentence in sentences:
            at = len(text)
            text += sentence + " "
            number = len(segments)
            segments.append(
                Segment(id=f"s{number + 1}", text=sentence, start=at, end=at + len(sentence), block=len(made))
            )
        made.append(Block(kind="paragraph", start=start, end=len(text)))
        text += "\n"
    return Document(id=f"d.{lang}", lang=lang, text=text, blocks=tuple(made), segments=tuple(segments))


EN = document(
    "en",
    [["Preamble"], ["We met. We left."], ["Chapter I"], ["It rained.", "We met again."], ["Chapter II"], ["The end."]],
)
FR = document(
    "fr",
    [["Préambule"], ["Réunis."], ["« Chapitre I »"], ["Il pleuvait.", "Fin, de 12."], ["Chapitre II"], ["Fin."]],
)


def read(tmp_path, text):
    """The points of a file that holds this text."""
    path = tmp_path / "anchors.tsv"
    path.write_text(text, encoding="utf-8")
    return read_anchors(path, EN, FR)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("s3\ts3\n", ((2, 2),)),
        ("2\t3\n", ((2, 3),)),
        ("Chapter II\tChapitre II\n", ((5, 5),)),
        ("chapter  ii\tCHAPITRE II", ((5, 5),)),
        ('Chapter I\t"chapitre i"\n', ((2, 2),)),
        ("It rained. We met\tIl pleuvait\n", ((3, 3),)),
        ("Chapter I\ts3\n\n# a remark\n  # another\ns6\t5\n", ((2, 2), (5, 5))),
        ("s6\ts6\ns1\ts1\ns6\ts6\n", ((0, 0), (5, 5))),
        ("\ufeffs2 \t s2\r\n", ((1, 1),)),
    ],
)
def test_ids_numbers_and_headings(tmp_path, text, points):
    """Each names a segment; blank lines and remarks are passed over; the points come out rising."""
    assert read(tmp_path, text) == points


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("s1\ts1\ns2 s2\n", r"anchors\.tsv:2: 's2 s2' is not an anchor; write two ids, numbers or headings"),
        ("s1\t\n", ":1: .* is not an anchor"),
        ("s1\ts1\ts1\n", ":1: .* is not an anchor"),
        ("s1\tChapitre III\n", ":1: no segment of the fr text has the id 'Chapitre III' or starts with these words"),
        ("We met\ts1\n", ":1: 2 segments of the en text start with 'We met'; write the id of one: s2, s5"),
        ("7\ts1\n", ":1: there is no segment 7 in the en text, which has 7, counted from 0"),
        ("s1\t99999999999999999999999\n", ":1: there is no segment 9+ in the fr text"),
        ("s5\ts2\n#\ns2\ts4\n", r":3: this anchor goes back behind that of line 1: segments 4:1 there, 1:3 here"),
        ("s2\ts4\ns2\ts5\n", r":2: this anchor goes back behind that of line 1"),
        ("s9\ts1\n", ":1: no segment of the en text has the id 's9'"),
        ("…\ts1\n", ":1: no segment of the en text"),
    ],
)
def test_what_is_no_anchor_is_refused_with_its_line(tmp_path, text, message):
    """Bad lines, places that are not there or not one, and anchors that go back: file and line, or both lines."""
    with pytest.raises(FormatError, match=message):
        read(tmp_path, text)


def test_a_whole_heading_goes_before_a_beginning(tmp_path):
    """The heading of that name is meant, not one of the two segments that start so."""
    assert read(tmp_path, "Chapter I\ts3\n") == ((2, 2),)
    with pytest.raises(FormatError, match="2 segments of the en text start with 'Chap'"):
        read(tmp_path, "Chap\ts3\n")


@pytest.mark.parametrize("content", [b"", b" \n"])
def test_a_file_that_says_nothing_is_refused(tmp_path, content):
    """It is more likely a mistake."""
    path = tmp_path / "anchors.tsv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"anchors\.tsv: "):
        read_anchors(path, EN, FR)
