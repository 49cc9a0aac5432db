"""HTTP/1.1 as uvicorn speaks it, but a connection that does not ask anything is closed after a while.

uvicorn waits for ever for the rest of a head, so that some hundred connections that say nothing would keep all
others out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio
    from asyncio import TimerHandle, Transport

__all__ = ["HEAD_TIME_S", "protocol"]

HEAD_TIME_S = 10.0
"""Seconds in which the head of a request has to be there."""


def protocol(head_time_s: float = HEAD_TIME_S) -> type[asyncio.Protocol]:
    """The class of a connection.

    Args:
        head_time_s: how long a connection may take for the head of a request.
    """

    class Patient(H11Protocol):
        """Gives up a connection whose request does not come."""

        _timer: TimerHandle | None = None

        def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            asked = self.cycle is not None and not self.cycle.response_complete
            if asked:
                self._stop_waiting()
            elif self._timer is None and self.timeout_keep_alive_task is None:
                self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def _wait(self) -> None:
            self._timer = self.loop.call_later(head_time_s, self._give_up)

        def _stop_waiting(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

        def _give_up(self) -> None:
            if not self.transport.is_closing():
                self.transport.close()

    return Patient
