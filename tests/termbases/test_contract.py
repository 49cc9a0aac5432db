"""What every member of the shelf of term bases holds to."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from align.errors import AlignError, InputError
from align.model import Concept, Term, TermBase
from align.termbases import TERMBASES, TermbaseFormat, TermbaseReader, TermbaseWriter, ValidatedTermbase
from align.termbases._losses import CONCEPT_FIELDS, EVERYTHING, TERM_FIELDS
from align.termbases.files import read_termbase, reader_for, write_termbase, writer_for
from align.termbases.validation import problems_of
from full_termbase import FULL, grouped

if TYPE_CHECKING:
    from pathlib import Path

EVERY = TERMBASES.names()
NAMES = [name for name in EVERY if isinstance(TERMBASES.make(name), TermbaseWriter)]
WHOLE = [name for name in NAMES if TERMBASES.make(name).keeps == EVERYTHING]
WIDE = [name for name in NAMES if name.endswith("-wide")]
PAIRS = [name for name in NAMES if name not in (*WHOLE, *WIDE)]

# text as the formats hold it: no control characters, no bar (which sets forms apart), no white space at the ends
LINES = (
    st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="|\ufffe\uffff"),
        min_size=1,
        max_size=30,
    )
    .map(
        lambda text: text.strip(
            " \t\r\n\ufeff\u200b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u3000\u1680\u202f\u205f"
        )
    )
    .filter(lambda text: bool(text.strip()) and text == text.strip() and text.strip("\ufeff") == text)
)
MAYBE = st.none() | LINES
DATES = st.none() | st.sampled_from(["1999", "2018-03", "2018-03-24"])
LANGS = st.sampled_from(["en", "en-GB", "zh-Hans", "zh-Hant", "ar", "fr", "ru", "sr-Latn"])
STATUSES = st.sampled_from(["preferred", "admitted", "do-not-translate", "proposed", "superseded", "deprecated"])
TERMS = st.builds(
    Term,
    text=LINES,
    lang=LANGS,
    status=STATUSES,
    valid_from=DATES,
    authority=MAYBE,
    source=MAYBE,
    part_of_speech=st.none() | st.sampled_from(["noun", "verb", "adjective", "adverb", "other"]),
    forms=st.lists(LINES, max_size=3, unique=True).map(tuple),
    case_sensitive=st.sampled_from([None, True, False]),
    gap=st.integers(0, 9),
    abbreviation_of=MAYBE,
    note=MAYBE,
)


def without_clashes(terms: list[Term]) -> list[Term]:
    """At most one preferred term without dates, for each language and authority, and no term twice."""
    seen: set[object] = set()
    out = []
    for term in terms:
        keys: set[object] = {(term.lang, term.text)}
        if term.status == "preferred" and not term.valid_from:
            keys.add((term.lang, term.authority, "preferred"))
        if not keys & seen:
            seen |= keys
            out.append(term)
    return out


CONCEPTS = st.builds(
    Concept,
    id=LINES,
    terms=st.lists(TERMS, min_size=1, max_size=4).map(without_clashes).map(tuple),
    subject=MAYBE,
    definition=MAYBE,
    source=MAYBE,
    note=MAYBE,
    broader=st.lists(LINES, max_size=2, unique=True).map(tuple),
)
TERMBASES_MADE = st.lists(CONCEPTS, min_size=1, max_size=3, unique_by=lambda concept: concept.id).map(
    lambda concepts: TermBase(concepts=tuple(concepts))
)


@pytest.mark.parametrize("name", EVERY)
def test_a_member_says_what_it_is(name: str) -> None:
    """Name, suffixes, and what it keeps, by names that there are; all of ours read."""
    made = TERMBASES.make(name)
    assert isinstance(made, TermbaseFormat)
    assert made.name == name
    assert made.suffixes
    assert all(suffix.startswith(".") for suffix in made.suffixes)
    assert made.keeps <= EVERYTHING
    assert isinstance(made, TermbaseReader)


def test_only_the_member_for_broken_files_does_not_write() -> None:
    """All others do both."""
    assert set(EVERY) - set(NAMES) == {"tbx-any"}


def test_every_field_of_the_model_can_be_kept() -> None:
    """A new field of terms or concepts is not forgotten by the losses."""
    of_term = {field.name for field in fields(Term)} - {"text", "lang"}
    of_concept = {field.name for field in fields(Concept)} - {"id", "terms"}
    assert of_term == set(TERM_FIELDS)
    assert of_concept == {name.removeprefix("concept_") for name in CONCEPT_FIELDS}


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_written_is_read_again(name: str, tmp_path: Path) -> None:
    """Every field, in a format that holds all of them; nothing is lost, and the content says the format."""
    path = tmp_path / f"terms{TERMBASES.make(name).suffixes[0]}"
    assert write_termbase(FULL, path, format=name) == ()
    assert grouped(read_termbase(path)) == grouped(FULL)


@pytest.mark.parametrize("name", WHOLE)
def test_some_languages_can_be_written(name: str, tmp_path: Path) -> None:
    """Terms in others, and concepts that have none, are not in the file."""
    path = tmp_path / "terms"
    write_termbase(FULL, path, format=name, langs=("fr", "ru"))
    back = read_termbase(path, format=name)
    assert back.languages == ("fr", "ru")
    assert [concept.id for concept in back.concepts] == ["shared-future", "diplomacy"]


@pytest.mark.parametrize("name", WHOLE)
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(termbase=TERMBASES_MADE)
def test_any_term_base_is_read_as_it_was_written(name: str, termbase: TermBase, tmp_path: Path) -> None:
    """In all of Unicode that files can hold."""
    path = tmp_path / f"any{TERMBASES.make(name).suffixes[0]}"
    assert write_termbase(termbase, path, format=name) == ()
    assert grouped(read_termbase(path, format=name)) == grouped(termbase)


@pytest.mark.parametrize("name", PAIRS)
def test_a_glossary_of_two_languages_keeps_its_terms(name: str, tmp_path: Path) -> None:
    """The terms that may be used come back, in their languages; what is left out is said."""
    path = tmp_path / f"glossary{TERMBASES.make(name).suffixes[0]}"
    losses = write_termbase(FULL, path, format=name, langs=("en", "zh-Hans"))
    back = read_termbase(path)
    terms = {(term.lang, term.text) for concept in back.concepts for term in concept.terms}
    assert {("en", "community ... shared future"), ("en", "CSF"), ("zh-Hans", "人类命运共同体")} <= terms
    lost = {loss.what for loss in losses}
    assert {"valid_from", "forms", "concepts without a term in both languages"} <= lost


@pytest.mark.parametrize("name", WIDE)
def test_a_row_a_concept_keeps_what_may_be_used(name: str, tmp_path: Path) -> None:
    """With the languages in the order that is asked for, and what is said of concepts; what is left out is said."""
    path = tmp_path / f"list{TERMBASES.make(name).suffixes[0]}"
    losses = write_termbase(FULL, path, format=name)
    back = read_termbase(path)
    assert [(concept.id, concept.subject, concept.note, concept.broader) for concept in back.concepts] == [
        (concept.id, concept.subject, concept.note, concept.broader) for concept in FULL.concepts
    ]
    assert [(term.text, term.status) for term in back.concepts[0].terms_in("en")] == [
        ("community ... shared future", "preferred"),
        ("CSF", "admitted"),
    ]
    assert {str(loss) for loss in losses} >= {
        "terms that may not be used, or are only proposed (3)",
        "status (1)",
        "valid_from (2)",
    }
    write_termbase(back, path, format=name, langs=("fr", "en"))
    assert read_termbase(path).concepts[0].terms[0].lang == "fr"


@pytest.mark.parametrize("name", WIDE)
@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(termbase=TERMBASES_MADE)
def test_a_row_a_concept_holds_what_it_says(name: str, termbase: TermBase, tmp_path: Path) -> None:
    """What is read again can be written again without any loss, and is the same."""
    path = tmp_path / "list"
    if not any(term.is_allowed for concept in termbase.concepts for term in concept.terms):
        return
    write_termbase(termbase, path, format=name)
    back = read_termbase(path, format=name)
    langs = back.languages
    assert write_termbase(back, path, format=name, langs=langs) == ()
    again = read_termbase(path, format=name)
    assert write_termbase(again, path, format=name, langs=langs) == ()
    assert read_termbase(path, format=name) == again
    assert {(c.id, term) for c in again.concepts for term in c.terms} == {
        (c.id, term) for c in back.concepts for term in c.terms
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_same_term_base_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    """Whenever it is written."""
    langs = ("en", "fr") if name in PAIRS else ()
    one, other = tmp_path / "one", tmp_path / "other"
    write_termbase(FULL, one, format=name, langs=langs)
    write_termbase(FULL, other, format=name, langs=langs)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_sniffed_and_valid(name: str, tmp_path: Path) -> None:
    """The member knows its own files; those with a schema are valid."""
    path = tmp_path / "file"
    write_termbase(FULL, path, format=name, langs=("en", "fr") if name in PAIRS else ())
    made = TERMBASES.make(name)
    assert made.sniff(path.read_bytes()[:4096])
    assert type(reader_for(path)).read is type(made).read  # one class reads all of TBX
    if isinstance(made, ValidatedTermbase):
        assert made.validate(path) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "content", [b"", b"\0\1\2\3", b"<a", b"PK\x03\x04xl/", b"\xff\xfe\x00", b'a,b\n"', b"#UTX", b"\t\n\t"]
)
def test_rubbish_is_refused_in_one_line(name: str, content: bytes, tmp_path: Path) -> None:
    """With an error of ours."""
    path = tmp_path / "rubbish"
    path.write_bytes(content)
    with pytest.raises(AlignError) as caught:
        read_termbase(path, format=name, langs=("en", "fr"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", EVERY)
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    """Whoever is asked to read it."""
    with pytest.raises(InputError, match="none"):
        read_termbase(tmp_path / "none", format=name, langs=("en", "fr"))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("tbx-dca", "tbx2", *WIDE)])
def test_the_suffix_says_what_is_written(name: str, tmp_path: Path) -> None:
    """Each suffix is that of one member; of TBX the current version."""
    assert writer_for(tmp_path / f"x{TERMBASES.make(name).suffixes[0]}").name == name


@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(name: str, data: st.DataObject, tmp_path: Path) -> None:
    """Bytes that are changed, taken away or put in lead to a term base, or to an error of ours in one line."""
    path = tmp_path / "good"
    if not path.exists():
        write_termbase(FULL, path, format=name, langs=("en", "fr") if name in PAIRS else ())
    whole = path.read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 20)))
    put = data.draw(
        st.binary(max_size=8) | st.sampled_from([b"\t", b'"', b",", b"<", b"&", b"|", b"\r\n", b"\xff", b"="])
    )
    damaged = tmp_path / "damaged"
    damaged.write_bytes(whole[:start] + put + whole[end:])
    messages = []
    try:
        messages += [problem.message for problem in problems_of(damaged, format=name, langs=("en", "fr"))[0]]
        read_termbase(damaged, format=name, langs=("en", "fr"))
    except AlignError as error:
        messages.append(str(error))
    assert all("\n" not in message for message in messages)
