"""The alignment of a corpus is scored against the gold that comes with it."""

from __future__ import annotations

import pytest

from align.corpus.build import align_corpus
from align.corpus.gold import evaluate_corpus
from align.corpus.manifest import read_manifest
from align.errors import InputError, ManifestError
from align.pipeline import write_beads


@pytest.fixture
def golden(corpus, edit):
    """The small corpus with its own answer for gold."""
    edit("[pair]", '[gold]\nfolder = "gold"\n\n[pair]')
    folder = corpus / "gold"
    folder.mkdir()
    made = align_corpus(read_manifest(corpus))
    for document in made.documents:
        lines = "".join(f"{segment.text}\n" for segment in document.segments)
        (folder / f"small.{document.lang}").write_text(lines, encoding="utf-8")
    for alignment in made.alignments:
        write_beads(alignment.beads, folder / f"small.{alignment.source.lang}-en.gold")
    return corpus


def test_its_own_answer_is_all_right(golden):
    """Every pair, in the order of the manifest."""
    scores = evaluate_corpus(golden)
    assert {pair: counts.f1 for pair, counts in scores.items()} == {"zh-en": 1.0, "fr-en": 1.0}


def test_an_aligner_is_measured_without_what_is_kept(golden, edit):
    """Gold that is kept as well makes no figure better: the corpus is aligned afresh."""
    gold = golden / "gold" / "small.zh-en.gold"
    gold.write_text("0:0,1,2\n1:\n2:3\n3:4,5\n", encoding="utf-8")
    edit('role = "source"', 'role = "source"\nchecked = "gold/small.zh-en.gold"')
    kept = align_corpus(read_manifest(golden)).alignments[0].beads
    assert (kept[0].source, kept[0].target) == ((0,), (0, 1, 2))
    assert all(bead.status == "checked" for bead in kept)
    assert evaluate_corpus(golden)["zh-en"].f1 < 1.0


def test_pairs_without_gold_are_left_out(golden):
    """A corpus may have gold for some of its languages."""
    (golden / "gold" / "small.fr-en.gold").unlink()
    assert list(evaluate_corpus(golden)) == ["zh-en"]


def test_no_gold_is_said(corpus):
    """By the manifest's key."""
    with pytest.raises(ManifestError, match=r"names no gold to score against; add \[gold\]"):
        evaluate_corpus(corpus)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "small.en",
            "Other words.\n",
            r"small\.en:1: the gold has 'Other words\.', the text 'A conference in Beijing'",
        ),
        ("small.en", "A conference in Beijing\n", "the gold has 1 segments, the text 6"),
        ("small.en", b"\xff\n", "cannot be read as UTF-8"),
        ("small.en", None, "has no segments for en"),
        ("small.zh-en.gold", "0:x\n", r"small\.zh-en\.gold:1: '0:x' is not a bead"),
    ],
)
def test_gold_that_does_not_fit(golden, name, content, message):
    """A number means nothing if the segments differ, so there is none."""
    path = golden / "gold" / name
    path.unlink()
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError, match=message):
        evaluate_corpus(golden)


def test_no_gold_for_any_pair(golden):
    """Is an error, not an empty table."""
    for path in (golden / "gold").glob("*.gold"):
        path.unlink()
    with pytest.raises(InputError, match="has no gold file for any pair"):
        evaluate_corpus(golden)
