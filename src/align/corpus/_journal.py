"""New results take their places among files that stay, one rename each, so that a kill cannot leave a mixture for long.

Before the first rename a journal is on the disk that names the folder with the new results and all that has to be
done. Whoever finds a journal finishes the work: each step can be done again, and what was done shows in the folder of
the new results, where a file that has taken its place is missing. Old results are set aside there, so that an error in
the middle can be undone. (A redo log with undo in memory; Gray and Reuter 1992, chapter 10.)
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from align.errors import OutputError
from align.output import flush_folder, replacing

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["STAGING", "finish", "is_inside", "is_open", "put_in_place"]

STAGING = ".align-staging-"
"""How the name of a folder begins that a build writes into."""

_JOURNAL = ".align-journal.json"
_ASIDE = ".aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What has to be done: names are relative to the output folder, with slashes.

    Attributes:
        folder: the folder with the new results, inside the output folder.
        new: files that take their places, in this order.
        gone: files of the last build that this one did not make.
    """

    folder: str
    new: tuple[str, ...]
    gone: tuple[str, ...]


def put_in_place(folder: Path, out: Path, *, new: Sequence[str], gone: Sequence[str]) -> None:
    """Move the files `new` from `folder`, which lies in `out`, to `out`, and remove the files `gone` from there.

    Raises:
        OSError: it could not be done; the old files are in their places again.
        OutputError: nor could it be undone; `finish` has to be called when the cause is gone.
    """
    plan = _Plan(folder=folder.name, new=tuple(new), gone=tuple(gone))
    with replacing(out / _JOURNAL) as journal:
        journal.write_text(f"{json.dumps(asdict(plan), indent=1)}\n", encoding="utf-8", newline="\n")
    flush_folder(out)
    _carry_out(plan, out)


def is_open(out: Path) -> bool:
    """Whether a build was stopped while its files took their places in `out`."""
    return (out / _JOURNAL).is_file()


def finish(out: Path) -> None:
    """Complete what the journal in `out` says, if there is one; no other build may be at work there.

    Raises:
        OSError: it could not be done; the old files are in their places again.
        OutputError: nor could it be undone.
    """
    if not is_open(out):
        return
    plan = _read(out / _JOURNAL)
    if plan is None or not (out / plan.folder).is_dir():
        (out / _JOURNAL).unlink()  # not one of ours: a journal is there as a whole, and goes before its folder
        return
    _carry_out(plan, out)


def is_inside(name: object) -> bool:
    """Whether a name read from a file can be one that a build wrote: the output folder may be tampered with."""
    return isinstance(name, str) and name != "" and not Path(name).is_absolute() and ".." not in Path(name).parts


def _read(path: Path) -> _Plan | None:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        plan = _Plan(folder=str(read["folder"]), new=tuple(read["new"]), gone=tuple(read["gone"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    is_ours = plan.folder.startswith(STAGING) and Path(plan.folder).name == plan.folder
    return plan if is_ours and all(map(is_inside, (*plan.new, *plan.gone))) else None


def _carry_out(plan: _Plan, out: Path) -> None:
    """Do all of the plan, from wherever it stands, or undo it; then close the journal."""
    folder = out / plan.folder
    try:
        for name in plan.new:
            if os.path.lexists(folder / name):
                (out / name).parent.mkdir(parents=True, exist_ok=True)
                _set_aside(name, folder, out)
                (folder / name).replace(out / name)
        for name in plan.gone:
            _remove(name, folder, out)
        for place in {(out / name).parent for name in (*plan.new, *plan.gone)}:
            if place.is_dir():
                flush_folder(place)
    except BaseException as error:
        _undo(plan, out, error)
        raise
    (out / _JOURNAL).unlink()
    flush_folder(out)
    shutil.rmtree(folder, ignore_errors=True)


def _undo(plan: _Plan, out: Path, error: BaseException) -> None:
    """Put the old files back; killed in here, the plan can still be carried out."""
    folder = out / plan.folder
    try:
        for name in reversed((*plan.new, *plan.gone)):
            new, here, old = folder / name, out / name, folder / _ASIDE / name
            if name in plan.new and not os.path.lexists(new):
                here.replace(new)
            if os.path.lexists(old) and not os.path.lexists(here):
                here.parent.mkdir(parents=True, exist_ok=True)
                old.replace(here)
            with suppress(OSError):  # not empty
                if here.parent != out:
                    here.parent.rmdir()
        (out / _JOURNAL).unlink()
    except OSError as second:
        raise OutputError(
            f"{out} holds results of two builds, as {error} and then {second}; free the way and build again, "
            "which completes the newer one"
        ) from error


def _set_aside(name: str, folder: Path, out: Path) -> None:
    """Keep the old file of this name; it stays in its place where the file system can give it a second name."""
    old = folder / _ASIDE / name
    if os.path.lexists(old) or not os.path.lexists(out / name):
        return
    old.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(out / name, old, follow_symlinks=False)
    except (OSError, NotImplementedError):
        (out / name).replace(old)


def _remove(name: str, folder: Path, out: Path) -> None:
    if os.path.lexists(out / name):
        old = folder / _ASIDE / name
        old.parent.mkdir(parents=True, exist_ok=True)
        (out / name).replace(old)
    if (out / name).parent != out:
        with suppress(OSError):  # not empty: the user has put something there
            (out / name).parent.rmdir()
