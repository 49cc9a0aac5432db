"""A small memory, and what it offers for the document that it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from align.memory import Memory
from align.pretranslation.filling import pretranslate
from align.pretranslation.new_document import read_new
from small_memory import DOCUMENT, TERMS, fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from align.pretranslation.new_document import NewDocument
    from align.pretranslation.records import Pretranslation


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the memory."""
    return fill(tmp_path_factory.mktemp("memory") / "house")


@pytest.fixture
def memory(folder: Path) -> Iterator[Memory]:
    """The memory, open for reading."""
    with Memory.open(folder) as opened:
        yield opened


@pytest.fixture
def new(tmp_path: Path) -> Callable[[str], NewDocument]:
    """A new English document with this text."""

    def made(text: str) -> NewDocument:
        path = tmp_path / "new.txt"
        path.write_text(text, encoding="utf-8")
        return read_new(path, source="en", target="zh", segmenter="auto")

    return made


@pytest.fixture
def done(memory: Memory, new: Callable[[str], NewDocument]) -> Callable[..., Pretranslation]:
    """What the memory offers for a text."""

    def made(text: str = DOCUMENT, **options: object) -> Pretranslation:
        told = {"source": "en", "target": "zh", "termbase": TERMS, "name": "new.txt"} | options
        return pretranslate(new(text).wanted, memory, **told)

    return made
