"""Words of a folded text with their places, and what stands between them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Compound", "Words", "gap", "may_have_compounds", "word_forms", "words_of"]

_WORD = regex.compile(r"\w+")
_WORD_WITH_APOSTROPHE = regex.compile(r"\w+(?:'\w+)*")
# In these alphabets the apostrophe is a letter sign (Ukrainian об'єднання), not the mark of a dropped vowel.
_APOSTROPHE_INSIDE = frozenset({"be", "uk"})
_HYPHENED = regex.compile(r"(?<![\w-])\w+(?:-\w+){1,3}(?![\w-])")
_DOTTED = regex.compile(r"(?<![\w.])\p{Lu}(?:\.\p{Lu})+(?:\.|(?!\w))")


def _pattern(language: str) -> regex.Pattern[str]:
    return _WORD_WITH_APOSTROPHE if language in _APOSTROPHE_INSIDE else _WORD


def word_forms(text: str, language: str) -> list[str]:
    """The words of a folded `text` as they stand; `language` is its language subtag."""
    forms: list[str] = _pattern(language).findall(text)
    return forms


@dataclass(frozen=True, slots=True, kw_only=True)
class Compound:
    """Words that may also be written as one (multi-polar, U.S.).

    Attributes:
        form: the parts joined.
        after: index of the first word behind it.
        end: where it ends in the folded text, with a closing dot.
    """

    form: str
    after: int
    end: int


class Words(NamedTuple):
    """The words of a folded text.

    Attributes:
        forms: as they stand.
        starts, ends: their spans in the folded text.
        compounds: by the index of their first word, the compounds that may be written as one word.
    """

    forms: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    compounds: dict[int, tuple[Compound, ...]]


def words_of(text: str, forms: Sequence[str]) -> Words:
    """The words of a folded `text` with their places; `forms` are what `word_forms` gives for it."""
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    for form in forms:
        place = text.index(form, place)  # what lies between words has no letter, so the next place is the right one
        starts.append(place)
        place += len(form)
        ends.append(place)
    compounds: dict[int, tuple[Compound, ...]] = {}
    for joint, found in (("-", _HYPHENED), (".", _DOTTED)):
        for match in found.finditer(text) if joint in text else ():
            first, after = bisect_left(starts, match.start()), bisect_left(starts, match.end())
            whole = Compound(form=match[0].replace(joint, ""), after=after, end=match.end())
            compounds[first] = (*compounds.get(first, ()), whole)
    return Words(forms, starts, ends, compounds)


def may_have_compounds(text: str) -> bool:
    """Whether a folded `text` can have words that may also be written as one."""
    return "-" in text or (0 <= text.find(".") < len(text) - 1 and _DOTTED.search(text) is not None)


def gap(text: str) -> str:
    """What of the `text` between two words sets them apart: "" for spaces, quotation marks, one hyphen or apostrophe.

    >>> gap("-"), gap(" "), gap(", "), gap(" - ")
    ('', '', ',', '-')
    """
    if text in {" ", "-", "'"}:
        return ""
    rest = text.replace('"', "").replace(" ", "")
    return "" if rest == "'" else rest
