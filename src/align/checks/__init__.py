"""The shelf of checks: translation units in, findings out.

Contract (held by ``tests/checks/test_contract.py``): findings lie inside the variant they name, come in the order of
the units, and are the same for the same units; units with one variant (null beads) raise none. Each finding is of a
rule that the check lists, and has a fingerprint.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Protocol

from align.errors import ModelError
from align.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from align.model import Finding, Severity, TermBase, TranslationUnit

__all__ = ["CHECKS", "Candidate", "Check", "CheckContext", "Counterparts", "Rule", "TextFacts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One of the things that a check looks for.

    Attributes:
        name: as in `Finding.rule`.
        severity: the gravest that its findings have.
        summary: what it finds, in one sentence.
        remedy: what to do about a finding.
        optional: whether it is silent unless it is asked for by name.
    """

    name: str
    severity: Severity
    summary: str
    remedy: str
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """Of when a text is, and whose.

    Attributes:
        date: ISO 8601 (year, year-month or full), or None.
        publisher: or None.
    """

    date: str | None = None
    publisher: str | None = None


class Candidate(Protocol):
    """What seems to render a passage: a span of the translation and how sure that is (0..1, higher is better)."""

    @property
    def start(self) -> int:
        """Where it begins, in code points."""
        ...

    @property
    def end(self) -> int:
        """Where it ends, half-open."""
        ...

    @property
    def text(self) -> str:
        """What stands there."""
        ...

    @property
    def score(self) -> float:
        """0..1, higher is better."""
        ...


class Counterparts(Protocol):
    """Knows from a corpus what renders what (`align.terminology.counterpart`)."""

    def find(
        self, source_text: str, start: int, end: int, target_text: str, *, taken: Iterable[tuple[int, int]] = ()
    ) -> Candidate | None:
        """What in `target_text` seems to render a span of `source_text`, beside what is `taken`; None if nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """What checks may know besides the units.

    A unit may say more: its properties `date`, `publisher` and `document` (or `x-date`, ...), and those of a variant,
    win over what is said here.

    Attributes:
        source: BCP 47 tag of the language that the others are compared with (the pivot).
        termbase: concepts, or None where there is no term base.
        date: ISO 8601 date of the documents (year, year-month or full), or None.
        publisher: of the documents, or None.
        texts: date and publisher of the texts in one language, by its tag; they win over `date` and `publisher`.
        counterparts: what renders what, by the language of the translation; none where it was not learned.
        optional: names of optional rules that are wanted, as `terms/added`.
    """

    source: str
    termbase: TermBase | None = None
    date: str | None = None
    publisher: str | None = None
    texts: Mapping[str, TextFacts] = field(default_factory=dict)
    counterparts: Mapping[str, Counterparts] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    _matchers: dict[str, object] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Matchers that one check has made and the next can use; `align.checks._occurrences` alone looks in here."""

    def __post_init__(self) -> None:
        """Refuse a date that is none."""
        from align.checks._dates import span_of

        for date in (self.date, *(facts.date for facts in self.texts.values())):
            if date is not None and span_of(date) is None:
                raise ModelError(f"{date!r} is no date; write a year, a month or a day, such as 2023-12-28")


class Check(Protocol):
    """Looks at units and says what a reviser should see."""

    rules: ClassVar[tuple[Rule, ...]]
    """All rules that its findings may be of."""

    def run(self, units: Iterable[TranslationUnit], context: CheckContext) -> Iterator[Finding]:
        """Findings in the order of the units."""
        ...


CHECKS: Shelf[Check] = Shelf(
    "check",
    "align.checks",
    {
        "terms": "align.checks.terms:TermsCheck",
        "consistency": "align.checks.consistency:ConsistencyCheck",
    },
)
