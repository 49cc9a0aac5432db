"""Parts of a text that units of a memory have word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from align.lang import is_spaced, primary
from align.memory._keys import fold, key_of, pieces
from align.memory.records import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from align.memory._units import Units

    Page = Callable[[str, Sequence[Sequence[str]], str | None, int, int], tuple[list[int], int]]

__all__ = ["find_phrases", "place_of"]

_WORD = regex.compile(r"\w+(?:['’-]\w+)*")
_CHARACTER = regex.compile(r"[\p{Latin}\p{N}]+|\w")
_SPACED, _UNSPACED = 3, 4
"""Words, or characters, that a part has at least: shorter ones are what the search is for."""
_LOOKED_AT = 40  # units that may have a part, of which one is to have it in one piece
_LONGEST = 120  # words or characters of a text that are looked at


def find_phrases(units: Units, page: Page, text: str, *, source: str, target: str, least: int | None) -> list[Phrase]:
    """See `align.memory.Memory.phrases`; `page` gives the numbers of units that have all of some pieces."""
    spaced = is_spaced(source)
    places = [match.span() for match in (_WORD if spaced else _CHARACTER).finditer(text)][:_LONGEST]
    shortest = least or (_SPACED if spaced else _UNSPACED)
    found: list[Phrase] = []
    last = 0
    for first in range(len(places)):
        after = max(first + shortest, last)
        best = None
        while after <= len(places):
            here = _unit_with(units, page, text[places[first][0] : places[after - 1][1]], source, target)
            if here is None:
                break
            best = (after, here)
            after += 1
        if best is None or best[0] <= last:
            continue
        last, (unit, wording, translation, count) = best
        start, end = places[first][0], places[last - 1][1]
        found.append(
            Phrase(
                start=start,
                end=end,
                text=text[start:end],
                source=wording,
                target=translation,
                counterpart=None,
                unit_id=f"m{unit}",
                count=count,
            )
        )
    return sorted(found, key=lambda one: (one.start - one.end, one.start))


def _unit_with(units: Units, page: Page, part: str, source: str, target: str) -> tuple[int, str, str, int] | None:
    """The shortest unit that has `part` in one piece: number, both texts, and how many have it among those seen."""
    key = key_of(part, source).strip()
    wanted = [[piece] for piece in dict.fromkeys(pieces(key)) if not piece.endswith("\x02")]
    if not wanted:
        return None
    ours, theirs = primary(source), primary(target)
    numbers, _ = page(ours, wanted, theirs, _LOOKED_AT, 0)
    bodies = dict(units.bodies(numbers))
    border = r"(?<!\w)%s(?!\w)" if is_spaced(source) else "%s"
    pattern = regex.compile(border % regex.escape(key, literal_spaces=True))
    found = None
    count = 0
    for number in numbers:
        body = bodies.get(number, [])
        pairs = list(zip(body[::2], body[1::2], strict=True))
        other = next((text for tag, text in pairs if primary(tag) == theirs), None)
        wording = next(
            (text for tag, text in pairs if primary(tag) == ours and pattern.search(key_of(text, tag))), None
        )
        if other is None or wording is None:
            continue
        count += 1
        found = found or (number, wording, other)
    return found and (*found, count)


def place_of(phrase: Phrase, lang: str) -> tuple[int, int] | None:
    """Where the source of a phrase's unit has it, in code points."""
    folded = fold(phrase.source, lang)
    key = key_of(phrase.text, lang).strip()
    at = folded.text.find(key)
    return folded.span(at, at + len(key)) if at >= 0 and key else None
