"""``align pair``."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._many import pair_many, pairing_of
from align.cli._options import (
    aligner_option,
    anchors_option,
    dictionary_option,
    encoder_option,
    encoding_option,
    keep_option,
    known_encoding,
    language_pair,
    recover_option,
    rules_option,
    segmenter_option,
)
from align.cli._report import progress, talk
from align.cli._streams import is_dash, written
from align.cli._texts import one_text, settled, two_texts
from align.errors import UsageError

if TYPE_CHECKING:
    from align.aligners import Points
    from align.corpus.batch import PairOptions
    from align.model import Alignment

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align pair readout.zh.txt readout.en.txt -o readout.tmx
  align pair law.docx --bilingual --langs zh:en -o law.tmx
  align pair a.zh b.en --langs zh:en --segmenter lines -o a.beads
  align pair readout.zh.txt readout.en.txt --keep corrected.tsv -o readout.tmx
  align pair originals translations -o memories --jobs 4
  align pair --list pairs.tsv -o memories --to jsonl"""

_ON_STDOUT = "tsv"


@click.command("pair", epilog=_EPILOG)
@click.argument("source", type=click.Path(path_type=Path), required=False)
@click.argument("target", type=click.Path(path_type=Path), required=False)
@click.option(
    "--list",
    "listed",
    type=click.Path(path_type=Path),
    help="Align many pairs: a line each, source, tab, target, and perhaps a tab and the name of the output.",
)
@click.option("--langs", help="Languages of the two sides, such as zh:en; detected, and said, if not given.")
@segmenter_option
@rules_option
@aligner_option
@encoder_option
@dictionary_option
@encoding_option
@anchors_option
@keep_option
@recover_option
@click.option("--bilingual", is_flag=True, help="SOURCE is one file with both texts; there is no TARGET.")
@click.option("--to", "to_format", help="Format to write; found from the suffix of the output if not given.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write  [default: stdout, as TSV]; for many pairs a folder, with a TMX for each.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Number of processes, for many pairs.  [default: 1]")
@click.option("--force", is_flag=True, help="Align also pairs that are unchanged since the last run, of many.")
@click.option(
    "--learn-together",
    is_flag=True,
    help="Let the aligner 'lexical' learn words from all documents first, of many.",
)
def command(
    *,
    source: Path | None,
    target: Path | None,
    listed: Path | None,
    langs: str | None,
    segmenter: str,
    rules: Path | None,
    aligner: str,
    encoder: str | None,
    dictionary: Path | None,
    encoding: str | None,
    anchors: Path | None,
    keep: Path | None,
    recover: bool,
    bilingual: bool,
    to_format: str | None,
    output: Path | None,
    jobs: int | None,
    force: bool,
    learn_together: bool,
) -> None:
    """Align SOURCE with TARGET, sentence by sentence; one of them may be - for standard input.

    The suffix of the output says what is written: .tmx, .tsv, .jsonl, .parquet (units, with text), or .beads (one bead
    a line, i,j:k,l TAB score, where i, j, k, l are segment numbers from 0).

    With --bilingual, SOURCE holds both texts, in two columns or paragraph by paragraph, and sentences are aligned
    within its paragraphs.

    What stands in another order in the other text, and texts that do not look like translations, are said on stderr.

    Two folders instead of two files: files of the same name are aligned with each other, whatever language code and
    suffix they bear (a/readout.zh.txt with b/readout.en.txt). A pair that fails is reported and the rest is done; what
    is unchanged since an earlier run is skipped.
    """
    from align.corpus.batch import PairOptions

    options = PairOptions(
        tags=language_pair(langs),
        segmenter=segmenter,
        rules=rules,
        aligner=aligner,
        encoder=encoder,
        dictionary=dictionary,
        encoding=known_encoding(encoding),
        learn_together=learn_together,
    )
    folders = [os.path.isdir(path) for path in (source, target) if path]  # noqa: PTH112 - a name may be none at all
    if listed is None and folders != [True, True]:
        given = {"--jobs": jobs, "--force": force, "--learn-together": learn_together}
        if wrong := next((name for name, value in given.items() if value), None):
            raise UsageError(f"{wrong} is for many pairs: two folders, or --list")
        if bilingual and (target is not None or anchors is not None):
            raise UsageError(
                "--bilingual takes one file, whose paragraphs are its anchors; leave out TARGET and --anchors"
            )
        if source is None or (target is None and not bilingual):
            raise UsageError("give two files, two folders, or --list (see: align pair --help)")
        lost = _pair_two(
            source,
            target,
            options,
            anchors=anchors,
            keep=keep,
            recover=recover,
            to_format=to_format,
            output=output,
        )
        if lost:
            sys.exit(1)
        return
    of_two = {"--anchors": anchors, "--keep": keep, "--recover": recover, "--bilingual": bilingual}
    if wrong := next((name for name, value in of_two.items() if value), None):
        raise UsageError(f"{wrong} is for two files; align the pairs that need it one by one")
    if output is None or is_dash(output):
        raise UsageError("many pairs need a folder for their results; name it with -o")
    pairing = pairing_of(source, target, listed=listed, to_format=to_format, options=options, out=output)
    pair_many(pairing, output, options=options, jobs=jobs or 1, force=force)


def _pair_two(
    source: Path,
    target: Path | None,
    options: PairOptions,
    *,
    anchors: Path | None,
    keep: Path | None,
    recover: bool,
    to_format: str | None,
    output: Path | None,
) -> int:
    """Align two files; how many things were lost in reading them is given back."""
    from align.corpus.two_files import aligner_for, write_alignment
    from align.output import refuse_bad_target
    from align.pairing import doubts
    from align.pipeline import format_for, make_aligner, make_segmenter, pair
    from align.progress import heard_by, tell
    from align.terminology.dictionary import read_dictionary

    words = None if options.dictionary is None else read_dictionary(options.dictionary)
    make_aligner(options.aligner, encoder=options.encoder, dictionary=None if words is None else {})
    cutter = make_segmenter(options.segmenter, rules=options.rules)
    if output is None or is_dash(output):
        to_format = format_for(Path("-"), name=to_format or _ON_STDOUT)
    else:
        to_format = format_for(output, name=to_format)
        refuse_bad_target(output)
    with progress() as show, heard_by(show):
        tell("reading", 0, 1)
        borders: Points = ()
        if target is None:
            first, second, borders, lost = one_text(
                source, tags=options.tags, segmenter=cutter, encoding=options.encoding, recover=recover
            )
        else:
            first, second, lost = two_texts(
                source, target, tags=options.tags, segmenter=cutter, encoding=options.encoding, recover=recover
            )
        points, kept = settled(first, second, anchors=anchors, keep=keep)
        points = points or borders
        chosen = aligner_for(options.aligner, first.lang, second.lang, encoder=options.encoder, dictionary=words)
        alignment = pair(first, second, aligner=chosen, points=points, keep=kept)
    alignment = replace(alignment, signature=alignment.signature.with_items(segmenter=cutter.signature))
    with written(output) as path:
        write_alignment(alignment, path, to_format)
    _say(alignment)
    doubts(alignment, aligner=chosen)
    talk(str(alignment.signature))
    return lost


def _say(alignment: Alignment) -> None:
    from collections import Counter

    kinds = Counter(bead.kind for bead in alignment.beads)
    nulls = sum(bead.is_null for bead in alignment.beads)
    shown = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()) or "none"
    talk(
        f"{len(alignment.source.segments)} {alignment.source.lang} and {len(alignment.target.segments)} "
        f"{alignment.target.lang} segments in {len(alignment.beads)} beads: {shown} ({nulls} null)"
    )
