"""The page for translators and revisers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from align.aligners.crossing import Crossing
from align.errors import ModelError
from align.model import (
    Alignment,
    Bead,
    Block,
    Concept,
    Document,
    Finding,
    Origin,
    Segment,
    Signature,
    Term,
    TermBase,
    TranslationUnit,
    Variant,
)
from align.report import CorpusReport, DroppedText, MarkedTerm, PairSummary
from align.report.html import render_corpus

HOSTILE = "</script><img src=x onerror=alert(1)> \"q\" 'a' & \u202eabc \u2028 {{ 7*7 }}"


class Page(HTMLParser):
    """What a test asks of the page: elements with their attributes, and the text inside each cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[tuple[str, str, str]] = []
        self.scripts: list[str] = []
        self._tag = ""
        self._in_text = False
        self._cell: dict[str, str | None] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Keep the element; note the cell and the text it opens."""
        attributes = dict(attrs)
        self._tag = tag
        self.elements.append((tag, attributes))
        if attributes.get("role") == "cell":
            self._cell = attributes
        if tag == "p" and attributes.get("class") == "tx":
            self._in_text = True
            self.cells.append((self._cell["lang"] or "", self._cell["dir"] or "", ""))

    def handle_endtag(self, tag):
        """Leave the text of a cell at the end of its paragraph."""
        self._tag = ""
        if tag == "p":
            self._in_text = False

    def handle_data(self, data):
        """Keep scripts and the texts of cells."""
        if self._tag == "script":
            self.scripts.append(data)
        if self._in_text:
            lang, direction, text = self.cells[-1]
            self.cells[-1] = (lang, direction, text + data)

    def text_in(self, lang: str) -> list[str]:
        """The texts of all cells in `lang`, one a group of sentences."""
        return [text for cell_lang, _, text in self.cells if cell_lang == lang]


def origin(lang: str, kind: str, bead: int, *, score: float | None = 0.9, status: str = "auto") -> Origin:
    """The origin of a unit, as if `lang` had been aligned with English."""
    return Origin(source=lang, target="en", kind=kind, score=score, status=status, bead=bead)


def variant(lang: str, *sentences: str, glue: str = " ") -> Variant:
    """A variant whose segments are `sentences`."""
    starts, text = [], ""
    for sentence in sentences:
        text += glue if text else ""
        starts.append(len(text))
        text += sentence
    ids = tuple(f"{lang}{number}" for number in range(1, len(sentences) + 1))
    return Variant(lang=lang, content=(text,), segments=ids, starts=tuple(starts))


def bead(source: int, target: int, *, score: float | None = 0.9) -> Bead:
    """A bead of so many segments on each side."""
    return Bead(source=tuple(range(source)), target=tuple(range(target)), score=score)


UNITS = (
    TranslationUnit(
        id="a1",
        variants=(
            variant("en", "Peace holds."),
            variant("ar", "السلام قائم."),
            variant("zh", "和平", "稳固。", glue=""),
        ),
        origin=(origin("ar", "1-1", 0), origin("zh", "2-1", 0, score=0.3)),
    ),
    TranslationUnit(
        id="a2",
        variants=(variant("en", "One.", "Two."), variant("ar", "واحد."), variant("zh", "一。", "二。", glue="")),
        origin=(
            origin("ar", "1-1", 1, status="checked"),
            origin("ar", "0-1", 2, score=None),
            origin("zh", "1-1", 1),
            origin("zh", "1-1", 2),
        ),
    ),
    TranslationUnit(id="a3", variants=(variant("zh", "增补。"),), origin=(origin("zh", "1-0", 3, score=None),)),
    TranslationUnit(
        id="a4", variants=(variant("en", "Left out."), variant("zh", "留。")), origin=(origin("zh", "1-1", 4),)
    ),
)

TERMBASE = TermBase(
    concepts=(
        Concept(
            id="peace",
            terms=(
                Term(text="peace", lang="en"),
                Term(text="السلام", lang="ar"),
                Term(text="和平", lang="zh"),
                Term(text="安宁", lang="zh", status="deprecated"),
            ),
        ),
    )
)


def report(**changes) -> CorpusReport:
    """A small report with a doubtful bead, null beads, a checked one, a term and a finding."""
    facts = {
        "title": "A corpus",
        "pivot": "en",
        "languages": ("en", "ar", "zh"),
        "units": UNITS,
        "pairs": (
            PairSummary(lang="ar", beads=(bead(1, 1), bead(1, 0, score=None))),
            PairSummary(lang="zh", beads=(bead(1, 2, score=0.3), bead(1, 1), bead(1, 1), bead(0, 1, score=None))),
        ),
        "findings": (
            Finding(
                check="terms",
                rule="deprecated",
                severity="error",
                message="an old rendering",
                unit_id="a1",
                lang="zh",
                start=0,
                end=2,
                expected=("和平",),
                found="安宁",
                concept="peace",
            ),
        ),
        "terms": (MarkedTerm(unit_id="a1", lang="en", start=0, end=5, concept="peace", status="preferred"),),
        "termbase": TERMBASE,
        "dropped": (DroppedText(lang="en", pattern="^Leave a <b>Reply</b>", count=3),),
        "publisher": "The <publisher>",
        "status_note": "Working texts, not official.",
        "signature": Signature.of(align="0.1.0", encoder="use.3"),
    }
    return CorpusReport(**{**facts, **changes})


@pytest.fixture(scope="module")
def html() -> str:
    """The page of the small report."""
    return render_corpus(report())


@pytest.fixture(scope="module")
def page(html) -> Page:
    """The same, parsed."""
    return Page(html)


def test_every_text_is_on_the_page(page):
    """Each variant stands whole in cells of its language, cut only where its sentences begin."""
    for lang in ("en", "ar", "zh"):
        shown = "".join(page.text_in(lang)).replace(" ", "")
        expected = "".join(v.text for unit in UNITS for v in unit.variants if v.lang == lang).replace(" ", "")
        assert expected == shown


def test_rendering_twice_gives_the_same_characters(html):
    """Nothing on the page comes from the clock or from chance."""
    assert html == render_corpus(report())


def test_every_cell_says_its_language_and_direction(page):
    """Arabic cells run from right to left, all others from left to right."""
    cells = [attributes for _, attributes in page.elements if attributes.get("role") == "cell"]
    assert len(cells) == 12
    assert {("en", "ltr"), ("ar", "rtl"), ("zh", "ltr")} == {(cell["lang"], cell["dir"]) for cell in cells}


def test_the_pivot_is_the_first_column():
    """Whatever the order of the languages, the pivot comes first."""
    cells = [
        a for _, a in Page(render_corpus(report(languages=("zh", "ar", "en")))).elements if a.get("role") == "cell"
    ]
    assert [cell["lang"] for cell in cells[:3]] == ["en", "zh", "ar"]


def test_nothing_is_loaded_from_a_network(page, html):
    """No attribute names an address, no style imports, and the policy in the page forbids it."""
    for tag, attributes in page.elements:
        for name in ("src", "href", "srcset", "action", "data", "poster"):
            assert (attributes.get(name) or "#").startswith("#"), (tag, attributes)
    assert "http" not in re.sub(r"http-equiv", "", html)
    assert "@import" not in html
    assert "url(" not in html
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy


def test_hostile_text_stays_text():
    """Markup in any text, id, message or pattern is shown as it is written and makes no element."""
    unit = TranslationUnit(
        id=HOSTILE,
        variants=(variant("en", HOSTILE), variant("ar", HOSTILE)),
        notes=(HOSTILE,),
        origin=(origin("ar", "1-1", 0),),
    )
    finding = Finding(
        check="terms",
        rule=HOSTILE,
        severity="error",
        message=HOSTILE,
        unit_id=HOSTILE,
        lang="ar",
        start=0,
        end=9,
        expected=(HOSTILE,),
        found=HOSTILE,
    )
    html = render_corpus(
        report(
            title=HOSTILE,
            units=(unit,),
            findings=(finding,),
            terms=(MarkedTerm(unit_id=HOSTILE, lang="en", start=3, end=8, concept=HOSTILE, status="admitted"),),
            termbase=TermBase(
                concepts=(Concept(id=HOSTILE, definition=HOSTILE, terms=(Term(text=HOSTILE, lang="en"),)),)
            ),
            dropped=(DroppedText(lang="en", pattern=HOSTILE, count=1),),
            publisher=HOSTILE,
            date=HOSTILE,
            licence=HOSTILE,
            status_note=HOSTILE,
        )
    )
    page = Page(html)
    assert not [tag for tag, _ in page.elements if tag == "img"]
    assert page.text_in("en") == [HOSTILE]
    assert "49" not in page.text_in("ar")[0]
    assert html.count("</script>") == 2
    assert json.loads(page.scripts[0])["concepts"][0]["id"] == HOSTILE


def test_the_policy_names_the_hash_of_the_script(page):
    """Only the page's own script may run: its hash is the one in the policy."""
    import base64
    import hashlib

    digest = base64.b64encode(hashlib.sha256(page.scripts[1].encode()).digest()).decode()
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert f"script-src 'sha256-{digest}'" in policy


