"""``align convert``."""

from __future__ import annotations

import json
import os
import threading

import openpyxl
import pytest

from align.errors import InputError
from align.pipeline import read_beads, read_header, read_units

LENGTH = ["--aligner", "length"]
UNIT_FORMATS = ["tmx", "tsv", "csv", "jsonl", "parquet", "xliff"]


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
    tables = {"tsv", "csv"}
    loses = to in tables and source not in tables
    assert len(done.lines) == 1 + loses
    if loses:
        assert done.lines[0] == f"align: {to} cannot keep: scores (4 units), segments (4 units)"
    assert align("validate", f"b.{to}").code == 0


def test_standard_input_and_output(align, memory):
    """Both at once, like any filter."""
    done = align("convert", "-", "-", "--to", "tsv", stdin=memory.read_bytes())
    assert done.out.startswith("id\ten\tzh\t")
    assert done.lines[-1].endswith("units written to standard output")
    again = align("-q", "convert", "-", "-", "--to", "jsonl", stdin=done.data)
    assert json.loads(again.out.splitlines()[0])["translation"]["zh"] == "北京会议"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_read_once(align, memory, desk):
    """What a shell makes of ``<(zcat x.tmx.gz)``: its content is taken before anybody looks at it."""
    os.mkfifo(desk / "pipe.tmx")
    content = memory.read_bytes()
    writer = threading.Thread(target=(desk / "pipe.tmx").write_bytes, args=(content,))
    writer.start()
    done = align("convert", "pipe.tmx", "x.jsonl")
    writer.join()
    assert done.code == 0
    assert align("-q", "convert", memory, "y.jsonl").code == 0
    assert (desk / "x.jsonl").read_bytes() == (desk / "y.jsonl").read_bytes()
    with pytest.raises(InputError, match="is a pipe, which can be read only once; save what it gives as a file"):
        read_units(desk / "pipe.tmx")


def test_an_empty_file_is_called_empty(align, desk):
    """Whatever it is called, and on standard input; no list of formats."""
    (desk / "x.txt").touch()
    assert align("convert", "x.txt", "y.tmx").lines == ["align: x.txt: is empty; there is nothing to read"]
    done = align("convert", "-", "y.tmx")
    assert (done.code, done.lines) == (3, ["align: <stdin>: is empty; there is nothing to read"])


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


def test_languages_are_chosen(align, desk):
    """A format for one pair gets two of several languages; what is not there is said with what is."""
    (desk / "m.jsonl").write_text(
        '{"id": "u1", "translation": {"en": "One.", "zh": "一。", "fr": "Un."}}\n'
        '{"id": "u2", "translation": {"fr": "Deux."}}\n',
        encoding="utf-8",
    )
    done = align("convert", "m.jsonl", "m.xlf")
    assert (done.code, len(done.lines)) == (2, 1)
    assert "choose two, such as --langs en:fr" in done.said
    assert align("convert", "m.jsonl", "m.xlf", "--langs", "zh:en").code == 0
    (unit,) = read_units(desk / "m.xlf")
    assert [(v.lang, v.text) for v in unit.variants] == [("zh", "一。"), ("en", "One.")]
    done = align("convert", "m.jsonl", "m.xlf", "--langs", "zh:de")
    assert (done.code, done.lines) == (2, ["align: no unit is in de; the units are in en, zh, fr"])
    for langs in ("zh:?", "zh:", "zh:ZH"):
        done = align("convert", "m.jsonl", "m.xlf", "--langs", langs)
        assert (done.code, len(done.lines)) == (2, 1)
        assert done.said.startswith("align: --langs")
    done = align("convert", "m.jsonl", "m.xlf", "--langs", "zh:en", "--on-loss", "error")
    assert (done.code, done.lines) == (0, ["align: 1 units written to m.xlf"])


def test_languages_of_two_texts(align, desk):
    """Are a pair, and those that the file states; beads have none without their texts."""
    (desk / "x.ladder").write_text("0 0\n1 1\n2 3\n3 4\n4 5\n", encoding="utf-8")
    assert align("convert", "x.ladder", "x.xml", "--texts", "zh.txt", "en.txt", "--langs", "zh:en").code == 0
    assert align("convert", "x.xml", "x.xlf", "--langs", "zh:en").code == 0
    done = align("convert", "x.xml", "corpus", "--to", "moses", "--langs", "zh:en")
    assert (done.code, done.lines[-1]) == (0, "align: 4 units written to corpus.zh and corpus.en")
    for words, message in (
        (("x.xml", "y.tmx", "--langs", "en:zh"), "x.xml says that it is zh:en, not en:zh; leave out --langs"),
        (("x.xml", "y.tmx", "--langs", "en"), "tei is of two texts; --langs takes their two languages, such as zh:en"),
        (("x.ladder", "y.beads", "--langs", "zh:en"), "ladder has no text in any language; leave out --langs"),
    ):
        done = align("convert", *words)
        assert (done.code, done.lines) == (2, [f"align: {message}"])
    assert not list(desk.glob("y.*"))


