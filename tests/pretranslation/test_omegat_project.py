"""A project for OmegaT: the folder, and what OmegaT makes of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from align.errors import OutputError
from align.memory import Memory
from align.pipeline import read_document, read_units
from align.pretranslation.filling import pretranslate
from align.pretranslation.new_document import read_new
from align.pretranslation.omegat_cuts import cuts_of, rules_for
from align.pretranslation.omegat_project import write_omegat_project
from align.segmenters.srx import SrxSegmenter
from small_memory import DOCUMENT, PAIRS, TERMS, unit

JAR = Path("/usr/share/omegat/OmegaT.jar")
CORPUS = "corpora/readout-2023"


@pytest.fixture
def project(done, new, tmp_path):
    """A project of the small document."""
    opened = new(DOCUMENT)
    return write_omegat_project(
        done(), tmp_path / "project", document=opened.document, original=opened.path, termbase=TERMS
    )


def test_the_folder_has_all_parts(project):
    """Those that OmegaT looks for."""
    files = {str(path.relative_to(project)) for path in project.rglob("*") if path.is_file()}
    assert files == {
        "omegat.project",
        "source/new.txt",
        "tm/auto/sure.tmx",
        "tm/matches.tmx",
        "glossary/terms.utf8",
        "omegat/filters.xml",
        "omegat/segmentation.conf",
        "omegat/segmentation.srx",
    }
    assert (project / "source/new.txt").read_text(encoding="utf-8") == DOCUMENT
    assert (project / "target").is_dir()


def test_the_memory_that_is_filled_in_has_the_sure_matches(project):
    """As the document has them, joined sentences as one."""
    units = read_units(project / "tm/auto/sure.tmx")
    assert [tuple(v.text for v in unit.variants) for unit in units] == list(PAIRS)


def test_the_glossary_has_what_may_be_used(project):
    """The rest is in the comment."""
    lines = (project / "glossary/terms.utf8").read_text(encoding="utf-8").splitlines()
    assert lines == ["conference\t会议\ta meeting; not: 会谈", "progress\t发展\t"]


def test_the_languages_are_those_of_the_run(project):
    """In OmegaT's own spelling."""
    root = etree.parse(project / "omegat.project").getroot()
    assert (root.findtext(".//source_lang"), root.findtext(".//target_lang")) == ("en", "zh")


def test_the_rules_of_the_project_keep_joined_sentences_together(project):
    """An SRX segmenter that follows them cuts as the pretranslation did."""
    segmenter = SrxSegmenter(rules=project / "omegat/segmentation.srx")
    pieces = [piece.strip() for piece in segmenter.split(DOCUMENT.split("\n\n")[1], "en")]
    assert pieces == [PAIRS[1][0], PAIRS[2][0]]


def test_only_places_that_differ_have_rules_of_their_own(new):
    """Where the general rules do the same, nothing is added."""
    document = new("One thing is here. Another thing is there.\n").document
    spans = [(one.start, one.end) for one in document.segments]
    _, segmenter = rules_for("en")
    assert cuts_of(document, spans, segmenter) == []
    (added,) = cuts_of(document, [(0, len(document.text.strip()))], segmenter)
    assert not added.breaks
    (added,) = cuts_of(document, spans, None)
    assert added.breaks


