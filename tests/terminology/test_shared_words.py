"""Terms that share a word with another one."""

from __future__ import annotations

import pytest

from align.terminology.inflect import inflector
from align.terminology.shared_words import shares_character, shares_letters, shares_words


@pytest.mark.parametrize(
    ("lang", "term", "text", "expected"),
    [
        ("en", "developing country", "Countries both developed and developing agreed.", True),
        ("en", "developing country", "The developed and the developing country agreed.", True),
        ("fr", "pays développé", "les pays en développement et développés", True),
        ("fr", "tenir compte de", "ils n’ont tenu compte ni de la force majeure", True),
        ("de", "nationale Behörde", "nationale und regionale Behörden", True),
        ("es", "derechos humanos", "los derechos civiles y humanos", True),
        ("es", "derechos humanos", "los derechos civiles, sociales, culturales y humanos", True),
        ("fr", "droits civils", "les droits de l’homme et civils", True),
        ("ar", "بلد نام", "بلد متقدم ونام", True),
        ("en", "security council", "The council discussed security.", False),
        ("en", "developing country", "The country met others. They are developed and developing.", False),
        ("en", "new era", "A new day dawned and people said that it was the beginning of an era.", False),
        ("en", "country", "countries and regions", False),
        ("la", "res publica", "res privata et publica", False),
    ],
)
def test_all_words_stand_close_together_around_a_conjunction(lang, term, text, expected):
    """In one sentence, in any form and order; a single word and an unknown language share nothing."""
    assert shares_words(term, text, lang=lang, inflector=inflector(lang)) is expected


@pytest.mark.parametrize(
    ("lang", "term", "text", "expected"),
    [
        ("zh", "外交政策", "两国协调外交和安全政策。", True),
        ("zh", "外交政策", "两国协调外交、贸易和安全政策。", True),
        ("ja", "外交政策", "外交・安全保障政策を調整する。", True),
        ("zh", "外交政策", "外交部谈到安全政策。", False),
        ("zh", "外交政策", "外交和安全。政策不变。", False),
        ("zh", "政策", "政和策", False),
        ("ja", "妊産婦死亡率", "妊産婦と乳児の死亡率が下がった。", True),
        ("ja", "乳児死亡率", "妊産婦と乳児の死亡率が下がった。", True),
        ("ja", "乳児死亡率", "乳児の高い死亡率。", False),
        ("th", "นโยบาย", "นโยบาย", False),
    ],
)
def test_the_end_of_a_term_is_shared_in_scripts_without_spaces(lang, term, text, expected):
    """Between the two parts of the term stand a conjunction or a sign of a list, and other words of a few characters."""
    assert shares_letters(term, text, lang=lang) is expected


@pytest.mark.parametrize(
    ("term", "others", "text", "expected"),
    [
        ("进口", ["进口", "出口"], "进出口总额增长。", True),
        ("出口", ["进口", "出口"], "进出口总额增长。", True),
        ("輸出", ["輸入"], "輸出入が増えた。", True),
        ("进口", ["进口"], "进出口总额增长。", False),
        ("进口", ["出口"], "进入出口通道。", False),
        ("进口商", ["出口商"], "进出口商会。", False),
    ],
)
def test_two_terms_of_two_characters_may_be_said_in_three(term, others, text, expected):
    """Only where both are to be rendered."""
    assert shares_character(term, others, text) is expected
