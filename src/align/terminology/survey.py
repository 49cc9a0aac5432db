"""Surveying a corpus: for every concept, all renderings that it has there, listed in the term base or not.

A listed rendering is found by its forms (`align.terminology.match`). Where a concept is mentioned and none of its
renderings is there, the words that answer the mention are found by association (`align.terminology.counterpart`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING

from align.errors import UnknownNameError, UsageError
from align.lang import fallbacks
from align.model import Signature
from align.terminology._concordance import Phrases
from align.terminology._context import beginning, in_context
from align.terminology._pieces import Cutter
from align.terminology.counterpart import Counterpart, Counterparts
from align.terminology.match import TermMatcher, outermost
from align.terminology.renderings import (
    ConceptRenderings,
    LanguageRenderings,
    Line,
    Provenance,
    Rendering,
    RenderingsSurvey,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from align.model import Concept, Term, TermBase, TranslationUnit, Variant
    from align.terminology.match import Match

__all__ = ["MOST_LINES", "Collection", "survey_renderings"]

MOST_LINES = 20
"""Example lines of a rendering, unless told otherwise."""

_UNDATED = "~"  # sorts behind every date


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Units that come from one place.

    Attributes:
        units: gone through several times.
        provenance: of units that do not say otherwise in their properties ``document``, ``date`` and ``publisher``.
        by_lang: likewise, of single languages.
    """

    units: Sequence[TranslationUnit]
    provenance: Provenance = field(default_factory=Provenance)
    by_lang: Mapping[str, Provenance] = field(default_factory=dict)

    def of(self, unit: TranslationUnit, variant: Variant) -> Provenance:
        """Where a variant comes from: as it says, else its unit, else its language, else all units."""
        said = {one.name.lower(): one.value.strip() for one in (*unit.properties, *variant.properties)}
        default = self.by_lang.get(variant.lang, self.provenance)
        return Provenance(
            document=said.get("document") or default.document,
            date=said.get("date") or default.date,
            publisher=said.get("publisher") or default.publisher,
        )


