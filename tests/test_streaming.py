"""Memory does not grow with a file of units, whatever it is converted to."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

import pytest

from align.formats import FORMATS, UnitHeader
from format_files import units

resource = pytest.importorskip("resource", reason="this system does not tell the peak of memory")

SIZES = (5_000, 40_000)
RUN = """
import resource, sys
from align.conversion import convert
convert(sys.argv[1], sys.argv[2], to_format=sys.argv[3], on_loss="warn")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.fixture(scope="module")
def memories(tmp_path_factory):
    """A TMX of each size; made once."""
    folder = tmp_path_factory.mktemp("streaming")

    @cache
    def made(count):
        path = folder / f"{count}.tmx"
        FORMATS.make("tmx").write_units(units(count, rich=False), path, UnitHeader(source="en"))
        return path

    return made


@pytest.mark.parametrize("target", ["tmx", "jsonl", "tsv", "csv", "moses", "xliff", "xliff2", "xlsx"])
def test_conversions_take_no_more_memory_for_more_units(memories, target, tmp_path):
    """Eight times the units take about the same peak; held units of either size would add half of it or more."""
    peaks = []
    for count in SIZES:
        words = [sys.executable, "-c", RUN, str(memories(count)), str(tmp_path / f"{count}"), target]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout))
    assert peaks[1] < 1.2 * peaks[0]
