"""Read TBX, the exchange format of term bases: version 2 (ISO 30042:2008, ``martif``) and 3 (ISO 30042:2019, ``tbx``).

Of version 3 both styles are read, categories as attributes (DCA) and as elements (DCT). What tools write beside the
standard is read where its meaning is plain: ``lang`` for ``xml:lang``, several sections of one language in a concept,
status values without their suffix. Formatting inside a term is dropped, its text is kept.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from align.errors import FormatError, InputError, LanguageError
from align.formats._xml import XML_LANG, XmlStream, local_name, root_name
from align.lang import parse as parse_lang
from align.model import Concept, Term, TermBase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from align.formats._xml import Element
    from align.model import TermStatus

__all__ = ["is_tbx", "read_tbx"]

_log = logging.getLogger(__name__)

_HEAD = 4096  # bytes in which the root element is looked for
_ENTRIES = {"tbx": "conceptEntry", "martif": "termEntry"}
_LANGUAGE_SECTIONS = {"langsec", "langset"}
_TERM_SECTIONS = {"termsec", "tig", "ntig"}
_STATUS_CATEGORIES = ("administrativestatus", "normativeauthorization", "usagestatus")
# TBX-Basic (administrativeStatus), TBX v2 (normativeAuthorization), TBX-Min (usageStatus), and `forbidden` as some
# tools write it; without "-admn-sts" and "Term"
_STATUSES: dict[str, TermStatus] = {
    "preferred": "preferred",
    "standardized": "preferred",
    "admitted": "admitted",
    "legal": "admitted",
    "regulated": "admitted",
    "proposed": "admitted",
    "deprecated": "deprecated",
    "forbidden": "deprecated",
    "notrecommended": "deprecated",
    "superseded": "superseded",
    "obsolete": "superseded",
}
_PARTS_OF_SPEECH = {"noun", "verb", "adjective", "adverb"}


def is_tbx(path: Path) -> bool:
    """Whether the root element of a file is one of TBX; false for a file that cannot be opened."""
    try:
        with path.open("rb") as file:
            return root_name(file.read(_HEAD)) in _ENTRIES
    except OSError:
        return False


def read_tbx(path: Path) -> TermBase:
    """The concepts of a TBX file, in its order.

    A term without a status is preferred if it is the first of its language in the concept, and admitted otherwise.
    Empty terms, and concepts without any term, are left out, which is said on the log.

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is not TBX, a language is missing or unknown, a status is unknown, or two concepts have one id;
            the message names the line.
    """
    concepts: dict[str, Concept] = {}
    for number, entry in enumerate(_entries(path), start=1):
        concept = _concept(entry, number, path)
        if concept is None:
            continue
        if concept.id in concepts:
            raise FormatError(
                f"another concept has the id {concept.id!r}; give one of them another", path=path, line=entry.sourceline
            )
        concepts[concept.id] = concept
    if not concepts:
        raise FormatError("there is no concept with a term in this file", path=path)
    return TermBase(concepts=tuple(concepts.values()))


def _entries(path: Path) -> Iterator[Element]:
    try:
        with path.open("rb") as file:
            root = root_name(file.read(_HEAD))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    if root not in _ENTRIES:
        what = f"its root element is <{root}>" if root else "it is no XML"
        raise FormatError(f"is not TBX: {what}, not <tbx> or <martif>; export the term base again", path=path)
    yield from XmlStream(path, _ENTRIES[root])


def _concept(entry: Element, number: int, path: Path) -> Concept | None:
    name = entry.get("id") or f"concept-{number}"
    facts: dict[str, str] = {}
    terms: list[Term] = []
    for part in entry:
        if local_name(part.tag) not in _LANGUAGE_SECTIONS:
            _add_facts(facts, part)
            continue
        lang = _language(part, path)
        for section in part:
            if local_name(section.tag) not in _TERM_SECTIONS:
                _add_facts(facts, section)
            elif (term := _term(section, lang, terms, path)) is not None:
                terms.append(term)
    if not terms:
        _log.warning("%s:%s: the concept %s has no term and was left out", path, entry.sourceline, name)
        return None
    return Concept(id=name, terms=tuple(terms), subject=facts.get("subjectfield"), definition=facts.get("definition"))


def _term(section: Element, lang: str, before: list[Term], path: Path) -> Term | None:
    """The term in a section; None if it is empty, or if the concept has it already."""
    found = next((inner for inner in section.iter() if local_name(inner.tag) == "term"), None)
    text = "" if found is None else _text(found)
    if not text:
        _log.warning("%s:%s: an empty term (%s) was left out", path, section.sourceline, lang)
        return None
    if any((term.text, term.lang) == (text, lang) for term in before):
        _log.warning("%s:%s: %r (%s) is there twice; the first was kept", path, section.sourceline, text, lang)
        return None
    facts: dict[str, str] = {}
    _add_facts(facts, section)
    part = facts.get("partofspeech", "").lower()
    return Term(
        text=text,
        lang=lang,
        status=_status(section, facts, is_first=all(term.lang != lang for term in before), path=path),
        part_of_speech=(part if part in _PARTS_OF_SPEECH else "other") if part else None,
        note=facts.get("note"),
    )


def _add_facts(facts: dict[str, str], element: Element) -> None:
    """Add the first value of each category in `element`: under its type in style DCA, under its name in DCT."""
    for inner in element.iter():
        if len(inner) == 0 or local_name(inner.tag) in {"descrip", "termnote", "note", "admin"}:
            name = inner.get("type") or local_name(inner.tag)
            text = _text(inner)
            if text:
                facts.setdefault(name.lower(), text)


def _status(section: Element, facts: dict[str, str], *, is_first: bool, path: Path) -> TermStatus:
    written = next((facts[name] for name in _STATUS_CATEGORIES if name in facts), None)
    if written is None:
        return "preferred" if is_first else "admitted"
    status = _STATUSES.get(written.removesuffix("-admn-sts").removesuffix("Term").lower())
    if status is None:
        raise FormatError(
            f"unknown status {written!r}; TBX has preferredTerm-admn-sts, admittedTerm-admn-sts, "
            "deprecatedTerm-admn-sts and supersededTerm-admn-sts",
            path=path,
            line=section.sourceline,
        )
    return status


def _language(section: Element, path: Path) -> str:
    tag = section.get(XML_LANG) or section.get("lang")
    line = section.sourceline
    if not tag:
        name = section.tag.rpartition("}")[2]
        raise FormatError(f"this <{name}> has no xml:lang; add the language of its terms", path=path, line=line)
    try:
        return parse_lang(tag)
    except LanguageError as error:
        raise FormatError(error.reason, path=path, line=line) from None


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
