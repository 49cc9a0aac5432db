"""Dictionaries that help an aligner: pairs of words that translate each other, from files that people have.

Term bases (TBX, CSV, XLSX, UTX; TSV with the columns of a term base) say in what language each term is. The other forms
do not, and are read for the direction of the texts:

- TSV: source, tab, target, and if wanted another tab and a weight in 0..1.
- hunalign's ``.dic``: target, `` @ ``, source. The target comes first, in the order of its documentation: "an item
  consists of a target language phrase and a source language phrase".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.errors import FormatError
from align.lang import same_language
from align.termbases.files import read_termbase
from align.text.decode import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from align.model import TermBase

__all__ = ["Dictionary", "read_dictionary"]

_AT = " @ "
_TERM_BASES = (".csv", ".tbx", ".tbx.gz", ".xml", ".xlsx", ".utx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """Pairs of words or phrases.

    Attributes:
        pairs: weight in 0..1 of each pair (source, target) from a file that names no languages.
        termbase: concepts from a file that does; None otherwise.
    """

    pairs: Mapping[tuple[str, str], float]
    termbase: TermBase | None = None

    def between(self, source: str, target: str) -> dict[tuple[str, str], float]:
        """The weight in 0..1 of each pair of a source and a target phrase.

        In a term base every term of a concept translates every other, whatever their status: a text may hold a term
        that should not be used.

        Args:
            source: BCP 47 tag; regions and scripts of a language count as one.
            target: likewise.
        """
        found = dict(self.pairs)
        for concept in self.termbase.concepts if self.termbase else ():
            sides = [
                [form for term in concept.terms if same_language(term.lang, lang) for form in (term.text, *term.forms)]
                for lang in (source, target)
            ]
            found |= {(left, right): 1.0 for left in sides[0] for right in sides[1]}
        return found


def read_dictionary(path: Path) -> Dictionary:
    """The dictionary in a file: a term base, TSV, or hunalign's ``.dic``.

    Raises:
        InputError: the file cannot be read.
        FormatError: a line is not an entry; the message names it.
    """
    name = path.name.lower()
    if name.endswith(_TERM_BASES):
        return Dictionary(pairs={}, termbase=read_termbase(path))
    lines = read_text(path).text.split("\n")
    if not name.endswith(".dic") and _names_columns(lines[0]):
        return Dictionary(pairs={}, termbase=read_termbase(path))
    entries = _hunalign(lines, path) if name.endswith(".dic") else _tabbed(lines, path)
    pairs: dict[tuple[str, str], float] = {}
    for line, source, target, weight in entries:
        if not source.strip() or not target.strip():
            raise FormatError("one side of this entry is empty; fill it or remove the line", path=path, line=line)
        pair = source.strip(), target.strip()
        pairs[pair] = max(weight, pairs.get(pair, 0.0))
    return Dictionary(pairs=pairs)


def _names_columns(line: str) -> bool:
    names = {cell.strip().lower() for cell in line.split("\t")}
    return "concept" in names and len(names) > 1


def _hunalign(lines: list[str], path: Path) -> Iterator[tuple[int, str, str, float]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            target, at, source = line.partition(_AT)
            if not at or _AT in source:
                raise FormatError("an entry of a .dic file is: target @ source", path=path, line=number)
            yield number, source, target, 1.0


def _tabbed(lines: list[str], path: Path) -> Iterator[tuple[int, str, str, float]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            cells = line.split("\t")
            if not 2 <= len(cells) <= 3:
                raise FormatError(
                    f"an entry is a source, a tab and a target, then perhaps a tab and a weight; here are {len(cells)} "
                    "cells (a term base needs a column 'concept', or the suffix .csv or .tbx)",
                    path=path,
                    line=number,
                )
            yield number, cells[0], cells[1], _weight(cells[2], path, number) if len(cells) == 3 else 1.0


def _weight(cell: str, path: Path, line: int) -> float:
    try:
        weight = float(cell)
    except ValueError:
        weight = -1.0
    if not 0.0 <= weight <= 1.0:
        raise FormatError(f"the weight is {cell!r}; it has to be a number in 0..1", path=path, line=line)
    return weight
