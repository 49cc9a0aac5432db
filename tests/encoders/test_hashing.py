"""The encoder for tests looks at spelling and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from align.encoders.hashing import HashingEncoder
from align.errors import LanguageError, UsageError


def cosine(one, other):
    """Cosine of two texts."""
    first, second = HashingEncoder().encode([one, other])
    return float(first @ second)


def test_vectors_are_the_same_on_every_machine():
    """The first numbers of a known text are pinned: they depend on no library's random numbers."""
    row = HashingEncoder(dimensions=4).encode(["align"])[0]
    assert row.tolist() == pytest.approx(PINNED, abs=1e-6)


PINNED = [0.0, 0.707107, 0.0, -0.707107]


def test_shared_spelling_is_close():
    """A sentence is closer to its near copy than to another sentence."""
    assert cosine("the cat sat on the mat", "a cat sat on the mat") > 0.7
    assert cosine("the cat sat on the mat", "le chien dort") < 0.5


def test_meaning_is_not_seen():
    """A translation in another script is as far away as any text."""
    assert abs(cosine("peace", "和平")) < 0.3


def test_case_and_spacing_do_not_count():
    """Texts are folded first."""
    assert cosine("The  Cat\n", "the cat") == pytest.approx(1.0)


@pytest.mark.parametrize("text", ["", " ", "\u3000\n"])
def test_white_space_alone_gives_a_zero_row(text):
    """There is nothing to hash."""
    assert not HashingEncoder().encode([text]).any()


def test_the_number_of_dimensions_is_part_of_the_signature():
    """Vectors of two sizes cannot be compared."""
    assert HashingEncoder(dimensions=64).signature == "hashing.1.64"
    assert HashingEncoder(dimensions=64).encode(["a"]).shape == (1, 64)


def test_a_vector_has_a_dimension():
    """The message gives the number."""
    with pytest.raises(UsageError, match="at least one dimension, not 0"):
        HashingEncoder(dimensions=0)


def test_languages_are_affirmed_as_told():
    """All of them, or the given ones in any region."""
    assert HashingEncoder().knows("oc")
    encoder = HashingEncoder(languages=["en", "zh-Hant"])
    assert [encoder.knows(tag) for tag in ("en-GB", "zh", "fr")] == [True, True, False]


def test_languages_are_tags():
    """A name is not a tag."""
    with pytest.raises(LanguageError):
        HashingEncoder(languages=["english"])


def test_batches_do_not_show():
    """Texts that are hashed in several batches have the vectors that they have alone."""
    texts = ["x" * 150_000, "short", "y" * 150_000, "end"]
    together = HashingEncoder().encode(texts)
    assert np.array_equal(together, np.concatenate([HashingEncoder().encode([text]) for text in texts]))


def test_an_n_gram_does_not_reach_into_the_next_text():
    """The vector of a text does not depend on what comes after it."""
    first, second = HashingEncoder().encode(["ab", "cd"]), HashingEncoder().encode(["ab", "xy"])
    assert np.array_equal(first[0], second[0])


def test_half_a_surrogate_pair_is_encoded():
    """Broken text from a broken file does not stop the encoder."""
    assert np.isfinite(HashingEncoder().encode(["a\ud800b"])).all()
