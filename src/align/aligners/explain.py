"""Why a bead, and not another: the beads that compete with it, and what each feature says for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from align.aligners._features import BEAD_FEATURES, NULL_FEATURES
from align.aligners._model import scored
from align.aligners._search import BEAD_TYPES, Chances
from align.blas import one_thread
from align.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from align.aligners import Points
    from align.aligners._features import FeatureSpace
    from align.aligners._weights import Weights
    from align.model import Bead, Document

__all__ = ["Candidate", "Explainable", "Share", "explain"]

_LEAST = 0.001  # candidates that are less probable than this are not shown


@runtime_checkable
class Explainable(Protocol):
    """An aligner that scores beads by weighted features."""

    def model(self, source: Document, target: Document, *, points: Points = ()) -> tuple[FeatureSpace, Weights]:
        """The candidates with their features, and what each feature weighs."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one feature adds to the score of a bead.

    Attributes:
        feature: its name.
        value: what was measured.
        weight: what a unit of it counts, in natural logarithms; positive speaks for the bead.
    """

    feature: str
    value: float
    weight: float

    @property
    def amount(self) -> float:
        """Value times weight."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A bead that the aligner weighed.

    Attributes:
        source: 0-based indexes of source segments.
        target: 0-based indexes of target segments.
        probability: under the model, given both whole texts; 0..1.
        shares: of each feature that adds anything, the largest amount first.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    probability: float
    shares: tuple[Share, ...]

    @property
    def score(self) -> float:
        """Sum of all shares."""
        return sum(share.amount for share in self.shares)


@one_thread()
def explain(
    aligner: object, source: Document, target: Document, bead: Bead, *, points: Points = (), most: int = 6
) -> tuple[Candidate, ...]:
    """The candidates that share a segment with `bead`, itself included, the most probable first.

    Args:
        aligner: one that scores by features, such as `semantic` or `lexical`.
        source: a segmented document.
        target: likewise.
        bead: a bead between them, whose competitors are wanted.
        points: borders that no bead crosses, as they were given to the aligner.
        most: how many candidates to give.

    Raises:
        UsageError: the aligner has no features to show, a document has no segments, or the bead does not fit them.
    """
    if not isinstance(aligner, Explainable):
        raise UsageError("this aligner has no features to show; explain works with semantic and lexical")
    counts = len(source.segments), len(target.segments)
    if not all(counts):
        raise UsageError("a document has no segments, so that nothing competes; segment both first")
    if any(index >= count for side, count in zip((bead.source, bead.target), counts, strict=True) for index in side):
        raise UsageError(f"the bead names a segment that is not there; the documents have {counts[0]} and {counts[1]}")
    space, weights = aligner.model(source, target, points=points)
    lattice = space.lattice
    chances = Chances(lattice, *scored(space, weights))
    out: list[Candidate] = []
    wanted = (frozenset(bead.source), frozenset(bead.target))
    for block in space.blocks():
        likely = chances.beads(block.begin, block.end)
        for kind, offset in zip(*np.nonzero(likely > _LEAST), strict=True):
            a, b = BEAD_TYPES[kind]
            i, j = int(lattice.row[block.begin + offset]), int(lattice.column[block.begin + offset])
            sides = tuple(range(i - a, i)), tuple(range(j - b, j))
            if wanted[0] & set(sides[0]) or wanted[1] & set(sides[1]):
                chance = float(likely[kind, offset])
                shares = _shares(BEAD_FEATURES, block.values[kind, offset], weights.bead)
                out.append(Candidate(source=sides[0], target=sides[1], probability=chance, shares=shares))
    alone = chances.nulls()
    for side, (indexes, measured) in enumerate(((bead.source, space.source_null), (bead.target, space.target_null))):
        for index in indexes:
            if alone[side][index] > _LEAST:
                own, other = (index,), ()
                out.append(
                    Candidate(
                        source=other if side else own,
                        target=own if side else other,
                        probability=float(alone[side][index]),
                        shares=_shares(NULL_FEATURES, measured[index], weights.null),
                    )
                )
    out.sort(key=lambda one: (-one.probability, one.source, one.target))
    return tuple(out[:most])


def _shares(names: tuple[str, ...], values: NDArray[np.float32], weights: NDArray[np.float32]) -> tuple[Share, ...]:
    shares = (
        Share(feature=name, value=float(value), weight=float(weight))
        for name, value, weight in zip(names, values, weights, strict=True)
        if value * weight
    )
    return tuple(sorted(shares, key=lambda share: -abs(share.amount)))
