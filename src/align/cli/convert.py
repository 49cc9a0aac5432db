"""``align convert``."""

from __future__ import annotations

from pathlib import Path

import click

from align.cli._report import talk

_EPILOG = """\b
Example:
  align convert readout.tmx readout.jsonl"""


@click.command("convert", epilog=_EPILOG)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--from", "from_format", help="Format of SOURCE; found from the content if not given.")
@click.option("--to", "to_format", help="Format of TARGET; found from the suffix if not given.")
def command(*, source: Path, target: Path, from_format: str | None, to_format: str | None) -> None:
    """Convert translation units, or beads, from SOURCE to TARGET, and say what the target cannot keep."""
    from align.formats import FORMATS, BeadFormat
    from align.pipeline import format_of, read_beads, read_header, scan_units, write_beads, write_units

    reader = format_of(source, name=from_format)
    if isinstance(FORMATS.make(reader), BeadFormat):
        beads = read_beads(source, format=reader)
        write_beads(beads, target, format=to_format)
        talk(f"{len(beads)} beads written to {target}")
        return
    header = read_header(source, format=reader)
    written = write_units(scan_units(source, format=reader), target, format=to_format, header=header)
    writer = format_of(target, name=to_format)
    lost = sorted(FORMATS.make(reader).keeps - FORMATS.make(writer).keeps)
    if lost:
        talk(f"{writer} cannot keep all of: {', '.join(lost)}")
    talk(f"{written.units} units written to {target}")
