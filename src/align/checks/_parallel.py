"""Checks that look at one unit at a time, over streams of units: here, or in several processes.

Units are read once, in this process, and handed on in pieces; the findings come back in the order of the units, and are
the same whatever the number of processes. A few pieces are under way at a time, so that memory does not grow with the
stream.
"""

from __future__ import annotations

import logging
import os
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from align.checks._documents import Untold
from align.errors import AlignError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from align.checks import CheckContext
    from align.model import Finding, TranslationUnit

__all__ = ["ByUnit", "UnitRun", "run_by_unit"]

_PIECE = 500
"""Units handed on at a time."""
_AHEAD = 3
"""Pieces under way for each process."""
_WORTH = 8_000
"""Units under which other processes are not worth their start: each learns the term base by itself."""


class UnitRun(Protocol):
    """A check with all that it needs, in one process."""

    def look(self, unit: TranslationUnit) -> Iterable[Finding]:
        """The findings in one unit."""
        ...

    @property
    def untold(self) -> Untold:
        """What could not be compared so far; said at the end, for all processes."""
        ...


@runtime_checkable
class ByUnit(Protocol):
    """A check whose findings in a unit depend on no other unit."""

    def begin(self, context: CheckContext) -> UnitRun | None:
        """Get ready; None where there is nothing to look for."""
        ...


def run_by_unit(
    check: ByUnit,
    units: Iterable[TranslationUnit],
    context: CheckContext,
    *,
    jobs: int = 1,
    at: Callable[[TranslationUnit], None] | None = None,
) -> Iterator[Finding]:
    """Findings of a check in the order of the units.

    Args:
        check: the check.
        units: consumed once.
        context: what it may know.
        jobs: number of processes beside this one; 1 means that all is done in this one.
        at: called with the unit of the findings that follow.
    """
    stream = iter(units)
    first = list(islice(stream, _WORTH)) if jobs > 1 else []
    enough = len(first) == _WORTH
    everything = chain(first, stream)
    del first
    if enough:
        yield from _in_processes(check, everything, context, jobs=jobs, at=at)
        return
    run = check.begin(context)
    if run is None:
        return
    for unit in everything:
        if at is not None:
            at(unit)
        yield from run.look(unit)
    run.untold.tell()


def _in_processes(
    check: ByUnit,
    units: Iterator[TranslationUnit],
    context: CheckContext,
    *,
    jobs: int,
    at: Callable[[TranslationUnit], None] | None,
) -> Iterator[Finding]:
    untold: dict[int, Untold] = {}
    under_way: deque[tuple[Sequence[TranslationUnit], Future[_Seen]]] = deque()

    def oldest() -> Iterator[Finding]:
        piece, future = under_way.popleft()
        process, untold[process], seen = future.result()
        for place, findings in seen:
            if at is not None:
                at(piece[place])
            yield from findings

    with _pool(check, context, jobs) as pool:
        try:
            while piece := list(islice(units, _PIECE)):
                under_way.append((piece, pool.submit(_look, piece)))
                if len(under_way) >= jobs * _AHEAD:
                    yield from oldest()
            while under_way:
                yield from oldest()
        except BrokenProcessPool:
            raise AlignError(
                "a process that checked has died; perhaps there was not enough memory: check with one process"
            ) from None
    total = Untold()
    for one in untold.values():
        total.add(one)
    total.tell()


_Seen = tuple[int, Untold, list[tuple[int, list["Finding"]]]]


@contextmanager
def _pool(check: ByUnit, context: CheckContext, jobs: int) -> Iterator[ProcessPoolExecutor]:
    # a copy of the context has no matchers, which every process makes for itself
    level = logging.getLogger("align").getEffectiveLevel()
    pool = ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(check, replace(context), level)
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


class _Process:
    """What this process, if it is one of a pool, was started for."""

    run: ClassVar[UnitRun | None]


def _begin(check: ByUnit, context: CheckContext, level: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the first one ends the rest
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    logging.getLogger("align").setLevel(level)
    _Process.run = check.begin(context)


def _end_with(sentinel: int) -> None:
    """End this process when the one that started it is gone, even if that was killed."""
    wait([sentinel])
    os._exit(1)


def _look(units: Sequence[TranslationUnit]) -> _Seen:
    run = _Process.run
    found = [(place, findings) for place, unit in enumerate(units) if run and (findings := list(run.look(unit)))]
    return os.getpid(), run.untold if run else Untold(), found
