"""Features of beads: what the log-linear model looks at.

Every feature is the same when source and target change places. Cosines are centred (see `_sides`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from align.aligners._cues import END_CLASSES
from align.aligners._lattice import BEAD_TYPES, SIZES
from align.aligners._sides import median

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from align.aligners._cues import Cues
    from align.aligners._windows import Windows

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = [
    "BEAD_FEATURES",
    "LEXICAL_FEATURES",
    "LEXICAL_NULL_FEATURES",
    "NULL_FEATURES",
    "Usual",
    "of_fences",
    "of_meaning",
    "of_segments",
    "of_text",
    "of_types",
    "of_words",
]

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
"""Of beads that have both sides, in the order in which they are worked out."""

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
"""Of beads that leave a segment alone."""

LEXICAL_FEATURES: tuple[str, ...] = (
    "lexical cosine",
    "lexical cosine by size",
    "lexical margin to the best neighbour",
    "lexical gain of the best extension",
    "lexical gain of the best contraction",
    "lexical cosine of the worst edge segment",
)
"""What comes after `BEAD_FEATURES` once the texts' own lexicon is known."""

LEXICAL_NULL_FEATURES: tuple[str, ...] = ("null lexical best match near by",)
"""What comes after `NULL_FEATURES` then."""

_VARIANCE = 6.8  # of the target characters a source character gives; Gale and Church 1993, section 3.1
_HOPE = 2.5  # deviations; in human gold 1 of 100 segments with a counterpart is further off, and half of the others
_TYPES = np.asarray(
    [
        [float(a + b > 2 and _SIZE_CLASSES.get((min(a, b), max(a, b)), _OTHER_TYPE) == name) for a, b in BEAD_TYPES]
        for name in (*_SIZE_CLASSES.values(), _OTHER_TYPE)
    ],
    dtype=np.float32,
)


@dataclass(frozen=True, slots=True)
class Usual:
    """What cosines the best matches of two documents have.

    Attributes:
        typical: median.
        spread: median absolute deviation, made comparable to the standard deviation of a normal distribution.
    """

    typical: float
    spread: float

    @classmethod
    def of(cls, best: Floats) -> Usual:
        """From the best cosine of each segment."""
        typical = median(best)
        return cls(typical, max(0.05, 1.4826 * median(np.abs(best - typical))))

    def hopeless(self, best: Floats) -> Floats:
        """By how many deviations a best cosine falls short of what hardly any segment with a counterpart has."""
        return np.asarray(np.maximum(0.0, (self.typical - best) / self.spread - _HOPE), dtype=np.float32)


def of_meaning(windows: Windows, kind: Ints, usual: Usual) -> list[Floats]:
    """What vectors say: the features from "cosine" to "hopeless segments".

    Args:
        windows: cosines around the beads.
        kind: place of each bead in `KINDS`.
        usual: what cosines are usual in these documents.
    """
    a, b = SIZES[kind].T
    size = ((a + b) / 2).astype(np.float32)
    own, neighbours, larger, smaller = _around(windows, a, b)
    neighbours = neighbours.clip(min=0.0)
    extension, contraction = (larger - own).clip(min=0.0), (smaller - own).clip(min=0.0)
    return [
        own,
        own * size,
        (own - usual.typical) * size,
        own - neighbours.mean(axis=0),
        own - neighbours.max(axis=0),
        extension.max(axis=0),
        extension.sum(axis=0),
        contraction.max(axis=0),
        contraction.sum(axis=0),
        _worst_edge(windows, own, a, b),
        *_support(windows, kind, usual),
    ]


def of_words(windows: Windows, kind: Ints) -> list[Floats]:
    """What the lexicon says; see `LEXICAL_FEATURES`."""
    a, b = SIZES[kind].T
    own, neighbours, larger, smaller = _around(windows, a, b)
    return [
        own,
        own * ((a + b) / 2).astype(np.float32),
        own - neighbours.max(axis=0).clip(min=0.0),
        (larger.max(axis=0) - own).clip(min=0.0),
        (smaller.max(axis=0) - own).clip(min=0.0),
        _worst_edge(windows, own, a, b),
    ]


def of_types(kind: Ints) -> list[Floats]:
    """How many segments there are: the features from "type 1-2" to "size"."""
    return [*_TYPES[:, kind], (SIZES[kind].sum(axis=1) - 2).astype(np.float32)]


