"""What each verb does."""

from __future__ import annotations

import json
import tomllib

import jsonschema
import pytest

from align.pipeline import read_beads, read_header, read_units
from align.resources import schema_path

LENGTH = ["--aligner", "length"]
BEADS = "0:0\t0.9000\n1:1,2\t0.8000\n"


@pytest.fixture
def memory(align, desk):
    """A TMX of the English and the Chinese text."""
    assert align("-q", "pair", "en.txt", "zh.txt", *LENGTH, "-o", "memory.tmx").code == 0
    return desk / "memory.tmx"


class TestSegment:
    """``align segment``."""

    def test_a_sentence_a_line_and_a_blank_line_between_blocks(self, align, desk):
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

    def test_standard_input_and_a_file(self, align, desk):
        """``-`` is the same text; ``-o`` writes to a file, ``-o -`` to standard output."""
        text = (desk / "zh.txt").read_bytes()
        expected = align("segment", "zh.txt", "--lang", "zh").out
        assert align("segment", "-", "--lang", "zh", stdin=text).out == expected
        assert align("segment", "zh.txt", "--lang", "zh", "-o", "-").out == expected
        assert align("segment", "zh.txt", "--lang", "zh", "-o", "out.txt").out == ""
        assert (desk / "out.txt").read_bytes().decode() == expected

    def test_standard_input_has_a_name_in_messages(self, align, desk):
        """Not that of a temporary file."""
        assert align("segment", "-", stdin=b"Hello there. How are you?").said.startswith(
            "align: <stdin>: language detected"
        )
        assert align("segment", "-").said == "align: <stdin>: is empty; there is nothing to read\n"
        assert align("segment", "-", "--lang", "en", stdin=b"A longer text b\0c. " * 9).said.startswith(
            "align: warning: <stdin>:1: replaced 9"
        )
        assert desk.is_dir()

    def test_control_characters_are_replaced_and_counted(self, align, desk):
        """The count and the first line are a warning; the exit code is 0."""
        (desk / "nul.txt").write_bytes(b"This is the first sentence of the text.\nHere is\0 a\x07 second.\n")
        done = align("segment", "nul.txt", "--lang", "en")
        assert (done.code, done.lines) == (
            0,
            ["align: warning: nul.txt:2: replaced 2 control character(s) by spaces, the first in this line"],
        )
        assert done.out.endswith("Here is  a  second.\n")

    def test_a_text_of_white_space_has_no_sentence(self, align, desk):
        """An empty file is an error, for it is more likely a mistake."""
        (desk / "blank.txt").write_text(" \n\n", encoding="utf-8")
        (desk / "empty.txt").touch()
        assert (align("segment", "blank.txt", "--lang", "en").code, align("segment", "blank.txt").code) == (0, 3)
        assert align("segment", "empty.txt", "--lang", "en").code == 3


