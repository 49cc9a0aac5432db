"""Findings that every report has to cope with."""

from __future__ import annotations

from align.checks import Rule
from align.model import Finding, Signature, TranslationUnit, Variant
from align.report import Location, RunFacts

HOSTILE = '</script><img src=x onerror="alert(1)"> ]]> & =1+1 "q" \x07 \ud800 ${x} {{ 7*7 }} %0A'
UNITS = {
    "u1": TranslationUnit(
        id="u1", variants=(Variant(lang="zh", content=("短文",)), Variant(lang="ar", content=("نص\nقصير",)))
    ),
    "=u&<2>": TranslationUnit(
        id="=u&<2>", variants=(Variant(lang="zh", content=("短",)), Variant(lang="en", content=(HOSTILE,)))
    ),
}
FINDINGS = (
    Finding(
        check="terms",
        rule="missing",
        severity="warning",
        message="message one",
        unit_id="u1",
        lang="zh",
        variant="ar",
        start=0,
        end=2,
        fingerprint="0123456789abcdef",
    ),
    Finding(
        check="terms",
        rule="admitted",
        severity="note",
        message="message two",
        unit_id="gone",
        lang="en",
        start=3,
        end=9,
    ),
    Finding(
        check="consistency",
        rule="rendering",
        severity="error",
        message="message three",
        unit_id="=u&<2>",
        lang="en",
        start=0,
        end=9,
        expected=("=cmd()", HOSTILE),
        found=HOSTILE[:9],
        concept=HOSTILE,
        document=HOSTILE,
        fingerprint="fedcba9876543210",
    ),
)
RULE = Rule(name="missing", severity="warning", summary="What is missing.", remedy="Add it.")
RUN = RunFacts(
    signature=Signature.of(align="0.1.0"),
    subject="a&b<c>.tmx",
    source="zh",
    rules={"terms/missing": RULE, "terms/deprecated": RULE},
    locate=lambda finding: Location(file="a b.tmx", line=7) if finding.unit_id == "u1" else None,
)
