"""Measure all that the documents claim and write it to benchmarks/RESULTS.md.

    python benchmarks/results.py [--sizes N,N,...] [--set NAME]... [-o FILE]

Four tables: accuracy on every gold set, of ours and of the peers that are installed (see peers.py); accuracy on long
texts made of these sets; time and memory of the align step by the number of sentences (see scale.py); encoding and
start-up (see encode.py and readout.py). Each names the signature of what was measured. Takes some minutes; run it when
the machine has nothing else to do.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sys
import tempfile
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import encode
import scale
from align import __version__
from align.aligners import ALIGNERS, DEFAULT_ALIGNER
from align.evaluation import Counts, evaluate
from align.output import replacing
from gold import GOLD, by_languages, joined, pairs_of
from peers import Measured, contenders, gold_pairs, mean, ours, run
from readout import CORPUS, fastest
from readout import run as timed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RESULTS = Path(__file__).with_name("RESULTS.md")
NOTES = GOLD.parent / "ALIGNER.md"
_LONG = 2_000  # segments a side from which on a text is not looked at as a whole
_ALIGN = (sys.executable, "-c", "from align.cli import main; main()")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def figures(strict: float | None, lax: float | None, null: float | None) -> str:
    """Strict and lax F1, and null recall in brackets where the gold has null beads."""
    if strict is None or lax is None:
        return "-"
    return f"{strict:.3f} / {lax:.3f}" + ("" if null is None else f" ({null:.2f})")


def noted_peers(notes: Path) -> tuple[list[str], dict[str, list[str]]]:
    """The names of the peers' columns and their figures by set, from the table of development sets in `notes`."""
    head: list[str] = []
    rows: dict[str, list[str]] = {}
    if notes.is_file():
        for line in notes.read_text(encoding="utf-8").splitlines():
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if cells[0] == "set" and len(cells) == 4:
                head = cells[1:]
            elif head and line.startswith("|") and not set(line) <= set("|- :"):
                rows[cells[0]] = cells[1:]
            elif head and not line.startswith("|"):
                break
    return head, rows


def held_out() -> dict[str, dict[str, float]]:
    """Figures of each set by weights that were learnt without it, as the files of weights have them."""
    found: dict[str, dict[str, float]] = {}
    for name in ("lexical", "semantic"):
        text = resources.files("align.aligners").joinpath("data", f"{name}.json").read_text(encoding="utf-8")
        found |= json.loads(text).get("held out", {})
    return found


def accuracy(names: Sequence[str] | None) -> str:
    """The table of all sets."""
    sets = gold_pairs(names)
    all_of_them = [run(*ours(DEFAULT_ALIGNER), sets), *(run(name, align, sets) for name, align in contenders().items())]
    without, (head, noted) = held_out(), noted_peers(NOTES)

    def cell(measured: Measured, name: str) -> str:
        counts = measured.counts[name]
        return figures(counts.f1, counts.lax_f1, counts.null_recall)

    rows = []
    for name in sets:
        kept = without.get(name, {})
        apart = figures(kept.get("strict"), kept.get("lax"), kept.get("null recall"))
        rows.append([name, apart, *(cell(one, name) for one in all_of_them), *noted.get(name, ["-"] * len(head))])
    averages = [
        figures(
            *(mean(getattr(counts, key) for counts in one.counts.values()) for key in ("f1", "lax_f1", "null_recall"))
        )
        for one in all_of_them
    ]
    apart = figures(
        *(mean(without.get(name, {}).get(key) for name in sets) for key in ("strict", "lax", "null recall"))
    )
    noted_means = [
        figures(*_means([noted[name][column] for name in sets if name in noted])) for column in range(len(head))
    ]
    rows.append(["macro average", apart, *averages, *noted_means])
    rows.append(["processor seconds", "-", *(f"{one.seconds:.1f}" for one in all_of_them), *["-"] * len(head)])
    titles = ["set", "ours, held out", *(one.name for one in all_of_them), *(f"{name} (noted)" for name in head)]
    return table(titles, rows)


def _means(cells: Iterable[str]) -> tuple[float | None, float | None, float | None]:
    found = [[float(one) for one in re.findall(r"\d*\.\d+", cell)] for cell in cells]
    strict, lax, null = (mean(one[k] for one in found if len(one) > k) for k in range(3))
    return strict, lax, null


def long_texts() -> str:
    """The table of gold sets that are aligned one document at a time, and joined to one text."""
    aligner = ALIGNERS.make(DEFAULT_ALIGNER)
    rows = []
    for lang, names in by_languages().items():
        pairs = [pair for name in names for pair in pairs_of(name)]
        source, target, gold = joined(names)
        if min(len(source.segments), len(target.segments)) < _LONG:
            continue
        apart = sum((evaluate(aligner.align(a, b), beads, merge=True) for _, a, b, beads in pairs), Counts())
        at_once = evaluate(aligner.align(source, target), gold, merge=True)
        shown = [figures(one.f1, one.lax_f1, one.null_recall) for one in (apart, at_once)]
        rows.append([lang, f"{len(source.segments):,} x {len(target.segments):,}", f"{len(pairs)}", *shown])
    return table(["languages", "segments", "documents", "one at a time", "joined"], rows)


