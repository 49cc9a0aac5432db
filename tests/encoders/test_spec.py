"""Encoders written as text."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from align.aligners.semantic import SemanticAligner
from align.encoders import ENCODERS
from align.encoders.hashing import HashingEncoder
from align.encoders.spec import parse_encoder
from align.encoders.use import UseEncoder
from align.errors import UnknownNameError, UsageError


class Toy:
    """Remembers its options; one of each kind that a constructor may have."""

    def __init__(
        self,
        *,
        path: str,
        count: int | None = None,
        share: float = 0.5,
        keep: bool = False,
        tags: list[str] | None = None,
    ):
        """Keep what was given."""
        self.options = {"path": path, "count": count, "share": share, "keep": keep, "tags": tags}


@pytest.fixture
def toy(monkeypatch):
    """The toy on the shelf."""
    module = ModuleType("toy_encoder")
    module.Toy = Toy
    monkeypatch.setitem(sys.modules, "toy_encoder", module)
    monkeypatch.setitem(ENCODERS._members, "toy", "toy_encoder:Toy")


def test_a_name_alone_is_the_encoder_with_its_defaults():
    """As `ENCODERS.make` gives it."""
    assert isinstance(parse_encoder("use"), UseEncoder)
    assert parse_encoder("hashing").dimensions == HashingEncoder().dimensions
    assert parse_encoder("hashing:").dimensions == HashingEncoder().dimensions


def test_options_follow_a_colon():
    """They are set apart by commas; lists by plus signs."""
    encoder = parse_encoder("hashing:dimensions=32,languages=en+zh-Hant")
    assert encoder.signature == "hashing.1.32"
    assert (encoder.knows("zh"), encoder.knows("de")) == (True, False)


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("path=a b.npy", {"path": "a b.npy"}),
        (r"path=C:\texts\a=b.npy", {"path": r"C:\texts\a=b.npy"}),
        ("path=query: ", {"path": "query: "}),
        ("path=one,,two.npy,count=3", {"path": "one,two.npy", "count": 3}),
        ("path=a, count = -1", {"path": "a", "count": -1}),
        ("path=a,share=.25", {"path": "a", "share": 0.25}),
        ("path=a,keep=yes", {"path": "a", "keep": True}),
        ("path=a,keep=False", {"path": "a", "keep": False}),
        ("path=a,tags=en + zh", {"path": "a", "tags": ("en", "zh")}),
        ("path=", {"path": ""}),
    ],
)
def test_values_become_what_the_option_is(options, expected):
    """Text, numbers, yes or no, lists; what is not given keeps its default."""
    defaults = {"count": None, "share": 0.5, "keep": False, "tags": None}
    assert parse_encoder(f"toy:{options}").options == {**defaults, **expected}


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize(
    ("spec", "error", "message"),
    [
        ("uze", UnknownNameError, "no encoder named 'uze'; did you mean 'use'"),
        (
            "hashing:dimension=3",
            UnknownNameError,
            "no option of encoder 'hashing' named 'dimension'; did you mean 'dim",
        ),
        ("toy:path=a,zzz=1", UnknownNameError, "known: count, keep, path, share, tags"),
        ("hashing:32", UsageError, "'32' is not option=value"),
        ("toy:path=a,b", UsageError, "a comma inside a value is doubled"),
        ("hashing:=3", UsageError, "is not option=value"),
        ("toy:path=a,path=b", UsageError, "'path' is given twice"),
        ("toy:count=3", UsageError, "needs the option 'path': toy:path="),
        ("hashing:dimensions=many", UsageError, "dimensions takes a whole number, not 'many'"),
        ("toy:path=a,share=half", UsageError, "share takes a number, not 'half'"),
        ("toy:path=a,keep=maybe", UsageError, "keep takes yes or no, not 'maybe'"),
        ("hashing:dimensions=0", UsageError, "at least one dimension"),
    ],
)
def test_mistakes_are_named(spec, error, message):
    """With the nearest known name or the form that is wanted."""
    with pytest.raises(error, match=message):
        parse_encoder(spec)


def test_the_semantic_aligner_takes_such_text():
    """So the option --encoder and the manifest do."""
    assert SemanticAligner(encoder="hashing:dimensions=16").signature.endswith("+hashing.1.16")
