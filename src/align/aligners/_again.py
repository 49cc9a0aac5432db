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

__all__ = ["look_again", "same_edges"]

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
    lattice = space.lattice
    likely = search.nodes(chances)
    path = search.best_path(chances * (SIZES.sum(axis=1) / 2)[lattice.edges.kind])
    keep = likely > _IMPOSSIBLE
    keep[lattice.edges.node[path]] = True
    sure = likely > 1.0 - _SURE
    points = np.stack([lattice.row[sure], lattice.column[sure]], axis=1)
    rest = lattice.kept(keep, points)

    edges = lattice.edges
    lessons = path[(SIZES[edges.kind[path]].min(axis=1) > 0) & (chances[path] >= _TEACHES)]
    lessons = lessons[:: -(-len(lessons) // _MOST_LESSONS) or 1]
    sizes = SIZES[edges.kind[lessons]]
    ends = np.stack([lattice.row, lattice.column], axis=1)[edges.node[lessons]]
    beads = [
        Bead(source=tuple(range(i - a, i)), target=tuple(range(j - b, j)))
        for (i, j), (a, b) in zip(ends.tolist(), sizes.tolist(), strict=True)
    ]
    doubtful = np.flatnonzero(rest.contested)
    around = np.stack([rest.row, rest.column], axis=1)[rest.edges.node[doubtful]]
    reach = SIZES[rest.edges.kind[doubtful]]
    tokens = []
    for side, document in enumerate(documents):
        wanted = np.zeros(len(document.segments) + 1, dtype=np.int64)
        np.add.at(wanted, (around[:, side] - reach[:, side] - _REACH).clip(min=0), 1)
        np.add.at(wanted, (around[:, side] + _REACH).clip(max=len(document.segments)), -1)
        numbers = set(np.flatnonzero(np.cumsum(wanted[:-1]) > 0).tolist())
        numbers.update(index for bead in beads for index in (bead.target if side else bead.source))
        tokens.append([tokens_of(segment.text) if k in numbers else [] for k, segment in enumerate(document.segments)])
    lexicon = learn(tokens[0], tokens[1], beads) | dict(known)
    many = max(sum(map(bool, side)) for side in tokens) > _MANY
    dimensions = _FEWER_DIMENSIONS if many else _DIMENSIONS
    return space.refined(rest, lexical_overlaps(tokens[0], tokens[1], lexicon, dimensions=dimensions))


def same_edges(lattice: Lattice, larger: Lattice) -> Ints:
    """The place of each edge of `lattice` among those of the lattice that it was made from, shape (edges,)."""
    places = np.full((len(larger.row), len(SIZES)), -1, dtype=np.int64)
    places[larger.edges.node, larger.edges.kind] = np.arange(len(larger.edges))
    return np.asarray(places[larger.node(lattice.row, lattice.column)[lattice.edges.node], lattice.edges.kind])
