"""The case files that translators edit: text, ``---``, the expected segments one a line, ``===``."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent / "cases" / "segmenters"


class Case(NamedTuple):
    """One case and the line it begins in."""

    line: int
    text: str
    expected: list[str]


def read_cases(content: str, name: str) -> list[Case]:
    """The cases in a file; a malformed case or an empty file is an error that names the line."""
    cases: list[Case] = []
    text: list[str] = []
    expected: list[str] | None = None
    begin = 1
    for number, line in enumerate(content.split("\n"), start=1):
        if line == "---":
            if expected is not None or not any(text):
                raise ValueError(f"{name}:{number}: '---' stands once, after the text of a case")
            expected = []
        elif line == "===":
            if not expected:
                raise ValueError(f"{name}:{number}: the case from line {begin} has no expected segments")
            cases.append(Case(begin, "\n".join(text), expected))
            text, expected, begin = [], None, number + 1
        elif expected is None:
            text.append(line)
        elif not line.strip():
            raise ValueError(f"{name}:{number}: an empty line among the expected segments")
        else:
            expected.append(line)
    if any(text) or expected is not None:
        raise ValueError(f"{name}:{begin}: the last case does not end in '==='")
    if not cases:
        raise ValueError(f"{name}:1: no cases")
    return cases
