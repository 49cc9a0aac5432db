"""Counterparts of spans, learnt from units alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from align.corpus.build import align_corpus
from align.corpus.manifest import read_manifest
from align.model import TranslationUnit, Variant
from align.terminology.counterpart import Counterparts
from align.terminology.match import Match, TermMatcher, outermost

if TYPE_CHECKING:
    from pathlib import Path

    from align.corpus.build import Corpus
    from align.model import TermBase

PAIRS = (
    ("the green house", "das grüne Haus"),
    ("a green tree", "ein grüner Baum"),
    ("the old house", "das alte Haus"),
    ("an old tree stands here", "hier steht ein alter Baum"),
    ("the house stands by the river", "das Haus steht am Fluss"),
)


def unit(number: int, source: str, target: str, langs: tuple[str, str] = ("en", "de")) -> TranslationUnit:
    """A unit of two variants."""
    return TranslationUnit(
        id=f"u{number}",
        variants=(Variant(lang=langs[0], content=(source,)), Variant(lang=langs[1], content=(target,))),
    )


UNITS = tuple(unit(number, *pair) for number, pair in enumerate(PAIRS))


@pytest.fixture(scope="module")
def german() -> Counterparts:
    """Learnt from the five units above."""
    return Counterparts.learn(UNITS, source="en", target="de")


def found(counterparts: Counterparts, source: str, term: str, target: str) -> str | None:
    """The text of the counterpart of `term`."""
    start = source.index(term)
    counterpart = counterparts.find(source, start, start + len(term), target)
    if counterpart is None:
        return None
    assert target[counterpart.start : counterpart.end] == counterpart.text
    assert 0.0 <= counterpart.score <= 1.0
    return counterpart.text


def test_a_word_that_occurs_often_is_found(german: Counterparts) -> None:
    """What comes with it in every unit is its counterpart, whatever its ending."""
    assert found(german, "the green house", "house", "das grüne Haus") == "Haus"
    assert found(german, "a green tree", "green", "ein grüner Baum") == "grüner"


def test_a_word_that_occurs_once_is_found_by_elimination(german: Counterparts) -> None:
    """The river is the one word that nothing else explains."""
    assert found(german, *("the house stands by the river", "river", "das Haus steht am Fluss")) == "Fluss"


def test_texts_need_not_have_been_learnt_from(german: Counterparts) -> None:
    """A new word answers a new word where all the others are known."""
    assert found(german, "the old bridge stands here", "bridge", "hier steht die alte Brücke") == "Brücke"


def test_what_is_taken_is_ruled_out(german: Counterparts) -> None:
    """A place that is known to answer another span does not answer this one."""
    target = "das grüne Haus"
    counterpart = german.find("the green house", 10, 15, target, taken=[(10, 14)])
    assert counterpart is None or counterpart.end <= 10


def test_nothing_answers_an_empty_text(german: Counterparts) -> None:
    """Neither an empty target nor a span without letters has a counterpart."""
    assert german.find("the house", 4, 9, "") is None
    assert german.find("the house", 4, 9, "...") is None
    assert german.find("... house", 0, 3, "das Haus") is None


def test_nothing_is_learnt_from_nothing() -> None:
    """Without units only what looks alike is found."""
    counterparts = Counterparts.learn([], source="en", target="de")
    assert found(counterparts, "in 2023 at home", "2023", "daheim im Jahr 2023") == "2023"


def test_the_order_of_the_units_does_not_count(german: Counterparts) -> None:
    """The same units give the same counterparts with the same scores."""
    again = Counterparts.learn(reversed(UNITS), source="en", target="de")
    for source, target in PAIRS:
        for start in range(len(source)):
            assert again.find(source, start, start + 1, target) == german.find(source, start, start + 1, target)


def test_units_that_lack_a_language_are_passed_over() -> None:
    """A null bead teaches nothing; a variant in a regional form of a language does."""
    units = [
        TranslationUnit(id="n", variants=(Variant(lang="en", content=("the green river",)),)),
        *(unit(number, *pair, langs=("en-GB", "de-AT")) for number, pair in enumerate(PAIRS)),
    ]
    counterparts = Counterparts.learn(units, source="en", target="de")
    assert found(counterparts, "the old house", "house", "das alte Haus") == "Haus"


def test_a_counterpart_does_not_end_with_a_function_word(german: Counterparts) -> None:
    """Articles and prepositions at its ends are left out."""
    assert found(german, "the house stands by the river", "the river", "das Haus steht am Fluss") == "Fluss"


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Shares of the known renderings of a pair, 0..1.

    Attributes:
        overlap: those of which some part was found.
        half: those that were found so that what is shared is at least half of both (F1 of characters).
        exact: those that were found from their first to their last character.
        wrong: those for which another place was named.
    """

    overlap: float
    half: float
    exact: float
    wrong: float


