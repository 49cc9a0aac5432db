"""``align terms``."""

from __future__ import annotations

import json

import jsonschema
import pytest

from align.resources import schema_path
from align.termbases.files import read_termbase

HOUSE = """\
concept,lang,text,status,subject
lamp,en,lamp,preferred,light
lamp,fr,lampe,preferred,
cat,en,cat,preferred,
"""
CLIENT = """\
concept,lang,text,status,subject
lamp,en,lamp,deprecated,light
lamp,en,light,preferred,
lamp,de,Lampe,preferred,
K1,en,cat,preferred,
K1,de,Katze,preferred,
"""


@pytest.fixture
def terms(desk):
    """Two term bases that contradict each other, and one with every fault."""
    (desk / "house.csv").write_text(HOUSE, encoding="utf-8")
    (desk / "client.csv").write_text(CLIENT, encoding="utf-8")
    return desk


def test_the_commands_are_listed(align):
    """With a line each, and an example."""
    done = align("terms", "--help")
    assert done.code == 0
    assert all(name in done.out for name in ("validate", "merge", "diff", "convert", "Examples"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["valdate", "x.csv"], "align: no command named 'valdate'; did you mean 'validate'?"),
        (["convert", "house.csv", "x.tbxx"], "no format of term bases has the suffix '.tbxx'; did you mean .tbx?"),
        (["convert", "house.csv", "x.csv", "--to", "tbx1"], "no term base format named 'tbx1'; did you mean 'tbx'?"),
        (["convert", "house.csv", "-"], "name the format of the output with --to"),
        (["convert", "client.csv", "x.utf8", "--langs", "en"], "omegat holds one pair of languages"),
        (["convert", "house.csv", "x.tbx", "--langs", "it"], "the term base has no term in it; it has en, fr"),
        (["convert", "house.csv", "x.tbx", "--status", "good"], "no status named 'good'"),
        (["convert", "house.csv", "x.tbx", "--column", "B"], "--column takes NAME=MEANING"),
        (["convert", "house.csv", "x.tbx", "--column", "Z=fr"], "there is no column 'Z'; the columns are 'concept'"),
        (["convert", "house.csv", "x.tbx", "--column", "text=q q"], "is neither a language tag"),
        (["merge", "house.csv", "-o", "x.csv"], "name two term bases or more"),
    ],
)
def test_a_wrong_call(align, terms, words, message):
    """Exit code 2 and one line."""
    done = align("terms", *words)
    assert (done.code, len(done.lines)) == (2, 1), done.said
    assert message in done.said
    assert not list(terms.glob("x.*"))


@pytest.mark.parametrize("command", [["validate"], ["convert", "x.tbx"], ["diff", "house.csv"], ["merge", "house.csv"]])
@pytest.mark.usefixtures("terms")
def test_a_file_that_cannot_be_read(align, command):
    """Exit code 3 and one line."""
    verb, *others = command
    words = [verb, "none.csv", *others, *(["-o", "x.csv"] if verb == "merge" else [])]
    done = align("-q", "terms", *words)
    assert (done.code, done.lines) == (3, ["align: none.csv: no such file; check the name and the folder"])


def test_validate_finds_everything_at_once(align, terms):
    """Each problem is a line with its place, rule and remedy; the exit code is 1."""
    (terms / "bad.csv").write_text(
        "concept,lang,text,status,valid_from,valid_to,broader,abbreviation_of\n"
        "a,en,lamp,prefered,,,,\n"
        "a,en,light,preferred,2019,2018,b,\n"
        "b,en,light,preferred,03.04.2018,,a,\n"
        "b,en,x,preferred,,,,\n"
        "b,en,CSF,admitted,,,,common shared future\n"
        "b,fr,y1,admitted,,,,\n"
        "c,english!,lamp,preferred,,,,\n",
        encoding="utf-8",
    )
    done = align("terms", "validate", "bad.csv", "house.csv")
    assert done.code == 1
    assert [line.split(":")[1] for line in done.out.splitlines()] == ["2", "3", "4", "4", "5", "6", "7", "8"]
    assert done.out.splitlines()[:2] == [
        "bad.csv:2: unknown status 'prefered' (value); did you mean 'preferred'?",
        "bad.csv:3: 'light' is valid from 2019 but only to 2018 (dates in order); turn the dates round",
    ]
    rules = [line.rpartition("(")[2].partition(")")[0] for line in done.out.splitlines()]
    assert rules == [
        "value",
        "dates in order",
        "date",
        "broader",
        "one character",
        "long form",
        "preferred missing",
        "language",
    ]
    assert done.lines == [
        "align: bad.csv: 2 concepts, 4 terms, 8 problems",
        "align: house.csv: 2 concepts, 3 terms, 0 problems",
    ]


