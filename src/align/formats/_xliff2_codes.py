"""Texts with inline codes in XLIFF 2.0 to 2.2, to and from the model.

The model has the codes of TMX: ``sc`` and ``ec`` are begin and end, ``pc`` is both with an attribute ``xliff`` that
says so, ``mrk``, ``sm`` and ``em`` likewise. What TMX has and XLIFF 2 has not is written as attributes in a namespace
of our own, which the standard allows. ``cp`` is read and written as the character it stands for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.formats._xliff2_names import ALLOWED, MARK_TYPES, NMTOKEN, OURS, TYPES, USER_DEFINED, VALUES
from align.formats._xliff_facts import isolated, merged, nested_pairs
from align.formats._xml import Element, legal, local_name, make
from align.model import InlineCode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from align.formats._xml import XmlWriter

__all__ = ["UnitCodes", "content_of", "fill", "fill_text", "text_of"]

_OWN = f"{{{OURS}}}"
_MARK = "xliff"
_OWN_ID = re.compile(r"align-[st]\d+")  # an id that we made because the code has none
_NCNAME = re.compile(r"[A-Za-z_][\w.\-]*", re.ASCII)
_AROUND = frozenset({"pc", "mrk"})
_SURROGATE = re.compile("[\ud800-\udfff]")


# --- reading -----------------------------------------------------------------------------------------------------


def text_of(element: Element) -> str:
    """The text in an element, ``cp`` written out."""
    parts = [element.text or ""]
    for inner in element:
        parts.append(_character(inner) if local_name(inner.tag) == "cp" else text_of(inner))
        parts.append(inner.tail or "")
    return "".join(parts)


def _character(element: Element) -> str:
    try:
        return chr(int(element.get("hex") or "", 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def content_of(element: Element, data: Mapping[str, str]) -> tuple[str | InlineCode, ...]:
    """Text and codes of a ``source`` or ``target``.

    Args:
        element: the element.
        data: the native codes of the unit by their ids.
    """
    if not len(element):
        return (element.text,) if element.text else ()
    pieces: list[str | InlineCode] = []

    def code(kind: str, inner: Element, number: str | None, mark: str | None, content: str | None) -> None:
        attributes = _attributes(inner, number, mark)
        pieces.append(InlineCode(kind=kind, content=data.get(content or "", ""), attributes=attributes))

    def walk(parent: Element) -> None:
        pieces.append(parent.text or "")
        for inner in parent:
            name = local_name(inner.tag)
            alone = inner.get("isolated") == "yes"
            own = inner.get(f"{_OWN}i") or inner.get("startRef") or inner.get("id")
            if name == "cp":
                pieces.append(_character(inner))
            elif name == "ph":
                code("ph", inner, None, None, inner.get("dataRef"))
            elif name in {"sc", "ec"} and alone:
                place = "begin" if name == "sc" else "end"
                attributes = (("pos", place), *_attributes(inner, None, None))
                content = data.get(inner.get("dataRef") or "", "")
                pieces.append(InlineCode(kind="it", content=content, attributes=attributes))
            elif name in {"sc", "sm"}:
                code("bpt", inner, own, name if name == "sm" else None, inner.get("dataRef"))
            elif name in {"ec", "em"}:
                code("ept", inner, own, name if name == "em" else None, inner.get("dataRef"))
            else:  # pc, mrk, and foreign elements, whose words have to stay
                own = own or f"align-{len(pieces)}"
                code("bpt", inner, own, name, inner.get("dataRefStart"))
                walk(inner)
                content = data.get(inner.get("dataRefEnd") or "", "")
                pieces.append(InlineCode(kind="ept", content=content, attributes=(("i", own), (_MARK, name))))
            pieces.append(inner.tail or "")

    walk(element)
    return tuple(isolated(merged(pieces)))


def _attributes(element: Element, number: str | None, mark: str | None) -> tuple[tuple[str, str], ...]:
    told = {key: value for key, value in element.attrib.items() if not key.startswith("{")}
    ours = {key.removeprefix(_OWN): value for key, value in element.attrib.items() if key.startswith(_OWN)}
    own_id, kind = told.pop("id", None), told.pop("type", None)
    for name in ("dataRef", "dataRefStart", "dataRefEnd", "startRef", "isolated"):
        told.pop(name, None)
    ours.pop("i", None)
    found = {
        "i": number,
        "x": ours.pop("x", None) or (None if own_id is None or _OWN_ID.fullmatch(own_id) else own_id),
        "assoc": ours.pop("assoc", None),
        "type": ours.pop("type", None) or kind,
        _MARK: mark,
    }
    return (*((key, value) for key, value in found.items() if value is not None), *told.items(), *ours.items())


# --- writing -----------------------------------------------------------------------------------------------------


class UnitCodes:
    """The codes of one unit: each native code once, and which ids its source and target have used."""

    def __init__(self) -> None:
        """Begin a unit."""
        self._data: dict[str, str] = {}
        self._used: dict[str, dict[str, str]] = {"source": {}, "target": {}}

    def reference(self, native: str) -> str:
        """The id under which a native code will stand."""
        return self._data.setdefault(native, f"d{len(self._data) + 1}")

    def take(self, wanted: str, name: str, side: str, position: int) -> str:
        """An id for an element called `name` in the ``source`` or the ``target``: the wanted one if it can be.

        An id occurs once in the source; in the target it is that of a like element of the source, or new to the unit
        (XLIFF 2.1, 4.3.1.18).
        """
        here = self._used[side]
        taken = wanted in here or (side == "target" and self._used["source"].get(wanted, name) != name)
        own = f"align-{side[0]}{position}" if taken or not NMTOKEN.fullmatch(wanted) else wanted
        here[own] = name
        return own

    def element(self, xml: XmlWriter) -> Element | None:
        """The ``originalData``, or None where there is nothing to hold."""
        if not self._data:
            return None
        data = [fill_text(make("data", {"id": own}), native, xml) for native, own in self._data.items()]
        return make("originalData", None, None, *data)


def fill_text(parent: Element, text: str, xml: XmlWriter) -> Element:
    """Add `text` to what is in an element that may hold ``cp``; characters that XML cannot hold become one each."""
    run = ""
    for char in text.replace("\r\n", "\n").replace("\r", "\n"):
        if legal(char)[1] and not _SURROGATE.match(char):
            _add(parent, run)
            parent.append(make("cp", {"hex": f"{ord(char):04X}"}))
            run = ""
        else:
            run += char
    _add(parent, xml.text(run))
    return parent


def _add(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def fill(parent: Element, content: Sequence[str | InlineCode], codes: UnitCodes, xml: XmlWriter) -> Element:
    """Put text and codes into a ``source`` or ``target``, and give it back.

    The elements are in no namespace: they are written inside a root whose default namespace is that of XLIFF.
    """
    content = isolated(merged(content))
    pairs = nested_pairs(content, lambda code: dict(code.attributes).get(_MARK) in {*_AROUND, "g"})
    ends = set(pairs.values())
    begun: dict[str, str] = {}
    inside = [parent]
    for position, piece in enumerate(content):
        here = inside[-1]
        if isinstance(piece, str):
            if legal(piece)[1]:
                fill_text(here, piece, xml)
            else:
                _add(here, xml.text(piece))
            continue
        if position in ends:
            inside.pop()
            continue
        told = dict(piece.attributes)
        if position in pairs:
            name = "mrk" if told[_MARK] == "mrk" else "pc"
            end = content[pairs[position]]
            last = end.content if isinstance(end, InlineCode) else ""
            attributes = _named(told, name, (parent.tag, position), codes, xml) | _about(told, name, xml)
            number = told.get("i")
            if number is not None and number != attributes["id"]:
                attributes[f"{_OWN}i"] = xml.text(number)
            element = _made(name, attributes)
            if name == "pc":
                for attribute, native in (("dataRefStart", piece.content), ("dataRefEnd", last)):
                    if native:
                        element.set(attribute, codes.reference(native))
            here.append(element)
            inside.append(element)
        else:
            here.append(_single(piece, (parent.tag, position), begun, codes, xml))
    return parent


def _made(name: str, attributes: Mapping[str, str]) -> Element:
    """The element; our prefix is declared on it if it has an attribute of ours."""
    ours = any(key.startswith(_OWN) for key in attributes)
    return make(name, attributes, prefixes={"align": OURS} if ours else None)


def _single(
    code: InlineCode, place: tuple[str, int], begun: dict[str, str], codes: UnitCodes, xml: XmlWriter
) -> Element:
    """The element of a code that stands alone.

    Args:
        code: the code.
        place: the side, and its position there.
        begun: ids of the begins that are still open, by their numbers.
        codes: those of the unit.
        xml: what counts the characters that XML cannot hold.
    """
    told = dict(code.attributes)
    number, mark = told.get("i", ""), told.get(_MARK)
    if code.kind == "ept" and mark == "em" and number in begun:
        return make("em", {"startRef": begun[number]})
    name = {"bpt": "sm" if mark == "sm" else "sc", "ept": "ec", "it": "sc"}.get(code.kind, "ph")
    if code.kind == "it" and told.get("pos") == "end":
        name = "ec"
    if code.kind == "ept" and number in begun:
        attributes = {"startRef": begun.pop(number)} | _about(told, name, xml)
        if told.get("x"):
            attributes[f"{_OWN}x"] = xml.text(told["x"])
        if number != attributes["startRef"]:
            attributes[f"{_OWN}i"] = xml.text(number)
    else:
        attributes = _named(told, name, place, codes, xml) | _about(told, name, xml)
        if code.kind == "bpt":
            begun[number] = attributes["id"]
            if number != attributes["id"]:
                attributes[f"{_OWN}i"] = xml.text(number)
        elif code.kind in {"it", "ept"}:
            attributes["isolated"] = "yes"
    if code.content:
        attributes["dataRef"] = codes.reference(code.content)
    return _made(name, attributes)


def _named(
    told: Mapping[str, str], name: str, place: tuple[str, int], codes: UnitCodes, xml: XmlWriter
) -> dict[str, str]:
    """The id of an element, and TMX's ``x`` where that cannot be the id."""
    wanted = told.get("x", "")
    own = codes.take(wanted, name, *place)
    return {"id": own} | ({f"{_OWN}x": xml.text(wanted)} if wanted and wanted != own else {})


def _about(told: Mapping[str, str], name: str, xml: XmlWriter) -> dict[str, str]:
    """The attributes of an element but for its id and those that depend on its partner."""
    attributes: dict[str, str] = {}
    kind = told.get("type")
    if kind is not None:
        own = name in {"mrk", "sm"}
        fits = kind in MARK_TYPES or USER_DEFINED.fullmatch(kind) if own else kind in TYPES
        attributes["type" if fits else f"{_OWN}type"] = xml.text(kind)
    for key, value in told.items():
        if key in {"i", "x", "pos", "type", _MARK}:
            continue
        fits = key in ALLOWED[name] and (key not in VALUES or VALUES[key].fullmatch(value) is not None)
        if fits and legal(value) == (value, 0) and (key != "subType" or "type" in attributes):
            attributes[key] = value
        elif _NCNAME.fullmatch(key):
            attributes[f"{_OWN}{key}"] = xml.text(value)
    return attributes
