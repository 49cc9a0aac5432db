"""Surveys of renderings as text, JSON, rows of a spreadsheet and a page."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import jsonschema
import pytest

from align.model import Concept, Signature, Term
from align.report._drift import COLOURS, chart_of
from align.report._periods import counted, periods
from align.report.renderings import ROW_NAMES, renderings_json, renderings_rows, renderings_text
from align.report.renderings_page import render_renderings
from align.resources import schema_path
from align.terminology.renderings import (
    ConceptRenderings,
    Context,
    LanguageRenderings,
    Line,
    Provenance,
    Rendering,
    RenderingsSurvey,
)


def context(text: str, before: str = "", after: str = "") -> Context:
    """A key word in its context."""
    return Context(before=before, text=text, after=after, start=len(before), end=len(before) + len(text))


def rendering(text: str, lang: str, dates: dict[str, int], *, status: str | None = "preferred") -> Rendering:
    """A rendering that occurs on these dates; without a status it is unlisted."""
    origins = tuple(
        (Provenance(document=f"speech {date}", date=date, publisher="mission"), count) for date, count in dates.items()
    )
    return Rendering(
        text=text,
        term=Term(text=text, lang=lang, status=status, authority="Office <1>") if status else None,  # type: ignore[arg-type]
        forms=((text, sum(dates.values())),),
        origins=origins,
        lines=tuple(
            Line(
                unit_id=f"u{number}",
                provenance=origin,
                source=context("命运共同体", "构建", "。"),
                target=context(text, "<b>before</b> ", " after"),
                score=None if status else 0.5,
            )
            for number, (origin, _) in enumerate(origins, 1)
        ),
        score=None if status else 0.5,
    )


def survey(*renderings: Rendering, lang: str = "en", unanswered: int = 0) -> RenderingsSurvey:
    """A survey of one concept in one language."""
    nothing = Line(
        unit_id="u0",
        provenance=Provenance(),
        source=context("命运共同体"),
        target=context("", after="Nothing like it."),
    )
    part = LanguageRenderings(
        lang=lang,
        mentions=sum(one.count for one in renderings) + unanswered,
        renderings=renderings,
        unanswered=unanswered,
        unanswered_lines=(nothing,) * unanswered,
        unused=(Term(text="unused one", lang=lang, status="deprecated"),),
    )
    concept = Concept(id="future", definition="A <definition>", terms=(Term(text="命运共同体", lang="zh"),))
    return RenderingsSurvey(
        source="zh",
        targets=(lang,),
        units=part.mentions,
        undated=unanswered,
        concepts=(ConceptRenderings(concept=concept, mentions=(("命运共同体", part.mentions),), languages=(part,)),),
        absent=("zebra",),
        signature=Signature.of(align="0.1.0"),
    )


NEW = rendering("shared future", "en", {"2018-01-24": 2, "2019": 1})
OLD = rendering("common destiny", "en", {"2013": 1}, status="superseded")
ODD = rendering("global village", "en", {"2016-05": 1}, status=None)
ALL = survey(NEW, OLD, ODD, unanswered=1)


def test_the_text_names_each_rendering_with_count_status_and_dates() -> None:
    """And what changed from year to year."""
    text = renderings_text(ALL)
    assert "future  命运共同体 (6)" in text
    assert "    3  shared future  [preferred]  2018-01-24 – 2019" in text
    assert "    1  common destiny  [superseded]  2013\n" in text
    assert "    1  global village  [unlisted, 0.50]  2016-05" in text
    assert "by date: 2018 2, 2019 1" in text
    assert "    1  (nothing found that renders it)" in text
    assert "               Nothing like it.\n" in text
    assert text.endswith("1 concept in 6 units; 1 of the term base not mentioned\n")


def test_the_text_shows_key_words_in_context() -> None:
    """As many lines as are wanted, both languages, the key word in brackets."""
    lines = renderings_text(survey(NEW), lines=1).splitlines()
    place = lines.index("             u1, speech 2018-01-24, 2018-01-24")
    assert lines[place + 1 : place + 3] == [
        "               构建[命运共同体]。",
        "               <b>before</b> [shared future] after",
    ]
    assert "[shared future] after" not in renderings_text(survey(NEW), lines=0)


def test_arabic_does_not_turn_the_line_round() -> None:
    """What is written from right to left is isolated."""
    text = renderings_text(survey(rendering("مستقبل مشترك", "ar", {"2018": 1}), lang="ar"))
    assert "\u2067مستقبل مشترك\u2069  [preferred]" in text


def test_json_follows_its_schema() -> None:
    """With all that the survey has."""
    schema = json.loads(schema_path("renderings.schema.json").read_text(encoding="utf-8"))
    report = json.loads(renderings_json(ALL))
    jsonschema.validate(report, schema, cls=jsonschema.Draft202012Validator)
    part = report["concepts"][0]["languages"][0]
    assert [one["count"] for one in part["renderings"]] == [3, 1, 1]
    assert part["renderings"][0]["dates"] == [{"date": "2018-01-24", "count": 2}, {"date": "2019", "count": 1}]
    assert part["unanswered"]["count"] == 1
    assert report["absent"] == ["zebra"]


def test_a_row_for_each_line() -> None:
    """With every column; what nothing renders has a row, too."""
    rows = list(renderings_rows(ALL))
    assert all(len(row) == len(ROW_NAMES) for row in rows)
    assert len(rows) == 5
    assert dict(zip(ROW_NAMES, rows[0], strict=True))["target term"] == "shared future"
    assert dict(zip(ROW_NAMES, rows[-1], strict=True))["status"] == "nothing found"


class _Reader(HTMLParser):
    """Collects what a page refers to, and checks that its elements are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.references: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.references += [value or "" for name, value in attrs if name in {"src", "href", "action"}]
        if tag not in {"meta", "link", "br", "path"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_no_network_and_no_script() -> None:
    """Everything is in it; nothing but places in itself is referred to."""
    page = render_renderings(survey(NEW, OLD, ODD, unanswered=1), title="Speeches <i>")
    reader = _Reader()
    reader.feed(page)
    assert reader.open == []
    assert "script" not in reader.tags
    assert all(reference.startswith("#") for reference in reader.references)
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_the_page_escapes_what_the_corpus_says() -> None:
    """Markup in a text, a title or a term base is text."""
    page = render_renderings(ALL, title="Speeches <i>")
    assert "<title>Speeches &lt;i&gt;</title>" in page
    assert "&lt;b&gt;before&lt;/b&gt;" in page
    assert "A &lt;definition&gt;" in page
    assert "Office &lt;1&gt;" in page
    assert "<b>before" not in page


def test_the_page_sets_each_language_in_its_direction() -> None:
    """Arabic from right to left, its lines too."""
    page = render_renderings(survey(rendering("مستقبل مشترك", "ar", {"2018": 1}), lang="ar"), title="x")
    assert '<span class="kwic" lang="ar" dir="rtl">' in page
    assert '<span class="kwic" lang="zh" dir="ltr">' in page
    assert '<bdi lang="ar" dir="rtl">مستقبل مشترك</bdi>' in page


def test_the_chart_has_a_column_for_each_period() -> None:
    """One rendering upon the other, as high as it is frequent; the same colour as its row."""
    chart = chart_of(ALL.concepts[0].languages[0])
    assert chart is not None
    assert [label for _, label in chart.labels] == ["2013", "2014", "2015", "2016", "2017", "2018", "2019"]
    assert chart.most == 2
    assert [block.title for block in chart.blocks] == [
        "2013: common destiny (1)",
        "2016: global village (1)",
        "2018: shared future (2)",
        "2019: shared future (1)",
    ]
    by_title = {block.title: block for block in chart.blocks}
    assert by_title["2018: shared future (2)"].height == pytest.approx(
        2 * by_title["2019: shared future (1)"].height, abs=0.05
    )
    assert all(block.y + block.height <= chart.base + 0.05 for block in chart.blocks)


def test_there_is_no_chart_of_one_date() -> None:
    """Nothing can be seen to change."""
    assert chart_of(survey(OLD).concepts[0].languages[0]) is None
    assert "<svg" not in render_renderings(survey(OLD), title="x")


def test_many_renderings_share_the_last_colour() -> None:
    """There are only so many colours that can be told apart."""
    many = [rendering(f"r{number}", "en", {"2018": 1, "2019": 1}) for number in range(COLOURS + 3)]
    chart = chart_of(survey(*many).concepts[0].languages[0])
    assert chart is not None
    assert max(block.colour for block in chart.blocks) == COLOURS - 1


def test_every_colour_has_its_style() -> None:
    """For the chart and for the row."""
    page = render_renderings(ALL, title="x")
    for number in range(COLOURS):
        assert re.search(rf"\.k{number} ", page)
        assert re.search(rf"\.f{number} ", page)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2015", "2017-03-01"], ("2015", "2016", "2017")),
        (["2023-11-30", "2024-02", "2023-12-01"], ("2023-11", "2023-12", "2024-01", "2024-02")),
        (["2023-05-02", "2023-05-01"], ("2023-05-01", "2023-05-02")),
        (["May 2023"], ()),
        ([], ()),
    ],
)
def test_periods_are_as_long_as_the_dates_allow(dates: list[str], expected: tuple[str, ...]) -> None:
    """Years, months or days, without gaps; what is no date is left out."""
    assert periods(dates) == expected


def test_periods_count_what_lies_in_them() -> None:
    """A day counts for its month and its year."""
    assert counted([("2015-01-01", 2), ("2015", 1), ("2016-12", 4)], ("2015", "2016")) == (3, 4)
