"""XLSX: a sheet for reviewers, out and back in.

A row a unit: the languages side by side, score, status and comment. The id, and what the cells held when the sheet was
written, are in hidden columns; `read_review` gives the rows that `align.revision` puts onto the units again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError
from align.formats import UnitHeader, Written
from align.formats._reading import Piece, document_of, tell_left_out
from align.formats._xlsx_read import Cell, sheet_rows, workbook_facts, workbook_rows
from align.formats._xlsx_write import SheetRow, write_sheet
from align.formats.spool import Spool
from align.language_names import language_of
from align.model import Property, TranslationUnit, Variant
from align.revision import Reviewed, fingerprint, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from align.model import Document

__all__ = ["XlsxFormat", "read_review"]

_log = logging.getLogger(__name__)
_DOUBTFUL_BELOW = 0.7  # as in report.html
_ABOUT = ("score", "status", "comment")
_BASE = "given out"


class XlsxFormat:
    """A workbook; its first sheet has a row of names and a row for each unit.

    Score and status are read as properties and the lines of the comment as notes, for a row does not say which beads
    it comes from. To put an edited sheet onto its units, use `read_review`.
    """

    name = "xlsx"
    suffixes: tuple[str, ...] = (".xlsx",)
    keeps = frozenset({"languages", "nulls"})

    def sniff(self, head: bytes) -> bool:
        """Whether the file begins as a zip archive with the parts of a workbook."""
        return head.startswith(b"PK\x03\x04") and b"xl/" in head

    def sniff_members(self, names: frozenset[str]) -> bool:
        """Whether an archive has the main part of a workbook."""
        return "xl/workbook.xml" in names

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:  # noqa: ARG002
        """All sheets that are shown as a text: each cell with text is a paragraph; its place names row and column.

        A row of names, such as `write_units` writes, is no text. Cells with a formula or an error and hidden sheets
        are left out, which is logged.

        Args:
            path: a file.
            lang: BCP 47 tag of the text.
            encoding: of no use; a workbook says its own.

        Raises:
            InputError: the file cannot be opened, or has no text.
            FormatError: it is no workbook, is protected with a password, or is damaged.
        """
        pieces: list[Piece] = []
        hidden: list[str] = []
        refused = otherwise = 0
        for sheet, number, cells in workbook_rows(path, hidden=hidden):
            if number == 1 and _is_row_of_names(cells, path):
                continue
            refused += sum(cell.refused for cell in cells.values())
            otherwise += sum(cell.looks_other for cell in cells.values())
            pieces += [
                Piece(kind="paragraph", text=cell.text, place=f"table{sheet}/r{number}/c{column + 1}")
                for column, cell in sorted(cells.items())
                if cell.text
            ]
        tell_left_out(path, {"cells with a formula or an error": refused, "hidden sheets": len(hidden)})
        if otherwise:
            _log.warning("%s: %d cells are shown as dates or percentages and were read as numbers", path, otherwise)
        return document_of(path, pieces, lang=lang, remedy="look whether its sheets have text that is shown")

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one; rows without an id get ``tuN`` by their position.

        Raises:
            FormatError: no workbook, no row of names, or a cell with a formula or a date.
        """
        names: list[str] = []
        for number, cells in sheet_rows(path):
            if not names:
                _tell_sheets(path)
                names, langs = _names(cells, path)
                continue
            row = _row(number, cells, names, langs)
            if row.refused:
                where = f"the cell {row.refused[0]} in row {number}"
                message = f"{where} holds a formula, an error, a date or a percentage; write the text itself"
                raise FormatError(message, path=path)
            variants = tuple(Variant(lang=lang, content=(text,)) for lang, text in row.texts if text)
            if not variants:
                continue
            about = (("score", _value(cells, names, "score")), ("status", row.status))
            yield TranslationUnit(
                id=row.id or f"tu{number - 1}",
                variants=variants,
                notes=tuple(line for line in row.comment.split("\n") if line.strip()),
                properties=tuple(Property(name=name, value=value) for name, value in about if value),
            )
        if not names:
            raise FormatError("the sheet is empty; its first row names the columns", path=path)

    def read_header(self, path: Path) -> UnitHeader:
        """The first language is the source; more is not said."""
        for _, cells in sheet_rows(path):
            return UnitHeader(source=_names(cells, path)[1][0])
        raise FormatError("the sheet is empty; its first row names the columns", path=path)

    def write_units(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write a row a unit; the columns are the languages in the order in which they first occur, the source first.

        Doubtful rows (a score under 0.7 that nobody has confirmed), rows that lack a language, and confirmed ones have
        the colours of the report.
        """
        with Spool(units) as rows:
            langs = sorted(rows.langs, key=lambda lang: lang != header.source) or [header.source or "en"]
            names = ("id", *langs, *_ABOUT, _BASE)
            replaced = write_sheet(path, names, langs, (_sheet_row(unit, langs) for unit in rows), header)
            return Written(units=len(rows), replaced=replaced)


def read_review(path: Path) -> Iterator[Reviewed]:
    """The rows of a sheet that came back from a reviewer, for `align.revision.Revision`.

    Raises:
        FormatError: no workbook, or its first row does not name the columns.
    """
    names: list[str] = []
    langs: list[str] = []
    for number, cells in sheet_rows(path):
        if names:
            yield _row(number, cells, names, langs)
        else:
            names, langs = _names(cells, path)
    if not names:
        raise FormatError("the sheet is empty; its first row names the columns", path=path)


def _tell_sheets(path: Path) -> None:
    names, _ = workbook_facts(path)
    if len(names) > 1:
        _log.warning("%s: only the first of %d sheets, %r, is read", path, len(names), names[0])


def _sheet_row(unit: TranslationUnit, langs: Sequence[str]) -> SheetRow:
    texts = [variant.text if (variant := unit.variant(lang)) else "" for lang in langs]
    status, comment = status_of(unit), "\n".join(unit.notes)
    told = (*zip(langs, texts, strict=True), ("status", status), ("comment", comment))
    base = " ".join(f"{name}:{fingerprint(value)}" for name, value in told)
    look = ""
    if status == "checked":
        look = "checked"
    elif not all(texts):
        look = "null"
    elif unit.score is not None and unit.score < _DOUBTFUL_BELOW:
        look = "doubtful"
    return look, (unit.id, *(text or None for text in texts), unit.score, status, comment or None, base)


def _names(cells: dict[int, Cell], path: Path) -> tuple[list[str], list[str]]:
    """The names of the columns by their position, and the languages among them, in canonical spelling."""
    width = max(cells) + 1
    names = [cells[column].text.strip() if column in cells else "" for column in range(width)]
    names[0] = names[0].lower() if names[0].lower() == "id" else names[0]
    langs: list[str] = []
    for column, name in enumerate(names):
        if name and (name not in {"id", *_ABOUT, _BASE} or (name == "id" and column)):
            try:
                names[column] = language_of(name)
            except LanguageError as error:
                message = (
                    f"the column {error.reason}; name columns id, languages, score, status, comment, or take two "
                    "columns as they are with --bilingual"
                )
                raise FormatError(message, path=path, line=1) from error
            langs.append(names[column])
    if not langs or len(set(langs)) != len(langs):
        what = "a language has two columns; remove one" if langs else "no column is named by a language, such as en"
        raise FormatError(f"the first row names the columns: {what}", path=path, line=1)
    return names, langs


def _is_row_of_names(cells: dict[int, Cell], path: Path) -> bool:
    try:
        _names(cells, path)
    except FormatError:
        return False
    return True


def _value(cells: dict[int, Cell], names: Sequence[str], name: str) -> str:
    return cells[names.index(name)].text if name in names and names.index(name) in cells else ""


def _row(number: int, cells: dict[int, Cell], names: Sequence[str], langs: Sequence[str]) -> Reviewed:
    first_is_id = names[0] == "id"
    columns = [names.index(lang, 1 if first_is_id else 0) for lang in langs]
    texts = tuple(
        (lang, cells[column].text if column in cells else "") for lang, column in zip(langs, columns, strict=True)
    )
    looked_at = {*columns, *(names.index(name) for name in ("status", "comment") if name in names)}
    base = [item.rpartition(":") for item in _value(cells, names, _BASE).split()]
    return Reviewed(
        row=number,
        id=cells[0].text if first_is_id and 0 in cells else "",
        texts=texts,
        status=_value(cells, names, "status").strip(),
        comment=_value(cells, names, "comment"),
        base=tuple((name, value) for name, _, value in base),
        refused=tuple(
            names[column]
            for column, cell in sorted(cells.items())
            if column in looked_at and (cell.refused or cell.looks_other)
        ),
    )