class TestPair:
    """``align pair``."""

    @pytest.mark.parametrize("name", ["x.tmx", "x.tmx.gz", "x.tsv", "x.jsonl", "x.parquet"])
    def test_the_suffix_says_what_is_written(self, align, desk, name):
        """No manifest, no option: languages are detected and said, and so are beads and signature."""
        done = align("pair", "zh.txt", "en.txt", *LENGTH, "-o", name)
        assert (done.code, done.out) == (0, "")
        assert done.lines[0] == "align: zh.txt: language detected: zh (1.00)"
        assert done.lines[1].startswith("align: en.txt: language detected: en (")
        assert done.lines[2].startswith("align: 4 zh and 5 en segments in ")
        assert done.lines[3].startswith("align: align:0.1.0|langs:zh-en|aligner:length.")
        assert done.lines[3].endswith("|segmenter:auto.1")
        units = read_units(desk / name)
        assert units[0].variants[0].text == "北京会议"
        assert read_header(desk / name).source == "zh"
        assert align("validate", name).code == 0

    def test_beads_for_measurement(self, align, desk):
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

    def test_the_default_aligner_is_the_semantic_one(self, align, desk):
        """With the encoder that comes along; the signature says so."""
        done = align("pair", "zh.txt", "en.txt", "-o", "x.beads")
        assert done.code == 0
        assert "|aligner:semantic." in done.lines[-1]
        assert "+use." in done.lines[-1]
        assert (desk / "x.beads").read_text(encoding="utf-8").startswith("0:0\t")

    @pytest.mark.parametrize("words", [[], ["-o", "-"], ["--to", "tsv"]])
    def test_standard_output_is_a_table(self, align, desk, words):
        """Unless told otherwise."""
        done = align("pair", "zh.txt", "en.txt", *LENGTH, *words)
        assert done.out.startswith("id\tzh\ten\tscore\ttype\tstatus\nu1\t北京会议\tA conference in Beijing\t")
        assert desk.is_dir()

    def test_other_formats_on_standard_output(self, align, desk):
        """Binary ones too, byte for byte."""
        assert align("-q", "pair", "zh.txt", "en.txt", *LENGTH, "--to", "beads").out.startswith("0:0\t")
        assert align("-q", "pair", "zh.txt", "en.txt", *LENGTH, "--to", "tmx").out.startswith("<?xml")
        data = align("-q", "pair", "zh.txt", "en.txt", *LENGTH, "--to", "parquet").data
        (desk / "x.parquet").write_bytes(data)
        assert len(read_units(desk / "x.parquet")) > 3

    @pytest.mark.parametrize("side", ["source", "target"])
    def test_one_side_from_standard_input(self, align, desk, side):
        """Gives what the file gives."""
        expected = align("pair", "zh.txt", "en.txt", "--langs", "zh:en", *LENGTH).out
        files = ["-", "en.txt"] if side == "source" else ["zh.txt", "-"]
        text = (desk / ("zh.txt" if side == "source" else "en.txt")).read_bytes()
        assert align("pair", *files, "--langs", "zh:en", *LENGTH, stdin=text).out == expected

    @pytest.mark.parametrize("name", ["x.tmx", "x.tsv", "x.jsonl", "x.parquet", "x.beads"])
    @pytest.mark.parametrize("empty", ["zh", "en"])
    def test_an_empty_side_gives_null_beads_in_every_format(self, align, desk, name, empty):
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

    def test_two_empty_sides(self, align, desk):
        """Are a corpus without units, and said so twice."""
        for lang in ("zh", "en"):
            (desk / f"{lang}.txt").write_text("\n", encoding="utf-8")
        done = align("pair", "zh.txt", "en.txt", "--langs", "zh:en", *LENGTH, "-o", "x.tmx")
        assert (done.code, read_units(desk / "x.tmx")) == (0, ())
        assert done.said.count("has no text") == 2

    def test_files_of_one_name(self, align, desk):
        """In two folders are two texts."""
        for lang in ("zh", "en"):
            (desk / lang).mkdir()
            (desk / f"{lang}.txt").rename(desk / lang / "text.txt")
        assert align("pair", "zh/text.txt", "en/text.txt", *LENGTH, "-o", "x.tmx").code == 0

    def test_a_language_that_the_encoder_does_not_know(self, align, desk):
        """Is said; the aligner without an encoder takes over, and the signature names it."""
        (desk / "is.txt").write_text("Ráðstefnan var haldin í Peking. Hún fjallaði um starfið.\n", encoding="utf-8")
        done = align("pair", "is.txt", "en.txt", "--langs", "is:en", "-o", "x.beads")
        assert done.code == 0
        assert "align: warning: semantic." in done.said
        assert "does not know both is and en; lexical" in done.said
        assert "|aligner:lexical." in done.lines[-1]

    def test_a_long_line(self, align, desk):
        """A sentence of 200,000 characters is paired and written like any other."""
        (desk / "long.txt").write_text("so many words " * 14_286 + "\n", encoding="utf-8")
        done = align("pair", "long.txt", "zh.txt", "--langs", "en:zh", *LENGTH, "-o", "x.tmx")
        assert (done.code, align("validate", "x.tmx").code) == (0, 0)
        assert max(len(v.text) for unit in read_units(desk / "x.tmx") for v in unit.variants) > 199_000


