"""Whether two texts look like translations of each other at all.

Every aligner finds some path, also through texts that have nothing to do with each other. What tells them apart: the
two sides of a bead are closer than sides of different beads are. An aligner that learns from its beads makes them
close by learning, so it learns from one half of the beads and is asked about the other half, and the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from align.blas import one_thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from align.aligners import Comparing
    from align.encoders import Overlaps
    from align.model import Bead, Document

    Floats = NDArray[np.float32]

__all__ = ["Relation", "relation"]

_MATCHED = 0.5
_LEAST_SEGMENTS = 12  # on the shorter side, of which fewer prove nothing
_LEAST_BEADS = 5
_LEAST_TAUGHT = 20  # beads without which nothing can be learnt
_ONE_SIDED = 1.8  # times as many segments: most of the longer text has no counterpart, and the path may be lost
# Set on development gold, so that no pair of translations is taken for unrelated. With an encoder unrelated documents
# gave at most .083 (.104 if one-sided), related ones at least .167 (of a third that was left .052). With words that
# were learnt they lie closer: unrelated ones gave up to .032, most of them less than .02, related ones at least .027.
_CHANCE = 0.1
_CHANCE_ONE_SIDED = 0.045
_CHANCE_LEARNT = 0.02
_MOST = 600  # beads of each half that are compared
_MOST_TAUGHT = 4_000  # beads that are learnt from


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How the beads of two texts compare with chance.

    Attributes:
        beads: how many have both sides.
        segments: number of segments of the shorter side.
        ratio: how many times as many segments the longer side has.
        matched: share of the characters, 0..1, that are in beads with a score of at least .5; of the side where it is
            larger, so that a text of which only a part was translated has its due.
        excess: mean cosine of the two sides of a bead, less that of sides of different beads; 0 is chance.
        learnt: whether all that cosines say was learnt from other beads.
    """

    beads: int
    segments: int
    ratio: float
    matched: float
    excess: float
    learnt: bool

    @property
    def looks_unrelated(self) -> bool:
        """Whether this is what texts give that do not translate each other; short texts prove nothing."""
        one_sided = self.ratio >= _ONE_SIDED
        if self.segments < _LEAST_SEGMENTS:
            return False
        if self.learnt:
            return not one_sided and self.beads >= _LEAST_TAUGHT and self.excess < _CHANCE_LEARNT
        if one_sided:
            return self.beads >= _LEAST_BEADS and self.excess < _CHANCE_ONE_SIDED
        return self.excess < _CHANCE


@one_thread()
def relation(aligner: Comparing, source: Document, target: Document, beads: Sequence[Bead]) -> Relation:
    """How much closer the two sides of a bead are than chance has it.

    Args:
        aligner: what compares segments.
        source: a segmented document that has segments.
        target: likewise.
        beads: an alignment of both; evenly spaced ones are compared where there are many.
    """
    pairs = [bead for bead in beads if not bead.is_null]
    on, off = [np.zeros(0, dtype=np.float32)], [np.zeros(0, dtype=np.float32)]
    for half in (0, 1):
        asked = _spread(pairs[1 - half :: 2], _MOST)
        if asked:
            overlaps = aligner.overlaps(source, target, _spread(pairs[half::2], _MOST_TAUGHT))
            one = _vectors(overlaps[0], [bead.source for bead in asked])
            other = _vectors(overlaps[1], [bead.target for bead in asked])
            cosines = one @ other.T
            on.append(cosines.diagonal())
            off.append(cosines[~np.eye(len(asked), dtype=np.bool_)])
    same, different = np.concatenate(on), np.concatenate(off)
    counts = sorted((len(source.segments), len(target.segments)))
    good = [bead for bead in pairs if bead.score is None or bead.score >= _MATCHED]
    return Relation(
        beads=len(pairs),
        segments=counts[0],
        ratio=counts[1] / counts[0],
        matched=max(_share(source, [bead.source for bead in good]), _share(target, [bead.target for bead in good])),
        excess=float(same.mean() - different.mean()) if len(different) else 0.0,
        learnt=aligner.learns,
    )


def _share(document: Document, sides: Sequence[tuple[int, ...]]) -> float:
    """Share of the characters of `document` that are in these sides of beads."""
    lengths = [len(segment.text) for segment in document.segments]
    return sum(lengths[index] for side in sides for index in side) / sum(lengths)


def _spread(beads: Sequence[Bead], most: int) -> list[Bead]:
    """At most so many of the beads, evenly spaced."""
    return list(beads[:: -(-len(beads) // most) or 1])


def _vectors(overlaps: Overlaps, sides: Sequence[tuple[int, ...]]) -> Floats:
    """Vectors of these runs, a row a run; there has to be one."""
    return np.concatenate([overlaps.vectors(np.asarray(side[:1]), len(side)) for side in sides])
