"""The shapes that loaders of data sets want: hf-jsonl and hf-parquet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from align.errors import FormatError
from align.formats import UnitHeader
from align.formats.jsonl import HfJsonlFormat, JsonlFormat
from align.formats.parquet import HfParquetFormat, ParquetFormat

if TYPE_CHECKING:
    from pathlib import Path

    from align.model import TranslationUnit

JSONL, PARQUET = HfJsonlFormat(), HfParquetFormat()


def test_each_line_has_the_same_flat_keys(tmp_path: Path, units: list[TranslationUnit]) -> None:
    """Every line has every language, null where it is missing, the source first; nothing is nested but the texts."""
    path = tmp_path / "x.hf.jsonl"
    JSONL.write_units(units, path, UnitHeader(source="cs"))
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert {tuple(record) for record in records} == {("id", "translation", "score", "status")}
    assert {tuple(record["translation"]) for record in records} == {("cs", "en", "ar")}
    assert records[3]["translation"] == {"cs": None, "en": "Only English.", "ar": None}
    assert records[0]["score"] == 0.8


def test_the_table_has_the_same_flat_columns(tmp_path: Path, units: list[TranslationUnit]) -> None:
    """Translation is a struct of strings, the source first; there are three more columns."""
    path = tmp_path / "x.hf.parquet"
    PARQUET.write_units(units, path, UnitHeader(source="cs"))
    frame = pl.read_parquet(path)
    assert frame.columns == ["id", "translation", "score", "status"]
    assert [field.name for field in frame.schema["translation"].fields] == ["cs", "en", "ar"]


def test_our_own_formats_read_both(tmp_path: Path, units: list[TranslationUnit]) -> None:
    """They need no format to be named."""
    for member, reader, name in ((JSONL, JsonlFormat(), "x.jsonl"), (PARQUET, ParquetFormat(), "x.parquet")):
        member.write_units(units, tmp_path / name, UnitHeader(source="en"))
        texts = [[v.text for v in u.variants] for u in reader.scan_units(tmp_path / name)]
        assert texts == [[v.text for v in u.variants] for u in units]


def test_further_keys_of_others_are_kept(tmp_path: Path) -> None:
    """Data sets of others have keys of their own and ids that are numbers: properties, and texts."""
    path = tmp_path / "x.jsonl"
    record = {
        "id": 7,
        "translation": {"en": "a", "zh": "b", "fr": None},
        "source": "UN",
        "n": 1,
        "tags": ["x"],
        "no": None,
    }
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    (one,) = JSONL.scan_units(path)
    assert (one.id, [v.lang for v in one.variants]) == ("7", ["en", "zh"])
    assert [(p.name, p.value) for p in one.properties] == [("source", "UN"), ("n", "1"), ("tags", '["x"]')]
    flat = {"id": 7, "translation": {"en": "a", "zh": "b"}, "source": "UN", "n": 1}
    pl.DataFrame([flat]).write_parquet(tmp_path / "x.parquet")
    (one,) = PARQUET.scan_units(tmp_path / "x.parquet")
    assert (one.id, [(p.name, p.value) for p in one.properties]) == ("7", [("source", "UN"), ("n", "1")])


@pytest.mark.parametrize("line", ['{"id": "1"}', '{"translation": []}', "[]", '{"translation": {}}'])
def test_lines_without_a_translation_are_refused(tmp_path: Path, line: str) -> None:
    """With their number."""
    path = tmp_path / "x.jsonl"
    path.write_text(f'{{"translation": {{"en": "a"}}}}\n{line}\n', encoding="utf-8")
    with pytest.raises(FormatError, match=r"x\.jsonl:2: "):
        list(JSONL.scan_units(path))


def test_our_own_formats_keep_what_others_say_about_a_unit(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Numbers are ids; score and status without beads become properties; a column that is not read is named."""
    record = {"id": 7, "translation": {"en": "a", "zh": "b"}, "score": 0.5, "status": "checked"}
    bare = {"id": None, "translation": {"en": "c", "zh": None}, "score": None, "status": "auto"}
    lines = tmp_path / "x.jsonl"
    lines.write_text("".join(json.dumps(one) + "\n" for one in (record, bare)), encoding="utf-8")
    pl.DataFrame([record | {"domain": "law"}, bare | {"domain": None}]).write_parquet(tmp_path / "x.parquet")
    for member, path in ((JsonlFormat(), lines), (ParquetFormat(), tmp_path / "x.parquet")):
        one, other = member.scan_units(path)
        assert (one.id, other.id) == ("7", "tu2")
        assert [(p.name, p.value) for p in one.properties] == [("score", "0.5"), ("status", "checked")]
        assert other.properties == ()
    assert "columns not read: domain; name the format hf-parquet to keep them" in caplog.text
