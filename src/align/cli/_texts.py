"""The two texts that a verb is given, one of them perhaps on standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.cli._streams import readable

if TYPE_CHECKING:
    from pathlib import Path

    from align.aligners import Points
    from align.model import Bead, Document
    from align.segmenters import Segmenter

__all__ = ["one_text", "settled", "two_texts"]


def one_text(
    path: Path, *, tags: tuple[str | None, str | None], segmenter: Segmenter, encoding: str | None
) -> tuple[Document, Document, Points]:
    """Both texts of one file, and the borders of its paragraphs; see `align.corpus.two_files.read_one`."""
    from align.corpus.two_files import read_one

    with readable(path) as (place,):
        return read_one(place, tags=tags, segmenter=segmenter, encoding=encoding)


def two_texts(
    source: Path, target: Path, *, tags: tuple[str | None, str | None], segmenter: Segmenter, encoding: str | None
) -> tuple[Document, Document]:
    """Both documents with their segments; see `align.corpus.two_files.read_two`. One of the paths may be ``-``."""
    from align.corpus.two_files import read_two

    with readable(source, target) as (first, second):
        return read_two(first, second, tags=tags, segmenter=segmenter, encoding=encoding)


def settled(
    source: Document, target: Document, *, anchors: Path | None, keep: Path | None
) -> tuple[Points, tuple[Bead, ...]]:
    """The points and the kept beads that a person has settled, from the files of ``--anchors`` and ``--keep``.

    Raises:
        InputError: a file cannot be read, or says what cannot be for these texts.
    """
    points: Points = ()
    kept: tuple[Bead, ...] = ()
    if anchors is not None:
        from align.anchors import read_anchors

        points = read_anchors(anchors, source, target)
    if keep is not None:
        from align.keeping import read_kept

        kept = read_kept(keep, source, target).beads
    return points, kept
