"""``align validate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from align.cli._report import talk

_EPILOG = """\b
Example:
  align validate build/readout-2023/readout-2023.tmx build/readout-2023/tei/*.xml"""


@click.command("validate", epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_name", help="Format of all files; found from the content if not given.")
def command(*, files: tuple[Path, ...], format_name: str | None) -> None:
    """Check FILES (TMX, TEI, corpus.toml) against the schemas; exit code 1 if any is not valid.

    Each problem is a line: file:line:column: what is wrong (rule); remedy.
    """
    from align.corpus.manifest import read_manifest
    from align.pipeline import validate

    count = 0
    for path in files:
        if path.suffix == ".toml" or path.is_dir():
            read_manifest(path)
            problems = []
        else:
            problems = validate(path, format=format_name)
        for problem in problems:
            sys.stdout.write(f"{problem}\n")
        count += len(problems)
        if not problems:
            talk(f"{path}: valid")
    if count:
        sys.exit(1)
