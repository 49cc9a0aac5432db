"""What every check on the shelf holds to."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from align.checks import CHECKS, CheckContext
from align.checks.fingerprints import FINGERPRINT
from align.errors import UnknownNameError
from align.model import SEVERITIES, Concept, Finding, Term, TermBase, TranslationUnit, Variant

TERMBASE = TermBase(
    concepts=(
        Concept(
            id="era",
            terms=(
                Term(text="new era", lang="en"),
                Term(text="nouvelle ère", lang="fr"),
                Term(text="nouvelle époque", lang="fr", status="admitted"),
                Term(text="ère nouvelle", lang="fr", status="deprecated"),
                Term(text="新时代", lang="zh"),
            ),
        ),
    )
)


def unit(name: str, **texts: str) -> TranslationUnit:
    """A unit with a text a language."""
    return TranslationUnit(id=name, variants=tuple(Variant(lang=lang, content=(text,)) for lang, text in texts.items()))


UNITS = (
    unit("u1", en="The new era.", fr="La nouvelle ère.", zh="新时代。"),
    unit("u2", en="A new era!", fr="Une nouvelle époque\u00a0!"),
    unit("u3", en="In the new era", fr="Dans l’ère nouvelle", zh="在今天"),
    unit("u4", en="Yes.", fr="Oui."),
    unit("u5", en="Yes", fr="Si !"),
    unit("u6", en="Yes!", fr="Oui !"),
    unit("u7", en="In the new era", fr="Dans la nouvelle ère"),
    unit("u8", en="In the new era", fr="Dans la nouvelle ère"),
    unit("null", en="new era"),
    unit("added", fr="ère nouvelle"),
)
CONTEXT = CheckContext(source="en", termbase=TERMBASE)
MEMBERS = CHECKS.names()


def run(name: str, units: tuple[TranslationUnit, ...] = UNITS, context: CheckContext = CONTEXT) -> list[Finding]:
    """The findings of the check called `name`."""
    return list(CHECKS.make(name).run(units, context))


@pytest.mark.parametrize("name", MEMBERS)
def test_there_is_something_to_find(name: str) -> None:
    """The units of this suite give every check at least one finding, under its own name."""
    assert {finding.check for finding in run(name)} == {name}


@pytest.mark.parametrize("name", MEMBERS)
def test_findings_lie_inside_the_variant_they_name(name: str) -> None:
    """Unit, language and span exist, and `found` is what stands there."""
    texts = {(u.id, v.lang): v.text for u in UNITS for v in u.variants}
    for finding in run(name):
        text = texts[finding.unit_id, finding.lang]
        assert finding.end <= len(text)
        assert finding.found in ("", text[finding.start : finding.end])


@pytest.mark.parametrize("name", MEMBERS)
def test_findings_come_in_the_order_of_the_units(name: str) -> None:
    """A reader can go through units and findings side by side."""
    order = [u.id for u in UNITS]
    places = [order.index(finding.unit_id) for finding in run(name)]
    assert places == sorted(places)


@pytest.mark.parametrize("name", MEMBERS)
def test_the_same_units_give_the_same_findings(name: str) -> None:
    """A check has no memory of an earlier run."""
    assert run(name) == run(name)
    check = CHECKS.make(name)
    assert list(check.run(UNITS, CONTEXT)) == list(check.run(UNITS, CONTEXT))


@pytest.mark.parametrize("name", MEMBERS)
def test_units_are_taken_from_any_iterable(name: str) -> None:
    """A generator of units will do."""
    assert list(CHECKS.make(name).run((u for u in UNITS), CONTEXT)) == run(name)


@pytest.mark.parametrize("name", MEMBERS)
def test_null_beads_raise_nothing(name: str) -> None:
    """A unit with one variant has nothing to be compared with."""
    assert not {"null", "added"} & {finding.unit_id for finding in run(name)}


@pytest.mark.parametrize("name", MEMBERS)
def test_no_units_no_term_base_or_no_source_is_no_error(name: str) -> None:
    """Nothing to look at gives no findings; checks work without a term base as far as they can."""
    assert run(name, ()) == []
    assert all(finding.concept is None for finding in run(name, UNITS, CheckContext(source="en")))
    assert all(f.rule == "deprecated" for f in run(name, UNITS, CheckContext(source="ru", termbase=TERMBASE)))


@pytest.mark.parametrize("name", MEMBERS)
def test_findings_are_of_rules_that_the_check_lists(name: str) -> None:
    """With no graver severity than the rule says; reports and selections know them by it."""
    from align.checks.selecting import rules_of

    rules = {rule.name: rule for rule in rules_of(name)}
    assert len(rules) == len(rules_of(name))
    for finding in run(name):
        assert SEVERITIES.index(finding.severity) <= SEVERITIES.index(rules[finding.rule].severity)


@pytest.mark.parametrize("name", MEMBERS)
def test_findings_have_fingerprints(name: str) -> None:
    """Of 16 hexadecimal digits, and none depends on the ids of units."""
    found = [finding.fingerprint for finding in run(name)]
    assert all(re.fullmatch(FINGERPRINT, mark) for mark in found)
    renamed = tuple(replace(one, id=f"other{number}") for number, one in enumerate(UNITS))
    assert [finding.fingerprint for finding in run(name, renamed)] == found


def test_an_unknown_check_is_answered_with_the_nearest() -> None:
    """A misspelled name gets a suggestion."""
    with pytest.raises(UnknownNameError, match="did you mean 'terms'"):
        CHECKS.make("term")
