"""What the last build made of what: so that nothing is done twice, and nothing is left half-done.

A build writes everything into a hidden folder beside the results first. Only when all of it is on the disk do the
files take their places, one rename each; the state file goes before the first of them and comes back after the last.
A build that is killed leaves the old results, and the next one starts afresh.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from align.errors import OutputError
from align.output import flush_to_disk, replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["build_key", "built_files", "staging"]

_STATE = ".align-build.json"
_STAGING = ".align-staging-"
_STALE_S = 3600.0


def build_key(inputs: Iterable[Path], options: Mapping[str, object]) -> str:
    """A digest of everything that the outcome depends on: the inputs, the options, the toolkit itself."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    own = sorted(path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    for path in (*inputs, *own):
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(json.dumps(options, sort_keys=True, default=str).encode())
    return digest.hexdigest()


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
        return tuple(out / name for name in state["files"])
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return ()


@contextmanager
def staging(out: Path, key: str) -> Iterator[Path]:
    """A folder to write results into; when the block ends without an error they take their places in `out`.

    Raises:
        OutputError: `out` is not a folder or not writable, or the disk is full; the old results stay.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        for left in out.glob(f"{_STAGING}*"):
            if time.time() - left.stat().st_mtime > _STALE_S:
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=_STAGING, dir=out))
    except FileExistsError:
        raise OutputError(f"{out} is a file, not a folder; choose another with -o") from None
    except OSError as error:
        raise OutputError(f"cannot write to {out}: {error.strerror}; choose another folder with -o") from error
    try:
        yield folder
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        digests = {}
        for path in files:
            flush_to_disk(path)
            digests[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
        before = built_files(out)
        (out / _STATE).unlink(missing_ok=True)
        for name in digests:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).chmod(0o644)
            (folder / name).replace(out / name)
        for path in before:
            if path.relative_to(out).as_posix() not in digests:
                path.unlink(missing_ok=True)
        with replacing(out / _STATE) as state:
            state.write_text(json.dumps({"key": key, "files": digests}, indent=1) + os.linesep, encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"cannot write to {out}: {error.strerror or error}; the old results are as they were"
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
