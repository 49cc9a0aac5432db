"""Segments for a machine that translates."""

from __future__ import annotations

import json

import jsonschema
import pytest

from align.errors import UsageError
from align.pretranslation.feed import feed_lines
from align.resources import schema_path

TEXT = "A conference in Beijing\n\nChina has made little progress in the conference. Who knows?\n"


@pytest.fixture
def lines(done):
    """The lines of a text with a sentence that the memory has, one that is like one, and a new one."""

    def made(text=TEXT, **options):
        return list(feed_lines(done(text), **options))

    return made


def test_only_what_is_left_to_translate_is_given(lines):
    """Unless all is asked for."""
    assert [json.loads(line)["id"] for line in lines()] == ["s2", "s3"]
    assert [json.loads(line)["id"] for line in lines(every=True)] == ["s1", "s2", "s3"]


def test_a_line_has_all_that_is_known(lines):
    """Text, matches with origin, terms with statuses, neighbours with translations that are sure."""
    found = json.loads(lines()[0])
    assert found["text"] == "China has made little progress in the conference."
    assert found["matches"][0]["target"] == "中国取得了巨大进步。"
    assert found["matches"][0]["origin"] == "report, 2024-01-31, checked"
    assert [(term["text"], [(t["text"], t["status"]) for t in term["targets"]]) for term in found["terms"]] == [
        ("progress", [("发展", "preferred")]),
        ("conference", [("会议", "preferred"), ("会谈", "deprecated")]),
    ]
    assert found["before"] == {"id": "s1", "text": "A conference in Beijing", "target": "北京会议"}
    assert found["after"] == {"id": "s3", "text": "Who knows?", "target": None}


def test_every_line_fits_the_schema(lines):
    """Also those that something was left out of."""
    schema = json.loads(schema_path("feed.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for line in (*lines(every=True), *lines(max_bytes=700), *lines(max_bytes=300)):
        validator.validate(json.loads(line))


@pytest.mark.parametrize("most", [300, 400, 500, 700, 900, 2000])
def test_no_line_is_longer_than_asked_for(lines, most):
    """What is left out is counted, and the text stays."""
    whole = [json.loads(line) for line in lines()]
    for line, full in zip(lines(max_bytes=most), whole, strict=True):
        assert len(line.encode("utf-8")) <= most
        found = json.loads(line)
        assert found["text"] == full["text"]
        lost = found.get("left_out", {})
        assert len(found["matches"]) + lost.get("matches", 0) == len(full["matches"])
        assert len(found["terms"]) + lost.get("terms", 0) == len(full["terms"])


def test_a_sentence_that_does_not_fit_is_an_error(lines):
    """It is never cut; the message says what to do."""
    with pytest.raises(
        UsageError, match=r"segment s1 .* takes \d+ bytes by itself, and a line may have 300; allow more"
    ):
        lines(f"{'word ' * 100}end.\n", max_bytes=300)
    with pytest.raises(UsageError, match="at least 256"):
        lines(max_bytes=10)
