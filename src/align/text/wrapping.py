"""Sentences that stood over several lines, on one."""

from __future__ import annotations

import regex

from align.lang import is_spaced

__all__ = ["unwrapped"]

_BREAK = regex.compile(r"\s*[\n\r\v\f\x85\u2028\u2029]\s*")
_UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u3000-\u303f\uff00-\uffef]"
)
_DIVIDED = regex.compile(r"\w[-\u2010]$")
_SECOND_HALF = regex.compile(r"\p{Ll}+")
_NOT_DIVIDED = frozenset(
    [
        "and",
        "bis",
        "bzw",
        "e",
        "eller",
        "en",
        "et",
        "o",
        "oder",
        "of",
        "og",
        "och",
        "or",
        "ou",
        "to",
        "und",
        "y",
        "и",
        "или",
    ]
)


def unwrapped(text: str, lang: str) -> str:
    """`text` without line ends, as translation tools and memories compare it.

    A line end, with the white space around it, becomes a space, and nothing at the ends of the text. It becomes nothing
    beside a sign of a script without spaces, where the language has none, and behind a hyphen with a lower-case word
    behind it; the hyphen stays, for it may be the word's own. A hyphen before "and" or "or" stands for a half that is
    left out, and keeps its space.

    Args:
        text: of one or more segments.
        lang: BCP 47 tag.
    """
    if _BREAK.search(text) is None:
        return text
    text, spaced = text.strip(), is_spaced(lang)

    def joint(found: regex.Match[str]) -> str:
        start, end = found.span()
        if not spaced and (_UNSPACED.match(text, start - 1) or _UNSPACED.match(text, end)):
            return ""
        follows = _SECOND_HALF.match(text, end)
        if follows and follows[0] not in _NOT_DIVIDED and _DIVIDED.search(text, max(0, start - 2), start):
            return ""
        return " "

    out: str = _BREAK.sub(joint, text)
    return out
