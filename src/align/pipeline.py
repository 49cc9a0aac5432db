"""The verbs: read, segment, pair, join, check, write; each is one function, and one command of the same name."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from align.aligners import ALIGNERS, DEFAULT_ALIGNER
from align.checks import CHECKS, CheckContext
from align.errors import AlignError, InputError, LanguageError, UnknownNameError, UsageError
from align.formats import (
    FORMATS,
    BeadFormat,
    DocumentFormat,
    Problem,
    UnitFormat,
    UnitHeader,
    ValidatedFormat,
    Written,
)
from align.joining import join
from align.model import Alignment, Signature
from align.output import replacing
from align.segmenters import DEFAULT_SEGMENTER, SEGMENTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from os import PathLike

    from align.aligners import Aligner
    from align.model import Bead, Document, Finding, TermBase, TranslationUnit
    from align.segmenters import Segmenter

    AnyPath = str | PathLike[str]

__all__ = [
    "check",
    "format_of",
    "join",
    "pair",
    "read_beads",
    "read_document",
    "read_header",
    "read_termbase",
    "read_units",
    "scan_units",
    "segment",
    "signature_of",
    "validate",
    "write_beads",
    "write_units",
]

log = logging.getLogger(__name__)

_SNIFFED = 4096
_SURE = 0.5  # confidence under which a detected language is not taken

T = TypeVar("T")


def read_document(
    path: AnyPath,
    *,
    lang: str | None = None,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
) -> Document:
    """Read a text with its blocks; nothing in it is altered but line ends and control characters.

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
    from align.lang import parse
    from align.text.decode import read_text
    from align.text.detect import check_language, detect

    place = Path(path)
    reader = _format(place, format, DocumentFormat, "document", fallback="plain")
    if lang is None:
        found, confidence = detect(read_text(place, encoding=encoding).text)
        if confidence < _SURE:
            raise LanguageError(
                f"the language is not clear ({found}: {confidence:.2f}); state it with --langs", path=place
            )
        log.info("%s: language detected: %s (%.2f)", place, found, confidence)
        return reader.read_document(place, lang=found, encoding=encoding)
    document = reader.read_document(place, lang=parse(lang), encoding=encoding)
    contradiction = check_language(document.text, document.lang)
    if contradiction:
        raise LanguageError(f"{contradiction}; correct the language, or the file", path=place)
    return document


def segment(document: Document, *, segmenter: Segmenter | str = DEFAULT_SEGMENTER) -> Document:
    """The document with its segments; joined with the white space between them they give the blocks back exactly.

    Raises:
        LanguageError: the segmenter has no rules for this language.
        UnknownNameError: no segmenter of this name.
    """
    from align.segmenters.apply import segment as apply

    chosen: Segmenter = SEGMENTERS.make(segmenter) if isinstance(segmenter, str) else segmenter
    return apply(document, chosen)


def pair(source: Document, target: Document, *, aligner: Aligner | str = DEFAULT_ALIGNER) -> Alignment:
    """Align two segmented documents.

    Raises:
        UsageError: a document has text but has not been segmented.
        UnknownNameError: no aligner of this name.
    """
    for document in (source, target):
        if not document.segments and document.blocks:
            raise UsageError(f"{document.id} has not been segmented; call segment() first")
    chosen: Aligner = ALIGNERS.make(aligner) if isinstance(aligner, str) else aligner
    for document, other in ((source, target), (target, source)):
        if not document.segments:
            log.warning("%s has no text: every segment of %s becomes a null bead", document.id, other.id)
    beads = chosen.align(source, target)
    return Alignment(
        source=source,
        target=target,
        beads=beads,
        signature=signature_of(langs=f"{source.lang}-{target.lang}", aligner=chosen.signature),
    )


def signature_of(**items: str) -> Signature:
    """A signature that starts with this version of the toolkit."""
    from align import __version__

    return Signature.of(align=__version__, **items)


def check(
    units: Sequence[TranslationUnit],
    *,
    termbase: TermBase | None = None,
    checks: Sequence[str] = ("terms", "consistency"),
    source: str | None = None,
) -> Iterator[Finding]:
    """Findings of the checks, check by check, each in the order of the units.

    Args:
        units: the units.
        termbase: concepts, where a check needs them.
        checks: names of checks.
        source: the language that the others are compared with; the first unit's first variant if not given.

    Raises:
        UnknownNameError: no check of this name.
    """
    if not units:
        return
    context = CheckContext(source=source or units[0].variants[0].lang, termbase=termbase)
    members = [CHECKS.make(name) for name in checks]
    for member in members:
        yield from member.run(units, context)


def read_termbase(path: AnyPath) -> TermBase:
    """Read a term base.

    Raises:
        InputError: the file cannot be read; says where and what to do.
    """
    from align.terminology.termbase import read_termbase as read

    return read(Path(path))


def scan_units(path: AnyPath, *, format: str | None = None) -> Iterator[TranslationUnit]:  # noqa: A002
    """Units one by one, holding one at a time.

    Raises:
        InputError: the file cannot be read.
        UnknownNameError: no format of this name.
    """
    place = Path(path)
    return _format(place, format, UnitFormat, "unit").scan_units(place)


def read_units(path: AnyPath, *, format: str | None = None) -> tuple[TranslationUnit, ...]:  # noqa: A002
    """All units of a file; see `scan_units`."""
    return tuple(scan_units(path, format=format))


