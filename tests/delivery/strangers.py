"""Servers that receive events, honest and hostile ones, on real sockets."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple
from urllib.parse import parse_qsl

Behaviour = Callable[["Heard", asyncio.StreamWriter], Awaitable[None]]


class Heard(NamedTuple):
    """One request as it came over the wire."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


class Stranger:
    """Somebody's server at `url`; `heard` is every request that came to its end."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.heard: list[Heard] = []
        self.connections = 0
        self.url = ""
        self._behaviour = behaviour
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def open(self, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self._server = await asyncio.start_server(self._serve, host, 0, ssl=tls)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"{'http' if tls is None else 'https'}://{host}:{port}/hook"

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.transport.abort()

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1].partition("/")[0])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        try:
            heard = await _read(reader)
            self.heard.append(heard)
            await self._behaviour(heard, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Heard:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *rest = head.strip().split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (one.partition(":") for one in rest)
    }
    return Heard(line, headers, await reader.readexactly(int(headers["content-length"])))


def answering(raw: bytes) -> Behaviour:
    """Says `raw` and closes the connection."""

    async def behave(_heard: Heard, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()

    return behave


def status(code: int, *headers: str, body: bytes = b"") -> Behaviour:
    lines = [f"HTTP/1.1 {code} Whatever", f"Content-Length: {len(body)}", *headers]
    return answering("\r\n".join([*lines, "", ""]).encode() + body)


async def never(_heard: Heard, _writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


def endless(first: bytes, again: bytes) -> Behaviour:
    """Says `first`, and then `again` until nobody listens any more."""

    async def behave(_heard: Heard, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while True:
            writer.write(again)
            await writer.drain()

    return behave


def dripping(first: bytes, drop: bytes) -> Behaviour:
    """Says `first`, and then one `drop` in a while."""

    async def behave(_heard: Heard, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while True:
            await asyncio.sleep(0.02)
            writer.write(drop)
            await writer.drain()

    return behave


@asynccontextmanager
async def stranger(
    behaviour: Behaviour, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Stranger]:
    opened = Stranger(behaviour)
    await opened.open(tls, host)
    try:
        yield opened
    finally:
        await opened.close()
