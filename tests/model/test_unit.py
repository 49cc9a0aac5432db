"""Translation units and their variants refuse what cannot be."""

from __future__ import annotations

import pytest

from align.errors import ModelError
from align.model import InlineCode, Origin, Property, TranslationUnit, Variant


def variant(lang, *content, **more):
    """A variant of these pieces."""
    return Variant(lang=lang, content=content, **more)


def origin(kind="1-1", score=0.9, status="auto"):
    """Where a unit came from."""
    return Origin(source="en", target="fr", kind=kind, score=score, status=status, bead=0)


def unit(*variants, **more):
    """A unit of these variants."""
    return TranslationUnit(id="u1", variants=variants, **more)


EN = variant("en", "Hello")


def test_inline_codes_are_not_text():
    """The text of a variant is its content without codes."""
    code = InlineCode(kind="bpt", content="<b>", attributes=(("i", "1"),))
    assert variant("en", code, "bold", InlineCode(kind="ept"), " move").text == "bold move"


def test_a_variant_has_a_language():
    """The message says what is missing."""
    with pytest.raises(ModelError, match="a variant needs a language"):
        variant("", "text")


def test_every_segment_of_a_variant_has_a_start_or_none_has():
    """The message counts both."""
    with pytest.raises(ModelError, match="variant en has 2 segments and 1 starts"):
        variant("en", "One. Two.", segments=("s1", "s2"), starts=(0,))
    assert variant("en", "One. Two.", segments=("s1", "s2")).starts == ()
    assert variant("en", "One. Two.", segments=("s1", "s2"), starts=(0, 5)).starts == (0, 5)


def test_a_unit_has_a_variant():
    """The message names the unit."""
    with pytest.raises(ModelError, match="unit u1 has no variant"):
        unit()


def test_a_unit_has_one_variant_a_language():
    """The message names the unit and the languages."""
    with pytest.raises(ModelError, match="unit u1 has two variants of one language: en, fr, en"):
        unit(EN, variant("fr", "Bonjour"), variant("en", "Hi"))


def test_a_region_makes_another_language_of_a_variant():
    """Tags are compared whole: en and en-GB stand side by side."""
    assert unit(EN, variant("en-GB", "Hullo")).variant("en-GB").text == "Hullo"


def test_a_language_that_is_not_there_gives_none():
    """Absence is None, not an error."""
    assert unit(EN).variant("de") is None


@pytest.mark.parametrize(("kind", "null"), [("1-0", True), ("0-2", True), ("1-1", False), ("10-10", False)])
def test_an_origin_with_an_empty_side_is_null(kind, null):
    """Ten segments are not none."""
    assert origin(kind=kind).is_null is null


@pytest.mark.parametrize(
    ("origins", "score"),
    [
        ((), None),
        ((origin(score=0.9), origin(score=0.4)), 0.4),
        ((origin(score=0.9), origin(kind="1-0", score=0.1)), 0.9),
        ((origin(score=None), origin(score=0.7)), 0.7),
        ((origin(kind="0-1", score=0.2),), None),
    ],
)
def test_the_score_of_a_unit_is_that_of_its_weakest_bead(origins, score):
    """Null beads and beads without a score do not count."""
    assert unit(EN, origin=origins).score == score


@pytest.mark.parametrize(
    ("origins", "status"),
    [
        ((), "auto"),
        ((origin(status="checked"),), "checked"),
        ((origin(status="checked"), origin(status="auto")), "auto"),
    ],
)
def test_a_unit_is_checked_when_all_its_beads_are(origins, status):
    """One bead that nobody confirmed leaves the unit automatic."""
    assert unit(EN, origin=origins).status == status


def test_properties_keep_name_and_value():
    """Properties compare by value."""
    assert unit(EN, properties=(Property(name="domain", value="law"),)).properties[0] == Property(
        name="domain", value="law"
    )


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        ({"kind": "many"}, "kind 'many' of a bead is not two numbers"),
        ({"kind": "0-0"}, "kind '0-0'"),
        ({"score": 1.5}, r"score 1\.5 is not in 0\.\.1"),
        ({"score": float("nan")}, "score nan"),
    ],
)
def test_an_origin_is_that_of_a_bead(faulty, message):
    """A kind or a score that no bead can have is refused."""
    with pytest.raises(ModelError, match=message):
        origin(**faulty)
