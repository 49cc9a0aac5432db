"""What answers a place of a text in its translation, learnt from the units of the memory itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from align.lang import primary
from align.memory._phrases import place_of
from align.model import TranslationUnit, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from align.memory._units import Units
    from align.memory.records import Hit, Hits, Phrase
    from align.terminology.counterpart import Counterparts

__all__ = ["marked_hits", "marked_phrases"]

_SPREAD = 600
"""Units from all over the memory that are learnt from besides those in question; two thousand take seconds."""
_FOUND = 1200  # units in question that are learnt from, at most


def marked_hits(units: Units, hits: Hits) -> Hits:
    """The hits with the spans of the other side that answer those found, where they are likely."""
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for hit in hits.hits:
        if hit.other and not hit.other_spans:
            pairs.setdefault(_pair(hit), []).append((hit.text, hit.other))
    learnt = {pair: _learnt(units, texts[:_FOUND], source=pair[0], target=pair[1]) for pair, texts in pairs.items()}
    return replace(hits, hits=tuple(_marked(hit, learnt.get(_pair(hit))) for hit in hits.hits))


def marked_phrases(
    units: Units, phrases: Sequence[Phrase], found: Iterable[tuple[str, str]], *, source: str, target: str
) -> list[Phrase]:
    """The phrases with what answers them; `found` are pairs of texts that have some of them."""
    if not phrases:
        return []
    texts = [*dict.fromkeys([*((one.source, one.target) for one in phrases), *found])]
    learnt = _learnt(units, texts[:_FOUND], source=source, target=target)
    out = []
    for phrase in phrases:
        place = place_of(phrase, source)
        answer = place and learnt.find(phrase.source, *place, phrase.target)
        out.append(replace(phrase, counterpart=answer.text) if answer else phrase)
    return out


def _pair(hit: Hit) -> tuple[str, str]:
    return primary(hit.lang), primary(hit.other_lang) if hit.other_lang else ""


def _learnt(units: Units, texts: Sequence[tuple[str, str]], *, source: str, target: str) -> Counterparts:
    from align.terminology.counterpart import Counterparts

    ours, theirs = primary(source), primary(target)
    step = max(1, units.highest() // _SPREAD)
    pairs = list(texts)
    for _, body in units.bodies(range(1, units.highest() + 1, step)):
        sides = {primary(tag): text for tag, text in zip(body[::2], body[1::2], strict=True)}
        if ours in sides and theirs in sides:
            pairs.append((sides[ours], sides[theirs]))
    made = (
        TranslationUnit(
            id=f"u{number}", variants=(Variant(lang=ours, content=(one,)), Variant(lang=theirs, content=(other,)))
        )
        for number, (one, other) in enumerate(dict.fromkeys(pairs))
    )
    return Counterparts.learn(made, source=ours, target=theirs)


def _marked(hit: Hit, learnt: Counterparts | None) -> Hit:
    if learnt is None or not hit.other or hit.other_spans:
        return hit
    taken: list[tuple[int, int]] = []
    for start, end in hit.spans:
        answer = learnt.find(hit.text, start, end, hit.other, taken=taken)
        if answer is not None:
            taken.append((answer.start, answer.end))
    return replace(hit, other_spans=tuple(sorted(taken)))
