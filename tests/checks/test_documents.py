"""How terms are judged by the date and the publisher of the document that they stand in."""

from __future__ import annotations

import logging

import pytest

from align.checks import CheckContext, TextFacts
from align.checks.terms import TermsCheck
from align.errors import ModelError
from align.model import Concept, Finding, Property, Term, TermBase, TranslationUnit, Variant

TERMBASE = TermBase(
    concepts=(
        Concept(
            id="shared-future",
            terms=(
                Term(text="人类命运共同体", lang="zh"),
                Term(
                    text="community with a shared future",
                    lang="en",
                    valid_from="2018-01-24",
                    authority="Xinhua; China Daily",
                ),
                Term(text="community of shared future", lang="en", status="admitted", authority="UN"),
                Term(
                    text="community of common destiny",
                    lang="en",
                    status="superseded",
                    valid_from="2011-09",
                    valid_to="2017",
                    authority="CMP",
                ),
                Term(text="common fate", lang="en", status="deprecated"),
                Term(text="joint future", lang="en", status="proposed"),
            ),
        ),
        Concept(
            id="initiative",
            terms=(
                Term(text="一带一路", lang="zh"),
                Term(text="Belt and Road Initiative", lang="en", valid_from="2015"),
                Term(text="One Belt One Road", lang="en", valid_to="2015", status="superseded"),
            ),
        ),
        Concept(
            id="late",
            terms=(
                Term(text="新质生产力", lang="zh"),
                Term(text="new quality productive forces", lang="en", valid_from="2023-09"),
            ),
        ),
        Concept(
            id="twice",
            terms=(
                Term(text="大国", lang="zh"),
                Term(text="major country", lang="en"),
                Term(text="great power", lang="en", status="admitted", valid_to="2010"),
                Term(text="great power", lang="en", status="deprecated", valid_from="2011"),
            ),
        ),
    )
)


def unit(source: str, text: str, *, on_variant: bool = False, **facts: str) -> TranslationUnit:
    """A unit with properties."""
    properties = tuple(Property(name=name.replace("_", "-"), value=value) for name, value in facts.items())
    return TranslationUnit(
        id="u1",
        variants=(
            Variant(lang="zh", content=(source,)),
            Variant(lang="en", content=(text,), properties=properties if on_variant else ()),
        ),
        properties=() if on_variant else properties,
    )


def check(*units: TranslationUnit, **context: str) -> list[Finding]:
    """The findings in the units."""
    return list(TermsCheck().run(units, CheckContext(source="zh", termbase=TERMBASE, **context)))


def rules(findings: list[Finding]) -> list[tuple[str, str]]:
    """Rule and severity of each."""
    return [(finding.rule, finding.severity) for finding in findings]


OLD, NEW = "a community of common destiny", "a community with a shared future"
CONCEPT = "人类命运共同体"


@pytest.mark.parametrize(
    ("date", "text", "expected"),
    [
        ("2014-11-29", OLD, []),
        ("2017-12-31", OLD, []),
        ("2017", OLD, []),
        ("2018-01", OLD, [("superseded", "warning")]),
        ("2023", OLD, [("superseded", "warning")]),
        ("2011-08-31", OLD, [("anachronism", "warning")]),
        ("2014", NEW, [("anachronism", "warning")]),
        ("2018-01-24", NEW, []),
        ("2018", NEW, []),
        ("2018-01-23", NEW, [("anachronism", "warning")]),
        ("2014", "our common fate", [("deprecated", "error")]),
        ("2014", "a joint future", []),
    ],
)
def test_a_rendering_is_judged_as_of_the_date_of_the_document(date, text, expected):
    """A superseded one is right up to its last day, a new one from its first; a year or a month is a span of days."""
    assert rules(check(unit(CONCEPT, text, date=date))) == expected
    assert rules(check(unit(CONCEPT, text), date=date)) == expected


def test_the_message_says_since_when_by_whom_and_of_when_the_document_is():
    """So that a reviser can decide without opening the term base; what was right then is expected."""
    (finding,) = check(unit(CONCEPT, OLD, date="2023-12-28"))
    assert finding.message == (
        "“community of common destiny” is superseded since 2017 (CMP), and the document is of 2023-12-28; "
        "use “community with a shared future” or “community of shared future”"
    )
    (finding,) = check(unit(CONCEPT, NEW, date="2014"))
    assert finding.message.startswith(
        "“community with a shared future” is in use since 2018-01-24 (Xinhua; China Daily)"
    )
    assert "community of common destiny" in finding.expected


