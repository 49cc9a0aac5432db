"""``align explain``."""

from __future__ import annotations

import re

import pytest

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
    """The bead that was chosen is shown first, with its texts and the features that count."""
    done = align("explain", *texts, "--langs", "zh:en", "--bead", "0", "--aligner", "lexical")
    assert done.code == 0
    first = done.out.split("\n\n")[1]
    assert first.startswith("0:0  1-1  probability ")
    assert "北京会议" in first
    assert "A conference in Beijing" in first
    assert re.search(r"[-+]\d+\.\d\d  length ", first)


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
