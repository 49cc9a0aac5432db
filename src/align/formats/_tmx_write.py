"""Translation units -> TMX 1.4 elements."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, cast

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
from align.formats._xml import Element, XmlWriter, lay_out, legal, make
from align.lang import parse as parse_lang
from align.model import InlineCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.formats import UnitHeader
    from align.model import Property, TranslationUnit, Variant

__all__ = ["header_element", "is_blank", "unit_markup"]

_HALVES = frozenset({"bpt", "ept"})
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
            element.append(_header_prop(name, value, xml))
    if header.signature.items:
        element.append(_header_prop("x-signature", str(header.signature), xml))
    return lay_out(element, 1, _MIXED)


def _header_prop(name: str, value: str, xml: XmlWriter) -> Element:
    return make("prop", {"type": xml.text(name)}, xml.text(value))


def is_blank(variant: Variant) -> bool:
    """Whether a variant holds nothing: neither a word nor a code."""
    return not any(not isinstance(piece, str) or piece.strip() for piece in variant.content)


def unit_markup(unit: TranslationUnit, source: str | None, xml: XmlWriter) -> str:
    """The ``<tu>`` as text, the variant in the language `source` first; blank variants are left out."""
    attributes, rest = _as_attributes(unit.properties, TU_ATTRIBUTES, xml) if unit.properties else ("", ())
    tuid = f' tuid="{xml.attribute(unit.id)}"' if unit.id else ""
    lines = [f"\n    <tu{tuid}{attributes}>"]
    lines += [f"\n      <note>{xml.content(note)}</note>" for note in unit.notes]
    if unit.origin:
        if unit.score is not None:
            lines.append(f"\n      {_prop(SCORE, f'{unit.score:.3f}', xml)}")
        lines.append(f"\n      {_prop(STATUS, unit.status, xml)}")
        lines += [f"\n      {_prop(ALIGN_TYPE, origin_text(origin), xml)}" for origin in unit.origin]
    lines += [f"\n      {_prop(prop.name, prop.value, xml)}" for prop in rest]
    variants = unit.variants
    if variants[0].lang != source and len(variants) > 1:
        variants = tuple(sorted(variants, key=lambda variant: variant.lang != source))
    lines += [_variant_markup(variant, xml) for variant in variants if not is_blank(variant)]
    lines.append("\n    </tu>")
    return "".join(lines)


def _prop(name: str, value: str, xml: XmlWriter) -> str:
    return f'<prop type="{xml.attribute(name)}">{xml.content(value)}</prop>'


def _as_attributes(
    properties: Sequence[Property], names: Sequence[str], xml: XmlWriter
) -> tuple[str, Sequence[Property]]:
    """Part the leading properties that TMX has attributes for (`names`), as these, from the rest."""
    attributes: dict[str, str] = {}
    rest: Sequence[Property] = ()
    for position, prop in enumerate(properties):
        fits = prop.name in names and prop.name not in attributes and legal(prop.value) == (prop.value, 0)
        if prop.name in {"creationdate", "changedate", "lastusagedate"}:
            fits = fits and DATE.fullmatch(prop.value) is not None
        elif prop.name == "segtype":
            fits = fits and prop.value in SEGTYPES
        if not fits:
            rest = properties[position:]
            break
        attributes[prop.name] = prop.value
    return "".join(f' {name}="{xml.attribute(value)}"' for name, value in attributes.items()), rest


def _variant_markup(variant: Variant, xml: XmlWriter) -> str:
    attributes, rest = _as_attributes(variant.properties, TUV_ATTRIBUTES, xml) if variant.properties else ("", ())
    lines = [f'\n      <tuv xml:lang="{parse_lang(variant.lang)}"{attributes}>']
    if variant.segments:
        lines.append(f"\n        {_prop(SEGMENTS, ' '.join(variant.segments), xml)}")
    if variant.starts:
        starts = (start - variant.text.count("\r\n", 0, start) for start in variant.starts)  # CR LF becomes LF
        lines.append(f"\n        {_prop(STARTS, ' '.join(map(str, starts)), xml)}")
    for prop in rest:
        is_note = prop.name == NOTE
        lines.append(
            f"\n        {f'<note>{xml.content(prop.value)}</note>' if is_note else _prop(prop.name, prop.value, xml)}"
        )
    lines.append(f"\n        <seg>{_segment_markup(variant.content, xml)}</seg>\n      </tuv>")
    return "".join(lines)


def _segment_markup(content: Sequence[str | InlineCode], xml: XmlWriter) -> str:
    if len(content) == 1 and isinstance(content[0], str):
        return xml.content(content[0])
    pieces = _paired(content)
    return "".join(xml.content(piece) if isinstance(piece, str) else _code_markup(piece, xml) for piece in pieces)


def _paired(content: Sequence[str | InlineCode]) -> Sequence[str | InlineCode]:
    """The content with pairs as TMX wants them: a number of its own for each, and no half without the other.

    A pair whose number was used before gets the next free one. A ``bpt`` or ``ept`` without partner becomes ``it``,
    which is what TMX has for a code whose partner is in another segment.
    """
    halves = [place for place, piece in enumerate(content) if not isinstance(piece, str) and piece.kind in _HALVES]
    if not halves:
        return content
    partner: dict[int, int] = {}
    begun: dict[str | None, list[int]] = {}
    for place in halves:
        code = cast("InlineCode", content[place])
        number = dict(code.attributes).get("i")
        if code.kind == "bpt":
            begun.setdefault(number, []).append(place)
        elif begun.get(number):
            partner[place] = begun[number].pop()
    made = list(content)
    used = {dict(cast("InlineCode", content[place]).attributes).get("i") for place in halves}
    free = (number for number in map(str, count(1)) if number not in used)
    numbers: dict[int, str] = {}
    for place in halves:
        code = cast("InlineCode", content[place])
        told = dict(code.attributes)
        begin = partner.get(place, place)
        if begin == place and place not in partner.values():
            rest = tuple((name, value) for name, value in code.attributes if name not in {"i", "pos"})
            pos = ("pos", "begin" if code.kind == "bpt" else "end")
            made[place] = InlineCode(kind="it", content=code.content, attributes=(pos, *rest))
            continue
        if begin not in numbers:
            own = told.get("i")
            numbers[begin] = own if own and own not in numbers.values() else next(free)
        if told.get("i") != numbers[begin]:
            made[place] = replace(code, attributes=tuple((told | {"i": numbers[begin]}).items()))
    return made


def _code_markup(code: InlineCode, xml: XmlWriter) -> str:
    known = CODE_ATTRIBUTES.get(code.kind)
    kind, allowed = ("ph", CODE_ATTRIBUTES["ph"]) if known is None else (code.kind, known)
    if kind == "it" and dict(code.attributes).get("pos") not in {"begin", "end"}:
        kind, allowed = "ph", CODE_ATTRIBUTES["ph"]  # nobody knows which half it is
    kept = {name: value for name, value in code.attributes if name in allowed}
    attributes = "".join(f' {name}="{xml.attribute(value)}"' for name, value in kept.items())
    held = xml.content(code.content)
    return f"<{kind}{attributes}>{held}</{kind}>" if held else f"<{kind}{attributes}/>"
