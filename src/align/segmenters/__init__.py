"""The shelf of segmenters: text in, sentences out, nothing lost.

Contract (held by ``tests/segmenters/test_contract.py``): the pieces joined give the text back exactly; no piece is
empty unless the text is; the same text gives the same pieces; an unknown language is a `LanguageError` that names a
way out, never a silent English.
"""

from __future__ import annotations

from typing import Protocol

from align.shelf import Shelf

__all__ = ["DEFAULT_SEGMENTER", "SEGMENTERS", "Segmenter"]


class Segmenter(Protocol):
    """Cuts running text into sentences."""

    @property
    def signature(self) -> str:
        """Name and version of the rules, such as ``auto.2``; changes whenever results can change."""
        ...

    def split(self, text: str, lang: str) -> list[str]:
        """Pieces of `text`, in order, that joined give `text`; white space after a sentence belongs to its piece.

        Args:
            text: one block of text (a paragraph, heading or item).
            lang: BCP 47 tag.

        Raises:
            LanguageError: there are no rules for `lang`.
        """
        ...


DEFAULT_SEGMENTER = "auto"

SEGMENTERS: Shelf[Segmenter] = Shelf(
    "segmenter",
    "align.segmenters",
    {
        "auto": "align.segmenters.auto:AutoSegmenter",
        "lines": "align.segmenters.lines:LineSegmenter",
        "sentencex": "align.segmenters.sentencex:SentencexSegmenter",
        "srx": "align.segmenters.srx:SrxSegmenter",
    },
)
