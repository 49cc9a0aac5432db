"""Two languages one after the other: paragraphs that change between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from align.errors import FormatError, LanguageError
from align.formats._bilingual_rows import Rows, language, letters, pieces_of
from align.lang import primary, script

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from align.formats._reading import Piece
    from align.model import Document

__all__ = ["rows_of_lines"]

_DIGITS = regex.compile(r"\p{Nd}+")
_SCRIPTS = {
    "Hans": regex.compile(r"\p{Han}"),
    "Hant": regex.compile(r"\p{Han}"),
    "Jpan": regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}]"),
    "Kore": regex.compile(r"\p{Hangul}"),
    **{
        name: regex.compile(rf"\p{{Script={name}}}")
        for name in ("Latn", "Cyrl", "Arab", "Grek", "Hebr", "Thai", "Deva", "Armn", "Geor")
    },
}
_DENSE = frozenset({"Hans", "Hant", "Jpan", "Kore"})  # a letter says as much as two or three of an alphabet
_OF_BLOCKS = 0.2  # that each of both languages has at least
_FEW_LETTERS = 8  # under which a language cannot be told from a text by itself
_ROWS = 2
_ALONE = 4  # paragraphs in one language one after the other, on average, in more of which nothing changes line by line


def rows_of_lines(document: Document, langs: tuple[str, str] | None) -> Rows:
    """The rows of a document whose paragraphs change between two languages.

    Raises:
        FormatError: they do not.
        LanguageError: they do not change between `langs`.
    """
    path = document.source or document.id
    pieces = pieces_of(document)
    spoken = langs or _two_languages(pieces)
    if spoken is None:
        raise FormatError(
            "is not in two languages, neither in the columns of a table nor paragraph by paragraph; give two files",
            path=path,
        )
    pieces = [line for piece in pieces for line in _lines_apart(piece, spoken)]
    sides = _filled([_side(piece.text, spoken) for piece in pieces])
    shares = [sides.count(side) for side in (0, 1)]
    if min(shares) < _OF_BLOCKS * len(sides):
        raise LanguageError(
            f"of {len(sides)} paragraphs {shares[0]} are in {spoken[0]} and {shares[1]} in {spoken[1]}, so it does not "
            "change between them; name the languages that it is in",
            path=path,
        )
    runs: list[tuple[int, list[Piece]]] = []
    for side, piece in zip(sides, pieces, strict=True):
        if not runs or runs[-1][0] != side:
            runs.append((side, []))
        runs[-1][1].append(piece)
    if len(runs) < 2 * _ROWS or len(pieces) > _ALONE * len(runs):
        raise FormatError(
            f"has {spoken[0]} and {spoken[1]} in {len(runs)} parts, not paragraph by paragraph; cut it into two files",
            path=path,
        )
    if langs is None and runs[0][0] == 1:
        spoken = spoken[1], spoken[0]
        runs = [(1 - side, run) for side, run in runs]
    return Rows(rows=_in_rows(runs), langs=spoken, left_out=0)


def _two_languages(pieces: Iterable[Piece]) -> tuple[str, str] | None:
    """The two languages that most paragraphs are in, if both have their share; the first paragraph's first."""
    found = [
        tag for piece in pieces if letters(piece.text) >= _FEW_LETTERS and (tag := language(piece.text)) is not None
    ]
    common = Counter(found).most_common(2)
    if len(common) < 2 or common[1][1] < _OF_BLOCKS * len(found):
        return None
    first, second = sorted((tag for tag, _ in common), key=found.index)
    return first, second


def _side(text: str, langs: tuple[str, str]) -> int | None:
    """Which of both languages a paragraph is in; None where that cannot be told."""
    scripts = [script(tag) for tag in langs]
    patterns = [_SCRIPTS.get(name) for name in scripts]
    if scripts[0] != scripts[1] and None not in patterns and not {*scripts} <= {"Hans", "Hant", "Jpan"}:
        counts = [len(p.findall(text)) * (2 if s in _DENSE else 1) for p, s in zip(patterns, scripts, strict=True) if p]
        return None if counts[0] == counts[1] else int(counts[1] > counts[0])
    if letters(text) < _FEW_LETTERS:
        return None
    found = language(text)
    tags = [primary(tag) for tag in langs]
    return tags.index(primary(found)) if found and primary(found) in tags else None


def _lines_apart(piece: Piece, langs: tuple[str, str]) -> list[Piece]:
    """A paragraph whose lines are in both languages as one for each run of lines in one of them."""
    lines = piece.text.split("\n")
    sides = [_side(line, langs) for line in lines]
    if len({side for side in sides if side is not None}) < 2:
        return [piece]
    out: list[list[str]] = []
    before: int | None = None
    for side, line in zip(_filled(sides), lines, strict=True):
        if side != before or not out:
            out.append([])
        out[-1].append(line)
        before = side
    return [replace(piece, text="\n".join(part)) for part in out]


def _filled(sides: Sequence[int | None]) -> list[int]:
    """`sides` with each unknown one as what comes before it, or else after it, lets expect: the change goes on."""
    filled: list[int] = []
    for number, side in enumerate(sides):
        before = filled[-1] if filled else None
        after = sides[number + 1] if number + 1 < len(sides) else None
        if side is not None:
            filled.append(side)
        elif before is None:
            filled.append(0 if after is None else 1 - after)
        else:
            filled.append(1 - before if after is None or after == before else before)
    return filled


def _in_rows(runs: Sequence[tuple[int, list[Piece]]]) -> list[tuple[list[Piece], list[Piece]]]:
    """Runs in one language two by two: from the first one on, or from the second where numbers agree better so."""
    lead = int(_agreement(runs[1:]) > _agreement(runs))
    rows: list[tuple[list[Piece], list[Piece]]] = []
    groups = ([runs[:1]] if lead else []) + [list(runs[at : at + 2]) for at in range(lead, len(runs), 2)]
    for group in groups:
        sides: tuple[list[Piece], list[Piece]] = ([], [])
        for side, pieces in group:
            sides[side].extend(pieces)
        rows.append(sides)
    return rows


def _agreement(runs: Sequence[tuple[int, list[Piece]]]) -> int:
    """How many pairs of runs have the same numbers in them, less those that have different ones."""
    total = 0
    for at in range(0, len(runs) - 1, 2):
        one, other = (set(_DIGITS.findall(" ".join(p.text for p in run))) for _, run in runs[at : at + 2])
        if one or other:
            total += 1 if one == other else -1
    return total
