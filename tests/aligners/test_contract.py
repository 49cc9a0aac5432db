"""The contract of the shelf of aligners, held by every member."""

from __future__ import annotations

import functools
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.aligners import ALIGNERS, DEFAULT_ALIGNER
from align.encoders.hashing import HashingEncoder
from align.errors import UnknownNameError
from align.model import Alignment, Block, Document, Segment

NAMES = ALIGNERS.names()
EN = ["It rained.", "Nobody had an umbrella, so we all stayed at home.", "Then the sun came out.", "We left."]
DE = ["Es regnete.", "Niemand hatte einen Schirm, also blieben wir zu Hause.", "Dann kam die Sonne.", "Wir gingen."]


def lines(texts, lang="en", per_block=1):
    """A document with these segments, `per_block` of them in each block."""
    blocks, segments, at = [], [], 0
    for number, text in enumerate(texts):
        end = at + len(text)
        if number % per_block == 0:
            blocks.append(Block(kind="paragraph", start=at, end=end))
        else:
            blocks[-1] = Block(kind="paragraph", start=blocks[-1].start, end=end)
        segments.append(Segment(id=f"s{number + 1}", text=text, start=at, end=end, block=len(blocks) - 1))
        at = end + 1
    return Document(id="d", lang=lang, text="\n".join(texts), blocks=tuple(blocks), segments=tuple(segments))


@functools.cache
def make(name):
    """The member `name`; one that has an encoder gets the one for tests."""
    if name == "semantic":
        return ALIGNERS.make(name, encoder=HashingEncoder(dimensions=64))
    return ALIGNERS.make(name)


@pytest.fixture(params=NAMES)
def aligner(request):
    """Each member."""
    return make(request.param)


def check(source, target, beads):
    """What holds for the beads of every aligner."""
    Alignment(source=source, target=target, beads=beads)  # refuses beads that do not cover both documents once
    for one, other in pairwise(beads):
        for side in ("source", "target"):
            indexes = [*getattr(one, side), *getattr(other, side)]
            assert indexes == sorted(indexes)
    assert [i for bead in beads for i in bead.source] == list(range(len(source.segments)))
    assert [j for bead in beads for j in bead.target] == list(range(len(target.segments)))
    assert all(bead.score is None or 0 <= bead.score <= 1 for bead in beads)
    assert all(bead.status == "auto" for bead in beads)


def test_the_default_is_on_the_shelf():
    """Its name can be loaded."""
    assert DEFAULT_ALIGNER in NAMES


def test_an_unknown_aligner_is_refused():
    """The nearest name is offered."""
    with pytest.raises(UnknownNameError, match="no aligner named 'lenght'; did you mean 'length'"):
        ALIGNERS.make("lenght")


def test_the_signature_fits_into_a_run(aligner):
    """It is one word without the separators of signatures."""
    assert aligner.signature
    assert not any(c in "|:" or c.isspace() for c in aligner.signature)


@pytest.mark.parametrize("per_block", [1, 2])
def test_both_documents_are_covered_in_order(aligner, per_block):
    """Every segment is in exactly one bead, and beads rise on both sides."""
    source, target = lines(EN, "en", per_block), lines(DE, "de", per_block)
    check(source, target, aligner.align(source, target))


def test_both_directions_are_accepted(aligner):
    """Swapped documents give an alignment that agrees on clear cases."""
    source, target = lines(EN, "en"), lines(DE, "de")
    there, back = aligner.align(source, target), aligner.align(target, source)
    check(target, source, back)
    assert [(b.source, b.target) for b in there] == [(b.target, b.source) for b in back]


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 3), (3, 0)])
def test_an_empty_side_gives_null_beads_only(aligner, n, m):
    """One for each segment of the other side."""
    source, target = lines(EN[:n], "en"), lines(DE[:m], "de")
    beads = aligner.align(source, target)
    check(source, target, beads)
    assert len(beads) == n + m
    assert all(bead.is_null for bead in beads)


def test_one_segment_a_side_is_one_bead(aligner):
    """There is nothing to choose."""
    beads = aligner.align(lines(EN[1:2], "en"), lines(EN[1:2], "en"))
    assert [bead.kind for bead in beads] == ["1-1"]


@pytest.mark.parametrize(("n", "m"), [(1, 4), (4, 1), (1, 40), (40, 1)])
def test_one_segment_against_many(aligner, n, m):
    """Whatever becomes of the rest, it is covered."""
    source, target = lines((EN * 10)[:n], "en"), lines((DE * 10)[:m], "de")
    check(source, target, aligner.align(source, target))


