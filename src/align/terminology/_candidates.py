"""Candidate terms of one language: runs of pieces that behave like words of their own.

A run of words without a function word at its ends, or of characters that keep together (cohesion), which stands free:
it has different neighbours on either side (accessor variety, Feng et al. 2004). Runs are weighed by C-value (Frantzi,
Ananiadou and Mima 2000), which takes from a run what it owes to the longer ones that it is a part of.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.terminology._function_words import function_words, stop_words
from align.terminology._pieces import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from align.terminology._borders import Borders
    from align.terminology._pieces import Cut, Cutter

__all__ = ["Candidate", "candidates"]

_LONGEST_SPACED, _LONGEST_UNSPACED = 9, 12
_MOST_INSIDE = 2  # function words in a row inside a term
_LEAST_COHESION = 1.0  # bits by which the parts of a run keep together
_LEAST_NEIGHBOURS = 2  # different pieces before it, and behind it; the border of a clause is one each time
_LONGEST_STOP = 3  # characters of a stop word in a script without spaces
_MOST_RUNS = 2_000_000  # different runs that are counted; rare ones go first
_SHORTEST_WORD = 3  # letters of a single word


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A run of pieces that may be a term.

    Attributes:
        keys: of its pieces.
        text: its most frequent form.
        count: how often it occurs.
        units: in how many units.
        weight: its C-value; higher is better.
    """

    keys: tuple[str, ...]
    text: str
    count: int
    units: int
    weight: float


def candidates(
    texts: Sequence[tuple[str, Cut]], cutter: Cutter, *, borders: Borders | None, lang: str, least: int
) -> list[Candidate]:
    """The candidates of `texts`, the weightiest first.

    Args:
        texts: each with its pieces.
        cutter: that cut them.
        borders: where words end, in a script without spaces.
        lang: BCP 47 tag.
        least: how often a candidate has to occur.
    """
    runs = _Runs(lang, spaced=cutter.spaced)
    for _, cut in texts:
        runs.add(cut, borders.of(cut) if borders else None)
    kept = runs.frequent(least)
    if least > 1:
        kept = {keys: count for keys, count in kept.items() if runs.stands_alone(keys)}
    weights = _c_values(kept, spaced=cutter.spaced)
    forms = _forms(texts, weights, spaced=cutter.spaced)
    found = [
        Candidate(keys=keys, text=forms[keys][0], count=kept[keys], units=forms[keys][1], weight=weight)
        for keys, weight in weights.items()
        if keys in forms
    ]
    return sorted(found, key=lambda one: (-one.weight, one.keys))


