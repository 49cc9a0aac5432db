"""Which of several renderings is the usual one, and what is to be said about the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from align.checks._standing import standing
from align.checks.fingerprints import fingerprint
from align.model import Finding
from align.text.normalise import comparison_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from align.checks._documents import DocumentFacts
    from align.model import Severity, Term

__all__ = ["Use", "Where", "judge", "judge_concepts", "judge_sources"]

_NOT_WORDS = regex.compile(r"[\s\p{P}\p{S}]+")
_LONGEST_QUOTE = 60
_NAMED = 3
"""How many documents a message names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A variant of a unit, as far as it is needed when all units have been read; there may be a million of them.

    Attributes:
        number: position of the unit.
        position: of the variant in it.
        facts: of the document.
        unit_id: of the unit.
        lang: of the variant.
        text: of the variant.
        texts: the `wording` of the source and of the variant.
        key: what the whole text is known by; None where it is no translation.
        source: the text of the source, where it is needed.
    """

    number: int
    position: int
    facts: DocumentFacts
    unit_id: str
    lang: str
    text: str
    texts: bytes
    key: int | None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A rendering at a place.

    Attributes:
        where: the variant.
        start: where it begins in the text of the variant.
        end: where it ends.
        term: the term that was found; None for whole texts.
        concept: id of the concept, for a term.
        is_clear: whether it renders no other concept of the source.
    """

    where: Where
    start: int
    end: int
    term: Term | None = None
    concept: str | None = None
    is_clear: bool = False

    @classmethod
    def of_whole(cls, where: Where) -> Use:
        """The use of a whole text."""
        return cls(where=where, start=0, end=len(where.text))

    @property
    def rendering(self) -> str | int | None:
        """Under what it is counted."""
        return self.where.key if self.term is None else self.term.text

    @property
    def order(self) -> tuple[int, int]:
        """Position of the unit, and of the variant in it."""
        return self.where.number, self.where.position

    @property
    def facts(self) -> DocumentFacts:
        """Of the document."""
        return self.where.facts

    @property
    def text(self) -> str:
        """Of the variant."""
        return self.where.text

    @property
    def found(self) -> str:
        """What stands in the text."""
        return self.text[self.start : self.end]

    @property
    def shown(self) -> str:
        """The rendering as messages name it."""
        return self.term.text if self.term else _shortened(self.text)

    @property
    def is_preferred(self) -> bool:
        """Whether the term base prefers it."""
        return self.term is not None and self.term.status == "preferred"


def judge(uses: list[Use]) -> Iterator[tuple[tuple[int, int], Finding]]:
    """The findings about one source term, or one source text, with the order of what they are about.

    Args:
        uses: of all its renderings, in the order of the units.
    """
    by_document: dict[str | None, list[Use]] = {}
    for use in uses:
        by_document.setdefault(use.facts.name, []).append(use)
    usual: dict[str | None, tuple[Use, int]] = {}
    for name, some in by_document.items():
        counts = Counter(use.rendering for use in some)
        best = _usual(some, counts)
        usual[name] = best, counts[best.rendering]
        for use in some:
            if use.rendering != best.rendering and not _may_differ(use, best):
                times = f"{counts[best.rendering]} : {counts[use.rendering]}"
                grave = counts[best.rendering] > counts[use.rendering]
                yield use.order, _finding(use, best, f"is elsewhere “{best.shown}” ({times})", grave=grave)
    if len(usual) > 1:
        yield from _across(usual)


def _across(usual: dict[str | None, tuple[Use, int]]) -> Iterator[tuple[tuple[int, int], Finding]]:
    """One finding for each document whose usual rendering is not that of most documents of its publisher.

    A document whose publisher is not known is compared with all.
    """
    by_publisher: dict[str, list[tuple[Use, int]]] = {}
    for use, count in usual.values():
        by_publisher.setdefault(comparison_key(use.facts.publisher or ""), []).append((use, count))
    for publisher, some in by_publisher.items():
        compared = some if publisher else [*usual.values()]
        yield from _compared(compared, [use for use, _ in some])


