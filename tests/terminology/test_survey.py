"""Surveys of renderings: listed and unlisted ones, with dates, documents and publishers."""

from __future__ import annotations

import pytest

from align.errors import UnknownNameError, UsageError
from align.model import Concept, Property, Term, TermBase, TranslationUnit, Variant
from align.terminology.renderings import LanguageRenderings, Provenance, RenderingsSurvey
from align.terminology.survey import Collection, survey_renderings

FUTURE = Concept(
    id="future",
    terms=(
        Term(text="人类命运共同体", lang="zh"),
        Term(text="community with a shared future", lang="en", valid_from="2018"),
        Term(text="community of common destiny", lang="en", status="superseded", valid_to="2017"),
        Term(text="community of fate", lang="en", status="deprecated"),
    ),
)
BASE = TermBase(
    concepts=(FUTURE, Concept(id="zebra", terms=(Term(text="斑马", lang="zh"), Term(text="zebra", lang="en"))))
)
USED = {
    2013: "community of common destiny",
    2014: "communities of common destiny",
    2015: "community of common destiny",
    2016: "global village",
    2017: "global village",
    2018: "community with a shared future",
    2019: "community with a shared future",
    2020: "community with a shared future",
}
PLACES = ("Geneva", "New York", "Nairobi", "Vienna", "Paris", "Rome", "Bonn", "Hague")
CITIES = ("日内瓦", "纽约", "内罗毕", "维也纳", "巴黎", "罗马", "波恩", "海牙")


SENTENCES = (
    (
        "会议在{}呼吁构建人类命运共同体，促进合作。",
        "The meeting in {} called for building a {} and promoting cooperation.",
    ),
    ("代表团在{}谈到人类命运共同体。", "The delegation in {} spoke about a {}."),
)


def unit(year: int, rendering: str, number: int, *properties: tuple[str, str]) -> TranslationUnit:
    """A unit that says what was said in a city."""
    source, target = SENTENCES[number % 2]
    return TranslationUnit(
        id=f"u{year}",
        variants=(
            Variant(lang="zh", content=(source.format(CITIES[number]),)),
            Variant(lang="en", content=(target.format(PLACES[number], rendering),)),
        ),
        properties=tuple(Property(name=name, value=value) for name, value in properties),
    )


UNITS = tuple(
    unit(year, rendering, number, ("date", f"{year}-05-01"), ("publisher", "press" if year % 2 else "mission"))
    for number, (year, rendering) in enumerate(USED.items())
)


def survey(*units: TranslationUnit, **options: object) -> RenderingsSurvey:
    """The survey of the units, or of all above."""
    collection = Collection(units=units or UNITS, provenance=Provenance(document="speeches"))
    return survey_renderings([collection], BASE, source="zh", **options)  # type: ignore[arg-type]


def english(result: RenderingsSurvey) -> LanguageRenderings:
    """What the survey says of the first concept in English."""
    (part,) = result.concepts[0].languages
    assert part.lang == "en"
    return part


def test_listed_renderings_are_counted_by_term_and_status() -> None:
    """Inflected forms of one rendering are one rendering."""
    found = {one.text: one for one in english(survey()).renderings if one.term}
    assert {text: (one.count, one.status) for text, one in found.items()} == {
        "community with a shared future": (3, "preferred"),
        "community of common destiny": (3, "superseded"),
    }
    assert found["community of common destiny"].forms == (
        ("community of common destiny", 2),
        ("communities of common destiny", 1),
    )


def test_an_unlisted_rendering_is_found_by_association() -> None:
    """The concept is mentioned and no listed rendering is there: the words that answer it are named."""
    (unlisted,) = (one for one in english(survey()).renderings if one.term is None)
    assert (unlisted.text, unlisted.count, unlisted.status) == ("global village", 2, "unlisted")
    assert unlisted.score is not None
    assert 0.0 < unlisted.score <= 1.0


