"""Our rules as SRX for other tools."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from align.errors import OutputError, UsageError
from align.formats.srx import read_rules
from align.segmenters.portable import portable_languages, write_portable
from align.segmenters.srx import SrxSegmenter
from segmenter_cases import FOLDER, read_cases

CASES = [
    (path.stem, case.text, case.expected)
    for path in sorted(FOLDER.glob("*.txt"))
    for case in read_cases(path.read_text(encoding="utf-8"), path.name)
]
SAME = 375  # of 380 cases of the default segmenter are cut alike by the rules that are written
OMEGAT = Path("/usr/share/omegat")


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """The rules for all languages."""
    path = tmp_path_factory.mktemp("rules") / "ours.srx"
    assert write_portable(path) == portable_languages()
    return path


def pieces(segmenter, text, lang):
    """The sentences without white space around them."""
    return [piece.strip() for piece in segmenter.split(text, lang) if piece.strip()]


def test_rules_cut_as_the_default_segmenter_does(ours):
    """In nearly all cases of the default segmenter, the rules give the same sentences."""
    segmenter = SrxSegmenter(rules=ours)
    same = sum(pieces(segmenter, text, lang) == expected for lang, text, expected in CASES)
    assert same >= SAME * len(CASES) / 380


def test_every_language_with_data_has_rules(ours):
    """Each is found by its tag, also in capitals and with a region."""
    segmenter = SrxSegmenter(rules=ours)
    for lang in portable_languages():
        stop = "。" if lang in {"zh", "ja"} else "."
        assert pieces(segmenter, f"Aaaaaa{stop} Bbbbbb{stop}", f"{lang}-001") == [f"Aaaaaa{stop}", f"Bbbbbb{stop}"]
        assert any(pattern.fullmatch(lang.upper()) for pattern, _ in read_rules(ours).maps)


def test_only_the_languages_that_are_asked_for(tmp_path):
    """Others have no map, and a region is no language of its own."""
    path = tmp_path / "x.srx"
    assert write_portable(path, langs=["fr-CA", "zh"]) == ("fr", "zh")
    patterns = {pattern.pattern for pattern, _ in read_rules(path).maps}
    assert {pattern for pattern in patterns if "Dd" in pattern} == set()
    with pytest.raises(UsageError, match=r"no rules to write for 'oc'; there are for ar, cs"):
        write_portable(path, langs=["oc"])
    with pytest.raises(OutputError):
        write_portable(tmp_path / "absent" / "x.srx")


def test_the_same_bytes_each_time(ours, tmp_path):
    """The file depends on the rules alone."""
    write_portable(tmp_path / "again.srx")
    assert (tmp_path / "again.srx").read_bytes() == ours.read_bytes()


@pytest.mark.external
def test_the_official_schema_accepts_them(ours, shared):
    """SRX 2.0 of LISA."""
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(shared / "interop" / "schema" / "srx" / "srx20.xsd"))
    schema.assertValid(etree.parse(ours))


@pytest.mark.external
@pytest.mark.parametrize(("rules", "fewest"), [(None, 380), ("omegat-defaultRules.srx", 380)])
def test_omegat_cuts_alike(ours, shared, tmp_path, rules, fewest):
    """OmegaT's own code, run on the same rules, cuts as we do: by ours, and by its own."""
    if not shutil.which("java") or not (OMEGAT / "OmegaT.jar").is_file():
        pytest.skip("OmegaT is not installed")
    import subprocess

    place = ours if rules is None else shared / "interop" / "srx" / rules
    lines = [f"{lang}\t{text.replace(chr(10), chr(92) + 'n')}\n" for lang, text, _ in CASES]
    (tmp_path / "cases.txt").write_text("".join(lines), encoding="utf-8")
    done = subprocess.run(
        [
            "java",
            "-Djava.awt.headless=true",
            f"-Duser.home={tmp_path}",
            "-cp",
            f"{OMEGAT}/OmegaT.jar:{OMEGAT}/lib/*:/usr/share/java/groovy-all.jar",
            "groovy.ui.GroovyMain",
            str(Path(__file__).with_name("omegat_segments.groovy")),
            str(place),
            str(tmp_path / "cases.txt"),
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    segmenter = SrxSegmenter(rules=place)
    theirs = [
        [piece.strip() for piece in line.replace("\\n", "\n").split("\u241e") if piece.replace("\\n", "").strip()]
        for line in done.stdout.rstrip("\n").split("\n")
    ]
    same = sum(pieces(segmenter, text, lang) == cut for (lang, text, _), cut in zip(CASES, theirs, strict=True))
    assert same >= fewest * len(CASES) / 380
