"""Matrix products with one thread, so that the same input gives the same bytes on every machine with the same numpy.

With more threads BLAS splits sums in another way, which shows in the last digits; and for matrices as small as ours
they mostly wait for one another.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["one_thread"]


class _Limit:
    """The limit of the process; with most libraries all threads of Python share it, so that the last one lifts it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holders = 0
        self._libraries: list[Any] | None = None
        self._before: list[int] = []

    def take(self) -> list[int]:
        """Set one thread; gives how many there were."""
        with self._lock:
            if self._libraries is None:  # numpy is loaded by now, as all who call this work with it
                from threadpoolctl import ThreadpoolController

                self._libraries = ThreadpoolController().select(user_api="blas").lib_controllers
            here = [library.get_num_threads() for library in self._libraries]
            if not self._holders:
                self._before = here
            self._holders += 1
            for library in self._libraries:
                _set(library, 1)
        return here

    def give_back(self, here: list[int]) -> None:
        """Set again what `take` gave, or what the first to take found."""
        with self._lock:
            self._holders -= 1
            for library, mine, shared in zip(self._libraries or (), here, self._before, strict=True):
                if getattr(library, "threading_layer", None) == "openmp":  # which has a limit for each thread
                    _set(library, mine)
                elif not self._holders:
                    _set(library, shared)


def _set(library: Any, threads: int) -> None:  # noqa: ANN401 - threadpoolctl has no types
    # threadpoolctl 3.8 heeds only the thread of Python that was first to set a limit; holders are counted here instead.
    clear = getattr(library, "clear_controlling_thread", None)
    if clear is not None:
        clear(force=True)
    library.set_num_threads(threads)
    if clear is not None:
        clear(force=True)


_LIMIT = _Limit()


@contextmanager
def one_thread() -> Iterator[None]:
    """Let BLAS work with one thread in the block, or in the function that this decorates.

    With most libraries it holds for the whole process meanwhile, calls in other threads of Python included.
    """
    here = _LIMIT.take()
    try:
        yield
    finally:
        _LIMIT.give_back(here)