def test_what_is_missing_is_asked_for_as_of_the_date():
    """In a document of 2014 nobody can ask for a rendering of 2018."""
    (finding,) = check(unit(CONCEPT, "a better world", date="2014"))
    assert finding.expected == ("community of shared future", "community of common destiny")


def test_a_concept_without_a_rendering_of_that_time_is_left_alone():
    """Nothing that is listed could be expected."""
    assert check(unit("新质生产力", "new productive forces", date="2019")) == []
    assert rules(check(unit("新质生产力", "new productive forces", date="2024"))) == [("missing", "warning")]


def test_of_two_entries_of_one_text_the_one_of_the_time_counts():
    """A rendering may be admitted up to 2010 and deprecated from 2011 on."""
    assert rules(check(unit("大国", "a great power", date="2005"))) == [("admitted", "note")]
    assert rules(check(unit("大国", "a great power", date="2020"))) == [("deprecated", "error")]


def test_a_publisher_keeps_its_own_rendering():
    """Its own is right although another one is preferred, and that of another publisher is not."""
    assert check(unit(CONCEPT, "a community of shared future", publisher="UN")) == []
    (finding,) = check(unit(CONCEPT, "a community of shared future", publisher="xinhua", date="2020"))
    assert (finding.rule, finding.severity) == ("authority", "warning")
    assert finding.message == (
        "“community of shared future” is the rendering of UN; xinhua has “community with a shared future”"
    )
    (finding,) = check(unit(CONCEPT, "a better world", publisher="UN"))
    assert finding.expected == ("community of shared future",)
    assert finding.message.endswith("expected “community of shared future” (UN)")


def test_a_publisher_without_a_rendering_of_its_own_changes_nothing():
    """All that are right are expected."""
    assert rules(check(unit(CONCEPT, "a community of shared future", publisher="Le Monde"))) == [("admitted", "note")]


def test_a_variant_knows_better_than_its_unit_and_that_better_than_the_context():
    """The nearest to the text wins; the properties of other tools are understood."""
    near = unit(CONCEPT, OLD, on_variant=True, date="2014")
    assert check(near, date="2023") == []
    assert check(unit(CONCEPT, OLD, x_date="20141129T120000Z"), date="2023") == []
    texts = {"en": TextFacts(date="2014")}
    context = CheckContext(source="zh", termbase=TERMBASE, date="2023", texts=texts)
    assert list(TermsCheck().run([unit(CONCEPT, OLD)], context)) == []
    assert rules(check(unit(CONCEPT, OLD, date="2023"), date="2014")) == [("superseded", "warning")]


def test_a_finding_names_its_document():
    """By the unit's property."""
    (finding,) = check(unit(CONCEPT, OLD, document="white paper", date="2023"))
    assert finding.document == "white paper"


def test_a_date_that_is_needed_and_not_there_is_said_once(caplog):
    """With the number of renderings; nothing is guessed."""
    with caplog.at_level(logging.INFO, logger="align"):
        found = check(unit(CONCEPT, OLD), unit(CONCEPT, NEW), unit(CONCEPT, NEW))
    assert rules(found) == [("superseded", "warning")]
    (message,) = [record.getMessage() for record in caplog.records]
    assert message.startswith("3 renderings are right at some dates only, and their documents have no date")


def test_a_date_that_cannot_be_read_is_said_and_counts_as_none(caplog):
    """With the unit where it was first met."""
    with caplog.at_level(logging.INFO, logger="align"):
        assert rules(check(unit(CONCEPT, OLD, date="Spring 2014"))) == [("superseded", "warning")]
    assert "unit u1: the date 'Spring 2014' cannot be read; write 2018, 2018-03 or 2018-03-05" in caplog.text


def test_a_context_refuses_a_date_that_is_none():
    """Before anything is checked."""
    with pytest.raises(ModelError, match="'March' is no date; write a year, a month or a day"):
        CheckContext(source="zh", date="March")
