"""How concepts were rendered: by whom, in which documents, since when; records, made by `align.terminology.survey`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from align.model import Concept, Signature, Term

__all__ = [
    "ConceptRenderings",
    "Context",
    "LanguageRenderings",
    "Line",
    "Provenance",
    "Rendering",
    "RenderingsSurvey",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a unit comes from; None where that is not known.

    Attributes:
        document: name of the document.
        date: ISO 8601 date (year, year-month or full).
        publisher: who published it.
    """

    document: str | None = None
    date: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A key word in its context (KWIC).

    Attributes:
        before, after: what stands beside it, cut at words; "…" marks what was cut off.
        text: the key word, which may be empty.
        start, end: its span in the variant, code points, half-open.
    """

    before: str
    text: str
    after: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A mention of a concept and what renders it.

    Attributes:
        unit_id: the unit it is in.
        provenance: of the variant that renders it.
        source: the mention.
        target: what renders it; the beginning of the variant, without a key word, where nothing was found.
        score: how sure an unlisted rendering is, 0..1; None for a listed one.
    """

    unit_id: str
    provenance: Provenance
    source: Context
    target: Context
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """One rendering of a concept, in whatever inflected forms.

    Attributes:
        text: the listed term, or of an unlisted rendering its most frequent form.
        term: the listed term; None where the term base does not have it.
        forms: the forms that occur, with their counts, the most frequent first.
        origins: where it occurs, with counts, by date.
        lines: examples, the earliest first.
        score: of an unlisted rendering, the mean of how sure its places are, 0..1.
    """

    text: str
    term: Term | None
    forms: tuple[tuple[str, int], ...]
    origins: tuple[tuple[Provenance, int], ...]
    lines: tuple[Line, ...]
    score: float | None = None

    @property
    def count(self) -> int:
        """How often it occurs."""
        return sum(count for _, count in self.origins)

    @property
    def status(self) -> str:
        """The status of the term; ``unlisted`` where the term base does not have it."""
        return self.term.status if self.term else "unlisted"

    @property
    def first(self) -> str | None:
        """The earliest date on which it occurs; None where none is known."""
        return min((date for date, _ in self.dates), default=None)

    @property
    def last(self) -> str | None:
        """The latest date on which it occurs; None where none is known."""
        return max((date for date, _ in self.dates), default=None)

    @property
    def documents(self) -> tuple[tuple[str, int], ...]:
        """Documents with counts, the most frequent first; occurrences without one are left out."""
        return _counted((origin.document, count) for origin, count in self.origins)

    @property
    def publishers(self) -> tuple[tuple[str, int], ...]:
        """Publishers with counts, the most frequent first; occurrences without one are left out."""
        return _counted((origin.publisher, count) for origin, count in self.origins)

    @property
    def dates(self) -> tuple[tuple[str, int], ...]:
        """Dates with counts, the earliest first; occurrences without one are left out."""
        return tuple(sorted(_counted((origin.date, count) for origin, count in self.origins)))


def _counted(items: Iterable[tuple[str | None, int]]) -> tuple[tuple[str, int], ...]:
    counts = Counter[str]()
    for name, count in items:
        if name is not None:
            counts[name] += count
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageRenderings:
    """The renderings of a concept in one language.

    Attributes:
        lang: BCP 47 tag.
        mentions: how often the concept occurs in the source of units that have this language.
        renderings: the most frequent first.
        unanswered: in how many units nothing was found that renders it.
        unanswered_lines: examples of those.
        unused: terms of the concept in this language that do not occur.
    """

    lang: str
    mentions: int
    renderings: tuple[Rendering, ...]
    unanswered: int
    unanswered_lines: tuple[Line, ...]
    unused: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptRenderings:
    """The renderings of one concept that the corpus has.

    Attributes:
        concept: as in the term base.
        mentions: its terms in the source language with counts, the most frequent first.
        languages: in the order of the survey's targets; those without a mention are left out.
    """

    concept: Concept
    mentions: tuple[tuple[str, int], ...]
    languages: tuple[LanguageRenderings, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderingsSurvey:
    """How the concepts of a term base are rendered in a corpus.

    Attributes:
        source: BCP 47 tag.
        targets: likewise, of the languages looked at.
        units: how many units have the source and one of the targets.
        undated: how many of those have no date, in any of the targets.
        concepts: those that occur, in the order of the term base.
        absent: ids of concepts that do not occur, or have no term in the source language.
        signature: of the run.
    """

    source: str
    targets: tuple[str, ...]
    units: int
    undated: int
    concepts: tuple[ConceptRenderings, ...]
    absent: tuple[str, ...]
    signature: Signature
