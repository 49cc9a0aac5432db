"""``align feed``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from align.cli._new_document import Asked, asked_options
from align.cli._report import talk
from align.cli._streams import is_dash, put

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align feed new.docx --memory house --terms terms.csv --source zh --target en > new.jsonl
  align feed new.txt --memory house --source fr --target en --all --max-bytes 4096 -o new.jsonl"""


@click.command("feed", epilog=_EPILOG)
@asked_options
@click.option("--all", "every", is_flag=True, help="Also segments that the memory has an exact match for.")
@click.option(
    "--max-bytes",
    type=int,
    default=16_384,
    show_default=True,
    help="Most bytes of a line; what does not fit is left out and counted, the text itself never.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write  [default: stdout]")
def command(*, every: bool, max_bytes: int, output: Path | None, **asked: Any) -> None:  # noqa: ANN401 - fields of Asked
    """Give a machine translator the segments of a new document with matches, terms and neighbours (JSONL).

    A line for each segment that has no exact match: its text, like sentences with their translations, terms with their
    statuses, and the sentences around it. There are no instructions in it. The schema is feed.schema.json.
    """
    from align.output import refuse_bad_target
    from align.pretranslation.feed import feed_lines

    wanted = Asked(**asked).checked()
    if output is not None and not is_dash(output):
        refuse_bad_target(output)
    found = wanted.looked_up().found
    lines = list(feed_lines(found, every=every, max_bytes=max_bytes))
    put("".join(f"{line}\n" for line in lines), output)
    talk(f"{len(lines)} of {len(found.segments)} segments given out")
