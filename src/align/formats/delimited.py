"""Tab-separated values: a table that opens in any spreadsheet, one unit a row.

The first row names the columns: ``id``, one a language (its tag), ``score``, ``type``, ``status``. There is no quoting:
tabs and line breaks in a text become a space. A language without a counterpart has an empty cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError
from align.formats import UnitHeader, Written
from align.formats._lines import numbered_lines, one_line, text_head
from align.lang import parse as parse_lang
from align.model import Origin, Property, TranslationUnit, Variant, is_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from align.model import BeadStatus

__all__ = ["TsvFormat"]

_ABOUT = ("score", "type", "status")


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
        cells = text_head(head).partition("\n")[0].rstrip("\r").split("\t")
        try:
            return cells[0] == "id" and bool(_languages(cells))
        except (FormatError, LanguageError):
            return False

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one; rows without an id get ``tuN`` by their position.

        Raises:
            FormatError: no row of names, a row with another number of cells or without any text.
        """
        names: list[str] = []
        langs: list[str] = []
        for number, line in numbered_lines(path):
            cells = line.split("\t")
            if number == 1:
                names, langs = cells, _named(cells, path)
                continue
            if not line.strip():
                continue
            if len(cells) != len(names):
                raise FormatError(
                    f"{len(cells)} cells under {len(names)} names; a text may not hold tabs", path=path, line=number
                )
            yield _unit(cells, names, langs, number - 2, path)
        if not names:
            raise FormatError("the file is empty; its first row names the columns", path=path)

    def read_header(self, path: Path) -> UnitHeader:
        """The first language is the source; more is not said."""
        for _, line in numbered_lines(path):
            return UnitHeader(source=_named(line.split("\t"), path)[0])
        raise FormatError("the file is empty; its first row names the columns", path=path)

    def write_units(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write a row a unit; the columns are the languages in the order in which they first occur, the source first.

        All units are held, for the languages are known only at the end. Codes, notes, properties and ids of segments
        are left out.
        """
        rows = list(units)
        found = dict.fromkeys(variant.lang for unit in rows for variant in unit.variants)
        langs = sorted(found, key=lambda lang: lang != header.source) or [header.source or "en"]
        replaced = 0
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write("\t".join(("id", *langs, *_ABOUT)) + "\n")
            for unit in rows:
                texts = [variant.text if (variant := unit.variant(lang)) else "" for lang in langs]
                score = "" if unit.score is None else f"{unit.score:.4f}"
                kinds = " ".join(origin.kind for origin in unit.origin)
                cells = (unit.id, *texts, score, kinds, unit.status if unit.origin else "")
                flat = [one_line(cell) for cell in cells]
                replaced += sum(count for _, count in flat)
                file.write("\t".join(cell for cell, _ in flat) + "\n")
        return Written(units=len(rows), replaced=replaced)


def _languages(names: list[str]) -> list[str]:
    """The languages in a row of names; the first column is the id, even where ``id`` could be Indonesian."""
    langs = [parse_lang(name) for name in names[1:] if name not in _ABOUT]
    if names[0] != "id" or not langs:
        raise FormatError("the first row must name the columns: id, languages such as en, score, type, status")
    if len(set(langs)) != len(langs):
        raise FormatError("a language has two columns; remove one")
    return langs


def _named(names: list[str], path: Path) -> list[str]:
    try:
        return _languages(names)
    except FormatError as error:
        raise FormatError(error.reason, path=path, line=1) from error
    except LanguageError as error:
        message = f"column {error.reason}; name columns id, languages, score, type, status"
        raise FormatError(message, path=path, line=1) from error


def _unit(cells: list[str], names: list[str], langs: list[str], row: int, path: Path) -> TranslationUnit:
    texts = iter(langs)
    variants: list[Variant] = []
    about: dict[str, str] = {}
    for name, cell in zip(names[1:], cells[1:], strict=True):
        if name in _ABOUT:
            about[name] = cell
        elif (lang := next(texts)) and cell:
            variants.append(Variant(lang=lang, content=(cell,)))
    if not variants:
        raise FormatError("a row without any text; remove it", path=path, line=row + 2)
    kind, score = about.get("type", ""), about.get("score", "")
    status: BeadStatus = "checked" if about.get("status") == "checked" else "auto"
    origin: tuple[Origin, ...] = ()
    properties: tuple[Property, ...] = ()
    value = _score(score, path, row + 2) if score else None
    if len(langs) == 2 and is_kind(kind):
        origin = (Origin(source=langs[0], target=langs[1], kind=kind, score=value, status=status, bead=row),)
    else:
        properties = tuple(Property(name=name, value=about[name]) for name in _ABOUT if about.get(name))
    unit_id = cells[0] or f"tu{row + 1}"
    return TranslationUnit(id=unit_id, variants=tuple(variants), properties=properties, origin=origin)


def _score(cell: str, path: Path, line: int) -> float:
    value: float | None
    try:
        value = float(cell)
    except ValueError:
        value = None
    if value is None or not 0.0 <= value <= 1.0:
        raise FormatError(f"score {cell!r} is not a number in 0..1", path=path, line=line)
    return value
