"""Many pairs of files: results, order and messages are the same however the work is shared out or interrupted."""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys

import numpy as np
import pytest

from align.corpus.batch import PairOptions, pair_files
from align.corpus.pairing import FilePair, match_folders
from align.errors import InputError, OutputError, UnknownNameError, UsageError
from align.pipeline import read_units

STATE = ".align-pair.jsonl"
LENGTH = PairOptions(tags=("zh", "en"), aligner="length")
LEXICAL = PairOptions(tags=("zh", "en"), aligner="lexical")
ENGLISH = "A conference in Beijing\n\nThe conference was held in Beijing. It set out {} tasks.\n\nNobody disagreed.\n"
CHINESE = "北京会议\n\n会议在北京举行，部署了{}项任务。\n\n没有人反对。\n"
# aligns, and kills its own process at the n-th renaming of a file
DEADLY = """
import os, signal, sys
from pathlib import Path
from align.corpus.batch import PairOptions, pair_files
from align.corpus.pairing import match_folders
calls, real = 0, os.replace
def deadly(*args, **options):
    global calls
    calls += 1
    if calls == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **options)
os.replace = deadly
options = PairOptions(tags=("zh", "en"), aligner="length")
pair_files(match_folders(Path("zh"), Path("en")).pairs, "out", options=options)
"""
# cuts nothing; a text with the word dies takes its process with it
SEGMENTER = """
import multiprocessing, os
class Deadly:
    signature = "deadly.1"
    def split(self, text, lang):
        if "dies" in text and multiprocessing.parent_process() is not None:
            os._exit(9)
        return [text]
"""

# cuts after what is put into it
RULES = """<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="yes"/><body>
<languagerules><languagerule languagerulename="All">
<rule break="yes"><beforebreak>{}</beforebreak><afterbreak></afterbreak></rule>
</languagerule></languagerules>
<maprules><languagemap languagepattern="EN.*|ZH.*" languagerulename="All"/></maprules></body></srx>
"""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder, in which we are, with five documents in Chinese and English."""
    monkeypatch.chdir(tmp_path)
    for number in range(5):
        for lang, text in (("zh", CHINESE), ("en", ENGLISH)):
            path = tmp_path / lang / ("sub" if number > 2 else ".") / f"d{number}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.format(number), encoding="utf-8")
    return tmp_path


def pairs_of(desk, format="tmx"):  # noqa: A002
    """The five pairs."""
    return match_folders(desk / "zh", desk / "en", format=format).pairs


def tree(folder):
    """Every file below a folder but the state, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != STATE
    }


def states(outcomes):
    """The state of each outcome."""
    return [outcome.state for outcome in outcomes]


def test_each_pair_gives_a_file(desk):
    """In the folders of the texts, in the order of the pairs, with figures; the bytes are those of `align pair`."""
    outcomes = pair_files(pairs_of(desk), desk / "out", options=LENGTH)
    assert states(outcomes) == ["aligned"] * 5
    assert sorted(tree(desk / "out")) == ["d0.tmx", "d1.tmx", "d2.tmx", "sub/d3.tmx", "sub/d4.tmx"]
    figures = outcomes[0].figures
    assert (figures.langs, figures.segments, figures.nulls) == (("zh", "en"), (3, 4), 0)
    assert figures.beads == len(read_units(desk / "out" / "d0.tmx"))
    command = ["pair", "zh/d0.txt", "en/d0.txt", "--langs", "zh:en", "--aligner", "length", "-o", "one.tmx"]
    subprocess.run([sys.executable, "-c", "from align.cli import main; main()", *command], check=True, cwd=desk)
    assert (desk / "one.tmx").read_bytes() == (desk / "out" / "d0.tmx").read_bytes()


