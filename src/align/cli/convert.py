"""``align convert``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._onto import revised
from align.cli._options import language
from align.cli._report import talk
from align.cli._streams import is_dash, readable, written
from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from align.formats import Written
    from align.model import TranslationUnit

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align convert readout.tmx readout.jsonl
  align convert tei/readout-2023.zh-en.align.xml readout.zh-en.tmx
  align convert readout.tmx - --to tsv
  align convert readout.tmx readout.zh-en.xlf --langs zh:en
  align convert readout.tmx corpus/readout --to moses --langs zh:en
  align convert readout.tmx review.xlsx
  align convert review.xlsx new.tmx --onto readout.tmx"""


@click.command("convert", epilog=_EPILOG)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--from", "from_format", help="Format of SOURCE; found from the content if not given.")
@click.option("--to", "to_format", help="Format of TARGET; found from the suffix if not given.")
@click.option("--langs", help="Languages to take, such as zh:en, the source first; all of them if not given.")
@click.option(
    "--onto",
    type=click.Path(path_type=Path),
    help="Units that SOURCE, an edited .xlsx, was made from; TARGET gets them with its edits.",
)
def command(
    *,
    source: Path,
    target: Path,
    from_format: str | None,
    to_format: str | None,
    langs: str | None,
    onto: Path | None,
) -> None:
    """Convert translation units, beads or a TEI alignment from SOURCE to TARGET, and say what the target cannot keep.

    Either may be - for standard input or output; then --to has to name the format of the output.

    With --onto, rows of the sheet are found by their hidden ids. An edit is taken if the unit has not changed since the
    sheet was made. Each conflict is a line, the unit keeps its wording, and the exit code is 1.
    """
    from align.formats import FORMATS, BeadFormat, PairFormat
    from align.output import refuse_bad_target
    from align.pipeline import format_for, format_of

    chosen = [language(tag, option="--langs") for tag in langs.split(":")] if langs else []
    if is_dash(target) and to_format is None:
        raise UsageError("name the format of the output with --to")
    writer = format_for(target, name=to_format)
    if is_dash(target) and isinstance(FORMATS.make(writer), PairFormat):
        raise UsageError(f"{writer} is two files; name what they are to have in common, such as corpus")
    if not is_dash(target):
        refuse_bad_target(target)
    if onto is not None:
        if chosen or from_format:
            raise UsageError("--onto takes all languages of an .xlsx; leave --langs and --from out")
        with readable(source, onto) as (sheet, old), written(target) as place:
            reader, revision, conflicts = revised(sheet, old, place, writer=writer)
        _say(target, reader, writer, revision.units, revision)
        if conflicts:
            sys.exit(1)
        return
    with readable(source) as (path,):
        reader = format_of(path, name=from_format)
        has_text = not isinstance(FORMATS.make(reader), BeadFormat)
        wants_beads = isinstance(FORMATS.make(writer), BeadFormat)
        if not has_text and not wants_beads:
            raise UsageError(
                f"{reader} has numbers of segments and no text, so it cannot become {writer}; align the texts again"
            )
        with written(target) as place:
            if wants_beads:
                count = _beads(path, place, reader, writer)
                result = None
            else:
                result = _units(path, place, reader, writer, chosen)
                count = result.units
    _say(target, reader, writer, count, result)


def _beads(source: Path, target: Path, reader: str, writer: str) -> int:
    from align.pipeline import read_alignment, read_beads, write_beads

    if reader == "tei":
        beads = read_alignment(source).beads
    elif reader == writer:
        beads = read_beads(source, format=reader)
    else:
        raise UsageError(
            f"{reader} does not say which segments its units were joined from by number, so it cannot become {writer}"
        )
    write_beads(beads, target, format=writer)
    return len(beads)


def _units(source: Path, target: Path, reader: str, writer: str, langs: list[str]) -> Written:
    from align.formats import UnitHeader
    from align.pipeline import join, read_alignment, read_header, scan_units, write_units
    from align.selection import in_languages

    units: Iterable[TranslationUnit]
    if reader == "tei":
        alignment = read_alignment(source)
        header = UnitHeader(
            source=alignment.source.lang,
            date=alignment.source.date,
            publisher=alignment.source.publisher,
            signature=alignment.signature,
        )
        units = join([alignment])
    else:
        header = read_header(source, format=reader)
        units = scan_units(source, format=reader)
    if langs:
        header = replace(header, source=langs[0])
        units = in_languages(units, langs)
    return write_units(units, target, format=writer, header=header)


def _say(target: Path, reader: str, writer: str, count: int, result: Written | None) -> None:
    from align.formats import FORMATS

    if reader == "tei":
        kept = frozenset({"nulls", "scores", "status"} if result is None else {"nulls", "scores", "status", "segments"})
    else:
        kept = FORMATS.make(reader).keeps
    # a format for one pair refuses a third language, so it loses none
    lost = sorted(kept - FORMATS.make(writer).keeps - {"languages"})
    if lost:
        fate = "comes back with --onto" if writer == "xlsx" else "is lost"
        talk(f"{writer} cannot keep: {', '.join(lost)}; what {reader} had of these {fate}")
    name = "standard output" if is_dash(target) else str(target)
    if result is not None and result.files:
        name = " and ".join(result.files)
    talk(f"{count} {'beads' if result is None else 'units'} written to {name}")
