from __future__ import annotations

import logging

import pytest

from align.errors import FormatError, InputError, UsageError
from align.termbases.files import read, read_termbase, reader_for, write_termbase
from align.termbases.tbx import TbxTermbase

VERSION_3 = """\
<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
  <tbxHeader><fileDesc><sourceDesc><p>Made for a test.</p></sourceDesc></fileDesc></tbxHeader>
  <text><body>
{}
  </body></text>
</tbx>
"""
ENTRY = """\
    <conceptEntry id="c1">
      <langSec xml:lang="en">
        <termSec><term>lamp</term>{}</termSec>
      </langSec>
    </conceptEntry>"""

MAT = [("mat", "en", "preferred"), ("rohožka", "cs", "preferred"), ("podložka", "cs", "deprecated")]
FILES = {
    "tbx-v2-tig": MAT,
    "tbx-v2-ntig": MAT,
    "quirk-bare-status-values": MAT,
    "quirk-lang-instead-of-xmllang": MAT,
    "quirk-martif-no-type-no-lang": MAT,
    "quirk-normativeAuthorization": MAT,
    "quirk-old-doctype-public": MAT,
    "quirk-duplicate-langset": [MAT[0], ("rug", "en", "admitted"), *MAT[1:]],
    "quirk-empty-term": [MAT[0], MAT[2]],
    "quirk-hi-inside-term": [("H2O", "en", "preferred"), *MAT[1:]],
    "tbx-core-v3-dca": MAT[:2],
    "tbx-min-v3-dca": MAT[:2],
    "tbx-basic-v3-dct": [MAT[0], MAT[2]],
    "tbx-basic-v3-dca": [
        *MAT[:2],
        ("rohož", "cs", "admitted"),
        MAT[2],
        ("slaměnka", "cs", "superseded"),
    ],
    "iate-like-v3": [
        ("invented term", "en", "preferred"),
        ("IT", "en", "admitted"),
        ("vymyšlený termín", "cs", "proposed"),
    ],
}


@pytest.fixture
def file(tmp_path):
    """Writes a TBX file of version 3 with this body."""

    def write(body, name="terms.tbx"):
        path = tmp_path / name
        path.write_text(VERSION_3.format(body), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("name", FILES)
def test_files_of_both_versions_and_what_tools_make_of_them(shared, name):
    """Terms come with their languages and statuses, in the order of the file."""
    path = shared / "interop" / "tbx" / f"{name}.tbx"
    assert reader_for(path).name in ("tbx", "tbx2")
    (concept,) = read_termbase(path).concepts
    assert [(term.text, term.lang, term.status) for term in concept.terms] == FILES[name]


@pytest.mark.parametrize("name", ["basic_good", "min_good", "core_structure_good"])
def test_the_good_examples_of_the_publishers_of_the_standard(shared, name):
    """All 45 concepts are read."""
    concepts = read_termbase(shared / "interop" / "tbx" / "ltac" / f"{name}.tbx").concepts
    assert len(concepts) == 45
    assert [term.text for term in concepts[0].terms_in("es")] == ["cúmulo abierto"]


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("basic_bad", 26, "<transac> of the type 'theWrongType'; TBX-Basic has only transactionType"),
        ("min_bad", 21, 'source is no category of TBX-Min; declare type="TBX-Basic", which has it'),
        ("core_structure_bad", 27, "<admin> has no type; say its data category"),
        ("poorly_formed_xml", 42, "not well-formed XML"),
    ],
)
def test_the_bad_examples_of_the_publishers_of_the_standard(shared, name, line, message):
    """Each is refused with the line of its first fault, and what to do."""
    with pytest.raises(FormatError) as caught:
        read_termbase(shared / "interop" / "tbx" / "ltac" / f"{name}.tbx")
    assert caught.value.line == line
    assert message in str(caught.value)


