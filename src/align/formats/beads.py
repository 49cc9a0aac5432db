"""Beads by position: one ``i,j:k,l<TAB>score`` a line, 0-based, an empty side for a null bead.

The notation of Vecalign (`align.formats.vecalign`) is read too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.errors import FormatError
from align.formats._bead_lines import SIDE, BeadLines
from align.formats._lines import numbered_lines, text_head
from align.formats.vecalign import LINE as VECALIGN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from align.model import Bead

__all__ = ["BeadsFormat"]

_PLAIN = re.compile(rf"({SIDE}) ?: ?({SIDE})(?:\t\s*(\S+))?\s*")


class BeadsFormat:
    """Beads without the texts, as they are measured; scores have four decimals."""

    name = "beads"
    suffixes: tuple[str, ...] = (".beads", ".gold", ".align")
    keeps = frozenset({"scores", "nulls"})

    def sniff(self, head: bytes) -> bool:
        """Whether the first line that is not blank is a bead in our notation."""
        first = next((line for line in text_head(head).split("\n") if line.strip()), "")
        match = _PLAIN.fullmatch(first.strip(" "))
        return match is not None and bool(match[1] or match[2])

    def read_beads(self, path: Path) -> tuple[Bead, ...]:
        """All beads, in the order of the file; blank lines are passed over.

        Raises:
            FormatError: a line is no bead, a score is not in 0..1, or a position is in two beads.
        """
        lines = BeadLines(path)
        for number, line in numbered_lines(path):
            bare = line.strip(" ")
            if not bare.strip():
                continue
            match = _PLAIN.fullmatch(bare) or VECALIGN.fullmatch(bare)
            if match is None or not (match[1] or match[2]):
                raise FormatError(
                    f"{line[:60]!r} is not a bead; write 0,1:2 and, if there is one, a tab and the score",
                    path=path,
                    line=number,
                )
            lines.add(match[1], match[2], match[3] if match.re is _PLAIN else None, number)
        return tuple(lines.beads)

    def write_beads(self, beads: Iterable[Bead], path: Path) -> None:
        """Write one bead a line."""
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for bead in beads:
                sides = ":".join(",".join(map(str, side)) for side in (bead.source, bead.target))
                file.write(sides if bead.score is None else f"{sides}\t{bead.score:.4f}")
                file.write("\n")
