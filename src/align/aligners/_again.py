"""A second look at what is in doubt, with a lexicon learnt from what is not.

The beads of a first alignment teach which words go together (`_lexicon`). Only borders that the first model leaves
open are looked at again, and only the segments around them get lexical vectors, so that this costs little on long
documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from align.aligners._lattice import SIZES
from align.aligners._lexicon import learn, lexical_overlaps, tokens_of
from align.aligners._search import beads_of
from align.model import Bead

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from align.aligners._lattice import Lattice
    from align.aligners._search import Search
    from align.aligners._space import FeatureSpace
    from align.model import Document

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["look_again"]

_IMPOSSIBLE = 1e-3
_SURE = 2e-2
_TEACHES = 0.5  # probability from which on a bead teaches words
_MOST_LESSONS = 1500  # beads, evenly spaced, that words are learnt from
_REACH = 4  # segments around a doubtful bead that features look at
_MANY = 4096  # segments of a side that are wanted, from which on their vectors have fewer dimensions, to save time
_DIMENSIONS, _FEWER_DIMENSIONS = 512, 256


def look_again(
    space: FeatureSpace,
    search: Search,
    chances: Floats,
    documents: tuple[Document, Document],
    *,
    known: Mapping[tuple[str, str], float],
) -> FeatureSpace:
    """The features of the beads that are in doubt, with those of a lexicon.

    Args:
        space: of the first look.
        search: of its lattice.
        chances: probability of each of its edges.
        documents: source and target.
        known: weights of pairs of tokens that are known to translate each other.
    """
    path = search.best_path(chances * (SIZES.sum(axis=1) / 2)[space.lattice.edges.kind])
    rest = _in_doubt(search, chances, path)
    lessons = _lessons(space.lattice, chances, path)
    tokens = [
        _tokens(document, _wanted(rest, side, len(document.segments)) | {k for pair in lessons for k in pair[side]})
        for side, document in enumerate(documents)
    ]
    beads = [Bead(source=source, target=target) for source, target in lessons]
    lexicon = learn(tokens[0], tokens[1], beads) | dict(known)
    many = max(sum(map(bool, side)) for side in tokens) > _MANY
    dimensions = _FEWER_DIMENSIONS if many else _DIMENSIONS
    return space.refined(rest, lexical_overlaps(tokens[0], tokens[1], lexicon, dimensions=dimensions))


def _in_doubt(search: Search, chances: Floats, path: Ints) -> Lattice:
    """The lattice without what is next to impossible, and with points where it is sure; the best path stays."""
    lattice = search.lattice
    likely = search.nodes(chances)
    keep = likely > _IMPOSSIBLE
    keep[lattice.edges.node[path]] = True
    sure = likely > 1.0 - _SURE
    return lattice.kept(keep, np.stack([lattice.row[sure], lattice.column[sure]], axis=1))


def _lessons(lattice: Lattice, chances: Floats, path: Ints) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The source and target segments of the beads on the path that words are learnt from."""
    kind = lattice.edges.kind
    chosen = path[(SIZES[kind[path]].min(axis=1) > 0) & (chances[path] >= _TEACHES)]
    chosen = chosen[:: max(1, -(-len(chosen) // _MOST_LESSONS))]
    return [(tuple(range(i, i + a)), tuple(range(j, j + b))) for i, a, j, b in beads_of(lattice, chosen)]


def _wanted(rest: Lattice, side: int, count: int) -> set[int]:
    """The segments of one side that the features of contested beads look at."""
    contested = np.flatnonzero(rest.contested)
    end = (rest.row, rest.column)[side][rest.edges.node[contested]]
    begin = end - SIZES[rest.edges.kind[contested], side]
    changes = np.zeros(count + 1, dtype=np.int64)
    np.add.at(changes, (begin - _REACH).clip(min=0), 1)
    np.add.at(changes, (end + _REACH).clip(max=count), -1)
    return set(np.flatnonzero(np.cumsum(changes[:-1]) > 0).tolist())


def _tokens(document: Document, wanted: set[int]) -> list[list[str]]:
    """The tokens of the segments that are wanted; none of the others."""
    return [tokens_of(segment.text) if k in wanted else [] for k, segment in enumerate(document.segments)]
