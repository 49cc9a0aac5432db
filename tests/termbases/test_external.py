"""Official schemas and real readers: what we write has to pass them, what they write we have to read."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from align.model import Concept, Term, TermBase
from align.termbases.files import read, write_termbase
from full_termbase import FULL

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.external

MAT = TermBase(
    concepts=(
        Concept(
            id="mat",
            definition="flat floor covering",
            terms=(
                Term(text="mat", lang="en"),
                Term(text="rohožka", lang="cs", part_of_speech="noun"),
                Term(text="podložka", lang="cs", status="deprecated", valid_to="2018"),
            ),
        ),
        Concept(id="cat", note="an animal", terms=(Term(text="cat", lang="en"), Term(text="kočka", lang="cs"))),
    )
)


def run(*command: object) -> subprocess.CompletedProcess[str]:
    """The outcome of a command; skips if it is not installed."""
    words = [str(word) for word in command]
    if not shutil.which(words[0]):
        pytest.skip(f"{words[0]} is not installed")
    return subprocess.run(words, capture_output=True, encoding="utf-8", check=False, timeout=120)


@pytest.mark.parametrize("name", ["tbx", "tbx-dca"])
def test_our_tbx_passes_the_official_schemas(name: str, shared: Path, tmp_path: Path) -> None:
    """Jing accepts it by the RELAX NG of the core and by the Schematron of TBX-Basic in its style."""
    schemas = shared / "interop" / "schema" / "tbx"
    style = "DCT" if name == "tbx" else "DCA"
    path = tmp_path / "terms.tbx"
    write_termbase(FULL, path, format=name)
    for schema in (
        schemas / "schema-catalog" / "TBXcoreStructV03.rng",
        schemas / "v3-basic" / style / f"TBX-Basic_{style}.sch",
    ):
        done = run("jing", schema, path)
        assert (done.stdout, done.returncode) == ("", 0)


def test_our_tbx2_passes_the_official_dtd(shared: Path, tmp_path: Path) -> None:
    """Xmllint accepts it by the core structure of version 2."""
    path = tmp_path / "terms.tbx"
    write_termbase(FULL, path, format="tbx2")
    dtd = shared / "interop" / "schema" / "tbx" / "schema-catalog" / "TBXcoreStructV02.dtd"
    done = run("xmllint", "--noout", "--nonet", "--dtdvalid", dtd, path)
    assert (done.stderr, done.returncode) == ("", 0)


@pytest.mark.parametrize("folder", ["v3-core", "v3-min/DCA", "v3-min/DCT", "v3-basic/DCA", "v3-basic/DCT"])
def test_the_official_examples_are_valid_by_our_schema(folder: str, shared: Path) -> None:
    """And all their 45 concepts are read."""
    from align.termbases.tbx import TbxTermbase

    (path,) = (shared / "interop" / "schema" / "tbx" / folder).glob("*.tbx")
    assert TbxTermbase().validate(path) == []
    reading = read(path)
    assert reading.problems == ()
    assert len(reading.concepts) == 45
    assert [term.text for term in reading.concepts[0].terms] == ["open cluster", "galactic cluster", "cúmulo abierto"]


def test_both_styles_are_read_alike(shared: Path) -> None:
    """The official example of TBX-Basic has the same terms and facts as categories and as elements (not all its notes)."""
    folder = shared / "interop" / "schema" / "tbx" / "v3-basic"
    dca, dct = (read(next((folder / style).glob("*.tbx"))).concepts for style in ("DCA", "DCT"))
    assert [replace(concept, note=None) for concept in dca] == [replace(concept, note=None) for concept in dct]
    assert sum(concept.note == other.note for concept, other in zip(dca, dct, strict=True)) == 42


def test_omegat_reads_our_glossaries(shared: Path, tmp_path: Path) -> None:
    """Terms of TBX 2 and of the tab-separated glossary are found in its languages."""
    if not shutil.which("omegat"):
        pytest.skip("omegat is not installed")
    project = tmp_path / "project"
    shutil.copytree(shared / "interop" / "omegat-project", project)
    folder = tmp_path / "glossaries"
    folder.mkdir()
    write_termbase(MAT, folder / "a.tbx", format="tbx2")
    write_termbase(MAT, folder / "b.utf8", langs=("en", "cs"))
    done = run(
        "java",
        "-Djava.awt.headless=true",
        f"-Duser.home={tmp_path / 'home'}",
        f"-Dgl.dir={folder}",
        "-jar",
        "/usr/share/omegat/OmegaT.jar",
        project,
        "--mode=console-translate",
        f"--script={project / 'read-glossary.groovy'}",
    )
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip().startswith(("GLOSS", "GL|"))]
    assert lines[0] == "GLOSS a.tbx: 3 entries"
    assert [line.split("|")[1:3] for line in lines[1:4]] == [["mat", "rohožka"], ["mat", "podložka"], ["cat", "kočka"]]
    assert lines[4] == "GLOSS b.utf8: 2 entries"
    assert lines[5:] == ["GL|mat|rohožka|", "GL|cat|kočka|an animal"]


def test_translate_toolkit_reads_our_tbx2(tmp_path: Path) -> None:
    """The first term of the first two languages of each concept."""
    pytest.importorskip("translate", reason="translate-toolkit is not installed")
    from translate.storage import tbx

    path = tmp_path / "terms.tbx"
    write_termbase(MAT, path, format="tbx2")
    units = tbx.tbxfile.parsefile(str(path)).units
    assert [(unit.source, unit.target) for unit in units] == [("mat", "rohožka"), ("cat", "kočka")]


def test_openpyxl_reads_our_workbook(tmp_path: Path) -> None:
    """Every cell is a text, also one that looks like a date or a formula."""
    from openpyxl import load_workbook

    path = tmp_path / "terms.xlsx"
    termbase = TermBase(concepts=(Concept(id="1", terms=(Term(text="=1+1", lang="en", valid_from="2018-03"),)),))
    write_termbase(termbase, path)
    book = load_workbook(path)
    rows = list(book.active.iter_rows(values_only=True))
    book.close()
    assert rows == [("concept", "lang", "text", "status", "valid_from"), ("1", "en", "=1+1", "preferred", "2018-03")]
