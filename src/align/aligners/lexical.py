"""Align without any encoder: lengths first, then words that the two texts teach.

The first alignment is `length`'s; from it IBM model 1 learns pairs of words in both directions (`_lexicon`), which
make segments comparable; the model of the `semantic` aligner, with weights of its own, then aligns anew, and so on.
Names, numbers and other words that are the same on both sides count from the start. Works for any two languages; the
longer the texts, the better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from align.aligners._band import band
from align.aligners._lexicon import by_tokens, digest_of, learn, lexical_overlaps, tokens_of
from align.aligners._model import lone_beads, weighed
from align.aligners._space import FeatureSpace
from align.aligners._weights import Weights
from align.aligners.length import LengthAligner
from align.blas import one_thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from align.aligners import Points
    from align.aligners._lexicon import LexicalOverlaps
    from align.aligners._model import Weighed
    from align.model import Bead, Document

__all__ = ["LexicalAligner"]

_VERSION = "lexical.3"
_ROUNDS = 3


class LexicalAligner:
    """Pairs segments by words learnt from the texts, lengths, numbers and names; needs no encoder."""

    learns = True

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
        self._dictionary = by_tokens(dictionary or {})
        self._lexicon = dict(lexicon or {})

    @property
    def signature(self) -> str:
        """Name and version, with digests of the dictionary and of the lexicon if there are any."""
        parts = (("dictionary", self._dictionary), ("lexicon", self._lexicon))
        return "+".join([_VERSION, *(f"{name}.{digest_of(pairs)}" for name, pairs in parts if pairs)])

    @one_thread()
    def align(self, source: Document, target: Document, *, points: Points = ()) -> tuple[Bead, ...]:
        """Beads that cover both documents; the score of each is its probability under the model, 0..1."""
        if not source.segments or not target.segments:
            return lone_beads(source, target)
        return self.weigh(source, target, points=points).beads()

    def weigh(self, source: Document, target: Document, *, points: Points = ()) -> Weighed:
        """All beads that come into question in the last round, and how probable each is; both must have segments."""
        weights = Weights.load("lexical")
        beads = LengthAligner().align(source, target, points=points)
        for _ in range(_ROUNDS - 1):
            beads = weighed(self.features(source, target, beads, points=points), weights).beads()
        return weighed(self.features(source, target, beads, points=points), weights)

    def features(
        self, source: Document, target: Document, beads: Iterable[Bead], *, points: Points = ()
    ) -> FeatureSpace:
        """The candidates and their features, as `beads` teach to compare segments; both documents must have some."""
        overlaps = self.overlaps(source, target, beads)
        first, second = (side.vectors(np.arange(len(side)), 1) for side in overlaps)
        return FeatureSpace(source, target, overlaps, band(first, second), points=points)

    def overlaps(
        self, source: Document, target: Document, beads: Iterable[Bead]
    ) -> tuple[LexicalOverlaps, LexicalOverlaps]:
        """Vectors of both documents, by what `beads` teach, the lexicon and the dictionary."""
        left = [tokens_of(segment.text) for segment in source.segments]
        right = [tokens_of(segment.text) for segment in target.segments]
        return lexical_overlaps(left, right, learn(left, right, beads) | self._lexicon | self._dictionary)
