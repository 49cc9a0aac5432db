"""Fewer languages of translation units: what a format for one pair, or a reader of two languages, needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from align.model import TranslationUnit

__all__ = ["in_languages"]


def in_languages(units: Iterable[TranslationUnit], langs: Collection[str]) -> Iterator[TranslationUnit]:
    """The units with their variants in `langs` alone, one by one; a unit that has none is left out.

    Of the beads that a unit was joined from, those between two of these languages stay.

    Args:
        units: any units.
        langs: BCP 47 tags, compared exactly.

    Raises:
        UsageError: there are units, and none of them has one of `langs`; raised at their end.
    """
    seen = dict[str, None]()
    for unit in units:
        seen |= dict.fromkeys(variant.lang for variant in unit.variants)
        variants = tuple(variant for variant in unit.variants if variant.lang in langs)
        if variants:
            origin = tuple(one for one in unit.origin if one.source in langs and one.target in langs)
            yield replace(unit, variants=variants, origin=origin)
    missing = [lang for lang in langs if seen and lang not in seen]
    if missing:
        raise UsageError(f"no unit is in {' or '.join(missing)}; the units are in {', '.join(seen)}")
