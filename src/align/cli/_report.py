"""Talk to the person at the terminal: messages and progress on stderr, tables of sums."""

from __future__ import annotations

import logging
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console

__all__ = ["call", "is_debugging", "progress", "say", "set_up_talk", "table", "talk"]


_PATIENCE_S = 2.0
_REMEMBERED = 1_000  # lines that are not said again
_WIDE = 20  # characters from which on a cell may wrap


class _Talk(logging.Handler):
    """Log records of the package as plain lines on stderr; `names` are what temporary files are called there.

    What a reader says of a file is said once, although a check may read it three times.
    """

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}
        self._read: set[tuple[str, str]] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("align.formats."):
            told = (record.name, record.getMessage())
            if told in self._read:
                return
            if len(self._read) < _REMEMBERED:
                self._read.add(told)
        prefix = "" if record.levelno < logging.WARNING else f"{record.levelname.lower()}: "
        self.say(f"{prefix}{record.getMessage()}")

    def say(self, message: str) -> None:
        """One line; line ends and control characters, as names of files may hold them, are escaped."""
        for path, name in self.names.items():
            message = message.replace(path, name)
        line = "".join(char if char.isprintable() else _escaped(char) for char in message)
        if sys.stderr is not None:
            sys.stderr.write(f"align: {line}\n")
            sys.stderr.flush()


def _escaped(char: str) -> str:
    if char.isspace():
        return " "
    if "\udc80" <= char <= "\udcff":
        return char  # a byte in the name of a file that is no UTF-8, which goes out as it came in
    return ascii(char)[1:-1]


def _talker() -> _Talk:
    """The handler of this run; one is made if the command line was not set up, as when a verb is called by itself."""
    logger = logging.getLogger("align")
    found = next((handler for handler in logger.handlers if isinstance(handler, _Talk)), None)
    return found or _Talk()


def set_up_talk(*, quiet: bool, debug: bool = False) -> None:
    """Let the package's messages reach stderr; with `quiet`, none; with `debug`, all."""
    logger = logging.getLogger("align")
    logger.handlers = [_Talk()]
    logger.propagate = False
    logger.setLevel(logging.DEBUG if debug else logging.CRITICAL if quiet else logging.INFO)


def is_debugging() -> bool:
    """Whether the run was asked for tracebacks."""
    logger = logging.getLogger("align")
    return logger.level == logging.DEBUG and any(isinstance(handler, _Talk) for handler in logger.handlers)


def call(path: str, name: str) -> None:
    """Let messages say `name` where they would say `path`, the place of a temporary file."""
    _talker().names[path] = name


def say(message: str) -> None:
    """One line on stderr, quiet or not: for errors."""
    _talker().say(message)


def talk(message: str) -> None:
    """One line on stderr, unless the run is quiet."""
    logging.getLogger("align").info(message)


def _is_quiet() -> bool:
    return logging.getLogger("align").level >= logging.CRITICAL


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A function that shows the step, how many are done, and how many there are, in a bar that goes away when done.

    Shown on stderr, only on a terminal, and only of what takes more than two seconds.
    """
    if _is_quiet() or sys.stderr is None or not sys.stderr.isatty():
        yield lambda _step, _done, _total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=_console(), transient=True)
    task = bar.add_task("", total=None)

    begin = time.monotonic()

    def show(step: str, done: int, total: int) -> None:
        bar.update(task, description=step, completed=done, total=total)
        if time.monotonic() - begin > _PATIENCE_S:
            bar.start()

    try:
        yield show
    finally:
        bar.stop()


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, title: str | None = None) -> None:
    """A table on stderr, unless the run is quiet; figures are set to the right, long texts wrap."""
    if _is_quiet():
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    name = None if title is None else Text(title)
    shown = Table(title=name, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, heading in enumerate(headings):
        wide = max((len(row[number]) for row in rows), default=0) > _WIDE
        shown.add_column(heading, justify="left" if wide or not number else "right", no_wrap=not wide)
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    _console().print(shown)
