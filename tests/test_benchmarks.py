"""The scripts in benchmarks/ measure what they say, and the results that are kept are those of the present aligner."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from align.aligners import ALIGNERS, DEFAULT_ALIGNER
from align.evaluation import evaluate
from align.formats import FORMATS
from align.model import Alignment


@pytest.fixture(scope="module", autouse=True)
def benchmarks(root):
    """Where the scripts are; they import one another by name."""
    folder = str(root / "benchmarks")
    sys.path.insert(0, folder)
    yield root / "benchmarks"
    sys.path.remove(folder)


def tables(text):
    """Each table as its rows of cells, the line of dashes left out."""
    out = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            out[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        elif out[-1]:
            out.append([])
    return [[rows[0], *rows[2:]] for rows in out if rows]


def test_results_are_those_of_the_present_aligner(benchmarks):
    """Four tables with a cell in every column, and the signature; `make bench` writes them again."""
    text = (benchmarks / "RESULTS.md").read_text(encoding="utf-8")
    found = tables(text)
    assert len(found) == 4
    assert all(len(row) == len(rows[0]) and all(row) for rows in found for row in rows)
    assert all(len(rows) > 2 for rows in found)
    assert found[0][0][2] == ALIGNERS.make(DEFAULT_ALIGNER).signature
    assert text.count(f"|aligner:{ALIGNERS.make(DEFAULT_ALIGNER).signature}`") == 2


def test_files_are_measured_for_every_format(benchmarks):
    """Rates of TMX with the ratios that are claimed, and growth of every member of the shelf; `make bench` writes them."""
    text = (benchmarks / "STREAMING.md").read_text(encoding="utf-8")
    rates, growth = tables(text)
    ratios = {row[0]: row[2] for row in rates[1:]}
    assert float(ratios["`scan_units`"]) >= 0.6
    assert float(ratios["`write_units` of the format"]) >= 0.6
    assert [row[0] for row in growth[1:]] == list(FORMATS.names())
    assert all(len(row) == len(growth[0]) and "-" not in row for row in growth)
    assert all(float(ratio) <= 2.2 for row in growth[1:] for ratio in row[-3:])


def test_a_million_units_are_checked_in_two_minutes(benchmarks):
    """As the table that is kept says: seconds, memory, and the ratio to regular expressions."""
    (rows,) = tables((benchmarks / "TERMS.md").read_text(encoding="utf-8"))
    measured = {what: float(figure.split()[0].replace(",", "")) for what, figure in rows[1:]}
    assert measured["align check, 1,000,000 units x 10,000 concepts"] <= 120
    assert measured["check 1,000 units after that"] < 1
    assert measured["its peak of memory, all processes"] <= 1500
    assert measured["a plain loop over regular expressions takes"] >= 50


def test_witnesses_help(benchmarks):
    """With further languages no family of gold sets has fewer right beads or null beads, as the table says that is kept."""
    (rows,) = tables((benchmarks / "WITNESSES.md").read_text(encoding="utf-8"))
    for _, _, alone, together, null_alone, null_together in rows[1:]:
        assert float(together) >= float(alone)
        assert not null_alone or float(null_together) >= float(null_alone)


def test_synthetic_documents_are_always_the_same():
    """Texts, vectors and beads; the known beads cover both documents."""
    from scale import synthetic_pair

    one, other = synthetic_pair(300), synthetic_pair(300)
    assert one[:2] == other[:2]
    assert one[3] == other[3]
    source, target, encoder, right = one
    Alignment(source=source, target=target, beads=right)
    kinds = [bead.kind for bead in right]
    assert {"1-1", "1-2", "2-1", "1-0", "0-1"} <= set(kinds)
    assert 0.6 < kinds.count("1-1") / len(kinds) < 0.9
    starts = np.arange(len(source.segments))
    vectors = encoder.overlaps([segment.text for segment in source.segments], "de").vectors(starts, 1)
    others = encoder.overlaps([segment.text for segment in target.segments], "en")
    pairs = [(bead.source[0], bead.target[0]) for bead in right if bead.kind == "1-1"]
    cosines = [float(vectors[i] @ others.vectors(np.asarray([j]), 1)[0]) for i, j in pairs]
    assert np.mean(cosines) == pytest.approx(0.6, abs=0.03)
    assert abs(np.mean(vectors[:-9] @ others.vectors(np.arange(9), 1).T)) < 0.05


def test_the_aligner_finds_most_synthetic_beads():
    """Otherwise its time would say little."""
    from scale import synthetic_pair

    source, target, encoder, right = synthetic_pair(300)
    beads = ALIGNERS.make(DEFAULT_ALIGNER, encoder=encoder).align(source, target)
    assert evaluate(beads, right).f1 > 0.9


def test_sentences_to_encode_are_always_the_same():
    """About 125 characters on average."""
    from encode import german_sentences

    texts = german_sentences(400)
    assert german_sentences(400) == texts
    assert 120 <= np.mean([len(text) for text in texts]) <= 130


def test_figures_of_peers_are_read_from_notes(tmp_path):
    """The table of development sets, and no other."""
    from results import noted_peers

    notes = tmp_path / "notes.md"
    notes.write_text(
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n| set | x | y | z |\n|---|---|---|---|\n| one | 0.5 / 0.6 (0.1) | 1 | 2 |\n\n"
        "| other | 1 | 2 | 3 |\n",
        encoding="utf-8",
    )
    assert noted_peers(notes) == (["x", "y", "z"], {"one": ["0.5 / 0.6 (0.1)", "1", "2"]})
    assert noted_peers(tmp_path / "none.md") == ([], {})


def test_beads_of_peers_cover_both_documents():
    """What a peer leaves out becomes null beads; its brackets are read."""
    from peers import _bracketed, _covering
    from scale import synthetic_pair

    source, target, *_ = synthetic_pair(20)
    beads = _covering(_bracketed(["[0, 1]:[0]:0.5", "[2]:[]", "nonsense"]), source, target)
    assert [(bead.source, bead.target) for bead in beads[:2]] == [((0, 1), (0,)), ((2,), ())]
    assert sorted(i for bead in beads for i in bead.source) == list(range(len(source.segments)))
    assert sorted(j for bead in beads for j in bead.target) == list(range(len(target.segments)))


def test_learning_follows_the_gradient_and_finds_the_gold():
    """The gradient is that of the loss; with the weights that it leads to, right paths are the likeliest by far."""
    from align.aligners.semantic import SemanticAligner
    from learning import Problem, learn_weights
    from scale import synthetic_pair

    spaces, gold = [], []
    for seed in (1, 2):
        source, target, encoder, right = synthetic_pair(60, seed=seed)
        spaces.append(SemanticAligner(encoder=encoder).features(source, target))
        gold.append(right)
    problem = Problem(spaces, gold, free=[False, False])
    shares = np.asarray([1.0, 0.5])
    rng = np.random.default_rng(0)
    weights = rng.normal(0, 0.1, sum(problem.features))
    value, gradient = problem.loss(weights, shares)
    for k in range(0, len(weights), 5):
        step = np.zeros(len(weights))
        step[k] = 1e-2
        slope = (problem.loss(weights + step, shares)[0] - problem.loss(weights - step, shares)[0]) / 2e-2
        assert gradient[k] == pytest.approx(slope, abs=0.02 * max(1.0, abs(slope)))
    learnt = learn_weights(problem, shares, steps=20)
    assert problem.loss(learnt, shares)[0] < value / 4


def test_a_document_that_only_judges_teaches_nothing():
    """With a share of 0 it does not move the weights."""
    from align.aligners.semantic import SemanticAligner
    from learning import Problem, learn_weights
    from scale import synthetic_pair

    spaces, gold = [], []
    for seed in (1, 2):
        source, target, encoder, right = synthetic_pair(40, seed=seed)
        spaces.append(SemanticAligner(encoder=encoder).features(source, target))
        gold.append(right)
    both = learn_weights(Problem(spaces, gold, free=[False, False]), np.asarray([1.0, 0.0]), steps=5)
    alone = learn_weights(Problem(spaces[:1], gold[:1], free=[False]), np.asarray([1.0]), steps=5)
    assert both == pytest.approx(alone, abs=1e-3)


def test_synthetic_units_are_always_the_same():
    """The term base and the units; two of three units have a term, and most of these its rendering."""
    from terms import LANGS, synthetic_termbase, synthetic_units

    termbase = synthetic_termbase(50, LANGS)
    assert termbase == synthetic_termbase(50, LANGS)
    units = list(synthetic_units(200, termbase, LANGS))
    assert units == list(synthetic_units(200, termbase, LANGS))
    texts = [[variant.text for variant in unit.variants] for unit in units]
    with_source = [
        (concept, target)
        for source, target in texts
        for concept in termbase.concepts
        if f" {concept.terms[0].text} " in f" {source[:-1]} "
    ]
    assert 0.5 < len(with_source) / len(units) < 0.8
    assert sum(concept.terms[1].text in target for concept, target in with_source) > 0.9 * len(with_source)


def test_the_table_of_terms_has_all_figures():
    """One row a figure."""
    from terms import TermFigures, table

    figures = TermFigures(
        units=9,
        concepts=5,
        learning=1.5,
        first=0.2,
        checking=3.25,
        processor=4.0,
        megabytes=None,
        findings=7,
        ratio=90.0,
    )
    rows = tables(table(figures))[0]
    assert [row[1] for row in rows[1:]] == ["1.50 s", "0.20 s", "3.2 s", "4.0 s", "-", "7", "90 times as long"]
