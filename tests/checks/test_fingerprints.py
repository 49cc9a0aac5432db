"""What a finding is known by from run to run."""

from __future__ import annotations

from dataclasses import replace

from align.checks import CheckContext
from align.checks.fingerprints import numbered
from align.model import Concept, Finding, Term, TermBase, TranslationUnit, Variant
from align.pipeline import check

CONCEPT = Concept(
    id="era",
    terms=(
        Term(text="new era", lang="en"),
        Term(text="nouvelle ère", lang="fr"),
        Term(text="ère nouvelle", lang="fr", status="deprecated"),
    ),
)
TERMBASE = TermBase(concepts=(CONCEPT,))


def unit(name: str, en: str, fr: str) -> TranslationUnit:
    """A unit of two languages."""
    return TranslationUnit(id=name, variants=(Variant(lang="en", content=(en,)), Variant(lang="fr", content=(fr,))))


BAD = unit("u1", "A new era.", "Une ère nouvelle.")
OTHER = unit("u2", "In the new era", "Dans le temps")


def marks(*units: TranslationUnit, termbase: TermBase = TERMBASE) -> list[str]:
    """The fingerprints of the check `terms`, sorted."""
    return sorted(finding.fingerprint for finding in check(units, termbase=termbase, checks=("terms",), source="en"))


def test_ids_and_order_of_units_do_not_matter():
    """A corpus that is aligned again gives its units other numbers."""
    assert marks(BAD, OTHER) == marks(replace(OTHER, id="x"), replace(BAD, id="y"))


def test_case_spaces_and_quotation_marks_do_not_matter():
    """They are repaired without anybody looking at the terms."""
    assert marks(BAD) == marks(unit("u1", "a  new era.", "Une\u00a0Ère nouvelle."))


def test_the_wording_of_either_side_matters():
    """Somebody has to look again."""
    assert marks(BAD) != marks(unit("u1", "A new era!!", "Une ère nouvelle."))
    assert marks(BAD) != marks(unit("u1", "A new era.", "C’est une ère nouvelle."))


def test_other_entries_of_the_term_base_do_not_matter():
    """Nor do more renderings of the concept itself."""
    more = (Term(text="nouvelle époque", lang="fr", status="admitted"), Term(text="nouveaux temps", lang="fr"))
    edited = TermBase(
        concepts=(
            Concept(id="x", terms=(Term(text="time", lang="en"), Term(text="temps", lang="fr"))),
            replace(CONCEPT, terms=(*CONCEPT.terms, *more)),
        )
    )
    assert marks(BAD, OTHER) == marks(BAD, OTHER, termbase=edited)


def test_equal_findings_are_told_apart():
    """One sentence twice gives two findings, and the first is known by the same mark as before."""
    (alone,) = marks(BAD)
    both = marks(BAD, replace(BAD, id="u7"))
    assert len(set(both)) == 2
    assert alone in both


def test_languages_are_told_apart():
    """What lacks in French and in German is two findings, although both lie in the source."""
    terms = (*CONCEPT.terms, Term(text="neue Ära", lang="de"))
    three = TranslationUnit(
        id="u",
        variants=(
            Variant(lang="en", content=("new era",)),
            Variant(lang="fr", content=("x",)),
            Variant(lang="de", content=("x",)),
        ),
    )
    assert len(set(marks(three, termbase=TermBase(concepts=(replace(CONCEPT, terms=terms),))))) == 2


def test_marks_stay_what_they_are():
    """A change of the way in which they are made would bring back everything that was ever accepted."""
    assert marks(BAD) == ["326c1b34e579d484"]


def test_a_check_of_others_need_not_give_any():
    """Then the finding is known by its unit and its message."""
    plain = Finding(check="own", rule="r", severity="note", message="m", unit_id="u", lang="en", start=0, end=0)
    first, second = numbered([plain, plain])
    assert len({first.fingerprint, second.fingerprint}) == 2
    assert [*numbered([plain])] == [first]


def test_a_context_is_needed_for_none_of_it():
    """The fingerprint is the check's own."""
    from align.checks.terms import TermsCheck

    (finding,) = TermsCheck().run([BAD], CheckContext(source="en", termbase=TERMBASE))
    assert [finding.fingerprint] == marks(BAD)
