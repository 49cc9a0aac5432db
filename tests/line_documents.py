"""Documents with a segment a line, as the tests of aligners need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.model import Block, Document, Segment

if TYPE_CHECKING:
    from collections.abc import Iterable


def document(lang: str, lines: Iterable[str]) -> Document:
    """A document with a segment a line, each in a block of its own; the ids are s1, s2, ..."""
    lines = list(lines)
    blocks, segments, at = [], [], 0
    for number, line in enumerate(lines):
        blocks.append(Block(kind="paragraph", start=at, end=at + len(line)))
        segments.append(Segment(id=f"s{number + 1}", text=line, start=at, end=at + len(line), block=number))
        at += len(line) + 1
    return Document(id=f"d.{lang}", lang=lang, text="\n".join(lines), blocks=tuple(blocks), segments=tuple(segments))
