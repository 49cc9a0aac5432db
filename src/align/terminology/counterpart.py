"""Which words of a translation answer a span of the source: by association over the units of a corpus.

No dictionary and no model is needed: all is learnt from the units. Two kinds of evidence are weighed:

- words: which words of a pair of texts explain each other (`align.terminology._translations`). Words that others
  explain are thereby ruled out, so that a counterpart can be found even for what occurs once.
- phrases: how often the whole span and the whole of its counterpart occur in the same units, as Dice's coefficient
  (Smadja et al. 1996). It says where a counterpart begins and ends, once the span has been met more than once.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from align.lang import fallbacks
from align.terminology._borders import Borders
from align.terminology._concordance import Phrases
from align.terminology._function_words import function_words
from align.terminology._pieces import BREAK, COMMA, Cutter
from align.terminology._translations import Translations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from align.model import TranslationUnit, Variant
    from align.terminology._pieces import Cut
    from align.terminology._translations import Anchors, Posteriors

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Span = tuple[int, int]
    Known = Callable[[str, str], Iterable[tuple[Span, Span]]]

__all__ = ["Counterpart", "Counterparts"]

_MOST_UNITS = 20_000  # units that are learnt from; some 3 kB each
_LEAST_SCORE = 0.3  # under it, two of five are wrong (docs/how-to/see-how-a-term-was-rendered.md)
_LONGEST_SPACED, _LONGEST_UNSPACED = 14, 22  # pieces of a counterpart
_LOOKED_AT = 40  # spans whose phrases are counted
_PHRASE = 0.5  # share of the phrase's evidence in the score where the span is frequent
_LONGER = 1e-3  # what a piece more counts where the evidence is the same
_OVER_COMMA = 0.95  # a counterpart with a comma inside is a little less likely
_THROUGH_WORD = 0.8  # and so is one that cuts through a word,
_THROUGH_HYPHEN = 0.6  # or through words that are joined by hyphens
_CACHE_LIMIT = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """The span of a target text that answers a span of a source text.

    Attributes:
        start, end: span in the target text, code points, half-open.
        text: what stands there.
        score: how sure it is, 0..1.
    """

    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Two texts, cut, and what has been found out about them.

    Attributes:
        source, target: the texts.
        posteriors: which of their pieces answer each other.
        spans: where a counterpart may lie, first piece and piece behind the last, shape (spans, 2).
        factors: how likely each of them is by its form.
        holders: the units that hold a target phrase, by its span; filled as they are asked for.
        places: where a target phrase occurs, likewise.
    """

    source: Cut
    target: Cut
    posteriors: Posteriors
    spans: Ints
    factors: Floats
    holders: dict[tuple[int, int], Ints] = field(default_factory=dict)
    places: dict[tuple[int, int], Ints] = field(default_factory=dict)


