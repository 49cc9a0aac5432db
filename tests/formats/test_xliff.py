from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import FormatError, InputError, LanguageError, UsageError
from align.formats import UnitHeader
from align.formats.tmx import TmxFormat
from align.formats.xliff import Xliff2Format, XliffFormat
from align.model import InlineCode, Origin, Property, TranslationUnit, Variant

if TYPE_CHECKING:
    from pathlib import Path

MEMBERS = {"1.2": XliffFormat(), "2.1": Xliff2Format()}
BOTH = pytest.mark.parametrize("member", MEMBERS.values(), ids=MEMBERS)

ONE = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.txt" source-language="en" target-language="fr" datatype="plaintext"><body>
{}
</body></file></xliff>"""
TWO = """<xliff version="2.{minor}" xmlns="urn:oasis:names:tc:xliff:document:2.{space}" srcLang="en" trgLang="fr"
 xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0">
<file id="f1" original="a.txt">
{body}
</file></xliff>"""


def read1(path: Path, body: str) -> list[TranslationUnit]:
    """The units of an XLIFF 1.2 file with this body."""
    path.write_text(ONE.format(body), encoding="utf-8")
    return list(MEMBERS["1.2"].scan_units(path))


def read2(path: Path, body: str, minor: int = 1) -> list[TranslationUnit]:
    """The units of an XLIFF 2 file with this body."""
    path.write_text(TWO.format(minor=minor, space=2 if minor == 2 else 0, body=body), encoding="utf-8")
    return list(MEMBERS["2.1"].scan_units(path))


def unit(*texts: str, status: str | None = None) -> TranslationUnit:
    """A unit in English and French, from one bead if a status is given."""
    variants = tuple(Variant(lang=lang, content=(text,)) for lang, text in zip(("en", "fr"), texts, strict=False))
    origin = () if status is None else (Origin(source="en", target="fr", kind="1-1", score=0.5, status=status, bead=0),)
    return TranslationUnit(id="u1", variants=variants, origin=origin)


def test_segments_of_version_1_become_units(tmp_path: Path) -> None:
    """A unit that is cut into segments gives one unit for each, target and source by their number."""
    body = (
        '<trans-unit id="7"><source>A. B.</source>'
        '<seg-source><mrk mtype="seg" mid="1">A.</mrk> <mrk mtype="seg" mid="2">B.</mrk></seg-source>'
        '<target><mrk mtype="seg" mid="2">Bé.</mrk> <mrk mtype="seg" mid="1">Á.</mrk></target></trans-unit>'
    )
    units = read1(tmp_path / "a.xlf", body)
    assert [(u.id, [v.text for v in u.variants]) for u in units] == [("7.1", ["A.", "Á."]), ("7.2", ["B.", "Bé."])]


@pytest.mark.parametrize("target", ["Á. Bé.", '<mrk mtype="seg" mid="9">Á. Bé.</mrk>'])
def test_a_target_that_is_cut_otherwise_stays_whole(tmp_path: Path, target: str) -> None:
    """Its words would be lost if only the source were cut."""
    body = (
        '<trans-unit id="7"><source>A. B.</source>'
        '<seg-source><mrk mtype="seg" mid="1">A.</mrk> <mrk mtype="seg" mid="2">B.</mrk></seg-source>'
        f"<target>{target}</target></trans-unit>"
    )
    (one,) = read1(tmp_path / "a.xlf", body)
    assert [v.text for v in one.variants] == ["A. B.", "Á. Bé."]


@pytest.mark.parametrize("minor", [0, 1, 2])
def test_segments_of_version_2_become_units(tmp_path: Path, minor: int) -> None:
    """Each segment of a unit gives a unit; what lies between them is no text."""
    body = (
        '<unit id="u"><segment id="s1"><source>A.</source><target>Á.</target></segment>'
        "<ignorable><source> </source></ignorable><segment><source>B.</source></segment></unit>"
    )
    units = read2(tmp_path / "a.xlf", body, minor)
    assert [(u.id, [v.text for v in u.variants]) for u in units] == [("u.s1", ["A.", "Á."]), ("u.2", ["B."])]
    assert MEMBERS["2.1"].sniff((tmp_path / "a.xlf").read_bytes())


def test_suggestions_notes_and_attributes_are_kept(tmp_path: Path) -> None:
    """Suggestions become properties with their quality, notes notes, attributes and contexts properties."""
    body = (
        '<trans-unit id="7" resname="title" restype="label"><source>A</source><target state="needs-translation">B</target>'
        '<note from="dev">mind</note><note annotates="target">odd</note>'
        '<alt-trans match-quality="85%"><source>a</source><target>b</target></alt-trans>'
        '<context-group purpose="location"><context context-type="linenumber">12</context></context-group></trans-unit>'
    )
    (one,) = read1(tmp_path / "a.xlf", body)
    assert one.notes == ("mind",)
    assert [(p.name, p.value) for p in one.properties] == [
        ("x-file", "a.txt"),
        ("resname", "title"),
        ("restype", "label"),
        ("x-note-from", "dev"),
        ("x-alt-trans", "85% b"),
        ("linenumber", "12"),
    ]
    assert [(p.name, p.value) for p in one.variants[1].properties] == [
        ("x-state", "needs-translation"),
        ("note", "odd"),
    ]
    for member in MEMBERS.values():
        member.write_units([one], tmp_path / "b.xlf", UnitHeader(source="en"))
        assert list(member.scan_units(tmp_path / "b.xlf")) == [one]
        assert member.validate(tmp_path / "b.xlf") == []


TRADOS = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"
 xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" sdl:version="1.0">
<doc-info xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><cmt-defs><cmt-def id="c1"/></cmt-defs></doc-info>
<file original="a.docx" source-language="en-US" target-language="de-DE" datatype="x-sdlfilterframework2"><body>
<trans-unit id="t1"><source>One. Two.</source>
<seg-source><mrk mtype="seg" mid="1">One.</mrk> <mrk mtype="seg" mid="2">Two <g id="5">of it</g>.</mrk></seg-source>
<target><mrk mtype="seg" mid="1">Eins.</mrk> <mrk mtype="seg" mid="2">Zwei <mrk mtype="x-sdl-deleted" sdl:revid="r">von
 <g id="5">ihm</g></mrk><mrk mtype="x-sdl-added" sdl:revid="s">davon</mrk>.</mrk></target>
<sdl:seg-defs><sdl:seg id="1" conf="ApprovedTranslation" origin="tm" percent="100"/><sdl:seg id="2" conf="Draft"/></sdl:seg-defs>
</trans-unit></body></file></xliff>
"""


