"""``align convert --onto``: an edited sheet put onto the units that it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.cli._report import say, talk
from align.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from align.formats import Written

__all__ = ["revised"]

_TOLD = 50  # conflicts that are written out


def revised(sheet: Path, old: Path, target: Path, *, writer: str) -> tuple[str, Written, int]:
    """Write the units of `old` with the edits of `sheet` to `target`; conflicts are told, a line each.

    Args:
        sheet: the workbook that came back.
        old: the file of units that it was made from, or a later state of it.
        target: the file to write.
        writer: name of its format.

    Returns:
        The format of `old`, what was written, and how many conflicts there were.

    Raises:
        UsageError: the sheet is not a workbook, or the writer is not a format of units.
        InputError: a file cannot be read.
    """
    from align.formats import FORMATS, PairFormat, UnitFormat, UnitSource
    from align.formats.xlsx import read_review
    from align.pipeline import format_of, read_header, scan_units, write_units
    from align.revision import Revision

    if format_of(sheet) != "xlsx":
        raise UsageError(f"--onto takes a workbook (.xlsx) that came back from a reviewer, not {sheet}")
    reader = format_of(old)
    for name, abilities in ((reader, UnitSource), (writer, (UnitFormat, PairFormat))):
        if not isinstance(FORMATS.make(name), abilities):
            raise UsageError(f"--onto takes and writes units, and {name} has none")
    revision = Revision(read_review(sheet))
    written = write_units(
        revision.apply(scan_units(old, format=reader)),
        target,
        format=writer,
        header=read_header(old, format=reader),
    )
    for line in revision.conflicts[:_TOLD]:
        say(f"{sheet}: {line}")
    more = len(revision.conflicts) - _TOLD
    if more > 0:
        say(f"{sheet}: and {more} more like these")
    talk(f"{revision.changed} units changed, {len(revision.conflicts)} conflicts")
    return reader, written, len(revision.conflicts)
