"""Plain text: which lines make paragraphs, headings and items."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import EncodingError, InputError
from align.formats import DocumentFormat
from align.formats.plain import PlainFormat, blocks_of


def blocks(text):
    """Kind and text of each block."""
    return [(block.kind, text[block.start : block.end]) for block in blocks_of(text)]


def read(tmp_path, content, name="readout.en.txt", **options):
    """The document in a file of this content."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return PlainFormat().read_document(path, lang="en", **options)


def test_blank_lines():
    """Blank lines divide paragraphs; a first line without final punctuation is the heading."""
    assert blocks("The title\n\n\nOne. Two.\n \nThree.\n") == [
        ("heading", "The title"),
        ("paragraph", "One. Two."),
        ("paragraph", "Three."),
    ]


def test_a_paragraph_a_line():
    """Without blank lines, and with lines of any length, each line is a paragraph."""
    text = "第一章　总则\n　　第一条　为了规范各项活动，根据宪法，制定本法。\n　　第二条　本法适用。"
    assert blocks(text) == [
        ("heading", "第一章　总则"),
        ("paragraph", "第一条　为了规范各项活动，根据宪法，制定本法。"),
        ("paragraph", "第二条　本法适用。"),
    ]


WRAPPED = (
    "The Assembly met in plenary on Monday, and heard statements by the\n"
    "representatives of forty States and of three organizations, all of\n"
    "which supported the draft.\n"
    "{between}It then turned to the second item of its agenda, on which there\n"
    "were two proposals.\n"
)


@pytest.mark.parametrize("between", ["\n", "   ", ""])
def test_hard_wrapped(between):
    """Lines cut at a margin are joined; blank lines, indents and short last lines divide paragraphs."""
    found = blocks(WRAPPED.format(between=between))
    assert [kind for kind, _ in found] == ["paragraph", "paragraph"]
    assert found[0][1].endswith("all of\nwhich supported the draft.")
    assert found[1][1].startswith("It then turned")


def test_hard_wrapped_items():
    """In wrapped text an item goes on over its lines."""
    text = "The following was decided by the members of the committee at their\nlast meeting:\n"
    text += "  - to write a report on the state of the negotiations, and to send\n    it to all;\n  - to meet again.\n"
    assert [kind for kind, _ in blocks(text)] == ["paragraph", "item", "item"]


def test_an_address_in_wrapped_text_is_not_joined():
    """Nor does it keep the rest from being joined: passages of short lines are told from full ones."""
    address = "Ms. Eva Lang\nInformation Service\nTel.: +43 1 2345-0\nE-mail: info@rivers.example\n"
    found = blocks(WRAPPED.format(between="\n") + "\n" + address + "\n" + address)
    assert [text for _, text in found[2:]] == address.splitlines() * 2
    assert found[1][1].count("\n") == 1


def test_a_short_line_goes_on_in_small_letters():
    """In a passage of wrapped text that is not full, as where a long word stands beyond the margin."""
    text = WRAPPED.format(between="\n") + "\nSee the list of\nnavigable-waterways-and-lakes.example.\n"
    assert blocks(text)[-1][1].startswith("See the list")


def test_footnotes_below_a_line_of_strokes():
    """The strokes are no part of a note, and each note is one of its own."""
    notes = (
        "__________\n1/ The measurements are made at low water. See the\nannex.\n2/ Not including Ukraine.\n* Later.\n"
    )
    found = blocks(WRAPPED.format(between="\n") + "\n" + notes)
    assert [text.replace("\n", " ") for _, text in found[2:]] == [
        "__________",
        "1/ The measurements are made at low water. See the annex.",
        "2/ Not including Ukraine.",
        "* Later.",
    ]


def test_a_hanging_indent_goes_on():
    """A deeper line carries on a full one that is open; after a heading it begins a paragraph."""
    text = WRAPPED.format(between="\n")
    text += "\n1.1 The first negotiations began in 2012. They were suspended in the\n    autumn.\n\nScope\n"
    text += "    The Agreement applies to all rivers on which ships of more than\n500 tonnes sail.\n"
    assert [found.split(" ")[0] for _, found in blocks(text)[2:]] == ["1.1", "Scope", "The"]


def test_short_paragraphs_with_an_indent_each():
    """Where no blank lines stand between paragraphs, the indent alone tells them apart."""
    text = "".join(f"    {line}\n" for line in ("Working Party", "Third session", "Geneva, 5 May"))
    lines = WRAPPED.format(between="   ").splitlines(keepends=True)
    assert [found.split("\n")[0] for _, found in blocks(text + "   " + "".join(lines))] == [
        "Working Party",
        "Third session",
        "Geneva, 5 May",
        lines[0].strip(),
        lines[3].strip(),
    ]


