"""The records that a memory takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

from align.errors import UsageError

if TYPE_CHECKING:
    from align.model import BeadStatus

__all__ = [
    "DEFAULT_PENALTIES",
    "Added",
    "Change",
    "ChangeKind",
    "Hit",
    "Hits",
    "Info",
    "Keep",
    "MatchKind",
    "MemoryMatch",
    "MemoryOrigin",
    "Penalties",
    "Phrase",
    "SearchKind",
    "Selection",
]

Keep = Literal["newest", "first", "all"]
"""Which of several translations of one source text stay: the newest, the one that was there first, or all."""

MatchKind = Literal["in-context", "exact", "fuzzy"]
ChangeKind = Literal["equal", "insert", "delete", "replace"]
SearchKind = Literal["phrase", "wildcard", "regex", "lemma"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryOrigin:
    """Where a unit of a memory comes from; one unit may have many.

    Attributes:
        document: name of the document.
        date: ISO 8601, or None.
        publisher: of the document, or None.
        file: that it was added from, or None.
        unit: id of the unit in that file.
        position: 0-based place among the units of the document.
        score: of the alignment, 0..1, or None.
        status: checked or auto.
        same_wording: false where the document had another translation, which the rule of `Keep` has put aside.
    """

    document: str
    date: str | None
    publisher: str | None
    file: str | None
    unit: str
    position: int
    score: float | None
    status: BeadStatus
    same_wording: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalties:
    """What is taken off the score of a match, each 0..1; 0 turns one off.

    Attributes:
        unchecked: no person has confirmed the alignment.
        low_score: the alignment's score is below `low_score_below`.
        low_score_below: see there; 0..1.
        region: a language tag differs from the one asked for (en-GB for en).
        publisher: none of its documents is by the publisher asked for; counts only where one is asked for.
        numbers: the numbers are not those of the text looked up.
        spelling: equal but for case, width, quotation marks, dashes, spaces or vowel signs.
    """

    unchecked: float = 0.01
    low_score: float = 0.03
    low_score_below: float = 0.5
    region: float = 0.01
    publisher: float = 0.02
    numbers: float = 0.01
    spelling: float = 0.01

    def __post_init__(self) -> None:
        """Refuse what is not in 0..1."""
        for field in fields(self):
            value = getattr(self, field.name)
            if not 0 <= value <= 1:
                raise UsageError(f"the penalty {field.name} is {value}; it has to be in 0..1")


DEFAULT_PENALTIES = Penalties()
"""What is taken off unless told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A piece of the difference between a text looked up and the source of a match.

    Attributes:
        kind: equal, insert (only the text looked up has it), delete (only the match has it) or replace.
        looked_up: the piece of the text looked up; empty for delete.
        found: the piece of the match's source; empty for insert.
    """

    kind: ChangeKind
    looked_up: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryMatch:
    """A unit of the memory whose source is like the text looked up.

    Attributes:
        source, target: its wording in both languages.
        source_lang, target_lang: their tags as they are in the memory.
        score: 0..1, after penalties.
        similarity: 0..1, before them; see `align.memory.scoring.similarity`.
        kind: in-context (equal, and so are the previous and the next segment), exact or fuzzy.
        penalties: name and value of each that was taken off.
        unit_id: id of the unit in the memory.
        origins: where it comes from.
        adapted: the target with the numbers of the text looked up, where they differ and it is clear which are which.
        changes: how the source differs from the text looked up.
    """

    source: str
    target: str
    source_lang: str
    target_lang: str
    score: float
    similarity: float
    kind: MatchKind
    penalties: tuple[tuple[str, float], ...]
    unit_id: str
    origins: tuple[MemoryOrigin, ...]
    adapted: str | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """The longest part that a unit of the memory has in common with a text looked up.

    Attributes:
        start, end: its span in the text looked up, code points.
        text: that part.
        source, target: the unit's wording in both languages.
        counterpart: what stands for it in the target, or None where that is not known.
        unit_id: id of the unit in the memory.
        count: how many units have it, at least.
    """

    start: int
    end: int
    text: str
    source: str
    target: str
    counterpart: str | None
    unit_id: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which units of a memory are meant, by where they come from; what is None does not count.

    Attributes:
        document, publisher, file: of one of its origins.
        since, until: the first and the last date of an origin, ISO 8601 (year, year-month or full), both included.
        score: the lowest score of its alignment, 0..1; a checked one counts as 1.
        status: checked or auto.
    """

    document: str | None = None
    publisher: str | None = None
    file: str | None = None
    since: str | None = None
    until: str | None = None
    score: float | None = None
    status: BeadStatus | None = None

    def __post_init__(self) -> None:
        """Refuse a score outside 0..1."""
        if self.score is not None and not 0 <= self.score <= 1:
            raise UsageError(f"the score {self.score} is not in 0..1")

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return all(getattr(self, field.name) is None for field in fields(self))

    def has(self, origin: MemoryOrigin) -> bool:
        """Whether an origin is one of those meant."""
        for name in ("document", "publisher", "file", "status"):
            wanted = getattr(self, name)
            if wanted is not None and getattr(origin, name) != wanted:
                return False
        if self.since is not None and (origin.date is None or origin.date < self.since[: len(origin.date)]):
            return False
        if self.until is not None and (origin.date is None or origin.date[: len(self.until)] > self.until):
            return False
        if self.score is None or origin.status == "checked":
            return True
        return origin.score is not None and origin.score >= self.score


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place of a concordance.

    Attributes:
        lang, text: the side that was searched, and its wording.
        spans: where the query is found in it, code points.
        other_lang, other: the other side; empty where the unit has none.
        other_spans: where its counterpart is, or what `--with` asked for.
        unit_id: id of the unit in the memory.
        origins: where it comes from.
    """

    lang: str
    text: str
    spans: tuple[tuple[int, int], ...]
    other_lang: str
    other: str
    other_spans: tuple[tuple[int, int], ...]
    unit_id: str
    origins: tuple[MemoryOrigin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """A concordance.

    Attributes:
        hits: the shortest texts first.
        total: how many units are hits, as far as they were counted.
        is_complete: whether all were looked at; false where `limit` or the time ended it, so that `total` is a
            lower bound.
        timed_out: whether the time ended it.
    """

    hits: tuple[Hit, ...]
    total: int
    is_complete: bool
    timed_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of the units that were added.

    Attributes:
        units: how many were given.
        new: how many are now in the memory that were not before.
        merged: how many were there already, so that they got one more origin.
        replaced: how many older translations gave way (`Keep` newest).
        put_aside: how many translations were not taken because there is one (`Keep` first, or an older date).
        empty: how many had no text at all and were left out.
        one_sided: how many of the new ones have text in one language only: found by search, not by look-up.
    """

    units: int = 0
    new: int = 0
    merged: int = 0
    replaced: int = 0
    put_aside: int = 0
    empty: int = 0
    one_sided: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What a memory holds.

    Attributes:
        folder: where it is.
        version: of its layout.
        units: how many it holds.
        languages: each tag, and how many units have a text in it.
        documents: each with the number of its units.
        signature: of what made it.
        bytes_on_disk: of the whole folder.
        writer: who has it open for writing, or None.
    """

    folder: str
    version: int
    units: int
    languages: tuple[tuple[str, int], ...]
    documents: tuple[tuple[MemoryOrigin, int], ...]
    signature: str
    bytes_on_disk: int
    writer: str | None
