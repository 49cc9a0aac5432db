"""The table that translators are paid by: how much of a document is new, and how much is like what the memory has.

Each segment is counted once, in the first of these that it belongs to: in context (equal, and so are its neighbours),
100 % (equal), repetition (its text was there before in the document), or the band of its best match. The bands go by
how much of the text is the same; penalties for where a match comes from make no more work, so they do not count here.

Words are counted as word processors do: what stands between spaces and has a letter or a digit is a word, and so is
each Chinese or Japanese character. Where words are not set apart by spaces (Chinese, Japanese, Thai) what is paid is
characters, white space left out.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, get_args

import regex

from align.errors import UsageError
from align.lang import is_spaced
from align.output import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from align.pretranslation.records import PretranslatedSegment, Pretranslation

__all__ = [
    "CATEGORIES",
    "Category",
    "Counted",
    "Statistics",
    "category_of",
    "count_characters",
    "count_words",
    "statistics_of",
    "write_statistics",
]

Category = Literal["in-context", "100", "repetition", "95-99", "85-94", "75-84", "50-74", "new"]

CATEGORIES: tuple[Category, ...] = get_args(Category)
"""From the least work to the most."""

_BANDS: tuple[tuple[float, Category], ...] = ((0.95, "95-99"), (0.85, "85-94"), (0.75, "75-84"), (0.5, "50-74"))
_NAMES: dict[Category, str] = {
    "in-context": "In context",
    "100": "100 %",
    "repetition": "Repetitions",
    "95-99": "95-99 %",
    "85-94": "85-94 %",
    "75-84": "75-84 %",
    "50-74": "50-74 %",
    "new": "New",
}
_WORD = regex.compile(r"\S*[\p{L}\p{N}]\S*")
_IDEOGRAPH = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\u30fc]")
_SPACE = regex.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How much there is: segments, words, and characters without white space."""

    segments: int = 0
    words: int = 0
    characters: int = 0

    def __add__(self, other: Counted) -> Counted:
        return Counted(
            segments=self.segments + other.segments,
            words=self.words + other.words,
            characters=self.characters + other.characters,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Counts by category.

    Attributes:
        document: its name.
        source, target: BCP 47 tags.
        unit: what is paid: words, or characters where words are not set apart by spaces.
        rows: each of `CATEGORIES` and its counts, in that order.
    """

    document: str
    source: str
    target: str
    unit: Literal["words", "characters"]
    rows: tuple[tuple[Category, Counted], ...]

    @property
    def total(self) -> Counted:
        """All rows together."""
        return sum((counted for _, counted in self.rows), Counted())

    def of(self, category: Category) -> Counted:
        """The counts of a category."""
        return dict(self.rows)[category]

    def table(self) -> list[tuple[str, int, int, int, float]]:
        """Rows for people, the total last: name, segments, words, characters, share of what is paid (0..1)."""
        whole = getattr(self.total, self.unit)
        named = [*((_NAMES[category], counted) for category, counted in self.rows), ("Total", self.total)]
        return [
            (
                name,
                counted.segments,
                counted.words,
                counted.characters,
                getattr(counted, self.unit) / whole if whole else 0.0,
            )
            for name, counted in named
        ]

    def text(self) -> str:
        """The table in columns; ends with a line end."""
        head = ("", "segments", "words", "characters", f"% of {self.unit}")
        rows = [(name, *map(str, counts), f"{share * 100:.1f}") for name, *counts, share in self.table()]
        widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
        lines = [
            "  ".join(
                cell.ljust(widths[column]) if not column else cell.rjust(widths[column])
                for column, cell in enumerate(row)
            ).rstrip()
            for row in (head, *rows)
        ]
        return "\n".join((f"{self.document}: {self.source} to {self.target}", *lines)) + "\n"

    def json(self) -> str:
        """The counts as JSON; ends with a line end."""
        told = {
            "document": self.document,
            "source": self.source,
            "target": self.target,
            "unit": self.unit,
            "categories": {category: asdict(counted) for category, counted in self.rows},
            "total": asdict(self.total),
        }
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"

    def csv(self) -> str:
        """The counts as CSV with a row of names."""
        head = "category,segments,words,characters"
        rows = [*self.rows, ("total", self.total)]
        lines = [f"{name},{counted.segments},{counted.words},{counted.characters}" for name, counted in rows]
        return "\n".join((head, *lines)) + "\n"


def category_of(segment: PretranslatedSegment) -> Category:
    """The category that a segment is counted in."""
    best = max(segment.suggestions, key=lambda found: (_RANK[found.kind], found.similarity), default=None)
    if best is not None and best.kind != "fuzzy":
        return "in-context" if best.kind == "in-context" else "100"
    if segment.repeats is not None:
        return "repetition"
    similarity = 0.0 if best is None else best.similarity
    return next((name for lowest, name in _BANDS if similarity >= lowest), "new")


_RANK = {"in-context": 2, "exact": 1, "fuzzy": 0}


def count_words(text: str) -> int:
    """Pieces between white space with a letter or a digit, and each Chinese or Japanese character."""
    rest, ideographs = _IDEOGRAPH.subn(" ", text)
    return int(ideographs) + sum(1 for _ in _WORD.finditer(rest))


def count_characters(text: str) -> int:
    """Code points that are not white space."""
    return len(_SPACE.sub("", text))


def statistics_of(pretranslation: Pretranslation) -> Statistics:
    """The table of a document."""
    counts = dict.fromkeys(CATEGORIES, Counted())
    for category, counted in _each(pretranslation.segments):
        counts[category] += counted
    return Statistics(
        document=pretranslation.name,
        source=pretranslation.source,
        target=pretranslation.target,
        unit="words" if is_spaced(pretranslation.source) else "characters",
        rows=tuple(counts.items()),
    )


def _each(segments: Iterable[PretranslatedSegment]) -> Iterable[tuple[Category, Counted]]:
    for segment in segments:
        text = segment.wanted.text
        yield (
            category_of(segment),
            Counted(segments=1, words=count_words(text), characters=count_characters(text)),
        )


def write_statistics(statistics: Statistics, path: Path) -> None:
    """Write the table, whole or not at all; the suffix tells the form: .txt, .json, .csv or .xlsx.

    Raises:
        UsageError: another suffix.
        OutputError: the folder or the disk does not allow it.
    """
    made = {".txt": statistics.text, ".json": statistics.json, ".csv": statistics.csv}.get(path.suffix.lower())
    if made is None and path.suffix.lower() != ".xlsx":
        raise UsageError(f"{path.name}: statistics are written as .txt, .json, .csv or .xlsx; choose one of these")
    with replacing(path) as temporary:
        if made is not None:
            temporary.write_text(made(), encoding="utf-8", newline="\n")
            return
        from align.formats.workbook import write_figures

        share = f"share of {statistics.unit}"
        names = ("category", "segments", "words", "characters", share)
        write_figures(temporary, f"Statistics of {statistics.document}", names, statistics.table(), shares=(share,))
