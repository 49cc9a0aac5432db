"""Which words of a translation answer a span of the source: by association over the units of a corpus.

No dictionary and no model is needed: all is learnt from the units. Two kinds of evidence are weighed:

- words: which words of a pair of texts explain each other (`align.terminology._translations`). Words that others
  explain are thereby ruled out, so that a counterpart can be found even for what occurs once.
- phrases: how often the whole span and the whole of its counterpart occur in the same units, as Dice's coefficient
  (Smadja et al. 1996). It says where a counterpart begins and ends, once the span has been met more than once.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
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
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from align.model import TranslationUnit, Variant
    from align.terminology._pieces import Cut
    from align.terminology._translations import Posteriors

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["Counterpart", "Counterparts"]

_MOST_UNITS = 20_000  # units that are learnt from; some 3 kB each
_LEAST_SCORE = 0.3  # under it, two of five are wrong (docs/how-to/see-how-a-term-was-rendered.md)
_LONGEST_SPACED, _LONGEST_UNSPACED = 14, 22  # pieces of a counterpart
_LOOKED_AT = 60  # spans whose phrases are counted
_PHRASE = 0.5  # share of the phrase's evidence in the score where the span is frequent
_OVER_COMMA = 0.95  # a counterpart with a comma inside is a little less likely
_THROUGH_WORD = 0.8  # and so is one that cuts through a word
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
    """Two texts, cut, and which of their pieces answer each other."""

    source: Cut
    target: Cut
    posteriors: Posteriors


class Counterparts:
    """Finds the counterparts of spans in units of one pair of languages; made by `learn`."""

    def __init__(self, kept: Sequence[tuple[str, str]], *, source: str, target: str) -> None:
        """Learn from pairs of texts, all of them.

        Args:
            kept: a source and a target text each.
            source: BCP 47 tag.
            target: likewise.
        """
        self.source, self.target = source, target
        self._left, self._right = Cutter(source), Cutter(target)
        keys: tuple[list[tuple[str, ...]], list[tuple[str, ...]]] = ([], [])

        def cut() -> Iterator[tuple[Cut, Cut]]:
            for one, other in kept:
                left, right = self._left.cut(one), self._right.cut(other)
                keys[0].append(left.keys)
                keys[1].append(right.keys)
                yield left, right

        self._translations = Translations(cut())
        self._source_phrases, self._target_phrases = Phrases(keys[0]), Phrases(keys[1])
        self._borders = None if self._right.spaced else Borders(keys[1], target)
        self._edges = function_words(target, certain=True)
        self._pairs: dict[tuple[str, str], _Pair] = {}

    @classmethod
    def learn(cls, units: Iterable[TranslationUnit], *, source: str, target: str) -> Counterparts:
        """Learn from `units`, of which 20,000 at most are held: those whose hash is lowest, whatever their order.

        Args:
            units: those that lack one of the languages are passed over.
            source: BCP 47 tag; units in a more special form of the language count, too (en-GB for en).
            target: likewise.
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
        return cls([kept[digest] for digest in sorted(kept)], source=source, target=target)

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
            pair = self._pairs[source_text, target_text] = _Pair(source=source, target=target, posteriors=posteriors)
        return pair

    def _by_words(self, pair: _Pair, span: range, taken: Sequence[range]) -> tuple[Ints, Floats, Floats]:
        """Every possible counterpart (first piece, piece behind the last) and how well its words answer the span's.

        The score is the harmonic mean of two shares: how much of the counterpart is due to the span, and how much of
        the span is answered by the counterpart.
        """
        post, target = pair.posteriors, pair.target
        inside = post.forward[span.start : span.stop].sum(axis=0)
        weights = post.source[span.start : span.stop, None]
        drawn = (post.backward[span.start : span.stop] * weights).sum(axis=0) / (weights.sum() + 1e-12)
        said = np.concatenate([[0.0], np.cumsum(post.target)])
        due = np.concatenate([[0.0], np.cumsum(post.target * inside)])
        reach = np.concatenate([[0.0], np.cumsum(drawn)])
        spans, factor = self._spans(target)
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
                    factors.append(_OVER_COMMA**commas * _THROUGH_WORD**cut)
        return np.asarray(found, dtype=np.int64).reshape(-1, 2), np.asarray(factors)

    def _by_phrases(self, pair: _Pair, span: range, spans: Ints) -> tuple[Floats, float]:
        """Dice's coefficient of each counterpart with the span, and the weight of this evidence."""
        holders = self._source_phrases.units_with(pair.source.keys[span.start : span.stop])
        if len(holders) < 2:
            return np.zeros(len(spans)), 0.0
        out = np.zeros(len(spans))
        phrases, keys = self._target_phrases, pair.target.keys
        begun = end = -1
        places = phrases.places("")
        for number, (first, after) in enumerate(spans):
            if first != begun or after < end:
                begun, end, places = first, first + 1, phrases.places(keys[first])
            while end < after:  # a longer phrase stands where the shorter one does
                places = phrases.onward(places, end - begun, keys[end])
                end += 1
            others = phrases.holding(places)
            both = len(np.intersect1d(holders, others, assume_unique=True))
            out[number] = 2 * both / (len(holders) + len(others) + 1e-12) + 1e-3 * (after - first)
        return out, _PHRASE * (1 - 1 / len(holders))


def _variant(unit: TranslationUnit, lang: str) -> Variant | None:
    exact = unit.variant(lang)
    return exact or next((variant for variant in unit.variants if lang in fallbacks(variant.lang)), None)


def _between_hyphens(text: Cut) -> frozenset[int]:
    """The pieces that no hyphen joins to the one before, and the number of pieces."""
    return frozenset((*(place for place, joined in enumerate(text.joined) if not joined), len(text.keys)))
