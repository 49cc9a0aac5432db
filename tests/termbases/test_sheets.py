"""Spreadsheets as people have them."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from align.errors import FormatError, UsageError
from align.termbases import Columns
from align.termbases.files import read, read_termbase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path):
    """Writes a workbook with these rows and merged cells."""

    def write(rows: Iterable[Sequence[object]], *merged: str) -> Path:
        made = openpyxl.Workbook()
        for row in rows:
            made.active.append(row)
        for cells in merged:
            made.active.merge_cells(cells)
        path = tmp_path / "terms.xlsx"
        made.save(path)
        made.close()
        return path

    return write


def texts(path: Path, **options: object) -> list[dict[str, list[str]]]:
    """The terms of each concept by language."""
    return [
        {lang: [term.text for term in concept.terms_in(lang)] for lang in dict.fromkeys(t.lang for t in concept.terms)}
        for concept in read_termbase(path, **options).concepts
    ]


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("English", "en"),
        ("english term", "en"),
        ("Term (EN)", "en"),
        ("EN_Term", "en"),
        ("en-gb", "en-GB"),
        ("en_US", "en-US"),
        ("British English", "en-GB"),
        ("中文", "zh"),
        ("中文 (Chinese)", "zh"),
        ("zh-CN", "zh-CN"),
        ("Chinese (Simplified)", "zh-Hans"),
        ("繁體中文", "zh-Hant"),
        ("Chinese", "zh"),
        ("French (term)", "fr"),
        ("Terme français", "fr"),
        ("Französisch", "fr"),
        ("Русский", "ru"),
        ("русский термин", "ru"),
        ("العربية", "ar"),
        ("日本語", "ja"),
        ("Portuguese (Brazil)", "pt-BR"),
    ],
)
def test_a_column_is_told_from_its_name(tmp_path: Path, header: str, lang: str) -> None:
    """By its tag, or by the name of the language in several languages."""
    path = tmp_path / "terms.csv"
    path.write_text(f'"{header}",de\nx1,y1\n', encoding="utf-8")
    assert texts(path) == [{lang: ["x1"], "de": ["y1"]}]


def test_fields_and_their_languages(book) -> None:
    """A field of the concept, or of the terms of one language; what is said twice is kept."""
    path = book(
        [
            ["No.", "Term EN", "POS EN", "Note (EN)", "Term_FR", "Definition EN", "Definition FR", "Domaine", "备注"],
            [7, "lamp", "noun", "n", "lampe", "a thing", "une chose", "light", "x"],
        ]
    )
    (concept,) = read_termbase(path).concepts
    assert (concept.id, concept.subject, concept.definition) == ("7", "light", "a thing")
    assert concept.note == "x\ndefinition (fr): une chose"
    english, french = concept.terms
    assert (english.part_of_speech, english.note, french.note) == ("noun", "n", None)


def test_several_renderings_in_a_cell(book) -> None:
    """Set apart by bars or lines; the first is preferred."""
    path = book([["English", "French"], ["lamp | light", "lampe\nlampadaire"]])
    assert texts(path) == [{"en": ["lamp", "light"], "fr": ["lampe", "lampadaire"]}]
    assert [term.status for term in read_termbase(path).concepts[0].terms] == ["preferred", "admitted"] * 2


def test_the_row_of_names_may_come_later(book, caplog) -> None:
    """Under a title; that the rows above are not read is said."""
    path = book([["Glossary of the Conference"], [], ["English", "Français"], ["lamp", "lampe"]])
    with caplog.at_level(logging.INFO):
        assert texts(path) == [{"en": ["lamp"], "fr": ["lampe"]}]
    assert caplog.messages == [
        f"{path}: row 3 names the columns (1 above it are not read): A 'English' = en, B 'Français' = fr"
    ]


def test_names_in_two_rows(book) -> None:
    """A language over its fields, drawn over several columns, and a name drawn over both rows."""
    path = book(
        [
            ["ID", "English", None, "French", None],
            [None, "Term", "Note", "Term", "Definition"],
            ["a", "lamp", "en note", "lampe", "objet"],
        ],
        "A1:A2",
        "B1:C1",
        "D1:E1",
    )
    (concept,) = read_termbase(path).concepts
    assert (concept.id, concept.definition) == ("a", "objet")
    assert [(term.text, term.lang, term.note) for term in concept.terms] == [
        ("lamp", "en", "en note"),
        ("lampe", "fr", None),
    ]


def test_names_in_two_rows_of_a_text_table(tmp_path: Path) -> None:
    """There the cells that were drawn over several columns are empty after the first."""
    path = tmp_path / "terms.csv"
    path.write_text("English,,French,\nTerm,Note,Term,Note\nlamp,n,lampe,m\n", encoding="utf-8")
    (concept,) = read_termbase(path).concepts
    assert [(term.text, term.note) for term in concept.terms] == [("lamp", "n"), ("lampe", "m")]


def test_cells_over_several_rows_are_one_concept(book) -> None:
    """Whether the id or a term is drawn over them."""
    by_id = book(
        [["ID", "English", "French"], ["a", "lamp", "lampe"], [None, "light", "lumière"], ["b", "cat", "chat"]], "A2:A3"
    )
    assert texts(by_id) == [{"en": ["lamp", "light"], "fr": ["lampe", "lumière"]}, {"en": ["cat"], "fr": ["chat"]}]
    by_term = book([["English", "French"], ["lamp", "lampe"], [None, "lampadaire"], ["cat", "chat"]], "A2:A3")
    assert texts(by_term) == [{"en": ["lamp"], "fr": ["lampe", "lampadaire"]}, {"en": ["cat"], "fr": ["chat"]}]


def test_the_value_of_a_formula(tmp_path: Path, caplog) -> None:
    """Is taken if the spreadsheet has stored it, which is said; otherwise the cell is named."""
    path = tmp_path / "terms.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["English", "French", "Serial"])
        sheet.write_row(1, 0, ["lamp"])
        sheet.write_formula(1, 1, '=CONCATENATE("lam","pe")', None, "lampe")
    with caplog.at_level(logging.WARNING):
        assert texts(path) == [{"en": ["lamp"], "fr": ["lampe"]}]
    assert caplog.messages == [f"{path}: 1 cells hold formulas; the values that the spreadsheet stored were taken"]
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["English", "French", "Serial"])
        sheet.write_row(1, 0, ["lamp"])
        sheet.write_formula(1, 1, "=A9", None, "")
    with pytest.raises(FormatError, match=r"terms\.xlsx:2: the cell B2 holds an error, or a formula without a value"):
        read_termbase(path)


def test_dates_that_a_spreadsheet_keeps_as_numbers(book) -> None:
    """Are dates again; a year is a year."""
    path = book(
        [
            ["concept", "lang", "text", "valid_from", "valid_to"],
            ["a", "en", "lamp", dt.date(2018, 3, 24), 2020],
        ]
    )
    (term,) = read_termbase(path).concepts[0].terms
    assert (term.valid_from, term.valid_to) == ("2018-03-24", "2020")


def test_dates_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    """Are four years later than the same numbers elsewhere."""
    path = tmp_path / "terms.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["concept", "lang", "text", "valid_from"])
        sheet.write_row(1, 0, ["a", "en", "lamp"])
        sheet.write_datetime(1, 3, dt.datetime(2018, 3, 24))  # noqa: DTZ001 - a sheet knows no zones
    assert read_termbase(path).concepts[0].terms[0].valid_from == "2018-03-24"


def test_empty_columns_are_nothing(book) -> None:
    """With a name or without."""
    path = book([["English", None, "French", "Whatever"], ["lamp", None, "lampe", None]])
    assert texts(path) == [{"en": ["lamp"], "fr": ["lampe"]}]


def test_columns_can_be_said(book) -> None:
    """By header or letter; a field of a language too."""
    path = book([["English", "Spalte B", "Bem", "Datum"], ["lamp", "lampe", "fem.", "gestern"]])
    columns = Columns(named=(("spalte b", "fr"), ("C", "note:fr")), ignored=("Datum",))
    (concept,) = read_termbase(path, columns=columns).concepts
    assert [(term.text, term.lang, term.note) for term in concept.terms] == [
        ("lamp", "en", None),
        ("lampe", "fr", "fem."),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["English", "Spalte B"], ["a1", "b1"]], "column 'Spalte B' is neither a language"),
        ([["lamp", "lampe"], ["cat", "chat"]], "no row names the columns; the first one has 'lamp'"),
        ([["English", "EN"], ["a1", "b1"]], "two columns are in en; join them"),
        (
            [["English", "French", "Note", "Comment"], ["a1", "b1", "c", "d"]],
            "the columns 'Note' and 'Comment' are both note",
        ),
        ([["English", "French", None], ["a1", "b1", "c"]], "column C has no name but a cell in it"),
        ([["Source", "Target"], ["a1", "b1"]], "column 'Target' is neither a language"),
    ],
)
def test_what_cannot_be_told_is_asked(book, rows, message: str) -> None:
    """With the options that say it."""
    path = book(rows)
    with pytest.raises(FormatError) as caught:
        read(path)
    assert message in str(caught.value)
    assert "join" in str(caught.value) or "--column '" in str(caught.value)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (Columns(named=(("Spalte X", "fr"),)), "there is no column 'Spalte X'; the columns are 'English', 'Spalte B'"),
        (Columns(ignored=("Q",)), "there is no column 'Q'"),
        (Columns(named=(("B", "xq"),)), "'xq' is neither a language tag"),
        (Columns(named=(("B", "colour:fr"),)), "'colour' is no field"),
    ],
)
def test_a_column_that_is_said_wrongly(book, columns: Columns, message: str) -> None:
    """Is a mistake of the call."""
    path = book([["English", "Spalte B"], ["a1", "b1"]])
    with pytest.raises(UsageError) as caught:
        read(path, columns=columns)
    assert message in str(caught.value)


def test_norwegian_and_numbers(tmp_path: Path) -> None:
    """A column ``no`` over words is Norwegian, over numbers the concepts'."""
    path = tmp_path / "terms.csv"
    path.write_text("no,en\nlampe,lamp\n", encoding="utf-8")
    assert texts(path) == [{"no": ["lampe"], "en": ["lamp"]}]
    path.write_text("no,en,fr\n12,lamp,lampe\n", encoding="utf-8")
    assert read_termbase(path).concepts[0].id == "12"


