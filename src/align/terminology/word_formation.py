"""Words that are made of a term: compounds that have it as a part, and nouns and adjectives that are made of a verb.

*Malariaausbrüche* speaks of malaria and of outbreaks, *le renforcement* says that somebody strengthens something. No
matcher takes them for the term, for *Großmacht* is not *Macht*; but who asks for a rendering has it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from align.lang import primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from align.terminology.inflect import Inflector

__all__ = ["in_compound", "is_derived"]

_COMPOUNDING = frozenset({"de", "nl"})
_LINKS = ("", "s", "es", "n", "en", "er", "e", "-")
"""What may stand between two parts of a compound."""
_NOT_THE_SAME = frozenset({"anti", "gegen", "miss", "nicht", "niet", "non", "un"})
"""First parts that make something else of the second one."""
_SHORTEST_PART = 3
_SHORTEST_TERM = 4
_INFINITIVES = {
    "de": ("ieren", "en", "n"),
    "es": ("ar", "er", "ir"),
    "fr": ("er", "ir", "re"),
    "it": ("are", "ere", "ire"),
    "nl": ("en",),
    "pt": ("ar", "er", "ir"),
    "ru": ("лять", "ывать", "ивать", "овать", "ать", "ять", "ить", "еть"),
}
_PARTICIPLES = {"de": "ge", "nl": "ge"}
_SHORTEST_ROOT = 4
_WORD = regex.compile(r"\w+(?:-\w+)*")


def in_compound(
    term: str, text: str, *, lang: str, inflector: Inflector, taken: Iterable[tuple[int, int]] = ()
) -> bool:
    """Whether `text` has a compound of which `term` is the first or the last part.

    A compound that is in the dictionary does not count: it may be another thing (Großmacht, Netzhaut).

    Args:
        term: a noun of one word; in a language that writes compounds apart, the answer is no.
        text: running text.
        lang: BCP 47 tag of both.
        inflector: of that language.
        taken: spans of the text that are terms of other concepts.
    """
    if primary(lang) not in _COMPOUNDING or len(term) < _SHORTEST_TERM or not term.isalpha() or not inflector.inflects:
        return False
    spans = set(taken)
    wanted = inflector.term_keys(term, first=True)
    return any(
        len(word[0]) >= len(term) + _SHORTEST_PART - 1
        and word.span() not in spans
        and not inflector.is_word(word[0])
        and (_is_first(term, word[0], inflector) or _is_last(wanted, word[0], inflector))
        for word in _WORD.finditer(text)
    )


def _is_first(term: str, word: str, inflector: Inflector) -> bool:
    folded, whole = term.casefold(), word.casefold()
    stem = folded.removesuffix("e")
    return any(
        len(rest := whole[len(begin) + len(link) :]) >= _SHORTEST_PART and _is_known(rest, inflector)
        for begin in {folded, stem}
        for link in _LINKS
        if whole.startswith(begin + link)
    )


def _is_last(wanted: frozenset[str], word: str, inflector: Inflector) -> bool:
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_TERM + 1):
        first = word[:cut].casefold()
        if first in _NOT_THE_SAME or wanted.isdisjoint(inflector.text_keys(word[cut:].capitalize())):
            continue
        if any(_is_known(first.removesuffix(link), inflector) for link in _LINKS):
            return True
    return False


def _is_known(part: str, inflector: Inflector) -> bool:
    return len(part) >= _SHORTEST_PART and (inflector.is_word(part) or inflector.is_word(part.capitalize()))


def is_derived(term: str, text: str, *, lang: str, inflector: Inflector) -> bool:
    """Whether `text` has a word with the root of `term`, a verb: *Stärkung* and *gestärkte* for *stärken*.

    Args:
        term: a verb of one word in the infinitive; for any other word the answer is no.
        text: running text.
        lang: BCP 47 tag of both; where the endings of verbs are not known, the answer is no.
        inflector: of that language.
    """
    language = primary(lang)
    ending = next((end for end in _INFINITIVES.get(language, ()) if term.endswith(end)), None)
    if ending is None or not term.isalpha() or not term.islower() or not inflector.is_word(term):
        return False
    root = term.removesuffix(ending).casefold()
    participle = _PARTICIPLES.get(language, "") + root
    return len(root) >= _SHORTEST_ROOT and any(word.startswith((root, participle)) for word in _words(text))


def _words(text: str) -> Iterator[str]:
    return (match[0].casefold() for match in _WORD.finditer(text))
