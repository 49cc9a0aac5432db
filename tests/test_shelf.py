"""Shelves find members by name, import them late, and take more from other distributions."""

from __future__ import annotations

import importlib.metadata
import sys
from fractions import Fraction
from importlib.metadata import EntryPoint

import pytest

from align.errors import UnknownNameError
from align.shelf import Shelf

GROUP = "align.test_shelf"


@pytest.fixture
def shelf():
    """A shelf of numbers."""
    return Shelf("number", GROUP, {"fraction": "fractions:Fraction", "decimal": "decimal:Decimal"})


@pytest.fixture
def announced(monkeypatch):
    """What other distributions announce in the group of the shelf; a list to add to."""
    points: list[EntryPoint] = []
    real = importlib.metadata.entry_points

    def entry_points(**selection):
        return points if selection == {"group": GROUP} else real(**selection)

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    return points


def test_names_are_sorted(shelf):
    """Whatever the order of the table."""
    assert shelf.names() == ("decimal", "fraction")


def test_a_member_is_found_by_name(shelf):
    """Load gives the factory itself."""
    assert shelf.load("fraction") is Fraction


def test_make_passes_options_by_name(shelf):
    """A member is made by calling the factory."""
    assert shelf.make("fraction", numerator=1, denominator=2) == Fraction(1, 2)


def test_an_unknown_option_is_a_type_error(shelf):
    """Mistakes are not swallowed."""
    with pytest.raises(TypeError, match="speed"):
        shelf.make("fraction", speed=3)


def test_a_member_is_imported_only_when_asked_for(tmp_path, monkeypatch):
    """Listing names imports nothing."""
    (tmp_path / "late_member.py").write_text("class Late:\n    pass\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    shelf = Shelf("thing", GROUP, {"late": "late_member:Late"})
    assert shelf.names() == ("late",)
    assert "late_member" not in sys.modules
    try:
        assert shelf.load("late").__name__ == "Late"
    finally:
        sys.modules.pop("late_member", None)


def test_an_unknown_name_gets_the_nearest(shelf):
    """The error names the kind and the remedy."""
    with pytest.raises(UnknownNameError, match="no number named 'fracton'; did you mean 'fraction'"):
        shelf.load("fracton")


def test_other_distributions_add_members(shelf, announced):
    """An entry point in the group is a member like the others."""
    announced.append(EntryPoint("complex", "builtins:complex", GROUP))
    assert shelf.names() == ("complex", "decimal", "fraction")
    assert shelf.make("complex", real=1, imag=2) == complex(1, 2)


def test_an_entry_point_cannot_take_a_built_in_name(shelf, announced):
    """The built-in member stays what it is and is listed once."""
    announced.append(EntryPoint("fraction", "builtins:complex", GROUP))
    assert shelf.load("fraction") is Fraction
    assert shelf.names() == ("decimal", "fraction")


def test_names_of_entry_points_are_offered(shelf, announced):
    """A slip in the name of an added member finds it."""
    announced.append(EntryPoint("complex", "builtins:complex", GROUP))
    with pytest.raises(UnknownNameError, match="did you mean 'complex'"):
        shelf.load("complx")


def test_the_table_is_the_shelfs_own():
    """Changing the mapping afterwards changes nothing."""
    members = {"fraction": "fractions:Fraction"}
    shelf = Shelf("number", GROUP, members)
    members["other"] = "decimal:Decimal"
    assert shelf.names() == ("fraction",)
