from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from align.formats._xml import parse, schema_problems
from align.formats.tei import TextHeader, write_alignment, write_corpus, write_text
from align.formats.tmx import TmxFormat
from align.formats.xces import XcesFormat
from align.formats.xliff import Xliff2Format, XliffFormat
from align.resources import schema_path
from align.selection import in_languages

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from align.formats import UnitHeader
    from align.model import Alignment, TranslationUnit

SCHEMAS = (
    "align-tmx",
    "align-tei-text",
    "align-tei-alignment",
    "align-tei-corpus",
    "align-xces",
    "align-xliff-1.2",
    "align-xliff-2.1",
)
FAULTS = {
    "align-tmx": [
        ('version="1.4"', 'version="1.4b"'),
        ('segtype="sentence"', 'segtype="clause"'),
        (' srclang="en"', ""),
        ('srclang="en"', 'srclang="e n"'),
        ('creationdate="20231228T000000Z"', 'creationdate="2023-12-28"'),
        ('<prop type="x-project">', "<prop>"),
        ("<seg>", '<seg xml:space="preserve">'),
        ("</seg>", "<b/></seg>"),
        ("</seg>", "</seg><note>late</note>"),
        ("</header>", "</header><header/>"),
    ],
    "align-tei-text": [
        (' xml:id="r.en"', ""),
        (' xml:space="preserve"', ""),
        ("<p><s", "<p><hi/><s"),
        ("<s xml:id", "<s id"),
        ('when="2024-01-02"', 'when="in January"'),
        ("<title>", "<title/><title>"),
        ("<profileDesc>", "<profileDesc/><profileDesc>"),
        ("<publisher>Lab</publisher>", ""),
    ],
    "align-tei-alignment": [
        ('subtype="auto"', 'subtype="perhaps"'),
        ('cert="0.5"', 'cert="1.5"'),
        ('type="1-1"', 'type="1-0"'),
        ('type="0-1"', 'type="1-1"'),
        ('target="zh:s1 en:s1"', 'target="zh:s1"'),
        ('target="zh:s2 zh:s3"', 'target="zh:s2"'),
        ('targFunc="source target"', 'targFunc="source"'),
        (' n="0"', ""),
    ],
    "align-xliff-1.2": [
        ('version="1.2"', 'version="1.1"'),
        (' datatype="plaintext"', ""),
        ('source-language="en"', 'source-language="e n"'),
        ('date="2023-12-28T00:00:00Z"', 'date="2023"'),
        ('state="translated"', 'state="done"'),
        ('approved="yes"', 'approved="maybe"'),
        ("</source>", "</source><note>early</note>"),
        ("</source>", "<b/></source>"),
        ("</source>", '<g ctype="bold">x</g></source>'),
        ('context-type="x-score"', 'type="x-score"'),
        ("<body>", "<body><file/>"),
    ],
    "align-xliff-2.1": [
        ('version="2.1"', 'version="1.2"'),
        (' srcLang="en"', ""),
        ('<file id="f1"', "<file"),
        ('<unit id="u1"', '<unit id="u 1"'),
        ('state="translated"', 'state="done"'),
        ('state="translated"', 'subState="a:b"'),
        ("</source>", "<b/></source>"),
        ("</source>", "<ph/></source>"),
        ("</source>", "<ec/></source>"),
        ("<notes>", "<notes/><notes>"),
        ('<mda:meta type="x-score">', "<mda:meta>"),
    ],
    "align-tei-corpus": [("<title>", "<title/><title>"), ("<fileDesc>", "<fileDesc><x/>")],
    "align-xces": [
        ('cesAlign version="1.0"', 'cesAlign version="2.0"'),
        ('targType="s"', 'targType="p"'),
        ('fromDoc="zh/r.zh.xml.gz"', 'fromDoc="zh/r.zh.xml"'),
        ('fromDoc="zh/r.zh.xml.gz"', 'fromDoc="/zh/r.zh.xml.gz"'),
        ('toDoc="en/r.en.xml.gz"', ""),
        ('certainty="0.5"', 'certainty="high"'),
        ('xtargets="r.zh.s1;r.en.s1"', 'xtargets="r.zh.s1 r.en.s1"'),
        ('xtargets="r.zh.s1;r.en.s1"', 'xtargets=" ; "'),
        ('xtargets="r.zh.s1;r.en.s1"', 'xtargets="r.zh.s1;r.en.s1;"'),
        ('id="SL1"', 'id="S L"'),
        ("</linkGrp>", "<note/></linkGrp>"),
    ],
}
CASES = [(name, old, new) for name, faults in FAULTS.items() for old, new in faults]


