"""The default aligner: meaning first, then lengths, numbers, look-alikes and punctuation.

A semi-Markov log-linear model over beads of up to six segments a side. Vectors of runs of segments come from an
encoder's sums (so that all sizes cost little more than one), candidates lie in a band around a one-to-one path, and
the path is the best by Viterbi's algorithm. The score of a bead is its probability under the model given both texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from align.aligners._band import band
from align.aligners._features import FeatureSpace
from align.aligners._search import BEAD_TYPES, best_path, posteriors
from align.aligners._weights import Weights
from align.encoders import DEFAULT_ENCODER, ENCODERS
from align.model import Bead

if TYPE_CHECKING:
    from align.encoders import Encoder
    from align.model import Document

__all__ = ["SemanticAligner"]

_VERSION = "semantic.1"


class SemanticAligner:
    """Pairs segments by meaning; see the module."""

    def __init__(self, *, encoder: Encoder | str = DEFAULT_ENCODER) -> None:
        """Make an aligner.

        Args:
            encoder: an encoder, or the name of one.

        Raises:
            UnknownNameError: no encoder of this name.
        """
        self.encoder: Encoder = ENCODERS.make(encoder) if isinstance(encoder, str) else encoder
        self._weights = Weights.load()

    @property
    def signature(self) -> str:
        """Name and version of this aligner and of its encoder."""
        return f"{_VERSION}+{self.encoder.signature}"

    def knows(self, lang: str) -> bool:
        """Whether the encoder was trained on this language."""
        return self.encoder.knows(lang)

    def align(self, source: Document, target: Document) -> tuple[Bead, ...]:
        """Beads that cover both documents; the score of each is the probability that it is right, 0..1."""
        if not source.segments or not target.segments:
            return (
                *(Bead(source=(i,), target=(), score=1.0) for i in range(len(source.segments))),
                *(Bead(source=(), target=(j,), score=1.0) for j in range(len(target.segments))),
            )
        space = self.features(source, target)
        scores = np.full((len(BEAD_TYPES), int(space.lattice.base[-1])), -np.inf, dtype=np.float32)
        for block in space.blocks():
            scores[:, block.begin : block.end] = np.where(block.valid, block.values @ self._weights.bead, -np.inf)
        source_null = (space.source_null @ self._weights.null).astype(np.float64)
        target_null = (space.target_null @ self._weights.null).astype(np.float64)
        lattice = space.lattice
        chances, source_chances, target_chances = posteriors(lattice, scores, source_null, target_null)
        beads = []
        for i, a, j, b in best_path(lattice, scores, source_null, target_null):
            if not b:
                chance = source_chances[i]
            elif not a:
                chance = target_chances[j]
            else:
                node = int(lattice.base[i + a]) + j + b - int(lattice.low[i + a])
                chance = chances[BEAD_TYPES.index((a, b)), node]
            beads.append(
                Bead(
                    source=tuple(range(i, i + a)),
                    target=tuple(range(j, j + b)),
                    score=round(min(1.0, float(chance)), 4),
                )
            )
        return tuple(beads)

    def features(self, source: Document, target: Document) -> FeatureSpace:
        """The candidates and their features; both documents must have segments."""
        overlaps = (
            self.encoder.overlaps([segment.text for segment in source.segments], source.lang),
            self.encoder.overlaps([segment.text for segment in target.segments], target.lang),
        )
        first, second = (side.vectors(np.arange(len(side)), 1) for side in overlaps)
        return FeatureSpace(source, target, overlaps, band(first, second))
