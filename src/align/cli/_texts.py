"""The two texts that a verb is given, one of them perhaps on standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.cli._streams import readable

if TYPE_CHECKING:
    from pathlib import Path

    from align.model import Document
    from align.segmenters import Segmenter

__all__ = ["two_texts"]


def two_texts(
    source: Path, target: Path, *, tags: tuple[str | None, str | None], segmenter: Segmenter, encoding: str | None
) -> tuple[Document, Document]:
    """Both documents with their segments; see `align.corpus.two_files.read_two`. One of the paths may be ``-``."""
    from align.corpus.two_files import read_two

    with readable(source, target) as (first, second):
        return read_two(first, second, tags=tags, segmenter=segmenter, encoding=encoding)
