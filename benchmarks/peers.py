"""Run the published aligners that are here on all gold sets: ours of Gale and Church, and peers that are installed.

    python benchmarks/peers.py [--set NAME]...

Peers: `galechurch` (pip install galechurch), `hunalign` and `vecalign` if commands of these names are on the PATH. What
is not installed is left out. Prints for each set strict F1, lax F1 and null recall of each, then the macro averages and
the processor seconds of all sets together (with starting the command, where a peer is one).
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is first imported

from align.aligners import ALIGNERS, DEFAULT_ALIGNER, Selective
from align.evaluation import Counts, evaluate
from align.model import Bead
from gold import ANCHORED, GOLD, pairs_of, readout_pairs, set_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from align.model import Document

    Pairs = list[tuple[str, Document, Document, tuple[Bead, ...]]]

__all__ = ["READOUT_SET", "Measured", "contenders", "gold_pairs", "mean", "ours", "run"]

READOUT_SET = "readout-2023"
"""Its texts have paragraphs; those of the other sets have none."""
_LARGEST_RUN = 6
_NO_LIMIT = 2**62  # product of the numbers of segments up to which galechurch aligns


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one aligner reached.

    Attributes:
        name: of the aligner, with its version.
        counts: by set.
        seconds: of the processor, for all sets.
    """

    name: str
    counts: dict[str, Counts]
    seconds: float


def ours(name: str) -> tuple[str, Callable[[Document, Document], tuple[Bead, ...]]]:
    """The signature of one of our aligners, and a function that aligns; where it hands over, the other does it."""
    aligner = ALIGNERS.make(name)

    def align(source: Document, target: Document) -> tuple[Bead, ...]:
        serving = aligner.serving(source.lang, target.lang) if isinstance(aligner, Selective) else aligner
        return serving.align(source, target)

    return aligner.signature, align


def contenders() -> dict[str, Callable[[Document, Document], tuple[Bead, ...]]]:
    """The published aligners that are here, by name and version."""
    found = dict([ours("length")])
    if importlib.util.find_spec("galechurch"):
        found[f"galechurch {version('galechurch')}"] = _galechurch
    if shutil.which("hunalign"):
        found["hunalign"] = _hunalign
    if shutil.which("vecalign"):
        found["vecalign"] = _vecalign
    return found


def _texts(document: Document) -> list[str]:
    return [" ".join(segment.text.split()) or "-" for segment in document.segments]


def _galechurch(source: Document, target: Document) -> tuple[Bead, ...]:
    """Beads of the package `galechurch` with its own parameters."""
    made = importlib.import_module("galechurch").align(_texts(source), _texts(target), max_block_size=_NO_LIMIT)
    return _covering(_bracketed(made.to_pharaoh_lines()), source, target)


def _hunalign(source: Document, target: Document) -> tuple[Bead, ...]:
    """Beads of the command `hunalign` without a dictionary: a ladder of borders, one a line."""
    with tempfile.TemporaryDirectory() as place:
        for name, document in (("source", source), ("target", target)):
            Path(place, name).write_text("".join(f"{text}\n" for text in _texts(document)), encoding="utf-8")
        Path(place, "empty.dic").touch()
        said = _command("hunalign", "-realign", "empty.dic", "source", "target", place=place)
    rungs = [tuple(map(int, line.split("\t")[:2])) for line in said.splitlines() if line.strip()]
    rungs = sorted({(0, 0), *rungs, (len(source.segments), len(target.segments))})
    beads = [(range(i, k), range(j, m)) for (i, j), (k, m) in pairwise(rungs)]
    return _covering(beads, source, target)


