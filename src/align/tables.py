"""Units and beads as data frames, and Parquet: the door to polars.

Frames have named schemas: `BEADS`, and `units_schema`, which needs the languages.
"""

from __future__ import annotations

import os
from dataclasses import asdict, replace
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from align.errors import FormatError, InputError, LanguageError, ModelError, OutputError
from align.lang import is_spaced
from align.lang import parse as parse_lang
from align.model import Origin, Property, TranslationUnit, Variant, with_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from align.model import Alignment

__all__ = [
    "BEADS",
    "beads_to_frame",
    "column_types",
    "flat_frame_to_units",
    "frame_to_units",
    "read_metadata",
    "scan_parquet",
    "units_schema",
    "units_to_frames",
    "write_parquet",
    "write_parquet_parts",
]

_ORIGIN = pl.Struct(
    {
        "source": pl.String,
        "target": pl.String,
        "kind": pl.String,
        "score": pl.Float64,
        "status": pl.String,
        "bead": pl.UInt32,
    }
)
_PROPERTY = pl.Struct({"lang": pl.String, "name": pl.String, "value": pl.String})
_DAMAGED = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)  # polars panics on some damaged files
_MARK = b"PAR1"  # at both ends of the file; Apache Parquet, "File Format"
_SLICE = 10_000  # rows given at a time
_ROW_GROUP = 50_000  # set here so that the bytes do not depend on the number of cores

_BEAD_COLUMNS: dict[str, Any] = {
    "source_lang": pl.String,
    "target_lang": pl.String,
    "source_document": pl.String,
    "target_document": pl.String,
    "bead": pl.UInt32,
    "source_indexes": pl.List(pl.UInt32),
    "target_indexes": pl.List(pl.UInt32),
    "source_ids": pl.List(pl.String),
    "target_ids": pl.List(pl.String),
    "source_text": pl.String,
    "target_text": pl.String,
    "kind": pl.String,
    "score": pl.Float32,
    "status": pl.String,
}

BEADS = pl.Schema(_BEAD_COLUMNS)
"""One row a bead: the pair, its position in the alignment, indexes, ids and joined texts of both sides, kind, score."""


def units_schema(langs: Sequence[str]) -> pl.Schema:
    """The schema of a frame of units in these languages, one row a unit.

    ``translation`` is the struct of the Hugging Face data sets, a string a language, null where there is none. Score,
    kind and status are those of the unit (kind is null unless it comes from one bead); ``origin`` has all its beads.
    """
    columns: dict[str, Any] = {
        "id": pl.String,
        "translation": pl.Struct(dict.fromkeys(langs, pl.String)),
        "score": pl.Float32,
        "kind": pl.String,
        "status": pl.String,
        "segments": pl.Struct(dict.fromkeys(langs, pl.List(pl.String))),
        "starts": pl.Struct(dict.fromkeys(langs, pl.List(pl.UInt32))),
        "notes": pl.List(pl.String),
        "properties": pl.List(_PROPERTY),
        "origin": pl.List(_ORIGIN),
    }
    return pl.Schema(columns)


def units_to_frames(
    units: Iterable[TranslationUnit], *, langs: Sequence[str], source: str | None = None
) -> Iterator[pl.DataFrame]:
    """Units as frames of the schema `units_schema`, 50,000 rows each (the last has the rest); there is at least one.

    Inline codes are left out.

    Args:
        units: of which as many are held as a frame has rows.
        langs: every language of the units, in the order of the columns.
        source: language whose column comes first nevertheless.
    """
    columns = sorted(langs, key=lambda lang: lang != source) or [source or "und"]
    schema = units_schema(columns)
    rest = iter(units)
    rows = [_unit_row(unit, columns) for unit in islice(rest, _ROW_GROUP)]
    while True:
        yield pl.DataFrame(rows, schema=schema, orient="row")
        rows = [_unit_row(unit, columns) for unit in islice(rest, _ROW_GROUP)]
        if not rows:
            return


def _unit_row(unit: TranslationUnit, langs: Sequence[str]) -> tuple[object, ...]:
    by_lang = {variant.lang: variant for variant in unit.variants}
    return (
        unit.id,
        {lang: by_lang[lang].text if lang in by_lang else None for lang in langs},
        unit.score,
        unit.origin[0].kind if len(unit.origin) == 1 else None,
        unit.status,
        {lang: list(by_lang[lang].segments) if lang in by_lang else None for lang in langs},
        {lang: list(by_lang[lang].starts) if lang in by_lang else None for lang in langs},
        list(unit.notes),
        [
            *({"lang": None, "name": p.name, "value": p.value} for p in unit.properties),
            *({"lang": v.lang, "name": p.name, "value": p.value} for v in unit.variants for p in v.properties),
        ],
        [asdict(origin) for origin in unit.origin],
    )


