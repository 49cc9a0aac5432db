"""The cells of a workbook (Office Open XML, ECMA-376) as text: those of the first sheet, or of all that are shown.

Only what a table of texts needs is read: of styles, whether they show a number as something else; no dates, no values
of formulas. The parts go through the door to XML with all its limits.
"""

from __future__ import annotations

import re
import shutil
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from align.errors import FormatError, InputError
from align.formats._xml import Element, XmlStream, local_name, parse
from align.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Cell", "sheet_rows", "workbook_facts", "workbook_rows"]

_RATIO_FROM = 16 * 2**20
_COLUMNS = 16_384  # ECMA-376
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_SHOWN_OTHERWISE = frozenset({*range(9, 23), *range(27, 37), *range(45, 49), *range(50, 59)})
"""Built-in number formats of percentages, fractions, dates and times (ECMA-376, part 1, 18.8.30)."""
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
_NOT_A_NUMBER = re.compile(r"[ymdhs%/]|e[+-]", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0"  # how an old or an encrypted file begins
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell.

    Attributes:
        text: what it holds.
        refused: whether it holds a formula or an error instead.
        cached: the last value of the formula.
        looks_other: whether it holds a number that is shown as something else, such as a date or a percentage.
    """

    text: str
    refused: bool = False
    cached: str = ""
    looks_other: bool = False


def sheet_rows(
    path: Path, *, merged: list[tuple[int, int, int, int]] | None = None
) -> Iterator[tuple[int, dict[int, Cell]]]:
    """The rows of the first sheet that have a cell: number from 1, and cells by their column from 0.

    Args:
        path: the workbook.
        merged: gets, after the last row, the first row and column and the last row and column of each cell that is
            drawn over several.

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is no workbook, is protected with a password, or is damaged.
    """
    for _, number, cells in _of_sheets(path, first_only=True, merged=merged, hidden=[]):
        yield number, cells


def workbook_rows(path: Path, *, hidden: list[str]) -> Iterator[tuple[int, int, dict[int, Cell]]]:
    """The rows of all sheets that are shown: number of the sheet from 1, then as `sheet_rows` gives them.

    Args:
        path: the workbook.
        hidden: gets the names of the sheets that are hidden, which are not read.

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is no workbook, is protected with a password, or is damaged.
    """
    return _of_sheets(path, first_only=False, merged=None, hidden=hidden)


def _of_sheets(
    path: Path, *, first_only: bool, merged: list[tuple[int, int, int, int]] | None, hidden: list[str]
) -> Iterator[tuple[int, int, dict[int, Cell]]]:
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    if not head:
        raise FormatError("the file is empty; it should be a workbook (.xlsx)", path=path)
    if head == _OLE:
        raise FormatError("protected with a password, or an old .xls; save it as .xlsx without a password", path=path)
    try:
        with zipfile.ZipFile(path) as archive, TemporaryDirectory(prefix="align.") as folder:
            strings, styles, sheets = _parts(archive, Path(folder))
            for place, (name, state, part) in enumerate(sheets[:1] if first_only else sheets, start=1):
                if state != "visible" and not first_only:
                    hidden.append(name)
                    continue
                sheet = _part(archive, part, Path(folder))
                for number, cells in _rows(sheet, strings, styles, merged):
                    yield place, number, cells
    except _BROKEN as error:
        raise FormatError("this is no workbook, or it is damaged; save it as .xlsx again", path=path) from error
    except FormatError as error:
        raise FormatError(error.reason, path=path) from error


def workbook_facts(path: Path) -> tuple[tuple[str, ...], bool]:
    """The names of all sheets of a workbook that `sheet_rows` has read, and whether its days are counted from 1904."""
    try:
        with zipfile.ZipFile(path) as archive, TemporaryDirectory(prefix="align.") as folder:
            workbook = parse(_part(archive, "xl/workbook.xml", Path(folder)))
    except (*_BROKEN, FormatError):
        return (), False
    names = tuple(element.get("name") or "" for element in workbook.iter() if local_name(element.tag) == "sheet")
    counted = (element.get("date1904") for element in workbook.iter() if local_name(element.tag) == "workbookpr")
    return names, any(value in ("1", "true") for value in counted)


def _parts(archive: zipfile.ZipFile, folder: Path) -> tuple[list[str], frozenset[str], list[tuple[str, str, str]]]:
    """The shared texts; the styles that show a number as something else; of each sheet name, state and part.

    The state is "visible" for a sheet that is shown.
    """
    names = {info.filename for info in archive.infolist()}
    workbook = parse(_part(archive, "xl/workbook.xml", folder))
    sheets = [element for element in workbook.iter() if local_name(element.tag) == "sheet"]
    if not sheets:
        raise FormatError("the workbook has no sheet; add one")
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in parse(_part(archive, "xl/_rels/workbook.xml.rels", folder))
    }
    found: list[tuple[str, str, str]] = []
    for sheet in sheets:
        wanted = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        target = targets.get(wanted, "")
        part = target[1:] if target.startswith("/") else f"xl/{target}"
        found.append((sheet.get("name") or "", sheet.get("state") or "visible", part))
    strings: list[str] = []
    if "xl/sharedStrings.xml" in names:
        strings = [_text(item) for item in XmlStream(_part(archive, "xl/sharedStrings.xml", folder), "si")]
    styles = _styles(_part(archive, "xl/styles.xml", folder)) if "xl/styles.xml" in names else frozenset[str]()
    return strings, styles, found


def _styles(path: Path) -> frozenset[str]:
    """The positions of the cell formats that show a number as a date, a time, a percentage or a fraction."""
    other = {str(number) for number in _SHOWN_OTHERWISE}
    positions: list[str] = []
    for element in parse(path).iter():
        name = local_name(element.tag)
        if name == "numfmt":
            is_other = _NOT_A_NUMBER.search(_LITERAL.sub("", element.get("formatCode") or ""))
            (other.add if is_other else other.discard)(element.get("numFmtId") or "")
        elif name == "cellxfs":
            positions = [str(at) for at, xf in enumerate(element) if xf.get("numFmtId") in other]
    return frozenset(positions)


def _part(archive: zipfile.ZipFile, name: str, folder: Path) -> Path:
    """One part of the workbook as a file in `folder`, if it is of a reasonable size."""
    info = archive.getinfo(name)
    allowed = limits()
    if info.file_size > allowed.whole:
        raise FormatError(
            f"{name} in it is larger than {allowed.whole // 2**20} MB; split the file, or raise the limit 'whole'"
        )
    if info.file_size > _RATIO_FROM and info.file_size > allowed.expansion * max(1, info.compress_size):
        raise FormatError(
            f"{name} in it expands more than {allowed.expansion} times, as no text does; if you trust it, raise the "
            "limit 'expansion'"
        )
    place = folder / f"{len(list(folder.iterdir()))}.xml"
    with archive.open(info) as packed, place.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return place


def _rows(
    sheet: Path, strings: list[str], styles: frozenset[str], merged: list[tuple[int, int, int, int]] | None
) -> Iterator[tuple[int, dict[int, Cell]]]:
    number = 0
    stream = XmlStream(sheet, "row")
    for row in stream:
        number = int(row.get("r") or number + 1)
        cells: dict[int, Cell] = {}
        column = -1
        for element in row:
            if local_name(element.tag) != "c":
                continue
            named = _REFERENCE.fullmatch(element.get("r") or "")
            column = _column(named[1]) if named else column + 1
            if column >= _COLUMNS:
                raise FormatError(f"row {number} has more columns than a sheet can have")
            cells[column] = _cell(element, strings, styles)
        if cells:
            yield number, cells
    if merged is not None and stream.root is not None:
        merged += _merged(stream.root)


def _merged(root: Element) -> Iterator[tuple[int, int, int, int]]:
    """Rows and columns of the cells that are drawn over several."""
    for element in root.iter():
        if local_name(element.tag) == "mergecell":
            first, _, last = (element.get("ref") or "").partition(":")
            one, other = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
            if one and other:
                yield int(one[2]), _column(one[1]), int(other[2]), _column(other[1])


def _column(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - ord("A") + 1
    return value - 1


def _cell(element: Element, strings: list[str], styles: frozenset[str]) -> Cell:
    kind = element.get("t") or "n"
    parts = {local_name(inner.tag): inner for inner in element}
    if kind == "e":
        return Cell(text="", refused=True)
    if "f" in parts:
        value = "".join(parts["v"].itertext()) if "v" in parts else ""
        return Cell(text="", refused=True, cached=_unescaped(value))
    if kind == "inlineStr":
        return Cell(text=_text(parts["is"]) if "is" in parts else "")
    value = "".join(parts["v"].itertext()) if "v" in parts else ""
    if kind == "s":
        if not value.isdecimal() or int(value) >= len(strings):
            raise FormatError("a cell points at a text that is not there")
        return Cell(text=strings[int(value)])
    return Cell(text=_unescaped(value), looks_other=kind == "n" and bool(value) and element.get("s") in styles)


def _text(element: Element) -> str:
    """The text of a shared or inline string, its runs joined; how it is pronounced (``rPh``) is no part of it."""
    parts = []
    for inner in element:
        name = local_name(inner.tag)
        if name == "t":
            parts.append(inner.text or "")
        elif name == "r":
            parts += [run.text or "" for run in inner if local_name(run.tag) == "t"]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    """`text` with Excel's escapes (``_x000D_``) as the characters they stand for, and line ends as LF."""
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return text.replace("\r\n", "\n").replace("\r", "\n")
