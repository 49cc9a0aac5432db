"""``align convert``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import language_pair, languages, recover_option, rules_option, segmenter_option
from align.cli._report import say, talk
from align.cli._streams import is_dash, readable, whole, written
from align.errors import UsageError
from align.segmenters import DEFAULT_SEGMENTER

if TYPE_CHECKING:
    from align.conversion import Converted
    from align.pipeline import OnLoss

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align convert readout.tmx readout.jsonl
  align convert readout.tmx - --to tsv --on-loss error
  align convert readout.tmx readout.zh-en.xlf --langs zh:en
  align convert readout.tmx corpus/readout --to moses --langs zh:en
  align convert hand.ladder readout.tmx --texts a.en b.cs --langs en:cs --segmenter lines
  align convert opus/en-cs.xml.gz en-cs.tmx
  align convert readout.tmx review.xlsx
  align convert review.xlsx new.tmx --onto readout.tmx
  align convert law.docx law.tmx --bilingual zh:en
  align convert broken.tmx whole.tmx --recover
  align convert big.tmx part.tmx --split 100MB"""

_NAMED = 4  # more files than that are not named one by one
_TOLD = 50  # conflicts that are written out


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
@click.option(
    "--bilingual",
    metavar="LANGS",
    help="SOURCE is one text in these two languages (such as zh:en), in two columns or paragraph by paragraph.",
)
@click.option(
    "--langs",
    help="Languages, the source first, such as zh:en: those to take of units, or those that two texts are in "
    "(otherwise stated by the files, or detected).",
)
@segmenter_option
@rules_option
@click.option(
    "--onto",
    type=click.Path(path_type=Path),
    help="Units that SOURCE, an edited .xlsx, was made from; TARGET gets them with its edits.",
)
@click.option(
    "--split",
    metavar="SIZE",
    help="Write TARGET-001, TARGET-002 and so on, none larger than this, such as 100MB or 50000units.",
)
@recover_option
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
    bilingual: str | None,
    langs: str | None,
    segmenter: str,
    rules: Path | None,
    onto: Path | None,
    split: str | None,
    recover: bool,
    on_loss: OnLoss,
) -> None:
    """Convert units, alignments or beads from SOURCE to TARGET, and say what the target cannot keep.

    Either may be - for standard input or output; then --to has to name the format of the output. Formats that keep
    their texts apart (tei, xces) write them beside TARGET.

    With --onto, rows of the sheet are found by their hidden ids. An edit is taken if the unit has not changed since the
    sheet was made. Each conflict is a line, the unit keeps its wording, and the exit code is 1.
    """
    from align.conversion import convert
    from align.formats import FORMATS, AlignmentFormat, PairFormat
    from align.output import refuse_bad_target
    from align.pipeline import format_for, make_segmenter
    from align.splitting import parse_split

    if bilingual is not None:
        cut = segmenter != DEFAULT_SEGMENTER
        _refuse_with_bilingual(texts=texts, langs=langs, segmenter=cut, rules=rules, onto=onto)
    if is_dash(target) and to_format is None:
        raise UsageError("name the format of the output with --to")
    parts = None if split is None else parse_split(split)
    if parts is not None and (is_dash(target) or bilingual is not None):
        raise UsageError("--split writes several files of units; name a target, and leave --bilingual out")
    writer = format_for(target, name=to_format, alignments=True)
    chosen = languages(langs)
    cutter = make_segmenter(segmenter, rules=rules)
    if not is_dash(target):
        refuse_bad_target(target)
    elif isinstance(FORMATS.make(writer), PairFormat):
        raise UsageError(f"{writer} is two files; name what they are to have in common, such as corpus")
    elif isinstance(FORMATS.make(writer), AlignmentFormat) and writer != "hunalign-text":
        raise UsageError(f"{writer} keeps its texts in files of their own; name a file to write")
    if bilingual is not None:
        lost = _bilingual(source, target, from_format, writer, on_loss, langs=bilingual, recover=recover)
        _exit(source, lost)
        return
    with (
        readable(source, *([] if onto is None else [onto])) as (packed, *units),
        whole(packed, source, recover=recover) as (path, lost),
        written(target) as place,
    ):
        done = convert(
            path,
            place,
            from_format=from_format,
            to_format=writer,
            texts=texts,
            langs=chosen,
            segmenter=cutter,
            onto=units[0] if units else None,
            split=parts,
            on_loss=on_loss,
        )
        if onto is not None:
            _say_edits(path, done)
    if done.statement:
        fate = f"; what {done.reader} had of these comes back with --onto" if writer == "xlsx" else ""
        talk(f"{done.statement}{fate}")
    _say(f"{done.count} {done.content}", target, done)
    _exit(source, lost, bad=bool(done.conflicts))


def _exit(source: Path, lost: int, *, bad: bool = False) -> None:
    """Say how many things were lost in reading; end with 1 if any was, or if all is not well."""
    if lost:
        talk(f"{source}: {lost} {'losses' if lost > 1 else 'loss'} in reading")
    if lost or bad:
        sys.exit(1)


def _say_edits(sheet: Path, done: Converted) -> None:
    """Each conflict, and how many edits were taken."""
    for line in done.conflicts[:_TOLD]:
        say(f"{sheet}: {line}")
    more = len(done.conflicts) - _TOLD
    if more > 0:
        say(f"{sheet}: and {more} more like these")
    talk(f"{done.changed} units changed, {len(done.conflicts)} conflicts")


def _refuse_with_bilingual(**given: object) -> None:
    """Refuse the options that a text in two languages has no use for.

    Raises:
        UsageError: one of them is given.
    """
    if wrong := next((name for name, value in given.items() if value), None):
        raise UsageError(f"--bilingual names both languages and keeps paragraphs whole; leave out --{wrong}")


def _bilingual(
    source: Path, target: Path, reader: str | None, writer: str, on_loss: OnLoss, *, langs: str, recover: bool
) -> int:
    """Write the paragraphs of one text in two languages as units, an alignment or beads; how many things were lost."""
    from align.conversion import convert_alignment
    from align.pipeline import read_bilingual

    first, second = language_pair(langs, option="--bilingual")
    with (
        readable(source) as (packed,),
        whole(packed, source, recover=recover) as (path, lost),
        written(target) as place,
    ):
        alignment = read_bilingual(path, langs=(first, second) if first and second else None, format=reader)
        done = convert_alignment(alignment, place, to_format=writer, on_loss=on_loss)
    if done.statement:
        talk(done.statement)
    null = sum(bead.is_null for bead in alignment.beads)
    _say(f"{len(alignment.beads)} pairs of paragraphs", target, done, f", {null} of them with one side only")
    return lost


def _say(what: str, target: Path, done: Converted, more: str = "") -> None:
    files = done.files or (target,)
    name = " and ".join(map(str, files)) if len(files) < _NAMED else f"{files[0]} ... {files[-1]}, {len(files)} files"
    name = "standard output" if is_dash(target) else name
    beside = f"; the texts: {', '.join(map(str, done.beside))}" if done.beside else ""
    talk(f"{what} written to {name}{more}{beside}")
