"""Train the weights of the `semantic` and the `lexical` aligner on gold alignments.

    python benchmarks/train_aligner.py {semantic,lexical} [--cross-validate] [--write]

Reads the gold sets of the shared folder (see gold.py). With --cross-validate whole corpora are left out one by one,
and strict F1, lax F1, null recall and the calibration of the scores are measured on what was left out. With --write
the weights trained on everything go to src/align/aligners/data, with the digest of the data and those figures.
Deterministic; some minutes on two cores. Needs scipy.

Each aligner has two steps to learn: `semantic` a first look, and a second one with a lexicon learnt from the first;
`lexical` an alignment by what `length` teaches, and one by what that teaches (only its weights are kept).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from align.aligners._again import look_again
from align.aligners._model import decoded
from align.aligners._search import Search
from align.aligners.length import LengthAligner
from align.aligners.lexical import LexicalAligner
from align.aligners.semantic import SemanticAligner
from align.encoders import ENCODERS
from align.evaluation import Counts, evaluate
from gold import ANCHORED, GOLD, READOUT, pairs_of, readout_pairs, set_names
from learning import Problem, learn_weights

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from align.aligners._space import FeatureSpace
    from align.model import Bead, Document

    Floats = NDArray[np.float64]
    Chances = NDArray[np.float32]

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
BEADS_A_KIND = 2000  # that each kind of text counts as, whatever its size


class Texts:
    """All documents of all sets with their gold, and how much each of them counts."""

    def __init__(self) -> None:
        """Read the sets."""
        rows = [(name, *pair[1:]) for name in set_names() for pair in pairs_of(name)]
        rows += [(READOUT.name, *pair[1:]) for pair in readout_pairs()]
        self.sets = [row[0] for row in rows]
        self.pairs: list[tuple[Document, Document]] = [(row[1], row[2]) for row in rows]
        self.gold: list[tuple[Bead, ...]] = [row[3] for row in rows]

    def problem(self, spaces: list[FeatureSpace]) -> Problem:
        """What there is to learn from these features."""
        return Problem(spaces, self.gold, free=[bool(ANCHORED.match(name)) for name in self.sets])

    def shares(self, left_out: str | None = None) -> Floats:
        """How much each document counts: kinds of text as `MIX` says, whatever their size; 0 where it only judges."""
        kinds = [self._kind(name, left_out) for name in self.sets]
        sizes = {kind: sum(len(g) for g, k in zip(self.gold, kinds, strict=True) if k == kind) for kind in MIX}
        return np.asarray([MIX[kind] * BEADS_A_KIND / sizes[kind] if kind else 0.0 for kind in kinds])

    @staticmethod
    def _kind(name: str, left_out: str | None) -> str | None:
        for corpus, (kind, prefix) in CORPORA.items():
            if name.startswith(prefix):
                return None if corpus == left_out or name in ONLY_JUDGE else kind
        return None


class Semantic:
    """Both looks of the semantic aligner."""

    names = ("weights", "weights of the second look")

    def __init__(self, texts: Texts) -> None:
        """Encode all documents."""
        self._texts = texts
        aligner = SemanticAligner(encoder=ENCODERS.make("use"))
        self.first = [aligner.features(*pair) for pair in texts.pairs]
        self.problem = texts.problem(self.first)

    def second(self, chances: list[Chances]) -> list[FeatureSpace]:
        """What the second look sees after a first one."""
        return [
            look_again(space, Search(space.lattice), found, pair, known={})
            for space, found, pair in zip(self.first, chances, self._texts.pairs, strict=True)
        ]

    def grown(self, first: Floats, problem: Problem) -> Floats:
        """The weights of the first look among the features of the second, which are held close to them."""
        (beads, nulls), (more_beads, more_nulls) = self.problem.features, problem.features
        out = np.zeros(more_beads + more_nulls)
        out[:beads], out[more_beads : more_beads + nulls] = first[:beads], first[beads:]
        return out

    def final(self, spaces: list[FeatureSpace], chances: list[Chances], before: list[Chances]) -> list[Chances]:
        """The chances of the second look, and those of the first where nothing was in doubt."""
        return [
            np.where(space.lattice.contested, now, old[space.lattice.places_in(first.lattice)])
            for space, now, first, old in zip(spaces, chances, self.first, before, strict=True)
        ]


class Lexical:
    """Two rounds of the lexical aligner."""

    names = (None, "weights")

    def __init__(self, texts: Texts) -> None:
        """Align all documents by lengths."""
        self._texts = texts
        self._aligner = LexicalAligner()
        length = LengthAligner()
        self.first = [self._aligner.features(*pair, length.align(*pair)) for pair in texts.pairs]
        self.problem = texts.problem(self.first)

    def second(self, chances: list[Chances]) -> list[FeatureSpace]:
        """What the second round sees: features by a lexicon learnt from the beads of the first."""
        return [
            self._aligner.features(*pair, decoded(Search(space.lattice), found))
            for space, found, pair in zip(self.first, chances, self._texts.pairs, strict=True)
        ]

    @staticmethod
    def grown(_first: Floats, _problem: Problem) -> None:
        """The weights of the second round are learnt afresh."""

    @staticmethod
    def final(_spaces: list[FeatureSpace], chances: list[Chances], _before: list[Chances]) -> list[Chances]:
        """The chances of the second round."""
        return chances


Learner = Semantic | Lexical


def learn(learner: Learner, texts: Texts, left_out: str | None = None) -> tuple[list[Floats], list[tuple[Bead, ...]]]:
    """The weights of both steps, learnt without one corpus, and what they make of all documents."""
    shares = texts.shares(left_out)
    first = learn_weights(learner.problem, shares, penalty=PENALTY)
    before = learner.problem.chances(first)
    spaces = learner.second(before)
    problem = texts.problem(spaces)
    second = learn_weights(problem, shares, near=learner.grown(first, problem), penalty=PENALTY)
    chances = learner.final(spaces, problem.chances(second), before)
    return [first, second], [decoded(Search(s.lattice), c) for s, c in zip(spaces, chances, strict=True)]


def judge(texts: Texts, found: list[tuple[Bead, ...]], names: Iterable[str]) -> tuple[dict[str, Counts], list[Bead]]:
    """Counts of each set, printed too, and all beads of sets that are not anchored with status "checked" if right."""
    counts: dict[str, Counts] = {}
    beads: list[Bead] = []
    for name in names:
        total = Counts()
        for own, made, gold in zip(texts.sets, found, texts.gold, strict=True):
            if own != name:
                continue
            total += evaluate(made, gold, merge=bool(ANCHORED.match(name)))
            if not ANCHORED.match(name):
                right = {(bead.source, bead.target) for bead in gold}
                beads += [replace(b, status="checked" if (b.source, b.target) in right else "auto") for b in made]
        null = "-" if total.null_recall is None else f"{total.null_recall:.3f}"
        print(f"  {name:24} strict {total.f1:.4f}  lax {total.lax_f1:.4f}  null {null}", flush=True)
        counts[name] = total
    return counts, beads


def reliability(beads: list[Bead]) -> tuple[float, list[tuple[float, float, float, int]]]:
    """Expected calibration error over ten bins, and each bin's lower end, mean score, share of right beads, size."""
    scores = np.asarray([bead.score for bead in beads])
    right = np.asarray([bead.status == "checked" for bead in beads])
    bins = np.minimum((scores * 10).astype(np.int64), 9)
    rows, error = [], 0.0
    for number in range(10):
        inside = bins == number
        if inside.any():
            mean, share = float(scores[inside].mean()), float(right[inside].mean())
            rows.append((number / 10, mean, share, int(inside.sum())))
            error += abs(mean - share) * inside.mean()
    return float(error), rows


