"""Join alignments that share documents into translation units in any number of languages.

Two segments belong to the same unit if a chain of beads connects them: units are the connected components of all
beads (their transitive closure), so a unit never splits a bead of any pair.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from align.errors import UsageError
from align.lang import is_spaced
from align.model import Origin, Property, TranslationUnit, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from align.model import Alignment, Document, Segment

__all__ = ["PLACE", "join"]

PLACE = "x-place"
"""The property of a variant that says where in its file the text stood: see `align.model.Block`."""

_Node = tuple[str, int]  # language and segment index


def join(alignments: Sequence[Alignment], *, pivot: str | None = None) -> tuple[TranslationUnit, ...]:
    """Units in the order of the pivot text, the pivot's variant first, ids u1, u2, ...

    A segment without a counterpart becomes a unit with one variant, placed where its neighbours are. A sentence that
    stood over several lines is on one (see `align.text.wrapping`). A variant says in its properties `PLACE` where in
    its file the text stood, if the document knows.

    Args:
        alignments: any number; documents of one language must be the same document.
        pivot: the language whose order counts; the first alignment's source if not given.

    Raises:
        UsageError: two different documents in one language, a pivot that no alignment has, or no alignment at all.
    """
    documents = _documents(alignments)
    if pivot is None:
        pivot = alignments[0].source.lang
    if pivot not in documents:
        raise UsageError(f"the pivot {pivot!r} is not among the aligned languages: {', '.join(documents)}")
    langs = [pivot, *(lang for lang in documents if lang != pivot)]
    parent: dict[_Node, _Node] = {
        (lang, index): (lang, index) for lang in langs for index in range(len(documents[lang].segments))
    }
    for alignment in alignments:
        for bead in alignment.beads:
            nodes = [(alignment.source.lang, i) for i in bead.source] + [
                (alignment.target.lang, j) for j in bead.target
            ]
            root = _find(parent, nodes[0])
            for node in nodes[1:]:
                parent[_find(parent, node)] = root
    members: dict[_Node, dict[str, list[int]]] = {}
    for node in parent:
        members.setdefault(_find(parent, node), {}).setdefault(node[0], []).append(node[1])
    origins: dict[_Node, list[Origin]] = {root: [] for root in members}
    for alignment in alignments:
        for number, bead in enumerate(alignment.beads):
            side = (alignment.source.lang, bead.source) if bead.source else (alignment.target.lang, bead.target)
            origins[_find(parent, (side[0], side[1][0]))].append(
                Origin(
                    source=alignment.source.lang,
                    target=alignment.target.lang,
                    kind=bead.kind,
                    score=bead.score,
                    status=bead.status,
                    bead=number,
                )
            )
    order = _order(parent, members, langs, documents)
    return tuple(
        TranslationUnit(
            id=f"u{number}",
            variants=tuple(_variant(documents[lang], members[root][lang]) for lang in langs if lang in members[root]),
            origin=tuple(origins[root]),
        )
        for number, root in enumerate(order, start=1)
    )


def _documents(alignments: Iterable[Alignment]) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    for alignment in alignments:
        if alignment.source.lang == alignment.target.lang:
            raise UsageError(
                f"both sides of an alignment are {alignment.source.lang!r}; "
                "tell them apart by a region or variant, such as en-GB and en-US"
            )
        for document in (alignment.source, alignment.target):
            if documents.setdefault(document.lang, document) != document:
                raise UsageError(f"two different documents in {document.lang!r}; join one document a language")
    if not documents:
        raise UsageError("there is nothing to join: no alignment was given")
    return documents


def _find(parent: dict[_Node, _Node], node: _Node) -> _Node:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


def _order(
    parent: dict[_Node, _Node],
    members: dict[_Node, dict[str, list[int]]],
    langs: Sequence[str],
    documents: dict[str, Document],
) -> list[_Node]:
    """Roots in the order of the pivot; units without it come after the unit of the segment before them."""
    order = sorted((root for root, sides in members.items() if langs[0] in sides), key=lambda r: members[r][langs[0]])
    followers: dict[_Node | None, list[_Node]] = {}
    placed = set(order)
    for lang in langs[1:]:
        before: _Node | None = None
        for index in range(len(documents[lang].segments)):
            root = _find(parent, (lang, index))
            if root not in placed:
                placed.add(root)
                followers.setdefault(before, []).append(root)
            before = root
    out: list[_Node] = []
    waiting: list[_Node] = [*reversed(order), *reversed(followers.get(None, []))]
    while waiting:
        root = waiting.pop()
        out.append(root)
        waiting.extend(reversed(followers.get(root, [])))
    return out


def _variant(document: Document, indexes: Sequence[int]) -> Variant:
    from align.text.wrapping import unwrapped

    segments: list[Segment] = [document.segments[index] for index in sorted(indexes)]
    glue = " " if is_spaced(document.lang) else ""
    texts = [unwrapped(segment.text, document.lang) for segment in segments]
    ends = accumulate(len(text) + len(glue) for text in texts)
    return Variant(
        lang=document.lang,
        content=(glue.join(texts),),
        segments=tuple(segment.id for segment in segments),
        starts=(0, *ends)[:-1],
        properties=tuple(Property(name=PLACE, value=place) for place in _places(document, segments)),
    )


def _places(document: Document, segments: Iterable[Segment]) -> list[str]:
    """The places of the blocks that the segments are in, each once, in order."""
    places = (document.blocks[segment.block].place for segment in segments)
    return list(dict.fromkeys(place for place in places if place))
