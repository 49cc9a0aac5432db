"""Units in several files, none larger than asked for."""

from __future__ import annotations

import pytest

from align.conversion import convert
from align.errors import OutputError, UsageError
from align.formats import FORMATS, UnitHeader
from align.pipeline import read_header, read_units, validate
from align.splitting import Split, parse_split, write_parts
from format_files import units


def memory(tmp_path, count):
    """A TMX of some units."""
    path = tmp_path / "big.tmx"
    FORMATS.make("tmx").write_units(units(count), path, UnitHeader(source="en", title="T"))
    return path


@pytest.mark.parametrize(
    ("text", "split"),
    [("50000units", Split(units=50_000)), ("1 unit", Split(units=1)), ("100MB", Split(size=100 * 2**20))],
)
def test_sizes_of_parts(text, split):
    """A number of units, or bytes."""
    assert parse_split(text) == split


@pytest.mark.parametrize("text", ["", "100", "0units", "10KB", "100 TB", "-1MB"])
def test_other_sizes_are_refused(text):
    """With what to write."""
    with pytest.raises(UsageError, match="--split takes"):
        parse_split(text)


@pytest.mark.parametrize("suffix", ["tmx", "tmx.gz", "jsonl", "tsv"])
def test_parts_by_units(tmp_path, suffix):
    """All units in their order, each part with the header; the last has the rest."""
    path = memory(tmp_path, 25)
    done = convert(path, tmp_path / f"out.{suffix}", split=Split(units=10))
    assert [one.name for one in done.files] == [f"out-00{n}.{suffix}" for n in (1, 2, 3)]
    found = [read_units(one) for one in done.files]
    assert [len(one) for one in found] == [10, 10, 5]
    assert [one.id for part in found for one in part] == [f"u{n}" for n in range(25)]
    assert {read_header(one).source for one in done.files} == {"en"}
    assert done.count == 25
    assert not (tmp_path / f"out.{suffix}").exists()


@pytest.mark.parametrize("suffix", ["tmx", "jsonl", "xlf"])
def test_parts_by_size(tmp_path, suffix):
    """No part is larger; and parts are not much smaller than they may be."""
    path = memory(tmp_path, 6_000)
    done = convert(path, tmp_path / f"out.{suffix}", split=parse_split("1MB"))
    sizes = [one.stat().st_size for one in done.files]
    assert len(sizes) > 2
    assert all(0.8 * 2**20 < size <= 2**20 for size in sizes[:-1])
    assert sizes[-1] <= 2**20
    assert sum(len(read_units(one)) for one in done.files) == 6_000
    assert all(validate(one) == [] for one in done.files)


def test_no_part_is_written_if_one_cannot_be(tmp_path):
    """All of them or none."""

    def broken():
        yield from units(15)
        raise OutputError("the disk is full")

    with pytest.raises(OutputError, match="disk"):
        write_parts(broken(), tmp_path / "out.tmx", name="tmx", header=UnitHeader(), split=Split(units=10))
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_split(tmp_path):
    """A format whose size is known at its end only, two files a pair, and alignments."""
    path = memory(tmp_path, 3)
    for target, to_format, reason in (
        ("out.tsv", None, "split by units"),
        ("out", "moses", "does not hold them so"),
    ):
        with pytest.raises(UsageError, match=reason):
            convert(path, tmp_path / target, to_format=to_format, split=parse_split("1MB"))
    (tmp_path / "a.ladder").write_text("0\t0\t0\n1\t1\t0\n", encoding="utf-8")
    with pytest.raises(UsageError, match="--split parts units"):
        convert(tmp_path / "a.ladder", tmp_path / "b.beads", split=Split(units=1))
