"""In a corpus of three languages or more, each text is aligned with the pivot with an ear for the others."""

from __future__ import annotations

import pytest

from align.aligners.length import LengthAligner
from align.aligners.semantic import SemanticAligner
from align.corpus.build import align_corpus
from align.corpus.manifest import read_manifest
from align.corpus.witnessing import MOST_WITNESSES, heard
from align.encoders.hashing import HashingEncoder
from align.model import Alignment, Bead
from align.pairing import pair
from line_documents import document

LINES = [f"Sentence number {k} says {k * 7} things about {'abcdefghij'[k] * 5}." for k in range(8)]


def alignments(langs, aligner, *, lines=LINES):
    """Each text with the English one."""
    pivot = document("en", LINES)
    return [pair(document(lang, lines), pivot, aligner=aligner) for lang in langs]


def listen(made, aligner, **more):
    """What `heard` makes of them, and what it said it was doing."""
    told = []
    options = {"aligners": {one.source.lang: aligner for one in made}, "kept": {}} | more
    return heard(made, aligner=aligner, progress=lambda *langs: told.append(langs), **options), told


def test_every_text_hears_the_others():
    """Signatures name how many; the texts are aligned with one another once, then with the pivot."""
    aligner = SemanticAligner(encoder=HashingEncoder())
    made, told = listen(alignments(("de", "fr", "es"), aligner), aligner)
    assert [one.signature.get("aligner") for one in made] == [f"{aligner.signature}+witnesses.1.2"] * 3
    assert told == [("de", "fr"), ("de", "es"), ("fr", "es"), ("de", "en"), ("fr", "en"), ("es", "en")]
    for one in made:
        Alignment(source=one.source, target=one.target, beads=one.beads)


def test_not_more_are_heard_than_help():
    """The first texts are the witnesses of all that follow."""
    langs = ("de", "fr", "es", "it", "pt", "nl", "pl", "ru")
    aligner = SemanticAligner(encoder=HashingEncoder())
    made, _ = listen(alignments(langs, aligner), aligner)
    heard_of = [int(one.signature.get("aligner").rpartition(".")[2]) for one in made]
    assert heard_of == [MOST_WITNESSES - 1] * MOST_WITNESSES + [MOST_WITNESSES] * (len(langs) - MOST_WITNESSES)


@pytest.mark.parametrize("langs", [(), ("fr",)])
def test_without_a_third_language_nothing_changes(langs):
    """A pair alone has no witness."""
    aligner = SemanticAligner(encoder=HashingEncoder())
    made = alignments(langs, aligner)
    assert listen(made, aligner) == (tuple(made), [])


def test_an_aligner_that_weighs_nothing_hears_nothing():
    """The aligner `length` has no probabilities of beads that could be changed."""
    made = alignments(("de", "fr"), LengthAligner())
    assert listen(made, LengthAligner()) == (tuple(made), [])


def test_a_text_without_segments_neither_hears_nor_is_heard():
    """It stays all null beads."""
    aligner = SemanticAligner(encoder=HashingEncoder())
    made = [*alignments(("de", "fr"), aligner), *alignments(("es",), aligner, lines=[])]
    found, told = listen(made, aligner)
    assert found[2] == made[2]
    assert told == [("de", "fr"), ("de", "en"), ("fr", "en")]


def test_kept_beads_stay():
    """What a person has settled is not up to witnesses."""
    aligner = SemanticAligner(encoder=HashingEncoder())
    kept = Bead(source=(2, 3), target=(2,), status="checked")
    found, _ = listen(alignments(("de", "fr"), aligner), aligner, kept={"de": (kept,)})
    assert kept in found[0].beads


def test_a_manifest_can_do_without(corpus):
    """`pair.witnesses = false`: each text is aligned with the pivot alone."""
    path = corpus / "corpus.toml"
    text = path.read_text(encoding="utf-8").replace('aligner = "length"', 'aligner = "semantic"')
    path.write_text(text, encoding="utf-8")
    with_them = align_corpus(read_manifest(corpus))
    path.write_text(text.replace("[pair]", "[pair]\nwitnesses = false"), encoding="utf-8")
    without = align_corpus(read_manifest(corpus))
    for made, there in ((with_them, True), (without, False)):
        assert ["+witnesses." in one.signature.get("aligner") for one in made.alignments] == [there, there]
