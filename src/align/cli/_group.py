"""A group of commands that are imported when they are called, so that help comes at once."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from align.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["lazy_group"]


def lazy_group(package: str, commands: Mapping[str, str], *, kind: str, heading: str) -> type[click.Group]:
    """A class of groups whose commands are in the modules of `package` that bear their names.

    Args:
        package: such as ``align.cli.terms``; a command called ``in-use`` is ``in_use.command`` in there.
        commands: names, and what each does in one line.
        kind: what a command is called where a name is unknown.
        heading: what stands over them in the help.
    """

    class LazyGroup(click.Group):
        """Commands that are imported when they are called."""

        def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
            return [*commands]

        def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
            if cmd_name not in commands:
                return None
            command: click.Command = import_module(f"{package}.{cmd_name.replace('-', '_')}").command
            return command

        def resolve_command(
            self, ctx: click.Context, args: list[str]
        ) -> tuple[str | None, click.Command | None, list[str]]:
            if args and args[0] not in commands and not args[0].startswith("-"):
                raise UnknownNameError(kind, args[0], commands)
            return super().resolve_command(ctx, args)

        def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
            with formatter.section(heading):
                formatter.write_dl([*commands.items()])

    return LazyGroup
