"""Two documents as vectors: runs of their segments, and what they have in common anyway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from align.encoders import Overlaps

    Floats = NDArray[np.float32]

__all__ = ["Sides", "first_runs", "median"]

_SAMPLE = 400


@dataclass(frozen=True, slots=True)
class Sides:
    """The runs of source and target, in this order.

    Cosines are *centred*: less half of each side's mean cosine to the other document, so that 0 is what two unrelated
    runs have.

    Attributes:
        overlaps: the runs.
        centres: mean vector of evenly spaced runs of one to four segments, of each side.
    """

    overlaps: tuple[Overlaps, Overlaps]
    centres: tuple[Floats, Floats]

    @classmethod
    def of(cls, source: Overlaps, target: Overlaps) -> Sides:
        """Both sides with their centres."""
        return cls((source, target), (_centre(source), _centre(target)))

    @property
    def shape(self) -> tuple[int, int]:
        """How many segments both sides have."""
        return len(self.overlaps[0]), len(self.overlaps[1])


def first_runs(overlaps: Overlaps, first: int, last: int) -> Floats:
    """Vectors of the segments ``first .. last - 1``, and of the pairs that they begin; (2, segments, dimensions)."""
    starts = np.arange(first, last)
    single = overlaps.vectors(starts, 1)
    out = np.zeros((2, *single.shape), dtype=np.float32)
    out[0] = single
    pairs = starts[: max(0, min(last, len(overlaps) - 1) - first)]
    if len(pairs):
        out[1, : len(pairs)] = overlaps.vectors(pairs, 2)
    return out


def median(values: Floats) -> float:
    """As `numpy.median`, which would import masked arrays for it, as long as aligning a page takes."""
    middle = (len(values) - 1) // 2, len(values) // 2
    return float(np.mean(np.partition(values, middle)[[*middle]]))


def _centre(overlaps: Overlaps) -> Floats:
    parts = []
    for size in range(1, min(4, len(overlaps)) + 1):
        last = len(overlaps) - size
        starts = np.linspace(0, last, min(_SAMPLE, last + 1)).astype(np.int64)
        starts = starts[np.diff(starts, prepend=-1) > 0]
        parts.append(overlaps.vectors(starts, size).mean(axis=0))
    return np.asarray(np.mean(parts, axis=0), dtype=np.float32)
