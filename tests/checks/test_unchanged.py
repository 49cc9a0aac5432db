"""Names that are not translated, abbreviations, and renderings that no term base lists."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from align.checks import CheckContext
from align.checks.terms import TermsCheck
from align.model import Concept, Finding, Term, TermBase, TranslationUnit, Variant

TERMBASE = TermBase(
    concepts=(
        Concept(id="tool", terms=(Term(text="OmegaT", lang="en", status="do-not-translate"),)),
        Concept(
            id="bank",
            terms=(
                Term(text="World Bank", lang="en", status="do-not-translate"),
                Term(text="Banque mondiale", lang="fr"),
            ),
        ),
        Concept(
            id="union",
            terms=(
                Term(text="European Union", lang="en"),
                Term(text="Union européenne", lang="fr"),
                Term(text="UE", lang="fr", status="admitted", abbreviation_of="Union européenne"),
            ),
        ),
        Concept(id="era", terms=(Term(text="new era", lang="en"), Term(text="nouvelle ère", lang="fr"))),
    )
)


@dataclass(frozen=True)
class Found:
    """What a stand-in for learned counterparts gives."""

    start: int
    end: int
    text: str
    score: float


class Always:
    """Finds one passage, wherever it is asked."""

    def __init__(self, text: str, score: float) -> None:
        self._text, self._score = text, score

    def find(self, source_text: str, start: int, end: int, target_text: str, *, taken: object = ()) -> Found | None:
        """The passage."""
        del source_text, start, end, taken
        at = target_text.find(self._text)
        return None if at < 0 else Found(at, at + len(self._text), self._text, self._score)


def check(source: str, text: str, *, lang: str = "fr", finder: Always | None = None) -> list[Finding]:
    """The findings in one unit."""
    unit = TranslationUnit(
        id="u1", variants=(Variant(lang="en", content=(source,)), Variant(lang=lang, content=(text,)))
    )
    context = CheckContext(source="en", termbase=TERMBASE, counterparts={lang: finder} if finder else {})
    return list(TermsCheck().run([unit], context))


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Ouvrez OmegaT.", "fr"),
        ("打开OmegaT软件", "zh"),
        ("проект OmegaT’а", "ru"),
        ("das OmegaT-Projekt", "de"),
        ("OmegaTs Segmente", "de"),
        ("برنامج OmegaT الحر", "ar"),
    ],
)
def test_a_name_that_stands_as_it_is_is_no_finding(text, lang):
    """In any script, with an ending behind an apostrophe or a hyphen, or a plain s."""
    assert check("Open OmegaT.", text, lang=lang) == []


def test_a_name_written_otherwise_is_marked_where_it_stands():
    """Case and hyphens count."""
    (finding,) = check("Open OmegaT.", "Ouvrez Omega-T.")
    assert (finding.rule, finding.severity, finding.lang, finding.found) == (
        "do-not-translate",
        "error",
        "fr",
        "Omega-T",
    )
    assert finding.expected == ("OmegaT",)


def test_a_name_that_is_gone_is_marked_in_the_source():
    """There is no other place for it."""
    (finding,) = check("Open OmegaT.", "Ouvrez le programme.")
    assert (finding.rule, finding.lang, finding.variant) == ("do-not-translate", "en", "fr")
    assert finding.message == "“OmegaT” stays as it is in every language, and is not in the fr text"
    assert check("Open OmegaT.", "Ouvrez NonOmegaTiste.")[0].rule == "do-not-translate"


def test_a_name_may_have_a_rendering_that_is_listed():
    """Where the term base gives one for the language, either will do."""
    assert check("the World Bank", "la Banque mondiale") == []
    assert check("the World Bank", "la World Bank") == []
    assert [finding.rule for finding in check("the World Bank", "la banque")] == ["do-not-translate"]


def test_an_abbreviation_answers_its_long_form():
    """Where the term base ties it to that, there is no note that it is only admitted."""
    assert check("the European Union", "l’UE") == []


def test_an_unlisted_rendering_is_shown_where_it_stands():
    """With what was found, and what is expected; it is not missing then."""
    (finding,) = check("a new era", "une époque neuve", finder=Always("époque neuve", 0.8))
    assert (finding.rule, finding.severity, finding.lang, finding.found) == (
        "unlisted",
        "warning",
        "fr",
        "époque neuve",
    )
    assert finding.message == (
        "“new era” has no listed rendering in fr; found: “époque neuve”; expected “nouvelle ère”"
    )


def test_an_unsure_candidate_is_not_shown():
    """The rendering stays missing, as it does where the candidate renders another concept."""
    (finding,) = check("a new era", "une époque neuve", finder=Always("époque neuve", 0.4))
    assert (finding.rule, finding.lang) == ("missing", "en")
    both = check("a new era of the European Union", "l’Union européenne", finder=Always("Union européenne", 0.9))
    assert [finding.rule for finding in both] == ["missing"]


def test_missing_and_unlisted_have_one_fingerprint():
    """What is learned from more units does not bring back what somebody has accepted."""
    (one,) = check("a new era", "une époque neuve")
    (other,) = check("a new era", "une époque neuve", finder=Always("époque neuve", 0.8))
    assert one.fingerprint == other.fingerprint


def test_a_candidate_that_is_the_term_of_another_concept_is_named_as_that():
    """It is missing, not unlisted: the term base has the word, for something else."""
    (finding,) = check("a new era", "une Union européenne", finder=Always("Union européenne", 0.8))
    assert finding.rule == "missing"
    assert finding.message == (
        "“new era” has no listed rendering in fr; expected “nouvelle ère”; “Union européenne” is another concept (union)"
    )
