"""``align check``."""

from __future__ import annotations

import json

import jsonschema
import pytest

from align.pipeline import read_header
from align.resources import schema_path


def test_a_memory_without_a_manifest(align, memory):
    """The source language is that of the file; a concept without an allowed rendering is found."""
    done = align("check", memory, "--terms", "terms.csv")
    assert done.code == 0
    assert "warning  terms/missing" in done.out
    assert "has no listed rendering in zh; expected “发展”" in done.out
    assert done.lines[-1].startswith("align: 1 findings in ")


def test_a_corpus_uses_its_own_terms(align, desk):
    """By the name of its folder or its manifest; ``--terms`` puts others in their place."""
    expected = align("check", ".").out
    assert "terms/missing" in expected
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
def test_bad_input(align, memory, desk, words, message):
    """Exit code 3 and one line."""
    (desk / "folder").mkdir()
    done = align("check", *words)
    assert (done.code, done.out, len(done.lines)) == (3, "", 1), done.said
    assert done.said.startswith(f"align: {message}")
    assert memory.is_file()
