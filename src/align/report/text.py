"""Findings as text: a line each, made to be read in a terminal and cut with grep."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from align.lang import direction
from align.model import SEVERITIES
from align.report._quoted import isolated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from align.model import Finding, TranslationUnit
    from align.report import RunFacts

__all__ = ["TextReport"]

_CONTEXT = 24
"""Code points shown on either side of what was found."""
_LONGEST_SPAN = 60
_ISOLATE, _END_ISOLATE = "\u2067", "\u2069"
"""Around a text that is written from right to left, so that it does not turn round the rest of the line."""


class TextReport:
    """A line a finding: unit, language and place, severity, rule, the place in its context, message; then a sum.

    Each line is given out as soon as its finding is known.
    """

    is_text = True

    def render(
        self,
        findings: Iterable[Finding],
        units: Mapping[str, TranslationUnit],
        run: RunFacts,  # noqa: ARG002 - text is for reading, not for comparing runs
    ) -> Iterator[bytes]:
        """The report; its last line counts the findings by severity."""
        counts = Counter[str]()
        for finding in findings:
            counts[finding.severity] += 1
            yield _encoded(_line(finding, units.get(finding.unit_id)))
        yield _encoded(_sum(counts))


def _encoded(line: str) -> bytes:
    return f"{line}\n".encode("utf-8", "backslashreplace")


def _line(finding: Finding, unit: TranslationUnit | None) -> str:
    variant = unit.variant(finding.lang) if unit else None
    parts = [
        f"{_one_line(finding.unit_id)}:{finding.lang}:{finding.start}",
        finding.severity,
        f"{finding.check}/{finding.rule}",
        _context(variant.text, finding) if variant else "",
        isolated(_one_line(finding.message)),
        f"[{finding.fingerprint}]" if finding.fingerprint else "",
    ]
    return "  ".join(part for part in parts if part)


def _context(text: str, finding: Finding) -> str:
    """The span in brackets, with what stands around it."""
    before, after = text[: finding.start], text[finding.end :]
    span = text[finding.start : finding.end]
    if len(span) > _LONGEST_SPAN:
        half = _LONGEST_SPAN // 2
        span = f"{span[:half]}…{span[-half:]}"
    left = f"…{before[-_CONTEXT:]}" if len(before) > _CONTEXT else before
    right = f"{after[:_CONTEXT]}…" if len(after) > _CONTEXT else after
    shown = " ".join(f"{left}[{span}]{right}".split())
    return f"{_ISOLATE}{shown}{_END_ISOLATE}" if direction(finding.lang) == "rtl" else shown


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() or char.isspace() else "\ufffd" for char in text).split())


def _sum(counts: Counter[str]) -> str:
    total = counts.total()
    if not total:
        return "no findings"
    parts = [f"{counts[name]} {name}{'s' if counts[name] > 1 else ''}" for name in reversed(SEVERITIES) if counts[name]]
    return f"{total} finding{'s' if total > 1 else ''}: {', '.join(parts)}"
