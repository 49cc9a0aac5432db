"""What both ways of finding two languages in one file share: the rows that they give, and what a piece is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from align.formats._reading import Piece
from align.text.detect import detect

if TYPE_CHECKING:
    from align.model import Document

__all__ = ["Rows", "language", "letters", "pieces_of"]

_LETTER = regex.compile(r"\p{L}")
_SURE = 0.5  # confidence of a detected language


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Pieces of both sides, row by row, and their languages."""

    rows: list[tuple[list[Piece], list[Piece]]]
    langs: tuple[str, str]
    left_out: int


def pieces_of(document: Document) -> list[Piece]:
    """The blocks of a document as pieces."""
    return [
        Piece(kind=block.kind, text=document.text[block.start : block.end], place=block.place)
        for block in document.blocks
    ]


def letters(text: str) -> int:
    """How many letters a text has."""
    return len(_LETTER.findall(text))


def language(text: str) -> str | None:
    """What a text is in, where that is clear."""
    if letters(text) < 2:
        return None
    found, confidence = detect(text)
    return found if confidence >= _SURE else None
