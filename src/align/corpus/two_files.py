"""From two files to an alignment in a file: what `align pair` does once, and for many documents again and again."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from align.errors import UsageError
from align.formats import FORMATS, BeadFormat, UnitHeader
from align.formats.bilingual import segment_borders
from align.pipeline import join, make_aligner, read_document, read_two_in_one, segment, write_beads, write_units

if TYPE_CHECKING:
    from pathlib import Path

    from align.aligners import Aligner, Points
    from align.model import Alignment, Document
    from align.segmenters import Segmenter
    from align.terminology.dictionary import Dictionary

__all__ = ["aligner_for", "read_one", "read_two", "write_alignment"]

_log = logging.getLogger(__name__)


def read_two(
    source: Path,
    target: Path,
    *,
    tags: tuple[str | None, str | None] = (None, None),
    segmenter: Segmenter,
    encoding: str | None = None,
) -> tuple[Document, Document]:
    """Both documents with their segments, under different ids.

    Args:
        source: the one file.
        target: the other.
        tags: their languages (BCP 47); None means detected.
        segmenter: what cuts them.
        encoding: of both; None means detected.

    Raises:
        UsageError: both are in the same language.
        InputError: a file cannot be read.
    """
    first, second = (
        segment(read_document(path, lang=tag, encoding=encoding), segmenter=segmenter)
        for path, tag in zip((source, target), tags, strict=True)
    )
    if first.lang == second.lang:
        raise UsageError(f"both files are in {first.lang!r}; if they are not, say so with --langs")
    if first.id == second.id:
        first, second = (replace(document, id=f"{document.id}.{document.lang}") for document in (first, second))
    return first, second


def read_one(
    path: Path, *, tags: tuple[str | None, str | None] = (None, None), segmenter: Segmenter, encoding: str | None = None
) -> tuple[Document, Document, Points]:
    """The two texts of one bilingual file with their segments, and the borders of its paragraphs.

    Args:
        path: a file in two languages, side by side or paragraph by paragraph.
        tags: both languages (BCP 47), the source first; None means detected.
        segmenter: what cuts them.
        encoding: None means detected.

    Raises:
        InputError: the file cannot be read, or is not in two languages.
        LanguageError: they are not those that were stated.
    """
    first, second = tags
    bilingual = read_two_in_one(path, langs=(first, second) if first and second else None, encoding=encoding)
    source, target = (segment(text, segmenter=segmenter) for text in (bilingual.source, bilingual.target))
    return source, target, segment_borders(bilingual, source, target)


def aligner_for(
    name: str, source: str, target: str, *, encoder: str | None = None, dictionary: Dictionary | None = None
) -> Aligner:
    """The aligner called `name` for two languages, with the entries of the dictionary that are between them.

    Args:
        name: of a member of the shelf.
        source: BCP 47 tag.
        target: likewise.
        encoder: what it takes vectors from; its own default if not given.
        dictionary: how many of its entries are used is said on the log.

    Raises:
        UnknownNameError: no aligner, or no encoder, of this name.
        UsageError: this aligner takes no encoder, or no dictionary.
    """
    if dictionary is None:
        return make_aligner(name, encoder=encoder)
    entries = dictionary.between(source, target)
    level = logging.INFO if entries else logging.WARNING
    _log.log(level, "the dictionary has %d entries for %s-%s", len(entries), source, target)
    return make_aligner(name, encoder=encoder, dictionary=entries)


def write_alignment(alignment: Alignment, path: Path, format: str) -> None:  # noqa: A002
    """Write an alignment as units or beads, whole or not at all.

    Args:
        alignment: of two documents.
        path: the file to write or replace.
        format: name of a format of units or of beads.

    Raises:
        OutputError: the folder or the disk does not allow it.
        UnknownNameError: no format of this name.
    """
    if isinstance(FORMATS.make(format), BeadFormat):
        write_beads(alignment.beads, path, format=format)
        return
    first = alignment.source if alignment.source.segments else alignment.target  # a TMX needs its source language
    header = UnitHeader(source=first.lang, signature=alignment.signature)
    write_units(join([alignment]), path, format=format, header=header)
