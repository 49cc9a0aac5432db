"""Crossing order is reported where it is sure, and nowhere else."""

from __future__ import annotations

import logging
from dataclasses import replace

import numpy as np
import pytest

from align.aligners import ALIGNERS, Comparing
from align.aligners import crossing as module
from align.aligners.crossing import Crossing, crossings
from align.encoders.hashing import HashingEncoder
from align.model import Bead
from align.pairing import crossings_of, doubts, make_aligner, pair
from align.pipeline import read_document, segment
from line_documents import document

WORDS = [
    "harbour",
    "meadow",
    "lantern",
    "copper",
    "thunder",
    "velvet",
    "orchard",
    "granite",
    "willow",
    "ember",
    "falcon",
    "pepper",
    "saddle",
    "marble",
    "cobalt",
]


def line(number):
    """A sentence unlike the others."""
    rng = np.random.default_rng(number)
    return " ".join(str(word) for word in rng.choice(WORDS, 7)) + f" {number * 7919}."


class Made:
    """Vectors that a test has made, as overlaps."""

    def __init__(self, rows):
        self.rows = np.asarray(rows, dtype=np.float32)

    def __len__(self):
        return len(self.rows)

    def vectors(self, starts, size):
        """Unit vectors of runs."""
        total = sum(self.rows[starts + step] for step in range(size))
        return total / np.linalg.norm(total, axis=1, keepdims=True)


