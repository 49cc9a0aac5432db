"""Where words end in a script without spaces: by a list of common words, and by what keeps together in the corpus."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from align.terminology._function_words import common_words, function_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from align.terminology._pieces import Cut

__all__ = ["Borders"]

_REACH = 4
"""Pieces of a word, at most."""
_LISTED, _LEARNT, _SINGLE, _FUNCTION = 1.0, 1.4, 2.0, 1.0  # costs of a word, and of a character by itself
_LEAST_COUNT = 3  # of a pair of characters that is taken for a word
_LEAST_COHESION = 3.0  # pointwise mutual information in bits (Church & Hanks 1990)
_MOST_PAIRS = 500_000  # different pairs that are counted; rare ones go first


class Borders:
    """Cuts texts in one language into words, as well as that can be done without a dictionary of the language."""

    def __init__(self, texts: Iterable[Sequence[str]], lang: str) -> None:
        """Learn from `texts` in `lang`, each the keys of its pieces, which characters keep together."""
        singles, pairs = Counter[str](), Counter[str]()
        for text in texts:
            singles.update(text)
            pairs.update(one + other for one, other in pairwise(text))
            if len(pairs) > _MOST_PAIRS:
                pairs = Counter({pair: count for pair, count in pairs.items() if count > 1})
        total = max(1, singles.total())
        self._function = function_words(lang)
        self._words = frozenset(
            pair
            for pair, count in pairs.items()
            if count >= _LEAST_COUNT
            and len(pair) == 2
            and not set(pair) & self._function
            and math.log2(count * total / (singles[pair[0]] * singles[pair[1]])) >= _LEAST_COHESION
        )
        self._listed = common_words(lang)

    def of(self, text: Cut) -> frozenset[int]:
        """The pieces of `text` that begin a word, and the number of its pieces."""
        keys = text.keys
        best = [0.0]
        came = [0]
        for end in range(1, len(keys) + 1):
            options = [(best[end - 1] + self._cost(keys[end - 1 : end]), end - 1)]
            options += [
                (best[start] + self._cost(keys[start:end]), start)
                for start in range(max(0, end - _REACH), end - 1)
                if not any(text.gaps[start + 1 : end])
            ]
            cost, start = min(options)
            best.append(cost)
            came.append(start)
        found = {len(keys)}
        place = len(keys)
        while place:
            place = came[place]
            found.add(place)
        return frozenset(found)

    def _cost(self, keys: Sequence[str]) -> float:
        word = "".join(keys)
        if len(keys) == 1:
            return _FUNCTION if word in self._function or len(word) > 1 else _SINGLE
        if word in self._listed:
            return _LISTED
        if word in self._words:
            return _LEARNT
        return 2 * _SINGLE * len(keys)
