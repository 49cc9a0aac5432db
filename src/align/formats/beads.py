"""Beads by position: one ``i,j:k,l<TAB>score`` a line, 0-based, an empty side for a null bead.

A bead that a person has confirmed has a third field, ``checked``; its score may be empty. The notation of Vecalign
(`align.formats.vecalign`) is read too.
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

_CHECKED = "checked"
_PLAIN = re.compile(rf"({SIDE}) ?: ?({SIDE})(?:\t\s*(\S+))?(?:\t+ *(auto|checked))?\s*")


class BeadsFormat:
    """Beads without the texts, as they are measured; scores have four decimals."""

    name = "beads"
    suffixes: tuple[str, ...] = (".beads", ".gold", ".align")
    keeps = frozenset({"scores", "status", "nulls"})

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
                    f"{line[:60]!r} is not a bead; write 0,1:2 and, if there are any, tab, score, tab and status",
                    path=path,
                    line=number,
                )
            score, status = (match[3], match[4]) if match.re is _PLAIN else (None, None)
            if status is None and score == _CHECKED:
                score, status = None, score
            lines.add(match[1], match[2], score, number, status="checked" if status == _CHECKED else "auto")
        return tuple(lines.beads)

    def write_beads(self, beads: Iterable[Bead], path: Path) -> None:
        """Write one bead a line; only those that are checked have a third field."""
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for bead in beads:
                sides = ":".join(",".join(map(str, side)) for side in (bead.source, bead.target))
                score = "" if bead.score is None else f"{bead.score:.4f}"
                fields = (sides, score, _CHECKED) if bead.status == _CHECKED else (sides, score) if score else (sides,)
                file.write("\t".join(fields) + "\n")
