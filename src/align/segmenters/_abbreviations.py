"""What is known of a language's full stops: abbreviations, ordinals, words that begin sentences.

The knowledge is in ``data/<language>.txt``, one entry a line under headings in brackets, for linguists to edit:

* ``[never]``: the stop never ends a sentence (titles, "e.g.");
* ``[before a number]``: it does not where a number follows ("Art. 5");
* ``[after a number]``: it does before a capital where a number precedes ("in 2018 г."), but not near the start of the
  sentence ("В 2018 г. Россия ..."); else only before one of the starters;
* ``[unless a starter follows]``: it does only before one of the starters ("the U.S. He left");
* ``[unless a capital follows]``: it does before any capital ("etc. The");
* ``[starters]``: words that, with a capital, begin a sentence rather than carry on a name;
* ``[after a quotation]``: verbs that carry on after a quotation, in scripts without capitals or after a name;
* ``[options]``: ``ordinals`` where a number with a stop is an ordinal ("18. Parteitag"); ``capital nouns`` where
  nouns have capitals.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

import regex

from align.errors import FormatError

__all__ = ["LANGUAGES", "Class", "Knowledge", "knowledge", "read_knowledge", "squeezed"]

_OPTIONS = ("capital nouns", "ordinals")
_AFTER_STOP = regex.compile(r"(?<=[.]) ")
_DATA = Path(__file__).resolve().parent / "data"

LANGUAGES = frozenset(
    (
        "ar",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "fi",
        "fr",
        "hu",
        "id",
        "is",
        "it",
        "ko",
        "nb",
        "nl",
        "pl",
        "pt",
        "ro",
        "ru",
        "sv",
        "tr",
        "uk",
        "vi",
    )
)
"""Languages with a data file."""


class Class(Enum):
    """How an abbreviation's stop behaves; the values are the headings in the data files."""

    NEVER = "never"
    NUMBER = "before a number"
    AFTER_NUMBER = "after a number"
    STARTER = "unless a starter follows"
    CAPITAL = "unless a capital follows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """A language's data file.

    Attributes:
        abbreviations: entries as `squeezed` leaves them, also capitalised, with their class.
        parts: beginnings of entries of several words, with what may follow, likewise.
        lengths: the lengths of the keys of `abbreviations`, longest first.
        starters: words that begin sentences.
        speech: verbs that carry on after a quotation.
        ordinals: whether a number with a stop is an ordinal.
        capital_nouns: whether a capital may be that of a noun, so that it says little about sentences.
    """

    abbreviations: dict[str, Class]
    parts: dict[str, tuple[str, ...]]
    lengths: tuple[int, ...]
    starters: frozenset[str]
    speech: frozenset[str]
    ordinals: bool
    capital_nouns: bool


def squeezed(text: str) -> str:
    """`text` with no white space after a stop and one space elsewhere: the form in which entries are compared."""
    spaced: str = _AFTER_STOP.sub("", " ".join(text.split()))
    return spaced


def _capitalised(entry: str) -> str:
    return entry[:1].upper() + entry[1:]


def read_knowledge(path: Path) -> Knowledge:
    """The data file `path`.

    Raises:
        FormatError: an unknown heading or option, an entry before the first heading, an abbreviation without its
            stop, or an entry that occurs twice; with the line.
    """
    headings = {member.value for member in Class}
    sections: dict[str, dict[str, int]] = {name: {} for name in (*headings, "starters", "after a quotation", "options")}
    section: dict[str, int] | None = None
    classes: dict[str, Class] = {}
    title = ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            title = line[1:-1]
            if title not in sections:
                raise FormatError(f"unknown heading {line}; known: {', '.join(sections)}", path=path, line=number)
            section = sections[title]
            continue
        if section is None:
            raise FormatError("entry before the first heading in brackets", path=path, line=number)
        if title == "options" and line not in _OPTIONS:
            raise FormatError(f"unknown option {line!r}; known: {', '.join(_OPTIONS)}", path=path, line=number)
        if title in headings and not line.endswith("."):
            raise FormatError(f"{line!r} lacks the stop of an abbreviation", path=path, line=number)
        if line in (classes if title in headings else section):
            raise FormatError(f"{line!r} occurs twice", path=path, line=number)
        section[line] = number
        if title in headings:
            classes[line] = Class(title)
    abbreviations = {_capitalised(squeezed(entry)): kind for entry, kind in classes.items()}
    abbreviations |= {squeezed(entry): kind for entry, kind in classes.items()}
    parts: dict[str, set[str]] = {}
    for entry in classes:
        for spelling in (entry, _capitalised(entry)):
            words = spelling.split(" ")
            for count in range(1, len(words)):
                if words[count - 1].endswith("."):
                    parts.setdefault(squeezed(" ".join(words[:count])), set()).add(squeezed(" ".join(words[count:])))
    return Knowledge(
        abbreviations=abbreviations,
        parts={key: tuple(sorted(rest)) for key, rest in parts.items()},
        lengths=tuple(sorted({len(key) for key in abbreviations} | {len(key) for key in parts}, reverse=True)),
        starters=frozenset(sections["starters"]),
        speech=frozenset(sections["after a quotation"]),
        ordinals="ordinals" in sections["options"],
        capital_nouns="capital nouns" in sections["options"],
    )


_NOTHING = Knowledge(
    abbreviations={},
    parts={},
    lengths=(),
    starters=frozenset(),
    speech=frozenset(),
    ordinals=False,
    capital_nouns=False,
)


@lru_cache(maxsize=64)
def knowledge(language: str) -> Knowledge:
    """What is known of `language` (a primary subtag); empty where there is no data file."""
    return read_knowledge(_DATA / f"{language}.txt") if language in LANGUAGES else _NOTHING
