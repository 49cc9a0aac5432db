"""The format of a file is told by its content; its suffix only breaks ties, and a name overrides both."""

from __future__ import annotations

import gzip
import shutil

import pytest

from align.choosing import existing
from align.errors import InputError
from align.formats import FORMATS, AlignmentFormat, BeadFormat, DocumentFormat, UnitSource
from format_files import write

ASKED_FOR = {"moses": "any text could be one side", "plain": "any text is plain text"}
SAME = {"hf-jsonl": "jsonl", "hf-parquet": "parquet", "html-main": "html"}
"""Formats whose files are those of another one, which is taken unless they are named."""
TIES = {"markdown", "srt", "vtt"}
"""Formats whose files are plain text too: a name that ends in .txt says that this is how they are to be read."""
TEXTS = {"plain", "markdown", "html", "html-main", "docx", "odt", "pdf", "epub", "srt", "vtt"}


def abilities(name):
    """What is asked for where a file of this format is read."""
    return DocumentFormat if name in TEXTS else (UnitSource, BeadFormat, AlignmentFormat)


@pytest.mark.parametrize("called", ["file", "file.txt", "file.xml", "file.tmx", "file.csv"])
@pytest.mark.parametrize("name", sorted(set(FORMATS.names()) - ASKED_FOR.keys()))
def test_content_decides(name, called, tmp_path):
    """Whatever the file is called; but a text called .txt is plain text."""
    place = tmp_path / called
    (tmp_path / "made").mkdir()
    shutil.copy(write(name, tmp_path / "made", 30), place)
    fallback = "plain" if name in TEXTS else None
    expected = "plain" if name in TIES and called == "file.txt" else SAME.get(name, name)
    assert existing(place, None, abilities(name), "x", fallback=fallback).name == expected


@pytest.mark.parametrize("name", ["tmx", "xliff", "xliff2", "xces", "tei"])
def test_packed_xml_is_told_by_its_root(name, tmp_path):
    """Without being unpacked first."""
    place = tmp_path / "file"
    (tmp_path / "made").mkdir()
    place.write_bytes(gzip.compress(write(name, tmp_path / "made", 30).read_bytes()))
    assert existing(place, None, abilities(name), "x").name == name


@pytest.mark.parametrize("name", FORMATS.names())
def test_a_name_overrides_the_content(name, tmp_path):
    """Even where the content is plainly something else; reading will say so."""
    place = tmp_path / "file.tmx"
    (tmp_path / "made").mkdir()
    shutil.copy(write("tmx", tmp_path / "made", 3), place)
    member = existing(place, name, (DocumentFormat, UnitSource, BeadFormat, AlignmentFormat), "x")
    assert member.name == name


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"SQLite format 3\x00", "an SQLite database"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
        (b"{\\rtf1 ", "an RTF document"),
    ],
)
def test_a_file_of_another_kind_is_called_by_its_name(head, what, tmp_path):
    """A memory that a tool keeps for itself, an old workbook: what it is, and what to do."""
    (tmp_path / "x").write_bytes(head + bytes(5000))
    with pytest.raises(InputError, match=rf"is {what}, in no known unit format \(.*tmx.*\); save or export it in one"):
        existing(tmp_path / "x", None, UnitSource, "unit")
