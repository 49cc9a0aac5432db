"""Files that are packed, larger than usual, or broken."""

from __future__ import annotations

import gzip

import pytest

from align.formats import FORMATS, UnitHeader
from format_files import units

HEAD = (
    '<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" '
    'srclang="en" datatype="plaintext"/><body>'
)
END = "</body></tmx>\n"


def unit(text):
    """A line with a unit."""
    return f'\n<tu><tuv xml:lang="en"><seg>{text}</seg></tuv></tu>'


@pytest.fixture
def big(tmp_path):
    """A TMX of 25 units."""
    path = tmp_path / "big.tmx"
    FORMATS.make("tmx").write_units(units(25), path, UnitHeader(source="en"))
    return path


def test_the_parts_are_named(align, big, tmp_path):
    """First, last and how many."""
    done = align("convert", big, tmp_path / "out.tmx", "--split", "5units")
    assert (done.code, done.lines) == (
        0,
        [f"align: 25 units written to {tmp_path}/out-001.tmx ... {tmp_path}/out-005.tmx, 5 files"],
    )


def test_standard_output_has_no_parts(align, big):
    """It is one stream."""
    done = align("convert", big, "-", "--to", "tmx", "--split", "5units")
    assert done.code == 2
    assert "name a target" in done.said


def test_limits_are_raised(align, tmp_path, monkeypatch):
    """By an option before the verb, or by the environment; the words of a line are as good as several options."""
    path = tmp_path / "a.tmx"
    path.write_text(HEAD + unit("a") * 5 + END, encoding="utf-8")
    for word, code in (("units=4", 3), ("units=5", 0), ("unit=5", 2), ("units", 2)):
        done = align("--limit", word, "convert", path, tmp_path / "a.jsonl")
        assert (done.code, len(done.lines)) == (code, 1)
    assert "did you mean 'units'" in align("--limit", "unit=5", "list").said
    monkeypatch.setenv("ALIGN_LIMIT", "units=4 size=1GB")
    assert align("convert", path, tmp_path / "a.jsonl").code == 3


def test_losses_are_listed(align, tmp_path):
    """A line each, a count, and exit code 1; without the option the file is refused."""
    path = tmp_path / "a.tmx"
    path.write_text(HEAD + unit("R & D") + unit("a\x0bb") + END, encoding="utf-8")
    assert align("convert", path, tmp_path / "b.tmx").code == 3
    done = align("convert", path, tmp_path / "b.tmx", "--recover")
    assert done.code == 1
    assert done.lines == [
        f"align: {path}:2:31: a bare & is read as that character",
        f"align: {path}:3:30: U+000B is not allowed in XML; a space stands for it",
        f"align: 2 units written to {tmp_path / 'b.tmx'}",
        f"align: {path}: 2 losses in reading",
    ]


def test_a_whole_file_loses_nothing(align, big, tmp_path):
    """The option changes nothing then."""
    assert align("convert", big, tmp_path / "b.tmx", "--recover").code == 0


def test_texts_are_recovered_too(align, tmp_path):
    """A byte of another encoding is U+FFFD."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"A conference was held in Beijing. It re\xf8viewed the work. " * 3)
    done = align("segment", path, "--lang", "en", "--recover")
    assert done.code == 1
    assert "It re\ufffdviewed the work.\n" in done.out
    assert f"align: {path}:1:40: byte 0xf8 is no text in this encoding; U+FFFD stands for it" in done.lines


def test_packed_files_and_streams(align, big, tmp_path):
    """Messages name what the user has named."""
    packed = tmp_path / "a.tsv.gz"
    packed.write_bytes(gzip.compress(b"id\ten\na\tb\tc\n"))
    assert align("convert", packed, tmp_path / "a.jsonl").said.startswith(f"align: {packed}:2: 3 cells")
    done = align("convert", "-", "-", "--to", "tsv", stdin=gzip.compress(big.read_bytes()))
    assert (done.code, len(done.out.splitlines())) == (0, 26)
    done = align("validate", packed)
    assert (done.code, done.out.partition(": ")[0]) == (1, f"{packed}:2")
