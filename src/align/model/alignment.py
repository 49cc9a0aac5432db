"""Beads and alignments."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, get_args

from align.errors import ModelError
from align.model.signature import Signature

if TYPE_CHECKING:
    from align.model.document import Document, Segment

__all__ = ["Alignment", "Bead", "BeadStatus"]

BeadStatus = Literal["auto", "checked"]
_STATUSES = get_args(BeadStatus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bead:
    """Source segments and target segments that translate each other (Brown, Lai and Mercer 1991).

    Attributes:
        source: 0-based indexes of source segments, rising; empty for an addition.
        target: 0-based indexes of target segments, rising; empty for an omission.
        score: 0..1, higher is better; None where nothing measured it.
        status: "auto", or "checked" once a person has confirmed it.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float | None = None
    status: BeadStatus = "auto"

    def __post_init__(self) -> None:
        """Refuse a bead without segments, indexes that do not rise, and a score outside 0..1."""
        if not self.source and not self.target:
            raise ModelError("a bead needs a segment on at least one side")
        for side in (self.source, self.target):
            if (side and side[0] < 0) or (len(side) > 1 and any(later <= earlier for earlier, later in pairwise(side))):
                raise ModelError(f"bead {self.source}:{self.target}: the indexes of a side must rise from 0")
        if self.score is not None and not 0.0 <= self.score <= 1.0:
            raise ModelError(f"bead {self.source}:{self.target}: score {self.score} is not in 0..1")
        if self.status not in _STATUSES:
            raise ModelError(f"bead status {self.status!r} is not one of {', '.join(_STATUSES)}")

    @property
    def kind(self) -> str:
        """Segments on each side, as "2-1"."""
        return f"{len(self.source)}-{len(self.target)}"

    @property
    def is_null(self) -> bool:
        """Whether one side is empty: an omission ("1-0") or an addition ("0-1")."""
        return not self.source or not self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Two segmented documents and the beads between them; every segment of both is in exactly one bead."""

    source: Document
    target: Document
    beads: tuple[Bead, ...]
    signature: Signature = field(default_factory=Signature)

    def __post_init__(self) -> None:
        """Refuse beads that miss a segment or use one twice; the message names the segment."""
        sides: tuple[tuple[str, Document, list[int]], ...] = (
            ("source", self.source, [i for bead in self.beads for i in bead.source]),
            ("target", self.target, [j for bead in self.beads for j in bead.target]),
        )
        for side, document, used in sides:
            count = len(document.segments)
            uses = [0] * count
            for index in used:
                if index >= count:
                    raise ModelError(f"a bead names {side} segment {index}, but {document.id} has {count} segments")
                uses[index] += 1
            for index, times in enumerate(uses):
                if times != 1:
                    what = "is in no bead" if not times else f"is in {times} beads"
                    raise ModelError(f"{side} segment {document.segments[index].id} of {document.id} {what}")

    def source_segments(self, bead: Bead) -> tuple[Segment, ...]:
        """The source segments of `bead`."""
        return tuple(self.source.segments[i] for i in bead.source)

    def target_segments(self, bead: Bead) -> tuple[Segment, ...]:
        """The target segments of `bead`."""
        return tuple(self.target.segments[j] for j in bead.target)