def frame_to_units(frame: pl.DataFrame, *, first: int = 0) -> Iterator[TranslationUnit]:
    """The units in a frame; of the columns only ``translation`` is required.

    Args:
        frame: of the schema `units_schema`, or a part of it, as data sets of others have. Without ``origin``, which
            has the beads, score, kind and status are read as properties.
        first: position of the first row, for ids where there are none.

    Raises:
        FormatError: there is no struct of texts called translation, or a row has none.
    """
    kind = frame.schema.get("translation")
    if not isinstance(kind, pl.Struct) or any(field.dtype != pl.String for field in kind.fields):
        raise FormatError(
            "there is no column 'translation' that is a struct of one string a language; make one, in polars "
            "with pl.struct('en', 'de').alias('translation')"
        )
    if "id" in frame.columns:
        frame = frame.with_columns(pl.col("id").cast(pl.String))
    for position, row in enumerate(frame.iter_rows(named=True), first):
        try:
            yield _row_unit(row, position)
        except (ModelError, TypeError, KeyError, AttributeError) as error:
            raise FormatError(f"row {position}: {error}; see the page on Parquet in the manual") from error


def flat_frame_to_units(frame: pl.DataFrame, *, first: int = 0) -> Iterator[TranslationUnit]:
    """The units in a frame of any data set: each column but ``id`` and ``translation`` becomes a property.

    Args:
        frame: with a struct of texts called ``translation``.
        first: position of the first row, for ids where there are none.

    Raises:
        FormatError: there is no such struct, or a row has no text.
    """
    rest = frame.drop("id", "translation", strict=False)
    plain = frame.select([name for name in ("id", "translation") if name in frame.columns])
    for unit, row in zip(frame_to_units(plain, first=first), rest.iter_rows(named=True), strict=False):
        told = {name: value for name, value in row.items() if value is not None}
        properties = (
            Property(name=name, value=value if isinstance(value, str) else str(value)) for name, value in told.items()
        )
        yield replace(unit, properties=tuple(properties))


def _row_unit(row: Mapping[str, Any], position: int) -> TranslationUnit:
    segments, starts = row.get("segments") or {}, row.get("starts") or {}
    properties = row.get("properties") or []
    translation = row["translation"] or {}
    origin = tuple(Origin(**told) for told in row.get("origin") or ())
    about = () if origin else _about(row)
    return TranslationUnit(
        id=row.get("id") or f"tu{position + 1}",
        variants=tuple(
            Variant(
                lang=parse_lang(lang),
                content=(text,) if text else (),
                segments=tuple(segments.get(lang) or ()),
                starts=tuple(starts.get(lang) or ()),
                properties=tuple(Property(name=p["name"], value=p["value"]) for p in properties if p["lang"] == lang),
            )
            for lang, text in translation.items()
            if text is not None
        ),
        notes=tuple(row.get("notes") or ()),
        properties=(*(Property(name=p["name"], value=p["value"]) for p in properties if p["lang"] is None), *about),
        origin=with_status(origin, row.get("status")),
    )


def _about(row: Mapping[str, Any]) -> tuple[Property, ...]:
    """Score, kind and status of a row that does not say which beads it comes from, as far as they say anything."""
    told = {"score": row.get("score"), "type": row.get("kind"), "status": row.get("status")}
    nothing = (None, "auto")
    return tuple(
        Property(name=name, value=str(value))
        for name, value in told.items()
        if value not in nothing and value == value  # noqa: PLR0124 - pandas writes NaN where there is none
    )


def beads_to_frame(alignments: Iterable[Alignment]) -> pl.DataFrame:
    """The beads of any number of alignments as a frame of the schema `BEADS`.

    Sentences of one side are joined with a space, or with nothing in scripts without spaces.
    """
    rows = [
        (
            alignment.source.lang,
            alignment.target.lang,
            alignment.source.id,
            alignment.target.id,
            position,
            list(bead.source),
            list(bead.target),
            [segment.id for segment in alignment.source_segments(bead)],
            [segment.id for segment in alignment.target_segments(bead)],
            _joined([segment.text for segment in alignment.source_segments(bead)], alignment.source.lang),
            _joined([segment.text for segment in alignment.target_segments(bead)], alignment.target.lang),
            bead.kind,
            bead.score,
            bead.status,
        )
        for alignment in alignments
        for position, bead in enumerate(alignment.beads)
    ]
    return pl.DataFrame(rows, schema=BEADS, orient="row")


def _joined(texts: Sequence[str], lang: str) -> str:
    return (" " if is_spaced(lang) else "").join(texts)