class TestCheck:
    """``align check``."""

    def test_a_memory_without_a_manifest(self, align, memory):
        """The source language is that of the file; a concept without an allowed rendering is found."""
        done = align("check", memory, "--terms", "terms.csv")
        assert done.code == 0
        assert "warning  terms/missing" in done.out
        assert "has no listed rendering in zh; expected “发展”" in done.out
        assert done.lines[-1].startswith("align: 1 findings in ")

    def test_a_corpus_uses_its_own_terms(self, align, desk):
        """By the name of its folder or its manifest; ``--terms`` puts others in their place."""
        expected = align("check", ".").out
        assert "terms/missing" in expected
        assert align("check", "corpus.toml").out == expected
        (desk / "other.csv").write_text("concept,lang,text,status\nx,en,zebra,preferred\n", encoding="utf-8")
        assert align("check", ".", "--terms", "other.csv").out == "no findings\n"

    def test_without_terms_it_says_so(self, align, memory):
        """Silence would look like praise."""
        done = align("check", memory)
        assert (done.code, done.out) == (0, "no findings\n")
        assert done.lines[0] == "align: no term base was given (--terms), so terms are not checked"

    @pytest.mark.parametrize(("severity", "code"), [("note", 1), ("warning", 1), ("error", 0)])
    def test_fail_on_decides_about_the_exit_code(self, align, memory, severity, code):
        """Findings of this severity or graver give 1; what is printed is the same."""
        done = align("check", memory, "--terms", "terms.csv", "--fail-on", severity)
        assert (done.code, done.out) == (code, align("check", memory, "--terms", "terms.csv").out)

    def test_nothing_found_is_clean(self, align, memory):
        """Whatever ``--fail-on`` says."""
        assert align("check", memory, "--fail-on", "note").code == 0

    def test_json_for_machines(self, align, memory, desk):
        """Valid by the schema, with the signature of the file; the same on standard output and in a file."""
        done = align("check", memory, "--terms", "terms.csv", "--report", "json")
        report = json.loads(done.out)
        schema = json.loads(schema_path("findings.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(report)
        assert report["signature"] == str(read_header(memory).signature)
        assert align("check", memory, "--terms", "terms.csv", "--report", "json", "-o", "found.json").out == ""
        assert (desk / "found.json").read_text(encoding="utf-8") == done.out
        assert align("validate", "found.json").code == 0

    def test_standard_input(self, align, memory):
        """Units may come in a pipe."""
        expected = align("check", memory, "--terms", "terms.csv").out
        assert align("check", "-", "--terms", "terms.csv", stdin=memory.read_bytes()).out == expected

    def test_the_source_may_be_stated(self, align, memory):
        """In any spelling; then the other side is looked at: no Chinese term lacks its English one."""
        assert align("check", memory, "--terms", "terms.csv", "--source", "ZH").out == "no findings\n"
        assert "terms/missing" in align("check", memory, "--terms", "terms.csv", "--source", "EN").out

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["none.tmx"], "none.tmx: cannot be read: No such file"),
            (["en.txt"], "en.txt: is in no known unit format"),
            (["memory.tmx", "--terms", "none.csv"], "none.csv: no such file"),
            (["memory.tmx", "--terms", "en.txt"], "en.txt"),
            (["folder"], "folder/corpus.toml: there is no corpus.toml here"),
        ],
    )
    def test_bad_input(self, align, memory, desk, words, message):
        """Exit code 3 and one line."""
        (desk / "folder").mkdir()
        done = align("check", *words)
        assert (done.code, done.out, len(done.lines)) == (3, "", 1), done.said
        assert done.said.startswith(f"align: {message}")
        assert memory.is_file()


UNIT_FORMATS = ["tmx", "tsv", "jsonl", "parquet"]


class TestConvert:
    """``align convert``."""

    @pytest.mark.parametrize("to", UNIT_FORMATS)
    @pytest.mark.parametrize("source", UNIT_FORMATS)
    def test_between_all_formats_of_units(self, align, memory, desk, source, to):
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
        assert (len(done.lines) == 2) is (loses or (source == "tmx" and to != "tmx"))
        if loses:
            assert done.lines[0].startswith("align: tsv cannot keep: ")
            assert done.lines[0].endswith(f"what {source} had of these is lost")
        assert align("validate", f"b.{to}").code == 0

    def test_standard_input_and_output(self, align, memory):
        """Both at once, like any filter."""
        done = align("convert", "-", "-", "--to", "tsv", stdin=memory.read_bytes())
        assert done.out.startswith("id\ten\tzh\t")
        assert done.lines[-1].endswith("units written to standard output")
        again = align("-q", "convert", "-", "-", "--to", "jsonl", stdin=done.data)
        assert json.loads(again.out.splitlines()[0])["translation"]["zh"] == "北京会议"

    def test_a_file_onto_itself(self, align, memory):
        """Is read to its end before it is replaced."""
        before = [[v.text for v in unit.variants] for unit in read_units(memory)]
        assert align("convert", memory, memory).code == 0
        assert [[v.text for v in unit.variants] for unit in read_units(memory)] == before

    def test_an_alignment_in_tei(self, align, desk):
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

    def test_beads(self, align, desk):
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

    def test_a_damaged_file_leaves_the_old_one(self, align, desk):
        """Also where the damage comes late."""
        (desk / "u.jsonl").write_text('{"id": "u1", "translation": {"en": "x"}}\nbroken\n', encoding="utf-8")
        (desk / "u.tmx").write_text("old", encoding="utf-8")
        done = align("convert", "u.jsonl", "u.tmx")
        assert (done.code, len(done.lines)) == (3, 1)
        assert done.said.startswith("align: u.jsonl:2:")
        assert (desk / "u.tmx").read_text(encoding="utf-8") == "old"


