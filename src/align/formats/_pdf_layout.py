"""Lines of print -> blocks: what repeats from page to page goes, lines that belong together are joined.

All measures are shares of the size of the type, so that they hold for any page. They were set by hand on the layouts of
tests/formats/test_pdf_layout.py.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import regex

from align.formats._pdf_lines import HYPHEN
from align.formats._reading import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from align.formats._pdf_lines import Line, Page
    from align.model import BlockKind

__all__ = ["pieces_of", "without_running_lines"]

_EDGE = 0.15  # of the height of the page, above and below, in which running lines stand
_SAME_PLACE = 0.01  # of the height of the page
_RUNNING_LINES = 4  # above and below
_REPEATS = 3  # pages on which a line repeats, or all if there are two
_GAP = 1.6  # line distance of a new paragraph, to the usual distance
_INDENT = 0.8  # of the size of the type
_HUNG = 0.3  # of the size of the type, by which the further lines of an item stand to the right at least
_FULL = 0.97  # of the width of the column, which a line that goes on reaches
_SHORT = 0.88  # of the width of the column, which a last line does not reach
_LARGER = 1.15  # size of a heading, to the usual size
_HEADING_LINES = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = regex.compile(
    r"[-–—|\[( ]*(?:(?:page|p\.|第)? ?\p{Nd}{1,5}(?: ?(?:/|of|von|sur|de|из) ?\p{Nd}{1,5})? ?页?|[ivxlcIVXLC]{1,7})"
    r"[-–—|\]) .]*"
)
_FINAL = regex.compile(r"[.!?…。！？؟۔।:：;；][\"'”’»›)\]）」』】]*$")
_MARKER = regex.compile(
    r"[-–•‣▪●○◦·]\s*\S|\(?(?:\p{Nd}{1,3}|\p{Ll}|[ivx]{1,5})\)\s*\S|\p{Nd}{1,3}(?:\.\s+|\s[-–]\s)[\p{Lu}\p{Lo}]"
    r"|\p{Nd}{1,3}[、．]|（[一二三四五六七八九十\p{Nd}]{1,3}）|[一二三四五六七八九十]{1,3}、"
)
_NUMBER = regex.compile(r"\p{Nd}{1,3}\.\s")
_CITES = regex.compile(
    r"(?<!\p{L})(?:[Nn]os?|Nr|[Aa]rts?|paras?|par|pp?|[Vv]ol|[Ff]igs?|Abs|Ziff|S|núm|párr|стр?|п)\.$"
)
_DASH_AT_END = regex.compile(r"\p{L}[-‐\u00ad]$")
_HYPHEN_AT_END = regex.compile(r"[\p{L}\p{Nd}][-‐\u00ad]$")
_NO_SPACES = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u3000-\u303f\uff00-\uffef]"
)
_HYPHENATED = regex.compile(r"\p{L}+-\p{L}+")


def without_running_lines(pages: Sequence[Page]) -> tuple[list[Page], int]:
    """The pages without running heads, running feet and page numbers, and how many lines that were.

    A line goes if it is one of the outermost lines of the page and repeats, but for its figures, at the same height on
    three pages or more (on both, if there are two); or if it is a number at a place where another page has one.
    """
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for page in pages:
        for shape, line in {_shape(line): line for line in page.lines if _at_edge(line, page)}.items():
            seen[shape].append((page.number, line.bottom / page.height))
    needed = min(_REPEATS, max(2, len(pages)))
    running: dict[int, set[str]] = defaultdict(set)
    for shape, places in seen.items():
        heights = sorted(height for _, height in places)
        for number, height in places:
            near = bisect_right(heights, height + _SAME_PLACE) - bisect_left(heights, height - _SAME_PLACE)
            if near >= (2 if shape == "#" else needed):
                running[number].add(shape)
    left: list[Page] = []
    for page in pages:
        gone = _outermost(page, running[page.number])
        left.append(replace(page, lines=tuple(line for line in page.lines if id(line) not in gone)))
    return left, sum(len(page.lines) for page in pages) - sum(len(page.lines) for page in left)


def _outermost(page: Page, running: set[str]) -> set[int]:
    """Which lines (by `id`) of a page go: from its edges inwards, as long as they are running ones."""
    gone: set[int] = set()
    by_height = sorted(page.lines, key=lambda line: line.bottom)
    for lines in (by_height, by_height[::-1]):
        for line in lines[:_RUNNING_LINES]:
            if not _at_edge(line, page) or _shape(line) not in running:
                break
            gone.add(id(line))
    return gone


def _at_edge(line: Line, page: Page) -> bool:
    return line.bottom > (1 - _EDGE) * page.height or line.top < _EDGE * page.height


def _shape(line: Line) -> str:
    """The text with a sign for each number; one sign for all that is only a number of a page."""
    return "#" if _PAGE_NUMBER.fullmatch(line.text) else _DIGITS.sub("#", line.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Usual:
    """What most lines of a text have: size of type, distance of lines (in sizes), and hyphenated words in one line."""

    size: float
    distance: float
    hyphenated: frozenset[str]


def pieces_of(pages: Sequence[Page]) -> Iterator[Piece]:
    """The blocks of the pages; a paragraph may go on over the end of a page, its place is where it begins."""
    usual = _usual(pages)
    group: list[Line] = []
    number = 0
    for page in pages:
        bounds = _column_bounds(page.lines)
        for index, line in enumerate(page.lines):
            before = page.lines[index - 1] if index else None
            if before is None:
                begins = not group or not _goes_on(group, line, usual)
            else:
                begins = _begins(before, line, group, bounds[index], usual)
            if begins:
                yield from _piece(group, number, usual)
                group, number = [], page.number
            group.append(line)
    yield from _piece(group, number, usual)


def _usual(pages: Sequence[Page]) -> _Usual:
    sizes = Counter[float]()
    words = set[str]()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
            words.update(word.lower() for word in _HYPHENATED.findall(line.text))
    size = sizes.most_common(1)[0][0] if sizes else 1.0
    distances = [
        (before.bottom - after.bottom) / after.size
        for page in pages
        for before, after in pairwise(page.lines)
        if after.size and 0.8 * after.size < before.bottom - after.bottom < 3 * after.size
    ]
    return _Usual(size=size, distance=median(distances) if distances else 1.2, hyphenated=frozenset(words))


def _column_bounds(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """For each line the left and right edge of its column: the run of lines, one below the other, that overlap."""
    bounds: list[tuple[float, float]] = []
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines):
            before, line = lines[index - 1], lines[index]
            below = line.bottom < before.bottom + 0.5 * line.size
            if below and line.left < before.right and before.left < line.right:
                continue
        column = lines[start:index]
        bounds += [(min(line.left for line in column), max(line.right for line in column))] * len(column)
        start = index
    return bounds


def _begins(before: Line, line: Line, group: Sequence[Line], bounds: tuple[float, float], usual: _Usual) -> bool:
    """Whether `line` begins a block although `before` is right above it on the page."""
    left, right = bounds
    distance = before.bottom - line.bottom
    if distance < -line.size:  # a new column: as at the start of a page
        return not _goes_on(group, line, usual)
    if abs(line.size - before.size) > 0.1 * usual.size and not _in_one_line(before, line):
        return True
    width = max(right - left, 1.0)
    if distance > _GAP * usual.distance * line.size:
        return True
    if _MARKER.match(line.text) and not _is_cited(before, line, full=left + _FULL * width):
        return True
    indented = line.left > min(one.left for one in group) + _INDENT * line.size
    hanging = _MARKER.match(group[0].text) is not None
    if indented and not hanging and before.left < line.left - _INDENT * line.size:
        return True
    hung = len(group) > 1 and group[1].left > line.left + _HUNG * line.size
    if hanging and hung and line.left < group[0].left + _HUNG * line.size:
        return True
    return before.right < left + _SHORT * width and _FINAL.search(before.text) is not None


def _is_cited(before: Line, line: Line, *, full: float) -> bool:
    """Whether the number that `line` begins with belongs to a full line before it: ``see doc. No.`` / ``118. She``."""
    is_open = _FINAL.search(before.text) is None or _CITES.search(before.text) is not None
    return before.right >= full and is_open and _NUMBER.match(line.text) is not None


def _in_one_line(before: Line, line: Line) -> bool:
    return abs(before.bottom - line.bottom) < 0.5 * max(before.size, line.size)


def _goes_on(group: Sequence[Line], line: Line, usual: _Usual) -> bool:
    """Whether a paragraph goes on with `line` at the top of the next page or column."""
    if not group or abs(group[-1].size - line.size) > 0.1 * usual.size or _MARKER.match(line.text):
        return False
    last = group[-1].text
    return _FINAL.search(last) is None and (_DASH_AT_END.search(last) is not None or not _is_heading(group, usual))


def _is_heading(group: Sequence[Line], usual: _Usual) -> bool:
    return len(group) <= _HEADING_LINES and min(line.size for line in group) >= _LARGER * usual.size


def _piece(group: Sequence[Line], number: int, usual: _Usual) -> Iterator[Piece]:
    if group:
        kind: BlockKind = "paragraph"
        if _is_heading(group, usual):
            kind = "heading"
        elif _MARKER.match(group[0].text):
            kind = "item"
        yield Piece(kind=kind, text=_joined(group, usual), place=f"page {number}")


def _joined(group: Sequence[Line], usual: _Usual) -> str:
    """The lines as one: divided words made whole, and no space between characters that have none between them."""
    text = group[0].text
    for line in group[1:]:
        if _DASH_AT_END.search(text) and line.text[:1].islower():
            first = regex.search(r"\p{L}+(?=[-‐\u00ad]$)", text)
            second = regex.match(r"\p{L}+", line.text)
            whole = f"{first[0]}-{second[0]}".lower() if first and second else ""
            text = (f"{text[:-1]}-" if whole in usual.hyphenated else text[:-1]) + line.text
        elif _HYPHEN_AT_END.search(text) and line.text[:1].isalnum():
            text = f"{text[:-1]}-{line.text}"
        elif _NO_SPACES.match(text[-1]) and _NO_SPACES.match(line.text[0]):
            text += line.text
        else:
            text += f" {line.text}"
    return unicodedata.normalize("NFC", text).replace(HYPHEN, "-")
