"""JSON Lines: one object a unit, ``{"id": ..., "translation": {"zh": ..., "en": ...}, ...}``.

The shape that Hugging Face data sets use; all other keys are flat lists and objects. What the file says about all its
units is the key ``header`` of the first line. ``schemas/unit.schema.json`` describes a line.

`HfJsonlFormat` has the same shape with flat keys alone, the same in each line, as loaders of data sets want it.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from align.errors import AlignError, FormatError, InputError
from align.formats import Problem, UnitHeader, Written
from align.formats._lines import numbered_lines, text_head, utf8
from align.formats._problems import bounded
from align.formats._unit_header import header_from, header_items
from align.formats.spool import Spool
from align.json_schema import mistakes
from align.lang import parse as parse_lang
from align.model import Origin, Property, TranslationUnit, Variant, with_status
from align.resources import schema_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

__all__ = ["HfJsonlFormat", "JsonlFormat"]


class JsonlFormat:
    """JSON Lines; keys that are not ours are refused, for they would be lost."""

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl",)
    keeps = frozenset({"languages", "notes", "properties", "scores", "status", "segments", "nulls"})

    def sniff(self, head: bytes) -> bool:
        """Whether the file begins with an object that has a translation."""
        return re.match(r'\s*\{.*"(translation|header)"\s*:\s*\{', text_head(head).partition("\n")[0]) is not None

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one; those without an id get ``tuN`` by their line.

        Raises:
            FormatError: a line is no object of this kind.
        """
        empty = True
        for number, line in numbered_lines(path):
            if not line.strip():
                continue
            empty = False
            record = _object(line, path, number)
            if "translation" in record or "header" not in record:
                yield _unit(record, path, number)
        if empty:
            raise FormatError("the file is empty; a line holds one unit", path=path)

    def read_header(self, path: Path) -> UnitHeader:
        """The header in the first line; if there is none, the first language is the source."""
        for number, line in numbered_lines(path):
            if not line.strip():
                continue
            record = _object(line, path, number)
            if "header" not in record:
                return UnitHeader(source=_unit(record, path, number).variants[0].lang)
            try:
                return header_from({name: _text(value) for name, value in _mapping(record["header"]).items()})
            except AlignError as error:
                raise _at(error, path, number) from error
        raise FormatError("the file is empty; a line holds one unit", path=path)

    def write_units(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write one object a line, in UTF-8; inline codes are left out."""
        count = replaced = 0
        told = header_items(header)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for unit in units:
                record = _record(unit, header.source) | ({} if count else {"header": told})
                replaced += _write_line(record, file)
                count += 1
            if not count:
                _write_line({"header": told}, file)
        return Written(units=count, replaced=replaced)

    def problems(self, path: Path) -> list[Problem]:
        """What breaks ``schemas/unit.schema.json``, line by line, or names a language that there is not."""
        return bounded(_problems(path, "unit.schema.json", _unit), path)


class HfJsonlFormat:
    """JSON Lines for Hugging Face data sets: id, translation, score and status in each line, and nothing else.

    A language without a counterpart is null, so that all lines have the same keys. Read are the files of others too:
    their further keys become properties. The files are those of `JsonlFormat` to a reader that looks at the content.
    """

    name = "hf-jsonl"
    suffixes: tuple[str, ...] = (".hf.jsonl",)
    keeps = frozenset({"languages", "nulls"})

    def sniff(self, head: bytes) -> bool:  # noqa: ARG002
        """Never: `JsonlFormat` reads such files."""
        return False

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one; those without an id get ``tuN`` by their line.

        Raises:
            FormatError: a line is no object with a translation.
        """
        empty = True
        for number, line in numbered_lines(path):
            if line.strip():
                empty = False
                yield _flat_unit(_object(line, path, number), path, number)
        if empty:
            raise FormatError("the file is empty; a line holds one unit", path=path)

    def read_header(self, path: Path) -> UnitHeader:
        """The first language of the first line is the source; more is not said."""
        for unit in self.scan_units(path):
            return UnitHeader(source=unit.variants[0].lang)
        raise FormatError("the file is empty; a line holds one unit", path=path)

    def write_units(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write one object a line, the source language first; all lines have all languages."""
        replaced = 0
        with Spool(units) as rows, path.open("w", encoding="utf-8", newline="\n") as file:
            langs = sorted(rows.langs, key=lambda lang: lang != header.source)
            for unit in rows:
                texts = {lang: variant.text if (variant := unit.variant(lang)) else None for lang in langs}
                record = {"id": unit.id, "translation": texts, "score": unit.score, "status": unit.status}
                replaced += _write_line(record, file)
        return Written(units=len(rows), replaced=replaced)

    def problems(self, path: Path) -> list[Problem]:
        """What breaks ``schemas/hf-unit.schema.json``, line by line, or names a language that there is not."""
        return bounded(_problems(path, "hf-unit.schema.json", _flat_unit), path)


def _problems(
    path: Path, schema: str, unit_of: Callable[[dict[str, Any], Path, int], TranslationUnit]
) -> Iterator[Problem]:
    rules = json.loads(schema_path(schema).read_text(encoding="utf-8"))
    empty = True
    try:
        for number, line in numbered_lines(path):
            if not line.strip():
                continue
            empty = False
            wrong = False
            try:
                record = _object(line, path, number)
                if "translation" not in record and "header" in record:
                    continue
                for place, message in mistakes(record, rules):
                    wrong = True
                    told = f"{place}: {message}" if place else message
                    yield _problem(path, number, None, schema, told, f"see {schema}")
                if not wrong:
                    unit_of(record, path, number)
            except FormatError as error:
                message, _, remedy = error.reason.partition("; ")
                yield _problem(path, error.line, error.column, schema, message, remedy)
    except InputError as error:
        if error.line is None:
            raise
        empty = False
        message, _, remedy = error.reason.partition("; ")
        yield _problem(path, error.line, error.column, schema, message, remedy)
    if empty:
        yield _problem(path, None, None, schema, "the file is empty", "a line holds one unit")


def _problem(path: Path, line: int | None, column: int | None, rule: str, message: str, remedy: str) -> Problem:  # noqa: PLR0917 - the parts of a problem
    return Problem(path=str(path), line=line, column=column, rule=rule, message=message, remedy=remedy)


def _flat_unit(record: dict[str, Any], path: Path, number: int) -> TranslationUnit:
    """The unit of a line of any data set: the further keys are properties."""
    own = record.get("id")
    rest = {name: value for name, value in record.items() if name not in {"id", "translation"} and value is not None}
    told = {"id": f"tu{number}" if own is None else str(own), "translation": record.get("translation")}
    unit = _unit(told, path, number)
    properties = (
        Property(name=name, value=value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in rest.items()
    )
    return replace(unit, properties=tuple(properties))


def _write_line(record: dict[str, Any], file: Any) -> int:  # noqa: ANN401 - a text file
    line, replaced = utf8(json.dumps(record, ensure_ascii=False, allow_nan=False))
    file.write(line + "\n")
    return replaced


def _record(unit: TranslationUnit, source: str | None) -> dict[str, Any]:
    """The object of one unit, source language first; keys without a value are left out, but for the first five."""
    variants = sorted(unit.variants, key=lambda variant: variant.lang != source)
    record: dict[str, Any] = {
        "id": unit.id,
        "translation": {variant.lang: variant.text for variant in variants},
        "score": unit.score,
        "type": unit.origin[0].kind if len(unit.origin) == 1 else None,
        "status": unit.status,
        "segments": {variant.lang: list(variant.segments) for variant in variants if variant.segments},
        "starts": {variant.lang: list(variant.starts) for variant in variants if variant.starts},
        "notes": list(unit.notes),
        "properties": [
            *({"name": p.name, "value": p.value} for p in unit.properties),
            *({"lang": v.lang, "name": p.name, "value": p.value} for v in variants for p in v.properties),
        ],
        "origin": [asdict(origin) for origin in unit.origin],
    }
    always = {"id", "translation", "score", "type", "status"}
    return {name: value for name, value in record.items() if value or name in always}


def _object(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg}; write one object a line"
        raise FormatError(message, path=path, line=number, column=error.colno) from error
    except (RecursionError, ValueError) as error:
        raise FormatError("JSON nested too deep or with too long a number", path=path, line=number) from error
    try:
        return _mapping(record)
    except AlignError as error:
        raise _at(error, path, number) from error


def _at(error: AlignError, path: Path, number: int) -> FormatError:
    return FormatError(f"{getattr(error, 'reason', error)}; see unit.schema.json", path=path, line=number)


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FormatError(f"{json.dumps(value)[:40]} stands where an object belongs")
    return value


def _items(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise FormatError(f"{json.dumps(value)[:40]} stands where a list belongs")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise FormatError(f"{json.dumps(value)[:40]} stands where a text belongs")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise FormatError(f"{json.dumps(value)[:40]} stands where a whole number from 0 belongs")
    return value


def _known(name: str, names: Iterable[str]) -> str:
    if name not in names:
        raise FormatError(
            f"unknown key {name!r}; texts belong into 'translation', and --from hf-jsonl keeps other keys"
        )
    return name


_KEYS = frozenset(
    {"id", "translation", "score", "type", "status", "segments", "starts", "notes", "properties", "origin", "header"}
)


def _unit(record: dict[str, Any], path: Path, number: int) -> TranslationUnit:
    try:
        for name in record:
            _known(name, _KEYS)
        if "translation" not in record:
            raise FormatError("no key 'translation'")
        segments, starts = _mapping(record.get("segments", {})), _mapping(record.get("starts", {}))
        properties = [_mapping(told) for told in _items(record.get("properties", []))]
        variants = tuple(
            Variant(
                lang=parse_lang(lang),
                content=(_text(text),) if text else (),
                segments=tuple(_text(name) for name in _items(segments.get(lang, []))),
                starts=tuple(_whole(start) for start in _items(starts.get(lang, []))),
                properties=tuple(_property(told) for told in properties if told.get("lang") == lang),
            )
            for lang, text in _mapping(record["translation"]).items()
            if text is not None
        )
        origin = tuple(_origin(_mapping(told)) for told in _items(record.get("origin", [])))
        own = [_property(told) for told in properties if "lang" not in told]
        return TranslationUnit(
            id=_id(record.get("id"), number),
            variants=variants,
            notes=tuple(_text(note) for note in _items(record.get("notes", []))),
            properties=(*own, *(() if origin else _about(record))),
            origin=with_status(origin, _text(record.get("status") or "")),
        )
    except AlignError as error:
        raise _at(error, path, number) from error


def _id(value: object, number: int) -> str:
    """The id of the unit in this line; data sets of others number theirs, or have none."""
    if value is None:
        return f"tu{number}"
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(value)


def _about(record: dict[str, Any]) -> Iterator[Property]:
    """Score, kind and status of a unit that does not say which beads it comes from, as far as they say anything."""
    for name in ("score", "type", "status"):
        value = record.get(name)
        if value not in (None, "auto"):
            yield Property(name=name, value=value if isinstance(value, str) else json.dumps(value))


def _property(told: dict[str, Any]) -> Property:
    return Property(name=_text(told.get("name")), value=_text(told.get("value")))


def _origin(told: dict[str, Any]) -> Origin:
    score = told.get("score")
    if score is not None and (not isinstance(score, int | float) or isinstance(score, bool) or not 0 <= score <= 1):
        raise FormatError(f"score {json.dumps(score)[:40]} is not in 0..1")
    return Origin(
        source=parse_lang(_text(told.get("source"))),
        target=parse_lang(_text(told.get("target"))),
        kind=_text(told.get("kind")),
        score=None if score is None else float(score),
        status="checked" if told.get("status") == "checked" else "auto",
        bead=_whole(told.get("bead")),
    )
