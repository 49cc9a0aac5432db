"""Findings as JSON, as ``schemas/findings.schema.json`` describes it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from align.model import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from align.model import Finding, Signature, TranslationUnit

__all__ = ["JsonReport"]


class JsonReport:
    """One object: the signature of the run, counts, and the findings in their order."""

    def render(
        self,
        findings: Iterable[Finding],
        units: Mapping[str, TranslationUnit],  # noqa: ARG002 - a span is enough for machines
        *,
        signature: Signature,
    ) -> str:
        """The report; keys of counts are sorted, so that the same findings give the same bytes."""
        listed = list(findings)
        severities = Counter(finding.severity for finding in listed)
        report = {
            "signature": str(signature),
            "counts": {name: severities[name] for name in SEVERITIES},
            "by_check": _numbers(finding.check for finding in listed),
            "by_rule": _numbers(f"{finding.check}/{finding.rule}" for finding in listed),
            "by_lang": _numbers(finding.lang for finding in listed),
            "findings": [asdict(finding) for finding in listed],
        }
        return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
