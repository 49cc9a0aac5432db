"""Measure how fast terms are found and checked: units and a term base of pseudo words, always the same.

    python benchmarks/terms.py [--units N] [--concepts N] [--jobs N] [--langs en,fr] [-o FILE]

Texts are runs of the readout in corpora/, of which one word in eight is replaced by a pseudo word of a long list, the
frequent ones first (Zipf), so that the number of different words grows as that of a real corpus does. A term has one to
four words, one of them a pseudo word at least. Two units of three have a term in the source; of these, one translation
of fifty lacks it. Printed, all from one run:

* how long it takes to learn the term base, and to check the first 1,000 units after that;
* `align check --checks terms` over a TMX file of all units: seconds that pass, from the start of the program to its
  end, and the peak of memory of all its processes together;
* how many times as long a plain loop takes that tries one compiled regular expression a term, on a few of these units.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from align.checks import CHECKS, CheckContext
from align.model import Concept, Term, TermBase, TranslationUnit, Variant
from align.output import replacing
from align.pipeline import write_units
from results import machine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["LANGS", "UNITS", "TermFigures", "measured", "synthetic_termbase", "synthetic_units", "table"]

SOURCES = Path(__file__).resolve().parents[1] / "corpora" / "readout-2023" / "sources"
UNITS, CONCEPTS, JOBS = 1_000_000, 10_000, 2
LANGS = ("en", "fr")
_FIRST, _TRIED = 1_000, 20
_ALIGN = (sys.executable, "-c", "from align.cli import main; main()")
_SYLLABLES = ("ba", "do", "ke", "li", "mu", "na", "po", "ri", "se", "tu", "va", "zo", "an", "el", "or", "in")
_RARE = 200_000
_WITH_TERM, _WITHOUT_RENDERING, _PSEUDO = 2 / 3, 1 / 50, 1 / 8


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFigures:
    """What was measured.

    Attributes:
        units, concepts: how many.
        learning: seconds to make the matchers of both languages.
        first: seconds for the first 1,000 units with these.
        checking: seconds for all units by the command, its start included.
        processor: seconds of the processors that all its processes took.
        megabytes: peak of all processes of the command; None where the system does not tell.
        findings: how many it reported.
        ratio: how many times as long a unit takes by regular expressions as by the command.
    """

    units: int
    concepts: int
    learning: float
    first: float
    checking: float
    processor: float
    megabytes: float | None
    findings: int
    ratio: float


def _words(lang: str) -> list[str]:
    return re.findall(r"\w+", (SOURCES / f"readout.{lang}.txt").read_text(encoding="utf-8"))


def _pseudo_words(random: Random, count: int) -> list[str]:
    """Different words."""
    words = dict.fromkeys("".join(random.choice(_SYLLABLES) for _ in range(random.randint(4, 6))) for _ in range(count))
    return list(words)


def _rare(random: Random, words: Sequence[str]) -> str:
    """A word of the list; the n-th is drawn about 1/n as often as the first."""
    return words[int(len(words) ** random.random()) - 1]


def synthetic_termbase(concepts: int, langs: Sequence[str]) -> TermBase:
    """A term base with one term a language and concept."""
    random = Random(1)
    pseudo = _pseudo_words(random, _RARE)[::2]
    common = {lang: sorted(set(_words(lang))) for lang in langs}

    def term(lang: str) -> str:
        count = random.choice((1, 2, 2, 2, 3, 3, 4))
        words = [random.choice(common[lang]) if random.random() < 0.7 else random.choice(pseudo) for _ in range(count)]
        words[random.randrange(count)] = random.choice(pseudo)
        return " ".join(words)

    return TermBase(
        concepts=tuple(
            Concept(id=f"c{number}", terms=tuple(Term(text=term(lang), lang=lang) for lang in langs))
            for number in range(concepts)
        )
    )


def synthetic_units(count: int, termbase: TermBase, langs: Sequence[str]) -> Iterator[TranslationUnit]:
    """Units in these languages, the source first."""
    random = Random(2)
    pseudo = _pseudo_words(Random(1), _RARE)[1::2]  # the other half makes terms
    running = {lang: _words(lang) for lang in langs}

    def words(lang: str) -> list[str]:
        start = random.randrange(len(running[lang]) - 30)
        taken = running[lang][start : start + random.randint(8, 26)]
        return [_rare(random, pseudo) if random.random() < _PSEUDO else word for word in taken]

    for number in range(count):
        concept = random.choice(termbase.concepts) if random.random() < _WITH_TERM else None
        variants = []
        for place, lang in enumerate(langs):
            text = words(lang)
            if concept is not None and (place == 0 or random.random() > _WITHOUT_RENDERING):
                text.insert(random.randrange(len(text)), concept.terms[place].text)
            variants.append(Variant(lang=lang, content=(f"{' '.join(text)}.",)))
        yield TranslationUnit(id=f"u{number}", variants=tuple(variants))


def _write_csv(termbase: TermBase, path: Path) -> None:
    lines = [f"{concept.id},{term.lang},{term.text}\n" for concept in termbase.concepts for term in concept.terms]
    path.write_text("concept,lang,text\n" + "".join(lines), encoding="utf-8", newline="\n")


class _Memory:
    """Watches the memory of a process and of all that it starts (Linux: proportional set size)."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.peak = 0.0
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _watch(self) -> None:
        while not self._over.wait(0.25):
            self.peak = max(self.peak, sum(map(_megabytes, _family(self._pid))))

    def stop(self) -> float | None:
        """The peak in MB, if it could be seen."""
        self._over.set()
        self._watcher.join()
        return self.peak or None


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text(encoding="ascii")
        except OSError:
            continue
        found += map(int, children.split())
    return found


