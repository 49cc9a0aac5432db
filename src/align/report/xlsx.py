"""Findings as a workbook: a row a finding, with a column for the decision of a reviser."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from align.formats.marked_sheets import Column, MarkedCell, write_marked_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from align.model import Finding, Severity, TranslationUnit
    from align.report import RunFacts

__all__ = ["XlsxReport"]

_COLOURS: dict[Severity, str] = {"error": "#FBE3E1", "warning": "#FFF6DF", "note": "#F4F6F8"}
_DECISIONS = ("correct", "accept", "ask")


class XlsxReport:
    """One sheet, `findings`; what was found is marked in the text, and rows have the colour of their severity."""

    is_text = False

    def render(
        self, findings: Iterable[Finding], units: Mapping[str, TranslationUnit], run: RunFacts
    ) -> Iterator[bytes]:
        """The workbook; the same findings give the same bytes.

        Raises:
            UsageError: there are more findings than a sheet holds, or a text is longer than a cell holds.
        """
        columns = (
            Column(name="severity", width=9),
            Column(name="rule", width=20),
            Column(name="document", width=14),
            Column(name="unit", width=10),
            Column(name="languages", width=10),
            Column(name="source", width=52),
            Column(name="translation", width=52),
            Column(name="found", width=24),
            Column(name="expected", width=30),
            Column(name="concept", width=18),
            Column(name="message", width=40),
            Column(name="decision", width=10, choices=_DECISIONS),
            Column(name="reason", width=30),
            Column(name="fingerprint", width=18),
        )
        with TemporaryDirectory(prefix="align.") as folder:
            path = Path(folder, "findings.xlsx")
            rows = (_row(finding, units.get(finding.unit_id), run) for finding in findings)
            write_marked_table(path, columns, rows, sheet="findings", title=run.subject, subject=str(run.signature))
            yield path.read_bytes()


def _row(finding: Finding, unit: TranslationUnit | None, run: RunFacts) -> tuple[str, tuple[MarkedCell, ...]]:
    about = finding.about
    source = unit.variant(run.source) if unit and run.source else None
    target = unit.variant(about) if unit else None
    span = (finding.start, finding.end)
    languages = f"{run.source} → {about}" if run.source and run.source != about else about
    return _COLOURS[finding.severity], (
        MarkedCell(text=finding.severity),
        MarkedCell(text=finding.rule_id),
        MarkedCell(text=finding.document or ""),
        MarkedCell(text=finding.unit_id),
        MarkedCell(text=languages),
        MarkedCell(
            text=source.text if source else "",
            marked=span if source and finding.lang == source.lang else None,
            lang=source.lang if source else None,
        ),
        MarkedCell(
            text=target.text if target and target is not source else "",
            marked=span if target and target is not source and finding.lang == target.lang else None,
            lang=about,
        ),
        MarkedCell(text=finding.found, lang=finding.lang),
        MarkedCell(text="\n".join(finding.expected), lang=about),
        MarkedCell(text=finding.concept or ""),
        MarkedCell(text=finding.message),
        MarkedCell(text=""),
        MarkedCell(text=""),
        MarkedCell(text=finding.fingerprint),
    )
