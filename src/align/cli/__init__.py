"""The command line: one module a verb, imported when the verb is used (the door to `click` and `rich`)."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from align import __version__
from align.cli._group import lazy_group

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["main"]

_VERBS = {
    "build": "Build a parallel corpus from a folder with a corpus.toml.",
    "check": "Check how terms are rendered in a TMX or a corpus.",
    "convert": "Convert translation units, alignments or beads between formats.",
    "evaluate": "Score beads against gold beads.",
    "explain": "Say why a bead was chosen, and what competes with it.",
    "feed": "Give a machine translator matches and terms for each new segment (JSONL).",
    "list": "List what is on a shelf: aligners, formats, checks, ...",
    "mcp": "Let an assistant look up the memory and the terms.",
    "memory": "Keep a translation memory: add, look up, search, export.",
    "pair": "Align two files, or many; no manifest needed.",
    "pretranslate": "Fill a new document from a translation memory, and count what is left.",
    "rules": "Write our segmentation rules for translation tools (SRX).",
    "segment": "Cut a text into sentences.",
    "terms": "Keep a term base: check, join, compare and convert it.",
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


@click.command(
    cls=lazy_group("align.cli", _VERBS, kind="verb", heading="Verbs"),
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
    """Let a request to end the process, or a terminal that is closed, clean up as Ctrl-C does; in the main thread."""

    def end(number: int, _frame: object) -> None:
        # what is half-way through when it is thrown away complains to the hook; nobody wants to read that now
        sys.unraisablehook = lambda _: None
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        sys.exit(128 + number)

    hook = sys.unraisablehook
    wanted = [signal.SIGTERM, signal.SIGINT]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as nohup wants it
        wanted.append(signal.SIGHUP)
    try:
        before = {number: signal.signal(number, end) for number in wanted}
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        sys.unraisablehook = hook
