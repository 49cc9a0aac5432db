"""How much there was for the check `terms` to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.checks._occurrences import Matchers, source_variant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from align.checks import CheckContext
    from align.model import TranslationUnit

__all__ = ["TermCounts", "count_terms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCounts:
    """What the check had to look at.

    Attributes:
        units: units with the source and another variant.
        unpaired: units that raise nothing, because they have one variant or no source.
        terms: occurrences of terms in the source of `units`.
        unpaired_terms: occurrences of terms in any variant of the unpaired units.
        concepts: different concepts in the source of all units.
    """

    units: int
    unpaired: int
    terms: int
    unpaired_terms: int
    concepts: int


def count_terms(units: Iterable[TranslationUnit], context: CheckContext) -> TermCounts:
    """How many units and terms `TermsCheck` compares, and how many it cannot; all 0 where there is no term base."""
    compared = unpaired = terms = unpaired_terms = 0
    concepts = set[str]()
    if context.termbase is not None:
        matchers = Matchers(context)
        for unit in units:
            source = source_variant(unit, context.source)
            in_source = matchers.of(source.lang).find(source.text) if source else []
            concepts |= {match.concept for match in in_source}
            if source is not None and len(unit.variants) > 1:
                compared += 1
                terms += len(in_source)
            else:
                unpaired += 1
                unpaired_terms += sum(len(matchers.of(v.lang).find(v.text)) for v in unit.variants)
    return TermCounts(
        units=compared, unpaired=unpaired, terms=terms, unpaired_terms=unpaired_terms, concepts=len(concepts)
    )
