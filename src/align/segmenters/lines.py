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
        pieces: list[list[str]] = []
        begun = False  # whether a line with text has come: empty ones before it belong to it
        for line in _lines(text):
            if pieces and (not line.strip() or not begun):
                pieces[-1].append(line)
            else:
                pieces.append([line])
            begun = begun or bool(line.strip())
        return ["".join(piece) for piece in pieces] or [text]


def _lines(text: str) -> list[str]:
    """Lines of `text` with their ends; only a line feed ends one."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
