"""A workbook for reviewers; the door to xlsxwriter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from align import lang as languages
from align.errors import OutputError, UsageError
from align.formats._tmx_names import tmx_date
from align.formats._xml import legal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from align.formats import UnitHeader
    from align.formats.marked_sheets import Column, MarkedCell

__all__ = ["SheetRow", "write_figures", "write_marked", "write_sheet", "write_table"]

_LONGEST = 32_767  # characters in a cell (UTF-16 units), a limit of Excel
_MOST = 1_048_575  # rows under the row of names, likewise
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # what stands in a file that has no date: the first that zip knows
_WIDTHS = {"score": 7, "status": 10, "comment": 40}
_TEXT_WIDTH = 60
_COLOURS = {"": None, "doubtful": "#FFF6DF", "null": "#F6F2FA", "checked": "#E6F4EA"}
"""The backgrounds of rows, those of report.html."""

SheetRow = tuple[str, tuple[str | float | None, ...]]
"""The look of a row (a key of the colours) and its cells."""


def write_figures(
    path: Path, title: str, names: Sequence[str], rows: Iterable[Sequence[str | float]], *, shares: Sequence[str] = ()
) -> None:
    """Write one sheet with a row of names; the same calls give the same bytes.

    Args:
        path: the file itself; atomic replacement is the caller's.
        title: of the workbook.
        names: of the columns.
        rows: texts and numbers.
        shares: the columns whose numbers are shares (0..1), shown in per cent.

    Raises:
        OutputError: the disk is full.
    """
    try:
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            book.set_properties({"title": legal(title)[0], "created": _EPOCH.replace(tzinfo=None)})
            sheet = book.add_worksheet("table")
            bold = book.add_format({"bold": True, "bg_color": "#E0E4E8"})
            plain, share = book.add_format({}), book.add_format({"num_format": "0.0%"})
            for column, name in enumerate(names):
                sheet.write_string(0, column, legal(name)[0], bold)
                sheet.set_column(column, column, max(12, len(name) + 2))
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, column, legal(value)[0], plain)
                    else:
                        sheet.write_number(number, column, value, share if names[column] in shares else plain)
            sheet.freeze_panes(1, 0)
    except XlsxWriterException as error:
        raise OutputError(f"the workbook cannot be written: {error}") from error


def write_sheet(
    path: Path, names: Sequence[str], langs: Sequence[str], rows: Iterable[SheetRow], header: UnitHeader
) -> int:
    """Write one sheet with a frozen row of names; the same calls give the same bytes.

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
    replaced = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            stamp = None if header.date is None else tmx_date(header.date)
            created = _EPOCH if stamp is None else datetime.strptime(stamp, "%Y%m%dT%H%M%S%z")
            about: dict[str, Any] = {"title": legal(header.title or "")[0], "created": created.replace(tzinfo=None)}
            book.set_properties(about)
            sheet = book.add_worksheet("review")
            looks = {name: _looks(book, colour, names, langs) for name, colour in _COLOURS.items()}
            bold = book.add_format({"bold": True, "bg_color": "#E0E4E8", "valign": "top"})
            for column, name in enumerate(names):
                hidden = column in {0, len(names) - 1}
                width = _TEXT_WIDTH if name in langs else _WIDTHS.get(name, 12)
                sheet.set_column(column, column, width, None, {"hidden": True} if hidden else {})
            if "status" in names:
                column = list(names).index("status")
                sheet.data_validation(1, column, _MOST, column, {"validate": "list", "source": ["auto", "checked"]})
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            sheet.set_landscape()
            for column, name in enumerate(names):
                sheet.write_string(0, column, name, bold)
            number = 0
            for number, (look, cells) in enumerate(rows, 1):
                if number > _MOST:
                    raise UsageError(f"a sheet holds {_MOST:,} rows and there are more units; write another format")
                for column, value in enumerate(cells):
                    style = looks[look][column]
                    if isinstance(value, str):
                        text, count = legal(value)
                        replaced += count
                        if len(text.encode("utf-16-le")) // 2 > _LONGEST:
                            raise UsageError(
                                f"unit {cells[0]}: a cell holds {_LONGEST:,} characters and the column "
                                f"{names[column]} has more; write another format"
                            )
                        sheet.write_string(number, column, text, style)
                    elif value is not None:
                        sheet.write_number(number, column, value, style)
                    else:
                        sheet.write_blank(number, column, None, style)
            sheet.autofilter(0, 0, max(number, 1), len(names) - 1)
    except XlsxWriterException as error:
        raise OutputError(f"the workbook cannot be written: {error}") from error
    return replaced


