"""Crossing order: segments that read like a place of the other text where the alignment, which keeps order, cannot go.

An alignment is monotone, so that a chapter that stands elsewhere in the translation is left over on both sides. Looked
at are only such segments: those of null beads and of doubtful ones. Two of them are matched if each is the best
partner of the other (mutual nearest neighbours; alone, or with the segment after it), if they are about as close as
the beads that are sure, clearly closer than anything else in either text is to either of them, and if a sure bead lies
between them and the place that the alignment has for them. Matches that go on together are one crossing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from align.blas import one_thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from align.encoders import Overlaps
    from align.model import Bead, Document

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["DOUBTFUL", "Crossing", "crossings", "is_sure"]

_log = logging.getLogger(__name__)

DOUBTFUL = 0.7
"""Beads that score less are not sure."""

_LEAST_SURE = 5  # beads, without which nothing is typical of the two texts
_NEAR = 0.75  # share of the typical cosine that a match needs
_MARGIN = 0.15  # and how much closer it must be than the next best, in the typical cosine
_NEAR_ALONE = 0.9  # the same for a match without a neighbour
_MARGIN_ALONE = 0.4
_GAP = 5  # segments between two matches of one crossing, on either side
_MOST = 1_500  # segments that are looked at on the source side, evenly spaced
_BLOCK = 2_048
_SAMPLE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Segments that belong together but stand in another order than the rest.

    Attributes:
        source: indexes of source segments, from the first to the last match.
        target: likewise of target segments.
        cosine: mean of the matches, -1..1, less what unrelated segments of the two texts have.
    """

    source: range
    target: range
    cosine: float

    def __str__(self) -> str:
        """``source 120-140 reads like target 12-31, out of order``; the numbers count from 0."""
        return f"source {_shown(self.source)} reads like target {_shown(self.target)}, out of order"

    def told(self, source: Document, target: Document) -> str:
        """``s121 to s141 of the zh text read like s13 to s32 of the en text, out of order``, by the ids of segments."""
        one, other = _named(source, self.source), _named(target, self.target)
        verb = "reads" if len(self.source) == 1 else "read"
        return f"{one} of the {source.lang} text {verb} like {other} of the {target.lang} text, out of order"

    def touches(self, bead: Bead) -> bool:
        """Whether a segment of `bead` is in it."""
        return any(i in self.source for i in bead.source) or any(j in self.target for j in bead.target)


def _shown(side: range) -> str:
    return str(side.start) if len(side) == 1 else f"{side.start}-{side.stop - 1}"


def _named(document: Document, side: range) -> str:
    first, last = document.segments[side.start].id, document.segments[side.stop - 1].id
    return first if first == last else f"{first} to {last}"


def is_sure(bead: Bead) -> bool:
    """Whether a bead has both sides and was confirmed, or scores `DOUBTFUL` or more, or was not measured."""
    return not bead.is_null and (bead.status == "checked" or bead.score is None or bead.score >= DOUBTFUL)


