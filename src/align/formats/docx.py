"""Word documents (DOCX, Office Open XML): headings, paragraphs, list items, tables row by row, notes.

Element names are those of ECMA-376 part 1, chapter 17 (WordprocessingML). What Word shows is read: tracked deletions
and hidden text are left out and counted, tracked insertions are text. Headers and footers, comments and pictures are
not read.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.errors import FormatError
from align.formats._docx_styles import Styles, is_on
from align.formats._reading import Piece, document_of, tell_left_out
from align.formats._xml import child, local_name
from align.formats.package import IS_PACKAGE, opened_package, resolved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from align.formats._xml import Element
    from align.formats.package import Package
    from align.model import Document

__all__ = ["DocxFormat"]

_DELETED = frozenset({"del", "movefrom"})
# "fallback" repeats for old programs what "choice" says; "rt" is a reading aid above the base text
_SKIPPED = frozenset({"ppr", "rpr", "fallback", "rt", "instrtext", "deltext", "sectpr", "tblpr", "trpr", "tcpr"})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "nobreakhyphen": "\u2011", "softhyphen": "\u00ad"}
_SYMBOLS = range(0xE000, 0xF900)  # private use: which character it is only the font knows
_BETWEEN = frozenset({"tbl", "sdt", "customxml"})  # what a paragraph cannot be carried on over
_NOTES = {"footnotereference": "footnotes", "endnotereference": "endnotes"}


class DocxFormat:
    """Reads Word documents."""

    name = "docx"
    suffixes = (".docx", ".docm", ".dotx")
    keeps: frozenset[str] = frozenset()

    def sniff(self, head: bytes) -> bool:
        """Whether a ZIP archive has a part below ``word/`` among its first ones (before a name stands a length)."""
        return head.startswith(IS_PACKAGE[0]) and b"\x00word/" in head

    def sniff_members(self, names: frozenset[str]) -> bool:
        """Whether an archive with parts of these names is a Word document."""
        return "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:  # noqa: ARG002
        """The text of a Word document, with blocks and no segments.

        A paragraph with an outline level, of its own or by its style, is a heading, a numbered or bulleted one an
        item. Footnotes and endnotes come after the paragraph that refers to them. Each paragraph in a cell of a table
        is a block. Places are ``p12`` (the twelfth paragraph outside of tables), ``table2/r3/c1``, ``footnote 4`` and
        ``endnote 1``.

        Args:
            path: a file.
            lang: BCP 47 tag of the text.
            encoding: without meaning here; XML says its own.

        Raises:
            InputError: the file cannot be opened, or has no text.
            FormatError: it is no Word document, damaged, refused, or protected by a password.
        """
        with opened_package(path, kind="a Word document (DOCX)") as package:
            reading = _Reading(package)
            return document_of(path, reading.pieces(), lang=lang, remedy="if it shows pictures of pages, run OCR first")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Later:
    """A note or text box that comes after the paragraph it hangs on."""

    holder: Element
    place: str
    note: bool


class _Reading:
    """One pass over the parts of a document."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = _main_part(package)
        self._styles = Styles(self._optional("styles"))
        self._notes = {kind: self._notes_of(kind) for kind in _NOTES.values()}
        self._paragraphs = self._tables = 0
        self._seen: Counter[str] = Counter()
        self._left_out = Counter[str]()

    def pieces(self) -> Iterator[Piece]:
        """All blocks, then the report of what was left out."""
        root = self._package.xml(self._main)
        body = child(root, "body")
        if local_name(root.tag) != "document" or body is None:
            raise FormatError(
                f"{self._main} has no body; open the file in Word and save it again", path=self._package.path
            )
        yield from self._blocks(body, None)
        tell_left_out(self._package.path, self._left_out)

    def _optional(self, stem: str) -> Element:
        name = posixpath.join(posixpath.dirname(self._main), f"{stem}.xml")
        return self._package.xml(name) if name in self._package.names else None

    def _notes_of(self, kind: str) -> dict[str, Element]:
        root = self._optional(kind)
        return {} if root is None else {_value(note, "id"): note for note in root}

    def _blocks(self, holder: Element, place: str | None, *, note: bool = False) -> Iterator[Piece]:
        """The blocks in a body, cell, note or text box; `place` None is the body's own."""
        begun: list[Element] = []  # paragraphs whose end is deleted: the next one carries them on
        for element in holder:
            name = local_name(element.tag)
            if name == "p":
                if place is None:
                    self._paragraphs += 1
                begun.append(element)
                if not _end_is_deleted(element):
                    yield from self._paragraph(begun, place or f"p{self._paragraphs}", note=note)
                    begun = []
                continue
            if begun and name in _BETWEEN:
                yield from self._paragraph(begun, place or f"p{self._paragraphs}", note=note)
                begun = []
            if name == "tbl":
                yield from self._table(element, note=note)
            elif name in _DELETED:
                self._left_out["tracked deletions"] += 1
            elif name not in _SKIPPED:
                yield from self._blocks(element, place, note=note)
        if begun:
            yield from self._paragraph(begun, place or f"p{self._paragraphs}", note=note)

    def _table(self, table: Element, *, note: bool) -> Iterator[Piece]:
        self._tables += 1
        number = self._tables
        for row_number, row in enumerate(_found(table, "tr"), 1):
            if _inside(row, "trpr", "del") is not None:
                self._left_out["tracked deletions"] += 1
                continue
            column = 1
            for cell in _found(row, "tc"):
                yield from self._blocks(cell, f"table{number}/r{row_number}/c{column}", note=note)
                column += _number(_inside(cell, "tcpr", "gridspan"))

    def _paragraph(self, parts: list[Element], place: str, *, note: bool) -> Iterator[Piece]:
        """A paragraph; of several that a tracked change has made one, it looks like the last."""
        text: list[str] = []
        after: list[_Later] = []
        for part in parts:
            style = self._styles.of(child(part, "ppr"))
            self._inline(part, text, after, place, hidden=style.hidden)
        yield Piece(kind="note" if note else style.kind, text="".join(text), place=place)
        for later in after:
            yield from self._blocks(later.holder, later.place, note=note or later.note)

    def _inline(self, element: Element, text: list[str], after: list[_Later], place: str, *, hidden: bool) -> None:
        """Gather the text of a paragraph, and what is to come after it; at most 256 deep (the parser's limit)."""
        for inner in element:
            name = local_name(inner.tag)
            if name in _DELETED:
                self._left_out["tracked deletions"] += 1
            elif name in _SKIPPED:
                continue
            elif name == "r":
                self._inline(inner, text, after, place, hidden=self._is_hidden(inner, hidden=hidden))
            elif name == "t":
                if hidden:
                    self._left_out["hidden passages"] += 1
                else:
                    text.append(inner.text or "")
            elif name in _CHARACTERS:
                text.append("" if hidden else _CHARACTERS[name])
            elif name == "sym":
                text.append("" if hidden else self._symbol(inner))
            elif name in _NOTES:
                self._note(inner, _NOTES[name], after)
            elif name == "txbxcontent":
                after.append(_Later(holder=inner, place=place, note=False))
            else:
                self._inline(inner, text, after, place, hidden=hidden)

    def _is_hidden(self, run: Element, *, hidden: bool) -> bool:
        properties = child(run, "rpr")
        if properties is None:
            return hidden
        own = child(properties, "vanish")
        return is_on(own) if own is not None else hidden or self._styles.hides(child(properties, "rstyle"))

    def _symbol(self, element: Element) -> str:
        try:
            code = int(_value(element, "char"), 16)
        except ValueError:
            code = _SYMBOLS[0]
        if code in _SYMBOLS or not 0x20 <= code <= 0xFFFF:
            self._left_out["symbols of a font"] += 1
            return ""
        return chr(code)

    def _note(self, reference: Element, kind: str, after: list[_Later]) -> None:
        """A note is read where it is first referred to."""
        note = self._notes[kind].pop(_value(reference, "id"), None)
        if note is not None:
            self._seen[kind] += 1
            place = f"{kind.removesuffix('s')} {self._seen[kind]}"
            after.append(_Later(holder=note, place=place, note=True))