def test_a_folder_with_something_in_it_is_left_alone(done, new, tmp_path):
    """It could be a project that a translator works in."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "mine.txt").write_text("x", encoding="utf-8")
    opened = new(DOCUMENT)
    with pytest.raises(OutputError, match="not an empty folder"):
        write_omegat_project(done(), folder, document=opened.document, original=opened.path)
    with pytest.raises(OutputError, match="there is no folder"):
        write_omegat_project(done(), tmp_path / "no" / "p", document=opened.document, original=opened.path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.txt", "project"]


def translated(project: Path, home: Path) -> Path:
    """The file that OmegaT writes for the one file of the project, on a computer whose own encoding is not UTF-8."""
    if not shutil.which("java") or not JAR.is_file():
        pytest.skip("OmegaT is not installed")
    words = ["java", "-Djava.awt.headless=true", "-Dfile.encoding=ISO-8859-1", f"-Duser.home={home}", "-jar", str(JAR)]
    run = subprocess.run(
        [*words, str(project), "--mode=console-translate"], capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (made,) = (project / "target").iterdir()
    return made


@pytest.mark.external
@pytest.mark.usefixtures("shared")
def test_equal_sentences_may_have_different_translations(tmp_path):
    """Each the one of its place."""
    pairs = [
        ("One.", "一。"),
        ("He agreed.", "他同意。"),
        ("Two.", "二。"),
        ("He agreed.", "他答应了。"),
        ("Three.", "三。"),
    ]
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([unit(number, *pair) for number, pair in enumerate(pairs)], document="d")
    path = tmp_path / "new.txt"
    path.write_text("\n\n".join(english for english, _ in pairs) + "\n", encoding="utf-8")
    new = read_new(path, source="en", target="zh", segmenter="auto")
    with Memory.open(tmp_path / "m") as memory:
        found = pretranslate(new.wanted, memory, source="en", target="zh")
    assert [one.target for one in found.segments] == [chinese for _, chinese in pairs]
    project = write_omegat_project(found, tmp_path / "project", document=new.document, original=path)
    text = translated(project, tmp_path / "home").read_text(encoding="utf-8")
    assert without_space(text) == "".join(chinese for _, chinese in pairs)


@pytest.mark.external
@pytest.mark.usefixtures("shared")
def test_what_omegat_cannot_read_becomes_plain_text(memory, tmp_path):
    """The paragraphs of a Markdown file, without its marks."""
    path = tmp_path / "new.md"
    path.write_text(f"# {DOCUMENT}", encoding="utf-8")
    new = read_new(path, source="en", target="zh", segmenter="auto")
    found = pretranslate(new.wanted, memory, source="en", target="zh")
    project = write_omegat_project(found, tmp_path / "project", document=new.document, original=path)
    assert [one.name for one in (project / "source").iterdir()] == ["new.txt"]
    text = translated(project, tmp_path / "home").read_text(encoding="utf-8")
    assert without_space(text) == "".join(chinese for _, chinese in PAIRS)


@pytest.mark.external
@pytest.mark.usefixtures("shared")
def test_text_with_lines_of_a_fixed_width(memory, tmp_path):
    """A paragraph is one, whatever its lines."""
    import textwrap

    path = tmp_path / "new.txt"
    lines = (textwrap.fill(text, 45) for text in DOCUMENT.strip().split("\n\n"))
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    new = read_new(path, source="en", target="zh", segmenter="auto")
    found = pretranslate(new.wanted, memory, source="en", target="zh")
    project = write_omegat_project(found, tmp_path / "project", document=new.document, original=path)
    text = translated(project, tmp_path / "home").read_text(encoding="utf-8")
    assert without_space(text) == "".join(chinese for _, chinese in PAIRS)


def with_bold(folder: Path, suffix: str) -> Path:
    """The small document as Word or HTML, with a bold word in a sentence."""
    paragraphs = DOCUMENT.strip().split("\n\n")
    path = folder / f"new{suffix}"
    if suffix == ".html":
        inner = "".join(f"<p>{text.replace('held', '<b>held</b>')}</p>" for text in paragraphs)
        path.write_text(f"<html><head><title></title></head><body>{inner}</body></html>", encoding="utf-8")
        return path
    import docx

    made = docx.Document()
    for text in paragraphs:
        before, bold, after = text.partition("held")
        paragraph = made.add_paragraph(before)
        paragraph.add_run(bold).bold = True
        paragraph.add_run(after)
    made.save(path)
    return path


@pytest.mark.external
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_omegat_fills_in_other_documents(memory, tmp_path, suffix):
    """Formatting inside a sentence does not hide it."""
    path = with_bold(tmp_path, suffix)
    new = read_new(path, source="en", target="zh", segmenter="auto")
    found = pretranslate(new.wanted, memory, source="en", target="zh", name=path.name)
    project = write_omegat_project(found, tmp_path / "project", document=new.document, original=path)
    made = translated(project, tmp_path / "home")
    again = read_document(made, lang="zh")
    blocks = [without_space(again.text[block.start : block.end]) for block in again.blocks]
    chinese = [pair[1] for pair in PAIRS]
    assert blocks == [chinese[0], chinese[1] + chinese[2], chinese[3] + chinese[4]]


def without_space(text: str) -> str:
    """OmegaT sets spaces between sentences by its own rules, so none count."""
    return re.sub(r"\s", "", text)


@pytest.mark.external
@pytest.mark.usefixtures("shared")
def test_omegat_fills_in_every_sentence(project, tmp_path):
    """Joined ones, too."""
    assert without_space(translated(project, tmp_path / "home").read_text(encoding="utf-8")) == "".join(
        chinese for _, chinese in PAIRS
    )


@pytest.fixture(scope="module")
def readout(tmp_path_factory, root):
    """A memory made of the readout corpus."""
    from align.corpus.build import build

    out = tmp_path_factory.mktemp("readout")
    build(root / CORPUS, out=out / "build")
    with Memory.open(out / "memory", writable=True) as memory:
        memory.add(read_units(out / "build" / "readout-2023.tmx"), document="readout-2023", date="2023-12-28")
    return out / "memory"


@pytest.mark.external
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("source", ["zh", "fr", "ar"])
def test_the_readout_comes_back_from_its_own_memory(readout, root, tmp_path, source):
    """Every sentence with a counterpart is in context, and OmegaT translates the text as the memory has it."""
    path = root / CORPUS / "sources" / f"readout.{source}.txt"
    new = read_new(path, source=source, target="en", segmenter="auto")
    with Memory.open(readout) as memory:
        paired = {unit.variant(source).text for unit in memory.export() if unit.variant(source) and unit.variant("en")}
        found = pretranslate(new.wanted, memory, source=source, target="en", name=path.name)
    kinds = {one.wanted.text: one.filled_by for one in found.segments}
    assert {text for text, kind in kinds.items() if kind == "in-context"} == paired
    assert {kind for text, kind in kinds.items() if text not in paired} == {None}
    expected = new.document.text
    for one in reversed(found.segments):
        if one.target is not None:
            expected = expected[: one.wanted.start] + one.target + expected[one.wanted.end :]
    project = write_omegat_project(found, tmp_path / "project", document=new.document, original=path)
    assert without_space(translated(project, tmp_path / "home").read_text(encoding="utf-8")) == without_space(expected)
    _through_xliff(found, tmp_path, source)


def _through_xliff(found, tmp_path, source):
    """Both versions hold every translation."""
    from align.pretranslation.writing import write_pretranslation

    for form in ("xliff", "xliff2"):
        write_pretranslation(found, tmp_path / f"{form}.xlf", form=form)
        units = read_units(tmp_path / f"{form}.xlf")
        read = [(u.variant(source).text, v.text if (v := u.variant("en")) else None) for u in units]
        assert read == [(one.wanted.text, one.target) for one in found.segments]
