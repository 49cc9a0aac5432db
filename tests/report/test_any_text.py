"""Whatever a text holds, a report stays what it is, and an accepted finding can be read again."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from align.checks.accepted import accept, read_accepted
from align.model import Finding, TranslationUnit, Variant
from align.report import REPORTS, RunFacts

TEXT = st.text(min_size=1, max_size=60)
SPAN = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)


def case(source: str, target: str, message: str, span: list[int]) -> tuple[Finding, dict[str, TranslationUnit]]:
    """A finding with its unit."""
    unit = TranslationUnit(
        id=message, variants=(Variant(lang="zh", content=(source,)), Variant(lang="ar", content=(target,)))
    )
    start, end = span
    finding = Finding(
        check="terms",
        rule="missing",
        severity="error",
        message=message,
        unit_id=message,
        lang="ar",
        start=start,
        end=end,
        expected=(source,),
        found=target[start:end],
        concept=source,
        document=target,
        fingerprint="0" * 16,
    )
    return finding, {unit.id: unit}


@settings(max_examples=40, deadline=None)
@given(TEXT, TEXT, TEXT, SPAN)
def test_a_report_can_be_read_again(source, target, message, span):
    """As JSON, SARIF, XML, a workbook; the page and the text are UTF-8, and the text has a line a finding."""
    finding, units = case(source, target, message, span)
    made = {
        name: b"".join(REPORTS.make(name).render([finding], units, RunFacts(source="zh"))) for name in REPORTS.names()
    }
    assert json.loads(made["json"])["findings"][0]["message"] == message
    assert json.loads(made["sarif"])["runs"][0]["results"][0]["properties"]["found"] == finding.found
    assert len(ET.fromstring(made["junit"]).findall("testsuite/testcase/failure")) == 1  # noqa: S314 - our own
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    assert book["findings"].max_row == 2
    book.close()
    assert "<script" not in made["html"].decode("utf-8")
    assert made["text"].decode("utf-8").count("\n") == 2


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, TEXT, st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_what_was_accepted_can_be_read_again(source, target, message, reason, name):
    """Whatever the reason and the texts hold; long ones are shortened."""
    finding, units = case(source, target, message, [0, 0])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.toml")
        assert accept(path, [(finding, units[message])], reason=reason, name=name, source="zh") == 1
        (entry,) = read_accepted(path).entries
    assert entry.fingerprint == finding.fingerprint
    if max(reason) < "\ud800" and len(reason) <= 300:
        assert entry.reason == reason.strip()
