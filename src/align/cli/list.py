"""``align list``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from align.cli._streams import put
from align.errors import UnknownNameError

if TYPE_CHECKING:
    from align.shelf import Shelf

__all__ = ["command"]

_EPILOG = """\b
Example:
  align list aligners"""


@click.command("list", epilog=_EPILOG)
@click.argument("shelf", required=False)
def command(*, shelf: str | None) -> None:
    """List what is on SHELF; all of them if not given.

    The shelves: aligners, checks, encoders, formats, reports, segmenters, termbases.

    A star marks what is used by default.
    """
    from align.aligners import ALIGNERS, DEFAULT_ALIGNER
    from align.checks import CHECKS
    from align.encoders import DEFAULT_ENCODER, ENCODERS
    from align.formats import FORMATS
    from align.report import REPORTS
    from align.segmenters import DEFAULT_SEGMENTER, SEGMENTERS
    from align.termbases import TERMBASES

    shelves: dict[str, tuple[Shelf[Any], str | None]] = {
        "aligners": (ALIGNERS, DEFAULT_ALIGNER),
        "checks": (CHECKS, None),
        "encoders": (ENCODERS, DEFAULT_ENCODER),
        "formats": (FORMATS, None),
        "reports": (REPORTS, None),
        "segmenters": (SEGMENTERS, DEFAULT_SEGMENTER),
        "termbases": (TERMBASES, None),
    }
    if shelf is not None and shelf not in shelves:
        raise UnknownNameError("shelf", shelf, shelves)
    lines = []
    for name in [shelf] if shelf else shelves:
        members, default = shelves[name]
        lines.append(name)
        for member in members.names():
            summary = (members.load(member).__doc__ or "").strip().split("\n")[0]
            lines.append(f"  {member:<12}{'*' if member == default else ' '} {summary}".rstrip())
    put("".join(f"{line}\n" for line in lines))
