"""Terms in sentences that a translator can edit: tests/cases/terminology/<language>.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.model import Concept, Term, TermBase
from align.terminology.match import TermMatcher

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "terminology"
LANGUAGES = ("ar", "de", "en", "es", "fr", "ja", "ru", "zh")

# False alarms that are known and explained beside the case; every other trap must be avoided, every true case found.
KNOWN = {
    ("ru", "Силовой политик ушёл в отставку."): "политик is also the genitive plural of политика",
    ("zh", "在发展中国内市场方面。"): "two readings of equal weight without the whole sentence",
}


def read_cases(lang: str) -> list[tuple[str, str, str]]:
    """Term, sentence and expectation; escapes such as u00ad behind a backslash stand for what an editor hides."""
    cases = []
    path = FOLDER / f"{lang}.txt"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 3 or not all(parts):
            pytest.fail(f"{path}:{number}: want term, sentence and expectation, set apart by tabs")
        parts = [part.encode("latin-1", "backslashreplace").decode("unicode-escape") for part in parts]
        if parts[2] != "-" and parts[2] not in parts[1]:
            pytest.fail(f"{path}:{number}: the sentence does not hold what is to be found")
        cases.append((parts[0], parts[1], parts[2]))
    return cases


CASES = [(lang, *case) for lang in LANGUAGES for case in read_cases(lang)]


def found(lang: str, term: str, sentence: str) -> list[str]:
    """The places at which `term` is found."""
    termbase = TermBase(concepts=(Concept(id="c", terms=(Term(text=term, lang=lang),)),))
    return [sentence[match.start : match.end] for match in TermMatcher(termbase, lang).find(sentence)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_there_are_enough_cases(lang: str) -> None:
    """Every language has at least 12 true cases and 6 traps."""
    traps = [case for case in read_cases(lang) if case[2] == "-"]
    assert len(read_cases(lang)) - len(traps) >= 12
    assert len(traps) >= 6


@pytest.mark.parametrize(("lang", "term", "sentence", "expected"), [case for case in CASES if case[3] != "-"])
def test_a_true_case_is_found(lang: str, term: str, sentence: str, expected: str) -> None:
    """A term is found in its inflected and typographic forms, and the span is exactly what stands there."""
    assert set(found(lang, term, sentence)) == {expected}


@pytest.mark.parametrize(
    ("lang", "term", "sentence"), [case[:3] for case in CASES if case[3] == "-" and (case[0], case[2]) not in KNOWN]
)
def test_a_trap_is_not_a_term(lang: str, term: str, sentence: str) -> None:
    """Words that look like a term are not taken for it."""
    assert found(lang, term, sentence) == []


def test_known_false_alarms_are_few_and_still_there() -> None:
    """The list of known false alarms has no entry that is no longer one, and is under 6 % of all traps."""
    traps = [case for case in CASES if case[3] == "-"]
    alarms = {(lang, sentence) for lang, term, sentence, _ in traps if found(lang, term, sentence)}
    assert alarms == set(KNOWN)
    assert len(alarms) < 0.06 * len(traps)
