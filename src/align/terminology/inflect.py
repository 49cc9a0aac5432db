"""Inflection: which forms of a word count as the same word, language by language.

The door to `simplemma`. A word has a set of keys; two words are forms of each other if they share one. Dictionaries are
loaded when a language is first asked for, in the form that takes least memory (below 10 MB a language). That form is
slow to ask, so that answers are remembered, and words that it does not have are known after many questions.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Protocol

import regex
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

from align.lang import primary
from align.terminology._arabic import ArabicForms

__all__ = ["Inflector", "inflector"]

_log = logging.getLogger(__name__)

# Written forms that simplemma files under another word than the one terms mean: homographs of a noun or adjective with
# a verb or a function word.
_OWN_LEMMAS = {
    "en": {
        "better": "better",
        "broke": "break",
        "leaves": "leaf",
        "left": "left",
        "people": "people",
        "thinking": "thinking",
    },
    "es": {"era": "era", "eras": "era", "gran": "grande", "sobre": "sobre", "para": "para", "como": "como"},
    "fr": {"ère": "ère", "été": "été", "des": "de", "du": "de", "nouvelle": "nouveau", "nouvelles": "nouveau"},
}

# Verbs that a form in running text may belong to besides: past forms that are also nouns or adjectives.
_VERBS_TOO = {
    "en": {"bore": "bear", "felt": "feel", "ground": "grind", "left": "leave", "rose": "rise", "wound": "wind"},
}

_PARTICIPLE = regex.compile(r"(\w{2,})ée?s?")

# simplemma keeps one dictionary for the four standards.
_DICTIONARY = {"bs": "hbs", "hr": "hbs", "no": "nb", "sh": "hbs", "sr": "hbs"}

_ACCENTS_OPTIONAL_IN_CAPITALS = frozenset({"ca", "es", "fr", "gl", "it", "pt"})

_PLURAL_S = frozenset({"ca", "es", "gl", "pt"})

# Endings that words outside the dictionary (names, new coinages) are cut by, the longest first.
_EAST_SLAVIC = (
    "а я у ю е и ы о і ї є ь й ом ем ой ей ью ам ям ами ями ах ях ов ев "
    "ый ий ая яя ое ее ые ие ого его ому ему ым им ую юю ых их ыми ими"
)
_ROMANCE = "s es a o as os"
_ENDINGS = {
    language: tuple(sorted(endings.split(), key=len, reverse=True))
    for language, endings in {
        "be": _EAST_SLAVIC,
        "bg": "а я о е и ът ят та то те ият ия ове ите ата ото",
        "ca": _ROMANCE,
        "de": "e en er em es s n ern",
        "en": "s es",
        "es": _ROMANCE,
        "fr": "s x e es",
        "gl": _ROMANCE,
        "it": "a e i o",
        "nl": "e en s",
        "pt": _ROMANCE,
        "ru": _EAST_SLAVIC,
        "uk": _EAST_SLAVIC,
    }.items()
}
_SHORTEST_STEM = 4

_COMPOUND = 10
"""German words of so many letters may be compounds that no dictionary has."""
_REMEMBERED = 50_000
"""Answers of a dictionary that are kept; about 150 bytes each."""
_MANY = 20_000
"""Questions after which it is worth a second to note which words a dictionary has."""
_BITS = 1 << 24  # 2 MB; with two places a word, 1 of 100 words that are none of 800,000 is looked up in vain

_BRITISH = (
    (regex.compile(r"is(ation|ations|e|ed|es|er|ers|ing)$"), r"iz\1"),
    (regex.compile(r"ys(e|ed|es|er|ers|ing)$"), r"yz\1"),
    (regex.compile(r"(?<=\w{2})our(?=\w|$)"), "or"),
    (regex.compile(r"(?<=\w{2}[bt])re(s?)$"), r"er\1"),
    (regex.compile(r"(?<=\w{3})ence(s?)$"), r"ense\1"),
    (regex.compile(r"mme(s?)$"), r"m\1"),
    (regex.compile(r"ll(ed|er|ers|ing)$"), r"l\1"),
)


class Inflector(Protocol):
    """Gives the keys of words of one language."""

    @property
    def inflects(self) -> bool:
        """Whether inflected forms share keys; false where only spelling is compared."""
        ...

    def text_keys(self, word: str) -> frozenset[str]:
        """Keys of a `word` in running text."""
        ...

    def term_keys(self, word: str, *, first: bool) -> frozenset[str]:
        """Keys of a `word` of a term, of which it is the `first` or not."""
        ...

    def is_word(self, word: str) -> bool:
        """Whether the dictionary has the `word`; false where there is none."""
        ...


def inflector(lang: str) -> Inflector:
    """The inflector of a language (BCP 47 tag).

    A language without data compares case-folded forms only: `Inflector.inflects` is false, and the log says so.
    """
    language = primary(lang)
    code = _DICTIONARY.get(language, language)
    strategy = DefaultStrategy(dictionary_factory=_Dictionaries())
    lemmatizer = Lemmatizer(lemmatization_strategy=strategy)
    try:
        lemmatizer.lemmatize("a", code)
    except ValueError:
        _log.info("no dictionary of inflected forms for %s: its terms match in the forms listed only", language)
        return _SpelledForms()
    if language == "ar":
        # Only listed forms: what simplemma makes of others has lost its particles, which count here.
        return ArabicForms(
            lambda word: lemmatizer.lemmatize(word, code) if strategy.is_dictionary_member(word, code) else word
        )
    return _LemmaForms(lemmatizer, strategy, language, code)


class _Dictionaries:
    """The dictionaries of simplemma, with memory."""

    def __init__(self) -> None:
        self._made: dict[str, _Dictionary] = {}

    def get_dictionary(self, lang: str) -> _Dictionary:
        """The dictionary of a language, by its name in simplemma."""
        if lang not in self._made:
            self._made[lang] = _Dictionary(LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(lang))
        return self._made[lang]


class _Dictionary(Mapping[str, str]):
    """The lemma of each listed form."""

    def __init__(self, listed: Mapping[str, str]) -> None:
        self._listed = listed
        self._answers: dict[str, str | None] = {}
        self._asked = 0
        self._bits: bytearray | None = None

    def __getitem__(self, word: str) -> str:
        answer = self.get(word)
        if answer is None:
            raise KeyError(word)
        return answer

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)

    def get(self, word: str, default: str | None = None) -> str | None:  # type: ignore[override]
        """The lemma of `word`, or `default`."""
        answer = self._answer(word)
        return default if answer is None else answer

    def _answer(self, word: str) -> str | None:
        if word in self._answers:
            return self._answers[word]
        if self._bits is not None and not self._may_have(self._bits, word):
            return None
        if len(self._answers) >= _REMEMBERED:
            self._answers.clear()
        self._asked += 1
        if self._asked == _MANY:
            self._note()
        answer = self._answers[word] = self._listed.get(word)
        return answer

    def _note(self) -> None:
        """Set two bits for every listed word, so that most others can be told by a bit that is not set (Bloom 1970)."""
        bits = bytearray(_BITS // 8)
        for word in self._listed:
            mark = hash(word)
            for place in (mark % _BITS, (mark >> 32) % _BITS):
                bits[place >> 3] |= 1 << (place & 7)
        self._bits = bits

    @staticmethod
    def _may_have(bits: bytearray, word: str) -> bool:
        mark = hash(word)
        one, other = mark % _BITS, (mark >> 32) % _BITS
        return bool(bits[one >> 3] >> (one & 7) & 1 and bits[other >> 3] >> (other & 7) & 1)


def _key(word: str) -> str:
    """Case folded, with letters one that are often written for each other."""
    return word.casefold().replace("ё", "е").replace("œ", "oe").replace("æ", "ae")


def _unaccented(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


class _SpelledForms:
    """Keys of a language without a dictionary: the word itself, without regard to case."""

    inflects = False

    def text_keys(self, word: str) -> frozenset[str]:
        return frozenset({_key(word)})

    def term_keys(self, word: str, *, first: bool) -> frozenset[str]:  # noqa: ARG002 - place does not matter here
        return self.text_keys(word)

    def is_word(self, word: str) -> bool:  # noqa: ARG002 - there is no dictionary
        return False


class _LemmaForms:
    """Keys of a language with a dictionary: the word, its lemma, and the lemma of that.

    A word that the dictionary does not have is cut by its ending. Terms have the cut form as a key, too, so that a
    form the dictionary lacks is found although it has others of the same word.
    """

    inflects = True

    def __init__(self, lemmatizer: Lemmatizer, strategy: DefaultStrategy, language: str, code: str) -> None:
        self._lemmatizer = lemmatizer
        self._strategy = strategy
        self._language = language
        self._code = code
        self._own = _OWN_LEMMAS.get(language, {})
        self._endings = _ENDINGS.get(language, ())
        self._bare_capitals = language in _ACCENTS_OPTIONAL_IN_CAPITALS

    def text_keys(self, word: str) -> frozenset[str]:
        if word.isdecimal():
            return frozenset({word})
        keys = self._keys(word) | self._others(word.lower())
        if not self._is_listed(word):
            keys.add(self._stem(word))
        if self._bare_capitals and word.isupper():
            # COMMUNAUTES: capitals without accents are in no dictionary, so the plural is taken off by hand.
            bare = {_unaccented(key) for key in keys}
            keys |= {f"^{key}" for key in bare} | {f"^{key[:-1]}" for key in bare if key.endswith(("s", "x"))}
        return frozenset(keys)

    def term_keys(self, word: str, *, first: bool) -> frozenset[str]:  # noqa: ARG002 - place does not matter here
        keys = self._keys(word)
        if self._bare_capitals:
            keys |= {f"^{_unaccented(key)}" for key in keys}
        return frozenset({*keys, self._stem(word)})

    def _keys(self, word: str) -> set[str]:
        found = {word}
        for spelling in self._spellings(word):
            lemma = self._lemma(spelling)
            found |= {lemma, self._lemma(lemma)}
            if self._language == "de" and lemma == spelling and len(spelling) >= _COMPOUND:
                found.add(self._compound(spelling))
        keys = {_key(form) for form in found if form}
        if self._language == "en":
            keys |= {_american(key) for key in keys}
        return keys

    def _compound(self, word: str) -> str:
        """A compound that the dictionary does not have, with its last part in dictionary form; or the word."""
        for place in range(3, len(word) - 3):
            last = word[place:].capitalize()
            if self._strategy.is_dictionary_member(last, self._code):
                return word[:place] + self._lemma(last).lower()
        return word

    def _others(self, word: str) -> set[str]:
        """Words that `word` may be a form of besides what the dictionary says (building, approuvé, travaux)."""
        if self._language == "fr":
            candidates = {f"{found[1]}er", f"{found[1]}é"} if (found := _PARTICIPLE.fullmatch(word)) else set()
            if word.endswith("aux"):
                candidates |= {f"{word[:-3]}al", f"{word[:-3]}ail"}
            return {other for other in candidates if self._is_listed(other)}
        if self._language in _PLURAL_S and word.endswith("s") and self._is_listed(word[:-1]):
            return {word[:-1]}  # vacunas is a form of a verb, and the plural of vacuna
        verbs = {verb for form, verb in _VERBS_TOO.get(self._language, {}).items() if form == word}
        if self._language == "en" and word.endswith("ing"):
            stem = word.removesuffix("ing")
            undoubled = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
            verbs |= {verb for verb in (stem, f"{stem}e", undoubled) if len(verb) > 2 and self._is_listed(verb)}
        return verbs

    def _spellings(self, word: str) -> set[str]:
        spellings = {word, word.lower()}
        if word.isupper() and len(word) > 1:
            spellings.add(word.capitalize())
        if self._language == "de" and "ss" in word:
            spellings.add(word.replace("ss", "ß"))  # as it is spelled in Switzerland
        return spellings

    def _lemma(self, word: str) -> str:
        own = self._own.get(word.lower())
        if own is not None:
            return own
        lemma: str = self._lemmatizer.lemmatize(word, self._code)
        return lemma

    def is_word(self, word: str) -> bool:
        return self._strategy.is_dictionary_member(word, self._code)

    def _is_listed(self, word: str) -> bool:
        return any(self._strategy.is_dictionary_member(spelling, self._code) for spelling in self._spellings(word))

    def _stem(self, word: str) -> str:
        """A key no dictionary form has: `word` without its ending."""
        key = _key(word)
        for ending in self._endings:
            if key.endswith(ending) and len(key) - len(ending) >= _SHORTEST_STEM:
                return f"~{key.removesuffix(ending)}"
        return f"~{key}"


def _american(word: str) -> str:
    for pattern, replacement in _BRITISH:
        word = pattern.sub(replacement, word)
    return word
