"""HTML pages: what is shown, how it is cut, and in which encoding it is read."""

from __future__ import annotations

import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import EncodingError, InputError, MissingExtraError
from align.formats._html_blocks import blocks_of
from align.formats._html_tokens import tokens, unescaped
from align.formats.html import HtmlFormat, HtmlMainFormat


def blocks(text, **options):
    """Kind, text and place of each block that is not blank."""
    return [(one.kind, one.text.strip(), one.place) for one in blocks_of(text, **options) if one.text.strip()]


def texts(text, **options):
    """The texts alone."""
    return [shown for _, shown, _ in blocks(text, **options)]


def test_structure():
    """Headings, paragraphs, items, cells and notes are blocks, each with the place of its element."""
    page = (
        "<!doctype html><html><head><title>No</title><style>p{}</style></head><body><nav><ul><li>Home</ul></nav>"
        "<h1>Title</h1><p>One <b>bold</b>\n text.<p>Two<br>lines.<ul><li>item<li><p>in p</p></ul>"
        "<table><tr><td>a<td colspan=2>b<td>c<tr><th>d</table>loose<aside role=doc-footnote><p>a note</aside>"
        "<h2>Next</h2>"
    )
    assert blocks(page) == [
        ("heading", "Title", "heading1"),
        ("paragraph", "One bold text.", "p1"),
        ("paragraph", "Two\nlines.", "p2"),
        ("item", "item", "li2"),
        ("item", "in p", "p3"),
        ("paragraph", "a", "table1/r1/c1"),
        ("paragraph", "b", "table1/r1/c2"),
        ("paragraph", "c", "table1/r1/c4"),
        ("paragraph", "d", "table1/r2/c1"),
        ("paragraph", "loose", "body1"),
        ("note", "a note", "p4"),
        ("heading", "Next", "heading2"),
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>a<!-- <p>b --> c<!-->d", ["a cd"]),
        ("<script>if (a<b) '</p>'</script>x<style>y</style>", ["x"]),
        ("<p title='>'>a<p title=x\"y>b</p>", ["a", "b"]),
        ("1 < 2 &amp; 3 &lt; 4 &#x4e2d;&nbsp;!", ["1 < 2 & 3 < 4 中\u00a0!"]),
        ("<p>a<template>b</template><svg><text>c</text></svg>d", ["ad"]),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", ["漢字"]),
        ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
        ("<div><nav>menu</div>after", ["after"]),
        ("</div></p>x</table>", ["x"]),
        ("<pre>a\n  b</pre>", ["a\n  b"]),
        ("<p class=MsoNormal>a<o:p></o:p> b</p>", ["a b"]),
        ("<p>cut off <b", ["cut off"]),
        ('<p>cut off <b class="', ["cut off"]),
        ("<textarea>mine</textarea><select><option>no</select>x", ["x"]),
        ("<P HIDDEN>a</P><DIV STYLE='Display:None'>b</DIV>c", ["c"]),
    ],
)
def test_what_is_shown(page, expected):
    """As a browser does it: comments, scripts, hidden and unclosed elements."""
    assert texts(page) == expected


def test_xhtml_closes_with_a_slash():
    """There an empty script hides nothing, and CDATA is text; in HTML it hides the rest."""
    page = "<p><script src='a'/>x<![CDATA[<y>]]></p>"
    assert texts(page, xml=True) == ["x<y>"]
    assert texts(page) == []


def read(tmp_path, content, **options):
    """The text of a page of these bytes."""
    path = tmp_path / "a.html"
    path.write_bytes(content)
    return HtmlFormat().read_document(path, lang=options.pop("lang", "zh"), **options)


@pytest.mark.parametrize(
    ("said", "codec"),
    [("gb2312", "gb18030"), ("GBK", "gbk"), ("utf-8", "utf-8"), ("big5", "big5"), ("x-sjis", "cp932")],
)
def test_the_page_says_its_encoding(tmp_path, said, codec):
    """Names are read as browsers read them."""
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={said}"></head><p>會議開始。'
    assert read(tmp_path, page.encode(codec, "ignore")).text.endswith("。")


def test_other_signs_of_the_encoding(tmp_path):
    """A byte order mark, a declaration of XML, a stated encoding, and none of these."""
    assert read(tmp_path, "<p>会议开始。".encode("utf-16")).text == "会议开始。"
    assert (
        read(tmp_path, '<?xml version="1.0" encoding="gb18030"?><p>会议开始。'.encode("gb18030")).text == "会议开始。"
    )
    assert read(tmp_path, "<meta charset=utf-8><p>é".encode("cp1252"), encoding="cp1252", lang="fr").text == "é"
    russian = "Конференция открылась в столице, и её участники обсудили повестку дня."
    assert read(tmp_path, f"<p>{russian}".encode("cp1251"), lang="ru").text == russian


