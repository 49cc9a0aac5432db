"""HTML -> blocks: what a browser sets apart is a block, what it does not show is left out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.formats._html_tokens import Tag, tokens
from align.formats._reading import Piece, collapsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from align.model import BlockKind

__all__ = ["blocks_of"]

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ITEMS = frozenset(("li", "dt", "dd"))
_CELLS = frozenset(("td", "th"))
# the elements that the HTML standard gives display: block, list-item or table parts (section "Rendering")
_BLOCKS = _HEADINGS | _ITEMS | _CELLS
_BLOCKS |= {"address", "article", "aside", "blockquote", "body", "caption", "center", "details", "dialog", "dir", "div"}
_BLOCKS |= {"dl", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend"}
_BLOCKS |= {"main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "section", "summary"}
_BLOCKS |= {"table", "tbody", "tfoot", "thead", "tr", "ul"}
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track")
)
_VOID |= {"wbr"}
_CLOSE_P = _BLOCKS - {"caption", "tbody", "tfoot", "thead", "tr", "td", "th", "body", "html", "option", "optgroup"}
# what a start tag closes if it stands right inside of it (optional end tags)
_CLOSES = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "td", "th"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tbody": frozenset({"tr", "td", "th", "tbody", "thead"}),
    "body": frozenset({"head"}),
}
_SKIPPED = frozenset(
    ("head", "script", "style", "template", "noscript", "iframe", "object", "audio", "video", "canvas")
)
_SKIPPED |= {"svg", "math", "select", "datalist", "button", "textarea", "nav", "map", "rt", "rp"}
_DELETED = frozenset({"del"})
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTES = frozenset({"footnote", "endnote", "rearnote", "footnotes", "endnotes", "rearnotes", "note"})
_NOTE_ROLES = frozenset({"doc-footnote", "doc-endnote", "doc-endnotes", "note"})
_SPAN = 1000  # columns of one cell (HTML standard, attribute colspan)


@dataclass(slots=True, kw_only=True)
class _Open:
    """An element that has begun.

    Attributes:
        name: of the element.
        kind: of the blocks in it, its own or that of the elements around it; None where none of them says.
        skips: whether its content is left out.
        place: of a block that begins in it, its own or that of the elements around it.
    """

    name: str
    kind: BlockKind | None
    skips: bool
    place: str | None


@dataclass(slots=True, kw_only=True)
class _Table:
    """A table that has begun: its number, and the last row and column."""

    number: int
    row: int = 0
    column: int = 0
    next: int = 1


class _Walk:
    """One pass over the tags and texts of a file."""

    def __init__(self, left_out: Counter[str]) -> None:
        self._stack: list[_Open] = []
        self._open = Counter[str]()
        self._skipping = 0
        self._tables: list[_Table] = []
        self._table_count = 0
        self._numbers = Counter[str]()
        self._text: list[str] = []
        self._begun: tuple[BlockKind, str | None] | None = None
        self._left_out = left_out

    def tag(self, tag: Tag, *, xml: bool) -> Iterator[Piece]:
        """Open or close an element; gives the block that ends there, if one does."""
        if tag.name in _BLOCKS:
            yield from self._flush()
        if tag.ends:
            if self._open[tag.name]:
                self._close_to(tag.name)
        elif tag.name == "br":
            self._add("\n")
        elif tag.name not in _VOID:
            self._start(tag)
            if xml and tag.empty:
                self._close_to(tag.name)

    def text(self, text: str) -> None:
        """Text between tags; in ``pre`` its white space counts."""
        self._add(text if self._open["pre"] else collapsed(text))

    def finish(self) -> Iterator[Piece]:
        """The block that is still open at the end of the file."""
        yield from self._flush()

    def _add(self, text: str) -> None:
        if self._skipping or not text:
            return
        if self._begun is None:
            if not text.strip():
                return
            inner = self._stack[-1] if self._stack else None
            kind = inner.kind if inner else None
            self._begun = kind or "paragraph", inner.place if inner else None
        self._text.append(text)

    def _flush(self) -> Iterator[Piece]:
        if self._begun is not None:
            kind, place = self._begun
            text = "".join(self._text)
            yield Piece(kind=kind, text=text if self._open["pre"] else re.sub(" {2,}", " ", text), place=place)
        self._text, self._begun = [], None

    def _start(self, tag: Tag) -> None:
        name = tag.name
        if name in _CLOSE_P and self._stack and self._stack[-1].name == "p":
            self._pop()
        closes = _CLOSES.get(name)
        while closes and self._stack and self._stack[-1].name in closes:
            self._pop()
        hidden = _is_hidden(tag)
        skips = name in _SKIPPED or name in _DELETED or hidden or tag.attributes.get("role") == "navigation"
        if skips and not self._skipping:
            if name in _DELETED:
                self._left_out["deletions"] += 1
            elif hidden and name not in _SKIPPED:
                self._left_out["hidden elements"] += 1
        self._stack.append(_Open(name=name, kind=self._kind_of(tag), skips=skips, place=self._place_of(tag)))
        self._open[name] += 1
        self._skipping += skips

    def _kind_of(self, tag: Tag) -> BlockKind | None:
        within = self._stack[-1].kind if self._stack else None
        types = set(tag.attributes.get("epub:type", "").split())
        if types & _NOTES or tag.attributes.get("role") in _NOTE_ROLES:
            return "note"
        if within == "note":
            return within
        if tag.name in _HEADINGS:
            return "heading"
        if tag.name in _ITEMS:
            return "item"
        return "paragraph" if tag.name == "table" else within

    def _place_of(self, tag: Tag) -> str | None:
        around = self._stack[-1].place if self._stack else None
        if tag.name not in _BLOCKS:
            return around
        if tag.name == "table":
            self._table_count += 1
            self._tables.append(_Table(number=self._table_count))
            return f"table{self._table_count}"
        table = self._tables[-1] if self._tables else None
        if table is not None and tag.name == "tr":
            table.row, table.next = table.row + 1, 1
            return f"table{table.number}/r{table.row}"
        if table is not None and tag.name in _CELLS:
            table.column = table.next
            span = tag.attributes.get("colspan", "")
            table.next += min(max(1, int(span)), _SPAN) if span.isdecimal() and len(span) < 6 else 1
            return f"table{table.number}/r{table.row}/c{table.column}"
        if table is not None:
            return around  # what is in a cell has the place of the cell
        name = "heading" if tag.name in _HEADINGS else tag.name
        self._numbers[name] += 1
        return f"{name}{self._numbers[name]}"

    def _close_to(self, name: str) -> None:
        while self._pop() != name:
            pass

    def _pop(self) -> str:
        element = self._stack.pop()
        self._open[element.name] -= 1
        self._skipping -= element.skips
        if element.name == "table":
            self._tables.pop()
        return element.name


def _is_hidden(tag: Tag) -> bool:
    attributes = tag.attributes
    return (
        ("hidden" in attributes and attributes["hidden"].lower() != "until-found")
        or attributes.get("aria-hidden") == "true"
        or _NOT_SHOWN.search(attributes.get("style", "")) is not None
    )


def blocks_of(text: str, *, xml: bool = False, left_out: Counter[str] | None = None) -> Iterator[Piece]:
    """The blocks of an HTML text, in its order.

    Places are the name and number of the element, such as ``p12`` or ``li3``, and ``table2/r3/c1`` in tables.

    Args:
        text: the file.
        xml: whether it is XHTML.
        left_out: counts what is left out, by its name in the plural.
    """
    walk = _Walk(Counter() if left_out is None else left_out)
    for token in tokens(text, xml=xml):
        if isinstance(token, str):
            walk.text(token)
        else:
            yield from walk.tag(token, xml=xml)
    yield from walk.finish()
