"""``align check``."""

from __future__ import annotations

import json

import jsonschema
import openpyxl
import pytest

from align.pipeline import read_header
from align.resources import schema_path


def test_a_memory_without_a_manifest(align, memory):
    """The source language is that of the file; a concept without an allowed rendering is found."""
    done = align("check", memory, "--terms", "terms.csv")
    assert done.code == 0
    assert "warning  terms/unlisted" in done.out
    assert "has no listed rendering in zh; found: “进步”; expected “发展”" in done.out
    assert done.lines[-1].startswith("align: 1 findings in ")


def test_a_corpus_uses_its_own_terms(align, desk):
    """By the name of its folder or its manifest; ``--terms`` puts others in their place."""
    expected = align("check", ".").out
    assert "terms/unlisted" in expected
    assert align("check", "corpus.toml").out == expected
    (desk / "other.csv").write_text("concept,lang,text,status\nx,en,zebra,preferred\n", encoding="utf-8")
    assert align("check", ".", "--terms", "other.csv").out == "no findings\n"


def test_without_terms_it_says_so(align, memory):
    """Silence would look like praise."""
    done = align("check", memory)
    assert (done.code, done.out) == (0, "no findings\n")
    assert done.lines[0] == "align: no term base was given (--terms), so terms are not checked"


@pytest.mark.parametrize(("severity", "code"), [("note", 1), ("warning", 1), ("error", 0)])
def test_fail_on_decides_about_the_exit_code(align, memory, severity, code):
    """Findings of this severity or graver give 1; what is printed is the same."""
    done = align("check", memory, "--terms", "terms.csv", "--fail-on", severity)
    assert (done.code, done.out) == (code, align("check", memory, "--terms", "terms.csv").out)


def test_what_a_reader_says_is_said_once(align, desk):
    """A check goes through a file several times; its owner need not."""
    (desk / "a.po").write_text(
        'msgid ""\nmsgstr ""\n"Language: zh\\n"\n\nmsgid "progress"\nmsgstr "进步"\n\n#~ msgid "x"\n#~ msgstr "y"\n',
        encoding="utf-8",
    )
    done = align("check", "a.po", "--terms", "terms.csv")
    assert done.out.startswith("tu1:zh:0  warning  terms/unlisted")
    assert done.lines == [
        "align: a.po: X-Source-Language is not stated; taken as en, the custom of gettext",
        "align: warning: a.po: 1 obsolete messages were left out",
        "align: 1 findings in 1 units: 0 error, 1 warning, 0 note",
    ]


def test_nothing_found_is_clean(align, memory):
    """Whatever ``--fail-on`` says."""
    assert align("check", memory, "--fail-on", "note").code == 0


