"""One lexicon for many documents: short texts teach too few words, all of them together teach enough.

A first alignment of each document is its lesson; `learn_together` makes a lexicon of all lessons of one pair of
languages, with the same method (`_lexicon`) by which `lexical` learns from one document; and `lexical` then aligns each
document with it. hunalign, too, can build its dictionary from a whole collection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.aligners._lexicon import learn, tokens_of
from align.model import Bead

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from align.model import Document

__all__ = ["Lesson", "learn_together", "lesson_of"]

_MOST_MEETINGS = 10_000_000  # of a source with a target token; model 1 takes about 100 bytes for each


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What a document teaches: the tokens of both sides of each of its beads, null beads left out."""

    beads: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def lesson_of(source: Document, target: Document, beads: Iterable[Bead]) -> Lesson:
    """The lesson of an aligned document.

    Args:
        source: a segmented document.
        target: likewise.
        beads: of these two.
    """
    left = [tokens_of(segment.text) for segment in source.segments]
    right = [tokens_of(segment.text) for segment in target.segments]
    return Lesson(
        beads=tuple((_tokens(left, bead.source), _tokens(right, bead.target)) for bead in beads if not bead.is_null)
    )


def learn_together(lessons: Iterable[Lesson]) -> dict[tuple[str, str], float]:
    """Pairs of tokens that translate each other, with weights in 0..1 (four decimals); for `lexical`'s `lexicon`.

    Of a collection so large that memory would not do, every second bead, every third and so on is taken.

    Args:
        lessons: of documents in one pair of languages.
    """
    beads = [bead for lesson in lessons for bead in lesson.beads]
    meetings = sum(len(left) * len(right) for left, right in beads)
    beads = beads[:: max(1, -(-meetings // _MOST_MEETINGS))]
    lexicon = learn(
        [left for left, _ in beads],
        [right for _, right in beads],
        [Bead(source=(number,), target=(number,)) for number in range(len(beads))],
    )
    return {pair: round(weight, 4) for pair, weight in lexicon.items()}


def _tokens(segments: Sequence[Sequence[str]], indexes: Iterable[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(token for index in indexes for token in segments[index]))
