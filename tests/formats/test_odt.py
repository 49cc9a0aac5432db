"""OpenDocument texts: what is a block, and what is left out."""

from __future__ import annotations

import logging

import pytest

from align.errors import FormatError
from align.formats.odt import OdtFormat
from office_files import odt, packed


def blocks(path):
    """Kind, text and place of each block."""
    document = OdtFormat().read_document(path, lang="en")
    return [(b.kind, document.text[b.start : b.end], b.place) for b in document.blocks]


def test_structure(tmp_path):
    """Headings, items, notes after their paragraph, tables row by row with cells that stand for several."""
    text = (
        "<office:text><text:h>Title</text:h>"
        "<text:p>One<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>the note</text:p></text:note-body></text:note>.</text:p>"
        "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>"
        "<table:table><table:table-header-rows><table:table-row>"
        "<table:table-cell table:number-columns-repeated='2'><text:p>a</text:p></table:table-cell>"
        "<table:table-cell><text:p>b</text:p></table:table-cell>"
        "</table:table-row></table:table-header-rows></table:table></office:text>"
    )
    assert blocks(odt(tmp_path / "a.odt", text)) == [
        ("heading", "Title", "p1"),
        ("paragraph", "One.", "p2"),
        ("note", "the note", "footnote 1"),
        ("item", "item", "p3"),
        ("paragraph", "a", "table1/r1/c1"),
        ("paragraph", "b", "table1/r1/c3"),
    ]


def test_white_space(tmp_path):
    """Counts once; that which counts more has elements of its own."""
    text = (
        "<office:text><text:p>a \n b<text:s text:c='2'/>c<text:tab/>d<text:line-break/><text:span>e</text:span> f"
        "<office:annotation><text:p>remark</text:p></office:annotation></text:p></office:text>"
    )
    assert blocks(odt(tmp_path / "a.odt", text))[0][1] == "a b  c\td\ne f"


def test_what_is_not_shown_is_left_out_and_counted(tmp_path, caplog):
    """Deleted text lies apart; hidden text by its style, its element or its section."""
    styles = "<style:style style:name='H'><style:text-properties text:display='none'/></style:style>"
    text = (
        "<office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>old</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>seen<text:span text:style-name='H'>secret</text:span>"
        "<text:hidden-text>more</text:hidden-text></text:p>"
        "<text:section text:display='none'><text:p>away</text:p></text:section></office:text>"
    )
    with caplog.at_level(logging.WARNING):
        assert [text for _, text, _ in blocks(odt(tmp_path / "a.odt", text, styles=styles))] == ["seen"]
    assert "left out: 1 tracked deletions, 2 hidden passages, 1 hidden sections" in caplog.text


def test_what_a_picture_is_called_is_no_text(tmp_path):
    """Its title and description are for those who cannot see it; the text in a frame is text."""
    svg = "xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0'"
    text = (
        f"<office:text><text:p>See<draw:frame {svg}><draw:text-box><text:p>Boxed.</text:p></draw:text-box>"
        "<svg:title>A map</svg:title><svg:desc>of rivers</svg:desc></draw:frame> here.</text:p></office:text>"
    )
    assert [text for _, text, _ in blocks(odt(tmp_path / "a.odt", text))] == ["See here.", "Boxed."]


def test_a_password_is_said(tmp_path):
    """An encrypted part has its key data in the manifest."""
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    path = odt(tmp_path / "a.odt", "<office:text/>", **{"META-INF/manifest.xml": manifest})
    with pytest.raises(FormatError, match="is protected by a password"):
        blocks(path)


def test_a_spreadsheet_is_no_text(tmp_path):
    """And an archive without content is not whole."""
    with pytest.raises(FormatError, match="holds no text document"):
        blocks(odt(tmp_path / "a.odt", "<office:spreadsheet/>"))
    with pytest.raises(FormatError, match=r"has no part content\.xml"):
        blocks(packed(tmp_path / "b.odt", {"mimetype": "application/vnd.oasis.opendocument.text"}))
