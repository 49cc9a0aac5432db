"""HTML as tags and text, one after the other, in one pass of linear time whatever the file.

The rules are those of the tokenization section of the HTML standard (WHATWG), as far as they decide what is text:
comments, declarations, raw text elements, quoted attributes. There is no tree, and so neither a depth that could be
too great nor a list of attributes that is searched.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Tag", "tokens", "unescaped"]

_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])")
_NAME = re.compile(r"[a-zA-Z][^\s/>]{0,200}")
# an attribute: its name, then perhaps a value; a value without quotes may hold quotes
_ATTRIBUTE = re.compile(r"[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"'][^\s>]*+)))?+")
_GAP = re.compile(r"[\s/]*+")
_OPEN_QUOTE = re.compile(r"\s*+=\s*+[\"']")
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "xmp", "iframe", "noembed")
}
_RCDATA = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("title", "textarea")}
_LONG_REFERENCE = re.compile(r"&#(?:[0-9]{9,}+|[xX][0-9a-fA-F]{9,}+);?")  # beyond Unicode, and int() refuses long ones
_KEPT = frozenset(("hidden", "aria-hidden", "role", "style", "colspan", "epub:type", "open", "id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag, its name in small letters.

    Attributes:
        name: with its prefix, if it has one: the ``o:p`` of Word is no paragraph.
        ends: whether it is an end tag.
        empty: whether it is written with a slash at its end, which only XHTML gives a meaning.
        attributes: those that say what is shown, with their names in small letters.
    """

    name: str
    ends: bool
    empty: bool
    attributes: dict[str, str]


def tokens(text: str, *, xml: bool = False) -> Iterator[Tag | str]:
    """The tags of an HTML text, and the text between them with its character references resolved.

    Args:
        text: the file.
        xml: whether it is XHTML, where ``<script/>`` has no content and ``<![CDATA[`` is text.
    """
    at = 0
    while at < len(text):
        found = _MARKUP.search(text, at)
        if found is None:
            yield unescaped(text[at:])
            return
        start = found.start()
        if start > at:
            yield unescaped(text[at:start])
        after = text[start + 1]
        if after in "!?":
            at, shown = _declaration(text, start, xml=xml)
            if shown:
                yield shown
            continue
        name = _NAME.match(text, start + 1 + (after == "/"))
        if name is None:  # </3 and the like: a comment as far as the next >
            at = _past(text, ">", start + 1)
            continue
        tag, at = _tag(text, name, ends=after == "/")
        yield tag
        if tag.ends or (xml and tag.empty):
            continue
        raw = _RAW.get(tag.name)
        held = raw or _RCDATA.get(tag.name)
        if held is not None:
            end = held.search(text, at)
            inside = text[at : end.start() if end else len(text)]
            if inside and raw is None:
                yield unescaped(inside)
            at = end.start() if end else len(text)


def unescaped(text: str) -> str:
    """`text` with its character references resolved; those beyond Unicode become U+FFFD."""
    return html.unescape(_LONG_REFERENCE.sub("\ufffd", text)) if "&" in text else text


def _past(text: str, mark: str, at: int) -> int:
    end = text.find(mark, at)
    return len(text) if end < 0 else end + len(mark)


def _declaration(text: str, start: int, *, xml: bool) -> tuple[int, str]:
    """Where a comment, declaration or instruction ends, and what of it is text."""
    if text.startswith("<!--", start):
        if text.startswith(("<!-->", "<!--->"), start):
            return text.index(">", start) + 1, ""
        return _past(text, "-->", start + 4), ""
    if xml and text.startswith("<![CDATA[", start):
        end = _past(text, "]]>", start + 9)
        return end, text[start + 9 : end].removesuffix("]]>")
    return _past(text, ">", start + 2), ""


def _tag(text: str, name: re.Match[str], *, ends: bool) -> tuple[Tag, int]:
    """A tag and where it ends; one that is still open at the end of the file takes in the rest."""
    attributes: dict[str, str] = {}
    at = name.end()
    while (found := _ATTRIBUTE.match(text, at)) is not None:
        at = found.end()
        key = found[1].lower()
        if key in _KEPT and key not in attributes:
            attributes[key] = unescaped(found[2] or found[3] or found[4] or "")
        if found.lastindex == 1 and _OPEN_QUOTE.match(text, at):
            at = len(text)  # a quotation mark that nothing closes
    gap = _GAP.match(text, at)
    end = gap.end() if gap else at
    tag = Tag(
        name=name[0].lower(),
        ends=ends,
        empty=text.startswith(">", end) and text[end - 1] == "/",
        attributes=attributes,
    )
    return tag, end + 1 if end < len(text) else end
