"""Measure the translation memory: time to build, disk, look-up, recall, concordance, opening, memory.

    python benchmarks/memory.py [--units N] [--queries N] [--folder FOLDER] [--peer]

The units are always the same: Chinese sentences of pseudo words (two thirds of two characters, by Zipf's law, each
likely to be followed by its favourites) and their English side, word for word in another order, with numbers and
marks. Queries are sentences of the memory with one to four characters or words changed, put in or taken out; half of
them are Chinese. Recall asks whether the unit that is most like the query by rapidfuzz over all units (by the formula
of `align.memory.scoring`) is among the five matches given, or one that is as like. With --peer, the first 10,000 units
and 200 queries are also given to the matcher of translate-toolkit, in the same run.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from bisect import bisect
from functools import lru_cache
from itertools import accumulate, islice
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from align.memory import Memory, Penalties
from align.memory._keys import is_by_character, key_of
from align.memory.scoring import similarity
from align.model import Origin, TranslationUnit, Variant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["perturbed", "synthetic_units"]

_WORDS = 30_000
_NONE = Penalties(unchecked=0, low_score=0, region=0, publisher=0, numbers=0, spelling=0)


class _Vocabulary:
    """Words of both languages, by rank."""

    def __init__(self) -> None:
        random_ = random.Random(66)
        characters = [chr(0x4E00 + random_.randrange(0x5000)) for _ in range(3500)]
        weights = list(accumulate(1 / (rank + 8) for rank in range(len(characters))))
        consonants, vowels = (
            ["b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl", "ch"],
            ["a", "e", "i", "o", "u", "ai", "ea", "io"],
        )
        zh: dict[str, None] = {}
        while len(zh) < _WORDS:
            length = random_.choices((1, 2, 3), (1, 8, 2))[0]
            zh["".join(random_.choices(characters, cum_weights=weights, k=length))] = None
        en: dict[str, None] = {}
        while len(en) < _WORDS:
            syllables = random_.choices((1, 2, 3, 4), (2, 5, 3, 1))[0]
            word = "".join(random_.choice(consonants) + random_.choice(vowels) for _ in range(syllables))
            en[word + random_.choice(("", "n", "s", "r", "l", "tion", "ed"))] = None
        self.zh, self.en = list(zh), list(en)
        self.cumulated = list(accumulate(1 / (rank + 3) for rank in range(_WORDS)))
        self.favourites = [[random_.randrange(_WORDS) for _ in range(4)] for _ in range(_WORDS)]

    def sentence(self, random_: random.Random) -> list[int]:
        """Ranks of the words of a sentence."""
        out: list[int] = []
        total = self.cumulated[-1]
        for _ in range(max(2, min(40, int(random_.gammavariate(3.2, 2.3))))):
            if out and random_.random() < 0.3:
                out.append(self.favourites[out[-1]][random_.randrange(4)])
            else:
                out.append(bisect(self.cumulated, random_.random() * total))
        return out


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    return _Vocabulary()


def synthetic_units(count: int, seed: int = 6) -> Iterator[TranslationUnit]:
    """Units in zh and en, one in forty a repetition; about 110 bytes of text each."""
    random_ = random.Random(seed)
    words = _vocabulary()
    earlier: list[tuple[str, str]] = []
    for number in range(count):
        if earlier and random_.random() < 0.025:
            zh, en = random_.choice(earlier)
        else:
            ranks = words.sentence(random_)
            mark = len(ranks) // 2 if len(ranks) > 9 else len(ranks)
            figure = str(random_.randrange(1, 3000)) if random_.random() < 0.2 else ""
            first, second = ranks[:mark], ranks[mark:]
            zh = "".join(words.zh[rank] for rank in first)
            en = " ".join(words.en[rank] for rank in first)
            if second:
                zh += "，" + "".join(words.zh[rank] for rank in second)
                en += ", " + " ".join(words.en[rank] for rank in reversed(second))
            zh, en = f"{zh}{figure}。", f"{en.capitalize()}{figure and ' '}{figure}."
            if len(earlier) < 5000:
                earlier.append((zh, en))
        yield TranslationUnit(
            id=f"u{number + 1}",
            variants=(Variant(lang="zh", content=(zh,)), Variant(lang="en", content=(en,))),
            origin=(
                Origin(
                    source="zh", target="en", kind="1-1", score=0.75 + number % 25 / 100, status="auto", bead=number
                ),
            ),
        )


def perturbed(text: str, lang: str, random_: random.Random) -> str:
    """`text` with one to four characters, or words, changed, put in or taken out."""
    parts = list(text) if is_by_character(lang) else text.split(" ")
    for _ in range(random_.randrange(1, 1 + max(1, min(4, len(parts) // 5)))):
        at = random_.randrange(len(parts))
        what = random_.randrange(3)
        other = parts[random_.randrange(len(parts))]
        if what == 0:
            parts[at] = other[::-1] if len(other) > 1 else "新"
        elif what == 1:
            parts.insert(at, other)
        elif len(parts) > 3:
            del parts[at]
    return ("" if is_by_character(lang) else " ").join(parts)


def queries(count: int, units: int) -> list[tuple[str, str]]:
    """Language and text of queries, half of them Chinese, from units spread over the memory."""
    random_ = random.Random(60)
    chosen = {random_.randrange(units) for _ in range(2 * count)}
    found = [unit for number, unit in enumerate(synthetic_units(units)) if number in chosen]
    random_.shuffle(found)
    out = []
    for number, unit in enumerate(islice(found, count)):
        variant = unit.variants[number % 2]
        out.append((variant.lang, perturbed(variant.text, variant.lang, random_)))
    return out


def brute_force(asked: Sequence[tuple[str, str]], units: int) -> list[float]:
    """For each query the similarity of the unit that is most like it, over all units."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    from align.memory.scoring import similarity_of_keys

    texts: dict[str, list[str]] = {"zh": [], "en": []}
    for unit in synthetic_units(units):
        for variant in unit.variants:
            texts[variant.lang].append(key_of(variant.text, variant.lang))
    texts = {lang: list(dict.fromkeys(keys)) for lang, keys in texts.items()}
    best = []
    for lang, text in asked:
        key = key_of(text, lang)
        by_character = is_by_character(lang)
        near = process.extract(
            key,
            texts[lang],
            scorer=Levenshtein.normalized_similarity,
            processor=None,
            score_cutoff=0.4,
            limit=1 if by_character else 50,
        )
        best.append(max((similarity_of_keys(key, other, by_character=by_character) for other, *_ in near), default=0.0))
    return best


