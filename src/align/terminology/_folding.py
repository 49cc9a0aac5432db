"""Comparison text with a way back: every place in it maps to a place in the original, in code points."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import regex

__all__ = ["Folded", "fold"]

_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_APOSTROPHES = "\u2018\u2019\u201a\u201b\u02b9\u02bb\u02bc\u02bd\u2032\u00b4\u0060\uff07\ua78c"
_DOUBLE_QUOTES = (
    "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u300c\u300d\u300e\u300f\u301d\u301e\u301f\u300a\u300b\uff02\ufe41\ufe42"
)
_HYPHENS = "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"

_ONE_TO_ONE = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF61, 0xFFA0)}
    | dict.fromkeys(map(ord, _SPACES), " ")
    | dict.fromkeys(map(ord, _APOSTROPHES), "'")
    | dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"')
    | dict.fromkeys(map(ord, _HYPHENS), "-")
)

_REPLACED = re.compile("[" + "".join(f"\\U{code:08x}" for code in _ONE_TO_ONE) + "]")

# Written only to steer line breaks, direction or reading: soft hyphen, zero-width and bidi controls, variation
# selectors, Arabic tatweel and vowel marks, Hebrew points.
_DROPPED = (
    r"\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe00-\ufe0f"
    r"\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
)
_DROP = regex.compile(f"[{_DROPPED}]")
# Latin, Hebrew and Arabic ligatures and presentation forms, as they come out of PDF files.
_PRESENTATION = regex.compile(r"[\ufb00-\ufdff\ufe70-\ufefc]")
_NEEDS_MAP = rf"[{_DROPPED}\p{{M}}\ufb00-\ufdff\ufe70-\ufefc\uff9e\uff9f\u1160-\u11ff]"
_CLUSTER = regex.compile(r"[\s\S][\p{M}\uff9e\uff9f\u1160-\u11ff]*")
_STRESS = regex.compile(r"(?<=\p{Cyrillic})[\u0300\u0301]")

_UNSPACED_SCRIPTS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u30fc\u3001\u3002"
_BESIDE = rf"(?<=[{_UNSPACED_SCRIPTS}])", rf"(?=[{_UNSPACED_SCRIPTS}])"
_GLUE = regex.compile(rf'{_BESIDE[0]} +| +{_BESIDE[1]}|"|{_BESIDE[0]}[\u30fb\u00b7]{_BESIDE[1]}')


class Folded(NamedTuple):
    """A comparison text and where each of its characters comes from.

    Attributes:
        text: the comparison text; case is kept.
        starts, ends: for each of its characters the span in the original; None where nothing moved.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that became ``text[start:end]`` (not empty)."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str, *, unspaced: bool = False) -> Folded:
    """A form of `text` in which spellings that mean the same look the same.

    Composed characters (NFC), full width and half width, presentation forms, spaces, quotation marks, apostrophes and
    hyphens become one form each; soft hyphens, zero-width characters, tatweel and vowel marks go.

    Args:
        text: any text.
        unspaced: also drop what is optional in scripts without spaces: white space beside their characters (line
            breaks, Latin letters set apart), quotation marks, and dots between the parts of a name.
    """
    folded = Folded(text)
    if not text.isascii() and (_needs_map().search(text) or not unicodedata.is_normalized("NFC", text)):
        folded = _compose(text)
    if _REPLACED.search(folded.text):
        folded = folded._replace(text=folded.text.translate(_ONE_TO_ONE))
    return _glue(folded) if unspaced else folded


@lru_cache(maxsize=1)
def _needs_map() -> re.Pattern[str]:
    """What `_NEEDS_MAP` says, or a character beyond 16 bits; `re` looks for such a set many times as fast."""
    every = "".join(chr(code) for code in range(0x80, 0x10000) if not 0xD800 <= code < 0xE000)
    codes = [ord(char) for char in regex.findall(_NEEDS_MAP, every)]
    return re.compile("[" + "".join(f"\\u{code:04x}" for code in codes) + "\U00010000-\U0010ffff]")


def _compose(text: str) -> Folded:
    """NFC with presentation forms spelled out and invisible characters dropped, cluster by cluster."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer(text):
        cluster = match[0]
        wide = _PRESENTATION.search(cluster) or cluster[-1] in "\uff9e\uff9f"
        piece = unicodedata.normalize("NFKC", cluster) if wide else unicodedata.normalize("NFC", cluster)
        piece = _STRESS.sub("", _DROP.sub("", piece))
        pieces.append(piece)
        starts.extend([match.start()] * len(piece))
        ends.extend([match.end()] * len(piece))
    return Folded(text="".join(pieces), starts=tuple(starts), ends=tuple(ends))


def _glue(folded: Folded) -> Folded:
    kept = [True] * len(folded.text)
    for match in _GLUE.finditer(folded.text):
        kept[match.start() : match.end()] = [False] * len(match[0])
    if all(kept):
        return folded
    places = [place for place, keep in enumerate(kept) if keep]
    return Folded(
        text="".join(folded.text[place] for place in places),
        starts=tuple(folded.span(place, place + 1)[0] for place in places),
        ends=tuple(folded.span(place, place + 1)[1] for place in places),
    )
