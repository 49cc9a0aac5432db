"""Results take their places together or not at all, whatever stops the build."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from align.corpus.build import build
from align.corpus.state import build_key, built_files, refuse_bad_folder, staging
from align.errors import InputError, OutputError
from align.pipeline import read_units

if TYPE_CHECKING:
    from pathlib import Path

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and mounts of POSIX")
COMMAND = [sys.executable, "-c", "from align.cli import main; main()"]
# builds, and kills its own process at the n-th call of a function of the system
DEADLY = """
import os, signal, sys
from align.corpus.build import build
name, at, calls = sys.argv[3], int(sys.argv[4]), 0
real = getattr(os, name)
def deadly(*args, **options):
    global calls
    calls += 1
    if calls == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **options)
setattr(os, name, deadly)
build(sys.argv[1], out=sys.argv[2])
"""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the state of the build, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".align-build.json"
    }


def visible(files: dict[str, bytes]) -> dict[str, bytes]:
    """Those that are in no hidden folder and are no hidden file."""
    return {name: content for name, content in files.items() if not name.startswith(".") and "/." not in name}


@pytest.fixture
def out(tmp_path):
    """Where results go."""
    return tmp_path / "out"


@pytest.fixture
def changed(corpus, edit, out):
    """The small corpus built with pairs, then changed; its results before and, in a fresh folder, after."""
    build(corpus, out=out, pairs=True)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    old = tree(out)
    edit("Nobody disagreed.", "Everybody agreed.", "texts/small.en.txt")
    build(corpus, out=out.with_name("fresh"))
    return old, tree(out.with_name("fresh")) | {"notes.txt": b"mine"}


def test_files_appear_when_the_block_ends(out):
    """Not before; in folders too."""
    with staging(out, "k", corpus="c") as folder:
        (folder / "a.txt").write_text("a", encoding="utf-8")
        (folder / "sub").mkdir()
        (folder / "sub" / "b.txt").write_text("b", encoding="utf-8")
        assert visible(tree(out)) == {}
    assert tree(out) == {"a.txt": b"a", "sub/b.txt": b"b"}
    assert built_files(out, "k") == (out / "a.txt", out / "sub" / "b.txt")
    assert built_files(out, "another") == ()


def test_an_error_in_the_block_leaves_the_old_results(out):
    """And nothing of the new ones."""

    def failing():
        with staging(out, "k2", corpus="c") as folder:
            (folder / "a.txt").write_text("new", encoding="utf-8")
            raise KeyError

    with staging(out, "k", corpus="c") as folder:
        (folder / "a.txt").write_text("old", encoding="utf-8")
    with pytest.raises(KeyError):
        failing()
    assert tree(out) == {"a.txt": b"old"}
    assert built_files(out, "k") == (out / "a.txt",)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda out: out.write_text("mine", encoding="utf-8"), "is a file, not a folder; choose another with -o"),
        (lambda out: (out / "a.txt").mkdir(parents=True), "is a folder, where a result has to go; move it away"),
    ],
)
def test_what_is_in_the_way_is_not_touched(out, make, message):
    """A file where the folder should be, a folder where a file should be."""
    make(out)
    with pytest.raises(OutputError, match=message), staging(out, "k", corpus="c") as folder:
        (folder / "a.txt").write_text("new", encoding="utf-8")
    assert out.is_file() or [path.name for path in out.iterdir()] == ["a.txt"]


@POSIX
def test_a_place_where_nothing_can_be_written(corpus):
    """Not even by an administrator: one line, and the text names the folder."""
    with pytest.raises(OutputError, match=r"/proc/align-test cannot be made: .*; choose another with -o"):
        build(corpus, out="/proc/align-test")


@POSIX
@pytest.mark.parametrize(("name", "at"), [("fsync", 1), ("fsync", 2), ("fsync", 9), ("replace", 1), ("replace", 2)])
def test_a_kill_before_the_files_take_their_places(corpus, out, changed, name, at):
    """The old results are intact to the byte, the next build works and leaves nothing behind."""
    old, new = changed
    killed = subprocess.run([sys.executable, "-c", DEADLY, corpus, out, name, str(at)], check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert visible(tree(out)) == old
    assert build(corpus, out=out).corpus is not None
    assert tree(out) == new


@POSIX
@pytest.mark.parametrize("at", [8, 14, 15])
def test_a_kill_while_the_files_take_their_places(corpus, out, changed, at):
    """Among files of the user, where they do so one by one, the next build completes what was begun: no work is lost."""
    old, new = changed
    killed = subprocess.run([sys.executable, "-c", DEADLY, corpus, out, "replace", str(at)], check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    found = visible(tree(out))
    assert found.keys() >= new.keys()
    assert all(content in (old.get(name), new.get(name)) for name, content in found.items())
    assert build(corpus, out=out).corpus is None
    assert tree(out) == new


@POSIX
@pytest.mark.parametrize("sign", [".align-staging-*", ".align-staging-*/small.tmx", ".align-staging-*/units.parquet"])
def test_a_kill_from_outside(corpus, out, changed, sign):
    """As soon as the staging folder, or a file in it, shows, whatever the build is at then."""
    old, new = changed
    process = subprocess.Popen([*COMMAND, "-q", "build", corpus, "-o", out])
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until and not any(out.glob(sign)):
        time.sleep(0.001)
    process.kill()
    process.wait()
    built_files(out)
    assert visible(tree(out)) in (old, new)
    build(corpus, out=out)
    assert tree(out) == new


@POSIX
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (1, 129)])
def test_a_request_to_end_cleans_up(corpus, out, changed, number, code):
    """Ctrl-C, the signal of a system that shuts down and a terminal that is closed (1) leave the old results and no staging folder."""
    old, new = changed
    process = subprocess.Popen([*COMMAND, "build", corpus, "-o", out], stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not any(out.glob(".align-staging-*")):
        time.sleep(0.001)
    process.send_signal(number)
    _, said = process.communicate(timeout=120)
    assert "Traceback" not in said
    assert process.returncode in {code, 0}  # it may have been done already
    assert tree(out) == (old if process.returncode else new)


@POSIX
def test_two_builds_at_once(corpus, out):
    """One waits for the other; both end well, and nothing is left behind."""
    command = [*COMMAND, "-q", "build", corpus, "-o", out, "--force"]
    processes = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    build(corpus, out=out.with_name("fresh"))
    assert tree(out) == tree(out.with_name("fresh"))
    assert len(read_units(out / "small.tmx")) > 3


@pytest.mark.parametrize("at", [1, 4, 8])
def test_a_disk_that_fills_up(corpus, out, changed, monkeypatch, at):
    """Whichever file it is that has no room: one line, the old results intact, the next build works."""
    old, new = changed
    calls = 0
    real = os.fsync

    def full(handle):
        nonlocal calls
        calls += 1
        if calls == at:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        build(corpus, out=out)
    assert tree(out) == old
    monkeypatch.undo()
    build(corpus, out=out)
    assert tree(out) == new


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only an administrator can mount")
@pytest.mark.parametrize("room", [0, 8, 24, 40, 56, 72])
def test_a_disk_that_is_full_in_truth(corpus, edit, tmp_path, room):
    """With so many KB left, fewer than the new results need: one line, exit code 3, the old results intact."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("this system lets nobody mount")
    try:
        build(corpus, out=disk / "out")
        old = tree(disk / "out")
        free = os.statvfs(disk)
        (disk / "ballast").write_bytes(bytes(free.f_bavail * free.f_frsize - room * 1024))
        edit("Nobody disagreed.", "Everybody agreed.", "texts/small.en.txt")
        command = [*COMMAND, "build", corpus, "-o", disk / "out"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 3, done.stderr
        assert "No space left on device" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr
        assert tree(disk / "out") == old
    finally:
        subprocess.run(["umount", disk], check=True)


def test_the_results_of_another_corpus_are_not_removed(corpus, edit, out):
    """Two corpora cannot share a folder: the second is refused before any work, and the first is as it was."""
    build(corpus, out=out)
    before = tree(out)
    with pytest.raises(OutputError, match="holds the results of the corpus 'small'; choose another folder with -o"):
        build(edit('id = "small"', 'id = "other"'), out=out)
    assert tree(out) == before


def test_a_folder_that_cannot_be_is_refused_at_once(tmp_path):
    """A file in its place or above it; a folder that is not there yet is no problem."""
    (tmp_path / "file").touch()
    for name in ("file", "file/out", "file/a/b"):
        with pytest.raises(OutputError, match="file is a file, not a folder; choose another folder with -o"):
            refuse_bad_folder(tmp_path / name, "c")
    refuse_bad_folder(tmp_path / "a" / "b" / "c", "c")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_was_left_behind_is_taken_away(corpus, out):
    """By the next build; folders of users that only look alike stay."""
    build(corpus, out=out)
    (out / ".align-staging-dead").mkdir()
    (out / ".align-staging-dead" / "half.tmx").write_text("half", encoding="utf-8")
    (out / "align-staging-mine").mkdir()
    build(corpus, out=out, force=True)
    assert sorted(path.name for path in out.iterdir() if "staging" in path.name) == (
        ["align-staging-mine"] if sys.platform != "win32" else [".align-staging-dead", "align-staging-mine"]
    )


def test_the_key_depends_on_all_that_counts(tmp_path):
    """Content, names, order and options; not the place."""
    paths = []
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        for name in ("a", "b"):
            paths.append(tmp_path / folder / name)
            paths[-1].write_text(name, encoding="utf-8")
    key = build_key(paths[:2], {"x": 1})
    assert build_key(paths[2:], {"x": 1}) == key
    assert build_key(paths[1::-1], {"x": 1}) != key
    assert build_key(paths[:2], {"x": 2}) != key
    paths[0].write_text("c", encoding="utf-8")
    assert build_key(paths[:2], {"x": 1}) != key
    with pytest.raises(InputError, match="cannot be read"):
        build_key([tmp_path / "none"], {})


@pytest.mark.parametrize(
    "state", ["", "[]", "null", '{"key": "k"}', '{"key": "k", "files": [1]}', '{"key": "k", "files": {"a": 1}}']
)
def test_a_state_that_cannot_be_read_counts_as_none(out, state):
    """Whoever wrote it."""
    out.mkdir()
    (out / ".align-build.json").write_text(state, encoding="utf-8")
    assert built_files(out, "k") == ()


def test_the_state_has_no_place_of_this_machine(corpus, out):
    """A built folder can be moved or given away."""
    build(corpus, out=out)
    text = (out / ".align-build.json").read_text(encoding="utf-8")
    assert str(out) not in text
    assert sorted(json.loads(text)) == ["corpus", "files", "key"]
    moved = out.rename(out.with_name("moved"))
    assert build(corpus, out=moved).corpus is None
