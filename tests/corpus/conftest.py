"""A small corpus that is built in no time, and the readout, built once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from align.corpus.build import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MANIFEST = """\
[corpus]
id = "small"
title = "A small corpus"
publisher = "The tests"
licence = "CC0-1.0"
date = 2024-01-31
pivot = "en"

[[text]]
lang = "en"
file = "texts/small.en.txt"

[[text]]
lang = "zh"
file = "texts/small.zh.txt"
role = "source"

[[text]]
lang = "fr"
file = "texts/small.fr.txt"

[[drop]]
lang = "en"
pattern = 'Share this .*'

[pair]
aligner = "length"

[terms]
base = "terms.csv"
"""
TEXTS = {
    "en": "A conference in Beijing\n\nThe conference was held in Beijing. It reviewed the work of the past years.\n\n"
    "Share this page with friends\n\nIt then set out the tasks ahead. China has made great progress. Nobody disagreed.\n",
    "zh": "北京会议\n\n会议在北京举行，回顾了过去几年的工作。\n\n随后部署了今后的任务。中国取得了巨大进步。\n",
    "fr": "Une conférence à Pékin\n\nLa conférence s’est tenue à Pékin. Elle a passé en revue le travail des dernières "
    "années.\n\nElle a ensuite fixé les tâches à venir. La Chine a beaucoup progressé.\n",
}
TERMS = """\
concept,lang,text,status
conference,en,conference,preferred
conference,zh,会议,preferred
conference,fr,conférence,deprecated
conference,fr,réunion,preferred
task,en,task,preferred
task,zh,工作任务,preferred
task,fr,tâche,preferred
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with a manifest, texts in three languages and a term base."""
    folder = tmp_path / "corpus"
    (folder / "texts").mkdir(parents=True)
    (folder / "corpus.toml").write_text(MANIFEST, encoding="utf-8")
    (folder / "terms.csv").write_text(TERMS, encoding="utf-8")
    for lang, text in TEXTS.items():
        (folder / "texts" / f"small.{lang}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def edit(corpus: Path) -> Callable[..., Path]:
    """Changes the manifest of the small corpus (or another of its files) and returns its folder."""

    def change(old: str, new: str, name: str = "corpus.toml") -> Path:
        path = corpus / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return corpus

    return change


@pytest.fixture(scope="session")
def readout(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the built readout, a TMX for each pair included; test processes share it."""
    base = tmp_path_factory.getbasetemp()
    place = (base if base.parent.name.startswith("pytest-of-") else base.parent) / "readout"
    with place.with_suffix(".lock").open("w") as lock:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        build(root / "corpora" / "readout-2023", out=place, pairs=True)
    return place
