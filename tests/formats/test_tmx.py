from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from align.errors import FormatError, InputError, LanguageError
from align.formats import UnitHeader
from align.formats._tmx_names import origin_text
from align.formats.tmx import TmxFormat
from align.model import InlineCode, Origin, Property, TranslationUnit, Variant

if TYPE_CHECKING:
    from pathlib import Path

TMX = TmxFormat()


def tmx(path: Path, body: str, *, srclang: str = "en", extra: str = "") -> Path:
    """A file with this body and a good header."""
    path.write_text(
        '<tmx version="1.4">\n'
        '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"'
        f' srclang="{srclang}" datatype="plaintext"{extra}/>\n<body>{body}</body></tmx>',
        encoding="utf-8",
    )
    return path


def unit(path: Path, body: str) -> TranslationUnit:
    """The only unit of a file."""
    (found,) = TMX.scan_units(tmx(path, body))
    return found


PAIR = '<tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="cs"><seg>b</seg></tuv>'


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (("EN-us", "cs-CZ"), ["en-US", "cs-CZ"]),
        (("en_US", "zh_hant_tw"), ["en-US", "zh-Hant-TW"]),
        (("eng", "ces"), ["en", "cs"]),
        (("EN-GB", "CS-01"), ["en-GB", "cs"]),
    ],
)
def test_language_tags_are_read_in_canonical_form(tmp_path: Path, tags: tuple[str, str], expected: list[str]) -> None:
    """Case, underscores, three-letter codes and the numbers of DGT-TM become BCP 47."""
    body = "<tu>" + "".join(f'<tuv xml:lang="{tag}"><seg>x</seg></tuv>' for tag in tags) + "</tu>"
    assert [v.lang for v in unit(tmp_path / "x.tmx", body).variants] == expected


def test_a_tag_that_is_changed_for_another_is_kept_as_a_property(tmp_path: Path) -> None:
    """The number that DGT-TM adds to a language is not lost."""
    found = unit(tmp_path / "x.tmx", '<tu><tuv lang="BG-01"><seg>x</seg></tuv></tu>')
    assert found.variants[0].properties[-1] == Property(name="x-file-lang", value="BG-01")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<tu><tuv><seg>a</seg></tuv></tu>", ":3: <tuv> has no xml:lang"),
        ('<tu><tuv xml:lang="en"/></tu>', ':3: <tuv xml:lang="en"> has no <seg>'),
        ("<tu/>", ":3: <tu> tu1 has no <tuv>"),
        ('<tu><tuv xml:lang="zz-what"><seg>a</seg></tuv></tu>', ":3: <tuv>: 'zz-what' is not a language tag"),
    ],
)
def test_units_that_mean_nothing_are_refused_with_their_line(tmp_path: Path, body: str, message: str) -> None:
    """A tu without what it needs stops the reading, and the message says where."""
    with pytest.raises((FormatError, LanguageError)) as caught:
        unit(tmp_path / "x.tmx", body)
    assert message in str(caught.value)


def test_another_root_is_refused(tmp_path: Path) -> None:
    """A file of another kind is named for what it is, also if it holds tu elements."""
    path = tmp_path / "x.tmx"
    for content in ("<xliff/>", "<xliff><tu/></xliff>"):
        path.write_text(content)
        with pytest.raises(FormatError, match="the root element is <xliff>, not <tmx>"):
            list(TMX.scan_units(path))


def test_inline_codes_are_kept_apart_from_the_text(tmp_path: Path) -> None:
    """Codes have their native content and attributes; the text is what stands between them."""
    body = (
        '<tu><tuv xml:lang="en"><seg>Press <bpt i="1" x="1">&lt;b></bpt>Save<ept i="1">&lt;/b></ept>'
        '<ph x="2" type="image"/>.<it pos="end">}</it></seg></tuv></tu>'
    )
    content = unit(tmp_path / "x.tmx", body).variants[0].content
    assert content == (
        "Press ",
        InlineCode(kind="bpt", content="<b>", attributes=(("i", "1"), ("x", "1"))),
        "Save",
        InlineCode(kind="ept", content="</b>", attributes=(("i", "1"),)),
        InlineCode(kind="ph", attributes=(("x", "2"), ("type", "image"))),
        ".",
        InlineCode(kind="it", content="}", attributes=(("pos", "end"),)),
    )


