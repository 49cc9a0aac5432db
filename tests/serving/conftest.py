"""A server over a small memory, in a process of its own, and a client for it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from align.memory import Memory
from align.serving.service import Service
from small_memory import TERMS, fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

CODE = "import sys; from align.cli import main; main(sys.argv[1:])"


@dataclass(frozen=True)
class Running:
    """A server: its process, its port, and the lines that it has said so far."""

    process: subprocess.Popen[str]
    port: int
    said: list[str]

    @property
    def url(self) -> str:
        """Where it can be asked."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(20)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the memory."""
    return fill(tmp_path_factory.mktemp("memory") / "house")


@pytest.fixture
def service(folder: Path) -> Iterator[Service]:
    """What answers, in this process."""
    with Memory.open(folder) as memory:
        yield Service(memory, TERMS)


@pytest.fixture(scope="session")
def serving(folder: Path) -> Callable[..., AbstractContextManager[Running]]:
    """A server that runs as long as the ``with``."""

    @contextmanager
    def run(*words: str, memory: Path = folder, **env: str) -> Iterator[Running]:
        command = [sys.executable, "-c", CODE, "memory", "serve", str(memory), "--port", "0", *words]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | env)
        said: list[str] = []
        try:
            for line in process.stderr:
                said.append(line.strip())
                found = re.search(r" at http://\S+:(\d+) ", line)
                if found:
                    break
            else:
                pytest.fail(f"it did not start: {said}")
            reader = threading.Thread(target=lambda: said.extend(line.strip() for line in process.stderr))
            reader.start()
            yield Running(process, int(found[1]), said)
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(20)
            if "reader" in locals():
                reader.join()
            process.stderr.close()

    return run


@pytest.fixture(scope="session")
def server(
    serving: Callable[..., AbstractContextManager[Running]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A server with a term base and without a token, for all tests."""
    terms = tmp_path_factory.mktemp("terms") / "terms.csv"
    terms.write_text(
        "concept,lang,text,status\nconference,en,conference,preferred\nconference,zh,会议,preferred\n", encoding="utf-8"
    )
    with serving("--terms", str(terms)) as running:
        yield running