@pytest.mark.parametrize("options", [LENGTH, PairOptions(aligner="lexical", learn_together=True)])
def test_the_number_of_processes_changes_nothing(desk, caplog, options):
    """Neither results nor outcomes nor messages nor their order, a pair that fails included."""
    (desk / "en" / "d1.txt").write_bytes(b"")
    said = []
    for jobs in (1, 2):
        caplog.clear()
        with caplog.at_level(logging.INFO, "align"):
            outcomes = pair_files(pairs_of(desk), desk / f"out{jobs}", options=options, jobs=jobs)
        said.append((outcomes, caplog.messages, (desk / f"out{jobs}" / STATE).read_bytes()))
    assert said[0] == said[1]
    assert tree(desk / "out1") == tree(desk / "out2")
    assert states(outcomes) == ["aligned", "failed", *["aligned"] * 3]


def test_a_failed_pair_does_not_stop_the_rest(desk):
    """Its reason names the file; it is tried again the next time, and what went well is not."""
    (desk / "zh" / "d1.txt").unlink()
    (desk / "zh" / "d2.txt").write_text(ENGLISH * 5, encoding="utf-8")
    pairs = pairs_of(desk)
    pairs = (FilePair(source=desk / "zh" / "d1.txt", target=desk / "en" / "d1.txt", name="d1.tmx"), *pairs)
    outcomes = pair_files(pairs, desk / "out", options=LENGTH)
    assert states(outcomes) == ["failed", "aligned", "failed", "aligned", "aligned"]
    assert outcomes[0].reason.startswith(f"{desk / 'zh' / 'd1.txt'}: ")
    assert outcomes[2].reason.startswith(f"{desk / 'zh' / 'd2.txt'}: ")
    assert outcomes[2].figures is None
    (desk / "zh" / "d1.txt").write_text(CHINESE, encoding="utf-8")
    again = pair_files(pairs, desk / "out", options=LENGTH)
    assert states(again) == ["aligned", "unchanged", "failed", "unchanged", "unchanged"]


def test_one_language_on_both_sides_is_a_failure_of_that_pair(desk):
    """The reason names the file, although the error does not."""
    (desk / "zh" / "d1.txt").write_text(ENGLISH, encoding="utf-8")
    outcomes = pair_files(pairs_of(desk), desk / "out", options=PairOptions(aligner="length"))
    assert [outcome.reason for outcome in outcomes if outcome.state == "failed"] == [
        f"{desk / 'zh' / 'd1.txt'}: both files are in 'en'; if they are not, say so with --langs"
    ]


def test_what_is_unchanged_is_left_alone(desk):
    """Nothing is written, and the figures are those of the first run; `force` aligns anyway, to the same bytes."""
    first = pair_files(pairs_of(desk), desk / "out", options=LENGTH)
    before, times = tree(desk / "out"), [path.stat().st_mtime_ns for path in sorted((desk / "out").rglob("*.tmx"))]
    again = pair_files(pairs_of(desk), desk / "out", options=LENGTH)
    assert states(again) == ["unchanged"] * 5
    assert [outcome.figures for outcome in again] == [outcome.figures for outcome in first]
    assert [path.stat().st_mtime_ns for path in sorted((desk / "out").rglob("*.tmx"))] == times
    assert states(pair_files(pairs_of(desk), desk / "out", options=LENGTH, force=True)) == ["aligned"] * 5
    assert tree(desk / "out") == before


def change_text(desk):
    """Another word in a text."""
    (desk / "en" / "d1.txt").write_text(ENGLISH.format("new"), encoding="utf-8")


def remove_result(desk):
    """A result is gone."""
    (desk / "out" / "d1.tmx").unlink()


def change_result(desk):
    """A result has been edited."""
    (desk / "out" / "d1.tmx").write_text("edited", encoding="utf-8")


def tear_state(desk):
    """The line of a pair was cut off while it was written."""
    path = desk / "out" / STATE
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[1][:40], *lines[2:]]), encoding="utf-8")


def spoil_state(desk):
    """The line of a pair holds something else than it should."""
    path = desk / "out" / STATE
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines[1]["segments"] = "many"
    path.write_text("\n".join(map(json.dumps, [*lines, 7])), encoding="utf-8")


