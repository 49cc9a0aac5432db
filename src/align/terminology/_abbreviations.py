"""Abbreviations by their capitals: UNO, KPCh, and with an ending NGOs, МИДа."""

from __future__ import annotations

import regex

__all__ = ["abbreviation_keys", "has_capitals", "is_abbreviation"]

_LONGEST = 6
_CAPITALS = regex.compile(r"\p{Lu}.*\p{Lu}")
_INFLECTED = regex.compile(r"(\p{Lu}{2,})-?(?:s|(?=\p{Cyrillic})\p{Ll}{1,2})")


def is_abbreviation(form: str) -> bool:
    """Whether a word is written in capitals and short enough not to be a word of a headline."""
    return form.isupper() and 1 < len(form) <= _LONGEST


def has_capitals(form: str) -> bool:
    """Whether a word has two capitals or more."""
    return _CAPITALS.search(form) is not None


def abbreviation_keys(form: str) -> frozenset[str]:
    """Keys of the abbreviations that `form` may be, with an ending or without."""
    found = {f"={form}"} if is_abbreviation(form) or has_capitals(form) else set[str]()
    if inflected := _INFLECTED.fullmatch(form):
        found.add(f"={inflected[1]}")
    return frozenset(found)
