"""Office documents and books that tests write themselves, part by part."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)
CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
BOOK = (
    '<package><manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="a" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/></spine></package>'
)


def packed(path: Path, parts: dict[str, str | bytes]) -> Path:
    """A ZIP archive of these parts, the first one stored as OCF and ODF want it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(parts.items()):
            archive.writestr(name, content, zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED)
    return path


def docx(path: Path, body: str, **others: str) -> Path:
    """A Word document with this body, and with other parts such as ``styles`` and ``footnotes``."""
    parts: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>"}
    parts["word/document.xml"] = f"<w:document {WORD}><w:body>{body}</w:body></w:document>"
    parts |= {f"word/{name}.xml": f"<w:{name} {WORD}>{content}</w:{name}>" for name, content in others.items()}
    return packed(path, parts)


def odt(path: Path, text: str, *, styles: str = "", **others: str) -> Path:
    """An OpenDocument text with this content."""
    body = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>{text}</office:body>"
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {ODF}>{body}</office:document-content>",
    }
    return packed(path, parts | others)


def epub(path: Path, one: str, two: str, **others: str) -> Path:
    """A book of two documents, the second of which comes first in the reading order, and a table of contents."""
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": BOOK,
        "OEBPS/nav.xhtml": "<html><body><p>Contents</p></body></html>",
        "OEBPS/text/one a.xhtml": one,
        "OEBPS/text/two.xhtml": two,
    }
    return packed(path, parts | others)
