"""The project itself: what is tracked, what is pinned, what is in the wheel, how fast it starts."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import align

RUNTIME_LOCK = "requirements.txt"
DEVELOPMENT_LOCK = "requirements-dev.txt"
COMMAND = str(Path(sys.executable).with_name("align"))


@pytest.fixture(scope="session")
def tracked(checkout: Path) -> dict[str, str]:
    """Path and text of each file that is tracked, or would be; binary files are left out."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=checkout,
        capture_output=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    texts = {}
    for name in sorted(filter(None, listing.stdout.decode().split("\0"))):
        path = checkout / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:
            texts[name] = content.decode(errors="replace")
    return texts


@pytest.fixture(scope="session")
def project(checkout: Path) -> dict:
    """The parsed pyproject.toml."""
    return tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))


def lines_that_match(texts: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    """Each line that matches, with its place."""
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_path_of_a_machine_is_tracked(tracked):
    """No tracked file holds an absolute path into somebody's home or work folder."""
    pattern = re.compile(r"(?<![\w.~/-])/(?:home|root|Users|work|workspace)/\w|[A-Z]:\\Users\\\w")
    assert lines_that_match(tracked, pattern) == []


def test_no_registry_host_is_tracked(tracked):
    """No tracked file names the host of a package registry."""
    pattern = re.compile(r"pypi\.(?:org|python)|python[h]osted|registry\.npmjs|deb\.debian|anaconda\.(?:org|com)")
    assert lines_that_match(tracked, pattern) == []


@pytest.mark.parametrize("lock", [RUNTIME_LOCK, DEVELOPMENT_LOCK])
def test_a_lock_names_no_address(tracked, lock):
    """A lock holds pins and hashes only: no index, no address, no folder of wheels."""
    pattern = re.compile(r"://|^\s*--(?!hash=sha256:)|^-")
    assert lines_that_match({lock: tracked[lock]}, pattern) == []


def pins(text: str) -> list[tuple[Requirement, int]]:
    """Each pin of a lock and the number of its hashes."""
    found = []
    for chunk in re.split(r"\n(?=[A-Za-z0-9])", text):
        head = re.match(r"([A-Za-z0-9][^\\#\n]*)", chunk)
        if head:
            found.append((Requirement(head[1].strip()), chunk.count("--hash=sha256:")))
    return found


@pytest.mark.parametrize("lock", [RUNTIME_LOCK, DEVELOPMENT_LOCK])
def test_each_pin_is_exact_and_hashed(tracked, lock):
    """Each line of a lock pins one version and has at least one hash."""
    loose = [str(pin) for pin, hashes in pins(tracked[lock]) if not hashes or not str(pin.specifier).startswith("==")]
    assert loose == []
    assert pins(tracked[lock])


def unmet(requirements: list[str], lock: str) -> list[str]:
    """The requirements that no pin of the lock meets, or that some pin breaks."""
    pinned: dict[str, list[str]] = {}
    for pin, _ in pins(lock):
        pinned.setdefault(canonicalize_name(pin.name), []).append(str(pin.specifier).removeprefix("=="))
    missing = []
    for text in requirements:
        wanted = Requirement(text)
        versions = pinned.get(canonicalize_name(wanted.name), [])
        if not versions or not all(wanted.specifier.contains(version, prereleases=True) for version in versions):
            missing.append(f"{text} (pinned: {', '.join(versions) or 'nothing'}); run: make lock")
    return missing


def group(project: dict, name: str) -> list[str]:
    """The requirements of a dependency group, its included groups written out."""
    found = []
    for entry in project["dependency-groups"][name]:
        found.extend(group(project, entry["include-group"]) if isinstance(entry, dict) else [entry])
    return found


def test_locks_hold_every_dependency(tracked, project):
    """What pyproject.toml asks for is pinned, in a version that it allows."""
    runtime = project["project"]["dependencies"]
    assert unmet(runtime + group(project, "build"), tracked[RUNTIME_LOCK]) == []
    assert unmet(runtime + group(project, "dev"), tracked[DEVELOPMENT_LOCK]) == []


def test_both_locks_agree(tracked):
    """What is pinned for use is pinned alike for development, so tests run on what users get."""
    development = {(pin.name, str(pin.specifier)) for pin, _ in pins(tracked[DEVELOPMENT_LOCK])}
    assert {(pin.name, str(pin.specifier)) for pin, _ in pins(tracked[RUNTIME_LOCK])} - development == set()


@pytest.mark.parametrize("folder", ["tests", "benchmarks", "docs"])
def test_outside_packages_of_scripts_are_declared(checkout, project, folder):
    """What tests and scripts import is a dependency for use or for development, not only the dependency of one."""
    paths = [*(checkout / folder).rglob("*.py")]
    names = re.findall(
        r"^\s*(?:from|import) (\w+)", "\n".join(path.read_text(encoding="utf-8") for path in paths), re.MULTILINE
    )
    own = {"align"} | {path.stem for place in ("tests", "benchmarks") for path in (checkout / place).glob("*.py")}
    declared = {
        canonicalize_name(Requirement(text).name) for text in project["project"]["dependencies"] + group(project, "dev")
    }
    homes = importlib.metadata.packages_distributions()
    foreign = sorted(set(names) - set(sys.stdlib_module_names) - own)
    assert [name for name in foreign if not declared & set(map(canonicalize_name, homes.get(name, [name])))] == []


def test_one_version():
    """The package, its metadata and the command say the same version."""
    answer = subprocess.run([COMMAND, "--version"], capture_output=True, text=True, check=True).stdout
    assert importlib.metadata.version("align-toolkit") == align.__version__
    assert align.__version__ in answer.split()


def test_ci_script_can_be_run(checkout):
    """The script that decides about a change is executable and names nothing of this checkout's place."""
    script = checkout / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert str(checkout) not in script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, checkout],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_wheel_holds_the_package_and_the_schemas(checkout, wheel):
    """The wheel has each file of src/align and of schemas, and nothing else but its metadata."""
    source = checkout / "src"
    kept = {path.relative_to(source).as_posix() for path in (source / "align").rglob("*") if path.is_file()}
    schemas = {f"align/_schemas/{path.name}" for path in (checkout / "schemas").iterdir() if path.is_file()}
    expected = {name for name in kept | schemas if "__pycache__" not in name and not name.endswith("/.gitkeep")}
    found = {name for name in wheel.namelist() if name.startswith("align/")}
    assert expected == {name for name in found if not name.endswith("/.gitkeep")}
    assert {name.partition("/")[0] for name in wheel.namelist()} == {
        "align",
        f"align_toolkit-{align.__version__}.dist-info",
    }


