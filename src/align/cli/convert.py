"""``align convert``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import language_pair, rules_option, segmenter_option
from align.cli._report import talk
from align.cli._streams import is_dash, readable, written
from align.errors import UsageError

if TYPE_CHECKING:
    from align.pipeline import OnLoss

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align convert readout.tmx readout.jsonl
  align convert readout.tmx - --to tsv --on-loss error
  align convert hand.ladder readout.tmx --texts a.en b.cs --langs en:cs --segmenter lines
  align convert opus/en-cs.xml.gz en-cs.tmx"""


@click.command("convert", epilog=_EPILOG)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--from", "from_format", help="Format of SOURCE; found from the content if not given.")
@click.option("--to", "to_format", help="Format of TARGET; found from the suffix if not given.")
@click.option(
    "--texts",
    nargs=2,
    type=click.Path(path_type=Path),
    help="The two texts: for beads, which hold none, or where those of an alignment are.",
)
@click.option("--langs", help="Languages of the two texts, such as zh:en; stated by the files, or detected.")
@segmenter_option
@rules_option
@click.option(
    "--on-loss",
    type=click.Choice(["warn", "error"]),
    default="warn",
    show_default=True,
    help="Where TARGET cannot keep something: say so, or write nothing and exit with 3.",
)
def command(
    *,
    source: Path,
    target: Path,
    from_format: str | None,
    to_format: str | None,
    texts: tuple[Path, Path] | None,
    langs: str | None,
    segmenter: str,
    rules: Path | None,
    on_loss: OnLoss,
) -> None:
    """Convert units, alignments or beads from SOURCE to TARGET, and say what the target cannot keep.

    Either may be - for standard input or output; then --to has to name the format of the output. Formats that keep
    their texts apart (tei, xces) write them beside TARGET.
    """
    from align.conversion import convert
    from align.formats import FORMATS, AlignmentFormat
    from align.output import refuse_bad_target
    from align.pipeline import format_for, make_segmenter

    if is_dash(target) and to_format is None:
        raise UsageError("name the format of the output with --to")
    writer = format_for(target, name=to_format, alignments=True)
    one, other = language_pair(langs)
    cutter = make_segmenter(segmenter, rules=rules)
    if not is_dash(target):
        refuse_bad_target(target)
    elif isinstance(FORMATS.make(writer), AlignmentFormat) and writer != "hunalign-text":
        raise UsageError(f"{writer} keeps its texts in files of their own; name a file to write")
    with readable(source) as (path,), written(target) as place:
        done = convert(
            path,
            place,
            from_format=from_format,
            to_format=writer,
            texts=texts,
            langs=(one, other) if one and other else None,
            segmenter=cutter,
            on_loss=on_loss,
        )
    if done.statement:
        talk(done.statement)
    name = "standard output" if is_dash(target) else target
    beside = f"; the texts: {', '.join(map(str, done.beside))}" if done.beside else ""
    talk(f"{done.count} {done.content} written to {name}{beside}")