def figures_of(counts: dict[str, Counts]) -> dict[str, dict[str, float]]:
    """Strict F1, lax F1 and null recall of each set, where there are any."""
    out = {}
    for name, count in counts.items():
        figures = {"strict": count.f1, "lax": count.lax_f1, "null recall": count.null_recall}
        out[name] = {key: round(value, 4) for key, value in figures.items() if value is not None}
    return out


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("aligner", choices=["semantic", "lexical"])
    parser.add_argument("--cross-validate", action="store_true", help="leave out one corpus after the other")
    parser.add_argument("--write", action="store_true", help="store the weights in the package")
    options = parser.parse_args()
    began = time.monotonic()
    texts = Texts()
    learner: Learner = Semantic(texts) if options.aligner == "semantic" else Lexical(texts)
    print(f"candidates after {time.monotonic() - began:.0f} s", flush=True)
    held: dict[str, dict[str, float]] = {}
    calibration: dict[str, object] = {}
    names = list(dict.fromkeys(texts.sets))
    if options.cross_validate:
        beads: list[Bead] = []
        for corpus, (_, prefix) in CORPORA.items():
            print(f"trained without {corpus}:")
            own = [name for name in names if name.startswith(prefix) and name not in ONLY_JUDGE]
            counts, found = judge(texts, learn(learner, texts, corpus)[1], own)
            beads += found
            held |= figures_of(counts)
        error, rows = reliability(beads)
        macro = np.mean([figures["strict"] for figures in held.values()])
        print(f"held out: macro strict {macro:.4f}, calibration error {error:.4f}")
        for low, mean, share, size in rows:
            print(f"  {low:.1f}-{low + 0.1:.1f}  score {mean:.3f}  right {share:.3f}  beads {size}")
        calibration = {
            "expected calibration error": round(error, 4),
            "bins": [{"from": r[0], "score": round(r[1], 3), "right": round(r[2], 3), "beads": r[3]} for r in rows],
        }
    weights, found = learn(learner, texts)
    print(f"trained on all after {time.monotonic() - began:.0f} s")
    counts, _ = judge(texts, found, names)
    used = {name for name, share in zip(texts.sets, texts.shares(), strict=True) if share}
    aside = used if options.aligner == "lexical" else used.union(ONLY_JUDGE)  # of which the encoder knows nothing
    judged = figures_of({name: count for name, count in counts.items() if name not in aside})
    if options.write:
        write(options.aligner, learner, weights, texts, held, judged, calibration)


