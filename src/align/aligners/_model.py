"""Features times weights: how probable each bead is, and the path of least expected error through them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from align.aligners._again import look_again
from align.aligners._lattice import BEAD_TYPES, SIZES
from align.aligners._search import Search, beads_of
from align.model import Bead

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from align.aligners._lattice import Lattice
    from align.aligners._space import FeatureSpace
    from align.aligners._weights import Weights
    from align.model import Document

    Floats = NDArray[np.float32]

_LONE = 0.4  # what a right null bead is worth, a segment of a right bead being 0.5: it is not counted by strict F1
_GAIN = np.where(SIZES.min(axis=1) > 0, SIZES.sum(axis=1) / 2, _LONE)

__all__ = ["Weighed", "decoded", "lone_beads", "scored", "weighed", "weighed_again"]


def lone_beads(source: Document, target: Document) -> tuple[Bead, ...]:
    """Null beads for every segment: what is left to say where a side is empty."""
    return (
        *(Bead(source=(i,), target=(), score=1.0) for i in range(len(source.segments))),
        *(Bead(source=(), target=(j,), score=1.0) for j in range(len(target.segments))),
    )


@dataclass(frozen=True, slots=True)
class Weighed:
    """All beads that came into question, and how probable each is.

    Attributes:
        space: with the features of the beads.
        weights: of these features.
        search: of the lattice of `space`.
        scores: of each edge: features times weights.
        chances: probability of each edge, 0..1.
        first: what a first look found, if this is a second one.
    """

    space: FeatureSpace
    weights: Weights
    search: Search
    scores: Floats
    chances: Floats
    first: Weighed | None = None

    @property
    def lattice(self) -> Lattice:
        """The beads that came into question."""
        return self.space.lattice

    def features(self, edge: int) -> tuple[tuple[str, ...], Floats, Floats]:
        """The names of the features of an edge, what they measured, and their weights.

        Of an edge that nothing competes with any more, those of the first look.
        """
        if self.first is not None and not self.lattice.contested[edge]:
            return self.first.features(int(self.lattice.places_in(self.first.lattice)[edge]))
        chosen = np.asarray([edge])
        if self.lattice.edges.kind[edge] < len(BEAD_TYPES):
            return self.space.bead_features, self.space.of_beads(chosen)[:, 0], self.weights.bead
        return self.space.null_features, self.space.of_nulls(chosen)[:, 0], self.weights.null

    def given(self, belief: Floats) -> Weighed:
        """The same beads, with something else that is known about them.

        Args:
            belief: what is added to the score of each edge, shape (edges,).
        """
        scores = self.scores + belief
        chances = self.search.probabilities(scores)[0]
        if self.first is not None:
            chances = np.where(self.lattice.contested, chances, self.chances)
        return replace(self, scores=scores, chances=chances)

    def beads(self) -> tuple[Bead, ...]:
        """Those of least expected error (see `decoded`); the score of each is its probability."""
        return decoded(self.search, self.chances)


def weighed(space: FeatureSpace, weights: Weights) -> Weighed:
    """All beads of a lattice, weighed."""
    search, scores = Search(space.lattice), scored(space, weights)
    return Weighed(space, weights, search, scores, search.probabilities(scores)[0])


def weighed_again(
    first: Weighed,
    weights: Weights,
    documents: tuple[Document, Document],
    *,
    known: Mapping[tuple[str, str], float],
) -> Weighed:
    """What a first look left in doubt, weighed once more with a lexicon.

    Args:
        first: the first look.
        weights: for the second.
        documents: source and target.
        known: weights of pairs of tokens that are known to translate each other.
    """
    space = look_again(first.space, first.search, first.chances, documents, known=known)
    search, scores = Search(space.lattice), scored(space, weights)
    chances = search.probabilities(scores)[0]
    before = first.chances[space.lattice.places_in(first.lattice)]
    return Weighed(space, weights, search, scores, np.where(space.lattice.contested, chances, before), first)


def scored(space: FeatureSpace, weights: Weights) -> Floats:
    """Features times weights, shape (edges,); 0 where nothing competes."""
    out = np.zeros(len(space.lattice.edges), dtype=np.float32)
    for block in space.blocks():
        out[block.edges] = weights.bead @ block.values
    nulls = space.nulls()
    out[nulls.edges] = weights.null @ nulls.values
    return out


def decoded(search: Search, chances: Floats) -> tuple[Bead, ...]:
    """The path on which the most segments are expected to be in a right bead (minimum Bayes risk).

    Args:
        search: of the lattice.
        chances: probability of each edge, 0..1.
    """
    lattice, edges = search.lattice, search.lattice.edges
    chances = chances.copy()
    # a segment that is left alone is so wherever in the order it stands
    for kind, border in ((len(BEAD_TYPES), lattice.row), (len(BEAD_TYPES) + 1, lattice.column)):
        alone = np.flatnonzero(edges.kind == kind)
        segment = border[edges.node[alone]] - 1
        chances[alone] = np.minimum(np.bincount(segment, weights=chances[alone])[segment], 1.0)
    path = search.best_path(chances * _GAIN[edges.kind])
    return tuple(
        Bead(source=tuple(range(i, i + a)), target=tuple(range(j, j + b)), score=round(chance, 4))
        for (i, a, j, b), chance in zip(beads_of(search.lattice, path), chances[path].tolist(), strict=True)
    )
