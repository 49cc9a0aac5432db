"""The verbs: read, segment, pair, join, check, write; each is one function, and one command of the same name."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, cast

from align.checks import CHECKS, CheckContext
from align.choosing import existing, format_for, format_of, to_write
from align.errors import EncodingError, FormatError, InputError, OutputError, UsageError
from align.formats import (
    FORMATS,
    AlignmentFormat,
    BeadFormat,
    CheckedFormat,
    DocumentFormat,
    Format,
    PairFormat,
    Problem,
    UnitFormat,
    UnitHeader,
    UnitSource,
    ValidatedFormat,
    Written,
)
from align.formats.spool import Spool, settled_source
from align.formats.unpacking import is_packed, unpacked
from align.joining import join
from align.output import replacing
from align.pairing import make_aligner, pair, signature_of
from align.reading import UNKNOWN, read_bilingual, read_document, read_two_in_one
from align.segmenters import DEFAULT_SEGMENTER, SEGMENTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike

    from align.checks import TextFacts
    from align.checks.selecting import Selection
    from align.model import Alignment, Bead, Document, Finding, TermBase, TranslationUnit
    from align.segmenters import Segmenter
    from align.termbases import Columns, Loss, ValidatedTermbase

    AnyPath = str | PathLike[str]

__all__ = [
    "DEFAULT_CHECKS",
    "OnLoss",
    "check",
    "format_for",
    "format_of",
    "join",
    "make_aligner",
    "make_segmenter",
    "must_be_valid",
    "pair",
    "read_alignment",
    "read_beads",
    "read_bilingual",
    "read_document",
    "read_header",
    "read_termbase",
    "read_two_in_one",
    "read_units",
    "scan_units",
    "segment",
    "signature_of",
    "validate",
    "write_beads",
    "write_termbase",
    "write_units",
]

_log = logging.getLogger(__name__)

DEFAULT_CHECKS = ("terms", "consistency")
"""What is checked unless told otherwise."""

OnLoss = Literal["warn", "error"]
"""What happens where a format cannot keep something: it is told, or nothing is written."""


def segment(document: Document, *, segmenter: Segmenter | str = DEFAULT_SEGMENTER) -> Document:
    """The document with its segments; joined with the white space between them they give the blocks back exactly.

    Raises:
        LanguageError: the segmenter has no rules for this language.
        UnknownNameError: no segmenter of this name.
    """
    from align.segmenters.apply import segment as apply

    chosen: Segmenter = SEGMENTERS.make(segmenter) if isinstance(segmenter, str) else segmenter
    return apply(document, chosen)


def make_segmenter(name: str = DEFAULT_SEGMENTER, *, rules: AnyPath | None = None) -> Segmenter:
    """The segmenter called `name`, or, if `rules` are given, the one that follows this SRX file.

    Raises:
        UnknownNameError: no segmenter of this name.
        UsageError: this segmenter takes no rules.
        InputError: the rules cannot be read, or one of them cannot be used; with the line.
    """
    if rules is None:
        return SEGMENTERS.make(name)
    if name not in (DEFAULT_SEGMENTER, "srx"):
        SEGMENTERS.load(name)
        raise UsageError(f"the segmenter {name!r} takes no rules; leave it out, or name 'srx'")
    return SEGMENTERS.make("srx", rules=Path(rules))


def check(
    units: Iterable[TranslationUnit],
    *,
    termbase: TermBase | None = None,
    checks: Sequence[str] = DEFAULT_CHECKS,
    source: str | None = None,
    date: str | None = None,
    publisher: str | None = None,
    texts: Mapping[str, TextFacts] | None = None,
    selection: Selection | None = None,
    jobs: int = 1,
) -> Iterator[Finding]:
    """Findings of the checks, check by check, each in the order of the units.

    Args:
        units: gone through once for each check, and not held; an iterator, which can be gone through only once, is.
        termbase: concepts, where a check needs them.
        checks: names of checks.
        source: the language that the others are compared with; the first unit's first variant if not given.
        date: of the documents, where neither `texts` nor a unit says otherwise; ISO 8601.
        publisher: of the documents, likewise.
        texts: date and publisher of the texts in one language.
        selection: which checks and rules are wanted; it wins over `checks`.
        jobs: number of processes, where a check can use several; worth it for tens of thousands of units.

    Raises:
        UnknownNameError: no check of this name.
        UsageError: no unit has the source language.
        ModelError: `date` is no date.
    """
    from align.checks.running import run_checks

    names = tuple(checks) if selection is None else selection.checks(checks)
    members = [CHECKS.make(name) for name in names]
    held = tuple(units) if iter(units) is units else units
    first = next(iter(held), None)
    if first is None:
        return
    if isinstance(held, Sequence):
        langs = dict.fromkeys(variant.lang for unit in held for variant in unit.variants)
        if source is not None and source not in langs:
            raise UsageError(f"no unit has the source language {source!r}; the units have {', '.join(langs)}")
    context = CheckContext(
        source=source or first.variants[0].lang,
        termbase=termbase,
        date=date,
        publisher=publisher,
        texts=texts or {},
        optional=frozenset() if selection is None else selection.optional,
    )
    findings = run_checks(held, members, context, jobs=jobs)
    yield from findings if selection is None else selection.chosen(findings)


def read_termbase(
    path: AnyPath,
    *,
    format: str | None = None,  # noqa: A002
    columns: Columns | None = None,
    langs: tuple[str, ...] = (),
) -> TermBase:
    """Read a term base; what was guessed or left out is said on the log.

    Args:
        path: the file.
        format: name of a member of `align.termbases.TERMBASES`; found from the content if not given.
        columns: what columns of a table are, where their names do not tell.
        langs: language tags, for a file that does not say its languages.

    Raises:
        InputError: the file cannot be read; says where and what to do.
        UnknownNameError: no format of this name.
        UsageError: `columns` or `langs` do not fit the file.
    """
    from align.termbases.files import read_termbase as read

    with unpacked(Path(path)) as place:
        return read(place, format=format, columns=columns, langs=langs)


def write_termbase(
    termbase: TermBase,
    path: AnyPath,
    *,
    format: str | None = None,  # noqa: A002
    langs: tuple[str, ...] = (),
    on_loss: OnLoss = "warn",
) -> tuple[Loss, ...]:
    """Write a term base, whole or not at all; the result is checked against our schema before it takes its place.

    Args:
        termbase: what to write.
        path: the file to write or replace.
        format: name of a member of `align.termbases.TERMBASES`; found from the suffix if not given.
        langs: the languages to write, the source first; empty for all.
        on_loss: whether what the format cannot keep is said on the log, or an error.

    Returns:
        What could not be kept.

    Raises:
        OutputError: the folder or the disk does not allow it, the result would be invalid, or something would be lost
            and `on_loss` is "error".
        UnknownNameError: no format of this name.
        UsageError: no format has this suffix, or it needs languages that `langs` does not name.
    """
    from align.termbases.files import write_termbase as write

    return write(termbase, Path(path), format=format, langs=langs, on_loss=on_loss)


def scan_units(path: AnyPath, *, format: str | None = None) -> Iterator[TranslationUnit]:  # noqa: A002
    """Units one by one, holding one at a time.

    Raises:
        InputError: the file cannot be read.
        UnknownNameError: no format of this name.
    """
    place = Path(path)
    if is_packed(place):
        return _unpacked_units(place, format)
    return existing(place, format, UnitSource, "unit").scan_units(place)


def _unpacked_units(path: Path, name: str | None) -> Iterator[TranslationUnit]:
    with unpacked(path) as place:
        yield from existing(place, name, UnitSource, "unit").scan_units(place)


def read_units(path: AnyPath, *, format: str | None = None) -> tuple[TranslationUnit, ...]:  # noqa: A002
    """All units of a file; see `scan_units`."""
    return tuple(scan_units(path, format=format))


def read_header(path: AnyPath, *, format: str | None = None) -> UnitHeader:  # noqa: A002
    """What a file of units says about all of them."""
    with unpacked(Path(path)) as place:
        return existing(place, format, UnitSource, "unit").read_header(place)


def write_units(
    units: Iterable[TranslationUnit],
    path: AnyPath,
    *,
    format: str | None = None,  # noqa: A002
    header: UnitHeader | None = None,
    on_loss: OnLoss = "warn",
) -> Written:
    """Write units, whole or not at all; the result is checked against our schema before it takes its place.

    Args:
        units: any iterable; consumed once.
        path: the file to write or replace.
        format: name of a unit format; found from the suffix if not given.
        header: what the file says about all units.
        on_loss: whether characters and units that the format cannot hold are told on the log, or an error.

    Raises:
        OutputError: the folder or the disk does not allow it, the result would be invalid, or something would be lost
            and `on_loss` is "error".
        UnknownNameError: no format of this name.
    """
    place = Path(path)
    member = to_write(place, format, (UnitFormat, PairFormat), "unit")
    told = header or UnitHeader()
    source, units = settled_source(units, told.source)
    if source != told.source:
        _log.warning("%s: no unit is in %s, the source language by the header; %s", place, told.source, _taken(source))
        told = replace(told, source=source)
    if isinstance(member, PairFormat):
        if on_loss == "error":  # what is lost is known at the end only, so the pair is written elsewhere first
            with Spool(units) as twice:
                with TemporaryDirectory(prefix="align.") as folder:
                    _refuse_loss(member, member.write_pair(twice, Path(folder, place.name), told))
                written = member.write_pair(twice, place, told)
        else:
            written = member.write_pair(units, place, told)
    else:
        writer = cast(UnitFormat, member)
        with replacing(place) as temporary:
            written = writer.write_units(units, temporary, told)
            must_be_valid(writer, temporary, place)
            if on_loss == "error":
                _refuse_loss(writer, written)
    if written.replaced:
        _log.warning("%s: %d characters that the format cannot hold were replaced", place, written.replaced)
    if written.dropped:
        _log.warning("%s: %d units %s cannot be held and were left out", place, written.dropped, _which(member))
    return written


def _taken(source: str | None) -> str:
    return f"{source} is taken" if source else "none is stated"


def _which(writer: object) -> str:
    """Which units a format leaves out."""
    return "that lack a language" if isinstance(writer, PairFormat) else "without any word"


def _refuse_loss(writer: Format, written: Written) -> None:
    """Refuse what was written if any of it was lost."""
    if written.replaced or written.dropped:
        raise OutputError(
            f"{writer.name} cannot keep {written.replaced} characters and {written.dropped} units {_which(writer)}; "
            "nothing was written"
        )


def must_be_valid(writer: object, temporary: Path, place: Path) -> None:
    """Refuse a file that breaks our own schema: a mistake of ours must not reach a user's tools.

    Raises:
        OutputError: the first problem.
    """
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
    with unpacked(Path(path)) as place:
        return existing(place, format, BeadFormat, "bead", fallback="beads").read_beads(place)


def write_beads(beads: Iterable[Bead], path: AnyPath, *, format: str | None = None) -> None:  # noqa: A002
    """Write beads, whole or not at all.

    Raises:
        OutputError: the folder or the disk does not allow it.
        UnknownNameError: no format of this name.
    """
    place = Path(path)
    writer = to_write(place, format, BeadFormat, "bead", fallback="beads")
    with replacing(place) as temporary:
        writer.write_beads(beads, temporary)


def read_alignment(path: AnyPath) -> Alignment:
    """An alignment of two texts in a TEI stand-off file, with the texts, which lie beside it.

    Raises:
        InputError: the file, or a text that it points at, cannot be read.
    """
    from align.formats.tei import read_alignment as read

    return read(Path(path))


def validate(path: AnyPath, *, format: str | None = None) -> list[Problem]:  # noqa: A002
    """Everything that is wrong with a file, by our schema of its format; empty if valid.

    A file in a format without a schema of its own is read to the end; what stops the reader is its one problem.

    Raises:
        InputError: the file cannot be read at all, or is in no format that can be checked.
        UnknownNameError: no format of this name.
    """
    with unpacked(Path(path)) as place:
        problems = _problems_of(place, format)
        return [replace(one, path=one.path.replace(str(place), str(path))) for one in problems]


def _problems_of(place: Path, name: str | None) -> list[Problem]:
    """Everything that is wrong with a file that is not packed; see `validate`."""
    if (termbase := _termbase_to_validate(place, name)) is not None:
        return termbase.validate(place)
    able = (ValidatedFormat, UnitSource, BeadFormat, AlignmentFormat)
    try:
        member = existing(place, name, able, "checked")
    except (InputError, UsageError):
        if not place.is_file() or (name is not None and not isinstance(FORMATS.make(name), DocumentFormat)):
            raise
        member = existing(place, name, DocumentFormat, "checked", fallback="plain")  # a text, by what it is not
    if isinstance(member, ValidatedFormat):
        return member.validate(place)
    if isinstance(member, CheckedFormat):
        return member.problems(place)
    try:
        if isinstance(member, UnitSource):
            member.read_header(place)
            for _ in member.scan_units(place):
                pass
        elif isinstance(member, BeadFormat):
            member.read_beads(place)
        elif isinstance(member, AlignmentFormat):
            for _ in member.scan_alignments(place):
                pass
        elif isinstance(member, DocumentFormat):
            member.read_document(place, lang=UNKNOWN)
    except (FormatError, EncodingError) as error:
        message, _, remedy = error.reason.partition("; ")
        found = Problem(
            path=str(place),
            line=error.line,
            column=error.column,
            rule=f"a file of {member.name}",
            message=message,
            remedy=remedy,
        )
        return [found]
    return []


def _termbase_to_validate(path: Path, name: str | None) -> ValidatedTermbase | None:
    """The format of term bases that a file is in, if it is one with a schema."""
    from align.termbases import TERMBASES, ValidatedTermbase
    from align.termbases.files import looks_like_termbase

    if name is None and looks_like_termbase(path):
        name = "tbx"
    if name is None or not name.startswith("tbx"):
        return None
    made = TERMBASES.make(name)
    return made if isinstance(made, ValidatedTermbase) else None
