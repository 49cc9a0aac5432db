"""Lists whose words share one that is said once: developing and developed countries; civil and political rights.

Places are those of words, as in `align.terminology._words`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.lang import primary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from align.terminology._words import Words

__all__ = ["AND_IN_ARABIC", "Lists", "is_list"]

AND_IN_ARABIC = "و"
"""The conjunction, written together with the word behind it."""
_JOINTS = {"de": "und", "en": "and", "es": "y", "fr": "et", "it": "e", "nl": "en", "pt": "e", "ru": "и", "uk": "і"}
_NOWHERE = frozenset[int]()
_SHORTEST = 3
_MOST = 6
"""Words of a list at most, with the conjunction."""


class Lists:
    """The lists of one language, as far as their conjunction is known."""

    def __init__(self, lang: str) -> None:
        """Prepare to look for lists in texts in `lang`."""
        self.is_arabic = primary(lang) == "ar"
        self._joint = _JOINTS.get(primary(lang), "")  # no word is empty

    def may_be_in(self, forms: Sequence[str]) -> bool:
        """Whether there may be a conjunction among these words."""
        return self.is_arabic or self._joint in forms

    def begin(self, text: str, words: Words) -> frozenset[int]:
        """Where a term may begin that shares a word with another: before a conjunction, or before a list that has one.

        Args:
            text: folded.
            words: of `text`.
        """
        forms, starts, ends = words.forms, words.starts, words.ends
        if self.is_arabic:
            return frozenset(n - 2 for n, form in enumerate(forms) if n > 1 and form[0] == AND_IN_ARABIC)
        found: list[int] = []
        joint = -1
        for _ in range(forms.count(self._joint)):
            joint = forms.index(self._joint, joint + 1)
            found += range(max(0, joint - 2), joint)
            # between the words of a longer list there are commas, or hyphens inside of a word
            for first in range(max(0, joint - _MOST + 1), joint - 2):
                between = ends[first], starts[joint]
                if text.count(",", *between) + text.count("-", *between) >= joint - first - 2:
                    found.append(first)
        return frozenset(found) if found else _NOWHERE

    def shared(self, text: str, words: Words, after: int) -> Iterator[int]:
        """Where the word that is said once may stand: behind the conjunction, or one word further on.

        Args:
            text: folded.
            words: of `text`, with a conjunction at `after` or behind it.
            after: the second word of what may be a list.
        """
        forms, starts, ends = words.forms, words.starts, words.ends
        joint = forms.index(self._joint, after)
        behind = joint + 2
        while behind < len(forms) and text[ends[behind - 1] : starts[behind]] == "-":
            behind += 1
        for place, first, last in ((joint + 1, joint - 1, joint - 1), (behind, joint + 1, behind - 1)):
            if after + 2 <= place < len(forms) and ends[last] - starts[first] > _SHORTEST:
                yield place


def is_list(text: str, words: Words, after: int, place: int) -> bool:
    """Whether the words from `after` to `place` are a list, with commas between all but the last two.

    Args:
        text: folded.
        words: of `text`.
        after: the second word of the list.
        place: the word that is said once.
    """
    between = [text[words.ends[n - 1] : words.starts[n]] for n in range(after, place + 1)]
    signs = "".join(sign for sign in between if sign != "-")
    size = len(between) - between.count("-") - 1
    return signs.replace(",", "").isspace() and size - 2 <= signs.count(",") <= size - 1
