"""The checked beads of an earlier alignment are found again by their text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from align.conversion import write_alignments
from align.errors import InputError
from align.formats.tei import TextHeader, write_alignment, write_text
from align.joining import join
from align.keeping import read_kept
from align.model import Alignment, Bead
from align.pairing import pair
from align.pipeline import write_beads, write_units
from test_anchors import document

EN = [["Preamble"], ["It rained.", "We met.", "Thanks."], ["We left.", "Nobody stayed.", "Thanks."]]
ZH = [["前言"], ["下雨了。", "我们见面了。", "谢谢。"], ["我们离开了，没有人留下。", "谢谢。"]]
BEADS = (
    Bead(source=(0,), target=(0,), score=0.9),
    Bead(source=(1,), target=(), status="checked"),
    Bead(source=(), target=(1,), score=0.5),
    Bead(source=(2,), target=(2,), score=0.4, status="checked"),
    Bead(source=(3,), target=(3,), score=0.8),
    Bead(source=(4, 5), target=(4,), score=0.25, status="checked"),
    Bead(source=(6,), target=(5,), score=0.75, status="checked"),
)
CHECKED = {((1,), ()): None, ((2,), (2,)): 0.4, ((4, 5), (4,)): 0.25, ((6,), (5,)): 0.75}


@pytest.fixture
def texts():
    """The two texts."""
    return document("en", EN), document("zh", ZH)


def written(tmp_path, name, texts, beads=BEADS):
    """The alignment in a file of this name."""
    path = tmp_path / name
    if path.suffix in {".beads", ".gold"}:
        write_beads(beads, path)
        return path
    alignment = Alignment(source=texts[0], target=texts[1], beads=beads)
    if name.endswith(".xml"):
        header = TextHeader(title="x")
        for text in texts:
            write_text(text, tmp_path / f"{text.id}.xml", header=header)
        hrefs = {"source_href": f"{texts[0].id}.xml", "target_href": f"{texts[1].id}.xml"}
        write_alignment(alignment, path, header=header, **hrefs)
    else:
        write_units(join([alignment]), path)
    return path


def scores(kept):
    """The beads that were kept, with their scores."""
    return {(bead.source, bead.target): bead.score for bead in kept.beads}


FILES = ["x.tsv", "x.tmx", "x.jsonl", "x.parquet", "x.beads", "x.align.xml"]


@pytest.mark.parametrize("name", FILES)
def test_every_format_that_holds_a_status_can_be_kept(tmp_path, texts, name):
    """Checked beads come back with their segments and scores, null beads too; the others do not."""
    kept = read_kept(written(tmp_path, name, texts), *texts)
    assert (scores(kept), kept.lost) == (CHECKED, ())
    assert all(bead.status == "checked" for bead in kept.beads)
    made = pair(*texts, aligner="length", keep=kept.beads)
    assert {bead for bead in made.beads if bead.status == "checked"} == set(kept.beads)


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [
        ("x.tsv", "\tauto\n", "\tChecked\n"),
        ("x.tmx", '"x-status">auto<', '"x-status">Checked<'),
        ("x.jsonl", '"type": "1-1", "status": "auto"', '"type": "1-1", "status": "checked"'),
    ],
)
def test_a_status_that_people_wrote_into_a_file_counts(tmp_path, texts, name, was, now):
    """It is that of the whole unit, as the documents say, and decides over what the file tells of its bead."""
    path = written(tmp_path, name, texts, [replace(bead, status="auto") for bead in BEADS])
    assert read_kept(path, *texts).beads == ()
    path.write_text(path.read_text(encoding="utf-8").replace(was, now), encoding="utf-8")
    kept = read_kept(path, *texts)
    assert {(bead.source, bead.target) for bead in kept.beads if bead.source and bead.target} >= {((2,), (2,))}
    assert kept.lost == ()


def test_a_status_survives_a_tool_that_drops_what_it_does_not_know(tmp_path, texts):
    """A TMX with the status of each unit, and nothing about its beads, is kept."""
    path = written(tmp_path, "x.tmx", texts)
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(line for line in lines if "x-align-type" not in line), encoding="utf-8")
    assert scores(read_kept(path, *texts)).keys() == CHECKED.keys()


@pytest.mark.parametrize("name", [name for name in FILES if name != "x.beads"])
def test_the_text_decides(tmp_path, texts, name):
    """A sentence that was put in before, one cut in two and one that was changed: found, found, not kept and said."""
    path = written(tmp_path, name, texts)
    now = (
        document("en", [["New.", "Preamble"], *EN[1:2], ["We left.", "Nobody  stayed.", "Thanks."]]),
        document(
            "zh", [["前言"], ["下雨了。", "我们见过面了。", "谢谢。"], ["我们离开了，", "没有人留下。", "谢谢。"]]
        ),
    )
    kept = read_kept(path, *now)
    assert scores(kept) == {((2,), ()): None, ((5, 6), (4, 5)): 0.25, ((7,), (6,)): 0.75}
    (lost,) = kept.lost
    assert "the zh text has changed where it was '我们见面了。'" in lost


@pytest.mark.parametrize("name", ["x.tsv", "x.tmx"])
def test_what_is_repeated_is_found_by_its_rank(tmp_path, texts, name):
    """Or by its id where there are more or fewer than before; otherwise it is not kept."""
    path = written(tmp_path, name, texts)
    fewer = document("en", [["Preamble"], ["It rained.", "We met."], ["We left.", "Nobody stayed.", "Thanks."]])
    more = document("en", [*EN, ["Thanks."]])
    assert ((5,), (5,)) in scores(read_kept(path, fewer, texts[1]))
    kept = read_kept(path, more, texts[1])
    assert (((6,), (5,)) in scores(kept)) == (name == "x.tmx")
    assert len(kept.lost) == (name == "x.tsv")
    if kept.lost:
        assert kept.lost[0].endswith("the en text has 'Thanks.' 3 times, not 2 times as before")


@pytest.mark.parametrize("name", ["x.tsv", "x.align.xml"])
def test_the_languages_may_stand_in_either_order(tmp_path, texts, name):
    """What was aligned the other way round is turned."""
    kept = read_kept(written(tmp_path, name, texts), *texts[::-1])
    assert scores(kept) == {side[::-1]: score for side, score in CHECKED.items()}


def test_gold_is_checked_by_nature(tmp_path, texts):
    """All its beads are kept; with the segments beside it their text decides."""
    gold = tuple(replace(bead, status="auto", score=None) for bead in BEADS)
    path = written(tmp_path, "x.en-zh.gold", texts, gold)
    assert len(read_kept(path, *texts).beads) == len(BEADS)
    for text in texts:
        (tmp_path / f"x.{text.lang}").write_text("".join(f"{s.text}\n" for s in text.segments), encoding="utf-8")
    now = document("en", [["New."], *EN]), texts[1]
    kept = read_kept(path, *now)
    assert [bead.source for bead in kept.beads if bead.source] == [(1,), (2,), (3,), (4,), (5, 6), (7,)]


def test_beads_by_position_are_for_these_texts_only(tmp_path, texts):
    """A file of all beads has to cover both texts; one of checked beads alone has to fit in."""
    path = written(tmp_path, "x.beads", texts)
    with pytest.raises(InputError, match=r"x\.beads: was made for other texts: it has 7 segments on the source side"):
        read_kept(path, document("en", [*EN, ["More."]]), texts[1])
    only = written(tmp_path, "y.beads", texts, [bead for bead in BEADS if bead.status == "checked"])
    assert len(read_kept(only, document("en", [*EN, ["More."]]), texts[1]).beads) == len(CHECKED)
    with pytest.raises(InputError, match="was made for other texts"):
        read_kept(only, document("en", EN[:2]), texts[1])


@pytest.mark.parametrize("name", ["x.tsv", "x.align.xml"])
def test_other_languages_are_refused(tmp_path, texts, name):
    """An alignment of other languages cannot be meant."""
    path = written(tmp_path, name, texts)
    with pytest.raises(InputError, match="name an earlier alignment of the same texts"):
        read_kept(path, texts[0], document("fr", ZH))


def test_units_that_contradict_each_other_are_named(tmp_path, texts):
    """Both, with the reason."""
    path = tmp_path / "x.tsv"
    rows = [
        "id\ten\tzh\tstatus\ttype",
        "a\tWe met.\t我们离开了，没有人留下。\tchecked\t1-1",
        "b\tWe left.\t前言\tchecked\t1-1",
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.tsv: unit a and unit b are both checked and contradict .* they cross"):
        read_kept(path, *texts)


def test_a_file_that_is_no_alignment_is_refused(tmp_path, texts):
    """As everywhere."""
    path = tmp_path / "x.txt"
    path.write_text("Just text.\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.txt"):
        read_kept(path, *texts)


@pytest.mark.parametrize("name", ["x.xces", "x.hunalign"])
def test_alignments_without_a_status_are_refused(tmp_path, texts, name):
    """Their format is named, and those that serve."""
    path = tmp_path / name
    write_alignments([Alignment(source=texts[0], target=texts[1], beads=BEADS)], path)
    with pytest.raises(InputError, match=r"in which no bead is checked; name .*\.tsv"):
        read_kept(path, *texts)


def test_an_old_gold_file_may_be_in_the_notation_of_vecalign(tmp_path, texts):
    """A person made it, whatever the notation."""
    path = tmp_path / "x.gold"
    write_beads(BEADS[:2], path, format="vecalign")
    assert [(bead.source, bead.target) for bead in read_kept(path, *texts).beads] == [((0,), (0,)), ((1,), ())]
