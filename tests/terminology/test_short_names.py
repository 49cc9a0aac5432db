"""Names that are also general words."""

from __future__ import annotations

import pytest

from align.checks import CheckContext
from align.checks.terms import TermsCheck
from align.model import Concept, Term, TermBase, TranslationUnit, Variant
from align.terminology.match import TermMatcher
from align.terminology.short_names import is_name, may_be_longer


def concept(name: str, **terms: str) -> Concept:
    """A concept with one term a language."""
    return Concept(id=name, terms=tuple(Term(text=text, lang=lang) for lang, text in terms.items()))


TERMBASE = TermBase(
    concepts=(
        concept("assembly", en="General Assembly", zh="大会", ja="総会", de="Generalversammlung"),
        concept("un", en="United Nations", zh="联合国", ja="国際連合"),
        concept("tariff", en="tariff", zh="关税", ja="関税", de="Zoll"),
    )
)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"en": "General Assembly", "de": "Generalversammlung", "zh": "大会"}, True),
        ({"en": "tariff", "de": "Zoll", "zh": "关税"}, False),
        ({"en": "Climate Change", "fr": "changement climatique"}, False),
        ({"de": "Zoll", "zh": "关税"}, False),
        ({"ar": "الجمعية العامة", "zh": "大会"}, False),
    ],
)
def test_a_name_has_capitals_in_all_languages_that_tell(terms, expected):
    """German writes every noun with one, and other scripts none: they tell nothing."""
    assert is_name(concept("c", **terms).terms) is expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("zh", "全国人民代表大会通过了决议", True),
        ("zh", "党员大会选举书记", True),
        ("zh", "大会通过了决议", False),
        ("zh", "提请大会注意这一问题", False),
        ("zh", "第七十五届大会", False),
        ("zh", "联合国大会通过了决议", False),
        ("ja", "代議員総会が開かれた", True),
        ("ja", "国際連合総会が開かれた", False),
        ("ja", "昨日、総会が開かれた", False),
    ],
)
def test_a_short_name_behind_another_word_may_be_longer(lang, text, expected):
    """Behind a noun it may be; behind a verb that takes an object, another name, a sign or nothing it is the name."""
    matcher = TermMatcher(TERMBASE, lang)
    found = matcher.find(text)
    match = next(match for match in found if match.concept == "assembly")
    assert may_be_longer(match, text, found, lang) is expected


@pytest.mark.parametrize(
    ("source", "text", "missing"),
    [
        ("党员大会选举书记。", "The members elected a secretary.", []),
        ("大会选举秘书长。", "The members elected a secretary.", ["assembly"]),
        ("进口关税上调。", "Import duties went up.", ["tariff"]),
    ],
)
def test_a_name_that_may_be_another_is_not_asked_for(source, text, missing):
    """A word that is no name is asked for wherever it stands."""
    unit = TranslationUnit(
        id="u1", variants=(Variant(lang="zh", content=(source,)), Variant(lang="en", content=(text,)))
    )
    findings = TermsCheck().run([unit], CheckContext(source="zh", termbase=TERMBASE))
    assert [finding.concept for finding in findings] == missing
