"""What is looked for, and where it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Place", "Wanted", "capitals_fit", "ends_sentence", "opens_sentence"]

_GAP = regex.compile(r"\s*(?:\.{3,}|…+)\s*")
_SENTENCE_END = regex.compile(r"[.!?…][\"')\]]*\s+(?!\p{Ll})|[。！？｡]|[!?؟۔।](?=\P{Ll})|\n\s*\n")
_OPENING = regex.compile(r"(?:^|[.!?:…。！？][\"')\]]*\s)[\s\"'(\[¿¡*•–-]*$")


class Place(NamedTuple):
    """A pattern found in a text.

    Attributes:
        pattern: its position in the list of patterns.
        start, end: span in the original text, code points, half-open.
        exact: whether the text has the pattern as listed, but for case, spaces and signs.
        pieces: where its parts are, if it has gaps.
        shares: whether its last piece belongs to another term, too.
    """

    pattern: int
    start: int
    end: int
    exact: bool
    pieces: tuple[tuple[int, int], ...] = ()
    shares: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A form of a term that is looked for.

    Attributes:
        form: as listed.
        lang: the language tag of its term.
        case_sensitive: whether capitals count; None means in abbreviations only.
        gap: how many words may stand where the form has "...", at most.
        abbreviation: whether it is listed as short for another term.
        noun: whether it is listed as a noun.
    """

    form: str
    lang: str
    case_sensitive: bool | None = None
    gap: int = 0
    abbreviation: bool = False
    noun: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """What stands before, between and behind the gaps; the form itself where none is allowed."""
        parts = tuple(part for part in _GAP.split(self.form) if part.strip()) if self.gap else ()
        return parts if len(parts) > 1 else (self.form,)


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends in what stands between two parts of a term."""
    return _SENTENCE_END.search(text) is not None


def opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence begins at `start`, as far as the signs before it tell."""
    return _OPENING.search(text, max(0, start - 8), start) is not None


def capitals_fit(listed: Sequence[str], found: Sequence[str], *, opening: bool) -> bool:
    """Whether words of a text have the capitals of a term, as far as both have the same letters.

    Args:
        listed: words of the term.
        found: words of the text, in whatever inflected form.
        opening: whether they open a sentence, where a capital says nothing.
    """
    if len(found) > 1 and all(word.isupper() for word in found):
        return True  # a headline
    for number, (one, other) in enumerate(zip(listed, found, strict=True)):
        for place, (here, there) in enumerate(zip(one, other, strict=False)):
            if here == there:
                continue
            if here.casefold() != there.casefold():
                break
            if not (opening and number == place == 0 and there.isupper()):
                return False
    return True
