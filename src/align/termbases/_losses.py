"""What a format cannot hold of a term base."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from align.termbases import Loss

if TYPE_CHECKING:
    from collections.abc import Iterable

    from align.model import Concept, TermBase

__all__ = ["CONCEPT_FIELDS", "EVERYTHING", "TERM_FIELDS", "counted", "field_losses", "languages_of"]

TERM_FIELDS = (
    *("status", "valid_from", "valid_to", "authority", "note", "forms", "part_of_speech", "source", "case_sensitive"),
    *("gap", "abbreviation_of"),
)
CONCEPT_FIELDS = ("subject", "definition", "concept_note", "concept_source", "broader")
EVERYTHING = frozenset({"languages", "ids", *TERM_FIELDS, *CONCEPT_FIELDS})
"""All that a member can say that it keeps."""

_NAMES = {"concept_note": "note", "concept_source": "source"}


def field_losses(termbase: TermBase, keeps: frozenset[str]) -> Counter[str]:
    """How often each field that is not among `keeps` has a value in a term base."""
    lost: Counter[str] = Counter()
    concept_fields = [(name, _NAMES.get(name, name)) for name in CONCEPT_FIELDS if name not in keeps]
    term_fields = [name for name in TERM_FIELDS if name not in keeps and name != "status"]
    for concept in termbase.concepts:
        for name, attribute in concept_fields:
            lost[name] += bool(getattr(concept, attribute))
        for term in concept.terms:
            for name in term_fields:
                value = getattr(term, name)
                lost[name] += value is not None and value not in ((), "") and (name != "gap" or value > 0)
    return lost


def counted(lost: Counter[str]) -> tuple[Loss, ...]:
    """The losses that there are, in the order in which they were counted."""
    return tuple(Loss(what=what, count=count) for what, count in lost.items() if count)


def languages_of(concepts: Iterable[Concept]) -> tuple[str, ...]:
    """The languages of terms in the order in which they first occur."""
    return tuple(dict.fromkeys(term.lang for concept in concepts for term in concept.terms))
