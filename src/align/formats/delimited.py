"""Tables as text, one unit a row: tab-separated (TSV), and comma-separated with quotes (CSV).

The first row names the columns: ``id``, one a language (its tag or its name), ``score``, ``type``, ``status``. Files
of others may have no ids. A language without a counterpart has an empty cell. In TSV there is no quoting: tabs and line
breaks in a text become a space. CSV is that of RFC 4180; a text that a spreadsheet would take for a formula has an
apostrophe before it.
"""

from __future__ import annotations

import csv
import re
from itertools import chain
from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError
from align.formats import UnitHeader, Written
from align.formats._lines import numbered_lines, one_line, text_head, utf8
from align.formats.spool import Spool
from align.language_names import language_of
from align.model import Origin, Property, TranslationUnit, Variant, is_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from align.model import BeadStatus

__all__ = ["CsvFormat", "TsvFormat"]

_ABOUT = ("score", "type", "status")
_LONGEST = 64 * 2**20  # characters in one cell
_FORMULA = re.compile(r"'*[=+\-@]")
_STATED = re.compile(r"sep=([,;\t])", re.IGNORECASE)  # how Excel is told what parts the cells
_GUARDED = re.compile(r"'+[=+\-@]")


class TsvFormat:
    """Tab-separated values with a row of names.

    In a file of two languages, score, type and status are read as the bead the unit comes from (its position is that
    of the row); with more languages they are read as properties, for a row cannot say which pair they are about.
    """

    name = "tsv"
    suffixes: tuple[str, ...] = (".tsv",)
    keeps = frozenset({"languages", "nulls"})

    def sniff(self, head: bytes) -> bool:
        """Whether the first line is a row of names."""
        return _are_names(_first_line(head).split("\t"))

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one; rows without an id get ``tuN`` by their position.

        Raises:
            FormatError: no row of names, a row with another number of cells or without any text.
        """
        rows = ((number, line.split("\t")) for number, line in numbered_lines(path) if number == 1 or line.strip())
        return _units(rows, path, "a text may not hold tabs")

    def read_header(self, path: Path) -> UnitHeader:
        """The first language is the source; more is not said."""
        return _header(((number, line.split("\t")) for number, line in numbered_lines(path)), path)

    def write_units(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write a row a unit; the columns are the languages in the order in which they first occur, the source first.

        Codes, notes, properties and ids of segments
        are left out.
        """
        replaced = 0
        with Spool(units) as rows, path.open("w", encoding="utf-8", newline="\n") as file:
            for cells in _table(rows, header):
                flat = [one_line(cell) for cell in cells]
                replaced += sum(count for _, count in flat)
                file.write("\t".join(cell for cell, _ in flat) + "\n")
        return Written(units=len(rows), replaced=replaced)


