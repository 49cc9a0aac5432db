"""Train the weights of the `semantic` and the `lexical` aligner on gold alignments.

    python benchmarks/train_aligner.py {semantic,lexical} [--cross-validate] [--write]

Reads the gold sets of the shared folder (see gold.py). With --cross-validate whole corpora are left out one by one,
and strict F1, lax F1, null recall and the calibration of the scores are measured on what was left out. With --write
the weights trained on everything go to src/align/aligners/data, with the digest of the data and those figures.
Deterministic; some minutes on two cores. Needs scipy.

Maximum likelihood of the gold paths by L-BFGS, with an L2 penalty on features scaled to unit variance.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from align.aligners._features import BEAD_FEATURES, NULL_FEATURES, FeatureSpace
from align.aligners._model import decoded
from align.aligners._search import BEAD_TYPES, Chances, Lattice
from align.aligners.length import LengthAligner
from align.aligners.lexical import LexicalAligner
from align.aligners.semantic import SemanticAligner
from align.encoders import ENCODERS
from align.evaluation import Counts, evaluate
from gold import ANCHORED, GOLD, READOUT, pairs_of, readout_pairs, set_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from align.model import Bead, Document

    Floats = NDArray[np.float64]

WEIGHTS = Path(__file__).resolve().parents[1] / "src/align/aligners/data"

# corpora to learn from and how much each kind of text weighs; the rest of the sets only judge
CORPORA = {
    "textberg": ("human", "textberg_"),
    "transread": ("human", "transread_"),
    "gov": ("model", "gov_sent_"),
    "ntrex": ("line", "ntrexhard_"),
    "sdg": ("line", "sdghard_"),
    "readout": ("model", "readout-2023"),
}
MIX = {"human": 1.0, "model": 1.0, "line": 1.0}
# languages that the default encoder does not know: they judge what happens then
ONLY_JUDGE = ("ntrexhard_is_en", "ntrexhard_vi_en")
PENALTY = 5.0
STEPS = 60
NAMES = (*BEAD_FEATURES, *NULL_FEATURES)
CUT = len(BEAD_FEATURES)


@dataclass
class Item:
    """One document pair: its candidates, its gold, and the features of the gold path, summed."""

    lattice: Lattice
    values: NDArray[np.float16]
    valid: NDArray[np.bool_]
    source_null: NDArray[np.float32]
    target_null: NDArray[np.float32]
    gold: tuple[Bead, ...]
    gold_sums: Floats

    def scores(self, weights: Floats) -> tuple[NDArray[np.float32], Floats, Floats]:
        """Of beads, of source nulls and of target nulls."""
        bead = weights[:CUT].astype(np.float32)
        scores = np.full(self.valid.shape, -np.inf, dtype=np.float32)
        for kind in range(len(BEAD_TYPES)):
            scores[kind] = np.where(self.valid[kind], self.values[kind].astype(np.float32) @ bead, -np.inf)
        return scores, self.source_null @ weights[CUT:], self.target_null @ weights[CUT:]


def item_of(space: FeatureSpace, gold: tuple[Bead, ...]) -> Item:
    """Collect the candidates of one document pair; gold beads outside the band or the bead types are left out."""
    lattice = space.lattice
    values = np.zeros((len(BEAD_TYPES), int(lattice.base[-1]), CUT), dtype=np.float16)
    valid = np.zeros(values.shape[:2], dtype=np.bool_)
    for block in space.blocks():
        values[:, block.begin : block.end] = block.values
        valid[:, block.begin : block.end] = block.valid
    sums = np.zeros(len(NAMES))
    for bead in gold:
        size = (len(bead.source), len(bead.target))
        if bead.is_null:
            sums[CUT:] += space.source_null[list(bead.source)].sum(axis=0)
            sums[CUT:] += space.target_null[list(bead.target)].sum(axis=0)
        elif size in BEAD_TYPES:
            kind = BEAD_TYPES.index(size)
            node = int(lattice.node(np.asarray(bead.source[-1] + 1), np.asarray(bead.target[-1] + 1)))
            if node >= 0 and valid[kind, node]:
                sums[:CUT] += values[kind, node]
    return Item(lattice, values, valid, space.source_null, space.target_null, gold, sums)


def expected(item: Item, weights: Floats) -> tuple[float, Floats]:
    """Logarithm of the sum over all paths, and the feature sums that the model expects."""
    scores, source_null, target_null = item.scores(weights)
    chances = Chances(item.lattice, scores, source_null, target_null)
    likely = chances.beads(0, int(item.lattice.base[-1]))
    kinds, nodes = np.nonzero(likely > 1e-6)
    beads = likely[kinds, nodes].astype(np.float64) @ item.values[kinds, nodes].astype(np.float64)
    of_source, of_target = chances.nulls()
    return chances.whole, np.concatenate([beads, of_source @ item.source_null + of_target @ item.target_null])


def train(items: list[tuple[float, Item]], steps: int = STEPS) -> Floats:
    """Weights of all features, by the order of `NAMES`.

    Args:
        items: document pairs and how much each of their beads counts.
        steps: of L-BFGS.
    """
    squares = [(item.values[item.valid][::97].astype(np.float32) ** 2).mean(axis=0) for _, item in items]
    null_squares = [(np.vstack([item.source_null, item.target_null]) ** 2).mean(axis=0) for _, item in items]
    scale = np.sqrt(np.concatenate([np.mean(squares, axis=0), np.mean(null_squares, axis=0)]).astype(np.float64))
    scale = np.maximum(scale, 0.1)  # what is rare, such as paragraph borders, must not run away

    def loss(scaled: Floats) -> tuple[float, Floats]:
        weights = scaled / scale
        value, gradient = PENALTY / 2 * float(scaled @ scaled), PENALTY * scaled
        for share, item in items:
            whole, sums = expected(item, weights)
            value += share * (whole - float(item.gold_sums @ weights))
            gradient = gradient + share * (sums - item.gold_sums) / scale
        return value, gradient

    result = minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B", options={"maxiter": steps})
    return np.asarray(result.x / scale)


def mix(sets: dict[str, list[Item]], left_out: str | None = None) -> list[tuple[float, Item]]:
    """The documents to learn from, weighted so that kinds of text count as `MIX` says whatever their size."""
    kinds = {
        name: kind
        for corpus, (kind, prefix) in CORPORA.items()
        for name in sets
        if corpus != left_out and name.startswith(prefix) and name not in ONLY_JUDGE
    }
    sizes = {kind: sum(len(item.gold) for name in kinds if kinds[name] == kind for item in sets[name]) for kind in MIX}
    return [(MIX[kind] * 2000 / sizes[kind], item) for name, kind in kinds.items() for item in sets[name]]


def judge(sets: dict[str, list[Item]], names: Iterable[str], weights: Floats) -> tuple[dict[str, Counts], list[Bead]]:
    """Counts of each set, printed too, and all beads of sets that are not anchored with status "checked" if right."""
    from dataclasses import replace

    counts: dict[str, Counts] = {}
    beads: list[Bead] = []
    for name in names:
        total = Counts()
        for item in sets[name]:
            found = decoded(item.lattice, *item.scores(weights))
            total += evaluate(found, item.gold, merge=bool(ANCHORED.match(name)))
            right = {(bead.source, bead.target) for bead in item.gold}
            beads += [replace(b, status="checked" if (b.source, b.target) in right else "auto") for b in found]
        null = "-" if total.null_recall is None else f"{total.null_recall:.3f}"
        print(f"  {name:24} strict {total.f1:.4f}  lax {total.lax_f1:.4f}  null {null}", flush=True)
        counts[name] = total
    return counts, beads


def reliability(beads: list[Bead]) -> tuple[float, list[tuple[float, float, float, int]]]:
    """Expected calibration error over ten bins, and each bin's lower end, mean score, share of right beads, size."""
    scores = np.asarray([bead.score for bead in beads])
    right = np.asarray([bead.status == "checked" for bead in beads])
    rows, error = [], 0.0
    for low in np.arange(10) / 10:
        inside = (scores >= low) & ((scores < low + 0.1) | (low > 0.85))
        if inside.any():
            mean, share = float(scores[inside].mean()), float(right[inside].mean())
            rows.append((float(low), mean, share, int(inside.sum())))
            error += abs(mean - share) * inside.mean()
    return float(error), rows


