"""What the last build made of what: so that nothing is done twice, and nothing is left half-done.

A build writes everything into a hidden folder in the results first, the state file that says what they were made of
included. When all of it is on the disk, that folder takes the place of the old one in one step (`_exchange`); where
that cannot be, or the old folder holds files of others, the files take their places with a journal (`_journal`). A
build that is killed leaves the old results or the new ones; with a journal that is so once anyone has read the state.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from align.corpus._exchange import exchange, left_beside, take_back
from align.corpus._journal import STAGING, finish, is_inside, is_open, put_in_place
from align.errors import InputError, OutputError
from align.output import flush_folder, flush_to_disk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["alone", "build_key", "built_files", "refuse_bad_folder", "staging"]

_STATE = ".align-build.json"
_STALE_S = 24 * 3600.0  # where folders cannot be locked, what a build has left is taken away after this time
_PATIENCE_S = 60.0


def build_key(inputs: Iterable[Path], options: Mapping[str, object]) -> str:
    """A digest of everything that the outcome depends on: the inputs, the options, the toolkit and its libraries.

    Raises:
        InputError: an input cannot be read.
    """
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    own = sorted(path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    for path in inputs:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", path=path) from error
        _add(digest, path.name, content)
    for path in own:
        _add(digest, path.relative_to(package).as_posix(), path.read_bytes())
    about = {"options": dict(options), "python": sys.version_info[:2], "libraries": _libraries()}
    digest.update(json.dumps(about, sort_keys=True, default=str).encode())
    return digest.hexdigest()


def _add(digest: hashlib._Hash, name: str, content: bytes) -> None:
    digest.update(f"{name}\0".encode())
    digest.update(hashlib.sha256(content).digest())


def _libraries() -> list[tuple[str, str]]:
    """Names and versions of the distributions that this one requires; a new encoder gives new results."""
    import re
    from importlib.metadata import PackageNotFoundError, requires, version

    found = []
    with suppress(PackageNotFoundError):
        for requirement in requires("align-toolkit") or ():
            name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
            with suppress(PackageNotFoundError):
                found.append((name, version(name)))
    return sorted(found)


def built_files(out: Path, key: str | None = None) -> tuple[Path, ...]:
    """The files of the last build in `out`; none if it was made of something else than `key`, or a file has changed.

    Raises:
        OutputError: that build was stopped while its files took their places, and this cannot be completed.
    """
    if is_open(out):
        with alone(out, Path(os.path.realpath(out))):
            _finish(out)
    return tuple(out / name for name in _names(out, key))


def _names(out: Path, key: str | None = None) -> tuple[str, ...]:
    """What `built_files` gives, relative to `out` and with slashes."""
    try:
        state = json.loads((out / _STATE).read_text(encoding="utf-8"))
        if key is not None:
            if state["key"] != key:
                return ()
            for name, digest in state["files"].items():
                if hashlib.sha256((out / name).read_bytes()).hexdigest() != digest:
                    return ()
        return tuple(name for name in state["files"] if is_inside(name))
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return ()


def refuse_bad_folder(out: Path, corpus: str) -> None:
    """Say at once, before any work is done, that results cannot go to `out`.

    Args:
        out: the folder, which need not be there yet.
        corpus: id of the corpus.

    Raises:
        OutputError: it is a file, is not writable, or holds the results of another corpus, which would be removed.
    """
    there = next((place for place in (out, *out.absolute().parents) if place.exists()), Path())
    if not there.is_dir():
        raise OutputError(f"{there} is a file, not a folder; choose another folder with -o")
    if not os.access(there, os.W_OK):
        raise OutputError(f"the folder {there} is not writable; choose another with -o")
    try:
        owner = json.loads((out / _STATE).read_text(encoding="utf-8")).get("corpus")
    except (OSError, ValueError, AttributeError):
        return
    if isinstance(owner, str) and owner != corpus:
        raise OutputError(
            f"{out} holds the results of the corpus {owner!r}; choose another folder with -o, or remove it"
        )


@contextmanager
def staging(out: Path, key: str, *, corpus: str) -> Iterator[Path]:
    """A folder to write results into; when the block ends without an error they take their places in `out`.

    Files in `out` that an earlier build made and this one did not are removed; all others stay.

    Args:
        out: where the results go.
        key: what they are made of, by `build_key`.
        corpus: id of the corpus.

    Raises:
        OutputError: `out` is not a folder or not writable, the disk is full, or another build is writing there; the
            old results stay.
    """
    place = Path(os.path.realpath(out))
    is_new = not place.exists()
    with alone(out, place) as certain:
        _finish(place)
        _remove_left_over(place, alone=certain)
        try:
            folder = Path(tempfile.mkdtemp(prefix=STAGING, dir=place))
        except OSError as error:
            raise OutputError(f"cannot write to {out}: {error.strerror}; choose another folder with -o") from error
        try:
            yield folder
            _put_in_place(folder, place, key, corpus)
        except OSError as error:
            raise OutputError(
                f"cannot write to {out}: {error.strerror or error}; the old results are as they were"
            ) from error
        finally:
            if not is_open(place):
                shutil.rmtree(folder, ignore_errors=True)
            if is_new:
                with suppress(OSError):  # not empty: the build went well
                    place.rmdir()


def _put_in_place(folder: Path, out: Path, key: str, corpus: str) -> None:
    digests = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        flush_to_disk(path)
        digests[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    for name in digests:
        if (out / name).is_dir():
            raise OutputError(f"{out / name} is a folder, where a result has to go; move it away")
    text = json.dumps({"corpus": corpus, "key": key, "files": digests}, indent=1)
    (folder / _STATE).write_text(f"{text}\n", encoding="utf-8", newline="\n")
    flush_to_disk(folder / _STATE)
    for place in {folder, *(path.parent for path in folder.rglob("*"))}:
        flush_folder(place)
    before = _names(out)
    if not exchange(folder, out, {*before, _STATE}):
        gone = [name for name in before if name not in digests]
        put_in_place(folder, out, new=[*digests, _STATE], gone=gone)


def _finish(out: Path) -> None:
    """Complete what a build that was killed had begun to put in place."""
    try:
        finish(out)
    except OSError as error:
        raise OutputError(
            f"the last build in {out} was stopped half-way and cannot be completed: {error.strerror or error}; "
            "choose another folder with -o, or remove this one"
        ) from error


@contextmanager
def alone(out: Path, place: Path | None = None) -> Iterator[bool]:
    """Keep others from writing results to `place`; gives whether that is certain (the system can lock folders).

    Args:
        out: the folder as the user named it.
        place: where that is, if `out` is a link; made if it is not there.

    Raises:
        OutputError: the folder cannot be made or opened, or another run goes on writing to it.
    """
    until = time.monotonic() + _PATIENCE_S
    place = out if place is None else place
    while True:
        try:
            place.mkdir(parents=True, exist_ok=True)
            handle = None if sys.platform == "win32" else os.open(place, os.O_RDONLY)
        except OSError as error:
            what = "is a file, not a folder" if out.is_file() else f"cannot be made: {error.strerror}"
            raise OutputError(f"{out} {what}; choose another with -o") from error
        if handle is None:
            yield False
            return
        try:
            sure = _locked(handle, out, until)
            if _is_at(handle, place):  # the build that had the lock has put another folder there
                yield sure
                return
        finally:
            os.close(handle)


def _is_at(handle: int, place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), place.stat())
    except FileNotFoundError:
        return False


def _locked(handle: int, out: Path, until: float) -> bool:
    """Whether the open folder could be locked; waits for another build that has it, no longer than `until`."""
    if sys.platform == "win32":
        return False
    import fcntl

    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise OutputError(f"another build is writing to {out}; wait until it has ended") from None
            time.sleep(0.1)
        except OSError:  # a file system without locks
            return False
        else:
            return True


def _remove_left_over(out: Path, *, alone: bool) -> None:
    """Take away what killed builds have left, in `out` and beside it."""
    for left in (*out.glob(f"{STAGING}*"), *out.glob("..align-*.json.*.partial*")):
        with suppress(OSError):
            if alone or _is_stale(left):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
    for left in left_beside(out, STAGING):
        if alone or _is_stale(left):
            if (left / _STATE).is_file():
                take_back(left, out, {*_names(left), _STATE})
            else:  # its removal had begun
                shutil.rmtree(left, ignore_errors=True)


def _is_stale(path: Path) -> bool:
    with suppress(OSError):
        return time.time() - path.stat().st_mtime > _STALE_S
    return False
