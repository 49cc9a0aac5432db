"""PDF: from lines of print to blocks, and what cannot be read."""

from __future__ import annotations

import io
import logging
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from align.errors import AlignError, FormatError, InputError, MissingExtraError
from align.formats._pdf_layout import pieces_of, without_running_lines
from align.formats._pdf_lines import HYPHEN, Line, Page
from align.formats.pdf import PdfFormat


def line(text, top, *, left=72.0, width=400.0, size=10.0):
    """A line of print whose upper edge is so many points above the foot of the page."""
    return Line(text=text, left=left, right=left + width, bottom=top - size, top=top, size=size)


def pages(*contents):
    """Pages of these lines."""
    return [Page(number=n, height=800.0, lines=tuple(lines)) for n, lines in enumerate(contents, 1)]


def blocks(*contents):
    """Kind and text of each block on pages of these lines."""
    return [(piece.kind, piece.text) for piece in pieces_of(pages(*contents))]


def test_lines_are_joined():
    """Lines at the usual distance are a paragraph; a larger distance ends it."""
    text = [
        line("The Committee met", 700),
        line("on Monday.", 688, width=60),
        line("It then met", 660),
        line("on Friday.", 648),
    ]
    assert blocks(text) == [("paragraph", "The Committee met on Monday."), ("paragraph", "It then met on Friday.")]


def test_indents_and_short_lines_begin_paragraphs():
    """Without more distance as well, if a sentence ends there."""
    text = [line("One goes on", 700), line("and ends.", 688, width=100), line("Two goes on", 676), line("and on", 664)]
    assert [text for _, text in blocks(text)] == ["One goes on and ends.", "Two goes on and on"]
    text = [line("One goes on", 700), line("and ends.", 688), line("Two goes on", 676, left=90), line("and on", 664)]
    assert [text for _, text in blocks(text)] == ["One goes on and ends.", "Two goes on and on"]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the interna-", "tional order", "the international order"),
        (f"the interna{HYPHEN}", "tional order", "the international order"),
        ("the well-", "known and well-known", "the well-known and well-known"),
        ("the Sino-", "American talks", "the Sino-American talks"),
        ("1990-", "1995", "1990-1995"),
        ("会议在北", "京举行。", "会议在北京举行。"),
        ("会议在 G20", "峰会期间", "会议在 G20 峰会期间"),
        ("정상회의가", "열렸다", "정상회의가 열렸다"),
    ],
)
def test_divided_words(first, second, joined):
    """A hyphen at the end of a line goes if small letters go on, unless the text has the word with it elsewhere."""
    assert blocks([line(first, 700), line(second, 688)]) == [("paragraph", joined)]


def test_headings_and_items():
    """Larger type makes a heading of few lines; list marks begin items, whose lines hang."""
    text = [
        line("A title over", 700, size=16),
        line("two lines", 682, size=16),
        line("Text of the usual size, of which there is more.", 640),
        line("- one item that", 628),
        line("goes on", 616, left=80),
        line("(b) another", 604),
    ]
    assert blocks(text) == [
        ("heading", "A title over two lines"),
        ("paragraph", "Text of the usual size, of which there is more."),
        ("item", "- one item that goes on"),
        ("item", "(b) another"),
    ]


def test_numbered_paragraphs_do_not_hang():
    """The left edges of letters differ a little from line to line, which is no indent."""
    text = [
        line("1. The Committee met on", 700, left=72.4),
        line("Monday, and heard all of", 688, left=72.2),
        line("which there was to say.", 676, left=72.0),
    ]
    assert blocks(text) == [("item", "1. The Committee met on Monday, and heard all of which there was to say.")]


def test_a_number_that_is_cited_begins_no_item():
    """It stands at the beginning of a line because the line before it was full and goes on."""
    text = [
        line("The depth is 2 m, see doc. No.", 700),
        line("118. She asked for the", 688),
        line("floor.", 676, width=60),
    ]
    assert blocks(text) == [("paragraph", "The depth is 2 m, see doc. No. 118. She asked for the floor.")]
    text = [
        line("The depth is 2 m, see doc. 117.", 700),
        line("2. She asked for the", 688),
        line("floor.", 676, width=60),
    ]
    assert [kind for kind, _ in blocks(text)] == ["paragraph", "item"]


@pytest.mark.parametrize("mark", ["1. ", "1、", "1．"])
def test_items_of_scripts_without_capitals(mark):
    """A number and a stop, or a comma of Chinese, begin an item."""
    text = [line("通过议程", 700, width=60), line(f"{mark}主席提请注意临时议程。", 688)]
    assert blocks(text) == [("paragraph", "通过议程"), ("item", f"{mark}主席提请注意临时议程。")]


def test_paragraphs_go_on_over_pages_and_columns():
    """If the last line ends in mid-sentence; the place is where the paragraph begins."""
    found = list(
        pieces_of(
            pages(
                [line("One goes", 100, width=180), line("on in", 700, left=300, width=180)],
                [line("the end.", 700), line("Two.", 660)],
            )
        )
    )
    assert [(one.text, one.place) for one in found] == [("One goes on in the end.", "page 1"), ("Two.", "page 2")]


def body(number):
    """A line of text that no other page has."""
    return line(["alpha", "bravo", "charlie", "delta", "echo"][number], 400)


def test_running_lines_are_dropped():
    """What repeats at the edge of three pages at one height, but for its figures, and numbers of pages."""
    found, dropped = without_running_lines(
        pages(*([line(f"A/RES/{n} General Assembly", 790), body(n), line(f"- {n + 4} -", 30)] for n in range(4)))
    )
    assert [[one.text for one in page.lines] for page in found] == [[body(n).text] for n in range(4)]
    assert dropped == 8


