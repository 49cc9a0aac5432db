"""Reports: what a corpus looks like, side by side, and what people and machines should know of the findings in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from align.model import Signature
from align.report.corpus_report import CorpusReport, DroppedText, MarkedTerm, PairSummary
from align.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from align.checks import Rule
    from align.model import Finding, TermBase, TranslationUnit

__all__ = ["REPORTS", "CorpusReport", "DroppedText", "Location", "MarkedTerm", "PairSummary", "Report", "RunFacts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a finding is on the disk.

    Attributes:
        file: as it was named, with slashes.
        line: from 1; None where that is not known.
    """

    file: str
    line: int | None = None


def _nowhere(_: Finding) -> Location | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What a report says besides the findings.

    Attributes:
        signature: of the run that made the units.
        subject: the file or folder that was checked, as it was named.
        source: BCP 47 tag of the source language, if it is known.
        rules: what the checks look for, by check and rule, as `terms/missing`.
        termbase: where the concepts are explained; None where there is none.
        locate: where a finding is; asked for when all findings are known.
    """

    signature: Signature = field(default_factory=Signature)
    subject: str = ""
    source: str | None = None
    rules: Mapping[str, Rule] = field(default_factory=dict)
    termbase: TermBase | None = None
    locate: Callable[[Finding], Location | None] = _nowhere


class Report(Protocol):
    """A form in which findings can be put out.

    Contract (held by ``tests/report/test_contract.py``): the same findings give the same bytes; each message is in
    them, and nothing that a text holds can make them anything else than what they are; where there is nothing to say,
    it says so.
    """

    is_text: bool
    """Whether it can be shown on a terminal."""

    def render(
        self, findings: Iterable[Finding], units: Mapping[str, TranslationUnit], run: RunFacts
    ) -> Iterator[bytes]:
        """The report, piece by piece.

        Args:
            findings: in the order in which they are to be shown; gone through once.
            units: by id, those that the findings are in, as soon as the finding has been asked for; findings in other
                units are shown without their text.
            run: what else there is to say.
        """
        ...


REPORTS: Shelf[Report] = Shelf(
    "report",
    "align.reports",
    {
        "text": "align.report.text:TextReport",
        "json": "align.report.json:JsonReport",
        "sarif": "align.report.sarif:SarifReport",
        "junit": "align.report.junit:JunitReport",
        "html": "align.report.findings_html:HtmlReport",
        "xlsx": "align.report.xlsx:XlsxReport",
    },
)
