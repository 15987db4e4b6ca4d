"""A client that sends exactly the bytes it is given."""

import asyncio
import json
import socket
import ssl
from typing import Any, NamedTuple, Self

_PATIENCE_S = 20


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def connect(
        cls,
        port: int,
        tls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
        receive_buffer: int | None = None,
    ) -> Self:
        address = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        address.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if receive_buffer is not None:
            address.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        address.setblocking(False)
        await asyncio.get_running_loop().sock_connect(address, ("127.0.0.1", port))
        reader, writer = await asyncio.open_connection(
            sock=address, ssl=tls, server_hostname=host if tls else None, limit=65536
        )
        return cls(reader, writer)

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    def send_end(self) -> None:
        self._writer.write_eof()

    async def ask(self, data: bytes) -> Answer:
        await self.send(data)
        return await self.answer()

    async def answer(self, *, to_head: bool = False) -> Answer:
        head = (await self.read_until(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip("\r\n").split("\r\n")
        pairs = (line.split(": ", 1) for line in lines)
        headers = {name.lower(): value for name, value in pairs}
        length = 0 if to_head else int(headers.get("content-length", 0))
        async with asyncio.timeout(_PATIENCE_S):
            body = await self._reader.readexactly(length)
        return Answer(int(first.split()[1]), headers, body)

    async def read_until(self, end: bytes) -> bytes:
        async with asyncio.timeout(_PATIENCE_S):
            return await self._reader.readuntil(end)

    async def rest(self) -> bytes:
        """What comes until the server closes; a reset ends it too."""
        received = bytearray()
        async with asyncio.timeout(_PATIENCE_S):
            try:
                while data := await self._reader.read(65536):
                    received += data
            except ConnectionError:
                pass
        return bytes(received)

    async def read(self, count: int) -> bytes:
        async with asyncio.timeout(_PATIENCE_S):
            return await self._reader.readexactly(count)

    def close(self) -> None:
        self._writer.close()


def post(
    body: bytes = b"{}",
    path: str = "/rest/1/secret/profile",
    headers: str = "",
    version: str = "1.1",
) -> bytes:
    head = f"POST {path} HTTP/{version}\r\nHost: test\r\nContent-Length: {len(body)}\r\n{headers}"
    return head.encode("latin-1") + b"\r\n" + body


def get(path: str = "/", headers: str = "", method: str = "GET", version: str = "1.1") -> bytes:
    return f"{method} {path} HTTP/{version}\r\nHost: test\r\n{headers}\r\n".encode("latin-1")
