"""Terms inside terms."""

from __future__ import annotations

import pytest

from align.model import Concept, Term, TermBase
from align.terminology.match import TermMatcher
from align.terminology.nesting import is_head, is_nested, says_the_rest


@pytest.mark.parametrize(
    ("lang", "term", "inner", "expected"),
    [
        ("ja", "後発開発途上国", "開発途上国", True),
        ("ja", "開発途上国支援", "開発途上国", False),
        ("ja", "平和と発展", "発展", False),
        ("zh", "全国人民代表大会", "大会", True),
        ("en", "least developed country", "developed country", True),
        ("en", "Central Committee of the Communist Party", "Communist Party", False),
        ("en", "right to food", "right", True),
        ("en", "trade and development", "development", False),
        ("en", "trade and development", "trade", False),
        ("en", "carbon market mechanism", "market", False),
        ("fr", "taxe carbone aux frontières", "taxe carbone", True),
        ("fr", "marché du carbone", "carbone", False),
        ("es", "derechos y deberes", "derechos", False),
        ("ar", "التجارة والتنمية", "التجارة", False),
        ("ru", "наименее развитая страна", "развитая страна", True),
        ("ru", "Совет Безопасности", "Безопасности", False),
        ("ru", "право на питание", "право", True),
        ("en", "tariff", "tariff", False),
    ],
)
def test_a_head_is_what_the_longer_term_is_a_kind_of(lang, term, inner, expected):
    """It stands last or first, as the language has it; behind a preposition and beside a conjunction it is none."""
    start = term.index(inner)
    assert is_head(start, start + len(inner), term, lang) is expected


def matcher(lang: str, **terms: str) -> TermMatcher:
    """A matcher for one term a concept."""
    concepts = tuple(Concept(id=name, terms=(Term(text=text, lang=lang),)) for name, text in terms.items())
    return TermMatcher(TermBase(concepts=concepts), lang)


def test_terms_are_nested_by_their_words():
    """Climate finance has finance inside it; the least developed country is no developing country by its words."""
    en = matcher("en", finance="finance", climate="climate finance", least="least developed country")
    assert is_nested("finance", "climate", en)
    assert not is_nested("finance", "least", en)
    assert not is_nested("climate", "finance", en)


@pytest.mark.parametrize(
    ("lang", "term", "text", "said", "expected"),
    [
        (
            "en",
            "least developed country",
            "The poorest and least prosperous developing countries",
            "developing c",
            True,
        ),
        ("en", "least developed country", "Developing countries were invited", "Developing countries", False),
        ("en", "climate adaptation", "adapting to climate", "climate", True),
        ("en", "the climate", "climate", "climate", True),
        ("zh", "最不发达国家", "发展中国家出席", "发展中国家", False),
        ("zh", "最不发达国家", "不发达的发展中国家", "发展中国家", True),
    ],
)
def test_a_text_may_say_the_rest_in_other_words(lang, term, text, said, expected):
    """Any word of the longer term beside the shorter one is enough, and one with the same beginning."""
    start = text.index(said)
    spans = [(start, start + len(said))]
    assert says_the_rest("longer", text, spans, matcher(lang, longer=term)) is expected


def test_a_concept_without_a_term_may_always_be_there():
    """Nobody can tell that a text does not speak of what has no name in its language."""
    assert says_the_rest("unknown", "any text", [(0, 3)], matcher("en", other="other"))
