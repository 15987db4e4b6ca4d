"""The same echo behind different HTTP servers: `python -m benchmarks.echo_server NAME`."""

import asyncio
import os
import socket
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Literal

import granian
import msgspec
import uvicorn
import uvloop

from botyard.http.limits import ConnectionLimits
from botyard.http.message import Request, Response
from botyard.http.server import Server
from botyard.model.clock import SystemClock

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_ADDRESS = "127.0.0.1"
_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode
_READY = "lifespan.startup"
# Passed on to the worker processes that some of them start.
_PORT = "ECHO_PORT"


def answer_to(body: bytes) -> bytes:
    return _encode({"result": {"id": _decode(body)["botId"]}})


async def asgi_echo(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    message = await receive()
    body = message["body"]
    while message.get("more_body"):
        message = await receive()
        body += message["body"]
    answer = answer_to(body)
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", b"%d" % len(answer)),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


async def _live(receive: Receive, send: Send) -> None:
    while (event := (await receive())["type"]) == _READY:
        _announce(int(os.environ[_PORT]))
        await send({"type": f"{event}.complete"})
    await send({"type": f"{event}.complete"})


def _announce(port: int) -> None:
    print(f"listening on http://{_ADDRESS}:{port}", flush=True)


async def _serve_botyard() -> None:
    async def echo(request: Request) -> Response:
        return Response(200, answer_to(request.body))

    def report(failure: BaseException) -> None:
        print(repr(failure), flush=True)

    server = Server(echo, ConnectionLimits(), SystemClock(), report)
    _announce(await server.listen(_ADDRESS, 0))
    await asyncio.Event().wait()


def _serve_uvicorn(http: Literal["httptools", "h11"]) -> None:
    listening = socket.create_server((_ADDRESS, 0), backlog=2048)
    os.environ[_PORT] = str(listening.getsockname()[1])
    config = uvicorn.Config(asgi_echo, http=http, loop="uvloop", access_log=False)
    uvicorn.Server(config).run([listening])


def _serve_granian() -> None:
    # It binds by itself, and takes no socket.
    with socket.create_server((_ADDRESS, 0)) as free:
        port = free.getsockname()[1]
    os.environ[_PORT] = str(port)
    granian.Granian(
        "benchmarks.echo_server:asgi_echo",
        address=_ADDRESS,
        port=port,
        interface=granian.constants.Interfaces.ASGI,
        workers=1,
        loop=granian.constants.Loops.uvloop,
        log_access=False,
    ).serve()


SERVERS: dict[str, Callable[[], None]] = {
    "Botyard": lambda: uvloop.run(_serve_botyard()),
    "uvicorn, httptools": lambda: _serve_uvicorn("httptools"),
    "uvicorn, h11": lambda: _serve_uvicorn("h11"),
    "granian, ASGI": _serve_granian,
}

if __name__ == "__main__":
    SERVERS[sys.argv[1]]()
