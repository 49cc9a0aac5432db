"""What many documents teach."""

from __future__ import annotations

import pytest

from align.aligners import ALIGNERS, together
from align.aligners.together import learn_together, lesson_of
from align.evaluation import evaluate
from align.model import Bead, Block, Document, Segment


def lines(*texts, lang="en"):
    """A document with these segments."""
    blocks, segments, at = [], [], 0
    for number, text in enumerate(texts):
        blocks.append(Block(kind="paragraph", start=at, end=at + len(text)))
        segments.append(Segment(id=f"s{number + 1}", text=text, start=at, end=at + len(text), block=number))
        at += len(text) + 1
    return Document(id="d", lang=lang, text="\n".join(texts), blocks=tuple(blocks), segments=tuple(segments))


def one(source, target):
    """A document of one bead, as a lesson."""
    return lesson_of(lines(source, lang="de"), lines(target), [Bead(source=(0,), target=(0,))])


def test_what_one_document_cannot_teach():
    """A pair of words that meets once in a document is learnt if it meets again in another."""
    lessons = [one("Haus rot", "house red"), one("Haus blau", "house blue"), one("Baum rot", "tree red")]
    assert learn_together(lessons[:1]) == {}
    lexicon = learn_together(lessons)
    assert lexicon["haus", "house"] > 0.5
    assert lexicon["rot", "red"] > 0.5


def test_null_beads_teach_nothing():
    """And there is nothing to learn without any lesson."""
    assert (
        lesson_of(lines("Haus"), lines("house"), [Bead(source=(0,), target=()), Bead(source=(), target=(0,))]).beads
        == ()
    )
    assert learn_together([]) == {}


def test_of_a_large_collection_a_part_teaches(monkeypatch):
    """Spread over all of it, so that memory does."""
    lessons = [one("Haus rot", "house red"), one("Baum blau", "tree blue")] * 50
    whole = learn_together(lessons)
    monkeypatch.setattr(together, "_MOST_MEETINGS", 4 * 34)
    part = learn_together(lessons)
    assert whole.keys() == part.keys()


@pytest.mark.parametrize("name", ["ntrexhard_en_ja", "sdghard_zh_en"])
def test_small_documents_gain(shared, name):
    """Each set is some short documents in languages without common words: more beads are right."""
    documents = []
    for path in sorted((shared / "gold" / name).glob("*.gold")):
        from align.pipeline import read_beads

        stem, pair, _ = path.name.rsplit(".", 2)
        sides = [
            lines(*path.with_name(f"{stem}.{lang}").read_text(encoding="utf-8").split("\n")[:-1], lang=lang)
            for lang in pair.split("-")
        ]
        documents.append((*sides, read_beads(path, format="beads")))
    alone = [ALIGNERS.make("lexical").align(source, target) for source, target, _ in documents]
    lexicon = learn_together(lesson_of(*sides, beads) for beads, (*sides, _) in zip(alone, documents, strict=True))
    aligner = ALIGNERS.make("lexical", lexicon=lexicon)
    with_all = [aligner.align(source, target) for source, target, _ in documents]
    scores = []
    for answers in (alone, with_all):
        first, *rest = (evaluate(beads, gold) for beads, (*_, gold) in zip(answers, documents, strict=True))
        for counts in rest:
            first += counts
        scores.append(first)
    assert scores[1].f1 > scores[0].f1
    assert scores[1].lax_f1 > scores[0].lax_f1
