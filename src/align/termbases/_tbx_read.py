"""Read TBX, the exchange format of term bases: version 2 (ISO 30042:2008, ``martif``) and 3 (ISO 30042:2019, ``tbx``).

Of version 3 both styles are read, categories as attributes (DCA) and as elements (DCT), and the rules of the dialect
that the file declares are held. What tools write beside the standard is read where its meaning is plain: ``lang`` for
``xml:lang``, several sections of one language in a concept, status values without their suffix, ids that are no names.
Formatting inside a term is dropped, its text is kept. A category that there is no field for becomes a line of the note.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import regex

from align.errors import FormatError, InputError, LanguageError
from align.formats import Problem
from align.formats.markup import XML_LANG, XmlStream, local_name, root_name
from align.lang import parse as parse_lang
from align.model import Concept, Term
from align.termbases import Place, Reading
from align.termbases._dates import NotADateError, iso_date
from align.termbases._tbx_names import (
    ENTRIES,
    LANGUAGE_SECTIONS,
    OUR_NOTE,
    STATUS_CATEGORIES,
    STATUSES,
    TERM_SECTIONS,
)
from align.termbases._tbx_rules import entry_problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from align.formats.markup import Element
    from align.model import TermStatus

__all__ = ["is_tbx", "read_tbx", "read_version"]

_PACKED = b"\x1f\x8b"  # gzip
_HEAD = 4096  # bytes in which the root element is looked for
_PARTS_OF_SPEECH = frozenset({"noun", "verb", "adjective", "adverb"})
_GROUPS = frozenset({"descripgrp", "admingrp", "termnotegrp"})
_HISTORY = frozenset({"transacgrp", "transac", "transacnote", "date"})
_BREAK = regex.compile(r"[ \t\n\r]*\n[ \t\n\r]*")
_MARKS = " \t\n\r"
_YES_NO = {"yes": True, "no": False}


@dataclass(slots=True, kw_only=True)
class _Facts:
    """What a section says, besides the sections in it.

    Attributes:
        known: the first value of each category that has a field here, by its name in small letters.
        notes: lines of the note, in their order.
        ours: values of our own notes, by name.
    """

    known: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    ours: dict[str, list[str]] = field(default_factory=dict)

    def one(self, name: str) -> str | None:
        """The first value of one of our own notes."""
        return next(iter(self.ours.get(name, ())), None)


_CONCEPT_CATEGORIES = frozenset({"subjectfield", "definition", "source"})
_TERM_CATEGORIES = frozenset({*STATUS_CATEGORIES, "partofspeech", "termtype", "source"})


def is_tbx(head: bytes, root: str | None = None) -> bool:
    """Whether the root element is one of TBX, or the one called `root`."""
    found = root_name(head)
    return found in ENTRIES if root is None else found == root


def read_tbx(path: Path, *, lenient: bool = False) -> Reading:
    """The concepts of a TBX file, in its order, with all that is wrong.

    A term without a status is preferred if it is the first of its language in the concept, and admitted otherwise.
    Empty terms, and concepts without any term, are left out, which is a warning.

    Args:
        path: the file.
        lenient: whether what breaks the rules of version 3, or of the dialect that the file declares, is a warning and
            not a problem.

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is not TBX, not well-formed, or holds no concept with a term.
    """
    reader = _Reader(path, lenient=lenient)
    concepts: dict[str, Concept] = {}
    for number, entry in enumerate(reader.entries(), start=1):
        concept = reader.concept(entry, number)
        if concept is None:
            continue
        if concept.id in concepts:
            message = f"another concept has the id {concept.id!r}"
            reader.wrong(entry, "distinct ids", message, "give one of them another")
            continue
        concepts[concept.id] = concept
    if not concepts and not reader.problems:
        raise FormatError("there is no concept with a term in this file", path=path)
    reader.report_skipped()
    return Reading(
        concepts=tuple(concepts.values()),
        problems=tuple(reader.problems),
        warnings=tuple(reader.warnings),
        lines=reader.lines,
        numbered=reader.numbered,
    )


def read_version(path: Path) -> str:
    """The name of the root element: ``tbx`` (version 3) or ``martif`` (2).

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is not TBX.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    root = (_packed_root(head) if head.startswith(_PACKED) else root_name(head)) or ""
    if root not in ENTRIES:
        what = f"its root element is <{root}>" if root else "it is no XML"
        raise FormatError(f"is not TBX: {what}, not <tbx> or <martif>; export the term base again", path=path)
    return root


