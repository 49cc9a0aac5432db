"""A document and a segmenter make a segmented document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from align.errors import ModelError
from align.model import Segment

if TYPE_CHECKING:
    from align.model import Document
    from align.segmenters import Segmenter

__all__ = ["BLANK", "segment"]

BLANK = " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u180e\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200C))
)
"""White space of every kind, with the zero-width space and the byte order mark: not part of any segment."""


def segment(document: Document, segmenter: Segmenter) -> Document:
    """`document` with segments ``s1, s2, ...``: each block split by `segmenter`, the pieces without outer white space.

    Pieces of white space alone give no segment; nothing else is left out. Segments that `document` had are replaced.

    Raises:
        LanguageError: `segmenter` has no rules for the document's language.
        ModelError: `segmenter` broke its contract and lost or changed text.
    """
    segments: list[Segment] = []
    for number, block in enumerate(document.blocks):
        at = block.start
        for piece in segmenter.split(document.text[block.start : block.end], document.lang):
            text = piece.strip(BLANK)
            if text:
                start = at + len(piece) - len(piece.lstrip(BLANK))
                segments.append(
                    Segment(id=f"s{len(segments) + 1}", text=text, start=start, end=start + len(text), block=number)
                )
            at += len(piece)
        if at != block.end:
            raise ModelError(
                f"segmenter {segmenter.signature} gave pieces of {at - block.start} characters for block {number} of "
                f"{document.id}, which has {block.end - block.start}"
            )
    return replace(document, segments=tuple(segments))
