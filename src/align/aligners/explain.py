"""Why a bead, and not another: the beads that compete with it, and what each feature says for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from align.aligners._lattice import SIZES
from align.blas import one_thread
from align.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from align.aligners import Points
    from align.aligners._model import Weighed
    from align.model import Bead, Document

__all__ = ["Candidate", "Explainable", "Share", "explain"]

_LEAST = 0.001  # candidates that are less probable than this are not shown


@runtime_checkable
class Explainable(Protocol):
    """An aligner that scores beads by weighted features."""

    def weigh(self, source: Document, target: Document, *, points: Points = ()) -> Weighed:
        """All beads that come into question, and how probable each is."""
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
    found = aligner.weigh(source, target, points=points)
    lattice, edges = found.lattice, found.lattice.edges
    ends = np.stack([lattice.row, lattice.column], axis=1)[edges.node]
    sizes = SIZES[edges.kind]
    shares = np.zeros(len(edges), dtype=np.bool_)
    for side, own in enumerate((bead.source, bead.target)):
        for index in own:
            shares |= (ends[:, side] - sizes[:, side] <= index) & (index < ends[:, side])
    chosen = np.flatnonzero(shares & (found.chances > 0))
    best: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    chances: dict[tuple[tuple[int, ...], tuple[int, ...]], float] = {}
    for edge in chosen[np.argsort(-found.chances[chosen], kind="stable")].tolist():
        (i, j), (a, b) = ends[edge].tolist(), sizes[edge].tolist()
        both = tuple(range(i - a, i)), tuple(range(j - b, j))
        best.setdefault(both, edge)  # a segment that is alone may stand at several places of the order
        chances[both] = chances.get(both, 0.0) + float(found.chances[edge])
    shown = [both for both in best if chances[both] > _LEAST]
    likeliest = sorted(shown, key=lambda both: (-chances[both], both))[:most]
    return tuple(
        Candidate(
            source=source_side,
            target=target_side,
            probability=min(1.0, chances[source_side, target_side]),
            shares=_shares(*found.features(best[source_side, target_side])),
        )
        for source_side, target_side in likeliest
    )


def _shares(names: tuple[str, ...], values: NDArray[np.float32], weights: NDArray[np.float32]) -> tuple[Share, ...]:
    shares = (
        Share(feature=name, value=float(value), weight=float(weight))
        for name, value, weight in zip(names, values, weights, strict=True)
        if value * weight
    )
    return tuple(sorted(shares, key=lambda share: -abs(share.amount)))
