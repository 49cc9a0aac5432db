"""Matching by letters, for scripts without spaces and for terms made of signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex
from ahocorasick_rs import AhoCorasick

from align.terminology._folding import fold
from align.terminology._han import is_word_at
from align.terminology._places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["LetterMatcher", "needs_letters"]

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_OUTER_SIGN = regex.compile(r"^[#@$€£%&.]+(?=\w)|(?<=\w)[+#%*°]+$")
_HAN = regex.compile(r"\p{Han}{2}")
_KATAKANA = regex.compile(r"[\p{Katakana}\u30fc]+")
_SHORT_KATAKANA = 4
"""Loan words up to this length are often the beginning or end of another (India in Indonesia); longer ones are
members of compounds."""


def needs_letters(term: str) -> bool:
    """Whether words are not enough to find `term`: it has none, is written without spaces, or a sign belongs to it."""
    folded = fold(term.strip()).text
    return not regex.search(r"\w", folded) or bool(_UNSPACED.search(folded) or _OUTER_SIGN.search(folded))


class LetterMatcher:
    """Finds many strings at once, at word boundaries where their script has such."""

    def __init__(self, patterns: Sequence[str], *, unspaced: bool, chinese: bool) -> None:
        """Prepare to find `patterns`.

        Args:
            patterns: terms as listed.
            unspaced: whether the texts are in a script without spaces, in which signs of layout are dropped.
            chinese: whether short terms must be words by the judgement of `align.terminology._han`.
        """
        self._unspaced = unspaced
        self._chinese = chinese
        self._folded = [fold(pattern.strip(), unspaced=unspaced).text for pattern in patterns]
        self._owners: dict[str, list[int]] = {}
        for index, folded in enumerate(self._folded):
            for spelling in _spellings(_lower(folded)):
                self._owners.setdefault(spelling, []).append(index)
        self._strings = list(self._owners)
        self._automaton = AhoCorasick(self._strings) if self._strings else None

    def find(self, text: str) -> Iterator[Place]:
        """Every place of every pattern in `text`, those inside others too."""
        if self._automaton is None:
            return
        folded = fold(text, unspaced=self._unspaced)
        lowered = _lower(folded.text)
        for number, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            if not self._stands_alone(folded.text, start, end):
                continue
            string = self._strings[number]
            for pattern in self._owners[string]:
                listed = self._folded[pattern]
                if _is_abbreviation(listed) and folded.text[start:end] != listed:
                    continue
                first, last = folded.span(start, end)
                yield Place(pattern=pattern, start=first, end=last, exact=_lower(listed) == string)

    def _stands_alone(self, text: str, start: int, end: int) -> bool:
        before, after = text[start - 1 : start], text[end : end + 1]
        first, last = text[start], text[end - 1]
        if _joins(before, first) or _joins(last, after):
            return False
        if end - start <= _SHORT_KATAKANA and _KATAKANA.fullmatch(text, start, end):
            return not any(_KATAKANA.fullmatch(neighbour) for neighbour in (before, after) if neighbour)
        if self._chinese and end - start == 2 and _HAN.fullmatch(text, start, end):
            return is_word_at(text, start, end)
        return True


def _joins(one: str, other: str) -> bool:
    """Whether two neighbouring characters are parts of one word in a script with spaces."""
    return bool(one and other) and all(char.isalnum() and not _UNSPACED.match(char) for char in (one, other))


def _lower(text: str) -> str:
    """`text` in lower case, character by character, so that places stay."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _is_abbreviation(term: str) -> bool:
    return term.isascii() and term.isupper() and len(term) > 1


def _spellings(term: str) -> set[str]:
    """`term`, and without what is optional in it: commas of a list (、), the long vowel at the end of a loan word."""
    spellings = {term}
    if "、" in term:
        spellings.add(term.replace("、", ""))
    if term.endswith("ー") and len(term) >= _SHORT_KATAKANA:
        spellings.add(term[:-1])
    return {spelling for spelling in spellings if spelling}