def test_doubtful_and_null_beads_are_named_in_words(html):
    """Colour is never alone: the words doubtful, omission, addition and checked are there too."""
    main = html[html.index("<main") :]
    assert '<b>doubtful</b> <span class="k">1–2</span> <span class="sc">0.30</span>' in main
    assert '<b>addition</b> <span class="k">0–1</span>' in main
    assert "<b>✓ checked</b>" in main
    assert "sentence 2 is not in" in main


def test_a_unit_without_a_text_and_without_a_bead_is_an_omission(html):
    """Units that were not joined from beads show a missing text as an omission, too."""
    row = html[html.index('id="u4"') :]
    assert "<b>Omission</b>" in row[: row.index('lang="zh"')]


def test_sentences_say_which_sentences_of_the_pivot_they_stand_for(html):
    """In a unit of several pivot sentences each group carries their numbers."""
    row = html[html.index('id="u2"') : html.index('id="u3"')]
    assert re.findall(r'data-n="([^"]*)"', row) == ["1", "2", "1", "2", "1", "2"]


def test_the_flags_of_a_row_tell_the_script_what_to_filter():
    """Flags are sums of: text 1, doubtful 2, null 4, not 1-1 8, finding 16, checked 32, automatic 64."""
    rows = re.findall(r'data-m="([^"]*)"', render_corpus(report()))
    assert rows == ["1 65 91", "1 69 65", "0 0 69", "1 4 65"]


