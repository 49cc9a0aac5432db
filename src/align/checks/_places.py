"""What the rules of the check `terms` look at: one variant of a unit beside the source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from align.checks._standing import entry_for, expected_terms, standing
from align.checks.fingerprints import fingerprint, wording
from align.model import Finding
from align.terminology.match import outermost
from align.terminology.nesting import is_head, is_nested, says_the_rest
from align.terminology.short_names import may_be_longer

if TYPE_CHECKING:
    from align.checks._documents import DocumentFacts
    from align.checks._standing import Standing
    from align.model import Severity, Term, TranslationUnit, Variant
    from align.terminology.match import Match, TermMatcher

__all__ = ["Place", "Source", "mentions"]

_BRACKETS = {"(": ")", "（": "）", "[": "]"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The source of a unit and the concepts it has.

    Attributes:
        variant: None where the unit has no source.
        known: its terms, the outermost, without those that only explain another.
        matcher: for its language.
    """

    variant: Variant | None
    known: tuple[Match, ...] = ()
    matcher: TermMatcher | None = None
    concepts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "concepts", frozenset(match.concept for match in self.known))

    def is_doubtful(self, match: Match) -> bool:
        """Whether a name that was found may be the end of a longer one that the term base does not have."""
        variant, matcher = self.variant, self.matcher
        if variant is None or matcher is None or match.concept not in matcher.names:
            return False
        names = [other for other in self.known if other.concept in matcher.names]
        return may_be_longer(match, variant.text, names, matcher.lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A variant of a unit with the terms found in it, those inside longer ones too."""

    unit: TranslationUnit
    variant: Variant
    facts: DocumentFacts
    source: Source
    matcher: TermMatcher
    matches: tuple[Match, ...]
    visible: tuple[Match, ...] = field(init=False)
    texts: bytes = field(init=False, default=b"")

    def __post_init__(self) -> None:
        object.__setattr__(self, "visible", tuple(outermost(self.matches)))

    @property
    def is_source(self) -> bool:
        """Whether the variant is the source itself."""
        return self.variant is self.source.variant

    def entry(self, match: Match) -> Term:
        """The entry of the term base that counts for a match in this document."""
        return entry_for(match.term, self.matcher.terms(match.concept), self.facts)

    def standing(self, match: Match) -> Standing:
        """How the term of a match stands in this document."""
        return standing(self.entry(match), self.facts)

    def expected(self, concept: str) -> tuple[Term, ...]:
        """What renders a concept rightly in this document, best first."""
        return expected_terms(self.matcher.terms(concept), self.facts)

    def rendered(self) -> set[str]:
        """Concepts that the variant has in any rendering.

        A rendering inside a longer one does not count where that stands for another concept of the source, for then it
        is a part of that, nor where `hiding` tells that the longer one names something else. One that is out of use
        does not count where the same words render another concept of the source rightly.
        """
        return {
            match.concept
            for match, longer in self._answers()
            if not any(self._is_something_else(match, other) for other in longer)
        }

    def hiding(self, concept: str) -> Match | None:
        """The term of another concept inside which alone the variant has a rendering of `concept`, if so."""
        return next(
            (
                other
                for match, longer in self._answers()
                if match.concept == concept
                for other in longer
                if self._is_something_else(match, other)
            ),
            None,
        )

    def _answers(self) -> tuple[tuple[Match, tuple[Match, ...]], ...]:
        """What may render a concept, each with the longer terms around it; none of these is of the source."""
        rising = sorted(self.matches, key=lambda match: match.start)
        starts = [match.start for match in rising]
        longest = max((match.end - match.start for match in rising), default=0)

        def covering(match: Match) -> list[Match]:
            # what a term shares with another word is not its own: mental and physical health
            first, last = bisect_left(starts, match.end - longest), bisect_right(starts, match.start)
            return [
                longer
                for longer in rising[first:last]
                if longer.covers(match) and longer.concept != match.concept and not longer.shares
            ]

        wanted = self.source.concepts
        right = {m.span: m.concept for m in rising if m.concept in wanted and self.standing(m) == "right"}
        around = [(match, covering(match)) for match in rising]
        return tuple(
            (match, tuple(longer))
            for match, longer in around
            if all(other.concept not in wanted for other in longer)
            and (right.get(match.span, match.concept) == match.concept or self.standing(match) == "right")
        )

    def _is_something_else(self, match: Match, longer: Match) -> bool:
        """Whether `longer` is a kind of `match` by its words, and the source has neither it nor anything like it.

        In the language of the source its terms do not hold those of `match`: a least developed country is another
        thing than a developing country, whatever it is called, but climate finance is finance.
        """
        source = self.source
        if match.concept not in source.concepts or source.variant is None or source.matcher is None:
            return False
        start, text = longer.start, self.variant.text[longer.start : longer.end]
        spans = [known.span for known in source.known if known.concept == match.concept]
        return (
            is_head(match.start - start, match.end - start, text, self.variant.lang)
            and not is_nested(match.concept, longer.concept, source.matcher)
            and not says_the_rest(longer.concept, source.variant.text, spans, source.matcher)
        )

    def finding(
        self,
        rule: str,
        severity: Severity,
        message: str,
        *,
        concept: str,
        start: int,
        end: int,
        expected: tuple[str, ...] = (),
        in_source: bool = False,
        family: str | None = None,
    ) -> Finding:
        """A finding about the variant.

        Args:
            rule: of the check `terms`.
            severity: of the finding.
            message: for people.
            concept: that it is about.
            start: where the place begins, in the variant or in the source.
            end: where it ends.
            expected: what would have been right.
            in_source: the place is in the source, for in the variant something is missing.
            family: the rule that the fingerprint is made with, for rules between which a finding may change; then what
                was found is not a part of it.
        """
        source = self.source.variant
        where = source if in_source and source is not None else self.variant
        found = "" if in_source else where.text[start:end]
        if not self.texts:
            object.__setattr__(self, "texts", wording(source.text if source else "", self.variant.text))
        return Finding(
            check="terms",
            rule=rule,
            severity=severity,
            message=message,
            unit_id=self.unit.id,
            lang=where.lang,
            variant=self.variant.lang if in_source else None,
            start=start,
            end=end,
            expected=expected,
            found=found,
            concept=concept,
            document=self.facts.name,
            fingerprint=fingerprint(
                "terms",
                family or rule,
                concept=concept,
                lang=self.variant.lang,
                texts=self.texts,
                found="" if family else found,
            ),
        )


def mentions(text: str, matches: list[Match]) -> list[Match]:
    """The outermost of `matches` without those that only explain another: … of the Communist Party of China (CPC)."""
    ends = {(match.concept, match.end) for match in matches}

    def explains(match: Match) -> bool:
        opening = text[: match.start].rstrip()
        if opening[-1:] not in _BRACKETS or text[match.end :].lstrip()[:1] != _BRACKETS[opening[-1:]]:
            return False
        return (match.concept, len(opening[:-1].rstrip())) in ends

    return [match for match in outermost(matches) if not explains(match)]
