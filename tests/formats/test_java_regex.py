"""Expressions of Java and ICU, run by regex."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from align.formats._java_regex import UnsupportedError, translated


def found(expression: str, text: str) -> list[str]:
    """What the expression matches in the text, one after the other."""
    return [match[0] for match in regex.compile(translated(expression), regex.VERSION1).finditer(text)]


@pytest.mark.parametrize(
    ("expression", "text", "expected"),
    [
        (r"\Qa.b\E+", "a.b a-b", ["a.b"]),
        (r"\Q[x", "[x", ["[x"]),
        (r"\x{201C}\x41", "“A", ["“A"]),
        (r"\u201C|\uD83D\uDE00", "“😀", ["“", "😀"]),
        (r"[\u3002\uff01]+", "。！.", ["。！"]),
        (r"\h+", "a \u00a0\u2003\nb", [" \u00a0\u2003"]),
        (r"[\h\v]", " \u2028x", [" ", "\u2028"]),
        (r"[^\h]", "a b", ["a", "b"]),
        (r"\R", "\r\n\u2028", ["\r\n", "\u2028"]),
        (r"x\z", "xx", ["x"]),
        (r"x\Z", "xx\n", ["x"]),
        (r"\e|\cA|\012", "\x1b\x01\n", ["\x1b", "\x01", "\n"]),
        (r"\p{Punct}", "+a،", ["+"]),
        (r"\P{Punct}", "+a", ["a"]),
        (r"[\p{Upper}]", "aAÄ", ["A"]),
        (r"\p{Lu}\P{Lu}", "Äb", ["Äb"]),
        (r"\pL+", "aß1", ["aß"]),
        (r"\p{IsL}\p{IsHan}\p{InGreek}", "a漢Ω", ["a漢Ω"]),
        (r"\p{javaLowerCase}+", "Abc", ["bc"]),
        (r"\p{javaWhitespace}+", " \u00a0\t", [" ", "\t"]),
        (r"[a-z&&[^aeiou]]", "abe", ["b"]),
        (r"[a--]", "a-b", ["a", "-"]),
        (r"[x||y]", "|", ["|"]),
        (r"(?<q>['\"]).\k<q>", "'a' 'b\"", ["'a'"]),
        (r"(a)\1", "aa ab", ["aa"]),
        (r"(?iu)a(?-i)b", "AB Ab", ["Ab"]),
        (r"(?U)\w+(?d)", "ä", ["ä"]),
        (r"a++b|(?>c+)d", "aab ccd", ["aab", "ccd"]),
        (r"a{2,}", "a aa", ["aa"]),
        (r"(?<=x)y(?!z)", "xy xyz", ["y"]),
    ],
)
def test_what_is_translated(expression, text, expected):
    """Each means in regex what it means in Java, or in ICU where the two differ."""
    assert found(expression, text) == expected


def test_letters_and_spaces_are_those_of_unicode():
    """As in ICU, whose syntax SRX prescribes; in Java they are those of ASCII unless asked for."""
    assert found(r"\w+\s", "ä\u00a0") == ["ä\u00a0"]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        (r"ab\K", r"the escape \\K at character 3"),
        (r"\L<words>", r"the escape \\L at character 1"),
        (r"\b{g}", r"the escape \\b\{...\} at character 1"),
        (r"a(?P<n>b)", r"the group '\(\?P<' at character 2"),
        (r"(?R)", r"the group '\(\?R\)' at character 1"),
        (r"(?|a|b)", r"the group '\(\?\|a' at character 1"),
        (r"(*SKIP)", r"the group '\(\*' at character 1"),
        (r"(?:foo){e<=1}", r"a brace that is no count at character 8"),
        (r"\p{Elvish}", r"the property 'Elvish' at character 1"),
        (r"[[:alpha:]]", r"a POSIX class at character 2"),
        (r"[\R]", r"the escape \\R in a set at character 2"),
        (r"\x{110000}", r"the character \\x\{110000\} at character 1"),
        (r"\uD83D", None),
        ("a\\", r"a backslash without anything at character 2"),
        (r"\y", r"the escape \\y at character 1"),
        (r"\08", r"the escape \\0 without a number at character 1"),
        (r"\k1", r"the escape \\k without a name at character 1"),
        (r"\u12", r"the escape .*u12. at character 1"),
    ],
)
def test_what_is_refused(expression, message):
    """What only one of the notations knows is refused with its place; a lone surrogate matches nothing."""
    if message is None:
        assert found(expression, "a") == []
        return
    with pytest.raises(UnsupportedError, match=message):
        translated(expression)


def test_references_can_be_ruled_out():
    """Where an expression is to be looked back for."""
    assert translated(r"(a)\1") == r"(a)\g<1>"
    with pytest.raises(UnsupportedError, match="a reference to a group in beforebreak at character 10"):
        translated(r"(?<q>['])\k<q>", references=False)


@given(expression=st.text(st.sampled_from("\\[](){}?<>^$|&-+*,:=!QEpPuxkcbLIs01a½d"), max_size=20))
def test_any_text_is_translated_or_refused(expression):
    """With no other error."""
    message = ""
    try:
        translated(expression)
    except UnsupportedError as error:
        message = str(error)
    assert not message or message.endswith("is not supported")