def test_facts_of_concept_and_term(shared):
    """Subject, definition, part of speech and note are read in both styles."""
    (concept,) = read_termbase(shared / "interop" / "tbx" / "tbx-basic-v3-dca.tbx").concepts
    assert (concept.subject, concept.definition) == ("household", "flat floor covering")
    assert concept.terms[0].part_of_speech == "noun"
    (concept,) = read_termbase(shared / "interop" / "tbx" / "tbx-basic-v3-dct.tbx").concepts
    assert (concept.subject, concept.terms[0].part_of_speech) == ("household", "noun")


def test_an_empty_term_is_left_out_and_said(file, caplog):
    """With its line; so is a concept that has no other, and a term that is there twice."""
    body = (
        ENTRY.format("").replace("lamp", " ")
        + "\n"
        + ENTRY.format("</termSec><termSec><term>lamp</term>").replace("c1", "c2")
    )
    path = file(body)
    with caplog.at_level(logging.WARNING):
        (concept,) = read_termbase(path).concepts
    assert [term.text for term in concept.terms] == ["lamp"]
    assert caplog.messages == [
        f"{path}:7: an empty term (en) was left out",
        f"{path}:5: the concept c1 has no term and was left out",
        f"{path}:12: 'lamp' (en) is there twice; the first was kept",
    ]


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        (ENTRY.format("").replace(' xml:lang="en"', ""), 6, "this <langSec> has no xml:lang"),
        (ENTRY.format("").replace('"en"', '"xq"'), 6, "'xq' is not a language tag"),
        (ENTRY.format('<termNote type="administrativeStatus">good</termNote>'), 7, "unknown status 'good'; TBX has"),
        (f"{ENTRY.format('')}\n{ENTRY.format('')}", 10, "another concept has the id 'c1'"),
        ("", None, "there is no concept with a term"),
        ("<conceptEntry>", 6, "not well-formed XML"),
    ],
)
def test_a_mistake_is_told_with_its_line(file, body, line, message):
    """In one line, which says what to do."""
    path = file(body)
    with pytest.raises(FormatError) as caught:
        read_termbase(path)
    assert caught.value.line == line
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_what_is_no_tbx(tmp_path):
    """Another XML file, text, and a file that is not there."""
    path = tmp_path / "x.tbx"
    for content, message in (("<tmx/>", "its root element is <tmx>"), ("terms", "it is no XML")):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(FormatError, match=message):
            read_termbase(path)
    with pytest.raises(InputError, match="no such file"):
        read_termbase(tmp_path / "none.tbx")


