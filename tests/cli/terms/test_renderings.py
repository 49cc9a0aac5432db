"""``align terms renderings``."""

from __future__ import annotations

import json

import jsonschema
import pytest

from align.resources import schema_path


def test_a_corpus_folder_has_its_terms_and_dates(align, desk):
    """Concepts of its term base, in the texts of its manifest, on its date."""
    done = align("terms", "renderings", ".")
    assert done.code == 0
    assert "conference  conference" in done.out
    assert "会议  [preferred]  2024-01-31" in done.out
    assert "[conference]" in done.out
    assert done.lines[-1].startswith("align: 2 concepts in ")
    assert desk.is_dir()


def test_a_memory_needs_a_term_base(align, memory):
    """And says so; its units have no date, which is said, too."""
    done = align("terms", "renderings", memory)
    assert done.code == 2
    assert done.lines == ["align: renderings of concepts need a term base; give it with --terms"]
    done = align("terms", "renderings", memory, "--terms", "terms.csv", "--concept", "conference")
    assert done.code == 0
    assert "progress" not in done.out
    assert any("have no date" in line for line in done.lines)


def test_several_corpora_are_one(align, desk, memory):
    """Documents are told apart by the names of their files."""
    (desk / "second.tmx").write_bytes((desk / "memory.tmx").read_bytes())
    report = align("-q", "terms", "renderings", "memory.tmx", "second.tmx", "--terms", "terms.csv", "--report", "json")
    documents = json.loads(report.out)["concepts"][0]["languages"][0]["renderings"][0]["documents"]
    assert {one["document"] for one in documents} == {"memory", "second"}
    assert memory.name == "memory.tmx"


def test_json_follows_its_schema(align, desk):
    """From the command line, too."""
    report = json.loads(align("-q", "terms", "renderings", ".", "--report", "json").out)
    schema = json.loads(schema_path("renderings.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema, cls=jsonschema.Draft202012Validator)
    assert desk.is_dir()


@pytest.mark.parametrize(("report", "begin"), [("html", b"<!doctype html>"), ("xlsx", b"PK")])
def test_files_are_written(align, desk, report, begin):
    """To a file, or to standard output; the same bytes."""
    done = align("terms", "renderings", ".", "--report", report, "-o", f"out.{report}")
    assert (done.code, done.out) == (0, "")
    data = (desk / f"out.{report}").read_bytes()
    assert data.startswith(begin)
    assert align("terms", "renderings", ".", "--report", report, "-o", "-").data == data


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 2, "name a corpus: a folder with a corpus.toml, or a file of translation units"),
        ((".", "--concept", "conferense"), 2, "no concept named 'conferense'; did you mean 'conference'?"),
        ((".", "--target", "fr"), 2, "no unit has the language 'fr'; the units have en, zh"),
        ((".", "--source", "xx-yy-zz"), 2, "--source: 'xx-yy-zz' is not a language tag"),
        (("nothing.tmx", "--terms", "terms.csv"), 3, "nothing.tmx"),
    ],
)
def test_bad_calls_are_one_clear_line(align, desk, words, code, message):
    """With the exit code of a wrong call or of an input that cannot be read."""
    done = align("terms", "renderings", *words)
    assert (done.code, done.out) == (code, "")
    assert message in done.lines[-1]
    assert desk.is_dir()
