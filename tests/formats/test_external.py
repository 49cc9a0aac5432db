"""Official schemas and real readers: what we write has to pass them, what they write we have to read."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from align.conversion import convert
from align.errors import AlignError
from align.formats import UnitHeader
from align.formats.mending import mended
from align.formats.tei import TextHeader, write_alignment, write_corpus, write_text
from align.formats.tmx import TmxFormat
from align.model import Origin, Signature, TranslationUnit, Variant

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from align.model import Alignment

    Run = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.external

TMX = TmxFormat()

ROW = re.compile(r"^\| `([\w-]+)` \| [^|]+ \| (read|refused) \| (\d*) ?\| ([^|]*)\| ([^|]*)\|$", re.MULTILINE)
REASONS = {"40": "declares", "41": "declares", "67": "declares", "68": "declares", "71": "the file is empty"}
"""What a refusal says; all others say that the XML is not well-formed."""


def decisions(root: Path) -> dict[str, tuple[str, str, str]]:
    """Decision, number of units and what mending gives, by the file's name, as the documentation has them."""
    text = (root / "docs" / "tmx-quirks.md").read_text(encoding="utf-8")
    return {name: (decision, units, mended.strip()) for name, decision, units, mended, _ in ROW.findall(text)}


def test_every_quirk_is_read_whole_or_refused_as_documented(shared: Path, checkout: Path) -> None:
    """Each of the 44 odd files gives the number of units that the table says, or one line that says why not."""
    table = decisions(checkout)
    paths = sorted((shared / "interop" / "tmx" / "quirks").glob("*.tmx"))
    assert [path.stem for path in paths] == sorted(table)
    assert len(paths) == 44
    for path in paths:
        decision, units, _ = table[path.stem]
        found, reason = "", ""
        try:
            found = str(len(list(TMX.scan_units(path))))
        except AlignError as error:
            reason = str(error)
        assert (decision, units) == (("refused", "") if reason else ("read", found)), path.stem
        if reason:
            assert REASONS.get(path.stem[:2], "not well-formed XML") in reason
            assert "\n" not in reason


def test_every_quirk_that_is_read_is_written_validly(shared: Path, checkout: Path, tmp_path: Path) -> None:
    """Whatever was odd, what is written is valid TMX with the same number of units, by our schema and the rules."""
    for name, (decision, units, _) in decisions(checkout).items():
        if decision == "read":
            out = tmp_path / f"{name}.tmx"
            assert str(convert(shared / "interop" / "tmx" / "quirks" / f"{name}.tmx", out).count) == units
            assert TMX.validate(out) == []


def test_every_quirk_is_mended_as_documented(shared: Path, checkout: Path) -> None:
    """Those that can be mended give the units that the table says, with a list of losses; attacks stay refused."""
    for name, (decision, _, told) in decisions(checkout).items():
        path = shared / "interop" / "tmx" / "quirks" / f"{name}.tmx"
        if decision == "read":
            with mended(path) as found:
                assert not found.losses, name
            continue
        try:
            with mended(path) as found:
                units = len(list(TMX.scan_units(found.place)))
                assert found.losses
        except AlignError:
            assert told == "refused", name
        else:
            assert told.startswith(f"{units} unit"), name


def test_memories_of_other_tools_are_read_and_written_validly(shared: Path, tmp_path: Path, run: Run) -> None:
    """What eight tools export is read, and comes out as TMX that our schema and the official DTD accept."""
    dtd = shared / "interop" / "schema" / "tmx" / "tmx14.dtd"
    paths = sorted((shared / "interop" / "tmx").glob("*.tmx"))
    assert len(paths) == 8
    for path in paths:
        out = tmp_path / path.name
        units = list(TMX.scan_units(path))
        assert units
        TMX.write_units(units, out, TMX.read_header(path))
        assert TMX.validate(out) == []
        assert list(TMX.scan_units(out)) == units
        assert run("xmllint", "--noout", "--nonet", "--dtdvalid", dtd, out).returncode == 0


def test_our_tmx_passes_the_official_dtd_and_xsd(
    shared: Path, tmp_path: Path, units: list[TranslationUnit], header: UnitHeader, run: Run
) -> None:
    """Xmllint accepts our TMX by the DTD and by the XSD of TMX 1.4."""
    path = tmp_path / "x.tmx"
    TMX.write_units(units, path, header)
    schema = shared / "interop" / "schema"
    for official in ("tmx/tmx14.dtd", "tmx/tmx14.xsd", "xliff/1.2/xml.xsd"):  # the XSD imports xml.xsd beside it
        shutil.copy(schema / official, tmp_path)
    for option in (("--dtdvalid", tmp_path / "tmx14.dtd"), ("--schema", tmp_path / "tmx14.xsd")):
        result = run("xmllint", "--noout", "--nonet", *option, path)
        assert result.returncode == 0, result.stderr


