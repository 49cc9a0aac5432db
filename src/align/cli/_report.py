"""Talk to the person at the terminal: messages and progress on stderr, tables of sums."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.progress import Progress

__all__ = ["progress_bar", "set_up_talk", "table", "talk"]


_WIDE = 20  # characters from which on a cell may wrap


class _Talk(logging.Handler):
    """Log records of the package as plain lines on stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        prefix = "" if record.levelno < logging.WARNING else f"{record.levelname.lower()}: "
        sys.stderr.write(f"align: {prefix}{record.getMessage()}\n")


def set_up_talk(*, quiet: bool) -> None:
    """Let the package's messages reach stderr; with `quiet`, none."""
    logger = logging.getLogger("align")
    logger.handlers = [_Talk()]
    logger.propagate = False
    logger.setLevel(logging.CRITICAL if quiet else logging.INFO)


def talk(message: str) -> None:
    """One line on stderr, unless the run is quiet."""
    logging.getLogger("align").info(message)


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def progress_bar() -> Progress:
    """A progress bar on stderr that shows only on a terminal and goes away when done."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    quiet = logging.getLogger("align").level >= logging.CRITICAL
    console = _console()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
    )


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, title: str | None = None) -> None:
    """A table on stderr, unless the run is quiet; figures are set to the right, long texts wrap."""
    if logging.getLogger("align").level >= logging.CRITICAL:
        return
    from rich import box
    from rich.table import Table

    shown = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, heading in enumerate(headings):
        wide = max((len(row[number]) for row in rows), default=0) > _WIDE
        shown.add_column(heading, justify="left" if wide or not number else "right", no_wrap=not wide)
    for row in rows:
        shown.add_row(*row)
    _console().print(shown)