def test_a_checked_bead_is_not_doubtful():
    """A low score no longer counts once a person has confirmed the bead."""
    unit = TranslationUnit(
        id="x",
        variants=(variant("en", "A."), variant("zh", "甲。")),
        origin=(origin("zh", "1-1", 0, score=0.1, status="checked"),),
    )
    html = render_corpus(report(units=(unit,), findings=(), terms=()))
    assert 'data-m="1 4 33"' in html
    checked = PairSummary(lang="zh", beads=(Bead(source=(0,), target=(0,), score=0.1, status="checked"),))
    assert checked.doubtful(0.5) == 0


def test_terms_and_findings_are_marked_in_place(html):
    """A term carries its status and the number of its concept; a finding's span its severity."""
    assert '<span class="t preferred" data-c="0">Peace</span> holds.' in html
    assert '<span class="flag error">和平</span>' in html
    assert '<bdi lang="zh" dir="ltr">和平</bdi>' in html


def test_overlapping_marks_keep_the_text():
    """Marks that overlap, nest or touch never lose or repeat a character."""
    text = variant("en", "abcdefghij")
    spans = [(0, 4), (2, 6), (3, 5), (6, 10), (0, 10)]
    terms = tuple(
        MarkedTerm(unit_id="x", lang="en", start=a, end=b, concept=f"c{a}{b}", status="admitted") for a, b in spans
    )
    html = render_corpus(
        report(units=(TranslationUnit(id="x", variants=(text,)),), terms=terms, findings=(), termbase=None)
    )
    assert Page(html).text_in("en") == ["abcdefghij"]


def test_beads_that_do_not_account_for_the_sentences_leave_one_group():
    """Without knowing which sentence belongs to which bead, all stand together with all their beads."""
    plain = Variant(lang="zh", content=("一。二。三。",))
    unit = TranslationUnit(
        id="x",
        variants=(variant("en", "A.", "B."), plain),
        origin=(origin("zh", "1-1", 0), origin("zh", "2-1", 1)),
    )
    html = render_corpus(report(units=(unit,), findings=(), terms=()))
    assert Page(html).text_in("zh") == ["一。二。三。"]
    assert html[html.index("<main") :].count('class="chip sure"') == 2


def test_an_empty_corpus_is_still_a_page():
    """No units, no pairs, no findings: the page says so by its counts."""
    html = render_corpus(report(units=(), pairs=(), findings=(), terms=(), termbase=None, dropped=()))
    assert "0 units" in html


def document(lang: str, *sentences: str) -> Document:
    """A document of one paragraph a sentence."""
    text = "\n".join(sentences)
    starts = [text.index(sentence) for sentence in sentences]
    spans = list(zip(sentences, starts, strict=True))
    return Document(
        id=lang,
        lang=lang,
        text=text,
        blocks=tuple(Block(kind="paragraph", start=start, end=start + len(sentence)) for sentence, start in spans),
        segments=tuple(
            Segment(id=f"s{number}", text=sentence, start=start, end=start + len(sentence), block=number)
            for number, (sentence, start) in enumerate(spans)
        ),
    )


