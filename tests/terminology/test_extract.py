"""Candidate terms from an aligned corpus."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING, Any

import pytest

from align.corpus.build import align_corpus
from align.corpus.manifest import read_manifest
from align.errors import UsageError
from align.model import Concept, Term, TermBase, TranslationUnit, Variant
from align.terminology._pieces import Cutter
from align.terminology.extract import Extraction, as_termbase, extract_terms, log_likelihood

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from align.corpus.build import Corpus

PAIRS = (
    ("The Security Council met on Monday.", "Der Sicherheitsrat tagte am Montag."),
    ("A draft went to the Security Council.", "Ein Entwurf ging an den Sicherheitsrat."),
    ("Members of the Security Council abstained.", "Mitglieder des Sicherheitsrats enthielten sich."),
    ("Economic growth slowed.", "Das Wirtschaftswachstum verlangsamte sich."),
    ("Ministers hope for economic growth again.", "Minister hoffen wieder auf Wirtschaftswachstum."),
    ("Trade brings economic growth.", "Handel bringt Wirtschaftswachstum."),
    ("On Monday the members went home.", "Am Montag gingen die Mitglieder nach Hause."),
)
UNITS = tuple(
    TranslationUnit(
        id=f"u{number}", variants=(Variant(lang="en", content=(one,)), Variant(lang="de", content=(other,)))
    )
    for number, (one, other) in enumerate(PAIRS)
)
KNOWN = TermBase(
    concepts=(
        Concept(id="council", terms=(Term(text="Security Council", lang="en"), Term(text="Sicherheitsrat", lang="de"))),
    )
)


def extraction(**options: object) -> Extraction:
    """What the units above give."""
    return extract_terms(UNITS, source="en", target="de", **options)  # type: ignore[arg-type]


def test_terms_are_found_with_their_renderings() -> None:
    """Terms of several words come first; a compound may answer them."""
    found = {one.source: one for one in extraction().pairs}
    assert found["Security Council"].target in {"Sicherheitsrat", "Sicherheitsrats"}
    assert found["economic growth"].target == "Wirtschaftswachstum"
    assert extraction().pairs[0].source in {"Security Council", "economic growth"}


def test_the_evidence_is_given() -> None:
    """Units that hold each side and both, Dice's coefficient, log-likelihood, examples."""
    pair = next(one for one in extraction().pairs if one.source == "economic growth")
    assert (pair.count, pair.target_count, pair.together, pair.dice) == (3, 3, 3, 1.0)
    assert pair.likelihood == log_likelihood(3, 3, 3, 7)
    assert [line.unit_id for line in pair.lines] == ["u3", "u4", "u5"]
    assert pair.lines[0].source.text.casefold() == "economic growth"
    assert 0.0 <= pair.score <= 1.0


def test_a_term_does_not_begin_or_end_with_a_function_word() -> None:
    """Neither with a number."""
    words = {word for one in extraction(least=1).pairs for word in (one.source.split()[0], one.source.split()[-1])}
    assert not words & {"The", "the", "of", "on", "On", "to", "for"}


def test_known_pairs_are_left_out_or_marked() -> None:
    """As the user wishes; they are counted in any case."""
    without = extraction(termbase=KNOWN)
    assert "Security Council" not in {one.source for one in without.pairs}
    assert without.known == 1
    marked = extraction(termbase=KNOWN, mark_known=True)
    assert {one.source: one.concept for one in marked.pairs}["Security Council"] == "council"
    assert all(one.concept is None for one in marked.pairs if one.source != "Security Council")


def test_the_least_count_holds_for_the_pair() -> None:
    """What occurs less often is no candidate."""
    assert all(one.together >= 3 for one in extraction(least=3).pairs)
    assert len(extraction(least=3).pairs) < len(extraction(least=2).pairs)


def test_candidates_become_proposed_terms() -> None:
    """A concept a pair, with the evidence in its note; known pairs are not proposed again."""
    base = as_termbase(extraction(termbase=KNOWN, mark_known=True))
    assert {term.status for concept in base.concepts for term in concept.terms} == {"proposed"}
    assert "Security Council" not in {concept.terms[0].text for concept in base.concepts}
    growth = next(one for one in base.concepts if one.terms[0].text == "economic growth")
    assert [term.lang for term in growth.terms] == ["en", "de"]
    assert growth.note is not None
    assert "together in 3 units" in growth.note
    assert "u3" in growth.note


def test_two_candidates_do_not_share_a_rendering() -> None:
    """They compete for it, and the better pair keeps it."""
    cutter = Cutter("de")
    targets = [cutter.content(one.target) for one in extraction(least=1).pairs]
    assert len(targets) == len(set(targets))


def test_units_without_the_languages_are_an_error() -> None:
    """Nothing is guessed."""
    with pytest.raises(UsageError, match="no unit has both 'fr' and 'de'"):
        extract_terms(UNITS, source="fr", target="de")


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((10, 10, 10, 100), 65.02), ((1, 10, 10, 100), 0.0), ((0, 5, 5, 10), 13.86), ((5, 5, 5, 5), 0.0)],
)
def test_the_log_likelihood_ratio(counts: tuple[int, int, int, int], expected: float) -> None:
    """Twice the sum of each cell times the logarithm of it over what chance would give (Dunning 1993)."""
    assert log_likelihood(*counts) == pytest.approx(expected, abs=0.01)


@pytest.fixture(scope="module")
def readout(root: Path) -> Corpus:
    """The readout, aligned."""
    return align_corpus(read_manifest(root / "corpora" / "readout-2023"))


@pytest.fixture(scope="module")
def measure(root: Path) -> ModuleType:
    """The script that measures."""
    spec = spec_from_file_location("extraction", root / "benchmarks" / "extraction.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("source", "target", "floor"), [("zh", "en", 0.55), ("fr", "en", 0.55), ("en", "zh", 0.45), ("ar", "en", 0.6)]
)
def test_terms_of_the_readout_are_found_again(
    readout: Corpus, measure: Any, source: str, target: str, floor: float
) -> None:
    """Without its term base, most concepts that occur twice are among the candidates."""
    _, concepts, found = measure.recalled(readout, readout.termbase, source, target)
    assert concepts >= 20
    assert found / concepts >= floor


RIGHT = {
    "zh": {
        "对外工作": "external work",
        "人类命运共同体": "community with a shared future for mankind",
        "国际关系": "international relations",
        "中央军委": "Central Military Commission",
        "全球治理": "global governance",
        "斗争精神": "fighting spirit",
        "联合国": "United Nations",
    },
    "fr": {
        "Comité central du PCC": "CPC Central Committee",
        "relations internationales": "international relations",
        "travail extérieur": "external work",
        "esprit de lutte": "fighting spirit",
        "Nations Unies": "United Nations",
        "mondialisation économique": "economic globalization",
    },
}


@pytest.mark.parametrize("source", ["zh", "fr"])
def test_the_first_candidates_are_right(readout: Corpus, source: str) -> None:
    """Pairs that no terminologist doubts are among the first fifty."""
    pairs = {one.source: one.target for one in extract_terms(readout.units, source=source, target="en").pairs[:50]}
    right = RIGHT[source]
    assert sum(pairs.get(term) == rendering for term, rendering in right.items()) >= len(right) - 1
