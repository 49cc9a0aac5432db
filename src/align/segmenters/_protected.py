"""Spans of a text that belong to the sentence around them: brackets and short quotations."""

from __future__ import annotations

import regex

__all__ = ["BRACKETS", "QUOTATION", "protected"]

QUOTATION = 200
"""Characters up to which a quotation is kept whole: about two sentences of a news text."""

BRACKETS = 400
"""Characters up to which what is in brackets is kept whole."""

_NESTED = 8  # marks that may be open at once; bounds the work on texts of opening marks only
_MARK = regex.compile(r"[\"“”„«»‘’‚‹›()\[\]{}（）【】「」『』]")
_OPEN = frozenset("([{（【「『„‚")
_CLOSE = {")": "(", "]": "[", "}": "{", "）": "（", "】": "【", "」": "「", "』": "『", "”": "“„”"}
# Marks that open in one language and close in another: they close where their partner is open.
_EITHER = {"“": "„", "»": "«", "«": "»", "›": "‹", "‹": "›", "‘": "‚"}


def protected(text: str) -> list[tuple[int, int]]:
    """Pairs of the places of an opening and its closing mark, outermost only, rising."""
    opened: list[tuple[str, int]] = []
    spans: list[tuple[int, int]] = []

    def close(marks: str, at: int) -> bool:
        for index in range(len(opened) - 1, -1, -1):
            mark, start = opened[index]
            if mark in marks:
                del opened[index:]
                if at - start <= (BRACKETS if mark in "([{（【" else QUOTATION):
                    spans.append((start, at))
                return True
        return False

    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        if mark in _OPEN:
            opened.append((mark, at))
        elif mark in _CLOSE:
            close(_CLOSE[mark], at)
        elif mark in _EITHER:
            # »so« and „so“ hug their words; a guillemet beside a space is French and opens or closes as it points
            hugs = not before.isspace() if mark in "«‹“‘" else before.isspace() and not after.isspace()
            if mark in "»›" and not (hugs and not any(one == _EITHER[mark] for one, _ in opened)):
                close(_EITHER[mark], at)
            elif not (hugs and close(_EITHER[mark], at)):
                opened.append((mark, at))
        elif mark == "’":
            if not after.isalpha():  # between letters it is an apostrophe
                close("‘", at)
        elif after.isspace() or not (before.isspace() or before in "([{—–-:"):
            close('"', at)
        else:
            opened.append((mark, at))
        del opened[:-_NESTED]
    spans.sort()
    outer: list[tuple[int, int]] = []
    for start, end in spans:
        if not outer or start > outer[-1][1]:
            outer.append((start, end))
    return outer
