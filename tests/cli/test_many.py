"""``align pair`` over many documents."""

from __future__ import annotations

import pytest

from align.aligners.crossing import Crossing
from align.pipeline import read_beads, read_units

LENGTH = ["--aligner", "length"]


@pytest.fixture
def folders(desk):
    """The desk with two folders, one document of which is named by languages and one not."""
    for lang in ("zh", "en"):
        (desk / lang / "sub").mkdir(parents=True)
        text = (desk / f"{lang}.txt").read_text(encoding="utf-8")
        (desk / lang / f"a.{lang}.txt").write_text(text, encoding="utf-8")
        (desk / lang / "sub" / "b.txt").write_text(text * 2, encoding="utf-8")
    return desk


def test_two_folders(align, folders):
    """A TMX for each pair; files without partner, languages and sums are said."""
    (folders / "zh" / "alone.txt").write_text("没有人反对。\n", encoding="utf-8")
    done = align("pair", "zh", "en", *LENGTH, "-o", "out")
    assert done.code == 0, done.said
    assert done.out == ""
    assert done.lines[:2] == [
        "align: warning: zh/alone.txt has no partner and is left out",
        "align: languages by the names of the files: zh-en (1 of 2 pairs)",
    ]
    assert "align: zh/sub/b.txt: language detected: zh" in done.said
    (row,) = [line.split() for line in done.lines if line.split()[:2] == ["zh-en", "2"]]
    assert row[2:4] == ["12:15", "12"]
    assert done.lines[-1] == "align: 2 written to out, 0 failed"
    assert len(read_units(folders / "out" / "a.tmx")) > 3
    assert align("validate", "out/sub/b.tmx").code == 0


def test_a_second_run_does_nothing(align, folders):
    """And says so; --force does it again."""
    align("pair", "zh", "en", *LENGTH, "-o", "out")
    done = align("pair", "zh", "en", *LENGTH, "-o", "out")
    assert done.lines[-2:] == [
        "align: 2 of 2 are unchanged and were skipped (--force aligns them anyway)",
        "align: 0 written to out, 0 failed",
    ]
    assert align("pair", "zh", "en", *LENGTH, "-o", "out", "--force").lines[-1] == "align: 2 written to out, 0 failed"
    assert folders.is_dir()


def test_a_list(align, folders):
    """With names for the outputs; --to says what is written, --langs holds for all."""
    (folders / "pairs.tsv").write_text("zh/a.zh.txt\ten/a.en.txt\tone\nzh/sub/b.txt\ten/sub/b.txt\n", encoding="utf-8")
    done = align(
        "pair", "--list", "pairs.tsv", *LENGTH, "-o", "out", "--to", "beads", "--langs", "zh:en", "--jobs", "2"
    )
    assert done.code == 0, done.said
    assert "by the names" not in done.said
    assert read_beads(folders / "out" / "one.beads")
    assert read_beads(folders / "out" / "zh" / "sub" / "b.beads")


def test_a_pair_that_fails(align, folders):
    """Is one line, quiet or not; the rest is done, and the exit code is 3."""
    (folders / "en" / "a.en.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    for words in ([], ["-q"]):
        done = align(*words, "pair", "zh", "en", *LENGTH, "-o", "out")
        assert done.code == 3
        assert len([line for line in done.lines if line.startswith("align: en/a.en.txt: ")]) == 1
    assert len(done.lines) == 1
    assert sorted(path.name for path in (folders / "out").rglob("*.tmx")) == ["b.tmx"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["zh", "en"], 2, "many pairs need a folder for their results; name it with -o"),
        (["zh", "en", "-o", "-"], 2, "many pairs need a folder for their results; name it with -o"),
        (["zh", "en.txt", "-o", "out.tmx"], 3, "zh: is a folder, not a file"),
        (["en.txt", "en", "-o", "out.tmx"], 3, "en: is a folder, not a file"),
        (["zh", "zh", "-o", "out"], 2, "zh is given for both sides; state the languages"),
        (["zh", "en", "-o", "out", "--to", "tmxx"], 2, "no format named 'tmxx'; did you mean 'tmx'?"),
        (["zh", "en", "-o", "out", "--to", "plain"], 2, "plain is not a unit or bead format"),
        (["zh", "en", "-o", "zh.txt"], 3, "zh.txt is a file, not a folder; choose another with -o"),
        (["zh", "en", "-o", "out", "--learn-together", *LENGTH], 2, "learns nothing from documents; choose lexical"),
        (["zh", "en", "-o", "out", "--rules", "none.srx"], 3, "none.srx: "),
        (["zh", "en", "-o", "out", "--rules", "x.srx", "--segmenter", "lines"], 2, "'lines' takes no rules"),
        (["zh", "en", "-o", "out", "--jobs", "0"], 2, "invalid value for '--jobs'"),
        (["--list", "zh.txt", "zh", "en", "-o", "out"], 2, "--list names the files; leave SOURCE and TARGET out"),
        (["--list", "none.tsv", "-o", "out"], 3, "none.tsv: "),
        (["--list", "en.txt", "-o", "out"], 3, "en.txt:1: a line is a source"),
        ([], 2, "give two files, two folders, or --list"),
        (["zh.txt"], 2, "give two files, two folders, or --list"),
        (["zh.txt", "en.txt", "--jobs", "2"], 2, "--jobs is for many pairs: two folders, or --list"),
        (["zh.txt", "en.txt", "--force"], 2, "--force is for many pairs"),
        (["zh.txt", "en.txt", "--learn-together"], 2, "--learn-together is for many pairs"),
    ],
)
def test_calls_that_are_wrong(align, folders, words, code, message):
    """Are refused, and nothing is written."""
    done = align("pair", *words)
    assert done.code == code, done.said
    assert message in done.lines[-1]
    assert not (folders / "out").exists()


def test_learning_together(align, folders):
    """Is said, and the signature of each result shows it."""
    done = align("pair", "zh", "en", "--aligner", "lexical", "--learn-together", "-o", "out")
    assert done.code == 0
    assert "pairs of words were learnt from 2 documents (zh-en)" in done.said
    assert "+lexicon." in (folders / "out" / "a.tmx").read_text(encoding="utf-8")


def test_crossings_are_said_of_each_pair(align, folders, monkeypatch):
    """With the name of its result, in the order of the pairs."""
    crossing = Crossing(source=range(1), target=range(4, 5), cosine=0.5)
    monkeypatch.setattr("align.aligners.crossing.crossings", lambda *_: (crossing,))
    done = align("pair", "zh", "en", "--aligner", "lexical", "--langs", "zh:en", "-o", "out")
    assert done.code == 0, done.said
    assert [line for line in done.lines if "out of order" in line] == [
        f"align: {name}: zh-en: source 0 reads like target 4, out of order" for name in ("a.tmx", "sub/b.tmx")
    ]
    assert folders.is_dir()
