"""Beads as hunalign, Vecalign and Bertalign write them."""

from __future__ import annotations

import json

import pytest

from align.errors import FormatError, LanguageError, OutputError, UsageError
from align.formats.bertalign import BertalignFormat
from align.formats.hunalign import HunalignTextFormat
from align.formats.ladder import LadderFormat
from align.formats.vecalign import VecalignFormat
from align.model import Bead


@pytest.fixture
def file(tmp_path):
    """Writes a file with this content."""

    def write(content):
        path = tmp_path / "file"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def sides(beads):
    """The positions of each bead."""
    return [(bead.source, bead.target) for bead in beads]


def test_a_ladder_says_where_beads_begin(file):
    """Rungs are borders: the score of a bead stands at the rung where it begins, the last rung is the end."""
    beads = LadderFormat().read_beads(file("0\t0\t0.98\n1\t1\t0.81\n3\t2\t0\n4\t2\n\n5\t4\n"))
    assert sides(beads) == [((0,), (0,)), ((1, 2), (1,)), ((3,), ()), ((4,), (2, 3))]
    assert [bead.score for bead in beads] == [0.98, 0.81, 0.0, None]


def test_a_ladder_made_by_hand(file):
    """Has two columns with a space between them."""
    assert sides(LadderFormat().read_beads(file("0 0\n2 1\n"))) == [((0, 1), (0,))]


def test_a_ladder_on_another_scale_loses_its_scores(file, caplog):
    """Where any confidence is below 0 or over 1, all are left out, and how many is said."""
    beads = LadderFormat().read_beads(file("0\t0\t2.5\n1\t1\t-0.3\n2\t2\t0.5\n3\t3\t0\n"))
    assert [bead.score for bead in beads] == [None, None, None]
    assert "2 of 3 confidences are outside 0..1" in caplog.text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("1 1\n2 2\n", r"file:1:1: the first rung is not 0 0"),
        ("0 0\n2 2\n1 3\n", r"file:3:1: the rung 1 3 does not rise from 2 2"),
        ("0 0\n0 0\n", r"file:2:1: the rung 0 0 does not rise"),
        ("0 0\n1\n", r"file:2:1: '1' is not a rung"),
        ("0\t0\tx\n1\t1\n", r"file:1:5: the confidence 'x' is not a number"),
        ("0\t0\tnan\n1\t1\n", r"file:1:5: the confidence 'nan' is not a number"),
        ("0 0\n999999999 1\n", r"file:2:1: more than 100000 segments"),
    ],
)
def test_bad_ladders(file, content, message):
    """Are refused with line and column."""
    with pytest.raises(FormatError, match=message):
        LadderFormat().read_beads(file(content))


def test_a_ladder_puts_beads_in_order(tmp_path):
    """Null beads that stand at the end of the list find their places."""
    beads = [Bead(source=(0,), target=(0,)), Bead(source=(2,), target=(2,)), Bead(source=(1,), target=())]
    beads.append(Bead(source=(), target=(1,)))
    path = tmp_path / "x"
    LadderFormat().write_beads(beads, path)
    assert path.read_text() == "0\t0\n1\t1\n2\t1\n2\t2\n3\t3\n"


@pytest.mark.parametrize(
    "beads",
    [
        [Bead(source=(0,), target=(1,)), Bead(source=(1,), target=(0,))],
        [Bead(source=(0, 2), target=(0,)), Bead(source=(1,), target=(1,))],
        [Bead(source=(1,), target=(0,))],
    ],
)
def test_beads_that_cross_are_no_ladder(beads, tmp_path):
    """Beads that cross, are in two parts, or leave segments out are refused; the message says where."""
    with pytest.raises(OutputError, match="follow one another"):
        LadderFormat().write_beads(beads, tmp_path / "x")


def test_the_cost_of_vecalign_is_left_out(file):
    """A cost is no score; an empty side is a null bead, and a bead of nothing is none."""
    beads = VecalignFormat().read_beads(file("[0]:[0]:0.020000\n[1, 2]:[]:1.0\n[]:[]:0\n[3]:[1]\n"))
    assert sides(beads) == [((0,), (0,)), ((1, 2), ()), ((3,), (1,))]
    assert {bead.score for bead in beads} == {None}


