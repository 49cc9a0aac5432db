"""What XLIFF has no place of its own for, as named values of the unit, its source or its target.

The names are those of our TMX props. Both versions of XLIFF write them where they allow custom data.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from align.formats._tmx_names import ALIGN_TYPE, SCORE, SEGMENTS, STARTS, STATUS, origin_from, origin_text
from align.formats.ledger import Ledger
from align.model import InlineCode, Property, TranslationUnit, Variant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from align.model import BeadStatus, Origin

__all__ = [
    "CHECKED",
    "ORIGINAL",
    "Fact",
    "Found",
    "FreshIds",
    "facts_of",
    "isolated",
    "leading",
    "merged",
    "nested_pairs",
]

_UNIT_ID = "x-id"
CHECKED = frozenset({"signed-off", "final", "reviewed"})
"""States of XLIFF 1.2 and 2.x that only a person gives."""

ORIGINAL = "x-file"
"""The property that names the document that a unit of a foreign file belongs to."""

_NMTOKEN = re.compile(r"[A-Za-z0-9_.:\-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A named value; `side` is "source", "target", or empty for the unit."""

    side: str
    name: str
    value: str


@dataclass(slots=True, kw_only=True)
class Found:
    """What a reader has found in one unit so far; `unit` makes the record of it."""

    id: str
    source: Variant | None = None
    target: Variant | None = None
    notes: list[str] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    checked: bool | None = None

    @property
    def has_beads(self) -> bool:
        """Whether the facts found so far say which beads the unit was joined from."""
        return any(not f.side and f.name == ALIGN_TYPE and origin_from(f.value) is not None for f in self.facts)

    def unit(self) -> TranslationUnit | None:
        """The unit, with status as `checked` says if a tool has changed it; None if it has no text on either side."""
        unit_id, own = self.id, list(self.properties)
        origin: list[Origin] = []
        for fact in self.facts:
            if fact.side:
                continue
            bead = origin_from(fact.value) if fact.name == ALIGN_TYPE else None
            if bead is not None:
                origin.append(bead)
            elif fact.name == _UNIT_ID:
                unit_id = fact.value
            else:
                own.append(Property(name=fact.name, value=fact.value))
        if origin:
            for name in (SCORE, STATUS):  # derived from the beads; worked out again when asked for
                first = next((p for p in own if p.name == name), None)
                if first is not None:
                    own.remove(first)
        variants = tuple(
            self._with_facts(variant, side)
            for variant, side in ((self.source, "source"), (self.target, "target"))
            if variant is not None
        )
        if not variants:
            return None
        unit = TranslationUnit(
            id=unit_id, variants=variants, notes=tuple(self.notes), properties=tuple(own), origin=tuple(origin)
        )
        if origin and self.target is not None and self.checked is not None:
            was = unit.status == "checked"
            if was != self.checked:
                status: BeadStatus = "checked" if self.checked else "auto"
                unit = replace(unit, origin=tuple(replace(bead, status=status) for bead in origin))
        return unit

    def _with_facts(self, variant: Variant, side: str) -> Variant:
        own = [Property(name=fact.name, value=fact.value) for fact in self.facts if fact.side == side]
        segments: tuple[str, ...] = ()
        starts: tuple[int, ...] = ()
        ids = next((p for p in own if p.name == SEGMENTS), None)
        if ids is not None:
            own.remove(ids)
            segments = tuple(ids.value.split())
            places = next((p for p in own if p.name == STARTS and re.fullmatch(r"\d{1,9}( \d{1,9})*", p.value)), None)
            if places is not None and len(places.value.split()) == len(segments):
                own.remove(places)
                starts = tuple(int(start) for start in places.value.split())
        return replace(variant, segments=segments, starts=starts, properties=(*variant.properties, *own))


