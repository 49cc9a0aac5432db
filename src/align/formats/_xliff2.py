"""Translation units of XLIFF 2.0, 2.1 and 2.2, to and from the model."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError
from align.formats._tmx_names import NOTE
from align.formats._unit_header import header_items
from align.formats._xliff2_codes import UnitCodes, content_of, fill, text_of
from align.formats._xliff_facts import CHECKED, ORIGINAL, Fact, Found, facts_of, leading
from align.formats._xml import XML_SPACE, Element, XmlWriter, child, lay_out, legal, local_name, make
from align.lang import parse as parse_lang
from align.model import Property, TranslationUnit, Variant

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from align.formats import UnitHeader
    from align.model import InlineCode

__all__ = ["METADATA", "header_metadata", "told_in_header", "unit_element", "units_of"]

METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_MDA = f"{{{METADATA}}}"
_OURS = "align"  # the category of the metadata that are facts of ours
_HEADER = "align-header"
_STATE, _SUB_STATE = "x-state", "x-sub-state"
_STATES = frozenset({"initial", "translated", "reviewed", "final"})
_USER_DEFINED = re.compile(r"[^\s:]+:[^\s:]+")
_MIXED = frozenset({"source", "target", "note", "meta", "data"})


# --- reading -----------------------------------------------------------------------------------------------------


def told_in_header(file: Element) -> dict[str, str]:
    """The fields of our header in the metadata of a ``<file>``."""
    metadata = child(file, "metadata")
    return {
        meta.get("type", ""): text_of(meta)
        for group in (() if metadata is None else metadata)
        if group.get("category") == _HEADER
        for meta in group
    }


def units_of(element: Element, number: int, path: Path, lost: Counter[str]) -> Iterator[TranslationUnit]:
    """The units in one ``<unit>``: one for each of its segments.

    Args:
        element: the ``<unit>``, still in its ``<file>``.
        number: its position from 1, for an id where it has none.
        path: for the place in messages.
        lost: counts the elements that the model has no place for.

    Raises:
        FormatError: it is in no file, or a language is not stated.
    """
    above = {local_name(one.tag): one for one in element.iterancestors()}
    file, root = above.get("file"), above.get("xliff")
    if file is None or root is None:
        raise FormatError("<unit> stands outside <file>", path=path, line=element.sourceline)
    source_lang, target_lang = (_language(root, name, path) for name in ("srcLang", "trgLang"))
    if target_lang is not None and target_lang == source_lang:
        message = f"srcLang and trgLang are both {source_lang}; correct trgLang"
        raise FormatError(message, path=path, line=root.sourceline)
    segments = [inner for inner in element if local_name(inner.tag) == "segment"]
    unit_id = element.get("id") or f"tu{number}"
    original = child(element, "originaldata")
    data = {} if original is None else {one.get("id", ""): text_of(one) for one in original}
    shared = Found(id=unit_id)
    if file.get("original") and child(file, "metadata") is None:
        shared.properties.append(Property(name=ORIGINAL, value=file.get("original")))
    shared.properties += [
        Property(name=name, value=value)
        for name, value in element.attrib.items()
        if name != "id" and not name.startswith("{") and (name, value) != ("translate", "yes")
    ]
    _read_rest(element, shared, lost)
    for position, segment in enumerate(segments, 1):
        own = unit_id if len(segments) == 1 else f"{unit_id}.{segment.get('id') or position}"
        found = replace(shared, id=own)
        source, target = child(segment, "source"), child(segment, "target")
        if source is None:
            raise FormatError("<segment> has no <source>; add it", path=path, line=segment.sourceline)
        missing = [
            FormatError(f"<xliff> has no {name}; add it", path=path, line=root.sourceline)
            for name in ("srcLang", "trgLang")
        ]
        found.source = _variant(content_of(source, data), source_lang, (), missing[0])
        if target is not None:
            found.target = _variant(content_of(target, data), target_lang, _about(segment, found), missing[1])
        unit = found.unit()
        if unit is not None:
            yield unit


def _language(root: Element, name: str, path: Path) -> str | None:
    tag = root.get(name)
    try:
        return parse_lang(tag) if tag else None
    except LanguageError as error:
        raise LanguageError(f"{name}: {error.reason}", path=path, line=root.sourceline) from error


def _variant(
    content: tuple[str | InlineCode, ...], lang: str | None, about: Sequence[Property], missing: FormatError
) -> Variant | None:
    """The variant, None if it has no content; without a language, the error `missing` is raised."""
    if not content:
        return None
    if lang is None:
        raise missing
    return Variant(lang=lang, content=content, properties=tuple(about))


def _about(segment: Element, found: Found) -> list[Property]:
    """What a tool says about a segment, but for what the status of the beads says already."""
    state = segment.get("state")
    found.checked = state in CHECKED
    about = []
    if state is not None and state != ("reviewed" if found.checked and found.has_beads else "translated"):
        about.append(Property(name=_STATE, value=state))
    if segment.get("subState"):
        about.append(Property(name=_SUB_STATE, value=segment.get("subState")))
    return about


def _read_rest(element: Element, found: Found, lost: Counter[str]) -> None:
    """Notes, metadata and suggestions."""
    for inner in element:
        name = local_name(inner.tag)
        if name == "notes":
            for note in inner:
                if note.get("appliesTo") in {"source", "target"}:
                    found.facts.append(Fact(side=note.get("appliesTo"), name=NOTE, value=text_of(note)))
                else:
                    found.notes.append(text_of(note))
                if note.get("category"):
                    found.facts.append(Fact(side="", name="x-note-from", value=note.get("category")))
        elif name == "metadata":
            for group in inner:
                _read_group(group, "", found)
        elif name == "matches":
            for match in inner:
                suggestion = child(match, "target")
                if suggestion is not None:
                    quality = match.get("matchQuality") or "-"
                    found.facts.append(Fact(side="", name="x-alt-trans", value=f"{quality} {text_of(suggestion)}"))
        elif name not in {"segment", "ignorable", "originaldata"}:
            lost[name] += 1


def _read_group(group: Element, above: str, found: Found) -> None:
    category = group.get("category") or ""
    path = above if category == _OURS else f"{above}{category}:" if category else above
    side = group.get("appliesTo") if group.get("appliesTo") in {"source", "target"} else ""
    for inner in group:
        if local_name(inner.tag) == "metagroup":
            _read_group(inner, path, found)
        else:
            found.facts.append(Fact(side=side, name=f"{path}{inner.get('type') or ''}", value=text_of(inner)))


# --- writing -----------------------------------------------------------------------------------------------------


def header_metadata(header: UnitHeader, xml: XmlWriter) -> Element:
    """The metadata of the one ``<file>``: what is known of all units, and that this tool wrote it."""
    told = {"tool": "align"} | header_items(header)
    return _metadata([_group(_HEADER, "", [(name, value) for name, value in told.items()], xml)], 2)


def unit_element(
    unit: TranslationUnit, written_id: str, source: Variant | None, target: Variant | None, xml: XmlWriter
) -> Element:
    """The ``<unit>`` of a unit with these sides, at least one of which is there."""
    attributes, rest = leading(unit.properties, _is_attribute)
    about, rest_of_target = ({}, ()) if target is None else leading(target.properties, _is_about_target)
    element = make("unit", {"id": written_id} | attributes)
    facts = facts_of(
        unit,
        written_id=written_id,
        properties=rest,
        source=(source, source.properties if source else ()),
        target=(target, rest_of_target),
    )
    groups = list(_groups(facts, xml))
    if groups:
        element.append(_metadata(groups, 3))
    if unit.notes:
        notes = [make("note", None, xml.text(note)) for note in unit.notes]
        element.append(lay_out(make("notes", None, None, *notes), 3, _MIXED))
    codes = UnitCodes()
    state = "initial"
    if target is not None:
        state = about.get(_STATE, "reviewed" if unit.status == "checked" else "translated")
    told = {"state": state} | ({"subState": about[_SUB_STATE]} if _SUB_STATE in about else {})
    segment = make("segment", told)
    segment.append(fill(make("source", {XML_SPACE: "preserve"}), source.content if source else (), codes, xml))
    if target is not None:
        segment.append(fill(make("target", {XML_SPACE: "preserve"}), target.content, codes, xml))
    native = codes.element(xml)
    if native is not None:
        element.append(native)
    element.append(segment)
    return lay_out(element, 2, _MIXED)


def _is_attribute(prop: Property) -> bool:
    if prop.name == "translate":
        return prop.value == "no"
    if prop.name == "type":
        return _USER_DEFINED.fullmatch(prop.value) is not None and legal(prop.value) == (prop.value, 0)
    return prop.name == "name" and legal(prop.value) == (prop.value, 0)


def _is_about_target(prop: Property) -> bool:
    if prop.name == _STATE:
        return prop.value in _STATES
    return prop.name == _SUB_STATE and _USER_DEFINED.fullmatch(prop.value) is not None


def _groups(facts: Sequence[Fact], xml: XmlWriter) -> Iterator[Element]:
    """A group of metadata for each run of facts about one side."""
    run: list[tuple[str, str]] = []
    side = ""
    for fact in facts:
        if run and fact.side != side:
            yield _group(_OURS, side, run, xml)
            run = []
        side = fact.side
        run.append((fact.name, fact.value))
    if run:
        yield _group(_OURS, side, run, xml)


def _group(category: str, side: str, told: Sequence[tuple[str, str]], xml: XmlWriter) -> Element:
    attributes = {"category": category} | ({"appliesTo": side} if side else {})
    metas = [make(f"{_MDA}meta", {"type": xml.text(name)}, xml.text(value)) for name, value in told]
    return make(f"{_MDA}metaGroup", attributes, None, *metas, prefixes={"mda": METADATA})


def _metadata(groups: Sequence[Element], level: int) -> Element:
    return lay_out(make(f"{_MDA}metadata", None, None, *groups, prefixes={"mda": METADATA}), level, _MIXED)
