"""A term base as rows of the long form, a row a term; only the columns that have a value."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from align.errors import OutputError
from align.termbases._headers import LONG_COLUMNS

if TYPE_CHECKING:
    from align.model import Concept, Term, TermBase

__all__ = ["long_rows"]

_ALWAYS = ("concept", "lang", "text", "status")
_OF_THE_CONCEPT = ("subject", "definition", "concept_note", "concept_source", "broader")


def long_rows(
    termbase: TermBase,
    *,
    langs: tuple[str, ...],  # noqa: ARG001 - as `wide_rows`
) -> tuple[list[str], list[list[str]], Counter[str]]:
    """The names of the columns, the rows, and what they cannot hold.

    Args:
        termbase: what to write, all languages of it.
        langs: of no effect; these rows have no column a language.

    Raises:
        OutputError: the term base is empty.
    """
    rows: list[dict[str, str]] = []
    lost: Counter[str] = Counter()
    for concept in termbase.concepts:
        facts = _facts(concept, lost)
        first = True
        for term in concept.terms:
            row = {"concept": concept.id} | _term(term, lost) | (facts if first else {})
            lost["white space at the ends of a text"] += sum(value != value.strip() for value in row.values())
            rows.append({name: value.strip() for name, value in row.items() if value.strip()})
            first = False
    if not rows:
        raise OutputError("the term base has no concept in these languages; nothing was written")
    used = {name for row in rows for name in row}
    names = [name for name in LONG_COLUMNS if name in used or name in _ALWAYS]
    return names, [[row.get(name, "") for name in names] for row in rows], lost


def _facts(concept: Concept, lost: Counter[str]) -> dict[str, str]:
    """What a concept says, for its first row."""
    values = (concept.subject, concept.definition, concept.note, concept.source, _joined(concept.broader, lost))
    return {name: value for name, value in zip(_OF_THE_CONCEPT, values, strict=True) if value}


def _term(term: Term, lost: Counter[str]) -> dict[str, str]:
    return {
        name: value
        for name, value in (
            ("lang", term.lang),
            ("text", term.text),
            ("status", term.status),
            ("valid_from", term.valid_from),
            ("valid_to", term.valid_to),
            ("authority", term.authority),
            ("note", term.note),
            ("forms", _joined(term.forms, lost)),
            ("part_of_speech", term.part_of_speech),
            ("source", term.source),
            ("case_sensitive", {True: "yes", False: "no", None: None}[term.case_sensitive]),
            ("gap", str(term.gap) if term.gap else None),
            ("abbreviation_of", term.abbreviation_of),
        )
        if value
    }


def _joined(values: tuple[str, ...], lost: Counter[str]) -> str:
    """Values set apart by bars; one that holds a bar or a line end comes back as several."""
    lost["values that hold a bar or a line end"] += sum("|" in value or "\n" in value for value in values)
    return "|".join(values)
