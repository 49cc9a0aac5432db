"""The shelf of formats: files in, documents, units or beads out; and back.

A format is one class with any of the abilities below; which ones it has is asked with `isinstance` (the protocols
are runtime-checkable). Contract (held by ``tests/formats/test_contract.py``): what is written is valid by our own
schema, and read back it is equal, except for what `keeps` says the format cannot hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from align.model import Signature
from align.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from align.model import Alignment, Bead, Document, TranslationUnit

__all__ = [
    "FORMATS",
    "AlignmentFormat",
    "BeadFormat",
    "CheckedFormat",
    "DocumentFormat",
    "Format",
    "PackedFormat",
    "PairFormat",
    "Problem",
    "UnitFormat",
    "UnitHeader",
    "UnitSource",
    "ValidatedFormat",
    "Written",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a file is not valid: place (1-based, None where unknown), the rule that is broken, and the remedy."""

    path: str
    line: int | None
    column: int | None
    rule: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        """``file:line:column: message (rule); remedy``."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        return f"{place}: {self.message} ({self.rule})" + (f"; {self.remedy}" if self.remedy else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHeader:
    """What a file of units says about all of them.

    Attributes:
        source: BCP 47 tag of the source language (TMX srclang), or None for "any".
        title, publisher, licence: of the corpus, if known.
        date: ISO 8601 date that goes into the file; a result must not depend on the clock.
        signature: of the run that made it.
    """

    source: str | None = None
    title: str | None = None
    publisher: str | None = None
    licence: str | None = None
    date: str | None = None
    signature: Signature = field(default_factory=Signature)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of the units that were written.

    Attributes:
        units: how many units (of alignments: beads) are in the file.
        dropped: how many the format cannot hold (units without any word; in a pair of files, those that lack a
            language); they are not in the file.
        replaced: how many characters the format cannot hold and were replaced, one for one.
        files: those that were written instead of the one that was asked for, if there are such.
        beside: files that were written beside it.
    """

    units: int
    dropped: int = 0
    replaced: int = 0
    files: tuple[Path, ...] = ()
    beside: tuple[Path, ...] = ()


@runtime_checkable
class Format(Protocol):
    """What every format says about itself."""

    name: str
    suffixes: tuple[str, ...]
    keeps: frozenset[str]
    """Which it can hold of: languages (over two), codes, notes, properties, scores, status, segments, nulls."""

    def sniff(self, head: bytes) -> bool:
        """Whether the first bytes (up to 4096) of a file look like this format."""
        ...


@runtime_checkable
class DocumentFormat(Format, Protocol):
    """Reads a text with its blocks."""

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:
        """The document in `path`; `encoding` None means detected; `lang` ``und`` means not known yet."""
        ...


@runtime_checkable
class PackedFormat(Format, Protocol):
    """A ZIP archive that is told from others by the names of its parts where its first bytes do not tell."""

    def sniff_members(self, names: frozenset[str]) -> bool:
        """Whether an archive with parts of these names looks like this format."""
        ...


@runtime_checkable
class UnitSource(Format, Protocol):
    """Reads translation units."""

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one, holding one at a time."""
        ...

    def read_header(self, path: Path) -> UnitHeader:
        """What the file says about all its units."""
        ...


@runtime_checkable
class UnitFormat(UnitSource, Protocol):
    """Reads and writes translation units."""

    def write_units(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write all units to `path` itself; atomic replacement is the caller's (`align.pipeline.write_units`)."""
        ...


@runtime_checkable
class PairFormat(UnitSource, Protocol):
    """Reads and writes translation units as two files beside each other, one a language."""

    def write_pair(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write both files, whole or not at all; their names are `path` and the tags of the languages."""
        ...


@runtime_checkable
class BeadFormat(Format, Protocol):
    """Reads and writes beads by index, without the texts."""

    def read_beads(self, path: Path) -> tuple[Bead, ...]:
        """All beads, in the order of the file."""
        ...

    def write_beads(self, beads: Iterable[Bead], path: Path) -> None:
        """Write all beads to `path` itself."""
        ...


@runtime_checkable
class AlignmentFormat(Format, Protocol):
    """Reads and writes alignments together with their texts."""

    def scan_alignments(
        self, path: Path, *, langs: tuple[str, str] | None = None, texts: tuple[Path, Path] | None = None
    ) -> Iterator[Alignment]:
        """Alignments one by one, one for each pair of texts in the file.

        Args:
            path: the file.
            langs: BCP 47 tags of the two sides, for a file that does not say them.
            texts: where the two texts are, for a file that does not hold them; None means where it says.
        """
        ...

    def write_alignments(self, alignments: Iterable[Alignment], path: Path) -> Written:
        """Write all alignments to `path` itself, and the texts, if the format keeps them apart, beside it.

        Names of texts begin with the stem of `path`. Atomic replacement is the caller's
        (`align.conversion.write_alignments`).
        """
        ...


@runtime_checkable
class ValidatedFormat(Format, Protocol):
    """Checks a file against our own schema."""

    def validate(self, path: Path) -> list[Problem]:
        """Everything that is wrong with the file; empty if valid."""
        ...


@runtime_checkable
class CheckedFormat(Format, Protocol):
    """Says everything that is wrong with a file; what we write ourselves needs no check, by the way it is written."""

    def problems(self, path: Path) -> list[Problem]:
        """Everything that is wrong with the file, the first thousand of it; empty if it is as our schema says."""
        ...


FORMATS: Shelf[Format] = Shelf(
    "format",
    "align.formats",
    {
        "plain": "align.formats.plain:PlainFormat",
        "markdown": "align.formats.markdown:MarkdownFormat",
        "tmx": "align.formats.tmx:TmxFormat",
        "html": "align.formats.html:HtmlFormat",
        "html-main": "align.formats.html:HtmlMainFormat",
        "docx": "align.formats.docx:DocxFormat",
        "odt": "align.formats.odt:OdtFormat",
        "pdf": "align.formats.pdf:PdfFormat",
        "epub": "align.formats.epub:EpubFormat",
        "srt": "align.formats.subtitles:SrtFormat",
        "vtt": "align.formats.subtitles:VttFormat",
        "tei": "align.formats.tei:TeiFormat",
        "xliff": "align.formats.xliff:XliffFormat",
        "xliff2": "align.formats.xliff:Xliff2Format",
        "xces": "align.formats.xces:XcesFormat",
        "hunalign-text": "align.formats.hunalign:HunalignTextFormat",
        "beads": "align.formats.beads:BeadsFormat",
        "ladder": "align.formats.ladder:LadderFormat",
        "vecalign": "align.formats.vecalign:VecalignFormat",
        "bertalign": "align.formats.bertalign:BertalignFormat",
        "tsv": "align.formats.delimited:TsvFormat",
        "csv": "align.formats.delimited:CsvFormat",
        "jsonl": "align.formats.jsonl:JsonlFormat",
        "hf-jsonl": "align.formats.jsonl:HfJsonlFormat",
        "parquet": "align.formats.parquet:ParquetFormat",
        "hf-parquet": "align.formats.parquet:HfParquetFormat",
        "moses": "align.formats.moses:MosesFormat",
        "po": "align.formats.po:PoFormat",
        "xlsx": "align.formats.xlsx:XlsxFormat",
    },
)