def growth(sizes: Sequence[int]) -> tuple[str, str]:
    """The table of the align step, and the signature of what was measured."""
    found = [scale.measured(size) for size in sizes]
    last = found[-1]
    rows = []
    for one in found:
        exponent = "-" if one is last else f"{scale.slope(one, last):.2f}"
        memory = "-" if one.megabytes is None else f"{one.megabytes:.0f}"
        strict = "-" if one.strict is None else f"{one.strict:.4f}"
        rows.append([f"{one.sentences:,}", f"{one.seconds:.2f}", f"{one.vectors:.2f}", memory, strict, exponent])
    head = [
        "sentences a side",
        "processor seconds",
        "more for the vectors of runs",
        "MB above the text",
        "strict F1",
        f"exponent to {last.sentences:,}",
    ]
    return table(head, rows), last.signature


def waiting() -> str:
    """The table of encoding and start-up."""
    speed = encode.measure()
    bare = fastest(sys.executable, "-c", "pass")
    sources = CORPUS / "sources"
    with tempfile.TemporaryDirectory() as place:
        texts = [str(sources / f"readout.{lang}.txt") for lang in ("zh", "en")]
        pairs = [timed(*_ALIGN, "-q", "pair", *texts, "-o", str(Path(place, "x.tmx"))) for _ in range(3)]
        first = timed(*_ALIGN, "-q", "build", str(CORPUS), "-o", str(Path(place, "out")))
        second = timed(*_ALIGN, "-q", "build", str(CORPUS), "-o", str(Path(place, "out")))
    loaded = fastest(sys.executable, "-c", "import align") / bare
    helped = fastest(*_ALIGN, "--help") / bare
    rows = [
        [
            f"encode German of {speed.characters:.0f} characters, all runs to six",
            f"{speed.per_second:.0f} sentences/s a core",
        ],
        ["align pair on the readout, zh and en: fastest of three", _time_and_memory(*min(pairs))],
        ["align build on the readout, eight languages", _time_and_memory(*first)],
        ["align build again, nothing changed", _time_and_memory(*second)],
        ["import align", f"{loaded:.1f} times python -c pass"],
        ["align --help", f"{helped:.1f} times python -c pass"],
    ]
    return table(["what", "measured"], rows)


def _time_and_memory(seconds: float, megabytes: float | None) -> str:
    return f"{seconds:.2f} s" + ("" if megabytes is None else f", {megabytes:.0f} MB")


def machine() -> str:
    """Cores, processor, system and Python, without the name of the machine."""
    model = platform.machine()
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        pass
    else:
        named = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
        model = named[1].strip() if named else model
    import numpy as np

    cores = os.cpu_count() or 1
    return (
        f"{cores} core{'s' * (cores > 1)} ({model}), {platform.system()}, Python {platform.python_version()}, "
        f"numpy {np.__version__}"
    )


def report(sizes: Sequence[int], names: Sequence[str] | None) -> str:
    """The whole file."""
    of_waiting = waiting()
    of_growth, scaled = growth(sizes)
    of_accuracy = accuracy(names)
    of_long = long_texts()
    signature = f"align:{__version__}|aligner:{ours(DEFAULT_ALIGNER)[0]}"
    return f"""\
# Results

Written by `make bench` (`benchmarks/results.py`); do not edit. Signature of what was measured:
`{signature}`.

Machine: {machine()}. One thread.

To repeat: `make bench`, with `ALIGN_SHARED` naming the folder that holds `gold/`; without it only the readout is
scored. To compare with peers, install them first (`pip install galechurch`; `hunalign` and `vecalign` on the PATH).

## Accuracy

Strict F1 / lax F1 (null recall). *Held out*: weights learnt without the set. The column of the signature: the weights
as shipped, which have seen some of the sets. *Noted*: measured before on the same vectors, not in this run. An average
is over the sets that have a figure in its column.

{of_accuracy}
## Long texts

All gold sets of a pair of languages as one text, if it has {_LONG:,} segments a side: what is found where each document
is aligned by itself, and where they stand one after another. Strict F1 / lax F1 (null recall), beads inside a pair of
the gold merged, weights as shipped.

{of_long}
## Scale

The align step alone, synthetic documents and vectors (`benchmarks/scale.py`), signature `{scaled}`.

{of_growth}
## Encoding and start-up

Signature `{signature}`. Seconds that pass, and the peak of memory.

{of_waiting}"""


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--sizes", default=",".join(map(str, scale.SIZES)), metavar="N,N,...", help="default: %(default)s"
    )
    parser.add_argument("--set", action="append", metavar="NAME", dest="sets", help="may be repeated; default: all")
    parser.add_argument("-o", "--out", type=Path, default=RESULTS, metavar="FILE", help="default: %(default)s")
    options = parser.parse_args()
    text = report([*map(int, options.sizes.split(","))], options.sets)
    with replacing(options.out) as place:
        place.write_text(text, encoding="utf-8", newline="\n")
    print(text)


if __name__ == "__main__":
    main()