@pytest.mark.parametrize("change", [change_text, remove_result, change_result, tear_state, spoil_state])
def test_what_is_not_as_it_was_is_done_again(desk, change):
    """A text, a result or its line in the state file; only that pair."""
    pair_files(pairs_of(desk), desk / "out", options=LENGTH)
    change(desk)
    outcomes = pair_files(pairs_of(desk), desk / "out", options=LENGTH)
    assert states(outcomes) == ["unchanged", "aligned", *["unchanged"] * 3]
    assert states(pair_files(pairs_of(desk), desk / "out", options=LENGTH)) == ["unchanged"] * 5


@pytest.mark.parametrize(
    "options",
    [
        PairOptions(tags=("zh", "en-GB"), aligner="length"),
        PairOptions(tags=("zh", "en"), aligner="lexical"),
        PairOptions(tags=("zh", "en"), aligner="length", segmenter="lines"),
        PairOptions(tags=("zh", "en"), aligner="length", encoding="utf-8"),
    ],
)
def test_other_options_align_everything_again(desk, options):
    """Whatever the option is."""
    pair_files(pairs_of(desk), desk / "out", options=LENGTH)
    assert states(pair_files(pairs_of(desk), desk / "out", options=options)) == ["aligned"] * 5


def test_another_dictionary_aligns_everything_again(desk):
    """What is in the file counts, not its name."""
    words = desk / "words.tsv"
    options = PairOptions(tags=("zh", "en"), aligner="lexical", dictionary=words)
    words.write_text("会议\tconference\n", encoding="utf-8")
    pair_files(pairs_of(desk), desk / "out", options=options)
    assert "+dictionary." in (desk / "out" / "d0.tmx").read_text(encoding="utf-8")
    assert states(pair_files(pairs_of(desk), desk / "out", options=options)) == ["unchanged"] * 5
    words.write_text("会议\tconference\n北京\tBeijing\n", encoding="utf-8")
    assert states(pair_files(pairs_of(desk), desk / "out", options=options)) == ["aligned"] * 5


def test_other_rules_align_everything_again(desk):
    """They cut in every process, and what is in the file counts, not its name."""
    rules = desk / "mine.srx"
    options = PairOptions(tags=("zh", "en"), aligner="length", rules=rules)
    pair_files(pairs_of(desk), desk / "out", options=LENGTH)
    rules.write_text(RULES.format("[,，]"), encoding="utf-8")
    outcomes = pair_files(pairs_of(desk), desk / "out", options=options, jobs=2)
    assert states(outcomes) == ["aligned"] * 5
    assert outcomes[0].figures.segments == (4, 3)
    assert "srx.2(mine.srx@" in (desk / "out" / "d0.tmx").read_text(encoding="utf-8")
    assert states(pair_files(pairs_of(desk), desk / "out", options=options)) == ["unchanged"] * 5
    rules.write_text(RULES.format("[,，.。]"), encoding="utf-8")
    assert states(pair_files(pairs_of(desk), desk / "out", options=options)) == ["aligned"] * 5


