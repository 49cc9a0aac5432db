"""Problems of a file, in an order and a number that a person can use."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from align.formats import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["bounded"]

_PROBLEMS = 1000  # told of one file


def bounded(problems: Iterator[Problem], path: Path) -> list[Problem]:
    """The first 1,000 problems in the order of their lines; where there are more, that is the last one."""
    found = list(islice(problems, _PROBLEMS))
    found.sort(key=lambda problem: problem.line or 0)
    if len(found) == _PROBLEMS and next(problems, None) is not None:
        rest = Problem(
            path=str(path),
            line=None,
            column=None,
            rule="too-many",
            message=f"more than {_PROBLEMS:,} problems; the rest is not listed",
            remedy="correct these and check again",
        )
        found.append(rest)
    return found
