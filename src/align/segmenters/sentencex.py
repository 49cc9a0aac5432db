"""sentencex as it is, in the languages that it has rules of its own for.

The door to `sentencex`.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

import sentencex

from align.errors import LanguageError
from align.lang import primary

__all__ = ["LANGUAGES", "SentencexSegmenter", "propose"]

# The modules in src/languages of sentencex 1.0; every other tag is answered by a relative or by English.
LANGUAGES = frozenset(
    (
        "am",
        "ar",
        "bg",
        "bn",
        "ca",
        "da",
        "de",
        "el",
        "en",
        "es",
        "fi",
        "fr",
        "gu",
        "hi",
        "hy",
        "it",
        "ja",
        "kk",
        "kn",
        "ml",
        "mr",
        "my",
        "nl",
        "pa",
        "pl",
        "pt",
        "ru",
        "sk",
        "ta",
        "te",
        "uk",
    )
)
"""Languages that sentencex has rules of its own for."""


# sentencex 1.0.32 stops the process with a panic at some white space of more than one byte, such as U+3000.
_ONE_SPACE = "\t\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u180e\u2028\u2029\u202f\u205f\u3000\ufeff"
_SPACES = dict.fromkeys((*map(ord, _ONE_SPACE), *range(0x2000, 0x200C)), " ")


def propose(text: str, language: str) -> list[int]:
    """Where sentencex begins sentences in `text`, except for the first; `language` is one of `LANGUAGES`."""
    return list(accumulate(map(len, sentencex.segment(language, text.translate(_SPACES)))))[:-1]


class SentencexSegmenter:
    """Splits with sentencex alone: fast, without our repairs."""

    @property
    def signature(self) -> str:
        """``sentencex`` with the version of the library."""
        from importlib.metadata import version

        return f"sentencex.{version('sentencex')}"

    def split(self, text: str, lang: str) -> list[str]:
        """Pieces of `text` that joined give it back; white space belongs to the piece before it.

        Raises:
            LanguageError: sentencex would silently use another language's rules for `lang`.
        """
        language = primary(lang)
        if language not in LANGUAGES:
            raise LanguageError(
                f"sentencex has no rules for {lang!r}; use the segmenter 'auto', 'lines', or 'srx' with your own rules"
            )
        places = [0, *propose(text, language), len(text)]
        pieces: list[str] = []
        for piece in (text[start:end] for start, end in pairwise(places)):
            if pieces and (not piece.strip() or not pieces[-1].strip()):
                pieces[-1] += piece
            else:
                pieces.append(piece)
        return pieces