def test_entries_of_a_table_of_contents_are_not_joined():
    """Dots and a page end an entry; one of two lines is one entry."""
    contents = "Contents\n\nIntroduction, with a few words of thanks to many .................. 5\n"
    contents += "The first negotiations, their suspension and what was\n  done in the meantime . . . . . . . . . . . . . . . . . . . . . . . 12\nAnnex .............. 99\n"
    found = blocks(contents + "\n" + WRAPPED.format(between="\n"))
    assert [text.split(" ")[0] for _, text in found] == ["Contents", "Introduction,", "The", "Annex", "The", "It"]


def test_verses_are_not_joined():
    """Short lines of uneven length are paragraphs of their own."""
    text = "Roses are red\nViolets\nGrow in the garden behind the old house\nI know"
    assert len(blocks(text)) == 4


def test_long_lines_are_not_joined():
    """Lines wider than a page are paragraphs, even if two stand together."""
    long = "word " * 40
    assert len(blocks(f"{long}\n{long}\n{long}")) == 3


@pytest.mark.parametrize(
    "item",
    [
        "- one",
        "• one",
        "* one",
        "1. one",
        "12) one",
        "1.2. one",
        "(a) one",
        "(iv) one",
        "b) one",
        "（一）一",
        "①一",
        "1.一",
        "１、一",
    ],
)
def test_items(item):
    """List markers begin items and stay in the text."""
    assert blocks(f"He said this.\n\n{item}.\n{item}.")[1:] == [("item", f"{item}.")] * 2


@pytest.mark.parametrize(
    "text", ["2018 was good.", "(Applause) He left.", "-5 degrees.", "3.5 per cent.", "A. Smith came."]
)
def test_no_items(text):
    """Numbers, brackets and initials at the start of a sentence are no list markers."""
    assert blocks(f"He said this.\n\n{text}")[1:] == [("paragraph", text)]


def test_headings():
    """A short line without final punctuation that stands by itself above a longer one is a heading."""
    found = blocks("Title\n\nText of a kind.\n\nA section\n\nMore text, and longer.\n\nSigned in Geneva")
    assert [kind for kind, _ in found] == ["heading", "paragraph", "heading", "paragraph", "paragraph"]


def test_indents_are_outside():
    """Spaces of all kinds at both ends of a paragraph lie outside of its block."""
    assert blocks("\u3000\u3000会议开始。\u3000\n\u00a0\u200bA b.\u2003\n") == [
        ("paragraph", "会议开始。"),
        ("paragraph", "A b."),
    ]


def test_document(tmp_path):
    """The document has the text as read, its file name, and an id made of it."""
    found = read(tmp_path, "\ufeffTitle\r\n\r\nText.\r\n")
    assert (found.id, found.lang, found.source) == ("readout.en", "en", "readout.en.txt")
    assert found.text == "Title\n\nText.\n"
    assert found.segments == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("readout.zh.txt", "readout.zh"),
        ("2023 report.txt", "_2023_report"),
        ("-x.txt", "_-x"),
        (".txt", "_.txt"),
        ("a:b&c.txt", "a_b_c"),
        ("文件.txt", "文件"),
        ("x²½.txt", "x__"),
    ],
)
def test_ids(tmp_path, name, expected):
    """The id is the file's name as far as an xml:id can hold it."""
    assert expected == read(tmp_path, "Text.", name).id


def test_control_characters_are_reported(tmp_path, caplog):
    """Replaced control characters are logged with place and number."""
    with caplog.at_level(logging.WARNING):
        assert read(tmp_path, b"Some text here.\nA\x00b.").text == "Some text here.\nA b."
    assert "readout.en.txt:2: replaced 1 control character(s)" in caplog.text


def test_declared_encoding(tmp_path):
    """A declared encoding is used, and a wrong one refused."""
    assert read(tmp_path, "été".encode("cp850"), encoding="cp850").text == "été"
    with pytest.raises(EncodingError, match=r"readout\.en\.txt:1: is declared utf-8"):
        read(tmp_path, "été".encode("cp850"), encoding="utf-8")


def test_bad_files(tmp_path):
    """An empty or missing file is one line of an error."""
    with pytest.raises(InputError, match="is empty"):
        read(tmp_path, b"")
    with pytest.raises(InputError, match="no such file"):
        PlainFormat().read_document(tmp_path / "none.txt", lang="en")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"Text.", True),
        ("文".encode("utf-16-le"), True),
        (b"%PDF-1.4", False),
        (b"\x89PNG\r\n\x1a\n", False),
        (b" <tmx>", False),
    ],
)
def test_sniff(head, expected):
    """Anything that is text and no markup may be plain text."""
    assert PlainFormat().sniff(head) is expected


def test_is_a_document_format():
    """The format reads documents."""
    assert isinstance(PlainFormat(), DocumentFormat)


@given(st.text(alphabet="ab.中。 \n\t\u3000-1)（一）\u200b", max_size=120))
def test_nothing_is_lost(text):
    """Blocks rise without overlap, and what lies outside them is white space."""
    end = 0
    outside = ""
    for block in blocks_of(text):
        assert end <= block.start < block.end
        outside += text[end : block.start]
        end = block.end
    assert not (outside + text[end:]).strip(" \t\n\u3000\u200b")