def write_parquet(frame: pl.DataFrame, path: Path, *, metadata: Mapping[str, str] | None = None) -> None:
    """Write a frame as Parquet (zstd); the same frame and metadata give the same bytes.

    Args:
        frame: what to write.
        path: the file itself; atomic replacement is the caller's.
        metadata: pairs that describe the file, found again by `read_metadata`.

    Raises:
        OutputError: the disk is full.
    """
    try:
        frame.write_parquet(
            path,
            compression="zstd",
            compression_level=3,
            statistics=True,
            row_group_size=_ROW_GROUP,
            metadata=dict(metadata or {}),
        )
    except pl.exceptions.ComputeError as error:  # what polars makes of an error of the disk
        raise OutputError(f"the table cannot be written: {str(error).rpartition('error: ')[2]}") from error


def write_parquet_parts(
    frames: Iterable[pl.DataFrame], path: Path, *, metadata: Mapping[str, str] | None = None
) -> None:
    """Write frames of one schema as one Parquet file (zstd), a row group each; one is held at a time.

    Raises:
        OutputError: the disk is full.
    """
    rest = iter(frames)
    first = next(rest)
    second = next(rest, None)
    if second is None:
        write_parquet(first, path, metadata=metadata)
        return
    with TemporaryDirectory(prefix="align.") as folder:
        parts = []
        for number, frame in enumerate(chain((first, second), rest)):
            parts.append(Path(folder, f"{number:06}.parquet"))
            write_parquet(frame, parts[-1])
        del first, second
        try:
            pl.scan_parquet(parts).sink_parquet(
                path,
                compression="zstd",
                compression_level=3,
                statistics=True,
                row_group_size=_ROW_GROUP,
                metadata=dict(metadata or {}),
            )
        except pl.exceptions.ComputeError as error:
            raise OutputError(f"the table cannot be written: {str(error).rpartition('error: ')[2]}") from error


def column_types(path: Path) -> dict[str, str]:
    """The columns of a Parquet file and their types, as Arrow names them: ``list<string>``, ``struct<name: string>``.

    In a struct whose fields are all language tags (BCP 47), with one type, ``language`` stands for each of them.

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is not Parquet.
    """
    _require_file(path)
    try:
        schema = pl.scan_parquet(path).collect_schema()
    except _DAMAGED as error:
        raise _not_parquet(path) from error
    return {name: _type_name(kind) for name, kind in schema.items()}


_TYPE_NAMES: dict[Any, str] = {pl.String: "string", pl.Float32: "float32", pl.Float64: "float64", pl.UInt32: "uint32"}


def _type_name(kind: pl.DataType) -> str:
    if isinstance(kind, pl.List):
        return f"list<{_type_name(cast(pl.DataType, kind.inner))}>"
    if isinstance(kind, pl.Struct):
        fields = {field.name: _type_name(cast(pl.DataType, field.dtype)) for field in kind.fields}
        if fields and all(_is_language(name) for name in fields) and len(set(fields.values())) == 1:
            fields = {"language": next(iter(fields.values()))}
        return f"struct<{', '.join(f'{name}: {told}' for name, told in fields.items())}>"
    return _TYPE_NAMES.get(kind.base_type(), str(kind).lower())


def _is_language(tag: str) -> bool:
    try:
        parse_lang(tag)
    except LanguageError:
        return tag == "und"
    return True


def read_metadata(path: Path) -> dict[str, str]:
    """The pairs that describe a Parquet file.

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is not Parquet.
    """
    _require_file(path)
    try:
        found = pl.read_parquet_metadata(path)
    except _DAMAGED as error:
        raise _not_parquet(path) from error
    return {name: value for name, value in found.items() if name != "ARROW:schema"}


def scan_parquet(path: Path) -> Iterator[tuple[int, pl.DataFrame]]:
    """Pieces of a Parquet file, each with the position of its first row; one is held at a time.

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is not Parquet.
    """
    _require_file(path)
    try:
        lazy = pl.scan_parquet(path)
        rows = int(lazy.select(pl.len()).collect().item())
        for first in range(0, max(rows, 1), _ROW_GROUP):  # a row group is unpacked whole, whatever is taken of it
            group = lazy.slice(first, _ROW_GROUP).collect()
            for within in range(0, max(group.height, 1), _SLICE):
                yield first + within, group.slice(within, _SLICE)
    except _DAMAGED as error:
        raise _not_parquet(path) from error


def _require_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(len(_MARK))
            file.seek(-min(len(_MARK), path.stat().st_size), os.SEEK_END)
            whole = head == file.read() == _MARK
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    if not whole:  # polars would say much more, on stderr
        raise _not_parquet(path)


def _not_parquet(path: Path) -> FormatError:
    return FormatError("this is not Parquet, or it is damaged; export it again", path=path)
