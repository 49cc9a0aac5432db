"""Terms that share a word with another one: developed and developing countries, Central and Eastern Europe.

Where two terms are joined by a conjunction, the word that they have in common is said once, and no matcher finds the
one of which a part stands elsewhere. Here it is enough that all words of the term stand close together, in any order
and in any inflected form, with a conjunction among them. Scripts without spaces share the end of a term.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from align.lang import is_spaced, primary
from align.terminology._function_words import function_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from align.terminology.inflect import Inflector

__all__ = ["conjunctions", "shares_character", "shares_letters", "shares_words"]

_CONJUNCTIONS: dict[str, frozenset[str]] = {
    "ar": frozenset({"أو", "و"}),
    "de": frozenset({"und", "oder", "sowie", "noch"}),
    "en": frozenset({"and", "or", "nor"}),
    "es": frozenset({"y", "e", "o", "u", "ni"}),
    "fr": frozenset({"et", "ou", "ni"}),
    "it": frozenset({"e", "ed", "o", "né"}),
    "ja": frozenset({"と", "や", "及び", "および", "又は", "並びに"}),
    "nl": frozenset({"en", "of", "noch"}),
    "pt": frozenset({"e", "ou", "nem"}),
    "ru": frozenset({"и", "или", "ни"}),
    "uk": frozenset({"і", "й", "та", "або", "чи"}),
    "zh": frozenset({"和", "与", "與", "及", "或", "暨"}),
}
_AND_IN_ARABIC = "و"  # written together with the word behind it
_FURTHER = 3
"""Words that may stand between those of the term."""
_LIST_SIGNS = frozenset("、，・/／")
_SHORTEST_PART, _LONGEST_PART = 2, 6
"""Characters of each part of a term in a script without spaces, and of what stands between them."""
_LONGEST_LIST = 3
"""Commas, or words of a script without spaces, of a list that shares a word, at most."""
_WORD = regex.compile(r"\w+")
_STOP = regex.compile(r"[.;:!?؟؛…]")


def conjunctions(lang: str) -> frozenset[str]:
    """The words for *and* and *or* of a language (BCP 47 tag); none where they are not known."""
    return _CONJUNCTIONS.get(primary(lang), frozenset())


def shares_letters(term: str, text: str, *, lang: str) -> bool:
    """Whether `text` has the beginning of `term`, "and", another word, and then the end of `term`: 外交和安全政策.

    Args:
        term: of a script without spaces, with four characters or more.
        text: running text.
        lang: BCP 47 tag of both; where no conjunctions are known, the answer is no.
    """
    known = conjunctions(lang)
    if not known or is_spaced(lang):
        return False
    joining = "|".join(map(regex.escape, known | _LIST_SIGNS))
    other = rf"[\p{{Han}}\p{{Katakana}}ー]{{{_SHORTEST_PART},{_LONGEST_PART}}}"
    for cut in range(_SHORTEST_PART, len(term) - _SHORTEST_PART + 1):
        first, last = regex.escape(term[:cut]), regex.escape(term[cut:])
        if regex.search(
            rf"{first}(?:(?:{joining}){other}?){{1,{_LONGEST_LIST}}}[的の]?{last}|(?:{joining}){first}[的の]{last}",
            text,
        ):
            return True
    return False


def shares_character(term: str, others: Iterable[str], text: str) -> bool:
    """Whether `term` and one of the `others`, both of two characters, are said in three: 进出口 for 进口 and 出口.

    Args:
        term: of a script without spaces.
        others: terms of the other concepts that the text has to render.
        text: running text.
    """
    if len(term) != _SHORTEST_PART:
        return False
    for other in others:
        if len(other) != len(term) or other == term:
            continue
        if term[0] == other[0] and (term + other[1] in text or other + term[1] in text):
            return True
        if term[1] == other[1] and (term[0] + other in text or other[0] + term in text):
            return True
    return False


def shares_words(term: str, text: str, *, lang: str, inflector: Inflector) -> bool:
    """Whether `text` has all words of `term` close together, with a conjunction among them.

    Args:
        term: in its dictionary form; one of a single word shares nothing.
        text: running text.
        lang: BCP 47 tag of both; in a language of which no conjunctions are known, the answer is no.
        inflector: of that language.
    """
    language = primary(lang)
    joining = _CONJUNCTIONS.get(language)
    small = function_words(lang)
    words = [word for word in _WORD.findall(term) if word.casefold() not in small]
    if joining is None or len(words) < 2:
        return False
    keys = [inflector.term_keys(word, first=True) for word in words]
    for part in _STOP.split(text):
        found = [word for word in _WORD.finditer(part) if (said := word[0].casefold()) not in small or said in joining]
        read = [inflector.text_keys(word[0]) for word in found]
        joined = [
            word[0].casefold() in joining or (language == "ar" and word[0].startswith(_AND_IN_ARABIC)) for word in found
        ]
        width = len(words) + _FURTHER
        for first in range(max(1, len(found) - width + 1)):
            after = min(first + width, len(found))
            for _ in range(_LONGEST_LIST):
                commas = part.count(",", found[first].start(), found[after - 1].end()) if found else 0
                after = min(first + width + _FURTHER * commas, len(found))
            window = range(first, after)
            if any(joined[place] for place in window) and all(
                any(not wanted.isdisjoint(read[place]) for place in window) for wanted in keys
            ):
                return True
    return False
