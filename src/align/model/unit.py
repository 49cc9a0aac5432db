"""Translation units: the same content in any number of languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from align.errors import ModelError

if TYPE_CHECKING:
    from align.model.alignment import BeadStatus

_KIND = re.compile(r"(?!0-0)(?:0|[1-9][0-9]{0,8})-(?:0|[1-9][0-9]{0,8})")

__all__ = ["InlineCode", "Origin", "Property", "TranslationUnit", "Variant", "is_kind", "with_status"]


def is_kind(text: str) -> bool:
    """Whether `text` is the kind of a bead, such as 2-1: segments on each side, at least one of them."""
    return _KIND.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A named value that travels with a unit or a variant (TMX prop)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineCode:
    """Markup inside a segment, kept but not translated (TMX bpt, ept, it, ph).

    Attributes:
        kind: the element's name in TMX.
        content: the native code, which is not part of the text.
        attributes: the element's attributes, in the order of the file.
    """

    kind: str
    content: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The bead of one language pair from which a unit was joined.

    Attributes:
        source, target: BCP 47 tags of the pair.
        kind: "2-1" and so on, the segments of the source first.
        score: 0..1, higher is better, or None.
        status: auto or checked.
        bead: 0-based position of the bead in its alignment.
    """

    source: str
    target: str
    kind: str
    score: float | None
    status: BeadStatus
    bead: int

    def __post_init__(self) -> None:
        """Refuse a kind, score or position that no bead can have."""
        if not is_kind(self.kind):
            raise ModelError(f"kind {self.kind!r} of a bead is not two numbers of segments, such as 2-1")
        if self.score is not None and not 0.0 <= self.score <= 1.0:
            raise ModelError(f"score {self.score} is not in 0..1")
        if self.bead < 0:
            raise ModelError(f"position {self.bead} of a bead is below 0")

    @property
    def is_null(self) -> bool:
        """Whether the bead has an empty side."""
        return self.kind.startswith("0-") or self.kind.endswith("-0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The wording of a unit in one language.

    Attributes:
        lang: BCP 47 tag.
        content: pieces of text and inline codes.
        segments: ids of the segments that were joined into it, in order; empty where unknown.
        starts: for each of `segments`, where it begins in `text`, in code points.
        properties: what else the file said about this wording.
    """

    lang: str
    content: tuple[str | InlineCode, ...]
    segments: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    properties: tuple[Property, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a variant without a language, or with a start for some segments only."""
        if not self.lang:
            raise ModelError("a variant needs a language")
        if self.starts and len(self.starts) != len(self.segments):
            raise ModelError(f"variant {self.lang} has {len(self.segments)} segments and {len(self.starts)} starts")

    @property
    def text(self) -> str:
        """The content without inline codes."""
        return "".join(piece for piece in self.content if isinstance(piece, str))


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationUnit:
    """The same content in one or more languages, one variant each; a unit with one variant is a null bead."""

    id: str
    variants: tuple[Variant, ...]
    notes: tuple[str, ...] = ()
    properties: tuple[Property, ...] = ()
    origin: tuple[Origin, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a unit without variants, and two variants of one language."""
        if not self.variants:
            raise ModelError(f"unit {self.id} has no variant")
        if len({variant.lang for variant in self.variants}) != len(self.variants):
            langs = [variant.lang for variant in self.variants]
            raise ModelError(f"unit {self.id} has two variants of one language: {', '.join(langs)}")

    def variant(self, lang: str) -> Variant | None:
        """The variant in exactly this language, or None."""
        return next((variant for variant in self.variants if variant.lang == lang), None)

    @property
    def score(self) -> float | None:
        """The lowest score of the beads that it was joined from, null beads left out; None where there is none."""
        return min((o.score for o in self.origin if o.score is not None and not o.is_null), default=None)

    @property
    def status(self) -> BeadStatus:
        """Whether a person confirmed every bead that it was joined from ("checked"), or not ("auto")."""
        return "checked" if self.origin and all(o.status == "checked" for o in self.origin) else "auto"


def with_status(origin: tuple[Origin, ...], told: str | None) -> tuple[Origin, ...]:
    """The beads of a unit with the status that its file tells of the whole unit, where people have changed that one.

    What is neither "checked" nor "auto", in capitals or not, changes nothing.
    """
    status = told.strip().lower() if told else ""
    if not origin or status not in {"auto", "checked"}:
        return origin
    if all(one.status == "checked" for one in origin) == (status == "checked"):
        return origin
    given: BeadStatus = "checked" if status == "checked" else "auto"
    return tuple(replace(one, status=given) for one in origin)
