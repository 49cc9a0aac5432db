"""Connections that ask nothing are closed, those that ask are not."""

from __future__ import annotations

import asyncio
import socket

import pytest
import uvicorn

from align.serving.protocol import protocol

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def talked(talk, *, seconds=0.0):
    """What `talk` gives, called with a connection to a server that takes so long for each answer."""

    async def app(_scope, _receive, send):
        await asyncio.sleep(seconds)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def run():
        with socket.socket() as bound:
            bound.bind(("127.0.0.1", 0))
            config = uvicorn.Config(app, http=protocol(0.2), lifespan="off", ws="none", log_config=None)
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve(sockets=[bound]))
            while not server.started:  # noqa: ASYNC110 - it has no event for that
                await asyncio.sleep(0.01)
            reader, writer = await asyncio.open_connection(*bound.getsockname())
            given = await talk(reader, writer)
            writer.close()
            server.should_exit = True
            await serving
            return given

    return asyncio.run(run())


@pytest.mark.parametrize("sent", [b"", REQUEST[:20], REQUEST + REQUEST[:20]])
def test_half_a_request_is_given_up(sent):
    """Also after a whole one on the same connection."""

    async def talk(reader, writer):
        writer.write(sent)
        return await asyncio.wait_for(reader.read(), 20)

    assert talked(talk).startswith(b"HTTP/1.1 204") is (REQUEST in sent)


def test_a_connection_that_is_used_stays_open():
    """However long an answer takes."""

    async def talk(reader, writer):
        answers = []
        for _ in range(3):
            writer.write(REQUEST)
            answers.append(await reader.readuntil(b"\r\n\r\n"))
        return answers

    assert all(answer.startswith(b"HTTP/1.1 204") for answer in talked(talk, seconds=0.3))
