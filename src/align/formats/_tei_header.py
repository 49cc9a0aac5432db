"""TEI headers: what a file says about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from align import __version__
from align.formats._xml import Element, legal, make
from align.model import Signature

if TYPE_CHECKING:
    from align.model import Document

__all__ = ["TextHeader", "alignment_header", "corpus_header", "element", "inclusion", "text_header", "uri"]

_TEI = "http://www.tei-c.org/ns/1.0"
_XINCLUDE = "http://www.w3.org/2001/XInclude"

_URL = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextHeader:
    """What a TEI header says about a text, an alignment or a corpus.

    Attributes:
        title: of the text or corpus.
        publisher: who publishes this file; "not stated" in the header where None.
        date: ISO 8601 date of this edition, written to publicationStmt and revisionDesc.
        licence: name or address of the licence; an address in it becomes the target of the element.
        note: the standing of the text, such as "Working text of this project, not an official translation."
        signature: of the run that made the file.
    """

    title: str
    publisher: str | None = None
    date: str | None = None
    licence: str | None = None
    note: str | None = None
    signature: Signature = field(default_factory=Signature)


def element(
    name: str, attributes: dict[str, str] | None = None, text: str | None = None, *children: Element
) -> Element:
    """A TEI element; illegal characters in `text` are replaced."""
    told = None if text is None else legal(text)[0]
    return make(f"{{{_TEI}}}{name}", attributes, told, *children, prefixes={None: _TEI})


def inclusion(href: str) -> Element:
    """The XInclude element that takes in a file."""
    return make(f"{{{_XINCLUDE}}}include", {"href": uri(href)}, prefixes={"xi": _XINCLUDE})


def uri(href: str) -> str:
    """A relative file name as a URI: white space and the like escaped, slashes kept."""
    return quote(href.replace("\\", "/"), safe="/.-_~")


def text_header(document: Document, header: TextHeader) -> Element:
    """The header of one text: what it was made from, how it was cut into sentences, its language."""
    bibl = element("bibl", None, None, element("title", None, header.title))
    if document.source is not None:
        bibl.append(element("idno", {"type": "file"}, document.source))
    if document.publisher is not None:
        bibl.append(element("publisher", None, document.publisher))
    if document.date is not None:
        bibl.append(element("date", {"when": document.date}))
    if header.note is not None:
        bibl.append(element("note", {"type": "status"}, header.note))
    segmenter = header.signature.get("segmenter")
    by = f" by the rules {segmenter}" if segmenter else ""
    return _header(
        header,
        header.signature,
        element("sourceDesc", None, None, bibl),
        [
            _editorial(
                f"Sentences are marked as s{by}; white space between them is part of the text.",
            )
        ]
        if document.segments
        else [],
        (document.lang,),
    )


def alignment_header(
    header: TextHeader,
    signature: Signature,
    hrefs: tuple[str, str],
    prefixes: Element,
    langs: tuple[str, ...],
) -> Element:
    """The header of a stand-off alignment: which files it joins and how its pointers are abbreviated."""
    told = element("p", None, "Alignment of ")
    for position, href in enumerate(hrefs):
        ref = element("ref", {"target": uri(href)}, href)
        ref.tail = " and " if not position else "."
        told.append(ref)
    source = element("sourceDesc", None, None, told)
    if header.note is not None:
        source.append(element("p", None, header.note))
    return _header(header, signature, source, [prefixes], langs)


def corpus_header(header: TextHeader) -> Element:
    """The header of a corpus."""
    told = header.note or "The texts and alignments of this corpus; each says in its own header where it comes from."
    source = element("sourceDesc", None, None, element("p", None, told))
    return _header(header, header.signature, source, [], ())


def _editorial(told: str) -> Element:
    return element("editorialDecl", None, None, element("segmentation", None, None, element("p", None, told)))


def _header(
    header: TextHeader,
    signature: Signature,
    source: Element,
    encoding: list[Element],
    langs: tuple[str, ...],
) -> Element:
    publication = element("publicationStmt")
    if header.publisher is None:
        publication.append(element("authority", None, "not stated"))
    else:
        publication.append(element("publisher", None, header.publisher))
    if header.date is not None:
        publication.append(element("date", {"when": header.date}))
    if header.licence is not None:
        address = _URL.search(header.licence)
        licence = element("licence", {"target": address[0]} if address else None, header.licence)
        publication.append(element("availability", None, None, licence))
    application = element(
        "application", {"ident": "align", "version": __version__}, None, element("label", None, "align")
    )
    if signature.items:
        application.append(element("desc", None, str(signature)))
    parts = [
        element(
            "fileDesc",
            None,
            None,
            element("titleStmt", None, None, element("title", None, header.title)),
            publication,
            source,
        ),
        element("encodingDesc", None, None, *encoding, element("appInfo", None, None, application)),
    ]
    if langs:
        usage = element("langUsage", None, None, *(element("language", {"ident": lang}, lang) for lang in langs))
        parts.append(element("profileDesc", None, None, usage))
    if header.date is not None:
        change = element("change", {"when": header.date}, "Written.")
        parts.append(element("revisionDesc", None, None, change))
    return element("teiHeader", None, None, *parts)