def facts_of(
    unit: TranslationUnit,
    *,
    written_id: str,
    properties: Sequence[Property],
    source: tuple[Variant | None, Sequence[Property]],
    target: tuple[Variant | None, Sequence[Property]],
) -> list[Fact]:
    """All facts of a unit, to be found again by `Found`.

    Args:
        unit: the unit.
        written_id: the id it has in the file, which may have to differ from its own.
        properties: those of the unit that are not written elsewhere.
        source: the variant, and those of its properties that are not written elsewhere.
        target: likewise.
    """
    facts = [] if written_id == unit.id else [Fact(side="", name=_UNIT_ID, value=unit.id)]
    if unit.origin:
        if unit.score is not None:
            facts.append(Fact(side="", name=SCORE, value=f"{unit.score:.3f}"))
        facts.append(Fact(side="", name=STATUS, value=unit.status))
        facts += [Fact(side="", name=ALIGN_TYPE, value=origin_text(origin)) for origin in unit.origin]
    facts += [Fact(side="", name=p.name, value=p.value) for p in properties]
    for side, (variant, rest) in (("source", source), ("target", target)):
        if variant is None:
            continue
        if variant.segments:
            facts.append(Fact(side=side, name=SEGMENTS, value=" ".join(variant.segments)))
        if variant.starts:
            starts = (start - variant.text.count("\r\n", 0, start) for start in variant.starts)  # CR LF becomes LF
            facts.append(Fact(side=side, name=STARTS, value=" ".join(map(str, starts))))
        facts += [Fact(side=side, name=p.name, value=p.value) for p in rest]
    return facts


def leading(
    properties: Sequence[Property], fits: Callable[[Property], bool]
) -> tuple[dict[str, str], Sequence[Property]]:
    """Part the leading properties that the format has attributes for from the rest, as their order is kept."""
    attributes: dict[str, str] = {}
    for position, prop in enumerate(properties):
        if prop.name in attributes or not fits(prop):
            return attributes, properties[position:]
        attributes[prop.name] = prop.value
    return attributes, ()


class FreshIds:
    """Ids that occur once in a file: the wanted one as far as it can be. Memory does not grow with them."""

    def __init__(self) -> None:
        """Begin a file."""
        self._last = Ledger()

    def take(self, wanted: str) -> str:
        """`wanted` with all but name characters replaced, and with a number where it was used before."""
        base = wanted if _NMTOKEN.fullmatch(wanted) else re.sub(r"[^A-Za-z0-9_.\-]", "_", wanted) or "unit"
        number = (self._last.get(base) or 0) + 1
        fresh = base if number == 1 else f"{base}-{number}"
        while number > 1 and self._last.get(fresh) is not None:
            number += 1
            fresh = f"{base}-{number}"
        self._last.put(base, number)
        if fresh != base:
            self._last.put(fresh, 1)
        return fresh


def merged(pieces: Iterable[str | InlineCode]) -> list[str | InlineCode]:
    """The pieces without empty texts, texts that touch joined."""
    out: list[str | InlineCode] = []
    for piece in pieces:
        if isinstance(piece, str) and out and isinstance(out[-1], str):
            out[-1] += piece
        elif piece != "":
            out.append(piece)
    return out


def isolated(pieces: Sequence[str | InlineCode]) -> list[str | InlineCode]:
    """The pieces with each begin or end of a pair that lacks its other half made an ``it``, as TMX asks for."""
    marks = {
        kind: Counter(dict(p.attributes).get("i") for p in pieces if isinstance(p, InlineCode) and p.kind == kind)
        for kind in ("bpt", "ept")
    }
    out: list[str | InlineCode] = []
    for piece in pieces:
        if isinstance(piece, InlineCode) and piece.kind in marks:
            number = dict(piece.attributes).get("i")
            if any(found[number] != 1 for found in marks.values()):
                place = "begin" if piece.kind == "bpt" else "end"
                kept = tuple(pair for pair in piece.attributes if pair[0] != "i")
                out.append(replace(piece, kind="it", attributes=(("pos", place), *kept)))
                continue
        out.append(piece)
    return out


def nested_pairs(content: Sequence[str | InlineCode], wraps: Callable[[InlineCode], bool]) -> dict[int, int]:
    """Positions of the begin and end codes that can be written as one element around what lies between them."""
    pairs: dict[int, int] = {}
    waiting: list[tuple[int, str | None]] = []
    for position, piece in enumerate(content):
        if not isinstance(piece, InlineCode) or not wraps(piece):
            continue
        number = dict(piece.attributes).get("i")
        if piece.kind == "bpt":
            waiting.append((position, number))
        elif piece.kind == "ept" and waiting and waiting[-1][1] == number:
            pairs[waiting.pop()[0]] = position
    return pairs
