"""The programs that the pages of the formats name do read what we write, and write what we read, where they are installed."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "write_readers.py"
FOUND = runpy.run_path(str(SCRIPT)) if SCRIPT.is_file() else {"TRIALS": {}}
TRIALS = [(name, program, trial) for name, trials in FOUND["TRIALS"].items() for program, _, trial in trials]


@pytest.mark.filterwarnings("default")  # what other programs do is theirs
@pytest.mark.parametrize(
    ("name", "program", "trial"), TRIALS, ids=[f"{name}-{program}".replace(" ", "-") for name, program, _ in TRIALS]
)
def test_the_page_tells_the_truth(name, program, trial, tmp_path, checkout):
    """The trial of the script runs, and its row is on the page."""
    assert f"| {program} | " in (checkout / "docs" / "formats" / f"{name}.md").read_text(encoding="utf-8")
    if FOUND["version_of"](program) is None:
        pytest.skip(f"{program} is not installed")
    trial(tmp_path)
