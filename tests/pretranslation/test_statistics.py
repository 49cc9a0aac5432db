"""The table that translators are paid by."""

from __future__ import annotations

import csv
import json

import openpyxl
import pytest

from align.errors import UsageError
from align.formats.suggestions import Suggestion
from align.pretranslation.records import PretranslatedSegment, Pretranslation, Wanted
from align.pretranslation.statistics import (
    CATEGORIES,
    category_of,
    count_characters,
    count_words,
    statistics_of,
    write_statistics,
)
from small_memory import DOCUMENT


def segment(*found, repeats=None, text="One two three."):
    """A segment with suggestions of these kinds and similarities."""
    suggestions = tuple(
        Suggestion(source="s", target="t", score=max(similarity - 0.01, 0), similarity=similarity, kind=kind)
        for kind, similarity in found
    )
    return PretranslatedSegment(
        wanted=Wanted(id="s1", text=text, block=0, ids=("s1",)), suggestions=suggestions, repeats=repeats
    )


@pytest.mark.parametrize(
    ("found", "repeats", "category"),
    [
        ([("in-context", 1.0)], "s0", "in-context"),
        ([("exact", 1.0)], "s0", "100"),
        ([("fuzzy", 0.99)], "s0", "repetition"),
        ([], "s0", "repetition"),
        ([("fuzzy", 1.0)], None, "95-99"),
        ([("fuzzy", 0.95)], None, "95-99"),
        ([("fuzzy", 0.9499)], None, "85-94"),
        ([("fuzzy", 0.85)], None, "85-94"),
        ([("fuzzy", 0.75)], None, "75-84"),
        ([("fuzzy", 0.5)], None, "50-74"),
        ([("fuzzy", 0.49)], None, "new"),
        ([], None, "new"),
        ([("fuzzy", 0.6), ("exact", 1.0)], None, "100"),
    ],
)
def test_each_segment_has_one_category(found, repeats, category):
    """Bands include their lower border; penalties do not count."""
    assert category_of(segment(*found, repeats=repeats)) == category


@pytest.mark.parametrize(
    ("text", "words", "characters"),
    [
        ("One two-three, 4 – five!", 4, 20),
        ("会议在北京举行。", 7, 8),
        ("2023年 COVID-19 疫情", 5, 15),
        ("", 0, 0),
        ("— …", 0, 2),
        ("مؤتمر في بكين", 3, 11),
    ],
)
def test_words_and_characters(text, words, characters):
    """Signs alone are no word; white space is no character."""
    assert (count_words(text), count_characters(text)) == (words, characters)


def test_the_rows_add_up(done):
    """Every segment is in one row, the table ends with the total."""
    counted = statistics_of(done(f"Something new.\n\n{DOCUMENT}"))
    assert [name for name, _ in counted.rows] == list(CATEGORIES)
    assert counted.of("in-context").segments + counted.of("100").segments == 5
    assert counted.of("new").segments == 1
    assert counted.total.segments == 6
    assert counted.unit == "words"
    assert counted.table()[-1][:2] == ("Total", 6)


def test_chinese_is_paid_by_the_character():
    """And the heading says so."""
    made = Pretranslation(
        name="x", source="zh", target="en", threshold=0.75, segments=(segment(text="会议在北京举行。"),)
    )
    counted = statistics_of(made)
    assert (counted.unit, counted.total.characters) == ("characters", 8)
    assert "% of characters" in counted.text()


def test_an_empty_document_has_a_table():
    """Nothing is divided by nothing."""
    made = Pretranslation(name="x", source="en", target="zh", threshold=0.75, segments=())
    assert statistics_of(made).table()[-1] == ("Total", 0, 0, 0, 0.0)


def test_all_forms_say_the_same(done, tmp_path):
    """Text, JSON, CSV and XLSX."""
    counted = statistics_of(done())
    for suffix in (".txt", ".json", ".csv", ".xlsx"):
        write_statistics(counted, tmp_path / f"s{suffix}")
    assert (tmp_path / "s.txt").read_text(encoding="utf-8") == counted.text()
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["total"]["segments"] == 5
    with (tmp_path / "s.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (rows[-1]["category"], rows[-1]["segments"]) == ("total", "5")
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    values = list(book.active.values)
    book.close()
    assert [row[:2] for row in (values[1], values[-1])] == [("In context", 5), ("Total", 5)]


def test_another_suffix_is_refused(done, tmp_path):
    """The message names those there are."""
    with pytest.raises(UsageError, match=r"\.txt, \.json, \.csv or \.xlsx"):
        write_statistics(statistics_of(done()), tmp_path / "s.pdf")
    assert list(tmp_path.glob("s.*")) == []