def milliseconds(times: Sequence[float]) -> str:
    """Median and 95th percentile."""
    cuts = quantiles(times, n=100)
    return f"p50 {cuts[49] * 1000:.1f} ms, p95 {cuts[94] * 1000:.1f} ms"


def _build(folder: Path, units: int) -> dict[str, float]:
    begin = time.perf_counter()
    processor = time.process_time()
    size = 0

    def counted() -> Iterator[TranslationUnit]:
        nonlocal size
        for unit in synthetic_units(units):
            size += sum(len(variant.text.encode()) for variant in unit.variants)
            yield unit

    for _ in synthetic_units(units):
        pass
    making = time.perf_counter() - begin
    made_by_processor = time.process_time() - processor
    begin, processor = time.perf_counter(), time.process_time()
    with Memory.open(folder, writable=True) as memory:
        memory.add(counted(), document="synthetic")
    return {
        "seconds": time.perf_counter() - begin - making,
        "processor seconds": time.process_time() - processor - made_by_processor,
        "MB of text": size / 1e6,
        "MB on disk": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _ask(folder: Path, units: int, count: int) -> dict[str, object]:
    asked = queries(count, units)
    begin = time.perf_counter()
    memory = Memory.open(folder)
    memory.lookup("开", source="zh", target="en")
    opened = time.perf_counter() - begin
    found: list[float] = []
    times: list[float] = []
    busy: list[float] = []
    words: list[float] = []
    with memory:
        for lang, text in asked[:40]:
            memory.lookup(text, source=lang, target="en" if lang == "zh" else "zh", threshold=0.5)
        for lang, text in asked:
            begin, processor = time.perf_counter(), time.process_time()
            matches = memory.lookup(
                text, source=lang, target="en" if lang == "zh" else "zh", threshold=0.5, penalties=_NONE
            )
            times.append(time.perf_counter() - begin)
            busy.append(time.process_time() - processor)
            found.append(max((similarity(text, match.source, lang) for match in matches), default=0.0))
        for lang, text in asked:
            if lang == "zh" and len(text) > 6:
                begin = time.perf_counter()
                memory.search(text[2:4], lang="zh", limit=50)
                words.append(time.perf_counter() - begin)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"opened": opened, "found": found, "times": times, "busy": busy, "words": words, "peak": peak}


