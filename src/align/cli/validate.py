"""``align validate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from align.cli._report import say, talk
from align.cli._streams import is_dash, put, readable
from align.errors import InputError

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align validate build/readout-2023/readout-2023.tmx build/readout-2023/tei/*.xml
  align validate corpora/readout-2023/corpus.toml build/readout-2023/findings.json"""


@click.command("validate", epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_name", help="Format of all files; found from the content if not given.")
def command(*, files: tuple[Path, ...], format_name: str | None) -> None:
    """Check FILES against the schemas; exit code 1 if any is not valid, 3 if any cannot be read.

    TMX, XLIFF, TEI, XCES, TBX, JSON Lines, Parquet, reports in JSON, corpus.toml and terms.accepted.toml are held
    against their schemas; all else is read to its end. Each problem is a line: file:line:column: what is wrong (rule);
    remedy.
    """
    from align.corpus.validation import problems_of

    invalid = unreadable = 0
    with readable(*files) as paths:
        for path, named in zip(paths, files, strict=True):
            try:
                problems = problems_of(path, format=format_name)
            except InputError as error:
                unreadable += 1
                say(str(error))
                continue
            name = "<stdin>" if is_dash(named) else str(named)
            put("".join(f"{problem}\n".replace(str(path), name) for problem in problems))
            if problems:
                invalid += 1
            else:
                talk(f"{path}: valid")
    if len(files) > 1:
        talk(f"{len(files)} files: {len(files) - invalid - unreadable} valid, {invalid} not, {unreadable} unreadable")
    if invalid or unreadable:
        sys.exit(3 if unreadable else 1)
