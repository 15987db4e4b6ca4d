"""Why Botyard has an HTTP server of its own: `python -m benchmarks.http_servers`."""

import asyncio
import os
import statistics
import sys
import time
from contextlib import AbstractContextManager, ExitStack
from typing import NamedTuple

import uvloop

from benchmarks.echo_server import SERVERS
from benchmarks.load import LoadResult, drive
from benchmarks.processes import Server, running

_SERVER_CORE, _GENERATOR_CORE = 0, 1
_CONNECTIONS = 64
_WARM_UP_S = 1.0
_SECONDS = 4.0
_ROUNDS = 3
# Longer than the longest deadline that any of them is known to have.
_PATIENCE_S = 40.0

_BODY = (
    rb'{"botId":39,"dialogId":"chat5","fields":{"message":"\u041f\u0440\u0438\u0432\u0435\u0442 '
    rb'\u0026 \u003Cb\u003E=1","urlPreview":true,"system":false,"keyboard":{"BUTTONS":'
    rb'[{"TEXT":"a","COMMAND":"c"}]},"empty":[],"nul":null},"botToken":"tok"}'
)
_START = (
    b"POST /rest/1/abcdef0123456789/imbot.v2.chat.message.send HTTP/1.1\r\n"
    b"Host: 127.0.0.1:8080\r\n"
)
_REST = (
    b"Accept: application/json\r\n"
    b"Accept-Encoding: gzip\r\n"
    b"User-Agent: benchmark\r\n"
    b"Content-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n" % len(_BODY)
)
_CALL = _START + _REST + _BODY
_PHP_CALL = (
    _START
    + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    + b"HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAB\r\n"
    + _REST
    + _BODY
)


class Manners(NamedTuple):
    keeps_php_body: bool
    head_closed_after_s: float | None
    body_closed_after_s: float | None


def main() -> None:
    if not {_SERVER_CORE, _GENERATOR_CORE} <= os.sched_getaffinity(0):
        sys.exit("two cores are needed: one for the server, one for the load")
    os.sched_setaffinity(0, {_GENERATOR_CORE})
    rounds: dict[str, list[LoadResult]] = {name: [] for name in SERVERS}
    for _ in range(_ROUNDS):
        for name, results in rounds.items():
            results.append(_measure(name))
    manners = _observe_manners()
    print(f"Median of {_ROUNDS} rounds of {_SECONDS:g} s, {_CONNECTIONS} connections.\n")
    print("| HTTP server, 1 process | req/s | p50 ms | p99 ms | body of an h2c offer |", end="")
    print(" half a head closed after | half a body closed after |")
    print("| --- | --: | --: | --: | --- | --- | --- |")
    for name, results in rounds.items():
        print(_row(name, results, manners[name]))


def _measure(name: str) -> LoadResult:
    with _running(name) as server:
        return uvloop.run(_drive(server.port))


async def _drive(port: int) -> LoadResult:
    await drive("127.0.0.1", port, _CONNECTIONS, _WARM_UP_S, lambda _: _CALL)
    result = await drive("127.0.0.1", port, _CONNECTIONS, _SECONDS, lambda _: _CALL)
    if set(result.statuses) != {200}:
        raise RuntimeError(f"not every answer was a 200: {result.statuses}")
    return result


def _running(name: str) -> AbstractContextManager[Server]:
    command = [sys.executable, "-m", "benchmarks.echo_server", name]
    return running(command, cores={_SERVER_CORE})


def _observe_manners() -> dict[str, Manners]:
    """All servers at once: most of the time is spent waiting for them to lose patience."""
    with ExitStack() as stack:
        ports = {name: stack.enter_context(_running(name)).port for name in SERVERS}
        return uvloop.run(_observe_all(ports))


async def _observe_all(ports: dict[str, int]) -> dict[str, Manners]:
    manners = await asyncio.gather(*(_observe(port) for port in ports.values()))
    return dict(zip(ports, manners, strict=True))


async def _observe(port: int) -> Manners:
    kept = await _is_php_body_kept(port)
    head, body = await asyncio.gather(
        _closed_after_s(port, _START), _closed_after_s(port, _CALL[:-1])
    )
    return Manners(kept, head, body)


async def _is_php_body_kept(port: int) -> bool:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_PHP_CALL)
    status = await reader.readuntil(b"\r\n")
    writer.close()
    return status.split()[1] == b"200"


async def _closed_after_s(port: int, unfinished: bytes) -> float | None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(unfinished)
    started = time.monotonic()
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await reader.read()
    except TimeoutError:
        return None
    finally:
        writer.close()
    return time.monotonic() - started


def _row(name: str, results: list[LoadResult], manners: Manners) -> str:
    cells = (
        name,
        f"{statistics.median(result.per_second for result in results):,.0f}",
        f"{statistics.median(result.p50_ms for result in results):.2f}",
        f"{statistics.median(result.p99_ms for result in results):.2f}",
        "kept" if manners.keeps_php_body else "**lost**",
        _patience(manners.head_closed_after_s),
        _patience(manners.body_closed_after_s),
    )
    return f"| {' | '.join(cells)} |"


def _patience(closed_after_s: float | None) -> str:
    return f"not in {_PATIENCE_S:g} s" if closed_after_s is None else f"{closed_after_s:.0f} s"


if __name__ == "__main__":
    main()
