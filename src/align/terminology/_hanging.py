"""Compounds of which a part is said once for two: Außen- und Sicherheitspolitik, Umweltpolitik und -schutz."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Hanging", "hanging_compounds"]

_JOINING = {
    "da": "og|eller|samt",
    "de": "und|oder|sowie|bzw|beziehungsweise|noch|wie|als auch",
    "nb": "og|eller|samt",
    "nl": "en|of",
    "nn": "og|eller|samt",
    "no": "og|eller|samt",
    "sv": "och|eller|samt",
}
_HANGS = re.compile(r"\w-[\s,/]|[\s/]-\w")
_SHORTEST = 3
"""Letters of the part that is said once, at least."""
_LONGEST = 60
"""Letters of a part, at most."""
_MOST = 6
"""Compounds that share a part, at most, besides the whole one."""


class Hanging(NamedTuple):
    """A compound as it would be if it were said in full.

    Attributes:
        form: the whole compound.
        first, second: the spans of its two parts in the text.
        last: where the word begins that is the last one of both compounds.
    """

    form: str
    first: tuple[int, int]
    second: tuple[int, int]
    last: int


def hanging_compounds(text: str, language: str) -> Iterator[Hanging]:
    """All that the compounds with a hanging hyphen in a folded `text` may stand for, most of which are no words.

    Nobody can tell without a dictionary where the common part of the whole compound begins, so every place is tried.
    """
    if language not in _JOINING or _HANGS.search(text) is None:
        return
    before, behind = _patterns(language)
    for match in before.finditer(text):
        for start, end in match.spans(2):
            for head in match.spans(1):
                for cut in range(start, end - _SHORTEST + 1):  # the last word may be the common part: und andere Zölle
                    yield Hanging(_joined(text, head, (cut, end)), head, (cut, end), start)
            if text[start].isupper():
                break
    for match in behind.finditer(text):
        start, end = match.span(1)
        for tail in match.spans(2):
            for cut in range(start + _SHORTEST, end - 1):
                yield Hanging(_joined(text, (start, cut), tail), (start, cut), tail, tail[0])


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """What finds compounds whose common part stands behind them, and those whose common part stands before them."""
    word = rf"\w{{1,{_LONGEST}}}(?:-\w+){{0,3}}"
    between = rf"(?:\s{{0,2}}[,/]\s{{0,2}}|,?\s{{1,2}}(?:{_JOINING[language]})\.?\s{{1,2}})"
    # up to two words may stand before the whole compound: Außen- sowie gemeinsame Sicherheitspolitik
    whole = rf"(?:({word})(?![\w-])\s{{0,2}}){{1,3}}"
    before = rf"(?<![\w-])(?:(\w{{2,{_LONGEST}}}(?:-\w+){{0,3}})-{between}){{1,{_MOST}}}{whole}"
    behind = rf"(?<![\w-])({word})(?:{between}-(\w{{{_SHORTEST},{_LONGEST}}})){{1,{_MOST}}}"
    return regex.compile(before, regex.IGNORECASE), regex.compile(behind, regex.IGNORECASE)


def _joined(text: str, first: tuple[int, int], second: tuple[int, int]) -> str:
    begin, end = text[slice(*first)], text[slice(*second)]
    return (begin + (end if begin.isupper() else end.lower())).replace("-", "")
