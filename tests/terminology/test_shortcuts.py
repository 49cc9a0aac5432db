"""Shortcuts of the matcher find what the long way finds."""

from __future__ import annotations

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from align.model import Concept, Term, TermBase
from align.terminology import _folding, _wordtree, inflect
from align.terminology._wordtree import WordTree
from align.terminology.match import TermMatcher

WORDS = st.sampled_from(
    [
        "the",
        "a",
        "new",
        "era",
        "eras",
        "great",
        "power",
        "powers",
        "politics",
        "and",
        "multi",
        "polar",
        "multi-polar",
        "world.",
        "world",
        "of",
        "U.N.",
        "UN",
        "health",
        "care",
    ]
)
TERMS = (
    "new era",
    "great power",
    "power politics",
    "multi-polar world",
    "multipolar",
    "UN",
    "health care",
    "era of the world",
)


@given(st.text(max_size=30))
def test_characters_that_need_care_are_seen(text: str) -> None:
    """The quick search never says no where the exact one says yes."""
    if regex.search(_folding._NEEDS_MAP, text):
        assert _folding._needs_map().search(text) or text.isascii()


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=14))
def test_words_that_begin_no_term_may_be_passed_over(words: list[str]) -> None:
    """Looking only where a second word follows finds the same as looking at every word."""
    text = " ".join(words)
    found = TREE.find(text)
    patient = sorted(PATIENT.find(text))
    assert sorted(found) == patient


class Patient(WordTree):
    """Looks at every word."""

    def _places(self, forms):
        """All of them."""
        return list(range(len(forms)))


def _wanted():
    from align.terminology._places import Wanted

    return [Wanted(form=term, lang="en") for term in TERMS]


TREE = WordTree(_wanted(), "en")
PATIENT = Patient(_wanted(), "en")


def test_full_memories_are_emptied(monkeypatch):
    """Results do not depend on how many words are remembered."""
    monkeypatch.setattr(_wordtree, "_CACHE_LIMIT", 3)
    monkeypatch.setattr(inflect, "_REMEMBERED", 3)
    monkeypatch.setattr(inflect, "_MANY", 5)
    terms = tuple(Term(text=term, lang="en") for term in TERMS)
    matcher = TermMatcher(TermBase(concepts=(Concept(id="c", terms=terms),)), "en")
    text = "New eras of great powers and a multi-polar world: power politics in a new era of the world and the U.N."
    for _ in range(3):
        assert [match.term.text for match in matcher.find(text)] == [
            "new era",
            "great power",
            "multi-polar world",
            "power politics",
            "new era",
            "era of the world",
            "UN",
        ]


def test_a_dictionary_that_noted_its_words_knows_them_all(monkeypatch):
    """No listed word is taken for one that is not; of others few are looked up in vain."""
    listed = {f"word{number}": f"lemma{number}" for number in range(5000)}
    monkeypatch.setattr(inflect, "_MANY", 1)
    dictionary = inflect._Dictionary(listed)
    dictionary.get("word0")
    assert all(dictionary.get(word) == lemma for word, lemma in listed.items())
    assert dictionary.get("none") is None
    assert dictionary.get("none", "other") == "other"
    assert len(dictionary) == len(list(dictionary)) == 5000
    assert dictionary["word7"] == "lemma7"
    assert "none" not in dictionary
