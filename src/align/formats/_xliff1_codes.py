"""Texts with inline codes in XLIFF 1.2, to and from the model.

The model has the codes of TMX, so ``g``, ``bx``, ``ex``, ``x`` and ``mrk`` become the begin, end or placeholder that
they amount to, with an attribute ``xliff`` that says what they were. Of the attributes, ``id`` is TMX's ``x``, ``rid``
its ``i`` and ``ctype`` its ``type`` (own types have ``x-`` before them in XLIFF).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.formats._xliff1_names import MARKS
from align.formats._xliff_facts import isolated, merged, nested_pairs
from align.formats._xml import Element, local_name, make
from align.model import InlineCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.formats._xml import XmlWriter

__all__ = ["content_of", "fill"]

_MARK = "xliff"
_DELETED = "x-sdl-deleted"  # the mark of Trados for a tracked deletion
_OWN_ID = re.compile(r"align-\d+")  # an id that we made because the code has none
_NOT_IN_NAMES = re.compile(r"[^\w.:\-]", re.ASCII)
_KINDS = {"bpt": "bpt", "ept": "ept", "it": "it", "ph": "ph", "bx": "bpt", "ex": "ept", "x": "ph"}
_AROUND = frozenset({"g", "mrk"})
_POSITIONS = {"begin": "open", "end": "close"}
_ASSOCIATIONS = {"p": "preceding", "f": "following", "b": "both"}
_TYPES = {
    **dict.fromkeys(("g", "bx", "bpt", "it"), frozenset({"bold", "italic", "underlined", "link"})),
    **dict.fromkeys(("x", "ph"), frozenset({"image", "pb", "lb"})),
}
_FREE = {
    **dict.fromkeys(("g", "x", "bx"), ("clone", "xid", "equiv-text")),
    "ex": ("xid", "equiv-text"),
    **dict.fromkeys(("bpt", "ept", "it", "ph"), ("crc", "xid", "equiv-text")),
}
"""Attributes that an element may have beside those with a meaning in TMX."""


# --- reading -----------------------------------------------------------------------------------------------------


def content_of(element: Element) -> tuple[tuple[str | InlineCode, ...], list[str]]:
    """Text and codes of a ``source``, ``target`` or ``mrk``, and the texts of its sub-flows."""
    if not len(element):
        return ((element.text,) if element.text else ()), []
    pieces: list[str | InlineCode] = []
    subs: list[str] = []
    used = {value for inner in element.iter() for name, value in inner.attrib.items() if name in {"rid", "id"}}
    numbers = (str(n) for n in range(1, 10**9) if str(n) not in used)

    def walk(parent: Element) -> None:
        pieces.append(parent.text or "")
        for inner in parent:
            name = local_name(inner.tag)
            if inner.get("mtype") == _DELETED:  # words that are no longer in the text
                pieces.append(
                    InlineCode(kind="ph", content="".join(inner.itertext()), attributes=(("type", _DELETED),))
                )
            elif name in _KINDS:
                pieces.append(_code(inner, name))
                subs.extend("".join(sub.itertext()) for sub in inner.iter() if local_name(sub.tag) == "sub")
            else:  # g, mrk, and foreign elements, whose words have to stay
                number = next(numbers)
                pieces.append(InlineCode(kind="bpt", attributes=_attributes(inner, name, number)))
                walk(inner)
                pieces.append(InlineCode(kind="ept", attributes=(("i", number), (_MARK, name))))
            pieces.append(inner.tail or "")

    walk(element)
    return tuple(isolated(merged(pieces))), subs


def _code(element: Element, name: str) -> InlineCode:
    number = None
    if _KINDS[name] in {"bpt", "ept"}:
        number = element.get("rid") or element.get("id")
    return InlineCode(
        kind=_KINDS[name], content="".join(element.itertext()), attributes=_attributes(element, name, number)
    )


def _attributes(element: Element, name: str, number: str | None) -> tuple[tuple[str, str], ...]:
    """The attributes of an element as those of TMX, then the others under their own names."""
    told = {key: value for key, value in element.attrib.items() if not key.startswith("{")}
    own_id = told.pop("id", None)
    told.pop("rid", None)
    position, association, kind = told.pop("pos", None), told.pop("assoc", None), told.pop("ctype", None)
    back = {xliff: tmx for tmx, xliff in (_POSITIONS | _ASSOCIATIONS).items()}
    found = {
        "i": number,
        "pos": None if position is None else back.get(position, position),
        "x": None if own_id is None or _OWN_ID.fullmatch(own_id) else own_id,
        "assoc": None if association is None else back.get(association, association),
        "type": None if kind is None else kind.removeprefix("x-").replace("%20", " "),
        _MARK: None if name in {"bpt", "ept", "it", "ph"} else name,
    }
    return (*((key, value) for key, value in found.items() if value is not None), *told.items())


# --- writing -----------------------------------------------------------------------------------------------------


def fill(parent: Element, content: Sequence[str | InlineCode], xml: XmlWriter) -> Element:
    """Put text and codes into a ``source`` or ``target``, and give it back.

    The elements are in no namespace: they are written inside a root whose default namespace is that of XLIFF.
    """
    content = isolated(merged(content))
    pairs = nested_pairs(content, lambda code: dict(code.attributes).get(_MARK) in {*_AROUND, "pc"})
    ends = set(pairs.values())
    empty = _empty_pairs(content)
    inside = [parent]
    for position, piece in enumerate(content):
        here = inside[-1]
        if isinstance(piece, str):
            _add_text(here, xml.text(piece))
        elif position in ends:
            inside.pop()
        elif position in pairs:
            element = _around(piece, position, xml)
            if element.tag == "mrk" and parent.tag == "target":
                element.attrib.pop("mid", None)  # in a target it has to point at a segment of the source
            here.append(element)
            inside.append(element)
        else:
            here.append(_single(piece, position, empty, xml))
    return parent


def _add_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _around(code: InlineCode, position: int, xml: XmlWriter) -> Element:
    told = dict(code.attributes)
    if told[_MARK] == "mrk":
        kind = told.get("mtype") or told.get("type") or "mark"
        attributes = {"mtype": kind if kind in MARKS or kind.startswith("x-") else f"x-{kind}"}
        attributes["mtype"] = re.sub(r"\s", "%20", xml.text(attributes["mtype"]))
        attributes |= {name: xml.text(told[name]) for name in ("mid", "comment") if name in told}
        return make("mrk", attributes)
    return make("g", _written(told, "g", position, xml))


def _empty_pairs(content: Sequence[str | InlineCode]) -> set[str]:
    """The numbers of the pairs whose begin and end are both of the elements without content."""
    marks: dict[str, list[str | None]] = {}
    for piece in content:
        if isinstance(piece, InlineCode) and piece.kind in {"bpt", "ept"}:
            told = dict(piece.attributes)
            marks.setdefault(told.get("i", ""), []).append(told.get(_MARK))
    return {number for number, found in marks.items() if found == ["bx", "ex"]}


def _single(code: InlineCode, position: int, empty: set[str], xml: XmlWriter) -> Element:
    told = dict(code.attributes)
    name = told.get(_MARK, code.kind)
    if code.kind not in _KINDS:
        name = "ph"
    elif code.kind in {"bpt", "ept"}:
        name = {"bpt": "bx", "ept": "ex"}[code.kind] if told.get("i", "") in empty else code.kind
    elif _KINDS.get(name) != code.kind and not (code.kind == "it" and name in {"bx", "ex"}):
        name = code.kind
    attributes = _written(told, name, position, xml)
    if code.kind in {"bpt", "ept"}:
        attributes["rid"] = _NOT_IN_NAMES.sub("_", told.get("i", "")) or "_"
    elif name == "it":
        attributes["pos"] = _POSITIONS.get(told.get("pos", ""), "open")
    elif name == "ph" and told.get("assoc") in _ASSOCIATIONS:
        attributes["assoc"] = _ASSOCIATIONS[told["assoc"]]
    return make(name, attributes, (xml.text(code.content) or None) if name in _CONTENT else None)


_CONTENT = frozenset({"bpt", "ept", "it", "ph"})


def _written(told: dict[str, str], name: str, position: int, xml: XmlWriter) -> dict[str, str]:
    """The attributes of an element but for those that depend on its partner."""
    attributes = {"id": xml.text(told["x"]) if told.get("x") else f"align-{position}"}
    kind = told.get("type")
    if kind and name in _TYPES:
        own = re.sub(r"\s", "%20", xml.text(kind))
        attributes["ctype"] = own if own in _TYPES[name] else f"x-{own}"
    return attributes | {
        key: xml.text(told[key])
        for key in _FREE[name]
        if key in told and (key != "clone" or told[key] in {"yes", "no"})
    }
