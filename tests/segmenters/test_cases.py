"""The case files that translators edit: text, ``---``, the expected segments one a line, ``===``."""

from __future__ import annotations

import pytest

from align.segmenters.auto import AutoSegmenter
from segmenter_cases import FOLDER, read_cases

FEWEST = 25


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