def test_only_the_first_sheet_is_read_and_that_is_said(tmp_path: Path, caplog) -> None:
    """With the number of the sheets."""
    made = openpyxl.Workbook()
    made.active.title = "Terms"
    made.active.append(["English", "French"])
    made.active.append(["lamp", "lampe"])
    made.create_sheet("More").append(["English", "German"])
    path = tmp_path / "terms.xlsx"
    made.save(path)
    made.close()
    with caplog.at_level(logging.WARNING):
        assert texts(path) == [{"en": ["lamp"], "fr": ["lampe"]}]
    assert caplog.messages == [f"{path}: only the first of 2 sheets, 'Terms', is read"]


def test_the_separator_is_the_one_that_makes_names(tmp_path: Path) -> None:
    """Not the most frequent mark of a title."""
    path = tmp_path / "terms.csv"
    path.write_text("Glossary, for all, of us, 2023\nEnglish;French\nlamp, light;lampe\n", encoding="utf-8")
    assert texts(path) == [{"en": ["lamp, light"], "fr": ["lampe"]}]


@pytest.mark.parametrize("name", ["src", "tgt", "new", "see", "cat"])
def test_short_words_are_no_languages(tmp_path: Path, name: str) -> None:
    """Although they are tags of languages that few people write."""
    path = tmp_path / "terms.csv"
    path.write_text(f"{name},en\nx1,y1\n", encoding="utf-8")
    with pytest.raises(FormatError, match=f"--column '{name}=fr'"):
        read(path)


