"""A pretranslation as translation units, for the formats that translators open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.formats import UnitHeader
from align.formats.suggestions import Suggested, percent
from align.model import TranslationUnit, Variant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from align.model import Term
    from align.pretranslation.records import PretranslatedSegment, Pretranslation, TermInSource

__all__ = ["entries_of", "header_of", "match_note", "term_note", "term_notes", "units_of"]

_FILLED_AS = {"in-context": "in context", "exact": "exact", "fuzzy": "fuzzy"}


def header_of(pretranslation: Pretranslation) -> UnitHeader:
    """What a file of its units says about all of them."""
    return UnitHeader(source=pretranslation.source, title=pretranslation.name, signature=pretranslation.signature)


def entries_of(pretranslation: Pretranslation) -> Iterator[Suggested]:
    """Each segment as a unit with its suggestions; terms are notes."""
    for segment in pretranslation.segments:
        used = segment.used
        filled = None
        if segment.target is not None:
            # one of several equal sentences is no more certain than the first of them
            filled = "fuzzy" if used is None or used.kind == "fuzzy" else used.kind
            if segment.filled_by == "repetition" and filled == "in-context":
                filled = "exact"
        yield Suggested(
            unit=_unit(pretranslation, segment, tuple(term_notes(segment))),
            suggestions=segment.suggestions,
            filled=filled,
        )


def units_of(pretranslation: Pretranslation) -> Iterator[TranslationUnit]:
    """Each segment as a unit whose notes say where its translation comes from, and name the terms."""
    for segment in pretranslation.segments:
        told = match_note(segment)
        yield _unit(pretranslation, segment, (*([told] if told else []), *term_notes(segment)))


def _unit(pretranslation: Pretranslation, segment: PretranslatedSegment, notes: tuple[str, ...]) -> TranslationUnit:
    wanted = segment.wanted
    variants = [
        Variant(lang=pretranslation.source, content=(wanted.text,), segments=wanted.ids if len(wanted.ids) > 1 else ())
    ]
    if segment.target is not None:
        variants.append(Variant(lang=pretranslation.target, content=(segment.target,)))
    return TranslationUnit(id=wanted.id, variants=tuple(variants), notes=notes)


def match_note(segment: PretranslatedSegment) -> str:
    """How a segment was filled, for people: ``in context 101 % (readout, auto)``; empty where nothing is offered."""
    best = segment.used or (segment.suggestions[0] if segment.suggestions else None)
    if best is None:
        return "" if segment.repeats is None else f"repeats {segment.repeats}"
    said = f"{_FILLED_AS[best.kind]} {percent(best)} %"
    if segment.filled_by == "repetition":
        said = f"repeats {segment.repeats}, {said}"
    elif segment.target is None:
        said = f"not filled in, best match {percent(best)} %"
    about = "; ".join(part for part in (best.origin, best.explained) if part)
    return f"{said} ({about})" if about else said


def term_notes(segment: PretranslatedSegment) -> Iterator[str]:
    """A line for each concept in a segment: what the term base has for it."""
    seen = set[str]()
    for term in segment.terms:
        if term.concept.id not in seen:
            seen.add(term.concept.id)
            yield term_note(term)


def term_note(term: TermInSource) -> str:
    """``共同体 = community; not: commonwealth``, with the status of what is not preferred."""
    allowed = [_shown(one) for one in term.targets if one.is_allowed]
    others = [_shown(one) for one in term.targets if one.status == "proposed"]
    refused = [one.text for one in term.targets if not one.is_allowed and one.status != "proposed"]
    if term.term.status == "do-not-translate":
        return f"{term.found}: do not translate"
    said = f"{term.found} = {', '.join((*allowed, *others)) or 'no term yet'}"
    return said + (f"; not: {', '.join(refused)}" if refused else "")


def _shown(term: Term) -> str:
    return term.text if term.status == "preferred" else f"{term.text} ({term.status})"
