"""Beads against gold: strict and lax precision, recall and F1, and null recall.

Strict: the very same bead is in the gold. Lax: it shares a segment on both sides with some gold bead. Null beads are
left out of both and have a recall of their own. The definitions are Vecalign's (Thompson and Koehn 2019), as
Bertalign uses them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from align.model import Bead

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Counts", "evaluate", "merge_into"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What an evaluation counts; add counts of several documents with ``+`` before deriving ratios.

    Attributes:
        gold: beads in the gold, null beads left out.
        found: beads in the answer, null beads left out.
        strict: beads that are in both.
        lax_found: beads of the answer that share a segment on both sides with a gold bead.
        lax_gold: gold beads that share a segment on both sides with a bead of the answer.
        null_gold, null_found, null_right: null beads in the gold, in the answer, in both.
    """

    gold: int = 0
    found: int = 0
    strict: int = 0
    lax_found: int = 0
    lax_gold: int = 0
    null_gold: int = 0
    null_found: int = 0
    null_right: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Both taken together."""
        return Counts(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})

    @property
    def precision(self) -> float | None:
        """Strict precision, 0..1; None if nothing was found."""
        return _ratio(self.strict, self.found)

    @property
    def recall(self) -> float | None:
        """Strict recall, 0..1; None if the gold is empty."""
        return _ratio(self.strict, self.gold)

    @property
    def f1(self) -> float | None:
        """Strict F1, 0..1."""
        return _ratio(2 * self.strict, self.found + self.gold)

    @property
    def lax_precision(self) -> float | None:
        """Lax precision, 0..1."""
        return _ratio(self.lax_found, self.found)

    @property
    def lax_recall(self) -> float | None:
        """Lax recall, 0..1."""
        return _ratio(self.lax_gold, self.gold)

    @property
    def lax_f1(self) -> float | None:
        """Lax F1, 0..1."""
        p, r = self.lax_precision, self.lax_recall
        if p is None or r is None:
            return None
        return 2 * p * r / (p + r) if p + r else 0.0

    @property
    def null_recall(self) -> float | None:
        """Share of the gold's null beads that were found, 0..1; None if the gold has none."""
        return _ratio(self.null_right, self.null_gold)

    @property
    def null_precision(self) -> float | None:
        """Share of the null beads found that are right, 0..1; None if none was found."""
        return _ratio(self.null_right, self.null_found)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def evaluate(answer: Iterable[Bead], gold: Sequence[Bead], *, merge: bool = False) -> Counts:
    """Count how far `answer` agrees with `gold`.

    Args:
        answer: the beads to judge.
        gold: the right ones.
        merge: the gold's beads are larger than sentences (verses, articles): merge the beads of the answer that lie
            inside one of them first, so that only errors over a border count.
    """
    found = [(bead.source, bead.target) for bead in (merge_into(answer, gold) if merge else answer)]
    right = [(bead.source, bead.target) for bead in gold]
    found_full = {bead for bead in found if all(bead)}
    right_full = {bead for bead in right if all(bead)}
    found_null = set(found) - found_full
    right_null = set(right) - right_full
    cells_right = _cells(right_full)
    cells_found = _cells(found_full)
    return Counts(
        gold=len(right_full),
        found=len(found_full),
        strict=len(found_full & right_full),
        lax_found=sum(not _cells([bead]).isdisjoint(cells_right) for bead in found_full),
        lax_gold=sum(not _cells([bead]).isdisjoint(cells_found) for bead in right_full),
        null_gold=len(right_null),
        null_found=len(found_null),
        null_right=len(found_null & right_null),
    )


def _cells(beads: Iterable[tuple[tuple[int, ...], tuple[int, ...]]]) -> set[tuple[int, int]]:
    return {(i, j) for source, target in beads for i in source for j in target}


def merge_into(answer: Iterable[Bead], gold: Sequence[Bead]) -> tuple[Bead, ...]:
    """The beads of `answer`, those that lie inside one gold bead merged into one."""
    of_source = {i: number for number, bead in enumerate(gold) for i in bead.source}
    of_target = {j: number for number, bead in enumerate(gold) for j in bead.target}
    apart: list[Bead] = []
    bags: dict[int, tuple[set[int], set[int]]] = {}
    for bead in answer:
        units = {of_source[i] for i in bead.source if i in of_source}
        units |= {of_target[j] for j in bead.target if j in of_target}
        if len(units) == 1:
            bag = bags.setdefault(units.pop(), (set(), set()))
            bag[0].update(bead.source)
            bag[1].update(bead.target)
        else:
            apart.append(bead)
    merged = (Bead(source=tuple(sorted(bag[0])), target=tuple(sorted(bag[1]))) for bag in bags.values())
    return (*apart, *merged)
