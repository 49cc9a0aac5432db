"""Measure what a user of the readout corpus waits for, and how good the result is.

    python benchmarks/readout.py

Prints the time and the memory of a first and of a second build, the time that ``align --help`` and ``import align``
take against Python itself, and the scores of each pair against the gold of the corpus; last the signature of what was
measured. Times are elapsed seconds on this machine: run it when the machine has nothing else to do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[1] / "corpora" / "readout-2023"
ALIGN = str(Path(sys.executable).with_name("align"))


def run(*command: str) -> tuple[float, float | None]:
    """Elapsed seconds and peak memory in MB (None where the system does not tell) of a command that has to succeed."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    with process:
        if not hasattr(os, "wait4"):
            said, code, peak = process.communicate()[1], process.returncode, None
        else:
            said = process.stderr.read() if process.stderr else ""
            _, status, usage = os.wait4(process.pid, 0)
            code = process.returncode = os.waitstatus_to_exitcode(status)
            unit = 1024 * 1024 if sys.platform == "darwin" else 1024  # getrusage(2): bytes on macOS, KiB on Linux
            peak = usage.ru_maxrss / unit
    took = time.perf_counter() - begin
    if code:
        raise SystemExit(f"{' '.join(command)} failed:\n{said}")
    return took, peak


def fastest(*command: str, runs: int = 20) -> float:
    """Elapsed seconds of the fastest run."""
    return min(run(*command)[0] for _ in range(runs))


def main() -> None:
    """Run as a script."""
    with tempfile.TemporaryDirectory() as out:
        first = run(ALIGN, "build", str(CORPUS), "-o", out)
        second = run(ALIGN, "build", str(CORPUS), "-o", out)
        signature = json.loads(Path(out, "findings.json").read_text(encoding="utf-8"))["signature"]
    for name, (took, peak) in (("first build", first), ("second build", second)):
        print(f"{name:<14} {took:6.2f} s" + ("" if peak is None else f"  {peak:5.0f} MB"))
    bare = fastest(sys.executable, "-c", "pass")
    print(f"{'import align':<14} {fastest(sys.executable, '-c', 'import align') / bare:6.2f} times python -c pass")
    print(f"{'align --help':<14} {fastest(ALIGN, '--help') / bare:6.2f} times python -c pass")
    print()
    scores = subprocess.run([ALIGN, "-q", "evaluate", str(CORPUS)], capture_output=True, text=True, check=True).stdout
    print(scores)
    print(signature)


if __name__ == "__main__":
    main()
