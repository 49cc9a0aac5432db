"""Arabic word forms: particles and article written together with a word, pronouns behind it, endings, spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ArabicForms"]

_SPELLING = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ؤ": "ء", "ئ": "ء", "ة": "ه", "ی": "ي", "ک": "ك"}
)
_CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("", "ب", "ك", "ل")
_PRONOUNS = ("هما", "ها", "هم", "هن", "نا", "كم", "ه", "ك")
_SHORTEST_STEM = 3


def _key(word: str) -> str:
    return word.translate(_SPELLING)


class ArabicForms:
    """Keys of Arabic words.

    A key is a stem, or a stem behind the particles that stand before it in one word. Inside a term the particles must
    be the same in the text; before its first word the text may have any.
    """

    inflects = True

    def __init__(self, lemma: Callable[[str], str]) -> None:
        """Use `lemma` to look words up in a dictionary."""
        self._lemma = lemma

    def text_keys(self, word: str) -> frozenset[str]:
        """Keys of a `word` in running text."""
        return self._keys(word, free=True, bound=True)

    def term_keys(self, word: str, *, first: bool) -> frozenset[str]:
        """Keys of a `word` of a term, of which it is the `first` or not."""
        return self._keys(word, free=first, bound=not first)

    def is_word(self, word: str) -> bool:  # noqa: ARG002 - asked for words in capitals, which Arabic has not
        """False; nobody has to know."""
        return False

    def _keys(self, word: str, *, free: bool, bound: bool) -> frozenset[str]:
        keys = set[str]()
        for particles, stem in _analyses(word):
            for form in self._stems(stem):
                if free:
                    keys.add(_key(form))
                if bound:
                    keys.add(f"{particles}+{_key(form)}")
        return frozenset(keys)

    def _stems(self, stem: str) -> set[str]:
        """`stem`, and what it may be a form of."""
        stems = {stem}
        for pronoun in _PRONOUNS:
            if stem.endswith(pronoun) and len(stem) - len(pronoun) >= _SHORTEST_STEM:
                bare = stem.removesuffix(pronoun)
                stems |= {bare, f"{bare[:-1]}ة"} if bare.endswith("ت") else {bare}
        for form in tuple(stems):
            lemma = self._lemma(form)
            stems |= {lemma, self._lemma(lemma)}
            for ending, others in (
                ("ات", ("ة", "")),
                ("ين", ("",)),
                ("ون", ("",)),
                ("ان", ("",)),
                ("تان", ("ة",)),
                ("تين", ("ة",)),
                ("ا", ("",)),
                ("ة", ("",)),
            ):
                if form.endswith(ending) and len(form) - len(ending) >= _SHORTEST_STEM:
                    stems |= {form.removesuffix(ending) + other for other in others}
        return {form for form in stems if form}


def _analyses(word: str) -> set[tuple[str, str]]:
    """Every way to read `word` as particles, an article or none, and a stem."""
    found = set[tuple[str, str]]()
    for conjunction in _CONJUNCTIONS:
        if not word.startswith(conjunction):
            continue
        rest = word.removeprefix(conjunction)
        for preposition in _PREPOSITIONS:
            if not rest.startswith(preposition):
                continue
            stem = rest.removeprefix(preposition)
            if preposition == "ل" and stem.startswith("ل"):
                # li- before the article swallows its alif (للمجتمع), and before another l one l as well (للجنة).
                found |= {
                    (conjunction + preposition, stem[cut:]) for cut in (0, 1) if len(stem) - cut >= _SHORTEST_STEM
                }
                continue
            if stem.startswith("ال"):
                stem = stem[2:]
            elif len(stem) < _SHORTEST_STEM and (conjunction or preposition):
                continue
            if len(stem) >= _SHORTEST_STEM - 1:
                found.add((conjunction + preposition, stem))
    return found or {("", word)}
