"""Beads by position: one ``i,j:k,l<TAB>score`` a line, 0-based, an empty side for a null bead.

A bead that a person has confirmed has a third field, ``checked``; its score may be empty.

The notation of Vecalign and Bertalign, ``[0, 1]:[2]:0.156``, is read too; its third field is a cost (lower is better)
and is left out, because costs of different runs cannot be compared with scores.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.errors import FormatError, ModelError
from align.formats._lines import numbered_lines, text_head
from align.model import Bead

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["BeadsFormat"]

_CHECKED = "checked"
_NUMBER = r"[0-9]{1,9}"
_SIDE = rf"(?:{_NUMBER}(?: ?, ?{_NUMBER})*)?"
_PLAIN = re.compile(rf"({_SIDE}) ?: ?({_SIDE})(?:\t\s*(\S+))?(?:\t+ *(auto|checked))?\s*")
_VECALIGN = re.compile(rf"\[\s*({_SIDE})\s*\] ?: ?\[\s*({_SIDE})\s*\](?: ?: ?[0-9.eE+-]+)?\s*")


class BeadsFormat:
    """Beads without the texts, as they are measured; scores have four decimals."""

    name = "beads"
    suffixes: tuple[str, ...] = (".beads", ".gold", ".align")
    keeps = frozenset({"scores", "status", "nulls"})

    def sniff(self, head: bytes) -> bool:
        """Whether the first line that is not blank is a bead."""
        first = next((line for line in text_head(head).split("\n") if line.strip()), "")
        return self._match(first) is not None

    def read_beads(self, path: Path) -> tuple[Bead, ...]:
        """All beads, in the order of the file; blank lines are passed over.

        Raises:
            FormatError: a line is no bead, a score is not in 0..1, or a position is in two beads.
        """
        beads = []
        lines: tuple[dict[int, int], dict[int, int]] = ({}, {})
        for number, line in numbered_lines(path):
            if not line.strip():
                continue
            match = self._match(line)
            if match is None:
                raise FormatError(
                    f"{line[:60]!r} is not a bead; write 0,1:2 and, if there are any, tab, score, tab and status",
                    path=path,
                    line=number,
                )
            sides = [sorted(int(index) for index in re.findall(_NUMBER, side)) for side in match.groups()[:2]]
            score, status = (match[3], match[4]) if match.re is _PLAIN else (None, None)
            if status is None and score == _CHECKED:
                score, status = None, score
            try:
                bead = Bead(
                    source=tuple(sides[0]),
                    target=tuple(sides[1]),
                    score=None if score is None else float(score),
                    status="checked" if status == _CHECKED else "auto",
                )
            except (ModelError, ValueError) as error:
                raise FormatError(f"{error}; correct the line", path=path, line=number) from error
            for seen, side, indexes in zip(lines, ("source", "target"), sides, strict=True):
                for index in indexes:
                    if seen.setdefault(index, number) != number:
                        raise FormatError(
                            f"{side} {index} is already in the bead of line {seen[index]}; remove it from one",
                            path=path,
                            line=number,
                        )
            beads.append(bead)
        return tuple(beads)

    def write_beads(self, beads: Iterable[Bead], path: Path) -> None:
        """Write one bead a line; only those that are checked have a third field."""
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for bead in beads:
                sides = ":".join(",".join(map(str, side)) for side in (bead.source, bead.target))
                score = "" if bead.score is None else f"{bead.score:.4f}"
                fields = (sides, score, _CHECKED) if bead.status == _CHECKED else (sides, score) if score else (sides,)
                file.write("\t".join(fields) + "\n")

    def _match(self, line: str) -> re.Match[str] | None:
        match = _PLAIN.fullmatch(line.strip(" ")) or _VECALIGN.fullmatch(line.strip(" "))
        return match if match and (match[1] or match[2]) else None
