"""One file in two languages, as officials publish them: a table of two columns, or paragraph by paragraph.

Recognised are a table in which two columns are in different languages, row by row, and paragraphs that change between
two languages (zh, en, zh, en ...; several in a row in one language are taken together). Both give two documents and
the borders that their paragraphs have in common.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from align.formats._bilingual_lines import rows_of_lines
from align.formats._bilingual_tables import rows_of_tables
from align.formats._reading import document_of, tell_left_out
from align.model import Alignment, Bead, Segment

if TYPE_CHECKING:
    from align.model import Document

__all__ = ["Bilingual", "aligned", "segment_borders", "split_bilingual"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilingual:
    """Both texts of a bilingual document.

    Attributes:
        source, target: with blocks and no segments; the places of the blocks are those in the one file.
        borders: after each row, how many blocks of the source and of the target have been seen; rising, and the last
            one is all of them. Blocks between the same borders translate each other.
        layout: how the file sets the languages apart.
    """

    source: Document
    target: Document
    borders: tuple[tuple[int, int], ...]
    layout: Literal["table", "lines"]


def split_bilingual(document: Document, *, langs: tuple[str, str] | None = None) -> Bilingual:
    """The two texts that stand side by side, or one paragraph after the other, in `document`.

    What is in neither language (a column of numbers, text outside of the table) is left out, which is logged.

    Args:
        document: as a reader of documents gives it; its own language does not count.
        langs: BCP 47 tags of both, the source first; None means detected, and the one that comes first is the source.

    Raises:
        FormatError: the document is neither a table in two languages nor changes between them.
        LanguageError: it does, but not between `langs`.
    """
    rows = rows_of_tables(document, langs)
    layout: Literal["table", "lines"] = "table"
    if rows is None:
        rows, layout = rows_of_lines(document, langs), "lines"
    sides = [[piece for row in rows.rows for piece in row[side]] for side in (0, 1)]
    path = Path(document.source or document.id)
    texts = []
    for tag, pieces in zip(rows.langs, sides, strict=True):
        text = document_of(path, pieces, lang=tag, remedy="name its languages")
        texts.append(replace(text, id=f"{document.id}.{tag}", date=document.date, publisher=document.publisher))
    seen = [0, 0]
    borders: list[tuple[int, int]] = []
    for row in rows.rows:
        seen = [count + len(pieces) for count, pieces in zip(seen, row, strict=True)]
        borders.append((seen[0], seen[1]))
    tell_left_out(path, {"blocks in neither text": rows.left_out})
    return Bilingual(source=texts[0], target=texts[1], borders=tuple(borders), layout=layout)


def aligned(bilingual: Bilingual) -> Alignment:
    """The rows as beads of whole blocks: each block is one segment, ``b1, b2, ...``; beads have no score."""
    source, target = (_in_blocks(text) for text in (bilingual.source, bilingual.target))
    beads = [
        Bead(source=tuple(range(before[0], after[0])), target=tuple(range(before[1], after[1])))
        for before, after in pairwise(((0, 0), *bilingual.borders))
    ]
    return Alignment(source=source, target=target, beads=tuple(beads))


def segment_borders(bilingual: Bilingual, source: Document, target: Document) -> tuple[tuple[int, int], ...]:
    """The borders as numbers of segments, as an aligner takes them (`align.aligners.Points`).

    Args:
        bilingual: what `source` and `target` were before they were segmented.
        source: `bilingual.source` with segments.
        target: `bilingual.target` with segments.
    """
    counts = [_segments_before(text) for text in (source, target)]
    borders = [(counts[0][i], counts[1][j]) for i, j in bilingual.borders]
    end = (len(source.segments), len(target.segments))
    return tuple(sorted({border for border in borders if (0, 0) < border < end and all(border)}))


def _segments_before(text: Document) -> list[int]:
    """For each number of blocks, how many segments they have."""
    counts = Counter(segment.block for segment in text.segments)
    total = [0]
    for number in range(len(text.blocks)):
        total.append(total[-1] + counts[number])
    return total


def _in_blocks(text: Document) -> Document:
    segments = (
        Segment(id=f"b{n + 1}", text=text.text[b.start : b.end], start=b.start, end=b.end, block=n)
        for n, b in enumerate(text.blocks)
    )
    return replace(text, segments=tuple(segments))
