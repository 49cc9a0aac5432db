"""The rules of TBX version 3 for one entry: the core structure, and the dialect that the file declares.

A category that no dialect knows, which many tools write, breaks no rule here: it is kept as a note, or reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.formats import Problem
from align.formats.markup import local_name
from align.termbases._tbx_names import CATEGORIES, CORE, LANGUAGE_SECTIONS, MIN, PICKLISTS, TERM_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from align.formats.markup import Element

__all__ = ["entry_problems"]

_GROUPS = {"descripgrp": "descrip", "admingrp": "admin", "termnotegrp": "termnote", "transacgrp": "transac"}
_TYPED = frozenset(
    {"descrip", "admin", "termnote", "transac", "transacnote", "xref", "ref", "adminnote", "descripnote"}
)
_OLD_NAMES = frozenset({"transac", "transacnote"})


def entry_problems(entry: Element, dialect: str, path: Path) -> list[Problem]:
    """What breaks the rules in an entry.

    Args:
        entry: a ``conceptEntry``.
        dialect: what the file declares, such as ``TBX-Basic``.
        path: for messages.
    """
    return [
        Problem(path=str(path), line=element.sourceline, column=None, rule=rule, message=message, remedy=remedy)
        for element, rule, message, remedy in _faults(entry, "concept", dialect)
    ]


_Fault = tuple["Element", str, str, str]


def _faults(section: Element, level: str, dialect: str) -> Iterator[_Fault]:
    terms = 0
    for place, inner in enumerate(section):
        name = local_name(inner.tag)
        if level == "concept" and name in LANGUAGE_SECTIONS:
            yield from _faults(inner, "lang", dialect)
        elif level == "lang" and name in TERM_SECTIONS:
            yield from _faults(inner, "term", dialect)
        elif level == "term" and name == "term":
            terms += 1
            if terms > 1:
                yield inner, "TBX core", "a second <term> in one section", "give it a section of its own"
            elif place:
                yield inner, "TBX core", "<term> does not come first in its section", "put it first"
        elif name in _GROUPS:
            yield from _group(inner, name, level, dialect)
        else:
            yield from _category(inner, level, dialect, grouped=False)
    if level == "term" and not terms:
        yield section, "TBX core", "a section without <term>", "add the term or remove the section"


def _group(group: Element, name: str, level: str, dialect: str) -> Iterator[_Fault]:
    heads = sum(local_name(inner.tag) == _GROUPS[name] for inner in group)
    if heads > 1:
        yield group, "TBX core", f"a <{_name(group)}> with {heads} <{_GROUPS[name]}>", "give each a group of its own"
    for inner in group:
        yield from _category(inner, level, dialect, grouped=True)


def _category(element: Element, level: str, dialect: str, *, grouped: bool) -> Iterator[_Fault]:
    name = local_name(element.tag)
    is_core = element.tag.startswith(f"{{{CORE}}}")
    if is_core and name in _TYPED and not element.get("type"):
        yield element, "TBX core", f"<{_name(element)}> has no type", "say its data category"
        return
    written = (element.get("type") if is_core else _name(element)) or ""
    if dialect not in ("TBX-Min", "TBX-Basic"):
        return
    known = CATEGORIES.get(written.lower())
    if known is None:
        if is_core and name in _OLD_NAMES:
            right = "transactionType" if name == "transac" else "responsibility"
            yield element, dialect, f"<{_name(element)}> of the type {written!r}", f"{dialect} has only {right}"
        elif is_core and name == "xref" and dialect == "TBX-Min":
            yield element, dialect, f"<xref> of the type {written!r}", "TBX-Min has only externalCrossReference"
        return
    if dialect == "TBX-Min" and known.namespace != MIN:
        yield element, dialect, f"{written} is no category of TBX-Min", 'declare type="TBX-Basic", which has it'
    elif level not in known.levels:
        where = " or ".join(f"<{_ELEMENTS[one]}>" for one in ("concept", "lang", "term") if one in known.levels)
        message = f"{written} stands in <{_ELEMENTS[level]}>, where {dialect} does not allow it"
        yield element, dialect, message, f"move it to {where}"
    elif grouped and known.element == "termNote" and level != "term":
        yield element, dialect, f"{written} stands outside a term section", "move it to <termSec>"
    text = " ".join("".join(element.itertext()).split())
    values = PICKLISTS.get(written.lower())
    if values is not None and text not in values:
        yield element, dialect, f"{written} is {text!r}", f"{dialect} has {', '.join(sorted(values))}"


_ELEMENTS = {"concept": "conceptEntry", "lang": "langSec", "term": "termSec"}


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
