"""``align pair``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import aligner_option, encoder_option, language_pair, segmenter_option, text_output
from align.cli._report import talk
from align.errors import UsageError

if TYPE_CHECKING:
    from align.model import Alignment

_EPILOG = """\b
Examples:
  align pair readout.zh.txt readout.en.txt -o readout.tmx
  align pair a.zh b.en --langs zh:en --segmenter lines -o a.beads"""


@click.command("pair", epilog=_EPILOG)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--langs", help="Languages of the two files, such as zh:en; detected, and said, if not given.")
@segmenter_option
@aligner_option
@encoder_option
@click.option("--encoding", help="Encoding of both files; detected if not given.")
@click.option("--to", "to_format", help="Format to write; found from the suffix of the output if not given.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write  [default: stdout, as TSV]")
def command(
    *,
    source: Path,
    target: Path,
    langs: str | None,
    segmenter: str,
    aligner: str,
    encoder: str,
    encoding: str | None,
    to_format: str | None,
    output: Path | None,
) -> None:
    """Align SOURCE with TARGET, sentence by sentence.

    The suffix of the output says what is written: .tmx, .tsv, .jsonl, .parquet (units, with text), or .beads (one bead
    a line, i,j:k,l TAB score, where i, j, k, l are segment numbers from 0).
    """
    from align.aligners import ALIGNERS
    from align.pipeline import pair, read_document, segment

    tags = language_pair(langs)
    options = {"encoder": encoder} if aligner == "semantic" else {}
    chosen = ALIGNERS.make(aligner, **options)
    documents = [
        segment(read_document(path, lang=tag, encoding=encoding), segmenter=segmenter)
        for path, tag in zip((source, target), tags, strict=True)
    ]
    if documents[0].lang == documents[1].lang:
        raise UsageError(f"both files are in {documents[0].lang!r}; if they are not, say so with --langs")
    if documents[0].id == documents[1].id:
        documents = [replace(document, id=f"{document.id}.{document.lang}") for document in documents]
    alignment = pair(documents[0], documents[1], aligner=chosen)
    alignment = replace(alignment, signature=alignment.signature.with_items(segmenter=segmenter))
    _write(alignment, output, to_format)
    _say(alignment)


def _write(alignment: Alignment, output: Path | None, to_format: str | None) -> None:
    from tempfile import TemporaryDirectory

    from align.formats import FORMATS, BeadFormat, UnitHeader
    from align.pipeline import join, write_beads, write_units

    header = UnitHeader(source=alignment.source.lang, signature=alignment.signature)
    units = join([alignment])
    if output is None or str(output) == "-":
        with TemporaryDirectory() as folder:
            path = Path(folder, "out")
            name = to_format or "tsv"
            if isinstance(FORMATS.make(name), BeadFormat):
                write_beads(alignment.beads, path, format=name)
            else:
                write_units(units, path, format=name, header=header)
            text_output(path.read_bytes().decode("utf-8"), None)
    elif to_format == "beads" or (to_format is None and output.suffix.lower() in FORMATS.make("beads").suffixes):
        write_beads(alignment.beads, output, format="beads")
    else:
        write_units(units, output, format=to_format, header=header)


def _say(alignment: Alignment) -> None:
    from collections import Counter

    kinds = Counter(bead.kind for bead in alignment.beads)
    nulls = sum(bead.is_null for bead in alignment.beads)
    shown = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    talk(
        f"{len(alignment.source.segments)} {alignment.source.lang} and {len(alignment.target.segments)} "
        f"{alignment.target.lang} segments in {len(alignment.beads)} beads: {shown} ({nulls} null)"
    )
    talk(str(alignment.signature))
