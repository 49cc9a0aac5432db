"""Align without any encoder: lengths first, then words that the two texts teach.

The first alignment is `length`'s; from it IBM model 1 learns pairs of words in both directions (`_lexicon`), which
make segments comparable; the model of the `semantic` aligner, with weights of its own, then aligns anew, and so on.
Names, numbers and other words that are the same on both sides count from the start. Works for any two languages; the
longer the texts, the better.
"""

from __future__ import annotations

import hashlib
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from align.aligners._band import band
from align.aligners._features import FeatureSpace
from align.aligners._lexicon import learn, lexical_overlaps, tokens_of
from align.aligners._model import align_by, lone_beads
from align.aligners._weights import Weights
from align.aligners.length import LengthAligner
from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from align.aligners import Points
    from align.aligners._lexicon import Lexicon
    from align.model import Bead, Document

__all__ = ["LexicalAligner"]

_VERSION = "lexical.1"
_ROUNDS = 3


class LexicalAligner:
    """Pairs segments by words learnt from the texts, lengths, numbers and names; needs no encoder."""

    def __init__(
        self,
        *,
        dictionary: Mapping[tuple[str, str], float] | None = None,
        lexicon: Mapping[tuple[str, str], float] | None = None,
    ) -> None:
        """Make an aligner.

        Args:
            dictionary: pairs of a source and a target word or phrase that are known to translate each other, weights
                in 0..1; each word of a phrase counts for itself.
            lexicon: pairs of tokens with weights in 0..1, as `align.aligners.together.learn_together` gives them.

        Raises:
            UsageError: a key is not a pair, or a weight is not in 0..1.
        """
        for pair, weight in (dictionary or {}).items():
            if not isinstance(pair, tuple) or len(pair) != 2 or not 0.0 <= weight <= 1.0:
                raise UsageError(
                    f"{pair!r}: {weight!r} is not an entry of a dictionary; "
                    "write (source word, target word): weight in 0..1"
                )
        self._dictionary: Lexicon = {}
        for (source, target), weight in (dictionary or {}).items():
            for pair in product(tokens_of(source), tokens_of(target)):
                self._dictionary[pair] = max(weight, self._dictionary.get(pair, 0.0))
        self._lexicon = dict(lexicon or {})

    @property
    def signature(self) -> str:
        """Name and version, with digests of the dictionary and of the lexicon if there are any."""
        parts = (("dictionary", self._dictionary), ("lexicon", self._lexicon))
        return "+".join([_VERSION, *(f"{name}.{_digest(pairs)}" for name, pairs in parts if pairs)])

    def align(self, source: Document, target: Document, *, points: Points = ()) -> tuple[Bead, ...]:
        """Beads that cover both documents; the score of each is its probability under the model, 0..1."""
        if not source.segments or not target.segments:
            return lone_beads(source, target)
        return align_by(*self.model(source, target, points=points))

    def model(self, source: Document, target: Document, *, points: Points = ()) -> tuple[FeatureSpace, Weights]:
        """The candidates of the last round, and what each feature weighs; both documents must have segments."""
        weights = Weights.load("lexical")
        beads = LengthAligner().align(source, target, points=points)
        for _ in range(_ROUNDS - 1):
            beads = align_by(self.features(source, target, beads, points=points), weights)
        return self.features(source, target, beads, points=points), weights

    def features(
        self, source: Document, target: Document, beads: Iterable[Bead], *, points: Points = ()
    ) -> FeatureSpace:
        """The candidates and their features, as `beads` teach to compare segments; both documents must have some."""
        left = [tokens_of(segment.text) for segment in source.segments]
        right = [tokens_of(segment.text) for segment in target.segments]
        overlaps = lexical_overlaps(left, right, learn(left, right, beads) | self._lexicon | self._dictionary)
        first, second = (side.vectors(np.arange(len(side)), 1) for side in overlaps)
        return FeatureSpace(source, target, overlaps, band(first, second), points=points)


def _digest(lexicon: Mapping[tuple[str, str], float]) -> str:
    """Eight hexadecimal digits that tell one lexicon from another, in whatever order it was read."""
    lines = sorted(f"{left}\t{right}\t{weight:.4f}\n" for (left, right), weight in lexicon.items())
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:8]
