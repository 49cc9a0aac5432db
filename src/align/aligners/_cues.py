"""What can be seen in a segment without understanding it: its length, numbers, look-alike words and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from align.model import Document

    Floats = NDArray[np.float32]

__all__ = ["END_CLASSES", "Cues", "cues_of"]

_NUMBER_BUCKETS = 16
_WORD_BUCKETS = 32
_PREFIX = 5  # letters of a word that make it a look-alike of another (Simard, Foster and Isabelle 1992 used four)
_NUMBER = re.compile(r"\d+(?:[.,\u066b\u066c\u00a0\u202f]\d+)*")
_WORD = re.compile(r"[^\W\d_]{3,}")
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
    texts = [[segment.text for segment in document.segments] for document in (source, target)]
    words = [[_words(text) for text in side] for side in texts]
    numbers = [[_numbers(text) for text in side] for side in texts]
    shared_words = _rarity(*words)
    shared_numbers = dict.fromkeys(
        {key for seg in numbers[0] for key in seg} & {key for seg in numbers[1] for key in seg}, 1.0
    )
    fenced = all(_has_paragraphs(document) for document in (source, target))
    lengths = [np.asarray([len("".join(text.split())) for text in side], dtype=np.float32) for side in texts]
    first, second = (
        Cues(
            length=_prefix(length[:, None], 1)[:, 0],
            numbers=_prefix(_hashed(number, shared_numbers, _NUMBER_BUCKETS), _NUMBER_BUCKETS),
            words=_prefix(_hashed(word, shared_words, _WORD_BUCKETS), _WORD_BUCKETS),
            end=np.asarray([_end(text) for text in side], dtype=np.int64),
            lower=np.asarray([_starts_lower(text) for text in side], dtype=np.bool_),
            opens=_openings(document, fenced=fenced),
        )
        for document, side, length, word, number in zip((source, target), texts, lengths, words, numbers, strict=True)
    )
    return first, second


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


def _prefix(rows: Floats, width: int) -> Floats:
    out = np.zeros((len(rows) + 1, width), dtype=np.float64)
    if len(rows):
        np.cumsum(rows, axis=0, out=out[1:])
    return out.astype(np.float32)


def _hashed(rows: Sequence[Sequence[str]], weights: dict[str, float], buckets: int) -> Floats:
    out = np.zeros((len(rows), buckets), dtype=np.float32)
    for i, keys in enumerate(rows):
        for key in keys:
            if key in weights:
                out[i, crc32(key.encode()) % buckets] += weights[key]
    return out


def _numbers(text: str) -> list[str]:
    """Numbers as bare ASCII digits: 1,234.5 and ١٢٣٤٫٥ are the same."""
    return ["".join(str(unicodedata.digit(c)) for c in found if c.isdigit()) for found in _NUMBER.findall(text)]


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFD", text).casefold()
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return [word[:_PREFIX] for word in _WORD.findall(plain)]


def _rarity(source: list[list[str]], target: list[list[str]]) -> dict[str, float]:
    """Weight of each key that occurs on both sides: 1 for the rarest, 0 for one that is in every segment."""
    counts = [Counter(key for keys in side for key in set(keys)) for side in (source, target)]
    total = len(source) + len(target)
    if not total:
        return {}
    out = {}
    for key in counts[0].keys() & counts[1].keys():
        both = counts[0][key] + counts[1][key]
        if both <= max(6, 0.1 * total):
            out[key] = log(1 + total / both) / log(1 + total / 2)
    return out


def _end(text: str) -> int:
    stripped = text.rstrip(_CLOSING)
    return _ENDS.get(stripped[-1:], len(END_CLASSES) - 1)


def _starts_lower(text: str) -> bool:
    first = next((c for c in text if c.isalnum()), "")
    return first.islower()
