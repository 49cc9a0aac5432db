"""From any format that holds units, alignments or beads to any other, with a statement of what the target cannot keep.

There are three kinds of content, each poorer than the one before: alignments (two texts and beads), beads (positions
alone), units (words, no texts). An alignment gives beads and units; beads and two texts give an alignment. What is
lost is counted on the content itself, by the names in which formats say what they keep (`align.formats.Format.keeps`).
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from align.errors import InputError, ModelError, OutputError, UsageError
from align.formats import (
    FORMATS,
    AlignmentFormat,
    BeadFormat,
    PairFormat,
    UnitFormat,
    UnitHeader,
    UnitSource,
    Written,
)
from align.formats.unpacking import unpacked
from align.lang import parse
from align.model import Alignment
from align.output import refuse_bad_target, replacing
from align.pipeline import (
    OnLoss,
    format_for,
    format_of,
    join,
    must_be_valid,
    read_beads,
    read_document,
    read_header,
    scan_units,
    segment,
    write_beads,
    write_units,
)
from align.revision import Revision
from align.segmenters import DEFAULT_SEGMENTER
from align.selection import in_languages
from align.splitting import write_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from os import PathLike

    from align.formats import Format
    from align.model import Bead, TranslationUnit
    from align.segmenters import Segmenter
    from align.splitting import Split

    AnyPath = str | PathLike[str]

__all__ = ["Converted", "convert", "convert_alignment", "write_alignments"]

_log = logging.getLogger(__name__)

_UNIT_HAS: dict[str, Callable[[TranslationUnit], bool]] = {
    "languages": lambda unit: len(unit.variants) > 2,
    "codes": lambda unit: any(not isinstance(piece, str) for v in unit.variants for piece in v.content),
    "notes": lambda unit: bool(unit.notes),
    "properties": lambda unit: bool(unit.properties) or any(v.properties for v in unit.variants),
    "scores": lambda unit: any(origin.score is not None for origin in unit.origin),
    "status": lambda unit: any(origin.status == "checked" for origin in unit.origin),
    "segments": lambda unit: any(v.segments for v in unit.variants),
    "nulls": lambda unit: len(unit.variants) == 1,
}
_BEAD_HAS: dict[str, Callable[[Bead], bool]] = {
    "scores": lambda bead: bead.score is not None,
    "status": lambda bead: bead.status == "checked",
    "nulls": lambda bead: bead.is_null,
}
_ALIGNMENT_KEEPS = frozenset({*_BEAD_HAS, "segments"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """What a conversion did.

    Attributes:
        reader, writer: names of the formats.
        content: what was written, "units" or "beads".
        count: how many of them.
        lost: what the target cannot keep, by the names of `keeps`, and of how many units or beads; empty if it keeps
            all there was.
        files: the files written instead of the target, for a format of two files.
        beside: the files written beside the target, for a format that keeps texts apart.
        changed: how many units got edits of a sheet.
        conflicts: edits of a sheet that were not taken as they are, a line each.
    """

    reader: str
    writer: str
    content: Literal["units", "beads"]
    count: int
    lost: dict[str, int]
    files: tuple[Path, ...] = ()
    beside: tuple[Path, ...] = ()
    changed: int = 0
    conflicts: tuple[str, ...] = ()

    @property
    def statement(self) -> str:
        """What was lost, in one line: "tsv cannot keep: notes (3 units)"; empty if nothing was."""
        return _statement(self.writer, self.content, self.lost) if self.lost else ""


def convert(
    source: AnyPath,
    target: AnyPath,
    *,
    from_format: str | None = None,
    to_format: str | None = None,
    texts: tuple[AnyPath, AnyPath] | None = None,
    langs: Sequence[str] | None = None,
    segmenter: Segmenter | str = DEFAULT_SEGMENTER,
    onto: AnyPath | None = None,
    split: Split | None = None,
    on_loss: OnLoss = "warn",
) -> Converted:
    """Convert a file, whole or not at all.

    Args:
        source: units, alignments or beads.
        target: the file to write or replace; a format that keeps texts apart writes them beside it.
        from_format: of `source`; found from the content if not given.
        to_format: of `target`; found from the suffix if not given.
        texts: the two texts, for beads without them, or for an alignment whose texts are not where it says.
        langs: BCP 47 tags, the source first. Of units, the languages to take; None means all. Of two texts, their
            languages; None means what the files say, or detected.
        segmenter: what cuts `texts`, for beads; it must be what the beads were made with.
        onto: units that `source`, an edited workbook, was made from; `target` gets them with its edits.
        split: how large a file may be; units are then written as several, named after `target`.
        on_loss: "warn" converts, and tells in the result; "error" writes nothing unless the target can keep all.

    Raises:
        UsageError: the content cannot become `to_format`, `texts` are needed, or not used, there are no such `langs`,
            or `onto` does not go with the rest.
        LanguageError: one of `langs` is no language tag.
        InputError: a file cannot be read, or beads do not fit the texts.
        OutputError: something would be lost and `on_loss` is "error", or the target cannot hold such beads at all.
        UnknownNameError: no format of this name.
    """
    end = Path(target)
    if onto is not None:
        if from_format or texts or langs or split:
            raise UsageError("--onto takes all languages of an .xlsx; leave --from, --texts, --langs and --split out")
        return _revised(Path(source), Path(onto), end, to_format, on_loss)
    with unpacked(Path(source)) as place:
        return _converted(place, end, from_format, to_format, texts, langs, segmenter, split, on_loss)


def _converted(  # noqa: PLR0917 - those of `convert`
    place: Path,
    end: Path,
    from_format: str | None,
    to_format: str | None,
    texts: tuple[AnyPath, AnyPath] | None,
    langs: Sequence[str] | None,
    segmenter: Segmenter | str,
    split: Split | None,
    on_loss: OnLoss,
) -> Converted:
    """A file that is not packed, converted; see `convert`."""
    chosen = tuple(map(parse, langs or ()))
    reader = FORMATS.make(format_of(place, name=from_format))
    writer = FORMATS.make(format_for(end, name=to_format, alignments=True))
    given = None if texts is None else (Path(texts[0]), Path(texts[1]))
    _refuse(reader, writer, has_texts=given is not None, langs=chosen)
    if isinstance(reader, UnitSource):
        header = read_header(place, format=reader.name)
        units = scan_units(place, format=reader.name)
        if chosen:
            header, units = replace(header, source=chosen[0]), in_languages(units, chosen)
        return _units(units, end, header, _Tally(reader.name, reader.keeps, writer, "units", on_loss), split)
    if split is not None:
        raise UsageError(f"--split parts units, and {reader.name} holds none; convert it to TMX first")
    pair = (chosen[0], chosen[1]) if chosen else None
    if isinstance(reader, AlignmentFormat):
        alignments = _as_stated(reader.scan_alignments(place, langs=pair, texts=given), pair, place)
    elif given is not None:
        alignments = _with_texts(place, reader.name, given, pair, segmenter)
    else:
        tally = _Tally(reader.name, reader.keeps, writer, "beads", on_loss)
        return _only_beads(read_beads(place, format=reader.name), end, tally)
    return _written(alignments, end, writer, reader=reader.name, keeps=reader.keeps, on_loss=on_loss)


def convert_alignment(
    alignment: Alignment,
    target: AnyPath,
    *,
    to_format: str | None = None,
    reader: str = "alignment",
    on_loss: OnLoss = "warn",
) -> Converted:
    """Write one alignment in any format of units, alignments or beads, whole or not at all, and tell what is lost.

    Args:
        alignment: such as `align.pipeline.read_bilingual` gives.
        target: the file to write or replace; a format that keeps texts apart writes them beside it.
        to_format: of `target`; found from the suffix if not given.
        reader: what the result is to say that the alignment came from.
        on_loss: "warn" writes, and tells in the result; "error" writes nothing unless the target can keep all.

    Raises:
        OutputError: something would be lost and `on_loss` is "error", or the target cannot hold such beads at all.
        UnknownNameError: no format of this name.
        UsageError: no format has this suffix.
    """
    end = Path(target)
    writer = FORMATS.make(format_for(end, name=to_format, alignments=True))
    return _written(iter((alignment,)), end, writer, reader=reader, keeps=_ALIGNMENT_KEEPS, on_loss=on_loss)


def _written(
    alignments: Iterator[Alignment],
    end: Path,
    writer: Format,
    *,
    reader: str,
    keeps: frozenset[str],
    on_loss: OnLoss,
) -> Converted:
    """Alignments as what the target holds: alignments, units or beads."""
    if isinstance(writer, AlignmentFormat):
        tally = _Tally(reader, keeps, writer, "beads", on_loss)
        written = write_alignments(tally.alignments(alignments), end, format=writer.name, on_loss=on_loss)
        return tally.done(written)
    if isinstance(writer, UnitFormat | PairFormat):
        return _joined(alignments, end, _Tally(reader, keeps, writer, "units", on_loss))
    found = list(alignments)
    if len(found) != 1:
        raise OutputError(f"{writer.name} holds one pair of texts, not {len(found)}; convert them one by one")
    return _only_beads(found[0].beads, end, _Tally(reader, keeps, writer, "beads", on_loss), texts=True)


def _refuse(reader: Format, writer: Format, *, has_texts: bool, langs: tuple[str, ...]) -> None:
    """Refuse what cannot be, before anything is read."""
    if isinstance(reader, UnitSource):
        if not isinstance(writer, UnitFormat | PairFormat):
            raise UsageError(
                f"{reader.name} does not say by number which segments its units were joined from, so it cannot become "
                f"{writer.name}; align the texts again"
            )
        if has_texts:
            raise UsageError(f"{reader.name} holds its texts; leave out --texts")
    elif not isinstance(reader, AlignmentFormat) and not has_texts and not isinstance(writer, BeadFormat):
        raise UsageError(
            f"{reader.name} has numbers of segments and no text, so it cannot become {writer.name} by itself; name the "
            "two texts with --texts"
        )
    elif langs and not isinstance(reader, AlignmentFormat) and not has_texts:
        raise UsageError(f"{reader.name} has no text in any language; leave out --langs")
    elif langs and (len(langs) != 2 or langs[0] == langs[1]):
        raise UsageError(f"{reader.name} is of two texts; --langs takes their two languages, such as zh:en")


class _Tally:
    """Counts what the content has that the target cannot keep, as the content goes by."""

    def __init__(
        self, reader: str, keeps: frozenset[str], writer: Format, content: Literal["units", "beads"], on_loss: OnLoss
    ) -> None:
        self.writer = writer.name
        self._reader = reader
        self._content: Literal["units", "beads"] = content
        self._unkept = keeps - writer.keeps
        self.on_loss = on_loss
        self._lost: dict[str, int] = {}

    def units(self, units: Iterable[TranslationUnit]) -> Iterator[TranslationUnit]:
        """The same units; once the last is through, the loss is judged, before the file can take its place."""
        tests = [(name, has) for name, has in _UNIT_HAS.items() if name in self._unkept]
        for unit in units:
            for name, has in tests:
                if has(unit):
                    self.count(name)
            yield unit
        self.judge()

    def beads(self, beads: Iterable[Bead], *, texts: bool) -> None:
        """Count what is lost of beads, and of their segments if there are `texts`."""
        tests = [(name, has) for name, has in _BEAD_HAS.items() if name in self._unkept]
        segments = texts and "segments" in self._unkept
        for bead in beads:
            for name, has in tests:
                if has(bead):
                    self.count(name)
            if segments:
                self.count("segments")

    def alignments(self, alignments: Iterable[Alignment]) -> Iterator[Alignment]:
        """The same alignments; once the last is through, the loss is judged, before a file can take its place."""
        for alignment in alignments:
            self.beads(alignment.beads, texts=True)
            yield alignment
        self.judge()

    def count(self, name: str) -> None:
        """Add a unit or a bead to what is lost."""
        self._lost[name] = self._lost.get(name, 0) + 1

    def judge(self) -> None:
        """Refuse the loss if it is an error.

        Raises:
            OutputError: something is lost and may not be.
        """
        if self._lost and self.on_loss == "error":
            raise OutputError(f"{_statement(self.writer, self._content, self._lost)}; nothing was written")

    def done(self, written: Written) -> Converted:
        """The result."""
        return Converted(
            reader=self._reader,
            writer=self.writer,
            content=self._content,
            count=written.units,
            lost=dict(sorted(self._lost.items())),
            files=written.files,
            beside=written.beside,
        )


def _statement(writer: str, content: str, lost: dict[str, int]) -> str:
    parts = [f"{name} ({count} {content if count != 1 else content[:-1]})" for name, count in sorted(lost.items())]
    return f"{writer} cannot keep: {', '.join(parts)}"


def _with_texts(
    place: Path, reader: str, texts: tuple[Path, Path], langs: tuple[str, str] | None, segmenter: Segmenter | str
) -> Iterator[Alignment]:
    """The beads of a file with the texts that they number.

    Raises:
        InputError: they do not fit.
    """
    beads = read_beads(place, format=reader)
    first, second = (
        segment(read_document(text, lang=lang), segmenter=segmenter)
        for text, lang in zip(texts, langs or (None, None), strict=True)
    )
    if first.id == second.id:
        first, second = (replace(document, id=f"{document.id}.{document.lang}") for document in (first, second))
    try:
        yield Alignment(source=first, target=second, beads=beads)
    except ModelError as error:
        raise InputError(
            f"the beads do not fit the texts: {error}; name the texts that were aligned, in this order, and the "
            "segmenter that cut them (--segmenter lines for one sentence a line)",
            path=place,
        ) from error


def _only_beads(beads: tuple[Bead, ...], target: Path, tally: _Tally, *, texts: bool = False) -> Converted:
    tally.beads(beads, texts=texts)
    tally.judge()
    write_beads(beads, target, format=tally.writer)
    return tally.done(Written(units=len(beads)))


def _as_stated(alignments: Iterable[Alignment], langs: tuple[str, str] | None, place: Path) -> Iterator[Alignment]:
    """The same alignments, each in the two languages that were stated.

    Raises:
        UsageError: the file says that one is in others.
    """
    for alignment in alignments:
        found = (alignment.source.lang, alignment.target.lang)
        if langs is not None and found != langs:
            raise UsageError(f"{place} says that it is {':'.join(found)}, not {':'.join(langs)}; leave out --langs")
        yield alignment


def _units(
    units: Iterable[TranslationUnit], target: Path, header: UnitHeader, tally: _Tally, split: Split | None = None
) -> Converted:
    if split is not None:
        return tally.done(write_parts(tally.units(units), target, name=tally.writer, header=header, split=split))
    written = write_units(tally.units(units), target, format=tally.writer, header=header, on_loss=tally.on_loss)
    return tally.done(written)


def _revised(sheet: Path, onto: Path, target: Path, to_format: str | None, on_loss: OnLoss) -> Converted:
    """The units of `onto` with the edits of a sheet.

    Raises:
        UsageError: the sheet is no workbook, or there are no units to read or to write.
        InputError: a file cannot be read.
    """
    from align.formats.xlsx import read_review

    if format_of(sheet) != "xlsx":
        raise UsageError(f"--onto takes a workbook (.xlsx) that came back from a reviewer, not {sheet}")
    reader = FORMATS.make(format_of(onto))
    writer = FORMATS.make(format_for(target, name=to_format, alignments=True))
    for member, abilities in ((reader, UnitSource), (writer, UnitFormat | PairFormat)):
        if not isinstance(member, abilities):
            raise UsageError(f"--onto takes and writes units, and {member.name} has none")
    revision = Revision(read_review(sheet))
    units = revision.apply(scan_units(onto, format=reader.name))
    header = read_header(onto, format=reader.name)
    done = _units(units, target, header, _Tally(reader.name, reader.keeps, writer, "units", on_loss))
    return replace(done, changed=revision.changed, conflicts=tuple(revision.conflicts))


def _joined(alignments: Iterator[Alignment], target: Path, tally: _Tally) -> Converted:
    """Units of all alignments, numbered through."""
    first = next(alignments, None)
    if first is None:
        raise OutputError("there is no alignment to write; give a file that holds one")
    header = UnitHeader(
        source=first.source.lang,
        date=first.source.date,
        publisher=first.source.publisher,
        signature=first.signature,
    )

    def units() -> Iterator[TranslationUnit]:
        number = 0
        for alignment in chain((first,), alignments):
            for unit in join([alignment]):
                number += 1
                yield replace(unit, id=f"u{number}")

    return _units(units(), target, header, tally)


def write_alignments(
    alignments: Iterable[Alignment],
    path: AnyPath,
    *,
    format: str | None = None,  # noqa: A002
    on_loss: OnLoss = "warn",
) -> Written:
    """Write alignments with their texts, whole or not at all; texts that the format keeps apart are written beside.

    All files are made and checked first; then they take their places, the alignment last.

    Args:
        alignments: any iterable; consumed once.
        path: the file to write or replace.
        format: name of a format of alignments; found from the suffix if not given.
        on_loss: whether characters that the format cannot hold are told on the log, or an error.

    Raises:
        UsageError: the format does not hold alignments.
        OutputError: the folder or the disk does not allow it, the format cannot hold such beads, the result would be
            invalid, or something would be lost and `on_loss` is "error".
    """
    target = Path(path)
    writer = FORMATS.make(format_for(target, name=format, alignments=True))
    if not isinstance(writer, AlignmentFormat):
        raise UsageError(f"{writer.name} does not hold alignments with their texts; choose another format")
    refuse_bad_target(target)
    with TemporaryDirectory(prefix="align.") as folder:
        made = Path(folder, target.name)
        written = writer.write_alignments(alignments, made)
        if written.replaced and on_loss == "error":
            raise OutputError(f"{writer.name} cannot keep {written.replaced} characters; nothing was written")
        must_be_valid(writer, made, target)
        beside = tuple(target.with_name(one.name) for one in sorted(Path(folder).iterdir()) if one != made)
        with ExitStack() as stack:
            for place in (target, *beside):
                copyfile(made.with_name(place.name), stack.enter_context(replacing(place)))
    if written.replaced:
        _log.warning("%s: %d characters that the format cannot hold were replaced", target, written.replaced)
    return replace(written, beside=beside)
