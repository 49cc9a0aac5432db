"""Measure how the align step of the default aligner grows: time, memory and accuracy on synthetic documents.

    python benchmarks/scale.py [--sizes N,N,...] [--aligner NAME]

Each size is measured in a process of its own, with one thread. The documents are always the same: sentences of pseudo
words, one a concept; of the target 12 % of neighbours are joined into one segment and 4 % of the segments are left out,
of the source 8 % and 3 %. A vector is a random unit vector a concept with noise, so that what belongs together has a
cosine of about .6 and the rest one of about 0; runs are the sums of their segments. Prints processor seconds of the
align step, and apart from it those that the encoder took for the vectors of runs that it was asked for; the peak of
memory above what the documents and their vectors take; strict F1 against the beads that are known to be right; last how
time grows (the slope in logarithms).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is first imported

import numpy as np

from align.aligners import ALIGNERS, DEFAULT_ALIGNER
from align.encoders._runs import PooledOverlaps, unit
from align.evaluation import evaluate
from align.model import Bead, Block, Document, Segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["SIZES", "Growth", "SyntheticEncoder", "measured", "slope", "synthetic_pair"]

SIZES = (1_000, 10_000, 50_000, 100_000)
_DIMENSIONS = 512
_COSINE = 0.6
_JOINED = {"source": 0.08, "target": 0.12}
_LEFT_OUT = {"source": 0.03, "target": 0.04}
_SYLLABLES = {
    "source": ("ba", "do", "ke", "li", "mu", "na", "po", "ri", "se", "tu", "va", "zo", "ge", "hi", "ja", "ko"),
    "target": ("an", "el", "ir", "os", "um", "ab", "ed", "ik", "ol", "ut", "av", "ez", "in", "or", "as", "at"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What was measured at one size.

    Attributes:
        sentences: before some were joined or left out.
        segments: of the source and of the target.
        seconds: of the processor, for the align step without the vectors of runs.
        vectors: seconds of the processor for these vectors.
        megabytes: peak above what was there before aligning; None where the system does not tell.
        strict: F1 against the known beads, 0..1.
        signature: of the aligner.
    """

    sentences: int
    segments: tuple[int, int]
    seconds: float
    vectors: float
    megabytes: float | None
    strict: float | None
    signature: str


