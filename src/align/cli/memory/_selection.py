"""Options that say which units of a memory are meant, and their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import regex

from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from align.memory import Selection

__all__ = ["date_of", "selected", "selection_options"]

_DATE = regex.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def selection_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a selection, for a command."""
    for option in (
        click.option(
            "--status", type=click.Choice(["checked", "auto"]), help="Only units that are checked, or are not."
        ),
        click.option(
            "--score", type=click.FloatRange(0, 1), help="Only alignments with this score or a higher one, 0..1."
        ),
        click.option("--until", metavar="DATE", help="Only documents up to this date (2018, 2018-03 or 2018-03-01)."),
        click.option("--since", metavar="DATE", help="Only documents from this date on."),
        click.option("--file", "file", metavar="NAME", help="Only what was added from this file or folder."),
        click.option("--publisher", help="Only documents of this publisher."),
        click.option("--document", metavar="NAME", help="Only this document."),
    ):
        function = option(function)
    return function


def selected(given: dict[str, Any]) -> Selection:
    """The selection that the options of a command ask for; they are taken out of `given`.

    Raises:
        UsageError: a date is none.
    """
    from align.memory import Selection

    names = ("document", "publisher", "file", "since", "until", "score", "status")
    chosen = {name: given.pop(name, None) for name in names}
    for name in ("since", "until"):
        chosen[name] = date_of(chosen[name], option=f"--{name}")
    return Selection(**chosen)


def date_of(text: str | None, *, option: str) -> str | None:
    """A date as it was given.

    Raises:
        UsageError: it is none of ISO 8601.
    """
    if text is not None and not _DATE.fullmatch(text):
        raise UsageError(f"{option}: {text!r} is not a date such as 2018, 2018-03 or 2018-03-01")
    return text
