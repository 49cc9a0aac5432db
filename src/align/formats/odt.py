"""OpenDocument texts (ODT): headings, paragraphs, list items, tables row by row, notes.

Element names are those of OpenDocument 1.3 part 3. Tracked deletions and hidden text are left out and counted; headers
and footers, comments and pictures are not read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.errors import FormatError
from align.formats._reading import Piece, collapsed, document_of, tell_left_out
from align.formats._xml import child, local_name
from align.formats.package import IS_PACKAGE, opened_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from align.formats._xml import Element
    from align.formats.package import Package
    from align.model import BlockKind, Document

__all__ = ["OdtFormat"]

_MIMETYPE = b"application/vnd.oasis.opendocument.text"
_SKIPPED = frozenset(
    ("annotation", "annotation-end", "tracked-changes", "ruby-text", "sequence-decls", "forms", "variable-decls")
)
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"  # title and description of a picture
_HIDDEN = frozenset({"hidden-text", "hidden-paragraph"})
_CHARACTERS = {"tab": "\t", "line-break": "\n"}
_REPEATS = 1000  # columns that one cell may stand for; a spreadsheet's last cell stands for thousands, all empty
_SPACES = 1000  # that one element may stand for


@dataclass(frozen=True, slots=True, kw_only=True)
class _Later:
    """A note or text box that comes after the paragraph it hangs on."""

    holder: Element
    place: str
    note: bool


class OdtFormat:
    """Reads OpenDocument texts."""

    name = "odt"
    suffixes = (".odt", ".ott")
    keeps: frozenset[str] = frozenset()

    def sniff(self, head: bytes) -> bool:
        """Whether the first part of a ZIP archive says that it is an OpenDocument text."""
        return head.startswith(IS_PACKAGE[0]) and _MIMETYPE in head[:200]

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:  # noqa: ARG002
        """The text of an OpenDocument file, with blocks and no segments.

        Footnotes and endnotes come after the paragraph that refers to them. Each paragraph in a cell of a table is a
        block. Places are ``p12`` (the twelfth paragraph or heading outside of tables), ``table2/r3/c1``,
        ``footnote 4`` and ``endnote 1``.

        Args:
            path: a file.
            lang: BCP 47 tag of the text.
            encoding: without meaning here; XML says its own.

        Raises:
            InputError: the file cannot be opened, or has no text.
            FormatError: it is no OpenDocument text, damaged, refused, or protected by a password.
        """
        with opened_package(path, kind="an OpenDocument text (ODT)") as package:
            _refuse_password(package)
            pieces = _Reading(package).pieces()
            return document_of(path, pieces, lang=lang, remedy="if it shows pictures of pages, run OCR first")


class _Reading:
    """One pass over ``content.xml``."""

    def __init__(self, package: Package) -> None:
        self._path = package.path
        root = package.xml("content.xml")
        body = child(root, "body")
        self._text = None if body is None else child(body, "text")
        if self._text is None:
            raise FormatError(
                "holds no text document (office:text); a table or presentation has to be saved as text first",
                path=package.path,
            )
        self._hiding = frozenset(_hiding_styles(root))
        self._paragraphs = self._tables = 0
        self._notes = Counter[str]()
        self._left_out = Counter[str]()

    def pieces(self) -> Iterator[Piece]:
        """All blocks, then the report of what was left out."""
        yield from self._blocks(self._text, None, "paragraph")
        tell_left_out(self._path, self._left_out)

    def _blocks(self, holder: Element, place: str | None, kind: BlockKind) -> Iterator[Piece]:
        """The blocks in a text, cell, note or frame; `place` None is the text's own."""
        for element in holder:
            name = local_name(element.tag)
            if name in {"p", "h"}:
                if place is None:
                    self._paragraphs += 1
                own: BlockKind = "heading" if name == "h" and kind == "paragraph" else kind
                yield from self._paragraph(element, place or f"p{self._paragraphs}", own)
            elif name == "table":
                yield from self._table(element, kind)
            elif name in {"list-item", "list-header"}:
                yield from self._blocks(element, place, "item" if kind == "paragraph" else kind)
            elif name == "tracked-changes":
                self._left_out["tracked deletions"] += sum(local_name(one.tag) == "deletion" for one in element.iter())
            elif name == "section" and _attribute(element, "display") == "none":
                self._left_out["hidden sections"] += 1
            elif name not in _SKIPPED:
                yield from self._blocks(element, place, kind)

    def _table(self, table: Element, kind: BlockKind) -> Iterator[Piece]:
        self._tables += 1
        number = self._tables
        for row_number, row in enumerate(_found(table, "table-row"), 1):
            column = 1
            for cell in row:
                if local_name(cell.tag) == "table-cell":
                    yield from self._blocks(cell, f"table{number}/r{row_number}/c{column}", kind)
                column += _count(cell, "number-columns-repeated", _REPEATS)

    def _paragraph(self, paragraph: Element, place: str, kind: BlockKind) -> Iterator[Piece]:
        text: list[str] = []
        after: list[_Later] = []
        self._inline(paragraph, text, after, place, hidden=_attribute(paragraph, "style-name") in self._hiding)
        yield Piece(kind=kind, text="".join(text), place=place)
        for later in after:
            yield from self._blocks(later.holder, later.place, "note" if later.note else kind)

    def _inline(self, element: Element, text: list[str], after: list[_Later], place: str, *, hidden: bool) -> None:
        """Gather the text of a paragraph, and what is to come after it; at most 256 deep (the parser's limit)."""
        self._add(element.text, text, hidden=hidden)
        for inner in element:
            name = local_name(inner.tag)
            if name == "s":
                text.append("" if hidden else " " * _count(inner, "c", _SPACES))
            elif name in _CHARACTERS:
                text.append("" if hidden else _CHARACTERS[name])
            elif name == "note":
                note_class = _attribute(inner, "note-class") or "footnote"
                self._notes[note_class] += 1
                body = child(inner, "note-body")
                if body is not None:
                    later = _Later(holder=body, place=f"{note_class} {self._notes[note_class]}", note=True)
                    after.append(later)
            elif name in {"text-box", "table"}:
                after.append(_Later(holder=inner, place=place, note=False))
            elif name in _HIDDEN:
                self._left_out["hidden passages"] += 1
            elif name not in _SKIPPED and not inner.tag.startswith(_SVG):
                own = hidden or _attribute(inner, "style-name") in self._hiding
                self._inline(inner, text, after, place, hidden=own)
            self._add(inner.tail, text, hidden=hidden)

    def _add(self, piece: str | None, text: list[str], *, hidden: bool) -> None:
        """Text, of which white space counts once (OpenDocument 1.3 part 3, 6.1.2)."""
        if not piece:
            return
        if hidden:
            self._left_out["hidden passages"] += 1
        else:
            text.append(collapsed(piece))


def _refuse_password(package: Package) -> None:
    if "META-INF/manifest.xml" in package.names:
        manifest = package.xml("META-INF/manifest.xml")
        if any(local_name(element.tag) == "encryption-data" for element in manifest.iter()):
            raise FormatError("is protected by a password; save a copy without one", path=package.path)


def _hiding_styles(root: Element) -> Iterator[str]:
    """Names of the automatic styles whose text is not shown."""
    for style in root.iter("{*}style"):
        for properties in style:
            if local_name(properties.tag) == "text-properties" and _attribute(properties, "display") == "none":
                yield _attribute(style, "name")


def _attribute(element: Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if local_name(key) == name), "")


def _count(element: Element, name: str, most: int) -> int:
    value = _attribute(element, name)
    return min(int(value), most) if value.isdecimal() and len(value) < 10 and int(value) else 1


def _found(holder: Element, name: str) -> Iterator[Element]:
    """The rows of a table, also those inside groups of rows."""
    for inner in holder:
        local = local_name(inner.tag)
        if local == name:
            yield inner
        elif local in {"table-rows", "table-header-rows", "table-row-group"}:
            yield from _found(inner, name)