@one_thread()
def crossings(
    source: Document, target: Document, beads: Sequence[Bead], overlaps: tuple[Overlaps, Overlaps]
) -> tuple[Crossing, ...]:
    """What stands in another order in the other text, by the place in the source.

    Where more than 1,500 source segments have no sure bead, evenly spaced ones of them are looked at, which is said on
    the log. Memory grows with the texts, not with their product.

    Args:
        source: a segmented document.
        target: likewise.
        beads: an alignment of both, in order.
        overlaps: vectors of both, as an aligner has them.
    """
    sure = [bead for bead in beads if is_sure(bead)]
    if len(sure) < _LEAST_SURE:
        return ()
    space = _Space(overlaps)
    typical = space.typical(sure)
    if typical <= 0:
        return ()
    rank_source = _ranks((bead.source for bead in sure), len(source.segments))
    rank_target = _ranks((bead.target for bead in sure), len(target.segments))
    rows = _once(source, np.flatnonzero(rank_source >= 0))
    columns = _once(target, np.flatnonzero(rank_target >= 0))
    step = -(-len(rows) // _MOST) or 1
    if step > 1:
        _log.info("%d source segments have no sure bead; one of every %d is looked at for crossings", len(rows), step)
        rows = rows[::step]
    if not len(rows) or not len(columns):
        return ()
    found = space.mutual(rows, columns)
    near = found.cosine >= _NEAR * typical
    off = rank_source[found.row] != rank_target[found.column]
    found = found.only(near & off)
    margin = space.margins(found)
    found, margin = found.only(margin >= _MARGIN * typical), margin[margin >= _MARGIN * typical]
    alone = (found.cosine >= _NEAR_ALONE * typical) & (margin >= _MARGIN_ALONE * typical)
    return tuple(_merged(found, alone, _GAP * step))


def _ranks(sides: Iterable[tuple[int, ...]], count: int) -> Ints:
    """After how many sure beads each segment comes, -1 for those that are in one; shape (count,)."""
    inside = np.zeros(count, dtype=np.bool_)
    ends = np.zeros(count + 1, dtype=np.int64)
    for side in sides:
        inside[list(side)] = True
        ends[side[-1] + 1] += 1
    return np.where(inside, -1, np.cumsum(ends)[:count])


def _once(document: Document, indexes: Ints) -> Ints:
    """Those of the segments whose wording occurs once in the text: others are found anywhere."""
    counts: dict[str, int] = {}
    for segment in document.segments:
        counts[segment.text] = counts.get(segment.text, 0) + 1
    return np.asarray([k for k in indexes.tolist() if counts[document.segments[k].text] == 1], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Matches:
    """Pairs of segments, by source; arrays of one shape."""

    row: Ints
    column: Ints
    cosine: Floats

    def only(self, these: NDArray[np.bool_]) -> _Matches:
        return _Matches(self.row[these], self.column[these], self.cosine[these])


class _Space:
    """Centred cosines of runs of one or two segments: less half of each side's mean cosine to the other text."""

    def __init__(self, overlaps: tuple[Overlaps, Overlaps]) -> None:
        self._sides = overlaps
        self._centres = tuple(_mean(side) for side in overlaps)

    def typical(self, sure: Sequence[Bead]) -> float:
        """Median cosine of sure beads."""
        chosen = [sure[k] for k in np.unique(np.linspace(0, len(sure) - 1, _SAMPLE).astype(np.int64))]
        cosines = []
        for kind in {(len(bead.source), len(bead.target)) for bead in chosen}:
            same = [bead for bead in chosen if (len(bead.source), len(bead.target)) == kind]
            one, shift = self._runs(0, np.asarray([bead.source[0] for bead in same]), kind[0])
            other, other_shift = self._runs(1, np.asarray([bead.target[0] for bead in same]), kind[1])
            cosines.append(np.einsum("ij,ij->i", one, other) - shift - other_shift)
        return float(np.median(np.concatenate(cosines)))

    def _runs(self, side: int, starts: Ints, size: int) -> tuple[Floats, Floats]:
        """Vectors of runs, and half of their mean cosine to the other text; a run that leaves the text gets 2."""
        inside = starts + size <= len(self._sides[side])
        first = np.where(inside, starts, 0)
        vectors = self._sides[side].vectors(first, size if inside.any() else 1)
        return vectors, np.where(inside, vectors @ self._centres[1 - side] / 2, np.float32(2.0))

    def _cosines(self, rows: Ints, columns: Ints) -> Floats:
        """The best of each row with each column: both alone, or one of them with the segment after it."""
        one, two = self._runs(0, rows, 1), self._runs(0, rows, 2)
        other, others = self._runs(1, columns, 1), self._runs(1, columns, 2)
        best: Floats = one[0] @ other[0].T - one[1][:, None] - other[1]
        np.maximum(best, two[0] @ other[0].T - two[1][:, None] - other[1], out=best)
        np.maximum(best, one[0] @ others[0].T - one[1][:, None] - others[1], out=best)
        return best

    def mutual(self, rows: Ints, columns: Ints) -> _Matches:
        """Pairs of which each is the best of all `rows`, or `columns`, for the other."""
        best_row = np.full(len(rows), -np.inf, dtype=np.float32)
        best_column = np.full(len(columns), -np.inf, dtype=np.float32)
        of_row, of_column = np.zeros(len(rows), dtype=np.int64), np.zeros(len(columns), dtype=np.int64)
        for i in range(0, len(rows), _BLOCK):
            for j in range(0, len(columns), _BLOCK):
                block = self._cosines(rows[i : i + _BLOCK], columns[j : j + _BLOCK])
                for best, of, first, offset, along in (
                    (best_row, of_row, i, j, 1),
                    (best_column, of_column, j, i, 0),
                ):
                    top = block.max(axis=along)
                    part = slice(first, first + len(top))
                    of[part] = np.where(top > best[part], block.argmax(axis=along) + offset, of[part])
                    best[part] = np.maximum(best[part], top)
        both = np.flatnonzero(of_column[of_row] == np.arange(len(rows)))
        return _Matches(rows[both], columns[of_row[both]], best_row[both])

    def margins(self, found: _Matches) -> Floats:
        """How much closer the two of each match are than anything else in either text is to one of them."""
        next_best = np.full(len(found.row), -np.inf, dtype=np.float32)
        for side, own, other in ((0, found.row, found.column), (1, found.column, found.row)):
            count = len(self._sides[1 - side])
            for i in range(0, len(own), _BLOCK):
                one, shift = self._runs(side, own[i : i + _BLOCK], 1)
                for j in range(0, count, _BLOCK):
                    there = np.arange(j, min(j + _BLOCK, count))
                    vectors, other_shift = self._runs(1 - side, there, 1)
                    block = one @ vectors.T - shift[:, None] - other_shift
                    block[np.abs(there[None, :] - other[i : i + _BLOCK, None]) <= 1] = -np.inf
                    part = slice(i, i + len(block))
                    next_best[part] = np.maximum(next_best[part], block.max(axis=1))
        return found.cosine - next_best


def _mean(side: Overlaps) -> Floats:
    starts = np.unique(np.linspace(0, len(side) - 1, _SAMPLE).astype(np.int64))
    return np.asarray(side.vectors(starts, 1).mean(axis=0), dtype=np.float32)


def _merged(found: _Matches, alone: NDArray[np.bool_], gap: int) -> list[Crossing]:
    """Matches that go on together on both sides; one that stands alone has to be `alone`."""
    chains: list[list[int]] = []
    for k in range(len(found.row)):
        for chain in reversed(chains):
            last = chain[-1]
            if found.row[k] - found.row[last] > gap:
                continue
            if 0 < found.column[k] - found.column[last] <= gap:
                chain.append(k)
                break
        else:
            chains.append([k])
    return [
        Crossing(
            source=range(int(found.row[chain[0]]), int(found.row[chain[-1]]) + 1),
            target=range(int(found.column[chain[0]]), int(found.column[chain[-1]]) + 1),
            cosine=round(float(found.cosine[chain].mean()), 4),
        )
        for chain in chains
        if len(chain) > 1 or alone[chain[0]]
    ]
