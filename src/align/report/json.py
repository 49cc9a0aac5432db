"""Findings as JSON, as ``schemas/findings.schema.json`` describes it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from align.model import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from align.model import Finding, TranslationUnit
    from align.report import RunFacts

__all__ = ["JsonReport"]


class JsonReport:
    """One object: the signature of the run, counts, and the findings in their order."""

    is_text = True

    def render(
        self,
        findings: Iterable[Finding],
        units: Mapping[str, TranslationUnit],  # noqa: ARG002 - a span is enough for machines
        run: RunFacts,
    ) -> Iterator[bytes]:
        """The report; keys of counts are sorted, so that the same findings give the same bytes."""
        listed = list(findings)
        severities = Counter(finding.severity for finding in listed)
        report = {
            "signature": str(run.signature),
            "counts": {name: severities[name] for name in SEVERITIES},
            "by_check": _numbers(finding.check for finding in listed),
            "by_rule": _numbers(finding.rule_id for finding in listed),
            "by_lang": _numbers(finding.about for finding in listed),
        }
        head = json.dumps(report, ensure_ascii=False, indent=2).removesuffix("\n}")
        yield f'{head},\n  "findings": ['.encode("utf-8", "backslashreplace")
        for number, finding in enumerate(listed):
            text = json.dumps(asdict(finding), ensure_ascii=False, indent=2).replace("\n", "\n    ")
            yield f"{',' if number else ''}\n    {text}".encode("utf-8", "backslashreplace")
        yield b"\n  ]\n}\n" if listed else b"]\n}\n"


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
