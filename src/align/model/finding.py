"""Findings: what a check has to say about a place in the corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from align.errors import ModelError

__all__ = ["SEVERITIES", "Finding", "Severity"]

Severity = Literal["note", "warning", "error"]

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the mildest to the gravest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a reviser should look at.

    Attributes:
        check: the check's name.
        rule: which of the check's rules, such as "missing" or "deprecated".
        severity: note, warning or error.
        message: one sentence for people.
        unit_id: the unit it is in.
        lang: the language of the variant that the span lies in.
        variant: the language of the variant that it is about, where that is not `lang`: what is missing in a
            translation has its place in the source.
        start, end: span in that variant's text, code points, half-open.
        expected: what would have been right, best first.
        found: what stands there; empty where something is missing.
        concept: id of the concept, if it is about one.
        document: name of the document that the unit is from, if it is known.
        fingerprint: what it is known by from run to run (`align.checks.fingerprints`); empty where nobody gave it one.
    """

    check: str
    rule: str
    severity: Severity
    message: str
    unit_id: str
    lang: str
    start: int
    end: int
    expected: tuple[str, ...] = ()
    found: str = ""
    concept: str | None = None
    variant: str | None = None
    document: str | None = None
    fingerprint: str = ""

    def __post_init__(self) -> None:
        """Refuse an unknown severity and a span that is turned round."""
        if self.severity not in SEVERITIES:
            raise ModelError(f"severity {self.severity!r} is not one of {', '.join(SEVERITIES)}")
        if not 0 <= self.start <= self.end:
            raise ModelError(f"finding span {self.start}..{self.end} is turned round")

    @property
    def rule_id(self) -> str:
        """Check and rule, as `terms/missing`."""
        return f"{self.check}/{self.rule}"

    @property
    def about(self) -> str:
        """The language of the variant that it is about."""
        return self.variant or self.lang
