"""XLIFF files of other tools, filled in."""

from __future__ import annotations

import pytest
from lxml import etree

from align.errors import FormatError, LanguageError
from align.formats.suggestions import Suggested, Suggestion
from align.formats.xliff_filling import XliffFile
from align.model import TranslationUnit, Variant

ONE = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:x="urn:other">
<file original="a.docx" source-language="en-US" datatype="x-docx" x:mark="kept"><header><skl><external-file href="a.skl"/></skl></header><body>
<trans-unit id="1"><source>Good day.</source></trans-unit>
<trans-unit id="2"><source><g id="1">Good day.</g></source><target state="new"><g id="1">Good day.</g></target></trans-unit>
<trans-unit id="3"><source>Good <x id="1"/>day.</source></trans-unit>
<trans-unit id="4"><source>Good day.</source><target state="final">Dobrý den.</target><note>n</note></trans-unit>
<trans-unit id="5" translate="no"><source>Good day.</source></trans-unit>
<trans-unit id="6"><source>Unknown.</source></trans-unit>
</body></file></xliff>
"""
CUT = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.docx" source-language="en" datatype="x-docx"><body>
<trans-unit id="1"><source>Good day. Unknown. Good day.</source>
<seg-source><mrk mtype="seg" mid="1">Good day.</mrk> <mrk mtype="seg" mid="2">Unknown.</mrk> <g id="3"><mrk mtype="seg" mid="3">Good day.</mrk></g></seg-source></trans-unit>
<trans-unit id="2"><source>Good day. Good day.</source>
<seg-source><mrk mtype="seg" mid="1">Good day.</mrk> <mrk mtype="seg" mid="2">Good day.</mrk></seg-source>
<target><mrk mtype="seg" mid="1">Ahoj.</mrk> <mrk mtype="seg" mid="2"/></target></trans-unit>
</body></file></xliff>
"""
TWO = """<?xml version="1.0"?>
<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en">
<file id="f"><unit id="u1"><notes><note>kept</note></notes>
<segment id="a"><source>Good day.</source></segment><segment><source><pc id="1">Good</pc> day.</source></segment></unit></file></xliff>
"""


@pytest.fixture
def filled(tmp_path):
    """The root of a file whose sentences "Good day." have been filled in, and what became of them."""

    def made(text, kind="exact"):
        (tmp_path / "in.xlf").write_text(text, encoding="utf-8")
        file = XliffFile(tmp_path / "in.xlf")
        file.check_languages("en", "cs")
        found = Suggestion(source="Good day.", target="Dobrý den.", score=1.0, kind=kind, origin="m", similarity=1.0)
        entries = []
        for one in file.sentences():
            variants = [Variant(lang="en", content=(one.text,))]
            known = one.text == "Good day."
            if known:
                variants.append(Variant(lang="cs", content=("Dobrý den.",)))
            unit = TranslationUnit(id=one.id, variants=tuple(variants))
            entries.append(Suggested(unit=unit, suggestions=(found,) if known else (), filled=kind if known else None))
        done = file.write(entries, tmp_path / "out.xlf", langs=("en", "cs"))
        return etree.parse(tmp_path / "out.xlf").getroot(), done

    return made


def by_id(root):
    """The unit elements by their ids."""
    return {unit.get("id"): unit for unit in root.iter("{*}trans-unit", "{*}unit")}


def test_targets_are_filled_in_and_the_rest_stays(filled):
    """States, codes at the ends, attributes of others and the skeleton."""
    root, done = filled(ONE)
    units = by_id(root)
    assert units["1"].findtext("{*}target") == "Dobrý den."
    assert units["1"].find("{*}target").get("state") == "translated"
    assert etree.tostring(units["2"].find("{*}target/{*}g"), encoding="unicode", with_tail=False).endswith(
        ">Dobrý den.</g>"
    )
    assert (done.filled, done.done, done.codes) == (2, 1, 1)
    assert root.find("{*}file").get("{urn:other}mark") == "kept"
    assert root.find(".//{*}external-file").get("href") == "a.skl"


def test_what_has_codes_inside_gets_suggestions_only(filled):
    """Nobody knows where they belong in the translation."""
    root, _ = filled(ONE)
    unit = by_id(root)["3"]
    assert unit.find("{*}target") is None
    assert unit.findtext("{*}alt-trans/{*}target") == "Dobrý den."