def test_it_knows_since_when_and_by_whom() -> None:
    """First and last date, publishers and documents, from the properties of the units or from the collection."""
    old = next(one for one in english(survey()).renderings if one.status == "superseded")
    assert (old.first, old.last) == ("2013-05-01", "2015-05-01")
    assert old.publishers == (("press", 2), ("mission", 1))
    assert old.documents == (("speeches", 3),)
    assert old.dates == (("2013-05-01", 1), ("2014-05-01", 1), ("2015-05-01", 1))


def test_lines_show_both_languages_the_earliest_first() -> None:
    """With the key word apart from what stands beside it; their number is limited, that of the count is not."""
    old = next(one for one in english(survey(lines=1)).renderings if one.status == "superseded")
    (line,) = old.lines
    assert old.count == 3
    assert (line.unit_id, line.source.text) == ("u2013", "人类命运共同体")
    assert line.target.text == "community of common destiny"
    text = UNITS[0].variants[1].text
    assert text[line.target.start : line.target.end] == line.target.text
    assert line.target.before.endswith("for building a ")
    assert line.target.after.startswith(" and promoting")


def test_terms_that_do_not_occur_are_named() -> None:
    """A deprecated rendering that nobody uses is unused; a concept that the source does not mention is absent."""
    result = survey()
    assert [term.text for term in english(result).unused] == ["community of fate"]
    assert result.absent == ("zebra",)


def test_a_mention_that_nothing_renders_is_counted() -> None:
    """Nothing is guessed where the target has nothing to offer."""
    empty = TranslationUnit(
        id="x", variants=(Variant(lang="zh", content=("人类命运共同体",)), Variant(lang="en", content=("…",)))
    )
    part = english(survey(*UNITS, empty))
    assert part.unanswered == 1
    assert [line.unit_id for line in part.unanswered_lines] == ["x"]
    assert (part.unanswered_lines[0].target.text, part.unanswered_lines[0].target.after) == ("", "…")
    assert part.mentions == len(UNITS) + 1


def test_units_without_a_date_are_counted() -> None:
    """So that nobody takes a chart for the whole."""
    assert survey().undated == 0
    assert survey(*UNITS, unit(2018, "community with a shared future", 0)).undated == 1


def test_a_variant_says_more_than_its_unit() -> None:
    """And a unit more than the language, which says more than the collection."""
    variant = Variant(lang="en", content=("x",), properties=(Property(name="Date", value="2021"),))
    one = TranslationUnit(id="u", variants=(variant,), properties=(Property(name="publisher", value="unit"),))
    collection = Collection(
        units=(one,),
        provenance=Provenance(document="all", date="2001", publisher="all"),
        by_lang={"en": Provenance(document="english", date="2002", publisher="english")},
    )
    assert collection.of(one, variant) == Provenance(document="english", date="2021", publisher="unit")


def test_single_concepts_and_languages_can_be_chosen() -> None:
    """What is not asked for is not looked at."""
    result = survey(concepts=["zebra"], targets=["en"])
    assert (result.concepts, result.absent, result.targets) == ((), ("zebra",), ("en",))


def test_unknown_names_are_refused() -> None:
    """With the nearest known name, or with the languages that there are."""
    with pytest.raises(UnknownNameError, match="no concept named 'futur'; did you mean 'future'"):
        survey(concepts=["futur"])
    with pytest.raises(UsageError, match="no unit has the language 'fr'; the units have zh, en"):
        survey(targets=["fr"])
    with pytest.raises(UsageError, match="no unit has the language 'de'"):
        survey_renderings([Collection(units=UNITS)], BASE, source="de")


def test_one_language_is_not_enough() -> None:
    """There is nothing that could render anything."""
    alone = TranslationUnit(id="x", variants=(Variant(lang="zh", content=("人类命运共同体",)),))
    with pytest.raises(UsageError, match="the units have no language but 'zh'"):
        survey(alone)


def test_the_same_units_give_the_same_survey() -> None:
    """Down to the scores."""
    assert survey() == survey()
