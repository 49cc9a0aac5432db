"""Whatever a process is killed in, the memory is as it was committed last."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from align.memory import Memory

SCRIPT = Path(__file__).with_name("killed.py")

ADD_FOREVER = """
import sys
from align.memory import Memory, store
from align.model import TranslationUnit, Variant
store._BATCH = 50
def units():
    number = 0
    while True:
        number += 1
        if not number % 50:
            print(number, flush=True)
        texts = {"en": f"Endless sentence {number}.", "de": f"Endloser Satz {number}."}
        yield TranslationUnit(id=f"u{number}", variants=tuple(Variant(lang=l, content=(t,)) for l, t in texts.items()))
with Memory.open(sys.argv[1], writable=True) as memory:
    memory.add(units(), document="endless")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
def test_fifty_kills_are_survived(tmp_path):
    """At points spread over the whole of an adding, before and after each commit."""
    done = subprocess.run([sys.executable, str(SCRIPT), str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) >= 45


@pytest.mark.parametrize("batches", [1, 3])
def test_a_kill_from_outside_leaves_what_was_committed(tmp_path, batches):
    """While it goes on adding, at whatever it does just then."""
    place = tmp_path / "m"
    with subprocess.Popen([sys.executable, "-c", ADD_FOREVER, str(place)], stdout=subprocess.PIPE, text=True) as child:
        for _ in range(batches + 1):
            child.stdout.readline()
        child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    for writable in (False, True):
        with Memory.open(place, writable=writable) as memory:
            assert len(memory) >= 50 * batches
            assert len(memory) % 50 == 0
            last = len(memory)
            for number in (1, last):
                match = memory.lookup(f"Endless sentence {number}.", source="en", target="de", limit=1)[0]
                assert (match.kind, match.target) == ("exact", f"Endloser Satz {number}.")