def located(corpus: Corpus, termbase: TermBase, source: str, target: str) -> Located:
    """How well the known renderings of the readout are located without the term base."""
    counterparts = Counterparts.learn(corpus.units, source=source, target=target)
    matchers = TermMatcher(termbase, source), TermMatcher(termbase, target)
    shares: list[float | None] = []
    for one in corpus.units:
        left, right = one.variant(source), one.variant(target)
        if left is None or right is None:
            continue
        known: dict[str, list[Match]] = {}
        for match in matchers[1].find_all(right.text):
            known.setdefault(match.concept, []).append(match)
        mentions = matchers[0].find(left.text)
        for mention in mentions:
            if mention.concept in known and sum(other.concept == mention.concept for other in mentions) == 1:
                counterpart = counterparts.find(left.text, mention.start, mention.end, right.text)
                places = [match.span for match in outermost(known[mention.concept])]
                span = None if counterpart is None else (counterpart.start, counterpart.end)
                shares.append(None if span is None else max(shared(span, place) for place in places))
    count = len(shares)
    return Located(
        overlap=sum(bool(share) for share in shares) / count,
        half=sum(share is not None and share >= 0.5 for share in shares) / count,
        exact=sum(share == 1.0 for share in shares) / count,
        wrong=sum(share == 0.0 for share in shares) / count,
    )


def shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    """F1 of the characters of two spans."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0.0, 2 * both / (one[1] - one[0] + other[1] - other[0]))


@pytest.fixture(scope="module")
def readout(root: Path) -> Corpus:
    """The readout, aligned."""
    return align_corpus(read_manifest(root / "corpora" / "readout-2023"))


# source, target, and the floors of overlap, half and exact
FLOORS = (
    ("en", "zh", 0.86, 0.80, 0.35),
    ("en", "fr", 0.94, 0.92, 0.65),
    ("en", "es", 0.94, 0.92, 0.65),
    ("en", "ru", 0.94, 0.90, 0.60),
    ("en", "ar", 0.94, 0.90, 0.35),
    ("en", "de", 0.92, 0.87, 0.62),
    ("zh", "en", 0.86, 0.80, 0.45),
    ("zh", "fr", 0.85, 0.78, 0.42),
    ("zh", "es", 0.88, 0.78, 0.40),
    ("zh", "ru", 0.88, 0.82, 0.45),
    ("zh", "ar", 0.88, 0.78, 0.32),
    ("zh", "ja", 0.90, 0.85, 0.50),
    ("zh", "de", 0.88, 0.78, 0.42),
)


@pytest.mark.parametrize("floors", FLOORS, ids=lambda floors: "-".join(floors[:2]))
def test_known_renderings_are_located(readout: Corpus, floors: tuple[str, str, float, float, float]) -> None:
    """From seventy units alone most renderings that the term base knows are found where they stand."""
    source, target, overlap, half, exact = floors
    assert readout.termbase is not None
    reached = located(readout, readout.termbase, source, target)
    assert reached.overlap >= overlap
    assert reached.half >= half
    assert reached.exact >= exact
