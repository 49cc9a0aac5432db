"""What holds for every verb: help, errors in one line, exit codes, UTF-8."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import click
import pytest

from align import pipeline
from align.cli import _align as command

COMMAND = [sys.executable, "-c", "from align.cli import main; main()"]
VERBS = command.list_commands(click.Context(command))
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and devices of POSIX")


def test_the_package_can_be_run():
    """``python -m align`` is the command ``align``, as where its folder is not on the path."""
    done = subprocess.run(
        [sys.executable, "-m", "align", "segment"], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("align: ")


@pytest.mark.parametrize("words", [[], *([verb] for verb in VERBS)], ids=lambda words: words[0] if words else "align")
def test_every_help_has_an_example(align, words):
    """A command that can be copied, which begins with the verb; and a line for each option and argument."""
    done = align(*words, "--help")
    assert (done.code, done.said) == (0, "")
    examples = re.search(r"Examples?:\n((?: +\S.*\n)+)", done.out)[1].splitlines()
    assert all(" ".join(["align", *words]) in example for example in examples)
    for parameter in command.get_command(click.Context(command), words[0]).params if words else ():
        assert isinstance(parameter, click.Argument) or parameter.help, parameter.name


def test_no_verb_gives_the_help(align):
    """On standard error, with the exit code of a wrong call."""
    done = align()
    assert (done.code, done.out) == (2, "")
    assert "Verbs:" in done.said


WRONG_CALLS = {
    "no verb named 'biuld'; did you mean 'build'?": ["biuld"],
    "no verb named 'xyzzy'; known: build, check": ["xyzzy"],
    "no such option '--frob'": ["--frob"],
    "give two files, two folders, or --list (see: align pair --help)": ["pair", "en.txt"],
    "missing argument 'TARGET' (see: align explain --help)": ["explain", "en.txt", "--bead", "0"],
    "got unexpected extra argument (x) (see: align build --help)": ["build", ".", "x"],
    "option '--lang' requires an argument (see: align": ["segment", "en.txt", "--lang"],
    "invalid value for '--fail-on': 'bad' is not one of 'note', 'warning', 'error'": ["check", "x", "--fail-on", "bad"],
    "no shelf named 'algners'; did you mean 'aligners'?": ["list", "algners"],
    "no aligner named 'lenght'; did you mean 'length'?": ["pair", "en.txt", "zh.txt", "--aligner", "lenght"],
    "no encoder named 'usee'; did you mean 'use'?": ["pair", "en.txt", "zh.txt", "--encoder", "usee"],
    "no segmenter named 'lins'; did you mean 'lines'?": ["segment", "en.txt", "--segmenter", "lins"],
    "no format named 'plian'; did you mean 'plain'?": ["segment", "en.txt", "--format", "plian"],
    "no format named 'tmxx'; did you mean 'tmx'?": ["pair", "en.txt", "zh.txt", "--to", "tmxx"],
    "no format named 'jsnl'; did you mean 'jsonl'?": ["convert", "a.tmx", "b.x", "--to", "jsnl"],
    "no format named 'tsb'; did you mean 'tsv'?": ["validate", "en.txt", "--format", "tsb"],
    "no check named 'trems'; did you mean 'terms'?": ["check", "a.tmx", "--checks", "trems"],
    "no report named 'jsno'; did you mean 'json'?": ["check", "a.tmx", "--report", "jsno"],
    "no encoding named 'utf9'; did you mean 'utf-8'?": ["segment", "en.txt", "--encoding", "utf9"],
    "--lang: 'zz' is not a language tag": ["segment", "en.txt", "--lang", "zz"],
    "--source: 'zz' is not a language tag": ["check", "a.tmx", "--source", "zz"],
    "--langs takes two language tags, such as zh:en, not 'en'": ["pair", "en.txt", "zh.txt", "--langs", "en"],
    "--langs takes two language tags, such as zh:en, not 'en:'": ["pair", "en.txt", "zh.txt", "--langs", "en:"],
    "--langs: 'zz' is not a language tag": ["pair", "en.txt", "zh.txt", "--langs", "en:zz"],
    "--langs: both are 'en'": ["pair", "en.txt", "zh.txt", "--langs", "en:EN"],
    "both files are in 'en'; if they are not, say so with --langs": ["-q", "pair", "en.txt", "en.txt"],
    "the aligner 'length' takes no encoder": ["pair", "en.txt", "zh.txt", "--aligner", "length", "--encoder", "use"],
    "a.tmxx: no unit or bead format has the suffix '.tmxx'; did you mean .tmx?": [
        "pair",
        "en.txt",
        "zh.txt",
        "-o",
        "a.tmxx",
    ],
    "plain is not a unit or bead format": ["pair", "en.txt", "zh.txt", "--to", "plain"],
    "standard input (-) can be read only once": ["pair", "-", "-"],
    "name the format of the output with --to": ["convert", "a.tmx", "-"],
    "the check 'terms' needs a term base": ["check", "units.tsv", "--checks", "terms"],
    "no unit has the source language 'it'; the units have en, zh": ["-q", "check", "units.tsv", "--source", "it"],
}


@pytest.mark.parametrize("message", WRONG_CALLS)
def test_a_wrong_call(align, desk, message):
    """Gives exit code 2 and one line that says what to write instead; nothing is written."""
    (desk / "units.tsv").write_text("id\ten\tzh\nu1\tOne.\t一。\n", encoding="utf-8")
    before = sorted(desk.iterdir())
    done = align(*WRONG_CALLS[message])
    assert (done.code, done.out, len(done.lines)) == (2, "", 1), done.said
    assert done.said.startswith(f"align: {message}")
    assert sorted(desk.iterdir()) == before


BAD_FILES = {
    "missing": (None, "cannot be read: No such file or directory"),
    "folder": ("", "is a folder, not a file"),
    "empty": (b"", "is empty; there is nothing to read"),
    "binary": (bytes(range(256)) * 8, "is a binary file, not text|its encoding cannot be told"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
    "other language": ("Конференция прошла в Пекине. Она подвела итоги работы.".encode(), "is said to be en, but"),
    "cut off": ("The end of it is cut of".encode("utf-16")[:-1], "utf-16"),
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("place", ["source", "target"])
def test_a_file_that_cannot_be_used(align, desk, name, place):
    """Gives exit code 3 and one line with its name, on either side; no output, and the old one intact."""
    content, message = BAD_FILES[name]
    bad = desk / "bad.txt"
    if content == "":
        bad.mkdir()
    elif content is not None:
        bad.write_bytes(content)
    out = desk / "x.tmx"
    out.write_text("old", encoding="utf-8")
    files, langs = (["bad.txt", "zh.txt"], "en:zh") if place == "source" else (["zh.txt", "bad.txt"], "zh:en")
    done = align("pair", *files, "--langs", langs, "--aligner", "length", "-o", out)
    assert (done.code, done.out, len(done.lines)) == (3, "", 1), done.said
    assert done.said.startswith("align: bad.txt")
    assert re.search(message, done.said)
    assert out.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        ("latin1", "is declared latin1, but all its bytes are UTF-8"),
        ("utf-16", "is declared utf-16"),
        ("ascii", "declared"),
    ],
)
def test_a_wrong_encoding_label(align, desk, encoding, message):
    """Is an error of the input with the place, not a page of nonsense."""
    done = align("segment", "zh.txt", "--lang", "zh", "--encoding", encoding)
    assert (done.code, done.out, len(done.lines)) == (3, "", 1)
    assert message in done.said
    assert done.said.startswith("align: zh.txt:1: ")
    assert desk.is_dir()


@pytest.mark.parametrize(
    "verb", [["pair", "en.txt", "zh.txt"], ["segment", "en.txt"], ["convert", "u.tsv"], ["check", "u.tsv"]]
)
@pytest.mark.parametrize(
    ("target", "message"),
    [("folder", "is a folder; name a file in it"), ("none/x.tsv", "there is no folder none; make it")],
)
def test_an_output_that_cannot_be_written(align, desk, verb, target, message):
    """Is said at once, before any work, with exit code 3."""
    (desk / "folder").mkdir()
    (desk / "u.tsv").write_text("id\ten\tzh\nu1\tOne.\t一。\n", encoding="utf-8")
    words = [*verb, target] if verb[0] == "convert" else [*verb, "-o", target]
    if verb[0] in {"convert", "pair"}:
        words += ["--to", "tsv"]
    done = align(*words)
    assert (done.code, len(done.lines)) == (3, 1), done.said
    assert message in done.said


def test_a_name_with_control_characters_stays_on_one_line(align, desk):
    """And reaches no terminal as such."""
    done = align("segment", "two\nlines\x1b[31m.txt")
    assert len(done.lines) == 1
    assert "\\x1b" in done.said
    assert "\x1b" not in done.said
    assert desk.is_dir()


def test_a_mistake_of_ours(align, desk, monkeypatch):
    """Is one line that asks for a report, exit code 70; --debug shows where it was."""

    def broken(*_args, **_options):
        raise RuntimeError("boom")

    monkeypatch.setattr(pipeline, "segment", broken)
    done = align("segment", "en.txt", "--lang", "en")
    assert (done.code, done.out, len(done.lines)) == (70, "", 1)
    assert done.said == (
        "align: a mistake in align itself (RuntimeError: boom); please report it with what 'align --debug ...' shows\n"
    )
    done = align("--debug", "segment", "en.txt", "--lang", "en")
    assert done.code == 70
    assert "Traceback" in done.said
    assert "in broken" in done.said
    assert desk.is_dir()


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MemoryError(), (3, "there is not enough memory for this; give it less text at a time")),
        (OSError(28, "No space left on device"), (3, "No space left on device")),
        (KeyboardInterrupt(), (130, "interrupted; what was written before is whole")),
    ],
)
def test_what_is_nobodys_mistake(align, desk, monkeypatch, error, expected):
    """A lack of memory or of room, and Ctrl-C, are one line each."""

    def broken(*_args, **_options):
        raise error

    monkeypatch.setattr(pipeline, "segment", broken)
    done = align("segment", "en.txt", "--lang", "en")
    assert (done.code, done.lines[-1]) == (expected[0], f"align: {expected[1]}")
    assert "Traceback" not in done.said
    assert desk.is_dir()


def test_debug_shows_where_a_bad_input_was_met(align, desk):
    """After the one line."""
    done = align("--debug", "segment", "none.txt")
    assert done.code == 3
    assert done.lines[0] == "align: none.txt: cannot be read: No such file or directory"
    assert done.lines[1].startswith("Traceback")
    assert desk.is_dir()


def test_quiet_says_nothing_but_errors(align, desk):
    """Neither messages nor warnings nor tables."""
    done = align("-q", "build", ".", "-o", "out")
    assert (done.code, done.out, done.said) == (0, "", "")
    done = align("-q", "segment", "none.txt")
    assert (done.code, len(done.lines)) == (3, 1)
    assert desk.is_dir()


@pytest.mark.parametrize(
    "words",
    [
        ["segment", "zh.txt", "--lang", "zh"],
        ["pair", "zh.txt", "en.txt", "--aligner", "length"],
        ["check", "corpus.toml"],
        ["list"],
        ["--help"],
    ],
)
def test_output_is_utf8_on_every_console(align, desk, words):
    """Even where the console is set to another encoding: the fixture's cannot write Chinese. Lines end in LF."""
    done = align(*words)
    assert done.code == 0, done.said
    assert done.data.decode("utf-8")
    assert b"\r" not in done.data
    assert desk.is_dir()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_output_is_utf8_in_a_pipe(desk, encoding):
    """Whatever Python was told about its streams; messages are UTF-8 as well."""
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
    (desk / "zh.txt").rename(desk / "会议.txt")
    done = subprocess.run([*COMMAND, "segment", "会议.txt"], capture_output=True, env=environment, check=True, cwd=desk)
    assert done.stdout.decode("utf-8").startswith("北京会议\n\n会议在北京举行")
    assert "会议.txt: language detected: zh" in done.stderr.decode("utf-8")


