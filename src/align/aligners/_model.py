"""Features times weights: how probable each candidate is, and the path of least expected error through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from align.aligners._search import BEAD_TYPES, Chances, best_path
from align.model import Bead

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from align.aligners._features import FeatureSpace
    from align.aligners._search import Lattice
    from align.aligners._weights import Weights
    from align.model import Document

__all__ = ["align_by", "decoded", "lone_beads", "scored"]

_SEGMENTS = np.asarray([[(a + b) / 2] for a, b in BEAD_TYPES], dtype=np.float32)
_NODES = 65_536  # of which probabilities are worked out at a time


def lone_beads(source: Document, target: Document) -> tuple[Bead, ...]:
    """Null beads for every segment: what is left to say where a side is empty."""
    return (
        *(Bead(source=(i,), target=(), score=1.0) for i in range(len(source.segments))),
        *(Bead(source=(), target=(j,), score=1.0) for j in range(len(target.segments))),
    )


def align_by(space: FeatureSpace, weights: Weights) -> tuple[Bead, ...]:
    """The beads of least expected error under the model (see `decoded`); the score of each is its probability, 0..1."""
    return decoded(space.lattice, *scored(space, weights))


def scored(
    space: FeatureSpace, weights: Weights
) -> tuple[NDArray[np.float32], NDArray[np.float64], NDArray[np.float64]]:
    """Features times weights: of all beads, shape (types, nodes), and of lone segments, shapes (n,) and (m,)."""
    scores = np.full((len(BEAD_TYPES), int(space.lattice.base[-1])), -np.inf, dtype=np.float32)
    for block in space.blocks():
        scores[:, block.begin : block.end] = np.where(block.valid, block.values @ weights.bead, -np.inf)
    source_null, target_null = (
        np.asarray(rows @ weights.null, dtype=np.float64) for rows in (space.source_null, space.target_null)
    )
    return scores, source_null, target_null


def decoded(
    lattice: Lattice, scores: NDArray[np.float32], source_null: NDArray[np.float64], target_null: NDArray[np.float64]
) -> tuple[Bead, ...]:
    """The path on which the most segments are expected to be in a right bead (minimum Bayes risk).

    Args:
        lattice: the band.
        scores: of each bead type ending at each node; overwritten.
        source_null: of leaving a source segment alone.
        target_null: of leaving a target segment alone.
    """
    chances = Chances(lattice, scores, source_null, target_null)
    source_chances, target_chances = chances.nulls()
    for begin in range(0, scores.shape[1], _NODES):
        part = slice(begin, min(begin + _NODES, scores.shape[1]))
        scores[:, part] = chances.beads(part.start, part.stop) * _SEGMENTS
    path = best_path(lattice, scores, source_chances / 2, target_chances / 2)
    beads = []
    for i, a, j, b in path:
        if not b:
            chance = float(source_chances[i])
        elif not a:
            chance = float(target_chances[j])
        else:
            node = int(lattice.base[i + a]) + j + b - int(lattice.low[i + a])
            kind = BEAD_TYPES.index((a, b))
            chance = float(scores[kind, node] / _SEGMENTS[kind, 0])
        beads.append(
            Bead(source=tuple(range(i, i + a)), target=tuple(range(j, j + b)), score=round(min(1.0, chance), 4))
        )
    return tuple(beads)