@pytest.fixture
def good(tmp_path: Path, units: list[TranslationUnit], header: UnitHeader, alignment: Alignment) -> dict[str, Path]:
    """One file of ours for each schema."""
    paths = {name: tmp_path / f"{name}.xml" for name in SCHEMAS}
    TmxFormat().write_units(units, paths["align-tmx"], header)
    pair = list(in_languages(units, ("en", "cs")))
    XliffFormat().write_units(pair, paths["align-xliff-1.2"], header)
    Xliff2Format().write_units(pair, paths["align-xliff-2.1"], header)
    told = TextHeader(title="t", publisher="Lab", date="2024-01-02", licence="CC0")
    write_text(alignment.source, tmp_path / "r.zh.xml", header=told)
    write_text(alignment.target, paths["align-tei-text"], header=told)
    write_alignment(
        alignment,
        paths["align-tei-alignment"],
        source_href="r.zh.xml",
        target_href="align-tei-text.xml",
        header=told,
    )
    XcesFormat().write_alignments([alignment], paths["align-xces"])
    write_corpus(["r.zh.xml", "align-tei-text.xml", "align-tei-alignment.xml"], paths["align-tei-corpus"], header=told)
    return paths


@pytest.mark.parametrize("name", SCHEMAS)
def test_our_files_are_accepted_by_both_notations(
    name: str, good: dict[str, Path], run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """What we write passes the XML schema in lxml, and both the XML and the compact one in jing."""
    assert schema_problems(parse(good[name]), f"{name}.rng", good[name], {}) == []
    for command in (("jing", schema_path(f"{name}.rng")), ("jing", "-c", schema_path(f"{name}.rnc"))):
        result = run(*command, good[name])
        assert (result.stdout, result.returncode) == ("", 0)


@pytest.mark.parametrize(("name", "old", "new"), CASES)
def test_faults_are_refused(name: str, old: str, new: str, good: dict[str, Path]) -> None:
    """Each fault is refused by the XML schema, with a line."""
    path = good[name]
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = schema_problems(parse(path), f"{name}.rng", path, {})
    assert problems
    assert all(problem.rule == name for problem in problems)


@pytest.mark.parametrize("name", SCHEMAS)
def test_both_notations_refuse_the_same_faults(
    name: str, good: dict[str, Path], tmp_path: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """All faulty files at once: the compact schema names the same files and lines as the XML one."""
    text = good[name].read_text(encoding="utf-8")
    faulty = []
    for number, (old, new) in enumerate(FAULTS[name]):
        faulty.append(tmp_path / f"fault{number}.xml")
        faulty[-1].write_text(text.replace(old, new, 1), encoding="utf-8")
    results = [
        run("jing", schema_path(f"{name}.rng"), *faulty),
        run("jing", "-c", schema_path(f"{name}.rnc"), *faulty),
    ]
    places = [{":".join(line.split(":")[:2]) for line in result.stdout.splitlines()} for result in results]
    assert places[0] == places[1]
    assert {place.rpartition(":")[0] for place in places[0]} >= {str(path) for path in faulty}


@pytest.mark.parametrize("name", [*SCHEMAS, "align-tei"])
def test_the_xml_notation_is_made_from_the_compact_one(
    name: str, tmp_path: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """The two notations say the same: trang makes the one from the other."""
    folder = schema_path("align-tei.rnc").parent
    result = run("trang", folder / f"{name}.rnc", tmp_path / f"{name}.rng")
    assert result.returncode == 0
    assert (tmp_path / f"{name}.rng").read_text() == schema_path(f"{name}.rng").read_text()


FINDING = {
    "check": "terms",
    "rule": "missing",
    "severity": "warning",
    "message": "no rendering of the term",
    "unit_id": "u1",
    "lang": "en",
    "start": 0,
    "end": 4,
    "expected": ["readout"],
    "found": "",
    "concept": None,
    "variant": None,
    "document": None,
    "fingerprint": "0123456789abcdef",
}


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        ({}, True),
        ({"concept": "c1"}, True),
        ({"severity": "fatal"}, False),
        ({"start": -1}, False),
        ({"expected": "readout"}, False),
        ({"colour": "red"}, False),
    ],
)
def test_the_schema_of_findings_tells_good_from_bad(change: dict[str, object], valid: bool) -> None:
    """A report has signature, counts and findings with the fields of the model, and nothing else."""
    schema = json.loads(schema_path("findings.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    report = {
        "signature": "align:0.1.0",
        "counts": {"note": 0, "warning": 1, "error": 0},
        "findings": [FINDING | change],
    }
    assert jsonschema.Draft202012Validator(schema).is_valid(report) is valid


def test_the_schema_of_findings_has_the_fields_of_the_model() -> None:
    """Every field of a finding is in the schema, and no other."""
    from dataclasses import fields

    from align.model import Finding

    schema = json.loads(schema_path("findings.schema.json").read_text())
    item = schema["properties"]["findings"]["items"]
    names = [field.name for field in fields(Finding)]
    assert list(item["properties"]) == names
    assert item["required"] == names


def test_the_report_that_is_made_is_valid() -> None:
    """What the JSON report makes of findings, and of none, is accepted by the schema."""
    from align.model import Finding, Signature
    from align.report import REPORTS, RunFacts

    schema = jsonschema.Draft202012Validator(json.loads(schema_path("findings.schema.json").read_text()))
    finding = Finding(**(FINDING | {"expected": ("readout",)}))
    for findings in ([], [finding, finding]):
        pieces = REPORTS.make("json").render(findings, {}, RunFacts(signature=Signature.of(align="0.1.0")))
        schema.validate(json.loads(b"".join(pieces)))
