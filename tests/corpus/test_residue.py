"""Blocks that a rule matches in full are left out, and counted."""

from __future__ import annotations

import pytest

from align.corpus.manifest import DropRule
from align.corpus.residue import drop_residue
from align.errors import InputError
from align.formats.plain import blocks_of
from align.model import Document

TEXT = "Title\n\nFirst paragraph.\n\nShare this page\n\nSecond paragraph.\n\nShare this page\n"


def document(text=TEXT, lang="en"):
    """A document with the blocks of a text."""
    return Document(id="d", lang=lang, text=text, blocks=blocks_of(text))


def kept(found):
    """The texts of the blocks that are left."""
    return [found.text[block.start : block.end] for block in found.blocks]


def test_blocks_go_and_the_text_stays():
    """So that offsets are those of the file."""
    found, (dropped,) = drop_residue(document(), [DropRule(pattern="Share .*")])
    assert found.text == TEXT
    assert kept(found) == ["Title", "First paragraph.", "Second paragraph."]
    assert (dropped.count, dropped.texts, dropped.lang) == (2, ("Share this page", "Share this page"), "en")


def test_a_rule_has_to_match_the_whole_block():
    """Half a block is never taken away."""
    found, (dropped,) = drop_residue(document(), [DropRule(pattern="Share")])
    assert (kept(found), dropped.count) == (kept(document()), 0)


def test_rules_are_for_a_language_or_for_all():
    """``en`` is also for ``en-GB``; each block counts for the first rule that matches it."""
    rules = [DropRule(pattern=".*page", lang="en"), DropRule(pattern="Share.*"), DropRule(pattern=".*", lang="fr")]
    found, dropped = drop_residue(document(lang="en-GB"), rules)
    assert len(found.blocks) == 3
    assert [(one.pattern, one.count) for one in dropped] == [(".*page", 2), ("Share.*", 0)]


def test_properties_of_unicode_may_be_used():
    """As the manifest accepts them."""
    found, _ = drop_residue(document("人\n\n人人 a\n"), [DropRule(pattern=r"\p{Han}+")])
    assert kept(found) == ["人人 a"]


def test_a_pattern_that_takes_for_ever_is_stopped():
    """With the number of the block."""
    text = "a" * 60 + "!\n"
    with pytest.raises(InputError, match="takes too long on block 1; make it simpler"):
        drop_residue(document(text), [DropRule(pattern="(a|aa)+c")])
