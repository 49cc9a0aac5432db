"""The shelf of term bases: files of concepts and terms, in and out.

A member is one class that reads, writes, or does both; which, is asked with `isinstance` (the protocols are
runtime-checkable). Contract (held by ``tests/termbases/test_contract.py``): a reader goes through the whole file and
gives everything that is wrong with it, with the places; what is written is valid by our own schema, if there is one,
and read back it is equal, except for what the writer says that it lost. `align.termbases.files` chooses the member for
a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from align.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from align.formats import Problem
    from align.model import Concept, TermBase

__all__ = [
    "TERMBASES",
    "Columns",
    "Loss",
    "Place",
    "Reading",
    "TermbaseFormat",
    "TermbaseReader",
    "TermbaseWriter",
    "ValidatedTermbase",
]

Place = tuple[str, ...]
"""What a line holds: the id of a concept, alone or with the language and the text of one of its terms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the columns of a table are, where that is not left to be told from their names.

    Attributes:
        named: header of a column (or its letter, as in a spreadsheet), and what it holds: a language tag, or a field
            such as ``note``, ``definition`` or ``note:fr``.
        ignored: headers or letters of columns that are not read.
    """

    named: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file holds.

    Attributes:
        concepts: with distinct ids, in the order of the file.
        problems: what cannot be taken as it is; it is not among the concepts.
        warnings: what was left out, or taken otherwise than it is written.
        told: how the file was understood, a line each, where that had to be guessed.
        lines: in which line, or row, a concept or a term is.
        numbered: whether the file has no ids, so that those of the concepts say no more than their positions.
    """

    concepts: tuple[Concept, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    told: tuple[str, ...] = ()
    lines: Mapping[Place, int] = field(default_factory=dict)
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What a format cannot hold of a term base, and how often that is there."""

    what: str
    count: int

    def __str__(self) -> str:
        """``valid_from (12)``."""
        return f"{self.what} ({self.count})"


@runtime_checkable
class TermbaseFormat(Protocol):
    """What every member says about itself."""

    name: str
    suffixes: tuple[str, ...]
    keeps: frozenset[str]
    """Which it can hold of: languages (over two), ids, and the fields of terms and concepts, by their column names."""

    def sniff(self, head: bytes) -> bool:
        """Whether the first bytes (up to 4096) of a file look like this format."""
        ...


@runtime_checkable
class TermbaseReader(TermbaseFormat, Protocol):
    """Reads term bases."""

    def read(self, path: Path, *, columns: Columns, langs: tuple[str, ...]) -> Reading:
        """All that is in a file.

        Args:
            path: the file.
            columns: what columns of tables are, as far as the user says so.
            langs: language tags, for a file that does not say its languages.
        """
        ...


@runtime_checkable
class TermbaseWriter(TermbaseFormat, Protocol):
    """Writes term bases."""

    def write(self, termbase: TermBase, path: Path, *, langs: tuple[str, ...]) -> tuple[Loss, ...]:
        """Write `path` itself (atomic replacement is the caller's) and give what could not be kept.

        Args:
            termbase: what to write.
            path: the file.
            langs: the languages, the source first; empty for all that there are. The term base has no others.
        """
        ...


@runtime_checkable
class ValidatedTermbase(TermbaseFormat, Protocol):
    """Checks a file against our own schema."""

    def validate(self, path: Path) -> list[Problem]:
        """Everything that is wrong with the file; empty if valid."""
        ...


TERMBASES: Shelf[TermbaseFormat] = Shelf(
    "term base format",
    "align.termbases",
    {
        "tbx": "align.termbases.tbx:TbxTermbase",
        "tbx-dca": "align.termbases.tbx:TbxDcaTermbase",
        "tbx-any": "align.termbases.tbx:AnyTbxTermbase",
        "tbx2": "align.termbases.tbx:Tbx2Termbase",
        "csv": "align.termbases.delimited:CsvTermbase",
        "csv-wide": "align.termbases.delimited:WideCsvTermbase",
        "tsv": "align.termbases.delimited:TsvTermbase",
        "xlsx": "align.termbases.xlsx:XlsxTermbase",
        "xlsx-wide": "align.termbases.xlsx:WideXlsxTermbase",
        "omegat": "align.termbases.omegat:OmegatTermbase",
        "utx": "align.termbases.utx:UtxTermbase",
    },
)
