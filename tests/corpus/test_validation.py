"""What a corpus consists of is held against its schemas."""

from __future__ import annotations

import copy
import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.corpus.build import build
from align.corpus.validation import problems_of
from align.errors import InputError, UnknownNameError
from align.resources import schema_path

FINDING = {
    "check": "terms",
    "rule": "missing",
    "severity": "warning",
    "message": "m",
    "unit_id": "u1",
    "lang": "en",
    "start": 0,
    "end": 4,
    "expected": ["x"],
    "found": "",
    "concept": None,
    "variant": None,
    "document": None,
    "fingerprint": "0123456789abcdef",
}
REPORT = {
    "signature": "align:0.1",
    "counts": {"note": 0, "warning": 1, "error": 0},
    "by_check": {"terms": 1},
    "findings": [FINDING],
}
DAMAGES = [
    (("counts", "warning"), -1, "counts.warning: -1 is less than 0"),
    (("counts", "warning"), True, "counts.warning: True is not of the type integer"),
    (("counts", "fatal"), 1, "counts: unknown key 'fatal'"),
    (("by_check", "terms"), 0, "by_check.terms: 0 is less than 1"),
    (("findings",), {}, "findings: {} is not of the type array"),
    (("findings", 0, "severity"), "grave", "findings[0].severity: 'grave' is not one of note, warning, error"),
    (("findings", 0, "check"), "", "findings[0].check: is empty"),
    (("findings", 0, "concept"), 3, "findings[0].concept: 3 is not of the type string or null"),
    (("findings", 0, "expected"), ["x", 1], "findings[0].expected[1]: 1 is not of the type string"),
    (("findings", 0, "xyzzy"), 1, "findings[0]: unknown key 'xyzzy'"),
    (("xyzzy",), 1, "unknown key 'xyzzy'"),
]


def written(folder, value):
    """A file with this JSON."""
    path = folder / "findings.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def changed(place, value):
    """The report with one value changed."""
    report = copy.deepcopy(REPORT)
    inner = report
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return report


def test_findings_that_are_right(tmp_path):
    """Have no problems."""
    assert problems_of(written(tmp_path, REPORT)) == []


@pytest.mark.parametrize(("place", "value", "message"), DAMAGES)
def test_what_is_wrong_with_findings(tmp_path, place, value, message):
    """Is told with its place in the file."""
    assert [problem.message for problem in problems_of(written(tmp_path, changed(place, value)))] == [message]


def test_a_missing_key(tmp_path):
    """Is named."""
    value = {key: REPORT[key] for key in REPORT if key != "signature"}
    assert [problem.message for problem in problems_of(written(tmp_path, value))] == ["the key 'signature' is missing"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.text(max_size=2) | st.sampled_from(["note", "error"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*FINDING, *REPORT, "z"]), inner, max_size=3)
    ),
    max_leaves=4,
)
PLACES = (
    [(key,) for key in REPORT] + [("findings", 0, key) for key in FINDING] + [("counts", "note"), ("by_check", "x")]
)


@settings(max_examples=200)
@given(place=st.sampled_from(PLACES), value=JSON)
def test_our_reading_of_the_schema_is_that_of_jsonschema(tmp_path_factory, place, value):
    """Whatever is put in the place of a value: both accept it, or both do not."""
    report = changed(place, value)
    schema = json.loads(schema_path("findings.schema.json").read_text(encoding="utf-8"))
    path = written(tmp_path_factory.mktemp("json"), report)
    assert (problems_of(path) == []) is jsonschema.Draft202012Validator(schema).is_valid(report)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"{\n  oops\n}", 2, "Expecting property name"),
        (b"", 1, "Expecting value"),
        (b'"\xff"', None, "is not UTF-8"),
        (b"[" * 100_000, None, "nested too deeply"),
        (b"[1, 2]", None, "is not of the type object"),
    ],
)
def test_what_is_no_json_or_no_report(tmp_path, content, line, message):
    """Is one problem, with its line where there is one."""
    path = tmp_path / "findings.json"
    path.write_bytes(content)
    (problem,) = problems_of(path)
    assert problem.line == line
    assert message in problem.message


def test_problems_are_told_up_to_a_limit(tmp_path):
    """A file with ten thousand wrong findings does not give ten thousand lines."""
    assert len(problems_of(written(tmp_path, REPORT | {"findings": [{}] * 10_000}))) == 100


def test_a_manifest_that_is_wrong(edit):
    """Is a problem with its line, by the name of the folder and of the file."""
    folder = edit("title =", "tilte =")
    for path in (folder, folder / "corpus.toml"):
        (problem,) = problems_of(path)
        assert (problem.line, problem.rule) == (3, "manifest")
        assert "did you mean 'title'?" in str(problem)


def test_a_manifest_that_is_right(corpus):
    """Has none."""
    assert problems_of(corpus) == []


@pytest.mark.parametrize("name", ["none.json", "none.toml", "none.tmx", "folder"])
def test_what_cannot_be_read_is_no_problem_but_an_error(tmp_path, name):
    """So that the exit code tells them apart."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError):
        problems_of(tmp_path / name)


def test_tables(corpus, tmp_path):
    """Of beads and of units; a damaged one, and one with other columns, are told."""
    out = tmp_path / "out"
    build(corpus, out=out)
    for name in ("beads.parquet", "units.parquet"):
        path = out / name
        assert problems_of(path) == []
        path.write_bytes(path.read_bytes()[:200])
        assert len(problems_of(path)) == 1


def test_a_format_can_be_named(corpus, tmp_path):
    """Then the suffix does not count; an unknown name is refused."""
    out = tmp_path / "out"
    build(corpus, out=out)
    path = (out / "small.tmx").rename(out / "small.json")
    assert problems_of(path, format="tmx") == []
    assert problems_of(path) != []
    with pytest.raises(UnknownNameError, match="did you mean 'tmx'"):
        problems_of(path, format="tmxx")


def test_accepted_findings_are_no_manifest(tmp_path):
    """They are known by the end of their name, and a mistake in them is a problem with its line."""
    path = tmp_path / "terms.accepted.toml"
    path.write_text('[[accepted]]\nfingerprint = "0123456789abcdef"\nreason = "r"\nname = "n"\n', encoding="utf-8")
    assert problems_of(path) == []
    path.write_text('\n[[accepted]]\nfingerprint = "0123456789abcdef"\n', encoding="utf-8")
    (problem,) = problems_of(path)
    assert (problem.line, problem.rule) == (2, "accepted findings")
    assert problem.message.startswith("the key 'reason' is missing or empty")
