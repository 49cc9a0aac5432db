"""Quality floors: the default aligner must not get worse on any gold set that is here."""

from __future__ import annotations

import json

import pytest

from gold_sets import FLOORS, digest_of, figures, measure, measure_joined, set_names

PINNED = json.loads(FLOORS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name in PINNED if "/" in name])
def test_readout_floor(name):
    """On the readout's own gold no figure falls below its floor."""
    judge(name)


@pytest.mark.external
@pytest.mark.parametrize("name", [name for name in PINNED if "/" not in name])
def test_shared_floor(name, shared):
    """On the development sets no figure falls below its floor."""
    assert (shared / "gold" / name).is_dir()
    judge(name)


@pytest.mark.external
def test_a_long_text_is_aligned_as_well_as_its_parts(shared):
    """Documents in English and French, one after another: no part of the one text misleads the search for another."""
    assert (shared / "gold").is_dir()
    apart, together = measure_joined("en_fr")
    assert together.f1 > apart.f1 - 0.005
    assert together.lax_f1 > apart.lax_f1 - 0.005


def test_every_set_has_a_floor():
    """A gold set that is here has a floor: run benchmarks/floors.py after adding one."""
    assert set(set_names()) <= set(PINNED)


def judge(name):
    """Compare what is measured with what is pinned."""
    pinned = dict(PINNED[name])
    assert digest_of(name) == pinned.pop("gold"), "the gold has changed: run benchmarks/floors.py"
    counts = measure(name)
    measured = figures(counts)
    assert measured.keys() == pinned.keys()
    # processors round differently: what hangs in the balance may cost one bead
    slack = {"strict": 1 / counts.gold, "lax": 1 / counts.gold, "null recall": 1 / max(1, counts.null_gold)}
    below = {key: (measured[key], floor) for key, floor in pinned.items() if measured[key] + slack[key] < floor}
    assert not below, f"measured, floor: {below}"
