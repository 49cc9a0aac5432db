"""The text output of hunalign: source, target and confidence, a tab apart; `` ~~~ `` between sentences of a side."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError, OutputError, UsageError
from align.formats import Written
from align.formats._confidence import confidence, on_our_scale
from align.formats._lines import numbered_lines, one_line, text_head
from align.formats._reading import document_id
from align.formats._rising import rising
from align.model import Alignment, Bead, Block, Document, Segment
from align.text.detect import detect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["HunalignTextFormat"]

_BETWEEN = " ~~~ "
_SURE = 0.5  # confidence under which a detected language is not taken
_log = logging.getLogger(__name__)


class HunalignTextFormat:
    """Both texts, bead by bead. The languages are not in the file; ids of segments are not either."""

    name = "hunalign-text"
    suffixes: tuple[str, ...] = (".hunalign",)
    keeps = frozenset({"scores", "nulls", "segments"})

    def sniff(self, head: bytes) -> bool:
        """Whether the first line has a text on either side, and a number after them."""
        cells = text_head(head).partition("\n")[0].rstrip("\r").split("\t")
        if len(cells) != 3 or not (cells[0].strip() or cells[1].strip()) or all(_is_number(cell) for cell in cells):
            return False
        return _is_number(cells[2])

    def scan_alignments(
        self, path: Path, *, langs: tuple[str, str] | None = None, texts: tuple[Path, Path] | None = None
    ) -> Iterator[Alignment]:
        """The one alignment of the file; each line is a paragraph of both texts.

        Args:
            path: the file.
            langs: BCP 47 tags of the two sides; None means detected, which is said on the log.
            texts: not taken, for the texts are in the file.

        Raises:
            FormatError: a line has other than two or three cells, or no text, or no number as confidence.
            LanguageError: `langs` is not given and cannot be detected.
        """
        if texts is not None:
            raise UsageError("a file of hunalign-text holds its texts; leave out --texts")
        sides: tuple[list[list[str]], list[list[str]]] = ([], [])
        found: list[float | None] = []
        for number, line in numbered_lines(path):
            if not line.strip(" "):
                continue
            cells = line.split("\t")
            if not 2 <= len(cells) <= 3:
                raise FormatError(
                    f"{len(cells)} cells; a line is source, target and confidence, a tab apart", path=path, line=number
                )
            divided = [[one for one in cell.split(_BETWEEN) if one.strip()] for cell in cells[:2]]
            if not any(divided):
                raise FormatError("neither side has a word; remove the line", path=path, line=number)
            for side, segments in zip(sides, divided, strict=True):
                side.append(segments)
            column = len(cells[0]) + len(cells[1]) + 3
            found.append(confidence(cells[2], path, number, column) if len(cells) == 3 else None)
        if not found:
            raise FormatError("the file is empty; it holds no bead", path=path)
        named = langs or (_language(sides[0], path, "first"), _language(sides[1], path, "second"))
        documents = [
            _document(lines, lang=lang, own_id=f"{document_id(path)}.{lang}", source=path.name)
            for lines, lang in zip(sides, named, strict=True)
        ]
        beads = []
        at = [0, 0]
        for one, other, score in zip(*sides, on_our_scale(found, path), strict=True):
            ends = [at[0] + len(one), at[1] + len(other)]
            beads.append(Bead(source=tuple(range(at[0], ends[0])), target=tuple(range(at[1], ends[1])), score=score))
            at = ends
        yield Alignment(source=documents[0], target=documents[1], beads=tuple(beads))

    def write_alignments(self, alignments: Iterable[Alignment], path: Path) -> Written:
        """Write a line a bead; tabs and line breaks become spaces, counted in what is given back.

        Raises:
            OutputError: there are several alignments, or beads that cross or leave segments out.
        """
        given = list(alignments)
        if len(given) != 1:
            raise OutputError(f"{self.name} holds one pair of texts, not {len(given)}; convert them one by one")
        alignment = given[0]
        beads = rising(alignment.beads, self.name)
        replaced = 0
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for bead in beads:
                cells = []
                for segments in (alignment.source_segments(bead), alignment.target_segments(bead)):
                    flat = [_flat(segment.text) for segment in segments]
                    replaced += sum(count for _, count in flat)
                    cells.append(_BETWEEN.join(text for text, _ in flat))
                score = "" if bead.score is None else f"\t{bead.score:.4f}"
                file.write(f"{cells[0]}\t{cells[1]}{score}\n")
        return Written(units=len(beads), replaced=replaced)


def _flat(text: str) -> tuple[str, int]:
    """`text` on one line and without what stands between segments, and how many characters were replaced."""
    flat, count = one_line(text)
    marks = flat.count("~~~")
    return flat.replace("~~~", "~-~"), count + marks


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _language(lines: Sequence[Sequence[str]], path: Path, which: str) -> str:
    try:
        found, sure = detect("\n".join(text for line in lines for text in line))
    except LanguageError as error:
        raise LanguageError(f"the {which} column: {error.reason} with --langs", path=path) from error
    if sure < _SURE:
        raise LanguageError(
            f"the language of the {which} column is not clear (it could be {found}, confidence {sure:.2f}); "
            "name both with --langs",
            path=path,
        )
    _log.info("%s: language of the %s column detected: %s (%.2f)", path, which, found, sure)
    return found


def _document(lines: Sequence[Sequence[str]], *, lang: str, own_id: str, source: str) -> Document:
    blocks: list[Block] = []
    segments: list[Segment] = []
    texts: list[str] = []
    start = 0
    for line in lines:
        if not line:
            continue
        bare = [raw.strip() for raw in line]
        at = start
        for one in bare:
            segments.append(
                Segment(id=f"s{len(segments) + 1}", text=one, start=at, end=at + len(one), block=len(blocks))
            )
            at += len(one) + 1
        texts.append(" ".join(bare))
        blocks.append(Block(kind="paragraph", start=start, end=start + len(texts[-1])))
        start += len(texts[-1]) + 2
    text = "\n\n".join(texts)
    return Document(id=own_id, lang=lang, text=text, blocks=tuple(blocks), segments=tuple(segments), source=source)
