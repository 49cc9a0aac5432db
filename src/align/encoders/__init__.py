"""The shelf of encoders: texts in, unit vectors out.

Contract (held by ``tests/encoders/test_contract.py``): rows of float32 with length 1 (a text without any content
may give a zero row); the same text gives the same row; `overlaps` agrees with `encode` of the joined strings: in all
but rounding, or, where runs are put together from the vectors of their segments, in direction. Unrelated texts have a
cosine near 0, which the aligner's weights rely on; an encoder whose vectors lie in a narrow cone takes out what they
have in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from align.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["DEFAULT_ENCODER", "ENCODERS", "Encoder", "Overlaps"]


class Overlaps(Protocol):
    """Vectors of runs of neighbouring segments, made when asked for."""

    def __len__(self) -> int:
        """Number of segments."""
        ...

    def vectors(self, starts: NDArray[np.int64], size: int) -> NDArray[np.float32]:
        """Unit vectors of the runs ``start .. start + size - 1``, one row a start; shape (len(starts), dimensions)."""
        ...


class Encoder(Protocol):
    """Turns texts into vectors whose cosine says how close their meanings are, across languages."""

    @property
    def signature(self) -> str:
        """Name and version, such as ``use.3``; changes whenever vectors can change."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def knows(self, lang: str) -> bool:
        """Whether vectors mean something in this language (BCP 47 tag)."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimensions)."""
        ...

    def overlaps(self, texts: Sequence[str], lang: str) -> Overlaps:
        """The runs of neighbouring `texts`, as if joined with a space (or nothing, in scripts without spaces)."""
        ...


DEFAULT_ENCODER = "use"

ENCODERS: Shelf[Encoder] = Shelf(
    "encoder",
    "align.encoders",
    {
        "use": "align.encoders.use:UseEncoder",
        "e5": "align.encoders.e5:E5Encoder",
        "transformer": "align.encoders.transformer:TransformerEncoder",
        "precomputed": "align.encoders.precomputed:PrecomputedEncoder",
        "hashing": "align.encoders.hashing:HashingEncoder",
    },
)
