"""Matching by letters, for scripts without spaces, for Korean, and for terms made of signs."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import regex
from ahocorasick_rs import AhoCorasick

from align.lang import is_spaced, primary, script
from align.terminology._folding import Folded, fold
from align.terminology._korean import is_word_in_korean
from align.terminology._places import Place, capitals_fit, ends_sentence, opens_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from align.terminology._places import Wanted
    from align.terminology._segmentation import WordBorders

__all__ = ["LetterMatcher", "needs_letters"]

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_WITHOUT_SPACES = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u30fc]")
_HANGUL = regex.compile(r"\p{Hangul}")
_OUTER_SIGN = regex.compile(r"^[#@$€£%&.]+(?=\w)|(?<=\w)[+#%*°]+$")
_LOAN_WORD = regex.compile(r"[\p{Katakana}ー]{3,}$")
_DOT = regex.compile(r"[・·･]")
_MOST_PARTS = 5
_CHARACTERS_A_WORD = 2
"""How many characters a gap may have, in scripts without spaces, for each word that it may have."""


def needs_letters(term: str) -> bool:
    """Whether words are not enough to find `term`: it has none, is written without spaces, or a sign belongs to it."""
    folded = fold(term.strip()).text
    return not regex.search(r"\w", folded) or bool(_UNSPACED.search(folded) or _OUTER_SIGN.search(folded))


class LetterMatcher:
    """Finds many strings at once, at word boundaries where their script has such."""

    def __init__(self, wanted: Sequence[Wanted], lang: str) -> None:
        """Prepare to find the forms `wanted` in texts in `lang`."""
        self._lang = lang
        self._wanted = wanted
        self._language = primary(lang)
        self._unspaced = not is_spaced(lang) or self._language == "ko"
        self._one_script = self._language != "zh" or (
            script(lang) == "Hans" and all(script(one.lang) == "Hans" for one in wanted)
        )
        self._borders: WordBorders | None = None
        self._listed: list[tuple[str, ...]] = []
        self._owners: dict[str, list[tuple[int, int]]] = {}
        for index, one in enumerate(wanted):
            parts = tuple(self._fold(part.strip()) for part in one.parts)
            self._listed.append(tuple(self._shown(part, one.lang)[0] for part in parts))
            for number, part in enumerate(parts):
                found = {s for wording in self._shown(part, one.lang) for s in _spellings(_lower(wording))}
                for spelling in sorted(found | _loan_spellings(one.parts[number].strip())):
                    self._owners.setdefault(spelling, []).append((index, number))
        self._strings = list(self._owners)
        self._automaton = AhoCorasick(self._strings) if self._strings else None

    def _fold(self, text: str) -> str:
        return fold(text, unspaced=self._unspaced).text

    def _shown(self, term: str, lang: str) -> tuple[str, ...]:
        """The wordings of `term` that texts may have, its own first."""
        if self._one_script:
            return (term,)
        from align.terminology._variants import wordings

        return wordings(term, lang, self._lang)

    def find(self, text: str) -> Iterator[Place]:
        """Every place of every pattern in `text`, those inside others too."""
        if self._automaton is None:
            return
        folded = fold(text, unspaced=self._unspaced)
        letters = folded.text
        if not self._one_script:
            from align.terminology._variants import simplified

            letters = simplified(letters)
        pieces: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for number, start, end in self._automaton.find_matches_as_indexes(_lower(letters), overlapping=True):
            string = self._strings[number]
            stands = None
            for pattern, part in self._owners[string]:
                listed = self._listed[pattern]
                if not self._has_capitals(pattern, listed[part], letters, start, end):
                    continue
                if stands is None:
                    stands = self._stands_alone(text, folded, start, end)
                if not stands:
                    break
                if len(listed) > 1:
                    pieces.setdefault((pattern, part), []).append((start, end))
                    continue
                first, last = folded.span(start, end)
                yield Place(pattern, first, last, _lower(listed[0]) == string)
        if pieces:
            yield from self._joined(text, folded, pieces)

    def _joined(
        self, text: str, folded: Folded, pieces: dict[tuple[int, int], list[tuple[int, int]]]
    ) -> Iterator[Place]:
        """Places of patterns with gaps, each from its first part to the nearest others."""
        for pattern, part in pieces:
            if part:
                continue
            for first in pieces[pattern, 0]:
                spans = [first]
                for number in range(1, len(self._listed[pattern])):
                    following = self._next(pattern, text, folded, spans[-1][1], pieces.get((pattern, number), ()))
                    if following is None:
                        break
                    spans.append(following)
                else:
                    where = tuple(folded.span(*span) for span in spans)
                    yield Place(pattern, where[0][0], where[-1][1], exact=True, pieces=where)

    def _next(
        self, pattern: int, text: str, folded: Folded, after: int, places: Sequence[tuple[int, int]]
    ) -> tuple[int, int] | None:
        """The nearest of `places` behind `after`, if the gap allows it."""
        start, end = min((place for place in places if place[0] >= after), default=(0, 0))
        if end == 0:
            return None
        between = text[folded.span(after - 1, after)[1] : folded.span(start, start + 1)[0]]
        spaced = self._language == "ko" or not self._unspaced
        size = len(between.split()) if spaced else -(-len("".join(between.split())) // _CHARACTERS_A_WORD)
        return (start, end) if size <= self._wanted[pattern].gap and not ends_sentence(between) else None

    def _has_capitals(self, pattern: int, listed: str, letters: str, start: int, end: int) -> bool:
        one = self._wanted[pattern]
        if one.case_sensitive:
            return capitals_fit([listed], [letters[start:end]], opening=opens_sentence(letters, start))
        if one.case_sensitive is None and (one.abbreviation or _is_abbreviation(listed)):
            return letters[start:end] == listed
        return True

    def _stands_alone(self, text: str, folded: Folded, start: int, end: int) -> bool:
        letters = folded.text
        before, after = letters[start - 1 : start], letters[end : end + 1]
        if _joins(before, letters[start]) or _joins(letters[end - 1], after):
            return False
        if self._language == "ko" and _HANGUL.search(letters, start, end):
            return is_word_in_korean(text, *folded.span(start, end))
        if not (_WITHOUT_SPACES.match(letters, start) or _WITHOUT_SPACES.match(letters[end - 1])):
            return True
        if self._borders is None:
            from align.terminology._segmentation import WordBorders

            self._borders = WordBorders(self._lang)
        parted = _is_parted(text, folded, start), _is_parted(text, folded, end)
        return self._borders.allow(letters, start, end, parted=parted)


def _is_parted(text: str, folded: Folded, place: int) -> bool:
    """Whether a sign that no word has was dropped at this place of the folded text."""
    if folded.starts is None or folded.ends is None or not 0 < place < len(folded.starts):
        return False
    return bool(text[folded.ends[place - 1] : folded.starts[place]].strip(" \n\t\u3000"))


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
    spellings = {term, term.replace("、", "")}
    spellings |= {other for spelling in spellings for other in _long_vowels(spelling)}
    return {spelling for spelling in spellings if spelling}


def _long_vowels(word: str) -> tuple[str, ...]:
    """A `word`, with a long vowel at its end and without, if it ends in a loan word (プライマリ, プライマリー)."""
    bare = word.removesuffix("ー")
    is_loan = _LOAN_WORD.search(bare) is not None
    return (bare, f"{bare}ー") if is_loan else (word,)


def _loan_spellings(term: str) -> set[str]:
    """The spellings of a term of several loan words with dots between them, each with its long vowel or without."""
    parts = _DOT.split(term)
    if not 1 < len(parts) <= _MOST_PARTS:
        return set()
    return {"".join(words) for words in product(*map(_long_vowels, parts))}
