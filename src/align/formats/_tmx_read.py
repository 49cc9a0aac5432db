"""TMX elements -> translation units: TMX 1.1 to 1.4b as tools really write it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError, ModelError
from align.formats import UnitHeader
from align.formats._tmx_names import (
    ALIGN_TYPE,
    FILE_LANG,
    HEADER_PROPS,
    NOTE,
    SCORE,
    SEGMENTS,
    STARTS,
    STATUS,
    SUB_FLOW,
    TU_ATTRIBUTES,
    TUV_ATTRIBUTES,
    iso_date,
    origin_from,
)
from align.formats._xml import XML_LANG, Element, local_name
from align.lang import parse as parse_lang
from align.model import InlineCode, Origin, Property, Signature, TranslationUnit, Variant, with_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["header_of", "units_of"]

_SHORT = 100  # code points; values under that are kept for the next unit that says the same
_PLAIN = {"tuid": "tuid", XML_LANG: "lang", "type": "type"}
_NUMBERED = re.compile(r"([A-Za-z]{2,3})-\d\d")  # DGT-TM numbers its languages: CS-01


def header_of(element: Element, path: Path) -> UnitHeader:
    """What a ``<header>`` says; a source language that is missing, ``*all*`` or no language tag is None."""
    attributes = _attributes(element)
    props = {p.name: p.value for p in _properties(element)}
    try:
        source = _language(attributes.get("srclang", ""))[0]
    except LanguageError:
        source = None
    try:
        signature = Signature.parse(props.get("x-signature", ""))
    except ModelError as error:
        raise FormatError(
            f"the prop x-signature is no signature: {error}", path=path, line=element.sourceline
        ) from error
    return UnitHeader(
        source=source,
        title=props.get(HEADER_PROPS["title"]),
        publisher=props.get(HEADER_PROPS["publisher"]),
        licence=props.get(HEADER_PROPS["licence"]),
        date=iso_date(attributes.get("creationdate", "")),
        signature=signature,
    )


def units_of(element: Element, number: int, path: Path) -> Iterator[TranslationUnit]:
    """The units in one ``<tu>``: one, unless it gives several wordings in a language.

    Then the n-th unit has the n-th wording of each language (the last one where there are fewer) and the id of the
    first with ``-n``.

    Args:
        element: the ``<tu>``.
        number: its position in the file from 1, for an id where it has none.
        path: for the place in messages.

    Raises:
        FormatError: a ``<tuv>`` without language or without ``<seg>``, or no ``<tuv>`` at all.
    """
    attributes = _attributes(element)
    unit_id = attributes.get("tuid") or f"tu{number}"
    variants: list[Variant] = []
    props: list[Property] = []
    notes: list[str] = []
    for inner in element:
        name = local_name(inner.tag)
        if name == "tuv":
            variants.append(_plain_variant(inner) or _variant(inner, path))
        elif name == "prop":
            props.append(_property(inner))
        elif name == "note":
            notes.append(_text(inner))
    if not variants:
        raise FormatError(f"<tu> {unit_id} has no <tuv>; remove it", path=path, line=element.sourceline)
    if len(attributes) > 1:
        props[:0] = _attribute_properties(attributes, TU_ATTRIBUTES)
    properties, origin = _split_origin(props)
    for turn, chosen in enumerate(_by_language(variants)):
        yield TranslationUnit(
            id=unit_id if not turn else f"{unit_id}-{turn + 1}",
            variants=chosen,
            notes=tuple(notes),
            properties=properties,
            origin=origin,
        )


def _by_language(variants: Sequence[Variant]) -> Iterable[tuple[Variant, ...]]:
    """The variants in turns of one a language: the n-th wording of each, the last one where there are fewer."""
    wordings: dict[str, list[Variant]] = {}
    for variant in variants:
        wordings.setdefault(variant.lang, []).append(variant)
    if len(wordings) == len(variants):
        return (tuple(variants),)
    return [
        tuple(several[min(turn, len(several) - 1)] for several in wordings.values())
        for turn in range(max(map(len, wordings.values())))
    ]


def _attributes(element: Element) -> dict[str, str]:
    """Attributes by local name in small letters; ``xml:lang`` wins over ``lang``."""
    items = element.items()
    if len(items) == 1 and items[0][0] in _PLAIN:  # most have no more, and there are millions of them
        return {_PLAIN[items[0][0]]: items[0][1]}
    found: dict[str, str] = {}
    for name, value in items:
        local = local_name(name)
        if local not in found or name[0] == "{":
            found[local] = value
    return found


def _text(element: Element) -> str:
    return "".join(element.itertext()) if len(element) else element.text or ""


def _properties(element: Element) -> list[Property]:
    return [_property(inner) for inner in element if local_name(inner.tag) == "prop"]


def _property(prop: Element) -> Property:
    name = prop.get("type")
    value = _text(prop)
    name = _attributes(prop).get("type", "") if name is None else name
    return _made_property(name, value) if len(value) < _SHORT else Property(name=name, value=value)


def _attribute_properties(attributes: dict[str, str], names: Iterable[str]) -> list[Property]:
    return [
        _made_property(name, value) if len(value) < _SHORT else Property(name=name, value=value)
        for name, value in attributes.items()
        if name in names
    ]


@lru_cache(maxsize=4096)
def _made_property(name: str, value: str) -> Property:
    """A property; most files say the same of very many units."""
    return Property(name=name, value=value)


@lru_cache(maxsize=1024)
def _language(tag: str) -> tuple[str, str | None]:
    """The canonical tag, and the one of the file where that one is not a tag of BCP 47 but DGT's numbered kind."""
    numbered = _NUMBERED.fullmatch(tag.strip())
    return (parse_lang(numbered[1]), tag) if numbered else (parse_lang(tag), None)