def write_table(
    path: Path, title: str, names: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Mapping[str, int]
) -> int:
    """Write a sheet of texts; see `align.formats.sheets`."""
    replaced = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            book.set_properties({"created": _EPOCH.replace(tzinfo=None)})
            sheet = book.add_worksheet(title)
            bold = book.add_format({"bold": True, "bg_color": "#E0E4E8", "valign": "top"})
            plain = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
            for column, name in enumerate(names):
                sheet.set_column(column, column, widths.get(name, 14), plain)
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            for column, name in enumerate(names):
                sheet.write_string(0, column, name, bold)
            number = 0
            for number, cells in enumerate(rows, 1):
                if number > _MOST:
                    raise UsageError(f"a sheet holds {_MOST:,} rows and there are more; write another format")
                for column, value in enumerate(cells):
                    text, count = legal(value)
                    replaced += count
                    if len(text.encode("utf-16-le")) // 2 > _LONGEST:
                        raise UsageError(
                            f"row {number + 1}: a cell holds {_LONGEST:,} characters and the column {names[column]} "
                            "has more; write another format"
                        )
                    if text:
                        sheet.write_string(number, column, text, plain)
            sheet.autofilter(0, 0, max(number, 1), len(names) - 1)
    except XlsxWriterException as error:
        raise OutputError(f"the workbook cannot be written: {error}") from error
    return replaced


def _looks(book: Any, colour: str | None, names: Sequence[str], langs: Sequence[str]) -> list[Any]:  # noqa: ANN401 - a workbook
    """The format of each column for rows of one colour."""
    out = []
    for name in names:
        told: dict[str, Any] = {"valign": "top", "text_wrap": True, "num_format": "0.00" if name == "score" else "@"}
        if colour is not None:
            told["bg_color"] = colour
        if name in langs and languages.direction(name) == "rtl":
            told |= {"reading_order": 2, "align": "right"}
        out.append(book.add_format(told))
    return out


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
    replaced = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            about = {"title": legal(title)[0], "subject": legal(subject)[0], "created": _EPOCH.replace(tzinfo=None)}
            book.set_properties(about)
            page = book.add_worksheet(sheet)
            bold = book.add_format({"bold": True, "bg_color": "#E0E4E8", "valign": "top"})
            mark = book.add_format({"bold": True, "underline": 1, "font_color": "#A3261D"})
            plain = book.add_format({})
            looks: dict[tuple[str, bool], Any] = {}
            for number, column in enumerate(columns):
                page.set_column(number, number, column.width)
                if column.choices:
                    choice = {"validate": "list", "source": list(column.choices)}
                    page.data_validation(1, number, _MOST, number, choice)
            page.freeze_panes(1, 0)
            page.repeat_rows(0)
            page.set_landscape()
            for number, column in enumerate(columns):
                page.write_string(0, number, column.name, bold)
            row = 0
            for row, (colour, cells) in enumerate(rows, 1):
                if row > _MOST:
                    raise UsageError(f"a sheet holds {_MOST:,} rows and there are more; choose another report")
                for number, cell in enumerate(cells):
                    key = colour, cell.lang is not None and languages.direction(cell.lang) == "rtl"
                    if key not in looks:
                        looks[key] = _look(book, *key)
                    text, count = legal(cell.text)
                    replaced += count
                    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST:
                        raise UsageError(
                            f"row {row + 1}: a cell holds {_LONGEST:,} characters and the column "
                            f"{columns[number].name} has more; choose another report"
                        )
                    _write_cell(page, (row, number), text, cell.marked, (looks[key], plain, mark))
            page.autofilter(0, 0, max(row, 1), len(columns) - 1)
    except XlsxWriterException as error:
        raise OutputError(f"the workbook cannot be written: {error}") from error
    return replaced


def _write_cell(page: Any, place: tuple[int, int], text: str, marked: tuple[int, int] | None, looks: Any) -> None:  # noqa: ANN401 - a sheet
    look, plain, mark = looks
    start, end = marked or (0, 0)
    parts = [text[:start], text[start:end], text[end:]]
    if not text:
        page.write_blank(*place, None, look)
    elif end <= start or not parts[1] or not (parts[0] or parts[2]):
        page.write_string(*place, text, look)  # a rich string needs two pieces at least
    else:
        pieces: list[Any] = []
        for part, style in zip(parts, (plain, mark, plain), strict=True):
            pieces += [style, part] if part else []
        page.write_rich_string(*place, *pieces, look)


def _look(book: Any, colour: str, is_rtl: bool) -> Any:  # noqa: ANN401 - a workbook
    told: dict[str, Any] = {"valign": "top", "text_wrap": True, "num_format": "@"}
    if colour:
        told["bg_color"] = colour
    if is_rtl:
        told |= {"reading_order": 2, "align": "right"}
    return book.add_format(told)
