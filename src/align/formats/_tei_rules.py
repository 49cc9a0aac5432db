"""What makes a TEI file of ours valid: the schemas, and rules that a schema cannot state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.errors import AlignError, FormatError
from align.formats import Problem
from align.formats._tei_links import dangling, read_alignment
from align.formats._tei_read import tei_root
from align.formats._xml import XML_ID, Element, local_name, schema_problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["problems_of"]

_REMEDIES = {
    "tei": "a text has teiHeader and text, an alignment teiHeader and standOff; use the namespace of TEI",
    "teiheader": "it holds fileDesc, encodingDesc, profileDesc and revisionDesc, in this order",
    "publicationstmt": "it begins with publisher or authority; then date, then availability",
    "s": "give it an xml:id (no digit first, no colon) and nothing but text",
    "link": "give it n, type such as 2-1, subtype auto or checked, and exactly two pointers in target",
    "ptr": "give it n, type such as 1-0, subtype auto or checked, and target",
    "join": "give it xml:id and at least two pointers in target",
    "linkgrp": 'its type is "alignment" (with link) or "unaligned" (with ptr)',
}


def problems_of(path: Path) -> list[Problem]:
    """Everything that is wrong with the file, in the order of its lines.

    Raises:
        InputError: the file cannot be opened.
    """
    try:
        root = tei_root(path)
    except FormatError as error:
        return [_problem(path, error, "well-formed")]
    if local_name(root.tag) == "teicorpus":
        schema = "align-tei-corpus.rng"
    elif any(local_name(inner.tag) == "standoff" for inner in root):
        schema = "align-tei-alignment.rng"
    else:
        schema = "align-tei-text.rng"
    problems = [*schema_problems(root, schema, path, _REMEDIES), *_repeated_ids(root, path)]
    if schema == "align-tei-alignment.rng":
        found = [_problem(path, error, "dangling-pointer") for error in dangling(root, path)]
        problems += found
        if not problems:
            try:
                read_alignment(path)
            except AlignError as error:
                problems.append(_problem(path, error, "alignment"))
    return sorted(problems, key=lambda problem: problem.line or 0)


def _problem(path: Path, error: AlignError, rule: str) -> Problem:
    line = getattr(error, "line", None)
    column = getattr(error, "column", None)
    return Problem(path=str(path), line=line, column=column, rule=rule, message=getattr(error, "reason", str(error)))


def _repeated_ids(root: Element, path: Path) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for element in root.iter("*"):
        xml_id = element.get(XML_ID)
        if xml_id is None:
            continue
        if xml_id in first:
            yield Problem(
                path=str(path),
                line=element.sourceline,
                column=None,
                rule="duplicate-id",
                message=f"xml:id {xml_id!r} was used in line {first[xml_id]}",
                remedy="give every element an id of its own",
            )
        first.setdefault(xml_id, element.sourceline)