def _megabytes(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    shown = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(shown[1]) / 1024 if shown else 0.0


def _processor() -> float:
    """Seconds of the processors that all processes took that this one has started and seen end."""
    taken = os.times()
    return taken.children_user + taken.children_system


def _regex_seconds(units: Sequence[TranslationUnit], termbase: TermBase) -> float:
    """Seconds a unit of the plain loop: every pattern is searched for in every text of its language."""
    patterns = {
        variant.lang: [
            (concept.id, re.compile(rf"\b{re.escape(term.text)}\b", re.IGNORECASE))
            for concept in termbase.concepts
            for term in concept.terms
            if term.lang == variant.lang
        ]
        for variant in units[0].variants
    }
    start = time.perf_counter()
    for unit in units:
        source, target = (
            {concept for concept, pattern in patterns[variant.lang] if pattern.search(variant.text)}
            for variant in unit.variants
        )
        source - target
    return (time.perf_counter() - start) / len(units)


def measured(
    units: int = UNITS, concepts: int = CONCEPTS, *, jobs: int = JOBS, langs: Sequence[str] = LANGS
) -> TermFigures:
    """Measure everything."""
    termbase = synthetic_termbase(concepts, langs)
    some = list(islice(synthetic_units(units, termbase, langs), _FIRST))
    check = CHECKS.make("terms")
    context = CheckContext(source=langs[0], termbase=termbase)
    start = time.perf_counter()
    run = check.begin(context)  # type: ignore[attr-defined]
    for variant in some[0].variants:
        run.matchers.of(variant.lang).find_all("")
    learning = time.perf_counter() - start
    start = time.perf_counter()
    for unit in some:
        list(run.look(unit))
    first = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as place:
        corpus, terms, report = (Path(place, name) for name in ("units.tmx", "terms.csv", "report.json"))
        _write_csv(termbase, terms)
        write_units(synthetic_units(units, termbase, langs), corpus)
        command = ["check", str(corpus), "--terms", str(terms), "--checks", "terms", "--jobs", str(jobs)]
        before = _processor()
        start = time.perf_counter()
        process = subprocess.Popen([*_ALIGN, "-q", *command, "--report", "json", "-o", str(report)])
        memory = _Memory(process.pid)
        code = process.wait()
        checking = time.perf_counter() - start
        processor = _processor() - before
        megabytes = memory.stop()
        if code:
            sys.exit(f"align check ended with {code}")
        findings = report.read_text(encoding="utf-8").count('"fingerprint"')
    plain = _regex_seconds(some[:_TRIED], termbase)
    return TermFigures(
        units=units,
        concepts=concepts,
        learning=learning,
        first=first,
        checking=checking,
        processor=processor,
        megabytes=megabytes,
        findings=findings,
        ratio=plain * units / checking,
    )


def table(found: TermFigures) -> str:
    """The figures as a table in Markdown."""
    memory = "-" if found.megabytes is None else f"{found.megabytes:,.0f} MB"
    rows = [
        (f"learn {found.concepts:,} concepts in two languages", f"{found.learning:.2f} s"),
        (f"check {_FIRST:,} units after that", f"{found.first:.2f} s"),
        (f"align check, {found.units:,} units x {found.concepts:,} concepts", f"{found.checking:.1f} s"),
        ("its processor time, all processes", f"{found.processor:.1f} s"),
        ("its peak of memory, all processes", memory),
        ("its findings", f"{found.findings:,}"),
        ("a plain loop over regular expressions takes", f"{found.ratio:,.0f} times as long"),
    ]
    return "| what | measured |\n|---|---|\n" + "".join(f"| {one} | {other} |\n" for one, other in rows)


def report(found: TermFigures) -> str:
    """The whole file."""
    return f"""\
# Terms

Written by `make bench` (`benchmarks/terms.py`); do not edit.

Machine: {machine()}. Synthetic units in two languages; seconds that pass, but where processor time is named.

{table(found)}"""


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=UNITS, metavar="N", help="default: %(default)s")
    parser.add_argument("--concepts", type=int, default=CONCEPTS, metavar="N", help="default: %(default)s")
    parser.add_argument("--jobs", type=int, default=JOBS, metavar="N", help="processes; default: %(default)s")
    parser.add_argument("--langs", default=",".join(LANGS), metavar="L,L", help="default: %(default)s")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="where to write the table, such as TERMS.md")
    options = parser.parse_args()
    langs = options.langs.split(",")
    text = report(measured(options.units, options.concepts, jobs=options.jobs, langs=langs))
    if options.out is not None:
        with replacing(options.out) as place:
            place.write_text(text, encoding="utf-8", newline="\n")
    print(text)


if __name__ == "__main__":
    main()
