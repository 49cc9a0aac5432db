"""Parts of a term base, and the languages that it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.errors import InputError, UnknownNameError, UsageError
from align.termbases.selecting import in_languages, languages_like, refuse_foreign, with_statuses
from full_termbase import FULL


def test_a_language_stands_for_its_regions_and_scripts() -> None:
    """If the term base has no term in exactly that language."""
    assert languages_like(FULL, ("zh", "en")) == ("zh-Hans", "en")
    with pytest.raises(UsageError, match="no term in de; it has en, fr, ru, zh-Hans"):
        languages_like(FULL, ("de",))
    with pytest.raises(UsageError, match="no term in zh-Hant"):
        languages_like(FULL, ("zh-Hant",))


def test_terms_of_some_languages_or_statuses() -> None:
    """Concepts without any are left out; a status that there is none of is an error."""
    assert [concept.id for concept in in_languages(FULL, ("ru",)).concepts] == ["diplomacy"]
    kept = with_statuses(FULL, ("proposed", "deprecated"))
    assert [term.status for concept in kept.concepts for term in concept.terms] == ["deprecated", "proposed"]
    with pytest.raises(UnknownNameError, match="no status named 'deprecate'; did you mean 'deprecated'"):
        with_statuses(FULL, ("deprecate",))


def test_a_term_base_for_other_languages_is_refused() -> None:
    """With its languages and those of the corpus; one language in common is enough, whatever its region."""
    refuse_foreign(FULL, ("de", "zh-Hant"))
    with pytest.raises(InputError) as caught:
        refuse_foreign(FULL, ("de", "it", "de"), path=Path("terms.csv"))
    assert str(caught.value) == (
        "terms.csv: the term base has no term in the languages of the corpus: it has en, fr, ru, zh-Hans, the corpus "
        "de, it; give another term base"
    )
