"""Translation units of XLIFF 1.2, to and from the model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align import __version__
from align.errors import FormatError, LanguageError
from align.formats._tmx_names import NOTE, SUB_FLOW, tmx_date
from align.formats._unit_header import header_items
from align.formats._xliff1_codes import content_of, fill
from align.formats._xliff_facts import CHECKED, ORIGINAL, Fact, Found, facts_of, leading
from align.formats._xml import XML_SPACE, Element, XmlWriter, child, lay_out, legal, local_name, make
from align.lang import parse as parse_lang
from align.model import Property, TranslationUnit, Variant

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from align.formats import UnitHeader

__all__ = ["file_attributes", "header_element", "told_in_header", "unit_element", "units_of"]

_HEADER_NOTE = "align:"  # before the name of a field of the header, as the author of a note
_NAMED, _VALUE = "x-property-name", "x-property"  # two contexts for a fact whose name XLIFF does not take
_NAME = re.compile(r"x-\S+")
_SIDE = {"x-source": "source", "x-target": "target"}
_ATTRIBUTES = ("resname", "translate")
_STATE, _APPROVED, _QUALIFIER = "x-state", "x-approved", "x-state-qualifier"
_STATES = frozenset(
    {
        "final",
        "needs-adaptation",
        "needs-l10n",
        "needs-review-adaptation",
        "needs-review-l10n",
        "needs-review-translation",
        "needs-translation",
        "new",
        "signed-off",
        "translated",
    }
)
_QUALIFIERS = frozenset(
    {
        "exact-match",
        "fuzzy-match",
        "id-match",
        "leveraged-glossary",
        "leveraged-inherited",
        "leveraged-mt",
        "leveraged-repository",
        "leveraged-tm",
        "mt-suggestion",
        "rejected-grammar",
        "rejected-inaccurate",
        "rejected-length",
        "rejected-spelling",
        "tm-suggestion",
    }
)
_MIXED = frozenset({"source", "target", "note", "context"})

# --- reading -----------------------------------------------------------------------------------------------------


def told_in_header(file: Element) -> dict[str, str]:
    """The fields of our header that a ``<file>`` has in its notes, the source language among them."""
    told = {}
    header = child(file, "header")
    for note in () if header is None else header:
        author = note.get("from") or ""
        if local_name(note.tag) == "note" and author.startswith(_HEADER_NOTE):
            told[author.removeprefix(_HEADER_NOTE)] = "".join(note.itertext())
    return told


def _language(element: Element, name: str, path: Path) -> str | None:
    tag = element.get(name)
    if not tag:
        return None
    try:
        return parse_lang(tag)
    except LanguageError as error:
        raise LanguageError(f"{name}: {error.reason}", path=path, line=element.sourceline) from error


def units_of(element: Element, number: int, path: Path, lost: Counter[str]) -> Iterator[TranslationUnit]:
    """The units in one ``<trans-unit>``: one, or as many as it is cut into segments.

    Args:
        element: the ``<trans-unit>``, still in its ``<file>``.
        number: its position from 1, for an id where it has none.
        path: for the place in messages.
        lost: counts the elements that the model has no place for.

    Raises:
        FormatError: it is in no file, has no source, or a target in an unknown language.
    """
    line = element.sourceline
    file = next((above for above in element.iterancestors() if local_name(above.tag) == "file"), None)
    source = child(element, "source")
    if file is None or source is None:
        what = "stands outside <file>" if file is None else "has no <source>; add it"
        raise FormatError(f"<trans-unit> {what}", path=path, line=line)
    source_lang = _language(file, "source-language", path)
    if source_lang is None:
        raise FormatError("<file> has no source-language; add it", path=path, line=file.sourceline)
    target = child(element, "target")
    target_lang = _language(file, "target-language", path)
    if target is not None and target_lang is None:
        target_lang = _language(target, "{http://www.w3.org/XML/1998/namespace}lang", path)
        if target_lang is None and (len(target) or target.text):
            raise FormatError("<file> has no target-language; add it", path=path, line=file.sourceline)
    state = None if target is None else target.get("state")
    foreign = file.get("tool-id") != "align"
    unit_id = element.get("id") or f"tu{number}"
    if target is not None and state == "new" and _same(source, target):
        target = None  # not translated yet: editors fill a target only where one stands
    for own_id, own_source, own_target in _segments(element, unit_id, source, target):
        found = Found(id=own_id)
        if foreign and file.get("original"):
            found.properties.append(Property(name=ORIGINAL, value=file.get("original")))
        _read_rest(element, found, lost)
        found.source = _variant(own_source, source_lang, [])
        if own_target is not None and target_lang is not None:
            about = _about_target(element, target, found)
            found.target = _variant(own_target, target_lang, about)
        found.properties += [
            Property(name=name, value=value)
            for name, value in element.attrib.items()
            if name not in {"id", "approved", XML_SPACE}
            and not name.startswith("{")
            and (name, value) != ("translate", "yes")
        ]
        unit = found.unit()
        if unit is not None:
            yield unit


def _about_target(element: Element, target: Element, found: Found) -> list[Property]:
    """What a tool says about a target, but for what the status of the beads says already."""
    state, approved = target.get("state"), element.get("approved") == "yes"
    found.checked = approved or state in CHECKED
    about = []
    if (state, approved) != (("signed-off", True) if found.checked and found.has_beads else ("translated", False)):
        about += [Property(name=_STATE, value=state)] if state else []
        about += [Property(name=_APPROVED, value="yes")] if approved else []
    qualifier = target.get("state-qualifier")
    return about + ([Property(name=_QUALIFIER, value=qualifier)] if qualifier else [])


def _same(source: Element, target: Element) -> bool:
    return content_of(source) == content_of(target)


def _segments(
    element: Element, unit_id: str, source: Element, target: Element | None
) -> Iterator[tuple[str, Element, Element | None]]:
    """The whole, or each marked segment of ``seg-source`` with the one of the target that bears its number."""
    cut = child(element, "seg-source")
    marks = [] if cut is None else [m for m in cut.iter("{*}mrk") if m.get("mtype") == "seg"]
    if not marks:
        yield unit_id, source, target
        return
    ends = {} if target is None else {m.get("mid"): m for m in target.iter("{*}mrk") if m.get("mtype") == "seg"}
    for position, mark in enumerate(marks, 1):
        name = f"{unit_id}.{mark.get('mid') or position}" if len(marks) > 1 else unit_id
        yield name, mark, ends.get(mark.get("mid")) if ends else (target if len(marks) == 1 else None)


def _variant(element: Element, lang: str, about: list[Property]) -> Variant | None:
    content, subs = content_of(element)
    if not content:
        return None
    properties = (*about, *(Property(name=SUB_FLOW, value=sub) for sub in subs))
    return Variant(lang=lang, content=content, properties=properties)


def _read_rest(element: Element, found: Found, lost: Counter[str]) -> None:
    """Notes, contexts and suggestions."""
    for inner in element:
        name = local_name(inner.tag)
        text = "".join(inner.itertext())
        if name == "note":
            side = inner.get("annotates") or ""
            if side in {"source", "target"}:
                found.facts.append(Fact(side=side, name=NOTE, value=text))
            else:
                found.notes.append(text)
            if inner.get("from"):
                found.facts.append(Fact(side="", name="x-note-from", value=inner.get("from")))
        elif name == "context-group":
            sides = [_SIDE[word] for word in (inner.get("purpose") or "").split() if word in _SIDE]
            own = ""
            for context in inner:
                kind, value = context.get("context-type") or "", "".join(context.itertext())
                if kind == _NAMED:
                    own = value
                else:
                    fact_name = own if kind == _VALUE else kind
                    found.facts.append(Fact(side=(sides or [""])[0], name=fact_name, value=value))
        elif name == "alt-trans":
            suggestion = child(inner, "target")
            if suggestion is not None:
                quality = inner.get("match-quality") or "-"
                text = "".join(suggestion.itertext())
                found.facts.append(Fact(side="", name="x-alt-trans", value=f"{quality} {text}"))
        elif name not in {"source", "seg-source", "target"}:
            lost[name] += 1


# --- writing -----------------------------------------------------------------------------------------------------


def file_attributes(header: UnitHeader, source: str | None, target: str | None, xml: XmlWriter) -> Mapping[str, str]:
    """The attributes of the one ``<file>``."""
    attributes = {
        "original": xml.text(header.title) if header.title else "units",
        "source-language": "und" if source is None else parse_lang(source),
        "datatype": "plaintext",
        "tool-id": "align",
    }
    if target is not None:
        attributes["target-language"] = parse_lang(target)
    date = None if header.date is None else tmx_date(header.date)
    if date is not None:
        attributes["date"] = f"{date[:4]}-{date[4:6]}-{date[6:11]}:{date[11:13]}:{date[13:]}"
    return attributes


def header_element(header: UnitHeader, xml: XmlWriter) -> Element:
    """The ``<header>``: this tool, and a note for each thing that is known of all units."""
    tool = make("tool", {"tool-id": "align", "tool-name": "align", "tool-version": __version__})
    notes = [
        make("note", {"from": f"{_HEADER_NOTE}{name}"}, xml.text(value)) for name, value in header_items(header).items()
    ]
    return lay_out(make("header", None, None, tool, *notes), 2, _MIXED)


def unit_element(
    unit: TranslationUnit,
    written_id: str,
    source: Variant | None,
    target: Variant | None,
    xml: XmlWriter,
    *,
    fillable: bool,
) -> Element:
    """The ``<trans-unit>`` of a unit with these sides, at least one of which is there.

    Args:
        unit: the unit.
        written_id: its id in the file.
        source: its variant in the source language, or None.
        target: likewise in the target language.
        xml: what counts the characters that XML cannot hold.
        fillable: whether a missing target is written as a copy of the source whose state is "new", for editors fill
            a target only where one stands.
    """
    attributes, rest = leading(unit.properties, _is_attribute)
    about, rest_of_target = ({}, ()) if target is None else leading(target.properties, _is_about_target)
    element = make("trans-unit", {"id": written_id, XML_SPACE: "preserve"} | attributes)
    element.append(fill(make("source"), source.content if source else (), xml))
    if target is not None:
        state = about.get(_STATE)
        approved = _APPROVED in about
        if state is None and not approved:
            approved = unit.status == "checked"
            state = "signed-off" if approved else "translated"
        if approved:
            element.set("approved", "yes")
        told = {"state": state, "state-qualifier": about.get(_QUALIFIER)}
        made = make("target", {name: value for name, value in told.items() if value is not None})
        element.append(fill(made, target.content, xml))
    elif fillable and source is not None:
        element.append(fill(make("target", {"state": "new"}), source.content, xml))
    element.extend(make("note", None, xml.text(note)) for note in unit.notes)
    facts = facts_of(
        unit,
        written_id=written_id,
        properties=rest,
        source=(source, source.properties if source else ()),
        target=(target, rest_of_target),
    )
    element.extend(_contexts(facts, xml))
    return lay_out(element, 3, _MIXED)


def _is_attribute(prop: Property) -> bool:
    if prop.name == "translate":
        return prop.value == "no"
    return prop.name in _ATTRIBUTES and legal(prop.value) == (prop.value, 0)


def _is_about_target(prop: Property) -> bool:
    known = {_STATE: _STATES, _QUALIFIER: _QUALIFIERS, _APPROVED: frozenset({"yes"})}
    return prop.value in known.get(prop.name, ())


def _contexts(facts: Sequence[Fact], xml: XmlWriter) -> Iterator[Element]:
    """Context groups, one for each run of facts about one side; notes about a side stand between them."""
    group = None
    last = ""
    for fact in facts:
        is_note = fact.side and fact.name == NOTE
        if group is not None and (is_note or fact.side != last):
            yield group
            group = None
        last = fact.side
        if is_note:
            yield make("note", {"annotates": fact.side}, xml.text(fact.value))
            continue
        if group is None:
            group = make("context-group", {"purpose": f"information x-{fact.side}" if fact.side else "information"})
        name = xml.text(fact.name)
        if _NAME.fullmatch(name) and name not in {_NAMED, _VALUE}:
            group.append(make("context", {"context-type": name}, xml.text(fact.value)))
        else:
            group.append(make("context", {"context-type": _NAMED}, name))
            group.append(make("context", {"context-type": _VALUE}, xml.text(fact.value)))
    if group is not None:
        yield group
