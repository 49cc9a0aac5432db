"""Markdown (CommonMark with tables): headings, paragraphs, list items, quotations and cells of tables.

The door to `markdown_it`. Blocks are spans of the raw file, so emphasis, links and other marks inside a line stay in
the text. Code, HTML blocks, link definitions and a YAML header are no blocks: they are not segmented. Inside a
quotation every line with its own ``>`` is a block, because the mark in between is no part of a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import regex
from markdown_it import MarkdownIt

from align.formats._reading import document_from
from align.model import Block
from align.text.signatures import describe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from markdown_it.token import Token

    from align.model import BlockKind, Document

__all__ = ["MarkdownFormat", "blocks_of"]

_FRONT_MATTER = regex.compile(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|$)", regex.DOTALL)
_SIGN = regex.compile(rb"(?m)^(?:#{1,6} \S|```|~~~|\[[^\]\n]+\]: \S|\|(?: *:?-+:? *\|)+)")
_ROW = regex.compile(r"[\s>]*\|?")
_BAR = regex.compile(r"(?<!\\)\|")  # a bar in a cell has a backslash before it, also in code


class MarkdownFormat:
    """Reads Markdown files."""

    name = "markdown"
    suffixes = (".md", ".markdown", ".mdown")
    keeps: frozenset[str] = frozenset()

    def sniff(self, head: bytes) -> bool:
        """Whether `head` is text with a heading, fence, table or link definition of Markdown."""
        return describe(head) is None and b"\x00" not in head and _SIGN.search(head) is not None

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
    """The blocks of a Markdown text, as spans of `text`."""
    header = _FRONT_MATTER.match(text)
    skipped = header.end() if header else 0
    # The parser takes NUL for U+FFFD and counts lines by line feeds: neither moves anything.
    # What is inside a block is not parsed: its text is wanted as it stands, and parsing it takes most of the time.
    parser = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
    tokens = parser.parse(text[skipped:])
    starts = [skipped, *(match.end() for match in regex.finditer(r"\n", text, pos=skipped))]
    if starts[-1] != len(text):
        starts.append(len(text) + 1)
    lines = [(start, end - 1) for start, end in pairwise(starts)]
    return tuple(block for leaf in _leaves(tokens) for block in _spans(text, lines, leaf))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaf:
    """A heading, paragraph or row: the lines that it fills, and what it says without the marks before each line."""

    kind: BlockKind
    first: int
    last: int
    content: str
    row: str | None = None
    """The place of a row of a table, such as ``table2/r3``, whose content is not looked at."""


def _leaves(tokens: Sequence[Token]) -> Iterator[_Leaf]:
    """All that is to be segmented, in order."""
    containers: list[str] = []
    tables = rows = 0
    for number, token in enumerate(tokens):
        if token.nesting > 0:
            containers.append(token.type)
            if token.type == "table_open":
                tables, rows = tables + 1, 0
        elif token.nesting < 0 and containers:
            containers.pop()
        if token.map is None:
            continue
        first, last = token.map
        if token.type == "tr_open":
            rows += 1
            yield _Leaf(kind="paragraph", first=first, last=last, content="", row=f"table{tables}/r{rows}")
        elif token.type == "inline" and "tr_open" not in containers and token.content.strip():
            kind: BlockKind = "paragraph"
            if tokens[number - 1].type == "heading_open":
                kind = "heading"
            elif "list_item_open" in containers:
                kind = "item"
            elif "blockquote_open" in containers:
                kind = "note"
            yield _Leaf(kind=kind, first=first, last=last, content=token.content)


def _spans(text: str, lines: Sequence[tuple[int, int]], leaf: _Leaf) -> list[Block]:
    """The blocks of `leaf`, of which the `lines` of `text` are those that it counts."""
    if leaf.row is not None:
        return list(_cells(text, *lines[leaf.first], row=leaf.row))
    places: list[tuple[int, int]] = []
    quoted = False
    for raw, (start, end) in zip(leaf.content.split("\n"), lines[leaf.first : leaf.last], strict=False):
        content = raw.strip()
        at = text.find(content, start, end) if content else -1
        if at < 0:
            continue
        quoted = quoted or (bool(places) and ">" in text[start:at])
        places.append((at, at + len(content)))
    if quoted:
        return [Block(kind=leaf.kind, start=start, end=end) for start, end in places]
    return [Block(kind=leaf.kind, start=places[0][0], end=places[-1][1])] if places else []


def _cells(text: str, start: int, end: int, *, row: str) -> Iterator[Block]:
    """The cells of a row of a table that have text, each with its column."""
    mark = _ROW.match(text, start, end)
    begin = mark.end() if mark else start
    bars = [begin - 1, *(bar.start() for bar in _BAR.finditer(text, begin, end)), end]
    for column, (before, after) in enumerate(pairwise(bars), start=1):
        cell = text[before + 1 : after]
        if cell.strip():
            first, last = after - len(cell.lstrip()), before + 1 + len(cell.rstrip())
            yield Block(kind="paragraph", start=first, end=last, place=f"{row}/c{column}")
