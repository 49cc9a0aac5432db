"""The check `terms`: a rendering that is missing, out of use, or allowed where another is preferred.

Rules:

* ``missing`` (warning): a concept of the term base occurs in the source, and none of its allowed renderings does in
  the variant. Any one of them will do, in any form of inflection. A concept without a term in the variant's language
  is left alone.
* ``deprecated`` (error; warning for a superseded rendering, in the source itself, and where the source does not have
  the concept): a rendering is used that the term base advises against.
* ``admitted`` (note): a rendering is used that is allowed but not preferred, and the preferred one is not used beside
  it in the variant.
* ``added`` (note; only if asked for): a rendering is used whose concept the source does not have.

Where terms lie inside each other, the longest counts, whatever its concept. A place where two concepts have the same
rendering speaks for the one that the source has. Units with one variant raise nothing; `count_terms` says how many
terms they hold.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from align.checks._occurrences import Matchers, source_variant
from align.model import Finding
from align.terminology.match import outermost

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from align.checks import CheckContext
    from align.model import Severity, Term, TranslationUnit, Variant
    from align.terminology.match import Match, TermMatcher

__all__ = ["TermCounts", "TermsCheck", "count_terms"]

_SHOWN = 3
"""How many renderings a message names; `Finding.expected` has them all."""
_BRACKETS = {"(": ")", "（": "）", "[": "]"}


class TermsCheck:
    """Compares the terms of every variant with those of the source."""

    def __init__(self, *, added: bool = False) -> None:
        """Make the check.

        Args:
            added: also report renderings whose concept the source does not have.
        """
        self._added = added

    def run(self, units: Iterable[TranslationUnit], context: CheckContext) -> Iterator[Finding]:
        """Findings in the order of the units and, in a unit, of its variants; none where there is no term base."""
        if context.termbase is None:
            return
        matchers = Matchers(context.termbase)
        for unit in units:
            if len(unit.variants) > 1:
                yield from self._unit(unit, context.source, matchers)

    def _unit(self, unit: TranslationUnit, source_lang: str, matchers: Matchers) -> Iterator[Finding]:
        source = source_variant(unit, source_lang)
        in_source = matchers.of(source.lang).find_all(source.text) if source else []
        known = _mentions(source.text, in_source) if source else []
        concepts = frozenset(match.concept for match in known)
        for variant in unit.variants:
            matcher = matchers.of(variant.lang)
            matches = in_source if variant is source else matcher.find_all(variant.text)
            place = _Place(unit=unit, variant=variant, matcher=matcher, matches=tuple(matches))
            findings = [*place.advised_against(concepts, is_source=variant is source)]
            if source is not None and variant is not source:
                findings += place.missing(source, known)
                findings += place.admitted(known)
                if self._added:
                    findings += place.added(concepts)
            yield from sorted(findings, key=lambda f: (f.lang != variant.lang, f.start, f.end, f.rule, f.concept or ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A variant of a unit with the terms found in it, those inside longer ones too."""

    unit: TranslationUnit
    variant: Variant
    matcher: TermMatcher
    matches: tuple[Match, ...]
    visible: tuple[Match, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "visible", tuple(outermost(self.matches)))

    def missing(self, source: Variant, known: list[Match]) -> Iterator[Finding]:
        """Concepts that the source has and the variant does not."""
        present = self._rendered(frozenset(match.concept for match in known))
        reported = set[str]()
        at_span: dict[tuple[int, int], set[str]] = {}
        for match in known:
            at_span.setdefault(match.span, set()).add(match.concept)
        for match in known:
            homonyms = at_span[match.span]
            allowed = [term for term in self.matcher.terms(match.concept) if term.is_allowed]
            if not allowed or homonyms & present or match.concept in reported:
                continue
            reported.add(match.concept)
            expected = tuple(term.text for term in allowed)
            yield Finding(
                check="terms",
                rule="missing",
                severity="warning",
                message=f"“{source.text[match.start : match.end]}” has no listed rendering in {self.variant.lang}; "
                f"expected {_alternatives(expected)}",
                unit_id=self.unit.id,
                lang=source.lang,
                start=match.start,
                end=match.end,
                expected=expected,
                concept=match.concept,
            )

    def _rendered(self, wanted: frozenset[str]) -> set[str]:
        """Concepts that the variant has in any rendering.

        A rendering inside a longer one counts unless the longer one stands for another concept of the source: then
        it is a part of that.
        """
        rising = sorted(self.matches, key=lambda match: match.start)
        starts = [match.start for match in rising]
        longest = max((match.end - match.start for match in rising), default=0)

        def covering(match: Match) -> Iterator[Match]:
            first, last = bisect_left(starts, match.end - longest), bisect_right(starts, match.start)
            return (longer for longer in rising[first:last] if longer.covers(match))

        return {
            match.concept
            for match in rising
            if all(longer.concept == match.concept or longer.concept not in wanted for longer in covering(match))
        }

    def advised_against(self, concepts: frozenset[str], *, is_source: bool) -> Iterator[Finding]:
        """Renderings that are deprecated or superseded."""
        for match in self.visible:
            if match.term.is_allowed:
                continue
            rivals = {m.concept for m in self.visible if m.span == match.span and m.term.is_allowed}
            if rivals and (is_source or rivals & concepts or match.concept not in concepts):
                continue
            allowed = tuple(term.text for term in self.matcher.terms(match.concept) if term.is_allowed)
            found = self.variant.text[match.start : match.end]
            grave = match.term.status == "deprecated" and match.concept in concepts and not is_source
            yield self._finding(
                match,
                rule="deprecated",
                severity="error" if grave else "warning",
                message=f"“{found}” is {match.term.status}{_reason(match.term)}"
                + (f"; use {_alternatives(allowed)}" if allowed else ""),
                expected=allowed,
            )

    def admitted(self, known: list[Match]) -> Iterator[Finding]:
        """Renderings that are admitted, where there is a preferred one that is not used.

        An abbreviation may answer an abbreviation.
        """
        concepts = frozenset(match.concept for match in known)
        used = {match.concept for match in self.visible if match.term.status == "preferred"}
        short = {match.concept for match in known if _is_abbreviation(match.term.text)}
        for match in self.visible:
            if match.term.status != "admitted" or match.concept in used or match.concept not in concepts:
                continue
            if match.concept in short and _is_abbreviation(match.term.text):
                continue
            if any(m.span == match.span and m.concept in used & concepts for m in self.visible):
                continue
            preferred = tuple(t.text for t in self.matcher.terms(match.concept) if t.status == "preferred")
            if preferred:
                found = self.variant.text[match.start : match.end]
                yield self._finding(
                    match,
                    rule="admitted",
                    severity="note",
                    message=f"“{found}” is admitted; preferred is {_alternatives(preferred)}",
                    expected=preferred,
                )

    def added(self, concepts: frozenset[str]) -> Iterator[Finding]:
        """Renderings of concepts that the source does not have."""
        for match in self.visible:
            homonyms = {m.concept for m in self.visible if m.span == match.span}
            if match.term.is_allowed and not homonyms & concepts:
                found = self.variant.text[match.start : match.end]
                message = f"“{found}” renders {match.concept}, which the source does not have"
                yield self._finding(match, rule="added", severity="note", message=message, expected=())

    def _finding(
        self, match: Match, *, rule: str, severity: Severity, message: str, expected: tuple[str, ...]
    ) -> Finding:
        return Finding(
            check="terms",
            rule=rule,
            severity=severity,
            message=message,
            unit_id=self.unit.id,
            lang=self.variant.lang,
            start=match.start,
            end=match.end,
            expected=expected,
            found=self.variant.text[match.start : match.end],
            concept=match.concept,
        )


