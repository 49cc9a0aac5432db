"""What a term can say about itself: gaps, capitals, abbreviations; and Chinese in both scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from align.model import Concept, Term, TermBase
from align.terminology.match import TermMatcher

if TYPE_CHECKING:
    from collections.abc import Iterable


def found(terms: Iterable[Term], text: str, lang: str) -> list[str]:
    """What is found of one concept."""
    termbase = TermBase(concepts=(Concept(id="c", terms=tuple(terms)),))
    return [text[match.start : match.end] for match in TermMatcher(termbase, lang).find(text)]


@pytest.mark.parametrize(
    ("lang", "term", "gap", "text", "expected"),
    [
        ("en", "community ... shared future", 3, "A community with a shared future.", ["community with a shared future"]),
        ("en", "community ... shared future", 3, "A community shared future.", ["community shared future"]),
        ("en", "community … shared future", 2, "Communities of shared futures.", ["Communities of shared futures"]),
        ("en", "community ... shared future", 2, "A community for the whole shared future.", []),
        ("en", "community ... shared future", 3, "The community met. A shared future came.", []),
        ("en", "from ... to", 3, "From one to two to three.", ["From one to"]),
        ("en", "build ... community ... future", 2, "Building a community of the future.", ["Building a community of the future"]),
        ("de", "nehmen ... teil", 5, "Sie nahmen gestern an der Sitzung teil.", ["nahmen gestern an der Sitzung teil"]),
        ("ru", "играть ... роль", 2, "Он играет важную роль.", ["играет важную роль"]),
        ("ar", "مجتمع ... للبشرية", 2, "بناء مجتمع مستقبل مشترك للبشرية.", ["مجتمع مستقبل مشترك للبشرية"]),
        ("zh", "推动……共同体", 3, "推动构建人类命运共同体。", ["推动构建人类命运共同体"]),
        ("zh", "推动……共同体", 2, "推动构建人类命运共同体。", []),
        ("zh", "推动…共同体", 5, "推动。构建共同体。", []),
        ("ja", "構築...共同体", 2, "構築する共同体", ["構築する共同体"]),
        ("ko", "인류 ... 공동체", 2, "인류의 운명 공동체를", ["인류의 운명 공동체"]),
        ("en", "wait...", 0, "Wait... what?", ["Wait"]),
    ],
)  # fmt: skip
def test_gaps(lang: str, term: str, gap: int, text: str, expected: list[str]) -> None:
    """Up to so many words may stand in a gap, two characters each without spaces, and never the end of a sentence."""
    assert found([Term(text=term, lang=lang, gap=gap)], text, lang) == expected


@pytest.mark.parametrize(
    ("lang", "term", "sensitive", "text", "expected"),
    [
        ("en", "Polish", True, "Polish people polish it.", ["Polish"]),
        ("en", "Party", True, "the Party, its Parties, a party", ["Party", "Parties"]),
        ("en", "polish", True, "They polish it. Polish it! Ask Polish people.", ["polish", "Polish"]),
        ("en", "Communist Party", True, "COMMUNIST PARTY, communist party", ["COMMUNIST PARTY"]),
        ("en", "iPhone", True, "iphone, iPhones, IPhone", ["iPhones"]),
        ("en", "CPC", False, "the cpc and the CPC", ["cpc", "CPC"]),
        ("en", "CPC", None, "the cpc and the CPC", ["CPC"]),
        ("de", "Macht", False, "er macht die Macht", ["macht", "Macht"]),
        ("de", "Macht", None, "er macht die Macht", ["Macht"]),
        ("zh", "iPad", True, "用iPad和ipad", ["iPad"]),
        ("zh", "GDI", False, "用gdi和GDI", ["gdi", "GDI"]),
    ],
)
def test_capitals(lang: str, term: str, sensitive: bool | None, text: str, expected: list[str]) -> None:
    """They count where the term says so; where it says nothing, in abbreviations and German nouns."""
    assert found([Term(text=term, lang=lang, case_sensitive=sensitive)], text, lang) == expected


def test_an_abbreviation_answers_its_concept_in_its_own_capitals() -> None:
    """Whatever its length, with a plural or case ending, and with dots."""
    terms = [Term(text="Kommunistische Partei", lang="de"), Term(text="KPCh", lang="de", abbreviation_of="Kommunistische Partei")]  # fmt: skip
    assert found(terms, "Die KPCh, nicht kpch.", "de") == ["KPCh"]
    assert found([Term(text="МИД", lang="ru", abbreviation_of="министерство")], "В МИДе и МИД, не мид.", "ru") == ["МИДе", "МИД"]  # fmt: skip
    assert found([Term(text="UN", lang="en", abbreviation_of="United Nations")], "The U.N. and UN.", "en") == ["U.N.", "UN"]  # fmt: skip


def concepts_in(text: str) -> list[str]:
    """Concepts found, of two that have one abbreviation."""
    termbase = TermBase(
        concepts=tuple(
            Concept(id=name, terms=(Term(text=long, lang="en"), Term(text="CAR", lang="en", abbreviation_of=long)))
            for name, long in (("country", "Central African Republic"), ("ratio", "capital adequacy ratio"))
        )
    )
    return [match.concept for match in TermMatcher(termbase, "en").find(text)]


def test_an_abbreviation_of_two_concepts_is_that_of_the_one_spelled_out() -> None:
    """Where the text spells out one of them, it is that one; else it may be either."""
    assert concepts_in("The Central African Republic (CAR) signed.") == ["country", "country"]
    assert concepts_in("Its capital adequacy ratio rose; the CAR is 12 %.") == ["ratio", "ratio"]
    assert concepts_in("The CAR is high.") == ["country", "ratio"]


def test_a_headline_in_capitals_has_no_abbreviations_that_are_words() -> None:
    """IT and US are any words there; what is no word is an abbreviation."""
    assert found([Term(text="IT", lang="en")], "TELL US MORE ABOUT IT", "en") == []
    assert found([Term(text="NATO", lang="en")], "NATO AND RUSSIA TALK AGAIN", "en") == ["NATO"]


@pytest.mark.parametrize(
    ("term", "term_lang", "text", "lang", "expected"),
    [
        ("网络安全", "zh", "談網路安全與網絡安全", "zh-TW", ["網路安全", "網絡安全"]),
        ("网络安全", "zh", "談網絡安全", "zh-HK", ["網絡安全"]),
        ("内存", "zh", "購買記憶體", "zh-TW", ["記憶體"]),
        ("記憶體", "zh-TW", "购买内存", "zh-CN", ["内存"]),
        ("記憶體", "zh-TW", "购买内存", "zh", ["内存"]),
        ("臺灣", "zh-TW", "臺灣與台灣", "zh-TW", ["臺灣", "台灣"]),
        ("头发", "zh", "頭髮與發展", "zh-Hant", ["頭髮"]),
        ("大国", "zh", "在重大國際問題上", "zh-Hant", []),
        ("人类命运共同体", "zh-CN", "構建人類　命運共同體", "zh-Hant", ["人類　命運共同體"]),
    ],
)
def test_chinese_in_both_scripts(term: str, term_lang: str, text: str, lang: str, expected: list[str]) -> None:
    """A term of one script is found in the other, also in the words used there, at its exact place."""
    assert found([Term(text=term, lang=term_lang)], text, lang) == expected


def test_chinese_terms_of_the_text_come_before_converted_ones() -> None:
    """A concept with a term of the text's own script needs none of the other."""
    terms = [Term(text="网络", lang="zh"), Term(text="網際網路", lang="zh-TW")]
    assert found(terms, "網路與網際網路", "zh-TW") == ["網際網路"]
    deprecated = [Term(text="网络", lang="zh"), Term(text="網際網路", lang="zh-TW", status="deprecated")]
    assert found(deprecated, "網路與網際網路", "zh-TW") == ["網路", "網際網路"]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("인도", "인도네시아와 인도의 관계, 인도는", ["인도", "인도"]),
        ("국가", "국가들은 국가주석과 민족국가에", ["국가"]),
        ("공동체", "인류운명공동체를 건설한다", ["공동체"]),
        ("도로", "제도로서", []),
        ("세계 경제", "세계경제의 성장", ["세계경제"]),
    ],
)
def test_korean_words(term: str, text: str, expected: list[str]) -> None:
    """A short term is a word of its own, with particles behind it or none; a longer one may be part of a compound."""
    assert found([Term(text=term, lang="ko")], text, "ko") == expected