@POSIX
def test_a_full_disk_behind_standard_output(desk):
    """Is one line and exit code 3, and Python itself adds nothing at its end."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [*COMMAND, "-q", "segment", "en.txt"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 3
    assert done.stderr == "align: cannot write to standard output: No space left on device\n"
    assert desk.is_dir()


@POSIX
def test_a_reader_that_stops_early_is_no_error(desk):
    """``align segment ... | head -1`` says nothing and has exit code 0, never that of findings."""
    (desk / "long.txt").write_text("One sentence. " * 40_000, encoding="utf-8")
    words = [*COMMAND, "-q", "segment", "long.txt", "--lang", "en"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"One sentence.\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


@POSIX
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_closed_streams(desk, closed):
    """A stream that the shell has closed is an error where it is needed, and no traceback anywhere."""
    call = f"{sys.executable} -c 'from align.cli import main; main()' segment {'-' if closed == '<&-' else 'en.txt'} {closed}"
    done = subprocess.run(["bash", "-c", call], capture_output=True, text=True, check=False, cwd=desk)
    assert done.returncode == (0 if closed == "2>&-" else 3)
    assert "Traceback" not in done.stderr
    assert "it is closed" in done.stderr or closed == "2>&-"


@POSIX
def test_devices_stay_devices(align, desk):
    """``-o /dev/stdout`` and the like are written to; the device is never replaced, also not by an administrator."""
    done = subprocess.run(
        [*COMMAND, "-q", "segment", "en.txt", "-o", "/dev/stdout"], capture_output=True, text=True, check=True, cwd=desk
    )
    assert done.stdout.startswith("A conference in Beijing\n")
    pipe = desk / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        assert align("-q", "segment", "en.txt", "-o", pipe).code == 0
        assert reader.communicate(timeout=60)[0].startswith(b"A conference in Beijing\n")
    assert pipe.is_fifo()
