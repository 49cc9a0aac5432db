"""Texts as pieces whose translations can be learnt: words by their lemma, single characters in unspaced scripts.

A piece of a script with spaces is a word; its key is its lemma. In Chinese, Japanese, Thai and the like a piece is one
character, or a run of Latin letters or digits. Features are what association is learnt for: each word for itself, and
in unspaced scripts each character and each pair of neighbours that could belong to a term.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex

from align.lang import is_spaced, primary
from align.terminology._folding import fold
from align.terminology._function_words import function_words
from align.terminology.inflect import inflector

__all__ = ["BREAK", "COMMA", "NOTHING", "Cut", "Cutter", "Feature"]

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_SIGN = regex.compile(r"[\p{Katakana}\u30fc]+|\p{Latin}[\p{Latin}\p{M}\p{N}]*|\p{N}+|[\p{L}\u3005]\p{M}*")
_HIRAGANA = regex.compile(r"\p{Hiragana}")
_QUIET = frozenset("-'\"")  # what `fold` makes of hyphens, apostrophes and quotation marks
_COMMAS = frozenset(",،、，·・/&()（）[]")
NOTHING = 0
COMMA = 1
BREAK = 2
_CACHE_LIMIT = 200_000
"""Different words whose keys are kept; about 200 bytes each."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What association is learnt for: a key and the pieces it covers, the last one included."""

    key: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A text as pieces.

    Attributes:
        keys: of each piece.
        starts, ends: the spans of the pieces in the text, code points, half-open.
        words: the pieces as they stand, case folded.
        gaps: what stands before each piece: `NOTHING` (spaces, hyphens, quotation marks), `COMMA` or `BREAK`.
        joined: for each piece, whether a hyphen alone stands before it.
        features: in the order of the pieces.
    """

    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    gaps: tuple[int, ...]
    joined: tuple[bool, ...]
    features: tuple[Feature, ...]

    @property
    def by_pieces(self) -> bool:
        """Whether the features are the pieces, one each."""
        return len(self.features) == len(self.keys) and all(
            one.first == one.last == place for place, one in enumerate(self.features)
        )

    def covered(self, start: int, end: int) -> range:
        """The pieces that share a character with the span ``start..end`` of the text."""
        first = next((i for i, stop in enumerate(self.ends) if stop > start), len(self.ends))
        after = next((i for i, begin in enumerate(self.starts) if begin >= end), len(self.starts))
        return range(first, max(first, after))


class Cutter:
    """Cuts texts of one language into pieces."""

    def __init__(self, lang: str) -> None:
        """Prepare for texts in `lang`, a BCP 47 tag."""
        self.spaced = is_spaced(lang)
        self._language = primary(lang)
        self._inflector = inflector(lang) if self.spaced else None
        self._function = function_words(lang, certain=True)
        self._known: dict[str, str] = {}

    def cut(self, text: str) -> Cut:
        """The pieces of `text`."""
        folded = fold(text)
        pattern = _WORD if self.spaced else _SIGN
        keys: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        words: list[str] = []
        gaps: list[int] = []
        joined: list[bool] = []
        end = 0
        for match in pattern.finditer(folded.text):
            between = folded.text[end : match.start()]
            gaps.append(_gap(between) if keys else BREAK)
            joined.append(between == "-" and bool(keys))
            end = match.end()
            first, last = folded.span(match.start(), end)
            keys.append(self.key(match[0]))
            words.append(match[0].casefold())
            starts.append(first)
            ends.append(last)
        features = [Feature(key, index, index) for index, key in enumerate(keys)]
        if not self.spaced:
            features = self._signs(keys, gaps) or features
        return Cut(
            keys=tuple(keys),
            starts=tuple(starts),
            ends=tuple(ends),
            words=tuple(words),
            gaps=tuple(gaps),
            joined=tuple(joined),
            features=tuple(features),
        )

    def _signs(self, keys: list[str], gaps: list[int]) -> list[Feature]:
        """Characters and pairs of neighbours, but for those with a function word or with hiragana, which inflects."""
        said = [key not in self._function and not _HIRAGANA.search(key) for key in keys]
        found = []
        for index, key in enumerate(keys):
            if not said[index]:
                continue
            found.append(Feature(key, index, index))
            after = index + 1
            if after < len(keys) and said[after] and not gaps[after] and not (key.isascii() or keys[after].isascii()):
                found.append(Feature(key + keys[after], index, after))
        return found

    def content(self, text: str) -> tuple[str, ...]:
        """The keys of the pieces of `text` without those of function words; of all where there are no others."""
        cut = self.cut(text)
        found = tuple(key for key, word in zip(cut.keys, cut.words, strict=True) if word not in self._function)
        return found or cut.keys

    def key(self, word: str) -> str:
        """The key of a word: its lemma without case, the shortest where it could be a form of several."""
        if self._inflector is None:
            return unicodedata.normalize("NFKC", word).casefold()
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _CACHE_LIMIT:
                self._known.clear()
            own = word.casefold()
            found = [key for key in self._inflector.text_keys(word) if key[0] not in "~^=" and key != own]
            known = self._known[word] = min(found, key=lambda key: (len(key), key), default=own)
        return known


def _gap(between: str) -> int:
    signs = {char for char in between if not char.isspace()} - _QUIET
    return NOTHING if not signs else COMMA if signs <= _COMMAS else BREAK
