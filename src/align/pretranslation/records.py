"""What pretranslation knows of a document: segments, what was filled in, terms, counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from align.model import Signature

if TYPE_CHECKING:
    from align.formats.suggestions import Suggestion
    from align.model import Concept, Term

__all__ = ["FilledBy", "PretranslatedSegment", "Pretranslation", "TermInSource", "Wanted"]

FilledBy = Literal["in-context", "exact", "repetition", "fuzzy"]
"""By what a segment was filled: a match of the memory, or the translation of an equal segment before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A segment that a translation is wanted for.

    Attributes:
        id: of the segment; of the first one where several were joined.
        text: what is looked up.
        block: index of its paragraph; segments are joined within one only.
        ids: of all segments that were joined into it.
        start, end: its place in the document, code points, half-open.
        before, after: the texts around it, empty at the ends of the document; None where they are the segments that
            are wanted before and after it.
    """

    id: str
    text: str
    block: int
    ids: tuple[str, ...]
    start: int = 0
    end: int = 0
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermInSource:
    """A term of the term base in a segment, and what it may be in the target language.

    Attributes:
        start, end: its place in the segment's text, code points, half-open.
        found: the text there.
        term: the term, of which the text may have another form.
        concept: what it stands for.
        targets: the terms of the concept in the target language, preferred first.
    """

    start: int
    end: int
    found: str
    term: Term
    concept: Concept
    targets: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PretranslatedSegment:
    """A segment with what is offered for it.

    Attributes:
        wanted: the segment.
        suggestions: matches of the memory, best first, those under the threshold too.
        target: what was filled in; None where nothing was.
        filled_by: by what; None where nothing was.
        used: the suggestion that was filled in; also that of the first of equal segments.
        repeats: id of the first segment with this text, if this is not the first.
        terms: terms of the term base in it.
    """

    wanted: Wanted
    suggestions: tuple[Suggestion, ...] = ()
    target: str | None = None
    filled_by: FilledBy | None = None
    used: Suggestion | None = None
    repeats: str | None = None
    terms: tuple[TermInSource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pretranslation:
    """A document with what is offered for each of its segments.

    Attributes:
        name: of the document.
        source, target: BCP 47 tags.
        threshold: score (0..1) from which a match is filled in.
        segments: in the order of the text.
        signature: of the run.
    """

    name: str
    source: str
    target: str
    threshold: float
    segments: tuple[PretranslatedSegment, ...]
    signature: Signature = field(default_factory=Signature)
