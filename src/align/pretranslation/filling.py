"""Matches for the segments of a new document.

A memory holds what was aligned: sometimes two sentences with one translation. Segments of one paragraph that follow
each other are therefore joined where the memory has them as one unit and not each by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from align.errors import UsageError
from align.formats.suggestions import Suggestion
from align.lang import is_spaced, parse
from align.model import Signature
from align.pretranslation.records import PretranslatedSegment, Pretranslation, TermInSource, Wanted
from align.text.wrapping import unwrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from align.memory import MemoryMatch, Penalties
    from align.model import Document, TermBase

__all__ = [
    "LOOKED_AT_FROM",
    "THRESHOLD",
    "MatchSource",
    "TermFinder",
    "check_languages",
    "check_threshold",
    "pretranslate",
    "suggestion_of",
    "wanted_of",
]

THRESHOLD = 0.75
"""The score from which a match is filled in unless told otherwise."""

LOOKED_AT_FROM = 0.5
"""The score from which a match is counted and offered: the lowest band that translators are paid by."""

_MOST_JOINED = 4  # segments that are tried as one
_JOINED_FROM = 0.75  # similarity from which segments are joined that the memory has as one, but for some words
_LIMIT = 5  # matches that are offered


class MatchSource(Protocol):
    """What gives matches: `align.memory.Memory`, or something like it."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages that it holds."""
        ...

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
        penalties: Penalties = ...,
    ) -> Sequence[MemoryMatch]:
        """Matches, best first."""
        ...


def check_threshold(threshold: float, *, option: str = "threshold") -> float:
    """The threshold itself.

    Raises:
        UsageError: it is not in 0.5..1.
    """
    if LOOKED_AT_FROM <= threshold <= 1:
        return threshold
    remedy = f"write {threshold / 100:g} for {threshold:g} %" if 1 < threshold <= 100 else "0.75 is usual"
    raise UsageError(f"{option} is {threshold:g}; it has to be in {LOOKED_AT_FROM:g}..1 ({remedy})")


def check_languages(memory: MatchSource, source: str, target: str) -> None:
    """Refuse a pair of languages that the memory cannot serve.

    Raises:
        UsageError: they are the same, or the memory does not hold one of them; it says which it holds.
    """
    from align.lang import same_language

    if parse(source) == parse(target):
        raise UsageError(f"source and target language are both {source!r}; name two")
    held = tuple(memory.languages)
    for side, lang in (("source", source), ("target", target)):
        if not any(same_language(lang, one) for one in held):
            raise UsageError(
                f"the memory has nothing in the {side} language {lang!r}; it has {', '.join(held) or 'none'}"
            )


def wanted_of(document: Document) -> list[Wanted]:
    """The segments of a document as what a translation is wanted for."""
    return [
        Wanted(
            id=one.id,
            text=unwrapped(one.text, document.lang),
            block=one.block,
            ids=(one.id,),
            start=one.start,
            end=one.end,
        )
        for one in document.segments
    ]


