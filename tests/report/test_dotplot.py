"""Dot plots: what is drawn, where, and how much of it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from align.errors import ModelError
from align.model import Alignment, Bead, Block, Document, Segment, Signature
from align.report.dotplot import DotPlot, PlotSide, render_dot_plot

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</title><script>alert(1)</script> "q" & \x0b \ud800 {{ 7*7 }}'


def side(lang: str, count: int, text: str = "Some words & more.") -> PlotSide:
    """A text of equal segments."""
    return PlotSide(
        lang=lang,
        count=count,
        name=f"text.{lang}",
        ids=tuple(f"s{number + 1}" for number in range(count)),
        texts=(text,) * count,
        headings=tuple(range(0, count, 10)),
        borders=tuple(range(5, count, 10)),
    )


def beads(kinds: str, *, score: float | None = 0.9) -> tuple[Bead, ...]:
    """Beads in order, one a word such as ``2-1``; ``?`` behind it makes it doubtful, ``!`` checked."""
    out = []
    i = j = 0
    for word in kinds.split():
        a, b = (int(part) for part in word.rstrip("?!").split("-"))
        out.append(
            Bead(
                source=tuple(range(i, i + a)),
                target=tuple(range(j, j + b)),
                score=0.2 if word.endswith("?") else score,
                status="checked" if word.endswith("!") else "auto",
            )
        )
        i, j = i + a, j + b
    return tuple(out)


def plot(kinds: str, **more: object) -> DotPlot:
    """The dot plot of such beads."""
    made = beads(kinds)
    counts = [sum(len(getattr(bead, name)) for bead in made) for name in ("source", "target")]
    return DotPlot(
        **{"source": side("de", counts[0]), "target": side("en", counts[1]), "beads": made, **more}  # type: ignore[arg-type]
    )


class Drawn:
    """An SVG file, parsed."""

    def __init__(self, svg: str) -> None:
        self.root = ET.fromstring(svg)  # noqa: S314 - made by ourselves

    def beads(self, look: str) -> list[ET.Element]:
        """The marks of one look, those of the legend left out."""
        groups = self.root.iter(f"{SVG}g")
        return [g for g in groups if look in (g.get("class") or "").split() and g.find(f"{SVG}title") is not None]

    def titles(self, look: str) -> list[str]:
        """What the marks of one look say."""
        return [g.findtext(f"{SVG}title") or "" for g in self.beads(look)]

    def rect(self, look: str, number: int = 0) -> tuple[float, float, float, float]:
        """Place and size of a mark."""
        rect = self.beads(look)[number].find(f"{SVG}rect")
        return tuple(float(rect.get(name)) for name in ("x", "y", "width", "height"))

    def texts(self) -> list[str]:
        """All that is written on it."""
        return ["".join(text.itertext()) for text in self.root.iter(f"{SVG}text")]


def draw(kinds: str, **more: object) -> Drawn:
    """The dot plot of such beads, drawn and parsed."""
    return Drawn(render_dot_plot(plot(kinds, **more)))


def test_source_runs_from_left_to_right_and_target_from_top_to_bottom():
    """A bead lies where its segments are, as wide and high as they are many; the area is 640 pixels a side."""
    drawn = draw("1-1 2-1 1-2 1-1")
    assert drawn.rect("clear", 0) == (0.0, 0.0, 128.0, 128.0)
    assert drawn.rect("clear", 1) == (128.0, 128.0, 256.0, 128.0)
    assert drawn.rect("clear", 2) == (384.0, 256.0, 128.0, 256.0)


def test_each_mark_says_its_bead_and_first_words():
    """Number, kind and score, then a line for each side."""
    drawn = draw("1-1 2-1?")
    assert drawn.titles("clear") == [
        "bead 0 · 1–1 · score 0.90\nde s1: \u2068Some words & more.\u2069\nen s1: \u2068Some words & more.\u2069"
    ]
    assert drawn.titles("doubtful")[0].splitlines()[:2] == [
        "bead 1 · 2–1 · score 0.20 · doubtful",
        "de s2–s3: \u2068Some words & more.\u2069",
    ]


def test_long_texts_are_cut():
    """A tooltip has the first words, not the whole sentence."""
    title = draw("1-1", source=side("de", 1, "word " * 40)).titles("clear")[0].splitlines()[1]
    assert len(title) < 70
    assert title.endswith("word wo…\u2069")


def test_a_run_of_null_beads_is_one_mark_with_a_strip_beside_its_axis():
    """Omissions stand in the strip of the source axis, additions in that of the target axis."""
    drawn = draw("1-1 1-0 1-0 1-0 1-1 0-1 1-1")
    assert [title.splitlines()[0] for title in drawn.titles("omission")] == ["beads 1–3: 3 without a counterpart in en"]
    strip = drawn.beads("omission")[0].findall(f"{SVG}rect")[1]
    assert (float(strip.get("x")), float(strip.get("width"))) == (pytest.approx(106.7), pytest.approx(320.0))
    assert float(strip.get("y")) < 0
    assert [title.splitlines()[0] for title in drawn.titles("addition")] == ["bead 5 · 0–1 · no counterpart"]
    assert float(drawn.beads("addition")[0].findall(f"{SVG}rect")[1].get("x")) < 0


def test_a_checked_bead_is_not_doubtful_whatever_its_score():
    """It has a look of its own."""
    made = (Bead(source=(0,), target=(0,), score=0.1, status="checked"),)
    drawn = Drawn(render_dot_plot(DotPlot(source=side("de", 1), target=side("en", 1), beads=made)))
    assert len(drawn.beads("checked")) == 1
    assert drawn.beads("doubtful") == []


def test_the_limit_of_doubt_is_that_of_the_plot():
    """What is doubtful depends on `doubtful_below`; a score at the limit is not."""
    assert len(draw("1-1 1-1?", doubtful_below=0.95).beads("doubtful")) == 2
    assert draw("1-1 1-1?", doubtful_below=0.2).beads("doubtful") == []


def test_points_crossings_and_dots_are_drawn_if_given():
    """Each has its place; what is not given is not in the legend either."""
    given = draw("1-1 1-1 1-1 1-1", points=((2, 2),), crossings=((range(3), range(1, 4)),), dots=((3, 0, 0.9),))
    paths = {path.get("class"): path for path in given.root.iter(f"{SVG}path") if "transform" not in path.attrib}
    crossing = next(p for p in given.root.iter(f"{SVG}path") if p.get("class") == "crossing")
    assert crossing.get("d") == "M0.0 160.0L480.0 640.0"
    assert crossing.findtext(f"{SVG}title") == "off the path: de 1–3 matches en 2–4"
    point = next(p for p in given.root.iter(f"{SVG}path") if p.get("class") == "point")
    assert point.get("d").startswith("M320.0 320.0m")
    assert "M560.0 80.0h0" in render_dot_plot(plot("1-1 1-1 1-1 1-1", dots=((3, 0, 0.9),)))
    assert "dots shade3" in paths
    without = draw("1-1 1-1").texts()
    assert {"fixed point", "matches off the path", "alike off the path"}.isdisjoint(without)
    assert {"fixed point", "matches off the path", "alike off the path"} <= set(given.texts())


def test_only_the_strongest_dots_are_drawn():
    """Of five thousand dots four thousand are kept, and the order in which they are given does not matter."""
    dots = tuple((number % 100, number // 100, number / 5000) for number in range(5000))
    one, other = (
        DotPlot(source=side("de", 100), target=side("en", 100), beads=(), dots=given) for given in (dots, dots[::-1])
    )
    assert one.strongest_dots == other.strongest_dots == dots[1000:]
    assert render_dot_plot(one) == render_dot_plot(other)


def test_a_window_shows_what_is_around_the_bead():
    """Two segments on each side of bead 10, its number on it, and a pointer; the ticks are those of the whole text."""
    drawn = draw(
        "1-1 " * 20, bead=10, window=2, rivals=((range(10, 12), range(10, 11), 0.25), (range(2), range(1), 0.1))
    )
    assert {"8", "10", "12"} <= set(drawn.texts())
    assert [text for text in drawn.texts() if "segments" in text] == [
        "de text.de · segments 9–13 of 20 →",
        "← en text.en · segments 9–13 of 20",
    ]
    assert [title.split(" · ")[0] for title in drawn.titles("clear")] == [f"bead {number}" for number in range(8, 13)]
    assert drawn.titles("pointer")[0].startswith("bead 10 ")
    assert drawn.titles("rival") == ["2–1 instead · probability 0.25"]


@pytest.mark.parametrize("window", [None, 0, 1])
def test_a_null_bead_can_be_pointed_at(window):
    """It lies where the path stands at it."""
    drawn = draw("1-1 1-0 0-1 1-1", bead=1, window=window)
    assert drawn.titles("pointer")[0].startswith("bead 1 · 1–0 · no counterpart")


def test_the_plot_has_a_title_a_description_and_the_signature():
    """For those who do not see it, and for those who want to know how it was made."""
    drawn = draw("1-1 1-0 1-0 1-1?", signature=Signature.of(align="0.1.0", aligner="semantic.1"))
    assert drawn.root.get("role") == "img"
    ids = drawn.root.get("aria-labelledby").split()
    title, desc = (next(element for element in drawn.root if element.get("id") == name) for name in ids)
    assert title.text == "Dot plot text.de – text.en"
    assert "4 beads, 1 doubtful, 0 checked. 2 null beads of de and 0 of en" in desc.text
    assert "the longest run of them is de 2–3." in desc.text
    assert "align:0.1.0|aligner:semantic.1" in drawn.texts()


def test_hostile_text_stays_text():
    """Markup is shown as it is written, and what XML cannot hold is replaced."""
    svg = render_dot_plot(plot("1-1", source=replace(side("de", 1, HOSTILE), name=HOSTILE)))
    drawn = Drawn(svg)
    assert not list(drawn.root.iter(f"{SVG}script"))
    assert "alert(1)" in drawn.titles("clear")[0]
    assert "{{ 7*7 }}" in "".join(drawn.texts())
    assert svg.encode("utf-8").count(b"\x0b") == 0


def test_nothing_is_loaded_from_elsewhere():
    """No script, no link, no import, no address but the name space."""
    svg = render_dot_plot(plot("1-1 1-0 1-1?")).replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"http|href|url\(|@import|<script|\son\w+=", svg) == []


def test_colours_for_the_dark_are_in_the_file():
    """The file follows the system of who looks at it."""
    assert "prefers-color-scheme: dark" in render_dot_plot(plot("1-1"))


@pytest.mark.parametrize(("kind", "count"), [("1-1", 50_000), ("1-1 1-1? 1-0 1-1! 0-1 2-1", 10_000)])
def test_fifty_thousand_segments_a_side_stay_small(kind, count):
    """Less than a megabyte and a few thousand elements, whatever the beads are."""
    big = plot(f"{kind} " * count)
    svg = render_dot_plot(big)
    assert big.source.count >= 50_000
    assert len(svg.encode()) < 1_000_000
    assert svg.count("<") / 2 < 5000


def test_what_is_drawn_together_is_still_counted():
    """In a large text a mark stands for several beads and says so; the legend has the sums."""
    drawn = draw("1-1 1-1? " * 5000)
    assert (
        sum(int(re.search(r": ([\d,]+) doubtful", t).group(1).replace(",", "")) for t in drawn.titles("doubtful"))
        == 5000
    )
    assert "doubtful, score under 0.70 (5,000)" in drawn.texts()


def test_a_gap_in_a_large_text_is_one_long_mark():
    """It stands out from single sentences that are missing: they are pale."""
    drawn = draw("1-1 " * 3000 + "1-0 " * 1000 + "1-1 " * 2000 + "1-0 " + "1-1 " * 1000)
    long, short = (mark.findall(f"{SVG}rect")[1] for mark in drawn.beads("omission"))
    assert float(long.get("width")) == pytest.approx(640 * 1000 / 7001, abs=0.1)
    assert float(long.get("opacity")) == 1.0
    assert float(short.get("opacity")) < 0.5


def test_beads_in_any_order_are_drawn():
    """Beads that cross, as people may make them, are no error; the line is broken between them."""
    crossed = tuple(Bead(source=(i,), target=(1999 - i,), score=0.5) for i in range(2000))
    svg = render_dot_plot(DotPlot(source=side("de", 2000), target=side("en", 2000), beads=crossed))
    assert len(Drawn(svg).beads("doubtful")) >= 2
    assert len(svg.encode()) < 1_000_000


@pytest.mark.parametrize("counts", [(0, 0), (0, 3), (3, 0)])
def test_an_empty_side_is_no_error(counts):
    """There is nothing, or only null beads, to draw."""
    kinds = "1-0 " * counts[0] + "0-1 " * counts[1]
    drawn = draw(kinds)
    assert len(drawn.beads("omission")) == bool(counts[0])
    assert len(drawn.beads("addition")) == bool(counts[1])


def test_headings_and_paragraphs_of_a_document():
    """The axis knows where blocks begin; the alignment gives both axes, the beads and the signature."""
    text = "Title\nOne. Two.\nThree."
    places = [(0, 5, 0), (6, 10, 1), (11, 15, 1), (16, 22, 2)]
    document = Document(
        id="a",
        lang="en",
        text=text,
        blocks=(
            Block(kind="heading", start=0, end=5),
            Block(kind="paragraph", start=6, end=15),
            Block(kind="item", start=16, end=22),
        ),
        segments=tuple(
            Segment(id=f"s{number}", text=text[start:end], start=start, end=end, block=block)
            for number, (start, end, block) in enumerate(places, start=1)
        ),
    )
    alignment = Alignment(
        source=document,
        target=replace(document, id="b", lang="fr"),
        beads=tuple(Bead(source=(n,), target=(n,)) for n in range(4)),
        signature=Signature.of(align="0.1.0"),
    )
    made = DotPlot.of(alignment)
    assert (made.source.headings, made.source.borders) == ((0,), (1, 3))
    assert (made.target.lang, made.target.ids[0], made.target.texts[3]) == ("fr", "s1", "Three.")
    assert (made.beads, made.signature) == (alignment.beads, alignment.signature)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"points": ((5, 1),)}, r"a mark ends at \(5, 1\), but the texts have 2 de and 2 en segments"),
        ({"crossings": ((range(2), range(9)),)}, r"ends at \(2, 9\)"),
        ({"dots": ((0, 2, 0.5),)}, r"ends at \(1, 3\)"),
        ({"rivals": ((range(3), range(1), 0.5),)}, r"ends at \(3, 1\)"),
        ({"beads": beads("3-1")}, r"ends at \(3, 1\)"),
        ({"bead": 2}, "there is no bead 2; the last one is 1"),
        ({"window": 3}, "name the bead"),
        ({"bead": 0, "window": -1}, "0 or more segments"),
        ({"doubtful_below": 7}, "not in 0..1"),
    ],
)
def test_a_plot_that_contradicts_its_texts_is_refused(changes, message):
    """The message says what is there."""
    with pytest.raises(ModelError, match=message):
        replace(plot("1-1 1-1"), **changes)


def test_ids_and_texts_are_one_a_segment():
    """An axis with too few is refused."""
    with pytest.raises(ModelError, match="1 ids were given for 2 segments in en"):
        PlotSide(lang="en", count=2, ids=("s1",))
