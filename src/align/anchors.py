"""Anchors: a file in which a person says which segments of two texts start together.

A line holds two places with a tab between them, first of the source, then of the target. A place is the id of a segment
(``s12``), its number from 0 as in a file of beads (``11``), or the words that it starts with, such as a heading.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from align.errors import FormatError
from align.text.decode import read_text
from align.text.normalise import comparison_key

if TYPE_CHECKING:
    from os import PathLike

    from align.model import Document

__all__ = ["read_anchors"]

_SHOWN = 60  # characters of a place in a message
_MOST_SHOWN = 4  # ids in a message


@dataclass(frozen=True, slots=True)
class _Anchor:
    line: int
    source: int
    target: int


def read_anchors(path: str | PathLike[str], source: Document, target: Document) -> tuple[tuple[int, int], ...]:
    """The points that a file of anchors sets: borders (i, j) of segments that start together, rising on both sides.

    Blank lines and lines that start with ``#`` are passed over; lines may come in any order. Words are compared
    without case, spaces and kinds of quotation marks, dashes and width. A segment, or several in one block, that are
    these words in full go before segments that only start with them.

    Args:
        path: a text file.
        source: the segmented document that the first column is about.
        target: the one that the second column is about.

    Raises:
        InputError: the file cannot be read.
        FormatError: a line is no anchor, no segment or more than one fits a place, or two anchors go in opposite
            directions; names the line, or both.
    """
    place = Path(path)
    sides = _Places(source), _Places(target)
    anchors: list[_Anchor] = []
    for number, line in enumerate(read_text(place).text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != 2 or not all(cells):
            raise FormatError(
                f"{line[:_SHOWN]!r} is not an anchor; write two ids, numbers or headings with a tab between them",
                path=place,
                line=number,
            )
        at = []
        for cell, side in zip(cells, sides, strict=True):
            try:
                at.append(side.find(cell))
            except LookupError as error:
                raise FormatError(str(error.args[0]), path=place, line=number) from None
        anchors.append(_Anchor(number, at[0], at[1]))
    anchors.sort(key=lambda anchor: (anchor.source, anchor.target))
    for one, other in pairwise(anchors):
        if other.target < one.target or (other.source == one.source) != (other.target == one.target):
            first, last = sorted((one, other), key=lambda anchor: anchor.line)
            raise FormatError(
                f"this anchor goes back behind that of line {first.line}: segments {first.source}:{first.target} "
                f"there, {last.source}:{last.target} here (from 0); remove one of the two",
                path=place,
                line=last.line,
            )
    return tuple(dict.fromkeys((anchor.source, anchor.target) for anchor in anchors))


class _Places:
    """The segments of a document, to be found by what a person calls them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._by_id = {segment.id: index for index, segment in enumerate(document.segments)}
        self._keys = [_key(segment.text) for segment in document.segments]

    def find(self, name: str) -> int:
        """The index of the one segment that is meant.

        Raises:
            LookupError: there is none, or more than one; says what to do.
        """
        if name in self._by_id:
            return self._by_id[name]
        count = len(self._keys)
        lang = self._document.lang
        if name.isascii() and name.isdigit():
            if int(name[:12]) < count:
                return int(name)
            raise LookupError(f"there is no segment {name} in the {lang} text, which has {count}, counted from 0")
        key = _key(name)
        fits = {index: fit for index in range(count) if (fit := self._fit(index, key))}
        found = [index for index, fit in fits.items() if fit == "whole"] or list(fits)
        shown = f"{name[:_SHOWN]!r}"
        if not found:
            raise LookupError(f"no segment of the {lang} text has the id {shown} or starts with these words")
        if len(found) > 1:
            ids = ", ".join(self._document.segments[index].id for index in found[:_MOST_SHOWN])
            more = " ..." if len(found) > _MOST_SHOWN else ""
            raise LookupError(
                f"{len(found)} segments of the {lang} text start with {shown}; write the id of one: {ids}{more}"
            )
        return found[0]

    def _fit(self, index: int, key: str) -> str:
        """Whether the segment, with others of its block, is `key` ("whole"), starts with it ("part"), or neither."""
        block = self._document.segments[index].block
        text, at = self._keys[index], index + 1
        while text and len(text) < len(key) and key.startswith(text) and at < len(self._keys):
            if self._document.segments[at].block != block:
                break
            text, at = text + self._keys[at], at + 1
        if not key or not text.startswith(key):
            return ""
        return "whole" if text == key else "part"


def _key(text: str) -> str:
    return comparison_key(text).replace(" ", "")
