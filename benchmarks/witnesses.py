"""What further languages add to the alignment of two, on gold sets whose documents say the same in several languages.

    python benchmarks/witnesses.py [--weight W] [--doubt D] [FAMILY ...]

Families are the beginnings of set names; by default ntrexhard, sdghard, uncharter, udhr and the readout. The witnesses
of a pair are the documents of the same number in the other sets of its family, each language once; each has sentences
joined and left out of its own. As many are heard as in a build. Prints a table in Markdown: strict F1 and null recall,
in percent, of each pair alone and with the witnesses; the options try other values than those of the aligner.
"""

from __future__ import annotations

import argparse
import os
from statistics import fmean
from typing import TYPE_CHECKING

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is first imported

from align.aligners import witnesses as heard_by
from align.aligners.semantic import SemanticAligner
from align.aligners.witnesses import Witness, WitnessedAligner
from align.corpus.witnessing import MOST_WITNESSES
from align.evaluation import Counts, evaluate
from align.pairing import pair
from gold import ANCHORED, pairs_of, readout_pairs, set_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from align.model import Alignment, Bead, Document

    Case = tuple[str, Document, Document, tuple[Bead, ...], list[Document]]

FAMILIES = ("ntrexhard", "sdghard", "uncharter", "udhr", "readout")


def cases(family: str, aligner: SemanticAligner) -> Iterator[Case]:
    """Set, source, target, gold and witnesses of every document whose languages the encoder knows."""
    if family == "readout":
        pairs = readout_pairs()
        for name, source, target, gold in pairs:
            yield name, source, target, gold, [other for _, other, _, _ in pairs if other is not source]
        return
    sets = {name: pairs_of(name) for name in set_names() if name.startswith(family)}
    for name, documents in sets.items():
        for number, (_, source, target, gold) in enumerate(documents):
            if not (aligner.encoder.knows(source.lang) and aligner.encoder.knows(target.lang)):
                continue
            witnesses = {source.lang: source, target.lang: target}
            for others in sets.values():
                if len(others) == len(documents):
                    for side in others[number][1:3]:
                        if aligner.encoder.knows(side.lang):
                            witnesses.setdefault(side.lang, side)
            yield name, source, target, gold, list(witnesses.values())[2:]


def aligned(
    aligner: SemanticAligner, source: Document, target: Document, witnesses: list[Document]
) -> tuple[Alignment, Alignment]:
    """The two aligned alone, and with the witnesses."""
    heard = [
        Witness(pair(source, other, aligner=aligner).beads, pair(other, target, aligner=aligner).beads)
        for other in witnesses[:MOST_WITNESSES]
    ]
    return pair(source, target, aligner=aligner), pair(source, target, aligner=WitnessedAligner(aligner, heard))


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="*", default=FAMILIES, metavar="FAMILY", help="default: all of these")
    parser.add_argument("--weight", type=float, default=heard_by.WEIGHT, metavar="W", help="default: %(default)s")
    parser.add_argument("--doubt", type=float, default=heard_by.DOUBT, metavar="D", help="default: %(default)s")
    options = parser.parse_args()
    heard_by.WEIGHT, heard_by.DOUBT = options.weight, options.doubt
    aligner = SemanticAligner()
    aligner.remember(64)
    print(
        "| gold sets | witnesses | strict alone | strict with witnesses | null recall alone | null recall with them |"
    )
    print("|---|---:|---:|---:|---:|---:|")
    for family in options.families:
        scores: dict[str, tuple[Counts, Counts]] = {}
        heard_of = []
        for name, source, target, gold, witnesses in cases(family, aligner):
            merge = bool(ANCHORED.match(name))
            found = [evaluate(one.beads, gold, merge=merge) for one in aligned(aligner, source, target, witnesses)]
            before = scores.get(name, (Counts(), Counts()))
            scores[name] = (before[0] + found[0], before[1] + found[1])
            heard_of.append(min(MOST_WITNESSES, len(witnesses)))
        strict = [fmean(counts[side].f1 for counts in scores.values()) for side in (0, 1)]
        nulls = [
            [recall for counts in scores.values() if (recall := counts[side].null_recall) is not None]
            for side in (0, 1)
        ]
        cells = [
            *(f"{100 * figure:.1f}" for figure in strict),
            *(f"{100 * fmean(figures):.1f}" if figures else "" for figures in nulls),
        ]
        print(f"| `{family}` ({len(scores)}) | {fmean(heard_of):.1f} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