class _Reader:
    """One file, with what was found wrong so far."""

    def __init__(self, path: Path, *, lenient: bool) -> None:
        self._path = path
        self._lenient = lenient
        self._dialect: str | None = None
        self._skipped: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.lines: dict[Place, int] = {}
        self.numbered = False

    def entries(self) -> Iterator[Element]:
        """The entries, each valid only until the next one."""
        root = read_version(self._path)
        stream = XmlStream(self._path, ENTRIES[root])
        for entry in stream:
            if root == "tbx":
                if self._dialect is None:
                    self._dialect = stream.root.get("type") or ""
                found = entry_problems(entry, self._dialect, self._path)
                if self._lenient:
                    self.warnings += found
                else:
                    self.problems += found
            yield entry

    def wrong(self, element: Element, rule: str, message: str, remedy: str = "") -> None:
        """Note a problem."""
        self.problems.append(self._problem(element, rule, message, remedy))

    def warn(self, element: Element, rule: str, message: str) -> None:
        """Note something that was left out."""
        self.warnings.append(self._problem(element, rule, message, ""))

    def _problem(self, element: Element, rule: str, message: str, remedy: str) -> Problem:
        line = element.sourceline
        return Problem(path=str(self._path), line=line, column=None, rule=rule, message=message, remedy=remedy)

    def report_skipped(self) -> None:
        """Make one warning of all elements that were left out."""
        if self._skipped:
            names = ", ".join(f"{name} ({count})" for name, count in sorted(self._skipped.items()))
            message = f"there is no field for these, they were left out: {names}"
            self.warnings.append(
                Problem(path=str(self._path), line=None, column=None, rule="left out", message=message)
            )

    # --- concepts ---

    def concept(self, entry: Element, number: int) -> Concept | None:
        """The concept of an entry; None if it has no term."""
        facts = _Facts()
        terms: list[tuple[Term, int]] = []
        sections = []
        for part in entry:
            if local_name(part.tag) in LANGUAGE_SECTIONS:
                sections.append(part)
            else:
                self._add(facts, part, _CONCEPT_CATEGORIES)
        name = facts.one("id") or entry.get("id") or ""
        self.numbered = self.numbered or not name
        name = name or f"concept-{number}"
        for part in sections:
            lang = self._language(part)
            if lang is not None:
                self._language_section(part, lang, facts, terms)
        if not terms:
            self.warn(entry, "empty", f"the concept {name} has no term and was left out")
            return None
        self.lines[name,] = entry.sourceline
        self.lines |= {(name, term.lang, term.text): line for term, line in terms}
        return Concept(
            id=name,
            terms=_with_long_forms([term for term, _ in terms]),
            subject=facts.known.get("subjectfield"),
            definition=facts.known.get("definition"),
            source=facts.known.get("source"),
            note="\n".join(facts.notes) or None,
            broader=tuple(facts.ours.get("broader", ())),
        )

    def _language_section(self, part: Element, lang: str, facts: _Facts, terms: list[tuple[Term, int]]) -> None:
        for section in part:
            if local_name(section.tag) in TERM_SECTIONS:
                term = self._term(section, lang, [term for term, _ in terms])
                if term is not None:
                    terms.append((term, section.sourceline))
                continue
            own = _Facts()
            self._add(own, section, _CONCEPT_CATEGORIES)
            for name, text in own.known.items():
                if facts.known.setdefault(name, text) != text:
                    facts.notes.append(f"{name} ({lang}): {text}")
            facts.notes += own.notes

    def _language(self, section: Element) -> str | None:
        tag = section.get(XML_LANG) or section.get("lang")
        if not tag:
            name = section.tag.rpartition("}")[2]
            self.wrong(section, "language", f"this <{name}> has no xml:lang", "add the language of its terms")
            return None
        try:
            return parse_lang(tag)
        except LanguageError as error:
            self.wrong(section, "language", error.reason)
            return None

    # --- terms ---

    def _term(self, section: Element, lang: str, before: list[Term]) -> Term | None:
        """The term in a section; None if it is empty, or if the concept has it already."""
        found = next((inner for inner in section.iter() if local_name(inner.tag) == "term"), None)
        text = "" if found is None else _text(found)
        if not text:
            self.warn(section, "empty", f"an empty term ({lang}) was left out")
            return None
        if any((term.text, term.lang) == (text, lang) for term in before):
            self.warn(section, "term twice", f"{text!r} ({lang}) is there twice; the first was kept")
            return None
        facts = _Facts()
        for inner in section:
            name = local_name(inner.tag)
            if name == "termgrp":
                for deeper in inner:
                    if local_name(deeper.tag) != "term":
                        self._add(facts, deeper, _TERM_CATEGORIES)
            elif name != "term":
                self._add(facts, inner, _TERM_CATEGORIES)
        status = self._status(section, facts, is_first=all(term.lang != lang for term in before))
        if status is None:
            return None
        part = facts.known.get("partofspeech", "").lower()
        kind = facts.known.get("termtype", "")
        abbreviation = facts.one("abbreviation-of") or (_UNTIED if kind in ("abbreviation", "acronym") else None)
        if kind not in ("", "fullForm", "abbreviation", "acronym"):
            facts.notes.append(f"termType: {kind}")
        return Term(
            text=text,
            lang=lang,
            status=status,
            part_of_speech=(part if part in _PARTS_OF_SPEECH else "other") if part else None,
            source=facts.known.get("source"),
            note="\n".join(facts.notes) or None,
            abbreviation_of=abbreviation,
            **self._ours(section, facts),
        )

    def _ours(self, section: Element, facts: _Facts) -> dict[str, Any]:
        """The fields that our own notes hold."""
        gap = facts.one("gap") or "0"
        if not gap.isascii() or not gap.isdecimal():
            self.wrong(section, "value", f"x-gap is {gap!r}", "write how many words may stand there, such as 3")
            gap = "0"
        return {
            "valid_from": self._date(section, facts, "valid-from"),
            "valid_to": self._date(section, facts, "valid-to"),
            "authority": facts.one("authority"),
            "forms": tuple(facts.ours.get("form", ())),
            "case_sensitive": _YES_NO.get(facts.one("case-sensitive") or ""),
            "gap": int(gap),
        }

    def _date(self, section: Element, facts: _Facts, name: str) -> str | None:
        value = facts.one(name)
        if value is None:
            return None
        try:
            return iso_date(value)
        except NotADateError as error:
            self.wrong(section, "date", f"x-{name} is {error}")
            return None

    def _status(self, section: Element, facts: _Facts, *, is_first: bool) -> TermStatus | None:
        ours = facts.one("status")
        if ours == "proposed":
            return "proposed"
        if ours == "do-not-translate":
            return "do-not-translate"
        written = next((facts.known[name] for name in STATUS_CATEGORIES if name in facts.known), None)
        if written is None:
            return "preferred" if is_first else "admitted"
        status = STATUSES.get(written.removesuffix("-admn-sts").removesuffix("Term").lower())
        if status is None:
            self.wrong(
                section,
                "status",
                f"unknown status {written!r}",
                "TBX has preferredTerm-admn-sts, admittedTerm-admn-sts, deprecatedTerm-admn-sts and "
                "supersededTerm-admn-sts",
            )
        return status

    # --- categories ---

    def _add(self, facts: _Facts, element: Element, known: frozenset[str]) -> None:
        """Add what an element says, alone or as a group."""
        name = local_name(element.tag)
        if name in _HISTORY:
            self._skipped[element.tag.rpartition("}")[2]] += 1
            return
        if name not in _GROUPS:
            self._add_one(facts, element, known)
            return
        head, *others = element
        category = _category(head)
        source = next((_text(inner) for inner in others if _category(inner) == "source" and _text(inner)), "")
        if category == "definition" and "definition" in known:
            self._add_one(facts, head, known)
            if source:
                facts.known.setdefault("source", source)
        elif source:
            facts.notes.append(f"{_shown(head)}: {_text(head)} ({source})")
        else:
            self._add_one(facts, head, known)
        for inner in others:
            if _category(inner) != "source":
                self._add_one(facts, inner, frozenset())

    def _add_one(self, facts: _Facts, element: Element, known: frozenset[str]) -> None:
        text = _text(element)
        category = _category(element)
        name = local_name(element.tag)
        if name in _HISTORY:
            self._skipped[element.tag.rpartition("}")[2]] += 1
        elif category == "note":
            if ours := OUR_NOTE.fullmatch(text):
                if ours[1] == "note":
                    facts.notes.append(ours[2])
                else:
                    facts.ours.setdefault(ours[1], []).append(ours[2])
            elif text:
                facts.notes.append(text)
        elif not text and not element.get("target"):
            return
        elif category in known:
            if facts.known.setdefault(category, text) != text:
                facts.notes.append(f"{_shown(element)}: {text}")
        else:
            target = f" <{element.get('target')}>" if element.get("target") else ""
            facts.notes.append(f"{_shown(element)}: {text}{target}")


