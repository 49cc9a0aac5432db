"""Align around what a person has settled: borders that no bead crosses, and beads that come out as they are.

The borders at both ends of a kept bead are points for the aligner; what it puts between them gives way to the kept
bead. A kept null bead has no place on the other side: it gets the one where the aligner's own path passes its segment.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from align.aligners import Aligner, Points
    from align.model import Bead, Document

    Border = tuple[int, int]

__all__ = ["align_around", "contradiction", "notation", "points_around"]

_SIDES = ("source", "target")


def align_around(
    aligner: Aligner, source: Document, target: Document, *, points: Points = (), keep: Sequence[Bead] = ()
) -> tuple[Bead, ...]:
    """Beads that cover both documents: those of `keep`, with the status "checked", and the aligner's for the rest.

    Args:
        aligner: what aligns the rest.
        source: a segmented document.
        target: likewise.
        points: borders (i, j) that no bead crosses, rising on both sides.
        keep: beads that come out as they are, in any order, with the scores that they have.

    Raises:
        UsageError: kept beads contradict each other, a point or the documents; both are named.
    """
    if not keep:
        return aligner.align(source, target, points=points)
    _refuse(keep, points, (len(source.segments), len(target.segments)))
    borders = set(points_around(keep, points))
    beads = aligner.align(source, target, points=sorted(borders))
    for side in (0, 1):
        alone = {_sides(bead)[side][0] for bead in keep if not _sides(bead)[1 - side]}
        passed = set(_beside(beads, alone, side))
        if not passed <= _borders(beads):
            beads = aligner.align(source, target, points=sorted(borders | passed))
        borders |= passed
    return _restored(beads, keep)


def contradiction(beads: Sequence[Bead]) -> tuple[int, int, str] | None:
    """The positions of two beads that cannot both be kept, the lower one first, and why; None if all can be."""
    for side, name in enumerate(_SIDES):
        owners: dict[int, int] = {}
        for number, bead in enumerate(beads):
            for index in _sides(bead)[side]:
                if index in owners:
                    return owners[index], number, f"both hold {name} segment {index}"
                owners[index] = number
    order = sorted((bead.source[0], bead.target[0], number) for number, bead in enumerate(beads) if not bead.is_null)
    for (_, before, one), (_, after, other) in pairwise(order):
        if after < before:
            return min(one, other), max(one, other), "they cross: the order of the two texts is not the same"
    return None


def points_around(keep: Sequence[Bead], points: Points = ()) -> tuple[Border, ...]:
    """The given points and the borders at both ends of the beads that are kept, rising."""
    return tuple(sorted({*points, *(border for bead in keep if not bead.is_null for border in _ends(bead))}))


def notation(bead: Bead) -> str:
    """A bead as a person writes it, such as ``3,4:5``."""
    return ":".join(",".join(map(str, side)) for side in _sides(bead))


def _sides(bead: Bead) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return bead.source, bead.target


def _ends(bead: Bead) -> tuple[Border, Border]:
    """The borders before and after a bead that has both sides."""
    return (bead.source[0], bead.target[0]), (bead.source[-1] + 1, bead.target[-1] + 1)


def _refuse(keep: Sequence[Bead], points: Points, counts: tuple[int, int]) -> None:
    for bead in keep:
        for side, indexes, count in zip(_SIDES, _sides(bead), counts, strict=True):
            if indexes and indexes[-1] >= count:
                raise UsageError(f"the kept bead {notation(bead)} names {side} segment {indexes[-1]} of only {count}")
            if any(later != earlier + 1 for earlier, later in pairwise(indexes)):
                raise UsageError(f"the kept bead {notation(bead)} has a gap on the {side} side; fill it, or split it")
        if bead.is_null and len(bead.source) + len(bead.target) > 1:
            raise UsageError(f"the kept bead {notation(bead)} has no counterpart; keep each of its segments by itself")
    found = contradiction(keep)
    if found is not None:
        one, other, reason = found
        raise UsageError(
            f"the kept beads {notation(keep[one])} and {notation(keep[other])} contradict each other: {reason}; "
            "keep one of them"
        )
    rising = sorted(points)
    rows, columns = [i for i, _ in rising], sorted(j for _, j in rising)
    for bead in keep:
        if bead.is_null:
            continue
        (i, j), (after_i, after_j) = _ends(bead)
        first = min(bisect_right(rows, i), bisect_right(columns, j))
        if first < max(bisect_left(rows, after_i), bisect_left(columns, after_j)):
            raise UsageError(
                f"the point {rising[first]} contradicts the kept bead {notation(bead)}, which it would cut or cross; "
                "give one of them up"
            )


def _borders(beads: Sequence[Bead]) -> set[Border]:
    """The borders that a path of beads goes through."""
    i = j = 0
    out = {(0, 0)}
    for bead in beads:
        i, j = i + len(bead.source), j + len(bead.target)
        out.add((i, j))
    return out


def _beside(beads: Sequence[Bead], alone: set[int], side: int) -> Iterator[Border]:
    """The borders on both sides of each segment that is to stand alone, where the path passes it."""
    at = [0, 0]
    for number, bead in enumerate(beads):
        own, other = _sides(bead)[side], len(_sides(bead)[1 - side])
        rest = [index for index in own if index not in alone]
        for index in own:
            if index in alone:
                # where nothing of the bead is left, the neighbour that seems to lack something gets the other side
                after = rest[0] < index if rest else _score(beads, number - 1) <= _score(beads, number + 1)
                place = at[1 - side] + other * after
                for border in (index, index + 1):
                    yield (place, border) if side else (border, place)
        at[side] += len(own)
        at[1 - side] += other


def _score(beads: Sequence[Bead], number: int) -> float:
    """The score of a bead that has both sides; 1 where there is none to have a doubt about."""
    if not 0 <= number < len(beads) or beads[number].is_null:
        return 1.0
    score = beads[number].score
    return 1.0 if score is None else score


def _restored(beads: Sequence[Bead], keep: Sequence[Bead]) -> tuple[Bead, ...]:
    """The beads, with each kept one in the place of what lies between its borders."""
    owners = [{index: bead for bead in keep for index in _sides(bead)[side]} for side in (0, 1)]
    out: list[Bead] = []
    placed: set[int] = set()
    for bead in beads:
        owner = next((owners[side][k] for side in (0, 1) for k in _sides(bead)[side] if k in owners[side]), None)
        if owner is None:
            out.append(bead)
        elif id(owner) not in placed:
            placed.add(id(owner))
            out.append(replace(owner, status="checked"))
    return tuple(out)
