"""Finding the terms of a term base in running text, with exact places.

Scripts with spaces are matched word by word: a term is found where its words follow each other, each in any inflected
form (`align.terminology.inflect`), whatever the spaces, hyphens and quotation marks between them. Scripts without
spaces, Korean, and terms made of signs (C++) are matched by their letters with an Aho-Corasick automaton. Case counts
in abbreviations, and where a term says so. Where matches lie inside each other, the longest is what the text says.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, get_args

from align.lang import fallbacks, is_spaced, parse, primary, script
from align.model import TermStatus
from align.terminology._letters import LetterMatcher, needs_letters
from align.terminology._places import Wanted
from align.terminology._wordtree import WordTree
from align.terminology.short_names import is_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from align.model import Term, TermBase
    from align.terminology.inflect import Inflector

__all__ = ["Match", "TermMatcher", "outermost"]

_STATUSES = get_args(TermStatus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A term found in a text.

    Attributes:
        concept: id of its concept.
        term: the term, of which the text may have another form.
        start, end: its span in the text, code points, half-open.
        exact: whether the text has the term as listed, but for case, spaces and signs.
        pieces: the spans of its parts, if the term has gaps; what stands in a gap is not of the term.
        shares: whether its last part is said once for another term, too (human and civil rights).
    """

    concept: str
    term: Term
    start: int
    end: int
    exact: bool
    pieces: tuple[tuple[int, int], ...] = ()
    shares: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """`start` and `end`."""
        return self.start, self.end

    def covers(self, other: Match) -> bool:
        """Whether `other` lies inside this match and is shorter."""
        return self.span != other.span and any(
            start <= other.start and other.end <= end for start, end in self.pieces or (self.span,)
        )


class TermMatcher:
    """Finds the terms of one language; built once, used for any number of texts."""

    def __init__(self, termbase: TermBase, lang: str) -> None:
        """Prepare to find the terms of `termbase` that may be used in texts in `lang`.

        Terms of a more general tag count (en for text in en-GB), and so do those of a more special one where the text
        says no more (en-GB for text in en); another region or another script does not. Only of a Chinese concept
        without a term for the script and region of the text, those of the others count, converted.
        """
        self.lang = parse(lang)
        self._terms: dict[str, tuple[Term, ...]] = {}
        self.names = frozenset(concept.id for concept in termbase.concepts if is_name(concept.terms))
        for concept in termbase.concepts:
            chosen = _serving(concept.terms, self.lang)
            if chosen:
                self._terms[concept.id] = tuple(sorted(chosen, key=self._rank))
        by_letters = not is_spaced(self.lang) or primary(self.lang) == "ko"
        letters: list[tuple[str, Term, Wanted]] = []
        words: list[tuple[str, Term, Wanted]] = []
        for concept_id, terms in self._terms.items():
            for term in terms:
                for form in dict.fromkeys((term.text, *term.forms)):
                    part = letters if by_letters or needs_letters(form) else words
                    part.append((concept_id, term, _wanted(term, form)))
        self._letters = LetterMatcher([one for *_, one in letters], self.lang)
        self._letter_terms = letters
        self._words = WordTree([one for *_, one in words], self.lang) if words else None
        self._word_terms = words

    @property
    def inflects(self) -> bool:
        """Whether other forms of a word than those listed are found; false where there is no dictionary."""
        return self._words is not None and self._words.inflects

    @property
    def inflector(self) -> Inflector | None:
        """What knows the forms of words; None where terms are matched by their letters alone."""
        return None if self._words is None else self._words.inflector

    @property
    def concepts(self) -> tuple[str, ...]:
        """Ids of the concepts that have a term in this language."""
        return tuple(self._terms)

    def terms(self, concept: str) -> tuple[Term, ...]:
        """The terms of a `concept` in this language, preferred first; none if it has none."""
        return self._terms.get(concept, ())

    def find(self, text: str) -> list[Match]:
        """Terms in `text` by place; what lies inside a longer match, of whatever concept, is left out."""
        return outermost(self.find_all(text))

    def find_all(self, text: str) -> list[Match]:
        """Terms in `text` by place, with those that lie inside longer ones; one match a concept and span."""
        rivals: dict[tuple[int, int, str], list[Match]] = {}
        for terms, places in (
            (self._letter_terms, self._letters.find(text)),
            (self._word_terms, self._words.find(text) if self._words else ()),
        ):
            for place in sorted(places):  # of equals, the one listed first is named
                concept, term, wanted = terms[place.pattern]
                start, end = _with_quotes(text, place.start, place.end, wanted.form)
                match = Match(
                    concept=concept,
                    term=term,
                    start=start,
                    end=end,
                    exact=place.exact,
                    pieces=place.pieces,
                    shares=place.shares,
                )
                rivals.setdefault((start, end, concept), []).append(match)
        if not rivals:
            return []
        found = [matches[0] if len(matches) == 1 else self._best(matches) for matches in rivals.values()]
        return sorted(_explained(found), key=lambda match: (match.start, -match.end, match.concept))

    def _best(self, matches: list[Match]) -> Match:
        """Which of a concept's terms the text has at a place where several could be read.

        An allowed term in another form comes before an allowed one as listed of lower rank, but not before one that is
        advised against and stands there as listed.
        """
        exact = [match for match in matches if match.exact]
        advised_against = exact and not any(match.term.is_allowed for match in exact)
        return min(exact if advised_against else matches, key=lambda match: (self._rank(match.term), not match.exact))

    def _rank(self, term: Term) -> tuple[int, int]:
        """Preferred before admitted before the rest; the term's language nearest to ours first."""
        chain = fallbacks(self.lang)
        lang = parse(term.lang)
        return _STATUSES.index(term.status), chain.index(lang) if lang in chain else len(chain)


