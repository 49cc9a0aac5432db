from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import FormatError
from align.formats import UnitHeader
from align.formats.delimited import CsvFormat, TsvFormat
from align.model import Origin, Property, TranslationUnit, Variant

if TYPE_CHECKING:
    from pathlib import Path

TSV = TsvFormat()


def test_what_is_written(tmp_path: Path, units: list[TranslationUnit]) -> None:
    """A row of names, then a row a unit; a missing language is an empty cell."""
    path = tmp_path / "x.tsv"
    TSV.write_units(units, path, UnitHeader(source="en"))
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[0] == "id\ten\tcs\tar\tscore\ttype\tstatus"
    assert lines[2] == "u2\tRivers flow to the sea.\tŘeky tečou do moře.\t\t\t1-1\tchecked"
    assert lines[4] == "u4\tOnly English.\t\t\t\t0-1\tauto"


def test_tabs_and_line_breaks_become_spaces_and_are_counted(tmp_path: Path) -> None:
    """Nothing in a text can break a row: every kind of line break becomes one space and is counted."""
    unit = TranslationUnit(id="u", variants=(Variant(lang="en", content=("a\tb\r\nc\u2028d\x85e\vf",)),))
    path = tmp_path / "x.tsv"
    assert TSV.write_units([unit], path, UnitHeader(source="en")).replaced == 5
    assert path.read_text(encoding="utf-8") == "id\ten\tscore\ttype\tstatus\nu\ta b c d e f\t\t\t\n"


def test_a_pair_is_read_with_its_bead(tmp_path: Path) -> None:
    """In a file of two languages, score, type and status are the bead of the row."""
    path = tmp_path / "x.tsv"
    path.write_text("id\tzh\ten\tscore\ttype\tstatus\n\t一。\tOne.\t0.5\t1-1\tchecked\n")
    (unit,) = TSV.scan_units(path)
    assert unit.id == "tu1"
    assert unit.origin == (Origin(source="zh", target="en", kind="1-1", score=0.5, status="checked", bead=0),)


def test_many_languages_keep_the_columns_as_properties(tmp_path: Path) -> None:
    """With three languages nobody knows which pair a score is about; it is kept as it stands."""
    path = tmp_path / "x.tsv"
    path.write_text("id\tzh\ten\tfr\tscore\n7\t一\tone\tun\t0.5\n")
    (unit,) = TSV.scan_units(path)
    assert unit.origin == ()
    assert unit.properties == (Property(name="score", value="0.5"),)


def test_languages_may_be_named(tmp_path: Path) -> None:
    """As people head their columns, in capitals or not; what is written has tags."""
    path = tmp_path / "x.tsv"
    path.write_text("English\tdeutsch\t简体中文\nOne\tEins\t一\n", encoding="utf-8")
    (unit,) = TSV.scan_units(path)
    assert [(v.lang, v.text) for v in unit.variants] == [("en", "One"), ("de", "Eins"), ("zh-Hans", "一")]
    path.write_text("English\tEN\na\tb\n", encoding="utf-8")
    with pytest.raises(FormatError, match="a language has two columns"):
        list(TSV.scan_units(path))


def test_indonesian_is_not_taken_for_the_id(tmp_path: Path) -> None:
    """The first column is the id; a second column called id is Indonesian."""
    units = [
        TranslationUnit(id="1", variants=(Variant(lang="id", content=("satu",)), Variant(lang="en", content=("one",))))
    ]
    path = tmp_path / "x.tsv"
    TSV.write_units(units, path, UnitHeader(source="id"))
    assert list(TSV.scan_units(path)) == units
    assert TSV.read_header(path).source == "id"


def test_spreadsheet_exports_are_read(tmp_path: Path) -> None:
    """CR LF, a signature and UTF-16 make no difference; a last line without its end counts."""
    path = tmp_path / "x.tsv"
    text = "id\ten\tcs\r\n1\ta\tb"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        for end in ("", "\n", "\r\n"):
            path.write_bytes((text + end).encode(encoding))
            assert TSV.sniff(path.read_bytes())
            (unit,) = TSV.scan_units(path)
            assert [v.text for v in unit.variants] == ["a", "b"]


def test_a_table_of_languages_alone_is_read(tmp_path: Path) -> None:
    """Without a column of ids, as scripts and spreadsheets write it; empty rows under it are no units."""
    (tmp_path / "x.tsv").write_text("en\tzh-Hant\nOne\t一\n\t\n")
    (unit,) = TSV.scan_units(tmp_path / "x.tsv")
    assert (unit.id, [(v.lang, v.text) for v in unit.variants]) == ("tu1", [("en", "One"), ("zh-Hant", "一")])
    assert TSV.read_header(tmp_path / "x.tsv").source == "en"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("seg1\tseg2\na\tb\n", ":1: column 'seg1' is not a language tag"),
        ("no\nyes\n", ":1: the first row does not name the columns; write names such as id, en, fr above"),
        ("one\ttwo\na\tb\n", ":1: the first row does not name the columns; write names such as id, en, fr"),
        ("id\tscore\n", ":1: the first row must name the columns"),
        ("id\ten\tEN\n", ":1: a language has two columns"),
        ("id\ten\n1\ta\tb\n", ":2: 3 cells under 2 names"),
        ("id\ten\n1\t\n", ":2: a row without any text"),
        ("id\ten\tcs\tscore\n1\ta\tb\t7\n", ":2: score '7' is not a number in 0..1"),
        ("id\ten\tcs\tscore\n1\ta\tb\thigh\n", ":2: score 'high' is not a number in 0..1"),
    ],
)
def test_other_tables_are_refused_with_the_row(tmp_path: Path, content: str, message: str) -> None:
    """A table that is not ours is refused; unknown columns are not dropped silently."""
    path = tmp_path / "x.tsv"
    path.write_text(content)
    with pytest.raises(FormatError) as caught:
        list(TSV.scan_units(path))
    assert message in str(caught.value)


