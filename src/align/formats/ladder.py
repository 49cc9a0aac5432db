"""The ladder of hunalign: a rung a line, ``i<TAB>j<TAB>confidence``; a bead lies between a rung and the next.

A rung counts the sentences before it in both texts. The confidence belongs to the bead that begins at the rung
(hunalign, README, "Output"). Ladders made by hand have two columns, a space apart.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from align.errors import FormatError
from align.formats._confidence import confidence, on_our_scale
from align.formats._lines import numbered_lines, text_head
from align.formats._rising import rising
from align.model import Bead

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["LadderFormat"]

_RUNG = re.compile(r"([0-9]{1,9})[\t ]+([0-9]{1,9})(?:[\t ]+(\S+))?\s*")
_LONGEST = 100_000  # segments between two rungs; more is a slip of the pen, or an attack


class LadderFormat:
    """Beads without the texts, as the borders between them; they cannot cross."""

    name = "ladder"
    suffixes: tuple[str, ...] = (".ladder",)
    keeps = frozenset({"scores", "nulls"})

    def sniff(self, head: bytes) -> bool:
        """Whether the first line that is not blank is the rung 0 0."""
        first = next((line for line in text_head(head).split("\n") if line.strip()), "")
        match = _RUNG.fullmatch(first)
        return match is not None and int(match[1]) == int(match[2]) == 0

    def read_beads(self, path: Path) -> tuple[Bead, ...]:
        """All beads, in the order of the file; blank lines are passed over.

        The last rung is the end of both texts. Confidences that are not all in 0..1 are left out, which is said on
        the log.

        Raises:
            FormatError: a line is no rung, the first is not 0 0, or one does not rise.
        """
        rungs: list[tuple[int, int, float | None]] = []
        for number, line in numbered_lines(path):
            if not line.strip():
                continue
            match = _RUNG.fullmatch(line)
            if match is None:
                raise FormatError(
                    f"{line[:60]!r} is not a rung; write two numbers and, if there is one, the confidence",
                    path=path,
                    line=number,
                    column=1,
                )
            here = (int(match[1]), int(match[2]))
            before = rungs[-1][:2] if rungs else None
            if before is None and here != (0, 0):
                raise FormatError("the first rung is not 0 0; add it", path=path, line=number, column=1)
            if before is not None and (here == before or here[0] < before[0] or here[1] < before[1]):
                raise FormatError(
                    f"the rung {here[0]} {here[1]} does not rise from {before[0]} {before[1]}; correct one of them",
                    path=path,
                    line=number,
                    column=1,
                )
            if before is not None and max(here[0] - before[0], here[1] - before[1]) > _LONGEST:
                raise FormatError(
                    f"more than {_LONGEST} segments between two rungs; correct the number",
                    path=path,
                    line=number,
                    column=1,
                )
            score = None if match[3] is None else confidence(match[3], path, number, match.start(3) + 1)
            rungs.append((*here, score))
        scores = on_our_scale([rung[2] for rung in rungs[:-1]], path)
        return tuple(
            Bead(source=tuple(range(one[0], other[0])), target=tuple(range(one[1], other[1])), score=score)
            for (one, other), score in zip(pairwise(rungs), scores, strict=True)
        )

    def write_beads(self, beads: Iterable[Bead], path: Path) -> None:
        """Write a rung a bead and the last one; confidences have four decimals, and a bead without one has none.

        Raises:
            OutputError: the beads cross, leave segments out, or hold segments that are apart.
        """
        ordered = rising(beads, self.name)
        source = target = 0
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for bead in ordered:
                score = "" if bead.score is None else f"\t{bead.score:.4f}"
                file.write(f"{source}\t{target}{score}\n")
                source += len(bead.source)
                target += len(bead.target)
            file.write(f"{source}\t{target}\n")
