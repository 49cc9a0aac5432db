"""Function words: what a term neither begins nor ends with, language by language.

Articles, pronouns, prepositions, conjunctions, auxiliaries and the commonest adverbs, as any grammar has them; a file a
language in ``data/function-words``. In Chinese and Japanese, characters that stand at the edge of a term by accident.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from align.lang import primary

__all__ = ["common_words", "function_words", "stop_words"]

_NEVER = "+"
"""Marks in a file the characters that never belong to a term: 和 begins 和平 (peace), 的 begins no word."""
_AT_END = "…"
"""Marks what a term may begin with, but not end with."""


@lru_cache(maxsize=64)
def function_words(lang: str, *, certain: bool = False) -> frozenset[str]:
    """Function words of a language (BCP 47 tag), case folded; none where we have no list.

    Args:
        lang: BCP 47 tag.
        certain: where some are marked as certain, only those.
    """
    words = _listed("function-words", primary(lang))
    marked = frozenset(word.removeprefix(_NEVER) for word in words if word.startswith(_NEVER))
    return marked if certain and marked else frozenset(word.removeprefix(_NEVER) for word in words)


@lru_cache(maxsize=8)
def common_words(lang: str) -> frozenset[str]:
    """Words of two characters and more that are common in a script without spaces; Chinese ones for Japanese, too."""
    return frozenset(_listed("common-words", "zh" if primary(lang) == "ja" else primary(lang)))


@lru_cache(maxsize=64)
def stop_words(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """Other words that a term does not begin with, and that it does not end with; none where we have no list."""
    words = _listed("stop-words", primary(lang))
    ends = frozenset(word.removeprefix(_AT_END) for word in words)
    return frozenset(word for word in words if not word.startswith(_AT_END)), ends


def _listed(kind: str, language: str) -> list[str]:
    place = files("align.terminology") / "data" / kind / f"{language}.txt"
    if not place.is_file():
        return []
    lines = place.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]
