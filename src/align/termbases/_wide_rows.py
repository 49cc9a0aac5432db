"""A term base as rows of the wide form: a row a concept, a column a language, renderings on lines of their own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from align.errors import OutputError
from align.termbases._losses import field_losses, languages_of

if TYPE_CHECKING:
    from align.model import Concept, TermBase

__all__ = ["WIDE_KEEPS", "wide_rows"]

WIDE_KEEPS = frozenset({"languages", "ids", "subject", "definition", "concept_note", "concept_source", "broader"})
"""What rows of this form hold of concepts; of terms they hold the wording of those that may be used."""

_PREFERRED = ("preferred", "do-not-translate")


def wide_rows(termbase: TermBase, *, langs: tuple[str, ...]) -> tuple[list[str], list[list[str]], Counter[str]]:
    """The names of the columns, the rows, and what they cannot hold.

    The terms that may be used stand in their cell, the preferred one first.

    Args:
        termbase: what to write.
        langs: the languages in the order of their columns; empty for the order in which they first occur.

    Raises:
        OutputError: there is no term that may be used.
    """
    columns = langs or languages_of(termbase.concepts)
    lost: Counter[str] = Counter()
    rows: list[dict[str, str]] = []
    for concept in termbase.concepts:
        row = {lang: _cell(concept, lang, lost) for lang in columns}
        if not any(row.values()):
            lost["concepts without a term that may be used"] += 1
            continue
        row |= {
            "concept": concept.id,
            "subject": concept.subject or "",
            "definition": concept.definition or "",
            "note": concept.note or "",
            "source": concept.source or "",
            "broader": "|".join(concept.broader),
        }
        lost["white space at the ends of a text"] += sum(value != value.strip() for value in row.values())
        rows.append(row)
    if not rows:
        raise OutputError("no concept has a term that may be used in these languages; nothing was written")
    used = [name for name in ("subject", "definition", "note", "source", "broader") if any(row[name] for row in rows)]
    names = ["concept", *columns, *used]
    lost += field_losses(termbase, WIDE_KEEPS)
    return names, [[row[name].strip() for name in names] for row in rows], lost


def _cell(concept: Concept, lang: str, lost: Counter[str]) -> str:
    """The terms of one language that may be used."""
    terms = concept.terms_in(lang)
    kept = sorted((term for term in terms if term.is_allowed), key=lambda term: term.status not in _PREFERRED)
    lost["terms that may not be used, or are only proposed"] += len(terms) - len(kept)
    lost["status"] += sum(term.status != ("admitted" if place else "preferred") for place, term in enumerate(kept))
    lost["values that hold a bar or a line end"] += sum("|" in term.text or "\n" in term.text for term in kept)
    return "\n".join(term.text for term in kept)
