"""``align pair``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import (
    aligner_option,
    anchors_option,
    encoder_option,
    encoding_option,
    keep_option,
    known_encoding,
    language_pair,
    segmenter_option,
)
from align.cli._report import talk
from align.cli._streams import is_dash, written
from align.cli._texts import settled, two_texts

if TYPE_CHECKING:
    from align.model import Alignment

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align pair readout.zh.txt readout.en.txt -o readout.tmx
  align pair a.zh b.en --langs zh:en --segmenter lines -o a.beads
  align pair readout.zh.txt readout.en.txt --keep corrected.tsv -o readout.tmx"""

_ON_STDOUT = "tsv"


@click.command("pair", epilog=_EPILOG)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--langs", help="Languages of the two files, such as zh:en; detected, and said, if not given.")
@segmenter_option
@aligner_option
@encoder_option
@encoding_option
@anchors_option
@keep_option
@click.option("--to", "to_format", help="Format to write; found from the suffix of the output if not given.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write  [default: stdout, as TSV]")
def command(
    *,
    source: Path,
    target: Path,
    langs: str | None,
    segmenter: str,
    aligner: str,
    encoder: str | None,
    encoding: str | None,
    anchors: Path | None,
    keep: Path | None,
    to_format: str | None,
    output: Path | None,
) -> None:
    """Align SOURCE with TARGET, sentence by sentence; one of them may be - for standard input.

    The suffix of the output says what is written: .tmx, .tsv, .jsonl, .parquet (units, with text), or .beads (one bead
    a line, i,j:k,l TAB score, where i, j, k, l are segment numbers from 0).

    What stands in another order in the other text, and texts that do not look like translations, are said on stderr.
    """
    from align.output import refuse_bad_target
    from align.pairing import doubts
    from align.pipeline import format_for, make_aligner, pair
    from align.segmenters import SEGMENTERS

    tags = language_pair(langs)
    chosen = make_aligner(aligner, encoder=encoder)
    cutter = SEGMENTERS.make(segmenter)
    known_encoding(encoding)
    if output is None or is_dash(output):
        to_format = format_for(Path("-"), name=to_format or _ON_STDOUT)
    else:
        to_format = format_for(output, name=to_format)
        refuse_bad_target(output)
    first, second = two_texts(source, target, tags=tags, segmenter=cutter, encoding=encoding)
    points, kept = settled(first, second, anchors=anchors, keep=keep)
    alignment = pair(first, second, aligner=chosen, points=points, keep=kept)
    alignment = replace(alignment, signature=alignment.signature.with_items(segmenter=cutter.signature))
    with written(output) as path:
        _write(alignment, path, to_format)
    _say(alignment)
    doubts(alignment, aligner=chosen)
    talk(str(alignment.signature))


def _write(alignment: Alignment, path: Path, to_format: str) -> None:
    from align.formats import FORMATS, BeadFormat, UnitHeader
    from align.pipeline import join, write_beads, write_units

    if isinstance(FORMATS.make(to_format), BeadFormat):
        write_beads(alignment.beads, path, format=to_format)
        return
    first = alignment.source if alignment.source.segments else alignment.target  # a TMX needs its source language
    header = UnitHeader(source=first.lang, signature=alignment.signature)
    write_units(join([alignment]), path, format=to_format, header=header)


def _say(alignment: Alignment) -> None:
    from collections import Counter

    kinds = Counter(bead.kind for bead in alignment.beads)
    nulls = sum(bead.is_null for bead in alignment.beads)
    shown = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()) or "none"
    talk(
        f"{len(alignment.source.segments)} {alignment.source.lang} and {len(alignment.target.segments)} "
        f"{alignment.target.lang} segments in {len(alignment.beads)} beads: {shown} ({nulls} null)"
    )
