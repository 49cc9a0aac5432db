"""Findings as text."""

from __future__ import annotations

from align.model import Finding, Severity, TranslationUnit, Variant
from align.report import RunFacts
from align.report.text import TextReport

TEXT = "It is imperative to work for a community of common destiny, and to do so with firm resolve."


def render(*findings: Finding, text: str = TEXT, lang: str = "en") -> list[str]:
    """The lines of the report on one unit."""
    units = {"u1": TranslationUnit(id="u1", variants=(Variant(lang=lang, content=(text,)),))}
    return b"".join(TextReport().render(findings, units, RunFacts())).decode("utf-8").splitlines()


def finding(start: int, end: int, *, severity: Severity = "error", lang: str = "en") -> Finding:
    """A finding in the unit."""
    return Finding(
        check="terms", rule="r", severity=severity, message="do so", unit_id="u1", lang=lang, start=start, end=end
    )


def test_a_line_has_place_severity_rule_context_and_message() -> None:
    """Everything a reviser needs stands in one line."""
    start = TEXT.index("community")
    assert render(finding(start, start + 27))[0] == (
        "u1:en:31  error  terms/r  …mperative to work for a [community of common destiny], and to do so with firm…  do so"
    )


def test_the_last_line_counts_by_severity() -> None:
    """The gravest first; numbers agree with their nouns."""
    lines = render(finding(0, 2, severity="note"), finding(0, 2, severity="note"), finding(3, 5))
    assert lines[-1] == "3 findings: 1 error, 2 notes"
    assert render() == ["no findings"]


def test_a_long_span_is_shortened_and_line_ends_become_spaces() -> None:
    """A finding stays one line."""
    text = "a\nb " * 40
    (line, _) = render(finding(0, len(text)), text=text)
    assert "\n" not in line
    assert "…" in line
    assert len(line) < 120


def test_text_from_right_to_left_is_kept_apart() -> None:
    """An Arabic context does not turn the rest of the line round."""
    (line, _) = render(finding(0, 2, lang="ar"), text="نص قصير", lang="ar")
    assert "\u2067[نص] قصير\u2069" in line


def test_a_passage_from_right_to_left_does_not_turn_the_message_round() -> None:
    """Each passage in quotation marks stands for itself; a message in other scripts is left alone."""
    arabic = Finding(
        check="terms", rule="r", severity="error", message="“نص” or “قصير”", unit_id="u", lang="en", start=0, end=0
    )
    assert "\u2068“نص”\u2069 or \u2068“قصير”\u2069" in render(arabic)[0]
    assert "\u2068" not in render(finding(0, 2))[0]
