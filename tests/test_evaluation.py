"""Beads are judged as the reference script judges them."""

from __future__ import annotations

import importlib.util
import random
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.evaluation import Counts, evaluate, merge_into
from align.model import Bead

SETS = {"udhr_en_de": True, "prcconst_zh_en": True, "textberg_dev_de_fr": False, "sdghard_zh_en": False}
RATIOS = [
    "precision", "recall", "f1", "lax_precision", "lax_recall", "lax_f1", "null_precision", "null_recall",
]  # fmt: skip


def bead(source, target):
    """A bead of these segments."""
    return Bead(source=tuple(source), target=tuple(target))


@pytest.fixture(scope="session")
def reference(shared):
    """The script that came with the gold, as a module."""
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_of(path):
    """The beads of a gold file."""
    sides = (line.split(":") for line in path.read_text(encoding="utf-8").split())
    return [bead(*([int(x) for x in side.split(",") if x] for side in line)) for line in sides]


def perturbed(beads, seed):
    """An answer with all kinds of mistakes: merged, split, dropped and shifted beads."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    out = []
    todo = list(beads)
    while todo:
        one = todo.pop(0)
        dice = rng.random()
        if dice < 0.15 and todo:
            other = todo.pop(0)
            source, target = sorted({*one.source, *other.source}), sorted({*one.target, *other.target})
            out.append(bead(source, target))
        elif dice < 0.3 and not one.is_null:
            out += [bead(one.source, ()), bead((), one.target)]
        elif dice < 0.4 and len(one.source) > 1:
            out += [bead(one.source[:1], one.target), bead(one.source[1:], ())]
        elif dice < 0.5 and todo and not one.is_null and not todo[0].is_null:
            other = todo.pop(0)
            out += [bead(one.source, other.target), bead(other.source, one.target)]
        elif dice < 0.55:
            continue
        else:
            out.append(one)
    return out


@pytest.mark.external
@pytest.mark.parametrize("merge", [False, True])
@pytest.mark.parametrize("name", SETS)
def test_figures_are_those_of_the_reference_script(shared, reference, name, merge):
    """Strict and lax precision, recall and F1 of answers with mistakes, over all documents of a set."""
    total, pairs = Counts(), []
    for seed, path in enumerate(sorted((shared / "gold" / name).glob("*.gold"))):
        gold = gold_of(path)
        answer = perturbed(gold, seed)
        total += evaluate(answer, gold, merge=merge)
        pairs.append(([(b.source, b.target) for b in gold], [(b.source, b.target) for b in answer]))
    figures = (
        total.precision, total.recall, total.f1, total.lax_precision, total.lax_recall, total.lax_f1,
    )  # fmt: skip
    expected = reference.score(pairs, merge)
    assert [round(figure, 4) for figure in figures] == [
        expected[key] for key in ("P", "R", "F", "laxP", "laxR", "laxF")
    ]
    assert total.gold == expected["gold"]
    assert 0 < total.strict < total.gold


@given(st.integers(0, 10_000), st.booleans())
def test_figures_are_those_of_an_obvious_count(seed, merge):
    """Random answers to random gold, judged once more bead by bead."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    gold, i, j = [], 0, 0
    while i < 12 and j < 12:
        a, b = rng.choice([(1, 1), (1, 1), (2, 1), (1, 2), (0, 1), (1, 0), (2, 2)])
        gold.append(bead(range(i, i + a), range(j, j + b)))
        i, j = i + a, j + b
    answer = perturbed(gold, seed)
    counts = evaluate(answer, gold, merge=merge)
    judged = merge_into(answer, gold) if merge else answer
    found = {b for b in judged if not b.is_null}
    right = {b for b in gold if not b.is_null}
    touch = lambda one, other: set(one.source) & set(other.source) and set(one.target) & set(other.target)  # noqa: E731
    assert counts.strict == len(found & right)
    assert counts.lax_found == sum(any(touch(b, g) for g in right) for b in found)
    assert counts.lax_gold == sum(any(touch(b, g) for b in found) for g in right)


