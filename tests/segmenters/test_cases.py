"""The case files that translators edit: text, ``---``, the expected segments one a line, ``===``."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from align.segmenters.auto import AutoSegmenter

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "segmenters"
FEWEST = 25


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


def all_cases() -> list[object]:
    """Every case of every file, as pytest parameters."""
    return [
        pytest.param(path.stem, case, id=f"{path.name}:{case.line}")
        for path in sorted(FOLDER.glob("*.txt"))
        for case in read_cases(path.read_text(encoding="utf-8"), path.name)
    ]


@pytest.mark.parametrize(("lang", "case"), all_cases())
def test_case(lang, case):
    """The default segmenter divides each text as its case says."""
    assert case.expected == [piece.strip() for piece in AutoSegmenter().split(case.text, lang)]


@pytest.mark.parametrize("lang", ["ar", "de", "en", "es", "fr", "ja", "ru", "zh"])
def test_enough_cases(lang):
    """Each language of the first corpus has at least 25 cases, none of them twice."""
    cases = read_cases((FOLDER / f"{lang}.txt").read_text(encoding="utf-8"), lang)
    texts = [case.text for case in cases]
    assert len(texts) >= FEWEST
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "x:1: no cases"),
        ("A. B.\n---\nA.\nB.", "x:1: the last case"),
        ("A.\n---\n===\n", "x:3: the case from line 1 has no expected"),
        ("A.\n===\n", "x:2: the case from line 1 has no expected"),
        ("A.\n---\nA.\n---\n===\n", "x:4: '---'"),
        ("---\nA.\n===\n", "x:1: '---'"),
        ("A.\n---\nA.\n\n===\n", "x:4: an empty line"),
    ],
)
def test_malformed_case_files(content, message):
    """A malformed case or an empty file fails with its line."""
    with pytest.raises(ValueError, match=message):
        read_cases(content, "x")
