"""``align memory``: what is done with a translation memory; one module a command, imported when the command is used."""

from __future__ import annotations

import click

from align.cli._group import lazy_group

__all__ = ["command"]

_COMMANDS = {
    "add": "Add units from corpora and files.",
    "export": "Write the units to a file in any unit format.",
    "info": "Show what a memory holds, and who writes to it.",
    "lookup": "Find units whose source is like a text.",
    "remove": "Remove documents, or what a search finds.",
    "search": "Search for words and phrases, with their translations: a concordance.",
    "serve": "Serve the memory over HTTP, to editors and programs.",
}

_EPILOG = """\b
Examples:
  align memory add house corpora/readout-2023
  align memory lookup house "构建人类命运共同体" --source zh --target en
  align memory search house "shared future" --lang en --target zh"""


@click.command(
    "memory", cls=lazy_group("align.cli.memory", _COMMANDS, kind="command", heading="Commands"), epilog=_EPILOG
)
def command() -> None:
    """Keep a translation memory in a folder: add to it, look up sentences, search it, write it to a file."""