def _mentions(text: str, matches: list[Match]) -> list[Match]:
    """The outermost of `matches` without those that only explain another: … of the Communist Party of China (CPC)."""
    ends = {(match.concept, match.end) for match in matches}

    def explains(match: Match) -> bool:
        opening = text[: match.start].rstrip()
        if opening[-1:] not in _BRACKETS or text[match.end :].lstrip()[:1] != _BRACKETS[opening[-1:]]:
            return False
        return (match.concept, len(opening[:-1].rstrip())) in ends

    return [match for match in outermost(matches) if not explains(match)]


def _is_abbreviation(term: str) -> bool:
    """Whether `term` is one word with two capitals or more, such as UNO or KPCh."""
    return " " not in term and sum(char.isupper() for char in term) > 1


def _alternatives(terms: tuple[str, ...]) -> str:
    shown = " or ".join(f"“{term}”" for term in terms[:_SHOWN])
    return shown + (f" (or one of {len(terms) - _SHOWN} more)" if len(terms) > _SHOWN else "")


def _reason(term: Term) -> str:
    """Since when and by whom, as far as it is known, with a space before it."""
    since = f" since {term.valid_to}" if term.valid_to else ""
    by = f" ({term.authority})" if term.authority else ""
    return since + by


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCounts:
    """What the check had to look at.

    Attributes:
        units: units with the source and another variant.
        unpaired: units that raise nothing, because they have one variant or no source.
        terms: occurrences of terms in the source of `units`.
        unpaired_terms: occurrences of terms in any variant of the unpaired units.
        concepts: different concepts in the source of all units.
    """

    units: int
    unpaired: int
    terms: int
    unpaired_terms: int
    concepts: int


def count_terms(units: Iterable[TranslationUnit], context: CheckContext) -> TermCounts:
    """How many units and terms `TermsCheck` compares, and how many it cannot; all 0 where there is no term base."""
    compared = unpaired = terms = unpaired_terms = 0
    concepts = set[str]()
    if context.termbase is not None:
        matchers = Matchers(context.termbase)
        for unit in units:
            source = source_variant(unit, context.source)
            in_source = matchers.of(source.lang).find(source.text) if source else []
            concepts |= {match.concept for match in in_source}
            if source is not None and len(unit.variants) > 1:
                compared += 1
                terms += len(in_source)
            else:
                unpaired += 1
                unpaired_terms += sum(len(matchers.of(v.lang).find(v.text)) for v in unit.variants)
    return TermCounts(
        units=compared, unpaired=unpaired, terms=terms, unpaired_terms=unpaired_terms, concepts=len(concepts)
    )
