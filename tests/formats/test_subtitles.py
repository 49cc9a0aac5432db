"""Subtitles: cues as blocks, with their times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import AlignError, FormatError
from align.formats._cues import cues_of
from align.formats.subtitles import SrtFormat, VttFormat

SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\n<i>Hello</i> there,\n{\\an8}friend.\n\n"
    "2\n00:00:03,000 --> 00:00:04,000  X1:0\n- Who?\n- Me.\nIndeed.\n\n"
    "3\n00:00:05,000 --> 00:00:06,000\n\n4\n00:00:07,000 --> 00:00:08,000\n1 < 2\n\nand so on\n"
)
VTT = (
    "WEBVTT - a title\nKind: captions\n\nNOTE a remark\nof two lines\n\nSTYLE\n::cue { color: red }\n\n"
    "first\n00:01.000 --> 00:02.500 align:start\n<v Ann>Tea &amp; <c.loud>milk</c> <00:00:01.500>now\n\n"
    "01:00:03.000 --> 01:00:04.000\n<ruby>漢<rt>kan</rt></ruby>字\n"
)


def blocks(tmp_path, text, *, member=SrtFormat, encoding="utf-8"):
    """Kind, text and place of each block."""
    path = tmp_path / "a.srt"
    path.write_bytes(text.encode(encoding))
    document = member().read_document(path, lang="en")
    return [(b.kind, document.text[b.start : b.end], b.place) for b in document.blocks]


def test_subrip(tmp_path):
    """Tags go, line ends stay, speakers are told apart, a blank line in a cue is one of its own."""
    assert blocks(tmp_path, SRT) == [
        ("paragraph", "Hello there,\nfriend.", "00:00:01,000 --> 00:00:02,500"),
        ("item", "- Who?", "00:00:03,000 --> 00:00:04,000"),
        ("item", "- Me.\nIndeed.", "00:00:03,000 --> 00:00:04,000"),
        ("paragraph", "1 < 2\nand so on", "00:00:07,000 --> 00:00:08,000"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_line_ends_and_encodings(tmp_path, encoding):
    """CR LF and other encodings are read alike."""
    assert blocks(tmp_path, SRT.replace("\n", "\r\n"), encoding=encoding) == blocks(tmp_path, SRT)


def test_webvtt(tmp_path):
    """Notes, styles and names of cues are left out, references resolved."""
    assert blocks(tmp_path, VTT, member=VttFormat) == [
        ("paragraph", "Tea & milk now", "00:01.000 --> 00:02.500"),
        ("paragraph", "漢字", "01:00:03.000 --> 01:00:04.000"),
    ]


def test_mistakes_have_a_place(tmp_path):
    """The line where a cue goes wrong, and what should be there."""
    with pytest.raises(FormatError, match=r"a\.srt:5: the times of this cue cannot be read"):
        blocks(
            tmp_path, "1\n00:00:01,000 --> 00:00:02,000\nx\n\n2\n00:00:0x,000 --> 00:00:02,000\ny\n", member=SrtFormat
        )
    with pytest.raises(FormatError, match=r"a\.srt:1: a cue begins here, but no line of times"):
        blocks(tmp_path, "words\nmore\n\n1\n00:00:01,000 --> 00:00:02,000\nx\n")
    with pytest.raises(FormatError, match="has no cue with times"):
        blocks(tmp_path, "just words")
    with pytest.raises(FormatError, match="does not begin with WEBVTT"):
        blocks(tmp_path, SRT, member=VttFormat)


@pytest.mark.parametrize(
    ("head", "srt", "vtt"),
    [
        (SRT.encode(), True, False),
        (VTT.encode("utf-16"), False, True),
        (b"\xef\xbb\xbfWEBVTT", False, True),
        (b"WEBVTTX", False, False),
        (b"1\nthe first line", False, False),
    ],
)
def test_sniff(head, srt, vtt):
    """The first cue tells SubRip, the signature WebVTT."""
    assert (SrtFormat().sniff(head), VttFormat().sniff(head)) == (srt, vtt)


LINES = st.lists(
    st.sampled_from(["1", "", "00:00:01,000 --> 00:00:02,000", "-->", "NOTE", "a <b", "- c", "&lt;i>", "{\\x"])
)


@given(LINES, st.booleans())
def test_any_lines_are_read_or_refused(lines, vtt):
    """And every cue shows something."""
    found, message = [], "x.srt:"
    try:
        found += cues_of("\n".join(lines), "x.srt", vtt=vtt)
    except AlignError as error:
        message = str(error)
    assert all(cue.text.strip() for cue in found)
    assert message.startswith("x.srt:")


def test_a_large_file_takes_linear_time():
    """Blank lines are looked at once, however many stand before the next cue."""
    cue = "1\n00:00:01,000 --> 00:00:02,000\nx\n"
    assert [one.text for one in cues_of(cue + "\n" * 500_000 + "y", "x.srt", vtt=False)] == ["x\ny"]
    assert len(list(cues_of((cue + "\n") * 20_000, "x.srt", vtt=False))) == 20_000
