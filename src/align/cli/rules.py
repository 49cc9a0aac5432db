"""``align rules``."""

from __future__ import annotations

from pathlib import Path

import click

from align.cli._options import language
from align.cli._report import talk
from align.cli._streams import is_dash, written

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align rules -o align.srx
  align rules --langs de,fr -o align.srx"""


@click.command("rules", epilog=_EPILOG)
@click.option("--langs", help="Languages to write rules for, such as de,fr  [default: all that have rules]")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write  [default: stdout]")
def command(*, langs: str | None, output: Path | None) -> None:
    """Write our segmentation rules as SRX 2.0, for translation tools that are to cut texts as we do.

    Rules of other tools are followed with --rules FILE (segment, pair, explain, convert).
    """
    from align.segmenters.portable import write_portable

    tags = None if langs is None else [language(tag, option="--langs") for tag in langs.replace(":", ",").split(",")]
    with written(output) as path:
        named = write_portable(path, langs=tags)
    name = "standard output" if output is None or is_dash(output) else output
    counted = "1 language" if len(named) == 1 else f"{len(named)} languages"
    talk(f"rules for {counted} written to {name}: {', '.join(named)}")
