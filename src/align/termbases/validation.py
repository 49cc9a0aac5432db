"""What is wrong in a term base: all of it, with the places, the rules and the remedies."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from align.errors import FormatError
from align.formats import Problem
from align.termbases import Columns, Reading, ValidatedTermbase
from align.termbases._dates import are_apart, is_later
from align.termbases.files import reader_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from align.model import Concept, Term

__all__ = ["RULES", "content_problems", "problems_of"]

RULES = {
    "one concept": "a term that may be used belongs to one concept, or to concepts of different subjects",
    "broader": "a broader concept is there, and no concept is broader than itself",
    "preferred missing": "each language of a concept has a term that is preferred, or that is not to be translated",
    "one preferred": "one term is preferred at one time, in a language and for an authority",
    "dates in order": "a term is valid from a date that is not after the one to which it is",
    "long form": "the long form of an abbreviation is a term of its concept and language",
    "one character": "a term has two characters at least; a single one is found inside other words",
}
"""The rules for the content, whatever the format; those of a format are its own."""

_TALK = frozenset({"formula", "left out"})  # warnings about the file that are nobody's mistake


def problems_of(
    path: Path,
    *,
    format: str | None = None,  # noqa: A002
    columns: Columns | None = None,
    langs: tuple[str, ...] = (),
) -> tuple[list[Problem], Reading | None]:
    """Everything that is wrong with a file, in the order of its lines, and what could be read of it.

    Args:
        path: the file.
        format: name of a member of the shelf; found from the content if not given.
        columns: what columns of tables are, where their names do not tell.
        langs: language tags, for a file that does not say its languages.

    Raises:
        InputError: the file cannot be read at all, or is in no known format.
        UsageError: `columns` or `langs` do not fit the file.
    """
    reader = reader_for(path, format=format)
    try:
        reading = reader.read(path, columns=columns or Columns(), langs=langs)
    except FormatError as error:
        problem = Problem(
            path=str(path), line=error.line, column=error.column, rule=f"a file of {reader.name}", message=error.reason
        )
        return [problem], None
    found = [*reading.problems, *(warning for warning in reading.warnings if warning.rule not in _TALK)]
    if isinstance(reader, ValidatedTermbase):
        known = {(problem.line, problem.message) for problem in found}
        found += [problem for problem in reader.validate(path) if (problem.line, problem.message) not in known]
    known_rules = {(problem.line, problem.rule) for problem in found}
    found += [problem for problem in content_problems(reading, path) if (problem.line, problem.rule) not in known_rules]
    return sorted(found, key=lambda problem: problem.line or 0), reading


def content_problems(reading: Reading, path: Path) -> Iterator[Problem]:
    """What breaks one of `RULES`."""
    for concept, term, rule, message, remedy in _faults(reading.concepts):
        place = (concept.id,) if term is None else (concept.id, term.lang, term.text)
        line = reading.lines.get(place)
        yield Problem(path=str(path), line=line, column=None, rule=rule, message=message, remedy=remedy)


_Fault = tuple["Concept", "Term | None", str, str, str]


def _faults(concepts: Sequence[Concept]) -> Iterator[_Fault]:
    yield from _shared_terms(concepts)
    yield from _broader(concepts)
    for concept in concepts:
        for term in concept.terms:
            yield from _of_term(concept, term)
        for lang in dict.fromkeys(term.lang for term in concept.terms):
            yield from _of_language(concept, lang)


def _shared_terms(concepts: Sequence[Concept]) -> Iterator[_Fault]:
    owners: dict[tuple[str, str], list[tuple[Concept, Term]]] = defaultdict(list)
    for concept in concepts:
        for term in concept.terms:
            if term.is_allowed:
                owners[term.lang, term.text].append((concept, term))
    for (lang, text), found in owners.items():
        for (first, _), (second, term) in combinations(found[:10], 2):
            if first.subject and second.subject and first.subject != second.subject:
                continue
            yield (
                second,
                term,
                "one concept",
                f"{text!r} ({lang}) is a term of the concept {first.id!r} too",
                "join the two concepts, or give each a subject that tells them apart",
            )


def _broader(concepts: Sequence[Concept]) -> Iterator[_Fault]:
    by_id = {concept.id: concept for concept in concepts}
    for concept in concepts:
        for name in concept.broader:
            if name not in by_id:
                yield concept, None, "broader", f"the broader concept {name!r} is not there", "add it or correct the id"
    state: dict[str, bool] = {}  # False while a concept is on the way, True once all above it is known
    for concept in concepts:
        trail = [(concept.id, iter(concept.broader))]
        if concept.id in state:
            continue
        state[concept.id] = False
        while trail:
            name, rest = trail[-1]
            above = next(rest, None)
            if above is None:
                state[name] = True
                trail.pop()
            elif above not in by_id or state.get(above):
                continue
            elif above in state:
                names = [one for one, _ in trail]
                circle = " < ".join([*names[names.index(above) :], above])
                yield by_id[name], None, "broader", f"concepts are broader than themselves: {circle}", "cut the circle"
            else:
                state[above] = False
                trail.append((above, iter(by_id[above].broader)))


def _of_term(concept: Concept, term: Term) -> Iterator[_Fault]:
    if len(term.text.strip()) == 1:
        message = f"{term.text!r} ({term.lang}) is a single character, which is found inside other words"
        yield concept, term, "one character", message, "write the word that it is part of, or remove it"
    if term.valid_from and term.valid_to and is_later(term.valid_from, term.valid_to):
        message = f"{term.text!r} is valid from {term.valid_from} but only to {term.valid_to}"
        yield concept, term, "dates in order", message, "turn the dates round"
    if term.abbreviation_of and all(
        other is term or other.text != term.abbreviation_of for other in concept.terms_in(term.lang)
    ):
        message = f"{term.text!r} is short for {term.abbreviation_of!r}, which is no term of the concept in {term.lang}"
        yield concept, term, "long form", message, "add the long form or correct it"


def _of_language(concept: Concept, lang: str) -> Iterator[_Fault]:
    terms = [term for term in concept.terms_in(lang) if term.status != "proposed"]
    if terms and not any(term.status in ("preferred", "do-not-translate") for term in terms):
        what = "no preferred term" if any(term.is_allowed for term in terms) else "no term that may be used"
        message = f"the concept {concept.id!r} has {what} in {lang}"
        yield concept, terms[0], "preferred missing", message, "make one of its terms preferred"
    preferred = [term for term in terms if term.status == "preferred"]
    for one, other in combinations(preferred[:20], 2):
        dates = ((one.valid_from, one.valid_to), (other.valid_from, other.valid_to))
        if one.authority == other.authority and not are_apart(*dates):
            message = f"{one.text!r} and {other.text!r} ({lang}) are preferred at the same time"
            remedy = "make one of them admitted, or give the dates from and to which each is valid"
            yield concept, other, "one preferred", message, remedy
