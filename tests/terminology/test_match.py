"""Matching over whole term bases: nesting, languages, case, places."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.model import Concept, Term, TermBase
from align.terminology.match import TermMatcher


def base(**concepts: str | tuple[Term, ...]) -> TermBase:
    """A term base of English terms, or of the terms given."""
    return TermBase(
        concepts=tuple(
            Concept(id=name, terms=(Term(text=terms, lang="en"),) if isinstance(terms, str) else terms)
            for name, terms in concepts.items()
        )
    )


def hits(termbase: TermBase, lang: str, text: str) -> list[tuple[str, str]]:
    """Concepts and places found."""
    return [(match.concept, text[match.start : match.end]) for match in TermMatcher(termbase, lang).find(text)]


PARTY = base(
    party="Communist Party of China",
    committee="Central Committee of the Communist Party of China",
    health="health",
    ambassadors="Health Care Ambassadors",
)


def test_a_longer_term_of_another_concept_hides_the_shorter_one() -> None:
    """The party inside the name of its committee is not a mention of the party, and elsewhere it is."""
    text = "The Central Committee of the Communist Party of China leads the Communist Party of China."
    assert hits(PARTY, "en", text) == [
        ("committee", "Central Committee of the Communist Party of China"),
        ("party", "Communist Party of China"),
    ]
    assert hits(PARTY, "en", "Health Care Ambassadors") == [("ambassadors", "Health Care Ambassadors")]


def test_find_all_gives_the_hidden_ones_too() -> None:
    """What `find` hides can be had."""
    matcher = TermMatcher(PARTY, "en")
    assert [match.concept for match in matcher.find_all("Health Care Ambassadors")] == ["ambassadors", "health"]


def test_the_longest_term_wins_without_spaces_too() -> None:
    """A Chinese term inside a longer one is hidden."""
    termbase = base(
        shared=(Term(text="人类命运共同体", lang="zh"),),
        short=(Term(text="命运共同体", lang="zh"),),
    )
    assert hits(termbase, "zh", "人类命运共同体与命运共同体") == [("shared", "人类命运共同体"), ("short", "命运共同体")]


def test_terms_that_overlap_both_stay() -> None:
    """Neither of two terms that share a word lies inside the other."""
    termbase = base(one="world economy", two="economy of China")
    assert [concept for concept, _ in hits(termbase, "en", "the world economy of China")] == ["one", "two"]


def test_one_rendering_of_two_concepts_gives_both() -> None:
    """A homonym is a match of each of its concepts."""
    termbase = base(bank="bank", shore="bank")
    assert hits(termbase, "en", "the bank") == [("bank", "bank"), ("shore", "bank")]


@pytest.mark.parametrize(
    ("term_lang", "text_lang", "serves"),
    [
        ("en", "en-GB", True),
        ("en-GB", "en", True),
        ("en-US", "en-GB", False),
        ("zh", "zh-CN", True),
        ("zh-Hans", "zh-CN", True),
        ("zh", "zh-TW", True),
        ("zh-Hant", "zh-TW", True),
        ("fr", "en", False),
    ],
)
def test_terms_serve_texts_of_their_language(term_lang: str, text_lang: str, serves: bool) -> None:
    """Terms fall back between a language and its regions, never to another region, script or language."""
    termbase = base(c=(Term(text="A", lang=term_lang),))
    assert bool(TermMatcher(termbase, text_lang).terms("c")) is serves


def test_the_preferred_term_is_named_where_two_could_be_meant() -> None:
    """A form of the preferred term is not taken for an admitted term that differs in inflection only."""
    terms = (
        Term(text="multipolar world", lang="en"),
        Term(text="multi-polar worlds", lang="en", status="admitted"),
        Term(text="Multi-Polar World", lang="en", status="deprecated"),
    )
    matcher = TermMatcher(base(c=terms), "en")
    assert [match.term.status for match in matcher.find("multi-polar worlds, multi-polar world")] == ["preferred"] * 2


def test_a_term_advised_against_is_named_where_it_stands_as_listed() -> None:
    """An allowed term in another form does not hide a deprecated one that stands there word for word."""
    terms = (Term(text="great nation", lang="en"), Term(text="great nations", lang="en", status="deprecated"))
    matcher = TermMatcher(base(c=terms), "en")
    assert [match.term.status for match in matcher.find("great nations")] == ["deprecated"]


@pytest.mark.parametrize("listed", [("buildings", "builds"), ("builds", "buildings")])
def test_of_two_terms_that_serve_alike_the_first_listed_is_named(listed: tuple[str, str]) -> None:
    """A form of two terms of one standing names the first, whatever order hashing gives the keys of words."""
    terms = tuple(Term(text=text, lang="en", status="admitted") for text in listed)
    matcher = TermMatcher(base(house=terms), "en")
    assert [match.term.text for match in matcher.find("the building")] == [listed[0]]


def test_listed_forms_count_as_the_term() -> None:
    """A form listed with a term is a match of that term."""
    termbase = base(c=(Term(text="United Nations", lang="en", forms=("UN", "the world body")),))
    assert [text for _, text in hits(termbase, "en", "The UN, un, and the world body")] == ["UN", "the world body"]


@pytest.mark.parametrize(
    ("lang", "term", "text", "expected"),
    [
        ("en", "C++", "They write C++ and C.", ["C++"]),
        ("en", "C", "They write C++ and C.", ["C", "C"]),
        ("en", "R&D", "R&D matters, R and D do not.", ["R&D"]),
        ("en", "5G", "5G, not 15G", ["5G"]),
        ("ko", "인류 운명공동체", "인류운명공동체를 건설한다", ["인류운명공동체"]),
        ("th", "ประชาคม", "สร้างประชาคมโลก", ["ประชาคม"]),
        ("uk", "об’єднання", "Об'єднання країн", ["Об'єднання"]),
        ("pl", "prawo międzynarodowe", "zgodnie z prawem międzynarodowym", ["prawem międzynarodowym"]),
        ("cs", "Evropská unie", "země Evropské unie", ["Evropské unie"]),
        ("pt", "direito internacional", "os direitos internacionais", ["direitos internacionais"]),
        ("vi", "phát triển", "Phát triển bền vững", ["Phát triển"]),
        ("ar", "العمل الخارجي", "العمل\u200f الخارجي", ["العمل\u200f الخارجي"]),
        ("ar", "لا", "ﻻ", ["ﻻ"]),
        ("fr", "efficacité", "l’eﬃcacite\u0301", ["eﬃcacite\u0301"]),
    ],
)
def test_other_scripts_and_signs(lang: str, term: str, text: str, expected: list[str]) -> None:
    """Signs that belong to a term, scripts without spaces, and presentation forms are matched at their exact places."""
    assert [found for _, found in hits(base(c=(Term(text=term, lang=lang),)), lang, text)] == expected


def test_inflection_is_claimed_only_where_there_is_a_dictionary() -> None:
    """A language without a dictionary matches by spelling and says so."""
    termbase = base(c=(Term(text="phát triển", lang="vi"), Term(text="development", lang="en")))
    assert not TermMatcher(termbase, "vi").inflects
    assert TermMatcher(termbase, "en").inflects


def test_nothing_is_found_in_an_empty_text_or_with_no_term() -> None:
    """An empty text and a language without terms give no match and no error."""
    assert hits(PARTY, "en", "") == []
    assert hits(PARTY, "zh", "中国") == []
    assert TermMatcher(PARTY, "zh").concepts == ()


NOISE = st.lists(st.sampled_from(["", "\u00ad", "\u200b", "\u2060"]), min_size=40, max_size=40)
WORDS = st.text(alphabet="aeioutrsnlé ö漢字🙂.", max_size=20)


@settings(max_examples=60, deadline=None)
@given(before=WORDS, after=WORDS, noise=NOISE, decomposed=st.booleans())
def test_spans_point_into_the_original(before: str, after: str, noise: list[str], decomposed: bool) -> None:
    """Whatever is composed, dropped or respelled for comparison, the span is that of the original text."""
    term = "communauté d’avenir"
    shown = unicodedata.normalize("NFD", term) if decomposed else term
    inside = "".join(char + extra for char, extra in zip(shown, noise, strict=False)).rstrip("\u00ad\u200b\u2060")
    text = f"{before} {inside} {after}"
    (match,) = TermMatcher(base(c=(Term(text=term, lang="fr"),)), "fr").find(text)
    assert text[match.start : match.end] == inside