def test_the_gold_itself_is_perfect():
    """Every ratio is 1."""
    gold = [bead([0], [0]), bead([1], []), bead([2, 3], [1]), bead([], [2])]
    counts = evaluate(gold, gold)
    assert [getattr(counts, name) for name in RATIOS] == [1.0] * len(RATIOS)
    assert (counts.gold, counts.null_gold) == (2, 2)


def test_strict_wants_the_very_bead_and_lax_a_shared_segment():
    """A 2-1 bead for a 1-1 bead and a null bead is lax only."""
    counts = evaluate([bead([0, 1], [0])], [bead([0], [0]), bead([1], [])])
    assert (counts.f1, counts.lax_f1, counts.null_recall, counts.null_precision) == (0.0, 1.0, 0.0, None)


def test_null_beads_do_not_count_as_beads():
    """They have a recall and a precision of their own."""
    counts = evaluate([bead([0], []), bead([1], [])], [bead([0], []), bead([], [0])])
    assert (counts.gold, counts.found) == (0, 0)
    assert (counts.null_recall, counts.null_precision) == (0.5, 0.5)


def test_beads_inside_a_gold_bead_are_merged_when_asked():
    """Only errors over a border count."""
    gold = [bead([0, 1], [0, 1]), bead([2], [2])]
    answer = [bead([0], [0]), bead([1], [1]), bead([2], [2])]
    assert evaluate(answer, gold).strict == 1
    assert evaluate(answer, gold, merge=True).strict == 2
    assert set(merge_into(answer, gold)) == set(gold)


def test_a_bead_over_a_border_stays_as_it_is():
    """It is merged into neither side, and nothing is merged with it."""
    gold = [bead([0, 1], [0, 1]), bead([2], [2])]
    answer = [bead([0], [0]), bead([1, 2], [1]), bead([], [2])]
    assert set(merge_into(answer, gold)) == set(answer)


def test_the_answer_may_come_from_an_iterator():
    """It is walked once."""
    gold = [bead([0], [0])]
    assert evaluate(iter(gold), gold, merge=True).f1 == 1.0


@pytest.mark.parametrize("merge", [False, True])
def test_nothing_at_all_has_no_ratios(merge):
    """None stands for nothing over nothing; nothing is divided by zero."""
    counts = evaluate([], [], merge=merge)
    assert [getattr(counts, name) for name in RATIOS] == [None] * len(RATIOS)


@pytest.mark.parametrize(
    ("answer", "gold", "expected"),
    [
        ([], [bead([0], [0])], {"precision": None, "recall": 0.0, "f1": 0.0, "lax_f1": None}),
        ([bead([0], [0])], [], {"precision": 0.0, "recall": None, "f1": 0.0, "lax_f1": None}),
        ([bead([0], [0])], [bead([1], [1])], {"precision": 0.0, "recall": 0.0, "f1": 0.0, "lax_f1": 0.0}),
    ],
)
def test_a_side_without_beads_or_without_agreement(answer, gold, expected):
    """Zero where there was something to find, None where there was nothing."""
    counts = evaluate(answer, gold)
    assert {name: getattr(counts, name) for name in expected} == expected


def test_counts_are_added_field_by_field():
    """The ratios of a sum are those of all documents together, not the mean of their ratios."""
    first = evaluate([bead([0], [0])], [bead([0], [0])])
    second = evaluate([bead([0], []), bead([1], [0])], [bead([0], [0]), bead([1], []), bead([2], [1])])
    total = first + second
    for field in fields(Counts):
        assert getattr(total, field.name) == getattr(first, field.name) + getattr(second, field.name)
    assert total.recall == pytest.approx(1 / 3)
    assert sum([first, second], Counts()) == total
    assert first + Counts() == first
