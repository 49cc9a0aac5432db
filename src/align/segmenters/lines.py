"""One segment a line, for texts that were split before."""

from __future__ import annotations

from align.lang import parse

__all__ = ["LineSegmenter"]


class LineSegmenter:
    """Makes every line a segment; an empty line belongs to the line before it."""

    @property
    def signature(self) -> str:
        """``lines.1``."""
        return "lines.1"

    def split(self, text: str, lang: str) -> list[str]:
        """Lines of `text` with their line ends, which joined give it back.

        Raises:
            LanguageError: `lang` is malformed.
        """
        parse(lang)
        pieces: list[str] = []
        for line in _lines(text):
            if pieces and (not line.strip() or not pieces[0].strip()):
                pieces[-1] += line
            else:
                pieces.append(line)
        return pieces or [text]


def _lines(text: str) -> list[str]:
    """Lines of `text` with their ends; only a line feed ends one."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
