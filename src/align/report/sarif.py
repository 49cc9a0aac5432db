"""Findings as SARIF 2.1.0, which code hosts and editors show beside the files.

Static Analysis Results Interchange Format (SARIF) Version 2.1.0, OASIS Standard, 27 March 2020. A region has a line and
no columns, for those of a translation unit are not those of the file; the span is in `properties`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from align import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from align.model import Finding, Severity, TranslationUnit
    from align.report import RunFacts

__all__ = ["SarifReport"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT = "alignFinding/v1"
"""The name of our fingerprints; the number is that of the way in which they are made."""
_LEVELS: dict[Severity, str] = {"note": "note", "warning": "warning", "error": "error"}


class SarifReport:
    """One run with a rule for each that was looked for, and a result for each finding."""

    is_text = True

    def render(
        self, findings: Iterable[Finding], units: Mapping[str, TranslationUnit], run: RunFacts
    ) -> Iterator[bytes]:
        """The log, indented; lone surrogates are escaped."""
        listed = list(findings)
        names = [*run.rules, *sorted({finding.rule_id for finding in listed} - run.rules.keys())]
        index = {name: number for number, name in enumerate(names)}
        log = {
            "$schema": _SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {
                            "name": "align",
                            "fullName": "align-toolkit",
                            "version": __version__,
                            "semanticVersion": __version__,
                            "rules": [_rule(name, run) for name in names],
                        }
                    },
                    "columnKind": "unicodeCodePoints",
                    "properties": {"signature": str(run.signature), "source": run.source},
                    "results": [_result(finding, units.get(finding.unit_id), index, run) for finding in listed],
                }
            ],
        }
        text = json.dumps(log, ensure_ascii=False, indent=2)
        yield f"{text}\n".encode("utf-8", "backslashreplace")


def _rule(name: str, run: RunFacts) -> dict[str, Any]:
    rule = run.rules.get(name)
    told: dict[str, Any] = {
        "id": name,
        "name": "".join(part.capitalize() for part in name.replace("/", "-").split("-")),
    }
    if rule is not None:
        told |= {
            "shortDescription": {"text": rule.summary},
            "fullDescription": {"text": rule.summary},
            "help": {"text": rule.remedy, "markdown": rule.remedy},
            "defaultConfiguration": {"enabled": not rule.optional, "level": _LEVELS[rule.severity]},
        }
    return told


def _result(finding: Finding, unit: TranslationUnit | None, index: Mapping[str, int], run: RunFacts) -> dict[str, Any]:
    place = run.locate(finding)
    location: dict[str, Any] = {
        "logicalLocations": [{"name": finding.unit_id, "fullyQualifiedName": _qualified(finding), "kind": "element"}]
    }
    if place is not None:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
        if place.line is not None:
            physical["region"] = {"startLine": place.line}
        location["physicalLocation"] = physical
    variants = {variant.lang: variant.text for variant in unit.variants} if unit else {}
    return {
        "ruleId": finding.rule_id,
        "ruleIndex": index[finding.rule_id],
        "level": _LEVELS[finding.severity],
        "kind": "fail",
        "message": {"text": _sentence(finding.message)},
        "locations": [location],
        **({"partialFingerprints": {_FINGERPRINT: finding.fingerprint}} if finding.fingerprint else {}),
        "properties": {
            "unit": finding.unit_id,
            "document": finding.document,
            "concept": finding.concept,
            "lang": finding.lang,
            "variant": finding.about,
            "start": finding.start,
            "end": finding.end,
            "expected": [*finding.expected],
            "found": finding.found,
            "texts": {lang: variants[lang] for lang in (run.source, finding.about) if lang and lang in variants},
        },
    }


def _qualified(finding: Finding) -> str:
    return "/".join(part for part in (finding.document, finding.unit_id, finding.lang) if part)


def _uri(name: str) -> str:
    """A relative reference; what looks like a scheme or a drive cannot be taken for one."""
    uri = quote(name, safe="/-._~", errors="replace")
    return f"file://{uri}" if uri.startswith("/") else uri


def _sentence(message: str) -> str:
    """The message with a full stop at its end, and braces doubled, for single ones hold places (section 3.11.5)."""
    message = message.replace("{", "{{").replace("}", "}}")
    return message if message.endswith((".", "!", "?", "。", "…")) else f"{message}."
