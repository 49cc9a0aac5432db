"""Terms and their renderings from an aligned corpus itself: candidates for a person to accept.

Candidates of the source language (`align.terminology._candidates`) are followed into the target language by association
(`align.terminology.counterpart`), in every unit that has them; what answers them most often is their rendering, if the
way back leads to the candidate again. Pairs that share a rendering compete, and the better associated one keeps it
(competitive linking, Melamed 2000). Evidence of a pair is Dice's coefficient and the log-likelihood ratio (Dunning
1993) of the units that hold both sides.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from statistics import fmean
from typing import TYPE_CHECKING

from align.errors import UsageError
from align.lang import fallbacks, same_language
from align.model import Concept, Signature, Term, TermBase
from align.terminology._borders import Borders
from align.terminology._candidates import candidates
from align.terminology._concordance import Phrases
from align.terminology._context import in_context
from align.terminology._pieces import Cutter
from align.terminology.counterpart import Counterparts
from align.terminology.renderings import Line, Provenance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from align.model import TranslationUnit, Variant

__all__ = ["MOST_PAIRS", "Extraction", "TermPair", "as_termbase", "extract_terms", "log_likelihood"]

MOST_PAIRS = 500
"""Pairs that are given, unless told otherwise."""

_LOOKED_AT = 4  # candidates that are followed for each pair that is wanted
_MOST_PLACES = 24  # units in which a candidate is followed
_MOST_LINES = 3
_ONE_WORD = 1.0
_SINGLE = 0.5  # of the rank is left to a term of one word, which is a term less often
_LEAST_SHARE = 0.34  # of the places of a candidate that its rendering has to answer
_LEAST_SCORE = 0.35
_LEAST_DICE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPair:
    """A candidate term and what renders it.

    Attributes:
        source, target: their most frequent forms.
        score: how sure the pair is, 0..1.
        count: units that hold the source term.
        together: units that hold both.
        target_count: units that hold the rendering.
        dice: Dice's coefficient of the two, 0..1.
        likelihood: their log-likelihood ratio; above 10.83 chance is one in a thousand.
        weight: C-value of the source term.
        words: how many words it has, about.
        concept: id of the concept of the given term base that has this pair; None if none has.
        lines: examples.
    """

    source: str
    target: str
    score: float
    count: int
    together: int
    target_count: int
    dice: float
    likelihood: float
    weight: float
    words: float = 1.0
    concept: str | None = None
    lines: tuple[Line, ...] = ()

    @property
    def rank(self) -> float:
        """What pairs are ordered by: how sure the pair is, and how much of a term its source is."""
        return self.score * math.log2(1 + self.weight) * (1.0 if self.words > _ONE_WORD else _SINGLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What was found.

    Attributes:
        source, target: BCP 47 tags.
        units: how many have both languages.
        pairs: the best first.
        known: how many pairs the given term base has already; they are among `pairs` only if asked for.
        signature: of the run.
    """

    source: str
    target: str
    units: int
    pairs: tuple[TermPair, ...]
    known: int = 0
    signature: Signature = field(default_factory=Signature)


def log_likelihood(both: int, one: int, other: int, total: int) -> float:
    """The log-likelihood ratio of two events (Dunning 1993), 0 or more.

    Args:
        both: how often they occur together.
        one: how often the first occurs.
        other: how often the second occurs.
        total: how many places there are.

    >>> round(log_likelihood(8, 10, 9, 1000), 1)
    77.9
    """
    table = (both, one - both, other - both, total - one - other + both)
    rows, columns = (one, total - one), (other, total - other)
    sides = ((0, 0), (0, 1), (1, 0), (1, 1))
    parts = (
        count * math.log(count * total / (rows[row] * columns[column]))
        for count, (row, column) in zip(table, sides, strict=True)
        if count > 0
    )
    return max(0.0, 2 * sum(parts))


