"""Official schemas and real readers of XLIFF: what we write has to pass them, what they write we have to read."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from align.formats import UnitHeader
from align.formats.xliff import Xliff2Format, XliffFormat
from align.model import InlineCode, Origin, Property, TranslationUnit, Variant

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.external

ONE, TWO = XliffFormat(), Xliff2Format()
NAMES = st.text(st.sampled_from("ab-.:0 é&"), max_size=5)
TEXTS = st.text(max_size=8)
CODES = st.builds(
    InlineCode,
    kind=st.sampled_from(("bpt", "ept", "it", "ph", "other")),
    content=TEXTS,
    attributes=st.dictionaries(
        st.sampled_from(("i", "x", "pos", "assoc", "type", "xliff", "subType", "disp", "equiv-text", "mtype")),
        st.sampled_from(("1", "2", "begin", "end", "p", "bold", "lb", "fmt", "g", "pc", "mrk", "sm", "em", "bx", "a b", "é")),
    ).map(lambda told: tuple(told.items())),
)  # fmt: skip
CONTENT = st.lists(TEXTS | CODES, max_size=8).map(tuple)
PROPERTIES = st.lists(
    st.builds(Property, name=st.sampled_from(("x-state", "resname", "translate", "note", "type")) | NAMES, value=TEXTS),
    max_size=2,
).map(tuple)
UNITS = st.builds(
    lambda own, one, other, notes, told, about, kind: TranslationUnit(
        id=own,
        variants=(
            Variant(lang="en", content=("x", *one), segments=("s1",), starts=(0,)),
            Variant(lang="cs", content=other, properties=about),
        ),
        notes=tuple(notes),
        properties=told,
        origin=(Origin(source="en", target="cs", kind="1-1", score=0.5, status=kind, bead=0),),
    ),
    NAMES,
    CONTENT,
    CONTENT,
    st.lists(TEXTS, max_size=2),
    PROPERTIES,
    PROPERTIES,
    st.sampled_from(("auto", "checked")),
)


@pytest.fixture(scope="module")
def batches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of all sorts of units, well-formed or not, as Hypothesis makes them up."""
    folder = tmp_path_factory.mktemp("xliff")
    number = 0

    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(UNITS, min_size=1, max_size=4))
    def write(units: list[TranslationUnit]) -> None:
        nonlocal number
        number += 1
        header = UnitHeader(source="en", title="A & b", date="2023-12-28", licence="CC0")
        for member in (ONE, TWO):
            path = folder / f"{number}.{member.name}.xlf"
            member.write_units(units, path, header)
            assert member.validate(path) == []

    write()
    return folder


@pytest.mark.parametrize("flavour", ["strict", "transitional"])
def test_any_xliff_1_passes_the_official_schema(batches: Path, shared: Path, run: Run, flavour: str) -> None:
    """Whatever the units hold, xmllint accepts the XLIFF 1.2 that is made of them, in both flavours."""
    schema = shared / "interop" / "schema" / "xliff" / "1.2"
    local = batches / "1.2"
    shutil.copytree(schema, local, dirs_exist_ok=True)
    path = local / f"xliff-core-1.2-{flavour}.xsd"
    path.chmod(0o644)
    path.write_text(
        path.read_text(encoding="utf-8").replace("http://www.w3.org/2001/xml.xsd", "xml.xsd"), encoding="utf-8"
    )
    result = run("xmllint", "--noout", "--nonet", "--schema", path, *sorted(batches.glob("*.xliff.xlf")))
    assert result.returncode == 0, result.stderr


def test_any_xliff_2_passes_the_official_schema_and_schematron(batches: Path, shared: Path, run: Run) -> None:
    """Whatever the units hold, xmllint and the Schematron of the standard accept the XLIFF 2.1 made of them."""
    schema = shared / "interop" / "schema" / "xliff" / "2.1"
    files = sorted(batches.glob("*.xliff2.xlf"))
    result = run("xmllint", "--noout", "--nonet", "--schema", schema / "xliff_core_2.0.xsd", *files)
    assert result.returncode == 0, result.stderr
    for rules in ("xliff_core_2.1.sch", "metadata.sch"):
        result = run("jing", schema / rules, *files)
        assert (result.stdout, result.returncode) == ("", 0)


def test_samples_of_each_version_are_read_and_written(shared: Path, tmp_path: Path) -> None:
    """XLIFF 1.2, 2.0, 2.1 and 2.2 give the same texts, and written again the same units."""
    paths = sorted((shared / "interop" / "xliff").glob("*.xlf"))
    assert len(paths) == 4
    for path in paths:
        (member,) = [one for one in (ONE, TWO) if one.sniff(path.read_bytes()[:4096])]
        units = list(member.scan_units(path))
        assert [[v.text for v in u.variants] for u in units] == [
            ["The cat sleeps on the mat.", "Kočka spí na rohožce."],
            ["Press Save.", "Stiskněte Uložit."],
        ]
        member.write_units(units, tmp_path / path.name, member.read_header(path))
        assert list(member.scan_units(tmp_path / path.name)) == units
        assert member.validate(path) == []


def test_translate_toolkit_reads_our_xliff(tmp_path: Path, units: list[TranslationUnit], header: UnitHeader) -> None:
    """translate-toolkit finds each pair in both versions, and what a person confirmed in the first."""
    pytest.importorskip("translate", reason="translate-toolkit is not installed")
    from translate.storage import xliff, xliff2

    from align.selection import in_languages

    pair = list(in_languages(units, ("en", "cs")))[:2]
    texts = [tuple(variant.text for variant in unit.variants) for unit in pair]
    for member, reader in ((ONE, xliff.xlifffile), (TWO, xliff2.Xliff2File)):
        path = tmp_path / f"{member.name}.xlf"
        member.write_units(pair, path, header)
        read = reader.parsefile(str(path)).units
        assert [(str(unit.source), str(unit.target)) for unit in read] == texts
        if member is ONE:
            assert [unit.isapproved() for unit in read] == [False, True]


def test_omegat_fills_our_xliff(shared: Path, tmp_path: Path, run: Run) -> None:
    """OmegaT translates what has no translation from its memory, leaves the rest, and we read the result."""
    jar = "/usr/share/omegat/OmegaT.jar"
    if not shutil.which("omegat"):
        pytest.skip("omegat is not installed")
    project = tmp_path / "project"
    shutil.copytree(shared / "interop" / "omegat-project", project)
    for path in (*(project / "source").iterdir(), *(project / "target").iterdir()):
        path.unlink()

    def unit(own: str, *texts: str) -> TranslationUnit:
        variants = tuple(Variant(lang=lang, content=(text,)) for lang, text in zip(("en", "cs"), texts, strict=False))
        return TranslationUnit(id=own, variants=variants)

    units = [
        unit("u1", "The cat sleeps on the mat."),
        unit("u2", "Done already.", "Už hotovo."),
        unit("u3", "This sentence has no match anywhere."),
    ]
    ONE.write_units(units, project / "source" / "doc.xlf", UnitHeader(source="en"))
    home = f"-Duser.home={tmp_path / 'home'}"
    result = run("java", "-Djava.awt.headless=true", home, "-jar", jar, project, "--mode=console-translate")
    assert result.returncode == 0
    filled = list(ONE.scan_units(project / "target" / "doc.xlf"))
    assert [[v.text for v in u.variants] for u in filled] == [
        ["The cat sleeps on the mat.", "Kočka spí na rohožce."],
        ["Done already.", "Už hotovo."],
        ["This sentence has no match anywhere."],
    ]
