"""What a file may hold at most, and how that is raised."""

from __future__ import annotations

import pytest

from align.errors import AlignError, UnknownNameError, UsageError
from align.formats import FORMATS
from align.limits import Limits, limits, parse_limits, raised

TU = '<tu><tuv xml:lang="en"><seg>a</seg></tuv></tu>'


def memory(path, body, *, root="tmx"):
    """A TMX file with this body."""
    head = '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="x"/>'
    path.write_text(f'<{root} version="1.4">{head}<body>{body}</body></{root}>', encoding="utf-8")
    return path


def refusal(path, name="tmx"):
    """What the units of a file are refused with; empty if they are read."""
    try:
        list(FORMATS.make(name).scan_units(path))
    except AlignError as error:
        return str(error)
    return ""


def test_limits_hold_inside_the_block_only():
    """Those not named stay."""
    with raised(depth=2000, size=10):
        assert limits() == Limits(depth=2000, size=10)
        with raised(size=11):
            assert (limits().depth, limits().size) == (2000, 11)
    assert limits() == Limits()


def test_words_name_limits():
    """Thousands and bytes have their own letters."""
    assert parse_limits(["depth=2000", "size=100GB", "units=3M", "line=5 kb"]) == {
        "depth": 2000,
        "size": 100 * 2**30,
        "units": 3_000_000,
        "line": 5120,
    }


@pytest.mark.parametrize("word", ["depth", "depth=", "depth=many", "size=1TB", "depth=-1"])
def test_other_words_are_refused(word):
    """With what to write instead."""
    with pytest.raises(UsageError, match="such as depth=2000"):
        parse_limits([word])


def test_unknown_limits_are_refused():
    """With the nearest name."""
    with pytest.raises(UnknownNameError, match="did you mean 'depth'"):
        parse_limits(["depht=1"])
    with pytest.raises(UsageError, match="at most 2,048"), raised(depth=3000):
        pass


def test_depth(tmp_path):
    """Nesting beyond 256 levels is read only where that is asked for."""
    path = memory(tmp_path / "x.tmx", TU.replace("a</seg>", f"{'<hi>' * 500}a{'</hi>' * 500}</seg>"))
    assert "depth" in refusal(path)
    with raised(depth=2000):
        assert refusal(path) == ""


def test_attributes(tmp_path):
    """An element with a thousand attributes is no unit; where it is, the limit is named."""
    attributes = " ".join(f'a{n}="x"' for n in range(1001))
    path = memory(tmp_path / "x.tmx", TU.replace("<tu>", f"<tu {attributes}>"))
    assert "raise the limit 'attributes'" in refusal(path)
    with raised(attributes=2000):
        assert refusal(path) == ""


def test_units(tmp_path):
    """The unit too much is named by its line; the same holds for lines of text."""
    path = memory(tmp_path / "x.tmx", f"\n{TU}" * 5)
    lines = tmp_path / "x.tsv"
    lines.write_text("id\ten\n" + "a\tb\n" * 5, encoding="utf-8")
    with raised(units=4):
        assert refusal(path) == f"{path}:6: more than 4 units; split the file, or raise the limit 'units'"
        assert refusal(lines, "tsv") == f"{lines}:5: more than 4 lines; split the file, or raise the limit 'units'"
    assert refusal(path) == refusal(lines, "tsv") == ""


def test_sizes(tmp_path):
    """Of a file, and of a line."""
    path = memory(tmp_path / "x.tmx", TU * 3000)
    lines = tmp_path / "x.tsv"
    lines.write_text(f"id\ten\na\t{'b' * 5000}\n", encoding="utf-8")
    with raised(size=100_000, line=1000):
        assert "raise the limit 'size'" in refusal(path)
        assert "raise the limit 'line'" in refusal(lines, "tsv")
