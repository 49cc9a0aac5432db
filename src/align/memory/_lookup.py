"""Units like a text: candidates from the index, rescored, with what is taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.lang import primary
from align.memory import scoring
from align.memory._keys import is_by_character, key_of, number, pieces
from align.memory.records import MemoryMatch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from align.memory._units import Units
    from align.memory.records import MatchKind, MemoryOrigin, Penalties

__all__ = ["look_up"]

_CANDIDATES = 250
"""How many units the index is asked for; measured: it finds the best match of 97 % and more of changed texts."""
_REACH = 8  # units on each side in which the neighbour in a language is looked for
_SAME = 500
"""How many units of exactly the same text are looked at, at most."""


def look_up(
    units: Units,
    find: Callable[[str, Sequence[str], str, int], list[int]],
    text: str,
    *,
    source: str,
    target: str,
    before: str | None,
    after: str | None,
    threshold: float,
    limit: int,
    penalties: Penalties,
    publisher: str | None,
) -> list[MemoryMatch]:
    """See `align.memory.Memory.lookup`; `find` gives the numbers of candidates."""
    key = key_of(text, source)
    if not key:
        return []
    ours, theirs = primary(source), primary(target)
    same = units.with_key(number(ours, key))[:_SAME]
    candidates = dict.fromkeys([*same, *find(ours, pieces(key), theirs, _CANDIDATES)])
    bodies = dict(units.bodies(list(candidates)))
    our_tags = {tag for tag in units.tags() if primary(tag) == ours}
    their_tags = {tag for tag in units.tags() if primary(tag) == theirs} - {source}
    found: list[tuple[int, int]] = []
    keys: list[str] = []
    for unit in candidates:
        body = bodies.get(unit, ())
        tags = body[::2]
        for at, tag in enumerate(tags):
            if tag in our_tags and any(other in their_tags and other != tag for other in tags):
                found.append((unit, 2 * at))
                keys.append(key_of(body[2 * at + 1], tag))
    near = scoring.near(
        key, keys, by_character=is_by_character(source), threshold=threshold, limit=max(limit * 4, 2 * len(same), 20)
    )
    context = (None if before is None else key_of(before, source), None if after is None else key_of(after, source))
    matches: list[MemoryMatch] = []
    for index, similarity in near:
        unit, at = found[index]
        body = bodies[unit]
        source_lang, wording = body[at], body[at + 1]
        others = [
            (tag, text)
            for tag, text in zip(body[::2], body[1::2], strict=True)
            if tag in their_tags and tag != source_lang
        ]
        origins = units.origins(unit)
        target_lang, translation = min(others, key=lambda pair: (pair[0] != target, pair[0]))
        taken = _taken_off(
            text,
            wording,
            tags=((source, source_lang), (target, target_lang)),
            origins=origins,
            penalties=penalties,
            publisher=publisher,
            equal=keys[index] == key,
        )
        score = round(max(0.0, similarity - sum(value for _, value in taken)), 4)
        if score < threshold:
            continue
        kind: MatchKind = "fuzzy"
        if keys[index] == key:
            kind = "in-context" if _in_context(units, unit, ours, context) else "exact"
        differs = scoring.numbers(text) != scoring.numbers(wording)
        matches.append(
            MemoryMatch(
                source=wording,
                target=translation,
                source_lang=source_lang,
                target_lang=target_lang,
                score=score,
                similarity=round(similarity, 4),
                kind=kind,
                penalties=taken,
                unit_id=f"m{unit}",
                origins=origins,
                adapted=scoring.adapt_numbers(text, wording, translation) if differs else None,
            )
        )
    return _best(matches, text, source, limit)


def _best(matches: list[MemoryMatch], text: str, lang: str, limit: int) -> list[MemoryMatch]:
    """The best matches with their differences; of equal wordings only the best one."""
    from dataclasses import replace

    rank = {"in-context": 0, "exact": 1, "fuzzy": 2}
    matches.sort(key=lambda one: (rank[one.kind], -one.score, -len(one.origins), int(one.unit_id[1:])))
    kept: dict[tuple[str, str], MemoryMatch] = {}
    for match in matches:
        kept.setdefault((match.source, match.target), match)
    return [replace(match, changes=scoring.changes(text, match.source, lang)) for match in [*kept.values()][:limit]]


def _taken_off(
    text: str,
    wording: str,
    *,
    tags: tuple[tuple[str, str], tuple[str, str]],
    origins: Sequence[MemoryOrigin],
    penalties: Penalties,
    publisher: str | None,
    equal: bool,
) -> tuple[tuple[str, float], ...]:
    """Name and value of each penalty that is not 0."""
    own = [one for one in origins if one.same_wording] or list(origins)
    checked = any(one.status == "checked" for one in own)
    scores = [one.score for one in own if one.score is not None]
    found = {
        "unchecked": not checked,
        "low_score": not checked and bool(scores) and max(scores) < penalties.low_score_below,
        "region": any(wanted != there for wanted, there in tags),
        "publisher": publisher is not None and all(one.publisher != publisher for one in own),
        "numbers": scoring.numbers(text) != scoring.numbers(wording),
        "spelling": equal and text.strip() != wording.strip(),
    }
    return tuple(
        (name, getattr(penalties, name)) for name, holds in found.items() if holds and getattr(penalties, name)
    )


def _in_context(units: Units, unit: int, lang: str, context: tuple[str | None, str | None]) -> bool:
    """Whether somewhere the segments before and after a unit are those around the text looked up.

    Units without a text in the language are passed over: its document goes from the one before them to the one after.
    """
    if context == (None, None):
        return False
    for sides in units.neighbours(unit, reach=_REACH):
        bodies = dict(units.bodies(list(dict.fromkeys([*sides[0], *sides[1]]))))
        if all(
            wanted is None or wanted in _nearest([bodies.get(one) for one in side], lang)
            for wanted, side in zip(context, sides, strict=True)
        ):
            return True
    return False


def _nearest(bodies: Sequence[list[str] | None], lang: str) -> list[str]:
    """The keys of the nearest unit that has texts in a language; "" where the document ends before there is one."""
    for body in bodies:
        keys = (
            [key_of(text, tag) for tag, text in zip(body[::2], body[1::2], strict=True) if primary(tag) == lang]
            if body
            else []
        )
        if keys:
            return keys
    return [""] if len(bodies) < _REACH else []
