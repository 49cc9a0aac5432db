"""Words that are made of a term."""

from __future__ import annotations

import pytest

from align.terminology.inflect import inflector
from align.terminology.word_formation import in_compound, is_derived


@pytest.mark.parametrize(
    ("lang", "term", "text", "expected"),
    [
        ("de", "Malaria", "Malariaausbrüche nahmen zu.", True),
        ("de", "Ausbruch", "Malariaausbrüche nahmen zu.", True),
        ("de", "Tabakkontrolle", "Das Tabakkontrollprogramm läuft.", True),
        ("de", "Impfstoff", "Die Impfstoffsicherheit ist hoch.", True),
        ("de", "Macht", "Die Großmacht schweigt.", False),
        ("de", "Netz", "Die Netzhaut ist verletzt.", False),
        ("de", "Ausbruch", "Es gab einen Nichtausbruch.", False),
        ("de", "Malaria", "Malariaxyz nahm zu.", False),
        ("de", "öffentliche Gesundheit", "Die Gesundheitsausbrüche.", False),
        ("en", "foot", "A footballer ran.", False),
    ],
)
def test_a_compound_that_no_dictionary_has_speaks_of_its_parts(lang, term, text, expected):
    """Its other part is a word; one that a dictionary has may be another thing, and so may one with a negation."""
    assert in_compound(term, text, lang=lang, inflector=inflector(lang)) is expected


def test_a_compound_that_is_a_term_of_its_own_is_another_thing():
    """The spans that are taken do not count."""
    text = "Malariaausbrüche nahmen zu."
    assert not in_compound("Malaria", text, lang="de", inflector=inflector("de"), taken=[(0, 16)])


@pytest.mark.parametrize(
    ("lang", "term", "text", "expected"),
    [
        ("de", "stärken", "Die Stärkung der Systeme.", True),
        ("de", "stärken", "Die gestärkten Systeme.", True),
        ("fr", "renforcer", "Le renforcement des systèmes.", True),
        ("es", "fortalecer", "El fortalecimiento de los sistemas.", True),
        ("ru", "укреплять", "Мы укрепили системы.", True),
        ("ru", "укреплять", "Укрепление систем.", True),
        ("fr", "renforcer", "La force des systèmes.", False),
        ("de", "Stärken", "Die Stärkung der Systeme.", False),
        ("en", "strengthen", "The strength of the systems.", False),
        ("fr", "santé", "Le sanatorium.", False),
    ],
)
def test_a_verb_is_there_in_what_is_made_of_it(lang, term, text, expected):
    """Nouns, participles and the other aspect have the root of the verb."""
    assert is_derived(term, text, lang=lang, inflector=inflector(lang)) is expected
