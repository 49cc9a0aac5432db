"""Every format of units keeps every text that it can hold: all of Unicode, right-to-left, and very long ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from align.errors import UsageError
from align.formats import FORMATS, PairFormat, UnitFormat, UnitHeader
from align.model import TranslationUnit, Variant

MEMBERS = {name: FORMATS.make(name) for name in FORMATS.names()}
WRITTEN = [name for name, member in MEMBERS.items() if isinstance(member, UnitFormat | PairFormat)]
LINES = {"tsv", "moses"}
"""Formats in which a text has no line break; a tab or line break becomes a space."""

SAMPLES = (
    "é e\u0301 \u1e09 c\u0327\u0301 Å Å",  # composed and not, and one that only looks like another
    "مرحبا (hello) ١٢٣ \u200f\u202bعربي\u202c \u2066x\u2069",  # right-to-left with marks and isolates
    "שָׁלוֹם עולם \u200d\u200c नमस्ते क्ष",  # points, joiners, conjuncts
    "𠀀𪚥 😀 👩‍👩‍👧‍👦 🏳️‍🌈 \U0010fffd",  # beyond the BMP, sequences, private use
    "中文，全角　空格\u3000。㍻ ﷽ ﬁ",  # compatibility characters stay
    "a\u00a0b\u2009c\u200bd\ufeffe\u00ade",  # white space and things that are not seen
    "<seg>&amp; ]]> <![CDATA[ &#10; <?pi?> %s {0} \\n \\u0041 \"' =1+1 @a -b +c",  # markup of every kind
)
CHARS = st.characters(exclude_categories=("Cs", "Cc")).filter(lambda c: c not in "\ufffe\uffff\u2028\u2029")
TEXTS = st.text(st.one_of(CHARS, st.sampled_from("<&>\"' \u0301\u202e\u200d'=")), max_size=40).map(lambda t: f"a{t}b")


def again(name, pairs, folder):
    """The pairs of texts after they have been written and read."""
    member = MEMBERS[name]
    units = [
        TranslationUnit(id=f"u{n}", variants=(Variant(lang="en", content=(a,)), Variant(lang="ar", content=(b,))))
        for n, (a, b) in enumerate(pairs)
    ]
    header = UnitHeader(source="en")
    if isinstance(member, PairFormat):
        member.write_pair(units, folder / "x", header)
        path = folder / "x.en"
    else:
        path = folder / f"x{member.suffixes[0]}"
        member.write_units(units, path, header)
    return [tuple(variant.text for variant in unit.variants) for unit in member.scan_units(path)]


@pytest.mark.parametrize("name", WRITTEN)
def test_scripts_and_signs_come_back(name, tmp_path):
    """Nothing is composed, reordered, folded or escaped for good."""
    pairs = [(text, text[::-1]) for text in SAMPLES]
    assert again(name, pairs, tmp_path) == pairs


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
@pytest.mark.parametrize("name", WRITTEN)
def test_any_text_comes_back(name, pairs, tmp_path):
    """All characters that are no controls."""
    assert again(name, pairs, tmp_path) == pairs


@pytest.mark.parametrize("name", WRITTEN)
def test_every_character_comes_back(name, tmp_path):
    """Each code point that XML allows, once; line breaks of lines in formats that have lines are spaces."""
    every = [
        chr(n) for n in (*range(0x20, 0x7F), *range(0xA0, 0xD800), *range(0xE000, 0xFFFE), *range(0x10000, 0x110000))
    ]
    if name in LINES:
        every = [char for char in every if char not in "\x85\u2028\u2029"]
    texts = ["a" + "".join(every[n : n + 5_000]) + "b" for n in range(0, len(every), 5_000)]
    assert again(name, [(text, text) for text in texts], tmp_path) == [(text, text) for text in texts]


@pytest.mark.parametrize("name", [name for name in WRITTEN if name != "xlsx"])
def test_long_texts_come_back(name, tmp_path):
    """A segment of 100 kB is kept whole."""
    long = "".join(SAMPLES) * 400
    assert len(long.encode()) > 100_000
    assert again(name, [(long, "b"), ("a", long)], tmp_path) == [(long, "b"), ("a", long)]


def test_a_sheet_refuses_texts_that_its_cells_cannot_hold(tmp_path):
    """Rather than cutting them off."""
    with pytest.raises(UsageError, match="32,767 characters"):
        again("xlsx", [("a" * 100_000, "b")], tmp_path)


@pytest.mark.parametrize("name", [name for name in WRITTEN if name not in LINES])
def test_line_breaks_and_tabs_stay(name, tmp_path):
    """In every format that is not made of lines."""
    pairs = [("one\ntwo\tthree", "  a \n\n b  ".strip())]
    assert again(name, pairs, tmp_path) == pairs
