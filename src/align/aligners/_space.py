"""The beads of two documents with their features, made block by block so that memory grows with the text alone."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from align.aligners._cues import cues_of
from align.aligners._features import (
    BEAD_FEATURES,
    LEXICAL_FEATURES,
    LEXICAL_NULL_FEATURES,
    NULL_FEATURES,
    Usual,
    of_fences,
    of_meaning,
    of_segments,
    of_text,
    of_types,
    of_words,
)
from align.aligners._lattice import BEAD_TYPES, SIZES, fixed_points
from align.aligners._look import look
from align.aligners._sides import Sides
from align.aligners._windows import Windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from align.aligners import Points
    from align.aligners._lattice import Lattice
    from align.encoders import Overlaps
    from align.model import Document

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["FeatureBlock", "FeatureSpace"]

_ROWS = 512
_MOST_KEPT = 32_000_000  # features of a first look that a second one takes over; more are made again
_NEAR = 3  # segments on either side of where a segment that is alone stands


@dataclass(frozen=True, slots=True)
class FeatureBlock:
    """Features of some beads.

    Attributes:
        edges: places in the edges of the lattice, rising.
        values: shape (features, edges).
    """

    edges: Ints
    values: Floats


@dataclass(frozen=True, slots=True)
class _Beads:
    """Beads with both sides: place in `KINDS`, and the border that each ends at."""

    kind: Ints
    row: Ints
    column: Ints

    @property
    def sizes(self) -> tuple[Ints, Ints]:
        """Segments on both sides."""
        a, b = SIZES[self.kind].T
        return a, b

    @property
    def starts(self) -> tuple[Ints, Ints]:
        """First segment on both sides."""
        a, b = self.sizes
        return self.row - a, self.column - b


class FeatureSpace:
    """The beads that come into question for two documents, and their features."""

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
        self._cues = cues_of(source, target)
        self._meaning = Sides.of(*overlaps)
        self.words: Sides | None = None
        """The runs by a lexicon, once there is one."""
        self._made: list[FeatureBlock] = []  # by the latest run through `blocks`, where there is room for them
        self._earlier: tuple[Ints, Floats] | None = None  # place of each edge, or -1, in features that were made before
        lengths = [float(cues.length[-1]) for cues in self._cues]
        self._ratio = lengths[1] / lengths[0] if all(lengths) else 1.0
        found = look(self._meaning, band, fixed_points(points))
        self.lattice = found.lattice
        self._usual = Usual.of(np.concatenate(found.best))
        self._segments = tuple(
            of_segments(cues, best, gain, self._usual)
            for cues, best, gain in zip(self._cues, found.best, found.gain, strict=True)
        )

    def refined(self, lattice: Lattice, words: tuple[Overlaps, Overlaps]) -> FeatureSpace:
        """The features of what is left in doubt, with those of a lexicon.

        Args:
            lattice: some of the nodes of this lattice.
            words: the runs of both sides by the lexicon.
        """
        out = copy(self)
        out.lattice = lattice
        out.words = Sides.of(*words)
        if self._made:
            place = np.full(len(self.lattice.edges), -1, dtype=np.int64)
            place[np.concatenate([block.edges for block in self._made])] = np.arange(
                sum(len(block.edges) for block in self._made)
            )
            values = np.concatenate([block.values for block in self._made], axis=1)
            out._earlier = place[lattice.places_in(self.lattice)], values  # noqa: SLF001 - a copy of this one
            self._made = out._made = []  # noqa: SLF001
        return out

    @property
    def bead_features(self) -> tuple[str, ...]:
        """Names of the features of beads that have both sides."""
        return BEAD_FEATURES if self.words is None else (*BEAD_FEATURES, *LEXICAL_FEATURES)

    @property
    def null_features(self) -> tuple[str, ...]:
        """Names of the features of null beads."""
        return NULL_FEATURES if self.words is None else (*NULL_FEATURES, *LEXICAL_NULL_FEATURES)

    def blocks(self) -> Iterator[FeatureBlock]:
        """The features of all contested beads that have both sides, some hundred rows at a time."""
        edges = self.lattice.edges
        both = np.flatnonzero((edges.kind < len(BEAD_TYPES)) & self.lattice.contested)
        row = self.lattice.row[edges.node[both]]
        bounds = np.searchsorted(row, np.arange(0, int(row[-1]) + _ROWS + 1 if len(row) else 0, _ROWS))
        has_room = len(both) * len(self.bead_features) <= _MOST_KEPT
        self._made = []
        for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            if first < last:
                block = FeatureBlock(both[first:last], self.of_beads(both[first:last]))
                if has_room:
                    self._made.append(block)
                yield block

    def nulls(self) -> FeatureBlock:
        """The features of all contested null beads."""
        null = np.flatnonzero((self.lattice.edges.kind >= len(BEAD_TYPES)) & self.lattice.contested)
        return FeatureBlock(null, self.of_nulls(null))

    def of_beads(self, chosen: Ints) -> Floats:
        """Features of these edges, which have both sides; shape (features, edges)."""
        lattice, edges = self.lattice, self.lattice.edges
        kind = edges.kind[chosen].astype(np.int64)
        node = edges.node[chosen]
        ends = lattice.row[node], lattice.column[node]
        order = np.argsort(ends[0] - SIZES[kind, 0], kind="stable")  # windows want starts that rise
        ordered = _Beads(kind[order], ends[0][order], ends[1][order])
        values = np.empty((len(self.bead_features), len(kind)), dtype=np.float32)
        place = None if self._earlier is None else self._earlier[0][chosen]
        if self._earlier is not None and place is not None and (place >= 0).all():
            values[: len(BEAD_FEATURES)] = self._earlier[1][:, place]
        else:
            for row, feature in zip(values, self._first_features(ordered), strict=False):
                row[order] = feature
        if self.words is not None:
            windows = Windows(self.words, ordered.starts, ordered.sizes)
            for row, feature in zip(values[len(BEAD_FEATURES) :], of_words(windows, ordered.kind), strict=True):
                row[order] = feature
        return values

    def _first_features(self, beads: _Beads) -> list[NDArray[np.generic]]:
        """Those of `BEAD_FEATURES`, of beads by rising start."""
        ends = beads.row, beads.column
        return [
            *of_meaning(Windows(self._meaning, beads.starts, beads.sizes), beads.kind, self._usual),
            *of_text(self._cues, self._ratio, beads.starts, ends),
            *of_types(beads.kind),
            *of_fences(self._cues, beads.starts, ends),
        ]

    def of_nulls(self, chosen: Ints) -> Floats:
        """Features of these edges, which are nulls; shape (features, edges)."""
        edges, borders = self.lattice.edges, (self.lattice.row, self.lattice.column)
        values = np.zeros((len(self.null_features), len(chosen)), dtype=np.float32)
        for side, features in enumerate(self._segments):
            mine = np.flatnonzero(edges.kind[chosen] == len(BEAD_TYPES) + side)
            node = edges.node[chosen[mine]]
            segments = borders[side][node] - 1
            values[: len(features), mine] = features[:, segments]
            if self.words is not None:
                values[len(features), mine] = _near(self.words, side, segments, borders[1 - side][node])
        return values


def _near(words: Sides, side: int, segments: Ints, borders: Ints) -> Floats:
    """The best cosine of segments of one side to single ones that stand near a border of the other."""
    own, other = words.overlaps[side], words.overlaps[1 - side]
    out = np.full(len(segments), -1.0, dtype=np.float32)
    if not len(segments):
        return out
    vectors = own.vectors(segments, 1)
    mean = vectors @ words.centres[1 - side] / 2
    for step in range(-_NEAR, _NEAR):
        at = borders + step
        there = np.flatnonzero((at >= 0) & (at < len(other)))
        partners = other.vectors(at[there], 1)
        cosines = np.einsum("ij,ij->i", vectors[there], partners) - partners @ words.centres[side] / 2
        out[there] = np.maximum(out[there], cosines - mean[there])
    return out
