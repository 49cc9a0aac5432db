"""Compounds with a hanging hyphen."""

from __future__ import annotations

from time import process_time

import pytest

from align.terminology._hanging import hanging_compounds
from align.terminology.shared_words import shares_letters


def test_every_way_to_complete_a_compound_is_tried():
    """With the spans of its two parts, of which the second belongs to the whole compound, too."""
    text = "Ein- und Ausfuhr"
    found = {hanging.form: (hanging.first, hanging.second) for hanging in hanging_compounds(text, "de")}
    assert found["Einfuhr"] == ((0, 3), (12, 16))


@pytest.mark.parametrize("text", ["Die EU-Staaten und Länder", "a - b", "EU-Recht und Staaten"])
def test_a_hyphen_inside_a_word_or_between_words_does_not_hang(text):
    """Nothing is completed there, nor in a language that has no such compounds."""
    assert list(hanging_compounds(text, "de")) == []
    assert list(hanging_compounds("Ein- und Ausfuhr", "fr")) == []


@pytest.mark.parametrize(
    "text",
    ["ab-" * 4000 + ", x", "Außen-, " * 2000, "Außen- und " * 2000, "ab-cd" * 2000 + " -x", "Außen-" + " " * 20000],
)
def test_long_rows_of_hyphens_take_no_longer_than_other_texts(text):
    """Far under a second, where a pattern without bounds takes several."""
    start = process_time()
    assert list(hanging_compounds(text, "de")) == []
    assert process_time() - start < 1


@pytest.mark.parametrize("text", ["外交和安全" * 3000, "外交、" * 5000])
def test_long_rows_of_parts_take_no_longer_either(text):
    """The same holds for scripts without spaces."""
    start = process_time()
    assert not shares_letters("外交政策", text, lang="zh")
    assert process_time() - start < 1