def test_validate_for_machines(align, terms):
    """JSON with the same problems; exit code 0 if there is none."""
    done = align("-q", "terms", "validate", "house.csv", "--report", "json")
    assert (done.code, json.loads(done.out), done.said) == (0, {"problems": []}, "")
    (terms / "bad.csv").write_text("concept,lang,text\na,en,x\n", encoding="utf-8")
    done = align("-q", "terms", "validate", "bad.csv", "--report", "json")
    assert done.code == 1
    assert json.loads(done.out)["problems"] == [
        {
            "path": "bad.csv",
            "line": 2,
            "column": None,
            "rule": "one character",
            "message": "'x' (en) is a single character, which is found inside other words",
            "remedy": "write the word that it is part of, or remove it",
        }
    ]


@pytest.mark.usefixtures("terms")
def test_validate_reads_standard_input(align):
    """And says so in the messages."""
    done = align("terms", "validate", "-", stdin=HOUSE.encode())
    assert (done.code, done.lines) == (0, ["align: <stdin>: 2 concepts, 3 terms, 0 problems"])


@pytest.mark.usefixtures("terms")
def test_diff(align):
    """Exit code 0 without a difference, whatever the formats; 1 with one."""
    assert align("-q", "terms", "convert", "house.csv", "house.tbx").code == 0
    done = align("terms", "diff", "house.csv", "house.tbx")
    assert (done.code, done.out, done.lines) == (0, "", ["align: no difference"])
    done = align("terms", "diff", "house.csv", "client.csv")
    assert (done.code, done.lines) == (1, ["align: 5 added, 3 removed, 1 changed"])
    assert done.out.splitlines() == [
        "~ lamp: 'lamp' (en): status: 'preferred' -> 'deprecated'",
        "- lamp: 'lampe' (fr)",
        "+ lamp: 'light' (en)",
        "+ lamp: 'Lampe' (de)",
        "- cat (concept)",
        "- cat: 'cat' (en)",
        "+ K1 (concept)",
        "+ K1: 'cat' (en)",
        "+ K1: 'Katze' (de)",
    ]
    changes = json.loads(align("-q", "terms", "diff", "house.csv", "client.csv", "--report", "json").out)["changes"]
    assert changes[0] == {
        "kind": "changed",
        "concept": "lamp",
        "lang": "en",
        "text": "lamp",
        "field": "status",
        "old": "preferred",
        "new": "deprecated",
    }


def test_merge_shows_conflicts_and_writes_nothing(align, terms):
    """Unless it is said who is right."""
    done = align("terms", "merge", "house.csv", "client.csv", "-o", "all.csv")
    assert done.code == 1
    assert done.lines == [
        "align: lamp: status of 'lamp' (en): 'preferred' in house.csv, 'deprecated' in client.csv",
        "align: lamp: preferred term in en: 'lamp' in house.csv, 'light' in client.csv",
        "align: 2 conflicts; nothing was written; correct the files, or use --prefer first or last",
    ]
    assert not (terms / "all.csv").exists()


@pytest.mark.parametrize(
    ("prefer", "statuses"),
    [
        ("first", {"lamp": "preferred", "light": "admitted"}),
        ("last", {"lamp": "deprecated", "light": "preferred"}),
    ],
)
def test_merge_by_preference_and_by_terms(align, terms, prefer, statuses):
    """The result has what the preferred file says, and concepts that share a term are one."""
    done = align("terms", "merge", "house.csv", "client.csv", "-o", "all.csv", "--by-terms", "--prefer", prefer)
    assert done.code == 0
    assert "align: K1 went into cat, with which it shares a term" in done.lines
    lamp, cat = read_termbase(terms / "all.csv").concepts
    assert {term.text: term.status for term in lamp.terms_in("en")} == statuses
    assert [term.text for term in cat.terms] == ["cat", "Katze"]
    assert align("terms", "validate", "all.csv").code == 0


def test_convert_says_what_is_lost(align, terms):
    """Or writes nothing, if that is not to be."""
    (terms / "full.csv").write_text(
        "concept,lang,text,status,valid_from\na,en,lamp,preferred,March 2018\na,fr,lampe,,\na,de,Lampe,,\n",
        encoding="utf-8",
    )
    done = align("terms", "convert", "full.csv", "g.utf8", "--langs", "en:fr")
    assert done.code == 0
    assert done.lines == [
        "align: warning: g.utf8: omegat cannot keep ids of concepts (1), valid_from (1)",
        "align: 1 concepts with 2 terms in en, fr -> g.utf8",
    ]
    assert (terms / "g.utf8").read_text(encoding="utf-8").splitlines()[1:] == ["# languages: en fr", "lamp\tlampe"]
    done = align("terms", "convert", "full.csv", "h.utf8", "--langs", "en:fr", "--on-loss", "error")
    assert (done.code, done.lines) == (
        3,
        ["align: omegat cannot keep ids of concepts (1), valid_from (1); nothing was written"],
    )
    assert not (terms / "h.utf8").exists()


