"""What formats with a bead a line share: positions read from text, and no position in two beads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.errors import FormatError, ModelError
from align.model import Bead

if TYPE_CHECKING:
    from pathlib import Path

    from align.model import BeadStatus

__all__ = ["SIDE", "BeadLines"]

_NUMBER = r"[0-9]{1,9}"
SIDE = rf"(?:{_NUMBER}(?: ?, ?{_NUMBER})*)?"
"""A side of a bead: positions with commas between them, or nothing."""


class BeadLines:
    """Collects beads and refuses a position that is already taken."""

    def __init__(self, path: Path) -> None:
        """Begin; `path` is for the messages."""
        self.beads: list[Bead] = []
        self._path = path
        self._lines: tuple[dict[int, int], dict[int, int]] = ({}, {})

    def add(self, source: str, target: str, score: str | None, line: int, *, status: BeadStatus = "auto") -> None:
        """Add the bead of these sides.

        Raises:
            FormatError: the score is not in 0..1, or a position is in an earlier bead.
        """
        sides = [sorted(int(index) for index in re.findall(_NUMBER, side)) for side in (source, target)]
        try:
            bead = Bead(
                source=tuple(sides[0]),
                target=tuple(sides[1]),
                score=None if score is None else _number(score),
                status=status,
            )
        except ModelError as error:
            raise FormatError(f"{error}; correct the line", path=self._path, line=line) from error
        for seen, side, indexes in zip(self._lines, ("source", "target"), sides, strict=True):
            for index in indexes:
                if index in seen:
                    raise FormatError(
                        f"{side} {index} is already in the bead of line {seen[index]}; remove it from one",
                        path=self._path,
                        line=line,
                    )
                seen[index] = line
        self.beads.append(bead)


def _number(score: str) -> float:
    try:
        return float(score)
    except ValueError:
        raise ModelError(f"score {score!r} is not a number in 0..1") from None