def test_a_noun_is_no_verb_form() -> None:
    """Where the term base says noun, or the capitals do, stated and dealing are no forms of state and deal."""
    noun = Term(text="state", lang="en", part_of_speech="noun")
    assert found([noun], "The states stated it, stating that the state acts.", "en") == ["states", "state"]
    assert found([Term(text="state", lang="en")], "They stated it.", "en") == ["stated"]


@pytest.mark.parametrize(
    ("lang", "term", "text", "expected"),
    [
        ("fr", "pays en développement", "Les pays développés et en développement.", ["pays développés et en développement"]),
        ("de", "politische Zusammenarbeit", "Die politische und wirtschaftliche Zusammenarbeit.", ["politische und wirtschaftliche Zusammenarbeit"]),
        ("en", "human right", "Human and civil rights matter.", ["Human and civil rights"]),
        ("en", "power politics", "Power and politics do not mix.", []),
        ("en", "peace talks", "For peace and the talks about it.", []),
        ("en", "free trade", "Free, and fair, trade.", []),
        ("de", "in Betracht ziehen", "Die Jury zog alle Arbeiten in Betracht.", ["zog alle Arbeiten in Betracht"]),
        ("de", "in Betracht ziehen", "Er hat das in Betracht gezogen.", ["in Betracht gezogen"]),
    ],
)  # fmt: skip
def test_words_that_stand_apart(lang: str, term: str, text: str, expected: list[str]) -> None:
    """Two terms may share a word, and a German verb goes to the front of its phrase."""
    assert found([Term(text=term, lang=lang)], text, lang) == expected


def test_a_gap_hides_no_other_term() -> None:
    """What stands in a gap is a term of its own; what lies in the parts is none."""
    termbase = TermBase(
        concepts=(
            Concept(id="account", terms=(Term(text="take ... into account", lang="en", gap=6),)),
            Concept(id="climate", terms=(Term(text="climate change", lang="en"),)),
            Concept(id="bank", terms=(Term(text="account", lang="en"),)),
        )
    )
    matches = TermMatcher(termbase, "en").find("They take climate change into account.")
    assert [match.concept for match in matches] == ["account", "climate"]
    assert matches[0].pieces == ((5, 9), (25, 37))
