"""Alignments over a pivot become units that lose nothing and split no bead."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from align.errors import UsageError
from align.joining import PLACE, join
from align.model import Alignment, Bead, Block, Document, Segment

LANGS = ("fr", "zh", "ar")
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a machine that does other things


def text_of(lang, count):
    """A document of so many one-word sentences, which is segmented."""
    words = [f"{lang}{number}." for number in range(count)]
    blocks, segments, at = [], [], 0
    for number, word in enumerate(words):
        blocks.append(Block(kind="paragraph", start=at, end=at + len(word)))
        segments.append(Segment(id=f"s{number + 1}", text=word, start=at, end=at + len(word), block=number))
        at += len(word) + 1
    return Document(id=f"d.{lang}", lang=lang, text="\n".join(words), blocks=tuple(blocks), segments=tuple(segments))


def aligned(source, target, beads):
    """An alignment by these pairs of index lists."""
    return Alignment(
        source=source, target=target, beads=tuple(Bead(source=tuple(s), target=tuple(t)) for s, t in beads)
    )


@st.composite
def beads_over(draw, count):
    """Monotone beads of up to three segments a side that use up `count` target segments, and the source's number."""
    beads, i, j = [], 0, 0
    while j < count or draw(st.booleans()):
        a, b = draw(st.integers(0, 3)), min(draw(st.integers(0, 3)), count - j)
        if a + b == 0:
            a = 1
        beads.append((range(i, i + a), range(j, j + b)))
        i, j = i + a, j + b
        if len(beads) > 6 and j == count:
            break
    return beads, i


@st.composite
def alignments(draw):
    """A pivot and up to three texts that are aligned with it, on either side of it."""
    pivot = text_of("en", draw(st.integers(0, 6)))
    out = []
    for lang in draw(st.lists(st.sampled_from(LANGS), min_size=1, max_size=3, unique=True)):
        beads, count = draw(beads_over(len(pivot.segments)))
        other = text_of(lang, count)
        if draw(st.booleans()):
            out.append(aligned(other, pivot, beads))
        else:
            out.append(aligned(pivot, other, [(target, source) for source, target in beads]))
    return pivot, out


def places(unit, lang):
    """The indexes of a unit's segments in a language."""
    variant = unit.variant(lang)
    return [int(one.removeprefix("s")) - 1 for one in variant.segments] if variant else []


@PATIENT
@given(alignments())
def test_every_segment_is_in_exactly_one_unit(made):
    """Of every document, the pivot included; and its text stands in the unit where the unit says it begins."""
    _, found = made
    units = join(found, pivot="en")
    for document in {d.id: d for one in found for d in (one.source, one.target)}.values():
        used = [index for unit in units for index in places(unit, document.lang)]
        assert sorted(used) == list(range(len(document.segments)))
        for unit in units:
            variant = unit.variant(document.lang)
            for segment_id, start in zip(variant.segments, variant.starts, strict=True) if variant else ():
                text = next(segment.text for segment in document.segments if segment.id == segment_id)
                assert variant.text[start : start + len(text)] == text


@PATIENT
@given(alignments())
def test_no_unit_splits_a_bead(made):
    """All segments of a bead are in the same unit, which names the bead as its origin, once."""
    _, found = made
    units = join(found, pivot="en")
    for alignment in found:
        for number, bead in enumerate(alignment.beads):
            homes = {
                unit.id
                for unit in units
                for lang, side in ((alignment.source.lang, bead.source), (alignment.target.lang, bead.target))
                if set(side) & set(places(unit, lang))
            }
            named = [
                unit.id
                for unit in units
                for origin in unit.origin
                if (origin.source, origin.target, origin.bead) == (alignment.source.lang, alignment.target.lang, number)
            ]
            assert [*homes] == named


@PATIENT
@given(alignments())
def test_units_follow_the_order_of_the_pivot(made):
    """Read one after another, the units give the pivot in its order.

    Those of another language come in the order of their first segments; a segment that only this language has may lie
    between two that a longer unit holds together, and then comes after that unit.
    """
    _, found = made
    units = join(found, pivot="en")
    read = [index for unit in units for index in places(unit, "en")]
    assert read == sorted(read)
    for lang in LANGS:
        first = [min(indexes) for unit in units if (indexes := places(unit, lang))]
        assert first == sorted(first)
    assert [unit.id for unit in units] == [f"u{number}" for number in range(1, len(units) + 1)]
    for unit in units:
        langs = [variant.lang for variant in unit.variants]
        assert "en" not in langs[1:]


