"""The schemas of data: JSON Lines, Parquet and reports; what we write is valid, and faults are found with their place."""

from __future__ import annotations

import json

import jsonschema
import polars as pl
import pytest

from align import tables
from align.corpus.validation import problems_of
from align.formats import FORMATS, UnitHeader
from align.model import Alignment, Bead
from align.pipeline import validate
from align.resources import schema_path
from format_files import units, write

JSON = ["unit", "hf-unit", "findings", "explanation", "evaluation", "corpus"]
PARQUET = {"units.parquet": "parquet", "hf-units.parquet": "hf-parquet"}
LINE = {"id": "u1", "translation": {"en": "a", "cs": "b"}, "score": None, "type": None, "status": "auto"}


@pytest.mark.parametrize("name", JSON)
def test_json_schemas_are_json_schemas(name):
    """Each is valid by the standard that it names, and says what it is about."""
    schema = json.loads(schema_path(f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"]


@pytest.mark.parametrize(("name", "schema"), [("jsonl", "unit"), ("hf-jsonl", "hf-unit")])
def test_lines_that_we_write_are_valid(name, schema, tmp_path):
    """By the schema itself, and by `align validate`."""
    path = write(name, tmp_path, 50)
    checker = jsonschema.Draft202012Validator(json.loads(schema_path(f"{schema}.schema.json").read_text()))
    for line in path.read_text(encoding="utf-8").splitlines():
        checker.validate(json.loads(line))
    assert validate(path, format=name) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"translation": None}, "translation"),
        ({"translation": {}}, "translation"),
        ({"translation": {"en": 1}}, "translation"),
        ({"translation": {"e n": "a"}}, "is not a language tag"),
        ({"score": 2}, "score"),
        ({"score": "0.5"}, "score"),
        ({"type": "2:1"}, "type"),
        ({"status": "perhaps"}, "status"),
        ({"notes": "a note"}, "notes"),
        ({"properties": [{"name": "a"}]}, "properties"),
        ({"starts": {"en": [-1]}, "segments": {"en": ["s"]}}, "starts"),
        ({"own": 1}, "own"),
    ],
)
def test_faults_of_lines_are_found(change, message, tmp_path):
    """Each is a problem with the file, the line, the rule and what is wrong; the lines after it are looked at too."""
    path = tmp_path / "a.jsonl"
    bad = json.dumps(LINE | change)
    path.write_text(f"{json.dumps(LINE)}\n{bad}\n{json.dumps(LINE)}\n{bad}\n", encoding="utf-8")
    problems = validate(path)
    assert {(one.line, one.rule) for one in problems} == {(2, "unit.schema.json"), (4, "unit.schema.json")}
    assert all(message in str(one) and one.remedy for one in problems)


def test_lines_that_are_no_json(tmp_path):
    """Have a column as well."""
    path = tmp_path / "a.jsonl"
    path.write_text(f'{json.dumps(LINE)}\n{{"translation": oops}}\n', encoding="utf-8")
    assert [(one.line, one.column) for one in validate(path)] == [(2, 17)]
    path.write_bytes(json.dumps(LINE).encode() + b"\n\xff\n")
    assert [(one.line, one.column) for one in validate(path)] == [(2, 1)]


@pytest.mark.parametrize(
    ("line", "valid"),
    [
        ({"translation": {"en": "a", "cs": None}}, True),
        ({"id": 7, "translation": {"en": "a"}, "url": "x"}, True),
        ({"id": 7.5, "translation": {"en": "a"}}, False),
        ({"translation": {"en": ["a"]}}, False),
        ({"text": "a"}, False),
    ],
)
def test_rows_of_data_sets(line, valid, tmp_path):
    """Other keys are welcome, other shapes of the translation are not."""
    path = tmp_path / "a.jsonl"
    path.write_text(f"{json.dumps(line)}\n", encoding="utf-8")
    assert (validate(path, format="hf-jsonl") == []) is valid


@pytest.mark.parametrize(("schema", "name"), PARQUET.items())
def test_the_schemas_of_tables_are_those_of_what_we_write(schema, name, tmp_path):
    """Column by column, type by type."""
    path = write(name, tmp_path, 20)
    told = json.loads(schema_path(f"{schema}.json").read_text(encoding="utf-8"))
    assert tables.column_types(path) == {column: rules["type"] for column, rules in told["columns"].items()}
    assert all(rules["description"] for rules in told["columns"].values())
    assert validate(path, format=name) == []


def test_the_schema_of_beads_is_that_of_what_we_write(tmp_path, alignment):
    """The table of beads of a corpus too."""
    path = tmp_path / "beads.parquet"
    tables.write_parquet(tables.beads_to_frame([alignment]), path)
    told = json.loads(schema_path("beads.parquet.json").read_text(encoding="utf-8"))
    assert tables.column_types(path) == {column: rules["type"] for column, rules in told["columns"].items()}
    assert isinstance(alignment, Alignment)
    assert isinstance(alignment.beads[0], Bead)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"id": ["a"]}, "there is no column 'translation'"),
        ({"translation": ["a"]}, "the column 'translation' is string, not struct<language: string>"),
        ({"translation": [{"en": "a", "cs": "b"}], "score": ["high"]}, "the column 'score' is string, not float32"),
        ({"translation": [{"en": "a"}], "url": ["x"]}, "the column 'url' is none of ours"),
        ({"translation": [{"en": "a"}, {"en": None}]}, "row 1"),
    ],
)
def test_faults_of_tables_are_found(columns, message, tmp_path):
    """Each is a problem with the rule, what is wrong and what to do."""
    path = tmp_path / "a.parquet"
    pl.DataFrame(columns).write_parquet(path)
    problems = validate(path)
    assert [one.rule for one in problems] == ["units.parquet.json"]
    assert message in str(problems[0])
    assert problems[0].remedy


def test_reports_are_told_apart(tmp_path):
    """An evaluation is held against its own schema."""
    path = tmp_path / "scores.json"
    share = dict.fromkeys(
        ("precision", "recall", "f1", "lax_precision", "lax_recall", "lax_f1", "null_precision", "null_recall"), 0.5
    )
    good = {"a": {**share, "null_recall": None, "gold_beads": 1, "found_beads": 1, "gold_null_beads": 0}}
    path.write_text(json.dumps(good), encoding="utf-8")
    assert problems_of(path) == []
    path.write_text(json.dumps({"a": good["a"] | {"f1": 2}}), encoding="utf-8")
    assert [one.rule for one in problems_of(path)] == ["evaluation.schema.json"]


def test_any_text_can_be_checked(tmp_path):
    """What has no schema is read to its end; the problem has its line and remedy."""
    path = tmp_path / "a.txt"
    path.write_text("One two three.\n", encoding="utf-8")
    assert validate(path) == []
    path.write_bytes(b"\xef\xbb\xbfOne.\nTw\xff.\n")
    (problem,) = validate(path)
    assert (problem.line, problem.rule) == (2, "a file of plain")
    assert problem.remedy
    broken = tmp_path / "a.docx"
    broken.write_bytes(b"PK\3\4" + b"\0" * 100)
    assert [one.rule for one in validate(broken, format="docx")] == ["a file of docx"]


def test_written_units_need_no_second_look(tmp_path):
    """Formats that are checked for others only are written without reading them again."""
    assert not hasattr(FORMATS.make("jsonl"), "validate")
    FORMATS.make("jsonl").write_units(units(3), tmp_path / "a.jsonl", UnitHeader())
