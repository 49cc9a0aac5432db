"""The command line: one module a verb, imported when the verb is used (the door to `click` and `rich`)."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from align import __version__
from align.errors import AlignError, UnknownNameError

__all__ = ["main"]

_VERBS = {
    "build": "Build a parallel corpus from a folder with a corpus.toml.",
    "check": "Check how terms are rendered in a TMX or a corpus.",
    "convert": "Convert translation units or beads from one format to another.",
    "evaluate": "Score beads against gold beads.",
    "list": "List what is on a shelf: aligners, formats, checks, ...",
    "pair": "Align two files, no manifest needed.",
    "segment": "Cut a text into sentences.",
    "validate": "Check files against the schemas.",
}

_EPILOG = """\b
Examples:
  align build corpora/readout-2023
  align pair readout.zh.txt readout.en.txt -o readout.tmx
  align check readout.tmx --terms terms.csv --fail-on warning
\b
Exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage, 3 input that cannot be read."""


class _Verbs(click.Group):
    """Commands that are imported when they are called, so that help comes at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in _VERBS:
            return None
        command: click.Command = import_module(f"align.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _VERBS and not args[0].startswith("-"):
            raise click.UsageError(str(UnknownNameError("verb", args[0], _VERBS)), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        with formatter.section("Verbs"):
            formatter.write_dl(list(_VERBS.items()))


@click.command(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.version_option(__version__, prog_name="align")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors on stderr.")
def _align(*, quiet: bool) -> None:
    """Sentence-align a document and its translations into a parallel corpus that people can trust."""
    from align.cli._report import set_up_talk

    set_up_talk(quiet=quiet)


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit: 0 clean, 1 findings, 2 usage, 3 bad input; never with a traceback for these."""
    try:
        _align.main(args=args, prog_name="align", standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        sys.stderr.write("align: interrupted; what was written before is whole\n")
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except AlignError as error:
        sys.stderr.write(f"align: {' '.join(str(error).split(chr(10)))}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of stdout has gone; nothing is left to say
        sys.exit(0)
