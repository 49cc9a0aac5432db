"""Translation units -> TMX 1.4 elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align import __version__
from align.formats._tmx_names import (
    ALIGN_TYPE,
    CODE_ATTRIBUTES,
    DATE,
    HEADER_PROPS,
    NOTE,
    SCORE,
    SEGMENTS,
    SEGTYPES,
    STARTS,
    STATUS,
    TU_ATTRIBUTES,
    TUV_ATTRIBUTES,
    origin_text,
    tmx_date,
)
from align.formats._xml import XML_LANG, Element, XmlWriter, lay_out, legal, make
from align.lang import parse as parse_lang

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.formats import UnitHeader
    from align.model import InlineCode, Property, TranslationUnit, Variant

__all__ = ["header_element", "is_blank", "unit_element"]

_MIXED = frozenset({"seg", "prop", "note"})


def header_element(header: UnitHeader, xml: XmlWriter) -> Element:
    """The ``<header>``; without a source language srclang is ``*all*``."""
    attributes = {
        "creationtool": "align",
        "creationtoolversion": __version__,
        "segtype": "sentence",
        "o-tmf": "align",
        "adminlang": "en",
        "srclang": "*all*" if header.source is None else parse_lang(header.source),
        "datatype": "plaintext",
    }
    date = None if header.date is None else tmx_date(header.date)
    if date is not None:
        attributes["creationdate"] = date
    element = make("header", attributes)
    for field, name in HEADER_PROPS.items():
        value = getattr(header, field)
        if value is not None:
            element.append(_prop(name, value, xml))
    if header.signature.items:
        element.append(_prop("x-signature", str(header.signature), xml))
    return lay_out(element, 1, _MIXED)


def is_blank(variant: Variant) -> bool:
    """Whether a variant holds nothing: neither a word nor a code."""
    return not any(not isinstance(piece, str) or piece.strip() for piece in variant.content)


def unit_element(unit: TranslationUnit, source: str | None, xml: XmlWriter) -> Element:
    """The ``<tu>``, the variant in the language `source` first; blank variants are left out."""
    attributes, rest = _as_attributes(unit.properties, TU_ATTRIBUTES)
    element = make("tu", ({"tuid": xml.text(unit.id)} if unit.id else {}) | attributes)
    for note in unit.notes:
        element.append(make("note", None, xml.text(note)))
    if unit.origin:
        if unit.score is not None:
            element.append(_prop(SCORE, f"{unit.score:.3f}", xml))
        element.append(_prop(STATUS, unit.status, xml))
        for origin in unit.origin:
            element.append(_prop(ALIGN_TYPE, origin_text(origin), xml))
    for prop in rest:
        element.append(_prop(prop.name, prop.value, xml))
    for variant in sorted(unit.variants, key=lambda variant: variant.lang != source):
        if not is_blank(variant):
            element.append(_variant_element(variant, xml))
    return lay_out(element, 2, _MIXED)


def _prop(name: str, value: str, xml: XmlWriter) -> Element:
    return make("prop", {"type": xml.text(name)}, xml.text(value))


def _as_attributes(properties: Sequence[Property], names: Sequence[str]) -> tuple[dict[str, str], Sequence[Property]]:
    """Part the leading properties that TMX has attributes for (`names`) from the rest."""
    attributes: dict[str, str] = {}
    for position, prop in enumerate(properties):
        fits = prop.name in names and prop.name not in attributes and legal(prop.value) == (prop.value, 0)
        if prop.name in {"creationdate", "changedate", "lastusagedate"}:
            fits = fits and DATE.fullmatch(prop.value) is not None
        elif prop.name == "segtype":
            fits = fits and prop.value in SEGTYPES
        if not fits:
            return attributes, properties[position:]
        attributes[prop.name] = prop.value
    return attributes, ()


def _variant_element(variant: Variant, xml: XmlWriter) -> Element:
    attributes, rest = _as_attributes(variant.properties, TUV_ATTRIBUTES)
    element = make("tuv", {XML_LANG: parse_lang(variant.lang)} | attributes)
    if variant.segments:
        element.append(_prop(SEGMENTS, " ".join(variant.segments), xml))
    if variant.starts:
        starts = (start - variant.text.count("\r\n", 0, start) for start in variant.starts)  # CR LF becomes LF
        element.append(_prop(STARTS, " ".join(map(str, starts)), xml))
    for prop in rest:
        element.append(
            make("note", None, xml.text(prop.value)) if prop.name == NOTE else _prop(prop.name, prop.value, xml)
        )
    element.append(_segment_element(variant.content, xml))
    return element


def _segment_element(content: Sequence[str | InlineCode], xml: XmlWriter) -> Element:
    seg = make("seg")
    for piece in content:
        if not isinstance(piece, str):
            known = CODE_ATTRIBUTES.get(piece.kind)
            kind, allowed = ("ph", CODE_ATTRIBUTES["ph"]) if known is None else (piece.kind, known)
            kept = {name: xml.text(value) for name, value in piece.attributes if name in allowed}
            seg.append(make(kind, kept, xml.text(piece.content) or None))
        elif len(seg):
            seg[-1].tail = (seg[-1].tail or "") + xml.text(piece)
        else:
            seg.text = (seg.text or "") + xml.text(piece)
    return seg
