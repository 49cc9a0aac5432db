"""Kill a process that adds units, at fifty different points, and look at what is left: ``python killed.py FOLDER``.

The process forks before anything of the index is started, so that each child is as good as new. A child counts what it
does (units, commits of the index, commits of the units) and kills itself with SIGKILL at a given count. Another child
then reads what is there. Prints how many kills were survived.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

from align.errors import InputError
from align.memory import Memory, store
from align.memory._adding import Adder
from align.memory._index import Index
from align.memory._units import Units
from align.model import TranslationUnit, Variant

KILLS, UNITS, BATCH = 50, 24, 8
store._BATCH = BATCH


def texts(number: int) -> dict[str, str]:
    """The texts of a unit; every seventh is a new translation of the one before."""
    same = number - 1 if number % 7 == 6 else number
    return {"en": f"Sentence {same} has words number{same}.", "de": f"Satz {same} hat Wörter, Fassung {number}."}


def units() -> list[TranslationUnit]:
    """The units that are added."""
    return [
        TranslationUnit(
            id=f"u{number}", variants=tuple(Variant(lang=lang, content=(text,)) for lang, text in texts(number).items())
        )
        for number in range(UNITS)
    ]


def add(folder: Path, kill_at: int | None) -> None:
    """Add all units; die at the given count of steps."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def stepping(owner: object, name: str) -> None:
        old = getattr(owner, name)

        def new(*args: object, **more: object) -> object:
            step()
            result = old(*args, **more)
            step()
            return result

        setattr(owner, name, new)

    for owner, name in (
        (Adder, "add"),
        (Adder, "finish"),
        (Index, "commit"),
        (Index, "remove"),
        (Units, "set_meta"),
        (store, "write_manifest"),
    ):
        stepping(owner, name)
    with Memory.open(folder, writable=True) as memory:
        memory.add(units(), document="d", keep="newest")
    (folder / "steps").write_text(str(steps), encoding="utf-8")


def look(folder: Path, *, writable: bool) -> None:
    """Fail unless what is there is whole: every unit is found both ways, and nothing else is."""
    with Memory.open(folder, writable=writable) as memory:
        out = list(memory.export())
        assert len(out) == len(memory)
        assert all(count == len(out) for _, count in memory.info().languages)
        for unit in [*out[:2], *out[-3:]]:
            source, target = (variant.text for variant in unit.variants)
            found = memory.lookup(source, source="en", target="de", limit=9) if out else []
            assert [one.target for one in found if one.kind == "exact"] == [target], (source, found)
            hits = memory.search(source.split()[-1].rstrip("."), lang="en")
            assert [hit.unit_id for hit in hits.hits] == [unit.id]
        integrity = memory._units.read.execute("PRAGMA integrity_check").fetchone()[0]
        assert integrity == "ok", integrity


def look_if_made(folder: Path) -> None:
    """As `look`, for a reader, to whom a memory whose tables are not committed yet is none."""
    try:
        Memory.open(folder).close()
    except InputError as error:
        if "there is no memory here" in str(error):
            return
        raise
    look(folder, writable=False)


def in_child(act: object, *args: object, **more: object) -> int:
    """The exit code of a fork that does something; minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            act(*args, **more)  # type: ignore[operator]
            code = 0
        except BaseException as error:  # noqa: BLE001 - a child must not go on as if it were its parent
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            sys.stderr.flush()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def in_child_counting(place: Path) -> int:
    """How many steps a whole adding takes."""
    assert in_child(add, place, None) == 0
    return int((place / "steps").read_text(encoding="utf-8"))


def main(folder: Path) -> None:
    """Kill fifty times at points spread over the whole of an adding, and complete the last one."""
    steps = in_child_counting(folder / "whole")
    survived = 0
    for kill in range(KILLS):
        place = folder / str(kill)
        at = 1 + kill * steps // KILLS
        code = in_child(add, place, at)
        assert code in {0, -signal.SIGKILL}, f"kill {kill}: the adding ended with {code}"
        if (place / "units.sqlite").exists():
            if in_child(look_if_made, place):
                raise AssertionError(f"kill {kill} at step {at}: a reader finds the memory damaged")
            if in_child(look, place, writable=True):
                raise AssertionError(f"kill {kill} at step {at}: the next writer finds the memory damaged")
        if not kill % 5 and (in_child(add, place, None) or in_child(look, place, writable=False)):
            raise AssertionError(f"kill {kill} at step {at}: adding the same again does not complete it")
        survived += code == -signal.SIGKILL
        shutil.rmtree(place)
    sys.stdout.write(f"survived {survived}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
