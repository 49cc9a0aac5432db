"""The fixtures that more than one folder of tests needs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

# two test processes with two threads each would spend their time waiting for one another
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with official schemas, real files and gold sets; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("ALIGN_SHARED", ROOT.parent / "shared"))
    if not (folder / "interop").is_dir():
        pytest.skip(f"no shared folder at {folder}; set ALIGN_SHARED to run the checks with official schemas and gold")
    return folder


@pytest.fixture(scope="session")
def checkout(root: Path) -> Path:
    """The checkout, for tests of the source tree itself; they skip where only the built wheel is tested."""
    if not (root / "src" / "align").is_dir():
        pytest.skip("no source tree here: this is a test of the installed package")
    return root


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that needs official schemas, gold or a real reader has to run: a skip becomes a failure.

    One that needs the checkout as well has run there, and is skipped where only the built wheel is tested.
    """
    report = yield
    fixtures = getattr(item, "fixturenames", ())
    external = item.get_closest_marker("external") is not None or "shared" in fixtures
    elsewhere = "checkout" in fixtures and not (ROOT / "src" / "align").is_dir()
    if report.skipped and external and not elsewhere and os.environ.get("CI"):
        reason = call.excinfo.value if call.excinfo else "marked to be skipped"
        report.outcome = "failed"
        report.longrepr = f"CI has to run this test, but it was skipped: {reason}"
    return report
