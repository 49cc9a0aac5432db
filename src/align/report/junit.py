"""Findings as JUnit XML, in the form that Jenkins, GitLab and other servers read.

There is no standard; this is the part that all of them know: `testsuites`, `testsuite`, `testcase`, `failure`,
`system-out`. A finding is a test case that fails; a rule that was looked for and found nothing is one that passes.
Notes do not fail: they are put out as what the passing case had to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.formats.trees import Node, tree_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from align.model import Finding, TranslationUnit
    from align.report import RunFacts

__all__ = ["JunitReport"]


class JunitReport:
    """A suite a check, a case a finding."""

    is_text = True

    def render(
        self, findings: Iterable[Finding], units: Mapping[str, TranslationUnit], run: RunFacts
    ) -> Iterator[bytes]:
        """The document; without times, so that the same findings give the same bytes."""
        suites: dict[str, list[Finding]] = {name.partition("/")[0]: [] for name in run.rules}
        for finding in findings:
            suites.setdefault(finding.check, []).append(finding)
        made = tuple(_suite(check, found, units, run) for check, found in suites.items())
        totals = {
            key: str(sum(int(suite.attributes[key]) for suite in made)) for key in ("tests", "failures", "errors")
        }
        yield tree_bytes(Node(tag="testsuites", attributes={"name": "align", **totals}, children=made))


def _suite(check: str, found: list[Finding], units: Mapping[str, TranslationUnit], run: RunFacts) -> Node:
    met = {finding.rule_id for finding in found}
    cases = [_case(finding, units.get(finding.unit_id), run) for finding in found]
    cases += [
        Node(tag="testcase", attributes={"classname": _class(name), "name": rule.summary})
        for name, rule in run.rules.items()
        if name.startswith(f"{check}/") and name not in met and not rule.optional
    ]
    failures = sum(finding.severity != "note" for finding in found)
    signature = Node(tag="property", attributes={"name": "signature", "value": str(run.signature)})
    return Node(
        tag="testsuite",
        attributes={"name": check, "tests": str(len(cases)), "failures": str(failures), "errors": "0", "skipped": "0"},
        children=(Node(tag="properties", children=(signature,)), *cases),
    )


def _case(finding: Finding, unit: TranslationUnit | None, run: RunFacts) -> Node:
    place = run.locate(finding)
    where = {} if place is None else {"file": place.file}
    if place is not None and place.line is not None:
        where["line"] = str(place.line)
    texts = {variant.lang: variant.text for variant in unit.variants} if unit else {}
    told = [f"{lang}: {texts[lang]}" for lang in dict.fromkeys((run.source, finding.about)) if lang and lang in texts]
    told += [f"document: {finding.document}"] if finding.document else []
    told += [f"fingerprint: {finding.fingerprint}"] if finding.fingerprint else []
    text = "\n".join([finding.message, *told])
    if finding.severity == "note":
        said = Node(tag="system-out", text=text)
    else:
        said = Node(tag="failure", attributes={"type": finding.severity, "message": finding.message}, text=text)
    name = f"{finding.unit_id} {finding.about}: {finding.message}"
    attributes = {"classname": _class(finding.rule_id), "name": " ".join(name.split()), **where}
    return Node(tag="testcase", attributes=attributes, children=(said,))


def _class(rule: str) -> str:
    return rule.replace("/", ".")
