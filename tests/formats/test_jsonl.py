from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from align.errors import FormatError
from align.formats import UnitHeader
from align.formats.jsonl import JsonlFormat
from align.resources import schema_path

if TYPE_CHECKING:
    from pathlib import Path

    from align.model import TranslationUnit

JSONL = JsonlFormat()


@pytest.fixture
def validator() -> jsonschema.Draft202012Validator:
    """The schema of one line."""
    schema = json.loads(schema_path("unit.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_every_line_is_valid_by_the_schema(
    tmp_path: Path,
    units: list[TranslationUnit],
    header: UnitHeader,
    validator: jsonschema.Draft202012Validator,
) -> None:
    """Each line is one object that `unit.schema.json` accepts, with text as it is and not as escapes."""
    path = tmp_path / "x.jsonl"
    JSONL.write_units(units, path, header)
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    assert len(lines) == len(units)
    for line in lines:
        validator.validate(json.loads(line))
    assert "Řeky" in lines[1]
    first = json.loads(lines[0])
    assert list(first["translation"]) == ["en", "cs", "ar"]
    assert (first["score"], first["type"], first["status"]) == (0.8, None, "auto")
    assert first["header"]["signature"] == "align:0.1.0|langs:en-cs-ar"


def test_data_sets_of_others_are_read(tmp_path: Path) -> None:
    """An object with a translation is enough; null means that there is no counterpart."""
    path = tmp_path / "x.jsonl"
    path.write_text('{"translation": {"en": "a", "cs": "b"}}\n\n{"id": "7", "translation": {"en": "c", "cs": null}}\n')
    found = list(JSONL.scan_units(path))
    assert [(u.id, [v.text for v in u.variants]) for u in found] == [("tu1", ["a", "b"]), ("7", ["c"])]
    assert JSONL.read_header(path) == UnitHeader(source="en")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", ":1:2: not JSON"),
        ("[1]", ":1: [1] stands where an object belongs"),
        ('{"id": "1"}', ":1: no key 'translation'"),
        ('{"translation": {}}', ":1: unit tu1 has no variant"),
        ('{"translation": {"en": 7}}', ":1: 7 stands where a text belongs"),
        ('{"translation": {"klingonese": "a"}}', ":1: 'klingonese' is not a language tag"),
        ('{"translation": {"en": "a"}, "extra": 1}', ":1: unknown key 'extra'"),
        ('{"translation": {"en": "a"}, "notes": "n"}', ':1: "n" stands where a list belongs'),
        ('{"translation": {"en": "a"}, "starts": {"en": [true]}}', ":1: true stands where a whole number"),
        (
            '{"translation": {"en": "a"}, "origin": [{"source": "en", "target": "cs", "kind": "1-1", "score": NaN}]}',
            ":1: score NaN is not in 0..1",
        ),
        ('{"header": {"colour": "red"}, "translation": {"en": "a"}}', "unknown key 'colour' in the header"),
        ('{"header": {"signature": "a b:c"}, "translation": {"en": "a"}}', "the header holds no signature"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_other_lines_are_refused_with_their_number(tmp_path: Path, line: str, message: str) -> None:
    """What is no unit is refused with file and line; keys that would be lost are named."""
    path = tmp_path / "x.jsonl"
    path.write_text(line + "\n")
    read = JSONL.read_header if '"header"' in line else lambda place: list(JSONL.scan_units(place))
    with pytest.raises(FormatError) as caught:
        read(path)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        ({}, True),
        ({"score": 1.5}, False),
        ({"type": "1:1"}, False),
        ({"status": "maybe"}, False),
        ({"translation": {}}, False),
        ({"translation": {"en": None}}, False),
        ({"extra": 1}, False),
    ],
)
def test_the_schema_tells_good_from_bad(
    change: dict[str, object], valid: bool, validator: jsonschema.Draft202012Validator
) -> None:
    """The schema accepts a unit and refuses one with a wrong score, kind, status, text or key."""
    record = {"id": "1", "translation": {"en": "a"}, "score": None, "type": "1-0", "status": "auto"} | change
    assert validator.is_valid(record) is valid
