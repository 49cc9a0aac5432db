"""Terms, concepts and term bases refuse what cannot be."""

from __future__ import annotations

import pytest

from align.errors import ModelError
from align.model import Concept, Term, TermBase


def term(text="treaty", lang="en", **more):
    """A term."""
    return Term(text=text, lang=lang, **more)


@pytest.mark.parametrize(
    ("status", "allowed"), [("preferred", True), ("admitted", True), ("deprecated", False), ("superseded", False)]
)
def test_preferred_and_admitted_terms_may_be_used(status, allowed):
    """Deprecated and superseded ones may not."""
    assert term(status=status).is_allowed is allowed


@pytest.mark.parametrize("text", ["", "  ", "\u3000"])
def test_a_term_is_not_empty(text):
    """White space is no term."""
    with pytest.raises(ModelError, match="a term is empty"):
        term(text)


def test_a_term_has_a_language():
    """The message gives the term."""
    with pytest.raises(ModelError, match="term 'treaty' has no language"):
        term(lang="")


def test_a_term_status_must_be_known():
    """The message gives the term and lists the states."""
    with pytest.raises(
        ModelError,
        match="term 'treaty': status 'good' is not one of preferred, admitted, do-not-translate, proposed, superseded, deprecated",
    ):
        term(status="good")


def test_a_concept_has_an_id():
    """The message says what is missing."""
    with pytest.raises(ModelError, match="a concept has no id"):
        Concept(id="", terms=(term(),))


def test_a_concept_has_a_term():
    """The message names the concept."""
    with pytest.raises(ModelError, match="concept c1 has no term"):
        Concept(id="c1", terms=())


def test_terms_are_found_by_their_exact_language():
    """A region is part of the language asked for."""
    concept = Concept(id="c1", terms=(term(), term("traité", "fr"), term("accord", "fr-CA")))
    assert [t.text for t in concept.terms_in("fr")] == ["traité"]


def test_concept_ids_are_distinct():
    """The message names the id."""
    one = Concept(id="c1", terms=(term(),))
    with pytest.raises(ModelError, match="concept id 'c1' occurs twice"):
        TermBase(concepts=(one, one))


def test_a_term_base_knows_its_languages():
    """Each once, sorted."""
    concepts = (
        Concept(id="c1", terms=(term("traité", "fr"), term())),
        Concept(id="c2", terms=(term("peace"), term("和平", "zh"))),
    )
    assert TermBase(concepts=concepts).languages == ("en", "fr", "zh")
