"""``align mcp``."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["command"]

_EPILOG = """\b
Example (an assistant's settings name this as the command of a server):
  align mcp --memory house --terms terms.csv"""


@click.command("mcp", epilog=_EPILOG)
@click.option("--memory", "memory_folder", type=click.Path(path_type=Path), required=True, help="Folder of the memory.")
@click.option("--terms", "--termbase", "terms", type=click.Path(path_type=Path), help="Term base.")
def command(*, memory_folder: Path, terms: Path | None) -> None:
    """Let an assistant look up the memory and the terms (Model Context Protocol, standard input and output).

    The tools are lookup, concordance, terms and check. They change nothing.
    """
    from align.memory import Memory
    from align.pipeline import read_termbase
    from align.serving.mcp_server import run_mcp_server
    from align.serving.service import Service

    termbase = None if terms is None else read_termbase(terms)
    with Memory.open(memory_folder) as memory:
        run_mcp_server(Service(memory, termbase))
