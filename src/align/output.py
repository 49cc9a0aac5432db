"""Files are written whole or not at all: a temporary file beside the target, flushed to the disk, then renamed."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from align.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["flush_to_disk", "replacing"]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to; when the block ends without an error, the file takes the place of `path`.

    Whatever goes wrong, and also when the process is killed, `path` holds either its old content or the new one.

    Raises:
        OutputError: the folder is missing or not writable, or the disk is full.
    """
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    except OSError as error:
        raise OutputError(
            f"cannot write to the folder {path.parent}: {error.strerror}; choose another with -o"
        ) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        flush_to_disk(temporary)
        _usual_mode(temporary, path)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}; nothing was changed") from error
    finally:
        temporary.unlink(missing_ok=True)


def flush_to_disk(path: Path) -> None:
    """Return once the content of `path` is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _usual_mode(temporary: Path, path: Path) -> None:
    """Give the file the permissions of the one it replaces, or those of any new file."""
    if path.exists():
        temporary.chmod(path.stat().st_mode & 0o777)
    else:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