def _compared(documents: list[tuple[Use, int]], judged: list[Use]) -> Iterator[tuple[tuple[int, int], Finding]]:
    votes = Counter(use.rendering for use, _ in documents)
    if len(votes) < 2:
        return
    weights = Counter[str | int | None]()
    for use, count in documents:
        weights[use.rendering] += count
    uses = [use for use, _ in documents]
    best = min(uses, key=lambda use: (-votes[use.rendering], -weights[use.rendering], not use.is_preferred, use.order))
    others = [use.facts.name or "the units of no document" for use in uses if use.rendering == best.rendering]
    names = ", ".join(others[:_NAMED]) + (f" and {len(others) - _NAMED} more" if len(others) > _NAMED else "")
    for use in judged:
        if use.rendering == best.rendering or _may_differ(use, best):
            continue
        grave = votes[best.rendering] > votes[use.rendering]
        message = f"is “{best.shown}” in {names}"
        yield use.order, _finding(use, best, message, grave=grave, across=True)


def _usual(uses: list[Use], counts: Counter[str | int | None]) -> Use:
    """The first use of the most frequent rendering; of equals the preferred one's, or the first."""
    first: dict[str | int | None, Use] = {}
    for use in uses:
        first.setdefault(use.rendering, use)
    return min(first.values(), key=lambda use: (-counts[use.rendering], not use.is_preferred, use.order))


def _may_differ(use: Use, best: Use) -> bool:
    """Whether something explains that a rendering is another: it is a short form, or of another time or publisher."""
    whose, other = use.facts.publisher, best.facts.publisher
    if whose and other and comparison_key(whose) != comparison_key(other):
        return True
    if use.term is None or best.term is None:
        return False
    if _is_part(use.term.text, best.term.text):
        return True
    return standing(best.term, use.facts) != "right" or standing(use.term, best.facts) != "right"


def _finding(use: Use, best: Use, message: str, *, grave: bool, across: bool = False) -> Finding:
    is_text = use.term is None
    rule = ("same-source" if is_text else "rendering") + ("-across" if across else "")
    message = f"the same source {message}" if is_text else f"“{use.found}” {message}"
    if use.is_preferred:
        message += ", although this one is preferred"
    severity: Severity = "warning" if grave and not is_text and not use.is_preferred else "note"
    return _made(use, rule, severity, message, expected=(best.text if is_text else best.shown,))


def judge_concepts(uses: list[Use]) -> Iterator[tuple[tuple[int, int], Finding]]:
    """One rendering that renders several concepts: a note at each use of the rarer.

    Args:
        uses: of the rendering, in the order of the units.
    """
    counts = Counter(use.concept for use in uses)
    first: dict[str | None, Use] = {}
    for use in uses:
        first.setdefault(use.concept, use)
    best = min(first.values(), key=lambda use: (-counts[use.concept], use.order))
    for use in uses:
        if use.concept != best.concept:
            times = f"{counts[best.concept]} : {counts[use.concept]}"
            message = f"“{use.found}” renders {use.concept} here, and {best.concept} elsewhere ({times})"
            yield use.order, _made(use, "ambiguous", "note", message, expected=())


def judge_sources(uses: list[Use]) -> Iterator[tuple[tuple[int, int], Finding]]:
    """One translation of several texts: a note at each use but those of the first text.

    Args:
        uses: of the translation, in the order of the units.
    """
    for use in uses[1:]:
        if comparison_key(use.where.source) != comparison_key(uses[0].where.source):
            message = f"the same translation is elsewhere of “{_shortened(uses[0].where.source)}”"
            yield use.order, _made(use, "same-target", "note", message, expected=())


def _made(use: Use, rule: str, severity: Severity, message: str, *, expected: tuple[str, ...]) -> Finding:
    return Finding(
        check="consistency",
        rule=rule,
        severity=severity,
        message=message,
        unit_id=use.where.unit_id,
        lang=use.where.lang,
        start=use.start,
        end=use.end,
        expected=expected,
        found=use.found,
        concept=use.concept,
        document=use.facts.name,
        fingerprint=fingerprint(
            "consistency",
            rule,
            concept=use.concept,
            lang=use.where.lang,
            texts=use.where.texts,
            found=use.found,
        ),
    )


def _is_part(one: str, other: str) -> bool:
    """Whether one rendering is the other one shortened."""
    shorter, longer = sorted((_key(one), _key(other)), key=len)
    return shorter in longer


def _key(text: str) -> str:
    key: str = _NOT_WORDS.sub("", comparison_key(text))
    return key


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rstrip()}…"
