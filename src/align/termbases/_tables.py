"""Term bases in tables: a row a term (the long form), or a row a concept and a column a language (the wide form)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from align.errors import FormatError, UsageError
from align.termbases import Columns
from align.termbases._drafts import Drafts, alternatives, near
from align.termbases._headers import LONG_COLUMNS, WIDE_COLUMNS, Meaning, letters, meanings, missing, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from align.formats import Problem
    from align.termbases import Reading

__all__ = ["LONG_COLUMNS", "Sheet", "read_sheet"]

_HEADER_ROWS = 25  # among which the row of names is looked for
_ALIKE = 0.75  # likeness from which on a name is suggested
_OF_THE_ROW = ("concept_note", "concept_source", "part_of_speech")  # fields that a row of the wide form may have too
_LOOKED_AT = 50  # rows in which a doubtful column is looked at

_Cells = list[str]


@dataclass(slots=True, kw_only=True)
class Sheet:
    """A table as it is in its file.

    Attributes:
        rows: number (or line) and cells of each row that has any.
        merged: row number, first and last column of each cell that is drawn over several columns.
        continued: row number and column of each cell that goes on a cell above it, drawn over several rows.
        refused: what is wrong with single cells, by row number and column; of use only in columns that are read.
        day_zero: what a date that is kept as a number is counted from; None if there are none.
        what: what a row is called in messages, "line" or "row".
        warnings: that came up when it was read.
    """

    rows: list[tuple[int, _Cells]]
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    continued: frozenset[tuple[int, int]] = frozenset()
    refused: dict[tuple[int, int], str] = field(default_factory=dict)
    day_zero: date | None = None
    what: str = "line"
    warnings: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The names of the columns, what they mean, and where the rows under them begin."""

    names: tuple[str, ...]
    found: tuple[Meaning, ...]
    line: int
    above: int
    body: int

    @property
    def is_long(self) -> bool:
        fields = {meaning.field for meaning in self.found if meaning.lang is None}
        return {"lang", "text"} <= fields

    @property
    def langs(self) -> int:
        return sum(meaning.is_of_terms for meaning in self.found)

    @property
    def unknown(self) -> list[str]:
        return [
            name for name, meaning in zip(self.names, self.found, strict=True) if name.strip() and not meaning.known
        ]


def read_sheet(sheet: Sheet, path: Path, columns: Columns) -> Reading:
    """The concepts in a table.

    Raises:
        FormatError: there is no row that names the columns, or a column is not known.
        UsageError: a column that was named is not there, or was given a meaning that there is none of.
    """
    if not sheet.rows:
        raise FormatError("there are only empty cells; the first row names the columns", path=path, line=1)
    head = _header(sheet, path, columns)
    body = sheet.rows[head.body :]
    _refuse_unknown(head, body, path)
    lines = []
    if mapping := told(head.names, head.found):
        above = f" ({head.above} above it are not read)" if head.above else ""
        lines.append(f"{path}: {sheet.what} {head.line} names the columns{above}: {mapping}")
    drafts = Drafts(path, day_zero=sheet.day_zero)
    _refuse_cells(sheet, head, drafts)
    if head.is_long:
        _long(head, body, drafts)
    else:
        _wide(head, body, drafts, sheet.continued)
    empty = "there are no terms below the header; add a row a term"
    return drafts.finish(warnings=sheet.warnings, told=lines, empty=empty)


# --- the row of names --------------------------------------------------------------------------------------------


def _header(sheet: Sheet, path: Path, columns: Columns) -> _Head:
    """The first row, or the first two, whose cells are the names of columns."""
    for number, (_, cells) in enumerate(sheet.rows[:_HEADER_ROWS]):
        heads = [_head(sheet, tuple(cells), number, 1, columns)]
        if (two := _two_rows(sheet, number)) is not None:
            heads.insert(0, _head(sheet, two, number, 2, columns))
        for head in heads:
            if missing(head.names, columns) is not None or _is_title(head, sheet):
                continue
            if _is_header(head, strict=number > 0):
                _refuse_twice(head, path)
                return head
    first = _likeliest(sheet, columns)
    if (named := missing(first.names, columns)) is not None:
        names = ", ".join(repr(name) for name in first.names if name.strip())
        raise UsageError(f"{path}:{first.line}: there is no column {named!r}; the columns are {names}")
    raise FormatError(_why_not(first), path=path, line=first.line)


