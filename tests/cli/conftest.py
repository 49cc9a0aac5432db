"""The command line, called as a shell calls it but in the same process."""

from __future__ import annotations

import io
import logging
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from align.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENGLISH = (
    "A conference in Beijing\n\nThe conference was held in Beijing. It reviewed the work of the past years, and set out "
    "the tasks ahead.\n\nChina has made great progress. Nobody disagreed.\n"
)
CHINESE = "北京会议\n\n会议在北京举行，回顾了过去几年的工作，并部署了今后的任务。\n\n中国取得了巨大进步。没有人反对。\n"
FRENCH = (
    "Une conférence à Pékin\n\nLa conférence s’est tenue à Pékin. Elle a passé en revue le travail des dernières années "
    "et a fixé les tâches à venir.\n\nLa Chine a beaucoup progressé.\n"
)
TERMS = """\
concept,lang,text,status
conference,en,conference,preferred
conference,zh,会议,preferred
progress,en,progress,preferred
progress,zh,发展,preferred
"""
MANIFEST = """\
[corpus]
id = "small"
title = "A small [bold] corpus"
pivot = "en"
date = 2024-01-31
[[text]]
lang = "en"
file = "en.txt"
[[text]]
lang = "zh"
file = "zh.txt"
[pair]
aligner = "length"
[terms]
base = "terms.csv"
[gold]
folder = "."
"""


@dataclass(frozen=True)
class Done:
    """What a command gave: exit code, standard output (bytes) and what it said on standard error."""

    code: int
    data: bytes
    said: str

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.data.decode("utf-8")

    @property
    def lines(self) -> list[str]:
        """Standard error, line by line."""
        return self.said.splitlines()


def _console() -> io.TextIOWrapper:
    """A stream as on a Windows console of western Europe: what does not change it cannot write Chinese."""
    return io.TextIOWrapper(io.BytesIO(), encoding="cp1252")


@pytest.fixture
def align(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Runs ``align`` with these words and this standard input."""

    def run(*words: object, stdin: bytes = b"") -> Done:
        logger = logging.getLogger("align")
        before = logger.handlers, logger.propagate, logger.level
        out, err = _console(), _console()
        code = 0
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            try:
                main([str(word) for word in words])
            except SystemExit as end:
                code = int(end.code or 0)
            finally:
                out.flush()
                err.flush()
                logger.handlers, logger.propagate, level = before
                logger.setLevel(level)
        return Done(code, out.buffer.getvalue(), err.buffer.getvalue().decode("utf-8"))

    return run


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with texts, terms and a manifest, which is the one the command is called in."""
    texts = {"en.txt": ENGLISH, "zh.txt": CHINESE, "fr.txt": FRENCH, "terms.csv": TERMS, "corpus.toml": MANIFEST}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def memory(align: Callable[..., Done], desk: Path) -> Path:
    """A TMX of the English and the Chinese text."""
    assert align("-q", "pair", "en.txt", "zh.txt", "--aligner", "length", "-o", "memory.tmx").code == 0
    return desk / "memory.tmx"
