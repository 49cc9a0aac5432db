"""Keys under which texts are compared and found, the words of a key, and the way back to the text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import regex

from align.lang import is_spaced, primary
from align.text.normalise import comparison_key

__all__ = ["Folded", "fold", "is_by_character", "key_of", "number", "pieces", "unspaced_runs", "words"]

_MARKS = regex.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff]")
_ARABIC = regex.compile(r"\p{Arabic}")
_SPELLING = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك"})
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\u30fc\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_RUNS = regex.compile(rf"[{_UNSPACED}]+")
_PIECES = regex.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}])\w)+")
_WORDS = regex.compile(r"\w+")
_SCORED = regex.compile(r"\w+|[^\w\s]")
_CLUSTER = regex.compile(r"\X")
_LONGEST = 200
"""Characters of a word that count; what is longer is no word but data."""
_END = "\x02"


def key_of(text: str, lang: str) -> str:  # noqa: ARG001 - languages may come to differ
    """The key of `text`: equal for texts that differ in nothing that a reader would call a difference.

    That of `align.text.normalise`, and in Arabic script also without vowel signs and with one form of alef, yeh and
    kaf.
    """
    if text.isascii():  # as the rest, and several times as fast
        return " ".join(text.split()).replace("`", "'").lower()
    key = comparison_key(text)
    if not key.isascii() and _ARABIC.search(key):
        key = _MARKS.sub("", key).translate(_SPELLING)
    return key


def is_by_character(lang: str) -> bool:
    """Whether texts are compared by characters alone, for words are not set apart by spaces."""
    return not is_spaced(lang)


def words(key: str) -> list[str]:
    """The words and marks of a key, as the score counts them."""
    found: list[str] = _SCORED.findall(key)
    return found


def unspaced_runs(key: str) -> list[str]:
    """The runs of characters of scripts without spaces."""
    found: list[str] = _RUNS.findall(key)
    return found


def pieces(key: str) -> list[str]:
    """What a key is found by: its words, and of scripts without spaces every two characters that follow each other.

    The last character of a run is a piece with an end mark, so that each character begins one.
    """
    if key.isascii():
        found = _WORDS.findall(key)
    else:
        found = []
        for run in _PIECES.findall(key):
            if run[0] > "\u0dff" and _RUNS.match(run):  # the first of those scripts is Thai
                found += [run[at : at + 2] for at in range(len(run) - 1)]
                found.append(run[-1] + _END)
            else:
                found.append(run)
    return [piece if len(piece) <= _LONGEST else piece[:_LONGEST] for piece in found]


def number(*parts: str) -> int:
    """A number of 63 bits that stands for `parts`; the same in every run."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "big") >> 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A key whose characters know where they come from.

    Attributes:
        text: the key; runs of spaces are one space, and it may begin or end with one.
        starts, ends: of each of its characters the span in the original.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that became ``text[start:end]``."""
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=8192)
def _fold_cluster(cluster: str) -> str:
    return " " if cluster.isspace() else key_of(cluster, primary("en"))


def fold(text: str, lang: str) -> Folded:  # noqa: ARG001 - as for the key
    """The key of `text` with the way back."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer(text):
        piece = _fold_cluster(match[0])
        if piece == " " and out and out[-1] == " ":
            ends[-1] = match.end()
            continue
        out += piece
        starts += [match.start()] * len(piece)
        ends += [match.end()] * len(piece)
    return Folded(text="".join(out), starts=tuple(starts), ends=tuple(ends))
