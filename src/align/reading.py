"""Read a text, or one file in two languages, in whatever format it is."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from align.choosing import existing
from align.errors import LanguageError
from align.formats import DocumentFormat
from align.formats.unpacking import unpacked
from align.model import Document, is_ncname
from align.pairing import signature_of

if TYPE_CHECKING:
    from os import PathLike

    from align.formats.bilingual import Bilingual
    from align.model import Alignment

    AnyPath = str | PathLike[str]

__all__ = ["UNKNOWN", "read_bilingual", "read_document", "read_two_in_one"]

_log = logging.getLogger(__name__)

UNKNOWN = "und"
"""The tag of a language that is not known (BCP 47)."""

_SNIFFED = 4096
_SURE = 0.5  # confidence under which a detected language is not taken
_SPACE = b" \t\n\r\f\v"


def read_document(
    path: AnyPath,
    *,
    lang: str | None = None,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
) -> Document:
    """Read a text with its blocks; nothing in it is altered but line ends and control characters.

    A file of white space alone gives a document without blocks, so that all segments of the other side become null
    beads; an empty file is more likely a mistake, and an error.

    Args:
        path: a file.
        lang: BCP 47 tag; None means detected, which is said on the log.
        format: name of a document format; found from the content if not given.
        encoding: name of the encoding; found from the content if not given.

    Raises:
        InputError: the file is missing, empty, binary, or cannot be decoded.
        LanguageError: the text contradicts `lang`, or no language could be detected.
        UnknownNameError: no format of this name.
    """
    with unpacked(Path(path)) as place:
        return _document(place, lang=lang, name=format, encoding=encoding)


def _document(place: Path, *, lang: str | None, name: str | None, encoding: str | None) -> Document:
    """The document in a file that is not packed; see `read_document`."""
    from align.lang import parse
    from align.text.detect import check_language, detect

    reader = existing(place, name, DocumentFormat, "document", fallback="plain")
    if _is_blank(place):
        if lang is None:
            raise LanguageError("holds nothing but white space, so its language has to be stated", path=place)
        name = place.stem if is_ncname(place.stem) else "document"
        return Document(id=name, lang=parse(lang), text="\n", blocks=(), source=place.name)
    if lang is None:
        document = reader.read_document(place, lang=UNKNOWN, encoding=encoding)
        if document.lang != UNKNOWN:
            _log.info("%s: the file says its language: %s", place, document.lang)
            return document
        found, confidence = detect(document.text)
        if confidence < _SURE:
            raise LanguageError(
                f"the language is not clear (it could be {found}, confidence {confidence:.2f}); state it", path=place
            )
        _log.info("%s: language detected: %s (%.2f)", place, found, confidence)
        return replace(document, lang=found)
    document = reader.read_document(place, lang=parse(lang), encoding=encoding)
    contradiction = check_language(document.text, document.lang)
    if contradiction:
        raise LanguageError(f"{contradiction}; correct the language, or the file", path=place)
    return document


def read_bilingual(
    path: AnyPath,
    *,
    langs: tuple[str, str] | None = None,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
) -> Alignment:
    """One file in two languages, side by side or paragraph by paragraph, as an alignment of its paragraphs.

    Args:
        path: a file in a document format.
        langs: BCP 47 tags of both languages, the source first; None means detected.
        format: name of a document format; found from the content if not given.
        encoding: name of the encoding; found from the content if not given.

    Raises:
        InputError: the file cannot be read, or is not in two languages.
        LanguageError: they are not those of `langs`.
        UnknownNameError: no format of this name.
    """
    from align.formats.bilingual import aligned

    bilingual = read_two_in_one(path, langs=langs, format=format, encoding=encoding)
    alignment = aligned(bilingual)
    signature = signature_of(
        langs=f"{alignment.source.lang}-{alignment.target.lang}", aligner=f"bilingual.1,layout={bilingual.layout}"
    )
    return replace(alignment, signature=signature)


def read_two_in_one(
    path: AnyPath,
    *,
    langs: tuple[str, str] | None = None,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
) -> Bilingual:
    """The two texts of one file, with the borders of their paragraphs; see `read_bilingual`, whose arguments these are.

    Raises:
        InputError: the file cannot be read, or is not in two languages.
        LanguageError: they are not those of `langs`.
        UnknownNameError: no format of this name.
    """
    from align.formats.bilingual import split_bilingual

    with unpacked(Path(path)) as place:
        reader = existing(place, format, DocumentFormat, "document", fallback="plain")
        return split_bilingual(reader.read_document(place, lang=UNKNOWN, encoding=encoding), langs=langs)


def _is_blank(path: Path) -> bool:
    """Whether a file has bytes, and all of them are white space."""
    size = 0
    with path.open("rb") as file:
        while chunk := file.read(_SNIFFED):
            if chunk.strip(_SPACE):
                return False
            size += len(chunk)
    return size > 0
