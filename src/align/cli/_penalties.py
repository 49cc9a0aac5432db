"""The option of penalties, for all that looks a memory up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from align.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from align.memory import Penalties

__all__ = ["penalties_of", "penalty_option"]

penalty_option = click.option(
    "--penalty",
    "penalties",
    multiple=True,
    metavar="NAME=VALUE",
    help="What to take off, 0..1: unchecked, low_score (with low_score_below), region, publisher, numbers, spelling.",
)


def penalties_of(given: tuple[str, ...]) -> Penalties:
    """The penalties with those that were given.

    Raises:
        UsageError: one is not a name and a number in 0..1.
        UnknownNameError: no penalty of this name.
    """
    from dataclasses import fields, replace

    from align.memory import DEFAULT_PENALTIES

    names = [field.name for field in fields(DEFAULT_PENALTIES)]
    chosen: dict[str, float] = {}
    for text in given:
        name, _, value = text.partition("=")
        name = name.strip().replace("-", "_")
        if name not in names:
            raise UnknownNameError("penalty", name, names)
        try:
            chosen[name] = float(value)
        except ValueError:
            raise UsageError(f"--penalty takes a name and a number, such as unchecked=0.02, not {text!r}") from None
    return replace(DEFAULT_PENALTIES, **chosen)
