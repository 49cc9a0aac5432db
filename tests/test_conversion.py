"""Conversion between formats, and what is said of what is lost."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from align.conversion import convert
from align.errors import InputError, OutputError, UsageError
from align.formats import FORMATS, AlignmentFormat, BeadFormat, UnitFormat
from align.pipeline import read_beads, read_units

if TYPE_CHECKING:
    from pathlib import Path

MEMBERS = {name: FORMATS.make(name) for name in FORMATS.names()}
SUFFIX = {name: member.suffixes[0] for name, member in MEMBERS.items()}
ALIGNED = [name for name, member in MEMBERS.items() if isinstance(member, AlignmentFormat)]
BEADS = [name for name, member in MEMBERS.items() if isinstance(member, BeadFormat)]
UNITS = [name for name, member in MEMBERS.items() if isinstance(member, UnitFormat)]
ENGLISH = "A title\nThe cat sleeps on the mat.\nIt is happy.\nOnly in English.\nThe end.\n"
CZECH = "Název\nKočka spí na rohožce a je šťastná.\nKonec.\nNavíc.\n"
LADDER = "0\t0\t0.98\n1\t1\t0.81\n3\t2\t0\n4\t2\t0.9\n5\t3\t0\n5\t4\n"
SIDES = [((0,), (0,)), ((1, 2), (1,)), ((3,), ()), ((4,), (2,)), ((), (3,))]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A ladder and its texts."""
    (tmp_path / "a.en").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "b.cs").write_text(CZECH, encoding="utf-8")
    (tmp_path / "x.ladder").write_text(LADDER, encoding="utf-8")
    return tmp_path


def with_texts(desk: Path, source: str, target: str, **options: object):
    """Convert with the two texts, a sentence a line."""
    texts = (desk / "a.en", desk / "b.cs")
    return convert(desk / source, desk / target, texts=texts, langs=("en", "cs"), segmenter="lines", **options)


@pytest.mark.parametrize(("first", "second"), [*product(ALIGNED, [*ALIGNED, *BEADS, *UNITS])])
def test_from_beads_and_texts_through_an_alignment_to_anything(desk, first, second):
    """The beads come through every format of alignments, and the words through every format of units."""
    with_texts(desk, "x.ladder", f"one{SUFFIX[first]}", to_format=first)
    done = convert(desk / f"one{SUFFIX[first]}", desk / f"two{SUFFIX[second]}", langs=("en", "cs"), to_format=second)
    assert (done.reader, done.writer, done.count) == (first, second, 5)
    if second in UNITS:
        units = read_units(desk / f"two{SUFFIX[second]}", format=second)
        assert [[v.text for v in unit.variants] for unit in units] == [
            ["A title", "Název"],
            ["The cat sleeps on the mat. It is happy.", "Kočka spí na rohožce a je šťastná."],
            ["Only in English."],
            ["The end.", "Konec."],
            ["Navíc."],
        ]
        return
    if second in ALIGNED:
        convert(desk / f"two{SUFFIX[second]}", desk / "end.beads", from_format=second, langs=("en", "cs"))
    else:
        convert(desk / f"two{SUFFIX[second]}", desk / "end.beads", from_format=second)
    assert [(bead.source, bead.target) for bead in read_beads(desk / "end.beads")] == SIDES


@pytest.mark.parametrize(("first", "second"), [*product(BEADS, BEADS)])
def test_between_formats_of_beads(desk, first, second):
    """The beads come through, and scores where both formats have them; the loss is counted."""
    convert(desk / "x.ladder", desk / "one", to_format=first)
    done = convert(desk / "one", desk / "two", to_format=second)
    beads = read_beads(desk / "two", format=second)
    assert [(bead.source, bead.target) for bead in beads] == SIDES
    scored = {"beads", "ladder"}
    assert (beads[0].score == 0.98) is ({first, second} <= scored)
    assert done.lost == ({"scores": 5} if first in scored and second not in scored else {})


def test_what_is_lost_is_stated(desk):
    """By name and number, in one line; nothing is said where nothing is lost."""
    assert convert(desk / "x.ladder", desk / "x.beads").statement == ""
    done = convert(desk / "x.beads", desk / "x.vecalign")
    assert done.statement == "vecalign cannot keep: scores (5 beads)"


