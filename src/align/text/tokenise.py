"""Words with their places in the text.

The door to `sacremoses`, whose tokenizer cuts the languages it has rules for. Scripts without spaces between words
give one token a character, and a run of Latin letters or digits stays whole; all other languages are cut at
everything that is no letter, mark or digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from align.lang import is_spaced, primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sacremoses import MosesTokenizer

__all__ = ["Token", "tokenise"]

# Languages whose abbreviations or elisions sacremoses knows; for others it would silently use those of English.
_EUROPEAN = frozenset(
    (
        "as",
        "bn",
        "ca",
        "cs",
        "de",
        "el",
        "en",
        "es",
        "et",
        "fi",
        "fr",
        "ga",
        "gu",
        "hi",
        "hu",
        "is",
        "it",
        "kn",
        "lt",
        "lv",
        "ml",
        "mni",
        "mr",
        "nl",
        "or",
        "pa",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
        "sv",
        "ta",
        "te",
    )
)
_CHARACTER = regex.compile(
    r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{N}][\p{Latin}\p{Cyrillic}\p{Greek}\p{N}\p{M}]*(?:[.,:'’/_-]\p{N}+)*|\S"
)
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}_]+(?:['’.,-][\p{L}\p{M}\p{N}_]+)*|\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word or mark: ``text[start:end]`` of the text that was cut, in code points."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=64)
def _moses(language: str) -> MosesTokenizer:
    from sacremoses import MosesTokenizer

    return MosesTokenizer(lang=language)


def tokenise(text: str, lang: str) -> tuple[Token, ...]:
    """Words and marks of `text` in order; every character that is not white space is in exactly one of them.

    Args:
        text: any text.
        lang: BCP 47 tag.

    Raises:
        LanguageError: `lang` is malformed.
    """
    if not is_spaced(lang):
        return tuple(_found(_CHARACTER, text, 0, len(text)))
    language = primary(lang)
    if language not in _EUROPEAN:
        return tuple(_found(_WORD, text, 0, len(text)))
    return tuple(_placed(_moses(language).tokenize(text, escape=False), text))


def _found(pattern: regex.Pattern[str], text: str, start: int, end: int) -> Iterator[Token]:
    for match in pattern.finditer(text, start, end):
        yield Token(text=match.group(), start=match.start(), end=match.end())


def _placed(words: Iterable[str], text: str) -> Iterator[Token]:
    """Put the tokenizer's words back into `text`; what it dropped or rewrote is cut at spaces instead."""
    at = 0
    for word in words:
        start = text.find(word, at)
        if start < 0:
            continue
        yield from _found(_WORD, text, at, start)
        at = start + len(word)
        yield Token(text=word, start=start, end=at)
    yield from _found(_WORD, text, at, len(text))
