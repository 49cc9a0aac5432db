"""Whether a short term is a word where its characters stand, in scripts that do not set words apart.

The door to `icu4py`. 大国 is a word in 世界|大国, and none in 重大|国际; インド is none in インドネシア. The words are
those of the dictionaries of ICU, which read the run of letters around the term.
"""

from __future__ import annotations

import regex
from icu4py.breakers import WordBreaker

from align.lang import primary

__all__ = ["WordBorders", "word_before"]

_REACH = 16
"""Characters read on either side of a term."""
_ALONE = 2
"""Terms up to this length must be words, or several words."""
_ACROSS = 8
"""Terms up to this length must not share a character with a word that reaches beyond them."""
_ACROSS_SPELLED = 6
"""Likewise in scripts that spell words, in which a character says less."""
_RUN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{M}\u30fc々〆]*")
_BACK = regex.compile(rf"(?r){_RUN.pattern}")
_KATAKANA = regex.compile(r"[\p{Katakana}\u30fc]")
_SPELLED = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_PARTICLES = frozenset("了着過过的地得在是")
_SAME_WORD = frozenset("市省县縣區区们們")
"""Behind a word they make no other one of it (北京市)."""


class WordBorders:
    """Judges places of terms."""

    def __init__(self, lang: str) -> None:
        """Prepare for texts in `lang`."""
        self._locale = primary(lang)

    def allow(self, text: str, start: int, end: int, *, parted: tuple[bool, bool]) -> bool:
        """Whether ``text[start:end]`` may be the term that it looks like.

        Args:
            text: any text.
            start: where the place begins, in code points.
            end: where it ends.
            parted: whether a sign was dropped before it and behind it, so that a word ends there.
        """
        length = end - start
        before, after = text[start - 1 : start], text[end : end + 1]
        if (not parted[0] and _KATAKANA.match(before) and _KATAKANA.match(text[start])) or (
            not parted[1] and _KATAKANA.match(text[end - 1]) and _KATAKANA.match(after)
        ):
            return False  # a part of a longer loan word
        across = _ACROSS_SPELLED if _SPELLED.match(text, start) else _ACROSS
        if length > across:
            return True
        left = start if parted[0] else _BACK.match(text, max(0, start - _REACH), start).start()
        right = end if parted[1] else _RUN.match(text, end, end + _REACH).end()
        if (left, right) == (start, end):
            return True
        borders = self._borders(text, left, right)
        if {start, end} <= borders:
            return True
        first = max(border for border in borders if border <= start)
        last = min(border for border in borders if border >= end)
        if any(start < border < end for border in borders):
            # a word reaches from the outside into the term; where it only adds a particle, it may as well be two
            return (start == first or (length > _ALONE and text[first:start] in _PARTICLES)) and (
                end == last or text[end:last] in _PARTICLES
            )
        return length > _ALONE or (first == start and last == end + 1 and text[end] in _SAME_WORD)

    def _borders(self, text: str, left: int, right: int) -> set[int]:
        borders = {left}
        place = left
        for word in WordBreaker(text[left:right], self._locale):
            place += len(word)
            borders.add(place)
        return borders


def word_before(text: str, place: int, lang: str) -> str:
    """The word of a script without spaces that ends at `place`; empty where none does."""
    start = _BACK.match(text, max(0, place - _REACH), place).start()
    end = _RUN.match(text, place, place + _REACH).end()
    for word in WordBreaker(text[start:end], primary(lang)):
        if start + len(word) == place:
            return str(word)
        start += len(word)
    return ""
