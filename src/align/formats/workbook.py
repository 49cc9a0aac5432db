"""A plain table as a workbook (XLSX), for figures; units are written by the format `xlsx`."""

from align.formats._xlsx_write import write_figures

__all__ = ["write_figures"]