class TestEvaluate:
    """``align evaluate``."""

    def test_two_files(self, align, desk):
        """Strict and lax measures in a table, or as JSON."""
        (desk / "a.beads").write_text("0:0\n1:1\n:2\n", encoding="utf-8")
        (desk / "g.gold").write_text("0:0\n1:1,2\n", encoding="utf-8")
        done = align("evaluate", "a.beads", "g.gold")
        assert done.code == 0
        assert done.out.splitlines()[2].split() == [
            "a.beads", "0.5000", "0.5000", "0.5000", "1.0000", "1.0000", "1.0000", "0.0000", "-", "2",
        ]  # fmt: skip
        report = json.loads(align("evaluate", "a.beads", "g.gold", "--report", "json").out)
        assert (report["a.beads"]["f1"], report["a.beads"]["null_recall"]) == (0.5, None)

    def test_anchor_gold(self, align, desk):
        """``--merge`` counts only what crosses a border of the gold."""
        (desk / "a.beads").write_text("0:0\n1:1\n2:2\n", encoding="utf-8")
        (desk / "g.gold").write_text("0,1:0,1\n2:2\n", encoding="utf-8")
        report = json.loads(align("evaluate", "a.beads", "g.gold", "--merge", "--report", "json").out)
        assert report["a.beads"]["f1"] == 1.0

    def test_two_folders(self, align, desk):
        """Files of one name belong together; the sum is the last line."""
        for folder, suffix in (("answers", "beads"), ("gold", "gold")):
            (desk / folder).mkdir()
            for name in ("one.zh-en", "two.zh-en"):
                (desk / folder / f"{name}.{suffix}").write_text(BEADS, encoding="utf-8")
        done = align("evaluate", "answers", "gold")
        assert [line.split()[0] for line in done.out.splitlines()[2:]] == ["one.zh-en", "two.zh-en", "all"]
        assert done.out.splitlines()[-1].split()[3] == "1.0000"

    def test_a_corpus(self, align, desk):
        """Is aligned afresh and scored against its own gold."""
        for lang in ("zh", "en"):
            lines = align("segment", f"{lang}.txt", "--lang", lang).out.replace("\n\n", "\n")
            (desk / f"small.{lang}").write_text(lines, encoding="utf-8")
        assert align("-q", "pair", "zh.txt", "en.txt", *LENGTH, "-o", "small.zh-en.gold").code == 0
        done = align("evaluate", ".")
        assert done.code == 0, done.said
        assert done.out.splitlines()[2].split()[:4] == ["zh-en", "1.0000", "1.0000", "1.0000"]

    @pytest.mark.parametrize(
        ("words", "code", "message"),
        [
            (["none.beads", "g.gold"], 3, "none.beads: cannot be read"),
            (["g.gold", "folder"], 2, "give two files of beads, or two folders"),
            (["folder", "folder"], 3, "folder: has no *.gold file"),
            (["folder", "golden"], 3, "folder: has no answer for g.gold; it needs g.beads"),
            (["en.txt", "g.gold"], 3, "en.txt:1: 'A conference in Beijing' is not a bead"),
            (["folder"], 3, "folder/corpus.toml: there is no corpus.toml here"),
        ],
    )
    def test_bad_input(self, align, desk, words, code, message):
        """One line each."""
        (desk / "folder").mkdir()
        (desk / "golden").mkdir()
        for name in ("g.gold", "golden/g.gold"):
            (desk / name).write_text(BEADS, encoding="utf-8")
        done = align("evaluate", *words)
        assert (done.code, done.out, len(done.lines)) == (code, "", 1), done.said
        assert done.said.startswith(f"align: {message}")


