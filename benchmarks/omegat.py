"""Compare our look-up with OmegaT's fuzzy match: the same units, the same queries, in one run.

    python benchmarks/omegat.py [--units N] [--queries N]

Units and queries are those of memory.py: sentences of the memory with one to four characters or words changed, half of
them Chinese. A query is answered if the sentence that it was made from is among the five best matches. OmegaT runs its
own matcher (FindMatches, the one of its statistics) in console mode, one project a direction, after 20 warm-up queries;
its time and ours are those of the look-up alone.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from align.formats.omegat import write_project
from align.memory import Memory, Penalties
from align.pipeline import write_units
from memory import perturbed, synthetic_units

__all__ = ["queries"]

JAR = Path("/usr/share/omegat/OmegaT.jar")
SCRIPT = Path(__file__).with_name("omegat_matches.groovy")
_NONE = Penalties(unchecked=0, low_score=0, region=0, publisher=0, numbers=0, spelling=0)
_PAIRS = (("zh", "en"), ("en", "zh"))


def queries(units: int, count: int, source: str, *, seed: int = 7) -> list[tuple[str, str]]:
    """Sentences of the memory, changed, each with the one that it was made from."""
    random_ = random.Random(f"{seed} {source}")
    chosen = set(random_.sample(range(units), count))
    texts = (unit.variant(source).text for number, unit in enumerate(synthetic_units(units)) if number in chosen)
    return [(perturbed(text, source, random_), text) for text in texts]


def ours(folder: Path, asked: list[tuple[str, str]], source: str, target: str) -> tuple[int, list[float]]:
    """How many are answered, and milliseconds each."""
    right, spent = 0, []
    with Memory.open(folder) as memory:
        for text, _ in asked[:20]:
            memory.lookup(text, source=source, target=target)
        for text, wanted in asked:
            begin = time.perf_counter()
            found = memory.lookup(text, source=source, target=target, threshold=0.3, penalties=_NONE)
            spent.append((time.perf_counter() - begin) * 1000)
            right += any(match.source == wanted for match in found)
    return right, spent


def theirs(folder: Path, asked: list[tuple[str, str]], source: str, target: str, units: int) -> tuple[int, list[float]]:
    """The same of OmegaT."""
    project = folder / f"project.{source}"
    for name in ("source", "target", "tm", "glossary", "omegat", "dictionary"):
        (project / name).mkdir(parents=True)
    write_project(project / "omegat.project", source=source, target=target)
    write_units(synthetic_units(units), project / "tm" / "memory.tmx")
    (project / "source" / "doc.txt").write_text("x\n", encoding="utf-8")
    (folder / "queries.txt").write_text("".join(f"{text}\n" for text, _ in asked), encoding="utf-8")
    words = [
        "java",
        "-Djava.awt.headless=true",
        "-Xmx1g",
        f"-Duser.home={folder}",
        f"-Dalign.queries={folder / 'queries.txt'}",
        f"-Dalign.answers={folder / 'answers.txt'}",
        "-jar",
        str(JAR),
        str(project),
        "--mode=console-translate",
        f"--script={SCRIPT}",
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    answers = folder / "answers.txt"
    if not answers.is_file():
        sys.exit(f"OmegaT gave no answers: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    lines = [line.split("\t") for line in answers.read_text(encoding="utf-8").splitlines()]
    answers.unlink()
    right = sum(wanted in line[1:] for (_, wanted), line in zip(asked, lines, strict=True))
    return right, [float(line[0]) for line in lines]


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=200)
    options = parser.parse_args()
    if not JAR.is_file():
        sys.exit("OmegaT is not installed")
    print("| source | queries | found, ours | found, OmegaT | median ms, ours | median ms, OmegaT | ratio |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Memory.open(folder / "memory", writable=True) as memory:
            memory.add(synthetic_units(options.units), document="synthetic")
        for source, target in _PAIRS:
            asked = queries(options.units, options.queries // 2, source)
            one, spent = ours(folder / "memory", asked, source, target)
            other, needed = theirs(folder, asked, source, target, options.units)
            times = (median(spent), median(needed), median(needed) / median(spent))
            cells = (source, str(len(asked)), str(one), str(other), *(f"{value:.1f}" for value in times))
            print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