def test_a_pair_is_turned_so_that_the_pivot_comes_first():
    """Whichever side of an alignment the pivot is on, its segments are counted first."""
    en, zh = document("en", "A.", "B."), document("zh", "甲。")
    into = Alignment(source=zh, target=en, beads=(Bead(source=(0,), target=(0, 1), score=0.8),))
    out = Alignment(source=en, target=zh, beads=(Bead(source=(0, 1), target=(0,), score=0.8),))
    assert PairSummary.of(into, pivot="en") == PairSummary.of(out, pivot="en")
    assert PairSummary.of(into, pivot="en").kinds == (("2-1", 1),)
    with pytest.raises(ModelError, match="neither zh nor en is in the pivot language fr"):
        PairSummary.of(into, pivot="fr")


def test_what_is_out_of_order_is_in_the_dot_plot():
    """Whichever side the pivot is on, it is turned as the beads are."""
    en, ar = document("en", "A.", "B.", "C."), document("ar", "أ.", "ب.")
    beads = (Bead(source=(0,), target=(0, 1), score=0.8), Bead(source=(1,), target=(2,), score=0.8))
    crossing = Crossing(source=range(1), target=range(1, 3), cosine=0.5)
    pair = PairSummary.of(Alignment(source=ar, target=en, beads=beads), pivot="en", crossings=[crossing])
    turned = tuple(replace(bead, source=bead.target, target=bead.source) for bead in beads)
    back = Crossing(source=crossing.target, target=crossing.source, cosine=0.5)
    alignment = Alignment(source=en, target=ar, beads=turned)
    assert pair == PairSummary.of(alignment, pivot="en", crossings=[back])
    (plot,) = plots(render_corpus(report(pairs=(pair,))))
    assert "off the path: en 2–3 matches ar 1" in plot


def test_the_sums_of_a_pair():
    """Kinds go from frequent to rare, null ones last; null beads have no part in the mean score."""
    pair = report().pairs[1]
    assert pair.kinds == (("1-1", 2), ("1-2", 1), ("0-1", 1))
    assert (pair.pivot_segments, pair.segments, pair.nulls) == (3, 5, 1)
    assert pair.mean_score == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"pivot": "fr"}, "the pivot fr is not among the languages"),
        ({"languages": ("en", "ar")}, "unit a1 has a variant in zh"),
        ({"languages": ("en", "ar", "zh", "zh")}, "named twice"),
        ({"units": (UNITS[0], UNITS[0])}, "unit id a1 occurs twice"),
        ({"doubtful_below": 2.0}, "not in 0..1"),
        (
            {"terms": (MarkedTerm(unit_id="a1", lang="en", start=0, end=99, concept="x", status="preferred"),)},
            "ends at 99",
        ),
        (
            {"terms": (MarkedTerm(unit_id="zz", lang="en", start=0, end=1, concept="x", status="preferred"),)},
            "unit zz in en",
        ),
    ],
)
def test_a_report_that_contradicts_its_units_is_refused(changes, message):
    """The message names the unit or the language at fault."""
    with pytest.raises(ModelError, match=message):
        report(**changes)


def plots(html: str) -> list[str]:
    """The dot plots of a page."""
    return re.findall(r'<svg class="plot" [^>]*role="group".*?</svg>', html, re.DOTALL)


def test_each_pair_has_a_dot_plot(html):
    """One a language beside the pivot, with a title and a description of its own."""
    found = plots(html)
    assert [re.search(r"<title[^>]*>([^<]*)<", plot).group(1) for plot in found] == [
        "Dot plot en – ar",
        "Dot plot en – zh",
    ]
    ids = [re.search(r'aria-labelledby="([^"]*)"', plot).group(1).split() for plot in found]
    assert all(f'id="{name}"' in plot for plot, names in zip(found, ids, strict=True) for name in names)
    assert len({name for names in ids for name in names}) == 4


