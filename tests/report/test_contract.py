"""What every report on the shelf holds to."""

from __future__ import annotations

import pytest

from align.errors import UnknownNameError
from align.model import Finding, Signature, TranslationUnit, Variant
from align.report import REPORTS

UNITS = {"u1": TranslationUnit(id="u1", variants=(Variant(lang="ar", content=("نص\nقصير",)),))}
FINDINGS = (
    Finding(check="terms", rule="missing", severity="warning", message="m", unit_id="u1", lang="ar", start=0, end=2),
    Finding(check="terms", rule="admitted", severity="note", message="n", unit_id="gone", lang="en", start=3, end=9),
)
SIGNATURE = Signature.of(align="0.1.0")


def render(name: str, findings: tuple[Finding, ...]) -> str:
    """The report called `name`."""
    return REPORTS.make(name).render(iter(findings), UNITS, signature=SIGNATURE)


@pytest.mark.parametrize("name", REPORTS.names())
def test_the_same_findings_give_the_same_text(name: str) -> None:
    """A report depends on nothing but its input."""
    assert render(name, FINDINGS) == render(name, FINDINGS)


@pytest.mark.parametrize("name", REPORTS.names())
@pytest.mark.parametrize("findings", [(), FINDINGS])
def test_a_report_is_never_empty_and_ends_its_last_line(name: str, findings: tuple[Finding, ...]) -> None:
    """No findings is a result, too."""
    text = render(name, findings)
    assert text.strip()
    assert text.endswith("\n")


@pytest.mark.parametrize("name", REPORTS.names())
def test_every_message_is_in_the_report(name: str) -> None:
    """Also that of a finding whose unit is not at hand."""
    text = render(name, FINDINGS)
    assert all(finding.unit_id in text and finding.message in text for finding in FINDINGS)


def test_an_unknown_report_is_answered_with_the_nearest() -> None:
    """A misspelled name gets a suggestion."""
    with pytest.raises(UnknownNameError, match="did you mean 'json'"):
        REPORTS.make("jsn")
