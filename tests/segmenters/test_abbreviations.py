"""The data files of abbreviations."""

from __future__ import annotations

from importlib.resources import files

import pytest

from align.errors import FormatError
from align.segmenters._abbreviations import LANGUAGES, Class, knowledge, read_knowledge


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_file_is_well_formed(language):
    """Every data file can be read and says something."""
    assert knowledge(language).abbreviations


def test_every_file_is_used():
    """No data file lies about unused."""
    folder = files("align.segmenters") / "data"
    assert sorted(path.name.removesuffix(".txt") for path in folder.iterdir()) == sorted(LANGUAGES)


def test_nothing_is_known_of_other_languages():
    """A language without a file has no abbreviations, not those of English."""
    assert not knowledge("ca").abbreviations


def test_entries(tmp_path):
    """Entries are compared without spaces after stops, and also with a capital."""
    path = tmp_path / "xx.txt"
    path.write_text("# note\n[never]\nz. B.\n[starters]\nDer\n[options]\nordinals\n", encoding="utf-8")
    found = read_knowledge(path)
    assert found.abbreviations == {"z.B.": Class.NEVER, "Z.B.": Class.NEVER}
    assert found.parts == {"z.": ("B.",), "Z.": ("B.",)}
    assert found.ordinals
    assert found.starters == {"Der"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Dr.\n", "xx.txt:1: entry before the first heading"),
        ("[nevr]\n", "xx.txt:1: unknown heading"),
        ("[never]\nDr\n", "xx.txt:2: 'Dr' lacks the stop"),
        ("[never]\nDr.\n[before a number]\nDr.\n", "xx.txt:4: 'Dr.' occurs twice"),
        ("[starters]\nDer\nDer\n", "xx.txt:3: 'Der' occurs twice"),
        ("[options]\nordinal\n", "xx.txt:2: unknown option"),
    ],
)
def test_mistakes(tmp_path, content, message):
    """A mistake in a data file is an error with its line."""
    path = tmp_path / "xx.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        read_knowledge(path)