class _Runs:
    """Runs of pieces with their counts and neighbours."""

    def __init__(self, lang: str, *, spaced: bool) -> None:
        self._spaced = spaced
        self._longest = _LONGEST_SPACED if spaced else _LONGEST_UNSPACED
        self._edges = function_words(lang, certain=True)
        self._stops = stop_words(lang)
        self._counts = Counter[tuple[str, ...]]()
        self._before: dict[tuple[str, ...], set[str]] = {}
        self._after: dict[tuple[str, ...], set[str]] = {}
        self._single = Counter[str]()

    def add(self, cut: Cut, borders: frozenset[int] | None) -> None:
        keys, words = cut.keys, cut.words
        outside = [word in self._edges or word.isdigit() for word in words]
        no_first, no_last = self._stopped(cut)
        self._single.update(keys)
        for first in range(len(keys)):
            if outside[first] or no_first[first] or (borders is not None and first not in borders):
                continue
            inside = 0
            for last in range(first, min(len(keys), first + self._longest)):
                if last > first and cut.gaps[last] != NOTHING:
                    break
                inside = inside + 1 if outside[last] else 0
                if inside > _MOST_INSIDE:
                    break
                if outside[last] or no_last[last] or (borders is not None and last + 1 not in borders):
                    continue
                if last == first and not self._may_stand_alone(words[first]):
                    continue
                run = keys[first : last + 1]
                self._counts[run] += 1
                self._neighbour(self._before.setdefault(run, set()), cut, first - 1, -1, no_last)
                self._neighbour(self._after.setdefault(run, set()), cut, last + 1, 1, no_first)
        if len(self._counts) > _MOST_RUNS:
            rare = [run for run, count in self._counts.items() if count == 1]
            for run in rare:
                del self._counts[run]
                self._before.pop(run, None)
                self._after.pop(run, None)

    def _stopped(self, cut: Cut) -> tuple[list[bool], list[bool]]:
        """For each piece, whether what begins no term begins there, and whether what ends none ends there."""
        begins, ends = self._stops
        if self._spaced:
            pieces = list(zip(cut.keys, cut.words, strict=True))
            return (
                [key in begins or word in begins for key, word in pieces],
                [key in ends or word in ends for key, word in pieces],
            )
        first, last = [False] * len(cut.keys), [False] * len(cut.keys)
        for start in range(len(cut.keys)):
            for size in range(1, _LONGEST_STOP + 1):
                word = "".join(cut.keys[start : start + size])
                if word in begins:
                    first[start] = True
                if word in ends and start + size <= len(cut.keys):
                    last[start + size - 1] = True
        return first, last

    def _neighbour(self, known: set[str], cut: Cut, place: int, step: int, stops: Sequence[bool]) -> None:
        """Add what stands beside a run: the next word that is no function word, with those between.

        The border of a clause and a stop word are different each time.
        """
        if len(known) >= _LEAST_NEIGHBOURS:
            return
        found = []
        while 0 <= place < len(cut.keys) and cut.gaps[place if step > 0 else place + 1] == NOTHING:
            if stops[place]:
                break
            found.append(cut.keys[place])
            if not self._spaced or cut.words[place] not in self._edges:
                known.add(" ".join(found))
                return
            place += step
        known.add(f"|{len(known)}")

    def _may_stand_alone(self, word: str) -> bool:
        return self._spaced and len(word) >= _SHORTEST_WORD and not word.isdigit()

    def frequent(self, least: int) -> dict[tuple[str, ...], int]:
        return {run: count for run, count in self._counts.items() if count >= least}

    def stands_alone(self, run: tuple[str, ...]) -> bool:
        """Whether a run has neighbours enough on both sides and, in a script without spaces, keeps together."""
        if min(len(self._before[run]), len(self._after[run])) < _LEAST_NEIGHBOURS:
            return False
        if self._spaced:
            return True
        total = max(1, self._single.total())
        whole = self._counts[run] / total
        apart = min(
            math.log2(whole / (self._chance(run[:cut], total) * self._chance(run[cut:], total)))
            for cut in range(1, len(run))
        )
        return apart >= _LEAST_COHESION

    def _chance(self, run: tuple[str, ...], total: int) -> float:
        count = self._counts[run] if run in self._counts else min(self._single[key] for key in run)
        return max(count, 1) / total


def _c_values(counts: dict[tuple[str, ...], int], *, spaced: bool) -> dict[tuple[str, ...], float]:
    """The C-value of each run; runs that occur in longer ones only are left out."""
    longer: dict[tuple[str, ...], list[int]] = {}
    for run, count in counts.items():
        parts = {
            run[start : start + size] for size in range(1, len(run)) for start in range(len(run) - size + 1)
        } & counts.keys()
        for part in parts:
            longer.setdefault(part, []).append(count)
    out = {}
    for run, count in counts.items():
        others = longer.get(run, ())
        own = count - (sum(others) / len(others) if others else 0.0)
        if max(others, default=0) == count:
            continue
        length = len(run) if spaced else max(1.0, len(run) / 2)
        weight = math.log2(1 + length) * own
        if weight > 0:
            out[run] = weight
    return out


def _forms(
    texts: Iterable[tuple[str, Cut]], wanted: dict[tuple[str, ...], float], *, spaced: bool
) -> dict[tuple[str, ...], tuple[str, int]]:
    """The most frequent form of each run, and in how many texts the run is."""
    forms: dict[tuple[str, ...], Counter[str]] = {}
    units = Counter[tuple[str, ...]]()
    longest = _LONGEST_SPACED if spaced else _LONGEST_UNSPACED
    for text, cut in texts:
        seen = set()
        for first in range(len(cut.keys)):
            for after in range(first + 1, min(len(cut.keys), first + longest) + 1):
                run = cut.keys[first:after]
                if run in wanted:
                    form = " ".join(text[cut.starts[first] : cut.ends[after - 1]].split())
                    forms.setdefault(run, Counter())[form] += 1
                    seen.add(run)
        units.update(seen)
    return {
        run: (min(found.items(), key=lambda item: (-item[1], item[0]))[0], units[run]) for run, found in forms.items()
    }
