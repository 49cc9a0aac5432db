"""Runs of neighbouring segments for encoders that can only encode whole strings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from align.lang import is_spaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["JoinedOverlaps", "StringEncoder"]


class StringEncoder(Protocol):
    """All that `JoinedOverlaps` needs of an encoder."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (len(texts), dimensions)."""
        ...


class JoinedOverlaps:
    """True concatenations, encoded when first asked for and then kept; see `align.encoders.Overlaps`.

    An aligner asks for the same run several times, and encoding is what costs, so every vector is kept:
    ``4 * dimensions`` bytes for each segment and each size of run in use.
    """

    def __init__(self, encoder: StringEncoder, texts: Sequence[str], lang: str) -> None:
        """Prepare the runs of `texts`.

        Args:
            encoder: what turns a string into a vector.
            texts: the segments, in order.
            lang: BCP 47 tag; segments are joined with a space, or with nothing where the script has none.
        """
        self._encoder = encoder
        self._texts = tuple(texts)
        self._joiner = " " if is_spaced(lang) else ""
        self._known: dict[int, tuple[Floats, NDArray[np.bool_]]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def vectors(self, starts: Ints, size: int) -> Floats:
        """Unit vectors of the runs ``start .. start + size - 1``, shape (len(starts), dimensions)."""
        if size not in self._known:
            shape = (len(self._texts), self._encoder.dimensions)
            self._known[size] = (np.zeros(shape, dtype=np.float32), np.zeros(len(self._texts), dtype=np.bool_))
        rows, done = self._known[size]
        missing = np.unique(starts[~done[starts]])
        if len(missing):
            rows[missing] = self._encoder.encode(
                [self._joiner.join(self._texts[start : start + size]) for start in missing.tolist()]
            )
            done[missing] = True
        return rows[starts]