def test_convert_is_told_what_columns_are(align, terms):
    """In both ways, and says what it understood."""
    (terms / "sheet.csv").write_text("English;Spalte B;Datum\nlamp;lampe;gestern\n", encoding="utf-8")
    done = align("terms", "convert", "sheet.csv", "x.csv")
    assert done.code == 3
    assert "column 'Spalte B' is neither a language" in done.said
    assert "--column 'Spalte B=fr'" in done.said
    done = align("terms", "convert", "sheet.csv", "x.csv", "--column", "Spalte B=fr", "--ignore-column", "C")
    assert done.code == 0
    assert done.lines[0] == (
        "align: sheet.csv: line 1 names the columns: A 'English' = en, B 'Spalte B' = fr, C 'Datum' = left out"
    )
    (concept,) = read_termbase(terms / "x.csv").concepts
    assert [(term.lang, term.text) for term in concept.terms] == [("en", "lamp"), ("fr", "lampe")]


@pytest.mark.usefixtures("terms")
def test_convert_from_standard_input_to_standard_output(align):
    """Like any filter."""
    done = align("-q", "terms", "convert", "-", "-", "--to", "tsv", "--langs", "en", stdin=HOUSE.encode())
    assert done.code == 0
    assert (
        done.out.splitlines()
        == [
            "concept\tlang\ttext\tstatus\tsubject",
            "lamp\ten\tlamp\tpreferred\tlight",
            "cat\ten\tcat\tpreferred",
        ]
        or done.out.splitlines()[2] == "cat\ten\tcat\tpreferred\t"
    )


def test_align_validate_checks_tbx(align, terms):
    """By our schema and the rules of its dialect."""
    assert align("-q", "terms", "convert", "house.csv", "house.tbx").code == 0
    assert align("validate", "house.tbx").lines == ["align: house.tbx: valid"]
    text = (terms / "house.tbx").read_text(encoding="utf-8")
    (terms / "bad.tbx").write_text(text.replace("preferredTerm-admn-sts", "good", 1), encoding="utf-8")
    done = align("validate", "bad.tbx")
    assert done.code == 1
    assert done.out.startswith("bad.tbx:")
    assert "unknown status 'good'" in done.out


def test_tables_without_ids(align, terms):
    """Their concepts are found by the terms that they share, never by their position."""
    (terms / "one.csv").write_text("English,French\nlamp,lampe\ncat,chat\n", encoding="utf-8")
    (terms / "two.csv").write_text("English,French\ncat,chat|minet\nlamp,lampe\n", encoding="utf-8")
    done = align("-q", "terms", "diff", "one.csv", "two.csv")
    assert (done.code, done.out) == (1, "+ concept-2: 'minet' (fr)\n")
    done = align("-q", "terms", "merge", "one.csv", "two.csv", "-o", "x.csv")
    assert (done.code, done.lines) == (
        2,
        ["align: one.csv has no ids of concepts; join by the terms that they share: --by-terms"],
    )
    assert align("-q", "terms", "merge", "one.csv", "two.csv", "-o", "x.csv", "--by-terms").code == 0
    joined = read_termbase(terms / "x.csv").concepts
    assert [(concept.id, [term.text for term in concept.terms]) for concept in joined] == [
        ("one-1", ["lamp", "lampe"]),
        ("one-2", ["cat", "chat", "minet"]),
    ]


def test_glossaries_that_do_not_say_their_languages(align, terms):
    """Are told them, by every command."""
    (terms / "g.txt").write_text("lamp\tlampe\ncat\tchat\n", encoding="utf-8")
    assert align("terms", "validate", "g.txt").code == 2
    assert align("-q", "terms", "validate", "g.txt", "--langs", "en:fr").code == 0
    assert align("-q", "terms", "diff", "g.txt", "g.txt", "--langs", "en:fr").code == 0
    words = ["terms", "merge", "g.txt", "house.csv", "-o", "x.csv", "--by-terms", "--langs", "en:fr"]
    assert align("-q", *words).code == 0
    assert [concept.id for concept in read_termbase(terms / "x.csv").concepts] == ["g-1", "g-2"]


@pytest.mark.parametrize(
    ("schema", "words", "bad"),
    [
        (
            "termbase-problems.schema.json",
            ["validate", "client.csv", "bad.csv"],
            [("line", 0), ("rule", ""), ("message", None), ("colour", "red")],
        ),
        (
            "termbase-changes.schema.json",
            ["diff", "house.csv", "client.csv"],
            [("kind", "moved"), ("concept", ""), ("field", None), ("colour", "red")],
        ),
    ],
)
def test_the_schemas_of_reports_tell_good_from_bad(align, terms, schema, words, bad):
    """What is written is valid; each of these is not."""
    (terms / "bad.csv").write_text("concept,lang,text\na,en,x\na,en,lamp\na,en,lamp\n", encoding="utf-8")
    rules = json.loads(schema_path(schema).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(rules)
    validator = jsonschema.Draft202012Validator(rules)
    report = json.loads(align("-q", "terms", *words, "--report", "json").out)
    validator.validate(report)
    (name,) = report
    assert report[name]
    for field, value in bad:
        assert not validator.is_valid({name: [report[name][0] | {field: value}]}), field
        assert not validator.is_valid({name: [], "more": 1})
