"""Score the alignment of a corpus against the gold beads that come with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.corpus.build import align_corpus
from align.corpus.manifest import read_manifest
from align.errors import InputError, ManifestError
from align.evaluation import evaluate

if TYPE_CHECKING:
    from pathlib import Path

    from align.evaluation import Counts
    from align.model import Document

__all__ = ["evaluate_corpus"]


def evaluate_corpus(folder: Path, *, merge: bool = False) -> dict[str, Counts]:
    """Align the corpus in `folder` afresh, keeping nothing, and count how far each pair agrees with its gold.

    The gold folder holds, for each pair, ``<name>.<source>-<target>.gold`` (beads) and, for each language,
    ``<name>.<lang>`` (a segment a line). The segments must be those of the gold: a number means nothing otherwise.

    Raises:
        ManifestError: the manifest names no gold.
        InputError: a segment differs from the gold's, or a file is missing.
    """
    from align.pipeline import read_beads

    manifest = read_manifest(folder)
    if manifest.gold is None:
        raise ManifestError("names no gold to score against; add [gold] with folder = '...'", path=manifest.path)
    place = manifest.folder / manifest.gold.folder
    corpus = align_corpus(manifest, keep=False)
    for document in corpus.documents:
        _same_segments(document, place)
    scores = {}
    for alignment in corpus.alignments:
        pair = f"{alignment.source.lang}-{alignment.target.lang}"
        gold = sorted(place.glob(f"*.{pair}.gold"))
        if gold:
            scores[pair] = evaluate(alignment.beads, read_beads(gold[0], format="beads"), merge=merge)
    if not scores:
        raise InputError("has no gold file for any pair of the corpus", path=place)
    return scores


def _same_segments(document: Document, place: Path) -> None:
    files = sorted(path for path in place.glob(f"*.{document.lang}") if path.is_file())
    if not files:
        raise InputError(f"has no segments for {document.lang} (a file *.{document.lang})", path=place)
    try:
        lines = files[0].read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read as UTF-8: {error}", path=files[0]) from error
    for number, (line, segment) in enumerate(zip(lines, document.segments, strict=False), start=1):
        if line != segment.text:
            raise InputError(f"the gold has {line[:60]!r}, the text {segment.text[:60]!r}", path=files[0], line=number)
    if len(lines) != len(document.segments):
        raise InputError(f"the gold has {len(lines)} segments, the text {len(document.segments)}", path=files[0])
