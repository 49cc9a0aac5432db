"""``align pretranslate`` and ``align feed``."""

from __future__ import annotations

import json

import pytest

from align.pipeline import read_units
from small_memory import DOCUMENT, PAIRS, fill

PAIR = ("--source", "en", "--target", "zh")
HOUSE = ("--memory", "house", *PAIR)


@pytest.fixture
def desk(desk):
    """The desk, with a memory and a new document."""
    fill(desk / "house")
    (desk / "new.txt").write_text(f"{DOCUMENT}\nSomething is new here.\n", encoding="utf-8")
    return desk


@pytest.mark.usefixtures("desk")
def test_without_an_output_the_table_is_written(align):
    """On standard output."""
    done = align("pretranslate", "new.txt", *HOUSE)
    assert done.code == 0
    assert done.out.splitlines()[0] == "new.txt: en to zh"
    assert done.out.splitlines()[2].split()[:3] == ["In", "context", "4"]
    assert done.out.splitlines()[-1].split()[:2] == ["Total", "6"]


def test_a_file_and_statistics(align, desk):
    """The form is told from the suffix; what was done is said."""
    done = align("pretranslate", "new.txt", *HOUSE, "--terms", "terms.csv", "-o", "o.xlf", "--statistics", "s.json")
    assert done.code == 0
    assert done.lines[-1] == "align: 5 of 6 segments filled in; written to o.xlf"
    assert json.loads((desk / "s.json").read_text(encoding="utf-8"))["total"]["segments"] == 6
    assert len(read_units(desk / "o.xlf")) == 6


def test_a_project(align, desk):
    """A folder is written."""
    assert align("pretranslate", "new.txt", *HOUSE, "-o", "project").code == 0
    assert (desk / "project/omegat.project").is_file()
    again = align("pretranslate", "new.txt", *HOUSE, "-o", "project")
    assert (again.code, again.lines) == (
        3,
        ["align: project is there and not an empty folder; name another for the project"],
    )


def test_xliff_is_filled_in(align, desk):
    """The file of another tool keeps its units."""
    assert align("pretranslate", "new.txt", *HOUSE, "--to", "xliff", "-o", "job.xlf", "--threshold", "1").code == 0
    text = (desk / "job.xlf").read_text(encoding="utf-8")
    (desk / "job.xlf").write_text(text.replace("中国取得了巨大进步。</target>", "</target>", 1), encoding="utf-8")
    done = align("pretranslate", "job.xlf", *HOUSE, "-o", "filled.xlf")
    assert done.code == 0
    units = {unit.variant("en").text: unit.variant("zh") for unit in read_units(desk / "filled.xlf")}
    assert units["China has made great progress."].text == "中国取得了巨大进步。"
    assert 'match-quality="101%"' in (desk / "filled.xlf").read_text(encoding="utf-8").partition('id="s5"')[2]
    assert "align: 4 sentences had a translation already and were left alone" in done.lines
    assert done.lines[-1] == "align: 1 of 2 segments filled in; written to filled.xlf"


def test_what_has_codes_inside_is_not_counted_as_filled_in(align, desk):
    """It is only offered; and the suffixes of translation tools are known."""
    (desk / "job.sdlxliff").write_text(
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        '<file original="a" source-language="en" datatype="plaintext"><body>'
        '<trans-unit id="1"><source>China has made great <x id="1"/>progress.</source></trans-unit>'
        '<trans-unit id="2"><source>China has made great progress.</source></trans-unit></body></file></xliff>',
        encoding="utf-8",
    )
    done = align("pretranslate", "job.sdlxliff", *HOUSE, "-o", "filled.sdlxliff")
    assert done.code == 0
    assert "align: 1 sentences have codes inside: their matches are offered beside them, not filled in" in done.lines
    assert done.lines[-1] == "align: 1 of 2 segments filled in; written to filled.sdlxliff"


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((*HOUSE, "--threshold", "75"), 2, "--threshold is 75; it has to be in 0.5..1 (write 0.75 for 75 %)"),
        (("--memory", "house", "--source", "pt", "--target", "zh"), 2, "nothing in the source language 'pt'; it has"),
        (("--memory", "none", *PAIR), 3, "there is no memory here"),
        ((*HOUSE, "--to", "docx"), 2, "--to says what to write, but not where"),
        ((*HOUSE, "-o", "a.pdf"), 2, "the suffix tells no form"),
        ((*HOUSE, "-o", "a.xlf", "--to", "xlif"), 2, "no form named 'xlif'; did you mean 'xliff'?"),
        ((*HOUSE, "-o", "no/a.xlf"), 3, "there is no folder no"),
        ((*HOUSE, "--statistics", "s.pdf"), 2, "--statistics takes a file .txt, .json, .csv or .xlsx"),
        ((*HOUSE, "--source", "zh"), 2, "both"),
    ],
)
def test_what_is_wrong_is_one_line(align, words, code, said):
    """With the exit code of its kind."""
    done = align("pretranslate", "new.txt", *words)
    assert (done.code, len(done.lines)) == (code, 1)
    assert said in done.lines[0]


def test_an_empty_document_is_refused(align, desk):
    """Also one of white space alone."""
    for text in ("", " \n\n"):
        (desk / "new.txt").write_text(text, encoding="utf-8")
        done = align("pretranslate", "new.txt", *HOUSE)
        assert (done.code, len(done.lines)) == (3, 1)
        assert "new.txt" in done.lines[0]


def test_an_empty_memory_is_said_so(align, desk):
    """It has no language at all."""
    from align.memory import Memory

    Memory.open(desk / "empty", writable=True).close()
    done = align("pretranslate", "new.txt", "--memory", "empty", *PAIR)
    assert (done.code, done.lines) == (2, ["align: the memory has nothing in the source language 'en'; it has none"])


@pytest.mark.usefixtures("desk")
def test_a_feed(align):
    """A line for what is left to translate."""
    done = align("feed", "new.txt", *HOUSE, "--terms", "terms.csv")
    assert done.code == 0
    (found,) = [json.loads(line) for line in done.out.splitlines()]
    assert (found["text"], found["before"]["target"]) == ("Something is new here.", PAIRS[-1][1])
    assert done.lines == ["align: 1 of 6 segments given out"]
    assert len(align("feed", "new.txt", *HOUSE, "--all").out.splitlines()) == 6
    assert align("feed", "-", *HOUSE, stdin=DOCUMENT.encode()).code == 0


@pytest.mark.usefixtures("desk")
def test_a_feed_with_too_little_room(align):
    """Nothing is written."""
    done = align("feed", "new.txt", *HOUSE, "--max-bytes", "10", "-o", "x.jsonl")
    assert (done.code, done.lines) == (2, ["align: a line of 10 bytes holds no segment; allow at least 256"])
