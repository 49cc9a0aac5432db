"""Glossaries of one pair of languages, a line an entry: which terms go in, and what that leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.errors import OutputError, UsageError
from align.termbases._losses import languages_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from align.model import Concept, Term, TermBase

__all__ = ["Entry", "entries", "one_line", "pair_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A term and its rendering, of one concept."""

    concept: Concept
    source: Term
    target: Term


def pair_of(termbase: TermBase, langs: tuple[str, ...], name: str) -> tuple[str, str]:
    """The two languages to write.

    Raises:
        UsageError: they are neither named, nor the only two.
    """
    found = langs or languages_of(termbase.concepts)
    if len(found) != 2:
        there = ", ".join(languages_of(termbase.concepts))
        raise UsageError(
            f"{name} holds one pair of languages; name both, the source first, such as zh:en with --langs "
            f"(the term base has {there})"
        )
    return found[0], found[1]


def entries(termbase: TermBase, source: str, target: str, lost: Counter[str], *, every_status: bool) -> Iterator[Entry]:
    """Each term of the source language with each one of the target language.

    Args:
        termbase: what to write.
        source: tag, exactly as the term base has it.
        target: the same.
        lost: counts what is left out.
        every_status: whether terms that should not be used go in too.

    Raises:
        OutputError: there is no such pair.
    """
    written = 0
    for concept in termbase.concepts:
        sides = []
        for lang in (source, target):
            terms = concept.terms_in(lang)
            kept = [term for term in terms if every_status or term.is_allowed]
            lost["terms that may not be used, or are only proposed"] += len(terms) - len(kept)
            sides.append(kept)
        if not sides[0] or not sides[1]:
            lost["concepts without a term in both languages"] += 1
            continue
        for one in sides[0]:
            for other in sides[1]:
                written += 1
                yield Entry(concept=concept, source=one, target=other)
    if not written:
        raise OutputError(f"no concept has a term in both {source} and {target}; nothing was written")


def one_line(text: str, lost: Counter[str]) -> str:
    """`text` without tabs and line breaks, which set entries apart; what that changes is counted."""
    flat = " ".join(text.split("\n")) if "\n" in text or "\r" in text else text
    flat = flat.replace("\t", " ").replace("\r", " ").strip()
    if flat != text:
        lost["line breaks and tabs, and white space at the ends of a text"] += 1
    return flat