def spaces(aligner: str) -> Callable[[Document, Document], FeatureSpace]:
    """How to make the candidates for `aligner`; the lexical one learns from the length aligner's beads at first."""
    if aligner == "semantic":
        semantic = SemanticAligner(encoder=ENCODERS.make("use"))
        return semantic.features
    lexical, length = LexicalAligner(), LengthAligner()
    return lambda source, target: lexical.features(source, target, length.align(source, target))


def load(make: Callable[[Document, Document], FeatureSpace]) -> dict[str, list[Item]]:
    """The candidates of all documents of all sets."""
    sets = {name: [item_of(make(s, t), gold) for _, s, t, gold in pairs_of(name)] for name in set_names()}
    return sets | {READOUT.name: [item_of(make(s, t), gold) for _, s, t, gold in readout_pairs()]}


def second_round(sets: dict[str, list[Item]]) -> dict[str, list[Item]]:
    """What the lexical aligner sees once it has aligned: candidates by a lexicon learnt from its own beads."""
    first = train(mix(sets), steps=STEPS // 2)
    lexical = LexicalAligner()
    out: dict[str, list[Item]] = {}
    for name, items in sets.items():
        out[name] = []
        pairs = readout_pairs() if name == READOUT.name else pairs_of(name)
        for item, (_, source, target, gold) in zip(items, pairs, strict=True):
            beads = decoded(item.lattice, *item.scores(first))
            out[name].append(item_of(lexical.features(source, target, beads), gold))
    return out


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("aligner", choices=["semantic", "lexical"])
    parser.add_argument("--cross-validate", action="store_true", help="leave out one corpus after the other")
    parser.add_argument("--write", action="store_true", help="store the weights in the package")
    options = parser.parse_args()
    began = time.monotonic()
    sets = load(spaces(options.aligner))
    if options.aligner == "lexical":
        sets = second_round(sets)
    print(f"candidates after {time.monotonic() - began:.0f} s", flush=True)
    held: dict[str, dict[str, float]] = {}
    calibration: dict[str, object] = {}
    if options.cross_validate:
        beads: list[Bead] = []
        for corpus, (_, prefix) in CORPORA.items():
            print(f"trained without {corpus}:")
            names = [name for name in sets if name.startswith(prefix) and name not in ONLY_JUDGE]
            counts, found = judge(sets, names, train(mix(sets, corpus)))
            beads += found
            for name, count in counts.items():
                figures = {"strict": count.f1, "lax": count.lax_f1, "null recall": count.null_recall}
                held[name] = {key: round(value, 4) for key, value in figures.items() if value is not None}
        error, rows = reliability(beads)
        macro = np.mean([figures["strict"] for figures in held.values()])
        print(f"held out: macro strict {macro:.4f}, calibration error {error:.4f}")
        for low, mean, share, size in rows:
            print(f"  {low:.1f}-{low + 0.1:.1f}  score {mean:.3f}  right {share:.3f}  beads {size}")
        calibration = {
            "expected calibration error": round(error, 4),
            "bins": [{"from": r[0], "score": round(r[1], 3), "right": round(r[2], 3), "beads": r[3]} for r in rows],
        }
    weights = train(mix(sets))
    print(f"trained on all after {time.monotonic() - began:.0f} s")
    for name, weight in zip(NAMES, weights, strict=True):
        print(f"  {name:42} {weight:8.3f}")
    judge(sets, sorted(sets), weights)
    if options.write:
        write(options.aligner, weights, sets, held, calibration)


def write(
    aligner: str, weights: Floats, sets: dict[str, list[Item]], held: dict[str, object], calibration: dict[str, object]
) -> None:
    """Store weights, figures and the digest of what was learnt from."""
    used = [n for _, prefix in CORPORA.values() for n in sets if n.startswith(prefix) and n not in ONLY_JUDGE]
    digest = hashlib.sha256()
    for name in sorted(used):
        folder = READOUT / "gold" if name == READOUT.name else GOLD / name
        for path in sorted(folder.iterdir()):
            digest.update(path.read_bytes())
    named = dict(zip(NAMES, (round(float(weight), 4) for weight in weights), strict=True))
    data = {
        "made by": f"benchmarks/train_aligner.py {aligner}",
        "learnt from": {"sets": sorted(used), "sha256": digest.hexdigest(), "mix": MIX, "penalty": PENALTY},
        "held out": held,
        "calibration of held-out beads": calibration,
        "weights": named,
    }
    path = WEIGHTS / f"{aligner}.json"
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print("written", path)


if __name__ == "__main__":
    main()