def test_the_dictionary_is_spoken_of_once(desk, caplog):
    """Not at each of the pairs."""
    words = desk / "words.tsv"
    words.write_text("会议\tconference\n", encoding="utf-8")
    with caplog.at_level(logging.INFO, "align"):
        pair_files(
            pairs_of(desk), desk / "out", options=PairOptions(tags=("zh", "en"), aligner="lexical", dictionary=words)
        )
    assert caplog.messages == ["the dictionary has 1 entries for zh-en"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("at", [1, 3, 5, 6])
def test_a_killed_run_goes_on_where_it_was(desk, at):
    """What was done is not done again, nothing half-done is left, and the end is the same."""
    killed = subprocess.run([sys.executable, "-c", DEADLY, str(at)], cwd=desk, check=False)
    assert killed.returncode == -signal.SIGKILL
    outcomes = pair_files(pairs_of(desk), desk / "out", options=LENGTH)
    done = min(at - 1, 5)
    assert states(outcomes) == ["unchanged"] * done + ["aligned"] * (5 - done)
    pair_files(pairs_of(desk), desk / "whole", options=LENGTH)
    assert tree(desk / "out") == tree(desk / "whole")


def test_a_process_that_dies_takes_only_its_pair_with_it(desk, monkeypatch):
    """For want of memory, mostly; the reason says so, and the other pairs have their results."""
    place = desk / "parts"
    about = place / "parts-1.0.dist-info"
    about.mkdir(parents=True)
    (place / "deadly.py").write_text(SEGMENTER, encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: parts\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[align.segmenters]\ndeadly = deadly:Deadly\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(place))
    (desk / "en" / "d2.txt").write_text(f"{ENGLISH}\nWho dies?\n", encoding="utf-8")
    options = PairOptions(tags=("zh", "en"), aligner="length", segmenter="deadly")
    outcomes = pair_files(pairs_of(desk), desk / "out", options=options, jobs=2)
    assert states(outcomes) == ["aligned", "aligned", "failed", "aligned", "aligned"]
    assert outcomes[2].reason.startswith(f"{desk / 'zh' / 'd2.txt'}: the process that aligned it has died")


def test_a_mistake_of_ours_is_a_failure_of_that_pair(desk, monkeypatch):
    """The rest is done, and the reason asks for a report."""
    import align.corpus._processes as processes

    real = processes.read_two

    def broken(source, *args, **options):
        if source.name == "d2.txt":
            raise ZeroDivisionError("oh")
        if source.name == "d3.txt":
            raise MemoryError
        return real(source, *args, **options)

    monkeypatch.setattr(processes, "read_two", broken)
    outcomes = pair_files(pairs_of(desk), desk / "out", options=LENGTH)
    assert states(outcomes) == ["aligned", "aligned", "failed", "failed", "aligned"]
    assert outcomes[2].reason.endswith("a mistake in align itself (ZeroDivisionError: oh); please report it")
    assert "not enough memory" in outcomes[3].reason


def test_documents_teach_each_other(desk, caplog):
    """One lexicon of all documents, which the signature names; a document more is another lexicon."""
    options = PairOptions(tags=("zh", "en"), aligner="lexical", learn_together=True)
    with caplog.at_level(logging.INFO, "align"):
        pair_files(pairs_of(desk), desk / "out", options=options)
    assert "pairs of words were learnt from 5 documents (zh-en)" in caplog.text
    signature = {text.partition(b"+lexicon.")[2][:8] for text in tree(desk / "out").values()}
    assert len(signature) == 1
    assert b"" not in signature
    caplog.clear()
    with caplog.at_level(logging.INFO, "align"):
        assert states(pair_files(pairs_of(desk), desk / "out", options=options)) == ["unchanged"] * 5
    assert caplog.messages == []
    for lang, text in (("zh", CHINESE), ("en", ENGLISH)):
        (desk / lang / "more.txt").write_text(text.format("many") * 9, encoding="utf-8")
    assert states(pair_files(pairs_of(desk), desk / "out", options=options)) == ["aligned"] * 6


def test_texts_that_do_not_belong_together_are_named(tmp_path, caplog):
    """Also where all documents have taught one lexicon, the wrong ones included; the rest is said nothing about."""
    rng = np.random.default_rng(4)
    syllables = [f"{one}{two}" for one in "bdfghklmnr" for two in ("a", "e", "i", "o", "u", "y")]
    words = {"is": [f"{one}stur" for one in syllables], "en": [f"w{one}ck" for one in reversed(syllables)]}
    for document in range(2):
        order = [rng.permutation(len(syllables))[:6] for _ in range(40)]
        for lang, known in words.items():
            if document == 1 and lang == "en":
                order = [rng.permutation(len(syllables))[:6] for _ in range(40)]
            lines = [" ".join(known[k] for k in line).capitalize() + "." for line in order]
            (tmp_path / f"d{document}.{lang}").write_text("\n".join(lines) + "\n", encoding="utf-8")
    pairs = match_folders(tmp_path, tmp_path, tags=("is", "en")).pairs
    options = PairOptions(tags=("is", "en"), aligner="lexical", segmenter="lines", learn_together=True)
    with caplog.at_level(logging.WARNING, "align"):
        pair_files(pairs, tmp_path / "out", options=options)
    (message,) = caplog.messages
    assert message.startswith("d1.tmx: is-en: these do not look like translations of each other: ")


def test_where_nothing_can_be_learnt(desk, caplog):
    """An aligner that never learns is refused; languages that the encoder knows are not aligned by lexical."""
    with pytest.raises(UsageError, match="the aligner 'length' learns nothing from documents; choose lexical"):
        pair_files(pairs_of(desk), desk / "out", options=PairOptions(aligner="length", learn_together=True))
    options = PairOptions(tags=("zh", "en"), encoder="hashing", learn_together=True)
    pair_files(pairs_of(desk)[:1], desk / "out", options=options)
    assert "nothing was learnt together, for lexical aligns none of these documents" in caplog.messages


def test_outcomes_and_progress_are_told_as_they_come(desk):
    """In the order of the pairs."""
    told, steps = [], []
    outcomes = pair_files(
        pairs_of(desk), desk / "out", options=LENGTH, told=told.append, progress=lambda *step: steps.append(step)
    )
    assert tuple(told) == outcomes
    assert steps[0] == ("aligning d0.tmx", 0, 5)
    assert steps[-1] == ("done", 5, 5)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        (PairOptions(aligner="lenght"), UnknownNameError, "did you mean 'length'"),
        (PairOptions(segmenter="lins"), UnknownNameError, "did you mean 'lines'"),
        (PairOptions(encoder="usee"), UnknownNameError, "did you mean 'use'"),
        (PairOptions(aligner="length", dictionary="en/d0.txt"), InputError, "an entry is a source"),
    ],
)
def test_wrong_options_are_refused_before_any_work(desk, options, error, message):
    """Nothing is written."""
    from dataclasses import replace
    from pathlib import Path

    if options.dictionary:
        options = replace(options, dictionary=Path(options.dictionary))
    with pytest.raises(error, match=message):
        pair_files(pairs_of(desk), desk / "out", options=options)
    assert not (desk / "out").exists()


