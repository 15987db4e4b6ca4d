"""A load generator light enough to measure a server that answers 100,000 times a second."""

import asyncio
import time
from array import array
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple, cast

MakeRequest = Callable[[int], bytes]
_LENGTH = b"content-length:"
_CHUNKED = b"transfer-encoding: chunked"
_LAST_CHUNK = b"\r\n0\r\n\r\n"
_GRACE_S = 15


class LoadResult(NamedTuple):
    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    statuses: Counter[int]

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


class _Run:
    def __init__(self, connections: int, make_request: MakeRequest) -> None:
        self.make_request = make_request
        self.latencies = array("d")
        self.statuses: Counter[int] = Counter()
        self.sent = 0
        self.failures: list[str] = []
        self.until = float("inf")
        self.ended = asyncio.Event()
        self._open = connections

    def close_one(self) -> None:
        self._open -= 1
        if not self._open:
            self.ended.set()


class _Client(asyncio.Protocol):
    """Sends its next request as soon as it has read the answer to the last."""

    def __init__(self, run: _Run) -> None:
        self._run = run
        self._buffer = b""
        self._waiting = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # type: ignore[explicit-override]
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:  # type: ignore[explicit-override]
        buffer = self._buffer + data if self._buffer else data
        size = _answer_size(buffer)
        if size is None or len(buffer) < size:
            self._buffer = buffer
            return
        self._buffer = b""
        now = time.perf_counter()
        run = self._run
        run.latencies.append(now - self._sent_at)
        run.statuses[int(buffer[9:12])] += 1
        self._waiting = False
        if now < run.until and len(buffer) == size:
            self._send()
        else:
            if len(buffer) > size:
                run.failures.append("more bytes than the answer has")
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:  # type: ignore[explicit-override]
        if self._waiting:
            self._run.failures.append(f"closed without an answer: {exc}")
        self._run.close_one()

    def _send(self) -> None:
        run = self._run
        request = run.make_request(run.sent)
        run.sent += 1
        self._waiting = True
        self._sent_at = time.perf_counter()
        self._transport.write(request)


def _answer_size(buffer: bytes) -> int | None:
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = buffer[:end].lower()
    at = head.find(_LENGTH)
    if at < 0 and _CHUNKED in head:
        last = buffer.find(_LAST_CHUNK, end)
        return None if last < 0 else last + len(_LAST_CHUNK)
    if at < 0:
        raise ValueError(f"an answer without Content-Length: {head!r}")
    return end + 4 + int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0])


async def drive(
    host: str, port: int, connections: int, seconds: float, make_request: MakeRequest
) -> LoadResult:
    """Keep `connections` busy for `seconds`. `make_request` gets 0, 1, 2, ..."""
    loop = asyncio.get_running_loop()
    run = _Run(connections, make_request)
    started = time.perf_counter()
    run.until = started + seconds
    for _ in range(connections):
        await loop.create_connection(lambda: _Client(run), host, port)
    async with asyncio.timeout(seconds + _GRACE_S):
        await run.ended.wait()
    elapsed = time.perf_counter() - started
    if run.failures:
        raise ConnectionError(f"{len(run.failures)} requests failed: {run.failures[0]}")
    latencies = sorted(run.latencies)
    return LoadResult(
        len(latencies),
        elapsed,
        _percentile_ms(latencies, 0.50),
        _percentile_ms(latencies, 0.99),
        run.statuses,
    )


def _percentile_ms(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000