def _vecalign(source: Document, target: Document) -> tuple[Bead, ...]:
    """Beads of the command `vecalign`, with the vectors of our default encoder for all runs."""
    import numpy as np

    from align.encoders import DEFAULT_ENCODER, ENCODERS

    encoder = ENCODERS.make(DEFAULT_ENCODER)
    with tempfile.TemporaryDirectory() as place:
        arguments: list[str] = ["--alignment_max_size", "8"]
        for side, name, document in (("src", "source", source), ("tgt", "target", target)):
            texts = _texts(document)
            Path(place, name).write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
            runs = sorted({" ".join(texts[k : k + n]) for n in range(1, _LARGEST_RUN + 1) for k in range(len(texts))})
            Path(place, f"{name}.runs").write_text("".join(f"{run}\n" for run in runs), encoding="utf-8")
            encoder.encode(runs).astype(np.float32).tofile(Path(place, f"{name}.emb"))
            arguments += [f"--{side}", name, f"--{side}_embed", f"{name}.runs", f"{name}.emb"]
        said = _command("vecalign", *arguments, place=place)
    return _covering(_bracketed(said.splitlines()), source, target)


def _command(*command: str, place: str) -> str:
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def _bracketed(lines: Iterable[str]) -> list[tuple[list[int], list[int]]]:
    """Beads written as ``[0, 1]:[2]:score``."""
    found = (re.match(r"\[([\d, ]*)\]:\[([\d, ]*)\]", line) for line in lines)
    return [
        ([int(k) for k in re.findall(r"\d+", one[1])], [int(k) for k in re.findall(r"\d+", one[2])])
        for one in found
        if one
    ]


def _covering(
    beads: Iterable[tuple[Iterable[int], Iterable[int]]], source: Document, target: Document
) -> tuple[Bead, ...]:
    """The beads, and null beads for what they leave out."""
    made = [Bead(source=tuple(a), target=tuple(b)) for a, b in beads]
    used = {i for bead in made for i in bead.source}, {j for bead in made for j in bead.target}
    made += [Bead(source=(i,), target=()) for i in range(len(source.segments)) if i not in used[0]]
    made += [Bead(source=(), target=(j,)) for j in range(len(target.segments)) if j not in used[1]]
    return tuple(made)


def gold_pairs(names: Iterable[str] | None = None) -> dict[str, Pairs]:
    """The documents of each set with their gold; of the readout and all sets that are there, if none are named."""
    wanted = list(names or (READOUT_SET, *set_names()))
    return {name: readout_pairs() if name == READOUT_SET else pairs_of(name) for name in wanted}


def run(name: str, align: Callable[[Document, Document], tuple[Bead, ...]], sets: dict[str, Pairs]) -> Measured:
    """Align all documents of all sets."""
    counts: dict[str, Counts] = {}
    seconds = 0.0
    for set_name, pairs in sets.items():
        total = Counts()
        for _, source, target, gold in pairs:
            begin = _processor_time()
            beads = align(source, target)
            seconds += _processor_time() - begin
            total += evaluate(beads, gold, merge=bool(ANCHORED.match(set_name)))
        counts[set_name] = total
    return Measured(name=name, counts=counts, seconds=seconds)


def _processor_time() -> float:
    """Seconds of this process and of the commands that it ran."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def mean(values: Iterable[float | None]) -> float | None:
    """Of those that are there."""
    there = [value for value in values if value is not None]
    return fmean(there) if there else None


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", metavar="NAME", dest="sets", help="may be repeated; default: all")
    options = parser.parse_args()
    if not set_names():
        print(
            f"no gold sets in {GOLD}, only the readout; set ALIGN_SHARED to the folder that holds gold/",
            file=sys.stderr,
        )
    known = [READOUT_SET, *set_names()]
    if wrong := [name for name in options.sets or () if name not in known]:
        sys.exit(f"no gold set named {wrong[0]!r}; known: {', '.join(known)}")
    sets = gold_pairs(options.sets)
    for name, align in {**dict([ours(DEFAULT_ALIGNER)]), **contenders()}.items():
        found = run(name, align, sets)
        print(f"{name}: {found.seconds:.1f} s")
        rows = {**found.counts}
        for set_name, counts in rows.items():
            figures = (counts.f1, counts.lax_f1, counts.null_recall)
            print(f"  {set_name:24} " + " ".join(f"{_shown(figure):>6}" for figure in figures))
        averages = [mean(getattr(counts, key) for counts in rows.values()) for key in ("f1", "lax_f1", "null_recall")]
        print(f"  {'macro average':24} " + " ".join(f"{_shown(figure):>6}" for figure in averages), flush=True)


if __name__ == "__main__":
    main()
