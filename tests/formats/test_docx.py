"""Word documents: what is a block, what is left out, and what is said of it."""

from __future__ import annotations

import logging

import pytest
from docx import Document as WordDocument

from align.errors import FormatError, InputError
from align.formats.docx import DocxFormat
from office_files import docx, packed


def blocks(path):
    """Kind, text and place of each block."""
    document = DocxFormat().read_document(path, lang="en")
    return [(b.kind, document.text[b.start : b.end], b.place) for b in document.blocks]


def para(text, properties=""):
    """A paragraph of one run."""
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_file_of_another_program(tmp_path):
    """Headings, items, tables row by row and paragraphs come out of what python-docx writes."""
    word = WordDocument()
    word.add_heading("Title", 1)
    word.add_paragraph("One.")
    word.add_paragraph("an item", style="List Bullet")
    table = word.add_table(rows=2, cols=2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {number}"
    word.add_paragraph("Two.")
    word.save(tmp_path / "a.docx")
    assert blocks(tmp_path / "a.docx") == [
        ("heading", "Title", "p1"),
        ("paragraph", "One.", "p2"),
        ("item", "an item", "p3"),
        ("paragraph", "cell 0", "table1/r1/c1"),
        ("paragraph", "cell 1", "table1/r1/c2"),
        ("paragraph", "cell 2", "table1/r2/c1"),
        ("paragraph", "cell 3", "table1/r2/c2"),
        ("paragraph", "Two.", "p4"),
    ]


def test_paragraphs_that_a_tracked_change_has_joined_are_one(tmp_path):
    """As Word shows them without the marks; a paragraph that is deleted as a whole leaves nothing behind."""
    gone = "<w:rPr><w:del/></w:rPr>"
    body = (
        para("One half, ", '<w:outlineLvl w:val="0"/>' + gone)
        + '<w:bookmarkStart w:id="1" w:name="a"/>'
        + para("the other half.")
        + f"<w:p><w:pPr>{gone}</w:pPr><w:del><w:r><w:delText>Deleted.</w:delText></w:r></w:del></w:p>"
        + para("Next.")
        + para("Before a table.", gone)
        + f"<w:tbl><w:tr><w:tc>{para('Cell.', gone)}</w:tc></w:tr></w:tbl>"
    )
    assert blocks(docx(tmp_path / "a.docx", body)) == [
        ("paragraph", "One half, the other half.", "p2"),
        ("paragraph", "Next.", "p4"),
        ("paragraph", "Before a table.", "p5"),
        ("paragraph", "Cell.", "table1/r1/c1"),
    ]


def test_styles_are_followed_to_what_they_are_based_on(tmp_path):
    """An outline level or a numbering may come from a style further up; a paragraph's own one counts first."""
    styles = (
        '<w:style w:styleId="A"><w:name w:val="Heading 2"/></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:styleId="C"><w:basedOn w:val="C"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    )
    body = (
        para("of B", '<w:pStyle w:val="B"/>')
        + para("body text after all", '<w:pStyle w:val="B"/><w:outlineLvl w:val="9"/>')
        + para("of C", '<w:pStyle w:val="C"/>')
        + para("no number", '<w:pStyle w:val="C"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + para("level", '<w:outlineLvl w:val="2"/>')
    )
    kinds = [kind for kind, _, _ in blocks(docx(tmp_path / "a.docx", body, styles=styles))]
    assert kinds == ["heading", "paragraph", "item", "paragraph", "heading"]


def test_notes_come_after_their_paragraph(tmp_path):
    """Each once, numbered in the order of the text, whatever their ids."""
    body = (
        "<w:p><w:r><w:t>One</w:t><w:footnoteReference w:id='7'/></w:r><w:r><w:t>.</w:t><w:endnoteReference w:id='2'/>"
        "</w:r></w:p>" + para("Two.") + "<w:p><w:r><w:t>Three.</w:t><w:footnoteReference w:id='4'/></w:r></w:p>"
    )
    notes = f"<w:footnote w:id='4'>{para('four')}</w:footnote><w:footnote w:id='7'>{para('seven')}</w:footnote>"
    ends = f"<w:endnote w:id='2'>{para('end')}</w:endnote>"
    assert blocks(docx(tmp_path / "a.docx", body, footnotes=notes, endnotes=ends)) == [
        ("paragraph", "One.", "p1"),
        ("note", "seven", "footnote 1"),
        ("note", "end", "endnote 1"),
        ("paragraph", "Two.", "p2"),
        ("paragraph", "Three.", "p3"),
        ("note", "four", "footnote 2"),
    ]


def test_what_is_not_shown_is_left_out_and_counted(tmp_path, caplog):
    """Tracked deletions, text moved away and hidden text; insertions and text moved here are read."""
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>kept </w:t></w:r>"
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>from</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t> to</w:t></w:r></w:moveTo>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t> shown</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + para("row") + "</w:tc></w:tr></w:tbl>"
    )
    with caplog.at_level(logging.WARNING):
        assert [text for _, text, _ in blocks(docx(tmp_path / "a.docx", body))] == ["kept new to shown"]
    assert "left out: 3 tracked deletions, 1 hidden passages" in caplog.text


def test_characters_that_are_elements(tmp_path):
    """Tabs, line breaks and special hyphens are characters; a symbol that only a font knows is counted."""
    body = (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"
        "<w:sym w:char='00A7'/><w:sym w:char='F0B7'/></w:r></w:p>"
    )
    assert blocks(docx(tmp_path / "a.docx", body))[0][1] == "a\tb\nc\u2011d\u00a7"


def test_cells_count_columns(tmp_path):
    """A cell over two columns moves those after it; a table in a table has its own number."""
    inner = f"<w:tbl><w:tr><w:tc>{para('deep')}</w:tc></w:tr></w:tbl>"
    cell = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{para('wide')}</w:tc><w:tc>{para('third')}{inner}</w:tc>"
    assert [place for _, _, place in blocks(docx(tmp_path / "a.docx", f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))] == [
        "table1/r1/c1",
        "table1/r1/c3",
        "table2/r1/c1",
    ]


def test_a_text_box_is_read_once(tmp_path):
    """After the paragraph that holds it, and not again from what old programs would show."""
    box = "<w:txbxContent>" + para("boxed") + "</w:txbxContent>"
    choice = f"<w:r><x:AlternateContent xmlns:x='m'><x:Choice>{box}</x:Choice><x:Fallback>{box}</x:Fallback></x:AlternateContent></w:r>"
    body = f"<w:p><w:r><w:t>anchor</w:t></w:r>{choice}</w:p>"
    assert [text for _, text, _ in blocks(docx(tmp_path / "a.docx", body))] == ["anchor", "boxed"]


def test_the_main_part_may_have_any_name(tmp_path):
    """The relations of the archive say which it is."""
    path = docx(tmp_path / "a.docx", para("x"))
    rel = '<Relationships><Relationship Type="x/officeDocument" Target="/word/document2.xml"/></Relationships>'
    body = '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>other</w:t></w:r></w:p></w:body></w:document>'
    packed(path, {"_rels/.rels": rel, "word/document2.xml": body})
    assert [text for _, text, _ in blocks(path)] == ["other"]


def test_a_document_without_its_main_part(tmp_path):
    """Is no Word document."""
    with pytest.raises(FormatError, match=r"has no part word/document\.xml, so it is no Word document"):
        blocks(packed(tmp_path / "a.docx", {"word/styles.xml": "<x/>"}))


def test_a_document_without_text(tmp_path):
    """Says so, and what may be the reason."""
    with pytest.raises(InputError, match="has no text; if it shows pictures of pages, run OCR first"):
        blocks(docx(tmp_path / "a.docx", "<w:p/>"))