def _apart(task: str, folder: Path, units: int, count: int) -> dict[str, object]:
    """What a process of its own gives, so that its memory is its own."""
    words = [
        sys.executable,
        __file__,
        "--task",
        task,
        "--folder",
        str(folder),
        "--units",
        str(units),
        "--queries",
        str(count),
    ]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    result: dict[str, object] = json.loads(done.stdout)
    return result


def peer(count: int = 200, units: int = 10_000) -> None:
    """Ours and the matcher of translate-toolkit on the same units and queries."""
    from translate.search.match import matcher
    from translate.storage.base import TranslationStore
    from translate.storage.base import TranslationUnit as PeerUnit

    # its matcher compares units where two are as like, and units cannot be compared
    PeerUnit.__lt__ = lambda one, other: one.source < other.source
    asked = queries(count, units)
    truth = brute_force(asked, units)
    best: dict[str, list[float]] = {"ours": [], "translate-toolkit": []}
    seconds = {"ours": 0.0, "translate-toolkit": 0.0}
    with tempfile.TemporaryDirectory() as place, Memory.open(place, writable=True) as memory:
        memory.add(synthetic_units(units), document="synthetic")
        begin = time.perf_counter()
        for lang, text in asked:
            matches = memory.lookup(
                text, source=lang, target="en" if lang == "zh" else "zh", threshold=0.5, penalties=_NONE
            )
            best["ours"].append(max((similarity(text, match.source, lang) for match in matches), default=0.0))
        seconds["ours"] = time.perf_counter() - begin
    for lang in ("zh", "en"):
        store = TranslationStore()
        other = "en" if lang == "zh" else "zh"
        for unit in synthetic_units(units):
            texts = {variant.lang: variant.text for variant in unit.variants}
            theirs_unit = PeerUnit(texts[lang])
            theirs_unit.target = texts[other]
            store.addunit(theirs_unit)
        found_by = matcher(store, max_candidates=5, min_similarity=50, max_length=1000)
        begin = time.perf_counter()
        for asked_lang, text in asked:
            if asked_lang == lang:
                found = [similarity(text, one.source, lang) for one in found_by.matches(text)]
                best["translate-toolkit"].append(max(found, default=0.0))
        seconds["translate-toolkit"] += time.perf_counter() - begin
    ordered = sorted(range(count), key=lambda number: asked[number][0] != "zh")
    truth_there = [truth[number] for number in ordered]
    print(f"{units} units, {count} queries: best match found (as like as the best by brute force)")
    print(f"  ours               {recall(best['ours'], truth):.3f}  {seconds['ours']:.2f} s")
    theirs = recall(best["translate-toolkit"], truth_there)
    print(f"  translate-toolkit  {theirs:.3f}  {seconds['translate-toolkit']:.2f} s")
    print(f"  ratio of times     {seconds['translate-toolkit'] / seconds['ours']:.1f}")


def recall(found: Sequence[float], truth: Sequence[float], *, least: float = 0.5) -> float:
    """The share of queries whose best match, if it is at least `least` like, was found."""
    pairs = [(ours, best) for ours, best in zip(found, truth, strict=True) if best >= least]
    return sum(ours >= best - 1e-3 for ours, best in pairs) / len(pairs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--folder", type=Path, help="where to keep the memory; one that is there is asked, not made")
    parser.add_argument("--peer", action="store_true", help="compare with translate-toolkit as well")
    parser.add_argument("--task", choices=("build", "ask"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        print(
            json.dumps(
                _build(given.folder, given.units)
                if given.task == "build"
                else _ask(given.folder, given.units, given.queries)
            )
        )
        return
    folder = given.folder or Path(tempfile.mkdtemp(prefix="align.memory."), "memory")
    try:
        if not folder.exists():
            for name, value in _apart("build", folder, given.units, 0).items():
                print(f"build: {name:<18} {value:8.1f}")
        asked = _apart("ask", folder, given.units, given.queries)
        best = brute_force(queries(given.queries, given.units), given.units)
        print(f"open and first look-up  {asked['opened']:.2f} s")
        print(f"look-up                 {milliseconds(asked['times'])}")
        print(f"  of the processor      {milliseconds(asked['busy'])}")
        print(f"two Chinese characters  {milliseconds(asked['words'])}")
        print(f"memory                  {asked['peak']:.0f} MB")
        print(f"recall of the best      {recall(asked['found'], best):.3f}")
    finally:
        if given.folder is None:
            shutil.rmtree(folder.parent)
    if given.peer:
        peer()


if __name__ == "__main__":
    main()
