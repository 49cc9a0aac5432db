"""EPUB books: the documents of the spine, one after the other, each read as HTML.

Names are those of EPUB 3.3 and of OCF inside it; EPUB 2 has the same ones.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from align.errors import FormatError
from align.formats._html_blocks import blocks_of
from align.formats._reading import document_of, tell_left_out
from align.formats._xml import child, local_name
from align.formats.package import IS_PACKAGE, opened_package, resolved
from align.text.decode import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from align.formats._reading import Piece
    from align.formats._xml import Element
    from align.formats.package import Package
    from align.model import Document

__all__ = ["EpubFormat"]

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_MIMETYPE = b"mimetypeapplication/epub+zip"
_TEXT = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document"})


class EpubFormat:
    """Reads EPUB books."""

    name = "epub"
    suffixes = (".epub",)
    keeps: frozenset[str] = frozenset()

    def sniff(self, head: bytes) -> bool:
        """Whether the first part of a ZIP archive says that it is an EPUB book."""
        return head.startswith(IS_PACKAGE[0]) and _MIMETYPE in head[:200]

    def sniff_members(self, names: frozenset[str]) -> bool:
        """Whether an archive with parts of these names is an EPUB book."""
        return _CONTAINER in names

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:
        """The text of a book in its reading order, with blocks and no segments.

        Blocks are those of `align.formats.html.HtmlFormat`; the table of contents for reading systems is left out. A
        place is the part's name in the book and the place in it: ``text/ch2.xhtml p12``.

        Args:
            path: a file.
            lang: BCP 47 tag of the text.
            encoding: of the documents inside; None means as each of them shows.

        Raises:
            InputError: the file cannot be opened, or has no text.
            FormatError: it is no EPUB book, damaged, refused, or its text is encrypted (DRM).
            EncodingError: a document in it is not text in its encoding.
        """
        with opened_package(path, kind="an EPUB book") as package:
            return document_of(
                path,
                _pieces(package, encoding),
                lang=lang,
                remedy="if it shows pictures of pages, run OCR first",
            )


def _pieces(package: Package, encoding: str | None) -> Iterator[Piece]:
    left_out = Counter[str]()
    encrypted = _encrypted(package)
    base = _package_document(package)
    for name in _spine(package, base):
        if name in encrypted:
            raise FormatError("its text is encrypted (DRM); use a copy without", path=package.path)
        data = package.read(name)
        if not data.strip():
            continue
        text = decode(data, encoding=encoding, path=package.path / name).text
        for piece in blocks_of(text, xml=True, left_out=left_out):
            yield replace(piece, place=f"{name} {piece.place}" if piece.place else name)
    tell_left_out(package.path, left_out)


def _package_document(package: Package) -> str:
    for element in package.xml(_CONTAINER).iter("{*}rootfile"):
        name = resolved(element.get("full-path", ""), base="")
        if name in package.names:
            return name
    raise FormatError("its container names no package document; export the book again", path=package.path)


def _spine(package: Package, base: str) -> Iterator[str]:
    """The names of the parts with text, in reading order."""
    root = package.xml(base)
    manifest, spine = child(root, "manifest"), child(root, "spine")
    if manifest is None or spine is None:
        raise FormatError(f"{base} has no manifest or no spine; export the book again", path=package.path)
    items = {item.get("id"): item for item in manifest if local_name(item.tag) == "item"}
    seen = set[str]()
    for reference in spine:
        item: Element = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _TEXT or "nav" in item.get("properties", "").split():
            continue
        name = resolved(item.get("href", ""), base=base)
        if name not in package.names:
            raise FormatError(f"has no part {name}, which its spine names; get the book again", path=package.path)
        if name not in seen:
            seen.add(name)
            yield name


def _encrypted(package: Package) -> frozenset[str]:
    """The names of the parts that are encrypted; fonts often are, and do not matter."""
    if _ENCRYPTION not in package.names:
        return frozenset()
    references = package.xml(_ENCRYPTION).iter("{*}CipherReference")
    return frozenset(resolved(reference.get("URI", ""), base="") for reference in references)
