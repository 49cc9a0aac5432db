"""``align terms``: what is done with a term base; one module a command, imported when the command is used."""

from __future__ import annotations

import click

from align.cli._group import lazy_group

__all__ = ["command"]

_COMMANDS = {
    "convert": "Convert a term base between formats.",
    "diff": "Show what was added, removed and changed between two term bases.",
    "extract": "Find terms and their renderings in an aligned corpus.",
    "merge": "Join term bases; conflicts are shown, never guessed.",
    "renderings": "Show how concepts are rendered in a corpus, and since when.",
    "validate": "Find what is wrong in a term base.",
}

_EPILOG = """\b
Examples:
  align terms validate terms.csv
  align terms convert terms.xlsx terms.tbx"""


@click.command(
    "terms", cls=lazy_group("align.cli.terms", _COMMANDS, kind="command", heading="Commands"), epilog=_EPILOG
)
def command() -> None:
    """Keep a term base: check it, join it with others, compare and convert it."""