def outermost(matches: Iterable[Match]) -> list[Match]:
    """Those of `matches` that lie in no longer one; matches that merely overlap all stay."""
    kept: list[Match] = []
    gapped: list[Match] = []
    reached = -1
    by_place = sorted(matches, key=lambda match: (match.start, -match.end, match.concept))
    for (_, end), group in groupby(by_place, key=lambda match: match.span):
        if end > reached:
            solid: list[Match] = []
            for match in group:
                (gapped if match.pieces else solid).append(match)
            kept.extend(solid)
            if solid:
                reached = end
    if gapped:
        kept = [match for match in kept if not any(other.covers(match) for other in gapped)]
        kept = sorted([*kept, *gapped], key=lambda match: (match.start, -match.end, match.concept))
    return kept


_QUOTES = frozenset('"“”„‟«»「」『』《》')


def _with_quotes(text: str, start: int, end: int, form: str) -> tuple[int, int]:
    """The span, widened to the quotation marks that the term has at its ends, if the text has them, too."""
    if form[0] in _QUOTES and start and text[start - 1] in _QUOTES:
        start -= 1
    if form[-1] in _QUOTES and text[end : end + 1] in _QUOTES:
        end += 1
    return start, end


def _region(tag: str) -> str | None:
    parts = parse(tag).split("-")[1:]
    return next((part for part in parts if (len(part) == 2 and part.isupper()) or part.isdigit()), None)


def _serves(term_lang: str, text_lang: str) -> bool:
    """Whether terms in one language may be expected in texts in the other."""
    if primary(term_lang) != primary(text_lang) or script(term_lang) != script(text_lang):
        return False
    regions = {_region(term_lang), _region(text_lang)} - {None}
    return len(regions) <= 1


def _serving(terms: tuple[Term, ...], lang: str) -> tuple[Term, ...]:
    """Those of a concept's `terms` that may be expected in texts in `lang`.

    Chinese terms of another script or region are converted, where there is none of the text's own that may be used.
    """
    near = tuple(term for term in terms if _serves(term.lang, lang))
    if primary(lang) != "zh" or any(term.is_allowed for term in near):
        return near
    return tuple(term for term in terms if primary(term.lang) == "zh")


def _wanted(term: Term, form: str) -> Wanted:
    return Wanted(
        form=form,
        lang=term.lang,
        case_sensitive=term.case_sensitive,
        gap=term.gap,
        abbreviation=term.abbreviation_of is not None and form == term.text,
        noun=term.part_of_speech == "noun",
    )


def _explained(matches: list[Match]) -> list[Match]:
    """`matches` without those of an abbreviation of several concepts, where the text spells out another one of them."""
    short: dict[tuple[int, int], set[str]] = {}
    for match in matches:
        if match.term.abbreviation_of is not None:
            short.setdefault(match.span, set()).add(match.concept)
    if all(len(concepts) < 2 for concepts in short.values()):
        return matches
    spelled = {match.concept for match in matches if match.term.abbreviation_of is None}
    return [
        match
        for match in matches
        if match.term.abbreviation_of is None or match.concept in spelled or not short[match.span] & spelled
    ]
