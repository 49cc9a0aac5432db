"""``align terms convert``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import languages
from align.cli._report import talk
from align.cli._streams import is_dash, readable, written
from align.cli.terms._options import column_options, columns_of, read_as_told
from align.errors import UsageError

if TYPE_CHECKING:
    from align.pipeline import OnLoss

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align terms convert glossary.xlsx terms.tbx
  align terms convert glossary.xlsx terms.csv --column 'Spalte B=fr' --ignore-column Datum
  align terms convert terms.csv omegat.tbx --to tbx2 --status preferred,admitted
  align terms convert terms.csv glossary.utf8 --langs zh:en"""


@click.command("convert", epilog=_EPILOG)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--from", "from_format", help="Format of SOURCE; found from the content if not given.")
@click.option("--to", "to_format", help="Format of TARGET; found from the suffix if not given.")
@click.option("--langs", help="Languages to write, the source first, such as zh:en  [default: all]")
@click.option("--status", help="Statuses to write, separated by commas  [default: all]")
@column_options
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
    langs: str | None,
    status: str | None,
    named: tuple[str, ...],
    ignored: tuple[str, ...],
    on_loss: OnLoss,
) -> None:
    """Convert a term base from SOURCE to TARGET, and say what the target cannot keep.

    What the columns of a table are is told from their names and said; --column and --ignore-column say it otherwise.
    Either file may be - for standard input or output; then --to has to name the format of the output.
    """
    from align.output import refuse_bad_target
    from align.termbases.files import write_termbase, writer_for
    from align.termbases.selecting import languages_like, with_statuses

    if is_dash(target) and to_format is None:
        raise UsageError("name the format of the output with --to")
    writer = writer_for(target, format=to_format)
    if not is_dash(target):
        refuse_bad_target(target)
    chosen = languages(langs) or ()
    columns = columns_of(named, ignored)
    with readable(source) as (path,), written(target) as place:
        termbase = read_as_told(path, columns, format=from_format, langs=chosen)
        kept = languages_like(termbase, chosen)
        if status is not None:
            termbase = with_statuses(termbase, [one.strip() for one in status.split(",") if one.strip()])
        write_termbase(termbase, place, format=writer.name, langs=kept, on_loss=on_loss)
    terms = [term for concept in termbase.concepts for term in concept.terms if not kept or term.lang in kept]
    name = "standard output" if is_dash(target) else str(target)
    talk(f"{len(termbase.concepts)} concepts with {len(terms)} terms in {', '.join(kept) or 'all languages'} -> {name}")
