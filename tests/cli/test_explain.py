"""``align explain``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from align.resources import schema_path

ENGLISH = (
    "A conference in Beijing\n\nThe conference was held in Beijing. It set out the tasks ahead.\n\nNobody disagreed.\n"
)
CHINESE = "北京会议\n\n会议在北京举行，并部署了今后的任务。\n\n没有人反对。\n"


@pytest.fixture
def texts(tmp_path):
    """A Chinese and an English text."""
    paths = tmp_path / "a.zh.txt", tmp_path / "a.en.txt"
    for path, text in zip(paths, (CHINESE, ENGLISH), strict=True):
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


def test_candidates_and_their_shares(align, texts):
    """The bead stands first with its texts and a verdict, then the candidates and what counts for each."""
    done = align("explain", *texts, "--langs", "zh:en", "--bead", "0", "--aligner", "lexical")
    assert done.code == 0
    head, verdict, first = done.out.split("\n\n")[:3]
    assert head.startswith("bead 0  zh s1 : en s1  1-1  score ")
    assert "北京会议" in head
    assert "A conference in Beijing" in head
    assert verdict.startswith("Chosen for: ")
    assert re.match(r"1  zh s1 : en s1  1-1  probability 0\.\d\d  chosen\n", first)
    assert re.search(r"[-+]\d+\.\d\d  length\n", first)


@pytest.mark.parametrize(
    ("name", "expected"), [("s2", "zh s2"), ("source:s2", "zh s2"), ("target:s3", "en s2 s3"), ("target:s4", "en s4")]
)
def test_a_bead_by_one_of_its_segments(align, texts, name, expected):
    """The side is the source unless it is named."""
    done = align("explain", *texts, "--langs", "zh:en", "--segment", name, "--aligner", "lexical")
    assert done.code == 0
    assert expected in done.out.splitlines()[0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--segment", "s99"], "no segment 's99' in a.zh (zh); its segments are s1 to s3"),
        (["--segment", "target:s99"], "no segment 's99' in a.en (en); its segments are s1 to s4"),
        (["--segment", "left:s1"], "'left' is no side; write source:s1 or target:s1"),
        (["--segment", "s1", "--bead", "0"], "give one of them"),
        ([], "name a bead with --bead or --segment, or draw all of them with --plot"),
        (["--bead", "0", "--window", "3"], "--window is for --plot around a bead"),
        (["--plot", "a.svg", "--window", "3"], "--window is for --plot around a bead"),
        (["--bead", "0", "--plot", "-"], "give --plot a file"),
    ],
)
def test_options_that_do_not_fit(align, texts, monkeypatch, options, message):
    """What is wrong and what to do is said in one line; nothing is written."""
    folder = Path(texts[0]).parent
    monkeypatch.chdir(folder)
    done = align("explain", *texts, "--langs", "zh:en", "--aligner", "lexical", *options)
    assert done.code == 2
    assert message in done.lines[-1]
    assert done.out == ""
    assert not (folder / "a.svg").exists()


def test_the_whole_alignment_as_a_plot(align, texts, tmp_path):
    """Without a bead nothing is explained; an aligner without features will do."""
    path = tmp_path / "plot.svg"
    done = align("explain", *texts, "--langs", "zh:en", "--plot", str(path), "--aligner", "length")
    assert (done.code, done.out) == (0, "")
    assert f"open {path} in a browser" in done.lines[-1]
    svg = path.read_text(encoding="utf-8")
    assert "<title>bead 0 " in svg
    assert "segmenter:auto" in svg
    assert "competing bead" not in svg


def test_a_plot_on_standard_output(align, texts, tmp_path):
    """It is the same as in a file."""
    path = tmp_path / "plot.svg"
    options = ["--langs", "zh:en", "--aligner", "length", "--plot"]
    align("explain", *texts, *options, str(path))
    assert align("explain", *texts, *options, "-").out == path.read_text(encoding="utf-8")


def test_a_bead_and_its_surroundings_as_a_plot(align, texts, tmp_path):
    """With a bead both are given, and the bead is pointed at."""
    path = tmp_path / "plot.svg"
    options = ["--segment", "target:s3", "--plot", str(path), "--window", "1", "--aligner", "lexical"]
    done = align("explain", *texts, "--langs", "zh:en", *options)
    assert done.code == 0
    assert done.out.startswith("bead 1  zh s2 : en s2 s3")
    svg = path.read_text(encoding="utf-8")
    assert '<g class="bead pointer"><title>bead 1 ' in svg


def test_a_plot_that_cannot_be_written(align, texts, tmp_path):
    """It is said before any work is done."""
    done = align("explain", *texts, "--langs", "zh:en", "--plot", str(tmp_path / "no" / "plot.svg"))
    assert done.code == 3
    assert "there is no folder" in done.lines[-1]


def test_the_json_report(align, texts):
    """It is valid by its schema and signed."""
    done = align("explain", *texts, "--langs", "zh:en", "--bead", "1", "--report", "json", "--aligner", "lexical")
    report = json.loads(done.out)
    schema = json.loads(schema_path("explanation.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(report)
    assert report["bead"]["number"] == 1
    assert "aligner:lexical" in report["signature"]
    assert "segmenter:auto" in report["signature"]
    assert sum(one["chosen"] for one in report["candidates"]) == 1


def test_a_bead_that_is_not_there(align, texts):
    """The message names the last one."""
    done = align("explain", *texts, "--langs", "zh:en", "--bead", "99", "--aligner", "lexical")
    assert done.code == 2
    assert "there is no bead 99; the last one is" in done.lines[-1]


def test_one_language_twice(align, texts):
    """Two texts in one language are refused, as `align pair` refuses them."""
    done = align("explain", texts[1], texts[1], "--bead", "0")
    assert done.code == 2
    assert "both files are in 'en'" in done.lines[-1]


def test_an_aligner_without_features(align, texts):
    """The length aligner has nothing to show; the message names those that have."""
    done = align("explain", *texts, "--langs", "zh:en", "--bead", "0", "--aligner", "length")
    assert done.code == 2
    assert "semantic and lexical" in done.lines[-1]


def test_a_dictionary_speaks_for_a_bead(align, texts, tmp_path):
    """What it knows makes the bead more similar."""
    words = tmp_path / "words.tsv"
    words.write_text("会议\tconference\n北京\tBeijing\n", encoding="utf-8")
    options = ["--langs", "zh:en", "--bead", "0", "--aligner", "lexical"]
    without = align("explain", *texts, *options)
    done = align("explain", *texts, *options, "--dictionary", words)
    assert done.code == 0
    assert done.out != without.out
