"""``align memory export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli._options import languages
from align.cli._report import talk
from align.cli._streams import is_dash, written
from align.cli.memory._selection import selected, selection_options
from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from align.model import TranslationUnit

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align memory export house house.tmx
  align memory export house checked.xlf --langs zh:en --status checked"""


@click.command("export", epilog=_EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--to", "to_format", help="Format of TARGET; found from the suffix if not given.")
@click.option("--langs", help="Languages to write, the source first, such as zh:en  [default: all]")
@selection_options
def command(*, folder: Path, target: Path, to_format: str | None, langs: str | None, **given: Any) -> None:  # noqa: ANN401 - the options of a selection
    """Write the units of the memory in FOLDER to TARGET, in any unit format; - stands for standard output.

    Document, date and publisher go with each unit as properties, as far as the format keeps them.
    """
    from align.formats import UnitHeader
    from align.memory import Memory
    from align.model import Signature
    from align.output import refuse_bad_target
    from align.pipeline import format_for, write_units

    selection = selected(given)
    chosen = languages(langs)
    if is_dash(target):
        if to_format is None:
            raise UsageError("name the format of the output with --to")
    else:
        refuse_bad_target(target)
    writer = format_for(target, name=to_format)
    with Memory.open(folder) as memory, written(target) as place:
        units: Iterable[TranslationUnit] = memory.export(None if selection.is_empty else selection)
        if chosen:
            units = _only(units, chosen)
        header = UnitHeader(
            source=chosen[0] if chosen else None, title=folder.name, signature=Signature.parse(memory.info().signature)
        )
        done = write_units(units, place, format=writer, header=header)
    talk(f"{done.units} units written to {'standard output' if is_dash(target) else target}")


def _only(units: Iterable[TranslationUnit], langs: tuple[str, ...]) -> Iterator[TranslationUnit]:
    """The units with the variants of some languages only, in their order; those with fewer than two are left out."""
    from dataclasses import replace

    from align.lang import fallbacks

    for unit in units:
        variants = [
            found
            for lang in langs
            if (found := next((one for one in unit.variants if lang in fallbacks(one.lang)), None)) is not None
        ]
        if len(variants) > 1:
            yield replace(unit, variants=tuple(variants))
