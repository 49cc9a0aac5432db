"""The results of one build are replaced by those of the next as a whole, at whatever moment the build is killed."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys

import pytest

from align.corpus import _exchange, _journal, state
from align.corpus.state import built_files, staging
from align.errors import OutputError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders are exchanged on POSIX systems")

OLD = {"a.txt": "old a", "gone.txt": "old only", "sub/b.txt": "old b", "lost/c.txt": "old only"}
NEW = {"a.txt": "new a", "sub/b.txt": "new b", "sub/d.txt": "new only", "fresh/e.txt": "new only"}
NOTES = {"notes.txt": "mine", "sub/mine.txt": "mine"}

# Puts the old results into a folder, then replaces them in a process of its own that is killed at the n-th operation
# on files (as Python's audit events, and the calls without such events, tell); n rises until a process survives. Prints
# what a reader finds each time: before anything else looks, after the state was read, after the next build.
DEADLY = """
import json, os, shutil, signal, sys
from pathlib import Path
from align.corpus import _exchange, _journal
from align.corpus.state import built_files, staging

out, old, new, notes, way = Path(sys.argv[1]), *map(json.loads, sys.argv[2:5]), sys.argv[5]
WATCHED = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.chmod", "os.utime", "shutil.rmtree"}
armed, left = False, 0

def tick():
    global left
    if armed:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

def counted(real):
    def call(*args, **options):
        tick()
        result = real(*args, **options)
        tick()
        return result
    return call

sys.addaudithook(lambda event, _: tick() if event in WATCHED else None)
os.fsync = counted(lambda handle: None)  # a kill, not a power cut: what was written is there
if way == "journal":
    def change_places(one, other):
        raise OSError("not here")
    _exchange.change_places = change_places
_exchange.change_places = counted(_exchange.change_places)

def fill(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

def tree():
    files = (path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    return {name: (out / name).read_text(encoding="utf-8") for name in files if not name.startswith(".")}

at = 0
while True:
    at += 1
    shutil.rmtree(out.parent)
    with staging(out, "old", corpus="c") as folder:
        fill(folder, old)
    fill(out, notes)
    child = os.fork()
    if not child:
        with staging(out, "new", corpus="c") as folder:
            fill(folder, new)
            armed, left = True, at
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    raw = tree()
    names = sorted(path.relative_to(out).as_posix() for path in built_files(out))
    read = tree()
    with staging(out, "new", corpus="c") as folder:
        fill(folder, new)
    found = [path.name for path in (*out.parent.iterdir(), *out.iterdir()) if path.name.startswith(".")]
    print(json.dumps([raw, read, names, tree(), found]), flush=True)
    if os.WIFEXITED(status):
        break
"""


@pytest.fixture
def out(tmp_path):
    """Where results go."""
    return tmp_path / "place" / "out"


def put(out, files, key):
    """A build with these results."""
    with staging(out, key, corpus="c") as folder:
        fill(folder, files)


def fill(folder, files):
    """Write files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def tree(folder):
    """All files that are no hidden ones."""
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name: (folder / name).read_text(encoding="utf-8") for name in files if not name.startswith(".")}


def hidden(out):
    """What is hidden in the folder of the results and beside it."""
    return [path.name for path in (*out.parent.iterdir(), *out.iterdir()) if path.name.startswith(".")]


def can_exchange(folder):
    """Whether two folders there can change places."""
    one, other = folder / "one", folder / "other"
    one.mkdir(parents=True)
    other.mkdir()
    try:
        _exchange.change_places(one, other)
    except OSError:
        return False
    finally:
        shutil.rmtree(folder)
    return True


@pytest.mark.parametrize(("way", "notes"), [("exchange", {}), ("journal", {}), ("exchange", NOTES)])
def test_a_kill_at_every_operation(tmp_path, out, way, notes):
    """The results are the old or the new ones to the byte, files of the user stay, and the next build cleans up."""
    if way == "exchange" and not can_exchange(tmp_path / "try"):
        pytest.skip("no exchange of folders on this file system")
    out.parent.mkdir()
    command = [sys.executable, "-c", DEADLY, out, *map(json.dumps, (OLD, NEW, notes)), way]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600).stdout
    moments = [json.loads(line) for line in said.splitlines()]
    assert len(moments) > 40
    for raw, read, names, after, found in moments:
        assert read in (OLD | notes, NEW | notes)
        assert names == sorted(read.keys() - notes.keys())
        assert after == NEW | notes
        assert found == [".align-build.json"]
        if way == "exchange" and not notes:
            assert raw == read  # nobody has to read the state first
    assert [read == NEW | notes for _, read, *_ in moments].index(True) > 20
    assert moments[-1][1] == NEW | notes


