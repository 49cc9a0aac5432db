"""What further languages say about the alignment of two: three languages are better than two (Simard 1999).

A witness is a third document that both are aligned with. Where the source's sentence 4 belongs to the witness's 5, and
that to the target's 6, a bead that has 4 without 6, or 6 without 4, is less probable. Through a witness that has joined
sentences little can be seen, so only what it tells apart counts: two segments in different cells do not belong
together; segments that are alone with theirs, and meet in one segment on the other side, do.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from align.aligners._lattice import LARGEST_SIDE, SIZES
from align.aligners._model import lone_beads
from align.blas import one_thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from align.aligners import Points
    from align.aligners._lattice import Lattice
    from align.aligners._model import Weighed
    from align.model import Bead, Document

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["DOUBT", "WEIGHT", "Weighing", "Witness", "WitnessedAligner"]

_VERSION = "witnesses.1"
# how much is believed: on the hard NTREX sets, each heard with the languages of the others, strict F1 is highest with
# these two (benchmarks/witnesses.py); 2 and 4 for the weight, .9 and .99 for the doubt are within a thousandth
WEIGHT = 3.0
DOUBT = 0.97


@runtime_checkable
class Weighing(Protocol):
    """An aligner that says of every bead that comes into question how probable it is."""

    @property
    def signature(self) -> str:
        """Name and version; see `align.aligners.Aligner`."""
        ...

    def weigh(self, source: Document, target: Document, *, points: Points = ()) -> Weighed:
        """All beads that come into question; both documents must have segments."""
        ...


class WitnessedAligner:
    """An aligner for one pair of documents that hears what their alignments with further documents say."""

    def __init__(self, aligner: Weighing, witnesses: Sequence[Witness]) -> None:
        """Make an aligner.

        Args:
            aligner: what weighs the beads of the two documents.
            witnesses: what any number of them says; all count alike.
        """
        self._aligner = aligner
        self._witnesses = witnesses

    @property
    def signature(self) -> str:
        """That of the aligner, with the version of how witnesses are heard and how many there were."""
        return f"{self._aligner.signature}+{_VERSION}.{len(self._witnesses)}"

    @one_thread()
    def align(self, source: Document, target: Document, *, points: Points = ()) -> tuple[Bead, ...]:
        """Beads that cover both documents; the score of each is its probability, 0..1."""
        if not source.segments or not target.segments:
            return lone_beads(source, target)
        weighed = self._aligner.weigh(source, target, points=points)
        if self._witnesses:
            against = [witness.against(weighed.lattice) for witness in self._witnesses]
            belief = WEIGHT * np.mean(np.log1p(-DOUBT * np.stack(against)), axis=0)
            weighed = weighed.given(belief.astype(np.float32))
        return weighed.beads()


@dataclass(frozen=True, slots=True)
class _Side:
    """What a witness says about the segments of one document.

    Attributes:
        cell: number of the cell of each segment, shape (segments,).
        absent: whether the witness lacks the segment, shape (segments,).
        alone: whether no other segment of its side is in its bead with the witness, shape (segments,).
        size: how many segments each cell has on this side, shape (cells,).
        first, last: of each cell the first and last segment that is alone, -1 where there is none, shape (cells,).
    """

    cell: Ints
    absent: Flags
    alone: Flags
    size: Ints
    first: Ints
    last: Ints


class Witness:
    """What a witness says: two alignments with it, put together to cells of some source and some target segments."""

    def __init__(self, source: Sequence[Bead], target: Sequence[Bead]) -> None:
        """Put two alignments together.

        Args:
            source: beads of the source document and the witness, which cover both.
            target: beads of the witness and the target document, which cover both.
        """
        # both as (segments of the document, segments of the witness, how far the bead is trusted)
        sides = [
            [(bead.source, bead.target, _trust(bead)) for bead in source],
            [(bead.target, bead.source, _trust(bead)) for bead in target],
        ]
        borders = [{seen[-1] + 1 for _, seen, _ in side if seen} for side in sides]
        common = sorted(borders[0] & borders[1])  # of the witness; every bead lies between two of them
        trust = [1.0] * len(common)
        cells: list[list[int]] = []
        for side in sides:
            numbers = []
            for _, seen, trusted in side:
                if seen:
                    numbers.append(bisect_right(common, seen[0]))
                    trust[numbers[-1]] *= trusted
                else:
                    numbers.append(len(trust))
                    trust.append(trusted)
            cells.append(numbers)
        self._trust = np.asarray(trust)
        """How far each cell is trusted, shape (cells,), 0..1."""
        self._sides = [_side(side, numbers, len(trust)) for side, numbers in zip(sides, cells, strict=True)]

    def against(self, lattice: Lattice) -> Floats:
        """How much speaks against each bead of a lattice, shape (edges,), 0..1."""
        source, target = self._sides
        edges = lattice.edges
        sizes = SIZES[edges.kind]
        after = np.stack([lattice.row[edges.node], lattice.column[edges.node]], axis=1)
        begin = after - sizes
        out = np.zeros(len(edges))
        paired = np.flatnonzero(sizes.min(axis=1) > 0)
        i, j = begin[paired].T
        last_i, last_j = after[paired].T - 1
        against = np.zeros(len(paired))
        # cells rise on both sides: if the corners of a bead agree, all in it does
        for one, other in ((i, last_j), (last_i, j), (i, j), (last_i, last_j)):
            against = np.maximum(against, self._apart(one, other))
        for side, other, first, begins, ends in ((source, target, i, j, last_j), (target, source, j, i, last_i)):
            of_side = sizes[paired, 0 if side is source else 1]
            for offset in range(LARGEST_SIDE):
                longer = np.flatnonzero(of_side > offset)
                against[longer] = np.maximum(
                    against[longer], self._left_out(side, other, first[longer] + offset, begins[longer], ends[longer])
                )
        out[paired] = against
        for number, (side, other) in enumerate(((source, target), (target, source))):
            lone = np.flatnonzero(sizes[:, 1 - number] == 0)
            segment = begin[lone, number]
            cell = side.cell[segment]
            matched = ~side.absent[segment] & (side.size[cell] == 1) & (other.size[cell] > 0)
            out[lone] = np.where(matched, self._trust[cell], 0.0)
        return out

    def _apart(self, source: Ints, target: Ints) -> Floats:
        """How much speaks for it that two segments do not belong together; what the witness lacks, it cannot tell."""
        left, right = self._sides
        one, other = left.cell[source], right.cell[target]
        unknown = left.absent[source] & right.absent[target]
        return np.where((one != other) & ~unknown, self._trust[one] * self._trust[other], 0.0)

    def _left_out(self, side: _Side, other: _Side, segment: Ints, begin: Ints, end: Ints) -> Floats:
        """How much speaks for it that beads with a segment lack one that belongs to it.

        Args:
            side: of `segment`.
            other: the other one.
            segment: one of each bead.
            begin: first segment of each bead on the other side.
            end: last segment of each bead on the other side.
        """
        cell = side.cell[segment]
        known = side.alone[segment] & (side.size[cell] == 1) & (other.size[cell] > 1) & (other.first[cell] >= 0)
        lacks = (begin > other.first[cell]) | (end < other.last[cell])
        return np.where(known & lacks, self._trust[cell], 0.0)


def _trust(bead: Bead) -> float:
    """The score of a bead; 1 where a person has checked it, or nothing measured it."""
    return 1.0 if bead.score is None or bead.status == "checked" else bead.score


def _side(beads: Sequence[tuple[tuple[int, ...], tuple[int, ...], float]], numbers: Sequence[int], cells: int) -> _Side:
    """What beads with a witness say about one document.

    Args:
        beads: (segments of the document, segments of the witness, trust), which cover the document.
        numbers: the cell of each bead.
        cells: how many there are.
    """
    count = sum(len(own) for own, _, _ in beads)
    cell = np.zeros(count, dtype=np.int64)
    absent, alone = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    first, last = np.full(cells, -1, dtype=np.int64), np.full(cells, -1, dtype=np.int64)
    for (own, seen, _), number in zip(beads, numbers, strict=True):
        for segment in own:
            cell[segment], absent[segment] = number, not seen
        if len(own) == 1 and seen:
            alone[own[0]] = True
            first[number] = own[0] if first[number] < 0 else min(int(first[number]), own[0])
            last[number] = max(int(last[number]), own[0])
    return _Side(cell, absent, alone, np.bincount(cell, minlength=cells), first, last)