def test_what_is_translated_or_locked_or_unknown_is_left_alone(filled):
    """No target changes, and no suggestion is added."""
    units = by_id(filled(ONE)[0])
    assert units["4"].findtext("{*}target") == "Dobrý den."
    assert [units[one].find("{*}alt-trans") for one in ("4", "5", "6")] == [None, None, None]
    assert [units[one].find("{*}target") for one in ("5", "6")] == [None, None]


def test_a_unit_that_is_cut_is_filled_segment_by_segment(filled):
    """Its marks and codes are in the target, too; what is not known yet stays empty, and the state says so."""
    root, done = filled(CUT)
    one, two = by_id(root)["1"].find("{*}target"), by_id(root)["2"].find("{*}target")
    assert [(mark.get("mid"), mark.text or "") for mark in one.iter("{*}mrk")] == [
        ("1", "Dobrý den."),
        ("2", ""),
        ("3", "Dobrý den."),
    ]
    assert one.find("{*}g/{*}mrk").text == "Dobrý den."
    assert one.get("state") == "needs-translation"
    assert [mark.text for mark in two.iter("{*}mrk")] == ["Ahoj.", "Dobrý den."]
    assert two.get("state") == "translated"
    assert [found.get("mid") for found in root.iter("{*}alt-trans")] == ["1", None, "2"]
    assert (done.filled, done.done) == (3, 1)


def test_suggestions_stand_before_what_a_tool_has_put_at_the_end(filled):
    """As the standard wants it of elements that are not its own."""
    text = ONE.replace("Good day.</source></trans-unit>", "Good day.</source><x:defs/></trans-unit>", 1)
    unit = by_id(filled(text)[0])["1"]
    assert [etree.QName(one).localname for one in unit] == ["source", "target", "alt-trans", "defs"]


def test_the_target_language_is_stated(filled):
    """Where the file did not."""
    assert filled(ONE)[0].find("{*}file").get("target-language") == "cs"
    assert filled(TWO)[0].get("trgLang") == "cs"


def test_version_2_is_filled_segment_by_segment(filled):
    """Each match points at its segment, which gets an id where it had none; notes stay behind the matches."""
    root, done = filled(TWO, kind="fuzzy")
    unit = by_id(root)["u1"]
    segments = unit.findall("{*}segment")
    assert [(s.findtext("{*}target"), s.get("state"), s.get("subState")) for s in segments] == [
        ("Dobrý den.", "initial", "align:fuzzy"),
        (None, None, None),
    ]
    assert [etree.QName(child).localname for child in unit][:2] == ["matches", "notes"]
    assert [match.get("ref") for match in unit.iter("{*}match")] == ["#a", "#s1"]
    assert [match.get("id") for match in unit.iter("{*}match")] == ["m1", "m2"]
    assert done.codes == 1


@pytest.mark.external
def test_the_official_schemas_accept_what_was_filled(filled, shared, tmp_path):
    """XLIFF 1.2 transitional and 2.0."""
    folder = shared / "interop/schema/xliff"
    text = (folder / "1.2/xliff-core-1.2-transitional.xsd").read_text(encoding="utf-8")
    (tmp_path / "x.xsd").write_text(text.replace("http://www.w3.org/2001/xml.xsd", "xml.xsd"), encoding="utf-8")
    (tmp_path / "xml.xsd").write_bytes((folder / "1.2/xml.xsd").read_bytes())
    for text in (ONE, ONE.replace("Good day.</source></trans-unit>", "Good day.</source><x:defs/></trans-unit>"), CUT):
        etree.XMLSchema(etree.parse(tmp_path / "x.xsd")).assertValid(filled(text)[0].getroottree())
    etree.XMLSchema(etree.parse(folder / "2.1/xliff_core_2.0.xsd")).assertValid(filled(TWO)[0].getroottree())


@pytest.mark.parametrize(
    ("text", "langs", "error", "match"),
    [
        (ONE, ("fr", "cs"), LanguageError, "source-language is 'en-US', and 'fr' was asked for"),
        (TWO.replace('srcLang="en"', 'srcLang="en" trgLang="de"'), ("en", "cs"), LanguageError, "trgLang is 'de'"),
        (ONE.replace('source-language="en-US" ', ""), ("en", "cs"), FormatError, "source-language is not stated"),
        ("<tmx/>", ("en", "cs"), FormatError, "the root element is <tmx>"),
    ],
)
def test_a_file_in_other_languages_is_refused(tmp_path, text, langs, error, match):
    """With file and line."""
    path = tmp_path / "in.xlf"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=match) as caught:
        XliffFile(path).check_languages(*langs)
    assert str(caught.value).startswith(f"{path}:")
