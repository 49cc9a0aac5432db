from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from align import tables
from align.errors import FormatError
from align.formats.parquet import ParquetFormat
from align.model import Alignment, Bead, Block, Document, Origin, Segment, TranslationUnit, Variant

if TYPE_CHECKING:
    from pathlib import Path


def document(own_id: str, lang: str, sentences: list[str]) -> Document:
    """One paragraph of sentences with a space between them."""
    text, segments = "", []
    for number, sentence in enumerate(sentences):
        text += " " if text else ""
        end = len(text) + len(sentence)
        segments.append(Segment(id=f"{own_id}.s{number}", text=sentence, start=len(text), end=end, block=0))
        text += sentence
    blocks = (Block(kind="paragraph", start=0, end=len(text)),)
    return Document(id=own_id, lang=lang, text=text, blocks=blocks, segments=tuple(segments))


def test_beads_are_rows_with_both_texts() -> None:
    """A bead is a row with indexes, ids and joined texts; scripts without spaces are joined without."""
    alignment = Alignment(
        source=document("zh", "zh", ["一。", "二。", "三。"]),
        target=document("en", "en", ["One.", "Two."]),
        beads=(
            Bead(source=(0, 1), target=(0,), score=0.5, status="checked"),
            Bead(source=(), target=(1,)),
            Bead(source=(2,), target=()),
        ),
    )
    frame = tables.beads_to_frame([alignment, alignment])
    assert frame.schema == tables.BEADS
    assert frame.height == 6
    assert frame.row(0, named=True) == {
        "source_lang": "zh",
        "target_lang": "en",
        "source_document": "zh",
        "target_document": "en",
        "bead": 0,
        "source_indexes": [0, 1],
        "target_indexes": [0],
        "source_ids": ["zh.s0", "zh.s1"],
        "target_ids": ["en.s0"],
        "source_text": "一。二。",
        "target_text": "One.",
        "kind": "2-1",
        "score": 0.5,
        "status": "checked",
    }
    assert frame["kind"].to_list()[:3] == ["2-1", "0-1", "1-0"]
    assert tables.beads_to_frame([]).schema == tables.BEADS


def test_units_have_the_shape_of_data_sets() -> None:
    """The translation is a struct of strings, source language first, null where there is no counterpart."""
    units = [
        TranslationUnit(id="1", variants=(Variant(lang="cs", content=("b",)), Variant(lang="en", content=("a",)))),
        TranslationUnit(
            id="2",
            variants=(Variant(lang="en", content=("c",)),),
            origin=(Origin(source="cs", target="en", kind="0-1", score=0.5, status="auto", bead=0),),
        ),
    ]
    (frame,) = tables.units_to_frames(units, langs=["cs", "en"], source="en")
    assert frame.schema == tables.units_schema(["en", "cs"])
    assert frame["translation"].to_list() == [{"en": "a", "cs": "b"}, {"en": "c", "cs": None}]
    assert frame["kind"].to_list() == [None, "0-1"]
    assert [frame.height for frame in tables.units_to_frames([], langs=[], source="en")] == [0]


def test_long_tables_are_written_in_parts(tmp_path: Path) -> None:
    """A table of several row groups is put together from parts, in order, with its metadata, the same bytes twice."""
    units = [TranslationUnit(id=f"u{n}", variants=(Variant(lang="en", content=(f"t{n}",)),)) for n in range(100_001)]
    places = [tmp_path / letter for letter in "ab"]
    for place in places:
        frames = tables.units_to_frames(units, langs=["en"])
        tables.write_parquet_parts(frames, place, metadata={"align.title": "x"})
    assert places[0].read_bytes() == places[1].read_bytes()
    frames = [frame for _, frame in tables.scan_parquet(places[0])]
    assert [name for frame in frames for name in frame["id"]] == [unit.id for unit in units]
    assert frames[0].schema == tables.units_schema(["en"])
    assert tables.read_metadata(places[0]) == {"align.title": "x"}


def test_tables_of_others_are_read() -> None:
    """A frame with nothing but translations gives units with ids by position."""
    frame = pl.DataFrame({"translation": [{"en": "a", "CS": "b"}, {"en": "c", "CS": None}]})
    found = list(tables.frame_to_units(frame, first=10))
    assert [(u.id, [(v.lang, v.text) for v in u.variants]) for u in found] == [
        ("tu11", [("en", "a"), ("cs", "b")]),
        ("tu12", [("en", "c")]),
    ]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pl.DataFrame({"text": ["a"]}), "no column 'translation'"),
        (pl.DataFrame({"translation": ["a"]}), "no column 'translation'"),
        (pl.DataFrame({"translation": [{"en": 1}]}), "no column 'translation'"),
        (pl.DataFrame({"translation": [{"en": None}]}, schema={"translation": pl.Struct({"en": pl.String})}), "row 0"),
        (pl.DataFrame({"translation": [{"en": "a"}], "notes": [7]}), "row 0"),
    ],
)
def test_other_tables_are_refused(frame: pl.DataFrame, message: str) -> None:
    """A frame without a struct of texts, or with a row that is no unit, is refused."""
    with pytest.raises(FormatError, match=message):
        list(tables.frame_to_units(frame))


def test_metadata_and_bytes_of_a_file(tmp_path: Path) -> None:
    """The same frame and metadata give the same bytes, and the metadata are found again."""
    frame = pl.DataFrame({"x": list(range(1000))})
    paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    for path in paths:
        tables.write_parquet(frame, path, metadata={"one": "1", "two": "ř"})
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert tables.read_metadata(paths[0]) == {"one": "1", "two": "ř"}
    assert [(first, piece.height) for first, piece in tables.scan_parquet(paths[0])] == [(0, 1000)]


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    """Damaged bytes are a FormatError that names the file."""
    path = tmp_path / "x.parquet"
    path.write_bytes(b"PAR1 and then nothing")
    with pytest.raises(FormatError, match=r"x\.parquet: this is not Parquet"):
        list(ParquetFormat().scan_units(path))
    with pytest.raises(FormatError, match="this is not Parquet"):
        ParquetFormat().read_header(path)
