"""Concepts, their terms, and term bases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from align.errors import ModelError

__all__ = ["Concept", "Term", "TermBase", "TermStatus"]

TermStatus = Literal["preferred", "admitted", "do-not-translate", "proposed", "superseded", "deprecated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One designation of a concept in one language.

    Attributes:
        text: the term in its dictionary form.
        lang: BCP 47 tag.
        status: preferred or admitted (may be used), do-not-translate (stays as it is in every language), proposed
            (found, and not judged by a person yet), superseded (was right up to `valid_to`) or deprecated (is wrong).
        valid_from, valid_to: ISO 8601 dates (year, year-month or full); None where unbounded.
        authority: who gave it this status, or who publishes it.
        source: where it is documented.
        part_of_speech: noun, verb, adjective, adverb or other.
        forms: further forms that count as this term, such as irregular inflections.
        case_sensitive: whether capitals count; None where that is left to the matcher, for which they count in
            abbreviations only.
        gap: how many words may stand where the term has "..." (community ... shared future), at most.
        abbreviation_of: the text of the term of this concept and language that it is short for.
        note: free text.
    """

    text: str
    lang: str
    status: TermStatus = "preferred"
    valid_from: str | None = None
    valid_to: str | None = None
    authority: str | None = None
    source: str | None = None
    part_of_speech: str | None = None
    forms: tuple[str, ...] = ()
    case_sensitive: bool | None = None
    gap: int = 0
    abbreviation_of: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse an empty term, an unknown status and a gap below 0."""
        if not self.text.strip():
            raise ModelError("a term is empty")
        if not self.lang:
            raise ModelError(f"term {self.text!r} has no language")
        if self.status not in get_args(TermStatus):
            raise ModelError(
                f"term {self.text!r}: status {self.status!r} is not one of {', '.join(get_args(TermStatus))}"
            )
        if self.gap < 0:
            raise ModelError(f"term {self.text!r}: a gap of {self.gap} words is below 0")

    @property
    def is_allowed(self) -> bool:
        """Whether the term may be used: preferred, admitted or do-not-translate."""
        return self.status in ("preferred", "admitted", "do-not-translate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A unit of knowledge and its terms in any number of languages (TBX conceptEntry).

    Attributes:
        id: its name, distinct in its term base.
        terms: its designations, of each language the first one preferred unless their statuses say otherwise.
        subject: the field it belongs to.
        definition: what it is.
        source: where it is documented.
        note: free text.
        broader: ids of the concepts that it is a kind of, or a part of.
    """

    id: str
    terms: tuple[Term, ...]
    subject: str | None = None
    definition: str | None = None
    source: str | None = None
    note: str | None = None
    broader: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a concept without an id or without terms."""
        if not self.id:
            raise ModelError("a concept has no id")
        if not self.terms:
            raise ModelError(f"concept {self.id} has no term")

    def terms_in(self, lang: str) -> tuple[Term, ...]:
        """The terms in exactly this language."""
        return tuple(term for term in self.terms if term.lang == lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermBase:
    """Concepts with distinct ids."""

    concepts: tuple[Concept, ...]

    def __post_init__(self) -> None:
        """Refuse two concepts of one id."""
        seen = set[str]()
        for concept in self.concepts:
            if concept.id in seen:
                raise ModelError(f"concept id {concept.id!r} occurs twice")
            seen.add(concept.id)

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages of all terms, sorted."""
        return tuple(sorted({term.lang for concept in self.concepts for term in concept.terms}))