class TestValidate:
    """``align validate``."""

    def test_everything_that_a_build_wrote(self, align, desk):
        """And the manifest it was made from."""
        assert align("-q", "build", ".", "-o", "out", "--pairs").code == 0
        files = [path for path in (desk / "out").rglob("*.*") if path.suffix != ".html" and path.name[0] != "."]
        done = align("validate", "corpus.toml", ".", *sorted(files))
        assert (done.code, done.out) == (0, "")
        assert done.lines[-1] == f"align: {len(files) + 2} files: {len(files) + 2} valid, 0 not, 0 unreadable"

    def test_what_is_not_valid_gives_one(self, align, desk):
        """A line for each problem on standard output: place, what, rule, remedy."""
        (desk / "bad.tmx").write_text("<tmx version='1.4'><header/></tmx>\n", encoding="utf-8")
        (desk / "bad.json").write_text('{"signature": ""}\n', encoding="utf-8")
        (desk / "bad.toml").write_text("[corpus]\nid = 3\n", encoding="utf-8")
        done = align("validate", "bad.tmx", "bad.json", "bad.toml")
        assert done.code == 1
        assert {line.partition(":")[0] for line in done.out.splitlines()} == {"bad.tmx", "bad.json", "bad.toml"}
        assert "bad.toml:2: corpus.id: expected text in quotes, got a whole number (manifest)" in done.out.splitlines()
        assert done.lines[-1] == "align: 3 files: 0 valid, 3 not, 0 unreadable"

    def test_what_cannot_be_read_gives_three_and_the_rest_is_looked_at(self, align, desk):
        """In the order given."""
        (desk / "bad.beads").write_text("x\n", encoding="utf-8")
        (desk / "good.beads").write_text(BEADS, encoding="utf-8")
        done = align("validate", "none.tmx", "bad.beads", "en.txt", "good.beads")
        assert done.code == 3
        assert done.out.startswith("bad.beads:1: 'x' is not a bead")
        assert [line for line in done.lines if "valid" in line] == [
            "align: good.beads: valid",
            "align: 4 files: 1 valid, 1 not, 2 unreadable",
        ]

    def test_standard_input(self, align, memory):
        """May be one of the files."""
        assert align("validate", "-", stdin=memory.read_bytes()).said == "align: <stdin>: valid\n"


class TestList:
    """``align list``."""

    def test_every_shelf(self, align):
        """With a line for each member; a star marks the default."""
        done = align("list")
        assert [line for line in done.out.splitlines() if line[0] != " "] == [
            "aligners",
            "checks",
            "encoders",
            "formats",
            "reports",
            "segmenters",
        ]
        assert [line.split()[0] for line in done.out.splitlines() if line[14:15] == "*"] == ["semantic", "use", "auto"]

    @pytest.mark.parametrize("shelf", ["aligners", "checks", "encoders", "formats", "reports", "segmenters"])
    def test_one_shelf(self, align, shelf):
        """Each member has a name and a sentence."""
        first, *members = align("list", shelf).out.splitlines()
        assert first == shelf
        assert all(len(line.split()) > 2 for line in members)


class TestBuild:
    """``align build``."""

    def test_the_sums_and_the_files_are_said(self, align, desk):
        """On standard error; nothing goes to standard output. A title may hold what other programs take for markup."""
        done = align("build", ".", "-o", "out")
        assert (done.code, done.out) == (0, "")
        assert "A small [bold] corpus" in done.said
        for heading in ("segments", "beads", "null", "doubtful", "findings"):
            assert heading in done.said
        assert "zh-en" in done.said
        assert "4:5" in done.said
        written = [line.removeprefix("align:   ") for line in done.lines if line.startswith("align:   ")]
        assert {str(path.relative_to(desk)) for path in (desk / "out").rglob("*.*") if path.name[0] != "."} == set(
            written
        )
        assert f"align: {len(written)} files written to out:" in done.lines

    def test_a_second_run_says_so(self, align, desk):
        """And how to build all the same."""
        assert align("build", ".", "-o", "out").code == 0
        done = align("build", ".", "-o", "out")
        assert (done.code, done.lines) == (
            0,
            ["align: nothing has changed since the last build; the results are in out (--force builds anyway)"],
        )
        assert "files written to out" in align("build", ".", "-o", "out", "--force").said
        assert desk.is_dir()

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["none"], "none: there is no corpus.toml here"),
            (["."], "corpus.toml:3: corpus: unknown key 'tilte'; did you mean 'title'?"),
            (["en.txt"], "en.txt:1:3: is not valid TOML"),
            (["good", "-o", "en.txt"], "en.txt is a file, not a folder; choose another with -o"),
            (["good", "-o", "en.txt/x"], "en.txt/x cannot be made: Not a directory; choose another with -o"),
        ],
    )
    def test_bad_input(self, align, desk, words, message):
        """Exit code 3 and one line; no folder is made."""
        good = desk / "good"
        good.mkdir()
        manifest = desk / "corpus.toml"
        text = manifest.read_text(encoding="utf-8")
        (good / "corpus.toml").write_text(
            text.replace('file = "', 'file = "../').replace('"terms', '"../terms'), encoding="utf-8"
        )
        manifest.write_text(text.replace("title", "tilte"), encoding="utf-8")
        assert tomllib.loads(text)
        done = align("build", *words)
        assert (done.code, done.out, len(done.lines)) == (3, "", 1), done.said
        assert done.said.startswith(f"align: {message}")
        assert not (desk / "build").exists()