def vectors(order, *, noise=0.1, seed=1):
    """Unit vectors of which two are alike if their numbers in `order` are the same."""
    rng = np.random.default_rng(7)
    base = rng.standard_normal((max(order) + 1, 64))
    rows = base[order] + noise * np.random.default_rng(seed).standard_normal((len(order), 64))
    return Made(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def found_in(order, beads, texts=None):
    """The crossings of a text whose segments stand in this order in the other."""
    source = document("en", texts or [line(k) for k in range(len(order))])
    target = document("fr", [f"fr {line(k)}" for k in order])
    return crossings(source, target, beads, (vectors(list(range(len(order)))), vectors(order, seed=2)))


def moved(count, block, to):
    """An order in which a block stands elsewhere, and the beads that keep the rest in order."""
    rest = [k for k in range(count) if k not in block]
    order = [*rest[:to], *block, *rest[to:]]
    place = {k: at for at, k in enumerate(order)}
    beads = [Bead(source=(k,), target=(place[k],), score=0.95) for k in rest]
    beads += [Bead(source=(k,), target=(), score=0.9) for k in block]
    beads += [Bead(source=(), target=(place[k],), score=0.9) for k in block]
    return order, beads


def test_a_block_that_was_moved():
    """Is one crossing, from its first to its last segment, on both sides."""
    order, beads = moved(30, [5, 6, 7, 8], 20)
    (found,) = found_in(order, beads)
    assert (found.source, found.target) == (range(5, 9), range(20, 24))
    assert str(found) == "source 5-8 reads like target 20-23, out of order"
    assert 0.8 < found.cosine <= 1.0


def test_one_sentence_that_was_moved():
    """Is said if it is clear, and by one number."""
    order, beads = moved(30, [5], 20)
    assert [str(found) for found in found_in(order, beads)] == ["source 5 reads like target 20, out of order"]


def test_texts_in_order_have_none():
    """Null beads on both sides at the same place are no crossing: the aligner has seen them side by side."""
    beads = [Bead(source=(k,), target=(k,), score=0.95) for k in range(30) if k != 5]
    beads += [Bead(source=(5,), target=(), score=0.9), Bead(source=(), target=(5,), score=0.9)]
    assert found_in(list(range(30)), beads) == ()


def test_what_has_a_sure_bead_is_not_looked_at():
    """However much it reads like something else."""
    order, _ = moved(30, [5, 6, 7], 20)
    assert found_in(order, [Bead(source=(k,), target=(k,), score=0.7) for k in range(30)]) == ()


def test_doubtful_beads_are_looked_at():
    """A bead that scores less than .7 counts as nothing, one that a person confirmed as sure."""
    order, beads = moved(30, [5, 6, 7], 20)
    sure = [bead for bead in beads if not bead.is_null]
    lone = [(k, 20 + k - 5) for k in (5, 6, 7)]
    doubtful = [Bead(source=(k,), target=(at,), score=0.3) for k, at in lone]
    assert len(found_in(order, [*sure, *doubtful])) == 1
    assert found_in(order, [*sure, *(replace(bead, status="checked") for bead in doubtful)]) == ()


def test_repeated_sentences_are_not_reported():
    """What stands in a text twice is found anywhere."""
    order, beads = moved(30, [5, 6, 7], 20)
    texts = [line(k) for k in range(30)]
    texts[5:8] = ["Thank you."] * 3
    assert found_in(order, beads, texts) == ()
    alike = [0 if k in (5, 6, 7, 12) else k for k in order]
    source, target = document("en", [line(k) for k in range(30)]), document("fr", [line(k) for k in order])
    own = [0 if k in (5, 6, 7, 12) else k for k in range(30)]
    assert crossings(source, target, beads, (vectors(own), vectors(alike, seed=2))) == ()


def test_too_little_that_is_sure_says_nothing():
    """Without a few sure beads nothing is typical of two texts."""
    order, beads = moved(12, [1, 2, 3, 4, 5, 6, 7, 8], 4)
    assert sum(not bead.is_null for bead in beads) < 5
    assert found_in(order, beads) == ()


def test_many_are_sampled_and_said(monkeypatch, caplog):
    """Where more segments have no sure bead than can be looked at, every k-th is, and blocks are still found."""
    monkeypatch.setattr(module, "_MOST", 20)
    monkeypatch.setattr(module, "_BLOCK", 8)
    order, beads = moved(160, list(range(10, 70)), 90)
    with caplog.at_level(logging.INFO):
        (found,) = found_in(order, beads)
    assert caplog.messages == ["60 source segments have no sure bead; one of every 3 is looked at for crossings"]
    assert (found.source.start, found.target.start) == (10, 90)
    assert len(found.source) > 50


def test_blocks_do_not_change_the_result(monkeypatch):
    """The matrix is made in parts; the answer is that of one part."""
    order, beads = moved(60, list(range(10, 30)), 30)
    whole = found_in(order, beads)
    monkeypatch.setattr(module, "_BLOCK", 7)
    assert found_in(order, beads) == whole
    assert len(whole) == 1


def test_a_crossing_knows_its_beads():
    """By either side."""
    found = Crossing(source=range(3, 5), target=range(9, 10), cosine=0.5)
    assert found.touches(Bead(source=(4,), target=()))
    assert found.touches(Bead(source=(), target=(9,)))
    assert not found.touches(Bead(source=(5,), target=(8,)))


@pytest.mark.parametrize("name", ALIGNERS.names())
def test_aligners_that_compare(name):
    """The aligners with vectors give them out; both sides in one space, a row a segment."""
    aligner = ALIGNERS.make(name, **({"encoder": HashingEncoder()} if name == "semantic" else {}))
    assert isinstance(aligner, Comparing) == (name != "length")
    source, target = document("en", [line(k) for k in range(9)]), document("fr", [line(k) for k in range(8)])
    if isinstance(aligner, Comparing):
        one, other = aligner.overlaps(source, target, aligner.align(source, target))
        starts = np.arange(8)
        assert (len(one), len(other)) == (9, 8)
        assert float(np.median(np.einsum("ij,ij->i", one.vectors(starts, 1), other.vectors(starts, 1)))) > 0.9
    else:
        assert crossings_of(pair(source, target, aligner=aligner), aligner=aligner) == ()


@pytest.fixture(scope="module")
def readout(root):
    """The Chinese and the English readout, and the default aligner."""
    folder = root / "corpora/readout-2023/sources"
    texts = [segment(read_document(folder / f"readout.{lang}.txt", lang=lang)) for lang in ("zh", "en")]
    return *texts, make_aligner()


def halves_swapped(text):
    """The text with its second half first, cut between two blocks."""
    segments = [one.text for one in text.segments]
    at = next(k for k, one in enumerate(text.segments) if one.block == len(text.blocks) // 2)
    return replace(document(text.lang, segments[at:] + segments[:at]), id=text.id), len(segments) - at


def test_reversed_chapters_are_reported(readout, caplog):
    """Two halves that have changed places: the half that is left over is named, on the log too."""
    source, target, aligner = readout
    swapped, border = halves_swapped(target)
    alignment = pair(source, swapped, aligner=aligner)
    with caplog.at_level(logging.INFO):
        found = doubts(alignment, aligner=aligner)
    assert sum(len(one.source) for one in found) > len(source.segments) / 4
    assert all((one.source.start < len(source.segments) / 2) == (one.target.start >= border - 2) for one in found)
    assert f"zh-en: {found[0]}" in caplog.messages


def test_the_readout_is_in_order(readout, caplog):
    """A clean pair of texts gives no report and no warning."""
    source, target, aligner = readout
    with caplog.at_level(logging.INFO):
        assert doubts(pair(source, target, aligner=aligner), aligner=aligner) == ()
    assert caplog.messages == []


def test_at_most_ten_are_said(caplog, monkeypatch):
    """Then how many more there are."""
    many = tuple(Crossing(source=range(k, k + 1), target=range(50 - k, 51 - k), cosine=0.5) for k in range(12))
    monkeypatch.setattr(module, "crossings", lambda *_: many)
    source, target = document("en", [line(k) for k in range(9)]), document("fr", [line(k) for k in range(9)])
    aligner = ALIGNERS.make("lexical")
    with caplog.at_level(logging.INFO):
        assert doubts(pair(source, target, aligner=aligner), aligner=aligner) == many
    assert len(caplog.messages) == 11
    assert caplog.messages[-1] == "en-fr: and 2 more out of order"
