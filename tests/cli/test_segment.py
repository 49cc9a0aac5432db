"""``align segment``."""

from __future__ import annotations


def test_a_sentence_a_line_and_a_blank_line_between_blocks(align, desk):
    """On standard output; the language that was detected is said."""
    done = align("segment", "zh.txt")
    assert done.out.split("\n") == [
        "北京会议",
        "",
        "会议在北京举行，回顾了过去几年的工作，并部署了今后的任务。",
        "",
        "中国取得了巨大进步。",
        "没有人反对。",
        "",
    ]
    assert done.said == "align: zh.txt: language detected: zh (1.00)\n"
    assert desk.is_dir()


def test_a_sentence_over_several_lines_is_one_line(align, desk):
    """Without the indents of those lines."""
    (desk / "a.txt").write_text(
        "- measurements are to be made at fourteen gauges, and the figures\n  to be published on the same day;\n",
        encoding="utf-8",
    )
    assert align("segment", "a.txt", "--lang", "en").out == (
        "- measurements are to be made at fourteen gauges, and the figures to be published on the same day;\n"
    )


def test_standard_input_and_a_file(align, desk):
    """``-`` is the same text; ``-o`` writes to a file, ``-o -`` to standard output."""
    text = (desk / "zh.txt").read_bytes()
    expected = align("segment", "zh.txt", "--lang", "zh").out
    assert align("segment", "-", "--lang", "zh", stdin=text).out == expected
    assert align("segment", "zh.txt", "--lang", "zh", "-o", "-").out == expected
    assert align("segment", "zh.txt", "--lang", "zh", "-o", "out.txt").out == ""
    assert (desk / "out.txt").read_bytes().decode() == expected


def test_standard_input_has_a_name_in_messages(align, desk):
    """Not that of a temporary file."""
    assert align("segment", "-", stdin=b"Hello there. How are you?").said.startswith(
        "align: <stdin>: language detected"
    )
    assert align("segment", "-").said == "align: <stdin>: is empty; there is nothing to read\n"
    assert align("segment", "-", "--lang", "en", stdin=b"A longer text b\0c. " * 9).said.startswith(
        "align: warning: <stdin>:1: replaced 9"
    )
    assert desk.is_dir()


def test_control_characters_are_replaced_and_counted(align, desk):
    """The count and the first line are a warning; the exit code is 0."""
    (desk / "nul.txt").write_bytes(b"This is the first sentence of the text.\nHere is\0 a\x07 second.\n")
    done = align("segment", "nul.txt", "--lang", "en")
    assert (done.code, done.lines) == (
        0,
        ["align: warning: nul.txt:2: replaced 2 control character(s) by spaces, the first in this line"],
    )
    assert done.out.endswith("Here is  a  second.\n")


def test_a_text_of_white_space_has_no_sentence(align, desk):
    """An empty file is an error, for it is more likely a mistake."""
    (desk / "blank.txt").write_text(" \n\n", encoding="utf-8")
    (desk / "empty.txt").touch()
    assert (align("segment", "blank.txt", "--lang", "en").code, align("segment", "blank.txt").code) == (0, 3)
    assert align("segment", "empty.txt", "--lang", "en").code == 3
