"""The check `consistency`."""

from __future__ import annotations

from align.checks import CheckContext
from align.checks.consistency import ConsistencyCheck
from align.model import Concept, Finding, Term, TermBase, TranslationUnit, Variant

TERMBASE = TermBase(
    concepts=(
        Concept(
            id="era",
            terms=(
                Term(text="new era", lang="en"),
                Term(text="new epoch", lang="en", status="admitted"),
                Term(text="nouvelle ère", lang="fr"),
                Term(text="nouvelle époque", lang="fr", status="admitted"),
            ),
        ),
        Concept(
            id="committee",
            terms=(
                Term(text="Central Committee", lang="en"),
                Term(text="Comité central du Parti", lang="fr"),
                Term(text="Comité central", lang="fr", status="admitted"),
                Term(text="CC", lang="fr", status="admitted"),
            ),
        ),
    )
)


def check(*pairs: tuple[str, str]) -> list[Finding]:
    """The findings for units of English and French."""
    units = [
        TranslationUnit(
            id=f"u{number}", variants=(Variant(lang="en", content=(en,)), Variant(lang="fr", content=(fr,)))
        )
        for number, (en, fr) in enumerate(pairs)
    ]
    return list(ConsistencyCheck().run(units, CheckContext(source="en", termbase=TERMBASE)))


def test_the_rarer_rendering_is_reported_where_it_stands() -> None:
    """The majority is named with the counts."""
    (finding,) = check(
        ("A new era.", "Une nouvelle ère."),
        ("The new era!", "Les nouvelles époques !"),
        ("In the new era", "Dans la nouvelle ère"),
    )
    assert (finding.rule, finding.severity, finding.unit_id) == ("rendering", "warning", "u1")
    assert (finding.start, finding.end, finding.found) == (4, 21, "nouvelles époques")
    assert finding.message == "“nouvelles époques” is elsewhere “nouvelle ère” (2 : 1)"
    assert finding.expected == ("nouvelle ère",)


def test_the_preferred_rendering_in_the_minority_is_a_note() -> None:
    """It is right by itself; the reviser should know that the others are not."""
    (finding,) = check(
        ("A new era.", "Une nouvelle époque."),
        ("The new era!", "La nouvelle époque !"),
        ("In the new era", "Dans la nouvelle ère"),
    )
    assert (finding.severity, finding.unit_id) == ("note", "u2")
    assert finding.message.endswith("although this one is preferred")


def test_of_two_as_frequent_the_preferred_one_counts_as_usual() -> None:
    """One against one is a note at the other."""
    (finding,) = check(("A new era.", "Une nouvelle époque."), ("The new era!", "La nouvelle ère !"))
    assert (finding.severity, finding.found) == ("note", "nouvelle époque")


def test_a_short_form_or_abbreviation_is_not_another_rendering() -> None:
    """Full name first, short name after is good style."""
    assert (
        check(
            ("the Central Committee", "le Comité central du Parti"),
            ("The Central Committee met.", "Le Comité central siège."),
            ("by the Central Committee", "par le CC"),
        )
        == []
    )


def test_a_source_that_varies_may_be_followed() -> None:
    """Renderings are compared only where the source has the same wording."""
    assert check(("A new era.", "Une nouvelle ère."), ("A new epoch.", "Une nouvelle époque.")) == []


def test_one_source_with_two_translations_is_a_note() -> None:
    """Case, spaces and punctuation do not make sources or translations differ."""
    (finding,) = check(("Thank you.", "Merci."), ("thank  you!", "Merci !"), ("Thank you", "Je vous remercie"))
    assert (finding.rule, finding.severity, finding.unit_id) == ("same-source", "note", "u2")
    assert (finding.start, finding.end, finding.expected) == (0, 16, ("Merci.",))


def test_an_untranslated_variant_is_not_another_translation() -> None:
    """A copy of the source waits for its translation."""
    assert check(("Thank you.", "Merci."), ("Thank you.", "Thank you.")) == []


def test_two_sources_with_one_translation_are_no_finding() -> None:
    """Languages need not make the same distinctions."""
    assert check(("Thanks.", "Merci."), ("Thank you.", "Merci.")) == []
