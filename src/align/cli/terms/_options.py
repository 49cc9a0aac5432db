"""Options that several commands for term bases share, and reading with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from align.model import TermBase
    from align.termbases import Columns

__all__ = ["column_options", "columns_of", "langs_option", "read_as_told", "read_with_ids"]


langs_option = click.option(
    "--langs", help="Languages of a glossary that does not say them, the source first, such as zh:en."
)


def column_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command be told what the columns of a table are."""
    ignore = click.option(
        "--ignore-column", "ignored", multiple=True, metavar="NAME", help="Leave out this column (header or letter)."
    )
    column = click.option(
        "--column",
        "named",
        multiple=True,
        metavar="NAME=MEANING",
        help="What a column (header or letter) is: a language tag, or a field such as note, definition or note:fr.",
    )
    return column(ignore(command))


def columns_of(named: tuple[str, ...], ignored: tuple[str, ...]) -> Columns:
    """What the columns are, as far as the options say.

    Raises:
        UsageError: an option is not ``NAME=MEANING``.
    """
    from align.termbases import Columns

    pairs = []
    for option in named:
        name, equals, meaning = option.rpartition("=")
        if not equals or not name.strip() or not meaning.strip():
            raise UsageError(f"--column takes NAME=MEANING, such as 'Spalte B=fr', not {option!r}")
        pairs.append((name.strip(), meaning.strip()))
    return Columns(named=tuple(pairs), ignored=ignored)


def read_as_told(path: Path, columns: Columns, *, format: str | None = None, langs: tuple[str, ...] = ()) -> TermBase:  # noqa: A002
    """The term base in a file; what was guessed is said on stderr.

    Raises:
        InputError: it cannot be read.
    """
    from align.termbases.files import read_termbase

    return read_termbase(path, format=format, columns=columns, langs=langs)


def read_with_ids(path: Path, columns: Columns, *, langs: tuple[str, ...] = ()) -> tuple[TermBase, bool]:
    """The term base in a file, and whether its concepts have ids of their own.

    Raises:
        InputError: it cannot be read.
    """
    from align.termbases.files import checked, read

    reading = read(path, columns=columns, langs=langs)
    return checked(reading, path), not reading.numbered
