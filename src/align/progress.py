"""How far a long step is: library code tells, and whoever asked to be told hears it.

Nobody asks unless the caller does; the command line does, to show a bar.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["heard_by", "tell"]

_listener: ContextVar[Callable[[str, int, int], None] | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Callable[[str, int, int], None]) -> Iterator[None]:
    """While it lasts, `listener` hears the name of the step, how many are done, and how many there are."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)


def tell(step: str, done: int, total: int) -> None:
    """Say that `done` of `total` parts of a step are done; nothing happens if nobody listens."""
    listener = _listener.get()
    if listener is not None:
        listener(step, done, total)
