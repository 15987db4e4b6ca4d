"""Listens, and stops without losing what it has accepted."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

from botyard.http.limits import ConnectionLimits
from botyard.http.lobby import Lobby, OnFailure
from botyard.http.message import Handler
from botyard.http.protocol import Connection
from botyard.http.proxies import TrustedProxies
from botyard.http.spool import SpoolRoom
from botyard.model.clock import Clock

_BACKLOG = 2048
_TLS_HANDSHAKE_S = 10.0
_SETTLE_S = 0.1
_UNSENT_BYTES = 128 * 1024


class Server:
    """One handler behind any number of addresses. To be made inside a running event loop.

    Large bodies are kept in `spool_directory` while they are wanted; None leaves it to the system.
    """

    def __init__(
        self,
        handler: Handler,
        limits: ConnectionLimits,
        clock: Clock,
        on_failure: OnFailure,
        spool_directory: Path | None = None,
        proxies: TrustedProxies | None = None,
    ) -> None:
        self._spools = SpoolRoom(spool_directory, limits.spooled_bodies)
        trusted = proxies or TrustedProxies()
        self._lobby = Lobby(handler, limits, clock, on_failure, self._spools, trusted)
        self._listeners: list[asyncio.Server] = []
        self._sweep: asyncio.Task[None] | None = None

    @property
    def open_connections(self) -> int:
        return self._lobby.open_connections

    @property
    def requests(self) -> int:
        return self._lobby.requests

    async def listen(self, host: str, port: int, ssl_context: ssl.SSLContext | None = None) -> int:
        """The port listened on; 0 takes a free one. A port in use is an `OSError`."""
        connect = partial(Connection, self._lobby, secure=ssl_context is not None)
        listener = await asyncio.get_running_loop().create_server(
            # The loop asks for the methods of a protocol, not for its base class, which mypy
            # wants every override marked for; Python 3.11 has no such mark.
            cast("Callable[[], asyncio.Protocol]", connect),
            host,
            port,
            ssl=ssl_context,
            ssl_handshake_timeout=_TLS_HANDSHAKE_S if ssl_context else None,
            backlog=_BACKLOG,
        )
        _pass_backpressure_on(listener)
        self._listeners.append(listener)
        if self._sweep is None:
            self._sweep = asyncio.create_task(self._lobby.sweep_forever())
        bound: int = listener.sockets[0].getsockname()[1]
        return bound

    async def stop(self, grace_s: float = 10.0) -> None:
        """Accept nothing more, answer every request that has begun to arrive, close the rest."""
        self._lobby.stopping = True
        for listener in self._listeners:
            listener.close()
        # A client that was just answered may be sending again: that request is answered too.
        await self._lobby.emptied(min(_SETTLE_S, grace_s))
        self._lobby.wind_down()
        await self._lobby.emptied(grace_s)
        self._lobby.abort()
        if self._sweep is not None:
            self._sweep.cancel()
            self._sweep = None
        await _let_the_loop_turn()
        self._spools.close()


def _pass_backpressure_on(listener: asyncio.Server) -> None:
    """Let the kernel take little more than it can send, so that a slow reader is seen to read.

    With its usual megabytes of buffer, the kernel may take nothing for minutes while it sends.
    """
    option = getattr(socket, "TCP_NOTSENT_LOWAT", None)
    if option is None:
        return
    for listening in listener.sockets:
        listening.setsockopt(socket.IPPROTO_TCP, option, _UNSENT_BYTES)


async def _let_the_loop_turn() -> None:
    loop = asyncio.get_running_loop()
    for _ in range(2):
        turned = loop.create_future()
        loop.call_soon(turned.set_result, None)
        await turned
