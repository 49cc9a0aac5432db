"""``align terms merge``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import languages
from align.cli._report import say, talk
from align.cli._streams import is_dash, readable, written
from align.cli.terms._options import column_options, columns_of, langs_option, read_with_ids
from align.errors import UsageError

if TYPE_CHECKING:
    from align.model import TermBase
    from align.pipeline import OnLoss
    from align.termbases.merging import Prefer

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align terms merge house.csv client.xlsx -o all.csv
  align terms merge house.csv client.xlsx -o all.tbx --by-terms --prefer first"""

_TOLD = 50  # conflicts that are written out


@click.command("merge", epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="File to write, or - for stdout.")
@click.option("--to", "to_format", help="Format of the output; found from the suffix if not given.")
@click.option("--by-terms", is_flag=True, help="Join concepts with different ids too, if they share a term.")
@click.option(
    "--prefer",
    type=click.Choice(["first", "last"]),
    help="Where the files contradict each other: take what the first or the last one says.",
)
@langs_option
@column_options
@click.option(
    "--on-loss",
    type=click.Choice(["warn", "error"]),
    default="warn",
    show_default=True,
    help="Where the output cannot keep something: say so, or write nothing and exit with 3.",
)
def command(
    *,
    files: tuple[Path, ...],
    output: Path,
    to_format: str | None,
    by_terms: bool,
    prefer: Prefer | None,
    langs: str | None,
    named: tuple[str, ...],
    ignored: tuple[str, ...],
    on_loss: OnLoss,
) -> None:
    """Join the term bases FILES; concepts with the same id become one.

    A table without ids of concepts can only be joined with --by-terms. Its concepts get the name of the file and a
    number.

    Where they contradict each other, each conflict is a line, nothing is written and the exit code is 1, unless
    --prefer says who is right.
    """
    from align.output import refuse_bad_target
    from align.termbases.files import write_termbase, writer_for
    from align.termbases.merging import merge
    from align.termbases.pairing import renamed

    if len(files) < 2:
        raise UsageError("name two term bases or more")
    if is_dash(output) and to_format is None:
        raise UsageError("name the format of the output with --to")
    writer = writer_for(output, format=to_format)
    if not is_dash(output):
        refuse_bad_target(output)
    columns = columns_of(named, ignored)
    chosen = languages(langs) or ()
    termbases: list[tuple[str, TermBase]] = []
    with readable(*files) as paths:
        for name, path in zip(files, paths, strict=True):
            termbase, has_ids = read_with_ids(path, columns, langs=chosen)
            if not has_ids:
                if not by_terms:
                    raise UsageError(f"{name} has no ids of concepts; join by the terms that they share: --by-terms")
                stem = "stdin" if is_dash(name) else name.stem
                names = {one.id: f"{stem}-{number}" for number, one in enumerate(termbase.concepts, 1)}
                termbase = renamed(termbase, names)
            termbases.append((str(name), termbase))
    merged = merge(termbases, by_terms=by_terms, prefer=prefer or "first")
    for conflict in merged.conflicts[:_TOLD]:
        say(str(conflict))
    more = len(merged.conflicts) - _TOLD
    if more > 0:
        say(f"and {more} more like these")
    for old, new in merged.renamed[:_TOLD]:
        talk(f"{old} went into {new}, with which it shares a term")
    if merged.conflicts and prefer is None:
        say(f"{len(merged.conflicts)} conflicts; nothing was written; correct the files, or use --prefer first or last")
        sys.exit(1)
    with written(output) as place:
        write_termbase(merged.termbase, place, format=writer.name, on_loss=on_loss)
    where = "standard output" if is_dash(output) else str(output)
    count = len(merged.termbase.concepts)
    talk(f"{count} concepts written to {where}, {merged.joined} joined, {len(merged.conflicts)} conflicts")
