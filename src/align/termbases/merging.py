"""Join term bases; where they contradict each other, that is shown and not guessed away."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

from align.model import Concept, Term, TermBase
from align.termbases._dates import are_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Conflict", "Merged", "Prefer", "merge"]

Prefer = Literal["first", "last"]
"""Which of two term bases has its way where they contradict each other."""

_OF_TERM = tuple(field.name for field in fields(Term) if field.name not in ("text", "lang"))
_OF_CONCEPT = tuple(field.name for field in fields(Concept) if field.name not in ("id", "terms"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two term bases that say different things.

    Attributes:
        concept: id of the concept in the result.
        what: about what, such as ``status of 'lamp' (en)``.
        values: what each says: name of the term base, and value.
    """

    concept: str
    what: str
    values: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """``shared-future: status of 'lamp' (en): 'preferred' in a.csv, 'deprecated' in b.csv``."""
        return f"{self.concept}: {self.what}: " + ", ".join(f"{value!r} in {name}" for name, value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The result, and what contradicts.

    Attributes:
        termbase: of each contradiction it has what the preferred side says.
        conflicts: all contradictions.
        joined: how many concepts of later term bases went into one of an earlier one.
        renamed: ids of concepts that were joined because of their terms: old and new.
    """

    termbase: TermBase
    conflicts: tuple[Conflict, ...]
    joined: int
    renamed: tuple[tuple[str, str], ...]


def merge(termbases: Sequence[tuple[str, TermBase]], *, by_terms: bool = False, prefer: Prefer = "first") -> Merged:
    """Join term bases.

    Concepts with one id become one; so do, with `by_terms`, concepts that have a term in common that may be used. What
    only one of them says is taken. Two values of one field, and two terms of one language that become preferred at the
    same time, are conflicts.

    Args:
        termbases: names for messages, and term bases; two or more.
        by_terms: whether concepts with different ids are joined if they share a term.
        prefer: which one has its way in the result where they contradict.
    """
    joiner = _Joiner(by_terms=by_terms, prefer=prefer)
    for name, termbase in termbases:
        joiner.add(name, termbase)
    return joiner.result()


class _Joiner:
    """Concepts so far, and where each came from."""

    def __init__(self, *, by_terms: bool, prefer: Prefer) -> None:
        self._by_terms = by_terms
        self._prefer = prefer
        self._concepts: dict[str, Concept] = {}
        self._names: dict[str, str] = {}  # of a concept: the term base that it came from
        self._sources: dict[tuple[str, str, str], str] = {}  # likewise of a term
        self._owners: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._conflicts: list[Conflict] = []
        self._renamed: dict[str, str] = {}
        self._joined = 0

    def result(self) -> Merged:
        concepts = []
        for concept in self._concepts.values():
            broader = tuple(dict.fromkeys(self._renamed.get(name, name) for name in concept.broader))
            concepts.append(replace(concept, broader=tuple(name for name in broader if name != concept.id)))
        return Merged(
            termbase=TermBase(concepts=tuple(concepts)),
            conflicts=tuple(self._conflicts),
            joined=self._joined,
            renamed=tuple(self._renamed.items()),
        )

    def add(self, name: str, termbase: TermBase) -> None:
        owners = {key: set(found) for key, found in self._owners.items()} if self._by_terms else {}
        for concept in termbase.concepts:
            target = self._target(concept, owners, name)
            if target is None:
                self._concepts[concept.id] = concept
                self._names[concept.id] = name
                for term in concept.terms:
                    self._sources[concept.id, term.lang, term.text] = name
            else:
                self._joined += 1
                if target != concept.id:
                    self._renamed[concept.id] = target
                self._join(self._concepts[target], concept, name)
        for concept in self._concepts.values():
            for term in concept.terms:
                if term.is_allowed:
                    self._owners[term.lang, term.text].add(concept.id)

    def _target(self, concept: Concept, owners: dict[tuple[str, str], set[str]], name: str) -> str | None:
        """The concept that this one goes into, or None if it is new."""
        if concept.id in self._concepts:
            return concept.id
        found: dict[str, str] = {}
        for term in concept.terms:
            if term.is_allowed:
                for owner in sorted(owners.get((term.lang, term.text), ())):
                    found.setdefault(owner, f"{term.text!r} ({term.lang})")
        if len(found) > 1:
            values = tuple((self._names[owner], f"{owner}: {shared}") for owner, shared in found.items())
            self._conflicts.append(
                Conflict(concept=concept.id, what=f"of {name} shares terms with several concepts", values=values)
            )
            return None
        return next(iter(found), None)

    def _join(self, old: Concept, new: Concept, name: str) -> None:
        facts: dict[str, Any] = {}
        for field in _OF_CONCEPT:
            facts[field] = self._value(
                old.id, field, getattr(old, field), getattr(new, field), names=(self._names[old.id], name)
            )
        terms = {(term.lang, term.text): term for term in old.terms}
        for term in new.terms:
            known = terms.get((term.lang, term.text))
            if known is None:
                terms[term.lang, term.text] = self._fitting(old.id, terms, term, name)
                self._sources[old.id, term.lang, term.text] = name
                continue
            names = (self._sources[old.id, term.lang, term.text], name)
            values: dict[str, Any] = {
                field: self._value(
                    old.id,
                    f"{field} of {term.text!r} ({term.lang})",
                    getattr(known, field),
                    getattr(term, field),
                    names=names,
                )
                for field in _OF_TERM
            }
            terms[term.lang, term.text] = replace(known, **values)
        self._concepts[old.id] = replace(old, terms=tuple(terms.values()), **facts)

    def _value(self, concept: str, what: str, old: Any, new: Any, *, names: tuple[str, str]) -> Any:  # noqa: ANN401
        """What two values of one field become."""
        if isinstance(old, tuple):
            return tuple(dict.fromkeys((*old, *new)))
        if old == new or (new in (None, "", 0) and not isinstance(new, bool)):
            return old
        if old in (None, "", 0) and not isinstance(old, bool):
            return new
        values = ((names[0], str(old)), (names[1], str(new)))
        self._conflicts.append(Conflict(concept=concept, what=what, values=values))
        return old if self._prefer == "first" else new

    def _fitting(self, concept: str, terms: dict[tuple[str, str], Term], term: Term, name: str) -> Term:
        """A new term as it goes into a concept, which has one preferred term at a time for an authority."""
        if term.status != "preferred":
            return term
        for key, other in terms.items():
            if other.status != "preferred" or other.lang != term.lang or other.authority != term.authority:
                continue
            if are_apart((other.valid_from, other.valid_to), (term.valid_from, term.valid_to)):
                continue
            source = self._sources[concept, other.lang, other.text]
            values = ((source, other.text), (name, term.text))
            self._conflicts.append(Conflict(concept=concept, what=f"preferred term in {term.lang}", values=values))
            if self._prefer == "first":
                return replace(term, status="admitted")
            terms[key] = replace(other, status="admitted")
        return term
