"""A server under test: what it received, what it reported, and its clock."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable

from botyard.http.limits import ConnectionLimits
from botyard.http.message import Request, Response
from botyard.http.proxies import TrustedProxies
from botyard.http.server import Server
from tests.http.client import Client
from tests.http.manual_clock import ManualClock

Behaviour = Callable[[Request], Awaitable[Response]]


async def echo(request: Request) -> Response:
    return Response(200, body_of(request) or b"{}")


def body_of(request: Request) -> bytes:
    """Wherever the server has put it."""
    spool = request.spool
    return request.body if spool is None else spool.read_at(0, spool.size)


class House:
    def __init__(self, limits: ConnectionLimits, proxies: TrustedProxies | None = None) -> None:
        self.behaviour: Behaviour = echo
        self.received: list[Request] = []
        self.failures: list[BaseException] = []
        self.clock = ManualClock()
        self.server = Server(
            self._serve, limits, self.clock, self.failures.append, proxies=proxies
        )
        self.port = 0
        self._clients: list[Client] = []

    async def open(self, tls: ssl.SSLContext | None = None) -> int:
        self.port = await self.server.listen("127.0.0.1", 0, tls)
        return self.port

    async def client(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
        receive_buffer: int | None = None,
    ) -> Client:
        client = await Client.connect(self.port, tls, host, receive_buffer)
        self._clients.append(client)
        return client

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                await asyncio.sleep(0)

    async def close(self) -> None:
        for client in self._clients:
            client.close()
        await self.server.stop(0)

    async def _serve(self, request: Request) -> Response:
        self.received.append(request)
        return await self.behaviour(request)
