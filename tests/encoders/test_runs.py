"""Vectors of runs that are put together from those of the segments, and what all vectors have in common."""

from __future__ import annotations

import numpy as np
import pytest

from align.encoders._runs import PooledOverlaps, checked_runs, common_part, runs_of, unique_rows, unit, without
from align.encoders.hashing import HashingEncoder
from align.errors import UnknownNameError

TEXTS = ["ab", "a longer one", "c", "the last of them"]


def test_a_run_is_the_sum_by_length():
    """A segment of twelve characters counts six times as much as one of two."""
    rows = HashingEncoder(dimensions=16).encode(TEXTS)
    runs = PooledOverlaps(rows, TEXTS)
    expected = unit((rows[0] * 2 + rows[1] * 12 + rows[2])[None])
    assert np.abs(runs.vectors(np.asarray([0]), 3) - expected).max() < 1e-6
    assert np.abs(runs.vectors(np.arange(4), 1) - rows).max() < 1e-6


def test_what_is_given_back_can_be_changed():
    """A caller that writes into the rows does not change the runs."""
    runs = PooledOverlaps(HashingEncoder(dimensions=16).encode(TEXTS), TEXTS)
    before = runs.vectors(np.arange(3), 2)
    runs.vectors(np.arange(3), 2)[:] = 7.0
    assert np.array_equal(runs.vectors(np.arange(3), 2), before)


def test_memory_grows_with_the_text_alone():
    """Asking for more sizes keeps nothing."""
    runs = PooledOverlaps(HashingEncoder(dimensions=16).encode(TEXTS), TEXTS)
    for size in range(1, 5):
        runs.vectors(np.arange(5 - size), size)
    assert [value.nbytes for value in vars(runs).values()] == [4 * 16 * 4]


def test_joined_runs_are_encoded():
    """The other kind gives the vectors of the joined strings."""
    encoder = HashingEncoder(dimensions=16)
    runs = runs_of(encoder, TEXTS, "en", "joined")
    assert np.array_equal(runs.vectors(np.asarray([1]), 2), encoder.encode(["a longer one c"]))


def test_an_unknown_kind_of_runs_is_refused():
    """The known ones are named."""
    with pytest.raises(UnknownNameError, match="no kind of runs named 'poled'; did you mean 'pooled'"):
        checked_runs("poled")


def narrow(texts):
    """Vectors in a narrow cone, as those of many models are."""
    rows = HashingEncoder(dimensions=64).encode(texts) * 0.5
    rows[:, 0] += 0.85
    return unit(rows)


def test_unrelated_texts_are_far_apart_without_the_common_part():
    """In a narrow cone all cosines are large; less the mean they are near 0."""
    texts = ["Peace", "9,81 m", "Ich auch", "zwölf Boote"]
    rows = narrow(texts)
    common = common_part(narrow, lambda _: True)
    assert (rows @ rows.T).min() > 0.6
    rest = without(common, rows)
    assert np.linalg.norm(rest, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert np.abs((rest @ rest.T)[~np.eye(4, dtype=bool)]).max() < 0.4


def test_the_common_part_is_taken_from_known_languages():
    """The sentences of others are not shown to the model, unless it knows none of them."""
    seen = []

    def encode(texts):
        seen.append(list(texts))
        return narrow(texts)

    common_part(encode, lambda lang: lang == "zh")
    common_part(encode, lambda lang: lang == "yo")
    assert [len(texts) for texts in seen] == [2, 16]
    assert all("\u4e00" <= text[0] <= "\u9fff" for text in seen[0])


def test_repeated_texts_are_encoded_once():
    """In batches, and white space alone not at all."""
    seen = []

    def encode(texts):
        seen.append(list(texts))
        return HashingEncoder(dimensions=8).encode(texts)

    texts = ["b", "a", " ", "b", "c", "b"]
    rows = unique_rows(texts, encode, dimensions=8, batch=2)
    assert seen == [["b", "a"], ["c"]]
    assert np.array_equal(rows, HashingEncoder(dimensions=8).encode(texts))
    assert unique_rows([], encode, dimensions=8, batch=2).shape == (0, 8)
    assert not unique_rows(["\n"], encode, dimensions=8, batch=2).any()
