"""What a dictionary of lemmas does not tell: forms that no form of a term can be, by their endings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["may_be_forms"]

# Endings of Russian adjectives in the nominative, and those that adjectives of this gender never have. A reader knows
# by them that рабочий группы, a worker of the group, is not рабочая группа, a working group.
_MASCULINE = ("ый", "ий")
_FEMININE = ("ая", "яя")
_NEUTER = ("ое", "ее")
_ACCUSATIVE = ("ую", "юю")
_NOT_OF_GENDER = (
    (_FEMININE, (*_MASCULINE, *_NEUTER, "ого", "его", "ому", "ему", "ом", "ем")),
    (_NEUTER, (*_MASCULINE, *_FEMININE, *_ACCUSATIVE)),
    (_MASCULINE, (*_FEMININE, *_NEUTER, *_ACCUSATIVE)),
)
_VERBAL = ("ed", "ing")


def may_be_forms(listed: Sequence[str], found: Sequence[str], language: str, *, noun: bool) -> bool:
    """Whether the words of a text can be those of a term, with which they share a lemma each.

    Args:
        listed: words of the term, case folded.
        found: words of the text, case folded.
        language: language subtag.
        noun: whether the term is a noun.
    """
    if language == "ru":
        return len(listed) < 2 or all(map(_agree, listed, found))
    if language == "en" and noun:
        return not any(
            other != one and other.endswith(_VERBAL) and not one.endswith(_VERBAL)
            for one, other in zip(listed, found, strict=True)
        )
    return True


def _agree(one: str, other: str) -> bool:
    for gender, never in _NOT_OF_GENDER:
        if one.endswith(gender):
            return not other.endswith(never)
    return True
