"""Findings refuse what cannot be."""

from __future__ import annotations

import pytest

from align.errors import ModelError
from align.model import SEVERITIES, Finding


def finding(**changes):
    """A finding with `changes`."""
    fields = {
        "check": "terms",
        "rule": "missing",
        "severity": "warning",
        "message": "m",
        "unit_id": "u1",
        "lang": "fr",
        "start": 2,
        "end": 5,
    }
    return Finding(**(fields | changes))


def test_severities_rise():
    """They are listed from the mildest to the gravest, so that a threshold is a position."""
    assert SEVERITIES == ("note", "warning", "error")


def test_nothing_is_expected_or_found_by_default():
    """What is not known is empty."""
    made = finding()
    assert (made.expected, made.found, made.concept) == ((), "", None)


def test_an_empty_span_is_a_place():
    """Where something is missing, the span is empty."""
    assert finding(start=3, end=3).end == 3


def test_a_severity_must_be_known():
    """The message lists them."""
    with pytest.raises(ModelError, match="severity 'fatal' is not one of note, warning, error"):
        finding(severity="fatal")


@pytest.mark.parametrize(("start", "end"), [(5, 2), (-1, 2)])
def test_a_span_is_not_turned_round(start, end):
    """The message gives the span."""
    with pytest.raises(ModelError, match=rf"finding span {start}\.\.{end} is turned round"):
        finding(start=start, end=end)
