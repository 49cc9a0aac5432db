"""Measure the server of a memory: requests a second, errors, and how long an answer takes.

    python benchmarks/serve.py [--units N] [--rate N] [--clients N] [--seconds N]

A memory of synthetic units (see memory.py) is served by ``align memory serve`` on this computer. So many clients, each
with one connection, ask at the given rate together: look-ups of sentences of the memory with something changed, half of
them Chinese; one request in ten is a look-up in the form of Amagama, one in twenty a concordance. A request begins when
it is due, whether those before it are answered or not, so waiting counts. Clients and server share the processors.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote

from align.memory import Memory
from memory import perturbed, synthetic_units

__all__ = ["questions"]

_ALIGN = (sys.executable, "-c", "from align.cli import main; main()")
_CHANGED = 400  # different sentences that are asked for


def questions(units: int, *, seed: int = 6) -> list[bytes]:
    """Requests as they go over the wire, always the same for the same number of units."""
    random_ = random.Random(seed)
    out = []
    for number, unit in enumerate(synthetic_units(units)):
        if len(out) == _CHANGED:
            break
        if number % max(1, units // _CHANGED):
            continue
        source, target = ("zh", "en") if len(out) % 2 else ("en", "zh")
        text = unit.variant(source).text
        asked = perturbed(text, source, random_)
        if len(out) % 20 == 7:
            out.append(_post("search", {"query": text[:2] if source == "zh" else text.split()[0], "lang": source}))
        elif len(out) % 10 == 3:
            out.append(_request(f"GET /tmserver/{source}/{target}/unit/{quote(asked, safe='')}"))
        else:
            out.append(_post("lookup", {"text": asked, "source": source, "target": target}))
    return out


def _request(line: str, body: bytes = b"", *headers: str) -> bytes:
    head = [f"{line} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join((*head, "", "")).encode("ascii") + body


def _post(name: str, data: dict[str, object]) -> bytes:
    return _request(f"POST /api/v1/{name}", json.dumps(data).encode("ascii"), "Content-Type: application/json")


async def _client(
    port: int, turns: asyncio.Queue[tuple[float, bytes] | None], taken: list[float], wrong: list[bytes]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (turn := await turns.get()) is not None:
        due, request = turn
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        taken.append(time.perf_counter() - due)
        if not head.startswith(b"HTTP/1.1 200"):
            wrong.append(head)
    writer.close()
    await writer.wait_closed()


async def load(
    port: int, asked: list[bytes], *, rate: int, clients: int, seconds: int
) -> tuple[list[float], int, float]:
    """Seconds that each answer took, how many were no answer, and how long it all took."""
    turns: asyncio.Queue[tuple[float, bytes] | None] = asyncio.Queue()
    taken: list[float] = []
    wrong: list[bytes] = []
    workers = [asyncio.create_task(_client(port, turns, taken, wrong)) for _ in range(clients)]
    begin = time.perf_counter()
    for number in range(rate * seconds):
        due = begin + number / rate
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        turns.put_nowait((due, asked[number % len(asked)]))
    for _ in workers:
        turns.put_nowait(None)
    await asyncio.gather(*workers)
    return taken, len(wrong), time.perf_counter() - begin


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "memory")
        with Memory.open(place, writable=True) as memory:
            memory.add(synthetic_units(options.units), document="synthetic")
        command = [*_ALIGN, "memory", "serve", str(place), "--port", "0"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            try:
                line = server.stderr.readline() if server.stderr else ""
                found = re.search(r":(\d+) ", line)
                if found is None:
                    sys.exit(f"the server did not start: {line}")
                port = int(found[1])
                asked = questions(options.units)
                asyncio.run(load(port, asked, rate=20, clients=4, seconds=2))  # so that the first are not cold
                taken, wrong, seconds = asyncio.run(
                    load(port, asked, rate=options.rate, clients=options.clients, seconds=options.seconds)
                )
                status = Path(f"/proc/{server.pid}/status")
                peak = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
            finally:
                server.terminate()
                server.wait(30)
    cuts = quantiles(taken, n=100)
    print("| units | clients | requests | errors | requests/s | p50 ms | p95 ms | p99 ms | most ms | memory MB |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    figures = (
        f"{options.units:,}",
        str(options.clients),
        f"{len(taken):,}",
        str(wrong),
        f"{len(taken) / seconds:.1f}",
        *(f"{cut * 1000:.1f}" for cut in (cuts[49], cuts[94], cuts[98], max(taken))),
        "-" if peak is None else f"{int(peak[1]) / 1024:.0f}",
    )
    print(f"| {' | '.join(figures)} |")


if __name__ == "__main__":
    main()
