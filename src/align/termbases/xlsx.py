"""Term bases in workbooks (Office Open XML): the first sheet, in the long form or the wide form.

Of a formula the value is taken that the spreadsheet has stored with it. A date that the spreadsheet keeps as a number
is read as a date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.formats import Problem
from align.formats.sheets import sheet_rows, workbook_facts, write_table
from align.termbases._dates import DAY_ZERO, DAY_ZERO_1904
from align.termbases._long_rows import long_rows
from align.termbases._losses import EVERYTHING, counted, languages_of
from align.termbases._tables import Sheet, read_sheet
from align.termbases._wide_rows import WIDE_KEEPS, wide_rows

if TYPE_CHECKING:
    from pathlib import Path

    from align.model import TermBase
    from align.termbases import Columns, Loss, Reading

__all__ = ["WideXlsxTermbase", "XlsxTermbase"]

_TERM_WIDTH = 40  # characters
_WIDTHS = {"text": 50, "note": 40, "definition": 40, "forms": 30, "concept_note": 40, "source": 30, "authority": 20}


class XlsxTermbase:
    """Workbook: a row a term, or a row a concept and a column a language."""

    name = "xlsx"
    suffixes: tuple[str, ...] = (".xlsx",)
    keeps: frozenset[str] = EVERYTHING
    rows_of = staticmethod(long_rows)

    def sniff(self, head: bytes) -> bool:
        """Whether the file begins as a zip archive with the parts of a workbook."""
        return head.startswith(b"PK\x03\x04") and b"xl/" in head

    def read(self, path: Path, *, columns: Columns, langs: tuple[str, ...]) -> Reading:  # noqa: ARG002 - the contract's
        """All concepts, and all that is wrong.

        Raises:
            InputError: the file cannot be read.
            FormatError: it is no workbook, or a column is not known.
        """
        return read_sheet(_sheet(path), path, columns)

    def write(self, termbase: TermBase, path: Path, *, langs: tuple[str, ...]) -> tuple[Loss, ...]:
        """Write all terms, all cells as text.

        Raises:
            OutputError: there is no term to write.
            UsageError: there are more rows, or a longer text, than a sheet can hold.
        """
        names, rows, lost = self.rows_of(termbase, langs=langs)
        widths = _WIDTHS | dict.fromkeys(languages_of(termbase.concepts), _TERM_WIDTH)
        replaced = write_table(path, "terms", names, rows, widths=widths)
        lost["characters that a workbook cannot hold"] += replaced
        return counted(lost)


class WideXlsxTermbase(XlsxTermbase):
    """Workbook, written with a row a concept and a column a language."""

    name = "xlsx-wide"
    keeps = WIDE_KEEPS
    rows_of = staticmethod(wide_rows)


def _sheet(path: Path) -> Sheet:
    merged: list[tuple[int, int, int, int]] = []
    rows: list[tuple[int, list[str]]] = []
    refused: dict[tuple[int, int], str] = {}
    formulas = 0
    for number, cells in sheet_rows(path, merged=merged):
        width = max(cells) + 1
        texts = [""] * width
        for column, cell in cells.items():
            text = cell.text
            if cell.refused:
                text = cell.cached or ""
                formulas += bool(text)
                if not text:
                    refused[number, column] = "holds an error, or a formula without a value"
            texts[column] = text
        if any(text.strip() for text in texts):
            rows.append((number, texts))
    width = max((len(texts) for _, texts in rows), default=0)
    for _, texts in rows:
        texts.extend([""] * (width - len(texts)))
    continued = _spread_down(rows, merged)
    warnings = []
    if formulas:
        message = f"{formulas} cells hold formulas; the values that the spreadsheet stored were taken"
        warnings.append(Problem(path=str(path), line=None, column=None, rule="formula", message=message))
    names, from_1904 = workbook_facts(path)
    if len(names) > 1:
        message = f"only the first of {len(names)} sheets, {names[0]!r}, is read"
        warnings.append(Problem(path=str(path), line=None, column=None, rule="left out", message=message))
    across = [(first, left, right) for first, left, last, right in merged if right > left]
    return Sheet(
        rows=rows,
        merged=across,
        continued=continued,
        refused=refused,
        day_zero=DAY_ZERO_1904 if from_1904 else DAY_ZERO,
        what="row",
        warnings=warnings,
    )


def _spread_down(
    rows: list[tuple[int, list[str]]], merged: list[tuple[int, int, int, int]]
) -> frozenset[tuple[int, int]]:
    """Give the text of a cell that is drawn over several rows to each of them; row and column of those that got one."""
    given = set()
    by_number = dict(rows)
    for first, left, last, _ in merged:
        top = by_number.get(first)
        if last == first or top is None or left >= len(top) or not top[left].strip():
            continue
        for number in range(first + 1, last + 1):
            texts = by_number.get(number)
            if texts is not None:
                texts[left] = top[left]
                given.add((number, left))
    return frozenset(given)
