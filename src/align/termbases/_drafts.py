"""Concepts as they grow row by row, with what is wrong on the way."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast, get_args

import regex

from align.errors import FormatError, LanguageError
from align.formats import Problem
from align.lang import parse
from align.model import Concept, Term, TermStatus
from align.termbases import Place, Reading
from align.termbases._dates import NotADateError, is_later, iso_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

__all__ = ["PARTS_OF_SPEECH", "STATUSES", "Drafts", "alternatives", "near"]

STATUSES: tuple[str, ...] = get_args(TermStatus)
PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb", "other")
# Short forms, and names in other languages, in small letters and without a full stop
_WORD_CLASSES = {
    name: word_class
    for word_class, names in {
        "noun": "n|nn|nom|substantiv|subst|sustantivo|proper noun|noun phrase|сущ|существительное|名词|名詞",
        "verb": "v|vb|verbe|verbo|verb phrase|глагол|гл|动词|動詞",
        "adjective": "adj|a|adjectif|adjektiv|adjetivo|прил|прилагательное|形容词|形容詞",
        "adverb": "adv|adverbe|adverbio|наречие|副词|副詞",
    }.items()
    for name in names.split("|")
}
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_ALTERNATIVES = regex.compile(r"[|\n]")
_CONCEPT_FACTS = {"concept_source": "source", "concept_note": "note"}


def alternatives(cell: str) -> tuple[str, ...]:
    """What a cell holds, set apart by bars or line ends, each once."""
    if "|" not in cell and "\n" not in cell:
        cell = cell.strip()
        return (cell,) if cell else ()
    return tuple(dict.fromkeys(part.strip() for part in _ALTERNATIVES.split(cell) if part.strip()))


def near(name: str, known: Iterable[str], *, alike: float = 0.6) -> str:
    """Which of the known names was perhaps meant (at least so `alike`, 0..1); all of them if none is like it."""
    known = list(known)
    found = difflib.get_close_matches(name.lower(), known, n=1, cutoff=alike)
    return f"did you mean {found[0]!r}?" if found else f"known: {', '.join(known)}"


@dataclass(slots=True, kw_only=True)
class _Draft:
    """What the rows read so far say about a concept, and in which line they first said it."""

    line: int
    terms: list[Term] = field(default_factory=list)
    facts: dict[str, tuple[str, int]] = field(default_factory=dict)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    preferred: dict[tuple[str, str | None], int] = field(default_factory=dict)


class Drafts:
    """All concepts of a table; what cannot be taken becomes a problem and is left out.

    Attributes:
        problems: so far.
        numbered: whether the ids of the concepts say no more than their positions; to be set by the reader.
    """

    def __init__(self, path: Path, *, day_zero: date | None = None) -> None:
        """Begin without concepts; a number of five digits is a date if it is known what it is counted from."""
        self._path = path
        self._day_zero = day_zero
        self._drafts: dict[str, _Draft] = {}
        self.problems: list[Problem] = []
        self.numbered = False

    def wrong(self, line: int | None, rule: str, message: str, remedy: str = "") -> None:
        """Note a problem."""
        self.problems.append(
            Problem(path=str(self._path), line=line, column=None, rule=rule, message=message, remedy=remedy)
        )

    def has(self, concept: str) -> bool:
        """Whether a concept was begun."""
        return concept in self._drafts

    def line_of(self, concept: str) -> int:
        """Where a concept was begun."""
        return self._drafts[concept].line

    def texts(self, concept: str, lang: str) -> tuple[str, ...]:
        """The terms of a concept in one language so far."""
        draft = self._drafts.get(concept)
        return () if draft is None else tuple(term.text for term in draft.terms if term.lang == lang)

    def has_preferred(self, concept: str, lang: str) -> bool:
        """Whether a concept has a preferred term in a language so far."""
        draft = self._drafts.get(concept)
        return draft is not None and any(known == lang for known, _ in draft.preferred)

    def begin(self, concept: str, line: int) -> None:
        """Begin a concept, if it is not there yet."""
        if concept not in self._drafts:
            self._drafts[concept] = _Draft(line=line)

    def term(self, concept: str, cells: dict[str, str], line: int) -> None:
        """Add the term that cells, by the names of the long form, describe."""
        self.begin(concept, line)
        draft = self._drafts[concept]
        lang = self._language(cells["lang"], line)
        if lang is None:
            return
        facts = self._facts_of_term(cells, line)
        if facts is None:
            return
        term = Term(text=cells["text"], lang=lang, **facts)
        before = draft.seen.setdefault((term.lang, term.text), line)
        if len(draft.seen) == len(draft.terms):
            where = "in this row" if before == line else f"in line {before}"
            self.wrong(
                line,
                "term twice",
                f"{term.text!r} ({term.lang}) is a term of this concept already, {where}",
                "remove one",
            )
            return
        draft.terms.append(term)
        if term.valid_from and term.valid_to and is_later(term.valid_from, term.valid_to):
            self.wrong(
                line,
                "dates in order",
                f"{term.text!r} is valid from {term.valid_from} but only to {term.valid_to}",
                "turn the dates round",
            )
        if term.status == "preferred" and not (term.valid_from or term.valid_to):
            other = draft.preferred.setdefault((term.lang, term.authority), line)
            if other != line:
                self.wrong(
                    line,
                    "one preferred",
                    f"the concept has a preferred term in {term.lang} already, in line {other}",
                    "make one of them admitted, or give the dates from and to which each is valid",
                )

    def fact(self, concept: str, name: str, value: str, line: int) -> None:
        """Add a fact about a concept, which it may have once only."""
        if not value:
            return
        known, before = self._drafts[concept].facts.setdefault(name, (value, line))
        if known != value:
            self.wrong(line, "one fact", f"the concept has another {name} in line {before}: {known!r}", "keep one")

    def finish(self, *, warnings: Iterable[Problem] = (), told: Iterable[str] = (), empty: str) -> Reading:
        """What was read.

        Args:
            warnings: that the reader has.
            told: that the reader has.
            empty: what to do where there is no concept at all.

        Raises:
            FormatError: there is no concept and no problem that explains it.
        """
        lines: dict[Place, int] = {}
        concepts = []
        for name, draft in self._drafts.items():
            if not draft.terms:
                continue
            lines[name,] = draft.line
            lines |= {(name, *key): line for key, line in draft.seen.items()}
            facts = {_CONCEPT_FACTS.get(key, key): value for key, (value, _) in draft.facts.items()}
            broader = alternatives(facts.pop("broader", ""))
            concepts.append(Concept(id=name, terms=tuple(draft.terms), broader=broader, **facts))
        if not concepts and not self.problems:
            raise FormatError(empty, path=self._path, line=1)
        return Reading(
            concepts=tuple(concepts),
            problems=tuple(self.problems),
            warnings=tuple(warnings),
            told=tuple(told),
            lines=lines,
            numbered=self.numbered,
        )

    def _facts_of_term(self, cells: dict[str, str], line: int) -> dict[str, Any] | None:
        """The fields of a term besides text and language; None if one of them is wrong."""
        count = len(self.problems)
        get = cells.get
        facts: dict[str, Any] = {}
        if value := get("status"):
            facts["status"] = cast("TermStatus", self._one_of(value, STATUSES, "status", line))
        for name in ("valid_from", "valid_to"):
            if value := get(name):
                facts[name] = self._date(value, name, line)
        if value := get("part_of_speech"):
            value = _WORD_CLASSES.get(value.lower().rstrip("."), value)
            facts["part_of_speech"] = self._one_of(value, PARTS_OF_SPEECH, "part_of_speech", line)
        for name in ("authority", "source", "abbreviation_of", "note"):
            if value := get(name):
                facts[name] = value
        if value := get("forms"):
            facts["forms"] = alternatives(value)
        if value := get("case_sensitive"):
            if value.lower() not in _YES_NO:
                self.wrong(line, "value", f"case_sensitive is {value!r}", "write yes or no, or leave it empty")
            facts["case_sensitive"] = _YES_NO.get(value.lower())
        if value := get("gap"):
            if not value.isascii() or not value.isdecimal():
                self.wrong(line, "value", f"gap is {value!r}", "write how many words may stand there, such as 3")
            else:
                facts["gap"] = int(value)
        return facts if len(self.problems) == count else None

    def _language(self, tag: str, line: int) -> str | None:
        try:
            return parse(tag)
        except LanguageError as error:
            self.wrong(line, "language", error.reason)
            return None

    def _one_of(self, value: str, known: tuple[str, ...], name: str, line: int) -> str | None:
        found = value.lower().replace(" ", "-")
        if found in known:
            return found
        self.wrong(line, "value", f"unknown {name} {value!r}", near(value, known))
        return None

    def _date(self, value: str, name: str, line: int) -> str | None:
        try:
            return iso_date(value, day_zero=self._day_zero)
        except NotADateError as error:
            self.wrong(line, "date", f"{name} is {error}")
            return None