def test_json_for_machines(align, memory, desk):
    """Valid by the schema, with the signature of the file; the same on standard output and in a file."""
    done = align("check", memory, "--terms", "terms.csv", "--report", "json")
    report = json.loads(done.out)
    schema = json.loads(schema_path("findings.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(report)
    assert report["signature"] == str(read_header(memory).signature)
    assert align("check", memory, "--terms", "terms.csv", "--report", "json", "-o", "found.json").out == ""
    assert (desk / "found.json").read_text(encoding="utf-8") == done.out
    assert align("validate", "found.json").code == 0


def test_standard_input(align, memory):
    """Units may come in a pipe."""
    expected = align("check", memory, "--terms", "terms.csv").out
    assert align("check", "-", "--terms", "terms.csv", stdin=memory.read_bytes()).out == expected


def test_the_source_may_be_stated(align, memory):
    """In any spelling; then the other side is looked at: no Chinese term lacks its English one."""
    assert align("check", memory, "--terms", "terms.csv", "--source", "ZH").out == "no findings\n"
    assert "terms/unlisted" in align("check", memory, "--terms", "terms.csv", "--source", "EN").out


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
def test_bad_input(align, memory, desk, words, message):
    """Exit code 3 and one line."""
    (desk / "folder").mkdir()
    done = align("check", *words)
    assert (done.code, done.out, len(done.lines)) == (3, "", 1), done.said
    assert done.said.startswith(f"align: {message}")
    assert memory.is_file()


TMX_LINES = """\
<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="t" creationtoolversion="1" datatype="plaintext" segtype="sentence" adminlang="en" srclang="en" o-tmf="t"/>
<body>
<tu tuid="a"><prop type="document">old</prop><prop type="date">2014</prop>
<tuv xml:lang="en"><seg>progress was made</seg></tuv><tuv xml:lang="zh"><seg>有进步</seg></tuv></tu>
<tu tuid="b"><prop type="document">new</prop><prop type="date">2024-05</prop>
<tuv xml:lang="en"><seg>progress was made</seg></tuv><tuv xml:lang="zh"><seg>有进步</seg></tuv></tu>
<tu tuid="c"><tuv xml:lang="en"><seg>The conference.</seg></tuv><tuv xml:lang="zh"><seg>研讨。</seg></tuv></tu>
<tu tuid="d"><tuv xml:lang="en"><seg>The conference.</seg></tuv></tu>
</body>
</tmx>
"""
DATED = """\
concept,lang,text,status,valid_from,valid_to,authority
conference,en,conference,preferred,,,
conference,zh,会议,preferred,,,
progress,en,progress,preferred,,,
progress,zh,发展,preferred,2018,,Xinhua
progress,zh,进步,superseded,,2017,
"""


@pytest.fixture
def dated(desk):
    """A memory of two documents of different dates, and a term base with dates."""
    (desk / "dated.tmx").write_text(TMX_LINES, encoding="utf-8")
    (desk / "dated.csv").write_text(DATED, encoding="utf-8")
    return ("check", "dated.tmx", "--terms", "dated.csv")


def found(done):
    """Unit and rule of each finding in a report in JSON."""
    return [(one["unit_id"], one["rule"]) for one in json.loads(done.out)["findings"]]


def test_each_document_is_judged_by_its_own_date(align, dated):
    """From the properties of the units; the options are for those that do not say it."""
    done = align(*dated, "--report", "json")
    assert found(done) == [("b", "superseded"), ("c", "unlisted")]
    assert "align: 1 units have one language only; the 1 terms in them have nothing to be compared with" in done.lines


def test_a_date_that_is_none(align, dated):
    """Exit code 2, before anything is read."""
    done = align(*dated, "--date", "yesterday")
    assert (done.code, done.out) == (2, "")
    assert done.said == ("align: --date: 'yesterday' is no date; write a year, a month or a day, such as 2023-12-28\n")


def test_what_is_selected_and_ignored(align, dated):
    """By check and by rule; in one option or in several."""
    assert found(align(*dated, "--report", "json", "--select", "terms/unlisted")) == [("c", "unlisted")]
    assert found(align(*dated, "--report", "json", "--ignore", "terms/unlisted,consistency")) == [("b", "superseded")]
    assert found(align(*dated, "--report", "json", "--ignore", "terms")) == []
    done = align(*dated, "--select", "terms/mising")
    assert (done.code, done.said) == (
        2,
        "align: no check or rule named 'terms/mising'; did you mean 'terms/missing'?\n",
    )


def test_only_what_is_new_fails(align, dated, desk):
    """The baseline is an earlier report; what is there still, and what is gone, is counted."""
    assert align(*dated, "--report", "json", "--select", "terms/unlisted", "-o", "base.json").code == 0
    done = align(*dated, "--baseline", "base.json", "--report", "json", "--fail-on", "warning")
    assert (done.code, found(done)) == (1, [("b", "superseded")])
    assert "align: 1 findings of the baseline are there still, 0 are gone" in done.lines
    assert align(*dated, "--report", "json", "-o", "base.json").code == 0
    again = align(*dated, "--baseline", "base.json", "--fail-on", "note")
    assert (again.code, again.out) == (0, "no findings\n")
    (desk / "base.json").write_text("{", encoding="utf-8")
    assert align(*dated, "--baseline", "base.json").code == 3


def test_a_finding_is_accepted_for_good(align, dated, desk, monkeypatch):
    """Beside the term base; what is accepted is counted, and what is not needed any more is told with its line."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    (first, second) = json.loads(align(*dated, "--report", "json").out)["findings"]
    done = align(*dated, "--accept", first["fingerprint"], "--reason", "a quotation", "--by", "R.")
    assert (done.code, done.out) == (0, "")
    assert done.lines[-1] == "align: terms.accepted.toml: 1 added"
    text = (desk / "terms.accepted.toml").read_text(encoding="utf-8")
    assert 'source = "progress was made"\ntarget = "有进步"\n' in text
    assert "date = 2023-11-14" in text
    rest = align(*dated, "--report", "json", "--fail-on", "warning")
    assert (rest.code, found(rest)) == (1, [("c", "unlisted")])
    assert "align: 1 findings are accepted in terms.accepted.toml" in rest.lines
    done = align(
        *dated, "--accept", second["fingerprint"], "--accept", first["fingerprint"], "--reason", "r", "--by", "R."
    )
    assert done.lines[-1] == "align: terms.accepted.toml: 1 added, 1 accepted before"
    assert align(*dated, "--fail-on", "note").code == 0
    (desk / "dated.tmx").write_text(TMX_LINES.replace("研讨", "会议"), encoding="utf-8")
    told = align(*dated).lines[-1]
    assert told == (
        "align: terms.accepted.toml: no finding here has the entries in the lines 16; delete them if no other text has them"
    )
    told = align(*dated, "--accepted", "terms.accepted.toml").lines[-1]
    assert told == (
        f"align: terms.accepted.toml:16: no finding has the fingerprint {second['fingerprint']} (r); delete the entry"
    )
    assert align(*dated, "--select", "terms/superseded").lines[-1].endswith("are accepted in terms.accepted.toml")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--accept", "0" * 16], 2, "--accept needs --reason and --by"),
        (["--reason", "r"], 2, "--reason belongs to --accept"),
        (["--by", "r"], 2, "--by belongs to --accept and --accept-from"),
        (["--accept-from", "f.xlsx"], 2, "--accept-from needs --by"),
        (["--accept-from", "none.xlsx", "--by", "n"], 3, "none.xlsx: cannot be read: No such file"),
        (["--accept-from", "dated.csv", "--by", "n"], 3, "dated.csv: "),
        (["--accept", "0" * 16, "--reason", "r", "--by", "n"], 2, "no finding named '0000000000000000'; "),
        (["--accepted", "none.toml"], 3, "none.toml: cannot be read: No such file"),
        (["--accepted", "dated.csv"], 3, "dated.csv:1: is not valid TOML"),
        (["--report", "sariff"], 2, "no report named 'sariff'; did you mean 'sarif'?"),
    ],
)
def test_bad_calls(align, dated, words, code, message):
    """One line and its exit code."""
    done = align(*dated, *words)
    assert (done.code, done.out) == (code, "")
    assert done.lines[-1].startswith(f"align: {message}")


def test_the_lines_of_units_are_in_the_reports_for_machines(align, dated):
    """So that a code host can show the finding beside the file."""
    log = json.loads(align(*dated, "--report", "sarif").out)
    places = [result["locations"][0]["physicalLocation"] for result in log["runs"][0]["results"]]
    assert [place["artifactLocation"]["uri"] for place in places] == ["dated.tmx", "dated.tmx"]
    assert [place["region"]["startLine"] for place in places] == [7, 9]
    assert 'line="9"' in align(*dated, "--report", "junit").out


def test_a_finding_in_a_corpus_is_located_in_the_text(align, desk):
    """In the file that the span lies in, which is what a translator corrects."""
    log = json.loads(align("check", ".", "--report", "sarif").out)
    (result,) = log["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    line = (desk / "zh.txt").read_text(encoding="utf-8").split("\n")[place["region"]["startLine"] - 1]
    assert place["artifactLocation"]["uri"] == "zh.txt"
    assert "进步" in line


def test_a_workbook_goes_into_a_file(align, dated, desk):
    """And through a pipe as well, for it is no terminal."""
    assert align(*dated, "--report", "xlsx", "-o", "f.xlsx").code == 0
    assert (desk / "f.xlsx").read_bytes().startswith(b"PK")
    assert align(*dated, "--report", "xlsx").data.startswith(b"PK")


def test_a_manifest_names_the_accepted_findings(align, desk):
    """A build leaves them out, too, and is made again when they change."""
    (first,) = json.loads(align("check", ".", "--report", "json").out)["findings"]
    call = ("check", ".", "--accepted", "ok.toml", "--accept", first["fingerprint"], "--reason", "r", "--by", "n")
    assert align(*call).code == 0
    manifest = (desk / "corpus.toml").read_text(encoding="utf-8")
    assert align("build", ".", "-o", "out").code == 0
    assert len(json.loads((desk / "out/findings.json").read_text(encoding="utf-8"))["findings"]) == 1
    (desk / "corpus.toml").write_text(
        manifest.replace('base = "terms.csv"', 'base = "terms.csv"\naccepted = "ok.toml"'), encoding="utf-8"
    )
    assert align("check", ".").out == "no findings\n"
    done = align("build", ".", "-o", "out")
    assert "1 accepted" in done.said
    assert json.loads((desk / "out/findings.json").read_text(encoding="utf-8"))["findings"] == []


def test_findings_of_a_file_are_put_out_while_it_is_read(align, dated, desk):
    """What was found before a mistake in the file has been shown."""
    broken = TMX_LINES.replace('<tu tuid="d">', "<tu").replace("研讨", "会议")
    (desk / "dated.tmx").write_text(broken, encoding="utf-8")
    done = align(*dated, "--checks", "terms", "--jobs", "1")
    assert done.code == 3
    assert done.out.startswith("b:zh:1  warning  terms/superseded")


@pytest.mark.usefixtures("dated")
def test_several_files_are_documents_of_one_run(align, desk):
    """Units are told apart by the names of their files; what is said in one is compared with the other."""
    two = TMX_LINES.replace('<prop type="document">old</prop>', "").replace('<prop type="document">new</prop>', "")
    (desk / "two.tmx").write_text(two.replace("研讨", "会议"), encoding="utf-8")
    (desk / "one.tmx").write_text(two, encoding="utf-8")
    done = align("check", "one.tmx", "two.tmx", "--terms", "dated.csv", "--report", "json")
    assert found(done) == [
        ("one.tmx:b", "superseded"),
        ("one.tmx:c", "unlisted"),
        ("two.tmx:b", "superseded"),
        ("two.tmx:c", "same-source-across"),
    ]
    assert {one["document"] for one in json.loads(done.out)["findings"]} == {"one.tmx", "two.tmx"}
    log = json.loads(align("check", "one.tmx", "two.tmx", "--terms", "dated.csv", "--report", "sarif").out)
    place = log["runs"][0]["results"][2]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "two.tmx"}, "region": {"startLine": 7}}


@pytest.mark.usefixtures("dated")
def test_files_that_do_not_go_together(align, desk):
    """Of different source languages, or a corpus beside a file."""
    (desk / "other.tmx").write_text(TMX_LINES.replace('srclang="en"', 'srclang="zh"'), encoding="utf-8")
    done = align("check", "dated.tmx", "other.tmx", "--terms", "dated.csv")
    assert (done.code, done.out) == (2, "")
    assert done.lines[-1] == (
        "align: the files have different source languages (dated.tmx: en, other.tmx: zh); check them one by one"
    )
    done = align("check", "dated.tmx", ".")
    assert (done.code, done.lines[-1]) == (2, "align: . is a corpus of its own; check it alone")


def test_a_reviser_accepts_in_the_workbook(align, dated, desk):
    """A decision and a reason a row; a finding that is gone is counted, and a reason is needed."""
    assert align(*dated, "--report", "xlsx", "-o", "f.xlsx").code == 0
    book = openpyxl.load_workbook(desk / "f.xlsx")
    sheet = book["findings"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns["decision"], "Accept")
    book.save(desk / "f.xlsx")
    done = align(*dated, "--accept-from", "f.xlsx", "--by", "R.")
    assert (done.code, done.said) == (
        3,
        "align: f.xlsx:2: a finding is accepted without a reason; write why it is right\n",
    )
    sheet.cell(2, columns["reason"], "a quotation")
    sheet.cell(3, columns["decision"], "correct")
    sheet.append({columns["decision"]: "accept", columns["reason"]: "r", columns["fingerprint"]: "0" * 16})
    book.save(desk / "f.xlsx")
    book.close()
    done = align(*dated, "--accept-from", "f.xlsx", "--by", "R.")
    assert (done.code, done.lines[-1]) == (0, "align: terms.accepted.toml: 1 added, 1 gone")
    assert found(align(*dated, "--report", "json")) == [("c", "unlisted")]


@pytest.mark.parametrize("name", ["memory.tmx", "corpus.toml"])
def test_a_term_base_for_other_languages(align, memory, desk, name):
    """Is refused, with its languages and those of the corpus; one language in common is enough to go on."""
    assert memory
    (desk / "other.csv").write_text("concept,lang,text\na,de,Lampe\na,it,lampada\n", encoding="utf-8")
    done = align("check", name, "--terms", "other.csv")
    assert (done.code, done.out) == (3, "")
    assert done.lines[-1].startswith(
        "align: other.csv: the term base has no term in the languages of the corpus: it has de, it, the corpus "
    )
    (desk / "other.csv").write_text("concept,lang,text\na,de,Lampe\na,en-GB,lamp\n", encoding="utf-8")
    assert align("check", name, "--terms", "other.csv").code == 0
