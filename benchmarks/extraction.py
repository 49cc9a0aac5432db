"""Measure how well renderings are located, and terms found, without the term base of the readout.

    python benchmarks/extraction.py [--list SOURCE TARGET]

Aligns the readout corpus, then prints two tables. The first says, for each pair of languages, what share of the
renderings that the term base knows `align.terminology.counterpart` locates from the units alone: some of it (overlap),
at least half of it (F1 of characters), exactly, and how often it names another place. The second says how many of the
concepts that are mentioned and rendered in two units or more are among the candidates of `align terms extract`, and
how long that takes. With --list the first 50 candidates are printed instead, for a person to judge.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from align.corpus.build import align_corpus
from align.corpus.manifest import read_manifest
from align.terminology.counterpart import Counterparts
from align.terminology.extract import extract_terms
from align.terminology.match import Match, TermMatcher, outermost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from align.corpus.build import Corpus
    from align.model import TermBase

__all__ = ["located", "main", "recalled"]

CORPUS = Path(__file__).resolve().parents[1] / "corpora" / "readout-2023"
PAIRS = tuple(
    pair for other in ("zh", "fr", "es", "ru", "ar", "ja", "de") for pair in (("en", other), (other, "en"))
) + tuple(("zh", other) for other in ("fr", "es", "ru", "ar", "ja", "de"))
EXTRACTED = (("zh", "en"), ("fr", "en"), ("en", "zh"), ("en", "ru"), ("ar", "en"), ("de", "en"))


def located(corpus: Corpus, termbase: TermBase, source: str, target: str) -> tuple[int, dict[str, float]]:
    """How many known renderings there are, and the shares of them that are located without the term base.

    A concept counts that a source text mentions once and its translation renders in a listed way.
    """
    counterparts = Counterparts.learn(corpus.units, source=source, target=target)
    shares: list[float | None] = []
    for left, right, mention, places in _known(corpus, termbase, source, target):
        found = counterparts.find(left, *mention.span, right)
        shares.append(None if found is None else max(_shared((found.start, found.end), one.span) for one in places))
    count = len(shares)
    sums = {
        "overlap": sum(bool(share) for share in shares),
        "half": sum(share is not None and share >= 0.5 for share in shares),
        "exact": sum(share == 1.0 for share in shares),
        "wrong": sum(share == 0.0 for share in shares),
    }
    return count, {name: value / count for name, value in sums.items()}


def _known(
    corpus: Corpus, termbase: TermBase, source: str, target: str
) -> Iterator[tuple[str, str, Match, list[Match]]]:
    matchers = TermMatcher(termbase, source), TermMatcher(termbase, target)
    for unit in corpus.units:
        left, right = unit.variant(source), unit.variant(target)
        if left is None or right is None:
            continue
        known: dict[str, list[Match]] = {}
        for match in matchers[1].find_all(right.text):
            known.setdefault(match.concept, []).append(match)
        mentions = matchers[0].find(left.text)
        for mention in mentions:
            if mention.concept in known and sum(other.concept == mention.concept for other in mentions) == 1:
                yield left.text, right.text, mention, outermost(known[mention.concept])


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    """F1 of the characters of two spans."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0.0, 2 * both / (one[1] - one[0] + other[1] - other[0]))


def recalled(corpus: Corpus, termbase: TermBase, source: str, target: str) -> tuple[int, int, int]:
    """How many candidates there are, how many concepts could be among them, and how many are.

    A concept could be that is mentioned and rendered in two units or more. A candidate has it if a listed term is found
    in its source and a listed rendering in its target.
    """
    matchers = TermMatcher(termbase, source), TermMatcher(termbase, target)
    together: dict[str, int] = {}
    for unit in corpus.units:
        left, right = unit.variant(source), unit.variant(target)
        if left is not None and right is not None:
            both = {one.concept for one in matchers[0].find(left.text)} & {
                one.concept for one in matchers[1].find(right.text)
            }
            for concept in both:
                together[concept] = together.get(concept, 0) + 1
    wanted = {concept for concept, count in together.items() if count >= 2}
    pairs = extract_terms(corpus.units, source=source, target=target).pairs
    had = {
        concept
        for one in pairs
        for concept in {match.concept for match in matchers[0].find_all(one.source)}
        & {match.concept for match in matchers[1].find_all(one.target)}
    }
    return len(pairs), len(wanted), len(wanted & had)


def main() -> None:
    """Run as a script."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--list", nargs=2, metavar=("SOURCE", "TARGET"), help="print the first 50 candidates")
    asked = options.parse_args()
    corpus = align_corpus(read_manifest(CORPUS))
    termbase = corpus.termbase
    if termbase is None:
        raise SystemExit(f"{CORPUS} has no term base")
    if asked.list:
        source, target = asked.list
        for number, pair in enumerate(extract_terms(corpus.units, source=source, target=target).pairs[:50], 1):
            print(f"{number:>3}  {pair.score:.2f}  {pair.together:>3}  {pair.source}  |  {pair.target}")
        return
    print("| pair | renderings | overlap | half | exact | wrong place |\n|---|---:|---:|---:|---:|---:|")
    for source, target in PAIRS:
        count, shares = located(corpus, termbase, source, target)
        print(f"| {source}-{target} | {count} | " + " | ".join(f"{share:.2f}" for share in shares.values()) + " |")
    print("\n| pair | candidates | concepts | found | seconds |\n|---|---:|---:|---:|---:|")
    for source, target in EXTRACTED:
        begin = time.perf_counter()
        candidates, concepts, found = recalled(corpus, termbase, source, target)
        print(
            f"| {source}-{target} | {candidates} | {concepts} | {found / concepts:.2f} | "
            f"{time.perf_counter() - begin:.1f} |"
        )


if __name__ == "__main__":
    main()
