"""Alignment by sentence lengths alone (Gale and Church 1993, "A Program for Aligning Sentences in Bilingual Corpora").

Long sentences have long translations. The method needs no knowledge of either language and no model, and it is good
where texts follow each other closely. It hardly ever sees that a sentence was left out: to take it for a part of its
neighbour is the likelier story if all that is known are lengths.

Four things are not in the paper. How many target characters a source character gives is measured on the two
documents: one constant does for French and English, not for Chinese and English. Paragraph borders are hints. And
the search keeps to a band around the line along which both documents have used up the same share of their
characters; the band grows, or moves if it is large already, until the most probable path keeps away from its edges.
The beads given are those of the path on which the most segments are expected to be in a right bead.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, log, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np

from align.aligners._cues import cues_of
from align.aligners._lattice import BEAD_TYPES, SIZES, Lattice, fixed_points
from align.aligners._model import decoded, lone_beads
from align.aligners._search import Search

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from align.aligners import Points
    from align.model import Bead, Document

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["LengthAligner"]

_VARIANCE = 6.8  # of the target characters that one source character gives; Gale and Church 1993, section 3.1
# how often each kind of bead occurs, as the paper's table 5 has it: its program, too, gives 2-1 and 1-2 the full
# share that the table has for both together, and likewise 1-0 and 0-1
_PRIORS = {(1, 1): 0.89, (1, 2): 0.089, (2, 1): 0.089, (2, 2): 0.011}
_NULL_PRIOR = 0.0099
_KEPT = 0.9  # share of paragraph borders that a translation is taken to keep: cautious, not measured
_HALF_WIDTH = 40
_TOUCH = 2  # beads have up to two segments a side: a path this close to the edge may have been cut
_MOST_NODES = 1_000_000  # a band that would be larger is no longer widened but moved to where the path went
_MOST_PASSES = 6

_STEP = 0.01
_TABLE_END = 36.0  # standard deviations; the tail beyond is too small for a float, and its asymptote is exact enough
_LOG_TAIL = np.asarray([log(erfc(step * _STEP / sqrt(2.0))) for step in range(round(_TABLE_END / _STEP) + 1)])


class LengthAligner:
    """Pairs segments by their lengths in characters (Gale and Church 1993)."""

    signature = "length.1"

    def align(self, source: Document, target: Document, *, points: Points = ()) -> tuple[Bead, ...]:
        """Beads that cover both documents; the score of each is its probability under the model, 0..1."""
        if not source.segments or not target.segments:
            return lone_beads(source, target)
        model = _Lengths.of(source, target)
        search = _search(model, fixed_points(points))
        return decoded(search, search.probabilities(model.scores(search.lattice))[0])


@dataclass(frozen=True, slots=True)
class _Lengths:
    """The model: lengths brought to one scale, and what follows from them.

    Attributes:
        source, target: prefix sums of the characters, shapes (n + 1,) and (m + 1,), both stretched or shrunk to the
            geometric mean of the two languages, so that neither side is favoured.
        source_opens, target_opens: whether a segment starts a paragraph; all False where that tells nothing.
        source_null, target_null: scores of leaving a segment alone, shapes (n,) and (m,).
    """

    source: Floats
    target: Floats
    source_opens: Flags
    target_opens: Flags
    source_null: Floats
    target_null: Floats

    @classmethod
    def of(cls, source: Document, target: Document) -> _Lengths:
        """The model of two documents that both have segments."""
        cues = cues_of(source, target)
        first, second = (side.length.astype(np.float64) for side in cues)
        ratio = second[-1] / first[-1] if first[-1] and second[-1] else 1.0
        first, second = first * sqrt(ratio), second / sqrt(ratio)
        nulls = (log(_NULL_PRIOR) + _match(np.diff(side), np.zeros(len(side) - 1)) for side in (first, second))
        return cls(first, second, cues[0].opens, cues[1].opens, *nulls)

    def scores(self, lattice: Lattice) -> NDArray[np.float32]:
        """Scores of all beads, shape (edges,)."""
        edges = lattice.edges
        i, j = lattice.row[edges.node], lattice.column[edges.node]
        a, b = SIZES[edges.kind].T
        priors = np.asarray([log(_PRIORS.get(kind, 1.0)) for kind in BEAD_TYPES] + [0.0, 0.0])
        out = priors[edges.kind]
        both = edges.kind < len(BEAD_TYPES)
        source = np.where(b == 0, self.source_null[i - 1], 0.0)
        out += np.where(both, 0.0, np.where(b == 0, source, self.target_null[j - 1]))
        i, j, a, b = i[both], j[both], a[both], b[both]
        matched = _match(self.source[i] - self.source[i - a], self.target[j] - self.target[j - b])
        out[both] += matched + self._fences(a, b, i - a, j - b)
        return out.astype(np.float32)

    def _fences(self, a: Ints, b: Ints, i: Ints, j: Ints) -> Floats:
        """What paragraph borders say about beads of `a` and `b` segments that start at the borders (i, j)."""
        share = (self.source_opens.mean() + self.target_opens.mean()) / 2
        if not share:
            return np.zeros(len(i))
        both = log(max(1.0, _KEPT / share))
        lost = log(1.0 - _KEPT)
        s, t = self.source_opens[i], self.target_opens[j]
        total = np.where(s & t, both, np.where(s != t, lost, 0.0))
        for opens, at, count in ((self.source_opens, i, a), (self.target_opens, j, b)):
            before = np.cumsum(np.concatenate([[0], opens]))
            total += lost * (before[at + count] - before[at + 1])
        return total


def _match(source: Floats, target: Floats) -> Floats:
    """Logarithm of the chance that two lengths which belong together differ by this much or more."""
    mean = np.maximum((source + target) / 2, 1.0)
    deviation = np.abs(target - source) / np.sqrt(_VARIANCE * mean)
    near = np.interp(deviation, np.arange(len(_LOG_TAIL)) * _STEP, _LOG_TAIL)
    safe = np.maximum(deviation, 1.0)
    far = log(2.0 / pi) / 2 - safe**2 / 2 - np.log(safe)
    return np.where(deviation < _TABLE_END, near, far)


def _search(model: _Lengths, points: Ints) -> Search:
    """The search of a band that does not cut the best path."""
    n, m = len(model.source) - 1, len(model.target) - 1
    width = _HALF_WIDTH
    first = last = _diagonal(model)
    for _ in range(_MOST_PASSES):
        low, high = _band(first, last, width)
        lattice = Lattice.from_band(low, high, points, kinds=list(_PRIORS))
        search = Search(lattice)
        ends = lattice.edges.node[search.best_path(model.scores(lattice))]
        rows, columns = np.concatenate([[0], lattice.row[ends]]), np.concatenate([[0], lattice.column[ends]])
        low_cut = (columns - low[rows] <= _TOUCH) & (low[rows] > 0)
        high_cut = (high[rows] - columns <= _TOUCH) & (high[rows] < m)
        if not (low_cut | high_cut).any():
            break
        if 2 * len(lattice.row) <= _MOST_NODES:
            width *= 2
        else:
            borders = np.arange(n + 1)
            first = columns[np.searchsorted(rows, borders, side="left").clip(max=len(rows) - 1)]
            last = columns[np.searchsorted(rows, borders, side="right") - 1]
    return search


def _diagonal(model: _Lengths) -> Ints:
    """For each source border the target border where the same share of characters is used up, shape (n + 1,)."""
    # one character more a segment keeps segments without visible characters apart
    source, target = (side + np.arange(len(side)) for side in (model.source, model.target))
    return np.asarray(np.searchsorted(target / target[-1], source / source[-1]), dtype=np.int64)


def _band(first: Ints, last: Ints, width: int) -> tuple[Ints, Ints]:
    """Lowest and highest target border of each source border, `width` around the borders ``first .. last``."""
    low = np.concatenate([first[:1], first[:-1]]) - width
    high = np.concatenate([last[1:], last[-1:]]) + width
    return np.maximum(low, 0), np.minimum(high, last[-1])
