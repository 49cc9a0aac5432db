"""Checks in several processes."""

from __future__ import annotations

import logging

import pytest

from align.checks import CHECKS, CheckContext, _parallel
from align.checks._parallel import ByUnit, run_by_unit
from align.checks.running import processes
from align.errors import AlignError
from align.model import Concept, Property, Term, TermBase, TranslationUnit, Variant

TERMS = TermBase(
    concepts=(
        Concept(
            id="era",
            terms=(
                Term(text="new era", lang="en"),
                Term(text="nouvelle ère", lang="fr", valid_from="2018"),
                Term(text="nouvel âge", lang="fr", valid_to="2018"),
            ),
        ),
    )
)
CONTEXT = CheckContext(source="en", termbase=TERMS)


def units(count: int = 40) -> list[TranslationUnit]:
    """Units of which every third lacks the rendering, every fifth has an old one, and every seventh has no partner."""
    made = []
    for number in range(count):
        french = "Une époque." if number % 3 == 0 else "Un nouvel âge." if number % 5 == 0 else "Une nouvelle ère."
        variants = (Variant(lang="en", content=("A new era.",)), Variant(lang="fr", content=(french,)))
        date = (Property(name="date", value="long ago"),) if number == 11 else ()
        made.append(
            TranslationUnit(id=f"u{number}", variants=variants if number % 7 else variants[:1], properties=date)
        )
    return made


def terms() -> ByUnit:
    """The check `terms`."""
    check = CHECKS.make("terms")
    assert isinstance(check, ByUnit)
    return check


@pytest.fixture
def small_pieces(monkeypatch):
    """Pieces of a few units, so that several processes are worth it."""
    monkeypatch.setattr(_parallel, "_PIECE", 6)
    monkeypatch.setattr(_parallel, "_WORTH", 8)


@pytest.mark.usefixtures("small_pieces")
def test_processes_find_what_one_finds_in_the_same_order(caplog):
    """Findings, their order, their units and what is said at the end do not depend on the number of processes."""
    outcomes = []
    for jobs in (1, 2):
        caplog.clear()
        stood: list[TranslationUnit] = []
        found = []
        with caplog.at_level(logging.INFO, logger="align"):
            for finding in run_by_unit(terms(), units(), CONTEXT, jobs=jobs, at=stood.append):
                assert stood[-1].id == finding.unit_id
                found.append(finding)
        outcomes.append((found, [record.getMessage() for record in caplog.records if "dictionary" not in record.msg]))
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][0]
    assert len(outcomes[0][1]) == 3


def test_few_units_are_checked_without_other_processes(monkeypatch):
    """Starting processes takes longer than checking some thousand units."""
    monkeypatch.setattr(_parallel, "_pool", None)
    assert list(run_by_unit(terms(), units(), CONTEXT, jobs=2))


@pytest.mark.usefixtures("small_pieces")
def test_a_run_may_be_given_up():
    """Who wants the first finding only does not wait for the others."""
    taken = []

    def stream():
        for unit in units(2000):
            taken.append(unit)
            yield unit

    findings = run_by_unit(terms(), stream(), CONTEXT, jobs=2)
    assert next(findings).rule == "missing"
    findings.close()
    assert len(taken) < 200


class Dying:
    """A check whose process ends before it has looked at anything."""

    def begin(self, context: CheckContext) -> None:  # noqa: ARG002 - it gets no further
        """End the process."""
        import os

        os._exit(1)


@pytest.mark.usefixtures("small_pieces")
def test_a_process_that_dies_is_told():
    """One line says that it died, and what may help."""
    with pytest.raises(AlignError, match="check with one process"):
        list(run_by_unit(Dying(), units(), CONTEXT, jobs=2))


def test_without_a_term_base_nothing_is_found():
    """There is nothing to look for."""
    assert list(run_by_unit(terms(), units(), CheckContext(source="en"))) == []


def test_the_number_of_processes_is_that_of_the_processors_unless_it_is_given():
    """A given number is taken as it is."""
    assert processes(3) == 3
    assert processes(None) >= 1
