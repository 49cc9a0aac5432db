"""Gold alignments on disk: ``<set>/<doc>.<lang>``, a segment a line, and ``<set>/<doc>.<pair>.gold``, a bead a line."""

from __future__ import annotations

import os
import re
from pathlib import Path

from align.corpus.build import read_texts
from align.corpus.manifest import read_manifest
from align.model import Alignment, Bead, Block, Document, Segment
from align.pipeline import read_beads

__all__ = ["ANCHORED", "GOLD", "READOUT", "pairs_of", "read_lines", "readout_pairs", "set_names"]

GOLD = Path(os.environ.get("ALIGN_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "gold"

READOUT = Path(__file__).resolve().parents[1] / "corpora/readout-2023"

ANCHORED = re.compile("bible|prcconst|twlaw|udhr|uncharter")
"""Sets whose beads are verses, articles or paragraphs: they are scored merged."""


def set_names() -> list[str]:
    """All sets that are there, sorted."""
    return sorted({path.parent.name for path in GOLD.glob("*/*.gold")})


def readout_pairs() -> list[tuple[str, Document, Document, tuple[Bead, ...]]]:
    """The pairs of the readout, as `pairs_of` gives those of a set; the only gold here that has paragraphs."""
    manifest = read_manifest(READOUT)
    pivot, *others = read_texts(manifest)[0]
    out = []
    for document in others:
        gold = read_beads(READOUT / "gold" / f"readout.{document.lang}-{pivot.lang}.gold", format="beads")
        Alignment(source=document, target=pivot, beads=gold)
        out.append((f"readout-2023/{document.lang}", document, pivot, gold))
    return out


def read_lines(path: Path) -> Document:
    """A document with a segment a line, each in a block of its own; a blank line becomes a hyphen."""
    lines = [line if line.strip() else "-" for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
    blocks, segments, at = [], [], 0
    for number, line in enumerate(lines):
        blocks.append(Block(kind="paragraph", start=at, end=at + len(line)))
        segments.append(Segment(id=f"s{number + 1}", text=line, start=at, end=at + len(line), block=number))
        at += len(line) + 1
    return Document(id="d", lang=path.suffix[1:], text="\n".join(lines), blocks=tuple(blocks), segments=tuple(segments))


def pairs_of(name: str) -> list[tuple[str, Document, Document, tuple[Bead, ...]]]:
    """All documents of a set: their name, both sides, and the gold beads, which cover both."""
    out = []
    for path in sorted((GOLD / name).glob("*.gold")):
        stem, pair, _ = path.name.rsplit(".", 2)
        source, target = (read_lines(path.with_name(f"{stem}.{lang}")) for lang in pair.split("-"))
        gold = read_beads(path, format="beads")
        Alignment(source=source, target=target, beads=gold)  # says which segment a broken gold file misses
        out.append((f"{name}/{stem}", source, target, gold))
    return out
