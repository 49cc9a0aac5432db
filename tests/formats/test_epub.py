"""EPUB books: the documents of the spine in their order."""

from __future__ import annotations

import pytest

from align.errors import FormatError, InputError
from align.formats.epub import EpubFormat
from office_files import BOOK, CONTAINER, epub, packed

ONE = "<?xml version='1.0'?><!DOCTYPE html><html><head><title/></head><body><p>One&nbsp;a.</p></body></html>"
TWO = (
    "<html xmlns:epub='http://www.idpf.org/2007/ops'><body><h1>Two</h1><script src='x'/><p>Text.</p>"
    "<aside epub:type='footnote'><p>Note.</p></aside></body></html>"
)


def blocks(path):
    """Kind, text and place of each block."""
    document = EpubFormat().read_document(path, lang="en")
    return [(b.kind, document.text[b.start : b.end], b.place) for b in document.blocks]


def test_the_spine_gives_the_order(tmp_path):
    """The table of contents is left out; named entities are known; a place names the part."""
    assert blocks(epub(tmp_path / "a.epub", ONE, TWO)) == [
        ("heading", "Two", "OEBPS/text/two.xhtml heading1"),
        ("paragraph", "Text.", "OEBPS/text/two.xhtml p1"),
        ("note", "Note.", "OEBPS/text/two.xhtml p2"),
        ("paragraph", "One\u00a0a.", "OEBPS/text/one a.xhtml p1"),
    ]


def test_encrypted_text_is_refused(tmp_path):
    """Encrypted fonts are no matter."""
    data = "<encryption><EncryptedData><CipherReference URI='OEBPS/{}'/></EncryptedData></encryption>"
    path = tmp_path / "a.epub"
    assert blocks(epub(path, ONE, TWO, **{"META-INF/encryption.xml": data.format("font.otf")}))
    with pytest.raises(FormatError, match=r"its text is encrypted \(DRM\)"):
        blocks(epub(path, ONE, TWO, **{"META-INF/encryption.xml": data.format("text/two.xhtml")}))


def test_incomplete_books(tmp_path):
    """Name what is missing."""
    path = tmp_path / "a.epub"
    for parts, message in (
        ({"META-INF/x": "x"}, r"has no part META-INF/container\.xml"),
        ({"META-INF/container.xml": CONTAINER}, "its container names no package document"),
        ({"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": "<package/>"}, "has no manifest or no spine"),
        ({"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": BOOK}, r"has no part OEBPS/text/two\.xhtml"),
    ):
        with pytest.raises(FormatError, match=message):
            blocks(packed(path, parts))
    with pytest.raises(InputError, match="has no text"):
        blocks(epub(path, "", "<html/>"))