def _around(windows: Windows, a: Ints, b: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    """Cosines of each bead, of its sides with the single segments beside it, and of it made longer and shorter.

    Returns:
        Shapes (beads,), (4, beads), (4, beads), (4, beads).
    """
    cosine = windows.cosine
    return (
        cosine(a, b),
        np.stack([cosine(a, 1, 0, -1), cosine(a, 1, 0, b), cosine(1, b, -1, 0), cosine(1, b, a, 0)]),
        np.stack([cosine(a + 1, b, -1, 0), cosine(a + 1, b), cosine(a, b + 1, 0, -1), cosine(a, b + 1)]),
        np.stack([cosine(a - 1, b, 1, 0), cosine(a - 1, b), cosine(a, b - 1, 0, 1), cosine(a, b - 1)]),
    )


def of_text(
    cues: tuple[Cues, Cues], ratio: float, starts: tuple[Ints, Ints], ends: tuple[Ints, Ints]
) -> list[NDArray[np.generic]]:
    """What can be seen without understanding: the features from "length log ratio" to "inner stop".

    Args:
        cues: of source and target.
        ratio: target characters for each source character.
        starts: borders on both sides that each bead begins at.
        ends: borders that it ends at.
    """
    source, target = cues
    (s, t), (i, j) = starts, ends
    length_s = (source.length[i] - source.length[s]) * ratio**0.5 + 1
    length_t = (target.length[j] - target.length[t]) / ratio**0.5 + 1
    log_ratio = np.abs(np.log(length_t / length_s))
    delta = (length_t - length_s) ** 2 / (_VARIANCE * (length_s + length_t) / 2)
    least = np.minimum(length_s, length_t) / np.maximum(length_s, length_t)
    numbers = _overlap(source.numbers[i] - source.numbers[s], target.numbers[j] - target.numbers[t])
    words = _overlap(source.words[i] - source.words[s], target.words[j] - target.words[t])
    end_s, end_t = source.end[i - 1], target.end[j - 1]
    lower_s, lower_t = source.lower[s], target.lower[t]
    stops_s, stops_t = (np.cumsum(np.concatenate([[0], cues.end == 0])) for cues in (source, target))
    inner = stops_s[i - 1] - stops_s[s] + stops_t[j - 1] - stops_t[t]
    return [
        log_ratio,
        log_ratio * (i - s + j - t) / 2,
        np.minimum(delta, 20.0),
        np.log2(1 + least),
        *numbers,
        *words,
        end_s != end_t,
        (end_s == 1) != (end_t == 1),
        lower_s != lower_t,
        lower_s & lower_t,
        inner,
    ]


def of_fences(cues: tuple[Cues, Cues], starts: tuple[Ints, Ints], ends: tuple[Ints, Ints]) -> list[NDArray[np.generic]]:
    """Borders of paragraphs inside each bead and at its start; the last four features."""
    source, target = cues[0].opens, cues[1].opens
    (s, t), (i, j) = starts, ends
    before_s, before_t = (np.cumsum(np.concatenate([[0], opens])) for opens in (source, target))
    in_s, in_t = before_s[i] - before_s[s + 1], before_t[j] - before_t[t + 1]
    return [
        np.abs(in_s - in_t),
        np.minimum(in_s, in_t),
        source[s] != target[t],
        source[s] & target[t],
    ]


def of_segments(cues: Cues, best: Floats, gain: Floats, usual: Usual) -> Floats:
    """What speaks for leaving each segment alone; shape (features, segments).

    Args:
        cues: of one document.
        best: best cosine of each segment.
        gain: by how much each segment makes the match of a neighbour better, at best.
        usual: what cosines are usual in these documents.
    """
    length = np.diff(cues.length)
    typical = max(1.0, float(cues.length[-1]) / max(1, len(length)))
    return np.stack(
        [
            np.ones_like(best),
            np.maximum(0.0, usual.typical - best),
            usual.hopeless(best),
            best,
            np.log((length + 1) / typical),
            np.diff(cues.numbers, axis=0).sum(axis=1) > 0,
            cues.end == len(END_CLASSES) - 1,
            np.maximum(gain, 0.0),
        ]
    ).astype(np.float32)


def _support(windows: Windows, kind: Ints, usual: Usual) -> tuple[Floats, Floats, Floats]:
    """How well each segment of a bead is matched by some single segment on the other side of it.

    Returns:
        The least such cosine, the sum of what is missing to the document's typical cosine, and how far beyond
        hope segments are; 0 for 1-1.
    """
    weakest = np.zeros(len(kind), dtype=np.float32)
    missing, hopeless = np.zeros_like(weakest), np.zeros_like(weakest)
    for number, (a, b) in enumerate(BEAD_TYPES):
        chosen = np.flatnonzero(kind == number)
        if a == b == 1 or not len(chosen):
            continue
        single = np.stack([[windows.single(chosen, p, q) for q in range(b)] for p in range(a)])
        best = np.concatenate([single.max(axis=1), single.max(axis=0)])
        weakest[chosen] = best.min(axis=0) - usual.typical
        missing[chosen] = np.maximum(0.0, usual.typical - best).sum(axis=0)
        hopeless[chosen] = usual.hopeless(best).sum(axis=0)
    return weakest, missing, hopeless


def _worst_edge(windows: Windows, own: Floats, a: Ints, b: Ints) -> Floats:
    """The least cosine of the bead and of its first and last segments with the whole of the other side."""
    several_s, several_t = a > 1, b > 1
    worst = own
    for several, cosine in (
        (several_s, windows.cosine(1, b)),
        (several_s, windows.cosine(1, b, a - 1, 0)),
        (several_t, windows.cosine(a, 1)),
        (several_t, windows.cosine(a, 1, 0, b - 1)),
    ):
        worst = np.where(several, np.minimum(worst, cosine), worst)
    return worst


def _overlap(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """What two bags of hashed keys share and do not share, on a logarithmic scale."""
    shared = np.minimum(one, other).sum(axis=1)
    apart = np.abs(one - other).sum(axis=1)
    return np.log1p(shared), np.log1p(apart)