def test_words_in_hi_and_in_foreign_elements_are_text(tmp_path: Path) -> None:
    """What `hi` or an unknown element wraps stays text, between an empty pair of codes with a free number."""
    body = (
        '<tu><tuv xml:lang="en"><seg>a <hi type="bold">red <hi>old</hi></hi> <g id="7">fox</g>'
        '<bpt i="1"/>!<ept i="1"/><x/></seg></tuv></tu>'
    )
    variant = unit(tmp_path / "x.tmx", body).variants[0]
    assert variant.text == "a red old fox!"
    codes = [piece for piece in variant.content if isinstance(piece, InlineCode)]
    assert [(code.kind, dict(code.attributes).get("i")) for code in codes] == [
        ("bpt", "2"),
        ("bpt", "3"),
        ("ept", "3"),
        ("ept", "2"),
        ("bpt", "4"),
        ("ept", "4"),
        ("bpt", "1"),
        ("ept", "1"),
        ("ph", None),
    ]


def test_sub_flows_stay_findable(tmp_path: Path) -> None:
    """The text of a sub-flow is part of its code, and a property of the variant."""
    body = '<tu><tuv xml:lang="en"><seg>See <ph>alt="<sub>a fox</sub>"</ph></seg></tuv></tu>'
    variant = unit(tmp_path / "x.tmx", body).variants[0]
    assert variant.content == ("See ", InlineCode(kind="ph", content='alt="a fox"'))
    assert variant.properties == (Property(name="x-sub", value="a fox"),)


def test_comments_and_instructions_inside_a_segment_leave_the_text_whole(tmp_path: Path) -> None:
    """The text on both sides of a comment or an instruction is one piece."""
    found = unit(tmp_path / "x.tmx", '<tu><tuv xml:lang="en"><seg>a<!-- c -->b<?x y?>c</seg></tuv></tu>')
    assert found.variants[0].content == ("abc",)


def test_white_space_in_a_segment_is_not_touched(tmp_path: Path) -> None:
    """Text is never altered on reading."""
    found = unit(tmp_path / "x.tmx", '<tu><tuv xml:lang="en"><seg>\n a \u00a0 b </seg></tuv></tu>')
    assert found.variants[0].text == "\n a \u00a0 b "


def test_who_made_a_unit_and_when_survives(tmp_path: Path) -> None:
    """Attributes of tu and tuv, props, notes and props after the seg are read, and written where they belong."""
    body = (
        '<tu tuid="7" creationdate="20240105T091200Z" changeid="D\\r"><note>n</note><prop type="x-Origin">TM</prop>'
        '<tuv xml:lang="en" creationid="ann"><note>v</note><seg>a</seg><prop type="info">short</prop></tuv></tu>'
    )
    found = unit(tmp_path / "x.tmx", body)
    assert found.id == "7"
    assert found.notes == ("n",)
    assert [(p.name, p.value) for p in found.properties] == [
        ("creationdate", "20240105T091200Z"),
        ("changeid", "D\\r"),
        ("x-Origin", "TM"),
    ]
    assert [(p.name, p.value) for p in found.variants[0].properties] == [
        ("creationid", "ann"),
        ("note", "v"),
        ("info", "short"),
    ]
    again = tmp_path / "y.tmx"
    TMX.write_units([found], again, UnitHeader(source="en"))
    assert TMX.validate(again) == []
    assert list(TMX.scan_units(again)) == [found]
    assert '<tu tuid="7" creationdate="20240105T091200Z" changeid="D\\r">' in again.read_text()


def test_two_wordings_in_a_language_become_two_units(tmp_path: Path) -> None:
    """A tu with two Czech wordings is two units, each with the English one; nothing is lost."""
    body = (
        '<tu tuid="t"><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="cs"><seg>b</seg></tuv>'
        '<tuv xml:lang="CS"><seg>c</seg></tuv></tu>'
    )
    found = list(TMX.scan_units(tmx(tmp_path / "x.tmx", body)))
    assert [(u.id, [v.text for v in u.variants]) for u in found] == [("t", ["a", "b"]), ("t-2", ["a", "c"])]


