"""Translation probabilities of words, learnt from units in both directions at once.

IBM model 1 (Brown et al. 1993) with a preference for the diagonal as in fast_align (Dyer et al. 2013), whose two
directions are trained to agree (Liang et al. 2006): a word that another word explains well is thereby explained away,
which finds the counterpart even of what occurs once. Words that look alike (numbers, names, cognates) start ahead.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from align.terminology._pieces import Cut, Feature

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Anchors", "Posteriors", "Translations"]

Anchors = tuple[tuple[range, range], ...]
"""Pieces of a source and of a target text that are known to answer each other."""

_ROUNDS = 10
_ALONE = 2  # rounds in which each direction learns by itself
_DIAGONAL = 1.5  # tension of the diagonal; Dyer et al. start from 4
_NULL = 0.08  # chance that a word has no counterpart, from the same paper
_ALIKE = 30.0  # how much likelier at the start words are that look alike
_UNSEEN = 1e-4  # chance of a pair that never met
_NEW = 1e-2  # chance of a pair of words that are both new
_MOST_MEETINGS = 2_000_000  # pairs of words in one unit, over all units; some 100 bytes each while learning
_APART = 0.01  # how likely a pair is of which only one is known to belong to a term and its rendering
_LONGEST_SIDE = 400  # features of a side of a unit; what lies behind is not learnt from
_COGNATE = 4  # letters that words have to begin alike with

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        "a b v g d e e zh z i i k l m n o p r s t u f h c ch sh sh _ y _ e u a i i e g".replace("_", "").split(" "),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posteriors:
    """For two texts, which pieces of one answer which of the other.

    Attributes:
        forward: chance that target piece j is due to source piece i, shape (source, target); columns sum to 1 at most.
        backward: chance that source piece i is due to target piece j, shape (source, target); rows sum to 1 at most.
        source, target: how much each piece says, 0..1; words that are everywhere say little.
    """

    forward: Floats
    backward: Floats
    source: Floats
    target: Floats


class Translations:
    """Probabilities of pairs of features, and how much each says."""

    def __init__(self, units: Iterable[tuple[Cut, Cut, Anchors]]) -> None:
        """Learn from `units` until there are enough of them; the rest is read and left out.

        Args:
            units: two texts, and the pieces of them that are known to answer each other.
        """
        self._source: dict[str, int] = {}
        self._target: dict[str, int] = {}
        self._source_spread: list[int] = []
        self._target_spread: list[int] = []
        self._units = 0
        meetings = 0
        sides: list[tuple[Ints, Floats, Ints, Floats]] = []
        self._anchored: list[Floats | None] = []
        for left, right, anchors in units:
            a, b = left.features[:_LONGEST_SIDE], right.features[:_LONGEST_SIDE]
            if not a or not b or meetings > _MOST_MEETINGS:
                continue
            sides.append(
                (
                    _numbered(a, self._source, self._source_spread),
                    _places(a, len(left.keys)),
                    _numbered(b, self._target, self._target_spread),
                    _places(b, len(right.keys)),
                )
            )
            self._anchored.append(_apart(a, b, anchors) if anchors else None)
            self._units += 1
            meetings += len(a) * len(b)
        self._learn(sides)

    def _learn(self, sides: Sequence[tuple[Ints, Floats, Ints, Floats]]) -> None:
        if not sides:
            self._keys = np.empty(0, dtype=np.int64)
            self._forward = self._backward = np.empty(0)
            return
        width = len(self._target)
        keys, priors, by_target, by_source = [], [], [], []
        first_source = first_target = 0
        for (a, at, b, other), apart in zip(sides, self._anchored, strict=True):
            keys.append((a[:, None] * width + b[None, :]).ravel())
            prior = np.exp(-_DIAGONAL * np.abs(at[:, None] - other[None, :]))
            priors.append((prior if apart is None else prior * apart).ravel())
            by_source.append(np.repeat(np.arange(first_source, first_source + len(a)), len(b)))
            by_target.append(np.tile(np.arange(first_target, first_target + len(b)), len(a)))
            first_source += len(a)
            first_target += len(b)
        self._keys, pair = np.unique(np.concatenate(keys), return_inverse=True)
        self._anchored.clear()
        prior = np.concatenate(priors)
        explained = (np.concatenate(by_target), np.concatenate(by_source))
        start = self._alike()
        givens = np.divmod(self._keys, width)
        chances = [start.copy(), start.copy()]
        totals = (len(self._source), len(self._target))
        nulls = [np.full(side, 1.0 / side) for side in reversed(totals)]
        heads = (np.concatenate([b for *_, b, _ in sides]), np.concatenate([a for a, *_ in sides]))
        for number in range(_ROUNDS):
            shares = []
            for way in (0, 1):
                share = chances[way][pair] * prior
                normal = np.bincount(explained[way], weights=prior)
                total = np.bincount(explained[way], weights=share) / normal * (1 - _NULL)
                total += _NULL * nulls[way][heads[way]]
                shares.append(share / normal[explained[way]] * (1 - _NULL) / total[explained[way]])
            if number >= _ALONE:
                both = np.sqrt(shares[0] * shares[1])
                shares = [both, both]
            for way in (0, 1):
                counts = np.bincount(pair, weights=shares[way], minlength=len(self._keys))
                sums = np.bincount(givens[way], weights=counts, minlength=totals[way])
                chances[way] = counts / (sums[givens[way]] + 1e-9)
        self._forward, self._backward = chances

    def _alike(self) -> Floats:
        """Where the pairs start: 1, or more for words that look alike."""
        start = np.ones(len(self._keys))
        width = len(self._target)
        by_skeleton: dict[str, list[int]] = {}
        for word, number in self._target.items():
            by_skeleton.setdefault(_skeleton(word), []).append(number)
        for word, number in self._source.items():
            for other in by_skeleton.get(_skeleton(word), ()):
                key = number * width + other
                place = int(np.searchsorted(self._keys, key))
                if place < len(self._keys) and self._keys[place] == key:
                    start[place] = _ALIKE
        return start

    def posteriors(self, source: Cut, target: Cut) -> Posteriors:
        """Which pieces of two texts answer each other; neither text has to be one that was learnt from."""
        a, b = source.features, target.features
        forward, backward = self._chances(a, b)
        at, other = _places(a, len(source.keys)), _places(b, len(target.keys))
        prior = np.exp(-_DIAGONAL * np.abs(at[:, None] - other[None, :]))
        weigh_source = self._weights(a, self._source, self._source_spread)
        weigh_target = self._weights(b, self._target, self._target_spread)
        there, back = forward * prior, backward * prior
        there /= there.sum(axis=0, keepdims=True) + _NULL * _UNSEEN * 10
        back /= back.sum(axis=1, keepdims=True) + _NULL * _UNSEEN * 10
        both = np.sqrt(there * back)
        there, back = (there + both) / 2, (back + both) / 2
        if not source.by_pieces:
            share, voice = _shares(a, len(source.keys), weigh_source)
            there, back, weigh_source = share @ there, voice @ back, (share * weigh_source[None, :]).max(axis=1)
        if not target.by_pieces:
            share, voice = _shares(b, len(target.keys), weigh_target)
            there, back, weigh_target = there @ voice.T, back @ share.T, (share * weigh_target[None, :]).max(axis=1)
        return Posteriors(forward=there, backward=back, source=weigh_source, target=weigh_target)

    def _chances(self, a: Sequence[Feature], b: Sequence[Feature]) -> tuple[Floats, Floats]:
        left = np.asarray([self._source.get(one.key, -1) for one in a], dtype=np.int64)
        right = np.asarray([self._target.get(one.key, -1) for one in b], dtype=np.int64)
        forward = np.full((len(a), len(b)), _UNSEEN)
        forward[np.ix_(left < 0, right < 0)] = _NEW
        by_skeleton: dict[str, list[int]] = {}
        for j, other in enumerate(b):
            by_skeleton.setdefault(_skeleton(other.key), []).append(j)
        for i, one in enumerate(a):
            for j in by_skeleton.get(_skeleton(one.key), ()):
                if left[i] < 0 or right[j] < 0:
                    forward[i, j] = 1.0
        backward = forward.copy()
        if len(self._keys):
            wanted = left[:, None] * len(self._target) + right[None, :]
            places = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
            known = (self._keys[places] == wanted) & (left >= 0)[:, None] & (right >= 0)[None, :]
            forward[known] = np.maximum(self._forward[places[known]], _UNSEEN)
            backward[known] = np.maximum(self._backward[places[known]], _UNSEEN)
        return forward, backward

    def _weights(self, features: Sequence[Feature], ids: dict[str, int], spread: Sequence[int]) -> Floats:
        """How much each feature says, 0..1: the rarer the more."""
        if not self._units:
            return np.ones(len(features))
        counts = np.asarray([spread[ids[one.key]] if one.key in ids else 1 for one in features])
        weights: Floats = np.minimum(1.0, np.log1p(self._units / (counts + 0.5)) / np.log1p(self._units))
        return weights


def _numbered(features: Sequence[Feature], ids: dict[str, int], spread: list[int]) -> Ints:
    numbers = []
    for feature in features:
        number = ids.setdefault(feature.key, len(ids))
        if number == len(spread):
            spread.append(0)
        numbers.append(number)
    for number in set(numbers):
        spread[number] += 1
    return np.asarray(numbers, dtype=np.int64)


def _places(features: Sequence[Feature], pieces: int) -> Floats:
    """Where in its text each feature stands, 0..1."""
    return np.asarray([(one.first + one.last + 1) / 2 / max(1, pieces) for one in features])


def _shares(features: Sequence[Feature], pieces: int, weights: Floats) -> tuple[Floats, Floats]:
    """From features to pieces, shape (pieces, features): how each feature is divided, and who speaks for a piece.

    A feature shares what it has among its pieces; for a piece speak all features that cover it, by their weight.
    """
    cover = np.zeros((pieces, len(features)))
    for number, one in enumerate(features):
        cover[one.first : one.last + 1, number] = 1.0
    voice = cover * weights[None, :]
    return cover / cover.sum(axis=0, keepdims=True), voice / (voice.sum(axis=1, keepdims=True) + 1e-12)


def _apart(a: Sequence[Feature], b: Sequence[Feature], anchors: Anchors) -> Floats:
    """1 for the pairs of features that may answer each other by `anchors`, next to nothing for the others."""
    out = np.ones((len(a), len(b)))
    for source, target in anchors:
        left = np.asarray([one.first in source and one.last in source for one in a])
        right = np.asarray([one.first in target and one.last in target for one in b])
        out[left[:, None] != right[None, :]] = _APART
    return out


@lru_cache(maxsize=100_000)
def _skeleton(word: str) -> str:
    """What words that come from one another have in common: their first letters without accents, in Latin script."""
    if word.isdigit():
        return word
    latin = "".join(_CYRILLIC.get(char, char) for char in word)
    plain = "".join(char for char in unicodedata.normalize("NFD", latin) if not unicodedata.combining(char))
    return plain.replace("k", "c")[:_COGNATE] if plain.isascii() and len(plain) >= _COGNATE else plain
