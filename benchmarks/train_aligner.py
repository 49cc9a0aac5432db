"""Train the weights of the `semantic` aligner on gold alignments, and cross-validate them.

    python benchmarks/train_aligner.py [--cross-validate] [--write]

Reads the gold sets below the folder named by ALIGN_SHARED (default ../shared), holds out one set at a time for the
cross-validation, and with --write stores the weights trained on all sets, with the digest of the data and the
figures, in src/align/aligners/data/semantic.json. Deterministic; a few minutes on two cores. Needs scipy.

Maximum likelihood of the gold paths by L-BFGS, with an L2 penalty on features scaled to unit variance.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from align.aligners._features import BEAD_FEATURES, NULL_FEATURES, FeatureSpace
from align.aligners._search import BEAD_TYPES, Lattice, best_path, posteriors
from align.aligners.semantic import SemanticAligner
from align.evaluation import Counts, evaluate
from align.model import Bead, Block, Document, Segment

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
GOLD = Path(os.environ.get("ALIGN_SHARED", ROOT.parent / "shared")) / "gold"
WEIGHTS = ROOT / "src/align/aligners/data/semantic.json"

# gold whose beads are sentences; the kinds of text weigh the same however many documents each has
KINDS = {
    "human": ("textberg_dev_de_fr", "transread_en_fr"),
    "model": ("gov_sent_zh_en",),
    "line": [
        "ntrexhard_de_fr",
        "ntrexhard_en_ar",
        "ntrexhard_en_de",
        "ntrexhard_en_es",
        "ntrexhard_en_fr",
        "ntrexhard_en_ja",
        "ntrexhard_en_ru",
        "ntrexhard_fr_zh",
        "ntrexhard_ko_en",
        "ntrexhard_ru_zh",
        "ntrexhard_zh_en",
        "sdghard_en_ar",
        "sdghard_en_es",
        "sdghard_en_fr",
        "sdghard_en_ru",
        "sdghard_zh_en",
    ],
}
MIX = {"human": 1.0, "model": 0.5, "line": 1.0}
ANCHORED = re.compile("bible|prcconst|twlaw|udhr|uncharter")
# set by hand: the gold sets have no paragraphs to learn them from (see docs/aligners/semantic.md)
BY_HAND = {
    "fences inside one side only": -1.5,
    "fences inside both sides": -1.0,
    "fence at the start of one side only": -0.3,
    "fence at the start of both sides": 1.0,
}
PENALTY = 5.0


@dataclass
class Item:
    """One document pair: its features, its gold, and the gold path as feature sums."""

    name: str
    lattice: Lattice
    values: NDArray[np.float16]
    valid: NDArray[np.bool_]
    source_null: NDArray[np.float32]
    target_null: NDArray[np.float32]
    gold: list[Bead]
    reached: float
    gold_bead: NDArray[np.float64]
    gold_null: NDArray[np.float64]


def read_lines(path: Path) -> Document:
    """A document with a segment a line, each its own block."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    blocks, segments, at = [], [], 0
    for number, line in enumerate(lines):
        shown = line if line.strip() else "-"
        lines[number] = shown
        blocks.append(Block(kind="paragraph", start=at, end=at + len(shown)))
        segments.append(Segment(id=f"s{number + 1}", text=shown, start=at, end=at + len(shown), block=number))
        at += len(shown) + 1
    lang = path.suffix[1:]
    return Document(id="d", lang=lang, text="\n".join(lines), blocks=tuple(blocks), segments=tuple(segments))


def read_gold(path: Path) -> list[Bead]:
    """The beads of a gold file."""
    out = []
    for line in path.read_text(encoding="utf-8").split():
        source, target = ([int(x) for x in side.split(",") if x] for side in line.split(":"))
        out.append(Bead(source=tuple(source), target=tuple(target)))
    return out


def pairs_of(name: str) -> list[tuple[str, Document, Document, list[Bead]]]:
    """All documents of a set."""
    out = []
    for path in sorted((GOLD / name).glob("*.gold")):
        stem, pair, _ = path.name.rsplit(".", 2)
        one, other = pair.split("-")
        source, target = (read_lines(path.with_name(f"{stem}.{lang}")) for lang in (one, other))
        out.append((f"{name}/{stem}", source, target, read_gold(path)))
    return out


