"""Key words in context."""

from __future__ import annotations

import regex

from align.lang import is_spaced
from align.terminology.renderings import Context

__all__ = ["beginning", "in_context"]

_SPACED, _UNSPACED = 48, 20
"""Code points shown on either side."""
_BEGINNING = 160
_WHITE = regex.compile(r"\s+")


def in_context(text: str, start: int, end: int, lang: str) -> Context:
    """``text[start:end]`` with what stands beside it; white space becomes single spaces."""
    spaced = is_spaced(lang)
    reach = _SPACED if spaced else _UNSPACED
    before, after = text[:start], text[end:]
    left, right = before[-reach:], after[:reach]
    if len(before) > reach:
        left = f"…{_from_word(left) if spaced else left}"
    if len(after) > reach:
        right = f"{_to_word(right) if spaced else right}…"
    return Context(
        before=_WHITE.sub(" ", left),
        text=_WHITE.sub(" ", text[start:end]),
        after=_WHITE.sub(" ", right),
        start=start,
        end=end,
    )


def beginning(text: str) -> Context:
    """The beginning of `text`, without a key word."""
    shown = text[:_BEGINNING]
    return Context(
        before="", text="", after=_WHITE.sub(" ", shown) + ("…" if len(text) > len(shown) else ""), start=0, end=0
    )


def _from_word(text: str) -> str:
    cut = _WHITE.search(text)
    return text[cut.start() :] if cut and cut.start() < len(text) // 2 else text


def _to_word(text: str) -> str:
    cuts = list(_WHITE.finditer(text))
    return text[: cuts[-1].end()] if cuts and cuts[-1].start() > len(text) // 2 else text
