"""The HTTP server as a process: binds, says where it is, and stops when it is asked to."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from typing import TYPE_CHECKING

from align.errors import MissingExtraError, UsageError
from align.serving.guards import LOOPBACK_NAMES, is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from align.serving.service import Service

__all__ = ["check_binding", "serve"]

_CONNECTIONS = 256
_IDLE_S = 15
_STOPPING_S = 10
_SHORTEST_TOKEN = 16


def check_binding(host: str, token: str | None) -> None:
    """Refuse to be reached from other computers without a token.

    Raises:
        UsageError: the address is not of this computer alone and there is no token, or the token is short.
    """
    if token is not None and (len(token) < _SHORTEST_TOKEN or not token.isascii() or not token.isprintable()):
        raise UsageError(f"the token has to have {_SHORTEST_TOKEN} or more ASCII characters; make a longer one")
    if token is None and not is_loopback(host):
        raise UsageError(
            f"{host} can be reached from other computers, so a token is needed: put one into a file and name it with "
            "--token-file"
        )


def serve(
    service: Service,
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    token: str | None = None,
    names: Sequence[str] = (),
    ready: Callable[[str], None] | None = None,
) -> None:
    """Answer until the process is asked to end (SIGTERM, SIGINT); questions that came before are still answered.

    Args:
        service: what answers.
        host: address to bind to.
        port: 0 for any that is free.
        token: that each request has to bear; needed unless `host` is of this computer alone.
        names: other names that the server goes by.
        ready: called with its address once it can be asked.

    Raises:
        UsageError: the address cannot be bound to, or needs a token.
        MissingExtraError: uvicorn is not installed.
    """
    check_binding(host, token)
    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtraError("serving a memory", "serve") from error
    from align.serving.http import make_app
    from align.serving.protocol import protocol

    shown = f"[{host}]" if ":" in host else host
    app = make_app(service, token=token, names=[*LOOPBACK_NAMES, shown, *names])
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        http=protocol(),
        server_header=False,
        date_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_IDLE_S,
        timeout_graceful_shutdown=_STOPPING_S,
        h11_max_incomplete_event_size=128 * 1024,
    )
    bound = _bound(host, port)
    address = f"http://{shown}:{bound.getsockname()[1]}"

    class Server(uvicorn.Server):
        """Stops without an error when it is asked to, for that is how it is meant to end."""

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            loop = asyncio.get_running_loop()
            numbers = (signal.SIGTERM, signal.SIGINT)
            for number in numbers:
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._end)
            try:
                yield
            finally:
                for number in numbers:
                    with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                        loop.remove_signal_handler(number)

        def _end(self) -> None:
            self.should_exit = True

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if ready is not None and not self.should_exit:
                ready(address)

    try:
        Server(config).run(sockets=[bound])
    finally:
        bound.close()


def _bound(host: str, port: int) -> socket.socket:
    """A socket that is bound to the address.

    Raises:
        UsageError: the address is not ours, in use, or not allowed.
    """
    if not 0 <= port <= 65535:
        raise UsageError(f"the port {port} is not in 0..65535")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        bound = socket.socket(found[0], socket.SOCK_STREAM)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(found[4])
        except BaseException:
            bound.close()
            raise
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(
            f"cannot listen at {host}, port {port}: {reason}; choose another with --host, --port"
        ) from error
    return bound
