"""The documents say what is: commands parse, examples run, links lead somewhere, each part has its page."""

from __future__ import annotations

import json
import logging
import re
import runpy
import shlex
import shutil
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from align.aligners import ALIGNERS
from align.checks import CHECKS
from align.cli import _align as command
from align.cli import main
from align.encoders import ENCODERS
from align.formats import FORMATS
from align.pipeline import read_termbase, write_termbase
from align.report import REPORTS
from align.segmenters import SEGMENTERS
from align.termbases import TERMBASES

if TYPE_CHECKING:
    from align.shelf import Shelf

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    path
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
    if path.is_file()
]
SHELVES: dict[str, Shelf] = {
    "aligners": ALIGNERS,
    "checks": CHECKS,
    "encoders": ENCODERS,
    "formats": FORMATS,
    "reports": REPORTS,
    "segmenters": SEGMENTERS,
    "termbases": TERMBASES,
}
RUN = [page for page in PAGES if page.name in {"README.md", "tutorial.md", "measure-an-alignment.md", "check-in-ci.md"}]
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def name_of(page: Path) -> str:
    """The page's path below the checkout."""
    return page.relative_to(ROOT).as_posix()


def fenced(page: Path, kind: str) -> list[str]:
    """The page's blocks of one kind, their common indent taken away."""
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    return [re.sub(f"^{indent}", "", text, flags=re.MULTILINE) for indent, language, text in blocks if language == kind]


def commands(page: Path) -> list[list[str]]:
    """The words of each `align` command in the page's console blocks."""
    lines = "\n".join(fenced(page, "console")).splitlines()
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("align ")]


def run(words: list[str]) -> int:
    """The exit code of a command; the package's logger is left as it was."""
    logger = logging.getLogger("align")
    before = logger.handlers, logger.propagate, logger.level
    try:
        main(words)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    finally:
        logger.handlers, logger.propagate, level = before
        logger.setLevel(level)
    return 0


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder such as the examples expect: the readout corpus, and its texts and terms under short names.

    Of the corpus it has three languages: enough for every example, and quick.
    """
    folder = tmp_path_factory.mktemp("desk")
    corpus = ROOT / "corpora" / "readout-2023"
    shutil.copytree(corpus, folder / "corpora" / "readout-2023")
    manifest = folder / "corpora" / "readout-2023" / "corpus.toml"
    text = re.sub(r'\[\[text\]\]\nlang = "(?!en|zh|fr)[^[]*', "", manifest.read_text(encoding="utf-8"))
    manifest.write_text(text, encoding="utf-8")
    for path in (
        *(corpus / "sources").glob("readout.*.txt"),
        *(corpus / "gold").glob("readout.*"),
    ):
        shutil.copy(path, folder)
    write_termbase(read_termbase(corpus / "terms.tbx"), folder / "terms.csv")
    source, target = folder / "readout.zh.txt", folder / "readout.en.txt"
    assert run(["pair", str(source), str(target), "--langs", "zh:en", "-o", str(folder / "readout.tmx")]) == 0
    return folder


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_parse(page):
    """Each documented command has a known verb, known options, and names of members that exist."""
    options = {
        "--aligner": ALIGNERS,
        "--encoder": ENCODERS,
        "--segmenter": SEGMENTERS,
        "--report": REPORTS,
        "--to": FORMATS,
        "--from": FORMATS,
    }
    for words in commands(page):
        if words in (["--help"], ["--version"]):
            continue
        verb, *rest = [word for word in words if word not in {"-q", "--quiet"}]
        context = click.Context(command, info_name="align")
        found = command.get_command(context, verb)
        assert found is not None, f"no verb {verb!r}"
        known = options
        if isinstance(found, click.Group):
            group = click.Context(found, info_name=verb, parent=context)
            name, *rest = rest
            found = found.get_command(group, name)
            assert found is not None, f"no command {verb} {name}"
            known = options | ({"--to": TERMBASES, "--from": TERMBASES} if verb == "terms" else {})
            del known["--report"]  # not findings; the command itself says what it takes
        if "--help" not in rest:
            found.make_context(verb, list(rest), parent=context)
        for option, value in pairwise(rest):
            if option in known:
                assert value.partition(":")[0] in known[option].names()


@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_commands_run(page, desk, monkeypatch):
    """The commands of the pages that people start with do what they are there for, one after the other."""
    monkeypatch.chdir(desk)
    assert commands(page)
    for words in commands(page):
        assert run(words) in ({0, 1} if "--fail-on" in words else {0}), words


@pytest.mark.parametrize("page", [page for page in PAGES if fenced(page, "python")], ids=name_of)
def test_python_runs(page, desk, monkeypatch):
    """The Python blocks of a page run, one after the other."""
    monkeypatch.chdir(desk)
    if "build/readout-2023" in "".join(fenced(page, "python")):
        assert run(["build", "corpora/readout-2023"]) == 0
    names: dict[str, object] = {}
    for block in fenced(page, "python"):
        exec(compile(block, name_of(page), "exec"), names)  # noqa: S102 - our own examples


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    """Each link to a file finds it, and each link to a heading finds that."""
    for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    ("shelf", "member"), [(shelf, member) for shelf, members in SHELVES.items() for member in members.names()]
)
def test_each_part_has_a_page(checkout, shelf, member):
    """Each member of a shelf has a page of its own, and the index leads there."""
    assert (checkout / "docs" / shelf / f"{member}.md").is_file()
    assert f"({shelf}/{member}.md)" in (checkout / "docs" / "index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("shelf", SHELVES)
def test_each_page_has_a_part(checkout, shelf):
    """No page describes a member that is not there."""
    pages = {path.stem for path in (checkout / "docs" / shelf).glob("*.md")}
    assert pages == set(SHELVES[shelf].names())


@pytest.mark.parametrize("member", FORMATS.names())
def test_format_pages_agree_with_the_formats(checkout, member):
    """The suffixes and what is kept, as a format's page has them, are those of the format."""
    text = (checkout / "docs" / "formats" / f"{member}.md").read_text(encoding="utf-8")
    made = FORMATS.make(member)
    kept = ", ".join(sorted(made.keeps)) or "nothing but the text"
    assert f"**Suffixes:** {', '.join(made.suffixes)}\n" in text
    assert f"**Keeps:** {kept}\n" in text


