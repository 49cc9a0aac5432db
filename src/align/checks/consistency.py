"""The check `consistency`: one source term or one source text, and more than one translation in one language.

All units of a run are one document. Rules:

* ``rendering`` (warning; note where this one is the preferred one, or as frequent): an allowed rendering of a term that
  is rendered otherwise more often, or first. Short forms do not count: an abbreviation, or a rendering that is part of
  the other one. Terms are counted by their wording in the source, since a source that varies may be followed.
* ``same-source`` (note): units whose source is the same, but for case, spaces and punctuation, and whose translation is
  not. A variant that only repeats the source is not a translation.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from align.checks._occurrences import Matchers, source_variant
from align.model import Finding
from align.text.normalise import comparison_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from align.checks import CheckContext
    from align.model import TranslationUnit
    from align.terminology.match import Match

__all__ = ["ConsistencyCheck"]

_NOT_WORDS = regex.compile(r"[\s\p{P}\p{S}]+")
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """A rendering at a place: what it renders, as what, and how it stands there.

    Attributes:
        order: position of the unit, and of the variant in it.
        subject: what was rendered: language, concept and source term, or language and source text.
        rendering: under which wording it is counted.
        preferred: whether the term base prefers this wording.
        shown: the rendering as messages name it.
        found: what stands in the text.
    """

    order: tuple[int, int]
    subject: tuple[str, ...]
    rendering: str
    preferred: bool
    shown: str
    found: str
    unit_id: str
    lang: str
    start: int
    end: int
    concept: str | None = None


class ConsistencyCheck:
    """Finds what is rendered in more than one way; reads all units before its first finding."""

    def run(self, units: Iterable[TranslationUnit], context: CheckContext) -> Iterator[Finding]:
        """Findings in the order of the units; ``rendering`` only where there is a term base."""
        matchers = Matchers(context.termbase) if context.termbase else None
        uses: dict[tuple[str, ...], list[_Use]] = {}
        for number, unit in enumerate(units):
            for use in _uses(unit, number, context.source, matchers):
                uses.setdefault(use.subject, []).append(use)
        findings = [
            (use.order, finding)
            for group in uses.values()
            if len({use.rendering for use in group}) > 1
            for use, finding in _judge(group)
        ]
        findings.sort(key=lambda item: (item[0], item[1].start, item[1].end, item[1].rule))
        for _, finding in findings:
            yield finding


def _uses(unit: TranslationUnit, number: int, source_lang: str, matchers: Matchers | None) -> Iterator[_Use]:
    source = source_variant(unit, source_lang)
    if source is None or len(unit.variants) < 2:
        return
    whole = _key(source.text)
    terms = _by_concept(matchers.of(source.lang).find(source.text)) if matchers else {}
    for position, variant in enumerate(unit.variants):
        if variant is source:
            continue
        order = (number, position)
        key = _key(variant.text)
        if whole and key and key != whole:
            yield _Use(
                order=order,
                subject=(variant.lang, whole),
                rendering=key,
                preferred=False,
                shown=_shortened(variant.text),
                found=variant.text,
                unit_id=unit.id,
                lang=variant.lang,
                start=0,
                end=len(variant.text),
            )
        matches = matchers.of(variant.lang).find(variant.text) if matchers and terms else []
        for match in matches:
            wordings = terms.get(match.concept, set())
            # A source with two wordings of a concept does not say which of them a rendering renders.
            if len(wordings) != 1 or not match.term.is_allowed or match.term.text.isupper():
                continue
            yield _Use(
                order=order,
                subject=(variant.lang, match.concept, *wordings),
                rendering=match.term.text,
                preferred=match.term.status == "preferred",
                shown=match.term.text,
                found=variant.text[match.start : match.end],
                unit_id=unit.id,
                lang=variant.lang,
                start=match.start,
                end=match.end,
                concept=match.concept,
            )


def _by_concept(matches: list[Match]) -> dict[str, set[str]]:
    wordings: dict[str, set[str]] = {}
    for match in matches:
        wordings.setdefault(match.concept, set()).add(match.term.text)
    return wordings


def _judge(group: list[_Use]) -> Iterator[tuple[_Use, Finding]]:
    """A finding for every use of another rendering than the most frequent one."""
    counts = Counter(use.rendering for use in group)
    first = {use.rendering: use for use in reversed(group)}
    usual = min(group, key=lambda use: (-counts[use.rendering], not use.preferred, first[use.rendering].order))
    for use in group:
        if use.rendering == usual.rendering or (use.concept and _is_part(use.rendering, usual.rendering)):
            continue
        times = f"{counts[usual.rendering]} : {counts[use.rendering]}"
        if use.concept is None:
            rule, message = "same-source", f"the same source is elsewhere “{usual.shown}” ({times})"
        else:
            rule, message = "rendering", f"“{use.found}” is elsewhere “{usual.shown}” ({times})"
        grave = use.concept is not None and not use.preferred and counts[usual.rendering] > counts[use.rendering]
        if use.preferred:
            message += ", although this one is preferred"
        finding = Finding(
            check="consistency",
            rule=rule,
            severity="warning" if grave else "note",
            message=message,
            unit_id=use.unit_id,
            lang=use.lang,
            start=use.start,
            end=use.end,
            expected=(usual.found if use.concept is None else usual.shown,),
            found=use.found,
            concept=use.concept,
        )
        yield use, finding


def _key(text: str) -> str:
    key: str = _NOT_WORDS.sub("", comparison_key(text))
    return key


def _is_part(one: str, other: str) -> bool:
    """Whether one rendering is the other one shortened."""
    shorter, longer = sorted((_key(one), _key(other)), key=len)
    return shorter in longer


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rstrip()}…"
