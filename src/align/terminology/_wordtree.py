"""Matching word by word, with inflection: all terms in one tree whose branches are words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from align.lang import primary
from align.terminology._folding import Folded, fold
from align.terminology._places import Place
from align.terminology._words import Words, gap, word_forms
from align.terminology.inflect import inflector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["WordTree"]

_CACHE_LIMIT = 300_000
"""Different words whose keys are kept; about 200 bytes each."""
_LONGEST_ABBREVIATION = 6


class _Node:
    """A place in the tree: the words read so far.

    Every way on is a set of keys; a word of the text takes all ways with which it shares a key.
    """

    __slots__ = ("children", "edges", "ends")

    def __init__(self) -> None:
        self.children: dict[frozenset[str], _Node] = {}
        self.edges: dict[str, list[_Node]] = {}
        self.ends: list[int] = []

    def child(self, keys: frozenset[str]) -> _Node:
        node = self.children.get(keys)
        if node is None:
            node = self.children[keys] = _Node()
            for key in keys:
                self.edges.setdefault(key, []).append(node)
        return node

    def follow(self, keys: frozenset[str]) -> list[_Node]:
        edges = self.edges
        found = [node for key in keys if key in edges for node in edges[key]]
        return found if len(found) < 2 else list({id(node): node for node in found}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pattern:
    """A way to write a term.

    Attributes:
        term: its position in the list of terms.
        forms: its words, case folded.
        gaps: what stands between them.
        capital: whether the text must have it with a capital, too.
    """

    term: int
    forms: tuple[str, ...]
    gaps: tuple[str, ...]
    capital: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A word of the text that was followed: its form, span in the folded text, and the word behind it."""

    form: str
    start: int
    end: int
    after: int


