"""Units that are gone through twice, in little memory."""

from __future__ import annotations

from align.formats.spool import Spool, settled_source
from align.model import Property, TranslationUnit, Variant


def made(number: int) -> TranslationUnit:
    """A unit with something in each kind of field."""
    variant = Variant(lang="en" if number % 7 else "cs", content=(f"text {number}",))
    return TranslationUnit(
        id=f"u{number}", variants=(variant,), notes=("n",), properties=(Property(name="p", value="v"),)
    )


def test_a_spool_gives_the_units_again():
    """More than memory is meant to hold come back equal and in order, twice, and their languages are known."""
    every = [made(number) for number in range(5_001)]
    with Spool(iter(every)) as spool:
        assert list(spool) == every
        assert list(spool) == every
        assert len(spool) == len(every)
        assert spool.langs == ("cs", "en")


def test_a_spool_of_nothing():
    """No unit, no language."""
    with Spool(()) as spool:
        assert list(spool) == []
        assert spool.langs == ()


def test_the_source_language_is_the_one_that_units_have():
    """All units are still there after looking; one that differs in region alone is taken, else none."""
    every = [made(number) for number in range(1, 3)]
    for stated, expected in (("en", "en"), ("en-GB", "en"), ("fr", None), (None, None)):
        source, units = settled_source(iter(every), stated)
        assert (source, list(units)) == (expected, every)


def test_without_units_the_source_language_stays():
    """Nothing speaks against it."""
    assert settled_source((), "fr")[0] == "fr"
