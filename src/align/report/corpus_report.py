"""Everything that a report on a parallel corpus shows: the units, what was found in them, and the sums."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from align.errors import ModelError
from align.model import Signature
from align.report.dotplot import PlotSide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.aligners.crossing import Crossing
    from align.model import Alignment, Bead, Finding, TermBase, TermStatus, TranslationUnit

__all__ = ["CorpusReport", "DroppedText", "MarkedTerm", "PairSummary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedTerm:
    """An occurrence of a term in a unit.

    Attributes:
        unit_id: the unit it is in.
        lang: BCP 47 tag of the variant it is in.
        start, end: span in that variant's text, code points, half-open.
        concept: id of the concept that the term stands for.
        status: standing of the rendering used.
    """

    unit_id: str
    lang: str
    start: int
    end: int
    concept: str
    status: TermStatus

    def __post_init__(self) -> None:
        """Refuse a span that is empty or turned round."""
        if not 0 <= self.start < self.end:
            raise ModelError(f"term span {self.start}..{self.end} in unit {self.unit_id} is empty or turned round")


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedText:
    """Residue that was left out on reading, by rule.

    Attributes:
        lang: language of the file it was dropped from.
        pattern: the rule that matched.
        count: how many blocks it took away.
    """

    lang: str
    pattern: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSummary:
    """How one language was aligned with the pivot.

    Attributes:
        lang: BCP 47 tag of the language that is not the pivot.
        beads: all beads, in order, the pivot on the source side.
        sides: the pivot's text and the other one, as the dot plot shows them; None where only the beads are known.
        crossings: segments of the pivot, and those of the other text that match them out of order.
    """

    lang: str
    beads: tuple[Bead, ...]
    sides: tuple[PlotSide, PlotSide] | None = None
    crossings: tuple[tuple[range, range], ...] = ()

    @classmethod
    def of(cls, alignment: Alignment, *, pivot: str, crossings: Sequence[Crossing] = ()) -> PairSummary:
        """The summary of `alignment`, of which `pivot` is either side, and of what is out of order in it.

        Raises:
            ModelError: neither side is in the pivot language.
        """
        source, target = PlotSide.of(alignment.source), PlotSide.of(alignment.target)
        if alignment.source.lang == pivot:
            return cls(
                lang=alignment.target.lang,
                beads=alignment.beads,
                sides=(source, target),
                crossings=tuple((one.source, one.target) for one in crossings),
            )
        if alignment.target.lang == pivot:
            turned = tuple(replace(bead, source=bead.target, target=bead.source) for bead in alignment.beads)
            return cls(
                lang=alignment.source.lang,
                beads=turned,
                sides=(target, source),
                crossings=tuple((one.target, one.source) for one in crossings),
            )
        raise ModelError(f"neither {alignment.source.id} nor {alignment.target.id} is in the pivot language {pivot}")

    @property
    def pivot_segments(self) -> int:
        """Number of segments on the pivot's side."""
        return sum(len(bead.source) for bead in self.beads)

    @property
    def segments(self) -> int:
        """Number of segments on the other side."""
        return sum(len(bead.target) for bead in self.beads)

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """Kinds of beads (pivot first) and how many there are: the most frequent first, null beads last."""
        counts = Counter(bead.kind for bead in self.beads)
        nulls = {bead.kind for bead in self.beads if bead.is_null}
        return tuple(sorted(counts.items(), key=lambda item: (item[0] in nulls, -item[1], item[0])))

    @property
    def nulls(self) -> int:
        """Number of null beads."""
        return sum(bead.is_null for bead in self.beads)

    @property
    def mean_score(self) -> float | None:
        """Mean score (0..1) of the beads that have one, null beads left out; None where there is none."""
        scores = [bead.score for bead in self.beads if bead.score is not None and not bead.is_null]
        return sum(scores) / len(scores) if scores else None

    def doubtful(self, below: float) -> int:
        """Number of beads with a score under `below` (0..1) that no person has confirmed, null beads left out."""
        return sum(
            bead.score is not None and bead.score < below and bead.status != "checked" and not bead.is_null
            for bead in self.beads
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusReport:
    """A corpus and what is to be said about it.

    Attributes:
        title: of the corpus.
        pivot: BCP 47 tag of the language that the others were aligned with.
        languages: all languages in the order in which they are shown; the pivot is always shown first.
        units: in the order of the pivot.
        pairs: the sums for each language but the pivot.
        findings: what the checks found.
        terms: occurrences of terms that are to be marked.
        termbase: where the concepts of `terms` and `findings` are explained; None where there is no term base.
        dropped: residue that was left out on reading.
        doubtful_below: score in 0..1; beads under it are shown as doubtful.
        publisher, date, licence: of the corpus, if known; the date as it is to be shown.
        status_note: what readers must know about the standing of the texts, such as that they are not official.
        signature: of the run that made the corpus.
    """

    title: str
    pivot: str
    languages: tuple[str, ...]
    units: tuple[TranslationUnit, ...]
    pairs: tuple[PairSummary, ...] = ()
    findings: tuple[Finding, ...] = ()
    terms: tuple[MarkedTerm, ...] = ()
    termbase: TermBase | None = None
    dropped: tuple[DroppedText, ...] = ()
    doubtful_below: float = 0.7
    publisher: str | None = None
    date: str | None = None
    licence: str | None = None
    status_note: str | None = None
    signature: Signature = field(default_factory=Signature)

    def __post_init__(self) -> None:
        """Refuse languages and spans that do not fit the units; the message names the unit."""
        if self.pivot not in self.languages:
            raise ModelError(f"the pivot {self.pivot} is not among the languages {', '.join(self.languages)}")
        if len(set(self.languages)) != len(self.languages):
            raise ModelError(f"a language is named twice: {', '.join(self.languages)}")
        if not 0.0 <= self.doubtful_below <= 1.0:
            raise ModelError(f"doubtful_below {self.doubtful_below} is not in 0..1")
        lengths: dict[str, dict[str, int]] = {}
        for unit in self.units:
            if unit.id in lengths:
                raise ModelError(f"unit id {unit.id} occurs twice")
            lengths[unit.id] = {variant.lang: len(variant.text) for variant in unit.variants}
            unknown = lengths[unit.id].keys() - set(self.languages)
            if unknown:
                raise ModelError(f"unit {unit.id} has a variant in {', '.join(sorted(unknown))}, which is not shown")
        places = [(term.unit_id, term.lang, term.end) for term in self.terms]
        places += [(finding.unit_id, finding.lang, finding.end) for finding in self.findings]
        for unit_id, lang, end in places:
            length = lengths.get(unit_id, {}).get(lang)
            if length is None:
                raise ModelError(f"a mark names unit {unit_id} in {lang}, which does not exist")
            if end > length:
                raise ModelError(f"a mark in unit {unit_id} ends at {end}, but its {lang} text has {length} characters")

    @property
    def columns(self) -> tuple[str, ...]:
        """The languages in the order of the columns: the pivot, then the others."""
        return (self.pivot, *(lang for lang in self.languages if lang != self.pivot))
