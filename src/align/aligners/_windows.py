"""Cosines of runs of up to six segments, wherever the beads of some rows of a lattice need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from align.aligners._lattice import LARGEST_SIDE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from align.aligners._sides import Sides
    from align.encoders import Overlaps

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["Windows"]

_ROWS = 8
_NO_RUN = 4.0


class Windows:
    """Centred cosines around some beads; what is asked for outside the documents, or outside a bead's reach, is -1.

    A bead's reach: runs that are its own sides, these longer or shorter by one segment at either end, single
    segments in them, and the runs of one segment beside them.
    """

    def __init__(
        self,
        sides: Sides,
        starts: tuple[Ints, Ints],
        sizes: tuple[Ints, Ints],
    ) -> None:
        """Work out the cosines.

        Args:
            sides: source and target.
            starts: first segment of the beads on either side; those of the source rise.
            sizes: how many segments they have on either side.
        """
        left, right = (
            _runs(overlaps, centre, start, size)
            for overlaps, centre, start, size in zip(sides.overlaps, sides.centres[::-1], starts, sizes, strict=True)
        )
        right[1][:, :, -2:] = right[1][:, :, :-3:-1]  # the mean of the one side meets the -1 of the other
        # the beads of each window: those whose source starts in the same few rows
        window = (starts[0] - starts[0][0]) // _ROWS
        heads = np.flatnonzero(np.diff(window, prepend=-1))
        corners = np.stack([_corners(start, size, heads) for start, size in zip(starts, sizes, strict=True)], axis=1)
        blocks = [_rows(left, *source.tolist()) @ _rows(right, *target.tolist()).T for source, target in corners]
        self._flat = np.concatenate([block.reshape(-1) for block in blocks])
        np.maximum(self._flat, np.float32(-1.0), out=self._flat)
        (top, bottom, _), (edge, end, longest) = corners.transpose(1, 2, 0)
        width = end - edge
        stride = longest * width
        offset = np.cumsum([block.size for block in blocks]) - [block.size for block in blocks]
        layout = np.stack([stride, (bottom - top) * stride, width, offset - top * stride - edge])
        self._stride, self._up, self._across, zero = np.repeat(layout, np.diff(heads, append=len(window)), axis=1)
        self._zero = zero + starts[0] * self._stride + starts[1]

    def cosine(self, source: Ints | int, target: Ints | int, down: Ints | int = 0, along: Ints | int = 0) -> Floats:
        """Of runs of `source` and `target` segments, which start `down` and `along` segments after each bead does."""
        missing = (source < 1) | (target < 1) | (source > LARGEST_SIDE) | (target > LARGEST_SIDE)
        place = self._zero + (source - 1) * self._up + down * self._stride + (target - 1) * self._across + along
        found: Floats = self._flat[np.where(missing, 0, place)]
        return np.where(missing, np.float32(-1.0), found)

    def single(self, chosen: Ints, down: int, along: int) -> Floats:
        """Of one segment to one, for some of the beads."""
        found: Floats = self._flat[self._zero[chosen] + down * self._stride[chosen] + along]
        return found


def _corners(start: Ints, size: Ints, heads: Ints) -> Ints:
    """Of each window the first and last (exclusive) segment that its beads reach, and the longest run; (windows, 3).

    Args:
        start: first segment of each bead.
        size: its segments.
        heads: the first bead of each window.
    """
    longest = np.minimum(LARGEST_SIDE, np.maximum.reduceat(size, heads) + 1)
    first, last = np.minimum.reduceat(start, heads) - 1, np.maximum.reduceat(start + size, heads) + 1
    return np.stack([first, last, longest], axis=1)


def _runs(overlaps: Overlaps, centre: Floats, start: Ints, size: Ints) -> tuple[int, Floats]:
    """The runs of one side that are in reach of its beads.

    Returns:
        The first segment, and vectors by length and first segment, shape (lengths, segments, dimensions + 2). The two
        dimensions more are half the mean cosine to the other document, and -1. Where there is no run, or none is
        needed, the vector is zero and the mean far too high, so that the product is below every cosine.
    """
    first, last = int(start.min()) - 1, int((start + size).max()) + 1
    segments = np.arange(first, last)
    there = np.zeros((LARGEST_SIDE, len(segments)), dtype=np.bool_)
    there[0] = True
    at = start - first
    for change, shift in ((0, 0), (1, -1), (1, 0), (-1, 0), (-1, 1)):
        length = size + change
        chosen = (length >= 1) & (length <= LARGEST_SIDE)
        there[length[chosen] - 1, at[chosen] + shift] = True
    there &= (segments >= 0) & (segments + np.arange(1, LARGEST_SIDE + 1)[:, None] <= len(overlaps))
    out = np.zeros((*there.shape, len(centre) + 2), dtype=np.float32)
    out[:, :, -2] = _NO_RUN
    out[:, :, -1] = -1.0
    for index, wanted in enumerate(there):
        if wanted.any():
            vectors = overlaps.vectors(segments[wanted], index + 1)
            out[index, wanted, :-2] = vectors
            out[index, wanted, -2] = vectors @ (centre / 2)
    return first, out


def _rows(runs: tuple[int, Floats], begin: int, end: int, longest: int) -> Floats:
    """The vectors of the runs of up to `longest` segments that start at ``begin .. end - 1``."""
    first, vectors = runs
    return vectors[:longest, begin - first : end - first].reshape(-1, vectors.shape[2])