def test_what_trados_says_of_a_segment_and_tracks_in_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Each segment has its own confirmation; deleted words are in no text, and come back as a code."""
    path = tmp_path / "a.sdlxliff"
    path.write_text(TRADOS, encoding="utf-8")
    first, second = MEMBERS["1.2"].scan_units(path)
    assert [(p.name, p.value) for p in first.properties[1:]] == [
        ("sdl:conf", "ApprovedTranslation"),
        ("sdl:origin", "tm"),
        ("sdl:percent", "100"),
    ]
    assert [(p.name, p.value) for p in second.properties[1:]] == [("sdl:conf", "Draft")]
    assert [v.text for v in second.variants] == ["Two of it.", "Zwei davon."]
    deleted = second.variants[1].content[1]
    assert deleted == InlineCode(kind="ph", content="von\n ihm", attributes=(("type", "x-sdl-deleted"),))
    MEMBERS["1.2"].write_units([first, second], tmp_path / "b.xlf", UnitHeader(source="en-US"))
    assert MEMBERS["1.2"].validate(tmp_path / "b.xlf") == []
    again = list(MEMBERS["1.2"].scan_units(tmp_path / "b.xlf"))
    assert [u.properties for u in again] == [first.properties, second.properties]
    assert [v.text for v in again[1].variants] == ["Two of it.", "Zwei davon."]
    assert "not read, for units have no place for them: 1 <cmt-def>" in caplog.text


def test_what_other_tools_say_of_a_unit_is_kept(tmp_path: Path) -> None:
    """Attributes in their own namespaces are properties under the names of the file, comments are notes."""
    body = (
        '<trans-unit id="1" xmlns:mq="MQXliff" mq:status="ManuallyConfirmed" mq:percent="101" xml:space="preserve">'
        '<source xml:space="preserve">A</source><target xml:space="preserve">B</target><note/>'
        "<alt-trans><target/></alt-trans><mq:comments><mq:comment>Why?</mq:comment>"
        '<mq:comment deleted="true">No.</mq:comment></mq:comments></trans-unit>'
    )
    (one,) = read1(tmp_path / "a.mqxliff", body)
    told = [(p.name, p.value) for p in one.properties[1:]]
    assert told == [("mq:status", "ManuallyConfirmed"), ("mq:percent", "101")]
    assert one.notes == ("Why?",)
    assert MEMBERS["1.2"].validate(tmp_path / "a.mqxliff") == []


def test_a_suggestion_for_a_segment_is_not_given_to_another(tmp_path: Path) -> None:
    """`mid` says which one it is about; without it, it is about all."""
    body = (
        '<trans-unit id="7"><source>A. B.</source>'
        '<seg-source><mrk mtype="seg" mid="0">A.</mrk> <mrk mtype="seg" mid="1">B.</mrk></seg-source>'
        '<target><mrk mtype="seg" mid="0">Á.</mrk> <mrk mtype="seg" mid="1">Bé.</mrk></target>'
        '<alt-trans mid="1" match-quality="90"><target>Bo.</target></alt-trans>'
        "<alt-trans><target>Á. Bo.</target></alt-trans></trans-unit>"
    )
    found = [[p.value for p in one.properties if p.name == "x-alt-trans"] for one in read1(tmp_path / "a.xlf", body)]
    assert found == [["- Á. Bo."], ["- Á. Bo.", "90 Bo."]]


def test_matches_and_foreign_metadata_of_version_2_are_kept(tmp_path: Path) -> None:
    """A match becomes a property with its quality, metadata a property that names its group."""
    body = (
        '<unit id="u"><mtc:matches><mtc:match ref="#s" matchQuality="70"><source>a</source><target>b</target></mtc:match>'
        '</mtc:matches><mda:metadata><mda:metaGroup category="qa"><mda:meta type="score">3</mda:meta></mda:metaGroup>'
        '</mda:metadata><segment id="s" state="final" subState="my:ok"><source>A</source><target>B</target></segment></unit>'
    )
    (one,) = read2(tmp_path / "a.xlf", body)
    told = [(p.name, p.value) for p in one.properties]
    assert told == [("x-file", "a.txt"), ("x-alt-trans", "70 b"), ("qa:score", "3")]
    assert [(p.name, p.value) for p in one.variants[1].properties] == [("x-state", "final"), ("x-sub-state", "my:ok")]


def test_what_has_no_place_is_counted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """An element that units cannot hold is named on the log, with how often it occurs."""
    body = '<trans-unit id="{}"><source>A</source><count-group name="c"><count count-type="total">1</count></count-group></trans-unit>'
    with caplog.at_level(logging.WARNING):
        read1(tmp_path / "a.xlf", body.format(1) + body.format(2))
    assert "2 <count-group>" in caplog.text


@BOTH
def test_inline_codes_of_each_element_come_back(member: XliffFormat | Xliff2Format, tmp_path: Path) -> None:
    """Every inline element is read, written and read again as the same codes, and the file is valid."""
    bodies = {
        "xliff": 'a <g id="1" ctype="bold">b <x id="2" ctype="lb"/></g><bx id="3"/>c<ex id="3"/><bpt id="4" rid="9">&lt;b></bpt>'
        'd<ept id="5" rid="9">&lt;/b></ept><ph id="6" assoc="both">%s</ph><it id="7" pos="open">&lt;i></it>'
        '<mrk mtype="term" mid="m1">e</mrk><bx id="8"/>',
        "xliff2": 'a <pc id="1" type="fmt" subType="xlf:b" dataRefStart="d1">b <ph id="2" disp="BR" canCopy="no"/></pc>'
        '<sc id="3" dataRef="d1"/>c<ec startRef="3"/><mrk id="4" type="term" ref="https://e.x/">e</mrk><sm id="5" type="my:x"/>'
        'f<em startRef="5"/><sc id="6" isolated="yes"/><cp hex="0007"/>',
    }
    path = tmp_path / "a.xlf"
    if member.name == "xliff":
        (one,) = read1(path, f'<trans-unit id="u"><source>{bodies["xliff"]}</source></trans-unit>')
        assert one.variants[0].text == "a b cde"
    else:
        data = '<originalData><data id="d1">&lt;b></data></originalData>'
        body = f'<unit id="u">{data}<segment><source>{bodies["xliff2"]}</source></segment></unit>'
        (one,) = read2(path, body)
        assert one.variants[0].text == "a b cef\x07"
    member.write_units([one], tmp_path / "b.xlf", UnitHeader(source="en"))
    assert list(member.scan_units(tmp_path / "b.xlf")) == [one]
    assert member.validate(tmp_path / "b.xlf") == []


@BOTH
def test_codes_of_a_foreign_file_make_valid_tmx(member: XliffFormat | Xliff2Format, tmp_path: Path) -> None:
    """Codes whose partner is in another segment become isolated ones, as TMX asks for."""
    text = 'a <g id="1">b</g><bx id="2"/>' if member.name == "xliff" else 'a <pc id="1">b</pc><sc id="2"/>'
    path = tmp_path / "a.xlf"
    if member.name == "xliff":
        units = read1(path, f'<trans-unit id="u"><source>{text}</source></trans-unit>')
    else:
        units = read2(path, f'<unit id="u"><segment><source>{text}</source></segment></unit>')
    TmxFormat().write_units(units, tmp_path / "b.tmx", UnitHeader(source="en"))
    assert TmxFormat().validate(tmp_path / "b.tmx") == []


@BOTH
def test_a_text_without_translation_is_ready_for_an_editor(member: XliffFormat | Xliff2Format, tmp_path: Path) -> None:
    """It is marked as not translated, and read again it has no translation; one that is the same word has one."""
    path = tmp_path / "a.xlf"
    units = [unit("Only."), unit("2023", "2023")]
    member.write_units(units, path, UnitHeader(source="en"))
    assert [len(u.variants) for u in member.scan_units(path)] == [1, 2]
    text = path.read_text(encoding="utf-8")
    assert ('<target state="new">Only.</target>' in text) is (member.name == "xliff")
    assert ('<segment state="initial">' in text) is (member.name == "xliff2")


def test_a_replaced_character_is_counted_once(tmp_path: Path) -> None:
    """Although a text without translation is written twice, as source and as target to be filled."""
    units = [unit("A", "B"), unit("a\x01b")]
    assert MEMBERS["1.2"].write_units(units, tmp_path / "a.xlf", UnitHeader(source="en")).replaced == 1


@pytest.mark.parametrize(
    ("member", "old", "new"),
    [
        ("1.2", 'state="translated"', 'state="signed-off"'),
        ("1.2", '<trans-unit id="u1"', '<trans-unit approved="yes" id="u1"'),
        ("2.1", 'state="translated"', 'state="reviewed"'),
        ("2.1", 'state="translated"', 'state="final"'),
    ],
)
def test_a_person_who_confirms_in_an_editor_changes_the_status(tmp_path: Path, member: str, old: str, new: str) -> None:
    """The state that a tool sets afterwards wins over the status that we wrote."""
    path = tmp_path / "a.xlf"
    MEMBERS[member].write_units([unit("A", "B", status="auto")], path, UnitHeader(source="en"))
    (before,) = MEMBERS[member].scan_units(path)
    assert before.status == "auto"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    (after,) = MEMBERS[member].scan_units(path)
    assert (after.status, after.score) == ("checked", 0.5)


@BOTH
def test_a_third_language_is_refused(member: XliffFormat | Xliff2Format, tmp_path: Path) -> None:
    """A file holds one pair; nothing is dropped silently."""
    three = TranslationUnit(id="u", variants=tuple(Variant(lang=lang, content=("x",)) for lang in ("en", "fr", "ar")))
    with pytest.raises(UsageError, match=r"holds two languages, en and fr, and unit u has ar too; choose two"):
        member.write_units([three], tmp_path / "a.xlf", UnitHeader(source="en"))


@BOTH
def test_ids_are_unique_and_names(member: XliffFormat | Xliff2Format, tmp_path: Path) -> None:
    """Ids that occur twice or are no names are replaced in the file and come back."""
    units = [
        TranslationUnit(id=own, variants=unit("A", "B").variants)
        for own in ("x", "x", "x-2", "x-2", "x", "x 1", "é", "")
    ]
    path = tmp_path / "a.xlf"
    member.write_units(units, path, UnitHeader(source="en"))
    assert [u.id for u in member.scan_units(path)] == ["x", "x", "x-2", "x-2", "x", "x 1", "é", ""]
    assert member.validate(path) == []


@BOTH
def test_blank_units_are_dropped_and_counted(member: XliffFormat | Xliff2Format, tmp_path: Path) -> None:
    """A unit without any word is not written; a file of no unit is valid."""
    path = tmp_path / "a.xlf"
    written = member.write_units([unit(" ", "")], path, UnitHeader(source="en"))
    assert (written.units, written.dropped) == (0, 1)
    assert list(member.scan_units(path)) == []
    assert member.validate(path) == []


@pytest.mark.parametrize(
    ("member", "body", "message"),
    [
        ("1.2", '<trans-unit id="1"/>', ":3: <trans-unit> has no <source>"),
        ("2.1", '<unit id="1"><segment/></unit>', ":4: <segment> has no <source>"),
        ("2.1", '<trans-unit id="1"/>', "the version is 1.2, not 2"),
        ("1.2", '<unit id="1"/>', "the version is 2.1, not 1"),
    ],
)
def test_faults_are_refused_with_their_line(tmp_path: Path, member: str, body: str, message: str) -> None:
    """A fault that would lose text is refused, and says where; so is the other version."""
    path = tmp_path / "a.xlf"
    old = "trans-unit" in body
    path.write_text(ONE.format(body) if old else TWO.format(minor=1, space=0, body=body), encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        list(MEMBERS[member].scan_units(path))
    assert message in str(caught.value)


def test_languages_have_to_be_known(tmp_path: Path) -> None:
    """A language that is missing or means nothing is refused."""
    path = tmp_path / "a.xlf"
    body = '<trans-unit id="1"><source>A</source><target>B</target></trans-unit>'
    for old, new, error in (
        (' target-language="fr"', "", FormatError),
        ('"fr"', '"french"', LanguageError),
        (' source-language="en"', "", FormatError),
        ('"fr"', '"EN"', FormatError),
    ):
        path.write_text(ONE.format(body).replace(old, new), encoding="utf-8")
        with pytest.raises(error):
            list(MEMBERS["1.2"].scan_units(path))
    two = TWO.format(minor=1, space=0, body='<unit id="u"><segment><source>A</source></segment></unit>')
    path.write_text(two.replace('srcLang="en"', 'srcLang="fr"'), encoding="utf-8")
    with pytest.raises(FormatError, match="srcLang and trgLang are both fr"):
        list(MEMBERS["2.1"].scan_units(path))
    path.write_text("<tmx/>", encoding="utf-8")
    with pytest.raises(InputError, match="the root element is <tmx>, not <xliff>"):
        MEMBERS["2.1"].read_header(path)


@BOTH
def test_rules_that_a_schema_cannot_state(member: XliffFormat | Xliff2Format, tmp_path: Path) -> None:
    """An id that occurs twice, and a language that is none, are problems with a line and a remedy."""
    path = tmp_path / "a.xlf"
    member.write_units([unit("A", "B"), unit("C", "D")], path, UnitHeader(source="en"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('id="u1-2"', 'id="u1"').replace('"fr"', '"xyzzy"'), encoding="utf-8")
    problems = member.validate(path)
    assert {problem.rule for problem in problems} == {"duplicate-id", "language-tag"}
    assert all(problem.line and problem.remedy for problem in problems)
    path.write_text("<xliff", encoding="utf-8")
    assert [problem.rule for problem in member.validate(path)] == ["well-formed"]


@settings(max_examples=60, deadline=None)
@given(text=st.text(min_size=1, max_size=60).filter(str.strip))
def test_version_2_keeps_control_characters(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any character but a lone surrogate comes back, those that XML cannot hold too; line ends become LF."""
    path = tmp_path_factory.getbasetemp() / "any.xlf"
    code = InlineCode(kind="ph", content=text, attributes=(("x", "1"),))
    one = TranslationUnit(id="u", variants=(Variant(lang="en", content=(text, code)),))
    written = MEMBERS["2.1"].write_units([one], path, UnitHeader(source="en"))
    flat = text.replace("\r\n", "\n").replace("\r", "\n")
    (back,) = MEMBERS["2.1"].scan_units(path)
    assert back.variants[0].content == (flat, InlineCode(kind="ph", content=flat, attributes=(("x", "1"),)))
    assert written.replaced == 0
    assert MEMBERS["2.1"].validate(path) == []


