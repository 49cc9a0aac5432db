"""Terms that share a word with another one."""

from __future__ import annotations

import pytest

from align.terminology.inflect import inflector
from align.terminology.shared_words import shares_words


@pytest.mark.parametrize(
    ("lang", "term", "text", "expected"),
    [
        ("en", "developing country", "Countries both developed and developing agreed.", True),
        ("en", "developing country", "The developed and the developing country agreed.", True),
        ("fr", "pays développé", "les pays en développement et développés", True),
        ("fr", "tenir compte de", "ils n’ont tenu compte ni de la force majeure", True),
        ("de", "nationale Behörde", "nationale und regionale Behörden", True),
        ("es", "derechos humanos", "los derechos civiles y humanos", True),
        ("en", "security council", "The council discussed security.", False),
        ("en", "developing country", "The country met others. They are developed and developing.", False),
        ("en", "new era", "A new day dawned and people said that it was the beginning of an era.", False),
        ("en", "country", "countries and regions", False),
        ("la", "res publica", "res privata et publica", False),
    ],
)
def test_all_words_stand_close_together_around_a_conjunction(lang, term, text, expected):
    """In one sentence, in any form and order; a single word and an unknown language share nothing."""
    assert shares_words(term, text, lang=lang, inflector=inflector(lang)) is expected
