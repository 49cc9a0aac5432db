from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import FormatError, UsageError
from align.formats import UnitHeader
from align.formats.xlsx import XlsxFormat, read_review
from align.model import Origin, TranslationUnit, Variant
from align.pipeline import format_of, read_bilingual

if TYPE_CHECKING:
    from pathlib import Path

XLSX = XlsxFormat()
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")).filter(lambda c: c not in "\ufffe\uffff"), min_size=1)


def unit(own: str, score: float | None = None, status: str = "auto", **texts: str) -> TranslationUnit:
    """A unit of these texts, from one bead."""
    variants = tuple(Variant(lang=lang, content=(text,)) for lang, text in texts.items())
    origin = (Origin(source="en", target="ar", kind="1-1", score=score, status=status, bead=0),)
    return TranslationUnit(id=own, variants=variants, notes=("n1", "n2"), origin=origin)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A sheet of a sure, a doubtful, a null and a confirmed row."""
    path = tmp_path / "x.xlsx"
    units = [
        unit("u1", 0.95, en="One.", ar="واحد."),
        unit("u2", 0.3, en="Two.", ar="اثنان."),
        unit("u3", en="Three."),
        unit("u4", 0.2, "checked", en="Four.", ar="أربعة."),
    ]
    XLSX.write_units(units, path, UnitHeader(source="en", title="T", date="2023-12-28"))
    return path


def test_what_a_reviewer_sees(sheet: Path) -> None:
    """Names stay in view, ids are hidden, Arabic runs from right to left, doubtful rows have the report's colours."""
    page = openpyxl.load_workbook(sheet).active
    assert [cell.value for cell in page[1]] == ["id", "en", "ar", "score", "status", "comment", "given out"]
    assert [cell.value for cell in page[2]][:6] == ["u1", "One.", "واحد.", 0.95, "auto", "n1\nn2"]
    assert page.freeze_panes == "A2"
    assert [page.column_dimensions[letter].hidden for letter in "ABG"] == [True, False, True]
    assert page["C2"].alignment.readingOrder == 2
    assert page["B2"].alignment.wrap_text
    assert [page.cell(row, 2).fill.fgColor.rgb for row in (2, 3, 4, 5)] == [
        "00000000",
        "FFFFF6DF",
        "FFF6F2FA",
        "FFE6F4EA",
    ]
    assert page.data_validations.dataValidation[0].formula1 == '"auto,checked"'


def test_a_sheet_alone_is_read(sheet: Path) -> None:
    """Comments are notes, score and status properties; an empty cell is a missing text."""
    units = list(XLSX.scan_units(sheet))
    assert [[v.text for v in u.variants] for u in units][2] == ["Three."]
    assert units[0].notes == ("n1", "n2")
    assert [(p.name, p.value) for p in units[0].properties] == [("score", "0.95"), ("status", "auto")]
    assert XLSX.read_header(sheet).source == "en"


def test_what_another_program_saves_is_read(sheet: Path, tmp_path: Path) -> None:
    """Shared strings instead of inline ones, and rows in another order, make no difference."""
    book = openpyxl.load_workbook(sheet)
    page = book.active
    page.move_range("A2:G2", rows=10)
    book.save(tmp_path / "y.xlsx")
    assert XLSX.sniff((tmp_path / "y.xlsx").read_bytes()[:4096])
    rows = {row.id: row for row in read_review(tmp_path / "y.xlsx")}
    assert rows == {row.id: row if row.id != "u1" else rows["u1"] for row in read_review(sheet)}
    assert (rows["u1"].row, dict(rows["u1"].texts)) == (12, {"en": "One.", "ar": "واحد."})


def test_rich_text_numbers_and_sheets_without_ids(tmp_path: Path) -> None:
    """Runs of one cell are one text, a number is its digits, and a table of two languages is enough."""
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["EN", "zh"])
        page.write_rich_string(1, 0, "a ", book.add_format({"bold": True}), "b", " c")
        page.write_number(1, 1, 2023)
    (one,) = XLSX.scan_units(path)
    assert (one.id, [(v.lang, v.text) for v in one.variants]) == ("tu1", [("en", "a b c"), ("zh", "2023")])


