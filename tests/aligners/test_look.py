"""What the two looks at a pair of documents leave to be weighed."""

from __future__ import annotations

import numpy as np
import pytest

from align.aligners import _space
from align.aligners._lattice import BEAD_TYPES
from align.aligners._model import scored
from align.aligners._weights import Weights
from align.aligners.semantic import SemanticAligner
from align.encoders.hashing import HashingEncoder
from line_documents import document


def sentences(count, seed=0):
    """Sentences of six made-up words, hardly two of them alike."""
    letters = np.random.default_rng(seed).choice(list("abcdefghiklmnoprstuvwyz"), (count, 6, 7))
    return [f"{' '.join(''.join(word) for word in words)}.".capitalize() for words in letters]


@pytest.fixture(scope="module")
def pair():
    """A text and the same with two sentences joined, one left out, and one put in."""
    texts = sentences(120)
    other = [*texts[:30], f"{texts[30]} {texts[31]}", *texts[32:60], *texts[61:90], "Nobody asked.", *texts[90:]]
    return document("en", texts), document("en-GB", other)


@pytest.fixture(scope="module")
def aligner():
    """The aligner with the encoder for tests."""
    return SemanticAligner(encoder=HashingEncoder())


def edges_of(lattice):
    """All beads of a lattice by the borders that they end at."""
    edges = lattice.edges
    ends = zip(lattice.row[edges.node].tolist(), lattice.column[edges.node].tolist(), strict=True)
    return {(kind, *end) for kind, end in zip(edges.kind.tolist(), ends, strict=True)}


def test_the_first_look_rules_out_nearly_everything_but_what_is_right(pair, aligner):
    """Of a clean text it leaves few beads a segment, and all right ones are among them."""
    lattice = aligner.features(*pair).lattice
    left = edges_of(lattice)
    one, two = BEAD_TYPES.index((1, 1)), BEAD_TYPES.index((2, 1))
    right = [(one, k, k) for k in range(1, 31)] + [(two, 32, 31)] + [(one, k + 1, k) for k in range(32, 60)]
    assert set(right) <= left
    assert len(left) < 40 * len(pair[0].segments)


def test_sure_borders_are_points(pair, aligner):
    """The search falls into parts where texts agree."""
    points = aligner.features(*pair).lattice.points.tolist()
    assert len(points) > 50
    expected = {
        *((k, k) for k in range(31)),
        *((k, k - 1) for k in range(32, 61)),
        *((k, k - 2) for k in range(61, 91)),
    }
    expected |= {(k, k - 1) for k in range(90, 121)}
    assert set(map(tuple, points)) <= expected


def test_points_of_the_caller_stay(pair, aligner):
    """They are among those of the lattice, whatever the texts say."""
    lattice = aligner.features(*pair, points=[(50, 40)]).lattice
    assert [50, 40] in lattice.points.tolist()


def test_the_second_look_keeps_the_best_path(pair, aligner):
    """Whatever it leaves out, a path through the whole documents is left."""
    found = aligner.weigh(*pair)
    assert found.first is not None
    assert edges_of(found.lattice) <= edges_of(found.first.lattice)
    assert len(found.lattice.edges) < len(found.first.lattice.edges)
    path = found.search.best_path(found.chances)
    assert found.lattice.edges.node[path[-1]] == len(found.lattice.row) - 1


def test_what_is_settled_keeps_its_score(pair, aligner):
    """A bead that nothing competes with in the second look has the probability that the first gave it."""
    found = aligner.weigh(*pair)
    assert found.first is not None
    first = dict(zip(_keys(found.first.lattice), found.first.chances.tolist(), strict=True))
    settled = [
        (key, chance)
        for key, chance, contested in zip(
            _keys(found.lattice), found.chances.tolist(), found.lattice.contested.tolist(), strict=True
        )
        if not contested
    ]
    assert settled
    assert all(first[key] == chance for key, chance in settled)


def _keys(lattice):
    edges = lattice.edges
    return list(
        zip(edges.kind.tolist(), lattice.row[edges.node].tolist(), lattice.column[edges.node].tolist(), strict=True)
    )


def test_scores_do_not_depend_on_the_size_of_blocks(pair, aligner, monkeypatch):
    """Features are made some hundred rows at a time; any other number gives the same."""
    space = aligner.features(*pair)
    whole = scored(space, Weights.load("semantic"))
    monkeypatch.setattr(_space, "_ROWS", 7)
    assert scored(space, Weights.load("semantic")) == pytest.approx(whole, abs=1e-4)


def test_a_dictionary_changes_the_signature_and_is_checked():
    """As that of the lexical aligner."""
    from align.errors import UsageError

    plain = SemanticAligner(encoder=HashingEncoder()).signature
    given = SemanticAligner(encoder=HashingEncoder(), dictionary={("Haus", "house"): 1.0}).signature
    assert given.startswith(f"{plain}+dictionary.")
    with pytest.raises(UsageError, match="not an entry of a dictionary"):
        SemanticAligner(encoder=HashingEncoder(), dictionary={("Haus", "house"): 2.0})
