"""Whether what is not to be translated stands in a translation as it is in the source."""

from __future__ import annotations

__all__ = ["changed_form", "stands_unchanged"]


def stands_unchanged(wanted: str, text: str) -> bool:
    """Whether `text` has `wanted`, letter by letter, as a word of its own.

    An ending after an apostrophe or a hyphen, in another script, or a plain s (PDFs, des Bundestags) is none of its
    letters.
    """
    start = text.find(wanted)
    while start >= 0:
        if not _continues(text[start - 1 : start], wanted[:1]) and _ends(text[start + len(wanted) :], wanted[-1:]):
            return True
        start = text.find(wanted, start + 1)
    return False


def changed_form(wanted: str, text: str) -> tuple[int, int] | None:
    """Where `text` has `wanted` but for case and hyphens or spaces; None where it does not."""
    import regex

    words = regex.split(r"[\s\-\u2010-\u2015_]+|(?<=\p{Ll})(?=\p{Lu})", wanted)  # iPhone SE may be an i-phone se
    parts = [regex.escape(part) for part in words if part]
    found = regex.search(r"[\s\-\u2010-\u2015_]*".join(parts), text, regex.IGNORECASE) if parts else None
    if found is None or _continues(text[max(found.start() - 1, 0) : found.start()], wanted[:1]):
        return None
    return found.span() if _ends(text[found.end() :], wanted[-1:]) else None


def _continues(char: str, neighbour: str) -> bool:
    """Whether `char` would be a part of the same word as its `neighbour`."""
    return bool(char) and char.isalnum() and neighbour.isalnum() and char.isascii() == neighbour.isascii()


def _ends(rest: str, last: str) -> bool:
    if not _continues(rest[:1], last):
        return True
    return rest[:1] == "s" and not _continues(rest[1:2], last)
