"""Measure how fast, and in how much memory, files are read, written and converted; all as ratios of one run.

    python benchmarks/streaming.py [--units N] [--formats NAME,...] [-o FILE]

First TMX of `--units` units against the least that lxml has to do for the same file: a loop over `iterparse` that
takes the language and the text of each variant and clears the unit, and a loop over `xmlfile` that makes and writes the
same elements; and against translate-toolkit, if it is installed. Then every format of the shelf: files of 1, 2, 4 and 8
times 4,000 units, beads or paragraphs (fewer where reading is slow) are read, and each doubling should double the time
at most. Each measurement has a process of its own, with the garbage collector set as the command line sets it; time is
processor seconds, memory the peak of the whole process.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

ROOT = Path(__file__).resolve().parents[1]
FILE = Path(__file__).with_name("STREAMING.md")
UNITS = 1_000_000
BASE = 16_000  # so many that not even the smallest file is faster for fitting into the processor's cache
TIMES = (1, 2, 4, 8)
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SLOW = {"html-main": 40, "pdf": 32, "epub": 4, "html": 4, "xliff": 16, "xliff2": 16, "tmx": 4, "tei": 2, "xces": 2}
SLOW |= {"xlsx": 8, "docx": 2, "markdown": 4, "hf-jsonl": 4, "jsonl": 4, "parquet": 2, "plain": 2}
"""Formats whose files are that many times smaller, so that a run ends."""


# --- what is measured, each in a process of its own ------------------------------------------------------------------


def bare_read(path: Path) -> int:
    """The least that has to be done to see every text."""
    from lxml import etree

    count = 0
    for _, tu in etree.iterparse(path, events=("end",), tag="tu"):
        for tuv in tu.iterchildren("tuv"):
            tuv.get(LANG)
            tuv.findtext("seg")
        tu.clear()
        while tu.getprevious() is not None:
            del tu.getparent()[0]
        count += 1
    return count


def empty_read(path: Path) -> int:
    """Less than that: nothing is looked at."""
    from lxml import etree

    count = 0
    for _, tu in etree.iterparse(path, events=("end",), tag="tu"):
        tu.clear()
        while tu.getprevious() is not None:
            del tu.getparent()[0]
        count += 1
    return count


def our_read(path: Path) -> int:
    """Units."""
    from align.pipeline import format_of, scan_units

    format_of(path)  # loads the modules
    begin = time.process_time()
    for _ in scan_units(path):
        pass
    return _since(begin)


def our_validation(path: Path) -> int:
    """Our schema and rules."""
    from align.pipeline import validate

    return len(validate(path))


def our_conversion(path: Path) -> int:
    """From TMX to TMX: read, counted, written, checked, flushed to the disk."""
    from align.conversion import convert

    return convert(path, path.with_name("converted.tmx")).count


def toolkit_read(path: Path) -> int:
    """Source and target of all units of translate-toolkit."""
    from translate.storage import tmx

    begin = time.process_time()
    for unit in tmx.tmxfile.parsefile(str(path)).units:
        str(unit.source), str(unit.target)
    return _since(begin)


def bare_write(path: Path) -> int:
    """The elements of the file made again and written, from texts in memory."""
    from lxml import etree

    texts = _texts(path)
    begin = time.process_time()
    with (
        path.with_name("bare.tmx").open("wb") as file,
        etree.xmlfile(file, encoding="utf-8") as xml,
        xml.element("tmx", version="1.4"),
        xml.element("body"),
    ):
        for number, pair in enumerate(texts):
            tu = etree.Element("tu", tuid=f"u{number}")
            etree.SubElement(tu, "prop", type="x-document").text = "doc"
            for lang, text in zip(("en", "cs"), pair, strict=True):
                tuv = etree.SubElement(tu, "tuv")
                tuv.set(LANG, lang)
                etree.SubElement(tuv, "seg").text = text
            xml.write("\n", tu)
    return _since(begin)


def our_write(path: Path) -> int:
    """The same from units in memory."""
    from align.formats import FORMATS, UnitFormat, UnitHeader
    from align.model import Property, TranslationUnit, Variant

    units = [
        TranslationUnit(
            id=f"u{number}",
            variants=(Variant(lang="en", content=(one,)), Variant(lang="cs", content=(other,))),
            properties=(Property(name="x-document", value="doc"),),
        )
        for number, (one, other) in enumerate(_texts(path))
    ]
    member = FORMATS.make("tmx")
    assert isinstance(member, UnitFormat)  # noqa: S101
    begin = time.process_time()
    member.write_units(units, path.with_name("ours.tmx"), UnitHeader(source="en"))
    return _since(begin)


def growth(name: str, folder: Path) -> list[float]:
    """Seconds of reading files of each size with every ability of a format: the best of three."""
    import logging

    from format_files import read_everything, write

    logging.disable()
    seconds = []
    for times in TIMES:
        place = folder / str(times)
        place.mkdir()
        path = write(name, place, BASE // SLOW.get(name, 1) * times)
        read_everything(name, path)  # modules are loaded now
        runs = []
        for _ in range(3):
            gc.collect()
            begin = time.process_time()
            read_everything(name, path)
            runs.append(time.process_time() - begin)
        seconds.append(min(runs))
    return seconds


_took = 0.0


def _since(begin: float) -> int:
    global _took  # noqa: PLW0603 - how a measurement tells its own time
    _took = time.process_time() - begin
    return 0


def _texts(path: Path) -> list[tuple[str, str]]:
    from align.pipeline import scan_units

    some = 100_000  # as many as memory should hold, for the rate does not depend on it
    found = []
    for unit in scan_units(path):
        found.append((unit.variants[0].text, unit.variants[1].text))
        if len(found) == some:
            break
    return found


MEASURED: dict[str, Callable[[Path], int]] = {
    one.__name__: one
    for one in (bare_read, empty_read, our_read, our_validation, our_conversion, toolkit_read, bare_write, our_write)
}


def _run_one(name: str, path: Path) -> None:
    gc.set_threshold(100_000, 50, 100)
    if name.startswith("growth:"):
        print(json.dumps(growth(name.removeprefix("growth:"), path)))
        return
    begin = time.process_time()
    MEASURED[name](path)
    seconds = _took or time.process_time() - begin
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(json.dumps({"seconds": seconds, "megabytes": peak}))


def measured(name: str, path: Path) -> Any:  # noqa: ANN401 - what was printed
    """What was measured in a process of its own, or None where it cannot be measured here."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", name, str(path)], stdout=subprocess.PIPE, text=True, check=False
    )
    return json.loads(done.stdout) if done.returncode == 0 else None


