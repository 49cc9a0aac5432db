"""What a failure says, and the exit code that it gives."""

from __future__ import annotations

import errno
import sys

import click

from align.cli._report import is_debugging, say
from align.cli._streams import ReaderGoneError
from align.errors import AlignError

__all__ = ["explain", "interrupted"]

_USAGE = 2
_UNUSABLE = 3
_MISTAKE = 70  # EX_SOFTWARE of sysexits.h
_INTERRUPTED = 130  # 128 and the number of SIGINT


def explain(error: Exception) -> int:
    """Say in one line what went wrong, with the traceback after it if the run was asked for that; the exit code."""
    if isinstance(error, ReaderGoneError):
        return 0
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        sys.stderr.write(f"{error.format_message()}\n")
        return _USAGE
    if isinstance(error, click.Abort):
        return interrupted()
    if isinstance(error, click.UsageError):
        say(_usage(error))
        return _USAGE
    code, message = _verdict(error)
    say(message)
    if is_debugging():
        import traceback

        sys.stderr.write("".join(traceback.format_exception(error)))
    return code


def interrupted() -> int:
    """Say so; the exit code."""
    say("interrupted; what was written before is whole")
    return _INTERRUPTED


def _usage(error: click.UsageError) -> str:
    """Click's message as part of one line, with the command whose help tells more."""
    command = error.ctx.command_path if error.ctx else "align"
    message = " ".join(error.format_message().split()).rstrip(".")
    return f"{message[:1].lower()}{message[1:]} (see: {command} --help)"


def _verdict(error: Exception) -> tuple[int, str]:
    if isinstance(error, AlignError):
        return error.exit_code, str(error)
    if isinstance(error, MemoryError):
        return _UNUSABLE, "there is not enough memory for this; give it less text at a time"
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.EIO}:
        place = f"{error.filename}: " if error.filename else ""
        return _UNUSABLE, f"{place}{error.strerror}"
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return _MISTAKE, f"a mistake in align itself ({what[:300]}); please report it with what 'align --debug ...' shows"
