"""Keys under which two spellings of the same words compare equal; never written to any file."""

from __future__ import annotations

import unicodedata

import regex

__all__ = ["comparison_key"]

_FULL_OR_HALF_WIDTH = regex.compile(r"[\uff00-\uffef]+")
_UNSEEN = regex.compile(r"[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # soft hyphen, tatweel, marks
_SPACES = regex.compile(r"[\s\u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]+")
_TABLE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʹʼ＇", "'"),
        **dict.fromkeys("“”„‟″«»〝〞〟＂「」『』", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys("‹›", "'"),
        "…": "...",
    }
)


def comparison_key(text: str) -> str:
    """A key equal for texts that differ only in what a reader would not call a difference.

    That is: canonical composition (NFC), full and half width, kinds of quotation marks and dashes, runs of spaces,
    invisible characters, and case.
    """
    text = _FULL_OR_HALF_WIDTH.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    text = _SPACES.sub(" ", _UNSEEN.sub("", text)).strip(" ")
    folded = unicodedata.normalize("NFC", text).translate(_TABLE).casefold()
    return unicodedata.normalize("NFC", folded)
