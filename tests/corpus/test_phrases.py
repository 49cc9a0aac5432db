"""The corpus corpora/phrases: its documents, and the change of a rendering that it shows."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from align.pipeline import check, read_termbase, read_units
from align.terminology.match import TermMatcher

DRIFT = re.compile(r"^\| (\d{4}-[a-z-]+) \| ([\d-]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def folder(checkout):
    """The corpus."""
    return checkout / "corpora" / "phrases"


@pytest.fixture(scope="module")
def units(folder):
    """Its units by id."""
    return {unit.id: unit for unit in read_units(folder / "phrases.tmx")}


@pytest.fixture(scope="module")
def termbase(checkout):
    """The term base of the readout."""
    return read_termbase(checkout / "corpora" / "readout-2023" / "terms.tbx")


@pytest.fixture(scope="module")
def judged(folder):
    """The findings that people judged: unit, rule, concept and words."""
    lines = (folder / "findings.txt").read_text(encoding="utf-8").splitlines()
    return [re.fullmatch(r"(\S+) (\S+) (\S+): (.+)", line).groups() for line in lines if not line.startswith("#")]


def settings(unit):
    """The properties of a unit."""
    return {prop.name: prop.value for prop in unit.properties}


def test_there_are_enough_documents(units):
    """There are 10 to 14 documents with 6 to 12 units, each with one date and one publisher."""
    documents = {}
    for unit in units.values():
        told = settings(unit)
        documents.setdefault(told["document"], []).append((told["date"], told["publisher"]))
    assert 10 <= len(documents) <= 14
    for said in documents.values():
        assert 6 <= len(said) <= 12
        assert len(set(said)) == 1


def test_every_unit_is_in_chinese_and_english(units):
    """Every unit has Chinese and English first, and names its document."""
    for unit in units.values():
        assert [variant.lang for variant in unit.variants][:2] == ["zh", "en"]
        assert unit.id.startswith(settings(unit)["document"] + ".")


def test_judgements_name_units_and_words(units, judged):
    """A judged finding names a unit, and words that stand in it."""
    for unit, _, _, words in judged:
        assert any(words in variant.text for variant in units[unit].variants), (unit, words)


def test_the_rendering_drifts_as_documented(folder, units, termbase, judged):
    """Where no wrong rendering stands on purpose, each document has the rendering that the README dates to it."""
    flagged = {unit for unit, rule, *_ in judged if rule not in ("terms/admitted", "consistency/rendering-across")}
    matcher = TermMatcher(termbase, "en")
    found = {}
    for unit in units.values():
        if unit.id in flagged or "命运共同体" not in unit.variant("zh").text:
            continue
        told = settings(unit)
        for match in matcher.find(unit.variant("en").text):
            if match.concept == "shared-future":
                key = (told["document"], told["date"], told["publisher"])
                found.setdefault(key, set()).add(match.term.text)
    table = DRIFT.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert found == {(name, date, publisher): {text} for name, date, publisher, text in table}


def test_documented_renderings_lie_in_their_time(units, termbase):
    """A dated rendering of the concept is not older in this corpus than the term base says, but where it is judged."""
    (concept,) = (concept for concept in termbase.concepts if concept.id == "shared-future")
    known = {term.text: term for term in concept.terms if term.lang == "en"}
    first = {}
    matcher = TermMatcher(termbase, "en")
    for unit in units.values():
        if unit.id == "2014-conference.4":
            continue
        for match in matcher.find(unit.variant("en").text):
            if match.concept == "shared-future":
                first.setdefault(match.term.text, settings(unit)["date"])
    assert all((known[text].valid_from or "") <= date for text, date in first.items())
    assert len(first) >= 7


def test_the_readme_of_the_readout_counts_the_concepts(checkout, termbase):
    """The README of the readout says how many concepts its term base has: at least 80."""
    text = (checkout / "corpora" / "readout-2023" / "README.md").read_text(encoding="utf-8")
    assert f"{len(termbase.concepts)} concepts" in text
    assert len(termbase.concepts) >= 80


def test_what_is_superseded_says_until_when(termbase):
    """Every superseded term of the readout's term base has the date up to which it was right, or a note."""
    superseded = [term for concept in termbase.concepts for term in concept.terms if term.status == "superseded"]
    assert len(superseded) >= 8
    assert [term.text for term in superseded if not (term.valid_to or term.note)] == []


def test_a_check_finds_what_was_judged_and_nothing_else(units, termbase, judged):
    """On these contexts the checks say exactly what people judged: nothing more, nothing less."""
    findings = check(list(units.values()), termbase=termbase, source="zh")
    found = Counter((f.unit_id, f"{f.check}/{f.rule}", f.concept) for f in findings)
    assert found == Counter((unit, rule, concept) for unit, rule, concept, _ in judged)