def test_translate_toolkit_reads_our_tmx(tmp_path: Path, units: list[TranslationUnit], header: UnitHeader) -> None:
    """translate-toolkit finds each pair with the source language of the header."""
    pytest.importorskip("translate", reason="translate-toolkit is not installed")
    from translate.storage import tmx

    path = tmp_path / "x.tmx"
    TMX.write_units(units[:2], path, header)
    read = tmx.tmxfile.parsefile(str(path))
    assert [(unit.source, unit.target) for unit in read.units] == [
        ("The cat sleeps. It is happy.", "Kočka spí & je šťastná."),
        ("Rivers flow to the sea.", "Řeky tečou do moře."),
    ]


def test_omegat_translates_from_our_tmx(shared: Path, tmp_path: Path, run: Run) -> None:
    """OmegaT fills the target from our multilingual TMX, null units and all, and logs no load error."""
    jar = "/usr/share/omegat/OmegaT.jar"
    if not shutil.which("omegat"):
        pytest.skip("omegat is not installed")
    project = tmp_path / "project"
    shutil.copytree(shared / "interop" / "omegat-project", project)
    (project / "tm" / "auto" / "demo.tmx").unlink()
    (project / "target" / "doc.txt").unlink()
    pairs = [
        ("The cat sleeps on the mat.", "Kočka spí na rohožce.", "猫在垫子上睡觉。"),
        ('Open the file & press "Save".', "Otevřete soubor & stiskněte „Uložit“.", None),
        ("Rivers flow to the sea.", "Řeky tečou do moře.", "江河入海。"),
    ]
    units = [
        TranslationUnit(
            id=f"u{number}",
            variants=tuple(
                Variant(lang=lang, content=(text,), segments=(f"{lang}.s{number}",), starts=(0,))
                for lang, text in zip(("en", "cs", "zh-Hans"), texts, strict=True)
                if text is not None
            ),
            origin=(Origin(source="cs", target="en", kind="1-1", score=0.9, status="auto", bead=number),),
        )
        for number, texts in enumerate(pairs)
    ]
    units += [
        TranslationUnit(id="n1", variants=(Variant(lang="en", content=("This sentence has no match anywhere.",)),)),
        TranslationUnit(id="n2", variants=(Variant(lang="cs", content=("Jen česky.",)),)),
    ]
    header = UnitHeader(source="en", title="t", licence="CC0", signature=Signature.of(align="0.1.0"))
    TMX.write_units(units, project / "tm" / "auto" / "ours.tmx", header)
    result = run(
        "java",
        "-Djava.awt.headless=true",
        f"-Duser.home={tmp_path / 'home'}",
        "-jar",
        jar,
        project,
        "--mode=console-translate",
    )
    assert result.returncode == 0
    assert "TF_TM_LOAD_ERROR" not in result.stdout + result.stderr
    target = (project / "target" / "doc.txt").read_text(encoding="utf-8").split("\n\n")
    assert [paragraph.strip() for paragraph in target] == [
        *(czech for _, czech, _ in pairs),
        "This sentence has no match anywhere.",
    ]


def test_our_tei_passes_the_official_schema_and_schematron(
    shared: Path, tmp_path: Path, alignment: Alignment, run: Run
) -> None:
    """Texts, alignment and corpus pass tei_all and its Schematron in jing (which follows XInclude); no pointer dangles."""
    told = TextHeader(
        title="Readout",
        publisher="Lab",
        date="2024-01-02",
        licence="https://creativecommons.org/licenses/by/4.0/",
        note="Working text, not official.",
        signature=Signature.of(align="0.1.0", segmenter="auto.1"),
    )
    write_text(alignment.source, tmp_path / "r.zh.xml", header=told)
    write_text(alignment.target, tmp_path / "r.en.xml", header=TextHeader(title="bare"))
    names = {"source_href": "r.zh.xml", "target_href": "r.en.xml"}
    write_alignment(alignment, tmp_path / "zh-en.xml", source_href="r.zh.xml", target_href="r.en.xml", header=told)
    write_corpus([*names.values(), "zh-en.xml"], tmp_path / "corpus.xml", header=told)
    files = [tmp_path / name for name in ("r.zh.xml", "r.en.xml", "zh-en.xml", "corpus.xml")]
    schema = shared / "interop" / "schema" / "tei"
    for rules in ("tei_all.rng", "tei_all.extracted.sch"):
        result = run("jing", schema / rules, *files)
        assert (result.stdout, result.returncode) == ("", 0)
    checker = shared / "interop" / "tei" / "check_links.py"
    assert run(sys.executable, checker, tmp_path / "zh-en.xml").stdout.rstrip().endswith("dangling 0")
