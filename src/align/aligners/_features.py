"""Features of beads: what the log-linear model of the `semantic` aligner looks at.

Every feature is the same when source and target change places. Cosines are *centred*: less half of each side's
mean cosine to the other document, so that 0 is what two unrelated runs have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from align.aligners._cues import cues_of
from align.aligners._search import BEAD_TYPES, LARGEST_SIDE, Lattice, fixed_points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from align.aligners import Points
    from align.aligners._cues import Cues
    from align.encoders import Overlaps
    from align.model import Document

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["BEAD_FEATURES", "NULL_FEATURES", "BeadBlock", "FeatureSpace"]

_SIZE_CLASSES: dict[tuple[int, int], str] = {
    (1, 2): "type 1-2",
    (1, 3): "type 1-3",
    (2, 2): "type 2-2",
    (2, 3): "type 2-3",
    (1, 4): "type 1-4",
}
_OTHER_TYPE = "type other"

BEAD_FEATURES: tuple[str, ...] = (
    "cosine",
    "cosine by size",
    "cosine above the document's",
    "margin to the mean neighbour",
    "margin to the best neighbour",
    "gain of the best extension",
    "gain of all extensions",
    "gain of the best contraction",
    "gain of all contractions",
    "cosine of the worst edge segment",
    "support of the weakest segment",
    "missing support",
    "hopeless segments",
    "length log ratio",
    "length log ratio by size",
    "length delta squared",
    "length min over max",
    "numbers shared",
    "numbers not shared",
    "look-alikes shared",
    "look-alikes not shared",
    "end class differs",
    "question differs",
    "one side starts in lower case",
    "both sides start in lower case",
    "inner stop",
    *_SIZE_CLASSES.values(),
    _OTHER_TYPE,
    "size",
    "fences inside one side only",
    "fences inside both sides",
    "fence at the start of one side only",
    "fence at the start of both sides",
)
"""Names, in the order of the last axis of `BeadBlock.values`."""

NULL_FEATURES: tuple[str, ...] = (
    "null",
    "null best match below the document's",
    "null hopeless",
    "null best match",
    "null log length",
    "null has numbers",
    "null without stop",
    "null gain of neighbours",
)
"""Names, in the order of the columns of `FeatureSpace.source_null` and `target_null`."""

_ROWS = 64
_VARIANCE = 6.8  # of the target characters a source character gives; Gale and Church 1993, section 3.1
_SAMPLE = 400
_HOPE = 2.5  # deviations; in human gold 1 of 100 segments with a counterpart is further off, and half of the others
_MARGIN = LARGEST_SIDE + 2


@dataclass(frozen=True, slots=True)
class BeadBlock:
    """Features of all beads that end at the nodes ``begin .. end - 1``; values has shape (types, nodes, features)."""

    begin: int
    end: int
    values: Floats
    valid: NDArray[np.bool_]


class _Side:
    """One document as the features see it: overlap vectors, centring vector of the other side, cues."""

    def __init__(self, overlaps: Overlaps, cues: Cues) -> None:
        self.overlaps = overlaps
        self.cues = cues
        self.count = len(overlaps)

    def centre(self) -> Floats:
        """Mean vector of evenly spaced runs of one to four segments."""
        parts = []
        for size in range(1, min(4, self.count) + 1):
            last = self.count - size
            starts = np.unique(np.linspace(0, last, min(_SAMPLE, last + 1)).astype(np.int64))
            parts.append(self.overlaps.vectors(starts, size).mean(axis=0))
        return np.asarray(np.mean(parts, axis=0), dtype=np.float32)

    def runs(self, first: int, last: int, sizes: int) -> tuple[Floats, NDArray[np.bool_]]:
        """Vectors of the runs of 1 to `sizes` segments that start at ``first .. last``: (sizes, starts, dimensions)."""
        starts = np.arange(first, last + 1)
        valid = np.stack([(starts >= 0) & (starts + size <= self.count) for size in range(1, sizes + 1)])
        vectors = [self.overlaps.vectors(starts[valid[k]], k + 1) for k in range(sizes)]
        out = np.zeros((sizes, len(starts), vectors[0].shape[1]), dtype=np.float32)
        for k, rows in enumerate(vectors):
            out[k, valid[k]] = rows
        return out, valid


class FeatureSpace:
    """All beads of a band and their features, made block by block so that memory grows with the text alone."""

    def __init__(
        self,
        source: Document,
        target: Document,
        overlaps: tuple[Overlaps, Overlaps],
        band: tuple[Ints, Ints],
        *,
        points: Points = (),
    ) -> None:
        """Prepare the features of two documents that both have segments.

        Args:
            source: a segmented document.
            target: likewise.
            overlaps: of the source and of the target.
            band: lowest and highest target border of each source border.
            points: borders (i, j) that every path goes through, rising on both sides.
        """
        cues = cues_of(source, target)
        self._source = _Side(overlaps[0], cues[0])
        self._target = _Side(overlaps[1], cues[1])
        self.lattice = Lattice.from_band(*band, fixed_points(points))
        self._centre_of_source = self._source.centre()
        self._centre_of_target = self._target.centre()
        lengths = cues[0].length[-1], cues[1].length[-1]
        self._ratio = float(lengths[1] / lengths[0]) if all(lengths) else 1.0
        best_source, best_target, gain_source, gain_target = self._best_matches()
        best = np.concatenate([best_source, best_target])
        self._typical = float(np.median(best))
        # the median absolute deviation, made comparable to a standard deviation of a normal distribution
        self._spread = max(0.05, 1.4826 * float(np.median(np.abs(best - self._typical))))
        self.source_null = self._nulls(self._source.cues, best_source, gain_source)
        self.target_null = self._nulls(self._target.cues, best_target, gain_target)

    def blocks(self) -> Iterator[BeadBlock]:
        """The features of all beads, a block of rows at a time, in the order of the nodes."""
        rows = len(self.lattice.low)
        for first in range(0, rows, _ROWS):
            yield self._block(first, min(first + _ROWS, rows))

    def _cosines(self, rows: tuple[int, int], columns: tuple[int, int], sizes: int = LARGEST_SIDE) -> Floats:
        """Centred cosines of the runs with these starts (inclusive): (sizes, sizes, rows, columns); -1: no such run."""
        source, source_valid = self._source.runs(*rows, sizes)
        target, target_valid = self._target.runs(*columns, sizes)
        _, height, dimensions = source.shape
        width = target.shape[1]
        flat_source = source.reshape(-1, dimensions)
        flat_target = target.reshape(-1, dimensions)
        cosines = flat_source @ flat_target.T
        cosines -= (flat_source @ self._centre_of_target)[:, None] / 2
        cosines -= (flat_target @ self._centre_of_source)[None, :] / 2
        cosines[~source_valid.reshape(-1)] = -1.0
        cosines[:, ~target_valid.reshape(-1)] = -1.0
        shaped = cosines.reshape(sizes, height, sizes, width).transpose(0, 2, 1, 3)
        return np.ascontiguousarray(shaped)

    def _window(self, first: int, last: int) -> tuple[tuple[int, int], tuple[int, int]]:
        lattice = self.lattice
        low = int(lattice.low[first])
        high = int(lattice.low[last - 1] + lattice.base[last] - lattice.base[last - 1] - 1)
        return (first - _MARGIN, last + 1), (low - _MARGIN, high + 1)

    def _best_matches(self) -> tuple[Floats, Floats, Floats, Floats]:
        """For each segment its best cosine to a run of one or two in the band, and what it adds to neighbours there."""
        lattice = self.lattice
        best_s = np.full(self._source.count, -1.0, dtype=np.float32)
        best_t = np.full(self._target.count, -1.0, dtype=np.float32)
        gain_s = np.full(self._source.count, -1.0, dtype=np.float32)
        gain_t = np.full(self._target.count, -1.0, dtype=np.float32)
        for first in range(0, len(lattice.low), _ROWS):
            last = min(first + _ROWS, len(lattice.low))
            rows, columns = self._window(first, last)
            cosines = self._cosines(rows, columns, 2)
            nodes = slice(lattice.base[first], lattice.base[last])
            i, j = lattice.row[nodes], lattice.column[nodes]
            y, x = i - rows[0], j - columns[0]
            ok = (i < self._source.count) & (j < self._target.count)
            y, x, i, j = y[ok], x[ok], i[ok], j[ok]
            alone = cosines[0, 0, y, x]
            # the segment with the neighbour before or after it, against what the neighbour has alone
            np.maximum.at(best_s, i, np.maximum(alone, np.maximum(cosines[0, 1, y, x], cosines[0, 1, y, x - 1])))
            np.maximum.at(best_t, j, np.maximum(alone, np.maximum(cosines[1, 0, y, x], cosines[1, 0, y - 1, x])))
            np.maximum.at(gain_s, i, cosines[1, 0, y - 1, x] - cosines[0, 0, y - 1, x])
            np.maximum.at(gain_s, i, cosines[1, 0, y, x] - cosines[0, 0, y + 1, x])
            np.maximum.at(gain_t, j, cosines[0, 1, y, x - 1] - cosines[0, 0, y, x - 1])
            np.maximum.at(gain_t, j, cosines[0, 1, y, x] - cosines[0, 0, y, x + 1])
        return best_s, best_t, gain_s, gain_t

    def _nulls(self, cues: Cues, best: Floats, gain: Floats) -> Floats:
        length = np.diff(cues.length)
        typical = max(1.0, float(cues.length[-1]) / max(1, len(length)))
        return np.stack(
            [
                np.ones_like(best),
                np.maximum(0.0, self._typical - best),
                self._hopeless(best),
                best,
                np.log((length + 1) / typical),
                (np.diff(cues.numbers, axis=0).sum(axis=1) > 0).astype(np.float32),
                (cues.end == 4).astype(np.float32),
                np.maximum(gain, 0.0),
            ],
            axis=1,
        ).astype(np.float32)

    def _block(self, first: int, last: int) -> BeadBlock:
        lattice = self.lattice
        begin, end = int(lattice.base[first]), int(lattice.base[last])
        rows, columns = self._window(first, last)
        cosines = self._cosines(rows, columns)
        i, j = lattice.row[begin:end], lattice.column[begin:end]
        values = np.zeros((len(BEAD_TYPES), end - begin, len(BEAD_FEATURES)), dtype=np.float32)
        valid = np.stack([lattice.node(i - a, j - b) >= 0 for a, b in BEAD_TYPES])
        for kind in range(len(BEAD_TYPES)):
            self._fill(kind, values[kind], cosines, i - rows[0], j - columns[0], i, j)
        return BeadBlock(begin, end, values, valid)

    def _fill(  # noqa: PLR0917 - the inner loop; all arguments are its arrays
        self, kind: int, out: Floats, cosines: Floats, y: Ints, x: Ints, i: Ints, j: Ints
    ) -> None:
        """Write the features of the beads of one type that end at the borders (i, j)."""
        a, b = BEAD_TYPES[kind]
        size = (a + b) / 2

        def cosine(c: int, d: int, up: Ints, left: Ints) -> Floats:
            """Of the runs of `c` and `d` segments that start at these rows and columns of the block."""
            if c < 1 or d < 1 or c > LARGEST_SIDE or d > LARGEST_SIDE:
                return np.full(len(up), -1.0, dtype=np.float32)
            picked: Floats = cosines[c - 1, d - 1, up, left]
            return picked

        top, side = y - a, x - b
        own = cosine(a, b, top, side)
        neighbours = np.stack(
            [
                cosine(a, 1, top, side - 1),
                cosine(a, 1, top, side + b),
                cosine(1, b, top - 1, side),
                cosine(1, b, top + a, side),
            ]
        ).clip(min=0.0)
        larger = np.stack(
            [
                cosine(a + 1, b, top - 1, side),
                cosine(a + 1, b, top, side),
                cosine(a, b + 1, top, side - 1),
                cosine(a, b + 1, top, side),
            ]
        )
        extension = (larger - own).clip(min=0.0)
        smaller = np.stack(
            [
                cosine(a - 1, b, top + 1, side),
                cosine(a - 1, b, top, side),
                cosine(a, b - 1, top, side + 1),
                cosine(a, b - 1, top, side),
            ]
        )
        contraction = (smaller - own).clip(min=0.0)
        edges = [own]
        if a > 1:
            edges += [cosine(1, b, top, side), cosine(1, b, top + a - 1, side)]
        if b > 1:
            edges += [cosine(a, 1, top, side), cosine(a, 1, top, side + b - 1)]
        columns = [
            own,
            own * size,
            (own - self._typical) * size,
            own - neighbours.mean(axis=0),
            own - neighbours.max(axis=0),
            extension.max(axis=0),
            extension.sum(axis=0),
            contraction.max(axis=0),
            contraction.sum(axis=0),
            np.min(edges, axis=0),
            *self._support(a, b, cosines, top, side),
            *self._text(a, b, i, j),
        ]
        label = _SIZE_CLASSES.get((min(a, b), max(a, b)), _OTHER_TYPE)
        columns += [
            np.full(len(i), float(a + b > 2 and name == label)) for name in (*_SIZE_CLASSES.values(), _OTHER_TYPE)
        ]
        columns += [np.full(len(i), a + b - 2.0), *self._fences(a, b, i, j)]
        out[:] = np.stack(columns, axis=1)

    def _hopeless(self, best: Floats) -> Floats:
        """By how many deviations a best cosine falls short of what hardly any segment with a counterpart has."""
        return np.asarray(np.maximum(0.0, (self._typical - best) / self._spread - _HOPE), dtype=np.float32)

    def _support(self, a: int, b: int, cosines: Floats, top: Ints, side: Ints) -> tuple[Floats, Floats, Floats]:
        """How well each segment of the bead is matched by some single segment on the other side of it.

        Returns:
            The least such cosine, the sum of what is missing to the document's typical cosine, and how far beyond
            hope segments are; 0 for 1-1.
        """
        zero = np.zeros(len(top), dtype=np.float32)
        if a == b == 1:
            return zero, zero, zero
        single = np.stack([[cosines[0, 0, top + p, side + q] for q in range(b)] for p in range(a)])
        best = np.concatenate([single.max(axis=1), single.max(axis=0)])
        missing = np.maximum(0.0, self._typical - best)
        return best.min(axis=0) - self._typical, missing.sum(axis=0), self._hopeless(best).sum(axis=0)

    def _text(self, a: int, b: int, i: Ints, j: Ints) -> list[NDArray[np.float32]]:
        source, target = self._source.cues, self._target.cues
        s0, s1 = np.maximum(i - a, 0), i
        t0, t1 = np.maximum(j - b, 0), j
        length_s = (source.length[s1] - source.length[s0]) * self._ratio**0.5 + 1
        length_t = (target.length[t1] - target.length[t0]) / self._ratio**0.5 + 1
        log_ratio = np.abs(np.log(length_t / length_s))
        delta = (length_t - length_s) ** 2 / (_VARIANCE * (length_s + length_t) / 2)
        least = np.minimum(length_s, length_t) / np.maximum(length_s, length_t)
        numbers = _overlap(source.numbers[s1] - source.numbers[s0], target.numbers[t1] - target.numbers[t0])
        words = _overlap(source.words[s1] - source.words[s0], target.words[t1] - target.words[t0])
        end_s, end_t = source.end[np.maximum(i - 1, 0)], target.end[np.maximum(j - 1, 0)]
        lower_s, lower_t = (
            cues.lower[np.minimum(at, len(cues.lower) - 1)] for cues, at in ((source, s0), (target, t0))
        )
        inner = np.zeros(len(i), dtype=np.float32)
        for step in range(1, a):
            inner += source.end[np.maximum(i - 1 - step, 0)] == 0
        for step in range(1, b):
            inner += target.end[np.maximum(j - 1 - step, 0)] == 0
        return [
            log_ratio,
            log_ratio * (a + b) / 2,
            np.minimum(delta, 20.0),
            np.log2(1 + least),
            *numbers,
            *words,
            (end_s != end_t).astype(np.float32),
            ((end_s == 1) != (end_t == 1)).astype(np.float32),
            (lower_s != lower_t).astype(np.float32),
            (lower_s & lower_t).astype(np.float32),
            inner,
        ]

    def _fences(self, a: int, b: int, i: Ints, j: Ints) -> list[NDArray[np.float32]]:
        """Borders of paragraphs inside the bead and at its start."""

        def inside(opens: NDArray[np.bool_], end: Ints, count: int) -> NDArray[np.float32]:
            total = np.zeros(len(end), dtype=np.float32)
            for step in range(1, count):
                total += opens[np.clip(end - step, 0, len(opens) - 1)]
            return total

        source, target = self._source.cues.opens, self._target.cues.opens
        in_s, in_t = inside(source, i, a), inside(target, j, b)
        at_s = source[np.clip(i - a, 0, len(source) - 1)]
        at_t = target[np.clip(j - b, 0, len(target) - 1)]
        return [
            np.abs(in_s - in_t),
            np.minimum(in_s, in_t),
            (at_s != at_t).astype(np.float32),
            (at_s & at_t).astype(np.float32),
        ]


def _overlap(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """What two bags of hashed keys share and do not share, on a logarithmic scale."""
    shared = np.minimum(one, other).sum(axis=1)
    apart = np.abs(one - other).sum(axis=1)
    return np.log1p(shared), np.log1p(apart)