def test_marks_of_a_dot_plot_lead_to_their_units(page, html):
    """A doubtful bead and null beads are links to rows that are there, and name the column to be opened."""
    targets = {a.get("id") for _, a in page.elements}
    links = re.findall(
        r'<a href="#(u\d+)" data-lang="(\w+)"><g class="bead (\w+)"><title>([^<\n]*)', "".join(plots(html))
    )
    assert links == [
        ("u2", "ar", "omission", "bead 1 · 1–0 · no counterpart"),
        ("u1", "zh", "doubtful", "bead 0 · 1–2 · score 0.30 · doubtful"),
        ("u3", "zh", "addition", "bead 3 · 0–1 · no counterpart"),
    ]
    assert {unit for unit, *_ in links} <= targets


def test_the_first_words_of_a_mark_are_escaped():
    """Texts of the documents reach the plots as text."""
    text = "<b>bold</b> & 'more'"
    segment = Segment(id="s1", text=text, start=0, end=len(text), block=0)
    block = Block(kind="paragraph", start=0, end=len(text))
    source = Document(id="a", lang="en", text=text, blocks=(block,), segments=(segment,))
    target = Document(id="b", lang="ar", text=text, blocks=(block,), segments=(segment,))
    alignment = Alignment(source=source, target=target, beads=(Bead(source=(0,), target=(0,), score=0.1),))
    (plot,) = plots(render_corpus(report(pairs=(PairSummary.of(alignment, pivot="en"),))))
    assert "en s1: \u2068&lt;b&gt;bold&lt;/b&gt; &amp; &#39;more&#39;\u2069" in plot
    assert "<b>" not in plot


def test_a_page_of_many_rows_is_drawn_part_by_part():
    """A browser can leave out what is not seen: a hundred rows a part, each with the number of its rows."""
    units = tuple(TranslationUnit(id=f"a{number}", variants=(variant("en", "Peace."),)) for number in range(250))
    html = render_corpus(report(units=units, pairs=(), findings=(), terms=()))
    parts = re.findall(r'<div class="part" role="rowgroup" style="--rows: (\d+)">', html)
    assert parts == ["100", "100", "50"]
    assert ".part { content-visibility: auto;" in html


def test_no_rule_looks_through_the_whole_page(html):
    """A `:has` on the root makes a browser look again at every element that it reads: 40 s for 20,000 units."""
    style = html[html.index("<style>") : html.index("</style>")]
    assert re.findall(r"(?:^|[\s,{}])(?::root|html|body|\.js):has\(", style) == []


@pytest.fixture(scope="module")
def in_chromium(html, tmp_path_factory):
    """A function that gives the page's elements after its script ran with a given hash."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no chromium here; install it to run the page's script")
    folder = tmp_path_factory.mktemp("page")
    (folder / "report.html").write_text(html, encoding="utf-8")

    def dump(fragment: str, markup: str = "") -> str:
        path = folder / "report.html"
        if markup:
            path = folder / "changed.html"
            path.write_text(html.replace("</main>", f"</main>{markup}"), encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        options += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        profile = tmp_path_factory.mktemp("profile")
        command = [chromium, *options, f"--user-data-dir={profile}", "--dump-dom", f"file://{path}{fragment}"]
        return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()

    return dump


def shown(dom: str) -> list[str]:
    """The rows that are not hidden."""
    rows = re.findall(r'<div class="r[^>]*>', dom)
    return [re.search(r'id="(u\d+)"', row).group(1) for row in rows if "hidden" not in row]


@pytest.mark.external
@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("", ["u1", "u2", "u3", "u4"]),
        ("#show=doubtful", ["u1"]),
        ("#show=null", ["u2", "u3", "u4"]),
        ("#langs=ar&show=null", ["u2", "u4"]),
        ("#langs=zh&kind=0-1", ["u3"]),
        ("#show=finding", ["u1"]),
        ("#status=auto&langs=zh", ["u1", "u2", "u3", "u4"]),
        ("#q=PEACE", ["u1"]),
        ("#q=%D8%A7%D9%84%D8%B3%D9%91%D9%8E%D9%84%D8%A7%D9%85", ["u1"]),
        ("#concept=peace", ["u1"]),
        ("#q=nowhere", []),
        ("#u3", ["u1", "u2", "u3", "u4"]),
    ],
)
def test_filters_show_the_right_units(in_chromium, fragment, expected):
    """A filter in the address shows the units it names; Arabic is found with and without vowel signs."""
    assert expected == shown(in_chromium(fragment))


@pytest.mark.external
def test_no_foreign_script_runs_even_if_markup_got_in(in_chromium):
    """The policy stops a script or a handler that escaping would have missed."""
    dom = in_chromium("", "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">")
    assert "<title>owned" not in dom
    assert "<title>A corpus</title>" in dom
