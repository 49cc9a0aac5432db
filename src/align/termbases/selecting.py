"""Parts of a term base: some languages, some statuses; and whether it has the languages that are asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from align.errors import InputError, UnknownNameError, UsageError
from align.lang import fallbacks
from align.model import TermBase, TermStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from align.model import Term

__all__ = ["in_languages", "languages_like", "refuse_foreign", "with_statuses"]


def languages_like(termbase: TermBase, langs: Iterable[str]) -> tuple[str, ...]:
    """The tags that a term base has for languages: ``zh`` finds ``zh``, or else all of ``zh-Hans`` and ``zh-Hant``.

    Raises:
        UsageError: it has none for one of them; the message lists those that it has.
    """
    out: list[str] = []
    for lang in langs:
        exact = [tag for tag in termbase.languages if tag == lang]
        found = exact or [tag for tag in termbase.languages if lang in fallbacks(tag)]
        if not found:
            raise UsageError(f"the term base has no term in {lang}; it has {', '.join(termbase.languages)}")
        out += [tag for tag in found if tag not in out]
    return tuple(out)


def in_languages(termbase: TermBase, langs: Iterable[str]) -> TermBase:
    """The terms in exactly these languages, and the concepts that have any."""
    wanted = set(langs)
    return _only(termbase, lambda term: term.lang in wanted)


def with_statuses(termbase: TermBase, statuses: Iterable[str]) -> TermBase:
    """The terms of these statuses, and the concepts that have any.

    Raises:
        UnknownNameError: there is no such status.
    """
    wanted = tuple(statuses)
    for status in wanted:
        if status not in get_args(TermStatus):
            raise UnknownNameError("status", status, get_args(TermStatus))
    return _only(termbase, lambda term: term.status in wanted)


def _only(termbase: TermBase, wanted: Callable[[Term], bool]) -> TermBase:
    concepts = []
    for concept in termbase.concepts:
        terms = tuple(term for term in concept.terms if wanted(term))
        if terms:
            concepts.append(concept if len(terms) == len(concept.terms) else replace(concept, terms=terms))
    return TermBase(concepts=tuple(concepts))


def refuse_foreign(termbase: TermBase, langs: Iterable[str], *, path: Path | None = None) -> None:
    """Refuse a term base that has no term in any language of a corpus.

    Args:
        termbase: to be used with the corpus.
        langs: tags of the languages of the corpus, in any number; gone through until one is in the term base.
        path: of the term base, for the message.

    Raises:
        InputError: it has none; the message lists its languages and those of the corpus.
    """
    there = {tag.partition("-")[0] for tag in termbase.languages}
    others: dict[str, None] = {}
    for lang in langs:
        if lang.partition("-")[0] in there:
            return
        others[lang] = None
    if others:
        raise InputError(
            f"the term base has no term in the languages of the corpus: it has {', '.join(termbase.languages)}, "
            f"the corpus {', '.join(others)}; give another term base",
            path=path,
        )