def test_units_without_id_are_numbered(tmp_path: Path) -> None:
    """The id of a unit without tuid says where it stands in the file."""
    found = TMX.scan_units(tmx(tmp_path / "x.tmx", f"<tu>{PAIR}</tu><tu>{PAIR}</tu>"))
    assert [u.id for u in found] == ["tu1", "tu2"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("20231228T000000Z", "2023-12-28"),
        ("20231228T101112Z", "2023-12-28T10:11:12Z"),
        ("2023-12-28", "2023-12-28"),
        ("20240105T120000", "2024-01-05T12:00:00Z"),
        ("Tue Jan 29 12:49:40 2013", "2013-01-29T12:49:40Z"),
        ("yesterday", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_dates_of_the_wild_are_understood(tmp_path: Path, written: str, expected: str | None) -> None:
    """The standard form and those that tools were seen to write are read as ISO 8601; others are no date."""
    path = tmx(tmp_path / "x.tmx", f"<tu>{PAIR}</tu>", extra=f' creationdate="{written}"')
    assert TMX.read_header(path).date == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2023", "20230101T000000Z"), ("2023-12", "20231201T000000Z"), ("2023-12-28T10:00:00+02:00", "20231228T080000Z")],
)
def test_dates_are_written_in_the_standard_form(tmp_path: Path, date: str, expected: str) -> None:
    """A year, a month or a time with zone becomes YYYYMMDDThhmmssZ."""
    path = tmp_path / "x.tmx"
    TMX.write_units([], path, UnitHeader(source="en", date=date))
    assert f'creationdate="{expected}"' in path.read_text()
    assert TMX.validate(path) == []


@pytest.mark.parametrize("srclang", ["*all*", "", "tlh-x", "not a tag"])
def test_a_source_language_that_is_none_is_none(tmp_path: Path, srclang: str) -> None:
    """`*all*` and what is no language tag mean that no language is the source; x-subtags need content."""
    assert TMX.read_header(tmx(tmp_path / "x.tmx", f"<tu>{PAIR}</tu>", srclang=srclang)).source is None


def test_blank_variants_are_left_out(tmp_path: Path) -> None:
    """A client takes an empty segment for a translation, so it is not written; a unit of nothing is counted."""
    empty = Variant(lang="cs", content=())
    english = Variant(lang="en", content=("a",))
    units = [
        TranslationUnit(id="1", variants=(english, empty)),
        TranslationUnit(id="2", variants=(Variant(lang="en", content=(" ",)), empty)),
    ]
    path = tmp_path / "x.tmx"
    written = TMX.write_units(units, path, UnitHeader(source="en"))
    assert (written.units, written.dropped) == (1, 1)
    assert list(TMX.scan_units(path)) == [TranslationUnit(id="1", variants=(english,))]


def test_illegal_characters_are_replaced_and_counted(tmp_path: Path) -> None:
    """Control characters cannot be in XML even as references: they are replaced, counted, and the file is valid."""
    variant = Variant(lang="en", content=("a\x0bb\0c\r\nd",), segments=("s1", "s2"), starts=(0, 7))
    unit = TranslationUnit(id="u\x01", variants=(variant,), notes=("n\x02",))
    path = tmp_path / "x.tmx"
    assert TMX.write_units([unit], path, UnitHeader(source="en")).replaced == 4
    (found,) = TMX.scan_units(path)
    assert found.variants[0].text == "a b\ufffdc\nd"
    assert found.variants[0].starts == (0, 6)
    assert TMX.validate(path) == []


def test_what_is_written_for_the_beads(tmp_path: Path) -> None:
    """A unit says its lowest score, its status, and each bead exactly."""
    origin = (
        Origin(source="zh-Hant", target="en", kind="2-1", score=0.98125, status="checked", bead=17),
        Origin(source="fr", target="en", kind="1-0", score=None, status="auto", bead=3),
    )
    unit = TranslationUnit(id="u", variants=(Variant(lang="en", content=("a",)),), origin=origin)
    path = tmp_path / "x.tmx"
    TMX.write_units([unit], path, UnitHeader(source="en"))
    text = path.read_text()
    assert '<prop type="x-score">0.981</prop>' in text
    assert '<prop type="x-status">auto</prop>' in text
    assert '<prop type="x-align-type">2-1 zh-Hant en 0.98125 checked 17</prop>' in text
    assert '<prop type="x-align-type">1-0 fr en - auto 3</prop>' in text


def test_props_of_others_with_our_names_stay_properties(tmp_path: Path) -> None:
    """A score or a type that does not come with a bead of ours is kept as it stands."""
    found = unit(
        tmp_path / "x.tmx",
        f'<tu><prop type="x-score">0.5</prop><prop type="x-align-type">1:1</prop>{PAIR}</tu>',
    )
    assert found.origin == ()
    assert [(p.name, p.value) for p in found.properties] == [("x-score", "0.5"), ("x-align-type", "1:1")]


@pytest.mark.parametrize("kind", ["00-1", "0-0"])
def test_a_bead_that_cannot_be_stays_a_property(tmp_path: Path, kind: str) -> None:
    """What looks like our notation of a bead but says nonsense is kept as it stands."""
    value = origin_text(Origin(source="en", target="cs", kind="7-3", score=0.5, status="auto", bead=0))
    nonsense = value.replace("7-3", kind)
    found = unit(tmp_path / "x.tmx", f'<tu><prop type="x-align-type">{nonsense}</prop>{PAIR}</tu>')
    assert found.origin == ()
    assert [(p.name, p.value) for p in found.properties] == [("x-align-type", nonsense)]


def test_codes_that_tmx_does_not_have_are_written_as_placeholders(tmp_path: Path) -> None:
    """A code of another format is a ph in TMX, without the attributes that TMX does not know."""
    code = InlineCode(kind="sc", content="<b>", attributes=(("dataRef", "d1"), ("type", "bold")))
    unit = TranslationUnit(id="u", variants=(Variant(lang="en", content=("a", code)),))
    path = tmp_path / "x.tmx"
    TMX.write_units([unit], path, UnitHeader(source="en"))
    assert '<seg>a<ph type="bold">&lt;b&gt;</ph></seg>' in path.read_text()
    assert TMX.validate(path) == []


def code(kind: str, number: str) -> InlineCode:
    """Half of a pair."""
    return InlineCode(kind=kind, attributes=(("i", number),))


@pytest.mark.parametrize(
    ("content", "segment"),
    [
        (
            (code("bpt", "1"), "a", code("ept", "1"), code("bpt", "1"), "b", code("ept", "1")),
            '<bpt i="1"/>a<ept i="1"/><bpt i="2"/>b<ept i="2"/>',
        ),
        ((code("bpt", "1"), "a"), '<it pos="begin"/>a'),
        (("a", code("ept", "2"), code("bpt", "2"), "b", code("ept", "2")), 'a<it pos="end"/><bpt i="2"/>b<ept i="2"/>'),
        ((code("ept", "1"), "a", code("bpt", "1")), '<it pos="end"/>a<it pos="begin"/>'),
        ((InlineCode(kind="bpt"), "a", InlineCode(kind="ept")), '<bpt i="1"/>a<ept i="1"/>'),
    ],
)
def test_pairs_of_other_tools_are_written_as_tmx_wants_them(
    tmp_path: Path, content: tuple[str | InlineCode, ...], segment: str
) -> None:
    """Each pair has a number of its own, and half a pair is an isolated code."""
    path = tmp_path / "x.tmx"
    TMX.write_units([TranslationUnit(id="u", variants=(Variant(lang="en", content=content),))], path, UnitHeader())
    assert f"<seg>{segment}</seg>" in path.read_text()
    assert TMX.validate(path) == []


def test_ids_may_occur_twice(tmp_path: Path) -> None:
    """TMX leaves open whether a tuid is unique, and merged memories have some twice: they are valid, and kept."""
    path = tmp_path / "x.tmx"
    unit = TranslationUnit(id="1", variants=(Variant(lang="en", content=("a",)),))
    TMX.write_units([unit, unit], path, UnitHeader())
    assert TMX.validate(path) == []
    assert [one.id for one in TMX.scan_units(path)] == ["1", "1"]


def test_problems_are_told_up_to_a_number(tmp_path: Path) -> None:
    """A file of a million faults does not fill the memory with them; that there are more is the last problem."""
    path = tmp_path / "x.tmx"
    tmx(path, "".join(f"<tu>{PAIR}<prop>x</prop></tu>" for _ in range(1500)))
    problems = TMX.validate(path)
    assert len(problems) == 1001
    assert "more than 1,000 problems" in str(problems[-1])


@pytest.mark.parametrize(
    ("body", "rule", "line"),
    [
        (f'\n<tu>{PAIR}<tuv xml:lang="CS"><seg>c</seg></tuv></tu>', "one-variant-a-language", 4),
        ("\n<tu>\n<tuv><seg>c</seg></tuv></tu>", "language", 5),
        ('\n<tu><tuv xml:lang="e-n"><seg>c</seg></tuv></tu>', "language-tag", 4),
        ('<tu><tuv xml:lang="en"><seg><bpt i="1"/></seg></tuv></tu>', "paired-codes", 3),
        ('<tu><tuv xml:lang="fr"><seg>c</seg></tuv></tu>', "srclang", 2),
        ('\n<tu><tuv xml:lang="en"><seg>c</seg><prop type="x">late</prop></tuv></tu>', "align-tmx", 4),
        ('\n<tu creationdate="2024-01-05"><tuv xml:lang="en"><seg>c</seg></tuv></tu>', "align-tmx", 4),
        ('\n<tu><tuv xml:lang="en"><seg>c <b>d</b></seg></tuv></tu>', "align-tmx", 4),
        ("\n<tu></tu>", "align-tmx", 4),
        ("\n<tu>", "well-formed", 4),
    ],
)
def test_faults_are_found_with_rule_and_line(tmp_path: Path, body: str, rule: str, line: int) -> None:
    """Each fault is one problem at least, with the rule, the line and what is wrong."""
    path = tmx(tmp_path / "x.tmx", body)
    problems = TMX.validate(path)
    assert (rule, line) in [(p.rule, p.line) for p in problems]
    assert all(str(p).startswith(f"{path}:") for p in problems)


def test_faults_in_a_long_file_keep_their_lines(tmp_path: Path) -> None:
    """Units are validated in batches; the line of a fault is that of the file, and memory stays small."""
    good = "\n".join(f"<tu>{PAIR}</tu>" for _ in range(1200))
    path = tmx(tmp_path / "x.tmx", f"{good}\n<tu><prop>no type</prop>{PAIR}</tu>\n{good}")
    assert [(p.rule, p.line) for p in TMX.validate(path)] == [("align-tmx", 1203)]


def test_a_file_without_header_is_invalid_and_has_no_header(tmp_path: Path) -> None:
    """The units of a file without header are read; asking for the header is an error."""
    path = tmp_path / "x.tmx"
    path.write_text(f'<tmx version="1.4"><body><tu>{PAIR}</tu></body></tmx>')
    assert len(list(TMX.scan_units(path))) == 1
    assert TMX.validate(path)
    with pytest.raises(FormatError, match="<tmx> has no <header>"):
        TMX.read_header(path)


def test_a_unit_outside_the_body_is_a_problem(tmp_path: Path) -> None:
    """A tu that stands in the wrong place is read, and reported."""
    path = tmp_path / "x.tmx"
    path.write_text(tmx(path, "").read_text().replace("<body>", f"<tu>{PAIR}</tu><body>"))
    assert [p.rule for p in TMX.validate(path)] == ["place"]
    assert len(list(TMX.scan_units(path))) == 1


def test_validating_what_cannot_be_opened_is_an_input_error(tmp_path: Path) -> None:
    """A missing file is no list of problems."""
    with pytest.raises(InputError):
        TMX.validate(tmp_path / "absent.tmx")
