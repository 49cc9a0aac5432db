"""``--anchors`` and ``--keep``: what a person has settled, for pair, explain and build."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from align.aligners.crossing import Crossing
from align.pipeline import read_beads, read_units

LENGTH = ["--langs", "zh:en", "--aligner", "length"]


def with_status(path, wanted, status="checked"):
    """Write a status into the rows of a TSV whose id is wanted."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    at = rows[0].index("status")
    for row in rows[1:]:
        if row[0] in wanted:
            row[at] = status
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


@pytest.mark.parametrize("name", ["x.tsv", "x.tmx", "x.jsonl", "x.beads"])
def test_the_whole_loop(align, desk, name):
    """Pair, correct a row so that it is one no aligner would choose, pair again: it is there, checked, in any format."""
    assert align("pair", "zh.txt", "en.txt", *LENGTH, "-o", "x.tsv").code == 0
    table = (
        "id\tzh\ten\tscore\ttype\tstatus\n"
        "u1\t北京会议\tA conference in Beijing The conference was held in Beijing.\t\t1-1\tchecked\n"
        "u2\t没有人反对。\t\t\t\tchecked\n"
    )
    (desk / "x.tsv").write_text(table, encoding="utf-8")
    done = align("pair", "zh.txt", "en.txt", *LENGTH, "--keep", "x.tsv", "-o", f"again.{name}")
    assert done.code == 0, done.said
    assert "align: x.tsv: 2 checked beads kept, 0 not" in done.lines
    assert done.lines[-1].endswith("|kept:2|segmenter:auto.2")
    once_more = align("pair", "zh.txt", "en.txt", *LENGTH, "--keep", f"again.{name}", "-o", "last.beads")
    assert f"align: again.{name}: 2 checked beads kept, 0 not" in once_more.lines
    kept = [bead for bead in read_beads(desk / "last.beads") if bead.status == "checked"]
    assert [(bead.source, bead.target) for bead in kept] == [((0,), (0, 1)), ((3,), ())]


def test_a_changed_text_is_said_and_counted(align, desk):
    """The bead is not kept, the run goes on."""
    align("pair", "zh.txt", "en.txt", *LENGTH, "-o", "x.tsv")
    with_status(desk / "x.tsv", {"u1", "u2"})
    text = (desk / "zh.txt").read_text(encoding="utf-8").replace("北京会议", "北京的会议")
    (desk / "zh.txt").write_text(text, encoding="utf-8")
    done = align("pair", "zh.txt", "en.txt", *LENGTH, "--keep", "x.tsv", "-o", "y.tsv")
    assert done.code == 0
    assert "align: warning: x.tsv: not kept: unit u1: the zh text has changed where it was '北京会议'" in done.lines
    assert "align: x.tsv: 1 checked beads kept, 1 not" in done.lines
    assert [unit.status for unit in read_units(desk / "y.tsv")].count("checked") == 1


def test_anchors_hold(align, desk):
    """Ids and headings; the border is one that no bead crosses."""
    (desk / "anchors.tsv").write_text("# here\n中国取得了巨大进步\tNobody disagreed.\n", encoding="utf-8")
    done = align("pair", "zh.txt", "en.txt", *LENGTH, "--anchors", "anchors.tsv", "-o", "x.beads")
    assert done.code == 0, done.said
    assert done.lines[-1].endswith("|points:1|segmenter:auto.2")
    i = j = 0
    through = set()
    for bead in read_beads(desk / "x.beads"):
        through.add((i, j))
        i, j = i + len(bead.source), j + len(bead.target)
    assert (2, 4) in through


@pytest.mark.parametrize("verb", [("pair",), ("explain", "--bead", "0")])
@pytest.mark.parametrize(
    ("anchors", "message"),
    [
        ("s1\ts9\n", "anchors.tsv:1: no segment of the en text has the id 's9' or starts with these words"),
        ("s3\ts2\ns1\ts3\n", "anchors.tsv:2: this anchor goes back behind that of line 1"),
    ],
)
def test_wrong_anchors_are_bad_input(align, desk, verb, anchors, message):
    """Exit code 3, the line, one message."""
    (desk / "anchors.tsv").write_text(anchors, encoding="utf-8")
    done = align(verb[0], "zh.txt", "en.txt", "--langs", "zh:en", *verb[1:], "--anchors", "anchors.tsv")
    assert (done.code, done.out) == (3, "")
    assert message in done.lines[-1]


def test_an_anchor_that_cuts_a_kept_bead(align, desk):
    """Is a contradiction in the call; both are named."""
    (desk / "x.beads").write_text("0,1:0\t\tchecked\n", encoding="utf-8")
    (desk / "anchors.tsv").write_text("s2\ts1\n", encoding="utf-8")
    done = align("pair", "zh.txt", "en.txt", *LENGTH, "--keep", "x.beads", "--anchors", "anchors.tsv")
    assert done.code == 2
    assert "the point (1, 0) contradicts the kept bead 0,1:0" in done.lines[-1]


@pytest.mark.parametrize("option", ["--keep", "--anchors"])
def test_a_file_that_is_not_there(align, desk, option):
    """Is named."""
    done = align("pair", "zh.txt", "en.txt", *LENGTH, option, "nothing.tsv")
    assert (done.code, done.out) == (3, "")
    assert "nothing.tsv" in done.lines[-1]
    assert desk.is_dir()