def item_of(name: str, space: FeatureSpace, gold: list[Bead]) -> Item:
    """Collect the features of one document pair, and those of the gold path as far as the band holds it."""
    lattice = space.lattice
    values = np.zeros((len(BEAD_TYPES), int(lattice.base[-1]), len(BEAD_FEATURES)), dtype=np.float16)
    valid = np.zeros(values.shape[:2], dtype=bool)
    for block in space.blocks():
        values[:, block.begin : block.end] = block.values
        valid[:, block.begin : block.end] = block.valid
    gold_bead = np.zeros(len(BEAD_FEATURES))
    gold_null = np.zeros(len(NULL_FEATURES))
    reached = 0
    for bead in gold:
        a, b = len(bead.source), len(bead.target)
        if not b:
            gold_null += space.source_null[list(bead.source)].sum(axis=0)
        elif not a:
            gold_null += space.target_null[list(bead.target)].sum(axis=0)
        elif (a, b) in BEAD_TYPES:
            node = int(lattice.node(np.asarray(bead.source[-1] + 1), np.asarray(bead.target[-1] + 1)))
            kind = BEAD_TYPES.index((a, b))
            if node >= 0 and valid[kind, node]:
                gold_bead += values[kind, node]
                reached += 1
    full = sum(not bead.is_null for bead in gold)
    return Item(
        name,
        lattice,
        values,
        valid,
        space.source_null,
        space.target_null,
        gold,
        reached / max(1, full),
        gold_bead,
        gold_null,
    )


def likelihood(item: Item, bead: NDArray, null: NDArray) -> tuple[float, NDArray, NDArray]:
    """Expected feature sums under the model, and the log of the sum over all paths."""
    scores = np.where(item.valid, item.values.astype(np.float32) @ bead.astype(np.float32), -np.inf).astype(np.float32)
    source = (item.source_null @ null).astype(np.float64)
    target = (item.target_null @ null).astype(np.float64)
    chances, chance_s, chance_t = posteriors(item.lattice, scores, source, target)
    from align.aligners._search import _rows

    whole = float(_rows(item.lattice, scores, source, target, total=True)[-1])
    kinds, nodes = np.nonzero(chances > 1e-6)
    expected = chances[kinds, nodes].astype(np.float64) @ item.values[kinds, nodes].astype(np.float64)
    expected_null = chance_s @ item.source_null + chance_t @ item.target_null
    return whole, expected, expected_null