def test_a_type_that_is_no_kind_of_bead_is_a_property(tmp_path: Path) -> None:
    """What others write into a column of this name is kept and not taken for a bead."""
    path = tmp_path / "x.tsv"
    path.write_text("id\ten\tfr\ttype\n1\ta\tb\theading\n")
    (unit,) = TSV.scan_units(path)
    assert (unit.origin, unit.properties) == ((), (Property(name="type", value="heading"),))


CSV = CsvFormat()


def test_csv_quotes_what_has_to_be_quoted(tmp_path: Path, units: list[TranslationUnit]) -> None:
    """Commas, quotes and line breaks stay in their cell; Excel sees UTF-8; a formula is a text."""
    path = tmp_path / "x.csv"
    odd = TranslationUnit(id="u", variants=(Variant(lang="en", content=('=1+1, "a"\r\nb',)),))
    CSV.write_units([odd, units[1]], path, UnitHeader(source="en"))
    assert path.read_bytes().decode("utf-8").split("\n")[:3] == [
        "\ufeffid,en,cs,score,type,status",
        'u,"\'=1+1, ""a""',
        'b",,,,',
    ]
    assert [u.variants[0].text for u in CSV.scan_units(path)] == ['=1+1, "a"\nb', "Rivers flow to the sea."]


def test_csv_with_semicolons_is_read(tmp_path: Path) -> None:
    """As spreadsheets write it where the comma is the decimal sign."""
    path = tmp_path / "x.csv"
    path.write_text('id;en;cs\r\n1;"a; b";c\r\n', encoding="utf-8")
    assert CSV.sniff(path.read_bytes())
    (unit,) = CSV.scan_units(path)
    assert [v.text for v in unit.variants] == ["a; b", "c"]


@pytest.mark.parametrize(
    "content",
    [
        "id\ten\tcs\n1\ta, b\tc\n",
        "sep=;\r\nid;en;cs\r\n1;a, b;c\r\n;;\r\n",
        'SEP=\t\nID\tEN\tcs\n1\t"a, b"\tc\n',
        ',en,cs\n1,"a, b",c\n',
    ],
)
def test_csv_of_spreadsheets_and_data_frames_is_read(tmp_path: Path, content: str) -> None:
    """With tabs, with a line for Excel that names what parts the cells, with row numbers in a column without a name."""
    path = tmp_path / "x.csv"
    path.write_bytes(content.encode())
    (unit,) = CSV.scan_units(path)
    assert (unit.id, [(v.lang, v.text) for v in unit.variants]) == ("1", [("en", "a, b"), ("cs", "c")])
    assert CSV.read_header(path).source == "en"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('id,en\n1,"a\n', ":2: not CSV: unexpected end of data"),
        ("id,en\n1,a,b\n", ":2: 3 cells under 2 names; a text with commas stands in quotes"),
        ('id,en\n1,"a\nb"\n2,\n', ":4: a row without any text"),
        ("concept,en\n", ":1: column 'concept' is not a language tag"),
        ("en,cs\ra,b\r", ":1: the lines end in CR alone; save the file as CSV"),
        ("sep=;\nen;cs\na\n", ":3: 1 cells under 2 names"),
    ],
)
def test_broken_csv_is_refused_with_its_line(tmp_path: Path, content: str, message: str) -> None:
    """The line is that of the file, also after a text of several lines."""
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        list(CSV.scan_units(path))
    assert message in str(caught.value)


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.text(min_size=1, max_size=20) | st.text(st.sampled_from("'=+-@\",;\n a"), min_size=1), max_size=4)
)
def test_any_text_survives_in_csv(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """In CSV a text keeps everything; line ends become LF."""
    batch = [TranslationUnit(id=f"u{n}", variants=(Variant(lang="en", content=(t,)),)) for n, t in enumerate(texts)]
    path = tmp_path_factory.getbasetemp() / "any.csv"
    CSV.write_units(batch, path, UnitHeader(source="en"))
    flat = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    assert [u.variants[0].text for u in CSV.scan_units(path)] == flat


def test_a_cell_of_megabytes_is_read(tmp_path: Path) -> None:
    """The limit that Python's reader has by itself is lifted."""
    path = tmp_path / "x.csv"
    path.write_text(f"id,en\n1,{'x' * 2**20}\n", encoding="utf-8")
    assert len(next(iter(CSV.scan_units(path))).variants[0].text) == 2**20
