"""Parquet: units as a table, for data frames and for training.

The column ``translation`` is the struct that Hugging Face data sets use; `align.tables.units_schema` has all columns.
What the file says about all its units is in the metadata of the file.
"""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from align import tables
from align.errors import FormatError, InputError
from align.formats import Problem, UnitHeader, Written
from align.formats._lines import utf8
from align.formats._problems import bounded
from align.formats._unit_header import header_from, header_items
from align.formats.spool import Spool
from align.model import Property
from align.resources import schema_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from align.formats import UnitSource
    from align.model import TranslationUnit

__all__ = ["HfParquetFormat", "ParquetFormat"]

_log = logging.getLogger(__name__)
_PREFIX = "align."
_INDEX = "__index_level_"  # the row numbers of pandas


class ParquetFormat:
    """Apache Parquet, zstd-packed."""

    name = "parquet"
    suffixes: tuple[str, ...] = (".parquet",)
    keeps = frozenset({"languages", "notes", "properties", "scores", "status", "segments", "nulls"})

    def sniff(self, head: bytes) -> bool:
        """Whether the file begins as Parquet does."""
        return head.startswith(b"PAR1")

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one, read some thousands at a time. Columns that are not ours are left out and named on the log.

        Raises:
            FormatError: not Parquet, or no column ``translation``.
        """
        for first, frame in tables.scan_parquet(path):
            if not first and "translation" in frame.columns:
                _tell_unread(frame.columns, path)
            try:
                yield from tables.frame_to_units(frame, first=first)
            except InputError as error:
                raise FormatError(error.reason, path=path) from error

    def read_header(self, path: Path) -> UnitHeader:
        """What the metadata of the file say."""
        found = tables.read_metadata(path)
        told = {name.removeprefix(_PREFIX): text for name, text in found.items() if name.startswith(_PREFIX)}
        try:
            return header_from(told)
        except FormatError as error:
            raise FormatError(error.reason, path=path) from error

    def write_units(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write all units, the column of the source language first; inline codes are left out."""
        clean = _Clean(units)
        told = {_PREFIX + name: utf8(text)[0] for name, text in header_items(header).items()}
        with Spool(clean) as rows:
            frames = tables.units_to_frames(rows, langs=rows.langs, source=header.source)
            tables.write_parquet_parts(frames, path, metadata=told)
            return Written(units=len(rows), replaced=clean.replaced)

    def problems(self, path: Path) -> list[Problem]:
        """Columns that are not those of ``schemas/units.parquet.json``, or a row that is no unit."""
        return bounded(_problems(self, path, "units.parquet.json", others=False), path)


def _tell_unread(columns: Sequence[str], path: Path) -> None:
    known = tables.units_schema(()).keys()
    if unread := [name for name in columns if name not in known and not name.startswith(_INDEX)]:
        _log.warning("%s: columns not read: %s; name the format hf-parquet to keep them", path, ", ".join(unread))


class HfParquetFormat:
    """Parquet for Hugging Face data sets: the columns id, translation, score and status, and nothing else.

    Read are the files of others too: their further columns become properties. The files are those of `ParquetFormat`
    to a reader that looks at the content.
    """

    name = "hf-parquet"
    suffixes: tuple[str, ...] = (".hf.parquet",)
    keeps = frozenset({"languages", "nulls"})

    def sniff(self, head: bytes) -> bool:  # noqa: ARG002
        """Never: `ParquetFormat` reads such files."""
        return False

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one, read some thousands at a time.

        Raises:
            FormatError: not Parquet, or no column ``translation``.
        """
        for first, frame in tables.scan_parquet(path):
            try:
                yield from tables.flat_frame_to_units(frame, first=first)
            except InputError as error:
                raise FormatError(error.reason, path=path) from error

    def read_header(self, path: Path) -> UnitHeader:
        """The first language is the source; more is not said."""
        for unit in self.scan_units(path):
            return UnitHeader(source=unit.variants[0].lang)
        return UnitHeader()

    def write_units(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write all units, the source language first."""
        clean = _Clean(units)
        with Spool(clean) as rows:
            frames = tables.units_to_frames(rows, langs=rows.langs, source=header.source)
            tables.write_parquet_parts((frame.select("id", "translation", "score", "status") for frame in frames), path)
            return Written(units=len(rows), replaced=clean.replaced)

    def problems(self, path: Path) -> list[Problem]:
        """Columns that are not those of ``schemas/hf-units.parquet.json``, or a row that is no unit."""
        return bounded(_problems(self, path, "hf-units.parquet.json", others=True), path)


def _problems(member: UnitSource, path: Path, schema: str, *, others: bool) -> Iterator[Problem]:
    """What is wrong with the columns, or else with the first row that cannot be read."""
    rules = json.loads(schema_path(schema).read_text(encoding="utf-8"))
    columns: dict[str, dict[str, str]] = rules["columns"]
    told: list[tuple[str, str]] = []
    try:
        found = tables.column_types(path)
        told += [(f"there is no column {name!r}", "add it") for name in rules["required"] if name not in found]
        for name, kind in found.items():
            wanted = columns.get(name, {}).get("type")
            if wanted is None and not others:
                told.append((f"the column {name!r} is none of ours", "drop it, or name the format hf-parquet"))
            elif wanted not in {None, kind} and (name in rules["required"] or not others):
                told.append((f"the column {name!r} is {kind}, not {wanted}", "convert it"))
        if not told:
            for _ in member.scan_units(path):
                pass
    except FormatError as error:
        message, _, remedy = error.reason.partition("; ")
        told.append((message, remedy))
    for message, remedy in told:
        yield Problem(path=str(path), line=None, column=None, rule=schema, message=message, remedy=remedy)


class _Clean:
    """Units without lone surrogates.

    Attributes:
        replaced: how many there were so far.
    """

    def __init__(self, units: Iterable[TranslationUnit]) -> None:
        self._units = units
        self.replaced = 0

    def __iter__(self) -> Iterator[TranslationUnit]:
        for unit in self._units:
            clean, count = _writable(unit)
            self.replaced += count
            yield clean


def _writable(unit: TranslationUnit) -> tuple[TranslationUnit, int]:
    """`unit` without lone surrogates, which a table cannot hold, and how many there were."""
    texts = [
        unit.id,
        *unit.notes,
        *(part for p in unit.properties for part in (p.name, p.value)),
        *(v.text for v in unit.variants),
        *(part for v in unit.variants for p in v.properties for part in (p.name, p.value)),
    ]
    count = sum(utf8(text)[1] for text in texts)
    if not count:
        return unit, 0

    def clean(properties: tuple[Property, ...]) -> tuple[Property, ...]:
        return tuple(Property(name=utf8(p.name)[0], value=utf8(p.value)[0]) for p in properties)

    variants = tuple(replace(v, content=(utf8(v.text)[0],), properties=clean(v.properties)) for v in unit.variants)
    notes = tuple(utf8(note)[0] for note in unit.notes)
    whole = replace(unit, id=utf8(unit.id)[0], variants=variants, notes=notes, properties=clean(unit.properties))
    return whole, count
