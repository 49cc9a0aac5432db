"""Run checks over units, check by check, without holding the units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.checks.fingerprints import numbered
from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from align.checks import Check, CheckContext
    from align.model import Finding, TranslationUnit

__all__ = ["run_checks"]


def run_checks(units: Iterable[TranslationUnit], members: Sequence[Check], context: CheckContext) -> Iterator[Finding]:
    """Findings, check by check, each in the order of the units; equal ones have different fingerprints.

    Args:
        units: gone through once for each check, so an iterator will not do.
        members: the checks.
        context: what they may know.

    Raises:
        UsageError: no unit has the source language; said when the units have been read.
    """
    langs: dict[str, None] = {}
    for number, member in enumerate(members):
        yield from numbered(member.run(units if number else _watched(units, langs), context))
        if not number and langs and context.source not in langs:
            raise UsageError(f"no unit has the source language {context.source!r}; the units have {', '.join(langs)}")


def _watched(units: Iterable[TranslationUnit], langs: dict[str, None]) -> Iterator[TranslationUnit]:
    """The units; their languages are noted."""
    for unit in units:
        for variant in unit.variants:
            langs.setdefault(variant.lang)
        yield unit
