"""The check `consistency`: one source term or one source text, and more than one translation in one language.

Units are of the document that their property `document` names; without one, all are of one document. Within a document
each use of another rendering than the usual one is a finding; across documents, one finding a document whose usual
rendering is not that of the others. What a different publisher or date explains is none.

Renderings are counted by their entry in the term base, so that inflected forms are one, and source terms by their
wording, since a source that varies may be followed. Short forms do not count: an abbreviation, or a rendering that is
part of the other one. A variant that only repeats the source is not a translation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import regex

from align.checks import Rule
from align.checks._documents import Documents
from align.checks._judging import Group, Use, Where, judge
from align.checks._occurrences import Matchers, is_abbreviation, source_variant
from align.checks._standing import entry_for, standing
from align.checks.fingerprints import wording
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
        self._matchers = Matchers(context.termbase) if context.termbase else None
        self.documents = Documents(context)
        self._uses: dict[tuple[str, ...] | bytes, tuple[str, Use] | Group] = {}
        self._wants_targets = "consistency/same-target" in context.optional

    def add(self, unit: TranslationUnit, number: int) -> None:
        """Take in what one unit uses."""
        source = source_variant(unit, self._source)
        if source is None or len(unit.variants) < 2:
            return
        whole = _key(source.text)
        concepts = _by_concept(self._matchers.of(source.lang).find(source.text)) if self._matchers else {}
        for position, variant in enumerate(unit.variants):
            key = _key(variant.text)
            is_translation = bool(whole and key and key != whole)
            if variant is source or not (is_translation or concepts):
                continue
            where = Where(
                order=(number, position),
                facts=self.documents.facts(unit, variant),
                unit_id=unit.id,
                lang=variant.lang,
                text=variant.text,
                texts=wording(source.text, variant.text),
            )
            if is_translation:
                # the keys of whole texts would be a second copy of the corpus
                use = Use(where=where, rendering=wording(key), start=0, end=len(variant.text))
                self._put("text", wording(variant.lang, whole), use)
                if self._wants_targets:
                    self._put(
                        "target",
                        wording(variant.lang, key, ""),
                        replace(use, rendering=wording(whole), source=source.text),
                    )
            if concepts:
                self._terms(where, concepts)

    def _terms(self, where: Where, concepts: dict[str, set[str]]) -> None:
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
            use = Use(
                where=where,
                rendering=entry.text,
                term=entry,
                start=match.start,
                end=match.end,
                concept=match.concept,
            )
            self._put("term", ("term", where.lang, match.concept, *wordings), use)
            rivals = {other.concept for other in matches if other.span == match.span} & concepts.keys()
            if len(rivals) == 1 and not is_abbreviation(entry.text):
                self._put("rendering", ("rendering", where.lang, entry.text), replace(use, rendering=match.concept))

    def _put(self, kind: str, key: tuple[str, ...] | bytes, use: Use) -> None:
        there = self._uses.get(key)
        if there is None:
            self._uses[key] = kind, use
        elif isinstance(there, Group):
            there.add(use)
        else:
            group = self._uses[key] = Group(kind=kind, uses=[there[1]])
            group.add(use)

    def findings(self) -> Iterator[Finding]:
        """The findings, in the order of the units."""
        found = [
            item for group in self._uses.values() if isinstance(group, Group) and group.varies for item in judge(group)
        ]
        found.sort(key=lambda item: (item[0], item[1].start, item[1].end, item[1].rule))
        for _, finding in found:
            yield finding


def _by_concept(matches: list[Match]) -> dict[str, set[str]]:
    wordings: dict[str, set[str]] = {}
    for match in matches:
        wordings.setdefault(match.concept, set()).add(match.term.text)
    return wordings


def _key(text: str) -> str:
    key: str = _NOT_WORDS.sub("", comparison_key(text))
    return key
