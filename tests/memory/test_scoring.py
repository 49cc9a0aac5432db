"""How like two texts are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.memory.scoring import adapt_numbers, changes, near, similarity


@pytest.mark.parametrize(
    ("one", "other", "lang", "expected"),
    [
        ("a b c d", "a b c d", "en", 1.0),
        ("A B C D", "a b c d", "en", 1.0),
        ("a b c d", "a b c x", "en", (6 / 7 + 3 / 4) / 2),
        ("一二三四", "一二三五", "zh", 3 / 4),
        ("一二三四", "一二三", "ja", 3 / 4),
        ("“x”", '"x"', "en", 1.0),
        ("كَتَبَ", "كتب", "ar", 1.0),
        ("ＡＢＣ", "abc", "zh", 1.0),
        ("", "abc", "en", 0.0),
    ],
)
def test_the_score_follows_its_formula(one, other, lang, expected):
    """Characters and words of the longer text that stay the same, in equal parts; characters alone without spaces."""
    assert similarity(one, other, lang) == pytest.approx(expected)


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["en", "zh", "ar", "th"]))
def test_the_score_is_symmetric_and_in_range(one, other, lang):
    """It does not matter which text is looked up."""
    found = similarity(one, other, lang)
    assert 0 <= found <= 1
    assert found == pytest.approx(similarity(other, one, lang))


@given(
    st.text(alphabet="ab 一二，.", max_size=25),
    st.text(alphabet="ab 一二，.", max_size=25),
    st.sampled_from(["en", "zh"]),
)
def test_the_difference_gives_both_texts_back(one, other, lang):
    """Joined, the pieces of each side are its text; pieces that are equal are equal but for white space."""
    found = changes(one, other, lang)
    assert "".join(change.looked_up for change in found) == one
    assert "".join(change.found for change in found) == other
    assert all(change.looked_up.split() == change.found.split() for change in found if change.kind == "equal")
    assert all(bool(change.looked_up) == (change.kind in {"equal", "insert", "replace"}) for change in found)


def test_the_difference_is_in_words_where_there_are_spaces():
    """A word is exchanged as a whole, however many of its letters stay."""
    found = changes("the red house", "the rod house", "en")
    assert [(one.kind, one.looked_up, one.found) for one in found] == [
        ("equal", "the ", "the "),
        ("replace", "red", "rod"),
        ("equal", " house", " house"),
    ]


def test_the_difference_is_in_characters_where_there_are_none():
    """A single Chinese character may be what differs."""
    assert [one.kind for one in changes("中国人民", "中国公民", "zh")] == ["equal", "replace", "equal"]


def test_white_space_of_another_kind_is_no_difference():
    """A no-break space, as texts from the web have it."""
    (change,) = changes("at last", "at\u00a0last", "en")
    assert (change.kind, change.looked_up, change.found) == ("equal", "at last", "at\u00a0last")


def test_near_gives_the_likest_first_and_none_below_the_threshold():
    """Index and similarity."""
    others = ["a b c x", "a b c d", "z z z z"]
    assert [index for index, _ in near("a b c d", others, by_character=False, threshold=0.5, limit=5)] == [1, 0]
    assert near("a b c d", others, by_character=False, threshold=1.0, limit=5) == [(1, 1.0)]


@pytest.mark.parametrize(
    ("looked_up", "source", "target", "expected"),
    [
        ("Article 12", "Article 7", "第7条", "第12条"),
        ("from 3 to 5", "from 4 to 6", "von 4 bis 6", "von 3 bis 5"),
        ("7 of 7", "5 of 7", "5 von 7", "7 von 7"),
        ("Article 12", "Article 7", "第七条", None),
        ("Article 12", "Article", "条", None),
        ("5 and 6", "4 and 4", "4 und 4", None),
        ("1,250.5 m", "1,000 m", "1,000 m", "1,250.5 m"),
        ("5", "4", "4, that is 4", None),
    ],
)
def test_numbers_are_exchanged_only_where_it_is_clear_which(looked_up, source, target, expected):
    """As many numbers on both sides, each as often in the target as in the source."""
    assert adapt_numbers(looked_up, source, target) == expected
