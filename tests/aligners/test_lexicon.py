"""The lexicon that two texts teach."""

from __future__ import annotations

import re

import numpy as np
import pytest

from align.aligners import ALIGNERS
from align.aligners._lexicon import learn, lexical_overlaps, tokens_of
from align.errors import UsageError
from align.model import Bead


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Die Außenpolitik, 2023!", ["die", "aussen", "2023"]),
        ("Économie élargie", ["econom", "elargi"]),
        ("全球治理", ["全", "球", "治", "理", "全球", "球治", "治理"]),
        ("第3次GDP报告", ["第", "3", "次", "第", "gdp", "报", "告", "报告"]),
        ("…", []),
    ],
)
def test_tokens(text, tokens):
    """Words are folded and cut to six letters; Chinese gives characters and their pairs."""
    assert sorted(set(tokens_of(text))) == sorted(set(tokens))


def one_to_one(count):
    """Beads 0:0, 1:1, ..."""
    return [Bead(source=(k,), target=(k,)) for k in range(count)]


def test_words_that_meet_again_and_again_are_paired():
    """Model 1 finds the pairs, in both directions, and leaves out what met only once."""
    source = [["haus", "rot"], ["haus", "blau"], ["baum", "rot"], ["baum", "blau"], ["fluss", "lang"]]
    target = [["house", "red"], ["house", "blue"], ["tree", "red"], ["tree", "blue"], ["river", "long"]]
    lexicon = learn(source, target, one_to_one(5))
    assert {pair for pair, weight in lexicon.items() if weight > 0.5} == {
        ("haus", "house"),
        ("baum", "tree"),
        ("rot", "red"),
        ("blau", "blue"),
    }
    assert all(0 < weight <= 1 for weight in lexicon.values())


def test_no_beads_teach_nothing():
    """Null beads say nothing about words."""
    assert learn([["a"]], [["b"]], [Bead(source=(0,), target=()), Bead(source=(), target=(0,))]) == {}


def test_vectors_of_translations_are_close():
    """Segments that translate each other under the lexicon are close, others are not."""
    source, target = [["haus", "rot"], ["fluss", "lang"]], [["house", "red"], ["river", "long"]]
    pairs = {("haus", "house"): 1.0, ("rot", "red"): 1.0, ("fluss", "river"): 1.0, ("lang", "long"): 1.0}
    left, right = lexical_overlaps(source, target, pairs)
    cosines = left.vectors(np.arange(2), 1) @ right.vectors(np.arange(2), 1).T
    assert cosines[0, 0] > 0.99
    assert cosines[1, 1] > 0.99
    assert abs(cosines[0, 1]) < 0.3


def test_a_run_is_the_sum_of_its_segments():
    """The vector of a run has length one, and a segment without any word has a zero vector."""
    left, _ = lexical_overlaps([["a", "b"], [], ["c"]], [["a"]], {})
    assert np.allclose(np.linalg.norm(left.vectors(np.arange(2), 2), axis=1), 1.0, atol=1e-5)
    assert not left.vectors(np.asarray([1]), 1).any()


@pytest.mark.parametrize("dictionary", [{"word": 1.0}, {("a", "b"): 7.0}, {("a", "b"): -0.1}])
def test_a_dictionary_is_pairs_with_weights(dictionary):
    """A key that is no pair and a weight outside of 0..1 are refused, with the shape that is expected."""
    with pytest.raises(UsageError, match=r"write \(source word, target word\): weight in 0\.\.1"):
        ALIGNERS.make("lexical", dictionary=dictionary)


def test_the_signature_tells_one_dictionary_from_another():
    """By a digest that does not depend on the order of the entries; without entries there is none."""
    one = ALIGNERS.make("lexical", dictionary={("a", "b"): 1.0, ("c", "d"): 0.5}).signature
    other = ALIGNERS.make("lexical", dictionary={("c", "d"): 0.5, ("a", "b"): 1.0}).signature
    assert one == other
    assert re.fullmatch(r"lexical\.\d+\+dictionary\.[0-9a-f]{8}", one)
    assert ALIGNERS.make("lexical", dictionary={("a", "b"): 1.0, ("c", "d"): 0.6}).signature != one
    assert "+" not in ALIGNERS.make("lexical", dictionary={}).signature
    assert "+lexicon." in ALIGNERS.make("lexical", lexicon={("a", "b"): 1.0}).signature


def test_a_phrase_counts_word_by_word():
    """Each word of the one side with each of the other, with the greatest weight that an entry gives the two."""
    aligner = ALIGNERS.make("lexical", dictionary={("big house", "maison"): 0.5, ("house", "maison"): 0.9})
    again = ALIGNERS.make("lexical", dictionary={("house", "maison"): 0.9, ("big", "maison"): 0.5})
    assert aligner.signature == again.signature
