"""A lexicon learnt from the two texts themselves, and vectors of segments that it makes comparable.

IBM model 1 (Brown et al. 1993) in both directions over the beads of a first alignment gives pairs of words; words are
cut to six characters (as Moore 2002 and hunalign cut them by stemming), Chinese, Japanese and Thai are taken as
characters and pairs of characters. Each target word gets a random direction, each source word the sum of those of its
translations, and a segment the sum over its words, weighted by rarity: so vectors of runs are sums, too.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from itertools import chain, pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import regex

from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from align.model import Bead

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["LexicalOverlaps", "Lexicon", "by_tokens", "digest_of", "learn", "lexical_overlaps", "tokens_of"]

_PREFIX = 6  # letters of a word that count
_DIMENSIONS = 512
_ITERATIONS = 5
_LEAST = 0.1  # geometric mean of both translation probabilities
_LEAST_BEADS = 2  # a pair of words that met only once proves nothing
_MOST_TOKENS = 80  # a side of a bead; longer ones say little about single words
_SEED = 20_231_228
_SIGNS = r"\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUNS = re.compile(rf"([^\W_{_SIGNS}]{{1,{_PREFIX}}})[^\W_{_SIGNS}]*|([{_SIGNS}]+)")
_WORDS = re.compile(rf"([^\W_]{{1,{_PREFIX}}})[^\W_]*", re.ASCII)
_MARKS = regex.compile(r"\P{ccc=0}+")
_BATCH = 4096  # entries that are looked up at a time

Lexicon = dict[tuple[str, str], float]
"""Weight in 0..1 of each pair of a source and a target token."""


def tokens_of(text: str) -> list[str]:
    """Words cut to six characters, without case and accents; characters and their pairs in unspaced scripts."""
    if text.isascii():
        return _WORDS.findall(text.lower())
    plain = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold()))
    out: list[str] = []
    for word, signs in _RUNS.findall(plain):
        if word:
            out.append(word)
        else:
            out += signs
            out += map("".join, pairwise(signs))
    return out


def by_tokens(dictionary: Mapping[tuple[str, str], float]) -> Lexicon:
    """A dictionary as a lexicon; each word of a phrase counts for itself.

    Args:
        dictionary: pairs of a source and a target word or phrase that translate each other, weights in 0..1.

    Raises:
        UsageError: a key is not a pair, or a weight is not in 0..1.
    """
    out: Lexicon = {}
    for pair, weight in dictionary.items():
        if not isinstance(pair, tuple) or len(pair) != 2 or not 0.0 <= weight <= 1.0:
            raise UsageError(
                f"{pair!r}: {weight!r} is not an entry of a dictionary; "
                "write (source word, target word): weight in 0..1"
            )
        for tokens in product(tokens_of(pair[0]), tokens_of(pair[1])):
            out[tokens] = max(weight, out.get(tokens, 0.0))
    return out


def digest_of(lexicon: Mapping[tuple[str, str], float]) -> str:
    """Eight hexadecimal digits that tell one lexicon from another, in whatever order it was read."""
    lines = sorted(f"{left}\t{right}\t{weight:.4f}\n" for (left, right), weight in lexicon.items())
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:8]


class LexicalOverlaps:
    """Runs of neighbouring segments as normalised sums; see `align.encoders.Overlaps`."""

    def __init__(self, sums: Floats) -> None:
        self._sums = sums

    def __len__(self) -> int:
        return len(self._sums)

    def vectors(self, starts: Ints, size: int) -> Floats:
        """Unit vectors of the runs ``start .. start + size - 1``; zero where no word is known."""
        total = self._sums[starts].copy()
        for step in range(1, size):
            total += self._sums[starts + step]
        length = np.sqrt(np.einsum("ij,ij->i", total, total))
        total /= np.where(length > 0, length, 1.0)[:, None]
        return total


def lexical_overlaps(
    source: Sequence[Sequence[str]],
    target: Sequence[Sequence[str]],
    lexicon: Mapping[tuple[str, str], float],
    *,
    dimensions: int = _DIMENSIONS,
) -> tuple[LexicalOverlaps, LexicalOverlaps]:
    """Vectors of both sides under `lexicon`; tokens that are the same on both sides translate each other.

    Args:
        source: tokens of each source segment.
        target: tokens of each target segment.
        lexicon: weights of pairs of tokens.
        dimensions: of the vectors; two unrelated tokens have a cosine of about one over the root of it.
    """
    left, right = _Bag.of(source), _Bag.of(target)
    rng = np.random.default_rng(_SEED)
    directions = rng.standard_normal((len(right.place), dimensions), dtype=np.float32) / dimensions**0.5
    own = np.zeros((len(left.place), dimensions), dtype=np.float32)
    entries = [
        (left.place[word], right.place[other], weight)
        for (word, other), weight in lexicon.items()
        if word in left.place and other in right.place
    ]
    entries += [(number, right.place[word], 1.0) for word, number in left.place.items() if word in right.place]
    for first in range(0, len(entries), _BATCH):
        words, others, weights = zip(*entries[first : first + _BATCH], strict=True)
        np.add.at(own, list(words), directions[list(others)] * np.asarray(weights, dtype=np.float32)[:, None])
    length = np.sqrt(np.einsum("ij,ij->i", own, own))
    unknown = length == 0
    own[unknown] = rng.standard_normal((int(unknown.sum()), dimensions), dtype=np.float32) / dimensions**0.5
    own[~unknown] /= length[~unknown, None]
    return left.summed(own), right.summed(directions)


@dataclass(frozen=True, slots=True)
class _Bag:
    """The tokens of some segments, as numbers.

    Attributes:
        place: number of each distinct token, in alphabetical order.
        token: number of each token of the text, shape (tokens,).
        count: how many tokens each segment has, shape (segments,).
    """

    place: dict[str, int]
    token: Ints
    count: Ints

    @classmethod
    def of(cls, segments: Sequence[Sequence[str]]) -> _Bag:
        words = sorted(set(chain.from_iterable(segments)))
        place = {word: number for number, word in enumerate(words)}
        token = np.fromiter(map(place.__getitem__, chain.from_iterable(segments)), dtype=np.int64)
        return cls(place, token, np.asarray([len(tokens) for tokens in segments], dtype=np.int64))

    def summed(self, directions: Floats) -> LexicalOverlaps:
        """The directions of the tokens of each segment, weighted by rarity and added up."""
        segment = np.repeat(np.arange(len(self.count)), self.count)
        distinct = np.sort(segment * max(1, len(self.place)) + self.token)
        distinct = distinct[np.diff(distinct, prepend=-1) > 0]
        spread = np.bincount(distinct % max(1, len(self.place)), minlength=len(self.place))
        weights = np.log1p(np.count_nonzero(self.count) / np.maximum(spread, 1)).astype(np.float32)
        weighted = directions * weights[:, None]
        sums = np.zeros((len(self.count), directions.shape[1]), dtype=np.float32)
        heads = np.cumsum(self.count) - self.count
        for position in range(int(self.count.max(initial=0))):
            longer = np.flatnonzero(self.count > position)
            sums[longer] += weighted[self.token[heads[longer] + position]]
        return LexicalOverlaps(sums)


def learn(source: Sequence[Sequence[str]], target: Sequence[Sequence[str]], beads: Iterable[Bead]) -> Lexicon:
    """Pairs of tokens that translate each other in both directions, with the geometric mean of both probabilities.

    Args:
        source: tokens of each source segment.
        target: tokens of each target segment.
        beads: which segments belong together; null beads say nothing.
    """
    pairs = [
        (
            list(dict.fromkeys(token for i in bead.source for token in source[i]))[:_MOST_TOKENS],
            list(dict.fromkeys(token for j in bead.target for token in target[j]))[:_MOST_TOKENS],
        )
        for bead in beads
        if not bead.is_null
    ]
    source_ids = _numbered(tokens for tokens, _ in pairs)
    target_ids = _numbered(tokens for _, tokens in pairs)
    if not source_ids or not target_ids:
        return {}
    keys, source_groups, target_groups = _met(pairs, source_ids, target_ids)
    unique, inverse, meetings = np.unique(keys, return_inverse=True, return_counts=True)
    words, others = np.divmod(unique, len(target_ids))
    forward = _model_one(inverse, target_groups, words, len(unique), len(source_ids))
    backward = _model_one(inverse, source_groups, others, len(unique), len(target_ids))
    weight = np.sqrt(forward * backward)
    keep = np.flatnonzero((weight > _LEAST) & (meetings >= _LEAST_BEADS))
    by_source, by_target = list(source_ids), list(target_ids)
    return {(by_source[words[k]], by_target[others[k]]): float(weight[k]) for k in keep}


def _numbered(sides: Iterable[Sequence[str]]) -> dict[str, int]:
    out: dict[str, int] = {}
    for tokens in sides:
        for token in tokens:
            out.setdefault(token, len(out))
    return out


def _met(
    pairs: Sequence[tuple[list[str], list[str]]], source_ids: Mapping[str, int], target_ids: Mapping[str, int]
) -> tuple[Ints, Ints, Ints]:
    """Every meeting of a source with a target token: its pair, and numbers of the (bead, token) that explain it."""
    left = np.fromiter((source_ids[token] for tokens, _ in pairs for token in tokens), dtype=np.int64)
    right = np.fromiter((target_ids[token] for _, tokens in pairs for token in tokens), dtype=np.int64)
    sizes = np.asarray([(len(tokens), len(others)) for tokens, others in pairs], dtype=np.int64)
    first = np.cumsum(sizes, axis=0) - sizes
    meetings = sizes.prod(axis=1)
    within = np.arange(meetings.sum()) - np.repeat(np.cumsum(meetings) - meetings, meetings)
    row, column = np.divmod(within, np.repeat(sizes[:, 1], meetings))
    by_source, by_target = np.repeat(first[:, 0], meetings) + row, np.repeat(first[:, 1], meetings) + column
    return left[by_source] * len(target_ids) + right[by_target], by_source, by_target


def _model_one(inverse: Ints, groups: Ints, givens: Ints, pairs: int, words: int) -> NDArray[np.float64]:
    """Translation probability of each pair given its word, by expectation maximisation.

    Args:
        inverse: the pair of each meeting.
        groups: for each meeting, the (bead, token) that is to be explained.
        givens: the word that each pair is given.
        pairs: number of pairs.
        words: number of words that can be given.
    """
    chance = np.full(pairs, 1.0)
    for _ in range(_ITERATIONS):
        share = chance[inverse]
        share = share / np.bincount(groups, weights=share)[groups]
        counts = np.bincount(inverse, weights=share, minlength=pairs)
        chance = counts / np.bincount(givens, weights=counts, minlength=words)[givens]
    return chance
