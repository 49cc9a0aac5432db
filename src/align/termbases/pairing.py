"""Concepts without ids of their own: names for them, and which of them are the same by their terms."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from align.model import TermBase

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["named_alike", "renamed"]


def renamed(termbase: TermBase, names: Mapping[str, str]) -> TermBase:
    """The term base with other ids; those that `names` does not have stay."""
    return TermBase(
        concepts=tuple(
            replace(
                concept,
                id=names.get(concept.id, concept.id),
                broader=tuple(names.get(name, name) for name in concept.broader),
            )
            for concept in termbase.concepts
        )
    )


def named_alike(old: TermBase, new: TermBase) -> TermBase:
    """`new` with the ids that `old` has for the same concepts.

    The same are two concepts that have more terms in common than either has with any other. The others get an id that
    `old` does not have.
    """
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for concept in old.concepts:
        for term in concept.terms:
            owners[term.lang, term.text].append(concept.id)
    wishes: dict[str, Counter[str]] = {}
    for concept in new.concepts:
        wishes[concept.id] = Counter(
            owner for term in concept.terms for owner in owners.get((term.lang, term.text), ())
        )
    back: dict[str, Counter[str]] = defaultdict(Counter)
    for name, found in wishes.items():
        for owner, count in found.items():
            back[owner][name] = count
    names: dict[str, str] = {}
    for name, found in wishes.items():
        best = _best(found)
        if best is not None and _best(back[best]) == name:
            names[name] = best
    taken = {concept.id for concept in old.concepts} | set(names.values())
    for name in wishes:
        if name in names or name not in taken:
            continue
        number = 2
        while f"{name}-{number}" in taken or f"{name}-{number}" in wishes:
            number += 1
        names[name] = f"{name}-{number}"
        taken.add(names[name])
    return renamed(new, names)


def _best(found: Counter[str]) -> str | None:
    """The one that is counted most often; None if there is none, or if two are."""
    first, second = (*found.most_common(2), ("", 0), ("", 0))[:2]
    return first[0] if first[1] > second[1] else None
