"""Texts that do not belong together are told from translations."""

from __future__ import annotations

from itertools import product

import pytest

from align.aligners.lexical import LexicalAligner
from align.aligners.relation import Relation, relation
from align.aligners.semantic import SemanticAligner
from align.pairing import doubts, pair
from line_documents import document


@pytest.fixture(scope="module")
def semantic():
    """The default aligner."""
    return SemanticAligner()


def lines_of(shared, name, lang):
    """The lines of a gold document."""
    (path,) = (shared / "gold").glob(f"{name}.{lang}")
    return [line or "-" for line in path.read_text(encoding="utf-8").splitlines()]


EN_FR = [
    ("ntrexhard_en_fr/g03_017-024", "sdghard_en_fr/g02_goal04-goal06"),
    ("ntrexhard_en_fr/g02_009-016", "udhr_en_fr/udhr"),
]


@pytest.mark.external
@pytest.mark.parametrize(("one", "other"), [*EN_FR, *(pair_of[::-1] for pair_of in EN_FR)])
def test_unrelated_documents_are_warned_about(shared, semantic, one, other, caplog):
    """The English of one set with the French of another; each of them with its own translation gives no warning."""
    source = document("en", lines_of(shared, one, "en"))
    doubts(pair(source, document("fr", lines_of(shared, other, "fr")), aligner=semantic), aligner=semantic)
    (message,) = caplog.messages
    assert message.startswith("en-fr: these do not look like translations of each other: ")
    caplog.clear()
    doubts(pair(source, document("fr", lines_of(shared, one, "fr")), aligner=semantic), aligner=semantic)
    assert caplog.messages == []


@pytest.mark.external
@pytest.mark.parametrize(
    ("one", "lang"),
    [("ntrexhard_is_en/g03_017-024", "is"), ("ntrexhard_vi_en/g01_001-008", "vi"), ("udhr_is_en/udhr", "is")],
)
def test_languages_without_an_encoder(shared, one, lang):
    """What is learnt from one half of the beads holds for the other half in translations, and only there."""
    aligner = LexicalAligner()
    source, target = document(lang, lines_of(shared, one, lang)), document("en", lines_of(shared, one, "en"))
    assert not relation(aligner, source, target, aligner.align(source, target)).looks_unrelated
    wrong = document("en", lines_of(shared, "sdghard_en_fr/g01_goal01-goal03", "en"))
    assert relation(aligner, source, wrong, aligner.align(source, wrong)).looks_unrelated


@pytest.mark.external
@pytest.mark.parametrize(
    "name", ["ntrexhard_is_en/g04_025-032", "twlaw_zh_en/B0000003", "sdghard_zh_en/g01_goal01-goal03"]
)
@pytest.mark.parametrize("part", ["first", "strewn"])
def test_a_text_of_which_a_third_was_translated(shared, semantic, name, part):
    """Is no text that does not belong; be it the beginning or every third passage."""
    langs = name.split("/")[0].split("_")[1:]
    lines = [lines_of(shared, name, lang) for lang in langs]
    count = len(lines[1])
    kept = range(count // 3) if part == "first" else [k for k in range(count) if k // 7 % 3 == 0]
    source, target = document(langs[0], lines[0]), document(langs[1], [lines[1][k] for k in kept])
    aligner = semantic.serving(*langs)
    for one, other in ((source, target), (target, source)):
        assert not relation(aligner, one, other, aligner.align(one, other)).looks_unrelated


@pytest.mark.parametrize(("learnt", "ratio"), [*product([False, True], [1.0, 3.0])])
def test_short_texts_prove_nothing(learnt, ratio):
    """Whatever the figures say."""
    short = Relation(beads=9, segments=11, ratio=ratio, matched=0.0, excess=0.0, learnt=learnt)
    assert not short.looks_unrelated


@pytest.mark.parametrize(
    ("learnt", "ratio", "excess", "beads", "unrelated"),
    [
        (False, 1.0, 0.09, 0, True),
        (False, 1.0, 0.11, 50, False),
        (False, 3.0, 0.04, 50, True),
        (False, 3.0, 0.04, 4, False),
        (False, 3.0, 0.06, 50, False),
        (True, 1.0, 0.019, 50, True),
        (True, 1.0, 0.02, 19, False),
        (True, 1.0, 0.04, 50, False),
        (True, 3.0, 0.0, 50, False),
    ],
)
def test_the_limits(learnt, ratio, excess, beads, unrelated):
    """Stricter where one side is longer, and where all was learnt from the texts themselves."""
    found = Relation(beads=beads, segments=100, ratio=ratio, matched=0.3, excess=excess, learnt=learnt)
    assert found.looks_unrelated is unrelated


def test_no_bead_at_all():
    """All null beads are compared to nothing: no excess, nothing matched, and no error."""
    source, target = document("en", [f"One {k}." for k in range(3)]), document("fr", [f"Deux {k}." for k in range(4)])
    found = relation(LexicalAligner(), source, target, ())
    assert (found.beads, found.matched, found.excess, found.segments) == (0, 0.0, 0.0, 3)
