"""Plain text: paragraphs, headings and list items told from blank lines, line lengths and markers.

How lines make paragraphs is decided for the whole document:

* Hard-wrapped text: no line reaches beyond `WRAPPED` columns, and a third of the lines that another one follows, or
  more, stand in full passages, of which half the lines or more end in mid-sentence. A passage is what stands between
  blank lines; it is full if most of its lines that another one follows reach nearly as far as the longest line. The
  lines of full passages are joined; a paragraph ends at a blank line, before a list marker, before an indented line,
  and after a short line that ends a sentence. In other passages, such as addresses, a short line is carried on by
  small letters only.
* Any other text: each line is a paragraph, whether blank lines stand between them or not.

A heading is a paragraph of one short line without final punctuation that begins the document or stands by itself. An
item begins with a list marker such as ``- ``, ``1. ``, ``(a)`` or ``（一）``, which stays in the text. Indents,
ideographic spaces among them, lie outside of the blocks. The text itself is as it was read.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import regex

from align.formats._reading import document_from
from align.model import Block
from align.text.signatures import describe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from align.model import BlockKind, Document

__all__ = ["WRAPPED", "PlainFormat", "blocks_of"]

WRAPPED = 120
"""Columns that no line of a hard-wrapped text exceeds; a Chinese character takes two."""

_NARROWEST = 40  # columns; narrower lines are verses, addresses or tables, not wrapped text
_NEARLY = 0.7  # of the widest line
_HEADING = 120  # columns
_TITLE = 200  # columns of the first line
_BLANK = " \t\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u180e\u2000-\u200b\u202f\u205f\u3000\ufeff"
_EDGE = regex.compile(f"[{_BLANK}]*")
_LINE = regex.compile(r"^[^\n]*", regex.MULTILINE)
_FINAL = regex.compile(r"[.!?…:;,。！？：；，、؟۔؛،।॥][\"'”’»›)\]）」』】]*$")
_SENTENCE_END = regex.compile(r"[.!?…。！？؟۔।॥:：][\"'”’»›)\]）」』】]*$")
_LETTER = regex.compile(r"\p{L}")
_RULE = regex.compile(r"[^\p{L}\p{N}]+")  # a line of strokes or stars
_LEADER = regex.compile(r"(?:\.[ \u00a0]?){4}[ \u00a0]*\p{Nd}{1,5}$")  # the page of an entry in a table of contents
_MARKER = regex.compile(
    r"(?:[-–•‣▪●○◦·]|\*{1,2})\s+\S|\p{Nd}{1,2}/\s+\S"
    r"|\p{Nd}{1,3}(?:\.\p{Nd}{1,3}){0,8}[.)]\s+\S|\p{Nd}{1,3}[、．]|\p{Nd}{1,2}\.(?=\p{Han})"
    r"|\((?:\p{Nd}{1,3}|\p{L}|[ivxl]{1,5})\)\s*\S|（(?:\p{Nd}{1,3}|[一二三四五六七八九十]{1,3}|\p{L})）"
    r"|(?:\p{Ll}|[ivx]{1,5}|\p{Lu})\)\s+\S|(?:[ivx]{1,5}|\p{Ll})\.\s+\p{Lu}"
    r"|[①-⑳㈠-㈩]|[一二三四五六七八九十]{1,3}、"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line without its indent: ``text[start:end]``; `indent` and `width` in columns."""

    text: str
    start: int
    end: int
    indent: int
    width: int

    @property
    def blank(self) -> bool:
        return self.start == self.end

    @property
    def right(self) -> int:
        """The column that the line reaches to."""
        return 0 if self.blank else self.indent + self.width