def test_no_process_at_all(desk):
    """Is a mistake."""
    with pytest.raises(UsageError, match="jobs is 0; it has to be 1 or more"):
        pair_files(pairs_of(desk), desk / "out", jobs=0)


@pytest.mark.parametrize(
    ("names", "out", "message"),
    [
        (["x.tmx", "X.tmx"], "out", "two pairs would be written to X.tmx"),
        (["d0.txt"], "zh", "d0.txt is one of the texts"),
        (["../x.tmx"], "out", r"\.\./x\.tmx is no name for an output"),
        ([".align-pair.jsonl"], "out", "is no name for an output"),
    ],
)
def test_outputs_that_cannot_be(desk, names, out, message):
    """Written twice, over a text, outside of the folder, or over the state."""
    pairs = [
        FilePair(source=desk / "zh" / f"d{number}.txt", target=desk / "en" / f"d{number}.txt", name=name)
        for number, name in enumerate(names)
    ]
    before = tree(desk)
    with pytest.raises(UsageError, match=message):
        pair_files(pairs, desk / out, options=LENGTH)
    assert tree(desk) == before


def test_a_file_where_the_folder_should_be(desk):
    """Is said."""
    (desk / "out").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file, not a folder; choose another with -o"):
        pair_files(pairs_of(desk), desk / "out", options=LENGTH)


def test_a_result_that_cannot_be_written_is_a_failure_of_that_pair(desk):
    """A folder is where it has to go, or a file is where its folder has to be."""
    (desk / "out" / "d0.tmx").mkdir(parents=True)
    (desk / "out" / "sub").write_text("", encoding="utf-8")
    outcomes = pair_files(pairs_of(desk), desk / "out", options=LENGTH)
    assert states(outcomes) == ["failed", "aligned", "aligned", "failed", "failed"]
    assert "d0.tmx is a folder" in outcomes[0].reason
    assert "cannot be made" in outcomes[3].reason
