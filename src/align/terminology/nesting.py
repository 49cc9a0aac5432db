"""Terms inside terms: whether a longer term is a kind of what the shorter one names, or only speaks of it.

後発開発途上国 ends in 開発途上国 as a *least developed country* is a country: it is another concept, and who writes
it does not name the shorter one. The *Central Committee of the Communist Party of China* names the party all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from align.lang import is_spaced, primary
from align.terminology._function_words import function_words
from align.terminology.shared_words import conjunctions

if TYPE_CHECKING:
    from align.terminology.inflect import Inflector
    from align.terminology.match import TermMatcher

__all__ = ["is_head", "is_nested", "says_the_rest"]

_HEAD_FIRST = frozenset({"ar", "ca", "es", "fa", "fr", "gl", "he", "id", "it", "ms", "pt", "ro", "th", "vi"})
"""Languages in which what qualifies a noun mostly stands behind it."""
_BOTH_WAYS = frozenset({"be", "bg", "cs", "hr", "pl", "ru", "sk", "sl", "sr", "uk"})
"""Languages in which an adjective stands before a noun, and another noun behind it."""
_ADJECTIVE = regex.compile(r"(?:[ыио]й|[ая]я|[оеы]е|ие|[ое]го|[ое]му|[ыи]м|[ыи]х|[ыи]ми|[ую]ю|[ої]ї|[иі]й)$")
"""In Cyrillic; in other scripts a word before a noun is not taken for an adjective of it."""
_WORD = regex.compile(r"\w+")
_SHORTEST_ROOT = 5
"""Letters that two words have to share at their beginnings, so that one may be derived from the other."""


def is_head(start: int, end: int, term: str, lang: str) -> bool:
    """Whether ``term[start:end]`` names what `term` is a kind of, as far as the order of words tells.

    Args:
        start: where the shorter term begins, in code points.
        end: where it ends.
        term: the longer one, in whatever form.
        lang: BCP 47 tag of both.
    """
    language, joining, small = primary(lang), conjunctions(lang), function_words(lang)
    if not is_spaced(lang):
        before, behind = term[:start].rstrip(), term[end:].lstrip()
        if bool(before) is bool(behind) or bool(before) is (language in _HEAD_FIRST):
            return False
        return not any(before.endswith(word) or behind.startswith(word) for word in joining)
    first = [word.casefold() for word in _WORD.findall(term[:start])]
    last = [word.casefold() for word in _WORD.findall(term[end:])]
    if bool(first) is bool(last):
        return False
    if last:
        if last[0] in joining or (language == "ar" and last[0].startswith("و")):
            return False
        return language in _HEAD_FIRST or language in _BOTH_WAYS or last[0] in small
    if language in _HEAD_FIRST or not small.isdisjoint(first):
        return False
    return language not in _BOTH_WAYS or _ADJECTIVE.search(first[-1]) is not None


def is_nested(inner: str, outer: str, matcher: TermMatcher) -> bool:
    """Whether a term of the concept `outer` has one of the concept `inner` inside it, in the language of `matcher`."""
    return any(match.concept == inner for term in matcher.terms(outer) for match in matcher.find_all(term.text))


def says_the_rest(outer: str, text: str, spans: list[tuple[int, int]], matcher: TermMatcher) -> bool:
    """Whether `text` may speak of the concept `outer` in words that are not listed.

    That is so where it has any word of one of its terms besides those of the shorter term, or where the term base does
    not tell what those words would be.

    Args:
        outer: id of the concept of the longer term.
        text: in the language of `matcher`.
        spans: where the text has the shorter term.
        matcher: knows the terms of `outer`.
    """
    said = " ".join(text[start:end] for start, end in spans)
    rest, place = "", 0
    for start, end in sorted(spans):
        rest += text[place:start] + " "
        place = end
    rest += text[place:]
    terms = [term.text for term in matcher.terms(outer)]
    if matcher.inflector is None:
        return not terms or any(_has_pair(term, said, rest) for term in terms)
    return not terms or any(_has_word(term, said, rest, matcher.lang, matcher.inflector) for term in terms)


def _has_pair(term: str, said: str, rest: str) -> bool:
    """The same for scripts without spaces, by pairs of characters."""
    pairs = {term[place : place + 2] for place in range(len(term) - 1)}
    others = {pair for pair in pairs if pair not in said}
    return not others or any(pair in rest for pair in others)


def _has_word(term: str, said: str, rest: str, lang: str, inflector: Inflector) -> bool:
    small = function_words(lang)
    here = set[str]().union(*(inflector.text_keys(word) for word in _WORD.findall(said)))
    words = [
        word
        for word in _WORD.findall(term)
        if word.casefold() not in small and here.isdisjoint(inflector.term_keys(word, first=True))
    ]
    if not words:
        return True
    found = _WORD.findall(rest)
    keys = set[str]().union(*(inflector.text_keys(word) for word in found))
    roots = {word.casefold()[:_SHORTEST_ROOT] for word in found if len(word) >= _SHORTEST_ROOT}
    return any(
        not keys.isdisjoint(inflector.term_keys(word, first=True)) or word.casefold()[:_SHORTEST_ROOT] in roots
        for word in words
    )