def test_the_loop_of_a_reviser(align, desk, memory):
    """Out to a sheet, edited there, and back onto the units: two commands, and conflicts one a line."""
    done = align("convert", memory, "review.xlsx")
    assert done.code == 0
    assert done.lines[0] == (
        "align: xlsx cannot keep: scores (4 units), segments (4 units); what tmx had of these comes back with --onto"
    )
    book = openpyxl.load_workbook(desk / "review.xlsx")
    page = book.active
    page["B2"], page["E2"], page["F2"] = "A meeting", "checked", "better"
    book.save(desk / "review.xlsx")
    done = align("convert", "review.xlsx", "new.tmx", "--onto", memory)
    assert (done.code, done.lines[0]) == (0, "align: 1 units changed, 0 conflicts")
    before, after = read_units(memory), read_units(desk / "new.tmx")
    assert (after[0].variants[0].text, after[0].status, after[0].notes) == ("A meeting", "checked", ("better",))
    assert after[0].variants[1:] == before[0].variants[1:]
    assert after[1:] == before[1:]
    assert read_header(desk / "new.tmx") == read_header(memory)

    page["B2"] = "Another meeting"
    page.delete_rows(3)
    book.save(desk / "review.xlsx")
    done = align("-q", "convert", "review.xlsx", "newer.tmx", "--onto", "new.tmx")
    assert (done.code, len(done.lines)) == (1, 2)
    assert done.lines[0].startswith("align: review.xlsx: row 2 (unit u1, en): changed on both sides; kept A meeting,")
    assert done.lines[1] == "align: review.xlsx: unit u2: its row is missing; the unit stays as it was"
    assert read_units(desk / "newer.tmx") == after
    done = align("convert", "review.xlsx", "newer.tsv", "--onto", "new.tmx", "--on-loss", "error")
    assert (done.code, len(done.lines)) == (3, 1)
    assert done.said.startswith("align: tsv cannot keep: ")
    assert not (desk / "newer.tsv").exists()


def test_onto_takes_a_sheet_and_units(align, desk, memory):
    """Anything else is refused before a file is written."""
    assert align("-q", "convert", memory, "a.tsv").code == 0
    for words in (("a.tsv", "b.tmx"), ("a.tsv", "b.tmx", "--langs", "en"), ("a.tsv", "b.beads")):
        done = align("convert", *words, "--onto", memory)
        assert (done.code, len(done.lines)) == (2, 1)
        assert "--onto takes" in done.said
    assert not (desk / "b.tmx").exists()


def test_a_moses_pair_goes_and_comes(align, desk, memory):
    """Two files at once; null units are counted, and a pair cannot go to standard output."""
    done = align("convert", memory, "pair", "--to", "moses", "--langs", "en:zh")
    assert done.code == 0
    lines = [(desk / f"pair.{lang}").read_text(encoding="utf-8").splitlines() for lang in ("en", "zh")]
    assert len(lines[0]) == len(lines[1]) > 0
    assert done.lines[-1] == f"align: {len(lines[0])} units written to pair.en and pair.zh"
    assert align("convert", "pair.en", "back.tsv", "--from", "moses").code == 0
    assert len(read_units(desk / "back.tsv")) == len(lines[0])
    (desk / "n.tsv").write_text("id\ten\tzh\n1\ta\tb\n2\tc\t\n", encoding="utf-8")
    done = align("convert", "n.tsv", "n", "--to", "moses")
    assert "1 units that lack a language cannot be held and were left out" in done.said
    before = sorted(desk.iterdir())
    done = align("convert", "n.tsv", "m", "--to", "moses", "--on-loss", "error")
    assert (done.code, done.lines) == (3, ["align: moses cannot keep: nulls (1 unit); nothing was written"])
    (desk / "n.jsonl").write_text('{"id": "1", "translation": {"en": "a\\nb", "zh": "c"}}\n', encoding="utf-8")
    done = align("convert", "n.jsonl", "m", "--to", "moses", "--on-loss", "error")
    assert (done.code, done.lines) == (
        3,
        ["align: moses cannot keep 1 characters and 0 units that lack a language; nothing was written"],
    )
    assert sorted(desk.iterdir()) == sorted([*before, desk / "n.jsonl"])
    done = align("convert", memory, "-", "--to", "moses")
    assert (done.code, done.lines) == (
        2,
        ["align: moses is two files; name what they are to have in common, such as corpus"],
    )


def test_gettext_becomes_a_memory(align, desk):
    """PO is read, found by its content; it cannot be written."""
    (desk / "x").write_text('msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "Open"\nmsgstr "Ouvrir"\n', encoding="utf-8")
    assert align("convert", "x", "x.tmx").code == 0
    (unit,) = read_units(desk / "x.tmx")
    assert ([v.text for v in unit.variants], unit.status) == (["Open", "Ouvrir"], "checked")
    assert align("validate", "x").code == 0
    done = align("convert", "x.tmx", "y.po")
    assert (done.code, len(done.lines)) == (2, 1)


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
