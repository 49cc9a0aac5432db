"""``align convert``."""

from __future__ import annotations

import json

import pytest

from align.pipeline import read_beads, read_header, read_units

LENGTH = ["--aligner", "length"]
UNIT_FORMATS = ["tmx", "tsv", "jsonl", "parquet"]


@pytest.mark.parametrize("to", UNIT_FORMATS)
@pytest.mark.parametrize("source", UNIT_FORMATS)
def test_between_all_formats_of_units(align, memory, desk, source, to):
    """The words of every unit come through, null beads too, and what the target cannot keep is said."""
    assert align("-q", "convert", memory, f"a.{source}").code == 0
    done = align("convert", f"a.{source}", f"b.{to}")
    assert done.code == 0
    units = read_units(desk / f"b.{to}")
    assert [[(v.lang, v.text) for v in u.variants] for u in units] == [
        [(v.lang, v.text) for v in u.variants] for u in read_units(memory)
    ]
    assert done.lines[-1] == f"align: {len(units)} units written to b.{to}"
    loses = to == "tsv" and source != "tsv"
    assert len(done.lines) == 1 + loses
    if loses:
        assert done.lines[0] == "align: tsv cannot keep: scores (4 units), segments (4 units)"
    assert align("validate", f"b.{to}").code == 0


def test_standard_input_and_output(align, memory):
    """Both at once, like any filter."""
    done = align("convert", "-", "-", "--to", "tsv", stdin=memory.read_bytes())
    assert done.out.startswith("id\ten\tzh\t")
    assert done.lines[-1].endswith("units written to standard output")
    again = align("-q", "convert", "-", "-", "--to", "jsonl", stdin=done.data)
    assert json.loads(again.out.splitlines()[0])["translation"]["zh"] == "北京会议"


def test_a_file_onto_itself(align, memory):
    """Is read to its end before it is replaced."""
    before = [[v.text for v in unit.variants] for unit in read_units(memory)]
    assert align("convert", memory, memory).code == 0
    assert [[v.text for v in unit.variants] for unit in read_units(memory)] == before


def test_an_alignment_in_tei(align, desk):
    """Becomes units or beads; the texts are found beside it."""
    assert align("-q", "build", ".", "-o", "out").code == 0
    path = "out/tei/small.zh-en.align.xml"
    done = align("convert", path, "x.tmx")
    assert (done.code, read_header(desk / "x.tmx").source) == (0, "zh")
    texts = [{v.lang: v.text for v in unit.variants} for unit in read_units(desk / "x.tmx")]
    assert texts[0] == {"zh": "北京会议", "en": "A conference in Beijing"}
    assert align("validate", "x.tmx").code == 0
    assert align("-q", "convert", path, "x.beads").code == 0
    assert align("-q", "pair", "zh.txt", "en.txt", *LENGTH, "-o", "y.beads").code == 0
    assert [(b.source, b.target) for b in read_beads(desk / "x.beads")] == [
        (b.source, b.target) for b in read_beads(desk / "y.beads")
    ]


def test_beads(align, desk):
    """Of another tool become ours; they have no text, and units no numbers."""
    (desk / "vec.align").write_text("[0]:[0]:0.1\n[1]:[1, 2]:0.2\n", encoding="utf-8")
    assert align("convert", "vec.align", "x.beads").code == 0
    assert (desk / "x.beads").read_text(encoding="utf-8") == "0:0\n1:1,2\n"
    done = align("convert", "x.beads", "x.tmx")
    assert (done.code, len(done.lines)) == (2, 1)
    assert "has numbers of segments and no text" in done.said
    (desk / "u.tsv").write_text("id\ten\tzh\nu1\tOne.\t一。\n", encoding="utf-8")
    done = align("convert", "u.tsv", "u.beads")
    assert (done.code, len(done.lines)) == (2, 1)
    assert not (desk / "u.beads").exists()


def test_beads_with_their_texts(align, desk):
    """Become units, and an alignment in TEI with the texts beside it."""
    (desk / "x.ladder").write_text("0 0\n1 1\n2 3\n3 4\n4 5\n", encoding="utf-8")
    words = ("x.ladder", "--texts", "zh.txt", "en.txt", "--langs", "zh:en")
    assert align("convert", *words, "x.tmx").code == 0
    assert [len(unit.variants) for unit in read_units(desk / "x.tmx")] == [2, 2, 2, 2]
    done = align("convert", *words, "x.xml")
    assert (done.code, done.lines) == (0, ["align: 4 beads written to x.xml; the texts: x.en.xml, x.zh.xml"])
    assert align("validate", "x.xml", "x.en.xml").code == 0
    done = align("convert", *words, "-", "--to", "tei")
    assert (done.code, len(done.lines)) == (2, 1)
    done = align("convert", *words, "--segmenter", "lines", "x.tmx")
    assert (done.code, len(done.lines)) == (3, 1)
    assert "the beads do not fit the texts" in done.said