def _end_is_deleted(paragraph: Element) -> bool:
    """Whether a tracked change has joined the paragraph with the next one."""
    mark = _inside(paragraph, "ppr", "rpr")
    return mark is not None and any(child(mark, name) is not None for name in ("del", "movefrom"))


def _main_part(package: Package) -> str:
    """The name of the part with the text, as the relations of the archive say (ECMA-376 part 2, chapter 9)."""
    name = "word/document.xml"
    if "_rels/.rels" in package.names:
        for relation in package.xml("_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                name = resolved(relation.get("Target", ""), base="")
    if name not in package.names:
        raise FormatError(
            f"has no part {name}, so it is no Word document (DOCX); open it in its own program and save it as DOCX",
            path=package.path,
        )
    return name


def _value(element: Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if local_name(key) == name), "")


def _number(element: Element) -> int:
    value = "" if element is None else _value(element, "val")
    return min(max(1, int(value)), 1000) if value.isdecimal() else 1


def _inside(element: Element, *names: str) -> Element:
    """The element at the end of this path of children, or None."""
    for name in names:
        if element is not None:
            element = child(element, name)
    return element


def _found(holder: Element, name: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also those inside content controls and custom XML."""
    for inner in holder:
        local = local_name(inner.tag)
        if local == name:
            yield inner
        elif local in {"sdt", "sdtcontent", "customxml", "ins"}:
            yield from _found(inner, name)
