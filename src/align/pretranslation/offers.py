"""What a memory and a term base offer for a sentence, as plain data for JSON, in one shape everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from align.formats.suggestions import Suggestion
    from align.model import Term
    from align.pretranslation.records import TermInSource

__all__ = ["match_data", "term_data"]


def match_data(found: Suggestion) -> dict[str, Any]:
    """A match: both texts, score and similarity (0..1), kind, origin, penalties.

    Where the numbers differ, also the translation with those of the text.
    """
    return {
        "source": found.source,
        "target": found.target,
        "score": round(found.score, 4),
        "similarity": round(found.similarity, 4),
        "kind": found.kind,
        "origin": found.origin,
        **({} if found.adapted is None else {"adapted": found.adapted}),
        "penalties": [{"name": name, "value": round(value, 4)} for name, value in found.penalties],
    }


def term_data(found: TermInSource) -> dict[str, Any]:
    """A term in a text: its place (code points), concept, status, and the terms of the other language with theirs."""
    concept = found.concept
    about = {"subject": concept.subject, "definition": concept.definition}
    return {
        "start": found.start,
        "end": found.end,
        "text": found.found,
        "term": found.term.text,
        "status": found.term.status,
        "concept": concept.id,
        **{name: value for name, value in about.items() if value},
        "targets": [_target(term) for term in found.targets],
    }


def _target(term: Term) -> dict[str, Any]:
    about = {
        "valid_from": term.valid_from,
        "valid_to": term.valid_to,
        "authority": term.authority,
        "note": term.note,
    }
    return {"text": term.text, "status": term.status, **{name: value for name, value in about.items() if value}}
