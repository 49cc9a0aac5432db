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


def test_a_stated_encoding_is_taken_when_recovering(align, tmp_path):
    """What is no loss in it is none."""
    path = tmp_path / "a.txt"
    path.write_bytes("Un café était là. L’été aussi.".replace("’", "'").encode("latin-1"))
    done = align("segment", path, "--lang", "fr", "--encoding", "latin-1", "--recover")
    assert (done.code, done.lines) == (0, [])
    assert done.out == "Un café était là.\nL'été aussi.\n"


def test_two_texts_are_recovered_and_aligned(align, tmp_path):
    """Losses of both are said under their names, and the exit code is 1; of many pairs none is recovered."""
    for name in ("a.en.txt", "b.de.txt"):
        (tmp_path / name).write_bytes(b"One sen\xf8tence is here.\n")
    words = ["--langs", "en:de", "--aligner", "length"]
    done = align("pair", tmp_path / "a.en.txt", tmp_path / "b.de.txt", *words, "--recover")
    assert done.code == 1
    assert done.out.splitlines()[1].split("\t")[1:3] == ["One sen\ufffdtence is here."] * 2
    told = "byte 0xf8 is no text in this encoding; U+FFFD stands for it"
    assert done.lines[:2] == [f"align: {tmp_path / name}:1:8: {told}" for name in ("a.en.txt", "b.de.txt")]
    (tmp_path / "a.en.txt").write_text("One sentence.\n")
    (tmp_path / "b.de.txt").write_text("Ein Satz.\n")
    assert align("pair", tmp_path / "a.en.txt", tmp_path / "b.de.txt", *words, "--recover").code == 0
    done = align("pair", tmp_path, tmp_path, "-o", tmp_path / "out", "--recover")
    assert (done.code, done.lines[0][:33]) == (2, "align: --recover is for two files")


def test_a_text_in_two_languages_is_recovered(align, tmp_path):
    """With `--bilingual` of `convert`, and of `pair`."""
    english, chinese = "The meeting was h\xf8eld in the capital.", "会议在首都举行。"
    path = tmp_path / "a.txt"
    path.write_bytes(b"\n\n".join(part for _ in range(3) for part in (english.encode("latin-1"), chinese.encode())))
    pair = ["pair", path, "--bilingual", "--langs", "en:zh", "--aligner", "length"]
    for words in (["convert", path, "-", "--to", "tsv", "--bilingual", "en:zh"], pair):
        done = align(*words, "--recover")
        assert (done.code, done.out.count("h\ufffdeld")) == (1, 3), done.said
        assert f"align: {path}:1:18: byte 0xf8 is no text in this encoding; U+FFFD stands for it" in done.lines


def test_broken_units_are_checked(align, tmp_path):
    """As far as they can be read; a loss makes the exit code 1, whatever is found."""
    path = tmp_path / "a.tmx"
    path.write_text(HEAD + unit("R & D") + unit("b") + END, encoding="utf-8")
    assert align("check", path, "--checks", "consistency").code == 3
    done = align("check", path, "--checks", "consistency", "--recover", "--fail-on", "error")
    assert done.code == 1
    assert f"align: {path}:2:31: a bare & is read as that character" in done.lines
    assert "align: 0 findings in 2 units: 0 error, 0 warning, 0 note" in done.lines
    assert align("check", tmp_path, "--recover").said.startswith("align: --recover is for files of units")


def test_packed_files_and_streams(align, big, tmp_path):
    """Messages name what the user has named."""
    packed = tmp_path / "a.tsv.gz"
    packed.write_bytes(gzip.compress(b"id\ten\na\tb\tc\n"))
    assert align("convert", packed, tmp_path / "a.jsonl").said.startswith(f"align: {packed}:2: 3 cells")
    done = align("convert", "-", "-", "--to", "tsv", stdin=gzip.compress(big.read_bytes()))
    assert (done.code, len(done.out.splitlines())) == (0, 26)
    done = align("validate", packed)
    assert (done.code, done.out.partition(": ")[0]) == (1, f"{packed}:2")