def test_what_does_not_repeat_stays():
    """Neither a line in the middle, nor one at another height, nor one on two pages of many is a running line."""
    middle = pages(*([line("Amen.", 400)] for _ in range(4)))
    moving = pages(*([line("Ibid.", 100 - 20 * n)] for n in range(4)))
    twice = pages(*([line("A head", 790)] if n < 2 else [body(n)] for n in range(4)))
    for given_pages in (middle, moving, twice):
        assert without_running_lines(given_pages) == (given_pages, 0)


@pytest.fixture
def pdf(tmp_path):
    """A function that prints pages of (x, y, size, text) and reads the file."""

    def read(*contents, font="Helvetica", encrypt=None, lang="en"):
        path = tmp_path / "a.pdf"
        canvas = Canvas(str(path), pagesize=A4, invariant=1, encrypt=encrypt)
        for content in contents:
            for x, y, size, text in content:
                canvas.setFont(font, size)
                canvas.drawString(x, y, text)
            canvas.showPage()
        canvas.save()
        document = PdfFormat().read_document(path, lang=lang)
        return [(b.kind, document.text[b.start : b.end], b.place) for b in document.blocks]

    return read


def test_a_printed_file(pdf, caplog):
    """Heads and page numbers are dropped and counted; the rest are blocks with their pages."""
    contents = [
        [
            (72, 810, 9, f"Document {n} of the Assembly"),
            (72, 700, 18, f"Title {word}"),
            (72, 660, 11, f"The {word} paragraph of the text is divi-"),
            (72, 646, 11, "ded into lines, and it ends here."),
            (290, 30, 9, str(n)),
        ]
        for n, word in enumerate(("first", "second", "third"), 1)
    ]
    with caplog.at_level(logging.WARNING):
        found = pdf(*contents)
    assert found[2:4] == [
        ("heading", "Title second", "page 2"),
        ("paragraph", "The second paragraph of the text is divided into lines, and it ends here.", "page 2"),
    ]
    assert len(found) == 6
    assert "left out: 6 running heads, feet and page numbers" in caplog.text


def test_chinese(pdf):
    """Lines are joined without a space."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    content = [(72, 700, 12, "会议于十二月二十七日至二十八日在北"), (72, 684, 12, "京举行。")]
    assert pdf(content, font="STSong-Light", lang="zh") == [
        ("paragraph", "会议于十二月二十七日至二十八日在北京举行。", "page 1")
    ]


def test_no_text_layer(pdf, caplog):
    """A file of pictures is an error with the remedy; single pages without text are named."""
    with pytest.raises(InputError, match=r"has no text layer: its pages are pictures; run OCR"):
        pdf([], [])
    with caplog.at_level(logging.WARNING):
        pdf([(72, 700, 11, "Text.")], [])
    assert "no text on 1 page(s): 2" in caplog.text


def test_passwords(pdf):
    """Are said; nothing is guessed."""
    with pytest.raises(FormatError, match="is protected by a password; save a copy without one"):
        pdf([(72, 700, 11, "Text.")], encrypt=StandardEncryption("secret"))


def test_arabic_is_warned_of(tmp_path, caplog, monkeypatch):
    """Every reader of PDF damages it, so the text has to be compared."""
    arabic = pages([line("عقد المؤتمر المركزي في بكين", 700)])
    monkeypatch.setattr("align.formats.pdf.pages_of", lambda _: iter(arabic))
    with caplog.at_level(logging.WARNING):
        PdfFormat().read_document(tmp_path / "a.pdf", lang="ar")
    assert "PDF often holds Arabic letters out of order" in caplog.text


def test_what_is_no_pdf(tmp_path):
    """A file of another kind and a damaged one are told apart."""
    path = tmp_path / "a.pdf"
    path.write_text("words", encoding="utf-8")
    with pytest.raises(FormatError, match="is not a PDF; name the format"):
        PdfFormat().read_document(path, lang="en")
    path.write_bytes(b"%PDF-1.7\n" + b"x" * 1000)
    with pytest.raises(FormatError, match="is damaged"):
        PdfFormat().read_document(path, lang="en")


def test_the_extra_is_named(tmp_path, monkeypatch):
    """Where pypdfium2 is missing."""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtraError, match=r"align-toolkit\[pdf\]"):
        PdfFormat().read_document(tmp_path / "a.pdf", lang="en")


def printed():
    """The bytes of a small PDF."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=0)
    canvas.drawString(72, 700, "Some words.")
    canvas.save()
    return out.getvalue()


SMALL = printed()


@settings(max_examples=60, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_files(changes, tmp_path_factory):
    """Whatever bytes change, the file is read or refused."""
    data = bytearray(SMALL)
    for at, value in changes:
        data[at] = value
    path = tmp_path_factory.getbasetemp() / "damaged.pdf"
    path.write_bytes(data)
    message = ""
    try:
        PdfFormat().read_document(path, lang="en")
    except AlignError as error:
        message = str(error)
    assert "\n" not in message


@given(st.lists(st.lists(st.builds(line, st.text("ab- 1.中-", min_size=1).map(str.strip).filter(bool), st.floats(0, 800), left=st.floats(0, 500), size=st.floats(1, 40)), max_size=6), max_size=4))  # fmt: skip
def test_any_layout_keeps_every_letter(contents):
    """Wherever lines stand, no letter is lost or doubled but those of running lines."""
    kept, _ = without_running_lines(pages(*contents))
    letters = sorted(c for page in kept for one in page.lines for c in one.text if c in "ab1.中")
    assert sorted(c for piece in pieces_of(kept) for c in piece.text if c in "ab1.中") == letters
