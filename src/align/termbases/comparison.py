"""What was added, removed and changed from one term base to another."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from align.model import Concept, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from align.model import TermBase

__all__ = ["Change", "changes"]

_OF_TERM = tuple(field.name for field in fields(Term) if field.name not in ("text", "lang"))
_OF_CONCEPT = tuple(field.name for field in fields(Concept) if field.name not in ("id", "terms"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference.

    Attributes:
        kind: added, removed or changed.
        concept: id.
        lang: language of the term that it is about; None if it is about the concept.
        text: the term, or None.
        field: what was changed, or None where something was added or removed as a whole.
        old, new: the values; None where there is none.
    """

    kind: str
    concept: str
    lang: str | None = None
    text: str | None = None
    field: str | None = None
    old: str | None = None
    new: str | None = None

    def __str__(self) -> str:
        """``+`` added, ``-`` removed, ``~`` changed, then where and what."""
        sign = {"added": "+", "removed": "-", "changed": "~"}[self.kind]
        what = self.concept if self.text is None else f"{self.concept}: {self.text!r} ({self.lang})"
        if self.field is None:
            return f"{sign} {what}" if self.text is not None else f"{sign} {what} (concept)"
        old, new = ("nothing" if value is None else repr(value) for value in (self.old, self.new))
        return f"{sign} {what}: {self.field}: {old} -> {new}"


def changes(old: TermBase, new: TermBase) -> Iterator[Change]:
    """The differences between two term bases, concepts by their ids and terms by language and text.

    The order of concepts and of terms is none. A concept that was added or removed as a whole is one change, followed
    by one for each of its terms.
    """
    before = {concept.id: concept for concept in old.concepts}
    after = {concept.id: concept for concept in new.concepts}
    for name, concept in before.items():
        if name not in after:
            yield Change(kind="removed", concept=name)
            for term in concept.terms:
                yield Change(kind="removed", concept=name, lang=term.lang, text=term.text)
        else:
            yield from _of_concept(concept, after[name])
    for name, concept in after.items():
        if name not in before:
            yield Change(kind="added", concept=name)
            for term in concept.terms:
                yield Change(kind="added", concept=name, lang=term.lang, text=term.text)


def _of_concept(old: Concept, new: Concept) -> Iterator[Change]:
    for field in _OF_CONCEPT:
        one, other = _shown(getattr(old, field)), _shown(getattr(new, field))
        if one != other:
            yield Change(kind="changed", concept=old.id, field=field, old=one, new=other)
    before = {(term.lang, term.text): term for term in old.terms}
    after = {(term.lang, term.text): term for term in new.terms}
    for (lang, text), term in before.items():
        if (lang, text) not in after:
            yield Change(kind="removed", concept=old.id, lang=lang, text=text)
            continue
        for field in _OF_TERM:
            one, other = _shown(getattr(term, field)), _shown(getattr(after[lang, text], field))
            if one != other:
                yield Change(kind="changed", concept=old.id, lang=lang, text=text, field=field, old=one, new=other)
    for lang, text in after:
        if (lang, text) not in before:
            yield Change(kind="added", concept=old.id, lang=lang, text=text)


def _shown(value: object) -> str | None:
    """A value as the tables write it; None for none."""
    if value is None or value in ((), ""):
        return None
    if isinstance(value, tuple):
        return "|".join(sorted(map(str, value)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value == 0 else str(value)