def test_properties_that_look_like_ours_stay_properties(tmp_path: Path) -> None:
    """A value that only bears the name of one of ours is not taken for it."""
    odd = tuple(Property(name=name, value="?") for name in ("x-align-type", "x-score", "x-property", "x-starts"))
    one = TranslationUnit(id="u", variants=unit("A", "B").variants, properties=odd)
    for member in MEMBERS.values():
        member.write_units([one], tmp_path / "a.xlf", UnitHeader(source="en"))
        assert list(member.scan_units(tmp_path / "a.xlf")) == [one]


@pytest.mark.parametrize("member", [XliffFormat(), Xliff2Format()])
def test_the_text_to_be_translated_is_a_document(member: XliffFormat | Xliff2Format, tmp_path: Path) -> None:
    """Each source is a paragraph whose place is the id of the unit; codes and targets are no text."""
    path = tmp_path / "x.xlf"
    code = InlineCode(kind="ph", content="<br/>", attributes=(("x", "1"),))
    units = [
        TranslationUnit(
            id="a", variants=(Variant(lang="en", content=("One", code, ".")), Variant(lang="cs", content=("Jedna.",)))
        ),
        TranslationUnit(id="b", variants=(Variant(lang="cs", content=("Jen česky.",)),)),
        TranslationUnit(id="c", variants=(Variant(lang="en", content=("Two.",)),)),
    ]
    member.write_units(units, path, UnitHeader(source="en"))
    document = member.read_document(path, lang="und")
    assert document.lang == "en"
    assert [(document.text[b.start : b.end], b.place) for b in document.blocks] == [("One.", "a"), ("Two.", "c")]
    assert member.read_document(path, lang="en-GB").lang == "en-GB"