def survey_renderings(
    collections: Sequence[Collection],
    termbase: TermBase,
    *,
    source: str,
    targets: Sequence[str] = (),
    concepts: Sequence[str] = (),
    lines: int = MOST_LINES,
    signature: Signature | None = None,
) -> RenderingsSurvey:
    """How the concepts of `termbase` are rendered.

    Args:
        collections: the corpus.
        termbase: concepts that have a term in the source language at least.
        source: BCP 47 tag.
        targets: likewise; all languages of the units but the source if empty.
        concepts: ids of those to look at; all if empty.
        lines: how many example lines a rendering gets; what is counted is all.
        signature: of the run.

    Raises:
        UsageError: no unit has the source language, or a target, or there is no language but the source.
        UnknownNameError: a concept is not in the term base.
    """
    known = {concept.id: concept for concept in termbase.concepts}
    for name in concepts:
        if name not in known:
            raise UnknownNameError("concept", name, known)
    present = dict.fromkeys(variant.lang for one in collections for unit in one.units for variant in unit.variants)
    for tag in (source, *targets):
        if not any(tag in fallbacks(lang) for lang in present):
            raise UsageError(f"no unit has the language {tag!r}; the units have {', '.join(present) or 'none'}")
    chosen = tuple(targets) or tuple(lang for lang in present if source not in fallbacks(lang))
    if not chosen:
        raise UsageError(f"the units have no language but {source!r}; renderings need a second one")
    survey = _Survey(
        collections,
        termbase,
        source=source,
        targets=chosen,
        wanted=frozenset(concepts or known),
    )
    survey.go_through()
    return survey.result(lines=max(0, lines), signature=signature or Signature())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A span of a target text that renders a mention, or nothing that does."""

    unit: TranslationUnit
    provenance: Provenance
    source: Variant
    mention: Match
    target: Variant
    span: tuple[int, int] | None = None
    score: float | None = None

    @property
    def text(self) -> str:
        return self.target.text[self.span[0] : self.span[1]] if self.span else ""

    @property
    def order(self) -> str:
        return self.provenance.date or _UNDATED

    def line(self) -> Line:
        source, target = self.source, self.target
        return Line(
            unit_id=self.unit.id,
            provenance=self.provenance,
            source=in_context(source.text, self.mention.start, self.mention.end, source.lang),
            target=beginning(target.text) if self.span is None else in_context(target.text, *self.span, target.lang),
            score=self.score,
        )


@dataclass(slots=True, kw_only=True)
class _Tally:
    """What was found of one concept in one language."""

    mentions: int = 0
    listed: dict[tuple[str, str], list[_Place]] = field(default_factory=dict)
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    open: list[tuple[_Place, tuple[tuple[int, int], ...]]] = field(default_factory=list)
    unlisted: dict[tuple[str, ...], list[_Place]] = field(default_factory=dict)
    unanswered: list[_Place] = field(default_factory=list)


class _Survey:
    def __init__(
        self,
        collections: Sequence[Collection],
        termbase: TermBase,
        *,
        source: str,
        targets: tuple[str, ...],
        wanted: frozenset[str],
    ) -> None:
        self._collections = collections
        self._termbase = termbase
        self._source = source
        self._targets = targets
        self._wanted = wanted
        self._matchers: dict[str, TermMatcher] = {}
        self._mentions: dict[str, Counter[str]] = {}
        self._tallies: dict[tuple[str, str], _Tally] = {}
        self._units = self._undated = 0

    def _matcher(self, lang: str) -> TermMatcher:
        if lang not in self._matchers:
            self._matchers[lang] = TermMatcher(self._termbase, lang)
        return self._matchers[lang]

    def go_through(self) -> None:
        """Find listed renderings, then what answers the mentions that are left."""
        for collection in self._collections:
            for unit in collection.units:
                source = _variant(unit, self._source)
                found = [(tag, one) for tag in self._targets if (one := _variant(unit, tag)) is not None]
                if source is None or not found:
                    continue
                self._units += 1
                self._undated += all(collection.of(unit, one).date is None for _, one in found)
                mentions = self._matcher(source.lang).find(source.text)
                for mention in mentions:
                    if mention.concept in self._wanted:
                        text = source.text[mention.start : mention.end]
                        self._mentions.setdefault(mention.concept, Counter())[text] += 1
                for tag, target in found if mentions else ():
                    self._pair(unit, source, target, mentions=mentions, tag=tag, provenance=collection.of(unit, target))
        for tag in self._targets:
            self._answer(tag)

    def _pair(
        self,
        unit: TranslationUnit,
        source: Variant,
        target: Variant,
        *,
        mentions: Sequence[Match],
        tag: str,
        provenance: Provenance,
    ) -> None:
        """Renderings of the `mentions` in one variant of their unit."""
        concepts = dict.fromkeys(match.concept for match in mentions)
        matches = self._matcher(target.lang).find_all(target.text)
        rivals = outermost(match for match in matches if match.concept in concepts)
        for concept in concepts:
            if concept not in self._wanted:
                continue
            own = [match for match in mentions if match.concept == concept]
            tally = self._tallies.setdefault((concept, tag), _Tally())
            tally.mentions += len(own)
            renderings = [match for match in rivals if match.concept == concept]
            for number, match in enumerate(renderings):
                mention = own[min(number, len(own) - 1)]
                key = match.term.lang, match.term.text
                tally.terms[key] = match.term
                tally.listed.setdefault(key, []).append(
                    _Place(
                        unit=unit,
                        provenance=provenance,
                        source=source,
                        mention=mention,
                        target=target,
                        span=match.span,
                    )
                )
            if not renderings:
                taken = tuple(match.span for match in rivals)
                tally.open += [
                    (_Place(unit=unit, provenance=provenance, source=source, mention=one, target=target), taken)
                    for one in own
                ]

    def _answer(self, tag: str) -> None:
        """Look for what renders the mentions that no listed rendering answers."""
        tallies = [tally for (_, lang), tally in self._tallies.items() if lang == tag and tally.open]
        if not tallies:
            return
        units = (unit for collection in self._collections for unit in collection.units)
        counterparts = Counterparts.learn(units, source=self._source, target=tag, known=self._known(tag))
        cutter = Cutter(tag)
        for tally in tallies:
            answers = [
                (place, counterparts.find(place.source.text, *place.mention.span, place.target.text, taken=taken))
                for place, taken in tally.open
            ]
            keys = _support([(place.target.text, found) for place, found in answers if found], cutter)
            for place, found in answers:
                if found is None:
                    tally.unanswered.append(place)
                    continue
                span = _settled(found, place.target.text, keys, cutter)
                key = cutter.content(place.target.text[span[0] : span[1]])
                answer = _Place(
                    unit=place.unit,
                    provenance=place.provenance,
                    source=place.source,
                    mention=place.mention,
                    target=place.target,
                    span=span,
                    score=found.score,
                )
                if all(
                    answer.unit is not other.unit or answer.span != other.span for other in tally.unlisted.get(key, ())
                ):
                    tally.unlisted.setdefault(key, []).append(answer)

    def _known(self, tag: str) -> Callable[[str, str], list[tuple[tuple[int, int], tuple[int, int]]]]:
        """Mentions and the listed renderings that answer them, for two texts; of concepts that are in each once."""
        matchers = self._matcher(self._source), self._matcher(tag)

        def pairs(source: str, target: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
            places: list[dict[str, list[Match]]] = []
            for matcher, text in zip(matchers, (source, target), strict=True):
                found: dict[str, list[Match]] = {}
                for match in matcher.find(text):
                    found.setdefault(match.concept, []).append(match)
                places.append(found)
            return [
                (here[0].span, places[1][concept][0].span)
                for concept, here in places[0].items()
                if len(here) == len(places[1].get(concept, ())) == 1
            ]

        return pairs

    def result(self, *, lines: int, signature: Signature) -> RenderingsSurvey:
        """The survey as records."""
        return RenderingsSurvey(
            source=self._source,
            targets=self._targets,
            units=self._units,
            undated=self._undated,
            concepts=tuple(
                ConceptRenderings(
                    concept=concept,
                    mentions=_by_count(self._mentions[concept.id]),
                    languages=tuple(
                        self._language(concept, tag, tally, lines)
                        for tag in self._targets
                        if (tally := self._tallies.get((concept.id, tag))) is not None
                    ),
                )
                for concept in self._termbase.concepts
                if concept.id in self._mentions
            ),
            absent=tuple(
                concept.id
                for concept in self._termbase.concepts
                if concept.id in self._wanted and concept.id not in self._mentions
            ),
            signature=signature,
        )

    def _language(self, concept: Concept, tag: str, tally: _Tally, lines: int) -> LanguageRenderings:
        found = [_rendering(places, tally.terms[key], lines) for key, places in tally.listed.items()]
        found += [_rendering(places, None, lines) for places in tally.unlisted.values()]
        unanswered = sorted(tally.unanswered, key=lambda place: place.order)
        return LanguageRenderings(
            lang=tag,
            mentions=tally.mentions,
            renderings=tuple(sorted(found, key=lambda one: (-one.count, one.term is None, one.text))),
            unanswered=len(unanswered),
            unanswered_lines=tuple(place.line() for place in unanswered[:lines]),
            unused=tuple(
                term for term in self._matcher(tag).terms(concept.id) if (term.lang, term.text) not in tally.terms
            ),
        )


def _support(found: Sequence[tuple[str, Counterpart]], cutter: Cutter) -> dict[tuple[str, ...], tuple[int, int]]:
    """The keys of the counterparts that were found; how many of the texts have each, and how many words it has."""
    phrases = Phrases(cutter.cut(text).keys for text, _ in found)
    sizes = {cutter.cut(one.text).keys: len(cutter.content(one.text)) for _, one in found}
    return {key: (len(phrases.units_with(key)), size) for key, size in sizes.items()}


def _settled(
    found: Counterpart, text: str, keys: Mapping[tuple[str, ...], tuple[int, int]], cutter: Cutter
) -> tuple[int, int]:
    """The span of a counterpart: that of a more frequent rendering of the concept, if one overlaps the place.

    It has more than half of the words, so that no single word takes the place of a whole term.
    """
    cut = cutter.cut(text)
    here = cut.covered(found.start, found.end)
    own = cut.keys[here.start : here.stop]
    size = len(cutter.content(found.text))
    better = [key for key, (count, content) in keys.items() if count > keys[own][0] and 2 * content > size]
    for key in sorted(better, key=lambda key: (-keys[key][0], -len(key), key)):
        for first in range(max(0, here.start - len(key) + 1), here.stop):
            if cut.keys[first : first + len(key)] == key:
                return cut.starts[first], cut.ends[first + len(key) - 1]
    return found.start, found.end


def _rendering(places: Iterable[_Place], term: Term | None, lines: int) -> Rendering:
    every = sorted(places, key=lambda place: place.order)
    forms = _by_count(Counter(" ".join(place.text.split()) for place in every))
    origins = Counter(place.provenance for place in every)
    scores = [place.score for place in every if place.score is not None]
    return Rendering(
        text=term.text if term else forms[0][0],
        term=term,
        forms=forms,
        origins=tuple(sorted(origins.items(), key=lambda item: (item[0].date or _UNDATED, item[0].document or ""))),
        lines=tuple(place.line() for place in every[:lines]),
        score=fmean(scores) if scores else None,
    )


def _by_count(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _variant(unit: TranslationUnit, lang: str) -> Variant | None:
    exact = unit.variant(lang)
    return exact or next((variant for variant in unit.variants if lang in fallbacks(variant.lang)), None)
