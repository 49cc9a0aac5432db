"""Reading term bases: TBX (`align.formats.tbx`), and CSV and TSV in the two shapes that people keep them in.

The long form has a row a term, with at least the columns ``concept``, ``lang`` and ``text``, and any of `LONG_COLUMNS`.
The wide form has a row a concept and a column a language, named by its tag; a cell may hold several renderings, set
apart by ``|`` or line ends, of which the first is preferred and the others admitted; any of `WIDE_COLUMNS` may stand
beside them. Columns are set apart by commas, semicolons or tabs.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

import regex

from align.errors import FormatError, LanguageError
from align.formats.tbx import is_tbx, read_tbx
from align.lang import parse
from align.model import Concept, Term, TermBase, TermStatus
from align.text.decode import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

__all__ = ["LONG_COLUMNS", "WIDE_COLUMNS", "read_termbase"]

LONG_COLUMNS = (
    "concept",
    "lang",
    "text",
    "status",
    "valid_from",
    "valid_to",
    "authority",
    "note",
    "forms",
    "subject",
    "definition",
    "part_of_speech",
)
WIDE_COLUMNS = ("concept", "subject", "definition")

_STATUSES: tuple[TermStatus, ...] = get_args(TermStatus)
_PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb", "other")
_SEPARATORS = (",", ";", "\t")
_DATE = regex.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_ALTERNATIVES = regex.compile(r"[|\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """The cells of a row by column, stripped, and the line it begins in."""

    line: int
    cells: dict[str, str]


@dataclass(slots=True, kw_only=True)
class _Draft:
    """What the rows read so far say about a concept, and in which line they first said it."""

    terms: list[Term] = field(default_factory=list)
    facts: dict[str, tuple[str, int]] = field(default_factory=dict)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    preferred: dict[str, int] = field(default_factory=dict)


def read_termbase(path: str | PathLike[str]) -> TermBase:
    """The term base in a TBX, CSV or TSV file; of the latter two, in the long or the wide form.

    Raises:
        InputError: the file cannot be read.
        FormatError: a column, language, status or date is unknown, a term is listed twice, or a row does not fit; the
            message names the line.
    """
    place = Path(path)
    if is_tbx(place) or place.name.lower().endswith((".tbx", ".tbx.gz", ".xml")):
        return read_tbx(place)
    header, rows = _table(place)
    names = [name.strip().lower() for name in header]
    if {"lang", "text"} <= set(names):
        return _read_long(place, names, rows)
    return _read_wide(place, [name.strip() for name in header], rows)


def _table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and the other rows that are not empty with the lines they begin in."""
    text = read_text(path).text
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise FormatError(
            f"this row cannot be read as CSV ({error}); look for a quotation mark that is not closed or not doubled",
            path=path,
            line=line,
        ) from None
    if not rows:
        raise FormatError("there are only empty cells; the first row names the columns", path=path, line=1)
    (line, header), *body = rows
    twice = [name for name, count in Counter(name.strip().lower() for name in header).items() if name and count > 1]
    if twice:
        raise FormatError(f"column {twice[0]!r} occurs twice; remove or rename one", path=path, line=line)
    for line, cells in body:
        if any(cell.strip() for cell in cells[len(header) :]):
            raise FormatError(
                f"this row has {len(cells)} cells, the header {len(header)}; put a cell that holds "
                f"{separator!r} between quotation marks",
                path=path,
                line=line,
            )
    return header, body


def _rows(names: list[str], body: list[tuple[int, list[str]]]) -> Iterator[_Row]:
    for line, cells in body:
        padded = [cell.strip() for cell in cells] + [""] * (len(names) - len(cells))
        yield _Row(line=line, cells=dict(zip(names, padded, strict=False)))


