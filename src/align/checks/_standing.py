"""How a term stands in a document: by its status, the dates between which it is right, and who publishes.

* A preferred, admitted or untranslated term is right while it is valid; before that it is *early*, after it superseded.
* A superseded or deprecated one with `valid_to` is right in documents up to that date; without, in none.
* Where a text is listed more than once in a concept, the entry of the document's publisher counts, then the one that is
  valid at the document's date.
* Where the concept has right terms of the document's publisher, only these are expected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from align.checks._dates import when
from align.checks._documents import is_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.checks._documents import DocumentFacts
    from align.model import Term

__all__ = ["Standing", "entry_for", "expected_terms", "needs_date", "own_terms", "standing"]

Standing = Literal["right", "early", "proposed", "superseded", "deprecated"]


def standing(term: Term, facts: DocumentFacts) -> Standing:
    """How `term` stands in the document; of two possible readings of a date, the milder."""
    if term.status == "proposed":
        return "proposed"
    place = when(facts.days, term.valid_from, term.valid_to) if facts.days else None
    if term.is_allowed:
        return "early" if place == "before" else "superseded" if place == "after" else "right"
    if term.valid_to and place == "within":
        return "right"
    if term.status == "superseded":
        return "early" if term.valid_from and place == "before" else "superseded"
    return "deprecated"


def needs_date(term: Term, facts: DocumentFacts) -> bool:
    """Whether the standing of `term` depends on a date that the document does not have."""
    if facts.days is not None or term.status == "proposed":
        return False
    return bool(term.valid_to or (term.valid_from and term.is_allowed))


def entry_for(term: Term, terms: Sequence[Term], facts: DocumentFacts) -> Term:
    """The one of `terms` with the text of `term` that counts in the document."""
    same = [other for other in terms if other.text == term.text]
    if len(same) < 2:
        return term

    def rank(other: Term) -> tuple[bool, bool]:
        outside = bool(facts.days) and when(facts.days or ("", ""), other.valid_from, other.valid_to) != "within"
        return not is_of(other.authority, facts.publisher), outside

    return min(same, key=rank)


def own_terms(terms: Sequence[Term], facts: DocumentFacts) -> tuple[Term, ...]:
    """Those of `terms` that are right in the document and are its publisher's."""
    if not facts.publisher:
        return ()
    return tuple(term for term in terms if is_of(term.authority, facts.publisher) and standing(term, facts) == "right")


def expected_terms(terms: Sequence[Term], facts: DocumentFacts) -> tuple[Term, ...]:
    """What would be right in the document: its publisher's terms, or else all that are right; best first."""
    return own_terms(terms, facts) or tuple(term for term in terms if standing(term, facts) == "right")
