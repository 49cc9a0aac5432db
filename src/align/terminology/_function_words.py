"""Function words: what a term neither begins nor ends with, language by language.

Articles, pronouns, prepositions, conjunctions, auxiliaries and the commonest adverbs, as any grammar has them; a file a
language in ``data/function-words``. In Chinese and Japanese, characters that stand at the edge of a term by accident.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from align.lang import primary

__all__ = ["function_words"]

_NEVER = "+"
"""Marks in a file the characters that never belong to a term: 和 begins 和平 (peace), 的 begins no word."""


@lru_cache(maxsize=64)
def function_words(lang: str, *, certain: bool = False) -> frozenset[str]:
    """Function words of a language (BCP 47 tag), case folded; none where we have no list.

    Args:
        lang: BCP 47 tag.
        certain: where some are marked as certain, only those.
    """
    place = files("align.terminology") / "data" / "function-words" / f"{primary(lang)}.txt"
    if not place.is_file():
        return frozenset()
    lines = place.read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    marked = frozenset(word.removeprefix(_NEVER) for word in words if word.startswith(_NEVER))
    return marked if certain and marked else frozenset(word.removeprefix(_NEVER) for word in words)
