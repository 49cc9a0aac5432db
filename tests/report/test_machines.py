"""Findings as SARIF, JUnit XML and a workbook, read again by other readers."""

from __future__ import annotations

import io
import json
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from align.model import Finding, Signature, TranslationUnit, Variant
from align.report import REPORTS, RunFacts
from report_findings import FINDINGS, HOSTILE, RUN, UNITS


def render(name: str, findings: tuple[Finding, ...] = FINDINGS, run: RunFacts = RUN) -> bytes:
    """The report called `name`."""
    return b"".join(REPORTS.make(name).render(findings, UNITS, run))


def sarif(*findings: Finding) -> dict[str, Any]:
    """The one run of the log."""
    log = json.loads(render("sarif", findings or FINDINGS))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    found: dict[str, Any] = run
    return found


# The properties that SARIF 2.1.0 (sections 3.14 to 3.29) allows where we write any, and what they have to hold.
RUN_KEYS = {"tool", "columnKind", "properties", "results"}
RULE_KEYS = {"id", "name", "shortDescription", "fullDescription", "help", "defaultConfiguration"}
RESULT_KEYS = {
    "ruleId", "ruleIndex", "level", "kind", "message", "locations", "partialFingerprints", "properties",
}  # fmt: skip


def test_a_log_has_what_the_standard_asks_for():
    """Required properties are there, no other ones are, and enumerated values are of the list."""
    run = sarif()
    assert set(run) == RUN_KEYS
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    driver = run["tool"]["driver"]
    assert driver["name"]
    for rule in driver["rules"]:
        assert {"id"} <= set(rule) <= RULE_KEYS
        assert rule.get("defaultConfiguration", {"level": "note"})["level"] in {"none", "note", "warning", "error"}
        assert all(isinstance(rule[key]["text"], str) for key in ("shortDescription", "help") if key in rule)
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    for result in run["results"]:
        assert set(result) <= RESULT_KEYS
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["kind"] == "fail"
        assert result["message"]["text"]
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert all(isinstance(mark, str) for mark in result.get("partialFingerprints", {}).values())
        (location,) = result["locations"]
        assert set(location) <= {"logicalLocations", "physicalLocation"}


def test_a_result_says_where_it_is():
    """By file and line where they are known, as a URI reference; by unit always."""
    one, two, _ = sarif()["results"]
    assert one["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b.tmx"},
        "region": {"startLine": 7},
    }
    assert "physicalLocation" not in two["locations"][0]
    assert one["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "u1/zh"


def test_a_result_is_known_again():
    """By the fingerprint; rules come with help."""
    run = sarif()
    assert run["results"][0]["partialFingerprints"] == {"alignFinding/v1": "0123456789abcdef"}
    assert "partialFingerprints" not in run["results"][1]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["terms/missing"]["help"]["text"] == "Add it."
    assert rules["consistency/rendering"]["name"] == "ConsistencyRendering"


def test_braces_hold_no_places():
    """A message with braces is not a template."""
    finding = Finding(
        check="terms", rule="missing", severity="note", message="“{0}”", unit_id="u", lang="en", start=0, end=0
    )
    assert sarif(finding)["results"][0]["message"]["text"] == "“{{0}}”."


def test_an_absolute_path_is_a_file_uri():
    """Also with letters that no URI holds."""
    from align.report.sarif import _uri

    assert _uri("/a b/文.tmx") == "file:///a%20b/%E6%96%87.tmx"
    assert _uri("c:x.tmx") == "c%3Ax.tmx"


def junit(*findings: Finding) -> ET.Element:
    """The root element."""
    return ET.fromstring(render("junit", findings))  # noqa: S314 - our own


def test_findings_are_cases_that_fail_and_notes_are_not():
    """The counts agree with the cases."""
    root = junit(*FINDINGS)
    assert (root.tag, root.attrib) == (
        "testsuites",
        {"name": "align", "tests": "4", "failures": "2", "errors": "0"},
    )
    for suite in root:
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(sum(case.find("failure") is not None for case in cases))
    first = root.find("testsuite/testcase")
    assert first is not None
    assert (first.get("classname"), first.get("file"), first.get("line")) == ("terms.missing", "a b.tmx", "7")
    failure = first.find("failure")
    assert failure is not None
    assert failure.get("type") == "warning"
    assert failure.text == "message one\nzh: 短文\nar: نص\nقصير\nfingerprint: 0123456789abcdef"


def test_a_rule_that_found_nothing_is_a_case_that_passes():
    """So that a server can show what was looked for."""
    (suite,) = junit()
    assert [case.get("classname") for case in suite.findall("testcase")] == ["terms.missing", "terms.deprecated"]
    assert suite.get("failures") == "0"


def test_what_xml_cannot_hold_is_replaced():
    """And the rest of the text stays."""
    text = "".join(junit(*FINDINGS).itertext())
    assert HOSTILE.replace("\x07", "\ufffd").replace("\ud800", "\ufffd") in text


@pytest.fixture
def sheet():
    """The sheet of findings."""
    book = openpyxl.load_workbook(io.BytesIO(render("xlsx")), rich_text=True)
    yield book["findings"]
    book.close()


def cells(sheet: Any, row: int) -> dict[str, Any]:
    """The cells of a row by the name of their column."""
    names = [cell.value for cell in sheet[1]]
    return {name: cell.value for name, cell in zip(names, sheet[row], strict=True)}


def test_a_row_is_a_finding(sheet):
    """With a column for the decision, and the fingerprint to accept it by."""
    row = cells(sheet, 2)
    assert (row["severity"], row["rule"], row["unit"], row["languages"]) == (
        "warning",
        "terms/missing",
        "u1",
        "zh → ar",
    )
    assert (row["translation"], row["message"], row["fingerprint"]) == ("نص\nقصير", "message one", "0123456789abcdef")
    assert row["decision"] is None
    assert sheet.max_row == 4
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"correct,accept,ask"'


def test_the_span_is_marked_in_the_text(sheet):
    """In bold, as a part of a rich string."""
    text = cells(sheet, 4)["translation"]
    marked = [part for part in text if not isinstance(part, str) and part.font.b]
    assert [part.text for part in marked] == [HOSTILE[:9]]
    assert str(text) == HOSTILE.replace("\x07", "\ufffd").replace("\ud800", "\ufffd")


def test_no_cell_is_a_formula(sheet):
    """Whatever it begins with."""
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert cells(sheet, 4)["expected"].startswith("=cmd()\n")


def test_a_text_that_is_longer_than_a_cell_is_refused():
    """With a remedy; nothing is cut off silently."""
    from align.errors import UsageError

    unit = TranslationUnit(id="u", variants=(Variant(lang="en", content=("x" * 40_000,)),))
    finding = Finding(check="c", rule="r", severity="note", message="m", unit_id="u", lang="en", start=0, end=1)
    run = RunFacts(signature=Signature(), source="zh")
    with pytest.raises(UsageError, match="a cell holds 32,767 characters and the column translation has more"):
        b"".join(REPORTS.make("xlsx").render([finding], {"u": unit}, run))