def _likeliest(sheet: Sheet, columns: Columns) -> _Head:
    """The row with most languages and fields, for a message; the first one if no row has any."""
    heads = [
        _head(sheet, tuple(cells), number, 1, columns) for number, (_, cells) in enumerate(sheet.rows[:_HEADER_ROWS])
    ]
    named = next((head for head in heads if _is_header(head, strict=head.above > 0)), None)
    return named or max(heads, key=lambda head: (head.langs, sum(meaning.known for meaning in head.found)))


def _head(sheet: Sheet, names: tuple[str, ...], number: int, rows: int, columns: Columns) -> _Head:
    """The names in a row, with what they mean; ``no`` over words is Norwegian, over numbers the concept's."""
    found = meanings(names, columns)
    body = sheet.rows[number + rows : number + rows + _LOOKED_AT]
    for place, name in enumerate(names):
        if name.strip() == "no" and str(found[place]) == "concept":
            below = [cells[place].strip() for _, cells in body if place < len(cells)]
            if not all(cell.isdecimal() for cell in below if cell):
                found[place] = Meaning(field="text", lang="no")
    return _Head(names=names, found=tuple(found), line=sheet.rows[number][0], above=number, body=number + rows)


def _is_title(head: _Head, sheet: Sheet) -> bool:
    """Whether a row has one cell, over rows that have more: ``English terms`` over a table is a title."""
    filled = sum(bool(name.strip()) for name in head.names)
    below = sheet.rows[head.body : head.body + _HEADER_ROWS]
    return filled == 1 and any(sum(bool(cell.strip()) for cell in cells) > 1 for _, cells in below)


def _is_header(head: _Head, *, strict: bool) -> bool:
    """Whether a row names columns; under the first row, only if it leaves no doubt."""
    if head.is_long:
        return True
    if not head.langs:
        return False
    return not head.unknown or (head.langs > 1 and not strict) or head.langs > len(head.unknown) + 1


def _two_rows(sheet: Sheet, number: int) -> tuple[str, ...] | None:
    """The names that a row gives together with the one under it: ``English`` over ``Term`` and ``Note``."""
    if number + 1 >= len(sheet.rows):
        return None
    line, upper = sheet.rows[number]
    below, lower = sheet.rows[number + 1]
    if below != line + 1 or len([cell for cell in lower if cell.strip()]) < 2:
        return None
    width = max(len(upper), len(lower))
    upper = [*upper, *[""] * (width - len(upper))]
    lower = [*lower, *[""] * (width - len(lower))]
    lower = ["" if place == at else place for place, at in zip(lower, upper, strict=True)]  # one cell over both rows
    spread = list(upper)
    merged = [(start, end) for row, start, end in sheet.merged if row == line]
    if merged:
        for start, end in merged:
            for column in range(start, min(end, width - 1) + 1):
                spread[column] = upper[start]
    else:
        for column in range(1, width):
            if not spread[column].strip() and lower[column].strip():
                spread[column] = spread[column - 1]
    if spread == upper or not all(_is_part(cell) for cell in lower if cell.strip()):
        return None
    return tuple(f"{a} {b}".strip() for a, b in zip(spread, lower, strict=True))


def _is_part(name: str) -> bool:
    """Whether a cell under a language says what of it is in the column."""
    (meaning,) = meanings([f"English {name}"], Columns())
    return meaning.known