def test_the_old_folder_is_exchanged(tmp_path, out):
    """In one step where that can be: the folder is another one afterwards, with the mode of the first."""
    if not can_exchange(tmp_path / "try"):
        pytest.skip("no exchange of folders on this file system")
    put(out, OLD, "old")
    out.chmod(0o750)
    before = out.stat()
    put(out, NEW, "new")
    after = out.stat()
    assert after.st_ino != before.st_ino
    assert after.st_mode == before.st_mode
    assert tree(out) == NEW
    assert built_files(out, "new")


def keep_folder_of_user(out):
    """An empty folder that no build made."""
    (out / "mine").mkdir()


def keep_link_of_user(out):
    """A link that leads nowhere."""
    (out / "mine").symlink_to("nowhere")


@pytest.mark.parametrize("keep", [keep_folder_of_user, keep_link_of_user])
def test_what_is_not_ours_stays(out, keep):
    """It is not even moved: the folder is the same one afterwards."""
    put(out, OLD, "old")
    keep(out)
    before = out.stat().st_ino, (out / "mine").lstat().st_ino
    put(out, NEW, "new")
    assert (out.stat().st_ino, (out / "mine").lstat().st_ino) == before
    assert tree(out) == NEW


def test_what_arrives_in_the_last_moment_stays(out, monkeypatch):
    """A file that the user puts into the old folder just before it is exchanged is in the new one."""
    put(out, OLD, "old")
    real = _exchange.change_places

    def late(one, other):
        fill(other, NOTES)
        real(one, other)

    monkeypatch.setattr(_exchange, "change_places", late)
    put(out, NEW, "new")
    assert tree(out) == NEW | NOTES
    assert hidden(out) == [".align-build.json"]


def test_a_link_to_the_folder_stays_a_link(tmp_path, out):
    """What it leads to is replaced."""
    put(out, OLD, "old")
    link = tmp_path / "link"
    link.symlink_to(out, target_is_directory=True)
    put(link, NEW, "new")
    assert link.is_symlink()
    assert tree(out) == NEW
    assert hidden(link) == hidden(out)[-1:]


def test_who_stands_in_the_folder_stays_there(out, monkeypatch):
    """A build into the working directory does not take the floor away from under the shell."""
    put(out, OLD, "old")
    before = out.stat().st_ino
    monkeypatch.chdir(out)
    with staging(out.relative_to(out), "new", corpus="c") as folder:
        fill(folder, NEW)
    assert out.stat().st_ino == before
    assert tree(out) == NEW


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EBUSY, errno.EACCES])
def test_without_the_call_the_files_take_their_places_one_by_one(out, monkeypatch, code):
    """An old system, a file system that cannot, a mount point: the result is the same."""

    def refuse(one, other):  # noqa: ARG001 - the real one's arguments
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(_exchange, "change_places", refuse)
    put(out, OLD, "old")
    put(out, NEW, "new")
    assert tree(out) == NEW
    assert [path.name for path in out.iterdir() if path.is_dir()] in (["fresh", "sub"], ["sub", "fresh"])
    assert hidden(out) == [".align-build.json"]


def test_a_system_without_the_function_is_told_by_an_error(tmp_path, monkeypatch):
    """Whatever is missing, ctypes included."""
    monkeypatch.setitem(sys.modules, "ctypes", None)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSYS)):
        _exchange.change_places(tmp_path, tmp_path)
    monkeypatch.undo()
    monkeypatch.setattr(sys, "platform", "plan9")
    with pytest.raises(OSError, match=os.strerror(errno.ENOSYS)):
        _exchange.change_places(tmp_path, tmp_path)


def test_folders_that_are_not_there_cannot_change_places(tmp_path):
    """The error is that of the system."""
    with pytest.raises(OSError, match=r"nowhere"):
        _exchange.change_places(tmp_path / "nowhere", tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only an administrator can mount")
def test_a_mount_point_and_a_folder_that_may_not_be_written_to(tmp_path):
    """The output folder is a disk of its own, in a folder of a disk that is read-only."""
    disk = tmp_path / "disk"
    disk.mkdir()
    for place in (disk, disk / "out"):
        command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place]
        if place.name == "out":
            place.mkdir()
        if subprocess.run(command, check=False, capture_output=True).returncode:
            pytest.skip("this system lets nobody mount")
    try:
        put(disk / "out", OLD, "old")
        put(disk / "out", NEW, "new")
        assert tree(disk / "out") == NEW
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        put(disk / "out", OLD, "old")
        assert tree(disk / "out") == OLD
        assert hidden(disk / "out") == [".align-build.json"]
    finally:
        subprocess.run(["umount", disk / "out"], check=True)
        subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("at", range(1, 9))
