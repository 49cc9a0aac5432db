"""What is searched for: where a text has it, and by which pieces the index finds such texts."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, get_args

import regex

from align.errors import UnknownNameError, UsageError
from align.lang import is_spaced, primary
from align.memory._keys import fold, key_of, pieces
from align.memory.records import SearchKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.terminology.inflect import Inflector

__all__ = ["Finder", "Lexicon", "Spans", "make_finder"]

Spans = list[tuple[int, int]]

_ANY, _ONE = "\ue000", "\ue001"  # stand for * and ? while the rest of a query is folded
_END = "\x02"
_GAP = 20  # characters that * may stand for in scripts without spaces
_MOST_WORDS = 3000  # of an index that a wildcard may stand for
_PATIENCE_S = 1.0
"""How long one text may be looked at with a regular expression."""
_TOKEN = regex.compile(rf"[\w{_ANY}{_ONE}]+")
_SCRIPTS = r"\p{Han}\p{Hiragana}\p{Katakana}\u30fc\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_UNSPACED = regex.compile(f"[{_SCRIPTS}]")
_LETTER = rf"[\w--[{_SCRIPTS}]]"
"""A letter or digit of a script with spaces; beside a Chinese character a word ends. Needs version 1 of `regex`."""


class Lexicon(Protocol):
    """What an index knows of its words."""

    def beginning(self, prefix: str, *, limit: int | None = None) -> list[str]:
        """Pieces that begin with `prefix`."""
        ...

    def forms(self, keys: Sequence[str]) -> list[str]:
        """Words that share a key of inflection."""
        ...


class Finder(Protocol):
    """Finds a query in texts of one language."""

    is_certain: bool
    """Whether every text that has a piece of each group has the query."""

    def groups(self, lexicon: Lexicon) -> list[list[str]] | None:
        """Pieces of which a text must have one of each group; None where any text may have the query."""
        ...

    def find(self, text: str) -> Spans:
        """Where `text` has the query, in code points."""
        ...


def make_finder(query: str, lang: str, kind: SearchKind) -> Finder:
    """A finder.

    Raises:
        UsageError: the query holds nothing to search for, or is no regular expression.
        UnknownNameError: no kind of this name.
    """
    if kind not in get_args(SearchKind):
        raise UnknownNameError("kind of search", kind, get_args(SearchKind))
    if not query.strip():
        raise UsageError("the query is empty; give a word, a phrase or a pattern")
    if kind == "regex":
        return _Regex(query)
    if not regex.search(r"\w", key_of(query, lang)):
        raise UsageError(
            f"the query {query!r} has no letter and no number to search for; search for signs with: --kind regex"
        )
    if kind == "wildcard":
        return _Wildcard(query, lang)
    if kind == "lemma" and is_spaced(lang):
        return _Lemma(query, lang)
    return _Phrase(query, lang)


def _bounded(pattern: str, key: str) -> regex.Pattern[str]:
    """`pattern`, at the borders of words where the letters of `key` have such."""
    before = f"(?<!{_LETTER})" if regex.match(r"\w", key) and not _UNSPACED.match(key) else ""
    after = f"(?!{_LETTER})" if regex.match(r"\w", key[-1]) and not _UNSPACED.match(key[-1]) else ""
    return regex.compile(before + pattern + after, regex.VERSION1)


def _certain_pieces(key: str, lexicon: Lexicon) -> list[list[str]]:
    """The pieces that every text with `key` in it has; a character that stands alone is any piece beginning with it."""
    found: list[list[str]] = []
    parts = pieces(key)
    for at, piece in enumerate(parts):
        if not piece.endswith(_END):
            found.append([piece])
        elif not (at and len(parts[at - 1]) == 2 and parts[at - 1][1] == piece[0] and _UNSPACED.match(piece)):
            found.append(lexicon.beginning(piece[0], limit=_MOST_WORDS))
    return found


class _Phrase:
    """The words of a query one after the other, whatever the case, width, spaces and vowel signs."""

    def __init__(self, query: str, lang: str) -> None:
        self._lang = lang
        self._key = key_of(query, lang).strip()
        self._pattern = _bounded(regex.escape(self._key, literal_spaces=True), self._key)
        self.is_certain = bool(regex.fullmatch(r"\p{Han}{2}", self._key))

    def groups(self, lexicon: Lexicon) -> list[list[str]]:
        return _certain_pieces(self._key, lexicon)

    def find(self, text: str) -> Spans:
        return _spans(self._pattern, text, self._lang, must_have=self._key)


class _Wildcard:
    """A phrase in which * stands for any letters of a word and ? for one letter."""

    is_certain = False

    def __init__(self, query: str, lang: str) -> None:
        self._lang = lang
        key = key_of(query.replace("*", _ANY).replace("?", _ONE), lang).strip()
        self._key = key
        self._pattern = _bounded(self._regex(key), key.strip(_ANY + _ONE) or key)

    @staticmethod
    def _regex(key: str) -> str:
        out = []
        for at, char in enumerate(key):
            if char not in (_ANY, _ONE):
                out.append(regex.escape(char, literal_spaces=True))
                continue
            beside = key[at - 1 : at] + key[at + 1 : at + 2]
            loose = bool(_UNSPACED.search(beside))
            out.append((rf"[^\n。！？]{{0,{_GAP}}}?" if loose else f"{_LETTER}*") if char == _ANY else r"\w")
        return "".join(out)

    def groups(self, lexicon: Lexicon) -> list[list[str]] | None:
        found: list[list[str]] = []
        for token in _TOKEN.findall(self._key):
            if _ANY not in token and _ONE not in token:
                found += _certain_pieces(token, lexicon)
            elif _UNSPACED.search(token):
                for run in regex.split(f"[{_ANY}{_ONE}]+", token):
                    found += [[piece] for piece in pieces(run) if not piece.endswith(_END)]
            else:
                prefix = regex.match(f"[^{_ANY}{_ONE}]*", token)[0]
                pattern = regex.compile(self._regex(token), regex.VERSION1)
                words = lexicon.beginning(prefix, limit=None if not prefix else 20 * _MOST_WORDS)
                found.append([word for word in words if pattern.fullmatch(word)][:_MOST_WORDS])
        return found or None

    def find(self, text: str) -> Spans:
        return _spans(self._pattern, text, self._lang)


class _Regex:
    """A regular expression, as in Python's `regex`, on the text as it is."""

    is_certain = False

    def __init__(self, query: str) -> None:
        try:
            self._pattern = regex.compile(query)
        except regex.error as error:
            raise UsageError(f"{query!r} is no regular expression: {error}") from error

    def groups(self, lexicon: Lexicon) -> None:  # noqa: ARG002 - any text may have it
        return None

    def find(self, text: str) -> Spans:
        try:
            return [
                match.span()
                for match in self._pattern.finditer(text, timeout=_PATIENCE_S)
                if match.end() > match.start()
            ]
        except TimeoutError:
            raise UsageError(
                f"the regular expression {self._pattern.pattern!r} takes too long on a text of {len(text)} characters; "
                "make it simpler: a repetition inside a repetition is the usual cause"
            ) from None


