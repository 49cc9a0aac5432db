"""``align pair``."""

from __future__ import annotations

import pytest

from align.pipeline import read_beads, read_header, read_units

LENGTH = ["--aligner", "length"]


@pytest.mark.parametrize("name", ["x.tmx", "x.tmx.gz", "x.tsv", "x.jsonl", "x.parquet"])
def test_the_suffix_says_what_is_written(align, desk, name):
    """No manifest, no option: languages are detected and said, and so are beads and signature."""
    done = align("pair", "zh.txt", "en.txt", *LENGTH, "-o", name)
    assert (done.code, done.out) == (0, "")
    assert done.lines[0] == "align: zh.txt: language detected: zh (1.00)"
    assert done.lines[1].startswith("align: en.txt: language detected: en (")
    assert done.lines[2].startswith("align: 4 zh and 5 en segments in ")
    assert done.lines[3].startswith("align: align:0.1.0|langs:zh-en|aligner:length.")
    assert done.lines[3].endswith("|segmenter:auto.2")
    units = read_units(desk / name)
    assert units[0].variants[0].text == "北京会议"
    assert read_header(desk / name).source == "zh"
    assert align("validate", name).code == 0


def test_beads_for_measurement(align, desk):
    """``--langs zh:en --segmenter lines -o x.beads`` gives a bead a line, and every line of both files in one."""
    for lang in ("zh", "en"):
        lines = align("segment", f"{lang}.txt", "--lang", lang).out.replace("\n\n", "\n")
        (desk / f"a.{lang}").write_text(lines, encoding="utf-8")
    done = align("pair", "a.zh", "a.en", "--langs", "zh:en", "--segmenter", "lines", *LENGTH, "-o", "x.beads")
    assert done.code == 0
    beads = read_beads(desk / "x.beads")
    assert [i for bead in beads for i in bead.source] == list(range(4))
    assert [j for bead in beads for j in bead.target] == list(range(5))
    for line in (desk / "x.beads").read_text(encoding="utf-8").splitlines():
        sides, _, score = line.partition("\t")
        assert sides.count(":") == 1
        assert 0 <= float(score) <= 1


def test_the_default_aligner_is_the_semantic_one(align, desk):
    """With the encoder that comes along; the signature says so."""
    done = align("pair", "zh.txt", "en.txt", "-o", "x.beads")
    assert done.code == 0
    assert "|aligner:semantic." in done.lines[-1]
    assert "+use." in done.lines[-1]
    assert (desk / "x.beads").read_text(encoding="utf-8").startswith("0:0\t")


@pytest.mark.parametrize("words", [[], ["-o", "-"], ["--to", "tsv"]])
def test_standard_output_is_a_table(align, desk, words):
    """Unless told otherwise."""
    done = align("pair", "zh.txt", "en.txt", *LENGTH, *words)
    assert done.out.startswith("id\tzh\ten\tscore\ttype\tstatus\nu1\t北京会议\tA conference in Beijing\t")
    assert desk.is_dir()


def test_other_formats_on_standard_output(align, desk):
    """Binary ones too, byte for byte."""
    assert align("-q", "pair", "zh.txt", "en.txt", *LENGTH, "--to", "beads").out.startswith("0:0\t")
    assert align("-q", "pair", "zh.txt", "en.txt", *LENGTH, "--to", "tmx").out.startswith("<?xml")
    data = align("-q", "pair", "zh.txt", "en.txt", *LENGTH, "--to", "parquet").data
    (desk / "x.parquet").write_bytes(data)
    assert len(read_units(desk / "x.parquet")) > 3


@pytest.mark.parametrize("side", ["source", "target"])
def test_one_side_from_standard_input(align, desk, side):
    """Gives what the file gives."""
    expected = align("pair", "zh.txt", "en.txt", "--langs", "zh:en", *LENGTH).out
    files = ["-", "en.txt"] if side == "source" else ["zh.txt", "-"]
    text = (desk / ("zh.txt" if side == "source" else "en.txt")).read_bytes()
    assert align("pair", *files, "--langs", "zh:en", *LENGTH, stdin=text).out == expected


@pytest.mark.parametrize("name", ["x.tmx", "x.tsv", "x.jsonl", "x.parquet", "x.beads"])
@pytest.mark.parametrize("empty", ["zh", "en"])
def test_an_empty_side_gives_null_beads_in_every_format(align, desk, name, empty):
    """It is said; every sentence of the other side is there."""
    (desk / f"{empty}.txt").write_text("\n \n", encoding="utf-8")
    done = align("pair", "zh.txt", "en.txt", "--langs", "zh:en", *LENGTH, "-o", name)
    assert done.code == 0, done.said
    other, kind, count = ("en", "0-1", 5) if empty == "zh" else ("zh", "1-0", 4)
    assert f"align: warning: {empty} has no text: every segment of {other} is a null bead" in done.lines
    assert f"beads: {count} {kind} ({count} null)" in done.said
    if name == "x.beads":
        assert len(read_beads(desk / name)) == count
    else:
        assert [[v.lang for v in unit.variants] for unit in read_units(desk / name)] == [[other]] * count
    assert align("validate", name).code == 0


