"""Why a bead: candidates and the shares of features."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.aligners import ALIGNERS
from align.aligners.explain import explain
from align.encoders.hashing import HashingEncoder
from align.errors import UsageError
from align.model import Bead, Document
from align.pipeline import read_document, segment

SOURCES = Path(__file__).resolve().parents[2] / "corpora/readout-2023/sources"


@pytest.fixture(scope="module")
def pair():
    """An aligner and the German and the English readout."""
    documents = [segment(read_document(SOURCES / f"readout.{lang}.txt", lang=lang)) for lang in ("de", "en")]
    return ALIGNERS.make("semantic", encoder=HashingEncoder()), *documents


def test_the_chosen_bead_is_among_the_candidates_with_its_score(pair):
    """Each bead of the alignment is a candidate, and its probability is the score that the aligner gave it."""
    aligner, source, target = pair
    beads = aligner.align(source, target)
    for bead in (beads[0], beads[20], next(one for one in beads if one.is_null)):
        candidates = explain(aligner, source, target, bead, most=1000)
        own = [one for one in candidates if (one.source, one.target) == (bead.source, bead.target)]
        assert [round(one.probability, 4) for one in own] == pytest.approx([bead.score], abs=2e-4)


def test_candidates_share_a_segment_with_the_bead_and_come_by_probability(pair):
    """Nothing else is shown, the most probable stands first, and no more than asked for."""
    aligner, source, target = pair
    bead = aligner.align(source, target)[12]
    candidates = explain(aligner, source, target, bead, most=4)
    assert 1 <= len(candidates) <= 4
    assert all(set(one.source) & set(bead.source) or set(one.target) & set(bead.target) for one in candidates)
    chances = [one.probability for one in candidates]
    assert chances == sorted(chances, reverse=True)


def test_shares_add_up_to_the_score_and_name_their_features(pair):
    """The score of a candidate is the sum of value times weight over its features, the largest amount first."""
    aligner, source, target = pair
    for candidate in explain(aligner, source, target, aligner.align(source, target)[5]):
        amounts = [share.value * share.weight for share in candidate.shares]
        assert candidate.score == pytest.approx(sum(amounts))
        assert [abs(amount) for amount in amounts] == sorted((abs(amount) for amount in amounts), reverse=True)
        assert all(share.feature for share in candidate.shares)


def test_an_aligner_without_features_has_nothing_to_show(pair):
    """The length aligner cannot be asked; the message names those that can."""
    _, source, target = pair
    length = ALIGNERS.make("length")
    with pytest.raises(UsageError, match="semantic and lexical"):
        explain(length, source, target, length.align(source, target)[0])


def test_points_are_those_of_the_alignment(pair):
    """A bead that a point divides is no candidate."""
    aligner, source, target = pair
    bead = next(one for one in aligner.align(source, target) if len(one.source) == len(one.target) == 1)
    border = (bead.source[0], bead.target[0] + 1)
    found = explain(aligner, source, target, bead, points=[border], most=1000)
    assert found
    assert (bead.source, bead.target) not in [(one.source, one.target) for one in found]


@pytest.mark.parametrize("bead", [Bead(source=(999,), target=()), Bead(source=(), target=(999,))])
def test_a_bead_of_other_documents_is_refused(pair, bead):
    """The message says how many segments there are."""
    aligner, source, target = pair
    with pytest.raises(UsageError, match=f"the documents have {len(source.segments)} and {len(target.segments)}"):
        explain(aligner, source, target, bead)


def test_nothing_competes_where_a_side_is_empty(pair):
    """A document without segments is refused, with the remedy."""
    aligner, source, _ = pair
    empty = Document(id="e", lang="en", text="", blocks=())
    with pytest.raises(UsageError, match="segment both first"):
        explain(aligner, source, empty, Bead(source=(0,), target=()))
