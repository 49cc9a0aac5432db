"""On which lines of a file its units stand."""

from __future__ import annotations

import pytest

from align.errors import FormatError
from align.formats.places import unit_lines

HEAD = (
    '<?xml version="1.0"?>\n<tmx version="1.4">\n<header creationtool="t" creationtoolversion="1" '
    'datatype="plaintext" segtype="sentence" adminlang="en" srclang="en" o-tmf="t"/>\n<body>\n'
)


def unit(name: str, between: str = "\n") -> str:
    """A unit with white space between its elements."""
    wordings = between.join(f'<tuv xml:lang="{lang}"><seg>x</seg></tuv>' for lang in ("en", "fr"))
    return f"<tu{name}>{between}{wordings}{between}</tu>\n"


@pytest.mark.parametrize("between", ["\n", "", "\n\n  "])
@pytest.mark.parametrize("empty", [0, 70_000])
def test_units_of_tmx(tmp_path, between, empty):
    """By their id, or by their number where they have none; beyond the lines that libxml2 counts, too."""
    path = tmp_path / "a.tmx"
    text = HEAD + "\n" * empty + unit(' tuid="a"', between) + unit("", between) + unit(' tuid="c"', between)
    path.write_text(f"{text}</body></tmx>", encoding="utf-8")
    lines = [
        number for number, line in enumerate(text.split("\n"), 1) if line.startswith("<tu") and "<tuv" not in line[:4]
    ]
    assert unit_lines(path, format="tmx", wanted={"a", "tu2", "c"}) == dict(zip(("a", "tu2", "c"), lines, strict=True))
    assert unit_lines(path, format="tmx", wanted={"c", "none"}) == {"c": lines[2]}


def test_units_of_json_lines(tmp_path):
    """A line each; a line that is no JSON is an error with its number."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"signature": ""}\n{"id": "a"}\n{"id": "b"}\n', encoding="utf-8")
    assert unit_lines(path, format="jsonl", wanted={"b"}) == {"b": 3}
    path.write_text('{"id": "a"}\n{\n', encoding="utf-8")
    with pytest.raises(FormatError, match=r"a\.jsonl:2: is not JSON"):
        unit_lines(path, format="jsonl", wanted={"b"})


def test_other_formats_do_not_tell(tmp_path):
    """Nor does a file that is packed."""
    assert unit_lines(tmp_path / "a.xlsx", format="xlsx", wanted={"a"}) == {}
    assert unit_lines(tmp_path / "a.tmx.gz", format="tmx", wanted={"a"}) == {}
