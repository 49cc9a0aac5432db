"""``align build``."""

from __future__ import annotations

import tomllib

import pytest


def test_the_sums_and_the_files_are_said(align, desk):
    """On standard error; nothing goes to standard output. A title may hold what other programs take for markup."""
    done = align("build", ".", "-o", "out")
    assert (done.code, done.out) == (0, "")
    assert "A small [bold] corpus" in done.said
    for heading in ("segments", "beads", "null", "doubtful", "findings"):
        assert heading in done.said
    assert "zh-en" in done.said
    assert "4:5" in done.said
    written = [line.removeprefix("align:   ") for line in done.lines if line.startswith("align:   ")]
    assert {str(path.relative_to(desk)) for path in (desk / "out").rglob("*.*") if path.name[0] != "."} == set(written)
    assert f"align: {len(written)} files written to out:" in done.lines


def test_a_second_run_says_so(align, desk):
    """And how to build all the same."""
    assert align("build", ".", "-o", "out").code == 0
    done = align("build", ".", "-o", "out")
    assert (done.code, done.lines) == (
        0,
        ["align: nothing has changed since the last build; the results are in out (--force builds anyway)"],
    )
    assert "files written to out" in align("build", ".", "-o", "out", "--force").said
    assert desk.is_dir()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["none"], "none: there is no corpus.toml here"),
        (["."], "corpus.toml:3: corpus: unknown key 'tilte'; did you mean 'title'?"),
        (["en.txt"], "en.txt:1:3: is not valid TOML"),
        (["good", "-o", "en.txt"], "en.txt is a file, not a folder; choose another folder with -o"),
    ],
)
def test_bad_input(align, desk, words, message):
    """Exit code 3 and one line; no folder is made."""
    good = desk / "good"
    good.mkdir()
    manifest = desk / "corpus.toml"
    text = manifest.read_text(encoding="utf-8")
    (good / "corpus.toml").write_text(
        text.replace('file = "', 'file = "../').replace('"terms', '"../terms'), encoding="utf-8"
    )
    manifest.write_text(text.replace("title", "tilte"), encoding="utf-8")
    assert tomllib.loads(text)
    done = align("build", *words)
    assert (done.code, done.out, len(done.lines)) == (3, "", 1), done.said
    assert done.said.startswith(f"align: {message}")
    assert not (desk / "build").exists()
