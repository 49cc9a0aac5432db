"""What the styles of a Word document say of a paragraph: heading or item, shown or hidden (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.formats._xml import child, local_name

if TYPE_CHECKING:
    from align.formats._xml import Element
    from align.model import BlockKind

__all__ = ["Style", "Styles", "is_on"]

_HEADING = re.compile(r"(?:heading [1-9]|title|subtitle)$", re.IGNORECASE)  # names that Word has in every language
_BODY_TEXT = 9  # the outline level of text
_CHAIN = 32  # styles that one style may be based on, one after the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a paragraph's properties and styles make of it."""

    kind: BlockKind
    hidden: bool


class Styles:
    """The styles of a document, by their ids."""

    def __init__(self, root: Element) -> None:
        """Read the part ``styles.xml``; None where a document has none."""
        found = [] if root is None else [inner for inner in root if local_name(inner.tag) == "style"]
        self._styles = {_attribute(style, "styleid"): style for style in found}

    def of(self, properties: Element) -> Style:
        """What a paragraph with these ``pPr`` is; None where it has none."""
        chain = [] if properties is None else self._chain(child(properties, "pstyle"))
        layers = [properties, *(child(style, "ppr") for style in chain)]
        layers = [layer for layer in layers if layer is not None]
        level = _first(layers, "outlinelvl")
        numbering = _first(layers, "numpr")
        kind: BlockKind = "paragraph"
        if level is not None:
            kind = "heading" if _attribute(level, "val") in {str(number) for number in range(_BODY_TEXT)} else kind
        elif any(_HEADING.match(_attribute(child(style, "name"), "val")) for style in chain):
            kind = "heading"
        if kind == "paragraph" and numbering is not None:
            number = child(numbering, "numid")
            kind = "item" if number is None or _attribute(number, "val") != "0" else kind
        return Style(kind=kind, hidden=self._any_hides(chain))

    def hides(self, reference: Element) -> bool:
        """Whether the style that ``rStyle`` names hides text."""
        return self._any_hides(self._chain(reference))

    def _any_hides(self, chain: list[Element]) -> bool:
        vanish = _first([layer for style in chain if (layer := child(style, "rpr")) is not None], "vanish")
        return vanish is not None and is_on(vanish)

    def _chain(self, reference: Element) -> list[Element]:
        """A style and those that it is based on, the nearest first."""
        chain: list[Element] = []
        while reference is not None and len(chain) < _CHAIN:
            style = self._styles.get(_attribute(reference, "val"))
            if style is None or any(style is one for one in chain):
                break
            chain.append(style)
            reference = child(style, "basedon")
        return chain


def is_on(element: Element) -> bool:
    """Whether a property that is on unless its value says otherwise is on."""
    return _attribute(element, "val") not in {"0", "false", "off"}


def _first(layers: list[Element], name: str) -> Element:
    return next((found for layer in layers if (found := child(layer, name)) is not None), None)


def _attribute(element: Element, name: str) -> str:
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if local_name(key) == name), "")
