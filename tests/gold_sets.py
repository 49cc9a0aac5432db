"""The gold sets that floors are pinned on: the pairs of the readout, and the sets of the shared folder."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

from align.corpus.gold import evaluate_corpus
from align.encoders import ENCODERS
from align.evaluation import Counts, evaluate

ROOT = Path(__file__).resolve().parents[1]
READOUT = ROOT / "corpora/readout-2023"
SHARED_GOLD = Path(os.environ.get("ALIGN_SHARED", ROOT.parent / "shared")) / "gold"
FLOORS = ROOT / "tests/floors.json"
_READOUT = "readout-2023/"


def set_names() -> list[str]:
    """All sets there are here: "readout-2023/zh-en" and the like, then those of the shared folder."""
    readout = [f"{_READOUT}{path.name.split('.')[1]}" for path in sorted((READOUT / "gold").glob("*.gold"))]
    shared = sorted({path.parent.name for path in SHARED_GOLD.glob("*/*.gold")})
    return [*readout, *shared]


def digest_of(name: str) -> str:
    """SHA-256 of the gold of a set: texts and beads."""
    digest = hashlib.sha256()
    if name.startswith(_READOUT):
        pair = name.removeprefix(_READOUT)
        languages = pair.split("-")
        files = [READOUT / "gold" / f"readout.{part}" for part in (*languages, f"{pair}.gold")]
    else:
        files = sorted((SHARED_GOLD / name).iterdir())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def _readout() -> dict[str, Counts]:
    return evaluate_corpus(READOUT)


@cache
def _aligner() -> object:
    from align.aligners.semantic import SemanticAligner

    return SemanticAligner(encoder=ENCODERS.make("use"))


def measure(name: str) -> Counts:
    """What the default aligner gets right on a set."""
    if name.startswith(_READOUT):
        return _readout()[name.removeprefix(_READOUT)]
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from gold import ANCHORED, pairs_of

    counts = Counts()
    for _, source, target, gold in pairs_of(name):
        serving = _aligner().serving(source.lang, target.lang)
        counts += evaluate(serving.align(source, target), gold, merge=bool(ANCHORED.match(name)))
    return counts


def measure_joined(languages: str) -> tuple[Counts, Counts]:
    """What is right of all sets of a pair of languages: of each document by itself, and of all as one text."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from gold import by_languages, joined, pairs_of

    names = by_languages()[languages]
    apart = Counts()
    for name in names:
        for _, source, target, gold in pairs_of(name):
            apart += evaluate(_aligner().align(source, target), gold, merge=True)
    source, target, gold = joined(names)
    return apart, evaluate(_aligner().align(source, target), gold, merge=True)


def figures(counts: Counts) -> dict[str, float]:
    """Strict F1, lax F1 and, where the gold has null beads, null recall."""
    found = {"strict": counts.f1, "lax": counts.lax_f1, "null recall": counts.null_recall}
    return {key: value for key, value in found.items() if value is not None}
