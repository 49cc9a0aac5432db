"""Files are written whole or not at all: a temporary file beside the target, flushed to the disk, then renamed.

A target that is no file but a device or a pipe (``/dev/stdout``, ``>(gzip)``) cannot be replaced and must not be: it
is written to instead.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from align.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["flush_folder", "flush_to_disk", "refuse_bad_target", "replacing"]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to; when the block ends without an error, the file takes the place of `path`.

    Whatever goes wrong, and also when the process is killed, `path` holds either its old content or the new one. Of a
    symbolic link, the file that it leads to is replaced.

    Raises:
        OutputError: the folder is missing or not writable, or the disk is full.
    """
    refuse_bad_target(path)
    stream = _is_stream(path)
    target = path if stream else Path(os.path.realpath(path))
    folder = None if stream else target.parent
    prefix = "align." if stream else f".{target.name[:100]}."
    try:
        # the suffix is kept: writers pack a file whose name ends in .gz
        handle, name = tempfile.mkstemp(prefix=prefix, suffix=f".partial{target.suffix}", dir=folder)
    except OSError as error:
        raise OutputError(f"cannot write to the folder {folder or ''}: {error.strerror}; choose another") from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        if stream:
            with temporary.open("rb") as file, target.open("wb") as out:
                shutil.copyfileobj(file, out)
            return
        flush_to_disk(temporary)
        _usual_mode(temporary, target)
        temporary.replace(target)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}; nothing was changed") from error
    finally:
        temporary.unlink(missing_ok=True)


def refuse_bad_target(path: Path) -> None:
    """Say at once, before any work is done, that `path` cannot be written to.

    Raises:
        OutputError: it is a folder, or in a folder that is missing or not writable.
    """
    try:
        if path.is_dir():
            raise OutputError(f"{path} is a folder; name a file in it")
        if _is_stream(path):
            return
        folder = Path(os.path.realpath(path)).parent
        if not folder.exists():
            raise OutputError(f"there is no folder {path.parent}; make it, or choose another")
        if not folder.is_dir():
            raise OutputError(f"{path.parent} is a file, not a folder; choose another")
        if not os.access(folder, os.W_OK):
            raise OutputError(f"the folder {path.parent} is not writable; choose another")
    except (OSError, ValueError) as error:  # a name that is too long, or holds NUL
        raise OutputError(f"cannot write {str(path)[:200]!r}: {getattr(error, 'strerror', None) or error}") from error


def flush_to_disk(path: Path) -> None:
    """Return once the content of `path` is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Return once the names in `folder` are on the disk, where the system can tell (Windows cannot)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_stream(path: Path) -> bool:
    """Whether `path` is there and is neither a file nor a folder."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _usual_mode(temporary: Path, path: Path) -> None:
    """Give the file the permissions of the one it replaces, or those of any new file."""
    if path.exists():
        temporary.chmod(path.stat().st_mode & 0o777)
    else:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
