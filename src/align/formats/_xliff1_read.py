"""XLIFF 1.2 elements -> translation units."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError
from align.formats._tmx_names import NOTE, SUB_FLOW
from align.formats._xliff1_codes import content_of
from align.formats._xliff1_names import APPROVED, HEADER_NOTE, NAMED, QUALIFIER, STATE, VALUE
from align.formats._xliff_facts import CHECKED, ORIGINAL, Fact, Found
from align.formats._xml import XML_LANG, XML_SPACE, Element, child, local_name
from align.lang import parse as parse_lang
from align.model import Property, TranslationUnit, Variant

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["told_in_header", "units_of"]

_SIDE = {"x-source": "source", "x-target": "target"}


def told_in_header(file: Element) -> dict[str, str]:
    """The fields of our header that a ``<file>`` has in its notes, the source language among them."""
    told = {}
    header = child(file, "header")
    for note in () if header is None else header:
        author = note.get("from") or ""
        if local_name(note.tag) == "note" and author.startswith(HEADER_NOTE):
            told[author.removeprefix(HEADER_NOTE)] = "".join(note.itertext())
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
        target_lang = _language(target, XML_LANG, path)
        if target_lang is None and (len(target) or target.text):
            raise FormatError("<file> has no target-language; add it", path=path, line=file.sourceline)
    if target is not None and target_lang == source_lang:
        message = f"source and target language are both {source_lang}; correct target-language"
        raise FormatError(message, path=path, line=file.sourceline)
    state = None if target is None else target.get("state")
    foreign = file.get("tool-id") != "align"
    unit_id = element.get("id") or f"tu{number}"
    if target is not None and state == "new" and _same(source, target):
        target = None  # not translated yet: editors fill a target only where one stands
    shared = Found(id=unit_id)
    if foreign and file.get("original"):
        shared.properties.append(Property(name=ORIGINAL, value=file.get("original")))
    shared.properties += [
        Property(name=name, value=value)
        for name, value in element.attrib.items()
        if name not in {"id", "approved", XML_SPACE} and name[0] != "{" and (name, value) != ("translate", "yes")
    ]
    shared.facts += _foreign(element)
    about = _read_rest(element, shared, lost)
    for own_id, mid, own_source, own_target in _segments(element, unit_id, source, target):
        own = [fact for at, fact in about if mid is None or at == mid]
        found = replace(shared, id=own_id, source=_variant(own_source, source_lang, []), facts=[*shared.facts, *own])
        if own_target is not None and target_lang is not None:
            found.target = _variant(own_target, target_lang, _about_target(element, target, found))
        unit = found.unit()
        if unit is not None:
            yield unit


def _about_target(element: Element, target: Element, found: Found) -> list[Property]:
    """What a tool says about a target, but for what the status of the beads says already."""
    state, approved = target.get("state"), element.get("approved") == "yes"
    found.checked = approved or state in CHECKED
    about = []
    if (state, approved) != (("signed-off", True) if found.checked and found.has_beads else ("translated", False)):
        about += [Property(name=STATE, value=state)] if state else []
        about += [Property(name=APPROVED, value="yes")] if approved else []
    qualifier = target.get("state-qualifier")
    return about + ([Property(name=QUALIFIER, value=qualifier)] if qualifier else [])


def _same(source: Element, target: Element) -> bool:
    return content_of(source) == content_of(target)


def _segments(
    element: Element, unit_id: str, source: Element, target: Element | None
) -> Iterator[tuple[str, str | None, Element, Element | None]]:
    """The whole, or each marked segment of ``seg-source`` with the one of the target that bears its number.

    Each with its id, and the number (``mid``) by which other elements point at it; None means that it is the whole.

    A target that is not cut alike stays whole, and its source with it: cut, it would lose words.
    """
    cut = child(element, "seg-source")
    marks = [] if cut is None else [m for m in cut.iter("{*}mrk") if m.get("mtype") == "seg"]
    ends = {} if target is None else {m.get("mid"): m for m in target.iter("{*}mrk") if m.get("mtype") == "seg"}
    known = {mark.get("mid") for mark in marks}
    if len(marks) < 2 or not ends.keys() <= known or (target is not None and not ends and "".join(target.itertext())):
        yield unit_id, None, source, target
        return
    for position, mark in enumerate(marks, 1):
        mid = mark.get("mid") or ""
        yield f"{unit_id}.{mid or position}", mid, mark, ends.get(mark.get("mid"))


def _variant(element: Element, lang: str, about: list[Property]) -> Variant | None:
    content, subs = content_of(element)
    if not content:
        return None
    properties = (*about, *(Property(name=SUB_FLOW, value=sub) for sub in subs))
    return Variant(lang=lang, content=content, properties=properties)


def _foreign(element: Element) -> Iterator[Fact]:
    """What a tool says in attributes of its own, such as ``mq:status``, under the names that it has in the file."""
    told = {name: value for name, value in element.attrib.items() if name.startswith("{") and name != XML_SPACE}
    prefixes = {namespace: prefix for prefix, namespace in element.nsmap.items()} if told else {}
    for name, value in told.items():
        namespace, _, own = name[1:].rpartition("}")
        if prefix := prefixes.get(namespace):
            yield Fact(side="", name=f"{prefix}:{own}", value=value)


def _read_rest(element: Element, found: Found, lost: Counter[str]) -> list[tuple[str, Fact]]:
    """Put notes, contexts and suggestions into `found`; give what is about one segment, with the number of that."""
    about: list[tuple[str, Fact]] = []
    for inner in element:
        name = local_name(inner.tag)
        text = "".join(inner.itertext())
        if name == "note":
            side = inner.get("annotates") or ""
            if side in {"source", "target"}:
                found.facts.append(Fact(side=side, name=NOTE, value=text))
            elif text:
                found.notes.append(text)
            if inner.get("from"):
                found.facts.append(Fact(side="", name="x-note-from", value=inner.get("from")))
        elif name == "context-group":
            sides = [_SIDE[word] for word in (inner.get("purpose") or "").split() if word in _SIDE]
            own = ""
            for context in inner:
                kind, value = context.get("context-type") or "", "".join(context.itertext())
                if kind == NAMED:
                    own = value
                else:
                    fact_name = own if kind == VALUE else kind
                    found.facts.append(Fact(side=(sides or [""])[0], name=fact_name, value=value))
        elif name == "alt-trans":
            suggestion = child(inner, "target")
            text = "" if suggestion is None else "".join(suggestion.itertext())
            if text:
                quality = inner.get("match-quality") or "-"
                fact = Fact(side="", name="x-alt-trans", value=f"{quality} {text}")
                if inner.get("mid") is None:
                    found.facts.append(fact)
                else:
                    about.append((inner.get("mid"), fact))
        elif name == "seg-defs":  # of Trados
            about += [
                (segment.get("id") or "", Fact(side="", name=f"sdl:{key}", value=value))
                for segment in inner
                for key, value in segment.attrib.items()
                if key != "id"
            ]
        elif name == "comments":  # of memoQ
            found.notes += ["".join(comment.itertext()) for comment in inner if comment.get("deleted") != "true"]
        elif name not in {"source", "seg-source", "target"}:
            lost[name] += 1
    return about
