"""Workbooks as tables of texts, for other shelves: the first sheet read, a plain sheet written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.formats._xlsx_read import Cell, sheet_rows, workbook_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Cell", "sheet_rows", "workbook_facts", "write_table"]


def write_table(
    path: Path, title: str, names: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Mapping[str, int]
) -> int:
    """Write one sheet of texts with a frozen row of names; the same calls give the same bytes.

    Args:
        path: the file itself; atomic replacement is the caller's.
        title: of the sheet.
        names: of the columns.
        rows: the cells of each row, a text a column; none of them becomes a number, a date or a formula.
        widths: of columns by their names, in characters.

    Returns:
        How many characters a workbook cannot hold and were replaced, one for one.

    Raises:
        UsageError: a text or the table is larger than a sheet can hold.
        OutputError: the disk is full.
    """
    from align.formats._xlsx_write import write_table as write  # brings a library that reading does without

    return write(path, title, names, rows, widths=widths)
