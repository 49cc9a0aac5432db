"""Crossing order as findings, so that a reviser sees it in the report beside the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.checks.fingerprints import fingerprint, numbered, wording
from align.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from align.aligners.crossing import Crossing
    from align.model import Alignment, TranslationUnit

__all__ = ["order_findings"]


def order_findings(
    alignment: Alignment, crossings: Sequence[Crossing], units: Sequence[TranslationUnit]
) -> Iterator[Finding]:
    """A note for each crossing, at its first source segment.

    Args:
        alignment: of one language with the pivot.
        crossings: what `align.pairing.doubts` found in it.
        units: joined from it, and from others.
    """
    lang = alignment.source.lang
    places = {
        name: (unit.id, start)
        for unit in units
        for variant in unit.variants
        if variant.lang == lang
        for name, start in zip(variant.segments, variant.starts, strict=True)
    }
    yield from numbered(_found(alignment, crossings, places))


def _found(
    alignment: Alignment, crossings: Sequence[Crossing], places: Mapping[str, tuple[str, int]]
) -> Iterator[Finding]:
    lang = alignment.source.lang
    for crossing in crossings:
        first = alignment.source.segments[crossing.source.start]
        unit_id, start = places[first.id]
        yield Finding(
            check="order",
            rule="crossing",
            severity="note",
            message=crossing.told(alignment.source, alignment.target),
            unit_id=unit_id,
            lang=lang,
            start=start,
            end=start + len(first.text),
            found=first.text,
            fingerprint=fingerprint("order", "crossing", concept=None, lang=lang, texts=wording(first.text)),
        )