class WordTree:
    """Finds many terms at once in a language that sets words apart."""

    def __init__(self, terms: Sequence[str], lang: str) -> None:
        """Prepare to find `terms` in texts in `lang`."""
        self._language = primary(lang)
        self._inflector = inflector(lang)
        self._root = _Node()
        self._patterns: list[_Pattern] = []
        self._keys_of: dict[str, frozenset[str]] = {}
        self._starts_of: dict[str, list[_Node]] = {}
        self._term_keys_of: dict[tuple[str, bool], frozenset[str]] = {}
        for index, term in enumerate(terms):
            self._add(index, term)

    @property
    def inflects(self) -> bool:
        """Whether inflected forms are found."""
        return self._inflector.inflects

    def _add(self, index: int, term: str) -> None:
        text = fold(term).text
        words = Words.of(text, self._language)
        simple = [
            _Step(form=form, start=start, end=end, after=after)
            for after, (form, start, end) in enumerate(zip(words.forms, words.starts, words.ends, strict=True), 1)
        ]
        self._insert(index, text, simple)
        if words.compounds:
            joined: list[_Step] = []
            place = 0
            while place < len(simple):
                compound = words.compounds.get(place, ())
                step = simple[place]
                if compound:
                    whole = compound[0]
                    step = _Step(form=whole.form, start=step.start, end=whole.end, after=whole.after)
                joined.append(step)
                place = step.after
            self._insert(index, text, joined)

    def _insert(self, index: int, text: str, steps: Sequence[_Step]) -> None:
        forms = [step.form for step in steps]
        headline = len(forms) > 1 and all(form.isupper() for form in forms)
        node = self._root
        for place, form in enumerate(forms):
            if _is_abbreviation(form) and not headline:
                node = node.child(frozenset({f"={form}"}))
            else:
                node = node.child(self._term_keys(form, first=place == 0))
        node.ends.append(len(self._patterns))
        pattern = _Pattern(
            term=index,
            forms=tuple(form.casefold() for form in forms),
            gaps=_gaps(text, steps),
            # German marks nouns by a capital: die Macht is not er macht.
            capital=self._language == "de" and len(forms) == 1 and forms[0][0].isupper(),
        )
        self._patterns.append(pattern)

    def _term_keys(self, form: str, *, first: bool) -> frozenset[str]:
        known = self._term_keys_of.get((form, first))
        if known is None:
            known = self._term_keys_of[form, first] = self._inflector.term_keys(form, first=first)
        return known

    def find(self, text: str) -> Iterator[Place]:
        """Every place of every term in `text`, those inside others too."""
        folded = fold(text)
        forms = word_forms(folded.text, self._language)
        starts = [place for place, form in enumerate(forms) if self._starts(form)]
        if not starts and "-" not in folded.text and "." not in folded.text:
            return
        words = Words.of(folded.text, self._language)
        for place in sorted({*starts, *words.compounds}):
            for step, nodes in self._onward(words, place, self._starts):
                for node in nodes:
                    yield from self._walk(folded, words, node, (step,))

    def _walk(self, folded: Folded, words: Words, node: _Node, steps: tuple[_Step, ...]) -> Iterator[Place]:
        if node.ends:
            found = _gaps(folded.text, steps)
            for number in node.ends:
                pattern = self._patterns[number]
                if _fits(found, pattern.gaps) and not (pattern.capital and steps[0].form[0].islower()):
                    start, end = folded.span(steps[0].start, steps[-1].end)
                    exact = pattern.forms == tuple(step.form.casefold() for step in steps)
                    yield Place(pattern=pattern.term, start=start, end=end, exact=exact)
        if node.edges:
            keys = self._keys
            for step, children in self._onward(words, steps[-1].after, lambda form: node.follow(keys(form))):
                for child in children:
                    yield from self._walk(folded, words, child, (*steps, step))

    @staticmethod
    def _onward(
        words: Words, place: int, ways: Callable[[str], Sequence[_Node]]
    ) -> Iterator[tuple[_Step, Sequence[_Node]]]:
        """The word at `place` and the compounds that begin there, each with its `ways` on if it has any."""
        if place >= len(words.forms):
            return
        form = words.forms[place]
        if nodes := ways(form):
            yield _Step(form=form, start=words.starts[place], end=words.ends[place], after=place + 1), nodes
        for whole in words.compounds.get(place, ()):
            if nodes := ways(whole.form):
                yield _Step(form=whole.form, start=words.starts[place], end=whole.end, after=whole.after), nodes

    def _starts(self, form: str) -> list[_Node]:
        known = self._starts_of.get(form)
        if known is None:
            if len(self._starts_of) >= _CACHE_LIMIT:
                self._starts_of.clear()
            known = self._starts_of[form] = self._root.follow(self._keys(form))
        return known

    def _keys(self, form: str) -> frozenset[str]:
        known = self._keys_of.get(form)
        if known is None:
            if len(self._keys_of) >= _CACHE_LIMIT:
                self._keys_of.clear()
            known = self._keys_of[form] = self._inflector.text_keys(form) | _abbreviations(form)
        return known


def _gaps(text: str, steps: Sequence[_Step]) -> tuple[str, ...]:
    return tuple(gap(text[one.end : other.start]) for one, other in pairwise(steps))


def _fits(found: tuple[str, ...], listed: tuple[str, ...]) -> bool:
    """Whether the signs between the words of a text are those of the term; a text may leave them out."""
    return all(not here or here == there for here, there in zip(found, listed, strict=True))


def _is_abbreviation(form: str) -> bool:
    return form.isupper() and 1 < len(form) <= _LONGEST_ABBREVIATION


def _abbreviations(form: str) -> frozenset[str]:
    """Keys of the abbreviations that `form` may be, in the singular or in the English plural (NGOs)."""
    found = {f"={form}"} if _is_abbreviation(form) else set[str]()
    if form.endswith("s") and _is_abbreviation(form[:-1]):
        found.add(f"={form[:-1]}")
    return frozenset(found)