def train(items: list[tuple[float, Item]], start: NDArray | None = None, steps: int = 60) -> NDArray:
    """Weights of all features (bead, then null), unscaled."""
    scale_bead = np.sqrt(
        np.mean([(item.values[item.valid].astype(np.float32)[::97] ** 2).mean(axis=0) for _, item in items], axis=0)
    )
    scale_null = np.sqrt(np.mean([(item.source_null**2).mean(axis=0) for _, item in items], axis=0))
    scale = np.concatenate([scale_bead, scale_null])
    scale[scale < 1e-3] = 1.0
    free = np.asarray([name not in BY_HAND for name in (*BEAD_FEATURES, *NULL_FEATURES)], dtype=float)
    cut = len(BEAD_FEATURES)

    def loss(w: NDArray) -> tuple[float, NDArray]:
        real = w / scale * free
        value, gradient = PENALTY / 2 * float((w * w).sum()), PENALTY * w
        for weight, item in items:
            whole, bead, null = likelihood(item, real[:cut], real[cut:])
            value += weight * (whole - item.gold_bead @ real[:cut] - item.gold_null @ real[cut:])
            gradient = gradient + weight * np.concatenate([bead - item.gold_bead, null - item.gold_null]) / scale * free
        return value, gradient

    w0 = np.zeros(len(scale)) if start is None else start * scale
    result = minimize(loss, w0, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    return result.x / scale * free


def answer(item: Item, w: NDArray) -> list[Bead]:
    """The beads of the best path."""
    cut = len(BEAD_FEATURES)
    scores = np.where(item.valid, item.values.astype(np.float32) @ w[:cut].astype(np.float32), -np.inf).astype(
        np.float32
    )
    path = best_path(
        item.lattice,
        scores,
        (item.source_null @ w[cut:]).astype(np.float64),
        (item.target_null @ w[cut:]).astype(np.float64),
    )
    return [Bead(source=tuple(range(i, i + a)), target=tuple(range(j, j + b))) for i, a, j, b in path]


def show(name: str, counts: Counts) -> None:
    """One line of figures."""
    null = "-" if counts.null_recall is None else f"{counts.null_recall:.3f}"
    print(f"{name:24} strict {counts.f1:.4f}  lax {counts.lax_f1:.4f}  null {null}", flush=True)


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    began = time.time()
    aligner = SemanticAligner.__new__(SemanticAligner)
    from align.encoders import ENCODERS

    aligner.encoder = ENCODERS.make("use")
    digest = hashlib.sha256()
    sets: dict[str, list[Item]] = {}
    for path in sorted(GOLD.iterdir()):
        if path.is_dir():
            pairs = pairs_of(path.name)
            sets[path.name] = [
                item_of(name, aligner.features(source, target), gold) for name, source, target, gold in pairs
            ]
            reach = np.mean([item.reached for item in sets[path.name]])
            print(
                f"{path.name:24} {len(pairs)} documents, band and bead types reach {reach:.4f}",
                round(time.time() - began),
                flush=True,
            )
    kind_of = {name: kind for kind, names in KINDS.items() for name in names}
    for name in sorted(kind_of):
        for path in sorted((GOLD / name).iterdir()):
            digest.update(path.read_bytes())

    def mix(left_out: str | None) -> list[tuple[float, Item]]:
        sizes: dict[str, float] = {}
        for name, kind in kind_of.items():
            if name != left_out:
                sizes[kind] = sizes.get(kind, 0) + sum(len(item.gold) for item in sets[name])
        return [
            (MIX[kind] * 2000 / sizes[kind], item)
            for name, kind in kind_of.items()
            if name != left_out
            for item in sets[name]
        ]

    def judge(w: NDArray, names: list[str]) -> dict[str, Counts]:
        out = {}
        for name in names:
            total = Counts()
            for item in sets[name]:
                total = total + evaluate(answer(item, w), item.gold, merge=bool(ANCHORED.match(name)))
            show(name, total)
            out[name] = total
        return out

    everything = train(mix(None))
    print("trained on all", round(time.time() - began), "s")
    for name, weight in zip((*BEAD_FEATURES, *NULL_FEATURES), everything, strict=True):
        print(f"  {name:36} {weight:8.3f}")
    judge(everything, sorted(sets))
    figures = {}
    if options.cross_validate:
        print("cross-validated: the set scored was left out")
        for name in sorted(kind_of):
            held = judge(train(mix(name), start=everything, steps=15), [name])[name]
            figures[name] = {"strict": held.f1, "lax": held.lax_f1, "null recall": held.null_recall}
        print("macro strict", np.mean([f["strict"] for f in figures.values()]))
    if options.write:
        named = dict(zip((*BEAD_FEATURES, *NULL_FEATURES), (float(w) for w in everything), strict=True)) | BY_HAND
        WEIGHTS.write_text(
            json.dumps(
                {
                    "made by": "benchmarks/train_aligner.py",
                    "encoder": aligner.encoder.signature,
                    "training data": {
                        "sets": sorted(kind_of),
                        "sha256": digest.hexdigest(),
                        "mix": MIX,
                        "penalty": PENALTY,
                    },
                    "set by hand": sorted(BY_HAND),
                    "held out": {n: {k: v and round(v, 4) for k, v in f.items()} for n, f in figures.items()},
                    "weights": {name: round(weight, 4) for name, weight in named.items()},
                },
                indent=2,
                ensure_ascii=False,
            )
            + "\n",
            encoding="utf-8",
        )
        print("written", WEIGHTS)


if __name__ == "__main__":
    main()
