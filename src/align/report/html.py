"""The report on a corpus as one HTML page that needs neither a network nor, for reading, a script.

The page carries its style and its script; a content security policy in it forbids every request and every script
but its own, so that no text of a corpus can make it do anything.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from align import lang as languages
from align.model import SEVERITIES
from align.report._figures import BAR_WIDTH, Bar, bars
from align.report._plot_drawing import Drawing
from align.report._rows import rows
from align.report._templates import beside, environment
from align.report.corpus_report import PairSummary
from align.report.dotplot import DotPlot, PlotSide

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from align.model import Concept, Finding, Severity
    from align.report.corpus_report import CorpusReport

__all__ = ["render_corpus"]

_SHOWN_BESIDE_PIVOT = 2  # columns that a laptop's screen shows without scrolling


@dataclass(frozen=True, slots=True, kw_only=True)
class _PairRow:
    """A line of the table of sums; `slots` has a place for every kind of bead in the corpus."""

    pair: PairSummary
    bars: tuple[Bar, ...]
    slots: tuple[Bar | None, ...]
    plot: Drawing
    doubtful: int
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _ConceptRow:
    number: int
    id: str
    concept: Concept | None
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def preferred(self, lang: str) -> str:
        terms = self.concept.terms_in(lang) if self.concept else ()
        return next((term.text for term in terms if term.status == "preferred"), "")


def render_corpus(report: CorpusReport) -> str:
    """The page for `report`: the same report gives the same characters."""
    concepts = _concept_rows(report)
    numbers = {row.id: row.number for row in concepts}
    unit_numbers = {unit.id: number for number, unit in enumerate(report.units, start=1)}
    script = beside("corpus.js")
    every_bead = PairSummary(lang="mul", beads=tuple(bead for pair in report.pairs for bead in pair.beads))
    kinds = [part.kind for part in bars(every_bead)]
    findings_in = Counter(finding.lang for finding in report.findings)
    return (
        environment()
        .get_template("corpus.html.j2")
        .render(
            report=report,
            rows=rows(report, numbers),
            pairs=[_pair_row(report, pair, kinds=kinds, findings=findings_in[pair.lang]) for pair in report.pairs],
            concepts=concepts,
            finding_groups=_finding_groups(report.findings),
            unit_numbers=unit_numbers,
            preferred={(row.number, lang): row.preferred(lang) for row in concepts for lang in report.columns},
            direction=languages.direction,
            shown=report.columns[: 1 + _SHOWN_BESIDE_PIVOT],
            script=script,
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
            style=beside("corpus.css"),
            dark=beside("corpus-dark.css"),
            data=_json({"languages": report.columns, "concepts": _concept_data(report, concepts)}),
            bar_width=BAR_WIDTH,
        )
    )


def _json(data: object) -> str:
    """`data` as JSON that no HTML parser takes for markup."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _pair_row(report: CorpusReport, pair: PairSummary, *, kinds: Iterable[str], findings: int) -> _PairRow:
    units = {
        origin.bead: number
        for number, unit in enumerate(report.units, start=1)
        for origin in unit.origin
        if pair.lang in {origin.source, origin.target}
    }
    parts = bars(pair)
    by_kind = {part.kind: part for part in parts}
    return _PairRow(
        pair=pair,
        bars=parts,
        slots=tuple(by_kind.get(kind) for kind in kinds),
        plot=Drawing.on_page(_dot_plot(report, pair), links=units),
        doubtful=pair.doubtful(report.doubtful_below),
        findings=findings,
    )


def _dot_plot(report: CorpusReport, pair: PairSummary) -> DotPlot:
    sides = pair.sides or (
        PlotSide(lang=report.pivot, count=pair.pivot_segments),
        PlotSide(lang=pair.lang, count=pair.segments),
    )
    return DotPlot(
        source=sides[0],
        target=sides[1],
        beads=pair.beads,
        doubtful_below=report.doubtful_below,
        crossings=pair.crossings,
    )


def _concept_rows(report: CorpusReport) -> list[_ConceptRow]:
    """Every concept that is marked, found or known, in the order of the term base; unknown ones after it, sorted."""
    known = {concept.id: concept for concept in report.termbase.concepts} if report.termbase else {}
    named = {term.concept for term in report.terms} | {f.concept for f in report.findings if f.concept is not None}
    counts: dict[str, Counter[str]] = {}
    for term in report.terms:
        counts.setdefault(term.concept, Counter())[term.lang] += 1
    ordered = [*known, *sorted(named - known.keys())]
    return [
        _ConceptRow(number=number, id=name, concept=known.get(name), counts=counts.get(name, Counter()))
        for number, name in enumerate(ordered)
    ]


def _concept_data(report: CorpusReport, concepts: Iterable[_ConceptRow]) -> list[dict[str, object]]:
    """What the script tells about a concept, in the order of their numbers."""
    return [
        {
            "id": row.id,
            "definition": (row.concept.definition if row.concept else None) or "",
            "terms": {
                lang: [[term.text, term.status] for term in row.concept.terms_in(lang)] if row.concept else []
                for lang in report.columns
            },
            "counts": dict(sorted(row.counts.items())),
        }
        for row in concepts
    ]


def _finding_groups(findings: Iterable[Finding]) -> list[tuple[Severity, str, str, list[tuple[int, Finding]]]]:
    """Findings with their numbers, by severity (gravest first), check and rule."""
    groups: dict[tuple[Severity, str, str], list[tuple[int, Finding]]] = {}
    for number, finding in enumerate(findings, start=1):
        groups.setdefault((finding.severity, finding.check, finding.rule), []).append((number, finding))
    ordered = sorted(groups, key=lambda key: (-SEVERITIES.index(key[0]), *key[1:]))
    return [(*key, groups[key]) for key in ordered]
