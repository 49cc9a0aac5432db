"""What makes a TMX file valid: the schema, and rules that a schema cannot state."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError
from align.formats import Problem
from align.formats._problems import bounded
from align.formats._xml import XML_LANG, Element, XmlStream, child, local_name, make, schema_problems
from align.lang import parse as parse_lang

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["problems_of"]

_SCHEMA = "align-tmx.rng"
_BATCH = 500  # units validated at a time: bounds memory, and the tree of one batch is small
_REMEDIES = {
    "tmx": 'write version="1.4" and exactly one header and one body',
    "header": "give it creationtool, creationtoolversion, segtype, o-tmf, adminlang, srclang and datatype; dates as "
    "YYYYMMDDThhmmssZ; no other attributes than TMX 1.4 has",
    "body": "only tu elements belong in it",
    "tu": "notes and props come first, then at least one tuv; dates as YYYYMMDDThhmmssZ",
    "tuv": "give it xml:lang; notes and props come first, then exactly one seg",
    "seg": "only text and bpt, ept, it, ph, hi, ut belong in it",
    "prop": "give it a type; it comes before the seg",
    "bpt": "give it i, and besides only x and type",
    "ept": "give it i and nothing else",
    "it": 'give it pos="begin" or pos="end"',
}


def problems_of(path: Path) -> list[Problem]:
    """Everything that is wrong with the file, in the order of its lines.

    Raises:
        InputError: the file cannot be opened.
    """
    try:
        return bounded(_problems(path), path)
    except FormatError as error:
        return [Problem(path=str(path), line=error.line, column=error.column, rule="well-formed", message=error.reason)]


def _problems(path: Path) -> Iterator[Problem]:
    stream = XmlStream(path, "tu")
    batch: list[Element] = []
    langs = set[str]()
    for tu in stream:
        yield from _unit_problems(tu, langs, path)
        batch.append(tu)
        if len(batch) > _BATCH:  # all but the last have been taken out of the tree
            yield from _batch_problems(stream.root, batch[:-1], path)
            batch = [tu]
    if batch:
        yield from _batch_problems(stream.root, batch, path)
    yield from schema_problems(stream.root, _SCHEMA, path, _REMEDIES)
    header = child(stream.root, "header")
    srclang = None if header is None else header.get("srclang")
    if srclang and srclang.lower() != "*all*" and langs and srclang.lower() not in langs:
        yield Problem(
            path=str(path),
            line=header.sourceline,
            column=None,
            rule="srclang",
            message=f"srclang is {srclang}, but the units are in {', '.join(sorted(langs))}",
            remedy="name the language that the source tuv elements have, in the same spelling",
        )


def _batch_problems(root: Element, batch: Sequence[Element], path: Path) -> list[Problem]:
    """Validate some units as the only ones of a file whose other parts are good."""
    if root.tag != "tmx":
        return []  # another namespace or spelling: said once, about the root
    good = dict.fromkeys(("creationtool", "creationtoolversion", "o-tmf", "datatype"), "1")
    frame = make(
        root.tag,
        {"version": "1.4"},
        None,
        make("header", good | {"segtype": "sentence", "adminlang": "en", "srclang": "en"}),
        make("body", None, None, *batch),
    )
    problems = schema_problems(frame, _SCHEMA, path, _REMEDIES)
    # A missing xml:lang comes from libxml2 without a place; the rule "language" says where it is.
    return [found for found in problems if found.line or found.message != "Element tuv failed to validate attributes"]


def _unit_problems(
    tu: Element,
    langs: set[str],
    path: Path,
) -> Iterator[Problem]:
    def problem(element: Element, rule: str, message: str, remedy: str) -> Problem:
        return Problem(path=str(path), line=element.sourceline, column=None, rule=rule, message=message, remedy=remedy)

    parent = tu.getparent()
    if parent is None or local_name(parent.tag) != "body":
        yield problem(tu, "place", "<tu> stands outside <body>", "move it into the body")
    seen = set[str]()
    for tuv in tu.iterchildren("{*}tuv"):
        tag = tuv.get(XML_LANG)
        if tag is None:
            yield problem(tuv, "language", "<tuv> has no xml:lang", 'TMX 1.4 requires it, such as xml:lang="en"')
            continue
        langs.add(tag.lower())
        try:
            canonical = parse_lang(tag)
        except LanguageError as error:
            yield problem(tuv, "language-tag", error.reason, "write a BCP 47 tag")
            continue
        if canonical in seen:
            yield problem(
                tuv,
                "one-variant-a-language",
                f"a second tuv in {canonical} in one tu",
                "put it into a tu of its own; most tools keep only one of the two",
            )
        seen.add(canonical)
        for seg in tuv.iterchildren("{*}seg"):
            if not len(seg):
                continue
            yield from (problem(seg, "paired-codes", message, remedy) for message, remedy in _code_problems(seg))


def _code_problems(seg: Element) -> Iterator[tuple[str, str]]:
    opened = Counter(code.get("i") for code in seg.iter("{*}bpt"))
    closed = Counter(code.get("i") for code in seg.iter("{*}ept"))
    for number in sorted(opened.keys() | closed.keys(), key=str):
        if opened[number] > 1 or closed[number] > 1:
            yield f"two pairs of codes have i={number!r}", "number the pairs of a segment from 1"
        elif opened[number] != closed[number]:
            yield f"the code i={number!r} has no partner", "use it for a code whose partner is in another segment"
