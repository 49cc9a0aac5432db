"""Aligners and encoders work with one thread of BLAS, so that a call gives the same bytes whatever the process has."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from align.blas import one_thread
from align.encoders.use import UseEncoder

# Digests of vectors and of scores as they are, without the rounding of `align.pair`; and with how many threads a
# product of the caller's own works before and after.
CALLS = """
import hashlib, sys
from pathlib import Path
import numpy as np
from threadpoolctl import threadpool_info
from align.aligners.explain import explain
from align.aligners.lexical import LexicalAligner
from align.aligners.semantic import SemanticAligner
from align.pipeline import read_document, segment

def threads():
    return [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]

before = threads()
source, target = (
    segment(read_document(Path(name), lang=lang), segmenter="lines") for name, lang in zip(sys.argv[1:3], ("de", "en"))
)
texts = [one.text for one in source.segments]
said = []
aligner = SemanticAligner()
overlaps = aligner.encoder.overlaps(texts, "de")
said.append(aligner.encoder.encode(texts).tobytes())
said += [overlaps.vectors(np.arange(len(texts) - size + 1), size).tobytes() for size in range(1, 7)]
for one in (aligner, LexicalAligner()):
    beads = one.align(source, target)
    said.append(repr([(bead.source, bead.target, bead.score) for bead in beads]).encode())
said.append(repr(explain(aligner, source, target, beads[3])).encode())
print(*(hashlib.sha256(part).hexdigest()[:16] for part in said), before == threads())
"""


def blas_threads():
    """How many threads each BLAS library of this process works with, but for scipy's own, which we never call."""
    return [
        one["num_threads"]
        for one in threadpool_info()
        if one["user_api"] == "blas" and "scipy.libs" not in one["filepath"]
    ]


@pytest.fixture
def two_threads():
    """As a user's process may have it."""
    with threadpool_limits(2, user_api="blas"):
        if set(blas_threads()) != {2}:
            pytest.skip("the number of threads of this BLAS cannot be set")
        yield


@pytest.mark.usefixtures("two_threads")
def test_the_number_of_threads_is_given_back():
    """After the block, after an error in it, after blocks in blocks."""
    with one_thread():
        assert set(blas_threads()) == {1}
        with one_thread():
            pass
        assert set(blas_threads()) == {1}
    assert set(blas_threads()) == {2}
    with pytest.raises(KeyError), one_thread():
        raise KeyError
    assert set(blas_threads()) == {2}


@pytest.mark.usefixtures("two_threads")
def test_threads_of_python_do_not_lift_the_limit_of_each_other():
    """The first to end leaves it to the others; the last restores what there was."""
    inside, go = threading.Event(), threading.Event()

    def long_work():
        with one_thread():
            inside.set()
            go.wait(timeout=60)

    other = threading.Thread(target=long_work)
    with one_thread():
        other.start()
        assert inside.wait(timeout=60)
    assert set(blas_threads()) == {1}
    go.set()
    other.join()
    assert set(blas_threads()) == {2}


@pytest.mark.usefixtures("two_threads")
def test_an_encoder_leaves_the_threads_of_the_process_alone():
    """It works with one and gives back what there was."""
    UseEncoder().encode(["One thread."])
    assert set(blas_threads()) == {2}


def test_the_same_bytes_with_one_thread_and_with_two(root, tmp_path):
    """Vectors, scores and explanations of library calls in processes that differ in nothing but the threads of BLAS."""
    gold = root / "corpora" / "readout-2023" / "gold"
    files = []
    for lang in ("de", "en"):
        lines = (gold / f"readout.{lang}").read_text(encoding="utf-8").splitlines()
        files.append(tmp_path / f"readout.{lang}.txt")
        files[-1].write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    said = set()
    for threads in ("1", "2", "4"):
        environment = os.environ | {"OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
        command = [sys.executable, "-c", CALLS, *files]
        said.add(subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout)
    assert len(said) == 1
    assert said.pop().endswith(" True\n")
