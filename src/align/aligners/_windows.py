"""Cosines of runs of up to six segments, wherever the beads of some rows of a lattice need them."""

from __future__ import annotations

from dataclasses import dataclass
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

_ROWS = 16


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
        source, target = (
            _Runs(overlaps, centre, start, size)
            for overlaps, centre, start, size in zip(sides.overlaps, sides.centres[::-1], starts, sizes, strict=True)
        )
        # the beads of each window: those whose source starts in the same few rows
        window = (starts[0] - starts[0][0]) // _ROWS
        firsts = np.flatnonzero(np.diff(window, prepend=-1))
        counts = np.diff(firsts, append=len(window))
        blocks: list[Floats] = []
        layout: list[tuple[int, int, int, int, int]] = []
        offset = 0
        for first, count in zip(firsts.tolist(), counts.tolist(), strict=True):
            part = slice(first, first + count)
            (top, bottom, deep), (left, right, wide) = (
                _corners(start[part], size[part]) for start, size in zip(starts, sizes, strict=True)
            )
            cosines = _cosines(source.rows(top, bottom, deep), target.rows(left, right, wide))
            blocks.append(cosines.reshape(-1))
            layout.append(
                (offset, bottom - top, (right - left) * wide, right - left, top * (right - left) * wide + left)
            )
            offset += cosines.size
        self._flat = np.concatenate(blocks)
        begin, height, self._stride, self._across, corner = np.repeat(
            np.asarray(layout, dtype=np.int64), counts, axis=0
        ).T
        self._up = height * self._stride
        self._zero = begin + starts[0] * self._stride + starts[1] - corner

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


def _corners(start: Ints, size: Ints) -> tuple[int, int, int]:
    """First and last (exclusive) segment that the beads of a window reach, and the longest run."""
    longest = min(LARGEST_SIDE, int(size.max()) + 1)
    return int(start.min()) - 1, int((start + size).max()) + 1, longest


def _cosines(source: _Part, target: _Part) -> Floats:
    """Of all runs of one side with all of the other, shape (source runs, target runs)."""
    dimensions = source.vectors.shape[-1]
    cosines = source.vectors.reshape(-1, dimensions) @ target.vectors.reshape(-1, dimensions).T
    cosines -= source.means.reshape(-1)[:, None]
    cosines -= target.means.reshape(-1)[None, :]
    cosines[~source.there.reshape(-1)] = -1.0
    cosines[:, ~target.there.reshape(-1)] = -1.0
    return cosines


@dataclass(frozen=True, slots=True)
class _Part:
    """Runs by length and first segment, with half their mean cosine to the other document; whether there is one."""

    vectors: Floats
    means: Floats
    there: NDArray[np.bool_]


class _Runs:
    """The runs of one side that are needed."""

    def __init__(self, overlaps: Overlaps, centre: Floats, start: Ints, size: Ints) -> None:
        self._first = int(start.min()) - 1
        end = int((start + size).max()) + 1
        segments = np.arange(self._first, end)
        there = np.zeros((LARGEST_SIDE, len(segments)), dtype=np.bool_)
        there[0] = True
        at = start - self._first
        for change, shift in ((0, 0), (1, -1), (1, 0), (-1, 0), (-1, 1)):
            length = size + change
            chosen = (length >= 1) & (length <= LARGEST_SIDE)
            there[length[chosen] - 1, at[chosen] + shift] = True
        lengths = np.arange(1, LARGEST_SIDE + 1)[:, None]
        there &= (segments >= 0) & (segments + lengths <= len(overlaps))
        vectors = np.zeros((*there.shape, len(centre)), dtype=np.float32)
        for index, wanted in enumerate(there):
            if wanted.any():
                vectors[index, wanted] = overlaps.vectors(segments[wanted], index + 1)
        self._all = _Part(vectors, np.asarray(vectors @ (centre / 2), dtype=np.float32), there)

    def rows(self, begin: int, end: int, longest: int) -> _Part:
        """The runs of up to `longest` segments that start at ``begin .. end - 1``."""
        part = (slice(longest), slice(begin - self._first, end - self._first))
        return _Part(self._all.vectors[part], self._all.means[part], self._all.there[part])