def _split_origin(properties: list[Property]) -> tuple[tuple[Property, ...], tuple[Origin, ...]]:
    """Part the props that `align` wrote about the beads from all others."""
    origin = [(p, origin_from(p.value)) for p in properties if p.name == ALIGN_TYPE]
    if not origin:
        return tuple(properties), ()
    known = [o for _, o in origin if o is not None]
    ours = {id(p) for p, o in origin if o is not None}
    told = next((p.value for p in properties if p.name == STATUS), None)
    if known:
        for name in (SCORE, STATUS):  # derived from the beads; worked out again when asked for
            ours.update(id(p) for p in [p for p in properties if p.name == name][:1])
    return tuple(p for p in properties if id(p) not in ours), with_status(tuple(known), told)


def _plain_variant(tuv: Element) -> Variant | None:
    """The variant of a ``<tuv>`` that has a language and text, as nearly all have, and nothing else; or None."""
    items = tuv.items()
    if len(items) != 1 or items[0][0] != XML_LANG or len(tuv) != 1:
        return None
    seg = tuv[0]
    if len(seg) or local_name(seg.tag) != "seg":
        return None
    try:
        lang, raw = _language(items[0][1])
    except LanguageError:
        return None  # said with its place by `_variant`
    text = seg.text
    return None if raw is not None else Variant(lang=lang, content=(text,) if text else ())


def _variant(tuv: Element, path: Path) -> Variant:
    attributes = _attributes(tuv)
    tag = attributes.get("lang")
    if tag is None:
        raise FormatError(
            '<tuv> has no xml:lang; TMX requires one, such as xml:lang="en"', path=path, line=tuv.sourceline
        )
    try:
        lang, raw = _language(tag)
    except LanguageError as error:
        raise LanguageError(f"<tuv>: {error.reason}", path=path, line=tuv.sourceline) from error
    properties = _attribute_properties(attributes, TUV_ATTRIBUTES) if len(attributes) > 1 else []
    seg: Element = None
    for inner in tuv:
        name = local_name(inner.tag)
        if name == "seg":
            seg = inner if seg is None else seg
        elif name == "prop":
            properties.append(_property(inner))
        elif name == "note":
            properties.append(Property(name=NOTE, value=_text(inner)))
    if seg is None:
        raise FormatError(
            f'<tuv xml:lang="{lang}"> has no <seg>; add it or remove the tuv', path=path, line=tuv.sourceline
        )
    content, subs = _content(seg)
    if not properties and not subs and raw is None:
        return Variant(lang=lang, content=content)
    segments: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    ids = next((p for p in properties if p.name == SEGMENTS), None)
    if ids is not None:
        properties.remove(ids)
        segments = tuple(ids.value.split())
        offsets = next((p for p in properties if p.name == STARTS), None)
        if offsets is not None and re.fullmatch(r"\d{1,9}( \d{1,9})*", offsets.value):
            properties.remove(offsets)
            starts = tuple(int(start) for start in offsets.value.split())
    if raw is not None:
        properties.append(Property(name=FILE_LANG, value=raw))
    properties += [Property(name=SUB_FLOW, value=sub) for sub in subs]
    try:
        return Variant(lang=lang, content=content, segments=segments, starts=starts, properties=tuple(properties))
    except ModelError as error:
        raise FormatError(f"{error}; correct {SEGMENTS} or {STARTS}", path=path, line=tuv.sourceline) from error


def _content(seg: Element) -> tuple[tuple[str | InlineCode, ...], list[str]]:
    """Text and codes of a ``<seg>``, and the texts of its sub-flows.

    Codes that hold running text (``hi``, and elements that are not TMX) become an empty bpt and ept around it, so
    that no reader drops the words; ``ut`` and foreign elements without text become ph.
    """
    if not len(seg):
        text = seg.text
        return ((text,) if text else ()), []
    pieces: list[str | InlineCode] = []
    subs: list[str] = []
    used = {value for inner in seg.iter() for name, value in inner.attrib.items() if local_name(name) == "i"}
    numbers = (str(n) for n in range(1, 10**9) if str(n) not in used)

    def add(text: str | None) -> None:
        if text and pieces and isinstance(pieces[-1], str):
            pieces[-1] += text
        elif text:
            pieces.append(text)

    def walk(element: Element) -> None:
        add(element.text)
        for inner in element:
            name = local_name(inner.tag)
            attributes = {local_name(key): value for key, value in inner.attrib.items()}
            if name in {"bpt", "ept", "it", "ph", "ut"}:
                kind = "ph" if name == "ut" else name
                pieces.append(InlineCode(kind=kind, content=_text(inner), attributes=tuple(attributes.items())))
                subs.extend(_text(sub) for sub in inner.iter() if local_name(sub.tag) == "sub")
            elif name == "hi" or _text(inner):
                number = next(numbers)
                kind = attributes.get("type", name)
                opening = (("i", number), *((("x", attributes["x"]),) if "x" in attributes else ()), ("type", kind))
                pieces.append(InlineCode(kind="bpt", attributes=opening))
                walk(inner)
                pieces.append(InlineCode(kind="ept", attributes=(("i", number),)))
            else:
                pieces.append(InlineCode(kind="ph", attributes=(("type", name),)))
            add(inner.tail)

    walk(seg)
    return tuple(pieces), subs
