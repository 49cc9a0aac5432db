"""``align terms diff``."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from align.cli._report import talk
from align.cli._streams import put, readable
from align.cli.terms._options import column_options, columns_of, read_as_told

__all__ = ["command"]

_EPILOG = """\b
Example:
  align terms diff terms-2023.tbx terms-2024.xlsx"""


@click.command("diff", epilog=_EPILOG)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@column_options
@click.option(
    "--report", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to list the changes."
)
def command(*, old: Path, new: Path, named: tuple[str, ...], ignored: tuple[str, ...], report: str) -> None:
    """Show what was added (+), removed (-) and changed (~) from OLD to NEW, in whatever formats they are.

    Concepts are compared by their ids, terms by language and text; their order does not count. The exit code is that
    of diff: 0 if there is no difference, 1 if there is, 3 if a file cannot be read.
    """
    from align.termbases.comparison import changes

    columns = columns_of(named, ignored)
    with readable(old, new) as (first, second):
        found = list(changes(read_as_told(first, columns), read_as_told(second, columns)))
    if report == "json":
        put(json.dumps({"changes": [asdict(change) for change in found]}, ensure_ascii=False, indent=2) + "\n")
    else:
        put("".join(f"{change}\n" for change in found))
    counts = {kind: sum(change.kind == kind for change in found) for kind in ("added", "removed", "changed")}
    talk(", ".join(f"{count} {kind}" for kind, count in counts.items()) if found else "no difference")
    if found:
        sys.exit(1)
