"""Term bases from CSV and TSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from align.errors import FormatError, InputError
from align.model import Term
from align.termbases.files import read_termbase

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "concept,lang,text,status,valid_from,valid_to,authority,note"


def write(folder: Path, text: str, *, encoding: str = "utf-8") -> Path:
    """A file that holds `text`."""
    path = folder / "terms.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_long_form_is_read_with_all_its_columns(tmp_path: Path) -> None:
    """Every column arrives in its field, and forms are set apart by a bar."""
    path = write(
        tmp_path,
        f"{HEADER},forms,subject,definition,part_of_speech\n"
        'c,en,"sovereignty, security",admitted,2018-01-24,2023,Xinhua,a note,one|two,politics,what it is,noun\n'
        "c,zh-cn,主权,,,,,,,,,\n",
    )
    (concept,) = read_termbase(path).concepts
    assert (concept.id, concept.subject, concept.definition) == ("c", "politics", "what it is")
    assert concept.terms == (
        Term(
            text="sovereignty, security",
            lang="en",
            status="admitted",
            valid_from="2018-01-24",
            valid_to="2023",
            authority="Xinhua",
            note="a note",
            forms=("one", "two"),
            part_of_speech="noun",
        ),
        Term(text="主权", lang="zh-CN", status="preferred"),
    )


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_encodings_are_told_from_the_file(tmp_path: Path, separator: str, encoding: str) -> None:
    """Semicolons and tabs are as good as commas, with a byte order mark or without."""
    text = "concept,lang,text\nc,fr,ère nouvelle\nc,ru,новая эпоха\n".replace(",", separator)
    (concept,) = read_termbase(write(tmp_path, text, encoding=encoding)).concepts
    assert [term.text for term in concept.terms] == ["ère nouvelle", "новая эпоха"]


def test_the_wide_form_is_read(tmp_path: Path) -> None:
    """The first rendering of a cell is preferred, the others admitted; concepts without an id are numbered."""
    text = 'subject,en,zh-Hans\npolitics,"a term|another\nthird",词\n,one,\n'
    first, second = read_termbase(write(tmp_path, text)).concepts
    assert (first.id, first.subject, second.id) == ("concept-1", "politics", "concept-2")
    assert [(term.text, term.lang, term.status) for term in first.terms] == [
        ("a term", "en", "preferred"),
        ("another", "en", "admitted"),
        ("third", "en", "admitted"),
        ("词", "zh-Hans", "preferred"),
    ]


def test_rows_of_a_concept_may_lie_apart_and_empty_rows_are_skipped(tmp_path: Path) -> None:
    """Concepts come in the order in which they first occur."""
    path = write(tmp_path, "concept,lang,text\na,en,x\n,,\nb,en,y\na,fr,z\n")
    assert [(c.id, len(c.terms)) for c in read_termbase(path).concepts] == [("a", 2), ("b", 1)]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (f"{HEADER},statuss\nc,en,x,,,,,,\n", 1, "unknown column 'statuss'; did you mean 'status'?"),
        (f"{HEADER}\nc,en,x,prefered,,,,\n", 2, "unknown status 'prefered'; did you mean 'preferred'?"),
        (f"{HEADER}\nc,en,x,,2018-13,,,\n", 2, "valid_from is '2018-13', which is no date"),
        (f"{HEADER}\nc,en,x,,Mensis 2018,,,\n", 2, "valid_from is 'Mensis 2018', which is no date"),
        (f"{HEADER}\nc,en,x,,03.04.2018,,,\n", 2, "day and month cannot be told apart; write 2018-04-03 or 2018-03-04"),
        (f"{HEADER}\nc,en,x,,2019,2018,,\n", 2, "valid from 2019 but only to 2018"),
        (f"{HEADER}\nc,english!,x,,,,,\n", 2, "not a language tag"),
        (f"{HEADER}\nc,en,,,,,,\n", 2, "column 'text' is empty"),
        (f"{HEADER}\nc,en,x,,,,,\nd,en,y,,,,,\nc,en,x,admitted,,,,\n", 4, "already, in line 2"),
        (f"{HEADER}\nc,en,x,,,,,\nc,en,y,,,,,\n", 3, "a preferred term in en already, in line 2"),
        (f'{HEADER}\nc,en,"a\nb",,,,,\nc,en,x,bad,,,,\n', 4, "unknown status"),
        (f"{HEADER}\nc,en,a, b,,,,,,\n", 2, "unknown status 'b'"),
        (f"{HEADER}\nc,en,a,,,,,x,y\n", 2, "this row has 9 cells, the header 8"),
        (f'{HEADER}\nc,en,"a,,,,,\n', 2, "quotation mark"),
        (f"{HEADER}\n", 1, "there are no terms below the header"),
        (",,,\n,,\n", 1, "there are only empty cells"),
        (f"{HEADER}\nc,en,x,,２０１８,,,\n", 2, "which is no date"),
        (f"{HEADER}\nc,en,x,,2018-04,2018-03-31,,\n", 2, "valid from 2018-04 but only to 2018-03-31"),
        (f"{HEADER}\nc,en,x,,2018-03,2018,,\n", None, ""),
        ("lang,text\nen,x\n", 1, "no column 'concept'"),
        ("concept,lang,lang,text\na,en,en,x\n", 1, "column 'lang' occurs twice"),
        ("concept,english!\na,x\n", 1, "'english!' is neither a language, such as en or French"),
        ("concept,en\na,x\na,y\n", 3, "concept 'a' has a row already"),
        ("concept,en\na,\n", 2, "no term in any language"),
        ("concept,en\na,x|x\n", None, ""),
        ("concept,en,EN-us,en_US\na,x,y,z\n", 1, "two columns are in en-US"),
        ("concept,subject\na,x\n", 1, "nor columns named by languages"),
        ("concept,lang,text,subject\na,en,x,s\na,fr,y,t\n", 3, "another subject in line 2: 's'"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int | None, message: str) -> None:
    """What is wrong, where, and what to do; a rendering repeated within a cell, and a year that a month of it begins, are none."""
    path = write(tmp_path, text)
    if line is None:
        assert len(read_termbase(path).concepts) == 1
        return
    with pytest.raises(FormatError) as caught:
        read_termbase(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert message in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The error of a missing file is an input error with the path."""
    with pytest.raises(InputError, match=r"nothing\.csv"):
        read_termbase(tmp_path / "nothing.csv")


def test_the_content_says_the_format(tmp_path):
    """Whatever the suffix; XML that is no TBX is refused as such."""
    path = tmp_path / "export.xml"
    path.write_text(
        '<martif><text><body><termEntry id="c"><langSet xml:lang="en"><tig><term>lamp</term></tig></langSet>'
        "</termEntry></body></text></martif>",
        encoding="utf-8",
    )
    assert [term.text for term in read_termbase(path).concepts[0].terms] == ["lamp"]
    table = tmp_path / "terms.tbx"
    table.write_text("concept,en\nc,lamp\n", encoding="utf-8")
    assert [term.text for term in read_termbase(table).concepts[0].terms] == ["lamp"]
    other = tmp_path / "terms.xml"
    other.write_text("<terms/>", encoding="utf-8")
    with pytest.raises(FormatError, match="is not TBX"):
        read_termbase(other)
