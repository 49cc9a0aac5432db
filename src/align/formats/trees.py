"""A tree of elements as the bytes of an XML file, for what is written in XML outside of the formats."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Node", "tree_bytes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An element.

    Attributes:
        tag: its name.
        attributes: in the order in which they are written.
        text: what it holds, if it holds no other elements.
        children: the elements in it.
    """

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    children: tuple[Node, ...] = ()


def tree_bytes(root: Node) -> bytes:
    """The file, in UTF-8 with a line an element; characters that XML cannot hold become U+FFFD."""
    from align.formats._xml import Element, lay_out, legal, make, to_bytes

    mixed: set[str] = set()

    def made(node: Node) -> Element:
        if node.text:
            mixed.add(node.tag)
        attributes = {name: legal(value)[0] for name, value in node.attributes.items()}
        return make(node.tag, attributes, legal(node.text)[0] or None, *map(made, node.children))

    return to_bytes(lay_out(made(root), 0, frozenset(mixed)))
