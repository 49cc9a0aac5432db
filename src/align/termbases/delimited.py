"""Term bases as text tables: CSV and TSV, in the long form (a row a term) and the wide form (a row a concept).

Both forms are read, with commas, semicolons or tabs between the cells, in any encoding that can be told. The long form
is written, in UTF-8.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import regex

from align.errors import FormatError
from align.termbases import Columns
from align.termbases._headers import meanings
from align.termbases._long_rows import long_rows
from align.termbases._losses import EVERYTHING, counted
from align.termbases._tables import Sheet, read_sheet
from align.termbases._wide_rows import WIDE_KEEPS, wide_rows
from align.text.decode import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from align.model import TermBase
    from align.termbases import Loss, Reading

__all__ = ["CsvTermbase", "TsvTermbase", "WideCsvTermbase"]

_SEPARATORS = (",", ";", "\t")
_CONTROL = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_LOOKED_AT = 16_384  # characters in which the row of names is looked for
_HEADER_ROWS = 10
_LONGEST = 16 * 2**20  # characters in one cell


class CsvTermbase:
    """Comma-separated table: a row a term, or a row a concept and a column a language."""

    name = "csv"
    suffixes: tuple[str, ...] = (".csv",)
    keeps: frozenset[str] = EVERYTHING
    rows_of = staticmethod(long_rows)
    separator = ","
    encoding = "utf-8-sig"  # a spreadsheet takes a file without the signature for one in its old encoding

    def sniff(self, head: bytes) -> bool:
        """Whether one of the first lines names columns of a term base."""
        text = _decoded(head)
        mark = _mark(text)
        fits = mark == "\t" if self.separator == "\t" else mark != "\t"
        return fits and any(_names_columns(line.split(mark)) for line in text.split("\n")[:_HEADER_ROWS])

    def read(self, path: Path, *, columns: Columns, langs: tuple[str, ...]) -> Reading:  # noqa: ARG002 - the contract's
        """All concepts, and all that is wrong.

        Raises:
            InputError: the file cannot be read.
            FormatError: it is no table, or a column is not known.
        """
        return read_sheet(_sheet(path), path, columns)

    def write(self, termbase: TermBase, path: Path, *, langs: tuple[str, ...]) -> tuple[Loss, ...]:
        """Write all terms.

        Raises:
            OutputError: there is no term to write.
        """
        names, rows, lost = self.rows_of(termbase, langs=langs)
        with path.open("w", encoding=self.encoding, newline="") as file:
            writer = csv.writer(file, delimiter=self.separator, lineterminator="\n")
            writer.writerow(names)
            for row in rows:
                cells = [_CONTROL.subn(" ", cell.replace("\r\n", "\n").replace("\r", "\n")) for cell in row]
                lost["characters that a table cannot hold"] += sum(count for _, count in cells)
                writer.writerow([cell for cell, _ in cells])
        return counted(lost)


class WideCsvTermbase(CsvTermbase):
    """Comma-separated table, written with a row a concept and a column a language."""

    name = "csv-wide"
    keeps = WIDE_KEEPS
    rows_of = staticmethod(wide_rows)


class TsvTermbase(CsvTermbase):
    """Table with tabs: a row a term, or a row a concept and a column a language."""

    name = "tsv"
    suffixes: tuple[str, ...] = (".tsv", ".tab")
    separator = "\t"
    encoding = "utf-8"


def _decoded(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    return head.decode("utf-8-sig", "ignore")


def _mark(text: str) -> str:
    """What sets the cells apart: what makes one of the first lines name columns, or else the most frequent one."""
    lines = [line for line in text[:_LOOKED_AT].split("\n") if any(mark in line for mark in _SEPARATORS)][:_HEADER_ROWS]
    if not lines:
        return ","
    marks = sorted(_SEPARATORS, key=lambda mark: -lines[0].count(mark))
    return next((mark for mark in marks if any(_names_columns(line.split(mark)) for line in lines)), marks[0])


def _names_columns(cells: list[str]) -> bool:
    """Whether these are the names of the columns of a term base."""
    found = meanings([cell.strip('" ') for cell in cells], Columns())
    fields = {meaning.field for meaning in found}
    langs = sum(meaning.is_of_terms for meaning in found)
    return {"lang", "text"} <= fields or langs > 1 or (langs == 1 and "concept" in fields)


def _sheet(path: Path) -> Sheet:
    """The rows that are not empty, with the lines they begin in."""
    text = read_text(path).text
    separator = _mark(text)
    before = csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise FormatError(
            f"this row cannot be read as CSV ({error}); look for a quotation mark that is not closed or not doubled",
            path=path,
            line=line,
        ) from None
    finally:
        csv.field_size_limit(before)
    return Sheet(rows=rows)