def extract_terms(
    units: Sequence[TranslationUnit],
    *,
    source: str,
    target: str,
    termbase: TermBase | None = None,
    mark_known: bool = False,
    least: int = 2,
    most: int = MOST_PAIRS,
    provenance: Callable[[TranslationUnit, Variant], Provenance] | None = None,
    signature: Signature | None = None,
) -> Extraction:
    """Candidate terms of `units` with their renderings.

    Args:
        units: those that lack one of the languages are passed over.
        source: BCP 47 tag.
        target: likewise.
        termbase: what is known already.
        mark_known: whether pairs that `termbase` has are given, with their concept; they are left out otherwise.
        least: how often a term has to occur, 1 or more.
        most: pairs that are given at most.
        provenance: where a variant comes from, for the examples.
        signature: of the run.

    Raises:
        UsageError: no unit has both languages.
    """
    pairs = [
        (unit, one, other)
        for unit in units
        if (one := _variant(unit, source)) is not None and (other := _variant(unit, target)) is not None
    ]
    if not pairs:
        raise UsageError(f"no unit has both {source!r} and {target!r}; name the languages of the corpus")
    search = _Search(pairs, source=source, target=target, provenance=provenance or _nowhere)
    found = search.pairs(least=max(1, least), most=most * _LOOKED_AT)
    known = _known_pairs(termbase, source, target) if termbase else {}
    marked = [replace(one, concept=known.get(search.key(one.source, one.target))) for one in found]
    given = [one for one in marked if mark_known or one.concept is None][:most]
    return Extraction(
        source=source,
        target=target,
        units=len(pairs),
        pairs=tuple(given),
        known=sum(one.concept is not None for one in marked),
        signature=signature or Signature(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What answers a candidate in one unit.

    Attributes:
        key: of the rendering.
        score: how sure it is, less where the way back leads elsewhere.
        number: of the unit.
        source, target: spans.
    """

    key: tuple[str, ...]
    score: float
    number: int
    source: tuple[int, int]
    target: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Follow:
    """A candidate and the answers that agree: the share of its places that they are, and all units that hold it."""

    keys: tuple[str, ...]
    answers: tuple[_Answer, ...]
    share: float
    units: frozenset[int]
    weight: float


class _Search:
    def __init__(
        self,
        pairs: Sequence[tuple[TranslationUnit, Variant, Variant]],
        *,
        source: str,
        target: str,
        provenance: Callable[[TranslationUnit, Variant], Provenance],
    ) -> None:
        self._pairs = pairs
        self._langs = source, target
        self._provenance = provenance
        self._cutters = Cutter(source), Cutter(target)
        self._cuts = [(self._cutters[0].cut(one.text), self._cutters[1].cut(other.text)) for _, one, other in pairs]
        whole = [unit for unit, *_ in pairs]
        self._targets = Phrases(cut.keys for _, cut in self._cuts)
        self._forward = Counterparts.learn(whole, source=source, target=target)
        self._backward = Counterparts.learn(whole, source=target, target=source)

    def key(self, source: str, target: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What two spellings of one pair have in common."""
        return self._cutters[0].content(source), self._cutters[1].content(target)

    def pairs(self, *, least: int, most: int) -> list[TermPair]:
        """Pairs that no better one competes with, the best first."""
        cutter = self._cutters[0]
        borders = None if cutter.spaced else Borders((cut.keys for cut, _ in self._cuts), self._langs[0])
        texts = [(one.text, cut) for (_, one, _), (cut, _) in zip(self._pairs, self._cuts, strict=True)]
        chosen = {
            one.keys: one for one in candidates(texts, cutter, borders=borders, lang=self._langs[0], least=least)[:most]
        }
        found = self._followed({keys: one.weight for keys, one in chosen.items()})
        pairs = [pair for follow in found if (pair := self._pair_of(follow)) is not None]
        return self._linked([pair for pair in pairs if pair.together >= least])

    def _places(self, wanted: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], list[tuple[int, int]]]:
        """Where each run of keys occurs: the unit and its first piece."""
        places: dict[tuple[str, ...], list[tuple[int, int]]] = {keys: [] for keys in wanted}
        lengths = sorted({len(keys) for keys in places})
        for number, (cut, _) in enumerate(self._cuts):
            for first in range(len(cut.keys)):
                for length in lengths:
                    run = cut.keys[first : first + length]
                    if len(run) == length and run in places:
                        places[run].append((number, first))
        return places

    def _followed(self, weights: Mapping[tuple[str, ...], float]) -> list[_Follow]:
        """What answers each candidate most often, in the order of the keys; unit by unit, as that is quickest."""
        places = self._places(weights)
        answers: dict[tuple[str, ...], list[_Answer]] = {keys: [] for keys in weights}
        jobs = sorted(
            (number, first, keys)
            for keys, every in places.items()
            for number, first in every[:: max(1, -(-len(every) // _MOST_PLACES))]
        )
        for number, first, keys in jobs:
            answer = self._answer(number, first, len(keys))
            if answer is not None:
                answers[keys].append(answer)
        looked_at = Counter(keys for *_, keys in jobs)
        found = []
        for keys, every in answers.items():
            if not every:
                continue
            by_target: dict[tuple[str, ...], list[_Answer]] = {}
            for answer in every:
                by_target.setdefault(answer.key, []).append(answer)
            _, best = max(by_target.items(), key=lambda item: (sum(one.score for one in item[1]), item[0]))
            found.append(
                _Follow(
                    keys=keys,
                    answers=tuple(best),
                    share=len(best) / looked_at[keys],
                    units=frozenset(number for number, _ in places[keys]),
                    weight=weights[keys],
                )
            )
        return found

    def _answer(self, number: int, first: int, length: int) -> _Answer | None:
        """What answers a run of pieces in one unit, if the way back leads to it."""
        _, left, right = self._pairs[number]
        cut = self._cuts[number][0]
        start, end = cut.starts[first], cut.ends[first + length - 1]
        there = self._forward.find(left.text, start, end, right.text)
        if there is None:
            return None
        back = self._backward.find(right.text, there.start, there.end, left.text)
        if back is None or back.end <= start or back.start >= end:
            return None
        shared = 2 * (min(end, back.end) - max(start, back.start)) / (end - start + back.end - back.start)
        return _Answer(
            key=self._cutters[1].content(there.text),
            score=there.score * shared,
            number=number,
            source=(start, end),
            target=(there.start, there.end),
        )

    def _pair_of(self, follow: _Follow) -> TermPair | None:
        """The pair with its evidence; None where that is too weak."""
        best = follow.answers
        target = _commonest(self._pairs[one.number][2].text[slice(*one.target)] for one in best)
        others = set(self._targets.units_with(self._cutters[1].cut(target).keys).tolist())
        both = len(follow.units & others)
        dice = 2 * both / (len(follow.units) + len(others)) if others else 0.0
        score = (fmean(one.score for one in best) * follow.share * dice) ** (1 / 3)
        if follow.share < _LEAST_SHARE or dice < _LEAST_DICE or score < _LEAST_SCORE:
            return None
        return TermPair(
            source=_commonest(self._pairs[one.number][1].text[slice(*one.source)] for one in best),
            target=target,
            score=min(1.0, score),
            count=len(follow.units),
            together=both,
            target_count=len(others),
            dice=dice,
            likelihood=log_likelihood(both, len(follow.units), len(others), len(self._pairs)),
            weight=follow.weight,
            words=self._words(follow.keys),
            lines=tuple(self._line(one) for one in best[:_MOST_LINES]),
        )

    def _words(self, keys: tuple[str, ...]) -> float:
        """About how many words a term has; two characters make one in scripts without spaces."""
        return float(len(keys)) if self._cutters[0].spaced else len("".join(keys)) / 2

    def _line(self, one: _Answer) -> Line:
        unit, left, right = self._pairs[one.number]
        return Line(
            unit_id=unit.id,
            provenance=self._provenance(unit, right),
            source=in_context(left.text, *one.source, left.lang),
            target=in_context(right.text, *one.target, right.lang),
            score=one.score,
        )

    def _linked(self, found: Sequence[TermPair]) -> list[TermPair]:
        """The pairs whose rendering no better pair has; what is part of a better pair's term goes with it."""
        taken: set[tuple[str, ...]] = set()
        kept = []
        for one in sorted(found, key=lambda pair: (-pair.score, -pair.likelihood, pair.source)):
            _, target = self.key(one.source, one.target)
            if target not in taken:
                taken.add(target)
                kept.append(one)
        return sorted(kept, key=lambda pair: (-pair.rank, pair.source))


def as_termbase(extraction: Extraction) -> TermBase:
    """The pairs that are not known yet, as concepts whose terms are proposed; their notes hold the evidence."""
    return TermBase(
        concepts=tuple(
            Concept(
                id=f"candidate-{number}",
                note=f"score {one.score:.2f}; together in {one.together} units, the source in {one.count}, "
                f"the target in {one.target_count}; log-likelihood {one.likelihood:.1f}; "
                f"for example in {', '.join(line.unit_id for line in one.lines)}",
                terms=(
                    Term(text=one.source, lang=extraction.source, status="proposed"),
                    Term(text=one.target, lang=extraction.target, status="proposed"),
                ),
            )
            for number, one in enumerate((pair for pair in extraction.pairs if pair.concept is None), 1)
        )
    )


def _commonest(forms: Iterable[str]) -> str:
    counts = Counter(" ".join(form.split()) for form in forms)
    return min(counts.items(), key=lambda item: (-item[1], item[0]))[0]


def _known_pairs(termbase: TermBase, source: str, target: str) -> dict[tuple[tuple[str, ...], tuple[str, ...]], str]:
    cutters = Cutter(source), Cutter(target)
    known: dict[tuple[tuple[str, ...], tuple[str, ...]], str] = {}
    for concept in termbase.concepts:
        left, right = (
            [
                cutter.content(form)
                for term in concept.terms
                if same_language(term.lang, lang)
                for form in (term.text, *term.forms)
            ]
            for cutter, lang in zip(cutters, (source, target), strict=True)
        )
        for one in left:
            for other in right:
                known.setdefault((one, other), concept.id)
    return known


def _nowhere(unit: TranslationUnit, variant: Variant) -> Provenance:  # noqa: ARG001 - the signature is a contract
    return Provenance()


def _variant(unit: TranslationUnit, lang: str) -> Variant | None:
    exact = unit.variant(lang)
    return exact or next((variant for variant in unit.variants if lang in fallbacks(variant.lang)), None)