@pytest.mark.parametrize("content", ["([0], [0])\n([1, 2], [])\n", "[([0], [0]), ([1, 2], [])]\n"])
def test_bertalign_by_line_or_as_one_list(file, content):
    """Both ways in which Python shows the result are read."""
    assert sides(BertalignFormat().read_beads(file(content))) == [((0,), (0,)), ((1, 2), ())]
    assert BertalignFormat().sniff(content.encode())


@pytest.mark.parametrize(
    ("member", "content", "message"),
    [
        (VecalignFormat(), "[0]:[0]\n0:0\n", r"file:2:1: '0:0' is not a bead of Vecalign"),
        (VecalignFormat(), "[0]:[0]\n[1]:[0]\n", r"file:2: target 0 is already in the bead of line 1"),
        (BertalignFormat(), "([0], [0])\n([1], x)\n", r"file:2:1: '\(\[1\], x\)' is not a bead of Bertalign"),
        (BertalignFormat(), "[([0], [0]), ([0], [1])]\n", r"file:1: source 0 is already in the bead of line 1"),
    ],
)
def test_bad_lines(file, member, content, message):
    """What is no bead, and a position in two beads, are refused with the line."""
    with pytest.raises(FormatError, match=message):
        member.read_beads(file(content))


def test_hunalign_text_holds_the_texts(file):
    """Each column is a text; the sentences of a side have ``~~~`` between them."""
    content = "A cat. ~~~ It sleeps.\tKočka spí.\t0.8\nAlone.\t\t0\n"
    (alignment,) = HunalignTextFormat().scan_alignments(file(content), langs=("en", "cs"))
    assert [segment.text for segment in alignment.source.segments] == ["A cat.", "It sleeps.", "Alone."]
    assert sides(alignment.beads) == [((0, 1), (0,)), ((2,), ())]
    assert [bead.score for bead in alignment.beads] == [0.8, 0.0]


def test_hunalign_text_says_no_language(file):
    """Where none is given and none can be detected, the message says how to give it."""
    with pytest.raises(LanguageError, match=r"file: the first column: .*; state it with --langs"):
        list(HunalignTextFormat().scan_alignments(file("12\t12\t0.5\n")))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a\n", r"file:1: 1 cells"),
        ("a\tb\t1\n\t\t0\n", r"file:2: neither side has a word"),
        ("ab\tc\tx\n", r"file:1:6: the confidence 'x' is not a number"),
        ("", "the file is empty"),
    ],
)
def test_bad_hunalign_text(file, content, message):
    """Is refused with the line."""
    with pytest.raises(FormatError, match=message):
        list(HunalignTextFormat().scan_alignments(file(content), langs=("en", "cs")))


def test_hunalign_text_takes_no_texts(file, tmp_path):
    """For it holds them."""
    with pytest.raises(UsageError, match="leave out --texts"):
        list(HunalignTextFormat().scan_alignments(file("a\tb\t1\n"), texts=(tmp_path, tmp_path)))


def test_what_would_divide_a_sentence_is_replaced(file, tmp_path):
    """Tabs, line breaks and ``~~~`` inside a sentence are replaced and counted."""
    (alignment,) = HunalignTextFormat().scan_alignments(file("x ~~~~ y\u2028z\tw\t1\n"), langs=("en", "cs"))
    path = tmp_path / "x"
    assert HunalignTextFormat().write_alignments([alignment], path).replaced == 2
    assert path.read_text(encoding="utf-8") == "x ~-~~ y z\tw\t1.0000\n"


@pytest.mark.external
@pytest.mark.parametrize(
    ("member", "name", "scored"),
    [
        (LadderFormat(), "hunalign.ladder", True),
        (VecalignFormat(), "vecalign.txt", False),
        (BertalignFormat(), "bertalign.txt", False),
        (HunalignTextFormat(), "hunalign.text.tsv", True),
    ],
)
def test_samples_of_the_tools(shared, member, name, scored):
    """The same six beads in every notation are read alike, and each sample is recognised."""
    folder = shared / "interop" / "ladder"
    told = json.loads((folder / "beads.json").read_text())
    expected = [Bead(source=(*b["src"],), target=(*b["tgt"],), score=b["score"] if scored else None) for b in told]
    path = folder / name
    if isinstance(member, HunalignTextFormat):
        (alignment,) = member.scan_alignments(path, langs=("en", "cs"))
        assert [*alignment.beads] == expected
        lines = (folder / "demo.en.txt").read_text().splitlines()
        assert [segment.text for segment in alignment.source.segments] == lines
    else:
        assert [*member.read_beads(path)] == expected
    assert member.sniff(path.read_bytes())
