"""``align memory`` and its commands."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import jsonschema
import pytest
from openpyxl import load_workbook

from align.pipeline import read_units
from align.resources import schema_path

pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture
def house(align, desk):
    """A memory made of a small file."""
    (desk / "old.tsv").write_text(
        "id\tzh\ten\n"
        "u1\t会议在北京举行。\tThe conference was held in Beijing.\n"
        "u2\t中国取得了巨大进步。\tChina has made great progress.\n"
        "u3\t中国取得了很大进步。\tChina has made much progress.\n"
        "u4\t没有人反对。\tNobody disagreed.\n",
        encoding="utf-8",
    )
    done = align("memory", "add", "house", "old.tsv", "--date", "2019-05", "--publisher", "Press")
    assert done.code == 0
    return desk


def test_add_says_what_became_of_the_units(align):
    """New, there already, and how many there are now."""
    done = align("memory", "add", "house", "old.tsv", "--document", "again")
    assert done.code == 0
    assert "old.tsv: 4 units: 4 there already" in done.said
    assert "house now has 4 units in en, zh" in done.said


def test_add_takes_a_corpus(align, desk):
    """A folder with a manifest is aligned, and its title, date and publisher go along."""
    (desk / "en.txt").write_text("The conference was held. Nobody disagreed.\n", encoding="utf-8")
    (desk / "zh.txt").write_text("会议举行了。没有人反对。\n", encoding="utf-8")
    (desk / "corpus.toml").write_text(
        '[corpus]\nid = "small"\ntitle = "Small"\npivot = "en"\ndate = 2024-01-31\n'
        '[[text]]\nlang = "en"\nfile = "en.txt"\n[[text]]\nlang = "zh"\nfile = "zh.txt"\n[pair]\naligner = "length"\n',
        encoding="utf-8",
    )
    done = align("memory", "add", "new", "corpus.toml")
    assert done.code == 0
    info = json.loads(align("memory", "info", "new", "--report", "json").out)
    assert info["documents"][0]["document"] == "small"
    assert info["documents"][0]["date"] == "2024-01-31"


def test_add_takes_a_file_of_an_archive(align, desk):
    """Named after a `!`, as every verb takes it."""
    with zipfile.ZipFile(desk / "all.zip", "w") as archive:
        archive.write(desk / "old.tsv", "old.tsv")
        archive.writestr("other.tsv", "id\ten\tzh\n1\ta\tb\n")
    done = align("memory", "add", "new", "all.zip!old.tsv")
    assert (done.code, done.lines[0]) == (0, "align: all.zip!old.tsv: 4 units: 4 new")
    done = align("memory", "add", "new", "all.zip!none.tsv")
    assert (done.code, done.lines) == (3, ["align: all.zip: has no one file none.tsv; it has old.tsv, other.tsv"])


def test_info(align):
    """Units, languages, documents and who writes."""
    out = align("memory", "info", "house").out
    assert "units      4" in out
    assert "languages  en 4, zh 4" in out
    assert "old: 4 units (2019-05, Press, old.tsv)" in out
    assert "writer     none" in out


def test_lookup_shows_the_percentage_and_why(align):
    """What was taken off, where it comes from, and the difference."""
    done = align(
        "memory", "lookup", "house", "中国取得了巨大的进步。", "--source", "zh", "--target", "en", "--no-phrases"
    )
    assert done.code == 0
    first, source, target, *_ = done.out.splitlines()
    assert first == "1. 89 % (90.9 - 1 unchecked) fuzzy  old, 2019-05, Press, auto"
    assert source.split() == ["zh", "中国取得了巨大{+的+}进步。"]
    assert target.split(maxsplit=1) == ["en", "China has made great progress."]
    assert "2 matches at or over 70 %" in done.said


def test_lookup_as_json_follows_its_schema(align, house):
    """With terms and their renderings, and which match has which."""
    (house / "terms.csv").write_text(
        "concept,lang,text,status\nprogress,zh,进步,preferred\nprogress,en,progress,preferred\n", encoding="utf-8"
    )
    done = align(
        "memory", "lookup", "house", "中国取得了巨大进步。", "--source", "zh", "--target", "en",
        "--terms", "terms.csv", "--phrases", "--report", "json", "--penalty", "unchecked=0",
    )  # fmt: skip
    data = json.loads(done.out)
    jsonschema.validate(data, json.loads(schema_path("memory-matches.schema.json").read_text(encoding="utf-8")))
    assert (data["matches"][0]["score"], data["matches"][0]["kind"]) == (1.0, "exact")
    assert data["terms"][0]["renderings"] == [{"text": "progress", "status": "preferred"}]
    assert [one["match"] for one in data["terms"][0]["used"]] == [1, 2]
    assert data["phrases"][0]["text"] == "中国取得了巨大进步"


def test_lookup_as_a_page(align, house):
    """What is put in and taken out is marked."""
    align(
        "memory",
        "lookup",
        "house",
        "中国取得巨大进步。",
        "--source",
        "zh",
        "--target",
        "en",
        "-o",
        "m.html",
        "--report",
        "html",
    )
    page = (house / "m.html").read_text(encoding="utf-8")
    assert "<del>了</del>" in page


def test_search_shows_places_in_both_languages(align):
    """The place is marked; a rendering that is asked for, too."""
    done = align("memory", "search", "house", "进步", "--lang", "zh", "--target", "en", "--with", "great progress")
    assert done.code == 0
    assert "中国取得了巨大[进步]。" in done.out
    assert "China has made [great progress]." in done.out
    assert "1 of 1 units" in done.said


@pytest.mark.parametrize("suffix", ["tsv", "xlsx", "html", "json", "txt"])
def test_search_writes_what_the_suffix_says(align, house, suffix):
    """A table, a workbook, a page, JSON or text."""
    done = align("memory", "search", "house", "progress", "--lang", "en", "--no-mark", "-o", f"hits.{suffix}")
    assert done.code == 0
    data = (house / f"hits.{suffix}").read_bytes()
    if suffix == "xlsx":
        sheet = load_workbook(BytesIO(data)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert rows[0][:5] == ["unit", "lang", "left", "match", "right"]
        assert [row[3] for row in rows[1:]] == ["progress", "progress"]
    else:
        assert data.decode("utf-8").count("progress") >= 2


def test_remove_can_be_tried_first(align):
    """And takes out what a query finds."""
    done = align("memory", "remove", "house", "--matching", "much progress", "--dry-run")
    assert "1 of 4 units would be removed" in done.said
    done = align("memory", "remove", "house", "--matching", "much progress")
    assert "1 units removed; house now has 3" in done.said
    assert align("memory", "remove", "house", "--document", "old").code == 0
    assert "units      0" in align("memory", "info", "house").out


def test_export_writes_any_unit_format(align, house):
    """With document, date and publisher as properties; languages may be chosen."""
    assert align("memory", "export", "house", "out.tmx").code == 0
    units = read_units(house / "out.tmx")
    assert len(units) == 4
    assert {one.name: one.value for one in units[0].properties}["publisher"] == "Press"
    done = align("memory", "export", "house", "-", "--to", "tsv", "--langs", "en:zh", "--since", "2019")
    names, first, *_ = (line.split("\t") for line in done.out.splitlines())
    assert names.index("en") < names.index("zh")
    assert first[names.index("en")] == "The conference was held in Beijing."
    assert "0 units" in align("memory", "export", "house", "none.jsonl", "--until", "2018").said


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("lookup", "nowhere", "x", "--source", "en", "--target", "zh"), 3, "nowhere: there is no memory here"),
        (("info", "nowhere"), 3, "there is no memory here"),
        (("remove", "nowhere", "--document", "x"), 3, "there is no memory here"),
        (("lookup", "house", "x", "--source", "en", "--target", "de"), 2, "has nothing in 'de'"),
        (("lookup", "house", "x", "--source", "en", "--target", "zh", "--threshold", "70"), 2, "not in 0..1"),
        (("lookup", "house", "x", "--source", "en", "--target", "zh", "--penalty", "uncheked=1"), 2, "'unchecked'"),
        (
            ("lookup", "house", "x", "--source", "en", "--target", "zh", "--penalty", "region=x"),
            2,
            "a name and a number",
        ),
        (("lookup", "house", " ", "--source", "en", "--target", "zh"), 2, "is empty"),
        (("search", "house", "x", "--since", "yesterday"), 2, "2018-03-01"),
        (("search", "house", "x", "-o", "hits.doc"), 2, "--report"),
        (("search", "house", "x", "--with", "y"), 2, "--target"),
        (("search", "house", "(", "--kind", "regex"), 2, "no regular expression"),
        (("remove", "house"), 2, "say what to remove"),
        (("add", "house", "none.tmx"), 3, "no such file"),
        (("add", "house", "old.tsv", "--date", "May 2019"), 2, "is not a date"),
        (("add", "old.tsv", "old.tsv"), 3, "is no memory"),
        (("frobnicate",), 2, "no command named 'frobnicate'"),
    ],
)
def test_mistakes_are_one_line(align, house, words, code, message):
    """With the code of their kind."""
    done = align("memory", *words)
    assert done.code == code
    assert message in done.said
    assert len(done.said.splitlines()) == 1
    assert not (house / "nowhere").exists()
