"""How like two texts are, as a translator counts it, and where they differ; the door to rapidfuzz.

The similarity of two texts is

    characters = 1 - edits between their characters / characters of the longer one
    words      = 1 - edits between their words / words of the longer one
    similarity = (characters + words) / 2, and for scripts without spaces: characters

where an edit is one character, or word, put in, taken out or exchanged (Levenshtein 1966), and a mark such as a comma
is a word. Both texts are compared in lower case, with one kind of quotation marks, dashes, spaces and widths, and in
Arabic without vowel signs. 0.85 of two sentences of twenty words so means about three words changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import regex
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from align.memory._keys import is_by_character, key_of, words
from align.memory.records import Change, ChangeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["adapt_numbers", "changes", "near", "numbers", "similarity", "similarity_of_keys"]

_NUMBER = regex.compile(r"\p{Nd}+(?:[.,٫٬'’\u202f\u00a0]\p{Nd}+)*")
_TOKEN = regex.compile(r"\s+|\w+|.", regex.DOTALL)
_CHARACTER = regex.compile(r"\s+|[\p{Latin}\p{N}]+|.\p{M}*", regex.DOTALL)
_LONG = 20_000
"""Characters from which on the difference is not shown piece by piece."""


def similarity(one: str, other: str, lang: str) -> float:
    """How like two texts in a language are, 0..1; see the formula above.

    Args:
        one: a text.
        other: another.
        lang: BCP 47 tag; it says whether words count.
    """
    return similarity_of_keys(key_of(one, lang), key_of(other, lang), by_character=is_by_character(lang))


def similarity_of_keys(one: str, other: str, *, by_character: bool, characters: float | None = None) -> float:
    """The similarity of two texts by their keys; `characters` is that part of the formula, if it is known."""
    if one == other:
        return 1.0
    if characters is None:
        characters = Levenshtein.normalized_similarity(one, other)
    if by_character:
        return characters
    return (characters + Levenshtein.normalized_similarity(words(one), words(other))) / 2


def near(
    key: str, others: Sequence[str], *, by_character: bool, threshold: float, limit: int
) -> list[tuple[int, float]]:
    """Of `others`, those that are at least as like `key` as `threshold` says, the likest first.

    Returns:
        Index and similarity; at most `limit`.
    """
    least = threshold if by_character else max(0.0, 2 * threshold - 1)
    found = process.extract(
        key, others, scorer=Levenshtein.normalized_similarity, processor=None, score_cutoff=least, limit=4 * limit + 40
    )
    scored = [
        (index, similarity_of_keys(key, other, by_character=by_character, characters=characters))
        for other, characters, index in found
    ]
    scored.sort(key=lambda pair: (-pair[1], pair[0]))
    return [pair for pair in scored if pair[1] >= threshold][:limit]


def numbers(text: str) -> list[str]:
    """The numbers of a text, in order."""
    found: list[str] = _NUMBER.findall(text)
    return found


def adapt_numbers(looked_up: str, source: str, target: str) -> str | None:
    """The `target` of a match with the numbers of the text looked up for those of its `source`.

    None unless both have as many numbers, and each that differs stands in the target exactly as often as in the source.
    """
    ours, theirs = numbers(looked_up), numbers(source)
    if len(ours) != len(theirs):
        return None
    wanted: dict[str, str] = {}
    for new, old in zip(ours, theirs, strict=True):
        if wanted.setdefault(old, new) != new:
            return None
    there = numbers(target)
    for old, new in wanted.items():
        if new != old and there.count(old) != theirs.count(old):
            return None
    adapted: str = _NUMBER.sub(lambda match: wanted.get(match[0], match[0]), target)
    return adapted


def changes(looked_up: str, found: str, lang: str) -> tuple[Change, ...]:
    """How a text that was found differs from the one looked up: by words, in scripts without spaces by characters.

    Joined, the pieces of each side give its text. White space of another kind is no difference.
    """
    if looked_up == found:
        return (Change(kind="equal", looked_up=looked_up, found=found),) if found else ()
    if max(len(looked_up), len(found)) > _LONG:
        return (Change(kind="replace", looked_up=looked_up, found=found),)
    pattern = _CHARACTER if is_by_character(lang) else _TOKEN
    ours, theirs = pattern.findall(looked_up), pattern.findall(found)
    out: list[Change] = []
    for step in Levenshtein.opcodes(_plain(theirs), _plain(ours)):
        here, there = "".join(ours[step.dest_start : step.dest_end]), "".join(theirs[step.src_start : step.src_end])
        kind = cast(ChangeKind, step.tag)
        if out and out[-1].kind == kind:
            out[-1] = Change(kind=kind, looked_up=out[-1].looked_up + here, found=out[-1].found + there)
        else:
            out.append(Change(kind=kind, looked_up=here, found=there))
    return tuple(_smoothed(out))


def _plain(tokens: list[str]) -> list[str]:
    """The tokens, with one kind of white space."""
    return [" " if token.isspace() else token for token in tokens]


def _smoothed(steps: list[Change]) -> list[Change]:
    """Changes with nothing but white space between them as one: a reader takes them for one."""
    out: list[Change] = []
    for number, step in enumerate(steps):
        after = steps[number + 1] if number + 1 < len(steps) else None
        blank = step.kind == "equal" and not step.found.strip() and out and out[-1].kind != "equal" and after
        if (blank or step.kind != "equal") and out and out[-1].kind != "equal":
            looked_up, found = out[-1].looked_up + step.looked_up, out[-1].found + step.found
            out[-1] = Change(
                kind="replace" if looked_up and found else "insert" if looked_up else "delete",
                looked_up=looked_up,
                found=found,
            )
        else:
            out.append(step)
    return out