@PATIENT
@given(alignments())
def test_units_are_as_small_as_they_can_be(made):
    """Two segments are in one unit only if a chain of beads leads from one to the other."""
    _, found = made
    for unit in join(found, pivot="en"):
        nodes = {(variant.lang, index) for variant in unit.variants for index in places(unit, variant.lang)}
        reached, fresh = set(), {min(nodes)}
        while fresh:
            reached |= fresh
            fresh = {
                (lang, index)
                for alignment in found
                for bead in alignment.beads
                if reached
                & {(alignment.source.lang, i) for i in bead.source}.union(
                    (alignment.target.lang, j) for j in bead.target
                )
                for lang, side in ((alignment.source.lang, bead.source), (alignment.target.lang, bead.target))
                for index in side
            } - reached
        assert reached == nodes


def test_beads_that_overlap_in_the_pivot_make_one_unit():
    """French 1-2 and Chinese 2-1 that share one English sentence give a unit of three languages."""
    english, french, chinese = text_of("en", 3), text_of("fr", 2), text_of("zh", 3)
    units = join(
        [
            aligned(french, english, [([0], [0, 1]), ([1], [2])]),
            aligned(chinese, english, [([0], [0]), ([1, 2], [1]), ([], [2])]),
        ],
        pivot="en",
    )
    assert [[(v.lang, v.text) for v in unit.variants] for unit in units] == [
        [("en", "en0. en1."), ("fr", "fr0."), ("zh", "zh0.zh1.zh2.")],
        [("en", "en2."), ("fr", "fr1.")],
    ]


def test_an_addition_stands_where_its_neighbours_stand():
    """A segment without a counterpart comes after the unit of the segment before it; at the very start, first."""
    units = join(
        [aligned(text_of("fr", 4), text_of("en", 2), [([0], []), ([1], [0]), ([2], []), ([3], [1])])], pivot="en"
    )
    assert [unit.variants[-1].text for unit in units] == ["fr0.", "fr1.", "fr2.", "fr3."]
    assert [unit.origin[0].kind for unit in units] == ["1-0", "1-1", "1-0", "1-1"]


def test_texts_without_segments_give_what_the_others_have():
    """An empty pivot gives units of one language; two empty texts give none."""
    units = join([aligned(text_of("fr", 2), text_of("en", 0), [([0], []), ([1], [])])], pivot="en")
    assert [[v.lang for v in unit.variants] for unit in units] == [["fr"], ["fr"]]
    assert join([aligned(text_of("fr", 0), text_of("en", 0), [])], pivot="en") == ()


@pytest.mark.parametrize(
    ("make", "pivot", "message"),
    [
        (list, None, "no alignment"),
        (
            lambda: [aligned(text_of("en", 1), text_of("en", 1), [([0], [0])])],
            None,
            "both sides of an alignment are 'en'",
        ),
        (lambda: [aligned(text_of("fr", 1), text_of("en", 1), [([0], [0])])], "de", "the pivot 'de' is not among"),
        (
            lambda: [
                aligned(text_of("fr", 1), text_of("en", 1), [([0], [0])]),
                aligned(text_of("zh", 1), text_of("en", 2), [([0], [0, 1])]),
            ],
            "en",
            "two different documents in 'en'",
        ),
    ],
)
def test_what_cannot_be_joined(make, pivot, message):
    """Each wrong call has its message."""
    with pytest.raises(UsageError, match=message):
        join(make(), pivot=pivot)


def test_many_units_are_joined_in_time():
    """Ten thousand segments in each of four languages are no matter of minutes: the work grows with their number."""
    count = 10_000
    pivot = text_of("en", count)
    found = [aligned(text_of(lang, count), pivot, [([n], [n]) for n in range(count)]) for lang in LANGS]
    units = join(found, pivot="en")
    assert len(units) == count
    assert all(int(one.id[1:]) < int(other.id[1:]) for one, other in pairwise(units))


def test_variants_say_where_their_text_stood():
    """Each place once, in the order of the blocks; a text that knows none says none."""
    source, target = text_of("fr", 3), text_of("zh", 1)
    places = ("page 1", "page 1", "page 2")
    blocks = tuple(replace(block, place=place) for block, place in zip(source.blocks, places, strict=True))
    (unit,) = join([aligned(replace(source, blocks=blocks), target, [([0, 1, 2], [0])])])
    assert [[(p.name, p.value) for p in variant.properties] for variant in unit.variants] == [
        [(PLACE, "page 1"), (PLACE, "page 2")],
        [],
    ]


def test_a_sentence_over_several_lines_is_one_line_in_a_unit():
    """Where each segment begins is counted in what the unit has."""
    text = "One\nsentence. And\nanother."
    segments = (
        Segment(id="s1", text=text[:13], start=0, end=13, block=0),
        Segment(id="s2", text=text[14:], start=14, end=len(text), block=0),
    )
    block = Block(kind="paragraph", start=0, end=len(text))
    wrapped = Document(id="d", lang="en", text=text, blocks=(block,), segments=segments)
    (unit,) = join([aligned(wrapped, text_of("fr", 1), [([0, 1], [0])])])
    assert unit.variants[0].text == "One sentence. And another."
    assert unit.variants[0].starts == (0, 14)
