"""Workbooks for people: one sheet each, with a row of names that stays in view; the door to xlsxwriter."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from align import lang as languages
from align.errors import OutputError, UsageError
from align.formats._tmx_names import tmx_date
from align.formats._xml import legal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from align.formats import UnitHeader
    from align.formats.marked_sheets import Column, MarkedCell

__all__ = ["SheetRow", "write_figures", "write_marked", "write_sheet", "write_table"]

_LONGEST = 32_767  # characters in a cell (UTF-16 units), a limit of Excel
_MOST = 1_048_575  # rows under the row of names, likewise
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # what stands in a file that has no date: the first that zip knows
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
_WIDTHS = {"score": 7, "status": 10, "comment": 40}
_TEXT_WIDTH = 60
_COLOURS = {"": "", "doubtful": "#FFF6DF", "null": "#F6F2FA", "checked": "#E6F4EA"}
"""The backgrounds of rows, those of report.html."""

SheetRow = tuple[str, tuple[str | float | None, ...]]
"""The look of a row (a key of the colours) and its cells."""

_Row = TypeVar("_Row")


@dataclass(slots=True, kw_only=True)
class _Page:
    """A sheet that is being written.

    Attributes:
        book: the workbook of xlsxwriter.
        sheet: its sheet.
        names: of the columns.
        remedy: what to do about a table that no sheet holds.
        rows: how many are written, without the row of names.
        replaced: how many characters were.
    """

    book: Any
    sheet: Any
    names: Sequence[str]
    remedy: str
    rows: int = 0
    replaced: int = 0

    def numbered(self, rows: Iterable[_Row]) -> Iterator[tuple[int, _Row]]:
        """The rows with the number that each has in the sheet, from 1.

        Raises:
            UsageError: there are more than a sheet can hold.
        """
        for self.rows, row in enumerate(rows, 1):
            if self.rows > _MOST:
                raise UsageError(f"a sheet holds {_MOST:,} rows and there are more; {self.remedy}")
            yield self.rows, row

    def text(self, value: str, column: int, *, where: str = "") -> str:
        """What can be written of `value`; `where` names the row in the error.

        Raises:
            UsageError: it is longer than a cell can hold.
        """
        text, count = legal(value)
        self.replaced += count
        if len(text.encode("utf-16-le")) // 2 > _LONGEST:
            place = where or f"row {self.rows + 1}"
            more = f"the column {self.names[column]} has more"
            raise UsageError(f"{place}: a cell holds {_LONGEST:,} characters and {more}; {self.remedy}")
        return text

    def offer(self, column: int, choices: Sequence[str]) -> None:
        """Let the cells of a column be chosen from a list."""
        self.sheet.data_validation(1, column, _MOST, column, {"validate": "list", "source": list(choices)})

    def look(self, colour: str = "", *, lang: str | None = None, shape: str = "@") -> Any:  # noqa: ANN401 - a format
        """How a cell looks: its background, the direction of its language, the shape of its numbers."""
        told: dict[str, Any] = {"valign": "top", "text_wrap": True, "num_format": shape}
        if colour:
            told["bg_color"] = colour
        if lang is not None and languages.direction(lang) == "rtl":
            told |= {"reading_order": 2, "align": "right"}
        return self.book.add_format(told)


@contextmanager
def _page(
    path: Path, tab: str, names: Sequence[str], *, remedy: str, created: datetime = _EPOCH, **about: str
) -> Iterator[_Page]:
    """A sheet with its row of names, to be filled row by row; the same calls give the same bytes.

    Raises:
        OutputError: the disk is full.
    """
    try:
        with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
            told: dict[str, Any] = {name: legal(text)[0] for name, text in about.items()}
            book.set_properties(told | {"created": created.replace(tzinfo=None)})
            sheet = book.add_worksheet(tab)
            bold = book.add_format({"bold": True, "bg_color": "#E0E4E8", "valign": "top"})
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            sheet.set_landscape()
            for column, name in enumerate(names):
                sheet.write_string(0, column, legal(name)[0], bold)
            page = _Page(book=book, sheet=sheet, names=names, remedy=remedy)
            yield page
            sheet.autofilter(0, 0, max(page.rows, 1), len(names) - 1)
    except XlsxWriterException as error:
        raise OutputError(f"the workbook cannot be written: {error}") from error


def write_figures(
    path: Path, title: str, names: Sequence[str], rows: Iterable[Sequence[str | float]], *, shares: Sequence[str] = ()
) -> None:
    """Write one sheet of texts and numbers.

    Args:
        path: the file itself; atomic replacement is the caller's.
        title: of the workbook.
        names: of the columns.
        rows: texts and numbers.
        shares: the columns whose numbers are shares (0..1), shown in per cent.

    Raises:
        OutputError: the disk is full.
    """
    with _page(path, "table", names, remedy="write another format", title=title) as page:
        plain, share = page.look(shape="General"), page.look(shape="0.0%")
        for column, name in enumerate(names):
            page.sheet.set_column(column, column, max(12, len(name) + 2))
        for number, row in page.numbered(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.sheet.write_string(number, column, page.text(value, column), plain)
                else:
                    page.sheet.write_number(number, column, value, share if names[column] in shares else plain)


def write_sheet(
    path: Path, names: Sequence[str], langs: Sequence[str], rows: Iterable[SheetRow], header: UnitHeader
) -> int:
    """Write one sheet of units for a reviewer.

    Args:
        path: the file itself; atomic replacement is the caller's.
        names: of the columns; the first and the last are hidden.
        langs: the languages among `names`; their columns are wide, those written from right to left stand so.
        rows: look and cells of each row.
        header: title and date of the workbook.

    Returns:
        How many characters a workbook cannot hold and were replaced, one for one.

    Raises:
        UsageError: a text or the table is larger than a sheet can hold.
        OutputError: the disk is full.
    """
    stamp = None if header.date is None else tmx_date(header.date)
    created = _EPOCH if stamp is None else datetime.strptime(stamp, "%Y%m%dT%H%M%S%z")
    remedy = "write another format"
    with _page(path, "review", names, remedy=remedy, created=created, title=header.title or "") as page:
        looks = {
            look: [
                page.look(colour, lang=name if name in langs else None, shape="0.00" if name == "score" else "@")
                for name in names
            ]
            for look, colour in _COLOURS.items()
        }
        for column, name in enumerate(names):
            hidden = {"hidden": True} if column in {0, len(names) - 1} else {}
            width = _TEXT_WIDTH if name in langs else _WIDTHS.get(name, 12)
            page.sheet.set_column(column, column, width, None, hidden)
        if "status" in names:
            page.offer(list(names).index("status"), ("auto", "checked"))
        for number, (look, cells) in page.numbered(rows):
            for column, (value, style) in enumerate(zip(cells, looks[look], strict=True)):
                if isinstance(value, str):
                    text = page.text(value, column, where=f"unit {cells[0]}")
                    page.sheet.write_string(number, column, text, style)
                elif value is not None:
                    page.sheet.write_number(number, column, value, style)
                else:
                    page.sheet.write_blank(number, column, None, style)
    return page.replaced


def write_table(
    path: Path, title: str, names: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Mapping[str, int]
) -> int:
    """Write a sheet of texts; see `align.formats.sheets`."""
    with _page(path, title, names, remedy="write another format") as page:
        plain = page.look()
        for column, name in enumerate(names):
            page.sheet.set_column(column, column, widths.get(name, 14), plain)
        for number, cells in page.numbered(rows):
            for column, value in enumerate(cells):
                if text := page.text(value, column):
                    page.sheet.write_string(number, column, text, plain)
    return page.replaced


def write_marked(
    path: Path,
    columns: Sequence[Column],
    rows: Iterable[tuple[str, Sequence[MarkedCell]]],
    *,
    sheet: str,
    title: str,
    subject: str,
) -> int:
    """See `align.formats.marked_sheets.write_marked_table`."""
    names = [column.name for column in columns]
    with _page(path, sheet, names, remedy="choose another report", title=title, subject=subject) as page:
        mark = page.book.add_format({"bold": True, "underline": 1, "font_color": "#A3261D"})
        plain = page.book.add_format({})
        looks: dict[tuple[str, str | None], Any] = {}
        for number, column in enumerate(columns):
            page.sheet.set_column(number, number, column.width)
            if column.choices:
                page.offer(number, column.choices)
        for row, (colour, cells) in page.numbered(rows):
            for number, cell in enumerate(cells):
                key = colour, cell.lang
                if key not in looks:
                    looks[key] = page.look(colour, lang=cell.lang)
                text = page.text(cell.text, number)
                _write_cell(page.sheet, (row, number), text, cell.marked, (looks[key], plain, mark))
    return page.replaced


def _write_cell(sheet: Any, place: tuple[int, int], text: str, marked: tuple[int, int] | None, looks: Any) -> None:  # noqa: ANN401 - a sheet
    look, plain, mark = looks
    start, end = marked or (0, 0)
    parts = [text[:start], text[start:end], text[end:]]
    if not text:
        sheet.write_blank(*place, None, look)
    elif end <= start or not parts[1] or not (parts[0] or parts[2]):
        sheet.write_string(*place, text, look)  # a rich string needs two pieces at least
    else:
        pieces: list[Any] = []
        for part, style in zip(parts, (plain, mark, plain), strict=True):
            pieces += [style, part] if part else []
        sheet.write_rich_string(*place, *pieces, look)
