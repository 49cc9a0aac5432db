"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from align.errors import OutputError
from align.output import refuse_bad_target, replacing

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="devices, pipes and modes of POSIX")


def content(folder):
    """All that is in a folder, hidden files included."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_the_new_content_takes_the_place_of_the_old(tmp_path):
    """And nothing else is left beside it."""
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    with replacing(path) as temporary:
        temporary.write_text("new", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "old"
    assert content(tmp_path) == {"a.txt": "new"}


def test_an_error_leaves_the_old_content(tmp_path):
    """Whatever the error is, it comes through, and the temporary file goes."""
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")

    def interrupted():
        with replacing(path) as temporary:
            temporary.write_text("half", encoding="utf-8")
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()
    assert content(tmp_path) == {"a.txt": "old"}


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_content(tmp_path, monkeypatch, step):
    """A disk that is full when the file is flushed or renamed is one line, and nothing changes."""

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, step, full)
    with pytest.raises(OutputError, match="No space left on device; nothing was changed"), replacing(path) as temporary:
        temporary.write_text("new", encoding="utf-8")
    assert content(tmp_path) == {"a.txt": "old"}


def test_the_temporary_name_keeps_the_suffix(tmp_path):
    """For writers pack what ends in ``.gz``."""
    with replacing(tmp_path / "a.tmx.gz") as temporary:
        assert temporary.suffix == ".gz"
        assert temporary.parent == tmp_path


@POSIX
def test_permissions_stay(tmp_path):
    """A file that only its owner may read is so afterwards; a new one has the permissions of any new file."""
    path, other, usual = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"
    path.touch()
    path.chmod(0o600)
    usual.touch()
    for one in (path, other):
        with replacing(one) as temporary:
            temporary.write_text("x", encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(other.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


@POSIX
def test_a_link_stays_a_link(tmp_path):
    """The file that a symbolic link leads to is replaced, not the link."""
    target, link = tmp_path / "there" / "a.txt", tmp_path / "a.txt"
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    with replacing(link) as temporary:
        temporary.write_text("new", encoding="utf-8")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


@POSIX
def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    """What a reader at the other end of a named pipe gets is the whole content, and the pipe is still one."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    got = []
    reader = threading.Thread(target=lambda: got.append(path.read_bytes()))
    reader.start()
    with replacing(path) as temporary:
        temporary.write_bytes(b"x" * 100_000)
    reader.join(timeout=30)
    assert got == [b"x" * 100_000]
    assert stat.S_ISFIFO(path.stat().st_mode)


@POSIX
def test_a_device_is_written_to_and_not_replaced(tmp_path):
    """``-o`` with a device such as the terminal of a test leaves the device a device, also for an administrator."""
    import pty

    ours, theirs = pty.openpty()
    name = Path(os.ttyname(theirs))
    with replacing(name) as temporary:
        temporary.write_text("x", encoding="utf-8")
    assert stat.S_ISCHR(name.stat().st_mode)
    assert os.read(ours, 1) == b"x"
    os.close(ours)
    os.close(theirs)
    assert content(tmp_path) == {}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "is a folder; name a file in it"),
        ("none/a.txt", "there is no folder"),
        ("file/a.txt", "Not a directory|is a file, not a folder"),
        ("x" * 4000, "cannot write"),
        ("a\0b", "cannot write"),
    ],
)
def test_targets_that_cannot_be_are_refused_at_once(tmp_path, name, message):
    """Before any work is done, in one line; `replacing` says the same."""
    (tmp_path / "file").touch()
    path = tmp_path / name
    for refuses in (refuse_bad_target, lambda one: replacing(one).__enter__()):
        with pytest.raises(OutputError, match=message) as caught:
            refuses(path)
        assert "\n" not in str(caught.value)
    assert content(tmp_path) == {"file": ""}


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="an administrator may write everywhere")
def test_a_folder_that_is_not_writable(tmp_path):
    """Is said so."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(OutputError, match="not writable"):
        refuse_bad_target(folder / "a.txt")


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only an administrator can mount")
def test_a_disk_that_is_full_in_truth(tmp_path):
    """On a disk of 64 KB a file of 100 KB is refused in one line, and the old one is as it was."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False, capture_output=True
    ).returncode:
        pytest.skip("this system lets nobody mount")
    try:
        path = disk / "a.txt"
        path.write_text("old", encoding="utf-8")
        with (
            pytest.raises(OutputError, match="No space left on device; nothing was changed"),
            replacing(path) as temporary,
        ):
            temporary.write_bytes(b"x" * 100_000)
        assert content(disk) == {"a.txt": "old"}
    finally:
        subprocess.run(["umount", disk], check=True)
