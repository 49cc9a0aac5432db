"""Workbooks as tables of texts, for other shelves: the first sheet read, a plain sheet written."""

from align.formats._xlsx_read import Cell, sheet_rows
from align.formats._xlsx_write import write_table

__all__ = ["Cell", "sheet_rows", "write_table"]