class PlainFormat:
    """Reads plain text files."""

    name = "plain"
    suffixes = (".txt", ".text")
    keeps: frozenset[str] = frozenset()

    def sniff(self, head: bytes) -> bool:
        """Whether `head` is text at all: plain text has no other sign, so ask the other formats first."""
        return describe(head) is None and head.count(0) * 3 <= len(head) * 2 and not head.lstrip().startswith(b"<")

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:
        """The document in `path`, with blocks and no segments.

        Args:
            path: a file.
            lang: BCP 47 tag of the text.
            encoding: of the file; None means detected.

        Raises:
            InputError: the file is missing, unreadable, a folder, or empty.
            EncodingError: it is binary, or not in the declared encoding, or in none that can be told.
        """
        return document_from(path, blocks_of, lang=lang, encoding=encoding)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The paragraphs, headings and items of `text`, by the rules of this module."""
    lines = [_line(text, match.start(), match.end()) for match in _LINE.finditer(text)]
    wide = max((line.right for line in lines), default=0)
    passages = _passages(lines)
    groups = (
        [group for passage in passages for group in _groups(passage, wide)]
        if _is_wrapped(passages, wide)
        else [[line] for passage in passages for line in passage]
    )
    free_above = {line.start for before, line in zip([None, *lines[:-1]], lines, strict=True) if _free(before)}
    free_below = {line.start for line, after in zip(lines, [*lines[1:], None], strict=True) if _free(after)}
    blocks: list[Block] = []
    for number, group in enumerate(groups):
        alone = group[0].start in free_above and group[-1].start in free_below
        following = groups[number + 1] if number + 1 < len(groups) else None
        kind = _kind(group, first=not number, alone=alone, following=following)
        blocks.append(Block(kind=kind, start=group[0].start, end=group[-1].end))
    return tuple(blocks)


def _free(neighbour: _Line | None) -> bool:
    """Whether a line is blank or beyond the text."""
    return neighbour is None or neighbour.blank


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def _line(text: str, start: int, end: int) -> _Line:
    first = _EDGE.match(text, start, end)
    begin = first.end() if first else start
    last = len(text[begin:end].rstrip(_STRIPPED))
    body = text[begin : begin + last]
    return _Line(text=body, start=begin, end=begin + last, indent=_columns(text[start:begin]), width=_columns(body))


_STRIPPED = "".join(char for char in map(chr, (*range(0x250), *range(0x1680, 0x3001), 0xFEFF)) if _EDGE.fullmatch(char))


def _passages(lines: Sequence[_Line]) -> list[list[_Line]]:
    """The lines that stand together, without the blank ones between them."""
    return [list(passage) for blank, passage in groupby(lines, key=lambda line: line.blank) if not blank]


def _followed(passage: Sequence[_Line], wide: int) -> list[_Line]:
    """The lines of a passage that another one may carry on: after a short one, one with an indent does not."""
    margin = _margin(passage)
    return [
        line
        for line, after in pairwise(passage)
        if not _stands_apart(after)
        and not _is_complete(line)
        and not (after.indent > margin and line.right < _NEARLY * wide)
    ]


def _margin(passage: Sequence[_Line]) -> int:
    """The column at which the lines without an indent begin."""
    return min(line.indent for line in passage)


def _stands_apart(line: _Line) -> bool:
    return _MARKER.match(line.text) is not None or _RULE.fullmatch(line.text) is not None


def _is_complete(line: _Line) -> bool:
    """Whether nothing carries a line on, whatever its width."""
    return _RULE.fullmatch(line.text) is not None or _LEADER.search(line.text[-16:]) is not None


def _is_full(followed: Sequence[_Line], wide: int) -> bool:
    """Whether most of these lines end where the page does."""
    return sum(line.right >= _NEARLY * wide for line in followed) >= _NEARLY * len(followed)


def _is_wrapped(passages: Sequence[Sequence[_Line]], wide: int) -> bool:
    """Whether line ends are only those of a page."""
    if not _NARROWEST <= wide <= WRAPPED:
        return False
    followed = [_followed(passage, wide) for passage in passages]
    every = [line for lines in followed for line in lines]
    full = every if _is_full(every, wide) else [one for lines in followed if _is_full(lines, wide) for one in lines]
    open_ended = sum(_SENTENCE_END.search(line.text[-8:]) is None for line in full)
    return bool(full) and len(full) * 3 >= len(every) and open_ended * 2 >= len(full)


def _groups(passage: Sequence[_Line], wide: int) -> list[list[_Line]]:
    """Lines of a passage of hard-wrapped text, paragraph by paragraph."""
    full = _is_full(_followed(passage, wide), wide)
    margin = _margin(passage)
    groups: list[list[_Line]] = []
    before: _Line | None = None
    for line in passage:
        short = before is not None and before.right < _NEARLY * wide
        ended = before is not None and _SENTENCE_END.search(before.text[-8:]) is not None
        begins = (
            before is None
            or _stands_apart(line)
            or _is_complete(before)
            or (line.indent > margin and not _MARKER.match(groups[-1][0].text) and (short or ended))
            or (short and (ended or not (full or line.text[:1].islower())))
        )
        if begins:
            groups.append([line])
        else:
            groups[-1].append(line)
        before = line
    return groups


def _kind(group: Sequence[_Line], *, first: bool, alone: bool, following: Sequence[_Line] | None) -> BlockKind:
    """Heading, item or paragraph."""
    line = group[0]
    short = len(group) == 1 and _LETTER.search(line.text) is not None and _FINAL.search(line.text[-8:]) is None
    if short and following is not None:
        if first and line.width <= _TITLE and not _MARKER.match(line.text):
            return "heading"
        longer = sum(other.width for other in following) > line.width
        bullet = _MARKER.match(line.text) is not None and not regex.match(r"[一二三四五六七八九十]{1,3}、", line.text)
        if alone and line.width <= _HEADING and longer and not bullet:
            return "heading"
    return "item" if _MARKER.match(line.text) else "paragraph"