@pytest.mark.parametrize("member", TERMBASES.names())
def test_pages_of_term_bases_agree_with_the_formats(checkout, member):
    """The suffixes and what is kept, as a page has them, are those of the format."""
    from align.termbases._losses import EVERYTHING

    text = (checkout / "docs" / "termbases" / f"{member}.md").read_text(encoding="utf-8")
    made = TERMBASES.make(member)
    kept = "everything" if made.keeps == EVERYTHING else ", ".join(sorted(made.keeps))
    assert f"**Suffixes:** {', '.join(made.suffixes)}\n" in text
    assert f"**Keeps:** {kept}\n" in text


@pytest.mark.parametrize("member", FORMATS.names())
def test_format_pages_say_what_they_were_tried_with(checkout, member):
    """Each names the programs of others, with versions, or says that there is none."""
    text = (checkout / "docs" / "formats" / f"{member}.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^## Tried(?: with)?$", text, re.MULTILINE)) == 1


def test_command_reference_is_up_to_date(checkout):
    """docs/commands.md is what `make docs` writes."""
    written = runpy.run_path(str(checkout / "docs" / "write_commands.py"))["reference"]()
    assert written == (checkout / "docs" / "commands.md").read_text(encoding="utf-8"), "run: make docs"


def test_figures_of_the_aligners_are_up_to_date(checkout):
    """The measured figures on the aligners' pages are those beside their weights, as `make docs` writes them."""
    script = runpy.run_path(str(checkout / "docs" / "write_aligner_figures.py"))
    assert "semantic" in script["names"]()
    for name in script["names"]():
        written = script["page"](name)
        assert written == (checkout / "docs" / "aligners" / f"{name}.md").read_text(encoding="utf-8"), "run: make docs"
        data = json.loads((checkout / "src/align/aligners/data" / f"{name}.json").read_text(encoding="utf-8"))
        assert all(f"| `{gold}` | " in written for gold in data["held out"])
        assert f"is {data['calibration of held-out beads']['expected calibration error']:.3f}." in written


def test_help_is_plain_text(checkout):
    """No help holds a control character."""
    reference = (checkout / "docs" / "commands.md").read_text(encoding="utf-8")
    assert re.findall(r"[^\n -\uffff]", reference) == []


def test_readme_lists_every_verb(checkout):
    """README.md and docs/commands.md name each verb."""
    verbs = command.list_commands(click.Context(command))
    readme = (checkout / "README.md").read_text(encoding="utf-8")
    reference = (checkout / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [verb for verb in verbs if f"`align {verb}`" not in readme or f"## align {verb}\n" not in reference] == []
