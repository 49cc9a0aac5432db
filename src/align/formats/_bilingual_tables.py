"""Two languages side by side: the columns of tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.errors import LanguageError
from align.formats._bilingual_rows import Rows, language, letters, pieces_of
from align.lang import primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from align.formats._reading import Piece
    from align.model import Document

__all__ = ["rows_of_tables"]

_CELL = re.compile(r"(.*table\d{1,9})/r(\d{1,9})/c(\d{1,9})$")
_IN_TABLES = 0.5  # of all letters, from which on the tables are the text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The pieces of a table by column and row, and what the columns with words are in, where that is clear."""

    columns: dict[int, dict[int, list[Piece]]]
    langs: dict[int, str]

    @classmethod
    def of(cls, cells: Iterable[tuple[int, int, Piece]]) -> _Table:
        """Put together from row, column and piece."""
        columns: dict[int, dict[int, list[Piece]]] = {}
        for row, column, piece in cells:
            columns.setdefault(column, {}).setdefault(row, []).append(piece)
        texts = {
            column: "\n".join(piece.text for pieces in rows.values() for piece in pieces)
            for column, rows in columns.items()
        }
        by_weight = sorted(texts, key=lambda column: (-letters(texts[column]), column))
        langs = {column: tag for column in by_weight if (tag := language(texts[column])) is not None}
        return cls(columns=columns, langs=langs)

    @property
    def size(self) -> int:
        """How many pieces it has."""
        return sum(len(pieces) for rows in self.columns.values() for pieces in rows.values())

    def pair(self) -> tuple[str, str] | None:
        """The languages of the fullest column and of the fullest one that differs, in the order of the columns."""
        fullest, *others = self.langs or (0,)
        for other in others:
            if primary(self.langs[other]) != primary(self.langs[fullest]):
                first, second = sorted((fullest, other))
                return self.langs[first], self.langs[second]
        return None

    def rows(self, langs: Sequence[str]) -> list[tuple[list[Piece], list[Piece]]]:
        """Row by row what is in both languages; none where a language has no column."""
        own: dict[str, int] = {}
        for column, tag in self.langs.items():
            own.setdefault(primary(tag), column)
        chosen = [own.get(primary(tag)) for tag in langs]
        if None in chosen or len(set(chosen)) < len(chosen):
            return []
        one, other = (self.columns[column] for column in chosen if column is not None)
        return [(one.get(row, []), other.get(row, [])) for row in sorted({*one, *other})]


def rows_of_tables(document: Document, langs: tuple[str, str] | None) -> Rows | None:
    """The rows of a document that is a table in two languages for the most part; None where it is not.

    Raises:
        LanguageError: it is one, but not in `langs`.
    """
    tables, outside = _tables(document)
    pairs = Counter[tuple[str, str]]()
    for table in tables:
        if pair := table.pair():
            pairs[pair] += table.size
    if not pairs:
        return None
    spoken = pairs.most_common(1)[0][0]
    wanted = langs or spoken
    if {primary(tag) for tag in wanted} != {primary(tag) for tag in spoken}:
        raise LanguageError(
            f"its columns are in {' and '.join(spoken)}, not in {' and '.join(wanted)}; name these",
            path=document.source or document.id,
        )
    rows = [row for table in tables for row in table.rows(wanted)]
    taken = sum(len(pieces) for row in rows for pieces in row)
    return Rows(rows=rows, langs=wanted, left_out=outside + sum(table.size for table in tables) - taken)


def _tables(document: Document) -> tuple[list[_Table], int]:
    """The tables, and how many blocks stand outside of them; none where most of the text does."""
    cells: dict[str, list[tuple[int, int, Piece]]] = {}
    inside = outside = others = 0
    for piece in pieces_of(document):
        found = _CELL.match(piece.place or "")
        if found is None:
            outside += letters(piece.text)
            others += 1
            continue
        inside += letters(piece.text)
        cells.setdefault(found[1], []).append((int(found[2]), int(found[3]), piece))
    if inside <= _IN_TABLES * (inside + outside):
        return [], others
    return [_Table.of(table) for table in cells.values()], others
