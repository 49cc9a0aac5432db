from __future__ import annotations

import pytest

from align.errors import LanguageError
from align.lang import parse
from align.language_names import LANGUAGE_NAMES, language_of


def test_every_name_has_a_canonical_tag() -> None:
    """Names are in small letters, as they are looked up."""
    assert [tag for tag in LANGUAGE_NAMES.values() if parse(tag) != tag] == []
    assert [name for name in LANGUAGE_NAMES if name != name.casefold()] == []


@pytest.mark.parametrize(
    ("heading", "tag"), [("German", "de"), (" DEUTSCH ", "de"), ("de_AT", "de-AT"), ("Français", "fr"), ("中文", "zh")]
)
def test_a_heading_is_a_name_or_a_tag(heading: str, tag: str) -> None:
    """Capitals and white space around it do not matter."""
    assert language_of(heading) == tag


@pytest.mark.parametrize("heading", ["", "Source", "Germanish"])
def test_another_heading_is_no_language(heading: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(LanguageError):
        language_of(heading)
