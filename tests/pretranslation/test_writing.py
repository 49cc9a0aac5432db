"""The files that translators open."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import etree

from align.errors import OutputError, UnknownNameError, UsageError
from align.formats.suggestions import MATCHES, Suggestion, percent
from align.formats.xliff import Xliff2Format, XliffFormat
from align.pipeline import read_units, validate
from align.pretranslation.writing import FORMS, form_of, write_pretranslation
from small_memory import PAIRS

TEXT = "A conference in Beijing\n\nChina has made little progress. Who knows?\n"


@pytest.mark.parametrize(("form", "member"), [("xliff", XliffFormat()), ("xliff2", Xliff2Format())])
def test_xliff_is_valid_and_read_again(done, tmp_path, form, member):
    """What was filled in is the translation of the unit, the rest has none."""
    path = tmp_path / "o.xlf"
    write_pretranslation(done(TEXT, threshold=0.6), path, form=form)
    assert validate(path) == []
    units = read_units(path, format=member.name)
    assert [unit.variant("zh").text if unit.variant("zh") else None for unit in units] == [
        "北京会议",
        "中国取得了巨大进步。",
        None,
    ]
    assert units[0].notes[0] == "conference = 会议; not: 会谈"


def test_xliff_1_says_how_good_each_match_is(done, tmp_path):
    """State, qualifier, alt-trans with quality and origin."""
    path = tmp_path / "o.xlf"
    write_pretranslation(done(TEXT, threshold=0.6), path, form="xliff")
    root = etree.parse(path).getroot()
    targets = root.findall(".//{*}trans-unit/{*}target")
    assert [(t.get("state"), t.get("state-qualifier")) for t in targets] == [
        ("translated", "exact-match"),
        ("needs-review-translation", "fuzzy-match"),
        ("new", None),
    ]
    offered = root.findall(".//{*}alt-trans")
    assert offered[0].get("match-quality") == "100%"
    assert offered[0].get("origin") == "report, 2024-01-31, checked"
    assert int(offered[-1].get("match-quality")[:-1]) < 100


def test_xliff_2_has_the_module_of_matches(done, tmp_path):
    """Type, quality in 0..100 and a reference to the segment; a fuzzy target stays initial."""
    path = tmp_path / "o.xlf"
    write_pretranslation(done(threshold=0.6), path, form="xliff2")
    root = etree.parse(path).getroot()
    found = root.findall(f".//{{{MATCHES}}}match")
    assert {match.get("type") for match in found} >= {"icm"}
    assert max(float(match.get("matchQuality")) for match in found) == 100
    assert {match.get("ref") for match in found} == {"#s1"}
    write_pretranslation(done(TEXT, threshold=0.6), path, form="xliff2")
    states = [(s.get("state"), s.get("subState")) for s in etree.parse(path).getroot().findall(".//{*}segment")]
    assert states == [("translated", None), ("initial", "align:fuzzy"), ("initial", None)]


@pytest.mark.external
@pytest.mark.parametrize("flavour", ["strict", "transitional"])
def test_the_official_schema_of_xliff_1(done, shared, tmp_path, flavour):
    """OASIS, 2008."""
    write_pretranslation(done(TEXT, threshold=0.6), tmp_path / "o.xlf", form="xliff")
    text = (shared / "interop/schema/xliff/1.2" / f"xliff-core-1.2-{flavour}.xsd").read_text(encoding="utf-8")
    (tmp_path / "x.xsd").write_text(text.replace("http://www.w3.org/2001/xml.xsd", "xml.xsd"), encoding="utf-8")
    (tmp_path / "xml.xsd").write_bytes((shared / "interop/schema/xliff/1.2/xml.xsd").read_bytes())
    etree.XMLSchema(etree.parse(tmp_path / "x.xsd")).assertValid(etree.parse(tmp_path / "o.xlf"))


@pytest.mark.parametrize(
    ("kind", "score", "shown"),
    [
        ("in-context", 1.0, 101),
        ("in-context", 0.99, 99),
        ("exact", 1.0, 100),
        ("fuzzy", 0.29, 29),
        ("fuzzy", 0.9999, 99),
    ],
)
def test_per_cent_are_never_rounded_up(kind, score, shown):
    """99.99 is not the same sentence."""
    assert percent(Suggestion(source="a", target="b", score=score, kind=kind)) == shown


@pytest.mark.external
def test_translate_toolkit_finds_the_suggestions(done, tmp_path):
    """Source, translation and what else is offered, with its quality."""
    pytest.importorskip("translate", reason="translate-toolkit is not installed")
    from translate.storage import xliff

    write_pretranslation(done(TEXT, threshold=0.6), tmp_path / "o.xlf", form="xliff")
    units = xliff.xlifffile.parsefile(str(tmp_path / "o.xlf")).units
    assert (str(units[0].source), str(units[0].target)) == PAIRS[0]
    offered = units[1].getalttrans()
    assert [str(found.target) for found in offered] == ["中国取得了巨大进步。"]
    assert units[1].xmlelement.find("{*}alt-trans").get("match-quality").endswith("%")


@pytest.mark.external
def test_the_official_schemas_of_xliff_2(done, shared, tmp_path):
    """Core and the module of matches, OASIS 2018."""
    path = tmp_path / "o.xlf"
    write_pretranslation(done(TEXT, threshold=0.6), path, form="xliff2")
    folder = shared / "interop/schema/xliff/2.1"
    etree.XMLSchema(etree.parse(folder / "xliff_core_2.0.xsd")).assertValid(etree.parse(path))
    matches = etree.XMLSchema(etree.parse(folder / "matches.xsd"))
    for element in etree.parse(path).getroot().iter(f"{{{MATCHES}}}matches"):
        matches.assertValid(etree.ElementTree(element))


def test_word_has_both_texts_side_by_side(done, tmp_path):
    """A row a segment: number, source, translation, match, origin and terms."""
    path = tmp_path / "o.docx"
    write_pretranslation(done(), path, form="docx")
    rows = [[cell.text for cell in row.cells] for row in docx.Document(path).tables[0].rows]
    assert [tuple(row[1:3]) for row in rows[1:]] == list(PAIRS)
    assert rows[1][3] == "101 %"
    assert rows[1][4].splitlines() == [
        "in context 101 % (report, 2024-01-31, checked)",
        "conference = 会议; not: 会谈",
        "Beijing: do not translate",
    ]


def test_word_is_the_same_each_time(done, tmp_path):
    """No clock goes into the file."""
    for name in ("a.docx", "b.docx"):
        write_pretranslation(done(), tmp_path / name, form="docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_word_takes_any_text(tmp_path):
    """Control characters are replaced, Arabic is set from right to left."""
    from align.pretranslation.records import PretranslatedSegment, Pretranslation, Wanted

    made = Pretranslation(
        name="x\x01",
        source="en",
        target="ar",
        threshold=0.75,
        segments=(
            PretranslatedSegment(
                wanted=Wanted(id="s1", text="a\x02b", block=0, ids=("s1",)), target="مؤتمر", filled_by="exact"
            ),
        ),
    )
    write_pretranslation(made, tmp_path / "o.docx", form="docx")
    table = docx.Document(tmp_path / "o.docx").tables[0]
    assert table.cell(1, 2).text == "مؤتمر"
    assert "<w:bidi/>" in table.cell(1, 2)._tc.xml
    assert "\x02" not in table.cell(1, 1).text


def test_the_sheet_has_a_comment_with_the_origin(done, tmp_path):
    """In the form of the review sheet, so that it can come back."""
    path = tmp_path / "o.xlsx"
    write_pretranslation(done(), path, form="xlsx")
    book = openpyxl.load_workbook(path)
    rows = list(book.active.values)
    book.close()
    names = rows[0]
    assert [(row[names.index("en")], row[names.index("zh")]) for row in rows[1:]] == list(PAIRS)
    assert rows[1][names.index("comment")].startswith("in context 101 % (report, 2024-01-31, checked)")


def test_the_form_is_told_from_the_suffix():
    """A name wins; what tells nothing is an error that names the forms."""
    assert [form_of(Path(name), None) for name in ("a.xlf", "a.docx", "a.xlsx", "project")] == [
        "xliff",
        "docx",
        "xlsx",
        "omegat",
    ]
    assert form_of(Path("a.xlf"), "xliff2") == "xliff2"
    assert len(FORMS) == 5
    with pytest.raises(UsageError, match=r"name it with --to \(xliff, xliff2"):
        form_of(Path("a.pdf"), None)
    with pytest.raises(UnknownNameError, match="did you mean 'xliff2'"):
        form_of(Path("a"), "xlif2")


@pytest.mark.parametrize("form", ["xliff", "xliff2", "docx", "xlsx"])
def test_an_output_that_cannot_be_written_is_one_line(done, tmp_path, form):
    """Nothing is left behind."""
    with pytest.raises(OutputError, match="there is no folder"):
        write_pretranslation(done(), tmp_path / "absent" / "o", form=form)
    assert [path.name for path in tmp_path.iterdir()] == ["new.txt"]
