"""Documents and alignments -> TEI P5 (Guidelines chapters 15, 17 and 20)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.errors import OutputError
from align.formats import Written
from align.formats._tei_header import (
    TextHeader,
    alignment_header,
    corpus_header,
    element,
    inclusion,
    text_header,
    uri,
)
from align.formats._xml import XML_ID, XML_LANG, XML_SPACE, Element, lay_out, legal, write_tree
from align.lang import parse as parse_lang
from align.lang import primary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from align.model import Alignment, Bead, Block, Document, Segment

__all__ = ["write_alignment", "write_corpus", "write_text"]

_MIXED = frozenset({"head", "p", "item", "note", "s", "title", "licence", "desc", "label", "change", "language"})


def write_text(document: Document, path: Path, *, header: TextHeader) -> Written:
    """Write one text: ``div``, ``head``, ``p``, ``list/item`` and ``note``, each sentence an ``s`` with its id.

    Inside a block every character of the document is kept, also between sentences (``xml:space="preserve"``); text
    outside all blocks is left out. Every heading opens a ``div``. The place of a block is its ``n``.

    Returns:
        The number of sentences, and of characters that XML cannot hold and were replaced.

    Raises:
        OutputError: a segment bears the id of the document.
    """
    if any(segment.id == document.id for segment in document.segments):
        raise OutputError(f"segment id {document.id!r} is also the id of the document; rename one of them")
    lang = parse_lang(document.lang)
    by_block: list[list[Segment]] = [[] for _ in document.blocks]
    for segment in document.segments:
        by_block[segment.block].append(segment)
    body = element("body", {XML_SPACE: "preserve"})
    div: Element = None
    items: Element = None
    for block, segments in zip(document.blocks, by_block, strict=True):
        if div is None or (block.kind == "heading" and len(div)):
            div = element("div")
            body.append(div)
        if block.kind != "item":
            items = None
            div.append(_block_element(document, block, segments))
        else:
            if items is None:
                items = element("list")
                div.append(items)
            items.append(_block_element(document, block, segments))
    if div is None:
        body.append(element("p"))
    text = element("text", {XML_LANG: lang}, None, body)
    root = element("TEI", {XML_ID: document.id, XML_LANG: lang}, None, text_header(document, header), text)
    write_tree(lay_out(root, 0, _MIXED), path)
    replaced = sum(legal(document.text[block.start : block.end])[1] for block in document.blocks)
    return Written(units=len(document.segments), replaced=replaced)


def _block_element(document: Document, block: Block, segments: Sequence[Segment]) -> Element:
    names = {"heading": "head", "paragraph": "p", "item": "item", "note": "note"}
    outer = element(names[block.kind], {"n": legal(block.place)[0]} if block.place else None)
    at = block.start
    for segment in segments:
        _append_text(outer, document.text[at : segment.start])
        outer.append(element("s", {XML_ID: segment.id}, segment.text))
        at = segment.end
    _append_text(outer, document.text[at : block.end])
    return outer


def _append_text(outer: Element, text: str) -> None:
    if not text:
        return
    if len(outer):
        outer[-1].tail = legal(text)[0]
    else:
        outer.text = legal(text)[0]


class _Side:
    """How the segments of one text are pointed at."""

    def __init__(self, document: Document, href: str, prefix: str) -> None:
        self.document = document
        self.href = uri(href)
        self.prefix = prefix
        stem = f"{document.id}."
        shared = all(s.id.startswith(stem) and len(s.id) > len(stem) for s in document.segments)
        self._stem = stem if shared else ""

    def definition(self) -> Element:
        attributes = {"ident": self.prefix, "matchPattern": "(.+)"}
        return element("prefixDef", attributes | {"replacementPattern": f"{self.href}#{uri(self._stem)}$1"})

    def pointers(self, indexes: Sequence[int]) -> str:
        ids = (self.document.segments[index].id.removeprefix(self._stem) for index in indexes)
        return " ".join(f"{self.prefix}:{uri(name)}" for name in ids)


def write_alignment(
    alignment: Alignment, path: Path, *, source_href: str, target_href: str, header: TextHeader
) -> Written:
    """Write a stand-off alignment of two TEI texts.

    A bead is a ``link`` with its kind as type, its status as subtype, its score as cert and its position as n; a side
    with several segments is a ``join`` that the link points at; null beads are ``ptr`` elements in a ``linkGrp`` of
    type unaligned. Pointers are abbreviated by ``prefixDef``.

    Args:
        alignment: its signature is written to the header (not the one of `header`).
        path: the file to write.
        source_href: name of the source text's file, relative to where this one will stand.
        target_href: likewise of the target text.
        header: what the file says about itself.

    Returns:
        The number of beads.

    Raises:
        OutputError: there is no bead; TEI has no empty alignment.
    """
    if not alignment.beads:
        raise OutputError("an alignment of two texts without segments cannot be written as TEI; segment them first")
    source, target = alignment.source, alignment.target
    langs = (parse_lang(source.lang), parse_lang(target.lang))
    names = [primary(lang) for lang in langs]
    if names[0] == names[1] or not all(re.fullmatch("[a-z]+", name) for name in names):
        names = ["source", "target"]
    sides = (_Side(source, source_href, names[0]), _Side(target, target_href, names[1]))
    own_id = f"{source.id}-{target.id}"
    joins = element("joinGrp", {"result": "seg"})
    links = element(
        "linkGrp",
        {
            "type": "alignment",
            "targFunc": "source target",
            "domains": f"{sides[0].href}#{uri(source.id)} {sides[1].href}#{uri(target.id)}",
        },
    )
    lone = element("linkGrp", {"type": "unaligned"})
    for position, bead in enumerate(alignment.beads):
        pointers = [
            _joined(joins, side.pointers(indexes), f"{own_id}.j{position}.{side.prefix}", len(indexes))
            for side, indexes in zip(sides, (bead.source, bead.target), strict=True)
        ]
        if bead.is_null:
            lone.append(element("ptr", _bead_attributes(bead, position) | {"target": pointers[0] or pointers[1]}))
        else:
            links.append(element("link", _bead_attributes(bead, position) | {"target": " ".join(pointers)}))
    groups = [group for group in (joins, links, lone) if len(group)]
    stand_off = element("standOff", None, None, *groups)
    prefixes = element("listPrefixDef", None, None, *(side.definition() for side in sides))
    top = alignment_header(header, alignment.signature, (source_href, target_href), prefixes, langs)
    root = element("TEI", {XML_ID: own_id}, None, top, stand_off)
    write_tree(lay_out(root, 0, _MIXED), path)
    return Written(units=len(alignment.beads))


def _joined(joins: Element, pointers: str, join_id: str, count: int) -> str:
    """The pointer that stands for a side: its own one, or one to a new join of several."""
    if count < 2:
        return pointers
    joins.append(element("join", {XML_ID: join_id, "target": pointers, "scope": "root"}))
    return f"#{uri(join_id)}"


def _bead_attributes(bead: Bead, position: int) -> dict[str, str]:
    attributes = {"n": str(position), "type": bead.kind, "subtype": bead.status}
    if bead.score is not None:
        attributes["cert"] = repr(float(bead.score))
    return attributes


def write_corpus(hrefs: Sequence[str], path: Path, *, header: TextHeader) -> Written:
    """Write a ``teiCorpus`` that takes in texts and alignments by XInclude.

    Expanded (``xmllint --xinclude``) it is valid TEI P5; the ids of all its files are distinct as long as those of
    the texts are.

    Args:
        hrefs: names of the TEI files, relative to where this one will stand.
        path: the file to write.
        header: what the corpus says about itself.

    Raises:
        OutputError: there is no file to take in.
    """
    if not hrefs:
        raise OutputError("a TEI corpus needs at least one text; give the files it is to hold")
    root = element("teiCorpus", None, None, corpus_header(header), *(inclusion(href) for href in hrefs))
    write_tree(lay_out(root, 0, _MIXED), path)
    return Written(units=len(hrefs))
