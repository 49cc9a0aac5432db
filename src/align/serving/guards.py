"""What stands before the server: names it goes by, the token, the size of bodies and the time they take to come.

A page in a browser may not use it: a name that is not the server's own (DNS rebinding) and a foreign origin are
refused.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, MutableMapping

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

__all__ = ["BODY_TIME_S", "LOOPBACK_NAMES", "MOST_BODY_BYTES", "Guards", "is_loopback"]

MOST_BODY_BYTES = 256 * 1024
"""Bytes of a body at most, unless told otherwise."""

BODY_TIME_S = 10.0
"""Seconds in which a body has to be there, unless told otherwise."""
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this computer only."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Guards:
    """An ASGI application around another one."""

    def __init__(
        self,
        app: App,
        *,
        names: Collection[str],
        token: str | None = None,
        body_bytes: int = MOST_BODY_BYTES,
        body_time_s: float = BODY_TIME_S,
    ) -> None:
        """Stand before `app`.

        Args:
            app: what answers.
            names: that the server goes by in the header Host, without port.
            token: that each request has to bear; None for none.
            body_bytes: most bytes of a body.
            body_time_s: seconds in which it has to be there.
        """
        self._app = app
        self._names = frozenset(name.lower() for name in names)
        self._token = None if token is None else token.encode("utf-8")
        self._body_bytes = body_bytes
        self._body_time_s = body_time_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or read its body and hand it on."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1003})
                return
            await self._app(scope, receive, send)
            return
        headers = scope["headers"]
        refusal = self._refusal(headers)
        if refusal is not None:
            await _refuse(send, *refusal)
            return
        try:
            body = await asyncio.wait_for(self._body(headers, receive), self._body_time_s)
        except TimeoutError:
            await _refuse(send, 408, "the body takes too long to come")
            return
        except _GoneError:
            return
        if body is None:
            await _refuse(send, 413, f"the body has more than {self._body_bytes} bytes")
            return
        given = False

        async def replay() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)

    def _refusal(self, headers: list[tuple[bytes, bytes]]) -> tuple[int, str] | None:
        hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
        if len(hosts) != 1 or _without_port(hosts[0]) not in self._names:
            return 421, "this server is not known by that name; use its address, or start it with --allow-host"
        for name, value in headers:
            if name == b"origin" and _without_port(value.decode("latin-1").partition("://")[2]) not in self._names:
                return 403, "pages of other servers may not use this one"
        if self._token is not None and not self._bears_token(headers):
            return 401, "send the token: Authorization: Bearer ..."
        return None

    def _bears_token(self, headers: list[tuple[bytes, bytes]]) -> bool:
        given = [value for name, value in headers if name == b"authorization"]
        if len(given) != 1 or self._token is None:
            return False
        scheme, _, token = given[0].partition(b" ")
        return scheme.lower() == b"bearer" and hmac.compare_digest(token.strip(), self._token)

    async def _body(self, headers: list[tuple[bytes, bytes]], receive: Receive) -> bytes | None:
        """The body; None if it is too large."""
        for name, value in headers:
            if name == b"content-length" and value.isdigit() and int(value) > self._body_bytes:
                return None
        pieces: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _GoneError
            piece = message.get("body", b"")
            size += len(piece)
            if size > self._body_bytes:
                return None
            pieces.append(piece)
            if not message.get("more_body", False):
                return b"".join(pieces)


class _GoneError(Exception):
    """The client has gone away."""


def _without_port(host: str) -> str:
    name, colon, port = host.strip().rpartition(":")
    return (name if colon and port.isdigit() else host.strip()).lower()


async def _refuse(send: Send, status: int, reason: str) -> None:
    body = json.dumps({"error": reason}).encode("utf-8")
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode("ascii"))]
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    if status in {408, 413}:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