@pytest.mark.parametrize("links", [True, False])
def test_an_error_among_the_renames_is_undone(out, monkeypatch, at, links):
    """Whichever rename it is that fails, and whether or not files can have two names: the old results stay."""
    put(out, OLD, "old")
    fill(out, NOTES)
    real, calls = os.replace, 0

    def failing(one, other, **options):
        nonlocal calls
        if ".partial" not in str(one):
            calls += 1
        if calls == at:
            calls += 1
            raise OSError(errno.EIO, "Input/output error")
        real(one, other, **options)

    def no_links(*_args, **_options):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "replace", failing)
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    if at > 7 and links:
        put(out, NEW, "new")  # so many renames are not needed then
        assert tree(out) == NEW | NOTES
        return
    with pytest.raises(OutputError, match="Input/output error; the old results are as they were"):
        put(out, NEW, "new")
    monkeypatch.undo()
    assert tree(out) == OLD | NOTES
    assert {path.name for path in out.iterdir() if path.is_dir()} == {"sub", "lost"}
    assert hidden(out) == [".align-build.json"]
    assert len(built_files(out, "old")) == 4


def test_ctrl_c_among_the_renames_is_undone(out, monkeypatch):
    """Like an error."""
    put(out, OLD, "old")
    fill(out, NOTES)
    real, calls = _journal._remove, 0

    def interrupted(*args):
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        real(*args)

    monkeypatch.setattr(_journal, "_remove", interrupted)
    with pytest.raises(KeyboardInterrupt):
        put(out, NEW, "new")
    assert tree(out) == OLD | NOTES
    assert hidden(out) == [".align-build.json"]


def test_what_can_neither_be_done_nor_undone_is_said(out, monkeypatch):
    """And the next build completes it when the cause is gone."""
    put(out, OLD, "old")
    fill(out, NOTES)
    real, calls = os.replace, 0

    def failing(one, other, **options):
        nonlocal calls
        if ".partial" not in str(one):
            calls += 1
            if calls > 2:
                raise OSError(errno.EIO, "Input/output error")
        real(one, other, **options)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OutputError, match=r"holds results of two builds, as .* build again, which completes"):
        put(out, NEW, "new")
    with pytest.raises(OutputError, match="holds results of two builds"):
        built_files(out)
    monkeypatch.undo()
    assert len(built_files(out, "new")) == len(NEW)
    assert tree(out) == NEW | NOTES


@pytest.mark.parametrize(
    "journal",
    [
        "",
        "[]",
        '{"folder": ".", "new": [], "gone": ["a.txt"]}',
        '{"folder": "sub", "new": [], "gone": ["a.txt"]}',
        '{"folder": ".align-staging-x/../..", "new": [], "gone": ["a.txt"]}',
        '{"folder": ".align-staging-x", "new": [], "gone": ["../a.txt"]}',
        '{"folder": ".align-staging-none", "new": [], "gone": ["a.txt"]}',
    ],
)
def test_a_journal_that_no_build_wrote_does_nothing(out, journal):
    """It names folders or files that are not a build's, or cannot be read: it is removed, and nothing else is."""
    put(out, OLD, "old")
    fill(out.parent, {"a.txt": "not in there"})
    (out / ".align-staging-x").mkdir()
    (out / ".align-journal.json").write_text(journal, encoding="utf-8")
    assert len(built_files(out, "old")) == 4
    assert tree(out) == OLD
    assert (out.parent / "a.txt").exists()
    assert not (out / ".align-journal.json").exists()


def test_a_folder_left_beside_is_taken_away(out):
    """Whether it holds all of its results or some are gone already; a folder of the user with such a name stays."""
    put(out, OLD, "old")
    for name, files in ((".out.align-staging-1", OLD | NOTES), (".out.align-staging-2", {"a.txt": "x"})):
        fill(out.with_name(name), files)
    shutil.copy(out / ".align-build.json", out.with_name(".out.align-staging-1"))
    fill(out.with_name("out.align-staging-mine"), NOTES)
    put(out, NEW, "new")
    assert tree(out) == NEW | NOTES
    assert sorted(path.name for path in out.parent.iterdir()) == ["out", "out.align-staging-mine"]


def test_a_name_too_long_for_a_folder_beside(out):
    """The files take their places one by one."""
    long = out.with_name("x" * 250)
    put(long, OLD, "old")
    put(long, NEW, "new")
    assert tree(long) == NEW


def test_a_build_that_waits_sees_the_folder_that_was_put_there(out, monkeypatch):
    """It has waited for the lock of a folder that is gone then, and takes the lock of the new one."""
    put(out, OLD, "old")
    opened = []
    real = state._locked

    def slow(handle, folder, until):
        opened.append(os.fstat(handle).st_ino)
        if len(opened) == 1:
            out.rename(out.with_name("other"))
        return real(handle, folder, until)

    monkeypatch.setattr(state, "_locked", slow)
    put(out, NEW, "new")
    assert len(set(opened)) == 2
    assert tree(out) == NEW
    assert tree(out.with_name("other")) == OLD
