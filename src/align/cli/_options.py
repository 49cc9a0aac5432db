"""Options that several verbs share, and where their text goes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from align.aligners import DEFAULT_ALIGNER
from align.encoders import DEFAULT_ENCODER
from align.errors import UsageError
from align.output import replacing
from align.segmenters import DEFAULT_SEGMENTER

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["aligner_option", "encoder_option", "language_pair", "segmenter_option", "text_output"]

segmenter_option = click.option(
    "--segmenter",
    default=DEFAULT_SEGMENTER,
    show_default=True,
    help="How to cut into sentences; 'lines' takes each line as a segment.",
)

aligner_option = click.option(
    "--aligner", default=DEFAULT_ALIGNER, show_default=True, help="How to pair (see: align list aligners)."
)

encoder_option = click.option(
    "--encoder", default=DEFAULT_ENCODER, show_default=True, help="What the semantic aligner takes vectors from."
)


def language_pair(text: str | None) -> tuple[str | None, str | None]:
    """The two tags of ``zh:en``; None for each that is not given.

    Raises:
        UsageError: there are not two.
    """
    if text is None:
        return None, None
    parts = [part.strip() for part in text.replace(",", ":").split(":")]
    if len(parts) != 2 or not all(parts):
        raise UsageError(f"--langs takes two language tags, such as zh:en, not {text!r}")
    return parts[0], parts[1]


def text_output(text: str, path: Path | None) -> None:
    """Write `text` to `path`, whole or not at all; to stdout for None or ``-``."""
    if path is None or str(path) == "-":
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
        return
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
