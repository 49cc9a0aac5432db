"""A new folder takes the place of an old one in one step, where the system can do that.

Two folders change places by one system call: renameat2 with RENAME_EXCHANGE on Linux (rename(2), since kernel 3.15),
renamex_np with RENAME_SWAP on macOS. Whoever looks, and whenever the process is killed, sees the one or the other.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from align.output import flush_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["change_places", "exchange", "left_beside", "strangers", "take_back"]

_AT_FDCWD = -100  # fcntl.h of Linux
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # sys/stdio.h of macOS


def exchange(folder: Path, out: Path, own: Collection[str]) -> bool:
    """Put `folder`, which lies inside `out`, in the place of `out`, and take the old folder away.

    Args:
        folder: the new results, flushed to the disk; the folder gets the mode and the attributes of `out`.
        out: a folder, not a link to one.
        own: the files in `out` that may go, relative to it, with slashes.

    Returns:
        Whether it was done. If not, nothing has changed: `out` holds something else too, is a mount point or the
        working directory of this process, the folder above may not be written to, or there is no such system call.
    """
    if any(path != folder for path in strangers(out, own)) or not _may_go(out):
        return False
    old, new = out.stat(), folder.stat()
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        return False
    beside = out.with_name(f".{out.name}{folder.name}")
    with _locked(folder):  # who waits for the lock of the old folder has to find the new one locked too
        try:
            shutil.copystat(out, folder)
            os.utime(folder)
            folder.rename(beside)
        except OSError:
            return False
        try:
            change_places(beside, out)
        except OSError:
            beside.rename(folder)
            return False
        with suppress(OSError):
            flush_folder(out.parent)
        take_back(beside, out, own)
    return True


def change_places(one: Path, other: Path) -> None:
    """Let two folders of one file system change their names with each other, at once.

    Raises:
        OSError: the system or the file system cannot do that; nothing has changed.
    """
    try:
        import ctypes

        library = ctypes.CDLL(None, use_errno=True)
        names = os.fsencode(one), os.fsencode(other)
        if sys.platform == "linux":
            failed = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
        elif sys.platform == "darwin":
            failed = library.renamex_np(*names, _RENAME_SWAP)
        else:
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    except (ImportError, TypeError, AttributeError):  # a Python without ctypes, a C library without the function
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    if failed:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(one), None, str(other))


def left_beside(out: Path, prefix: str) -> list[Path]:
    """Folders beside `out` that a build was killed with: new ones not yet in its place, or old ones not yet removed."""
    with suppress(OSError):
        return [path for path in out.parent.iterdir() if path.name.startswith(f".{out.name}{prefix}") and path.is_dir()]
    return []


def take_back(old: Path, out: Path, own: Collection[str]) -> None:
    """Remove the folder `old`; what came into it while it was still `out`, and is no result, goes to `out`.

    Args:
        old: the folder that was exchanged.
        out: the folder in its place.
        own: the results in `old`, relative to it, with slashes.
    """
    with suppress(OSError):
        for path in strangers(old, own):
            target = out / path.relative_to(old)
            if not os.path.lexists(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                path.rename(target)
        shutil.rmtree(old, ignore_errors=True)


def strangers(folder: Path, own: Collection[str]) -> Iterator[Path]:
    """All in `folder` that is not one of the files `own` (relative, with slashes), or a folder that holds one."""
    parents = {parent.as_posix() for name in own for parent in Path(name).parents}

    def look(place: Path) -> Iterator[Path]:
        for path in sorted(place.iterdir()):
            name = path.relative_to(folder).as_posix()
            if not path.is_symlink():
                if path.is_dir() and name in parents:
                    yield from look(path)
                    continue
                if path.is_file() and name in own:
                    continue
            yield path

    yield from look(folder)


def _may_go(out: Path) -> bool:
    """Whether no one would be left standing in a folder that is removed: the shell that called us is where we are."""
    try:
        return not Path.cwd().is_relative_to(out)
    except OSError:
        return False


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder that no one else can have, where the system can lock folders."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
