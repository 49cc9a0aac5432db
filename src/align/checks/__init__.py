"""The shelf of checks: translation units in, findings out.

Contract (held by ``tests/checks/test_contract.py``): findings lie inside the variant they name, come in the order of
the units, and are the same for the same units; units with one variant (null beads) raise none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from align.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from align.model import Finding, TermBase, TranslationUnit

__all__ = ["CHECKS", "Check", "CheckContext"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """What checks may know besides the units.

    Attributes:
        source: BCP 47 tag of the language that the others are compared with (the pivot).
        termbase: concepts, or None where there is no term base.
    """

    source: str
    termbase: TermBase | None = None


class Check(Protocol):
    """Looks at units and says what a reviser should see."""

    def run(self, units: Iterable[TranslationUnit], context: CheckContext) -> Iterator[Finding]:
        """Findings in the order of the units."""
        ...


CHECKS: Shelf[Check] = Shelf(
    "check",
    "align.checks",
    {
        "terms": "align.checks.terms:TermsCheck",
        "consistency": "align.checks.consistency:ConsistencyCheck",
    },
)
