"""Findings as JSON."""

from __future__ import annotations

import json

import jsonschema

from align.model import Finding, Signature
from align.report import RunFacts
from align.report.json import JsonReport
from align.resources import schema_path

FINDINGS = [
    Finding(
        check="terms",
        rule="deprecated",
        severity="error",
        message="“x” is deprecated",
        unit_id="u1",
        lang="zh",
        start=0,
        end=2,
        expected=("人类命运共同体",),
        found="共同",
        concept="shared-future",
        variant="en",
        document="report of 2014",
        fingerprint="0123456789abcdef",
    ),
    Finding(
        check="consistency", rule="same-source", severity="note", message="m", unit_id="u2", lang="fr", start=1, end=1
    ),
]


def render(findings: list[Finding], **items: str) -> str:
    """The report as text."""
    run = RunFacts(signature=Signature.of(align="0.1.0", **items))
    return b"".join(JsonReport().render(findings, {}, run)).decode("utf-8")


def test_the_report_is_valid_by_our_schema() -> None:
    """With findings and without."""
    schema = json.loads(schema_path("findings.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    for findings in ([], FINDINGS):
        validator.validate(json.loads(render(findings, langs="zh-en")))


def test_findings_come_back_as_they_were() -> None:
    """Nothing of a finding is lost, and the text stays readable."""
    text = render(FINDINGS)
    report = json.loads(text)
    assert [Finding(**{**item, "expected": tuple(item["expected"])}) for item in report["findings"]] == FINDINGS
    assert "人类命运共同体" in text


def test_counts_are_by_severity_check_rule_and_language() -> None:
    """Severities without a finding count 0."""
    report = json.loads(render(FINDINGS))
    assert report["signature"] == "align:0.1.0"
    assert report["counts"] == {"note": 1, "warning": 0, "error": 1}
    assert report["by_check"] == {"consistency": 1, "terms": 1}
    assert report["by_rule"] == {"consistency/same-source": 1, "terms/deprecated": 1}
    assert report["by_lang"] == {"en": 1, "fr": 1}