class _Lemma:
    """The words of a query in any inflected form, as the check of terms finds them."""

    is_certain = False

    def __init__(self, query: str, lang: str) -> None:
        from align.model import Concept, Term, TermBase
        from align.terminology.match import TermMatcher

        self._lang = lang
        term = Term(text=query.strip(), lang=lang)
        self._matcher = TermMatcher(TermBase(concepts=(Concept(id="query", terms=(term,)),)), lang)
        self._words = [piece for piece in pieces(key_of(query, lang)) if not piece.endswith(_END)]

    def groups(self, lexicon: Lexicon) -> list[list[str]] | None:
        inflect = _inflector(primary(self._lang))
        found = []
        for word in self._words:
            keys = sorted(inflect.term_keys(word, first=True)) if inflect.inflects else []
            found.append(list(dict.fromkeys([word, *lexicon.forms(keys)]))[:_MOST_WORDS])
        return found or None

    def find(self, text: str) -> Spans:
        return [match.span for match in self._matcher.find_all(text)]


@lru_cache(maxsize=8)
def _inflector(lang: str) -> Inflector:
    from align.terminology.inflect import inflector

    return inflector(lang)


def _spans(pattern: regex.Pattern[str], text: str, lang: str, *, must_have: str = "") -> Spans:
    """Where the folded `text` has a pattern, as spans of the text itself."""
    key = key_of(text, lang)
    if must_have not in key or not pattern.search(key, timeout=_PATIENCE_S):
        return []
    folded = fold(text, lang)
    return [
        folded.span(*match.span())
        for match in pattern.finditer(folded.text, timeout=_PATIENCE_S)
        if match.end() > match.start()
    ]
