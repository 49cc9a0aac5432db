"""``align evaluate``."""

from __future__ import annotations

import json

import pytest

LENGTH = ["--aligner", "length"]
BEADS = "0:0\t0.9000\n1:1,2\t0.8000\n"


def test_two_files(align, desk):
    """Strict and lax measures in a table, or as JSON."""
    (desk / "a.beads").write_text("0:0\n1:1\n:2\n", encoding="utf-8")
    (desk / "g.gold").write_text("0:0\n1:1,2\n", encoding="utf-8")
    done = align("evaluate", "a.beads", "g.gold")
    assert done.code == 0
    assert done.out.splitlines()[2].split() == [
        "a.beads", "0.5000", "0.5000", "0.5000", "1.0000", "1.0000", "1.0000", "0.0000", "-", "2",
    ]  # fmt: skip
    report = json.loads(align("evaluate", "a.beads", "g.gold", "--report", "json").out)
    assert (report["a.beads"]["f1"], report["a.beads"]["null_recall"]) == (0.5, None)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("name", ["x.ladder", "x.vecalign", "x.bertalign", "x.hunalign", "x.tei", "x.xces"])
def test_gold_of_other_tools(align, name):
    """Every format of beads and of alignments with their texts is scored as it is."""
    assert align("-q", "pair", "zh.txt", "en.txt", *LENGTH, "-o", "a.beads").code == 0
    texts = ["--texts", "zh.txt", "en.txt", "--langs", "zh:en"]
    assert align("-q", "convert", "a.beads", name, *texts).code == 0
    for words in (["a.beads", name], [name, "a.beads"]):
        done = align("evaluate", *words)
        assert done.code == 0, done.said
        assert done.out.splitlines()[2].split()[1:4] == ["1.0000"] * 3


def test_more_than_one_alignment_is_refused(align, desk):
    """A file of OPUS may hold many pairs of documents, whose positions all begin at 0."""
    assert align("-q", "pair", "zh.txt", "en.txt", *LENGTH, "-o", "a.beads").code == 0
    texts = ["--texts", "zh.txt", "en.txt", "--langs", "zh:en"]
    assert align("-q", "convert", "a.beads", "x.xces", *texts).code == 0
    content = (desk / "x.xces").read_text(encoding="utf-8")
    group = content[content.index("<linkGrp") : content.index("</linkGrp>") + len("</linkGrp>")]
    (desk / "x.xces").write_text(content.replace(group, group * 2), encoding="utf-8")
    done = align("evaluate", "a.beads", "x.xces")
    assert (done.code, done.lines[-1]) == (
        3,
        "align: x.xces: holds 2 alignments; score them one by one, each as a file",
    )


def test_anchor_gold(align, desk):
    """``--merge`` counts only what crosses a border of the gold."""
    (desk / "a.beads").write_text("0:0\n1:1\n2:2\n", encoding="utf-8")
    (desk / "g.gold").write_text("0,1:0,1\n2:2\n", encoding="utf-8")
    report = json.loads(align("evaluate", "a.beads", "g.gold", "--merge", "--report", "json").out)
    assert report["a.beads"]["f1"] == 1.0


def test_two_folders(align, desk):
    """Files of one name belong together; the sum is the last line."""
    for folder, suffix in (("answers", "beads"), ("gold", "gold")):
        (desk / folder).mkdir()
        for name in ("one.zh-en", "two.zh-en"):
            (desk / folder / f"{name}.{suffix}").write_text(BEADS, encoding="utf-8")
    done = align("evaluate", "answers", "gold")
    assert [line.split()[0] for line in done.out.splitlines()[2:]] == ["one.zh-en", "two.zh-en", "all"]
    assert done.out.splitlines()[-1].split()[3] == "1.0000"


def test_a_corpus(align, desk):
    """Is aligned afresh and scored against its own gold."""
    for lang in ("zh", "en"):
        lines = align("segment", f"{lang}.txt", "--lang", lang).out.replace("\n\n", "\n")
        (desk / f"small.{lang}").write_text(lines, encoding="utf-8")
    assert align("-q", "pair", "zh.txt", "en.txt", *LENGTH, "-o", "small.zh-en.gold").code == 0
    done = align("evaluate", ".")
    assert done.code == 0, done.said
    assert done.out.splitlines()[2].split()[:4] == ["zh-en", "1.0000", "1.0000", "1.0000"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["none.beads", "g.gold"], 3, "none.beads: cannot be read"),
        (["g.gold", "folder"], 2, "give two files of beads, or two folders"),
        (["folder", "folder"], 3, "folder: has no *.gold file"),
        (["folder", "golden"], 3, "folder: has no answer for g.gold; it needs g.beads"),
        (["en.txt", "g.gold"], 3, "en.txt:1: 'A conference in Beijing' is not a bead"),
        (["folder"], 3, "folder/corpus.toml: there is no corpus.toml here"),
    ],
)
def test_bad_input(align, desk, words, code, message):
    """One line each."""
    (desk / "folder").mkdir()
    (desk / "golden").mkdir()
    for name in ("g.gold", "golden/g.gold"):
        (desk / name).write_text(BEADS, encoding="utf-8")
    done = align("evaluate", *words)
    assert (done.code, done.out, len(done.lines)) == (code, "", 1), done.said
    assert done.said.startswith(f"align: {message}")
