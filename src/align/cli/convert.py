"""``align convert``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._report import talk
from align.cli._streams import is_dash, readable, written
from align.errors import UsageError

if TYPE_CHECKING:
    from align.formats import Written

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align convert readout.tmx readout.jsonl
  align convert tei/readout-2023.zh-en.align.xml readout.zh-en.tmx
  align convert readout.tmx - --to tsv
  align convert law.docx law.tmx --bilingual zh:en"""


@click.command("convert", epilog=_EPILOG)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--from", "from_format", help="Format of SOURCE; found from the content if not given.")
@click.option("--to", "to_format", help="Format of TARGET; found from the suffix if not given.")
@click.option(
    "--bilingual",
    metavar="LANGS",
    help="SOURCE is one text in these two languages (such as zh:en), in two columns or paragraph by paragraph.",
)
def command(
    *, source: Path, target: Path, from_format: str | None, to_format: str | None, bilingual: str | None
) -> None:
    """Convert translation units, beads or a TEI alignment from SOURCE to TARGET, and say what the target cannot keep.

    Either may be - for standard input or output; then --to has to name the format of the output.
    """
    from align.formats import FORMATS, BeadFormat
    from align.output import refuse_bad_target
    from align.pipeline import format_for, format_of

    if is_dash(target) and to_format is None:
        raise UsageError("name the format of the output with --to")
    writer = format_for(target, name=to_format)
    if not is_dash(target):
        refuse_bad_target(target)
    if bilingual is not None:
        _bilingual(source, target, from_format, writer, bilingual)
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
                result = _units(path, place, reader, writer)
                count = result.units
    _say(target, reader, writer, count, result)


def _bilingual(source: Path, target: Path, reader: str | None, writer: str, langs: str) -> None:
    """Write the paragraphs of one text in two languages as units, or their beads."""
    from align.cli._options import language_pair
    from align.formats import FORMATS, BeadFormat, UnitHeader
    from align.pipeline import join, read_bilingual, write_beads, write_units

    first, second = language_pair(langs, option="--bilingual")
    pair = (first, second) if first and second else None
    with readable(source) as (path,):
        alignment = read_bilingual(path, langs=pair, format=reader)
    with written(target) as place:
        if isinstance(FORMATS.make(writer), BeadFormat):
            write_beads(alignment.beads, place, format=writer)
        else:
            header = UnitHeader(source=alignment.source.lang, signature=alignment.signature)
            write_units(join([alignment]), place, format=writer, header=header)
    null = sum(bead.is_null for bead in alignment.beads)
    name = "standard output" if is_dash(target) else target
    talk(f"{len(alignment.beads)} pairs of paragraphs written to {name}, {null} of them with one side only")


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


def _units(source: Path, target: Path, reader: str, writer: str) -> Written:
    from align.formats import UnitHeader
    from align.pipeline import join, read_alignment, read_header, scan_units, write_units

    if reader == "tei":
        alignment = read_alignment(source)
        header = UnitHeader(
            source=alignment.source.lang,
            date=alignment.source.date,
            publisher=alignment.source.publisher,
            signature=alignment.signature,
        )
        return write_units(join([alignment]), target, format=writer, header=header)
    header = read_header(source, format=reader)
    return write_units(scan_units(source, format=reader), target, format=writer, header=header)


def _say(target: Path, reader: str, writer: str, count: int, result: Written | None) -> None:
    from align.formats import FORMATS

    if reader == "tei":
        kept = frozenset({"nulls", "scores", "status"} if result is None else {"nulls", "scores", "status", "segments"})
    else:
        kept = FORMATS.make(reader).keeps
    lost = sorted(kept - FORMATS.make(writer).keeps)
    if lost:
        talk(f"{writer} cannot keep: {', '.join(lost)}; what {reader} had of these is lost")
    name = "standard output" if is_dash(target) else target
    talk(f"{count} {'beads' if result is None else 'units'} written to {name}")
