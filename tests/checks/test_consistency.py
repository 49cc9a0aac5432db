"""The check `consistency`."""

from __future__ import annotations

from align.checks import CheckContext
from align.checks.consistency import ConsistencyCheck
from align.model import Concept, Finding, Property, Term, TermBase, TranslationUnit, Variant

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


def in_documents(*triples: tuple[str, str, dict[str, str]], optional: str = "") -> list[Finding]:
    """The findings for units of English and French with properties."""
    units = [
        TranslationUnit(
            id=f"u{number}",
            variants=(Variant(lang="en", content=(en,)), Variant(lang="fr", content=(fr,))),
            properties=tuple(Property(name=name, value=value) for name, value in facts.items()),
        )
        for number, (en, fr, facts) in enumerate(triples)
    ]
    context = CheckContext(source="en", termbase=TERMBASE, optional=frozenset([optional]))
    return list(ConsistencyCheck().run(units, context))


def test_a_document_that_differs_from_the_others_is_one_finding() -> None:
    """At its first use; within itself it is consistent."""
    one, two, three = ({"document": name} for name in ("one", "two", "three"))
    (finding,) = in_documents(
        ("A new era.", "Une nouvelle ère.", one),
        ("the new era,", "la nouvelle époque,", two),
        ("of a new era", "d’une nouvelle époque", two),
        ("In the new era", "Dans la nouvelle ère", three),
    )
    assert (finding.rule, finding.severity, finding.unit_id, finding.document) == (
        "rendering-across",
        "warning",
        "u1",
        "two",
    )
    assert finding.message == "“nouvelle époque” is “nouvelle ère” in one, three"


def test_within_a_document_uses_are_counted_for_themselves() -> None:
    """What another document does often does not make this one inconsistent."""
    one, two = {"document": "one"}, {"document": "two"}
    found = in_documents(
        ("A new era.", "Une nouvelle ère.", one),
        ("the new era,", "la nouvelle époque,", one),
        ("new era", "nouvelle ère", one),
        ("our new era;", "la nouvelle ère ;", two),
    )
    assert [(finding.rule, finding.unit_id) for finding in found] == [("rendering", "u1")]


def test_a_publisher_may_have_its_own_rendering() -> None:
    """That two publishers differ is no inconsistency; that one does is."""
    facts = [{"document": name, "publisher": publisher} for name, publisher in (("a", "X"), ("b", "Y"), ("c", "X"))]
    rows = [
        ("A new era.", "Une nouvelle ère."),
        ("the new era,", "la nouvelle époque,"),
        ("new era", "nouvelle époque"),
    ]
    found = in_documents(*((en, fr, fact) for (en, fr), fact in zip(rows, facts, strict=True)))
    assert [(finding.rule, finding.document) for finding in found] == [("rendering-across", "c")]


def test_a_rendering_of_another_time_explains_itself() -> None:
    """What was right only then is not compared with what is right now."""
    termbase = TermBase(
        concepts=(
            Concept(
                id="era",
                terms=(
                    Term(text="new era", lang="en"),
                    Term(text="nouvelle ère", lang="fr", valid_from="2018"),
                    Term(text="nouvelle époque", lang="fr", status="superseded", valid_to="2017"),
                ),
            ),
        )
    )
    units = [
        TranslationUnit(
            id=date,
            variants=(Variant(lang="en", content=(en,)), Variant(lang="fr", content=(fr,))),
            properties=(Property(name="document", value=date), Property(name="date", value=date)),
        )
        for date, en, fr in (
            ("2014", "A new era", "Une nouvelle époque"),
            ("2020", "the new era", "la nouvelle ère"),
            ("2021", "new era", "nouvelle ère"),
        )
    ]
    assert list(ConsistencyCheck().run(units, CheckContext(source="en", termbase=termbase))) == []


def test_one_rendering_for_two_concepts_is_a_note() -> None:
    """In the other direction: the reader cannot tell them apart."""
    termbase = TermBase(
        concepts=(
            Concept(id="power", terms=(Term(text="power", lang="en"), Term(text="puissance", lang="fr"))),
            Concept(id="strength", terms=(Term(text="strength", lang="en"), Term(text="puissance", lang="fr"))),
        )
    )
    units = [
        TranslationUnit(
            id=f"u{number}", variants=(Variant(lang="en", content=(en,)), Variant(lang="fr", content=(fr,)))
        )
        for number, (en, fr) in enumerate(
            [("a power", "une puissance"), ("the power", "la puissance"), ("our strength", "notre puissance")]
        )
    ]
    (finding,) = ConsistencyCheck().run(units, CheckContext(source="en", termbase=termbase))
    assert (finding.rule, finding.severity, finding.unit_id) == ("ambiguous", "note", "u2")
    assert finding.message == "“puissance” renders strength here, and power elsewhere (2 : 1)"


def test_one_translation_of_two_texts_is_looked_for_only_when_asked() -> None:
    """Languages need not make the same distinctions; who wants to know can ask."""
    rows = (("Thanks.", "Merci.", {}), ("Thank you.", "Merci.", {}))
    assert in_documents(*rows) == []
    (finding,) = in_documents(*rows, optional="consistency/same-target")
    assert (finding.rule, finding.unit_id) == ("same-target", "u1")
    assert "is elsewhere of “Thanks.”" in finding.message


def test_one_source_in_two_documents_is_a_note_in_one_of_them() -> None:
    """As for terms."""
    found = in_documents(
        ("Thank you.", "Merci.", {"document": "a"}), ("Thank you!", "Je vous remercie", {"document": "b"})
    )
    assert [(finding.rule, finding.document) for finding in found] == [("same-source-across", "b")]
