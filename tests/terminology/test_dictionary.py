from __future__ import annotations

import pytest

from align.errors import FormatError, InputError
from align.terminology.dictionary import read_dictionary

LONG = "concept,lang,text,status,forms\nc,en-GB,lamp,preferred,lamps\nc,zh-Hans,灯,preferred,\nc,zh,老灯,superseded,\n"
EXPECTED = {("灯", "lamp"), ("灯", "lamps"), ("老灯", "lamp"), ("老灯", "lamps")}


@pytest.fixture
def file(tmp_path):
    """Writes a file."""

    def write(name, content):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


def test_tab_separated_values(file):
    """Source, target and a weight, 1 if there is none; the greater weight of an entry that is there twice counts."""
    words = read_dictionary(file("d.tsv", "灯\tlamp\n\n山 \t mountain range\t0.25\n山\tmountain range\t.5\n"))
    assert words.between("zh", "en") == {("灯", "lamp"): 1.0, ("山", "mountain range"): 0.5}


def test_the_target_comes_first_in_a_dictionary_of_hunalign(file):
    """As its documentation has it."""
    words = read_dictionary(file("d.dic", "lamp @ 灯\nstreet lamp @ 路灯\n"))
    assert words.between("zh", "en") == {("灯", "lamp"): 1.0, ("路灯", "street lamp"): 1.0}


@pytest.mark.parametrize(
    ("name", "content"),
    [("t.csv", LONG), ("t.tsv", LONG.replace(",", "\t")), ("t.csv", "concept,zh,en\nc,灯|老灯,lamp|lamps\n")],
)
def test_term_bases(file, name, content):
    """Every term and form of a concept translates every other, in either direction, whatever region or script."""
    words = read_dictionary(file(name, content))
    assert set(words.between("zh-CN", "en")) == EXPECTED
    assert set(words.between("en", "zh")) == {(right, left) for left, right in EXPECTED}
    assert words.between("en", "fr") == {}


def test_a_term_base_in_tbx(shared):
    """Is a dictionary too."""
    words = read_dictionary(shared / "interop" / "tbx" / "tbx-v2-tig.tbx")
    assert words.between("cs", "en") == {("rohožka", "mat"): 1.0, ("podložka", "mat"): 1.0}


@pytest.mark.parametrize(
    ("name", "content", "line", "message"),
    [
        ("d.tsv", "灯\tlamp\nlamp\n", 2, "an entry is a source, a tab and a target"),
        ("d.tsv", "a\tb\t0.5\tx\n", 1, "here are 4 cells"),
        ("d.tsv", "a\tb\tmuch\n", 1, "the weight is 'much'; it has to be a number in 0..1"),
        ("d.tsv", "a\tb\n\na\tb\t7\n", 3, "the weight is '7'"),
        ("d.tsv", "a\tb\tnan\n", 1, "the weight is 'nan'"),
        ("d.tsv", "a\t \n", 1, "one side of this entry is empty"),
        ("d.dic", "lamp @ 灯\nlamp 灯\n", 2, "an entry of a .dic file is: target @ source"),
        ("d.dic", "a @ b @ c\n", 1, "an entry of a .dic file is"),
        ("d.csv", "concept,lang,text\nc,xq,灯\n", 2, "'xq' is not a language tag"),
    ],
)
def test_a_mistake_is_told_with_its_line(file, name, content, line, message):
    """In every form."""
    path = file(name, content)
    with pytest.raises(FormatError) as caught:
        read_dictionary(path)
    assert caught.value.line == line
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_a_file_that_is_empty_or_not_there(file, tmp_path):
    """Is named."""
    with pytest.raises(InputError, match=r"d\.tsv: holds nothing but white space"):
        read_dictionary(file("d.tsv", "\n \n"))
    with pytest.raises(InputError, match=r"none\.tsv"):
        read_dictionary(tmp_path / "none.tsv")
