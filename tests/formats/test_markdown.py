"""Markdown: blocks as spans of the raw file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.formats import DocumentFormat
from align.formats.markdown import MarkdownFormat, blocks_of


def blocks(text):
    """Kind and text of each block."""
    return [(block.kind, text[block.start : block.end]) for block in blocks_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title #\n\nText *here*.", [("heading", "Title"), ("paragraph", "Text *here*.")]),
        ("Title\n=====\nText.", [("heading", "Title"), ("paragraph", "Text.")]),
        ("One line\nof two.\n\nTwo.", [("paragraph", "One line\nof two."), ("paragraph", "Two.")]),
        ("- one\n  more\n- two\n\n  three", [("item", "one\n  more"), ("item", "two"), ("item", "three")]),
        ("1. one\n   - nested\n2. two", [("item", "one"), ("item", "nested"), ("item", "two")]),
        ("> quoted\n\nText.", [("note", "quoted"), ("paragraph", "Text.")]),
        ("> one\n> two", [("note", "one"), ("note", "two")]),
        ("> lazy\nline", [("note", "lazy\nline")]),
        ("```\ncode\n```\nText.\n\n    code\n", [("paragraph", "Text.")]),
        ("<div>\nhtml\n</div>\n\nText.", [("paragraph", "Text.")]),
        (
            "| a | b |\n|---|---|\n| c. | d |\n",
            [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c."), ("paragraph", "d")],
        ),
        ("a | b\n---|---\n | d \\| e\n", [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "d \\| e")]),
        ("---\ntitle: x\n---\n\nText.", [("paragraph", "Text.")]),
        ("[a]: http://example.org\n\nText.", [("paragraph", "Text.")]),
        ("**\u3000**\n\n---\n\n中文。", [("paragraph", "**\u3000**"), ("paragraph", "中文。")]),
    ],
)
def test_blocks(text, expected):
    """Headings, paragraphs, items, quotations and cells are blocks; code, HTML and headers are not."""
    assert expected == blocks(text)


def test_cells_have_their_place():
    """Table, row and column, empty cells and the row of dashes not forgotten, as in Word documents."""
    text = "| a | | b |\n|---|---|---|\n|| c |\n\nText.\n\n> d | e\n> --|--\n> f | g\n"
    assert [(text[b.start : b.end], b.place) for b in blocks_of(text)] == [
        ("a", "table1/r1/c1"),
        ("b", "table1/r1/c3"),
        ("c", "table1/r2/c2"),
        ("Text.", None),
        ("d", "table2/r1/c1"),
        ("e", "table2/r1/c2"),
        ("f", "table2/r2/c1"),
        ("g", "table2/r2/c2"),
    ]


def test_document(tmp_path):
    """A file is read with its raw text."""
    path = tmp_path / "note.md"
    path.write_text("# T\n\nText.", encoding="utf-8", newline="\r\n")
    found = MarkdownFormat().read_document(path, lang="en")
    assert (found.id, found.text, found.source) == ("note", "# T\n\nText.", "note.md")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"# Title\n", True),
        (b"x\n```\ncode", True),
        (b"| a |\n|---|\n", True),
        (b"Plain text.", False),
        (b"#1 is", False),
    ],
)
def test_sniff(head, expected):
    """Only signs that plain text hardly has make a file Markdown."""
    assert MarkdownFormat().sniff(head) is expected


def test_is_a_document_format():
    """The format reads documents."""
    assert isinstance(MarkdownFormat(), DocumentFormat)


@given(st.text(alphabet="ab.中 \n\t>-#|`*1)=[]\u3000\x85\u2028\v", max_size=120))
def test_blocks_never_overlap(text):
    """Whatever the file, blocks rise without overlap and are not empty."""
    end = 0
    for block in blocks_of(text):
        assert end <= block.start < block.end
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        end = block.end
