"""What learning together gives: each gold set aligned by `lexical`, document by document and with one lexicon for all.

``python benchmarks/together.py ntrexhard_is_en ntrexhard_vi_en`` prints a table in Markdown, in percent. It runs what
``align pair --aligner lexical [--learn-together]`` runs, over the folder of the set.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from align.corpus.batch import PairOptions, pair_files
from align.corpus.pairing import match_folders
from align.evaluation import Counts, evaluate
from align.pipeline import read_beads
from gold import ANCHORED, GOLD


def measured(name: str, *, together: bool) -> Counts:
    """How far the beads of a set agree with its gold."""
    folder = GOLD / name
    source, target = next(folder.glob("*.gold")).name.rsplit(".", 2)[1].split("-")
    options = PairOptions(tags=(source, target), segmenter="lines", aligner="lexical", learn_together=together)
    pairs = match_folders(folder, folder, format="beads", tags=options.tags).pairs
    counts = Counts()
    with TemporaryDirectory() as out:
        for outcome in pair_files(pairs, out, options=options):
            stem = outcome.pair.name.removesuffix(".beads")
            gold = read_beads(folder / f"{stem}.{source}-{target}.gold", format="beads")
            found = read_beads(Path(out, outcome.pair.name), format="beads")
            counts += evaluate(found, gold, merge=bool(ANCHORED.match(name)))
    return counts


def main() -> None:
    """Measure the sets that the command line names."""
    print("| gold set | strict | lax | null recall | strict, together | lax, together | null recall, together |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name in sys.argv[1:]:
        cells = []
        for together in (False, True):
            counts = measured(name, together=together)
            figures = (counts.f1, counts.lax_f1, counts.null_recall)
            cells += ["" if figure is None else f"{100 * figure:.1f}" for figure in figures]
        print(f"| `{name}` | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
