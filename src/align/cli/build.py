"""``align build``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._report import progress, table, talk

if TYPE_CHECKING:
    from align.corpus.build import BuildResult, Corpus

__all__ = ["command"]

_EPILOG = """\b
Example:
  align build corpora/readout-2023 -o out --pairs"""


@click.command("build", epilog=_EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for the results  [default: build/<id>]")
@click.option(
    "--pairs/--no-pairs", default=None, help="Also write a TMX for each pair; the manifest decides if not given."
)
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
def command(*, folder: Path, output: Path | None, pairs: bool | None, force: bool) -> None:
    """Build a parallel corpus from FOLDER, which holds a corpus.toml.

    Reads, segments, aligns, joins and checks the texts, and writes TMX, TEI, tables and a report. Nothing is done if
    nothing has changed; a failed or killed build leaves the old results whole.
    """
    from align.corpus.build import build

    with progress() as show:
        result = build(folder, out=output, pairs=pairs, force=force, progress=show)
    if result.corpus is None:
        talk(f"nothing has changed since the last build; the results are in {result.out} (--force builds anyway)")
        return
    _summary(result, result.corpus)


def _summary(result: BuildResult, corpus: Corpus) -> None:
    from collections import Counter

    from align.report import PairSummary

    pivot = corpus.pivot.lang
    below = corpus.manifest.pair.doubtful
    found = Counter(finding.about for finding in corpus.findings)
    rows = []
    for alignment in corpus.alignments:
        pair = PairSummary.of(alignment, pivot=pivot)
        kinds = Counter(bead.kind for bead in alignment.beads)
        shown = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda kv: (-kv[1], kv[0])))
        rows.append(
            (
                f"{alignment.source.lang}-{pivot}",
                f"{pair.segments}:{pair.pivot_segments}",
                shown,
                str(pair.nulls),
                str(pair.doubtful(below)),
                str(found[alignment.source.lang]),
            )
        )
    table(
        ("pair", "segments", "beads", "null", "doubtful", "findings"),
        rows,
        title=f"{corpus.manifest.corpus.title}",
    )
    in_pivot = found[pivot]
    accepted = 0 if corpus.accepted is None else corpus.accepted.silenced
    dropped = sum(item.count for item in corpus.dropped)
    talk(
        f"{len(corpus.units)} units in {len(corpus.documents)} languages; {dropped} blocks of residue left out; "
        f"{len(corpus.findings)} findings ({in_pivot} of them on the {pivot} side)"
        + (f", {accepted} accepted" if accepted else "")
    )
    talk(f"{len(result.files)} files written to {result.out}:")
    for path in result.files:
        talk(f"  {path}")