def test_two_empty_sides(align, desk):
    """Are a corpus without units, and said so twice."""
    for lang in ("zh", "en"):
        (desk / f"{lang}.txt").write_text("\n", encoding="utf-8")
    done = align("pair", "zh.txt", "en.txt", "--langs", "zh:en", *LENGTH, "-o", "x.tmx")
    assert (done.code, read_units(desk / "x.tmx")) == (0, ())
    assert done.said.count("has no text") == 2


def test_files_of_one_name(align, desk):
    """In two folders are two texts."""
    for lang in ("zh", "en"):
        (desk / lang).mkdir()
        (desk / f"{lang}.txt").rename(desk / lang / "text.txt")
    assert align("pair", "zh/text.txt", "en/text.txt", *LENGTH, "-o", "x.tmx").code == 0


def test_a_language_that_the_encoder_does_not_know(align, desk):
    """Is said; the aligner without an encoder takes over, and the signature names it."""
    (desk / "is.txt").write_text("Ráðstefnan var haldin í Peking. Hún fjallaði um starfið.\n", encoding="utf-8")
    done = align("pair", "is.txt", "en.txt", "--langs", "is:en", "-o", "x.beads")
    assert done.code == 0
    assert "align: warning: semantic." in done.said
    assert "does not know is; lexical" in done.said
    assert "|aligner:lexical." in done.lines[-1]


def test_a_long_line(align, desk):
    """A sentence of 200,000 characters is paired and written like any other."""
    (desk / "long.txt").write_text("so many words " * 14_286 + "\n", encoding="utf-8")
    done = align("pair", "long.txt", "zh.txt", "--langs", "en:zh", *LENGTH, "-o", "x.tmx")
    assert (done.code, align("validate", "x.tmx").code) == (0, 0)
    assert max(len(v.text) for unit in read_units(desk / "x.tmx") for v in unit.variants) > 199_000


@pytest.mark.usefixtures("desk")
def test_a_dictionary(align):
    """Is used by the lexical aligner: how many entries is said, and the signature has its digest."""
    done = align("pair", "zh.txt", "en.txt", "--aligner", "lexical", "--dictionary", "terms.csv", "-o", "x.beads")
    assert done.code == 0
    assert "align: the dictionary has 2 entries for zh-en" in done.lines
    assert "+dictionary." in done.lines[-1]
    done = align("pair", "zh.txt", "fr.txt", "--aligner", "lexical", "--dictionary", "terms.csv", "-o", "x.beads")
    assert "align: warning: the dictionary has 0 entries for zh-fr" in done.lines
    assert "+dictionary" not in done.lines[-1]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("verb", [["pair"], ["explain", "--bead", "0"]])
def test_a_dictionary_for_an_aligner_that_takes_none(align, verb):
    """Is refused before anything is read."""
    done = align(*verb, "none.txt", "en.txt", "--aligner", "length", "--dictionary", "terms.csv")
    assert (done.code, done.lines) == (2, ["align: the aligner 'length' takes no dictionary; leave it out"])


def test_a_mistake_in_a_dictionary(align, desk):
    """Is told with file and line."""
    (desk / "d.tsv").write_text("会议\tconference\nalone\n", encoding="utf-8")
    done = align("pair", "zh.txt", "en.txt", "--aligner", "lexical", "--dictionary", "d.tsv")
    assert done.code == 3
    assert done.lines[0].startswith("align: d.tsv:2: an entry is a source, a tab and a target")


BILINGUAL = (
    "外交会议\n\nA conference on diplomacy\n\n会议在北京举行。会议取得了成果。\n\n"
    "The conference was held in Beijing. It had results.\n"
)


def test_one_file_in_two_languages(align, desk):
    """Sentences are aligned within its paragraphs, whose borders no bead crosses."""
    (desk / "law.txt").write_text(BILINGUAL, encoding="utf-8")
    done = align("pair", "law.txt", "--bilingual", "--langs", "zh:en", "--to", "beads", "-o", "law.beads")
    assert done.code == 0
    beads = read_beads(desk / "law.beads")
    assert [(bead.source, bead.target) for bead in beads] == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]
    assert "points:" in done.said


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["zh.txt", "en.txt", "--bilingual"], 2, "--bilingual takes one file"),
        (["en.txt", "--bilingual", "--anchors", "a.tsv"], 2, "leave out TARGET and --anchors"),
        (["--list", "p.tsv", "--bilingual", "-o", "out"], 2, "--bilingual is for two files"),
        (["en.txt", "--bilingual"], 3, "en.txt: "),
    ],
)
@pytest.mark.usefixtures("desk")
def test_a_file_in_one_language_is_not_bilingual(align, words, code, message):
    """Nor are two files, or many: one line says so."""
    done = align("pair", *words)
    assert (done.code, len(done.lines)) == (code, 1)
    assert message in done.said