def test_a_term_base_packed_with_gzip(file):
    """Is read like any other."""
    import gzip

    path = file(ENTRY.format(""))
    packed = path.with_name("packed.tbx.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_termbase(packed) == read_termbase(path)


def test_entities_are_refused(tmp_path):
    """Declared or not; nothing is loaded."""
    path = tmp_path / "terms.tbx"
    for head, term in (
        ('<!DOCTYPE martif [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "&x;"),
        ("", "&x;"),
    ):
        path.write_text(
            f'{head}<martif><text><body><termEntry id="a"><langSet xml:lang="en"><tig><term>{term}</term></tig></langSet>'
            "</termEntry></body></text></martif>",
            encoding="utf-8",
        )
        with pytest.raises(FormatError, match=r"entit|not well-formed|the document type declares"):
            read_termbase(path)


def test_two_concepts_of_one_id(file):
    """Are refused with the line of the second."""
    path = file(f"{ENTRY.format('')}\n{ENTRY.format('')}")
    with pytest.raises(FormatError, match=r"terms\.tbx:10: another concept has the id 'c1'; give one of them another"):
        read_termbase(path)


def test_what_there_is_no_field_for_becomes_a_note(file):
    """Categories of other dialects, pictures and links; histories are left out, which is said once with their number."""
    body = """\
    <conceptEntry id="c1">
      <transacGrp><transac type="transactionType">origination</transac><date>2020-01-01</date></transacGrp>
      <descripGrp><descrip type="definition">what it is</descrip><admin type="source">a book</admin></descripGrp>
      <xref type="xGraphic" target="https://example.org/lamp.png">picture</xref>
      <note>a note</note>
      <langSec xml:lang="en">
        <note>of the language</note>
        <termSec>
          <term>lamp</term>
          <termNote type="grammaticalGender">neuter</termNote>
          <descrip type="reliabilityCode">9</descrip>
          <descripGrp><descrip type="context">The lamp shines.</descrip><admin type="source">a paper</admin></descripGrp>
          <admin type="source">a list</admin>
          <transacGrp><transac type="transactionType">modification</transac></transacGrp>
          <note>first\n             line</note>
          <unknown>new</unknown>
        </termSec>
      </langSec>
      <langSec xml:lang="fr">
        <descrip type="definition">ce que c’est</descrip>
        <termSec><term>lampe</term></termSec>
      </langSec>
    </conceptEntry>"""
    reading = read(file(body))
    (concept,) = reading.concepts
    assert (concept.definition, concept.source) == ("what it is", "a book")
    assert concept.note.split("\n") == [
        "xGraphic: picture <https://example.org/lamp.png>",
        "a note",
        "of the language",
        "definition (fr): ce que c’est",
    ]
    assert concept.terms[0].source == "a list"
    assert concept.terms[0].note.split("\n") == [
        "grammaticalGender: neuter",
        "reliabilityCode: 9",
        "context: The lamp shines. (a paper)",
        "first line",
        "unknown: new",
    ]
    assert [warning.message for warning in reading.warnings] == [
        "there is no field for these, they were left out: transacGrp (2)"
    ]


def test_abbreviations_are_tied_to_the_one_full_form(file):
    """If there are several, none is guessed."""
    full = "<termSec><term>{}</term></termSec>"
    short = '<termSec><term>LED</term><termNote type="termType">abbreviation</termNote></termSec>'
    body = '<conceptEntry id="c1"><langSec xml:lang="en">{}</langSec></conceptEntry>'
    (concept,) = read_termbase(file(body.format(short + full.format("light-emitting diode")))).concepts
    assert concept.terms[0].abbreviation_of == "light-emitting diode"
    (concept,) = read_termbase(file(body.format(short + full.format("one diode") + full.format("another")))).concepts
    assert (concept.terms[0].abbreviation_of, concept.terms[0].note) == (None, "termType: abbreviation")


def test_white_space_that_is_data_is_kept(file):
    """Spaces that do not break, and ideographic ones; the layout of the file is not."""
    body = ENTRY.format("").replace("lamp", "\n  l’« avenir\u3000x »  y \n z\n")
    assert read_termbase(file(body)).concepts[0].terms[0].text == "l’« avenir\u3000x »  y z"


def test_numbers_as_ids(shared):
    """As in IATE: they are read, and our check of the format says that they are no names."""
    path = shared / "interop" / "tbx" / "iate-like-v3.tbx"
    assert read_termbase(path).concepts[0].id == "999001"
    assert "999001" in str(TbxTermbase().validate(path)[0])


@pytest.mark.parametrize(("name", "warnings"), [("basic_bad", 4), ("core_structure_bad", 4)])
def test_files_that_break_their_rules_can_be_read_all_the_same(shared, name, warnings):
    """If that is asked for; each broken rule is a warning, and nothing is written so."""
    path = shared / "interop" / "tbx" / "ltac" / f"{name}.tbx"
    reading = read(path, format="tbx-any")
    assert (len(reading.concepts), reading.problems) == (45, ())
    assert sum(warning.rule.startswith("TBX") for warning in reading.warnings) == warnings
    with pytest.raises(UsageError, match="term bases in the format tbx-any cannot be written"):
        write_termbase(read_termbase(path, format="tbx-any"), path, format="tbx-any")