class CsvFormat:
    """Comma-separated values with a row of names, for spreadsheets; semicolons and tabs are read too.

    Score, type and status are read as in TSV.
    """

    name = "csv"
    suffixes: tuple[str, ...] = (".csv",)
    keeps = frozenset({"languages", "nulls"})

    def sniff(self, head: bytes) -> bool:
        """Whether the first line is a row of names; with tabs, it is that of TSV."""
        line = _first_line(head)
        delimiter = _delimiter(line)
        return delimiter != "\t" and _are_names([cell.strip('"') for cell in line.split(delimiter)])

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one; rows without an id get ``tuN`` by their position.

        Raises:
            FormatError: no row of names, a row with another number of cells or without any text, a quote without end.
        """
        return _units(self._rows(path), path, "a text with commas stands in quotes")

    def read_header(self, path: Path) -> UnitHeader:
        """The first language is the source; more is not said."""
        return _header(self._rows(path), path)

    def write_units(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write a row a unit, with the signature of UTF-8 that Excel needs; the columns are those of TSV.

        Line breaks stay in their cell. Codes, notes,
        properties and ids of segments are left out.
        """
        replaced = 0
        with Spool(units) as rows, path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            for cells in _table(rows, header):
                held = [utf8(cell.replace("\r\n", "\n").replace("\r", "\n")) for cell in cells]
                replaced += sum(count for _, count in held)
                writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell, _ in held])
        return Written(units=len(rows), replaced=replaced)

    def _rows(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
        lines = numbered_lines(path)
        first = next(lines, None)
        if first is None:
            return
        stated = _STATED.fullmatch(first[1])
        above = 0 if stated is None else 1
        every = lines if stated else chain([first], lines)
        delimiter = stated[1] if stated else _delimiter(first[1])
        reader = csv.reader((f"{line}\n" for _, line in every), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                if cells:
                    yield reader.line_num + above, [cell[1:] if _GUARDED.match(cell) else cell for cell in cells]
        except csv.Error as error:
            message = f"not CSV: {error}; put a text with commas or quotes into quotes, quotes in it doubled"
            if "\r" in first[1]:
                message = "the lines end in CR alone; save the file as CSV in UTF-8"
            raise FormatError(message, path=path, line=reader.line_num + above) from error


def _first_line(head: bytes) -> str:
    return text_head(head).partition("\n")[0].rstrip("\r")


def _delimiter(line: str) -> str:
    """What parts the names in the first line: a comma, a tab, or the semicolon of spreadsheets in some languages."""
    return max(",;\t", key=line.count)


def _are_names(cells: list[str]) -> bool:
    """Whether the content alone tells a table of units; without an id, only the name of the file can."""
    try:
        return cells[0] == "id" and bool(_languages(cells))
    except (FormatError, LanguageError):
        return False


def _header(rows: Iterable[tuple[int, list[str]]], path: Path) -> UnitHeader:
    for _, cells in rows:
        return UnitHeader(source=_named(cells, path)[0])
    raise FormatError("the file is empty; its first row names the columns", path=path)


def _table(units: Spool, header: UnitHeader) -> Iterator[tuple[str, ...]]:
    """The row of names, then a row a unit."""
    langs = sorted(units.langs, key=lambda lang: lang != header.source) or [header.source or "en"]
    yield ("id", *langs, *_ABOUT)
    for unit in units:
        texts = [variant.text if (variant := unit.variant(lang)) else "" for lang in langs]
        score = "" if unit.score is None else f"{unit.score:.4f}"
        kinds = " ".join(origin.kind for origin in unit.origin)
        yield (unit.id, *texts, score, kinds, unit.status if unit.origin else "")


def _units(rows: Iterable[tuple[int, list[str]]], path: Path, remedy: str) -> Iterator[TranslationUnit]:
    """The units in the rows under the row of names.

    Args:
        rows: line and cells of each row.
        path: for the place in messages.
        remedy: what to do if a row has another number of cells.
    """
    names: list[str] = []
    langs: list[str] = []
    row = 0
    for line, cells in rows:
        if not names:
            names, langs = cells, _named(cells, path)
            continue
        if len(cells) != len(names):
            raise FormatError(f"{len(cells)} cells under {len(names)} names; {remedy}", path=path, line=line)
        if not any(cells):  # spreadsheets write such rows under a table
            continue
        try:
            yield _unit(cells, names, langs, row)
        except FormatError as error:
            raise FormatError(error.reason, path=path, line=line) from error
        row += 1
    if not names:
        raise FormatError("the file is empty; its first row names the columns", path=path)


def _languages(names: list[str]) -> list[str]:
    """The languages in a row of names; an id comes first, even where ``id`` could be Indonesian, or not at all."""
    langs = [language_of(name) for name in names[_first(names) :] if name not in _ABOUT]
    if not langs:
        raise FormatError("the first row must name the columns: id, languages such as en, score, type, status")
    if len(set(langs)) != len(langs):
        raise FormatError("a language has two columns; remove one")
    unsaid = names[0].strip().lower() != "id"  # words of a text may look like tags, such as "one" and "no"
    if unsaid and (len(langs) < 2 or any(len(lang.partition("-")[0]) > 2 for lang in langs)):
        raise FormatError("the first row does not name the columns; write names such as id, en, fr above the texts")
    return langs


def _first(names: list[str]) -> int:
    """The first column that is no id: 1, or 0 where there is none. Row numbers of data frames have no name."""
    return 1 if names[0].strip().lower() in {"", "id"} else 0


def _named(names: list[str], path: Path) -> list[str]:
    try:
        return _languages(names)
    except FormatError as error:
        raise FormatError(error.reason, path=path, line=1) from error
    except LanguageError as error:
        message = f"column {error.reason}; name columns id, languages, score, type, status, and take out all others"
        raise FormatError(message, path=path, line=1) from error


def _unit(cells: list[str], names: list[str], langs: list[str], row: int) -> TranslationUnit:
    texts = iter(langs)
    variants: list[Variant] = []
    about: dict[str, str] = {}
    first = _first(names)
    for name, cell in zip(names[first:], cells[first:], strict=True):
        if name in _ABOUT:
            about[name] = cell
        elif (lang := next(texts)) and cell:
            variants.append(Variant(lang=lang, content=(cell,)))
    if not variants:
        raise FormatError("a row without any text; remove it")
    kind, score = about.get("type", ""), about.get("score", "")
    status: BeadStatus = "checked" if about.get("status", "").strip().lower() == "checked" else "auto"
    origin: tuple[Origin, ...] = ()
    properties: tuple[Property, ...] = ()
    value = _score(score) if score else None
    if len(langs) == 2 and is_kind(kind):
        origin = (Origin(source=langs[0], target=langs[1], kind=kind, score=value, status=status, bead=row),)
    else:
        properties = tuple(Property(name=name, value=about[name]) for name in _ABOUT if about.get(name))
    unit_id = (cells[0] if first else "") or f"tu{row + 1}"
    return TranslationUnit(id=unit_id, variants=tuple(variants), properties=properties, origin=origin)


def _score(cell: str) -> float:
    value: float | None
    try:
        value = float(cell)
    except ValueError:
        value = None
    if value is None or not 0.0 <= value <= 1.0:
        raise FormatError(f"score {cell!r} is not a number in 0..1")
    return value
