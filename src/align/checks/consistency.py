"""The check `consistency`: one source term or one source text, and more than one translation in one language.

Units are of the document that their property `document` names; without one, all are of one document. Within a document
each use of another rendering than the usual one is a finding; across documents, one finding a document whose usual
rendering is not that of the others. What a different publisher or date explains is none.

Renderings are counted by their entry in the term base, so that inflected forms are one, and source terms by their
wording, since a source that varies may be followed. Short forms do not count: an abbreviation, or a rendering that is
part of the other one. A variant that only repeats the source is not a translation.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, ClassVar

import regex

from align.checks import Rule
from align.checks._documents import Documents
from align.checks._judging import Use, Where, judge, judge_concepts, judge_sources
from align.checks._occurrences import Matchers, is_abbreviation, source_variant
from align.checks._standing import entry_for, standing
from align.checks.fingerprints import wording_of_keys
from align.text.normalise import comparison_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from align.checks import CheckContext
    from align.model import Finding, TranslationUnit
    from align.terminology.match import Match

__all__ = ["ConsistencyCheck"]

_NOT_WORDS = regex.compile(r"[\s\p{P}\p{S}]+")


class ConsistencyCheck:
    """Finds what is rendered in more than one way; reads all units before its first finding."""

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            name="rendering",
            severity="warning",
            summary="A term is rendered in one document in more than one way.",
            remedy="Use one rendering throughout, best the preferred one.",
        ),
        Rule(
            name="rendering-across",
            severity="warning",
            summary="A term is usually rendered otherwise in the other documents.",
            remedy="Use the rendering of the other documents, unless this one has a reason not to.",
        ),
        Rule(
            name="ambiguous",
            severity="note",
            summary="One rendering stands for two different concepts of the source.",
            remedy="Use another rendering for one of them, if the target language tells them apart.",
        ),
        Rule(
            name="same-source",
            severity="note",
            summary="Units of one document have the same source and different translations.",
            remedy="Use one translation, unless the context asks for two.",
        ),
        Rule(
            name="same-source-across",
            severity="note",
            summary="Units of different documents have the same source and different translations.",
            remedy="Use one translation, unless the context asks for two.",
        ),
        Rule(
            name="same-target",
            severity="note",
            summary="Units have different sources and the same translation.",
            remedy="See whether the difference has been lost.",
            optional=True,
        ),
    )

    def run(self, units: Iterable[TranslationUnit], context: CheckContext) -> Iterator[Finding]:
        """Findings in the order of the units; those of terms only where there is a term base."""
        collected = _Collected(context)
        for number, unit in enumerate(units):
            collected.add(unit, number)
        collected.documents.untold.tell()
        yield from collected.findings()


class _Collected:
    """All uses of what could be rendered in more than one way."""

    def __init__(self, context: CheckContext) -> None:
        self._source = context.source
        self._matchers = Matchers(context) if context.termbase else None
        self.documents = Documents(context)
        self._texts: dict[int, Where | list[Where]] = {}
        self._terms: dict[tuple[str, str, str], list[Use]] = {}
        self._targets: dict[int, Where | list[Where]] = {}
        self._wants_targets = "consistency/same-target" in context.optional

    def add(self, unit: TranslationUnit, number: int) -> None:
        """Take in what one unit uses."""
        source = source_variant(unit, self._source)
        if source is None or len(unit.variants) < 2:
            return
        asked = comparison_key(source.text)
        whole = _NOT_WORDS.sub("", asked)
        concepts = _by_concept(self._matchers.of(source.lang).find(source.text)) if self._matchers else {}
        for position, variant in enumerate(unit.variants):
            if variant is source:
                continue
            given = comparison_key(variant.text)
            key = _NOT_WORDS.sub("", given)
            is_translation = bool(whole and key and key != whole)
            if not (is_translation or concepts):
                continue
            where = Where(
                number=number,
                position=position,
                facts=self.documents.facts(unit, variant),
                unit_id=unit.id,
                lang=variant.lang,
                text=variant.text,
                texts=wording_of_keys(asked, given),
                key=_number(key) if is_translation else None,
                source=source.text if self._wants_targets else "",
            )
            if is_translation:
                _put(self._texts, _number(variant.lang, whole), where)
                if self._wants_targets:
                    _put(self._targets, _number(variant.lang, key), where)
            if concepts:
                self._add_terms(where, concepts)

    def _add_terms(self, where: Where, concepts: dict[str, set[str]]) -> None:
        if self._matchers is None:
            return
        matcher = self._matchers.of(where.lang)
        matches = matcher.find(where.text)
        for match in matches:
            wordings = concepts.get(match.concept, set())
            # A source with two wordings of a concept does not say which of them a rendering renders.
            if len(wordings) != 1 or match.term.text.isupper() or match.term.abbreviation_of:
                continue
            entry = entry_for(match.term, matcher.terms(match.concept), where.facts)
            if standing(entry, where.facts) != "right":
                continue
            rivals = {other.concept for other in matches if other.span == match.span} & concepts.keys()
            is_clear = len(rivals) == 1 and not is_abbreviation(entry.text)
            (asked,) = wordings
            self._terms.setdefault((where.lang, match.concept, asked), []).append(
                Use(
                    where=where,
                    start=match.start,
                    end=match.end,
                    term=entry,
                    concept=match.concept,
                    is_clear=is_clear,
                )
            )

    def findings(self) -> Iterator[Finding]:
        """The findings, in the order of the units."""
        found = [*self._judged()]
        found.sort(key=lambda item: (item[0], item[1].start, item[1].end, item[1].rule))
        for _, finding in found:
            yield finding

    def _judged(self) -> Iterator[tuple[tuple[int, int], Finding]]:
        for uses in self._terms.values():
            if any(use.rendering != uses[0].rendering for use in uses):
                yield from judge(uses)
        for places in self._texts.values():
            if isinstance(places, list) and any(place.key != places[0].key for place in places):
                yield from judge([Use.of_whole(place) for place in places])
        for places in self._targets.values():
            if isinstance(places, list):
                yield from judge_sources([Use.of_whole(place) for place in places])
        concepts: dict[tuple[str, str], set[str]] = {}
        for (lang, concept, _), uses in self._terms.items():
            for use in uses:
                if use.term is not None and use.is_clear:
                    concepts.setdefault((lang, use.term.text), set()).add(concept)
        shared = {key for key, found in concepts.items() if len(found) > 1}
        rendered: dict[tuple[str, str], list[Use]] = {}
        for (lang, _, _), uses in self._terms.items() if shared else ():
            for use in uses:
                if use.term is not None and use.is_clear and (key := (lang, use.term.text)) in shared:
                    rendered.setdefault(key, []).append(use)
        for some in rendered.values():
            yield from judge_concepts(sorted(some, key=lambda use: use.order))


def _put(places: dict[int, Where | list[Where]], key: int, where: Where) -> None:
    """Add a place; a list is made only for the second, for most texts occur once."""
    there = places.get(key)
    if there is None:
        places[key] = where
    elif isinstance(there, list):
        there.append(where)
    else:
        places[key] = [there, where]


def _number(*texts: str) -> int:
    """A key of 64 bits: those of whole texts would be a second copy of the corpus."""
    data = "\0".join(texts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


def _by_concept(matches: list[Match]) -> dict[str, set[str]]:
    wordings: dict[str, set[str]] = {}
    for match in matches:
        wordings.setdefault(match.concept, set()).add(match.term.text)
    return wordings
