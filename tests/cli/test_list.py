"""``align list``."""

from __future__ import annotations

import pytest


def test_every_shelf(align):
    """With a line for each member; a star marks the default."""
    done = align("list")
    assert [line for line in done.out.splitlines() if line[0] != " "] == [
        "aligners",
        "checks",
        "encoders",
        "formats",
        "reports",
        "segmenters",
        "termbases",
    ]
    assert [line.split()[0] for line in done.out.splitlines() if line[14:15] == "*"] == ["semantic", "use", "auto"]


@pytest.mark.parametrize("shelf", ["aligners", "checks", "encoders", "formats", "reports", "segmenters", "termbases"])
def test_one_shelf(align, shelf):
    """Each member has a name and a sentence."""
    first, *members = align("list", shelf).out.splitlines()
    assert first == shelf
    assert all(len(line.split()) > 2 for line in members)
