"""The two texts that a verb is given: read, cut into sentences, told apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from align.cli._streams import readable
from align.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from align.aligners import Points
    from align.model import Bead, Document
    from align.segmenters import Segmenter

__all__ = ["settled", "two_texts"]


def two_texts(
    source: Path, target: Path, *, tags: tuple[str | None, str | None], segmenter: Segmenter, encoding: str | None
) -> tuple[Document, Document]:
    """Both documents with their segments, under different ids; one of the paths may be ``-``.

    Args:
        source: the one file.
        target: the other.
        tags: their languages; None means detected.
        segmenter: what cuts them.
        encoding: of both; None means detected.

    Raises:
        UsageError: both are in the same language.
        InputError: a file cannot be read.
    """
    from align.pipeline import read_document, segment

    with readable(source, target) as paths:
        first, second = (
            segment(read_document(path, lang=tag, encoding=encoding), segmenter=segmenter)
            for path, tag in zip(paths, tags, strict=True)
        )
    if first.lang == second.lang:
        raise UsageError(f"both files are in {first.lang!r}; if they are not, say so with --langs")
    if first.id == second.id:
        first, second = (replace(document, id=f"{document.id}.{document.lang}") for document in (first, second))
    return first, second


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