def _why_not(head: _Head) -> str:
    if head.unknown:
        name = head.unknown[0]
        if not head.langs and not any(meaning.field for meaning in head.found):
            return (
                f"no row names the columns; the first one has {name!r}; put names above it, of languages (en, French) "
                f"or fields (note); if it does name them, {_say_which(name)}"
            )
        meant = near(name, dict.fromkeys((*WIDE_COLUMNS, *LONG_COLUMNS[1:])), alike=_ALIKE)
        meant = f"{meant}; " if meant.startswith("did") else ""
        return (
            f"column {name!r} is neither a language, such as en or French, nor a known field; {meant}{_say_which(name)}"
        )
    return (
        "neither the columns 'concept', 'lang' and 'text' nor columns named by languages; say what a column is with "
        "align terms convert --column 'NAME=fr'"
    )


def _say_which(name: str) -> str:
    return (
        f"say what it is with align terms convert --column '{name}=fr', or leave it out with --ignore-column '{name}'"
    )


def _refuse_twice(head: _Head, path: Path) -> None:
    seen: dict[Meaning, str] = {}
    for place, (name, meaning) in enumerate(zip(head.names, head.found, strict=True)):
        if meaning.field is None:
            continue
        shown = name.strip() or letters(place)
        other = seen.setdefault(meaning, shown)
        if other is shown:
            continue
        if meaning.is_of_terms:
            message = f"two columns are in {meaning.lang}; join them, with | between renderings"
        elif other.casefold() == shown.casefold():
            message = f"column {shown!r} occurs twice; remove or rename one"
        else:
            message = f"the columns {other!r} and {shown!r} are both {meaning}; {_say_which(shown)}"
        raise FormatError(message, path=path, line=head.line)


def _refuse_unknown(head: _Head, body: Sequence[tuple[int, _Cells]], path: Path) -> None:
    """Refuse a column that is not known, unless it is empty."""
    known = LONG_COLUMNS if head.is_long else WIDE_COLUMNS
    for place, (name, meaning) in enumerate(zip(head.names, head.found, strict=True)):
        outside = meaning.field is not None and not _fits(meaning, head)
        if meaning.known and not outside:
            continue
        at = next((line for line, cells in body if place < len(cells) and cells[place].strip()), None)
        if at is None and (not name.strip() or outside):
            continue
        if not name.strip():
            raise FormatError(
                f"column {letters(place)} has no name but a cell in it; name it, or {_say_which(letters(place))}",
                path=path,
                line=at,
            )
        if at is None and not head.is_long:
            continue
        raise FormatError(
            f"unknown column {name.strip()!r}; {near(name.strip(), known, alike=_ALIKE)}; {_say_which(name.strip())}",
            path=path,
            line=head.line,
        )
    if head.is_long and "concept" not in {meaning.field for meaning in head.found}:
        message = "there is no column 'concept', which says what terms belong together"
        raise FormatError(message, path=path, line=head.line)


def _fits(meaning: Meaning, head: _Head) -> bool:
    if head.is_long:
        return meaning.lang is None
    return meaning.lang is not None or meaning.field in (*WIDE_COLUMNS, *_OF_THE_ROW)


def _refuse_cells(sheet: Sheet, head: _Head, drafts: Drafts) -> None:
    """Make what is wrong with cells that would be read into problems."""
    first = sheet.rows[head.body][0] if head.body < len(sheet.rows) else 0
    for (line, column), message in sorted(sheet.refused.items()):
        if line >= first and column < len(head.found) and head.found[column].field is not None:
            drafts.wrong(line, "cell", f"the cell {letters(column)}{line} {message}", "write the text itself")


# --- the rows ----------------------------------------------------------------------------------------------------


def _rows(head: _Head, body: Sequence[tuple[int, _Cells]], drafts: Drafts) -> Iterator[tuple[int, _Cells]]:
    width = len(head.names)
    for line, cells in body:
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            drafts.wrong(
                line,
                "row",
                f"this row has {len(cells)} cells, the header {width}",
                "put a cell that holds a separator between quotation marks",
            )
            continue
        yield line, [*(cell.strip() for cell in cells[:width]), *[""] * (width - len(cells))]