def pretranslate(
    wanted: Sequence[Wanted],
    memory: MatchSource,
    *,
    source: str,
    target: str,
    threshold: float = THRESHOLD,
    termbase: TermBase | None = None,
    name: str = "document",
    join: bool = True,
    penalties: Penalties | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Pretranslation:
    """What a memory and a term base offer for each segment, and what is filled in.

    A match is filled in from `threshold` on. A segment whose text was there before is filled like the first one unless
    the memory has an exact match for it at its own place.

    Args:
        wanted: the segments, in the order of the text.
        memory: what gives matches.
        source: BCP 47 tag.
        target: likewise.
        threshold: 0.5..1, of the score after penalties.
        termbase: concepts, or None.
        name: of the document.
        join: whether neighbouring segments may be joined where the memory has them as one unit.
        penalties: what is taken off the score of a match; those of the memory if not given.
        progress: called with how many segments are done and how many there are.

    Raises:
        UsageError: a threshold out of range, or languages that the memory does not have.
    """
    check_threshold(threshold)
    check_languages(memory, source, target)
    lookups = _Lookups(memory, source, target, penalties)
    grouped = _joined(wanted, lookups) if join else list(wanted)
    finder = None if termbase is None else TermFinder(termbase, source, target)
    first: dict[str, PretranslatedSegment] = {}
    out: list[PretranslatedSegment] = []
    for number, one in enumerate(grouped):
        before = grouped[number - 1].text if number else ""
        after = grouped[number + 1].text if number + 1 < len(grouped) else ""
        suggestions = lookups.of(
            one.text, before if one.before is None else one.before, after if one.after is None else one.after
        )
        made = _filled(one, suggestions, threshold, first.get(one.text))
        if finder is not None:
            made = replace(made, terms=finder.terms_of(one.text))
        first.setdefault(one.text, made)
        out.append(made)
        if progress is not None:
            progress(number + 1, len(grouped))
    signature = Signature(items=(("pretranslation", f"1,threshold={threshold:g}"), ("langs", f"{source}-{target}")))
    return Pretranslation(
        name=name, source=source, target=target, threshold=threshold, segments=tuple(out), signature=signature
    )


def _filled(
    one: Wanted, suggestions: tuple[Suggestion, ...], threshold: float, before: PretranslatedSegment | None
) -> PretranslatedSegment:
    best = suggestions[0] if suggestions and suggestions[0].score >= threshold else None
    repeats = None if before is None else before.wanted.id
    made = PretranslatedSegment(wanted=one, suggestions=suggestions, repeats=repeats)
    if best is not None and (before is None or best.kind == "in-context"):
        return replace(made, target=best.adapted or best.target, filled_by=best.kind, used=best)
    if before is not None and before.target is not None:
        return replace(made, target=before.target, filled_by="repetition", used=before.used)
    if best is not None:
        return replace(made, target=best.adapted or best.target, filled_by=best.kind, used=best)
    return made


class _Lookups:
    """Look-ups in one direction, each done once."""

    def __init__(self, memory: MatchSource, source: str, target: str, penalties: Penalties | None) -> None:
        from align.memory import DEFAULT_PENALTIES, Penalties

        self._memory = memory
        self._none = Penalties(unchecked=0, low_score=0, region=0, publisher=0, numbers=0, spelling=0)
        self._penalties = penalties or DEFAULT_PENALTIES
        self._source, self._target = source, target
        self._known: dict[str, tuple[float, bool]] = {}
        self._glue = " " if is_spaced(source) else ""

    def joined(self, texts: Sequence[str]) -> str:
        """Segments as one text, as a unit of several segments has them."""
        return self._glue.join(texts)

    def of(self, text: str, before: str, after: str) -> tuple[Suggestion, ...]:
        """Suggestions for a text between its neighbours, best first."""
        found = self._memory.lookup(
            text,
            source=self._source,
            target=self._target,
            before=before,
            after=after,
            threshold=LOOKED_AT_FROM,
            limit=_LIMIT,
            penalties=self._penalties,
        )
        return tuple(suggestion_of(match) for match in found)

    def is_exact(self, text: str) -> bool:
        """Whether the memory has a unit with this text."""
        return self._best(text)[1]

    def similarity(self, text: str) -> float:
        """How like the best unit of the memory is to this text; 0 where none is half like it."""
        return self._best(text)[0]

    def _best(self, text: str) -> tuple[float, bool]:
        """Similarity of the best unit, and whether it is equal."""
        if text not in self._known:
            found = self._memory.lookup(
                text,
                source=self._source,
                target=self._target,
                threshold=LOOKED_AT_FROM,
                limit=1,
                penalties=self._none,
            )
            self._known[text] = (found[0].similarity, found[0].kind != "fuzzy") if found else (0.0, False)
        return self._known[text]


def _joined(wanted: Sequence[Wanted], lookups: _Lookups) -> list[Wanted]:
    out: list[Wanted] = []
    at = 0
    while at < len(wanted):
        one = wanted[at]
        count = 1
        if at + 1 < len(wanted):
            count = _run(wanted, at, lookups)
        if count > 1:
            members = wanted[at : at + count]
            one = replace(
                one,
                text=lookups.joined([member.text for member in members]),
                ids=tuple(id_ for member in members for id_ in member.ids),
                end=members[-1].end,
            )
        out.append(one)
        at += count
    return out


def _run(wanted: Sequence[Wanted], at: int, lookups: _Lookups) -> int:
    """How many segments from `at` on are one unit of the memory; the longest run, 1 where there is none.

    They may also be like one unit as a whole, if none of them is more like any unit by itself.
    """
    reach = at + 1
    while reach < len(wanted) and reach - at < _MOST_JOINED and wanted[reach].block == wanted[at].block:
        reach += 1
    for end in range(reach, at + 1, -1):
        members = wanted[at:end]
        if all(lookups.is_exact(member.text) for member in members):
            return 1
        if lookups.is_exact(lookups.joined([member.text for member in members])):
            return end - at
    if lookups.similarity(wanted[at].text) < _JOINED_FROM:
        for end in range(reach, at + 1, -1):
            texts = [member.text for member in wanted[at:end]]
            likeness = lookups.similarity(lookups.joined(texts))
            if likeness >= _JOINED_FROM and likeness > max(map(lookups.similarity, texts)):
                return end - at
    return 1


def suggestion_of(match: MemoryMatch) -> Suggestion:
    """A match of a memory as a suggestion."""
    return Suggestion(
        source=match.source,
        target=match.target,
        score=min(max(match.score, 0.0), 1.0),
        similarity=min(max(match.similarity, 0.0), 1.0),
        kind=match.kind,
        origin=_origin(match),
        unit=match.unit_id,
        adapted=match.adapted,
        penalties=match.penalties,
    )


def _origin(match: MemoryMatch) -> str:
    """Where a match comes from, in words: document, date, publisher, and whether a person confirmed it."""
    if not match.origins:
        return ""
    origin = match.origins[0]
    said = [origin.document, *(part for part in (origin.date, origin.publisher) if part), origin.status]
    more = len(match.origins) - 1
    return ", ".join(said) + (f" (and {more} more)" if more else "")


class TermFinder:
    """Terms of a term base in segments, with the terms of the same concepts in the target language."""

    def __init__(self, termbase: TermBase, source: str, target: str) -> None:
        """Prepare to find terms in texts in `source`."""
        from align.terminology.match import TermMatcher

        self._concepts = {concept.id: concept for concept in termbase.concepts}
        self._source = TermMatcher(termbase, source)
        self._target = TermMatcher(termbase, target)

    def terms_of(self, text: str) -> tuple[TermInSource, ...]:
        """The terms in a text, by place."""
        return tuple(
            TermInSource(
                start=match.start,
                end=match.end,
                found=text[match.start : match.end],
                term=match.term,
                concept=self._concepts[match.concept],
                targets=self._target.terms(match.concept),
            )
            for match in self._source.find(text)
        )
