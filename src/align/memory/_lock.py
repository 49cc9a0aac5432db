"""One writer at a time: a lock that says who holds it, and that dies with its holder."""

from __future__ import annotations

import json
import logging
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from align.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["WriterLock", "holder_of"]

_log = logging.getLogger(__name__)

_NAME = "writer.lock"
_AT = 1 << 20  # where Windows locks a byte: behind all that is written


class WriterLock:
    """The right to write to a memory.

    The system holds the lock for the process, so that it is free once the process has ended, however it did; the file
    only says who it was. A file that a killed writer has left is told on the log and taken over.
    """

    def __init__(self, folder: Path) -> None:
        """Take the lock of the memory in `folder`.

        Raises:
            OutputError: another process has it; the message says which, and since when.
        """
        path = folder / _NAME
        try:
            self._file = path.open("a+", encoding="utf-8")
        except OSError as error:
            raise OutputError(f"cannot write to the memory {folder}: {error.strerror}") from error
        if not _take(self._file):
            who = holder_of(folder) or "another process"
            self._file.close()
            raise OutputError(f"the memory {folder} is being written to by {who}; wait until it is done")
        if left := _read(self._file):
            _log.info("%s: %s did not end as it should; what it had committed is kept", folder, left)
        self._say(
            {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat("T", "seconds")}
        )

    def release(self) -> None:
        """Give the lock back."""
        if not self._file.closed:
            self._say(None)
            self._file.close()

    def _say(self, who: dict[str, object] | None) -> None:
        self._file.seek(0)
        self._file.truncate()
        if who:
            json.dump(who, self._file)
        self._file.flush()


def holder_of(folder: Path) -> str | None:
    """Who writes to the memory in `folder` now: process, computer and since when; None if nobody does."""
    try:
        with (folder / _NAME).open("r+", encoding="utf-8") as file:
            return None if _take(file) else _read(file)
    except OSError:
        return None


def _read(file: IO[str]) -> str | None:
    file.seek(0)
    try:
        who = json.loads(file.read() or "null")
        return who and f"process {who['pid']} on {who['host']} since {who['since']}"
    except (ValueError, KeyError, TypeError):
        return "an unknown process"


def _take(file: IO[str]) -> bool:
    """Lock `file` for this process until it is closed; false if another one has it."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        with suppress(OSError):
            file.seek(_AT)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            return True
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