def test_explain_says_that_a_bead_was_kept(align, desk):
    """Its competitors are those between its borders."""
    (desk / "x.beads").write_text("0,1:0\t\tchecked\n", encoding="utf-8")
    words = ["--langs", "zh:en", "--aligner", "lexical", "--bead", "0", "--keep", "x.beads"]
    done = align("explain", "zh.txt", "en.txt", *words)
    assert done.code == 0, done.said
    assert done.out.splitlines()[0] == "bead 0  zh s1 s2 : en s1  2-1  no score, checked"
    assert "\nKept as it is, for a person has confirmed it.\n" in done.out
    assert re.search(r"\n\d  zh s1 s2 : en s1  2-1  probability \S+  chosen\n", done.out)
    assert "en s2" not in done.out


def test_crossings_are_said(align, desk, monkeypatch):
    """By pair on stderr; by explain, those that touch the bead, after the verdict, and by ids."""
    many = [Crossing(source=range(1, 3), target=range(k, k + 1), cosine=0.5) for k in range(12)]
    monkeypatch.setattr("align.aligners.crossing.crossings", lambda *_: tuple(many))
    words = ["zh.txt", "en.txt", "--langs", "zh:en", "--aligner", "lexical"]
    done = align("pair", *words, "-o", "x.tsv")
    assert [line for line in done.lines if "out of order" in line] == [
        *(f"align: zh-en: source 1-2 reads like target {k}, out of order" for k in range(10)),
        "align: zh-en: and 2 more out of order",
    ]
    assert done.lines[-1].startswith("align: align:")
    many[:] = [Crossing(source=range(1), target=range(4, 5), cosine=0.5)]
    said = "s1 of the zh text reads like s5 of the en text, out of order."
    assert said in align("explain", *words, "--bead", "0").out.splitlines()
    assert said not in align("explain", *words, "--bead", "1").out
    report = json.loads(align("explain", *words, "--bead", "0", "--report", "json").out)
    assert report["crossings"] == [{"source": ["s1"], "target": ["s5"], "cosine": 0.5}]
    assert "s5" in report["target"]["segments"]
    assert desk.is_dir()


def test_a_plot_shows_anchors_and_crossings(align, desk, monkeypatch):
    """With and without a bead."""
    crossing = Crossing(source=range(1), target=range(4, 5), cosine=0.5)
    monkeypatch.setattr("align.aligners.crossing.crossings", lambda *_: (crossing,))
    (desk / "anchors.tsv").write_text("s3\ts5\n", encoding="utf-8")
    words = ["zh.txt", "en.txt", "--langs", "zh:en", "--aligner", "lexical", "--anchors", "anchors.tsv"]
    for options in ([], ["--bead", "0"]):
        assert align("explain", *words, *options, "--plot", "plot.svg").code == 0
        svg = (desk / "plot.svg").read_text(encoding="utf-8")
        assert "fixed: the first 2 segments of zh, the first 4 of en" in svg
        assert "off the path: zh 1 matches en 5" in svg


def test_many_documents_take_neither(align, desk):
    """Both are about two texts; nothing is written."""
    for lang in ("zh", "en"):
        (desk / lang).mkdir()
        shutil.copy(desk / f"{lang}.txt", desk / lang / "a.txt")
    (desk / "pairs.tsv").write_text("zh/a.txt\ten/a.txt\n", encoding="utf-8")
    for option in ("--anchors", "--keep"):
        for many in (["zh", "en"], ["--list", "pairs.tsv"]):
            done = align("pair", *many, *LENGTH, option, "x.tsv", "-o", "out")
            assert done.code == 2
            assert f"{option} is for two files; align the pairs that need it one by one" in done.lines[-1]
    assert not (desk / "out").exists()


def test_corrections_survive_a_build(align, desk):
    """The manifest names a checked alignment; a change in it is a change of the corpus."""
    (desk / "corpus.toml").write_text(
        (desk / "corpus.toml")
        .read_text(encoding="utf-8")
        .replace('file = "zh.txt"', 'file = "zh.txt"\nchecked = "x.tsv"'),
        encoding="utf-8",
    )
    assert align("pair", "zh.txt", "en.txt", *LENGTH, "-o", "x.tsv").code == 0
    with_status(desk / "x.tsv", {"u1"})
    done = align("build", ".", "-o", "out")
    assert done.code == 0, done.said
    assert any(line.endswith("x.tsv: 1 checked beads kept, 0 not") for line in done.lines)
    units = read_units(desk / "out" / "small.tmx")
    assert [unit.status for unit in units].count("checked") == 1
    assert "nothing has changed" in align("build", ".", "-o", "out").said
    with_status(desk / "x.tsv", {"u1", "u2"})
    done = align("build", ".", "-o", "out")
    assert any(line.endswith("x.tsv: 2 checked beads kept, 0 not") for line in done.lines)
    shutil.copy(desk / "out" / "small.tmx", desk / "x.tmx")
    manifest = (desk / "corpus.toml").read_text(encoding="utf-8").replace("x.tsv", "x.tmx")
    (desk / "corpus.toml").write_text(manifest, encoding="utf-8")
    done = align("build", ".", "-o", "out")
    assert any(line.endswith("x.tmx: 2 checked beads kept, 0 not") for line in done.lines)
    assert json.loads((desk / "out" / "findings.json").read_text(encoding="utf-8"))["signature"]