@pytest.mark.parametrize("suffix", ["/py.typed", ".rng", ".rnc", ".html.j2", ".css", ".schema.json"])
def test_wheel_holds_data(wheel, suffix):
    """Schemas, templates and the typing marker are in the wheel."""
    assert any(name.endswith(suffix) for name in wheel.namelist())


def test_wheel_holds_licence_and_command(wheel):
    """The wheel carries the licence and announces the command."""
    info = f"align_toolkit-{align.__version__}.dist-info"
    assert "Apache License" in wheel.read(f"{info}/licenses/LICENSE").decode()
    assert "align = align.cli:main" in wheel.read(f"{info}/entry_points.txt").decode()


def seconds(command: list[str]) -> float:
    """Processor time of one run of a command; elapsed time where the system does not count it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        if not hasattr(os, "wait4"):
            assert process.wait() == 0
            return time.perf_counter() - begin
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_utime + usage.ru_stime


def fastest(commands: dict[str, list[str]], runs: int = 20) -> dict[str, float]:
    """Seconds of the fastest of so many runs of each command, run in turn so that noise hits all alike."""
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(runs):
        for name, command in commands.items():
            best[name] = min(best[name], seconds(command))
    return best


def test_startup():
    """`import align` takes at most 3 times, `align --help` at most 5 times as long as Python itself."""
    best = fastest(
        {
            "bare": [sys.executable, "-c", "pass"],
            "import": [sys.executable, "-c", "import align"],
            "help": [COMMAND, "--help"],
        }
    )
    assert best["import"] <= 3 * best["bare"]
    assert best["help"] <= 5 * best["bare"]
