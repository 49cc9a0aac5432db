"""Documents, their blocks and their segments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from align.errors import ModelError

__all__ = ["Block", "BlockKind", "Document", "Segment", "is_ncname"]

BlockKind = Literal["heading", "paragraph", "item", "note"]

# XML 1.0 (fifth edition) Name without the colon, as Namespaces in XML defines NCName.
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NCNAME = re.compile(f"[{_START}][{_START}\\-.0-9\xb7\u0300-\u036f\u203f\u2040]*")


def is_ncname(text: str) -> bool:
    """Whether `text` can be an ``xml:id``: no colon, no white space, no digit at its start."""
    return _NCNAME.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, heading, list item or note: ``text[start:end]`` of its document, in code points.

    Attributes:
        kind: heading, paragraph, item or note.
        start, end: half-open.
        place: the way back into the file that it was read from, such as ``page 4``, ``table2/r3/c1`` or
            ``00:01:02,500 --> 00:01:04,000``; None where `start` is a place in the file itself, or none is known.
    """

    kind: BlockKind
    start: int
    end: int
    place: str | None = None

    def __post_init__(self) -> None:
        """Refuse an unknown kind and a span that is empty or turned round."""
        if self.kind not in get_args(BlockKind):
            raise ModelError(f"block kind {self.kind!r} is not one of {', '.join(get_args(BlockKind))}")
        if not 0 <= self.start < self.end:
            raise ModelError(f"block span {self.start}..{self.end} is empty or turned round")
        if self.place == "":
            raise ModelError(f"block {self.start}..{self.end} has an empty place; give none instead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A sentence, or what stands for one: ``document.text[start:end] == text``; `block` is an index into its blocks."""

    id: str
    text: str
    start: int
    end: int
    block: int

    def __post_init__(self) -> None:
        """Refuse an empty segment, an id that is no NCName, and a span that does not fit the text."""
        if not is_ncname(self.id):
            raise ModelError(
                f"segment id {self.id!r} is not an NCName (letters, digits, '.', '-', '_'; no digit first)"
            )
        if not self.text:
            raise ModelError(f"segment {self.id} is empty")
        if self.start < 0 or self.end - self.start != len(self.text):
            raise ModelError(f"segment {self.id} spans {self.start}..{self.end} but has {len(self.text)} characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text in one language, with its blocks and, once segmented, its segments.

    Attributes:
        id: NCName; the stem of the file unless told otherwise.
        lang: BCP 47 tag.
        text: the text as read; never altered.
        blocks: in text order, without overlap; text outside every block is not segmented.
        segments: in text order, each inside one block; empty until segmented.
        source: where the text came from (file name), if known.
        date: ISO 8601 date of the text, if known.
        publisher: the issuing body, if known.
    """

    id: str
    lang: str
    text: str
    blocks: tuple[Block, ...]
    segments: tuple[Segment, ...] = ()
    source: str | None = None
    date: str | None = None
    publisher: str | None = None

    def __post_init__(self) -> None:
        """Refuse blocks or segments that overlap, go back, leave the text or differ from it."""
        if not is_ncname(self.id):
            raise ModelError(
                f"document id {self.id!r} is not an NCName (letters, digits, '.', '-', '_'; no digit first)"
            )
        if not self.lang:
            raise ModelError(f"document {self.id} has no language")
        end = 0
        for number, block in enumerate(self.blocks):
            if block.start < end or block.end > len(self.text):
                raise ModelError(f"block {number} of {self.id} overlaps the one before it or leaves the text")
            end = block.end
        end, last, seen = 0, 0, set[str]()
        for segment in self.segments:
            if segment.start < end or segment.block < last or segment.block >= len(self.blocks):
                raise ModelError(f"segment {segment.id} of {self.id} overlaps the one before it or names a wrong block")
            block = self.blocks[segment.block]
            if segment.start < block.start or segment.end > block.end:
                raise ModelError(f"segment {segment.id} of {self.id} leaves its block {segment.block}")
            if not self.text.startswith(segment.text, segment.start):
                raise ModelError(f"segment {segment.id} of {self.id} differs from the text at {segment.start}")
            if segment.id in seen:
                raise ModelError(f"segment id {segment.id} occurs twice in {self.id}")
            seen.add(segment.id)
            end, last = segment.end, segment.block