# --- the report ----------------------------------------------------------------------------------------------------


def write_memory(path: Path, count: int) -> None:
    """A TMX of many units, of about 380 bytes each."""
    from align.formats import FORMATS, UnitFormat, UnitHeader
    from format_files import units

    member = FORMATS.make("tmx")
    assert isinstance(member, UnitFormat)  # noqa: S101
    member.write_units(units(count, rich=False), path, UnitHeader(source="en"))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, ["---"] * len(head), *rows))


def memory_table(folder: Path, count: int) -> str:
    """Rates of TMX."""
    path = folder / "memory.tmx"
    write_memory(path, count)
    size = path.stat().st_size / 1e6
    found = {name: measured(name, path) for name in MEASURED}
    share = min(1.0, 100_000 / count)  # of the file that the two writing loops write
    against = {"our_read": "bare_read", "our_write": "bare_write", "our_validation": "bare_read"}
    titles = {
        "empty_read": "lxml iterparse, nothing looked at",
        "bare_read": "lxml iterparse, language and text taken",
        "our_read": "`scan_units`",
        "toolkit_read": "translate-toolkit",
        "bare_write": "lxml xmlfile",
        "our_write": "`write_units` of the format",
        "our_validation": "`validate`",
        "our_conversion": "`convert`, TMX to TMX, the result checked",
    }
    rows = []
    for name, title in titles.items():
        one = found[name]
        if one is None:
            rows.append([title, "-", "-", "-"])
            continue
        part = share if name.endswith("write") else 1.0
        rate = size * part / one["seconds"]
        base = found.get(against.get(name, "")) or None
        ratio = f"{base['seconds'] / one['seconds']:.2f}" if base else "-"
        memory = "-" if name.endswith("write") else f"{one['megabytes']:.0f}"
        rows.append([title, f"{rate:.0f}", ratio, memory])
    text = f"A file of {count:,} units, {size:.0f} MB.\n\n"
    text += table(["what", "MB/s", "of the bare loop", "peak MB"], rows)
    toolkit, ours = found["toolkit_read"], found["our_read"]
    if toolkit and ours:
        text += (
            f"\n`scan_units` has {toolkit['seconds'] / ours['seconds']:.1f} times the rate of translate-toolkit and "
            f"{ours['megabytes'] / toolkit['megabytes']:.2f} of its memory.\n"
        )
    return text


def growth_table(folder: Path, names: Sequence[str]) -> tuple[str, float]:
    """Times of reading by size, and the largest growth a doubling."""
    rows, worst = [], 0.0
    for name in names:
        place = folder / name
        place.mkdir()
        seconds = measured(f"growth:{name}", place)
        if seconds is None:
            rows.append([name, *["-"] * 8])
            continue
        ratios = [after / before for before, after in itertools.pairwise(seconds)]
        worst = max(worst, *ratios)
        first = BASE // SLOW.get(name, 1)
        rows.append([name, f"{first:,}", *(f"{one:.3f}" for one in seconds), *(f"{one:.2f}" for one in ratios)])
        print(" ".join(rows[-1]), file=sys.stderr, flush=True)
    head = ["format", "units or paragraphs", *(f"{n}x, s" for n in TIMES), *(f"{n}x/{n // 2}x" for n in TIMES[1:])]
    return table(head, rows), worst


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=UNITS, help="of the TMX; default: %(default)s")
    parser.add_argument("--formats", metavar="NAME,...", help="default: all")
    parser.add_argument("-o", "--output", type=Path, default=FILE, help="default: %(default)s")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _run_one(options.one[0], Path(options.one[1]))
        return
    from align import __version__
    from align.formats import FORMATS
    from align.output import replacing

    names = options.formats.split(",") if options.formats else FORMATS.names()
    with tempfile.TemporaryDirectory(prefix="align.") as folder:
        rates = memory_table(Path(folder), options.units)
        grown, worst = growth_table(Path(folder), names)
    text = (
        "# Files, measured\n\nWritten by `make bench` (`benchmarks/streaming.py`); do not edit. "
        f"Signature: `align:{__version__}`.\n\nProcessor seconds on one of {os.cpu_count()} cores, Python "
        f"{sys.version.split()[0]}; all figures are from one run.\n\n## Translation memories\n\n{rates}\n"
        "## Growth\n\nTime of reading files of 1, 2, 4 and 8 times a size. Largest growth a doubling: "
        f"{worst:.2f}.\n\n{grown}"
    )
    with replacing(options.output) as temporary:
        temporary.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
