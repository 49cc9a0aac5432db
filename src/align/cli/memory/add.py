"""``align memory add``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import language
from align.cli._report import progress, talk
from align.cli._streams import is_dash, readable
from align.cli.memory._selection import date_of
from align.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from align.memory import Keep
    from align.model import TranslationUnit

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align memory add house corpora/readout-2023
  align memory add house old.tmx glossary.xlf --publisher "House press" --date 2019
  align memory add house new.tmx --keep newest"""


@click.command("add", epilog=_EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--from", "from_format", help="Format of the files; found from their content if not given.")
@click.option(
    "--keep",
    type=click.Choice(["newest", "first", "all"]),
    default="all",
    show_default=True,
    help="Of several translations of one text: the newest by the dates of their documents, the one that is there "
    "already, or all of them.",
)
@click.option("--source", help="Language that is translated, for --keep  [default: the first of each file]")
@click.option("--document", metavar="NAME", help="Name of the document  [default: the corpus's or the file's]")
@click.option(
    "--date", help="Date of the document (2018, 2018-03 or 2018-03-01)  [default: the corpus's or the file's]"
)
@click.option("--publisher", help="Publisher of the document  [default: the corpus's or the file's]")
def command(
    *,
    folder: Path,
    sources: tuple[Path, ...],
    from_format: str | None,
    keep: Keep,
    source: str | None,
    document: str | None,
    date: str | None,
    publisher: str | None,
) -> None:
    """Add the units of SOURCES to the memory in FOLDER, which is made if it is not there.

    A source is a file of units (TMX, XLIFF, TSV, JSONL, ...), - for standard input, or a folder with a corpus.toml.
    Units that are there already get one more origin. Properties document, date and publisher of a unit win over the
    options.
    """
    from align.formats.unpacking import is_packed
    from align.memory import Memory

    tag = None if source is None else language(source, option="--source")
    date = date_of(date, option="--date")
    if document is not None and len(sources) > 1:
        raise UsageError("--document names one document; add several sources without it, or one by one")
    for place in sources:
        if not is_dash(place) and not place.exists() and not is_packed(place):
            raise InputError("there is no such file or folder", path=place)
    with Memory.open(folder, writable=True) as memory:
        for place in sources:
            with readable(place) as (path,), progress() as show:
                units, said = _units(path, from_format, show)
                added = memory.add(
                    units,
                    document=document or said.get("document") or place.stem,
                    date=date or said.get("date"),
                    publisher=publisher or said.get("publisher"),
                    file="<stdin>" if is_dash(place) else place.name,
                    keep=keep,
                    source=tag or said.get("source"),
                    progress=lambda done: show("adding", done, 0),
                )
            parts = [
                f"{count} {what}"
                for count, what in (
                    (added.new, "new"),
                    (added.merged, "there already"),
                    (added.replaced, "in place of an older translation"),
                    (added.put_aside, "put aside for the translation that is there"),
                    (added.empty, "without text, left out"),
                )
                if count
            ]
            only = f"; {added.one_sided} of the new ones in one language only" if added.one_sided else ""
            talk(f"{place}: {added.units} units: {', '.join(parts) or 'nothing to add'}{only}")
        talk(f"{folder} now has {len(memory)} units in {', '.join(memory.languages) or 'no language'}")


def _units(
    path: Path, from_format: str | None, show: Callable[[str, int, int], None]
) -> tuple[Iterable[TranslationUnit], dict[str, str | None]]:
    """The units of a file or a corpus folder, and what it says about all of them."""
    from align.pipeline import read_header, scan_units

    if path.is_dir() or path.suffix == ".toml":
        from align.corpus.build import align_corpus
        from align.corpus.manifest import read_manifest

        show("aligning", 0, 0)
        manifest = read_manifest(path)
        corpus = align_corpus(manifest)
        entry = manifest.corpus
        said = {"document": entry.id, "date": corpus.date, "publisher": entry.publisher, "source": corpus.pivot.lang}
        return corpus.units, said
    header = read_header(path, format=from_format)
    said = {"document": header.title, "date": header.date, "publisher": header.publisher, "source": header.source}
    return scan_units(path, format=from_format), said
