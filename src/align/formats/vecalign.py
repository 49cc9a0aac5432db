"""The output and the gold of Vecalign (Thompson and Koehn 2019): ``[0, 1]:[2]:0.156`` a line, 0-based.

The third field is a cost (lower is better, without a fixed scale). It is left out, because costs of different runs
cannot be compared with scores; nothing is written in its place, as in Vecalign's own gold files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.errors import FormatError
from align.formats._bead_lines import SIDE, BeadLines
from align.formats._lines import numbered_lines, text_head

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from align.model import Bead

__all__ = ["LINE", "VecalignFormat"]

LINE = re.compile(rf"\[\s*({SIDE})\s*\] ?: ?\[\s*({SIDE})\s*\](?: ?: ?[0-9.eE+-]+)?\s*")
"""A bead of Vecalign; the groups are its sides."""


class VecalignFormat:
    """Beads without the texts, in the notation that Vecalign writes and measures with."""

    name = "vecalign"
    suffixes: tuple[str, ...] = (".vecalign",)
    keeps = frozenset({"nulls"})

    def sniff(self, head: bytes) -> bool:
        """Whether the first line that is not blank is a bead of Vecalign."""
        first = next((line for line in text_head(head).split("\n") if line.strip()), "")
        return LINE.fullmatch(first.strip(" ")) is not None

    def read_beads(self, path: Path) -> tuple[Bead, ...]:
        """All beads, in the order of the file; blank lines, and beads without any segment, are passed over.

        Raises:
            FormatError: a line is no bead, or a position is in two beads.
        """
        lines = BeadLines(path)
        for number, line in numbered_lines(path):
            if not line.strip():
                continue
            match = LINE.fullmatch(line.strip(" "))
            if match is None:
                raise FormatError(
                    f"{line[:60]!r} is not a bead of Vecalign; write [0, 1]:[2]", path=path, line=number, column=1
                )
            if match[1] or match[2]:
                lines.add(match[1], match[2], None, number)
        return tuple(lines.beads)

    def write_beads(self, beads: Iterable[Bead], path: Path) -> None:
        """Write one bead a line, without a third field."""
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for bead in beads:
                file.write(f"{[*bead.source]}:{[*bead.target]}\n")
