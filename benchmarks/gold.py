"""Gold alignments on disk: ``<set>/<doc>.<lang>``, a segment a line, and ``<set>/<doc>.<pair>.gold``, a bead a line."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from align.corpus.build import read_texts
from align.corpus.manifest import read_manifest
from align.model import Alignment, Bead, Block, Document, Segment
from align.pipeline import read_beads

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ANCHORED",
    "GOLD",
    "READOUT",
    "by_languages",
    "joined",
    "pairs_of",
    "read_lines",
    "readout_pairs",
    "set_names",
]

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
    return _of_lines(lines, path.suffix[1:])


def _of_lines(lines: Sequence[str], lang: str) -> Document:
    blocks, segments, at = [], [], 0
    for number, line in enumerate(lines):
        blocks.append(Block(kind="paragraph", start=at, end=at + len(line)))
        segments.append(Segment(id=f"s{number + 1}", text=line, start=at, end=at + len(line), block=number))
        at += len(line) + 1
    return Document(id="d", lang=lang, text="\n".join(lines), blocks=tuple(blocks), segments=tuple(segments))


def by_languages() -> dict[str, list[str]]:
    """The names of all sets by their pair of languages, such as "zh_en"."""
    out: dict[str, list[str]] = {}
    for name in set_names():
        out.setdefault("_".join(name.split("_")[-2:]), []).append(name)
    return out


def joined(names: Sequence[str]) -> tuple[Document, Document, tuple[Bead, ...]]:
    """All documents of some sets, of one pair of languages, as one long document: both sides and the gold beads."""
    pairs = [pair for name in names for pair in pairs_of(name)]
    sides = [_of_lines([s.text for pair in pairs for s in pair[side].segments], pairs[0][side].lang) for side in (1, 2)]
    gold: list[Bead] = []
    i = j = 0
    for _, source, target, beads in pairs:
        gold += [
            Bead(source=tuple(i + k for k in one.source), target=tuple(j + k for k in one.target)) for one in beads
        ]
        i, j = i + len(source.segments), j + len(target.segments)
    return sides[0], sides[1], tuple(gold)


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
