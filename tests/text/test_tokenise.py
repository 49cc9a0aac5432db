"""Words with their places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.text.tokenise import tokenise


def words(text, lang):
    """The words alone."""
    return [token.text for token in tokenise(text, lang)]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("fr", "L'homme n'a dit que 3,5 %.", ["L'", "homme", "n'", "a", "dit", "que", "3,5", "%", "."]),
        ("en", "The U.S. isn't «here» & there", ["The", "U.S.", "isn", "'t", "«", "here", "»", "&", "there"]),
        ("de", "z.B. Öl, usw.", ["z.B.", "Öl", ",", "usw."]),
        ("zh", "会议12月COVID-19。", ["会", "议", "12", "月", "COVID-19", "。"]),
        ("ja", "ＡＩを3.5％", ["ＡＩ", "を", "3.5", "％"]),
        ("ar", "عُقد المؤتمر.", ["عُقد", "المؤتمر", "."]),
        ("tr", "Ali'nin evi", ["Ali'nin", "evi"]),
    ],
)
def test_words(lang, text, expected):
    """European languages are cut by Moses rules, scripts without spaces by character, others at punctuation."""
    assert expected == words(text, lang)


@pytest.mark.parametrize("lang", ["en", "fr", "ru", "zh", "ja", "ar", "th"])
@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60))
def test_every_character_is_in_one_token(lang, text):
    """Tokens lie where they say, rise without overlap, and leave out nothing but what is no word or mark."""
    end = 0
    left_out = ""
    for token in tokenise(text, lang):
        assert text[token.start : token.end] == token.text
        assert token.text
        assert token.start >= end
        left_out += text[end : token.start]
        end = token.end
    assert not (left_out + text[end:]).strip()