def test_a_wrong_encoding_is_refused(tmp_path):
    """Not read with wrong characters: the message says what the page says and what it looks like."""
    with pytest.raises(EncodingError, match=r"declared utf-8, but byte .* \(the page itself says utf-8\)"):
        read(tmp_path, "<meta charset='utf-8'><p>会议在北京举行。".encode("gb18030"))
    with pytest.raises(EncodingError, match="all its bytes are UTF-8"):
        read(tmp_path, ("<meta charset='iso-8859-1'><p>" + "été là où ça " * 5).encode())
    with pytest.raises(EncodingError, match="says that it is in 'x-unknown', which is no known encoding"):
        read(tmp_path, b"<meta charset=x-unknown><p>a")


def test_a_page_that_shows_nothing(tmp_path, caplog):
    """Is an error with the usual reason; what was hidden is counted."""
    with (
        pytest.raises(InputError, match="has no text; if its text is put in by a script"),
        caplog.at_level(logging.WARNING),
    ):
        read(tmp_path, b"<html><body><div id=app></div><p hidden>x</p><script>draw()</script>")
    assert "left out: 1 hidden elements" in caplog.text


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"<!DOCTYPE html>", True),
        ("<html>".encode("utf-16"), True),
        (b"\xef\xbb\xbf\n<!-- x -->\n<html lang=en>", True),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'>", True),
        (b"<tmx>", False),
        (b"<3 is a heart", False),
        (b"<para>x", False),
    ],
)
def test_sniff(head, expected):
    """A document type or an element of HTML at the beginning tells."""
    assert HtmlFormat().sniff(head) is expected
    assert not HtmlMainFormat().sniff(head)


ARTICLE = (
    "<html><head><title>x</title></head><body><div class='menu'><a href='/'>Home</a> <a href='/a'>About us</a></div>"
    "<article><h1>The conference opened in the capital today</h1>"
    + "".join(
        f"<p>Paragraph {n} of the report goes on at some length about what the {n} delegates said.</p>"
        for n in "123456"
    )
    + "</article><div class='footer'><a href='/c'>Copyright</a></div></body></html>"
)


def test_the_main_text(tmp_path, caplog):
    """What is around the article is left out and counted; blocks and places are those of the whole page."""
    path = tmp_path / "a.html"
    path.write_text(ARTICLE, encoding="utf-8")
    whole, main = (one().read_document(path, lang="en") for one in (HtmlFormat, HtmlMainFormat))
    found = {(b.kind, b.place, main.text[b.start : b.end]) for b in main.blocks}
    assert {place for _, place, _ in found} >= {f"p{n}" for n in range(1, 7)}
    assert not {"Home About us", "Copyright"} & {text for _, _, text in found}
    assert found < {(b.kind, b.place, whole.text[b.start : b.end]) for b in whole.blocks}
    assert "blocks outside of the main text" in caplog.text


def test_the_main_text_needs_its_extra(tmp_path, monkeypatch):
    """And says which."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    path = tmp_path / "a.html"
    path.write_text(ARTICLE, encoding="utf-8")
    with pytest.raises(MissingExtraError, match=r"align-toolkit\[html\]"):
        HtmlMainFormat().read_document(path, lang="en")


def test_references_beyond_unicode():
    """Are replaced, however long they are."""
    assert unescaped(f"a&#{'9' * 5000};b&#x{'f' * 5000};&#x41;") == "a\ufffdb\ufffdA"


MARKUP = st.lists(
    st.sampled_from(["<p>", "</p>", "<td>", "</table>", "<table>", "<li", " hidden", ">", "'", '"', "=", "a", "中", " ", "\n", "<!--", "-->", "&amp", ";", "<script>", "</script>", "<nav>", "</nav>", "<pre>", "/>", "<h1>"])
).map("".join)  # fmt: skip


@given(MARKUP, st.booleans())
def test_any_markup_gives_blocks(text, xml):
    """Whatever the order of its tags; nothing is shown that is not in the file."""
    for shown in texts(text, xml=xml):
        assert set(shown) <= set(text) | {"&", " "}


@pytest.mark.parametrize(
    "piece", ["<div>", "<p a=' ", "<a b=1 ", "a ", "<!--", "<script>", "&#1", "</", "<table><tr><td>", "<nav></ul>"]
)
def test_a_large_page_takes_linear_time(piece):
    """1 MB of one tag, left open, is read in seconds: each step of the reader looks at each character once."""
    text = piece * (1_000_000 // len(piece))
    assert sum(1 for _ in tokens(text)) <= len(text)
    assert sum(1 for _ in blocks_of(text)) <= len(text)