def test_a_loss_can_be_an_error(align, memory, desk):
    """Then nothing is written, and the code is 3."""
    done = align("convert", memory, "x.tsv", "--on-loss", "error")
    assert (done.code, done.lines) == (
        3,
        ["align: tsv cannot keep: scores (4 units), segments (4 units); nothing was written"],
    )
    assert not (desk / "x.tsv").exists()
    assert align("convert", memory, "x.jsonl", "--on-loss", "error").code == 0


def test_a_damaged_file_leaves_the_old_one(align, desk):
    """Also where the damage comes late."""
    (desk / "u.jsonl").write_text('{"id": "u1", "translation": {"en": "x"}}\nbroken\n', encoding="utf-8")
    (desk / "u.tmx").write_text("old", encoding="utf-8")
    done = align("convert", "u.jsonl", "u.tmx")
    assert (done.code, len(done.lines)) == (3, 1)
    assert done.said.startswith("align: u.jsonl:2:")
    assert (desk / "u.tmx").read_text(encoding="utf-8") == "old"


BILINGUAL = (
    "北京会议\n\nA conference in Beijing\n\n会议在北京举行，取得成果。\n\nIt was held in Beijing, with results.\n"
)


def test_one_file_in_two_languages(align, desk):
    """Its paragraphs become units, or the beads of its paragraphs; those without a counterpart are counted."""
    (desk / "law.txt").write_text(BILINGUAL + "\n完。\n", encoding="utf-8")
    done = align("convert", "law.txt", "law.tmx", "--bilingual", "zh:en")
    assert done.lines == ["align: 3 pairs of paragraphs written to law.tmx, 1 of them with one side only"]
    first = read_units(desk / "law.tmx")[0]
    assert {v.lang: v.text for v in first.variants} == {"zh": "北京会议", "en": "A conference in Beijing"}
    header = read_header(desk / "law.tmx")
    assert header.source == "zh"
    assert str(header.signature).endswith("aligner:bilingual.1,layout=lines")
    assert (
        align("convert", "-", "-", "--to", "beads", "--bilingual", "zh:en", stdin=BILINGUAL.encode()).out
        == "0:0\n1:1\n"
    )


def test_one_file_in_one_language(align, desk):
    """Or in others than those named: one line, and nothing is written."""
    for langs, code, said in (
        ("en:fr", 3, "en.txt: of "),
        ("en", 2, "--bilingual takes two language tags"),
        ("en:en", 2, "--bilingual: both are 'en'"),
    ):
        done = align("convert", "en.txt", "x.tmx", "--bilingual", langs)
        assert (done.code, len(done.lines)) == (code, 1)
        assert said in done.said
    assert not (desk / "x.tmx").exists()


def test_one_file_in_two_languages_has_the_options_of_other_sources(align, desk):
    """An alignment with its texts may be written, a loss may be refused; options without a use are an error."""
    (desk / "law.txt").write_text(BILINGUAL, encoding="utf-8")
    done = align("convert", "law.txt", "law.xml", "--bilingual", "zh:en")
    assert done.code == 0
    assert "2 pairs of paragraphs written to law.xml" in done.lines[-1]
    assert "law.zh.xml" in done.lines[-1]
    assert align("convert", "law.xml", "-", "--to", "beads").out == "0:0\n1:1\n"
    done = align("convert", "law.txt", "law.tsv", "--bilingual", "zh:en", "--on-loss", "error")
    assert (done.code, done.lines) == (3, ["align: tsv cannot keep: segments (2 units); nothing was written"])
    assert not (desk / "law.tsv").exists()
    for wrong in (["--langs", "zh:en"], ["--texts", "a", "b"], ["--segmenter", "lines"], ["--rules", "x.srx"]):
        done = align("convert", "law.txt", "x.tmx", "--bilingual", "zh:en", *wrong)
        assert (done.code, len(done.lines)) == (2, 1)
        assert f"leave out {wrong[0]}" in done.said
