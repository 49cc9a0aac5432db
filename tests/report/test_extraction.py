"""Candidate terms as a table and as JSON."""

from __future__ import annotations

import json

import jsonschema

from align.model import Signature
from align.report.extraction import extraction_json, extraction_text
from align.resources import schema_path
from align.terminology.extract import Extraction, TermPair
from align.terminology.renderings import Context, Line, Provenance

LINE = Line(
    unit_id="u1",
    provenance=Provenance(document="readout", date="2023"),
    source=Context(before="加强", text="全球治理", after="。", start=2, end=6),
    target=Context(before="to improve ", text="global governance", after=".", start=11, end=28),
    score=0.9,
)
PAIR = TermPair(
    source="全球治理",
    target="global governance",
    score=0.91234567,
    count=3,
    together=2,
    target_count=2,
    dice=0.8,
    likelihood=12.34567,
    weight=4.75,
    lines=(LINE,),
)
KNOWN = TermPair(
    source="会议",
    target="conference",
    score=0.8,
    count=2,
    together=2,
    target_count=2,
    dice=1.0,
    likelihood=9.0,
    weight=2.0,
    concept="meeting",
)
FOUND = Extraction(
    source="zh", target="en", units=10, pairs=(PAIR, KNOWN), known=1, signature=Signature.of(align="0.1.0")
)


def test_the_table_lines_up_whatever_the_script() -> None:
    """A Chinese character is two columns wide; counts that differ are all given."""
    assert extraction_text(FOUND).splitlines() == [
        "   score  units     zh        en",
        "1  0.91   2 (3, 2)  全球治理  global governance",
        "2  0.80   2         会议      conference         known: meeting",
    ]


def test_examples_follow_their_pair() -> None:
    """The key word in brackets, in both languages."""
    lines = extraction_text(FOUND, lines=1).splitlines()
    assert lines[2:5] == ["      u1", "        加强[全球治理]。", "        to improve [global governance]."]


def test_nothing_found_is_said() -> None:
    """An empty table would leave doubts."""
    assert extraction_text(Extraction(source="zh", target="en", units=1, pairs=())) == "no candidates\n"


def test_json_follows_its_schema() -> None:
    """With the evidence."""
    schema = json.loads(schema_path("extraction.schema.json").read_text(encoding="utf-8"))
    report = json.loads(extraction_json(FOUND))
    jsonschema.validate(report, schema, cls=jsonschema.Draft202012Validator)
    assert [one["concept"] for one in report["pairs"]] == [None, "meeting"]
    assert report["pairs"][0]["log_likelihood"] == 12.35
    assert report["pairs"][0]["lines"][0]["document"] == "readout"
