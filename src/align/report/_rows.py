"""From units to the rows, cells and pieces of text that the page shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import IntFlag
from itertools import pairwise
from typing import TYPE_CHECKING

from align import lang as languages
from align.model import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from align.model import Finding, Origin, Severity, TermStatus, TranslationUnit, Variant
    from align.report.corpus_report import CorpusReport, MarkedTerm

__all__ = ["Cell", "Chip", "Flag", "Group", "Piece", "Row", "rows"]

_STANDING: tuple[TermStatus, ...] = (
    "superseded",
    "deprecated",
    "proposed",
    "admitted",
    "do-not-translate",
    "preferred",
)
_SORTS = ("omission", "addition", "doubtful", "checked", "sure")


class Flag(IntFlag):
    """What a cell can be filtered by; the script of the page knows the same numbers."""

    TEXT = 1
    DOUBTFUL = 2
    NULL = 4
    MANY = 8
    FINDING = 16
    CHECKED = 32
    AUTO = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text under the same marks."""

    text: str
    concepts: tuple[int, ...] = ()
    status: TermStatus | None = None
    severity: Severity | None = None

    @property
    def look(self) -> str:
        """The classes that the style knows the piece by; empty if it is plain text."""
        looks = ("t", self.status) if self.status else ()
        return " ".join((*looks, *(("flag", self.severity) if self.severity else ())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """What is said about one bead.

    Attributes:
        kind: segments on each side, the pivot first, as "2–1".
        score: 0..1, or None.
        sort: sure, doubtful, checked, omission or addition.
        title: the ids of its segments.
    """

    kind: str
    score: float | None
    sort: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Sentences of one cell that belong to one bead; in the pivot's cell, one sentence.

    Attributes:
        pivots: which sentences of the pivot's cell it stands for, counted from 1; empty if there is only one.
        sentences: each cut into pieces; none for an omission.
        chips: one, or as many as there are beads where it is not known which sentence belongs to which.
    """

    pivots: range
    sentences: tuple[tuple[Piece, ...], ...]
    chips: tuple[Chip, ...]

    @property
    def label(self) -> str:
        """`pivots` as people write it: "2", "2–4", or nothing."""
        if not self.pivots:
            return ""
        first, last = self.pivots[0], self.pivots[-1]
        return f"{first}" if first == last else f"{first}–{last}"

    @property
    def sort(self) -> str:
        """The gravest sort of its chips, by which it is coloured; "plain" without chips."""
        sorts = {chip.sort for chip in self.chips}
        return next((sort for sort in _SORTS if sort in sorts), "plain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One language of one unit; `absence` is omission or addition where nothing stands for that reason."""

    lang: str
    column: int
    direction: str
    groups: tuple[Group, ...]
    absence: str
    findings: tuple[tuple[int, Finding], ...]
    flags: Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One unit: `number` counts from 1, `only` is the language of an addition."""

    number: int
    unit: TranslationUnit
    cells: tuple[Cell, ...]
    only: str | None

    @property
    def flags(self) -> str:
        """The flags of all cells, as the script reads them."""
        return " ".join(str(int(cell.flags)) for cell in self.cells)


def rows(report: CorpusReport, concepts: Mapping[str, int]) -> Iterator[Row]:
    """The rows of the page, in the order of the units.

    Args:
        report: what is shown.
        concepts: the number under which the page knows each concept.
    """
    terms: dict[tuple[str, str], list[MarkedTerm]] = defaultdict(list)
    for term in report.terms:
        terms[term.unit_id, term.lang].append(term)
    findings: dict[tuple[str, str], list[tuple[int, Finding]]] = defaultdict(list)
    for number, finding in enumerate(report.findings, start=1):
        findings[finding.unit_id, finding.lang].append((number, finding))
    directions = {lang: languages.direction(lang) for lang in report.columns}

    for number, unit in enumerate(report.units, start=1):
        pivot = unit.variant(report.pivot)
        origins: dict[str, list[Origin]] = defaultdict(list)
        for origin in sorted(unit.origin, key=_bead_position):
            origins[origin.source if origin.target == report.pivot else origin.target].append(origin)
        cells = []
        for column, lang in enumerate(report.columns):
            variant = unit.variant(lang)
            found = tuple(findings.get((unit.id, lang), ()))
            sentences = _cut(variant, terms.get((unit.id, lang), []), [finding for _, finding in found], concepts)
            if lang == report.pivot:
                groups = _pivot_groups(sentences)
            else:
                beads = [_BeadView.of(origin, report) for origin in origins[lang]]
                groups = _groups(beads, sentences, pivot, variant)
            absence = ""
            if variant is None and column == 0:
                absence = "addition"
            elif variant is None and pivot is not None and not groups:
                absence = "omission"
            cells.append(
                Cell(
                    lang=lang,
                    column=column,
                    direction=directions[lang],
                    groups=groups,
                    absence=absence,
                    findings=found,
                    flags=_flags(variant, pivot, origins[lang], groups, has_findings=bool(found)),
                )
            )
        yield Row(number=number, unit=unit, cells=tuple(cells), only=unit.variants[0].lang if pivot is None else None)


def _bead_position(origin: Origin) -> int:
    return origin.bead


@dataclass(frozen=True, slots=True, kw_only=True)
class _BeadView:
    """A bead seen from the pivot: how many segments on each side, and what is special about it."""

    ones: int
    others: int
    score: float | None
    sort: str
    langs: tuple[str, str]

    @classmethod
    def of(cls, origin: Origin, report: CorpusReport) -> _BeadView:
        left, _, right = origin.kind.partition("-")
        turned = origin.target == report.pivot
        ones, others = (int(right), int(left)) if turned else (int(left), int(right))
        if not ones:
            sort = "addition"
        elif not others:
            sort = "omission"
        elif origin.status == "checked":
            sort = "checked"
        else:
            sort = "doubtful" if origin.score is not None and origin.score < report.doubtful_below else "sure"
        langs = (origin.target, origin.source) if turned else (origin.source, origin.target)
        return cls(ones=ones, others=others, score=origin.score, sort=sort, langs=langs)

    def chip(self, ones: tuple[str, ...], others: tuple[str, ...]) -> Chip:
        """The chip; `ones` and `others` are the ids of the segments on each side, where known."""
        return Chip(
            kind=f"{self.ones}–{self.others}",
            score=self.score if self.ones and self.others else None,
            sort=self.sort,
            title=f"{self.langs[0]} {' '.join(ones) or '–'} : {self.langs[1]} {' '.join(others) or '–'}",
        )


def _pivot_groups(sentences: list[tuple[Piece, ...]]) -> tuple[Group, ...]:
    """One group a sentence, numbered if there are several."""
    several = len(sentences) > 1
    return tuple(
        Group(pivots=range(number, number + several), sentences=(sentence,), chips=())
        for number, sentence in enumerate(sentences, start=1)
    )


def _groups(
    beads: list[_BeadView], sentences: list[tuple[Piece, ...]], pivot: Variant | None, variant: Variant | None
) -> tuple[Group, ...]:
    """One group a bead; a single one where the beads do not account for the sentences."""
    total = sum(bead.ones for bead in beads)
    ids = (pivot.segments if pivot else (), variant.segments if variant else ())
    if sum(bead.others for bead in beads) != len(sentences):
        chips = tuple(bead.chip((), ()) for bead in beads)
        return (Group(pivots=range(0), sentences=tuple(sentences), chips=chips),) if sentences else ()
    groups = []
    left = right = 0
    for bead in beads:
        one, other = left + bead.ones, right + bead.others
        groups.append(
            Group(
                pivots=range(left + 1, one + 1) if total > 1 else range(0),
                sentences=tuple(sentences[right:other]),
                chips=(bead.chip(ids[0][left:one], ids[1][right:other]),),
            )
        )
        left, right = one, other
    return tuple(groups)


def _flags(
    variant: Variant | None,
    pivot: Variant | None,
    origins: list[Origin],
    groups: tuple[Group, ...],
    *,
    has_findings: bool,
) -> Flag:
    sorts = {chip.sort for group in groups for chip in group.chips}
    kinds = {chip.kind for group in groups for chip in group.chips if chip.sort not in {"omission", "addition"}}
    flags = Flag.TEXT if variant else Flag(0)
    if has_findings:
        flags |= Flag.FINDING
    if "doubtful" in sorts:
        flags |= Flag.DOUBTFUL
    if kinds - {"1–1"}:
        flags |= Flag.MANY
    if origins:
        flags |= Flag.CHECKED if all(origin.status == "checked" for origin in origins) else Flag.AUTO
    if sorts & {"omission", "addition"} or (variant is None and pivot is not None):
        flags |= Flag.NULL
    return flags


def _cut(
    variant: Variant | None, terms: list[MarkedTerm], findings: list[Finding], concepts: Mapping[str, int]
) -> list[tuple[Piece, ...]]:
    """The text of `variant`, cut into its sentences and these into pieces under the same marks."""
    if variant is None:
        return []
    text = variant.text
    in_place = [f for f in findings if f.start < f.end and (f.end - f.start < len(text) or f.found)]
    starts = sorted({0, *(start for start in variant.starts if start < len(text))})
    edges = sorted(
        {*starts, len(text)}
        | {edge for term in terms for edge in (term.start, term.end)}
        | {edge for finding in in_place for edge in (finding.start, finding.end)}
    )
    sentences: list[list[Piece]] = []
    begins = frozenset(starts)
    terms_ahead = sorted(terms, key=lambda term: term.start, reverse=True)
    findings_ahead = sorted(in_place, key=lambda finding: finding.start, reverse=True)
    over: list[MarkedTerm] = []
    found: list[Finding] = []
    for start, end in pairwise(edges):
        if start in begins:
            sentences.append([])
        while terms_ahead and terms_ahead[-1].start <= start:
            over.append(terms_ahead.pop())
        while findings_ahead and findings_ahead[-1].start <= start:
            found.append(findings_ahead.pop())
        over = [term for term in over if end <= term.end]
        found = [finding for finding in found if end <= finding.end]
        standing = {term.status for term in over}
        said = [finding.severity for finding in found]
        sentences[-1].append(
            Piece(
                text=text[start:end],
                concepts=tuple(sorted({concepts[term.concept] for term in over})),
                status=next((status for status in _STANDING if status in standing), None),
                severity=max(said, key=SEVERITIES.index) if said else None,
            )
        )
    return [tuple(sentence) for sentence in sentences]
