"""Every error has one root, an exit code, a place and a remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from align import errors
from align.errors import (
    AlignError,
    EncodingError,
    FormatError,
    InputError,
    LanguageError,
    ManifestError,
    MissingExtraError,
    ModelError,
    OutputError,
    UnknownNameError,
    UsageError,
)

USAGE = {UsageError, UnknownNameError, MissingExtraError}
INPUT = {InputError, EncodingError, FormatError, LanguageError, ManifestError}


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_has_the_one_root(name):
    """One except clause catches all deliberate errors."""
    assert issubclass(getattr(errors, name), AlignError)


@pytest.mark.parametrize("name", errors.__all__)
def test_a_wrong_call_is_exit_2_and_all_else_is_3(name):
    """The exit code belongs to the class."""
    error = getattr(errors, name)
    assert error.exit_code == (2 if error in USAGE else 3)


@pytest.mark.parametrize("error", sorted(INPUT - {InputError}, key=str))
def test_what_is_wrong_with_a_file_is_an_input_error(error):
    """They all carry a place."""
    assert issubclass(error, InputError)


def test_a_record_that_cannot_exist_is_a_value_error_too():
    """Code that knows only the standard library catches it."""
    assert issubclass(ModelError, ValueError)


def test_the_drawn_tree_is_the_real_one():
    """The module's docstring names every class with its exit code, below its parent."""
    drawn: dict[str, tuple[int, int]] = {}
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"( +)([│├└─ ]*)(\w+Error)\s+(\d)", line):
            drawn[found[3]] = (len(found[2]) // 4, int(found[4]))
    assert sorted(drawn) == sorted(errors.__all__)
    stack: list[str] = []
    for name, (depth, code) in drawn.items():
        error = getattr(errors, name)
        assert error.exit_code == code
        del stack[depth:]
        assert error.__mro__[1] is (getattr(errors, stack[-1]) if stack else Exception)
        stack.append(name)


def test_the_nearest_name_is_offered():
    """A slip of the fingers gets the name that was meant."""
    error = UnknownNameError("aligner", "lenght", ["semantic", "length"])
    assert str(error) == "no aligner named 'lenght'; did you mean 'length'?"
    assert (error.kind, error.name, error.known) == ("aligner", "lenght", ("length", "semantic"))


def test_all_names_are_offered_where_none_is_near():
    """They come sorted."""
    assert str(UnknownNameError("format", "xyz", ["tmx", "tei"])) == "no format named 'xyz'; known: tei, tmx"


def test_an_empty_shelf_says_so():
    """No known name is still an answer."""
    assert str(UnknownNameError("check", "terms", [])) == "no check named 'terms'; known: none"


def test_names_may_come_from_an_iterator():
    """An iterable that can be walked only once gives the same message."""
    expected = "no aligner named 'lenght'; did you mean 'length'?"
    assert str(UnknownNameError("aligner", "lenght", iter(["semantic", "length"]))) == expected


def test_a_missing_extra_is_named_with_its_remedy():
    """The message is a command that can be run."""
    error = MissingExtraError("encoder 'e5'", "e5")
    assert str(error) == "encoder 'e5' needs an optional part; install it with: pip install 'align-toolkit[e5]'"
    assert error.extra == "e5"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({}, "no language"),
        ({"path": "a.tmx"}, "a.tmx: no language"),
        ({"path": Path("a.tmx"), "line": 212}, "a.tmx:212: no language"),
        ({"path": "a.tmx", "line": 212, "column": 7}, "a.tmx:212:7: no language"),
        ({"line": 3}, "3: no language"),
    ],
)
def test_the_place_stands_before_the_message(place, expected):
    """As much of file, line and column as is known."""
    error = FormatError("no language", **place)
    assert str(error) == expected
    assert error.reason == "no language"
    assert error.path == (str(place["path"]) if "path" in place else None)
    assert (error.line, error.column) == (place.get("line"), place.get("column"))


def test_an_output_error_is_no_input_error():
    """A full disk is not the file's fault."""
    assert not issubclass(OutputError, InputError)