class SyntheticEncoder:
    """Vectors that were made with the documents, by the text of a segment."""

    signature = "synthetic.1"
    dimensions = _DIMENSIONS

    def __init__(self, sides: dict[str, tuple[Sequence[str], Floats]]) -> None:
        """Keep the texts and the vectors of each language."""
        self._sides = sides
        self.seconds = 0.0
        """Processor seconds that vectors of runs have taken so far."""

    def knows(self, lang: str) -> bool:
        """Whether there are vectors of this language."""
        return lang in self._sides

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors of the whole text of a language, which is all there is."""
        return next(rows for known, rows in self._sides.values() if list(known) == list(texts))

    def overlaps(self, texts: Sequence[str], lang: str) -> _TimedOverlaps:
        """Sums of the vectors."""
        begin = time.process_time()
        made = PooledOverlaps(self._sides[lang][1], texts)
        self.seconds += time.process_time() - begin
        return _TimedOverlaps(self, made)


class _TimedOverlaps:
    """Runs whose making is timed."""

    def __init__(self, encoder: SyntheticEncoder, made: PooledOverlaps) -> None:
        self._encoder = encoder
        self._made = made

    def __len__(self) -> int:
        return len(self._made)

    def vectors(self, starts: NDArray[np.int64], size: int) -> Floats:
        """Those of the sums; see `align.encoders.Overlaps`."""
        begin = time.process_time()
        rows = self._made.vectors(starts, size)
        self._encoder.seconds += time.process_time() - begin
        return rows


def synthetic_pair(count: int, *, seed: int = 1) -> tuple[Document, Document, SyntheticEncoder, tuple[Bead, ...]]:
    """Two documents of about `count` segments, an encoder for them, and the beads between them that are right."""
    random = np.random.default_rng(seed)
    concepts = unit(random.standard_normal((count, _DIMENSIONS), dtype=np.float32))
    numbers = random.integers(2, 2000, count)
    has_number = random.random(count) < 0.1
    length = np.clip(random.normal(14, 6, count), 3, 40).astype(int)  # syllable pairs
    sides = {}
    for side, lang in (("source", "de"), ("target", "en")):
        groups = _groups(random, count, joined=_JOINED[side], left_out=_LEFT_OUT[side])
        rows = np.zeros((len(groups), _DIMENSIONS), dtype=np.float32)
        noise = math.sqrt(1 / _COSINE - 1)
        sentences = [_sentence(random, side, length[k], numbers[k] if has_number[k] else None) for k in range(count)]
        texts = [" ".join(sentences[k] for k in group) for group in groups]
        for number, group in enumerate(groups):
            own = concepts[group] + noise * unit(random.standard_normal((len(group), _DIMENSIONS), dtype=np.float32))
            rows[number] = (own * length[group, None]).sum(axis=0)
        sides[side] = (lang, groups, texts, unit(rows))
    source, target = (_document(lang, texts) for lang, _, texts, _ in sides.values())
    encoder = SyntheticEncoder({lang: (texts, rows) for lang, _, texts, rows in sides.values()})
    return source, target, encoder, _right_beads(sides["source"][1], sides["target"][1])


def _groups(random: np.random.Generator, count: int, *, joined: float, left_out: float) -> list[list[int]]:
    """Which sentences each segment holds."""
    join, drop = random.random(count) < joined, random.random(count) < left_out
    groups: list[list[int]] = []
    may_join = False
    for k in range(count):
        if drop[k]:
            may_join = False
        elif may_join and join[k]:
            groups[-1].append(k)
            may_join = False  # pairs of neighbours, not chains of them
        else:
            groups.append([k])
            may_join = True
    return groups


def _sentence(random: np.random.Generator, side: str, length: int, number: int | None) -> str:
    """About as long on both sides; the words say nothing, a number is the same."""
    syllables = _SYLLABLES[side]
    sizes = random.integers(1, 4, max(2, int(length * random.normal(1.0, 0.1)) // 2))
    words = ["".join(syllables[k] for k in random.integers(0, len(syllables), size)) for size in sizes]
    if number is not None:
        words.insert(len(words) // 2, str(number))
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."


def _document(lang: str, texts: Sequence[str]) -> Document:
    segments, at = [], 0
    for number, text in enumerate(texts):
        segments.append(Segment(id=f"s{number + 1}", text=text, start=at, end=at + len(text), block=0))
        at += len(text) + 1
    whole = "\n".join(texts)
    block = Block(kind="paragraph", start=0, end=len(whole))
    return Document(id=lang, lang=lang, text=whole, blocks=(block,), segments=tuple(segments))


def _right_beads(source: list[list[int]], target: list[list[int]]) -> tuple[Bead, ...]:
    """Segments that share a sentence are in one bead, those that share none are null."""
    of_target = {k: j for j, group in enumerate(target) for k in group}
    beads: list[tuple[set[int], set[int]]] = []
    bead_of_target: dict[int, int] = {}  # of the partners only the first can be in a bead already: both sides rise
    for i, group in enumerate(source):
        partners = {of_target[k] for k in group if k in of_target}
        at = next((bead_of_target[j] for j in sorted(partners) if j in bead_of_target), None)
        if at is None:
            at = len(beads)
            beads.append((set(), set()))
        beads[at][0].add(i)
        beads[at][1].update(partners)
        bead_of_target.update(dict.fromkeys(partners, at))
    lone = [(set(), {j}) for j in range(len(target)) if j not in bead_of_target]
    made = [Bead(source=tuple(sorted(a)), target=tuple(sorted(b))) for a, b in (*beads, *lone)]
    first = {i: group[0] for i, group in enumerate(source)}

    def place(bead: Bead) -> int:
        return first[bead.source[0]] if bead.source else target[bead.target[0]][0]

    return tuple(sorted(made, key=place))


def measure(count: int, aligner: str) -> Growth:
    """Align documents of this size in this process, which has to be a fresh one for the memory to be right."""
    source, target, encoder, right = synthetic_pair(count)
    made = ALIGNERS.make(aligner, **({"encoder": encoder} if aligner == "semantic" else {}))
    before = _resident()
    begin = time.process_time()
    beads = made.align(source, target)
    seconds = time.process_time() - begin
    peak = _peak()
    return Growth(
        sentences=count,
        segments=(len(source.segments), len(target.segments)),
        seconds=seconds - encoder.seconds,
        vectors=encoder.seconds,
        megabytes=None if peak is None or before is None else max(0.0, peak - before),
        strict=evaluate(beads, right).f1,
        signature=made.signature,
    )


def _resident() -> float | None:
    """Megabytes of this process now, and on Linux the peak begins anew."""
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:  # noqa: PTH123 - proc(5)
            file.write("5")
        return _status("VmRSS")
    except OSError:
        return _peak()


def _peak() -> float | None:
    try:
        return _status("VmHWM")
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return None
    unit_bytes = 1 if sys.platform == "darwin" else 1024  # getrusage(2)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit_bytes / 1e6


def _status(field: str) -> float:
    with open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123 - proc(5)
        return next(int(line.split()[1]) / 1000 for line in file if line.startswith(field))


def measured(count: int, *, aligner: str = DEFAULT_ALIGNER) -> Growth:
    """`measure` in a process of its own."""
    command = [sys.executable, __file__, "--one", str(count), "--aligner", aligner]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout)
    return Growth(**{**found, "segments": tuple(found["segments"])})


def slope(one: Growth, other: Growth) -> float:
    """The exponent with which time grows from one size to the other: 1 is linear, 2 quadratic."""
    return math.log(other.seconds / one.seconds) / math.log(other.sentences / one.sentences)


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), metavar="N,N,...", help="default: %(default)s")
    parser.add_argument("--aligner", default=DEFAULT_ALIGNER, metavar="NAME", help="default: %(default)s")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(asdict(measure(options.one, options.aligner))))
        return
    found: list[Growth] = []
    print(f"{'sentences':>9} {'seconds':>9} {'vectors':>9} {'MB':>7} {'strict':>7}")
    for count in map(int, options.sizes.split(",")):
        one = measured(count, aligner=options.aligner)
        found.append(one)
        memory = "-" if one.megabytes is None else f"{one.megabytes:.0f}"
        strict = "-" if one.strict is None else f"{one.strict:.4f}"
        print(f"{count:>9} {one.seconds:>9.2f} {one.vectors:>9.2f} {memory:>7} {strict:>7}", flush=True)
    for one, other in zip(found[:-1], [found[-1]] * (len(found) - 1), strict=True):
        print(f"growth from {one.sentences} to {other.sentences}: {slope(one, other):.2f}")
    print(found[-1].signature if found else "nothing was measured")


if __name__ == "__main__":
    main()