def read_header(path: AnyPath, *, format: str | None = None) -> UnitHeader:  # noqa: A002
    """What a file of units says about all of them."""
    place = Path(path)
    return _format(place, format, UnitFormat, "unit").read_header(place)


def write_units(
    units: Iterable[TranslationUnit],
    path: AnyPath,
    *,
    format: str | None = None,  # noqa: A002
    header: UnitHeader | None = None,
) -> Written:
    """Write units, whole or not at all; the result is checked against our schema before it takes its place.

    Args:
        units: any iterable; consumed once.
        path: the file to write or replace.
        format: name of a unit format; found from the suffix if not given.
        header: what the file says about all units.

    Raises:
        OutputError: the folder or the disk does not allow it, or the result would be invalid.
        UnknownNameError: no format of this name.
    """
    place = Path(path)
    writer = _format(place, format, UnitFormat, "unit", new=True)
    with replacing(place) as temporary:
        written = writer.write_units(units, temporary, header or UnitHeader())
        must_be_valid(writer, temporary, place)
    if written.replaced:
        log.warning("%s: %d characters that the format cannot hold were replaced", place, written.replaced)
    if written.dropped:
        log.warning("%s: %d units without any word cannot be held and were left out", place, written.dropped)
    return written


def must_be_valid(writer: object, temporary: Path, place: Path) -> None:
    """Refuse a file that breaks our own schema: a mistake of ours must not reach a user's tools.

    Raises:
        OutputError: the first problem.
    """
    from align.errors import OutputError

    if isinstance(writer, ValidatedFormat):
        for problem in writer.validate(temporary):
            reason = str(problem).replace(str(temporary), str(place))
            raise OutputError(f"{reason}: the result would be invalid, so {place} was not written; please report this")


def read_beads(path: AnyPath, *, format: str | None = None) -> tuple[Bead, ...]:  # noqa: A002
    """All beads of a file.

    Raises:
        InputError: the file cannot be read.
        UnknownNameError: no format of this name.
    """
    place = Path(path)
    return _format(place, format, BeadFormat, "bead", fallback="beads").read_beads(place)


def write_beads(beads: Iterable[Bead], path: AnyPath, *, format: str | None = None) -> None:  # noqa: A002
    """Write beads, whole or not at all.

    Raises:
        OutputError: the folder or the disk does not allow it.
        UnknownNameError: no format of this name.
    """
    place = Path(path)
    writer = _format(place, format, BeadFormat, "bead", new=True, fallback="beads")
    with replacing(place) as temporary:
        writer.write_beads(beads, temporary)


def validate(path: AnyPath, *, format: str | None = None) -> list[Problem]:  # noqa: A002
    """Everything that is wrong with a file, by our schema of its format; empty if valid.

    Raises:
        InputError: the file cannot be read at all.
        UnknownNameError: no format of this name.
    """
    place = Path(path)
    return _format(place, format, ValidatedFormat, "checked").validate(place)


def format_of(path: AnyPath, *, name: str | None = None) -> str:
    """The name of the unit or bead format that a file is in, or will be in: as named, or by its content or suffix.

    Raises:
        InputError: no format fits.
        UnknownNameError: no format of this name.
    """
    if name is not None:
        return FORMATS.make(name).name
    place = Path(path)
    new = not place.exists()
    for ability in (UnitFormat, BeadFormat):
        try:
            return _format(place, None, ability, "unit or bead", new=new).name
        except (InputError, UnknownNameError):
            if ability is BeadFormat:
                raise
    raise AlignError("no format was tried")


def _format(
    path: Path, name: str | None, ability: type[T], kind: str, *, new: bool = False, fallback: str | None = None
) -> T:
    """The format that bears `name`; or that fits the content, and for a `new` file the suffix."""
    if name is not None:
        made = FORMATS.make(name)
        if not isinstance(made, ability):
            raise UsageError(f"{name} is not a {kind} format; known: {', '.join(_able(ability))}")
        return made
    suffix = path.suffix.lower()
    by_suffix = [one for one in _able(ability) if suffix in FORMATS.make(one).suffixes]
    if new:
        if not by_suffix and fallback is None:
            raise UnknownNameError(f"{kind} format for the suffix", suffix or path.name, _suffixes(ability))
        return _made((*by_suffix, fallback)[0] or "", ability)
    try:
        with path.open("rb") as file:
            head = file.read(_SNIFFED)
    except IsADirectoryError:
        raise InputError("is a folder, not a file", path=path) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    by_content = [one for one in _able(ability) if FORMATS.make(one).sniff(head)]
    for one in (*(n for n in by_suffix if n in by_content), *by_content, *by_suffix):
        return _made(one, ability)
    if fallback is None:
        raise InputError(f"is in no known {kind} format ({', '.join(_able(ability))}); name it with --from", path=path)
    return _made(fallback, ability)


def _made(name: str, ability: type[T]) -> T:
    made = FORMATS.make(name)
    if not isinstance(made, ability):
        raise AlignError(f"format {name} lost an ability")  # the shelf changed under us
    return made


def _able(ability: type[object]) -> list[str]:
    return [name for name in FORMATS.names() if isinstance(FORMATS.make(name), ability)]


def _suffixes(ability: type[object]) -> list[str]:
    return sorted({suffix for name in _able(ability) for suffix in FORMATS.make(name).suffixes})
