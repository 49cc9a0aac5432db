"""``align mcp``."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from align.memory import Memory

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align mcp --memory house --terms terms.csv
  align mcp --corpus readout.tmx --terms terms.csv"""


@click.command("mcp", epilog=_EPILOG)
@click.option("--memory", "memory_folder", type=click.Path(path_type=Path), help="Folder of the memory.")
@click.option(
    "--corpus",
    "corpora",
    multiple=True,
    type=click.Path(path_type=Path),
    help="File of units (TMX, XLIFF, ...) in place of a memory; may be given more than once.",
)
@click.option("--terms", "--termbase", "terms", type=click.Path(path_type=Path), help="Term base.")
def command(*, memory_folder: Path | None, corpora: tuple[Path, ...], terms: Path | None) -> None:
    """Let an assistant look up the memory and the terms (Model Context Protocol, standard input and output).

    The tools are lookup, concordance, terms and check. They change nothing. The settings of an assistant name this
    command as that of a server.
    """
    from align.pipeline import read_termbase
    from align.serving.mcp_server import run_mcp_server
    from align.serving.service import Service

    if (memory_folder is None) == (not corpora):
        raise UsageError("name either a memory with --memory, or files of units with --corpus")
    termbase = None if terms is None else read_termbase(terms)
    with _opened(memory_folder, corpora) as memory:
        run_mcp_server(Service(memory, termbase))


@contextmanager
def _opened(folder: Path | None, corpora: tuple[Path, ...]) -> Iterator[Memory]:
    """The memory, or one of the files that lasts as long as this process."""
    from align.memory import Memory

    if folder is not None:
        with Memory.open(folder) as memory:
            yield memory
        return
    from tempfile import TemporaryDirectory

    from align.pipeline import scan_units

    with TemporaryDirectory(prefix="align.mcp.") as place:
        with Memory.open(place, writable=True) as memory:
            for path in corpora:
                memory.add(scan_units(path), document=path.stem, file=path.name)
        with Memory.open(place) as memory:
            yield memory