def test_the_status_of_beads_is_kept_or_lost_by_name(desk):
    """What a person has checked comes through beads and TEI; a ladder says how many it lost."""
    lines = "0:0\t0.5000\tchecked\n1,2:1\t0.2500\n3:\t\tchecked\n4:2\n:3\n"
    (desk / "x.beads").write_text(lines, encoding="utf-8")
    assert convert(desk / "x.beads", desk / "x.vecalign").lost == {"scores": 2, "status": 2}
    done = convert(desk / "x.beads", desk / "y.ladder")
    assert done.statement == "ladder cannot keep: status (2 beads)"
    assert with_texts(desk, "x.beads", "x.xml").lost == {}
    convert(desk / "x.xml", desk / "y.beads")
    assert (desk / "y.beads").read_text(encoding="utf-8") == lines


@pytest.mark.parametrize("target", ["x.vecalign", "x.tsv", "x.xces"])
def test_a_loss_that_is_an_error(desk, target):
    """Writes nothing: not the target, nor the texts beside it."""
    with_texts(desk, "x.ladder", "from.xml")
    text = (desk / "from.xml").read_text(encoding="utf-8").replace('subtype="auto"', 'subtype="checked"')
    (desk / "from.xml").write_text(text, encoding="utf-8")
    before = sorted(path.name for path in desk.iterdir())
    with pytest.raises(OutputError, match=r"cannot keep: .* \(\d beads?|units?\).*; nothing was written"):
        convert(desk / "from.xml", desk / target, on_loss="error")
    assert sorted(path.name for path in desk.iterdir()) == before


def test_beads_that_do_not_fit_the_texts(desk):
    """The message says which segment, and what may be the matter."""
    (desk / "a.en").write_text(ENGLISH + "One more.\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.ladder: the beads do not fit the texts: source segment s6 .*--segmenter"):
        with_texts(desk, "x.ladder", "x.tmx")


def test_beads_that_cross_leave_the_target_alone(desk):
    """A ladder cannot hold them; the old file stays."""
    (desk / "x.beads").write_text("0:1\n1:0\n", encoding="utf-8")
    with pytest.raises(OutputError, match="follow one another"):
        convert(desk / "x.beads", desk / "x.ladder")
    assert (desk / "x.ladder").read_text(encoding="utf-8") == LADDER


def test_several_pairs_become_units_but_no_beads(desk):
    """Units are numbered through; positions would mean two texts at once."""
    with_texts(desk, "x.ladder", "x.xces")
    links = (desk / "x.xces").read_text(encoding="utf-8")
    group = links[links.index("  <linkGrp") : links.index("</cesAlign>")]
    (desk / "x.xces").write_text(links.replace(group, group * 2), encoding="utf-8")
    assert convert(desk / "x.xces", desk / "x.tmx").count == 10
    assert [unit.id for unit in read_units(desk / "x.tmx")] == [f"u{number}" for number in range(1, 11)]
    for target in ("y.beads", "y.xml", "y.hunalign"):
        with pytest.raises(OutputError, match="holds one pair of texts, not 2"):
            convert(desk / "x.xces", desk / target)
        assert not (desk / target).exists()


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("x.tmx", "y.beads", "does not say by number"),
        ("x.tmx", "y.xces", "does not say by number"),
        ("x.ladder", "y.tmx", "name the two texts with --texts"),
        ("x.ladder", "y.xml", "name the two texts with --texts"),
    ],
)
def test_what_cannot_be(desk, source, target, message):
    """Is refused before anything is written, with a way out."""
    with_texts(desk, "x.ladder", "x.tmx")
    with pytest.raises(UsageError, match=message):
        convert(desk / source, desk / target)
    assert not (desk / target).exists()


def test_units_take_no_texts(desk):
    """For they hold them."""
    with_texts(desk, "x.ladder", "x.tmx")
    with pytest.raises(UsageError, match="leave out --texts"):
        with_texts(desk, "x.tmx", "x.jsonl")
