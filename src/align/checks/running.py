"""Run checks over units, check by check, without holding the units."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from align.checks._parallel import ByUnit, run_by_unit
from align.checks.fingerprints import numbered
from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from align.checks import Check, CheckContext, Counterparts
    from align.model import Finding, TranslationUnit

__all__ = ["Followed", "LearnedCounterparts", "processes", "run_checks"]

_MOST_PROCESSES = 4
"""Started unless told otherwise; each takes some 400 MB for a term base of 10,000 concepts."""
_LEARNED_FROM = 50_000
"""Units from which it is learned what renders what; more would not say more, and takes time."""


@runtime_checkable
class Followed(Protocol):
    """Units that want to know to which of them the next findings belong."""

    def stand_at(self, unit: TranslationUnit) -> None:
        """The findings that follow are in this unit."""
        ...


def run_checks(
    units: Iterable[TranslationUnit], members: Sequence[Check], context: CheckContext, *, jobs: int = 1
) -> Iterator[Finding]:
    """Findings, check by check, each in the order of the units; equal ones have different fingerprints.

    Args:
        units: gone through once for each check, so an iterator will not do.
        members: the checks.
        context: what they may know; where it has no counterparts, they are learned from the units when needed.
        jobs: number of processes for checks that look at one unit at a time, where there are many units.

    Raises:
        UsageError: no unit has the source language; said when the units have been read.
    """
    if context.termbase is not None and not context.counterparts:
        some = units[:_LEARNED_FROM] if isinstance(units, Sequence) else units  # other processes get a copy
        context = replace(context, counterparts=LearnedCounterparts(some, source=context.source))
    langs: dict[str, None] = {}
    for number, member in enumerate(members):
        stream = units if number else _watched(units, langs)
        if isinstance(member, ByUnit):
            at = units.stand_at if isinstance(units, Followed) else None
            yield from numbered(run_by_unit(member, stream, context, jobs=jobs, at=at))
        else:
            yield from numbered(member.run(stream, context))
        if not number and langs and context.source not in langs:
            raise UsageError(f"no unit has the source language {context.source!r}; the units have {', '.join(langs)}")


def _watched(units: Iterable[TranslationUnit], langs: dict[str, None]) -> Iterator[TranslationUnit]:
    """The units; their languages are noted."""
    for unit in units:
        for variant in unit.variants:
            langs.setdefault(variant.lang)
        yield unit


def processes(jobs: int | None) -> int:
    """`jobs`, or as many processes as this one may use processors, up to four."""
    if jobs is not None:
        return jobs
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux tells
        count = os.cpu_count() or 1
    return min(count, _MOST_PROCESSES)


class LearnedCounterparts(Mapping[str, "Counterparts"]):
    """What renders what, learned from units for a language when it is first asked for."""

    def __init__(self, units: Iterable[TranslationUnit], *, source: str) -> None:
        self._units = units
        self._source = source
        self._learned: dict[str, Counterparts] = {}

    def __getitem__(self, lang: str) -> Counterparts:
        from align.terminology.counterpart import Counterparts as Learner

        if lang not in self._learned:
            some = islice(self._units, _LEARNED_FROM)
            self._learned[lang] = Learner.learn(some, source=self._source, target=lang)
        return self._learned[lang]

    def __iter__(self) -> Iterator[str]:
        return iter(self._learned)

    def __len__(self) -> int:
        return len(self._learned)

    def __bool__(self) -> bool:
        """Whether it can be asked: always."""
        return True
