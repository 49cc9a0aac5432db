"""Alignment by lengths: what Gale and Church's method sees, and what it does not."""

from __future__ import annotations

import random

import pytest

from align.aligners import length
from align.aligners.length import LengthAligner
from align.model import Block, Document, Segment


def document(lengths, lang="en", opens=()):
    """Segments of these lengths in letters; `opens` are those that start a block, none given means one block."""
    parts = ["x" * count for count in lengths]
    text = " ".join(parts)
    segments, blocks, at = [], [], 0
    for number, part in enumerate(parts):
        end = at + len(part)
        if not number or number in opens:
            blocks.append(Block(kind="paragraph", start=at, end=end))
        else:
            blocks[-1] = Block(kind="paragraph", start=blocks[-1].start, end=end)
        segments.append(Segment(id=f"s{number}", text=part, start=at, end=end, block=len(blocks) - 1))
        at = end + 1
    return Document(id="d", lang=lang, text=text, blocks=tuple(blocks), segments=tuple(segments))


def kinds(source, target, **more):
    """Kinds of the beads in order."""
    return [bead.kind for bead in LengthAligner().align(document(source, **more), document(target, **more))]


def noisy(lengths, ratio, seed=1):
    """Translations of segments of these lengths: as long as the ratio says, give or take what the model expects."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return [max(1, round(ratio * count + rng.gauss(0, (2.0 * ratio * count) ** 0.5))) for count in lengths]


def test_a_long_sentence_for_two_short_ones_is_a_merger():
    """And the other way round."""
    assert kinds([100, 40, 60, 120], [101, 103, 119]) == ["1-1", "2-1", "1-1"]
    assert kinds([101, 103, 119], [100, 40, 60, 120]) == ["1-1", "1-2", "1-1"]


def test_a_shifted_border_is_a_two_to_two_bead():
    """Where neither side can be cut to match."""
    assert kinds([90, 80, 20, 110], [91, 20, 80, 109]) == ["1-1", "2-2", "1-1"]


def test_what_no_bead_can_take_is_left_alone():
    """Beads have at most two segments a side: of five segments against two, one has no place."""
    assert sorted(kinds([50] * 5, [100, 100])) == ["1-0", "2-1", "2-1"]


def test_an_omission_is_mostly_not_seen():
    """A sentence that was left out is taken for a part of its neighbour's translation: lengths cannot tell."""
    assert kinds([90, 150, 60, 120, 100], [90, 150, 120, 100]) == ["1-1", "2-1", "1-1", "1-1"]


@pytest.mark.parametrize("ratio", [0.2, 1.0, 5.0])
def test_the_ratio_of_lengths_is_measured(ratio):
    """A language with five times as many characters is aligned as well as one with as many, mergers included."""
    rng = random.Random(3)  # noqa: S311 - repeatable, not secret
    source, target, gold = [], [], []
    for _ in range(200):
        a, b = rng.choice([(1, 1)] * 8 + [(2, 1), (1, 2)])
        gold.append((tuple(range(len(source), len(source) + a)), tuple(range(len(target), len(target) + b))))
        source += [rng.randint(40, 200) for _ in range(a)]
        whole = ratio * sum(source[-a:])
        share = rng.uniform(0.3, 0.7)
        target += [round(whole)] if b == 1 else [round(share * whole), round((1 - share) * whole)]
    beads = LengthAligner().align(document(source), document(target))
    assert len({(bead.source, bead.target) for bead in beads} & set(gold)) > 0.95 * len(gold)


def test_scores_are_higher_where_lengths_leave_no_choice():
    """A sentence among others of its length is less certain than one that differs from its neighbours."""
    even = LengthAligner().align(document([50] * 9), document([50] * 8))
    uneven = LengthAligner().align(document([20, 200] * 4), document([20, 200] * 4))
    assert min(bead.score for bead in uneven) > 0.9 > min(bead.score for bead in even)


def test_paragraph_borders_decide_where_lengths_do_not():
    """Of two equal mergers, the one that does not cross a paragraph border is taken."""
    source = document([50, 50, 50, 50, 50], opens=[2])
    target = document([50, 100, 100], opens=[1])
    other = document([100, 50, 100], opens=[1])
    assert [bead.kind for bead in LengthAligner().align(source, other)] == ["2-1", "1-1", "2-1"]
    assert [bead.kind for bead in LengthAligner().align(document([50] * 5), target)] == ["1-1", "2-1", "2-1"]


def test_paragraph_borders_are_hints_and_no_walls():
    """A sentence over a border that the other side does not have is aligned all the same."""
    source = document([30, 100, 40, 150, 60, 80], opens=[2, 4])
    target = document([30, 140, 150, 60, 80], opens=[3])
    assert [bead.kind for bead in LengthAligner().align(source, target)] == ["1-1", "2-1", "1-1", "1-1", "1-1"]


def test_the_band_grows_until_the_path_is_free(monkeypatch):
    """Where the second half of a translation is twice as wordy, a narrow band finds the path of the full lattice."""
    rng = random.Random(1)  # noqa: S311 - repeatable, not secret
    lengths = [rng.randint(20, 200) for _ in range(200)]
    source, target = document(lengths), document(noisy(lengths[:100], 1.0) + noisy(lengths[100:], 2.0))
    monkeypatch.setattr(length, "_HALF_WIDTH", 200)
    full = LengthAligner().align(source, target)
    monkeypatch.setattr(length, "_HALF_WIDTH", 10)
    narrow = LengthAligner().align(source, target)
    assert [(bead.source, bead.target) for bead in narrow] == [(bead.source, bead.target) for bead in full]
    monkeypatch.setattr(length, "_MOST_PASSES", 1)
    assert LengthAligner().align(source, target) != narrow


def test_a_band_that_may_not_grow_is_moved(monkeypatch):
    """With little memory allowed the documents are still covered."""
    monkeypatch.setattr(length, "_HALF_WIDTH", 3)
    monkeypatch.setattr(length, "_MOST_NODES", 100)
    rng = random.Random(6)  # noqa: S311 - repeatable, not secret
    lengths = [rng.randint(20, 200) for _ in range(120)]
    beads = LengthAligner().align(document(lengths), document(noisy(lengths[:40] + lengths[70:], 1.0)))
    assert [i for bead in beads for i in bead.source] == list(range(120))
    assert [j for bead in beads for j in bead.target] == list(range(90))


@pytest.mark.parametrize("deviation", [0.0, 1.0, 5.0, 35.9, 36.1, 500.0])
def test_the_tail_of_the_normal_distribution_is_exact_however_far(deviation):
    """The table and its continuation meet, and both fall."""
    lengths = (length.np.asarray([50.0 + s * deviation * (6.8 * 50) ** 0.5 / 2]) for s in (-1, 1))
    one, other = (side.clip(min=0.0) for side in lengths)
    value = float(length._match(one, other)[0])
    assert value <= 0.0
    if deviation == 1.0:
        assert value == pytest.approx(-1.1478, abs=1e-3)  # ln(2 * (1 - Phi(1)))
