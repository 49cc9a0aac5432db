"""Official schemas and real readers on the built readout."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from align.pipeline import read_units

pytestmark = pytest.mark.external

NAME = "readout-2023"
JAR = "/usr/share/omegat/OmegaT.jar"


def run(*words, **options):
    """A finished outside program; the test is skipped where it is not installed."""
    if not shutil.which(str(words[0])):
        pytest.skip(f"{words[0]} is not installed")
    return subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False, timeout=300, **options
    )


def test_the_official_dtd_and_xsd_of_tmx(readout, shared, tmp_path):
    """Xmllint accepts the TMX in all languages and the one of each pair."""
    schema = shared / "interop" / "schema"
    for official in ("tmx/tmx14.dtd", "tmx/tmx14.xsd", "xliff/1.2/xml.xsd"):  # the XSD imports xml.xsd beside it
        shutil.copy(schema / official, tmp_path)
    files = [readout / f"{NAME}.tmx", *sorted((readout / "pairs").glob("*.tmx"))]
    assert len(files) == 8
    for option in (("--dtdvalid", tmp_path / "tmx14.dtd"), ("--schema", tmp_path / "tmx14.xsd")):
        done = run("xmllint", "--noout", "--nonet", *option, *files)
        assert done.returncode == 0, done.stderr


def test_the_official_schema_and_schematron_of_tei(readout, shared):
    """Jing accepts the texts, the alignments and the corpus file, which takes in all of them."""
    files = sorted((readout / "tei").glob("*.xml"))
    assert len(files) == 16
    for rules in ("tei_all.rng", "tei_all.extracted.sch"):
        done = run("jing", shared / "interop" / "schema" / "tei" / rules, *files)
        assert (done.stdout, done.returncode) == ("", 0)


def test_no_pointer_dangles(readout, shared):
    """In no alignment."""
    for path in sorted((readout / "tei").glob("*.align.xml")):
        said = run(sys.executable, shared / "interop" / "tei" / "check_links.py", path).stdout
        assert said.rstrip().endswith("dangling 0"), said
        assert "pointers 0" not in said


def test_translate_toolkit_reads_every_unit(readout):
    """Of each pair's TMX: as many units as we read, with the words of both sides."""
    pytest.importorskip("translate", reason="translate-toolkit is not installed")
    from translate.storage import tmx

    for path in sorted((readout / "pairs").glob("*.tmx")):
        lang = path.name.split(".")[1].partition("-")[0]
        ours = [
            (unit.variant("en").text, unit.variant(lang).text)
            for unit in read_units(path)
            if unit.variant("en") and unit.variant(lang)
        ]
        store = tmx.tmxfile(sourcelanguage="en", targetlanguage=lang)
        store.parse(path.read_bytes())
        assert len(store.units) == len(read_units(path))
        theirs = [(str(unit.source), str(unit.target)) for unit in store.units if unit.source and unit.target]
        assert theirs == ours


def test_omegat_translates_into_each_language_from_one_memory(readout, shared, tmp_path):
    """From the TMX in all eight languages OmegaT takes the target language of the project: English comes out Chinese."""
    pairs = [
        (unit.variant("en").text, unit.variant("zh").text)
        for unit in read_units(readout / f"{NAME}.tmx")
        if unit.variant("en") and unit.variant("zh") and len(unit.variant("en").segments) == 1
    ][:12]
    project = tmp_path / "project"
    shutil.copytree(shared / "interop" / "omegat-project", project)
    (project / "tm" / "auto" / "demo.tmx").unlink()
    (project / "target" / "doc.txt").unlink()
    shutil.copy(readout / f"{NAME}.tmx", project / "tm" / "auto")
    (project / "source" / "doc.txt").write_text("\n\n".join(english for english, _ in pairs) + "\n", encoding="utf-8")
    settings = project / "omegat.project"
    text = settings.read_text(encoding="utf-8")
    for side, lang in (("source_lang", "EN"), ("target_lang", "ZH")):
        before, _, rest = text.partition(f"<{side}>")
        text = f"{before}<{side}>{lang}</{side}>{rest.partition(f'</{side}>')[2]}"
    settings.write_text(text, encoding="utf-8")
    home = f"-Duser.home={tmp_path / 'home'}"
    if not shutil.which("omegat"):
        pytest.skip("omegat is not installed")
    done = run("java", "-Djava.awt.headless=true", home, "-jar", JAR, project, "--mode=console-translate")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "TF_TM_LOAD_ERROR" not in done.stdout + done.stderr
    target = (project / "target" / "doc.txt").read_text(encoding="utf-8").split("\n\n")
    assert [paragraph.strip() for paragraph in target] == [chinese for _, chinese in pairs]
