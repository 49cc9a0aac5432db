"""The questions that a memory and a term base answer, with limits; servers of all kinds ask them here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from align.errors import UsageError
from align.lang import parse, same_language
from align.model import TranslationUnit, Variant
from align.pretranslation.filling import TermFinder, suggestion_of
from align.pretranslation.offers import match_data, term_data

if TYPE_CHECKING:
    from align.memory import Hit, Memory, SearchKind
    from align.model import Finding, TermBase

__all__ = ["Limits", "Service", "TooLargeError"]


class TooLargeError(UsageError):
    """A text is longer than a question may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a question may ask for.

    Attributes:
        text: characters of a text that is looked up or checked.
        query: characters of a query that is searched for.
        matches: how many matches or hits are given at most.
        search_s: seconds after which a search gives what it has found.
    """

    text: int = 20_000
    query: int = 1_000
    matches: int = 100
    search_s: float = 5.0


class Service:
    """Look-up, concordance, terms and checks over one memory and, if there is one, one term base; changes neither."""

    def __init__(self, memory: Memory, termbase: TermBase | None = None, *, limits: Limits | None = None) -> None:
        """Answer from these.

        Args:
            memory: open, for reading.
            termbase: concepts, or None.
            limits: of questions and answers.
        """
        self._memory = memory
        self._termbase = termbase
        self.limits = limits or Limits()
        self._finder = lru_cache(maxsize=64)(self._made_finder)

    def info(self) -> dict[str, Any]:
        """How many units there are in which languages, the documents, and the terms."""
        told = self._memory.info()
        concepts = () if self._termbase is None else self._termbase.concepts
        return {
            "units": told.units,
            "languages": [{"tag": tag, "units": count} for tag, count in told.languages],
            "documents": len(told.documents),
            "signature": told.signature,
            "concepts": len(concepts),
            "term_languages": [] if self._termbase is None else list(self._termbase.languages),
        }

    def languages(self) -> tuple[str, ...]:
        """The languages of the memory, the commonest first."""
        return tuple(self._memory.languages)

    def lookup(
        self,
        text: str,
        *,
        source: str,
        target: str,
        before: str | None = None,
        after: str | None = None,
        threshold: float = 0.7,
        limit: int = 5,
    ) -> dict[str, Any]:
        """Matches of the memory for a text, best first, and the terms in it.

        Raises:
            UsageError: a value out of range, or a language that the memory does not have.
            TooLargeError: the text is too long.
        """
        self._check(text, "text", self.limits.text)
        for name, one in (("before", before), ("after", after)):
            self._check(one or "", name, self.limits.text, may_be_empty=True)
        self._check_languages(source, target)
        found = self._memory.lookup(
            text,
            source=source,
            target=target,
            before=before,
            after=after,
            threshold=threshold,
            limit=self._limited(limit),
        )
        return {
            "text": text,
            "source": parse(source),
            "target": parse(target),
            "matches": [match_data(suggestion_of(match)) for match in found],
            "terms": self._terms(text, source, target),
        }

    def search(
        self,
        query: str,
        *,
        lang: str | None = None,
        target: str | None = None,
        kind: SearchKind = "phrase",
        having: str | None = None,
        lacking: str | None = None,
        limit: int = 20,
    ) -> dict[str, Any]:
        """Places where the memory has a query, with the other language: a concordance.

        Raises:
            UsageError: a value out of range, a language that the memory does not have, or a bad pattern.
            TooLargeError: the query is too long.
        """
        self._check(query, "query", self.limits.query)
        for name, one in (("having", having), ("lacking", lacking)):
            self._check(one or "", name, self.limits.query, may_be_empty=True)
        self._check_languages(lang, target)
        found = self._memory.search(
            query,
            lang=lang,
            target=target,
            kind=kind,
            having=(having,) if having else (),
            lacking=(lacking,) if lacking else (),
            limit=self._limited(limit),
            timeout_s=self.limits.search_s,
        )
        return {
            "query": query,
            "hits": [_hit(hit) for hit in found.hits],
            "total": found.total,
            "is_complete": found.is_complete,
        }

    def terms(self, text: str, *, source: str, target: str) -> dict[str, Any]:
        """The terms in a text, with the terms of the same concepts in the target language.

        Raises:
            LanguageError: no language tag.
            TooLargeError: the text is too long.
        """
        self._check(text, "text", self.limits.text)
        return {
            "text": text,
            "source": parse(source),
            "target": parse(target),
            "terms": self._terms(text, source, target),
        }

    def check(self, source_text: str, target_text: str, *, source: str, target: str) -> dict[str, Any]:
        """What our checks have to say about a translation.

        Raises:
            UsageError: the languages are the same, or a text is empty.
            TooLargeError: a text is too long.
        """
        from align.pipeline import check

        self._check(source_text, "source_text", self.limits.text)
        self._check(target_text, "target_text", self.limits.text)
        one, other = parse(source), parse(target)
        if one == other:
            raise UsageError(f"source and target are both {one!r}; name two languages")
        unit = TranslationUnit(
            id="u1", variants=(Variant(lang=one, content=(source_text,)), Variant(lang=other, content=(target_text,)))
        )
        findings = check([unit], termbase=self._termbase, source=one)
        return {"source": one, "target": other, "findings": [_finding(found) for found in findings]}

    def _terms(self, text: str, source: str, target: str) -> list[dict[str, Any]]:
        if self._termbase is None:
            return []
        return [term_data(found) for found in self._finder(parse(source), parse(target)).terms_of(text)]

    def _made_finder(self, source: str, target: str) -> TermFinder:
        if self._termbase is None:
            raise UsageError("there is no term base")
        return TermFinder(self._termbase, source, target)

    def _check_languages(self, *langs: str | None) -> None:
        """Refuse a language that the memory does not have, without a word on where it lies."""
        held = self.languages()
        for lang in langs:
            if lang is not None and not any(same_language(lang, one) for one in held):
                raise UsageError(f"the memory has nothing in {parse(lang)!r}; it has {', '.join(held) or 'no units'}")
        known = [parse(lang) for lang in langs if lang is not None]
        if len(set(known)) < len(known):
            raise UsageError(f"both languages are {known[0]!r}; name two")

    def _limited(self, limit: int) -> int:
        if not 1 <= limit <= self.limits.matches:
            raise UsageError(f"the limit {limit} is not in 1..{self.limits.matches}")
        return limit

    def _check(self, text: str, name: str, most: int, *, may_be_empty: bool = False) -> None:
        if not may_be_empty and not text.strip():
            raise UsageError(f"{name} is empty")
        if len(text) > most:
            raise TooLargeError(f"{name} has {len(text)} characters, and {most} are allowed; ask sentence by sentence")
        if "\x00" in text:
            raise UsageError(f"{name} holds a NUL character")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise UsageError(f"{name} holds half a character (a lone surrogate)") from None


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "lang": hit.lang,
        "text": hit.text,
        "spans": [list(span) for span in hit.spans],
        "other_lang": hit.other_lang,
        "other": hit.other,
        "other_spans": [list(span) for span in hit.other_spans],
        "documents": list(dict.fromkeys(origin.document for origin in hit.origins)),
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "check": found.check,
        "rule": found.rule,
        "severity": found.severity,
        "message": found.message,
        "lang": found.lang,
        "start": found.start,
        "end": found.end,
        "found": found.found,
        "expected": list(found.expected),
    }
