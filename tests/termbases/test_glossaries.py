"""Glossaries of one pair of languages: OmegaT and UTX."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from align.errors import FormatError, OutputError, UsageError
from align.model import Concept, Term, TermBase
from align.termbases.files import read_termbase, write_termbase

if TYPE_CHECKING:
    from pathlib import Path

LAMP = TermBase(
    concepts=(
        Concept(
            id="lamp",
            note="of a room",
            terms=(
                Term(text="lamp", lang="en", note="source note"),
                Term(text="lampe", lang="fr", note="fem."),
                Term(text="lampadaire", lang="fr", status="admitted"),
                Term(text="lanterne", lang="fr", status="deprecated"),
                Term(text="Lampe", lang="de"),
            ),
        ),
    )
)


def test_omegat_gets_what_may_be_used(tmp_path: Path) -> None:
    """With notes in the comments; what is left out is counted."""
    path = tmp_path / "g.utf8"
    losses = write_termbase(LAMP, path, langs=("en", "fr"))
    assert path.read_text(encoding="utf-8").splitlines() == [
        "# Glossary in tab-separated format -*- coding: utf-8 -*-",
        "# languages: en fr",
        "lamp\tlampe\tof a room; fem.",
        "lamp\tlampadaire",
    ]
    assert {str(loss) for loss in losses} == {
        "terms that may not be used, or are only proposed (1)",
        "ids of concepts (1)",
        "note (1)",
    }


def test_omegat_is_read_as_it_comes(tmp_path: Path) -> None:
    """Comments, empty lines, several renderings, a byte order mark and other line ends."""
    path = tmp_path / "g.txt"
    path.write_bytes(
        "\ufeff# my glossary\r\n\r\nlamp\tlampe\tfem.\r\nlamp\tlampadaire\r\ncat\tchat\t\r\nlamp\tlampe\tagain\r\n".encode()
    )
    lamp, cat = read_termbase(path, langs=("en", "fr")).concepts
    assert [(term.lang, term.text, term.status) for term in lamp.terms] == [
        ("en", "lamp", "preferred"),
        ("fr", "lampe", "preferred"),
        ("fr", "lampadaire", "admitted"),
    ]
    assert (lamp.note, cat.note) == ("fem.\nagain", None)


def test_omegat_needs_languages(tmp_path: Path) -> None:
    """To read, if the file does not say them; to write, if there are not two."""
    path = tmp_path / "g.txt"
    path.write_text("lamp\tlampe\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"does not say its languages"):
        read_termbase(path)
    with pytest.raises(UsageError, match=r"omegat holds one pair of languages.*the term base has en, fr, de"):
        write_termbase(LAMP, tmp_path / "x.utf8")
    with pytest.raises(OutputError, match="no concept has a term in both en and it"):
        write_termbase(LAMP, tmp_path / "x.utf8", langs=("en", "it"))
    assert not (tmp_path / "x.utf8").exists()


def test_a_line_that_is_no_entry_is_named(tmp_path: Path) -> None:
    """With what an entry is."""
    path = tmp_path / "g.utf8"
    path.write_text("# languages: en fr\nlamp\tlampe\nalone\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"g\.utf8:3: this line is no entry: source, tab, target"):
        read_termbase(path)


def test_utx_keeps_ids_status_and_word_class(tmp_path: Path) -> None:
    """In the form that its specification shows: a signature, CR LF, a header of two lines."""
    path = tmp_path / "g.utx"
    write_termbase(LAMP, path, langs=("en", "fr"))
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf#UTX 1.20; en/fr; bidirectional\r\n#src\ttgt\tsrc:pos\ttgt:pos\tterm status")
    (concept,) = read_termbase(path).concepts
    assert concept.id == "lamp"
    assert [(term.text, term.status, term.note) for term in concept.terms] == [
        ("lamp", "preferred", "source note"),
        ("lampe", "preferred", "fem."),
        ("lampadaire", "admitted", None),
        ("lanterne", "deprecated", None),
    ]


def test_utx_of_other_tools(tmp_path: Path) -> None:
    """A longer header, columns in another order, other names of word classes, and cells that say nothing."""
    path = tmp_path / "g.utx"
    path.write_text(
        "#UTX 1.11; en-US/ja-JP; 2014-05-14T16:25:23Z; copyright: Someone; license: CC0;\n"
        "#description: some words;\n"
        "#src\ttgt\tsrc:pos\tterm status\tcomment\tx-mine\n"
        "lamp\tランプ\tn\tapproved\t-\tz\n"
        "lamp\t電灯\tnoun\tprovisional\tolder\t\n"
        "to run\t走る\tverb\t\t\t\n",
        encoding="utf-8",
    )
    lamp, run = read_termbase(path).concepts
    assert [(term.lang, term.text, term.status, term.part_of_speech, term.note) for term in lamp.terms] == [
        ("en-US", "lamp", "preferred", "noun", None),
        ("ja-JP", "ランプ", "preferred", None, None),
        ("ja-JP", "電灯", "proposed", None, "older"),
    ]
    assert run.terms[0].part_of_speech == "verb"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#UTX 1.20\n#src\ttgt\nlamp\tlampe\n", "g.utx:1: the first line is not like '#UTX 1.20; en/ja'"),
        ("#UTX 1.20; en/xq\n#src\ttgt\nlamp\tlampe\n", "g.utx:1: 'xq' is not a language tag"),
        ("#UTX 1.20; en/fr\nlamp\tlampe\n", "no line of the header names the columns"),
        ("#UTX 1.20; en/fr\n#src\ttgt\tterm status\nlamp\tlampe\tgood\n", "g.utx:3: unknown term status 'good'"),
        ("#UTX 1.20; en/fr\n#src\ttgt\n", "there is no entry in this glossary"),
    ],
)
def test_utx_that_cannot_be_read(tmp_path: Path, text: str, message: str) -> None:
    """Says what is wrong and where."""
    path = tmp_path / "g.utx"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read_termbase(path)
    assert message in str(caught.value)
