"""The two languages of a file that has room for one pair only."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from align.formats import UnitHeader
    from align.model import TranslationUnit, Variant

__all__ = ["is_blank", "languages", "sides"]


def is_blank(variant: Variant) -> bool:
    """Whether a variant holds nothing: neither a word nor a code."""
    return not any(not isinstance(piece, str) or piece.strip() for piece in variant.content)


def languages(
    units: Iterable[TranslationUnit], header: UnitHeader
) -> tuple[str | None, str | None, Iterator[TranslationUnit]]:
    """Source and target language, and all the units again.

    The source is that of the header, or of the first variant; the target is the first other language. Units are held
    until it is found.
    """
    source, target = header.source, None
    rest = iter(units)
    held: list[TranslationUnit] = []
    for unit in rest:
        held.append(unit)
        source = source or unit.variants[0].lang
        target = next((variant.lang for variant in unit.variants if variant.lang != source), None)
        if target is not None:
            break
    return source, target, chain(held, rest)


def sides(
    unit: TranslationUnit, source: str | None, target: str | None, format_name: str
) -> tuple[Variant | None, Variant | None]:
    """The variants in the two languages; None where there is none, or a blank one.

    Raises:
        UsageError: the unit has a third language.
    """
    found: list[Variant | None] = [None, None]
    for variant in unit.variants:
        if variant.lang not in {source, target}:
            raise UsageError(
                f"{format_name} holds two languages, {source} and {target}, and unit {unit.id} has {variant.lang} too; "
                f"choose two, such as --langs {source}:{variant.lang}"
            )
        if not is_blank(variant):
            found[variant.lang != source] = variant
    return found[0], found[1]
