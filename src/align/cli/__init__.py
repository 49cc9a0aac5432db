"""The command line: one module a verb, imported when the verb is used (the door to `click` and `rich`)."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from align import __version__
from align.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["main"]

_VERBS = {
    "build": "Build a parallel corpus from a folder with a corpus.toml.",
    "check": "Check how terms are rendered in a TMX or a corpus.",
    "convert": "Convert translation units, alignments or beads between formats.",
    "evaluate": "Score beads against gold beads.",
    "explain": "Say why a bead was chosen, and what competes with it.",
    "list": "List what is on a shelf: aligners, formats, checks, ...",
    "pair": "Align two files, or many; no manifest needed.",
    "rules": "Write our segmentation rules for translation tools (SRX).",
    "segment": "Cut a text into sentences.",
    "validate": "Check files against the schemas.",
}

_EPILOG = """\b
Examples:
  align build corpora/readout-2023
  align pair readout.zh.txt readout.en.txt -o readout.tmx
  align check readout.tmx --terms terms.csv --fail-on warning

\b
Exit codes: 0 clean, 1 findings at or above --fail-on or a file that is not valid, 2 usage,
3 input that cannot be read or a result that cannot be written, 70 a mistake in align itself."""


class _Verbs(click.Group):
    """Commands that are imported when they are called, so that help comes at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        return [*_VERBS]  # `list` is also the name of a module here, once it is imported

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in _VERBS:
            return None
        command: click.Command = import_module(f"align.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _VERBS and not args[0].startswith("-"):
            raise UnknownNameError("verb", args[0], _VERBS)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        with formatter.section("Verbs"):
            formatter.write_dl([*_VERBS.items()])


@click.command(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.version_option(__version__, prog_name="align")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors on stderr.")
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
@click.option(
    "--limit",
    "words",
    multiple=True,
    envvar="ALIGN_LIMIT",
    metavar="NAME=N",
    help="Let files hold more than is usual, such as depth=2000 or size=100GB; may be repeated. [env: ALIGN_LIMIT]",
)
@click.pass_context
def _align(context: click.Context, *, quiet: bool, debug: bool, words: tuple[str, ...]) -> None:
    """Sentence-align a document and its translations into a parallel corpus that people can trust."""
    from align.cli._report import set_up_talk

    set_up_talk(quiet=quiet, debug=debug)
    if words:
        from align.limits import parse_limits, raised

        context.with_resource(raised(**parse_limits(words)))


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit with one of the codes of its help; an error is one line, never a traceback."""
    _speak_utf8()
    # The matrices are small: more threads only wait for one another (seven times as long on two busy cores). Aligners
    # and encoders use one in any case (align.blas); here none are even made. Read when numpy is first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Nothing here makes rings of objects by the million, and looking for them costs a reader of many records a third.
    gc.set_threshold(100_000, 50, 100)
    code: object = 0
    try:
        with _ended_by_terminate():
            code = _align.main(args=args, prog_name="align", standalone_mode=False)
    except Exception as error:  # noqa: BLE001 - the last line of defence
        from align.cli._failure import explain

        code = explain(error)
    except KeyboardInterrupt:
        from align.cli._failure import interrupted

        code = interrupted()
    sys.exit(code if isinstance(code, int) else 0)


def _speak_utf8() -> None:
    """Let standard output and error be UTF-8 with plain line ends, whatever the console or the locale is set to."""
    for stream, errors in ((sys.stdout, "backslashreplace"), (sys.stderr, "surrogateescape")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors, newline="\n")


@contextmanager
def _ended_by_terminate() -> Iterator[None]:
    """Let a request to end the process clean up as Ctrl-C does; in the main thread, where signals arrive."""

    def end(number: int, _frame: object) -> None:
        # what is half-way through when it is thrown away complains to the hook; nobody wants to read that now
        sys.unraisablehook = lambda _: None
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        sys.exit(143)

    hook = sys.unraisablehook
    try:
        before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        sys.unraisablehook = hook
