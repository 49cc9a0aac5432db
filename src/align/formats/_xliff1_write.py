"""Translation units -> XLIFF 1.2 elements.

The elements are in no namespace: they are written inside a root whose default namespace is that of XLIFF.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align import __version__
from align.formats._tmx_names import NOTE, tmx_date
from align.formats._unit_header import header_items
from align.formats._xliff1_codes import fill
from align.formats._xliff1_names import APPROVED, HEADER_NOTE, NAMED, QUALIFIER, QUALIFIERS, STATE, STATES, VALUE
from align.formats._xliff_facts import Fact, facts_of, leading
from align.formats._xml import XML_SPACE, Element, XmlWriter, copy_of, lay_out, legal, make
from align.lang import parse as parse_lang

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from align.formats import UnitHeader
    from align.model import Property, TranslationUnit, Variant

__all__ = ["file_attributes", "header_element", "unit_element"]

_NAME = re.compile(r"x-\S+")
_ATTRIBUTES = ("resname", "translate")
_MIXED = frozenset({"source", "target", "note", "context"})


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
        make("note", {"from": f"{HEADER_NOTE}{name}"}, xml.text(value)) for name, value in header_items(header).items()
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
    original = fill(make("source"), source.content if source else (), xml)
    element.append(original)
    if target is not None:
        state = about.get(STATE)
        approved = APPROVED in about
        if state is None and not approved:
            approved = unit.status == "checked"
            state = "signed-off" if approved else "translated"
        if approved:
            element.set("approved", "yes")
        told = {"state": state, "state-qualifier": about.get(QUALIFIER)}
        made = make("target", {name: value for name, value in told.items() if value is not None})
        element.append(fill(made, target.content, xml))
    elif fillable and source is not None:
        copy = copy_of(original)
        copy.tag = "target"
        copy.set("state", "new")
        for mark in copy.iter("mrk"):
            mark.attrib.pop("mid", None)  # in a target it has to point at a segment of the source
        element.append(copy)
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
    known = {STATE: STATES, QUALIFIER: QUALIFIERS, APPROVED: frozenset({"yes"})}
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
        if _NAME.fullmatch(name) and name not in {NAMED, VALUE}:
            group.append(make("context", {"context-type": name}, xml.text(fact.value)))
        else:
            group.append(make("context", {"context-type": NAMED}, name))
            group.append(make("context", {"context-type": VALUE}, xml.text(fact.value)))
    if group is not None:
        yield group
