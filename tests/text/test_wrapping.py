"""Sentences that stood over several lines are compared, stored and handed on as one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.text.wrapping import unwrapped


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("en", "a wrapped\nline", "a wrapped line"),
        ("en", "with  two  spaces", "with  two  spaces"),
        ("en", "a wrapped \r\n  line\u2028of verse", "a wrapped line of verse"),
        ("en", "a long-\nterm view of inter-\nnational law", "a long-term view of inter-national law"),
        ("en", "pre-\nand post-war", "pre- and post-war"),
        ("en", "on page 3 -\nif at all", "on page 3 - if at all"),
        ("de", "Außen-\nund Sicherheits-\npolitik", "Außen- und Sicherheits-politik"),
        ("de", "Nord-\nSüd", "Nord- Süd"),
        ("zh", "中国特色\n大国外交", "中国特色大国外交"),
        ("zh", "联合国，\n2023年", "联合国，2023年"),
        ("zh", "artificial\nintelligence", "artificial intelligence"),
        ("ja", "ＡＩ\nの利用", "ＡＩの利用"),
        ("th", "ภาษา\nไทย", "ภาษาไทย"),
        ("ko", "한국\n말", "한국 말"),
        ("ar", "العمل\nالخارجي", "العمل الخارجي"),
    ],
)
def test_line_ends_go(lang, text, wanted):
    """With a space in their place where the language has one there."""
    assert unwrapped(text, lang) == wanted


@given(st.text(), st.sampled_from(["en", "zh", "th"]))
def test_nothing_but_white_space_changes(text, lang):
    """No line end is left, every other sign is, and a second time changes nothing."""
    found = unwrapped(text, lang)
    assert not set(found.strip()) & set("\n\r\v\f\x85\u2028\u2029")
    assert "".join(found.split()) == "".join(text.split())
    assert unwrapped(found, lang) == found