def test_word_classes_in_short(book) -> None:
    """A column for the whole row; short forms and other languages are understood."""
    path = book([["English", "French", "POS"], ["lamp", "lampe", "n."], ["to run", "courir", "动词"]])
    found = [[term.part_of_speech for term in concept.terms] for concept in read_termbase(path).concepts]
    assert found == [["noun", "noun"], ["verb", "verb"]]


def test_the_likeliest_row_is_asked_about(book) -> None:
    """Not the title above it."""
    path = book([["Glossary of the Conference"], ["English", "Spalte B"], ["lamp", "lampe"]])
    with pytest.raises(FormatError, match=r"terms\.xlsx:2: column 'Spalte B' is neither a language"):
        read(path)
    assert texts(path, columns=Columns(named=(("Spalte B", "fr"),))) == [{"en": ["lamp"], "fr": ["lampe"]}]


def test_a_workbook_whose_packed_text_is_damaged(book) -> None:
    """Is refused as such."""
    path = book([["English", "French"], ["lamp", "lampe"]])
    data = bytearray(path.read_bytes())
    name = b"xl/worksheets/sheet1.xml"
    start = data.index(name) + len(name)
    data[start : start + 8] = bytes(8)  # a stored block whose lengths contradict each other
    path.write_bytes(data)
    with pytest.raises(FormatError, match="this is no workbook, or it is damaged"):
        read(path)


def test_a_title_is_no_row_of_names(book) -> None:
    """Although it names a language; a table of one column has a name of one cell."""
    path = book([["English terms"], ["English", "French"], ["lamp", "lampe"]])
    assert texts(path) == [{"en": ["lamp"], "fr": ["lampe"]}]
    assert texts(book([["English"], ["lamp"]])) == [{"en": ["lamp"]}]
    assert texts(book([["English terms", None], ["Term", "Note"], ["lamp", "n"]], "A1:B1")) == [{"en": ["lamp"]}]
