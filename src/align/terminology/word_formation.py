"""Words that are made of a term: compounds with it, broken plurals, and verbs, nouns and adjectives of the same root.

*Malariaausbrüche* speaks of malaria and of outbreaks, *le renforcement* says that somebody strengthens something. No
matcher takes them for the term, for *Großmacht* is not *Macht*; but who asks for a rendering has it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from align.lang import is_spaced, primary
from align.terminology._broken_plurals import broken_plurals
from align.terminology._function_words import function_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from align.terminology.inflect import Inflector

__all__ = ["in_compound", "is_derived", "is_qualifier", "stands_in_plural"]

_COMPOUNDING = frozenset({"de", "nl"})
_LINKS = ("", "s", "es", "n", "en", "er", "e", "-")
"""What may stand between two parts of a compound."""
_LONGEST_ENDING = 3
_UMLAUTS = str.maketrans("äöü", "aou")
_NOT_THE_SAME = frozenset({"anti", "gegen", "miss", "nicht", "niet", "non", "un"})
"""First parts that make something else of the second one."""
_SHORTEST_PART = 3
_SHORTEST_TERM = 4
"""Letters of a term in a compound, at least; one of so many needs more than a word beside it (Zoll in Zollverein)."""
_INFINITIVES = {
    "de": ("ieren", "en", "n"),
    "es": ("ar", "er", "ir"),
    "fr": ("er", "ir", "re"),
    "it": ("are", "ere", "ire"),
    "nl": ("en",),
    "pt": ("ar", "er", "ir"),
    "ru": ("лять", "ывать", "ивать", "овать", "ать", "ять", "ить", "еть"),
}
_OF_VERBS = {
    "de": (("ung", ("en", "n", "ern")), ("ation", ("ieren",)), ("ion", ("ieren",)), ("", ("ieren",))),
    "es": (("ación", ("ar",)), ("ición", ("ir", "er")), ("amiento", ("ar",)), ("imiento", ("er", "ir"))),
    "fr": (("ation", ("er",)), ("ition", ("ir", "er")), ("ement", ("er",)), ("issement", ("ir",)), ("age", ("er",))),
    "it": (("azione", ("are",)), ("izione", ("ire",)), ("amento", ("are",)), ("imento", ("ire", "ere"))),
    "nl": (("ing", ("en",)), ("atie", ("eren",)), ("", ("eren",))),
    "pt": (("ação", ("ar",)), ("ição", ("ir", "er")), ("amento", ("ar",)), ("imento", ("er", "ir"))),
    "ru": (
        ("ание", ("ать",)),
        ("ение", ("ить", "ать", "еть")),
        ("яние", ("ять",)),
        ("ация", ("ировать",)),
        ("изация", ("изировать",)),
        ("", ("ировать",)),
    ),
}
"""Endings of nouns that are made of verbs, with those of the verbs."""
_FINAL_VOWELS = {"es": "aeo", "fr": "e", "it": "aeio", "pt": "aeo", "ru": "аеёийоуыьэюя"}
_RELATING = {
    "es": regex.compile(r"ari[oa]s?"),
    "fr": regex.compile(r"aires?"),
    "it": regex.compile(r"ari[aeo]?"),
    "pt": regex.compile(r"ári[oa]s?"),
    "ru": regex.compile(
        r"(?:н|енн|ов|ев|ск|еск|ическ|ийск|ьн)"
        r"(?:[ыио]й|[ая]я|[оеы]е|ие|[ое]го|[ое]му|[ыио]м|[ыи]х|[ыи]ми|ую)"
    ),
}
"""Endings of adjectives that say *of* something: arancelario, tarifaire, тарифный."""
_PARTICIPLES = {"de": "ge", "nl": "ge"}
_SHORTEST_ROOT = 4
_HAN = regex.compile(r"\p{Han}")
_FOLLOWING = regex.compile(r"[ -](\w{3,})")
_WORD = regex.compile(r"\w+(?:-\w+)*")


def in_compound(
    term: str,
    text: str,
    *,
    lang: str,
    inflector: Inflector,
    partners: Iterable[str] = (),
    qualifies: bool = False,
    taken: Iterable[tuple[int, int]] = (),
) -> bool:
    """Whether `text` has a compound of which `term` is the first or the last part.

    A compound that is in the dictionary may be another thing (Großmacht, Netzhaut). It counts only if its other part
    is one of the `partners` (*Einfuhrkontingente* in the translation of *import quotas*), or if its first part is the
    term, and the source has a compound as well (*Handelsminister* for *trade ministers*).

    Args:
        term: a noun of one word; in a language that writes compounds apart, the answer is no.
        text: running text.
        lang: BCP 47 tag of both.
        inflector: of that language.
        partners: terms of the other concepts that the text has to render.
        qualifies: whether the source has the term as the first part of something, as `is_qualifier` says.
        taken: spans of the text that are terms of other concepts.
    """
    if primary(lang) not in _COMPOUNDING or len(term) < _SHORTEST_TERM or not term.isalpha() or not inflector.inflects:
        return False
    spans = set(taken)
    wanted = inflector.term_keys(term, first=True)
    others = frozenset(key for one in partners if one != term for key in inflector.term_keys(one, first=True))

    def is_whole(word: str) -> bool:
        behind, before = list(_behind(term, word)), list(_before(term, wanted, word, inflector))
        if not inflector.is_word(word) and len(term) > _SHORTEST_TERM:
            return any(_is_known(rest, inflector) for rest in behind + before)
        if qualifies and any(_is_known(rest, inflector) for rest in behind):
            return True
        return any(not others.isdisjoint(_keys(rest, inflector)) for rest in behind + before)

    return any(
        len(word[0]) >= len(term) + _SHORTEST_PART - 1 and word.span() not in spans and is_whole(word[0])
        for word in _WORD.finditer(text)
    )


def is_qualifier(text: str, start: int, end: int, *, lang: str) -> bool:
    """Whether ``text[start:end]`` stands before a noun and qualifies it: *trade* in *trade ministers*.

    Args:
        text: running text.
        start: where a term begins, in code points.
        end: where it ends.
        lang: BCP 47 tag; in a language that does not put nouns before nouns, the answer is no.
    """
    if not is_spaced(lang):
        following = _HAN.match(text, end)
        return following is not None and following[0] not in function_words(lang)
    if primary(lang) != "en" or text[start:end].endswith("s"):
        return False
    following = _FOLLOWING.match(text, end)
    return following is not None and following[1] not in function_words(lang) and not following[1].endswith("ed")


def _behind(term: str, word: str) -> Iterator[str]:
    """What may stand in a compound behind `term`, its first part."""
    folded, whole = term.casefold(), word.casefold()
    for begin in {folded, folded.removesuffix("e")}:
        for link in _LINKS:
            if whole.startswith(begin + link):
                yield whole[len(begin) + len(link) :]


def _before(term: str, wanted: frozenset[str], word: str, inflector: Inflector) -> Iterator[str]:
    """What may stand in a compound before its last part, which has a key of the term."""
    whole, initial = word.casefold(), term[0].casefold().translate(_UMLAUTS)
    for cut in range(max(_SHORTEST_PART, len(word) - len(term) - _LONGEST_ENDING), len(word) - _SHORTEST_TERM + 1):
        if whole[cut].translate(_UMLAUTS) != initial or whole[:cut] in _NOT_THE_SAME:
            continue
        if not wanted.isdisjoint(inflector.text_keys(word[cut:].capitalize())):
            yield from (whole[:cut].removesuffix(link) for link in _LINKS)


def _keys(part: str, inflector: Inflector) -> frozenset[str]:
    return inflector.text_keys(part.capitalize()) if len(part) >= _SHORTEST_PART else frozenset()


def _is_known(part: str, inflector: Inflector) -> bool:
    return len(part) >= _SHORTEST_PART and (inflector.is_word(part) or inflector.is_word(part.capitalize()))


def is_derived(term: str, text: str, *, lang: str, inflector: Inflector) -> bool:
    """Whether `text` has a word that is made of `term`, or of which `term` is made.

    For a verb that is any word with its root (*Stärkung* and *gestärkte* for *stärken*), for a noun a verb (*importent*
    for *importation*) or an adjective (*экспортные* for *экспорт*).

    Args:
        term: one word in its dictionary form; for several words the answer is no.
        text: running text.
        lang: BCP 47 tag of both; where the endings are not known, the answer is no.
        inflector: of that language.
    """
    language = primary(lang)
    if not term.isalpha() or not inflector.inflects:
        return False
    if term.islower() and any(term.endswith(end) for end in _INFINITIVES.get(language, ())) and inflector.is_word(term):
        root = term.removesuffix(next(end for end in _INFINITIVES[language] if term.endswith(end))).casefold()
        begins = root, _PARTICIPLES.get(language, "") + root
        return len(root) >= _SHORTEST_ROOT and any(word.startswith(begins) for word in _words(text))
    verbs = {verb for verb in _verbs(term.casefold(), language) if inflector.is_word(verb)}
    if verbs and any(not verbs.isdisjoint(inflector.text_keys(word)) for word in _words(text)):
        return True
    root, relating = term.casefold().rstrip(_FINAL_VOWELS.get(language, "")), _RELATING.get(language)
    return (
        relating is not None
        and len(root) > _SHORTEST_ROOT
        and any(word.startswith(root) and relating.fullmatch(word, len(root)) for word in _words(text))
    )


def _verbs(noun: str, language: str) -> Iterator[str]:
    """Verbs that a `noun` may be made of, or that may be made of it; most of them are no words."""
    for ending, others in _OF_VERBS.get(language, ()):
        if noun.endswith(ending) and len(noun) - len(ending) >= _SHORTEST_ROOT:
            yield from (noun[: len(noun) - len(ending)] + other for other in others)


def stands_in_plural(term: str, text: str, *, lang: str, inflector: Inflector) -> bool:
    """Whether `text` has an Arabic `term` whose first word has a broken plural that no dictionary has.

    Args:
        term: in the singular; in any other language the answer is no.
        text: running text.
        lang: BCP 47 tag of both.
        inflector: of that language.
    """
    if primary(lang) != "ar":
        return False
    first, *rest = _WORD.findall(term)
    plurals = frozenset[str]().union(*(inflector.term_keys(word, first=True) for word in broken_plurals(first)))
    wanted = [plurals, *(inflector.term_keys(word, first=True) for word in rest)]
    read = [inflector.text_keys(word) for word in _WORD.findall(text)]
    return any(
        all(not keys.isdisjoint(one) for keys, one in zip(wanted, read[place:], strict=False))
        for place in range(len(read) - len(rest))
    )


def _words(text: str) -> Iterator[str]:
    return (match[0].casefold() for match in _WORD.finditer(text))
