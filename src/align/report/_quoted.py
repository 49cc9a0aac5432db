"""Messages in English with passages of any language in quotation marks, cut so that none turns the others round."""

from __future__ import annotations

import re

__all__ = ["isolated", "pieces"]

_QUOTED = re.compile("(“[^”]*”)")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"  # first strong isolate, pop directional isolate (UAX 9)


def pieces(message: str) -> list[str]:
    """The message in pieces: those at odd places are passages with their quotation marks."""
    return _QUOTED.split(message)


def isolated(message: str) -> str:
    """The message with marks around its passages, if one is written from right to left."""
    if not _RIGHT_TO_LEFT.search(message):
        return message
    return "".join(
        f"{_ISOLATE}{piece}{_END_ISOLATE}" if number % 2 else piece for number, piece in enumerate(pieces(message))
    )