@pytest.mark.parametrize(
    "shape", ["d mmm yyyy", "0 %", '"on" dd/mm', "[h]:mm", "0.0E+00", "[$-409]m/d/yy h:mm AM/PM;@"]
)
def test_a_number_that_is_shown_as_something_else_is_refused(
    tmp_path: Path, shape: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A date in a cell is a number of days: it is not taken for the text; as a text, such cells are counted."""
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["en", "zh"])
        page.write_row(1, 0, ["a", "b"], book.add_format({"num_format": shape}))
        page.write_number(2, 1, 45000, book.add_format({"num_format": shape}))
    with pytest.raises(FormatError, match="cell zh in row 3 holds a formula, an error, a date or a percentage"):
        list(XLSX.scan_units(path))
    assert "45000" in XLSX.read_document(path, lang="en").text
    assert "1 cells are shown as dates or percentages and were read as numbers" in caplog.text


@pytest.mark.parametrize("shape", ["General", "@", "0", "#,##0.00", '#,##0 "days"', "0.0_m;[Red]-0.0", r"0\s"])
def test_a_number_that_is_shown_as_one_is_a_text(tmp_path: Path, shape: str) -> None:
    """Its digits, as they are stored."""
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_row(0, 0, ["en", "zh"])
        book.worksheets()[0].write_row(1, 0, [1, 2], book.add_format({"num_format": shape}))
    assert [v.text for unit in XLSX.scan_units(path) for v in unit.variants] == ["1", "2"]


def test_further_sheets_are_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Only the first sheet is read, and that is said, also where it is the wrong one."""
    book = openpyxl.Workbook()
    book.active.append(["Read me"])
    book.create_sheet("Texts").append(["en", "de"])
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(FormatError, match=r"'Read me' is not a language tag .* or take two columns as they are with"):
        list(XLSX.scan_units(tmp_path / "x.xlsx"))
    assert "x.xlsx: only the first of 2 sheets, 'Sheet', is read" in caplog.text


def test_an_id_in_capitals_is_an_id(tmp_path: Path) -> None:
    """`ID` above the first column is not taken for Indonesian; languages may be named."""
    book = openpyxl.Workbook()
    for row in (["ID", "EN", "German"], ["k1", "One", "Eins"]):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    (unit,) = XlsxFormat().scan_units(tmp_path / "x.xlsx")
    assert (unit.id, [(v.lang, v.text) for v in unit.variants]) == ("k1", [("en", "One"), ("de", "Eins")])


def test_a_formula_is_refused(tmp_path: Path) -> None:
    """A formula is no text, and its value may be that of another program: it is named and not taken."""
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["id", "en", "zh"])
        page.write_row(1, 0, ["u1", "a"])
        page.write_formula(1, 2, "=B2", None, "a")
    with pytest.raises(FormatError, match="the cell zh in row 2 holds a formula"):
        list(XLSX.scan_units(path))
    (row,) = read_review(path)
    assert row.refused == ("zh",)


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_any_text_comes_back(texts: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a cell holds, what looks like a formula, an escape or a link too, it is read back as text."""
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    extra = [("=1+1", "_x0041_"), ("https://e.x", "'a"), ("0012", "TRUE"), ("a\nb", " x ")]
    every = [*texts, *extra]
    XLSX.write_units([unit(f"u{n}", en=a, ar=b) for n, (a, b) in enumerate(every)], path, UnitHeader(source="en"))
    assert [tuple(v.text for v in u.variants) for u in XLSX.scan_units(path)] == every


def test_a_text_that_no_cell_holds_is_an_error(tmp_path: Path) -> None:
    """Excel cuts at 32,767 characters; nothing is cut silently."""
    with pytest.raises(UsageError, match=r"unit u1: a cell holds 32,767 characters"):
        XLSX.write_units([unit("u1", en="x" * 32_768)], tmp_path / "x.xlsx", UnitHeader(source="en"))


def replaced(path: Path, part: str, content: bytes) -> Path:
    """A copy of a workbook with another content of one part."""
    other = path.with_name("other.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return other


@pytest.mark.parametrize(
    ("part", "content", "message"),
    [
        ("xl/workbook.xml", b"<workbook/>", "has no sheet"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><row><c t='s'><v>7</v></c></row></worksheet>", "is not there"),
        ("xl/worksheets/sheet1.xml", b"<!DOCTYPE w [<!ENTITY x 'y'>]><w/>", "declares things of its own"),
        ("xl/worksheets/sheet1.xml", b"<w><row r='x'/></w>", "is damaged"),
        ("xl/worksheets/sheet1.xml", b"<w/>", "the sheet is empty"),
        ("xl/worksheets/sheet1.xml", b" " * 17 * 2**20, "expands more than 250 times"),
    ],
)
def test_damaged_and_hostile_workbooks_are_refused(sheet: Path, part: str, content: bytes, message: str) -> None:
    """Each gives one line that names the file the user knows."""
    path = replaced(sheet, part, content)
    with pytest.raises(FormatError, match=re.escape(message)) as caught:
        list(XLSX.scan_units(path))
    assert str(caught.value).startswith(str(path))


def test_other_files_are_told_apart(tmp_path: Path, sheet: Path) -> None:
    """A protected file, a truncated one and a sheet of something else say what they are."""
    for content, message in ((b"\xd0\xcf\x11\xe0rest", "password"), (sheet.read_bytes()[:3000], "is damaged")):
        (tmp_path / "y.xlsx").write_bytes(content)
        with pytest.raises(FormatError, match=message):
            list(XLSX.scan_units(tmp_path / "y.xlsx"))
    for names, message in (
        (["id", "Seite"], "'Seite' is not a language tag"),
        (["en", "EN"], "two columns"),
        (["id"], "no column"),
    ):
        with xlsxwriter.Workbook(str(tmp_path / "z.xlsx")) as book:
            book.add_worksheet().write_row(0, 0, names)
        with pytest.raises(FormatError, match=message):
            list(XLSX.scan_units(tmp_path / "z.xlsx"))


def table(path: Path, rows: list[tuple[object, ...]]) -> Path:
    """A workbook that another program has made."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    book.close()
    return path


def test_a_sheet_is_a_text(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Each cell with text is a paragraph that names its row and column; formulas are left out, which is said."""
    path = table(tmp_path / "x.xlsx", [("One.", None, "Two."), ("=1+1", "Three.\nFour.")])
    document = XLSX.read_document(path, lang="en")
    assert [(document.text[b.start : b.end], b.place) for b in document.blocks] == [
        ("One.", "table1/r1/c1"),
        ("Two.", "table1/r1/c3"),
        ("Three.\nFour.", "table1/r2/c2"),
    ]
    assert "left out: 1 cells with a formula or an error" in caplog.text


def test_all_sheets_that_are_shown_are_text(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Sheet by sheet, each a table of its own; how many are hidden is said."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(("One.",))
    for title, text in (("Kept", "Away."), ("Notes", "Two.")):
        book.create_sheet(title).append((text,))
    book["Kept"].sheet_state = "hidden"
    book.save(tmp_path / "x.xlsx")
    book.close()
    document = XLSX.read_document(tmp_path / "x.xlsx", lang="en")
    assert [(document.text[b.start : b.end], b.place) for b in document.blocks] == [
        ("One.", "table1/r1/c1"),
        ("Two.", "table3/r1/c1"),
    ]
    assert "left out: 1 hidden sheets" in caplog.text


def test_names_of_columns_are_no_text(sheet: Path) -> None:
    """A sheet for reviewers begins with a row of names."""
    document = XLSX.read_document(sheet, lang="en")
    assert document.blocks[0].place == "table1/r2/c1"


def test_two_columns_are_aligned_paragraphs(tmp_path: Path) -> None:
    """A table of two languages, with numbers beside it, is an alignment row by row."""
    rows = [
        (1, "中央外事工作会议在北京举行。", "The Central Conference was held in Beijing."),
        (2, "习近平出席会议并发表重要讲话。", "Xi Jinping attended and delivered an important address."),
        (3, "会议指出，对外工作取得成就。", "It was noted that achievements have been made."),
    ]
    alignment = read_bilingual(table(tmp_path / "x.xlsx", rows))
    assert (alignment.source.lang, alignment.target.lang) == ("zh", "en")
    assert [one.text for one in alignment.target.segments] == [row[2] for row in rows]
    assert [bead.kind for bead in alignment.beads] == ["1-1"] * 3


def test_a_workbook_is_known_by_its_parts(tmp_path: Path) -> None:
    """Also where the names of its parts are not at its beginning."""
    path = table(tmp_path / "x.xlsx", [("en", "cs"), ("a", "b")])
    turned = tmp_path / "turned"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(turned, "w") as new:
        new.writestr("[Content_Types].xml", " " * 5000)
        for name in old.namelist():
            if name != "[Content_Types].xml":
                new.writestr(name, old.read(name))
    assert format_of(turned) == "xlsx"
