"""The checks of terms against what people judged: tests/cases/terms/*.txt."""

from __future__ import annotations

import json
import runpy
from collections import Counter

import pytest

from align.lang import primary
from term_cases import FLOORS, Counts, all_cases, digest, read_cases, score, termbase

CASES = all_cases()
PINNED = json.loads(FLOORS.read_text(encoding="utf-8"))
LANGUAGES = ("ar", "de", "en", "es", "fr", "ja", "ru", "zh")


@pytest.fixture(scope="module")
def outcome():
    """What the checks make of all cases."""
    return score(CASES, termbase())


def test_there_are_enough_cases():
    """There are 320 cases or more, and half of them or more are traps."""
    assert len(CASES) >= 320
    assert sum(case.kind == "trap" for case in CASES) >= len(CASES) / 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_its_cases(lang):
    """Every language has 40 cases or more as a target, some of which ask for a finding."""
    mine = [case for case in CASES if primary(case.target) == lang]
    assert len(mine) >= 40
    assert sum(bool(case.judged) for case in mine) >= 12


def test_no_case_is_there_twice():
    """No two cases have the same setting and texts."""
    said = Counter(
        tuple((unit.variants, unit.properties if "date" in str(unit.properties) else ()) for unit in case.units)
        + tuple(prop.value for prop in case.units[0].properties if prop.name == "publisher")
        for case in CASES
    )
    assert [texts for texts, count in said.items() if count > 1] == []


def test_every_judged_concept_is_in_the_term_base():
    """A judgement names a concept of the term base."""
    known = {concept.id for concept in termbase().concepts}
    assert {judged.concept for case in CASES for judged in case.judged} - {None} <= known


def test_every_term_occurs_in_the_languages():
    """Every concept of the term base has a term in each of the eight languages."""
    for concept in termbase().concepts:
        assert {term.lang for term in concept.terms} == set(LANGUAGES), concept.id


def test_the_floors_are_those_of_these_cases():
    """The figures were measured with the cases as they are: run benchmarks/term_floors.py after a change."""
    assert PINNED["digest"] == digest()


def test_nothing_falls_below_its_floor(outcome):
    """Neither precision nor recall of all cases, of a language or of a rule falls below what was once measured."""
    measured = {"all": outcome.all, **outcome.by_lang, **outcome.by_rule}
    for name, told in {"all": PINNED["all"], **PINNED["languages"], **PINNED["rules"]}.items():
        floor, now = Counts(**told), measured[name]
        assert now.precision >= floor.precision, (name, outcome.wrong)
        assert now.recall >= floor.recall, (name, outcome.wrong)


def test_the_checks_are_as_good_as_they_have_to_be(outcome):
    """Precision is .97 or more and recall .95 or more over all cases, and neither is under .92 in any language."""
    assert outcome.all.precision >= 0.97
    assert outcome.all.recall >= 0.95
    low = {lang: counts for lang, counts in outcome.by_lang.items() if min(counts.precision, counts.recall) < 0.92}
    assert low == {}


def test_figures_in_the_documents_are_those_measured(checkout):
    """The page of the check shows the pinned figures: make docs."""
    script = runpy.run_path(str(checkout / "docs" / "write_term_figures.py"))
    assert script["page"]() == script["PAGE"].read_text(encoding="utf-8")


GOOD = "plain: x\nen: one\nfr: un\n---\nnone\n===\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"x:1: no cases"),
        ("en: one\n", r"x:1: a case begins with"),
        ("plain: x\nen one\n", r"x:2: want 'name: value'"),
        ("plain: x\nen: one\nfr: un\n---\nterms/mising c: one\n", r"x:5: 'terms/mising' is none of"),
        ("plain: x\nen: one\nfr: un\n---\nterms/missing c: two\n", r"x:5: no variant of unit 1 holds 'two'"),
        ("plain: x\nen: one\nfr: un\n---\n#2 terms/missing c: one\n", r"x:5: there is no unit 2"),
        ("plain: x\nen: one\n---\nnone\n===\n", r"x:5: every unit has the same two languages"),
        ("plain: x\nen: one\nfr: un\n===\n", r"x:4: a case has '---'"),
        (GOOD + "\nplain: x\nen: one", r"x: the case from x:8 does not end"),
        ("plain: x\nen: one\nfr: un\nplain: y\n", r"x:4: the case from x:1 does not end"),
    ],
)
def test_a_malformed_case_is_refused(content, message):
    """A malformed case and an empty file are errors that say where."""
    with pytest.raises(ValueError, match=message):
        read_cases(content, "x")


def test_settings_travel_with_units():
    """Date and publisher are properties of the units, and units of one case are one document."""
    (case,) = read_cases("trap: x\ndate: 2020\nen: one\nfr: un\ndate: 2021\nen: two\nfr: deux\n---\nnone\n===\n", "x")
    told = [{prop.name: prop.value for prop in unit.properties} for unit in case.units]
    assert told == [{"date": "2020", "document": "x:1"}, {"date": "2021", "document": "x:1"}]