def _long(head: _Head, body: Sequence[tuple[int, _Cells]], drafts: Drafts) -> None:
    places = [(str(meaning.field), place) for place, meaning in enumerate(head.found) if meaning.field is not None]
    for line, cells in _rows(head, body, drafts):
        row = {name: cells[place] for name, place in places if cells[place]}
        empty = next((name for name in ("concept", "lang", "text") if name not in row), None)
        if empty is not None:
            drafts.wrong(line, "row", f"column {empty!r} is empty", "fill it or remove the row")
            continue
        drafts.term(row["concept"], row, line)
        for name in ("subject", "definition", "concept_note", "concept_source", "broader"):
            if value := row.get(name):
                drafts.fact(row["concept"], name, value, line)


def _wide(
    head: _Head, body: Sequence[tuple[int, _Cells]], drafts: Drafts, continued: frozenset[tuple[int, int]]
) -> None:
    at = {meaning.field: place for place, meaning in enumerate(head.found) if meaning.field and meaning.lang is None}
    langs = [(str(meaning.lang), place) for place, meaning in enumerate(head.found) if meaning.is_of_terms]
    more = {
        lang: [
            (str(meaning.field), place)
            for place, meaning in enumerate(head.found)
            if meaning.lang == lang and meaning.field not in ("text", "definition")
        ]
        for lang, _ in langs
    }
    definitions = [
        (str(meaning.lang), place)
        for place, meaning in enumerate(head.found)
        if meaning.field == "definition" and meaning.lang is not None
    ]
    named = at.get("concept")
    telling = [place for _, place in langs] if named is None else [named]
    concept = ""
    for number, (line, cells) in enumerate(_rows(head, body, drafts), 1):
        goes_on = any((line, place) in continued for place in telling) and drafts.has(concept)
        if not goes_on:
            concept = cells[named] if named is not None else ""
            drafts.numbered = drafts.numbered or not concept
            concept = concept or f"concept-{number}"
        if drafts.has(concept) and not goes_on:
            where = drafts.line_of(concept)
            drafts.wrong(line, "row", f"concept {concept!r} has a row already, in line {where}", "join the two")
            continue
        terms = [(lang, alternatives(cells[place])) for lang, place in langs if cells[place]]
        if not any(texts for _, texts in terms):
            drafts.wrong(line, "row", f"concept {concept!r} has no term in any language", "fill it or remove the row")
            continue
        drafts.begin(concept, line)
        for lang, texts in terms:
            facts = {name: cells[place] for name, place in more[lang] if cells[place]}
            if (place_of := at.get("part_of_speech")) is not None and cells[place_of]:
                facts.setdefault("part_of_speech", cells[place_of])
            known = drafts.texts(concept, lang) if goes_on else ()
            for place, text in enumerate(texts):
                if text in known:
                    continue
                status = {"status": "admitted" if place or known else "preferred"}
                drafts.term(concept, {"lang": lang, "text": text} | status | facts, line)
        for name, value in _wide_facts(at, definitions, cells):
            drafts.fact(concept, name, value, line)


def _wide_facts(at: dict[str, int], definitions: list[tuple[str, int]], cells: _Cells) -> Iterator[tuple[str, str]]:
    """What a row says about its concept; of definitions in several languages, all after the first go to the note."""
    told = [("", cells[at["definition"]])] if "definition" in at else []
    told = [(lang, text) for lang, text in (*told, *((lang, cells[place]) for lang, place in definitions)) if text]
    notes = [cells[at[name]] for name in ("note", "concept_note") if name in at and cells[at[name]]]
    notes += [f"definition ({lang}): {text}" for lang, text in told[1:]]
    sources = [cells[at[name]] for name in ("source", "concept_source") if name in at and cells[at[name]]]
    yield "definition", told[0][1] if told else ""
    yield "concept_note", "\n".join(notes)
    yield "concept_source", "\n".join(sources)
    for name in ("subject", "broader"):
        if name in at:
            yield name, cells[at[name]]
