from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from align.errors import EncodingError, FormatError
from align.formats.beads import BeadsFormat
from align.model import Bead

if TYPE_CHECKING:
    from pathlib import Path

BEADS = BeadsFormat()


def test_what_is_written(tmp_path: Path) -> None:
    """One bead a line, 0-based, empty side for a null bead, a tab and four decimals where there is a score."""
    beads = [
        Bead(source=(0, 1), target=(0,), score=0.98125),
        Bead(source=(3,), target=()),
        Bead(source=(), target=(4,), score=1.0),
    ]
    path = tmp_path / "x.beads"
    BEADS.write_beads(beads, path)
    assert path.read_bytes() == b"0,1:0\t0.9812\n3:\n:4\t1.0000\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("0,1:2", ((0, 1), (2,), None)),
        ("1,0:2\t0.5", ((0, 1), (2,), 0.5)),
        ("3:\t0", ((3,), (), 0.0)),
        (":4", ((), (4,), None)),
        ("[0, 1]:[2]:0.156", ((0, 1), (2,), None)),
        ("[]:[7]:1.000000", ((), (7,), None)),
        ("[5]:[5,6]", ((5,), (5, 6), None)),
    ],
)
def test_both_notations_are_read(
    tmp_path: Path, line: str, expected: tuple[tuple[int, ...], tuple[int, ...], float | None]
) -> None:
    """Our notation and Vecalign's are read; the cost in Vecalign's third field is not taken for a score."""
    path = tmp_path / "x.beads"
    for end in ("\n", "\r\n", "\n\n"):
        path.write_bytes(f"{line}{end}".encode())
        (bead,) = BEADS.read_beads(path)
        assert (bead.source, bead.target, bead.score) == expected


def test_a_checked_bead_has_a_third_field(tmp_path: Path) -> None:
    """With or without a score; it is read back equal, and ``auto`` is never written."""
    beads = (
        Bead(source=(0,), target=(0,), score=0.5, status="checked"),
        Bead(source=(1,), target=(), status="checked"),
        Bead(source=(2,), target=(1,), score=0.25),
    )
    path = tmp_path / "x.beads"
    BEADS.write_beads(beads, path)
    assert path.read_bytes() == b"0:0\t0.5000\tchecked\n1:\t\tchecked\n2:1\t0.2500\n"
    assert BEADS.read_beads(path) == beads


@pytest.mark.parametrize(
    ("line", "score", "status"),
    [
        ("0:0\tchecked", None, "checked"),
        ("0:0\t\tchecked", None, "checked"),
        ("0:0\t1\tchecked ", 1.0, "checked"),
        ("0:0\t0.5\tauto", 0.5, "auto"),
    ],
)
def test_a_status_is_read_as_people_write_it(tmp_path: Path, line: str, score: float | None, status: str) -> None:
    """After the score, or in its place."""
    path = tmp_path / "x.beads"
    path.write_text(f"{line}\n")
    (bead,) = BEADS.read_beads(path)
    assert (bead.score, bead.status) == (score, status)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("0:0\nx\n", ":2: 'x' is not a bead"),
        (":\n", ":1: ':' is not a bead"),
        ("[]:[]\n", ":1: '[]:[]' is not a bead"),
        ("0:0\t1.5\n", ":1: bead (0,):(0,): score 1.5"),
        ("0:0\tnan\n", ":1: bead (0,):(0,): score nan"),
        ("0:0\t0.5\tcheked\n", ":1: '0:0\\t0.5\\tcheked' is not a bead"),
        ("0:0\tgood\n", ":1: score 'good' is not a number in 0..1; correct the line"),
        ("0:0\n1:0\n", ":2: target 0 is already in the bead of line 1"),
        ("0,0:1\n", ":1: bead (0, 0):(1,)"),
        ("-1:0\n", ":1: '-1:0' is not a bead"),
        ("0:99999999999\n", ":1: '0:99999999999' is not a bead"),
        ("__import__('os'):0\n", "is not a bead"),
    ],
)
def test_other_lines_are_refused_with_their_number(tmp_path: Path, content: str, message: str) -> None:
    """A line that is no bead, a score out of range and a position used twice are FormatErrors with file and line."""
    path = tmp_path / "x.beads"
    path.write_text(content)
    with pytest.raises(FormatError) as caught:
        BEADS.read_beads(path)
    assert message in str(caught.value)


def test_bytes_that_are_no_text_are_encoding_errors(tmp_path: Path) -> None:
    """The place of the first wrong byte is named."""
    path = tmp_path / "x.beads"
    path.write_bytes(b"0:0\n1:\xff\n")
    with pytest.raises(EncodingError, match=r"x\.beads:2:3: byte 0xff is not UTF-8"):
        BEADS.read_beads(path)


@pytest.mark.external
def test_gold_and_vecalign_files_are_read(shared: Path) -> None:
    """The gold sets and the sample of Vecalign's output are read whole."""
    gold = shared / "gold" / "udhr_zh_en" / "udhr.zh-en.gold"
    assert len(BEADS.read_beads(gold)) == len(gold.read_text().splitlines())
    sample = BEADS.read_beads(shared / "interop" / "ladder" / "vecalign.txt")
    assert [bead.kind for bead in sample] == ["1-1", "2-1", "1-0", "1-2", "0-1", "1-1"]
