"""What the last build made of what: so that nothing is done twice, and nothing is left half-done.

A build writes everything into a hidden folder beside the results first. Only when all of it is on the disk do the
files take their places, one rename each. Before the first of them the state file says that the results are being
replaced, and which files there are, old and new; after the last it says what they were made of. A build that is killed
leaves the old results, or in the moment of the renames whole files of both; the next one starts afresh and knows
which files are its own.
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

from align.errors import InputError, OutputError
from align.output import flush_to_disk, replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["alone", "build_key", "built_files", "refuse_bad_folder", "staging"]

_STATE = ".align-build.json"
_STAGING = ".align-staging-"
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
    """The files of the last build in `out`; none if it was made of something else than `key`, or a file has changed."""
    try:
        state = json.loads((out / _STATE).read_text(encoding="utf-8"))
        if key is not None:
            if state["key"] != key:
                return ()
            for name, digest in state["files"].items():
                if hashlib.sha256((out / name).read_bytes()).hexdigest() != digest:
                    return ()
        return tuple(out / name for name in state["files"] if _is_inside(name))
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return ()


def _is_inside(name: str) -> bool:
    """Whether a name in the state file is one that a build can have written there: it may have been tampered with."""
    return not Path(name).is_absolute() and ".." not in Path(name).parts


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
    is_new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = "is a file, not a folder" if out.is_file() else f"cannot be made: {error.strerror}"
        raise OutputError(f"{out} {what}; choose another with -o") from error
    with alone(out) as certain:
        _remove_left_over(out, alone=certain)
        try:
            folder = Path(tempfile.mkdtemp(prefix=_STAGING, dir=out))
        except OSError as error:
            raise OutputError(f"cannot write to {out}: {error.strerror}; choose another folder with -o") from error
        try:
            yield folder
            _put_in_place(folder, out, key, corpus)
        except OSError as error:
            raise OutputError(
                f"cannot write to {out}: {error.strerror or error}; the old results are as they were"
            ) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            if is_new:
                with suppress(OSError):  # not empty: the build went well
                    out.rmdir()


def _put_in_place(folder: Path, out: Path, key: str, corpus: str) -> None:
    digests = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        flush_to_disk(path)
        digests[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    for name in digests:  # whatever can go wrong has to do so before the first file takes its place
        if (out / name).is_dir():
            raise OutputError(f"{out / name} is a folder, where a result has to go; move it away")
        (out / name).parent.mkdir(parents=True, exist_ok=True)
    before = built_files(out)
    known = dict.fromkeys(path.relative_to(out).as_posix() for path in before) | digests
    _write_state(out, None, corpus, known)
    for name in digests:
        (folder / name).replace(out / name)
    for path in before:
        if path.relative_to(out).as_posix() not in digests:
            path.unlink(missing_ok=True)
            if path.parent != out:
                with suppress(OSError):  # not empty: the user has put something there
                    path.parent.rmdir()
    _write_state(out, key, corpus, digests)


def _write_state(out: Path, key: str | None, corpus: str, files: Mapping[str, str | None]) -> None:
    with replacing(out / _STATE) as state:
        text = json.dumps({"corpus": corpus, "key": key, "files": files}, indent=1)
        state.write_text(f"{text}\n", encoding="utf-8", newline="\n")


@contextmanager
def alone(out: Path) -> Iterator[bool]:
    """Keep others from writing results to `out`; gives whether that is certain (the system can lock folders)."""
    if sys.platform == "win32":
        yield False
        return
    try:
        handle = os.open(out, os.O_RDONLY)
    except OSError as error:
        raise OutputError(f"cannot write to {out}: {error.strerror}; choose another folder with -o") from error
    try:
        yield _locked(handle, out)
    finally:
        os.close(handle)


def _locked(handle: int, out: Path) -> bool:
    """Whether the open folder could be locked; waits while another build has it."""
    import fcntl

    until = time.monotonic() + _PATIENCE_S
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
    """Take away what killed builds have left."""
    for pattern in (f"{_STAGING}*", f".{_STATE}.*.partial*"):
        for left in out.glob(pattern):
            with suppress(OSError):
                if alone or time.time() - left.stat().st_mtime > _STALE_S:
                    shutil.rmtree(left) if left.is_dir() else left.unlink()
