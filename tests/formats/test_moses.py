from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import InputError, OutputError, UsageError
from align.formats import UnitHeader
from align.formats.moses import MosesFormat
from align.model import TranslationUnit, Variant
from align.pipeline import read_units, write_units

if TYPE_CHECKING:
    from pathlib import Path

MOSES = MosesFormat()


def unit(**texts: str) -> TranslationUnit:
    """A unit of these texts."""
    return TranslationUnit(id="u", variants=tuple(Variant(lang=lang, content=(text,)) for lang, text in texts.items()))


def test_a_pair_is_written_and_read_by_one_name_or_both(tmp_path: Path) -> None:
    """The files bear their languages; either of them, or what they have in common, names the pair."""
    written = write_units([unit(zh="一", en="one"), unit(zh="二", en="two")], tmp_path / "c", format="moses")
    assert written.units == 2
    assert (tmp_path / "c.zh").read_bytes() == "一\n二\n".encode()
    assert (tmp_path / "c.en").read_bytes() == b"one\ntwo\n"
    for name, order in (("c.zh", ["zh", "en"]), ("c.en", ["en", "zh"]), ("c", ["en", "zh"])):
        units = read_units(tmp_path / name, format="moses")
        assert [[v.lang for v in u.variants] for u in units] == [order] * 2
        assert {v.text for v in units[1].variants} == {"二", "two"}
        assert MOSES.read_header(tmp_path / name).source == order[0]


def test_the_name_of_a_file_names_the_pair_when_writing(tmp_path: Path) -> None:
    """A target that is one of the two files gives the same two."""
    MOSES.write_pair([unit(en="one", cs="jedna")], tmp_path / "d.en-cs.cs", UnitHeader(source="en"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.en-cs.cs", "d.en-cs.en"]


def test_the_pair_in_a_name_chooses_among_many(tmp_path: Path) -> None:
    """Of name.en-cs.en the name says the other language; without it, three files are too many."""
    for name in ("a.en-cs.en", "a.en-cs.cs", "a.en-cs.de", "b.en", "b.cs", "b.de"):
        (tmp_path / name).write_text("x\n", encoding="utf-8")
    (only,) = MOSES.scan_units(tmp_path / "a.en-cs.en")
    assert [v.lang for v in only.variants] == ["en", "cs"]
    with pytest.raises(InputError, match=r"found: b\.cs, b\.de, b\.en"):
        list(MOSES.scan_units(tmp_path / "b.en"))


def test_null_units_are_dropped_and_line_breaks_become_spaces(tmp_path: Path) -> None:
    """A line may not be empty or broken: both are counted."""
    units = [unit(en="a\nb\u2028c", cs="x"), unit(en="only"), unit(cs="jen"), unit(en="d", cs=" ")]
    written = MOSES.write_pair(units, tmp_path / "c", UnitHeader(source="en"))
    assert (written.units, written.dropped, written.replaced) == (1, 3, 2)
    assert (tmp_path / "c.en").read_bytes() == b"a b c\n"


def test_an_empty_line_is_a_missing_text(tmp_path: Path) -> None:
    """Files of others hold null beads as empty lines; ids say the line."""
    (tmp_path / "c.en").write_text("a\n\n\nb\n", encoding="utf-8")
    (tmp_path / "c.cs").write_text("x\n\ny\n\n", encoding="utf-8")
    found = [(u.id, [v.lang for v in u.variants]) for u in MOSES.scan_units(tmp_path / "c.en")]
    assert found == [("tu1", ["en", "cs"]), ("tu3", ["cs"]), ("tu4", ["en"])]


@pytest.mark.parametrize(
    ("files", "name", "message"),
    [
        ({"c.en": "a\nb\n", "c.cs": "x\n"}, "c.en", r"c\.en:2: this line has none beside it: .*c\.cs ends before"),
        ({"c.en": "a\n", "c.cs": "x\ny\n"}, "c.en", r"c\.cs:2: this line has none beside it: .*c\.en ends before"),
        ({"c.en": "", "c.cs": ""}, "c.en", "the file is empty"),
        ({"c.en": "a\n"}, "c.en", r"found: c\.en"),
        ({}, "c", "found: none"),
        ({"c.txt1": "a\n"}, "c.txt1", "does not end in a language"),
    ],
)
def test_what_is_no_pair_is_refused(tmp_path: Path, files: dict[str, str], name: str, message: str) -> None:
    """Shifted, lonely and empty files say what is wrong with them."""
    for own, text in files.items():
        (tmp_path / own).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        list(MOSES.scan_units(tmp_path / name))


def test_nothing_is_written_when_the_units_do_not_fit(tmp_path: Path) -> None:
    """One language, or three, are errors, and no file is left behind."""
    with pytest.raises(OutputError, match="needs units in two languages"):
        MOSES.write_pair([unit(en="a")], tmp_path / "c", UnitHeader())
    with pytest.raises(UsageError, match="has ar too"):
        MOSES.write_pair([unit(en="a", cs="b"), unit(en="a", ar="c")], tmp_path / "c", UnitHeader())
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=40, deadline=None)
@given(pairs=st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), min_size=1, max_size=5))
def test_lines_never_shift(pairs: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a text holds, it is one line, and what was written is read again."""
    folder = tmp_path_factory.mktemp("moses")
    units = [unit(en=f"a{one}", cs=f"b{other}") for one, other in pairs]
    MOSES.write_pair(units, folder / "c", UnitHeader(source="en"))
    back = list(MOSES.scan_units(folder / "c.en"))
    assert len(back) == len(pairs)
    assert [u.variants[0].text[0] + u.variants[1].text[0] for u in back] == ["ab"] * len(pairs)
