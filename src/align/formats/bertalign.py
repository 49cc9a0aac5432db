"""The result of Bertalign (Liu and Zhu 2022): ``([0, 1], [2])`` a line, 0-based, or all in a Python list."""

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

__all__ = ["BertalignFormat"]

_BEAD = re.compile(rf"[(\[]\s*\[\s*({SIDE})\s*\],\s*\[\s*({SIDE})\s*\]\s*[)\]]")
_BETWEEN = re.compile(r"[\s,\[\]]*")  # the brackets and commas of a list around the beads


class BertalignFormat:
    """Beads without the texts, as Bertalign keeps them in `result`."""

    name = "bertalign"
    suffixes: tuple[str, ...] = (".bertalign",)
    keeps = frozenset({"nulls"})

    def sniff(self, head: bytes) -> bool:
        """Whether the file begins with a bead of Bertalign, or with a list of them."""
        return _BEAD.match(text_head(head).lstrip().removeprefix("[").lstrip()) is not None

    def read_beads(self, path: Path) -> tuple[Bead, ...]:
        """All beads, in the order of the file; beads without any segment are passed over.

        Raises:
            FormatError: something is no bead, or a position is in two beads.
        """
        lines = BeadLines(path)
        for number, line in numbered_lines(path):
            at = 0
            for match in _BEAD.finditer(line):
                self._only_brackets(line[at : match.start()], path, number, at + 1)
                if match[1] or match[2]:
                    lines.add(match[1], match[2], None, number)
                at = match.end()
            self._only_brackets(line[at:], path, number, at + 1)
        return tuple(lines.beads)

    def write_beads(self, beads: Iterable[Bead], path: Path) -> None:
        """Write one bead a line."""
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for bead in beads:
                file.write(f"({[*bead.source]}, {[*bead.target]})\n")

    @staticmethod
    def _only_brackets(text: str, path: Path, line: int, column: int) -> None:
        if _BETWEEN.fullmatch(text) is None:
            raise FormatError(
                f"{text.strip()[:60]!r} is not a bead of Bertalign; write ([0, 1], [2])",
                path=path,
                line=line,
                column=column,
            )
