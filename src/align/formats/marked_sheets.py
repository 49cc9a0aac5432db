"""A table as a workbook: columns with widths and choices, rows with a colour, cells with a passage that is marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["Column", "MarkedCell", "write_marked_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        name: its heading.
        width: in characters.
        choices: what may be chosen in its cells; empty for anything.
    """

    name: str
    width: int = 12
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedCell:
    """One cell.

    Attributes:
        text: what it holds; never a formula or a link, whatever it looks like.
        marked: span in `text` that is bold and underlined, code points, half-open.
        lang: BCP 47 tag of the text, for its direction.
    """

    text: str
    marked: tuple[int, int] | None = None
    lang: str | None = None


def write_marked_table(
    path: Path,
    columns: Sequence[Column],
    rows: Iterable[tuple[str, Sequence[MarkedCell]]],
    *,
    sheet: str,
    title: str = "",
    subject: str = "",
) -> int:
    """Write one sheet with a frozen row of names and a filter; the same calls give the same bytes.

    Args:
        path: the file itself; atomic replacement is the caller's.
        columns: in their order.
        rows: the colour of each row (`#RRGGBB`, or empty) and its cells.
        sheet: the name of the sheet.
        title: of the workbook.
        subject: of the workbook.

    Returns:
        How many characters a workbook cannot hold and were replaced, one for one.

    Raises:
        UsageError: a text or the table is larger than a sheet can hold.
        OutputError: the disk is full.
    """
    from align.formats._xlsx_write import write_marked

    return write_marked(path, columns, rows, sheet=sheet, title=title, subject=subject)
