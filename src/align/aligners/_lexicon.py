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
from collections import Counter
from itertools import product
from math import log
from typing import TYPE_CHECKING

import numpy as np

from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from align.model import Bead

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["LexicalOverlaps", "Lexicon", "by_tokens", "digest_of", "learn", "lexical_overlaps", "tokens_of"]

_PREFIX = 6
_DIMENSIONS = 512
_ITERATIONS = 5
_LEAST = 0.1  # geometric mean of both translation probabilities
_LEAST_BEADS = 2  # a pair of words that met only once proves nothing
_MOST_TOKENS = 80  # a side of a bead; longer ones say little about single words
_SEED = 20_231_228
_SIGNS = r"\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUNS = re.compile(rf"(?P<signs>[{_SIGNS}]+)|(?P<word>[^\W_{_SIGNS}]+)")

Lexicon = dict[tuple[str, str], float]
"""Weight in 0..1 of each pair of a source and a target token."""


def tokens_of(text: str) -> list[str]:
    """Words cut to six characters, without case and accents; characters and their pairs in unspaced scripts."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFC", "".join(c for c in folded if not unicodedata.combining(c)))
    out: list[str] = []
    for found in _RUNS.finditer(plain):
        if found["word"]:
            out.append(found["word"][:_PREFIX])
        else:
            signs = found["signs"]
            out += signs
            out += (signs[k : k + 2] for k in range(len(signs) - 1))
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
    source: Sequence[Sequence[str]], target: Sequence[Sequence[str]], lexicon: Mapping[tuple[str, str], float]
) -> tuple[LexicalOverlaps, LexicalOverlaps]:
    """Vectors of both sides under `lexicon`; tokens that are the same on both sides translate each other.

    Args:
        source: tokens of each source segment.
        target: tokens of each target segment.
        lexicon: weights of pairs of tokens.
    """
    target_words = sorted({token for tokens in target for token in tokens})
    source_words = sorted({token for tokens in source for token in tokens})
    rng = np.random.default_rng(_SEED)
    directions = rng.standard_normal((len(target_words), _DIMENSIONS), dtype=np.float32) / _DIMENSIONS**0.5
    place = {word: k for k, word in enumerate(target_words)}
    of_source = {word: k for k, word in enumerate(source_words)}
    own = np.zeros((len(source_words), _DIMENSIONS), dtype=np.float32)
    for (word, other), weight in lexicon.items():
        if word in of_source and other in place:
            own[of_source[word]] += weight * directions[place[other]]
    for word, k in of_source.items():
        if word in place:
            own[k] += directions[place[word]]
    length = np.sqrt(np.einsum("ij,ij->i", own, own))
    unknown = length == 0
    own[unknown] = rng.standard_normal((int(unknown.sum()), _DIMENSIONS), dtype=np.float32) / _DIMENSIONS**0.5
    own[~unknown] /= length[~unknown, None]
    return _summed(source, of_source, own), _summed(target, place, directions)


def _summed(segments: Sequence[Sequence[str]], place: Mapping[str, int], directions: Floats) -> LexicalOverlaps:
    counts = Counter(token for tokens in segments for token in set(tokens))
    total = len(segments)
    sums = np.zeros((total, _DIMENSIONS), dtype=np.float32)
    for number, tokens in enumerate(segments):
        if tokens:
            weights = np.asarray([log(1 + total / counts[token]) for token in tokens], dtype=np.float32)
            sums[number] = weights @ directions[[place[token] for token in tokens]]
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
    keys, by_source, by_target = [], [], []
    first_source = first_target = 0
    for left, right in pairs:
        a = np.asarray([source_ids[token] for token in left], dtype=np.int64)
        b = np.asarray([target_ids[token] for token in right], dtype=np.int64)
        keys.append((a[:, None] * len(target_ids) + b[None, :]).ravel())
        by_source.append(np.repeat(np.arange(first_source, first_source + len(a)), len(b)))
        by_target.append(np.tile(np.arange(first_target, first_target + len(b)), len(a)))
        first_source += len(a)
        first_target += len(b)
    return np.concatenate(keys), np.concatenate(by_source), np.concatenate(by_target)


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
