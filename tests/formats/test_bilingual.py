"""One file in two languages: tables of two columns, and paragraphs that change between languages."""

from __future__ import annotations

import logging

import pytest

from align.errors import FormatError, LanguageError
from align.formats.bilingual import aligned, segment_borders, split_bilingual
from align.formats.html import HtmlFormat
from align.formats.plain import PlainFormat
from align.joining import join
from align.pipeline import segment

ZH = [
    "中央外事工作会议在北京举行",
    "会议于12月27日至28日举行。习近平发表重要讲话。",
    "会议强调，要推动构建人类命运共同体。",
    "会议指出，2023年取得历史性成就。",
]
EN = [
    "Central Conference held in Beijing",
    "The conference was held on December 27 and 28. Xi Jinping made an important address.",
    "It stressed the building of a community with a shared future for all people.",
    "The conference noted historic achievements in 2023.",
]
FR = [
    "La conférence centrale s'est tenue à Pékin",
    "Elle s'est tenue du 27 au 28 décembre. Xi Jinping a prononcé un discours important.",
    "Elle a insisté sur la construction d'une communauté d'avenir partagé.",
    "La conférence a noté des réalisations historiques en 2023.",
]


@pytest.fixture
def lines(tmp_path):
    """A function that gives the document of these lines."""

    def read(content):
        path = tmp_path / "law.txt"
        path.write_text("\n\n".join(content), encoding="utf-8")
        return PlainFormat().read_document(path, lang="und")

    return read


@pytest.fixture
def page(tmp_path):
    """A function that gives the document of this page."""

    def read(content):
        path = tmp_path / "law.html"
        path.write_text(f"<!doctype html><meta charset=utf-8>{content}", encoding="utf-8")
        return HtmlFormat().read_document(path, lang="und")

    return read


def rows(bilingual):
    """The texts of both sides, row by row."""
    return [
        tuple(
            " | ".join(text.text[block.start : block.end] for block in text.blocks[before[side] : after[side]])
            for side, text in enumerate((bilingual.source, bilingual.target))
        )
        for before, after in zip([(0, 0), *bilingual.borders], bilingual.borders, strict=False)
    ]


def woven(*sides):
    """The first of each side, then the second, and so on."""
    return [text for row in zip(*sides, strict=True) for text in row]


@pytest.mark.parametrize("first", [ZH, FR], ids=["other script", "same script"])
def test_paragraph_by_paragraph(lines, first):
    """The language that comes first is the source; each has its own document."""
    found = split_bilingual(lines(woven(first, EN)))
    assert rows(found) == list(zip(first, EN, strict=True))
    assert (found.layout, found.target.lang, found.target.id) == ("lines", "en", "law.en")
    assert found.source.text == "\n\n".join(first)


def test_a_paragraph_may_have_several(lines):
    """Paragraphs of one language without the other in between belong together."""
    found = split_bilingual(lines([ZH[0], EN[0], ZH[1], ZH[2], EN[1], EN[2], ZH[3], EN[3]]))
    assert rows(found)[1] == (f"{ZH[1]} | {ZH[2]}", f"{EN[1]} | {EN[2]}")


def test_numbers_say_which_belong_together(lines):
    """A title in one language before the first pair does not shift all that follow."""
    assert rows(split_bilingual(lines([EN[0], *woven(ZH, EN)[2:]]))) == [
        (EN[0], ""),
        *zip(EN[1:], ZH[1:], strict=True),
    ]


def test_both_languages_in_one_paragraph(page):
    """Lines of a paragraph are taken apart; both have its place."""
    found = split_bilingual(page("".join(f"<p>{zh}<br>{en}" for zh, en in zip(ZH, EN, strict=True))))
    assert rows(found) == list(zip(ZH, EN, strict=True))
    assert [block.place for block in found.source.blocks] == [block.place for block in found.target.blocks]


def test_what_has_no_language_goes_with_the_change(lines):
    """Signs belong to what is before them, or are the counterpart of what is on both sides of them."""
    found = split_bilingual(lines([*woven(ZH[:2], EN[:2]), "* * *", *woven(ZH[2:], EN[2:])]))
    assert rows(found)[1] == (ZH[1], f"{EN[1]} | * * *")
    found = split_bilingual(lines([*woven(ZH[:2], EN[:2]), ZH[2], "2023", ZH[3], EN[3]]))
    assert rows(found)[2] == (ZH[2], "2023")


def table(*columns):
    """A table of these columns."""
    cells = zip(*columns, strict=True)
    return "<table>" + "".join("<tr>" + "".join(f"<td>{text}" for text in row) for row in cells) + "</table>"


def test_two_columns(page, caplog):
    """A column of numbers and the text around the table are left out and counted."""
    with caplog.at_level(logging.WARNING):
        found = split_bilingual(page("<p>Law" + table("1234", ZH, EN)))
    assert rows(found) == list(zip(ZH, EN, strict=True))
    assert (found.layout, found.source.lang, found.target.lang) == ("table", "zh", "en")
    assert found.source.blocks[1].place == "table1/r2/c2"
    assert "left out: 5 blocks in neither text" in caplog.text


def test_tables_in_both_orders(page):
    """Columns are known by their languages, not by their numbers; a cell may be empty."""
    found = split_bilingual(page(table(ZH[:2], EN[:2]) + table(EN[2:], [ZH[2], ""])), langs=("en", "zh"))
    assert rows(found) == [*zip(EN[:3], ZH[:3], strict=True), (EN[3], "")]


def test_what_is_not_bilingual(lines, page):
    """Is refused with what was found instead."""
    with pytest.raises(FormatError, match=r"law\.txt: is not in two languages"):
        split_bilingual(lines(EN))
    with pytest.raises(FormatError, match="has zh and en in 2 parts, not paragraph by paragraph"):
        split_bilingual(lines(ZH + EN))
    with pytest.raises(LanguageError, match="its columns are in zh and en, not in zh and fr"):
        split_bilingual(page(table(ZH, EN)), langs=("zh", "fr"))
    with pytest.raises(LanguageError, match="of 4 paragraphs 0 are in zh and 4 in en"):
        split_bilingual(lines(EN), langs=("zh", "en"))


def test_rows_become_units(page):
    """With the places of both sides; a row with one side only is a null bead."""
    units = join([aligned(split_bilingual(page(table(ZH, [*EN[:3], ""]))))])
    assert [len(unit.variants) for unit in units] == [2, 2, 2, 1]
    assert [p.value for v in units[1].variants for p in v.properties] == ["table1/r2/c1", "table1/r2/c2"]
    assert units[0].origin[0].score is None


def test_borders_for_an_aligner(lines):
    """Are numbers of segments, rising on both sides, without the ends."""
    found = split_bilingual(lines(woven(ZH, EN)))
    source, target = (segment(text) for text in (found.source, found.target))
    assert segment_borders(found, source, target) == ((1, 1), (3, 3), (4, 4))


def test_many_tables_take_linear_time(page):
    """A page of thousands of tables is looked at once."""
    document = page((table(ZH[:1], EN[:1])) * 300 + "<table><tr><td>1<td>2</table>" * 20_000)
    assert len(split_bilingual(document).borders) == 300
