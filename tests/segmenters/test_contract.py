"""What holds for every segmenter on the shelf."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import LanguageError
from align.segmenters import DEFAULT_SEGMENTER, SEGMENTERS

MARKS = " .!?…。！？\n\r\t\u3000\u00a0\u200b\ufeff\"“”«»()（）「」『』、,;:；-—'’‘„[]"
LETTERS = "aAbBzZсСмМгГ中说是的とあأبد1٣ıßé"
TEXTS = st.text(alphabet=MARKS + LETTERS, max_size=80) | st.text(max_size=60)
LANGS = {"srx": ["zh", "zh-Hant", "ja"], "sentencex": ["en", "ru", "ar", "hi", "my", "ja"]}
ANY = ["en", "de", "fr", "es", "ru", "ar", "zh", "ja", "ko", "hi", "el", "tr"]

MEMBERS = [
    pytest.param(name, lang, id=f"{name}-{lang}") for name in SEGMENTERS.names() for lang in LANGS.get(name, ANY)
]


@pytest.mark.parametrize(("name", "lang"), MEMBERS)
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_nothing_is_lost(name, lang, text):
    """The pieces joined give the text back, none is empty, and they are the same each time."""
    segmenter = SEGMENTERS.make(name)
    pieces = segmenter.split(text, lang)
    assert text == "".join(pieces)
    assert all(pieces) or not text
    assert pieces == SEGMENTERS.make(name).split(text, lang)


@pytest.mark.parametrize(("name", "lang"), MEMBERS)
def test_white_space_belongs_to_the_piece_before(name, lang):
    """No piece but the first begins with white space."""
    text = "A b c. \n\nD e f!  中文。 \u3000次の。\nG h?\n"
    assert [piece for piece in SEGMENTERS.make(name).split(text, lang)[1:] if piece[0].isspace()] == []


@pytest.mark.parametrize("name", SEGMENTERS.names())
def test_signature(name):
    """A signature begins with the name and has no white space, colon or bar."""
    signature = SEGMENTERS.make(name).signature
    assert signature.startswith(name)
    assert not set(signature) & set(" :|")


@pytest.mark.parametrize("name", sorted(set(SEGMENTERS.names()) - {"lines"}))
def test_unknown_language(name):
    """A language without rules is an error that names a way out."""
    with pytest.raises(LanguageError, match=r"the segmenter '|or 'lines'"):
        SEGMENTERS.make(name).split("Nuqneh. Qapla'.", "tlh")


@pytest.mark.parametrize("name", SEGMENTERS.names())
def test_malformed_tag(name):
    """A tag that is none is an error."""
    with pytest.raises(LanguageError, match="not a language tag"):
        SEGMENTERS.make(name).split("A b.", "no such tag")


@pytest.mark.parametrize("name", SEGMENTERS.names())
def test_unknown_option(name):
    """A misspelt option is an error."""
    with pytest.raises(TypeError):
        SEGMENTERS.make(name, semicolons=True)


def test_default_is_a_member():
    """The default segmenter is on the shelf."""
    assert DEFAULT_SEGMENTER in SEGMENTERS.names()
