"""What can be seen in a segment without understanding it: its length, numbers, look-alike words and punctuation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from align.model import Document

    Floats = NDArray[np.float32]

__all__ = ["END_CLASSES", "Cues", "cues_of"]

_NUMBER_BUCKETS = 16
_WORD_BUCKETS = 32
_PREFIX = 5  # letters of a word that make it a look-alike of another (Simard, Foster and Isabelle 1992 used four)
# what is looked for in the lines of a text, as a group, or the end of a line, which leaves the group empty
_NUMBERS = re.compile(r"(\d+(?:[.,\u066b\u066c\u00a0\u202f]\d+)*)|\n")
_WORDS = re.compile(rf"([^\W\d_]{{3,{_PREFIX}}})[^\W\d_]*|\n")
_MARKS = regex.compile(r"\P{ccc=0}+")
_SPACES = np.asarray([code for code in range(0x3001) if chr(code).isspace()], dtype=np.uint32)
_CLOSING = " \t\u00a0\u3000\"'”’»›）)]】」』》〉\u200f\u200e"
END_CLASSES = ("stop", "question", "exclamation", "colon", "none")
_ENDS = {".": 0, "。": 0, "．": 0, "…": 0, "۔": 0, "।": 0, "?": 1, "？": 1, "؟": 1, "!": 2, "！": 2}
_ENDS |= dict.fromkeys(":：;；؛", 3)


@dataclass(frozen=True, slots=True)
class Cues:
    """Cues of one document; every array has one row a segment, or one more where it holds prefix sums.

    Attributes:
        length: prefix sums of the characters other than white space, shape (n + 1,).
        numbers: prefix sums of hashed numbers, shape (n + 1, buckets).
        words: prefix sums of hashed look-alike words, weighted by rarity, shape (n + 1, buckets).
        end: index into `END_CLASSES`, shape (n,).
        lower: whether the segment starts with a lower-case letter, shape (n,).
        opens: whether the segment is the first of its block, shape (n,); all False where blocks say nothing.
    """

    length: Floats
    numbers: Floats
    words: Floats
    end: NDArray[np.int64]
    lower: NDArray[np.bool_]
    opens: NDArray[np.bool_]


def cues_of(source: Document, target: Document) -> tuple[Cues, Cues]:
    """The cues of both documents; words and numbers count only where they occur on both sides."""
    sides = [_Lines.of(document) for document in (source, target)]
    words = [_Keys.of(side.plain, _WORDS, str) for side in sides]
    numbers = [_Keys.of(side.text, _NUMBERS, _digits_of) for side in sides]
    rarity = _rarity(*words)
    shared = dict.fromkeys(numbers[0].place.keys() & numbers[1].place.keys(), 1.0)
    fenced = all(_has_paragraphs(document) for document in (source, target))
    first, second = (
        Cues(
            length=_prefix(side.visible[:, None])[:, 0],
            numbers=_prefix(number.hashed(shared, _NUMBER_BUCKETS)),
            words=_prefix(word.hashed(rarity, _WORD_BUCKETS)),
            end=np.asarray([_end(segment.text) for segment in document.segments], dtype=np.int64),
            lower=np.asarray([_starts_lower(segment.text) for segment in document.segments], dtype=np.bool_),
            opens=_openings(document, fenced=fenced),
        )
        for document, side, word, number in zip((source, target), sides, words, numbers, strict=True)
    )
    return first, second


@dataclass(frozen=True, slots=True)
class _Lines:
    """All segments of a document, a line each.

    Attributes:
        text: as they are, but for their own line ends.
        plain: without case and accents.
        visible: characters of each segment other than white space, shape (n,).
    """

    text: str
    plain: str
    visible: Floats

    @classmethod
    def of(cls, document: Document) -> _Lines:
        """Look at all segments as one string: what is done once is done fast."""
        texts = [segment.text.replace("\n", " ") for segment in document.segments]
        text = "\n".join(texts)
        plain = text if text.isascii() else unicodedata.normalize("NFD", text)
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        seen = np.concatenate([[0], np.cumsum(~np.isin(codes, _SPACES))])
        ends = np.cumsum([len(line) + 1 for line in texts]) - 1
        begins = np.concatenate([[0], ends[:-1] + 1])
        visible = (seen[ends] - seen[begins]).astype(np.float32)
        return cls(text, _MARKS.sub("", plain.casefold()), visible)


@dataclass(frozen=True, slots=True)
class _Keys:
    """What was found in the segments of a document.

    Attributes:
        place: number of each distinct key.
        segment: of each find, rising, shape (finds,).
        key: number of the key of each find, shape (finds,).
        segments: how many segments there are.
    """

    place: dict[str, int]
    segment: NDArray[np.int64]
    key: NDArray[np.int64]
    segments: int

    @classmethod
    def of(cls, lines: str, pattern: re.Pattern[str], key_of: Callable[[str], str]) -> _Keys:
        """Find `pattern` in all lines at once: what is done a line at a time takes longer than the search itself."""
        found = pattern.findall(lines)
        distinct = {text: number for number, text in enumerate(dict.fromkeys(found))}
        number = np.fromiter(map(distinct.__getitem__, found), dtype=np.int64, count=len(found))
        ends = number == distinct.pop("", -1)
        place: dict[str, int] = {}
        keys = np.zeros(len(distinct) + 1, dtype=np.int64)
        for text, at in distinct.items():
            keys[at] = place.setdefault(key_of(text), len(place))
        return cls(place, np.cumsum(ends)[~ends], keys[number[~ends]], lines.count("\n") + 1)

    def spread(self) -> NDArray[np.int64]:
        """In how many segments each key occurs, shape (keys,)."""
        pairs = np.sort(self.segment * (len(self.place) + 1) + self.key)
        distinct = pairs[np.diff(pairs, prepend=-1) > 0]
        return np.bincount(distinct % (len(self.place) + 1), minlength=len(self.place))

    def hashed(self, weights: Mapping[str, float], buckets: int) -> Floats:
        """The weights of the keys in each segment, summed in buckets; shape (segments, buckets)."""
        weight = np.zeros(len(self.place) + 1)
        bucket = np.zeros(len(self.place) + 1, dtype=np.int64)
        for key, value in weights.items():
            number = self.place[key]
            weight[number], bucket[number] = value, crc32(key.encode(errors="surrogatepass")) % buckets
        cells = np.bincount(
            self.segment * buckets + bucket[self.key], weights=weight[self.key], minlength=self.segments * buckets
        )
        return cells.reshape(self.segments, buckets).astype(np.float32)


def _has_paragraphs(document: Document) -> bool:
    """Whether blocks tell more than segments do: a file with a sentence a line has none to speak of."""
    blocks = len({segment.block for segment in document.segments})
    return blocks > 1 and len(document.segments) >= 1.5 * blocks


def _openings(document: Document, *, fenced: bool) -> NDArray[np.bool_]:
    last = -1
    out = []
    for segment in document.segments:
        out.append(fenced and segment.block != last)
        last = segment.block
    return np.asarray(out, dtype=np.bool_)


def _prefix(rows: Floats) -> Floats:
    """Sums of the rows before each row and, last, of all."""
    out = np.zeros((len(rows) + 1, rows.shape[1]), dtype=np.float64)
    np.cumsum(rows, axis=0, out=out[1:])
    return out.astype(np.float32)


def _digits_of(number: str) -> str:
    """Bare ASCII digits: 1,234.5 and ١٢٣٤٫٥ are the same."""
    if number.isascii() and number.isdigit():
        return number
    return "".join(str(unicodedata.digit(char)) for char in number if char.isdigit())


def _rarity(source: _Keys, target: _Keys) -> dict[str, float]:
    """Weight of each key that occurs on both sides: 1 for the rarest, less the more segments have it."""
    counts = source.spread(), target.spread()
    total = source.segments + target.segments
    out = {}
    for key in sorted(source.place.keys() & target.place.keys()):
        both = int(counts[0][source.place[key]] + counts[1][target.place[key]])
        if both <= max(6, 0.1 * total):
            out[key] = log(1 + total / both) / log(1 + total / 2)
    return out


def _end(text: str) -> int:
    last = text[-1:]
    if last in _CLOSING:
        last = text.rstrip(_CLOSING)[-1:]
    return _ENDS.get(last, len(END_CLASSES) - 1)


def _starts_lower(text: str) -> bool:
    first = text[:1]
    if not first.isalnum():
        first = next((char for char in text if char.isalnum()), "")
    return first.islower()