class Counterparts:
    """Finds the counterparts of spans in units of one pair of languages; made by `learn`."""

    def __init__(
        self, kept: Sequence[tuple[str, str]], *, source: str, target: str, known: Known | None = None
    ) -> None:
        """Learn from pairs of texts, all of them.

        Args:
            kept: a source and a target text each.
            source: BCP 47 tag.
            target: likewise.
            known: gives, for a source and a target text, spans of both that are known to answer each other.
        """
        self.source, self.target = source, target
        self._left, self._right = Cutter(source), Cutter(target)
        keys: tuple[list[tuple[str, ...]], list[tuple[str, ...]]] = ([], [])

        def cut() -> Iterator[tuple[Cut, Cut, Anchors]]:
            for one, other in kept:
                left, right = self._left.cut(one), self._right.cut(other)
                spans = known(one, other) if known else ()
                anchors = tuple((left.covered(*here), right.covered(*there)) for here, there in spans)
                # what is answered already says nothing of what answers elsewhere
                keys[0].append(_without(left.keys, [here for here, _ in anchors]))
                keys[1].append(_without(right.keys, [there for _, there in anchors]))
                yield left, right, anchors

        self._translations = Translations(cut())
        self._source_phrases, self._target_phrases = Phrases(keys[0]), Phrases(keys[1])
        self._borders = None if self._right.spaced else Borders(keys[1], target)
        self._edges = function_words(target, certain=True)
        self._pairs: dict[tuple[str, str], _Pair] = {}

    @classmethod
    def learn(
        cls, units: Iterable[TranslationUnit], *, source: str, target: str, known: Known | None = None
    ) -> Counterparts:
        """Learn from `units`, of which 20,000 at most are held: those whose hash is lowest, whatever their order.

        Args:
            units: those that lack one of the languages are passed over.
            source: BCP 47 tag; units in a more special form of the language count, too (en-GB for en).
            target: likewise.
            known: gives, for a source and a target text, spans of both that are known to answer each other, such as
                terms and their renderings; what stands beside them is then told apart from them.
        """
        kept: dict[int, tuple[str, str]] = {}
        heap: list[int] = []
        for unit in units:
            one, other = _variant(unit, source), _variant(unit, target)
            if one is None or other is None:
                continue
            pair = one.text, other.text
            digest = int.from_bytes(
                blake2b("\0".join(pair).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
            )
            if digest in kept or (len(heap) == _MOST_UNITS and digest > -heap[0]):
                continue
            kept[digest] = pair
            heapq.heappush(heap, -digest)
            if len(heap) > _MOST_UNITS:
                del kept[-heapq.heappop(heap)]
        return cls([kept[digest] for digest in sorted(kept)], source=source, target=target, known=known)

    def find(
        self,
        source_text: str,
        start: int,
        end: int,
        target_text: str,
        *,
        taken: Iterable[tuple[int, int]] = (),
    ) -> Counterpart | None:
        """The span of `target_text` that best answers ``source_text[start:end]``; None where nothing is likely.

        Args:
            source_text: a text; it need not be one learnt from.
            start: where the span begins, in code points.
            end: where it ends; half-open.
            target_text: the translation of `source_text`.
            taken: spans of the target text that are known to answer something else.
        """
        pair = self._pair(source_text, target_text)
        span = pair.source.covered(start, end)
        if not span or not pair.target.keys:
            return None
        spans, scores, factor = self._by_words(pair, span, [pair.target.covered(*one) for one in taken])
        if not len(spans):
            return None
        chosen = np.argsort(-scores, kind="stable")[:_LOOKED_AT]
        spans, scores = spans[chosen], scores[chosen]
        dice, weight = self._by_phrases(pair, span, spans)
        scores = (1 - weight) * scores + weight * dice * factor[chosen]
        best = int(np.argmax(scores - 1e-6 * np.arange(len(scores))))
        if scores[best] < _LEAST_SCORE:
            return None
        first, after = spans[best]
        begin, stop = pair.target.starts[first], pair.target.ends[after - 1]
        return Counterpart(start=begin, end=stop, text=target_text[begin:stop], score=float(min(1.0, scores[best])))

    def _pair(self, source_text: str, target_text: str) -> _Pair:
        pair = self._pairs.get((source_text, target_text))
        if pair is None:
            if len(self._pairs) >= _CACHE_LIMIT:
                self._pairs.clear()
            source, target = self._left.cut(source_text), self._right.cut(target_text)
            posteriors = self._translations.posteriors(source, target)
            spans, factors = self._spans(target)
            pair = self._pairs[source_text, target_text] = _Pair(
                source=source, target=target, posteriors=posteriors, spans=spans, factors=factors
            )
        return pair

    def _by_words(self, pair: _Pair, span: range, taken: Sequence[range]) -> tuple[Ints, Floats, Floats]:
        """Every possible counterpart (first piece, piece behind the last) and how well its words answer the span's.

        The score is the harmonic mean of two shares: how much of the counterpart is due to the span, and how much of
        the span is answered by the counterpart.
        """
        post = pair.posteriors
        inside = post.forward[span.start : span.stop].sum(axis=0)
        weights = post.source[span.start : span.stop, None]
        drawn = (post.backward[span.start : span.stop] * weights).sum(axis=0) / (weights.sum() + 1e-12)
        said = np.concatenate([[0.0], np.cumsum(post.target)])
        due = np.concatenate([[0.0], np.cumsum(post.target * inside)])
        reach = np.concatenate([[0.0], np.cumsum(drawn)])
        spans, factor = pair.spans, pair.factors
        for one in taken:
            free = (spans[:, 1] <= one.start) | (spans[:, 0] >= one.stop)
            spans, factor = spans[free], factor[free]
        if not len(spans):
            return spans, factor, factor
        first, after = spans.T
        precision = (due[after] - due[first]) / (said[after] - said[first] + 1e-12)
        recall = reach[after] - reach[first]
        return spans, factor * 2 * precision * recall / (precision + recall + 1e-12), factor

    def _spans(self, target: Cut) -> tuple[Ints, Floats]:
        """Where a counterpart may lie: not over the end of a clause, with no function word at its ends."""
        longest = _LONGEST_SPACED if self._right.spaced else _LONGEST_UNSPACED
        at_edge = [word in self._edges for word in target.words]
        borders = self._borders.of(target) if self._borders else _between_hyphens(target)
        through = _THROUGH_HYPHEN if self._borders is None else _THROUGH_WORD
        found, factors = [], []
        for first in range(len(target.keys)):
            if at_edge[first]:
                continue
            commas = 0
            for last in range(first, min(len(target.keys), first + longest)):
                if last > first:
                    if target.gaps[last] == BREAK:
                        break
                    commas += target.gaps[last] == COMMA
                if not at_edge[last]:
                    found.append((first, last + 1))
                    cut = (first not in borders) + (last + 1 not in borders)
                    factors.append(_OVER_COMMA**commas * through**cut)
        return np.asarray(found, dtype=np.int64).reshape(-1, 2), np.asarray(factors)

    def _holding(self, pair: _Pair, first: int, after: int) -> Ints:
        found = pair.holders.get((first, after))
        if found is None:
            found = pair.holders[first, after] = self._target_phrases.holding(self._places(pair, first, after))
        return found

    def _places(self, pair: _Pair, first: int, after: int) -> Ints:
        """Where the phrase ``first..after`` of a target text occurs; what it begins with is looked up once."""
        found = pair.places.get((first, after))
        if found is None:
            key = pair.target.keys[after - 1]
            if after == first + 1:
                found = self._target_phrases.places(key)
            else:
                before = self._places(pair, first, after - 1)
                found = self._target_phrases.onward(before, after - 1 - first, key)
            pair.places[first, after] = found
        return found

    def _by_phrases(self, pair: _Pair, span: range, spans: Ints) -> tuple[Floats, float]:
        """Dice's coefficient of each counterpart with the span, and the weight of this evidence."""
        holders = self._source_phrases.units_with(pair.source.keys[span.start : span.stop])
        if len(holders) < 2:
            return np.zeros(len(spans)), 0.0
        held = np.zeros(self._target_phrases.units, dtype=bool)
        held[holders] = True
        out = np.zeros(len(spans))
        for number, (first, after) in enumerate(spans.tolist()):
            others = self._holding(pair, first, after)
            both = np.count_nonzero(held[others])
            out[number] = 2 * both / (len(holders) + len(others) + 1e-12) + _LONGER * (after - first)
        return out, _PHRASE * (1 - 1 / len(holders))


def _variant(unit: TranslationUnit, lang: str) -> Variant | None:
    exact = unit.variant(lang)
    return exact or next((variant for variant in unit.variants if lang in fallbacks(variant.lang)), None)


def _without(keys: tuple[str, ...], spans: Sequence[range]) -> tuple[str, ...]:
    """`keys` with those in `spans` replaced by one that no text has."""
    gone = {place for span in spans for place in span}
    return tuple("\0" if place in gone else key for place, key in enumerate(keys)) if gone else keys


def _between_hyphens(text: Cut) -> frozenset[int]:
    """The pieces that no hyphen joins to the one before, and the number of pieces."""
    return frozenset((*(place for place, joined in enumerate(text.joined) if not joined), len(text.keys)))
