"""``align pair``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import (
    aligner_option,
    dictionary_option,
    encoder_option,
    encoding_option,
    known_encoding,
    language_pair,
    segmenter_option,
)
from align.cli._report import talk
from align.cli._streams import is_dash, written
from align.cli._texts import two_texts

if TYPE_CHECKING:
    from align.model import Alignment

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align pair readout.zh.txt readout.en.txt -o readout.tmx
  align pair a.zh b.en --langs zh:en --segmenter lines -o a.beads"""

_ON_STDOUT = "tsv"


@click.command("pair", epilog=_EPILOG)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--langs", help="Languages of the two files, such as zh:en; detected, and said, if not given.")
@segmenter_option
@aligner_option
@encoder_option
@dictionary_option
@encoding_option
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
    dictionary: Path | None,
    encoding: str | None,
    to_format: str | None,
    output: Path | None,
) -> None:
    """Align SOURCE with TARGET, sentence by sentence; one of them may be - for standard input.

    The suffix of the output says what is written: .tmx, .tsv, .jsonl, .parquet (units, with text), or .beads (one bead
    a line, i,j:k,l TAB score, where i, j, k, l are segment numbers from 0).
    """
    from align.corpus.two_files import aligner_for, write_alignment
    from align.output import refuse_bad_target
    from align.pipeline import format_for, make_aligner, pair
    from align.segmenters import SEGMENTERS
    from align.terminology.dictionary import read_dictionary

    tags = language_pair(langs)
    words = None if dictionary is None else read_dictionary(dictionary)
    make_aligner(aligner, encoder=encoder, dictionary=None if words is None else {})
    cutter = SEGMENTERS.make(segmenter)
    known_encoding(encoding)
    if output is None or is_dash(output):
        to_format = format_for(Path("-"), name=to_format or _ON_STDOUT)
    else:
        to_format = format_for(output, name=to_format)
        refuse_bad_target(output)
    first, second = two_texts(source, target, tags=tags, segmenter=cutter, encoding=encoding)
    chosen = aligner_for(aligner, first.lang, second.lang, encoder=encoder, dictionary=words)
    alignment = pair(first, second, aligner=chosen)
    alignment = replace(alignment, signature=alignment.signature.with_items(segmenter=cutter.signature))
    with written(output) as path:
        write_alignment(alignment, path, to_format)
    _say(alignment)


def _say(alignment: Alignment) -> None:
    from collections import Counter

    kinds = Counter(bead.kind for bead in alignment.beads)
    nulls = sum(bead.is_null for bead in alignment.beads)
    shown = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()) or "none"
    talk(
        f"{len(alignment.source.segments)} {alignment.source.lang} and {len(alignment.target.segments)} "
        f"{alignment.target.lang} segments in {len(alignment.beads)} beads: {shown} ({nulls} null)"
    )
    talk(str(alignment.signature))
