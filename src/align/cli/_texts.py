"""The two texts that a verb is given, one of them perhaps on standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.cli._streams import readable, wholes

if TYPE_CHECKING:
    from pathlib import Path

    from align.aligners import Points
    from align.model import Bead, Document
    from align.segmenters import Segmenter

__all__ = ["one_text", "settled", "two_texts"]


def one_text(
    path: Path, *, tags: tuple[str | None, str | None], segmenter: Segmenter, encoding: str | None, recover: bool
) -> tuple[Document, Document, Points, int]:
    """Both texts of one file, and the borders of its paragraphs; see `align.corpus.two_files.read_one`.

    The last is how many things were lost; each has been said.
    """
    from align.corpus.two_files import read_one

    with readable(path) as packed, wholes(packed, (path,), recover=recover, encoding=encoding) as ((place,), lost):
        return *read_one(place, tags=tags, segmenter=segmenter, encoding=None if recover else encoding), lost


def two_texts(
    source: Path,
    target: Path,
    *,
    tags: tuple[str | None, str | None],
    segmenter: Segmenter,
    encoding: str | None,
    recover: bool = False,
) -> tuple[Document, Document, int]:
    """Both documents with their segments; see `align.corpus.two_files.read_two`. One of the paths may be ``-``.

    The last is how many things were lost; each has been said.
    """
    from align.corpus.two_files import read_two

    named = source, target
    with (
        readable(*named) as packed,
        wholes(packed, named, recover=recover, encoding=encoding) as ((first, second), lost),
    ):
        return *read_two(first, second, tags=tags, segmenter=segmenter, encoding=None if recover else encoding), lost


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