@pytest.mark.parametrize(("n", "m"), [(60, 60), (60, 45), (45, 60)])
def test_segments_may_all_be_identical(aligner, n, m):
    """Nothing tells them apart, and everything is covered."""
    source, target = lines(["The same."] * n), lines(["The same."] * m)
    beads = aligner.align(source, target)
    check(source, target, beads)
    if n == m:
        assert all(bead.kind == "1-1" for bead in beads)


@pytest.mark.parametrize("side", ["source", "target"])
def test_a_very_long_segment_is_no_trouble(aligner, side):
    """A hundred thousand characters in one line."""
    long, short = lines([*EN[:2], "word " * 20_000, *EN[2:]]), lines(DE, "de")
    source, target = (long, short) if side == "source" else (short, long)
    check(source, target, aligner.align(source, target))


@pytest.mark.parametrize(
    "texts", [["\u200b"], ["-", "-", "-"], ["…", "?"], ["\u0301"], ["\U0001f469\u200d"], ["1", "2"]]
)
def test_segments_without_words_are_no_trouble(aligner, texts):
    """Marks, digits and invisible characters are covered like words."""
    source, target = lines(texts), lines(DE, "de")
    check(source, target, aligner.align(source, target))


def test_identical_documents_align_one_to_one(aligner):
    """A text is its own translation."""
    texts = [f"{sentence} ({number})" for number, sentence in enumerate(EN * 8)]
    beads = aligner.align(lines(texts), lines(texts))
    assert [(bead.source, bead.target) for bead in beads] == [((i,), (i,)) for i in range(len(texts))]


def test_the_same_input_gives_the_same_beads(aligner):
    """Scores included, also from a new aligner."""
    source, target = lines(EN * 5, "en", 4), lines(DE * 5, "de", 4)
    once = aligner.align(source, target)
    assert aligner.align(source, target) == once
    make.cache_clear()
    assert next(a for a in map(make, NAMES) if a.signature == aligner.signature).align(source, target) == once


@pytest.mark.parametrize("n", [2_500])
def test_documents_of_thousands_of_segments(aligner, n):
    """Covered from end to end; where nothing was left out nearly all beads are right."""
    texts = [f"{'abcdefghij'[k % 10] * (5 + k * 7919 % 90)} {k * 104729 % 9973}" for k in range(n)]
    source, target = lines(texts), lines(texts)
    beads = aligner.align(source, target)
    check(source, target, beads)
    assert sum(bead.source == bead.target for bead in beads) > 0.95 * n


HARD = (
    "\x00",
    "\ud800",
    "\udfff a",
    "   ",
    "\t",
    "\u3000",
    "\u202e\u0627\u0644\u2066x\u2069",
    "👩‍👩‍👧",
    "🇩🇪",
    "\u200b",
    "\ufeff",
    "x" * 100_000,
)
ANY = st.one_of(st.text(st.characters(), min_size=1, max_size=30), st.sampled_from(HARD))


@pytest.mark.parametrize("name", NAMES)
@given(source=st.lists(ANY, max_size=12), target=st.lists(ANY, max_size=12), per_block=st.integers(1, 4))
@settings(deadline=None, max_examples=25)
def test_any_two_documents_are_covered(name, source, target, per_block):
    """Whatever the segments hold and however they are spread over blocks; lone surrogates, NUL and 100 kB included."""
    first, second = lines(source, "en", per_block), lines(target, "zh", per_block)
    check(first, second, make(name).align(first, second))


@pytest.mark.parametrize("text", HARD)
def test_hard_segments_are_covered(aligner, text):
    """Alone, among others, and on both sides."""
    for source, target in (([text], DE), ([*EN[:2], text, *EN[2:]], DE), ([text, text], [text])):
        first, second = lines(source), lines(target, "de")
        check(first, second, aligner.align(first, second))


@pytest.mark.parametrize("count", [500, 480])
def test_the_same_sentence_five_hundred_times(aligner, count):
    """Boilerplate is covered, whether or not one side has less of it."""
    source, target = lines(["All rights reserved."] * 500), lines(["All rights reserved."] * count)
    check(source, target, aligner.align(source, target))


def test_one_side_three_times_longer(aligner):
    """It is covered, and what one text cannot account for is null or in large beads."""
    source, target = lines(EN * 40), lines(DE * 120, "de")
    beads = aligner.align(source, target)
    check(source, target, beads)
    assert sum(len(bead.target) != 1 or not bead.source for bead in beads) > 40
