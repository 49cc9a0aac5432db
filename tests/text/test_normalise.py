"""Comparison keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.text.normalise import comparison_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("e\u0301tat", "État"),
        ("“Peace”", '"peace"'),
        ("l’État", "L'état"),
        ("2019–2023", "2019-2023"),
        ("１２３ＡＢＣ", "123abc"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("10\u202f%", "10 %"),
        ("a\u00ad b\u200b  c\u3000", "a b c"),
        ("Straße", "STRASSE"),
        ("wait…", "wait..."),
        ("السـلام", "السلام"),
    ],
)
def test_equal(one, other):
    """Spellings that differ in form only have one key."""
    assert comparison_key(one) == comparison_key(other)


@pytest.mark.parametrize(("one", "other"), [("résumé", "resume"), ("国", "國"), ("a b", "ab"), ("2", "²")])
def test_different(one, other):
    """Accents, variants of characters and spaces between words count."""
    assert comparison_key(one) != comparison_key(other)


@given(st.text())
def test_a_key_is_its_own_key(text):
    """Making a key twice changes nothing."""
    key = comparison_key(text)
    assert key == comparison_key(key)