_UNTIED = "\0"
"""Stands for the long form of an abbreviation until all terms of the concept are known."""


def _with_long_forms(terms: list[Term]) -> tuple[Term, ...]:
    """Terms with each abbreviation tied to the long form, if its language has exactly one term that is none."""
    from dataclasses import replace

    out = []
    for term in terms:
        if term.abbreviation_of != _UNTIED:
            out.append(term)
            continue
        full = [other for other in terms if other.lang == term.lang and other.abbreviation_of is None]
        if len(full) == 1:
            out.append(replace(term, abbreviation_of=full[0].text))
        else:
            note = "\n".join(filter(None, (term.note, "termType: abbreviation")))
            out.append(replace(term, abbreviation_of=None, note=note))
    return tuple(out)


def _category(element: Element) -> str:
    """The data category in small letters: the type in style DCA, the name in DCT."""
    return str(element.get("type") or local_name(element.tag)).lower()


def _shown(element: Element) -> str:
    """The data category as it is written."""
    return str(element.get("type") or element.tag.rpartition("}")[2])


def _packed_root(head: bytes) -> str | None:
    import zlib

    try:
        return root_name(zlib.decompressobj(wbits=31).decompress(head, _HEAD))
    except zlib.error:
        return None


def _text(element: Element) -> str:
    """The text, with a line break in it as one space: files are laid out, and other spaces are data."""
    text: str = _BREAK.sub(" ", "".join(element.itertext()))
    return text.strip(_MARKS)
