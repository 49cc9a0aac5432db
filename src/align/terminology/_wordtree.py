"""Matching word by word, with inflection: all terms in one tree whose branches are words."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

import regex

from align.lang import primary
from align.terminology._abbreviations import abbreviation_keys, has_capitals, is_abbreviation
from align.terminology._agreement import may_be_forms
from align.terminology._folding import Folded, fold
from align.terminology._hanging import hanging_compounds
from align.terminology._lists import AND_IN_ARABIC, Lists, is_list
from align.terminology._places import Place, capitals_fit, ends_sentence, opens_sentence
from align.terminology._words import Words, gap, may_have_compounds, word_forms, words_of
from align.terminology.inflect import Inflector, inflector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from align.terminology._places import Wanted

__all__ = ["WordTree"]

_CACHE_LIMIT = 150_000
"""Different words whose keys are kept; about 500 bytes each."""
_SHORTEST_SOLID = 4
"""English words of at least so many letters each may also be written as one (health care, healthcare)."""
_HEADLINE = 4
_MIDFIELD = 8
"""Words that may stand between a German verb and what it is a phrase with, at most."""
_NEGATED = regex.compile(
    r"(?r)(?<![\w-])(?:anti|contra|contre|counter|kontra|nicht|niet|no|non|un|анти|контр|не)-$", regex.IGNORECASE
)
"""What makes the opposite of a word behind its hyphen: a non-tariff barrier is no tariff barrier."""


class _Node:
    """A place in the tree: the words read so far.

    Every way on is a set of keys; a word of the text takes all ways with which it shares a key.
    """

    __slots__ = ("children", "edges", "ends", "gaps")

    def __init__(self) -> None:
        self.children: dict[frozenset[str], _Node] = {}
        self.edges: dict[str, list[_Node]] = {}
        self.ends: list[int] = []
        self.gaps: dict[int, _Node] = _NO_GAPS

    def child(self, keys: frozenset[str]) -> _Node:
        node = self.children.get(keys)
        if node is None:
            node = self.children[keys] = _Node()
            for key in keys:
                self.edges.setdefault(key, []).append(node)
        return node

    def behind_gap(self, size: int) -> _Node:
        """Where terms go on after at most `size` other words."""
        if self.gaps is _NO_GAPS:
            self.gaps = {}
        return self.gaps.setdefault(size, _Node())

    def follow(self, keys: frozenset[str]) -> list[_Node]:
        edges = self.edges
        found = [node for key in keys if key in edges for node in edges[key]]
        return found if len(found) < 2 else list({id(node): node for node in found}.values())


_NO_GAPS: dict[int, _Node] = {}
_ENDS: set[str] = set()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pattern:
    """A way to write a term.

    Attributes:
        term: its position in the list of terms.
        forms: its words.
        folded: likewise, case folded.
        gaps: what stands between them.
        cuts: indexes of the words that begin its parts, and the number of words; none where there is no gap.
        noun: whether it is known to be a noun: by the term base, or by the capitals of all its words.
        case_sensitive: whether it must have all its capitals.
        ordinary: whether nothing is said about its capitals.
        abbreviation: whether it is one word in capitals.
    """

    term: int
    forms: tuple[str, ...]
    folded: tuple[str, ...]
    gaps: tuple[str, ...]
    cuts: tuple[int, ...]
    noun: bool
    case_sensitive: bool
    ordinary: bool
    abbreviation: bool


class _Step(NamedTuple):
    """A word of the text that was followed: its form, span in the folded text, and the word behind it.

    Attributes:
        form: as it stands.
        start, end: its span in the folded text.
        after: index of the word behind it.
        sign: what sets it apart from the step before it.
    """

    form: str
    start: int
    end: int
    after: int
    sign: str = ""


class _Reading(NamedTuple):
    """A text that is read, and what was found in it."""

    folded: Folded
    words: Words
    found: list[Place]
    sharing: frozenset[int]


class WordTree:
    """Finds many terms at once in a language that sets words apart."""

    def __init__(self, wanted: Sequence[Wanted], lang: str) -> None:
        """Prepare to find the forms `wanted` in texts in `lang`."""
        self._language = primary(lang)
        self._inflector = inflector(lang)
        self._lists = Lists(lang)
        self._root = _Node()
        self._patterns: list[_Pattern] = []
        self._keys_of: dict[str, frozenset[str]] = {}
        self._starts_of: dict[str, list[_Node]] = {}
        self._next_of: dict[str, set[str] | None] = {}
        self._term_keys_of: dict[tuple[str, bool], frozenset[str]] = {}
        for index, one in enumerate(wanted):
            self._add(index, one)

    @property
    def inflector(self) -> Inflector:
        """What knows the forms of words."""
        return self._inflector

    @property
    def inflects(self) -> bool:
        """Whether inflected forms are found."""
        return self._inflector.inflects

    def _add(self, index: int, wanted: Wanted) -> None:
        """Put the ways to write a form into the tree: with and without hyphens, dots and some spaces."""
        parts: list[list[list[_Step]]] = []
        for part in wanted.parts:
            text = fold(part).text
            words = words_of(text, word_forms(text, self._language))
            simple: list[_Step] = []
            for after, (form, start, end) in enumerate(zip(words.forms, words.starts, words.ends, strict=True), 1):
                sign = gap(text[simple[-1].end : start]) if simple else ""
                simple.append(_Step(form, start, end, after, sign))
            if not simple:
                return
            ways = [simple]
            if words.compounds:
                ways.append(_compounded(words, simple))
            if self._language == "en" and not wanted.gap:
                ways += _solid(text, simple)
            parts.append(ways)
        if len(parts) == 1:
            for way in parts[0]:
                self._insert(index, wanted, [way])
            if self._language == "de" and _is_verb_phrase(simple := parts[0][0]):
                # The verb goes first in a main clause: in Betracht ziehen, zog alles in Betracht.
                self._insert(index, wanted, [simple[-1:], simple[:-1]], gap=_MIDFIELD)
        else:
            self._insert(index, wanted, [ways[0] for ways in parts], gap=wanted.gap)

    def _insert(self, index: int, wanted: Wanted, parts: Sequence[Sequence[_Step]], *, gap: int = 0) -> None:
        steps = [step for part in parts for step in part]
        forms = tuple(step.form for step in steps)
        headline = len(forms) > 1 and all(form.isupper() for form in forms)
        node = self._root
        short = False
        for number, part in enumerate(parts):
            if number:
                node = node.behind_gap(gap)
            for place, step in enumerate(part):
                short = self._is_short(step.form, wanted) and not headline
                node = node.child(
                    frozenset({f"={step.form}"}) if short else self._term_keys(step.form, first=place == 0)
                )
        node.ends.append(len(self._patterns))
        self._patterns.append(
            _Pattern(
                term=index,
                forms=forms,
                folded=tuple(form.casefold() for form in forms),
                gaps=tuple(step.sign for step in steps[1:]),
                cuts=tuple(accumulate(map(len, parts), initial=0)) if len(parts) > 1 else (),
                noun=wanted.noun or all(form[0].isupper() for form in forms),
                case_sensitive=bool(wanted.case_sensitive),
                ordinary=wanted.case_sensitive is None,
                abbreviation=short and len(forms) == 1,
            )
        )

    @staticmethod
    def _is_short(form: str, wanted: Wanted) -> bool:
        if wanted.case_sensitive is False:
            return False
        return is_abbreviation(form) or (wanted.abbreviation and has_capitals(form))

    def _term_keys(self, form: str, *, first: bool) -> frozenset[str]:
        known = self._term_keys_of.get((form, first))
        if known is None:
            known = self._term_keys_of[form, first] = self._inflector.term_keys(form, first=first)
        return known

    def find(self, text: str) -> list[Place]:
        """Every place of every term in `text`, those inside others too."""
        folded = fold(text)
        forms = word_forms(folded.text, self._language)
        places: Iterable[int] = self._places(forms)
        joints = may_have_compounds(folded.text)
        if not places and not joints and not self._lists.may_be_in(forms):
            return []
        words = words_of(folded.text, forms)
        sharing = self._lists.begin(folded.text, words)
        if words.compounds:  # of which the words alone do not tell how terms go on
            places = range(len(forms))
        elif sharing:
            next_of = self._next_of
            places = sorted({place for place in sharing if next_of.get(forms[place], _ENDS) is not None}.union(places))
        found: list[Place] = []
        reading = _Reading(folded, words, found, sharing)
        for place in places:
            for step in _steps(reading, place, None):
                for node in self._starts(step.form):
                    self._walk(reading, node, (step,))
        if joints:
            self._hang(reading)
        return found

    def _places(self, forms: Sequence[str]) -> list[int]:
        """Where a term may begin: words that are one, or the first of one whose second word follows."""
        if len(self._next_of) >= _CACHE_LIMIT:
            self._next_of.clear()
            self._starts_of.clear()
        next_of, keys_of = self._next_of, self._keys_of
        found = []
        expected: set[str] | None = None
        for place, form in enumerate(forms):
            if expected is not None and not expected.isdisjoint(keys_of[form] if form in keys_of else self._keys(form)):
                found.append(place - 1)
            expected = next_of[form] if form in next_of else self._expected(form)
            if expected is _ENDS:
                found.append(place)
                expected = None
        return found

    def _expected(self, form: str) -> set[str] | None:
        """Keys of the words that terms go on with behind `form`: `_ENDS` if one may end there, None if none begins."""
        nodes = self._starts(form)
        if any(node.ends or node.gaps for node in nodes):
            known: set[str] | None = _ENDS
        else:
            known = {key for node in nodes for key in node.edges} or None
        self._next_of[form] = known
        return known

    def _walk(self, reading: _Reading, node: _Node, steps: tuple[_Step, ...]) -> None:
        """Note the terms that end at `node`, and go on with the words that follow."""
        for number in node.ends:
            pattern = self._patterns[number]
            if self._is_meant(pattern, reading.folded, steps):
                start, end = reading.folded.span(steps[0].start, steps[-1].end)
                exact = pattern.folded == tuple(step.form.casefold() for step in steps)
                pieces = tuple(
                    reading.folded.span(steps[first].start, steps[after - 1].end)
                    for first, after in pairwise(pattern.cuts)
                )
                reading.found.append(Place(pattern.term, start, end, exact, pieces))
        last = steps[-1]
        if node.edges:
            self._go_on(reading, node, steps, last.after, last)
        if len(steps) == 1 and node.edges and last.after - 1 in reading.sharing:
            share = self._share_in_arabic if self._lists.is_arabic else self._share
            share(reading, node, steps)
        for size, other in node.gaps.items():
            for place in range(last.after, min(last.after + size + 1, len(reading.words.forms))):
                if ends_sentence(reading.folded.text[last.end : reading.words.starts[place]]):
                    break
                before = len(reading.found)
                self._go_on(reading, other, steps, place, None)
                if len(reading.found) > before:  # the nearest is meant
                    break

    def _share(self, reading: _Reading, node: _Node, steps: tuple[_Step, ...]) -> None:
        """Find a term of which the text says one word for two or more: developed and developing countries."""
        text, words, after, before = reading.folded.text, reading.words, steps[0].after, len(reading.found)
        for place in self._lists.shared(text, words, after):
            if self._keys(words.forms[place]).isdisjoint(node.edges) or not is_list(text, words, after, place):
                continue
            self._go_on(reading, node, steps, place, None)
            self._part(reading, before, (steps[0].start, steps[0].end), words.starts[place])

    def _share_in_arabic(self, reading: _Reading, node: _Node, steps: tuple[_Step, ...]) -> None:
        """Find a term whose last word follows that of another one with an "and": الحقوق المدنية والسياسية."""
        words, after = reading.words, steps[0].after
        form, start, end = words.forms[after + 1], words.starts[after + 1], words.ends[after + 1]
        between = reading.folded.text[steps[0].end : start].replace(words.forms[after], "", 1)
        if form[0] != AND_IN_ARABIC or not between.isspace():
            return
        before = len(reading.found)
        for child in node.follow(self._keys(form[1:])):
            self._walk(reading, child, (*steps, _Step(form[1:], start + 1, end, after + 2)))
        self._part(reading, before, (steps[0].start, steps[0].end), start + 1)

    def _hang(self, reading: _Reading) -> None:
        """Find compounds of which a part is said once for two."""
        for form, first, second, last in hanging_compounds(reading.folded.text, self._language):
            before = len(reading.found)
            after = bisect_right(reading.words.starts, last)
            for node in self._starts(form):
                self._walk(reading, node, (_Step(form, first[0], second[1], after),))
            self._part(reading, before, first, second[0])

    @staticmethod
    def _part(reading: _Reading, before: int, first: tuple[int, int], rest: int) -> None:
        """Leave what stands between the parts out of the places that were found since there were `before`."""
        start = reading.folded.span(rest, rest + 1)[0]
        for number in range(before, len(reading.found)):
            place = reading.found[number]
            if not place.pieces:
                pieces = reading.folded.span(*first), (start, place.end)
                reading.found[number] = place._replace(pieces=pieces, shares=True)

    def _go_on(self, reading: _Reading, node: _Node, steps: tuple[_Step, ...], place: int, last: _Step | None) -> None:
        forms = reading.words.forms
        if place >= len(forms):
            return
        form = forms[place]
        if reading.words.compounds:
            for step in _steps(reading, place, last):
                for child in node.follow(self._keys(step.form)):
                    self._walk(reading, child, (*steps, step))
            return
        keys = self._keys_of[form] if form in self._keys_of else self._keys(form)
        if keys.isdisjoint(node.edges):
            return
        for step in _steps(reading, place, last):
            for child in node.follow(keys):
                self._walk(reading, child, (*steps, step))

    def _is_meant(self, pattern: _Pattern, folded: Folded, steps: tuple[_Step, ...]) -> bool:
        """Whether signs and capitals are those of the term; a text may leave signs out."""
        for step, listed in zip(steps[1:], pattern.gaps, strict=True):
            if step.sign and step.sign != listed:
                return False
        first = steps[0]
        if folded.text[first.start - 1 : first.start] == "-" and _NEGATED.search(folded.text, 0, first.start):
            return False
        if pattern.folded != (found := tuple(step.form.casefold() for step in steps)) and not may_be_forms(
            pattern.folded, found, self._language, noun=pattern.noun
        ):
            return False
        if self._language == "de" and pattern.noun and pattern.ordinary and len(steps) == 1:
            return not first.form[0].islower()  # die Macht is not er macht
        if pattern.case_sensitive:
            opening = opens_sentence(folded.text, first.start)
            return capitals_fit(pattern.forms, [step.form for step in steps], opening=opening)
        # In a headline in capitals, IT and US may be any words.
        return not (
            pattern.abbreviation
            and folded.text.isupper()
            and len(folded.text.split()) >= _HEADLINE
            and self._inflector.is_word(first.form.lower())
        )

    def _starts(self, form: str) -> list[_Node]:
        known = self._starts_of.get(form)
        if known is None:
            known = self._starts_of[form] = self._root.follow(self._keys(form))
        return known

    def _keys(self, form: str) -> frozenset[str]:
        known = self._keys_of.get(form)
        if known is None:
            if len(self._keys_of) >= _CACHE_LIMIT:
                self._keys_of.clear()
            known = self._keys_of[form] = self._inflector.text_keys(form) | abbreviation_keys(form)
        return known


def _steps(reading: _Reading, place: int, last: _Step | None) -> list[_Step]:
    """The word at `place`, and the compounds that begin there."""
    folded, words = reading.folded, reading.words
    start = words.starts[place]
    sign = "" if last is None else gap(folded.text[last.end : start])
    steps = [_Step(words.forms[place], start, words.ends[place], place + 1, sign)]
    if words.compounds:
        steps += [_Step(whole.form, start, whole.end, whole.after, sign) for whole in words.compounds.get(place, ())]
    return steps


def _compounded(words: Words, simple: Sequence[_Step]) -> list[_Step]:
    """The words with those that hyphens or dots join taken as one."""
    joined: list[_Step] = []
    place = 0
    while place < len(simple):
        step = simple[place]
        if compound := words.compounds.get(place, ()):
            whole = compound[0]
            step = _Step(whole.form, step.start, whole.end, whole.after, step.sign)
        joined.append(step)
        place = step.after
    return joined


def _is_verb_phrase(steps: Sequence[_Step]) -> bool:
    """Whether a German term ends in an infinitive, as far as its spelling tells."""
    last = steps[-1].form
    return len(steps) > 1 and last.islower() and last.endswith("en") and any(s.form[0].isupper() for s in steps[:-1])


def _solid(text: str, simple: Sequence[_Step]) -> Iterator[list[_Step]]:
    """The words with two neighbours written as one, for every two that are long enough."""
    for place in range(1, len(simple)):
        one, other = simple[place - 1], simple[place]
        shortest = min(len(one.form), len(other.form))
        if text[one.end : other.start] == " " and shortest >= _SHORTEST_SOLID and other.form.islower():
            whole = _Step(one.form + other.form, one.start, other.end, other.after, one.sign)
            yield [*simple[: place - 1], whole, *simple[place + 1 :]]
