"""Keys of words."""

from __future__ import annotations

import logging

import pytest

from align.terminology.inflect import inflector


def same_word(lang: str, one: str, other: str) -> bool:
    """Whether a word of a term and one of a text share a key."""
    forms = inflector(lang)
    return bool(forms.term_keys(one, first=True) & forms.text_keys(other))


@pytest.mark.parametrize(
    ("lang", "term", "text"),
    [
        ("de", "Großmacht", "Großmächten"),
        ("de", "Großmacht", "Grossmächte"),
        ("en", "build", "building"),
        ("en", "globalization", "globalisation"),
        ("en", "leave", "left"),
        ("es", "gran", "grandes"),
        ("fr", "nouveau", "nouvelles"),
        ("fr", "œuvre", "oeuvres"),
        ("ru", "многополярный", "многополярного"),
        ("ru", "партнёрство", "партнерства"),
        ("ru", "Синьцзян", "Синьцзяне"),
        ("ar", "مصلحة", "ومصالحها"),
        ("ar", "دولة", "الدول"),
        ("ar", "لجنة", "للجنة"),
    ],
)
def test_forms_of_one_word_share_a_key(lang: str, term: str, text: str) -> None:
    """Inflected, respelled and unlisted forms of a word have a key of it."""
    assert same_word(lang, term, text)


@pytest.mark.parametrize(
    ("lang", "term", "text"),
    [
        ("en", "thinking", "thanks"),
        ("es", "era", "ser"),
        ("de", "Land", "Landschaft"),
        ("ru", "мир", "мера"),
        ("ar", "فكر", "فقر"),
        ("fr", "pays", "paysage"),
    ],
)
def test_other_words_do_not(lang: str, term: str, text: str) -> None:
    """Words that merely look alike have no key in common."""
    assert not same_word(lang, term, text)


def test_a_language_without_dictionary_compares_spelling_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    """The log names the language, and case is all that is folded."""
    with caplog.at_level(logging.INFO, logger="align"):
        forms = inflector("vi")
    assert not forms.inflects
    assert "vi" in caplog.text
    assert forms.text_keys("Phát") == forms.term_keys("phát", first=True)


def test_particles_inside_an_arabic_term_must_agree() -> None:
    """Before the first word of a term any particle may stand; before the others only that of the term."""
    forms = inflector("ar")
    assert forms.term_keys("أمن", first=True) & forms.text_keys("وأمن")
    assert not forms.term_keys("أمن", first=False) & forms.text_keys("وأمن")
