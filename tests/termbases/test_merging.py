"""Joining and comparing term bases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.model import Concept, Term, TermBase
from align.termbases.comparison import changes
from align.termbases.merging import merge
from align.termbases.pairing import named_alike
from full_termbase import FULL


def base(*concepts: Concept) -> TermBase:
    """A term base of these concepts."""
    return TermBase(concepts=concepts)


def concept(name: str, *terms: Term, **facts: object) -> Concept:
    """A concept with an English term, unless others are given."""
    return Concept(id=name, terms=terms or (Term(text=name, lang="en"),), **facts)


def test_a_term_base_joined_with_itself_is_itself() -> None:
    """Without a conflict, by ids and by terms."""
    for by_terms in (False, True):
        merged = merge([("a", FULL), ("b", FULL)], by_terms=by_terms)
        assert merged.termbase == FULL
        assert (merged.conflicts, merged.joined) == ((), 3)


def test_what_only_one_says_is_taken() -> None:
    """Fields, terms, forms and broader concepts."""
    one = base(concept("lamp", Term(text="lamp", lang="en", forms=("lamps",)), subject="light", broader=("x",)))
    other = base(concept("lamp", Term(text="lamp", lang="en", note="n", forms=("LAMPS",)), note="m", broader=("y",)))
    merged = merge([("a", one), ("b", other)])
    assert merged.conflicts == ()
    (found,) = merged.termbase.concepts
    assert (found.subject, found.note, found.broader) == ("light", "m", ("x", "y"))
    assert found.terms == (Term(text="lamp", lang="en", note="n", forms=("lamps", "LAMPS")),)


def test_two_values_are_a_conflict() -> None:
    """Which names both term bases; the preferred one has its way."""
    one, other = base(concept("lamp", subject="light")), base(concept("lamp", subject="home"))
    merged = merge([("a", one), ("b", other)], prefer="last")
    assert [str(conflict) for conflict in merged.conflicts] == ["lamp: subject: 'light' in a, 'home' in b"]
    assert merged.termbase.concepts[0].subject == "home"
    assert merge([("a", one), ("b", other)]).termbase.concepts[0].subject == "light"


def test_no_is_a_value() -> None:
    """A term that says that capitals do not count contradicts one that says they do."""
    yes, no = (base(concept("c", Term(text="c", lang="en", case_sensitive=value))) for value in (True, False))
    unsaid = base(concept("c"))
    assert len(merge([("a", yes), ("b", no)]).conflicts) == 1
    assert merge([("a", unsaid), ("b", no)]).termbase == no
    assert merge([("a", no), ("b", unsaid)]).termbase == no


@pytest.mark.parametrize(
    ("term", "conflicts"),
    [
        (Term(text="light", lang="en"), 1),
        (Term(text="light", lang="en", status="admitted"), 0),
        (Term(text="light", lang="en", authority="UN"), 0),
        (Term(text="lampe", lang="fr"), 0),
    ],
)
def test_a_second_preferred_term_is_a_conflict(term: Term, conflicts: int) -> None:
    """Unless it is for another authority; the other one becomes admitted."""
    merged = merge([("a", base(concept("lamp"))), ("b", base(concept("lamp", term)))])
    assert len(merged.conflicts) == conflicts
    if conflicts:
        assert [term.status for term in merged.termbase.concepts[0].terms] == ["preferred", "admitted"]
        last = merge([("a", base(concept("lamp"))), ("b", base(concept("lamp", term)))], prefer="last")
        assert [term.status for term in last.termbase.concepts[0].terms] == ["admitted", "preferred"]


def test_concepts_that_share_a_term() -> None:
    """Are one if that is asked for; broader concepts follow; a concept that fits two is a conflict."""
    one = base(concept("lamp"), concept("light"))
    other = base(
        concept("K1", Term(text="lamp", lang="en"), Term(text="Lampe", lang="de")), concept("K2", broader=("K1",))
    )
    apart = merge([("a", one), ("b", other)])
    assert [found.id for found in apart.termbase.concepts] == ["lamp", "light", "K1", "K2"]
    joined = merge([("a", one), ("b", other)], by_terms=True)
    assert joined.renamed == (("K1", "lamp"),)
    assert [found.id for found in joined.termbase.concepts] == ["lamp", "light", "K2"]
    assert joined.termbase.concepts[2].broader == ("lamp",)
    both = base(concept("K3", Term(text="lamp", lang="en"), Term(text="light", lang="en", status="admitted")))
    merged = merge([("a", one), ("b", both)], by_terms=True)
    assert [str(conflict) for conflict in merged.conflicts] == [
        "K3: of b shares terms with several concepts: \"lamp: 'lamp' (en)\" in a, \"light: 'light' (en)\" in a"
    ]
    assert len(merged.termbase.concepts) == 3


def test_no_difference() -> None:
    """The order of concepts and terms is none."""
    turned = TermBase(
        concepts=tuple(replace(found, terms=found.terms[::-1]) for found in reversed(FULL.concepts)),
    )
    assert list(changes(FULL, turned)) == []


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                ("gap", 5),
                ("note", "other"),
                ("forms", ()),
                ("case_sensitive", None),
                ("status", "admitted"),
                ("valid_from", "1999"),
                ("source", None),
            ]
        ),
        unique_by=lambda pair: pair[0],
    )
)
def test_each_changed_field_is_a_change(edits: list[tuple[str, object]]) -> None:
    """And nothing else is; the other way round old and new change places."""
    first = FULL.concepts[0]
    term = replace(first.terms[0], **dict(edits))
    new = TermBase(concepts=(replace(first, terms=(term, *first.terms[1:])), *FULL.concepts[1:]))
    found = list(changes(FULL, new))
    assert {change.field for change in found} == {name for name, _ in edits}
    assert all((change.kind, change.text) == ("changed", term.text) for change in found)
    back = list(changes(new, FULL))
    assert [(change.field, change.old, change.new) for change in back] == [
        (change.field, change.new, change.old) for change in found
    ]


def test_concepts_without_ids_are_found_by_their_terms() -> None:
    """Each gets the id of the one that it shares most terms with; what is new does not take the id of another."""
    old = base(
        concept("concept-1", Term(text="lamp", lang="en"), Term(text="lampe", lang="fr")),
        concept("concept-2", Term(text="light", lang="en"), Term(text="lampe", lang="fr")),
    )
    new = base(
        concept("concept-1", Term(text="cat", lang="en")),
        concept("concept-2", Term(text="light", lang="en"), Term(text="lampe", lang="fr")),
        concept("concept-3", Term(text="lamp", lang="en"), Term(text="lampe", lang="fr"), broader=("concept-2",)),
    )
    alike = named_alike(old, new)
    assert [found.id for found in alike.concepts] == ["concept-1-2", "concept-2", "concept-1"]
    assert [str(change) for change in changes(old, alike)] == [
        "~ concept-1: broader: nothing -> 'concept-2'",
        "+ concept-1-2 (concept)",
        "+ concept-1-2: 'cat' (en)",
    ]