def _near(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name.lower(), known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"


def _read_long(path: Path, names: list[str], body: list[tuple[int, list[str]]]) -> TermBase:
    for name in names:
        if name and name not in LONG_COLUMNS:
            raise FormatError(f"unknown column {name!r}; {_near(name, LONG_COLUMNS)}", path=path, line=1)
    if "concept" not in names:
        raise FormatError("there is no column 'concept', which says what terms belong together", path=path, line=1)
    drafts: dict[str, _Draft] = {}
    for row in _rows(names, body):
        for column in ("concept", "lang", "text"):
            if not row.cells[column]:
                raise FormatError(f"column {column!r} is empty; fill it or remove the row", path=path, line=row.line)
        draft = drafts.setdefault(row.cells["concept"], _Draft())
        _add_term(draft, _long_term(path, row), path=path, row=row)
        _add_facts(draft, path=path, row=row)
    return _finish(drafts, path)


def _long_term(path: Path, row: _Row) -> Term:
    cells = row.cells
    return Term(
        text=cells["text"],
        lang=_language(cells["lang"], path=path, line=row.line),
        status=cast(
            "TermStatus", _one_of(cells.get("status", ""), _STATUSES, "status", path=path, line=row.line) or "preferred"
        ),
        valid_from=_date(cells.get("valid_from", ""), "valid_from", path=path, line=row.line),
        valid_to=_date(cells.get("valid_to", ""), "valid_to", path=path, line=row.line),
        authority=cells.get("authority") or None,
        part_of_speech=_one_of(
            cells.get("part_of_speech", ""), _PARTS_OF_SPEECH, "part_of_speech", path=path, line=row.line
        )
        or None,
        forms=_alternatives(cells.get("forms", "")),
        note=cells.get("note") or None,
    )


def _read_wide(path: Path, names: list[str], body: list[tuple[int, list[str]]]) -> TermBase:
    columns = [name.lower() if name.lower() in WIDE_COLUMNS else name for name in names]
    languages: dict[str, str] = {}
    for name in columns:
        if not name or name in WIDE_COLUMNS:
            continue
        try:
            tag = parse(name)
        except LanguageError:
            raise FormatError(
                f"column {name!r} is neither a language tag such as en or zh-Hant nor known; "
                f"{_near(name, (*WIDE_COLUMNS, *LONG_COLUMNS[1:]))}",
                path=path,
                line=1,
            ) from None
        if tag in languages.values():
            raise FormatError(f"two columns are in {tag}; join them, with | between renderings", path=path, line=1)
        languages[name] = tag
    if not languages:
        raise FormatError(
            "neither the columns 'concept', 'lang' and 'text' nor columns named by languages; see read_termbase",
            path=path,
            line=1,
        )
    drafts: dict[str, _Draft] = {}
    for number, row in enumerate(_rows(columns, body), 1):
        concept = row.cells.get("concept") or f"concept-{number}"
        if concept in drafts:
            raise FormatError(f"concept {concept!r} has a row already; join the two", path=path, line=row.line)
        draft = drafts[concept] = _Draft()
        for name, tag in languages.items():
            for place, text in enumerate(_alternatives(row.cells[name])):
                status: TermStatus = "admitted" if place else "preferred"
                _add_term(draft, Term(text=text, lang=tag, status=status), path=path, row=row)
        if not draft.terms:
            raise FormatError(f"concept {concept!r} has no term in any language", path=path, line=row.line)
        _add_facts(draft, path=path, row=row)
    return _finish(drafts, path)


def _add_term(draft: _Draft, term: Term, *, path: Path, row: _Row) -> None:
    before = draft.seen.setdefault((term.lang, term.text), row.line)
    if len(draft.seen) == len(draft.terms):
        raise FormatError(
            f"{term.text!r} ({term.lang}) is a term of this concept already, in line {before}; remove one",
            path=path,
            line=row.line,
        )
    if term.valid_from and term.valid_to and _is_later(term.valid_from, term.valid_to):
        raise FormatError(
            f"{term.text!r} is valid from {term.valid_from} but only to {term.valid_to}; turn the dates round",
            path=path,
            line=row.line,
        )
    if term.status == "preferred" and not (term.valid_from or term.valid_to):
        other = draft.preferred.setdefault(term.lang, row.line)
        if other != row.line:
            raise FormatError(
                f"the concept has a preferred term in {term.lang} already, in line {other}; "
                f"make one of them admitted, or give the dates from and to which each is valid",
                path=path,
                line=row.line,
            )
    draft.terms.append(term)


def _add_facts(draft: _Draft, *, path: Path, row: _Row) -> None:
    for name in ("subject", "definition"):
        value = row.cells.get(name, "")
        if not value:
            continue
        known, line = draft.facts.setdefault(name, (value, row.line))
        if known != value:
            raise FormatError(
                f"the concept has another {name} in line {line}: {known!r}; keep one", path=path, line=row.line
            )


def _finish(drafts: dict[str, _Draft], path: Path) -> TermBase:
    if not drafts:
        raise FormatError("there are no terms below the header; add a row a term", path=path, line=1)
    return TermBase(
        concepts=tuple(
            Concept(
                id=name,
                terms=tuple(draft.terms),
                subject=draft.facts.get("subject", (None,))[0],
                definition=draft.facts.get("definition", (None,))[0],
            )
            for name, draft in drafts.items()
        )
    )


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _ALTERNATIVES.split(cell) if part.strip()))


def _language(tag: str, *, path: Path, line: int) -> str:
    try:
        return parse(tag)
    except LanguageError as error:
        raise FormatError(error.reason, path=path, line=line) from None


def _one_of(value: str, known: tuple[str, ...], name: str, *, path: Path, line: int) -> str:
    value = value.lower()
    if value and value not in known:
        raise FormatError(f"unknown {name} {value!r}; {_near(value, known)}", path=path, line=line)
    return value


def _is_later(one: str, other: str) -> bool:
    """Whether a date lies behind another; a year or month ends with its last day (2018-03 is not behind 2018)."""
    shared = min(len(one), len(other))
    return one[:shared] > other[:shared]


def _date(value: str, name: str, *, path: Path, line: int) -> str | None:
    if not value:
        return None
    parts = _DATE.fullmatch(value)
    try:
        if parts is not None:
            date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
            return value
    except ValueError:
        pass
    raise FormatError(
        f"{name} is {value!r}, which is no date; write the year, 2018, or 2018-03, or 2018-03-24", path=path, line=line
    )