def write(  # noqa: PLR0917 - all that goes into the file
    aligner: str,
    learner: Learner,
    weights: list[Floats],
    texts: Texts,
    held: dict[str, dict[str, float]],
    judged: dict[str, dict[str, float]],
    calibration: dict[str, object],
) -> None:
    """Store weights, figures and the digest of what was learnt from."""
    used = sorted({name for name, share in zip(texts.sets, texts.shares(), strict=True) if share})
    digest = hashlib.sha256()
    for name in used:
        folder = READOUT / "gold" if name == READOUT.name else GOLD / name
        for path in sorted(folder.iterdir()):
            digest.update(path.read_bytes())
    data: dict[str, object] = {
        "made by": f"benchmarks/train_aligner.py {aligner}",
        "learnt from": {"sets": used, "sha256": digest.hexdigest(), "mix": MIX, "penalty": PENALTY},
        "held out": held,
        "never learnt from": judged,
        "calibration of held-out beads": calibration,
    }
    spaces = [learner.first[0], learner.second(learner.problem.chances(weights[0]))[0]]
    for name, values, space in zip(learner.names, weights, spaces, strict=True):
        if name:
            features = (*space.bead_features, *space.null_features)
            data[name] = dict(zip(features, (round(float(value), 4) for value in values), strict=True))
    path = WEIGHTS / f"{aligner}.json"
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print("written", path)


if __name__ == "__main__":
    main()
