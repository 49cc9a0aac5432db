"""Reports for people: what a corpus looks like, side by side, and what a reviser should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from align.report.corpus_report import CorpusReport, DroppedText, MarkedTerm, PairSummary
from align.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from align.model import Finding, Signature, TranslationUnit

__all__ = ["REPORTS", "CorpusReport", "DroppedText", "MarkedTerm", "PairSummary", "Report"]


class Report(Protocol):
    """A form in which findings can be put out.

    Contract (held by ``tests/report/test_contract.py``): the same findings give the same text, which ends with a line
    end and says so where there is nothing to say.
    """

    def render(self, findings: Iterable[Finding], units: Mapping[str, TranslationUnit], *, signature: Signature) -> str:
        """The report.

        Args:
            findings: in the order in which they are to be shown.
            units: by id, those that the findings are in; findings in other units are shown without their text.
            signature: of the run that made the findings.
        """
        ...


REPORTS: Shelf[Report] = Shelf(
    "report",
    "align.reports",
    {
        "text": "align.report.text:TextReport",
        "json": "align.report.json:JsonReport",
    },
)
