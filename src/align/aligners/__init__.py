"""The shelf of aligners: two segmented documents in, beads out.

Contract (held by ``tests/aligners/test_contract.py``): every segment of both sides is in exactly one bead; beads are
monotone; an empty side gives null beads only; swapped documents are accepted; the same input gives the same beads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from align.shelf import Shelf

if TYPE_CHECKING:
    from align.encoders import Overlaps
    from align.model import Bead, Document

__all__ = ["ALIGNERS", "DEFAULT_ALIGNER", "Aligner", "Comparing", "Points", "Remembering", "Selective"]

Points = Sequence[tuple[int, int]]
"""Borders (i, j): the first `i` source segments belong to the first `j` target segments; rising on both sides."""


class Aligner(Protocol):
    """Pairs the segments of two documents."""

    @property
    def signature(self) -> str:
        """Name and version, with the encoder's if there is one; changes whenever results can change."""
        ...

    def align(self, source: Document, target: Document, *, points: Points = ()) -> tuple[Bead, ...]:
        """Beads that cover every segment of both documents exactly once, in order.

        Args:
            source: a segmented document; may have no segments.
            target: likewise.
            points: borders that no bead crosses.
        """
        ...


@runtime_checkable
class Selective(Protocol):
    """An aligner that does not serve all languages and names another where it does not."""

    def serving(self, source: str, target: str) -> Aligner:
        """The aligner to take for this pair of languages (BCP 47 tags): itself, or another."""
        ...


@runtime_checkable
class Comparing(Protocol):
    """An aligner that can compare any segments of two documents, not only those that it has paired."""

    @property
    def learns(self) -> bool:
        """Whether it compares by what the beads that it is given teach, beside what it was told before."""
        ...

    def overlaps(self, source: Document, target: Document, beads: Sequence[Bead]) -> tuple[Overlaps, Overlaps]:
        """Vectors of both documents in one space.

        Args:
            source: a segmented document that has segments.
            target: likewise.
            beads: an alignment of both, or a part of one, from which an aligner without an encoder learns.
        """
        ...


@runtime_checkable
class Remembering(Protocol):
    """An aligner that keeps what it has worked out about the latest documents, for they may come again."""

    def remember(self, documents: int) -> None:
        """Keep it of this many documents from now on."""
        ...


DEFAULT_ALIGNER = "semantic"

ALIGNERS: Shelf[Aligner] = Shelf(
    "aligner",
    "align.aligners",
    {
        "semantic": "align.aligners.semantic:SemanticAligner",
        "lexical": "align.aligners.lexical:LexicalAligner",
        "length": "align.aligners.length:LengthAligner",
    },
)
