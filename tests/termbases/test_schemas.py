"""The schemas of TBX: both notations say the same, accept what is good, and refuse what is not."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from align.model import Concept, Term, TermBase
from align.resources import schema_path
from align.termbases.files import write_termbase
from align.termbases.tbx import TbxTermbase
from full_termbase import FULL

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"tbx": "align-tbx", "tbx-dca": "align-tbx", "tbx2": "align-tbx2"}
FAULTS = {
    "tbx": [
        ('type="TBX-Basic"', 'type="Basic"'),
        ('style="dct"', 'style="mixed"'),
        (' xml:lang="en">\n  <tbxHeader>', ">\n  <tbxHeader>"),
        ("<p>Written by align.</p>", "Written by align."),
        ('<conceptEntry id="shared-future">', "<conceptEntry>"),
        ('<conceptEntry id="shared-future">', '<conceptEntry id="1">'),
        ('<langSec xml:lang="fr">', "<langSec>"),
        ("<term>CSF</term>", ""),
        ("<term>CSF</term>", "<term>CSF</term><term>CSF2</term>"),
        ("<term>CSF</term>", "<note>first</note><term>CSF</term>"),
        ("admittedTerm-admn-sts", "good"),
        ("<min:partOfSpeech>noun", "<min:partOfSpeech>nominal"),
        ("</tbxHeader>", "</tbxHeader><tbxHeader/>"),
        ("<body>", "<admin type='x'/><body>"),
        ("<note>x-gap: 3</note>", "<unknown>3</unknown>"),
    ],
    "tbx-dca": [
        ('<termNote type="partOfSpeech">noun', '<termNote type="partOfSpeech">nominal'),
        ('<termNote type="partOfSpeech">', "<termNote>"),
        ('<descrip type="subjectField">', "<descrip>"),
        ('<admin type="source">', "<admin>"),
        ("deprecatedTerm-admn-sts", "forbidden"),
        ("</descripGrp>", "<descrip type='context'>x</descrip></descripGrp>"),
    ],
    "tbx2": [
        ('<langSet xml:lang="fr">', "<langSet>"),
        ("<term>CSF</term>", ""),
        ("<term>CSF</term>", "<note>first</note><term>CSF</term>"),
        ('<termNote type="partOfSpeech">', "<termNote>"),
        ("<body>", "<body/><body>"),
        ("<tig>", "<termSec>x</termSec><tig>"),
        ("</martifHeader>", "</martifHeader><martifHeader/>"),
        ('<descrip type="subjectField">', "<descrip>"),
    ],
}
CASES = [(name, old, new) for name, faults in FAULTS.items() for old, new in faults]


def run(*command: object) -> subprocess.CompletedProcess[str]:
    """The outcome of a command; skips if it is not installed."""
    words = [str(word) for word in command]
    if not shutil.which(words[0]):
        pytest.skip(f"{words[0]} is not installed")
    return subprocess.run(words, capture_output=True, encoding="utf-8", check=False, timeout=60)


def written(name: str, folder: Path) -> Path:
    """A file with every field."""
    path = folder / "terms.tbx"
    write_termbase(FULL, path, format=name)
    return path


@pytest.mark.parametrize("name", FILES)
def test_our_files_are_accepted_by_both_notations(name: str, tmp_path: Path) -> None:
    """What we write passes the XML notation and the compact one in jing."""
    path = written(name, tmp_path)
    for command in (
        ("jing", schema_path(f"{FILES[name]}.rng")),
        ("jing", "-c", schema_path(f"{FILES[name]}.rnc")),
    ):
        done = run(*command, path)
        assert (done.stdout, done.returncode) == ("", 0)


@pytest.mark.parametrize(("name", "old", "new"), CASES)
def test_faults_are_refused(name: str, old: str, new: str, tmp_path: Path) -> None:
    """Each fault is a problem with a line."""
    path = written(name, tmp_path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = TbxTermbase().validate(path)
    assert problems
    assert all(problem.line for problem in problems)


@pytest.mark.parametrize("name", ["tbx", "tbx2"])
def test_large_files_are_validated_in_parts(name: str, tmp_path: Path) -> None:
    """With the right lines, and what stands before and after the entries."""
    concepts = tuple(
        Concept(id=f"c{number}", terms=(Term(text=f"word {number}", lang="en"),)) for number in range(1300)
    )
    path = tmp_path / "terms.tbx"
    write_termbase(TermBase(concepts=concepts), path, format=name)
    assert TbxTermbase().validate(path) == []
    lines = path.read_text(encoding="utf-8").split("\n")
    fault = next(number for number, line in enumerate(lines, 1) if "<term>word 700<" in line)
    lines[fault - 1] += "<term>second</term>"
    last = next(number for number, line in enumerate(lines, 1) if "</body>" in line)
    lines[last - 1] += "<wrong/>"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [problem.line for problem in TbxTermbase().validate(path)] == [fault, last]


@pytest.mark.parametrize("name", FAULTS)
def test_both_notations_refuse_the_same_faults(name: str, tmp_path: Path) -> None:
    """All faulty files at once: the compact schema names the same files and lines as the XML one."""
    text = written(name, tmp_path).read_text(encoding="utf-8")
    faulty = []
    for number, (old, new) in enumerate(FAULTS[name]):
        faulty.append(tmp_path / f"fault{number}.tbx")
        faulty[-1].write_text(text.replace(old, new, 1), encoding="utf-8")
    schema = FILES[name]
    results = [
        run("jing", schema_path(f"{schema}.rng"), *faulty),
        run("jing", "-c", schema_path(f"{schema}.rnc"), *faulty),
    ]
    places = [{":".join(line.split(":")[:2]) for line in result.stdout.splitlines()} for result in results]
    assert places[0] == places[1]
    assert {place.rpartition(":")[0] for place in places[0]} >= {str(path) for path in faulty}


@pytest.mark.parametrize("schema", ["align-tbx", "align-tbx2"])
def test_the_xml_notation_is_made_from_the_compact_one(schema: str, tmp_path: Path) -> None:
    """Trang makes the one from the other."""
    done = run("trang", schema_path(f"{schema}.rnc"), tmp_path / f"{schema}.rng")
    assert done.returncode == 0
    assert (tmp_path / f"{schema}.rng").read_text() == schema_path(f"{schema}.rng").read_text()
