"""Webhooks: what a hundred healthy receivers lose beside a poisoned one, and one that hangs.

`python -m benchmarks.deliveries` measures this alone; `--quick` with fewer messages.
"""

import asyncio
import json
import os
import re
import sys
import time
from collections.abc import Callable
from typing import NamedTuple, cast

import uvloop

from benchmarks.processes import Server
from benchmarks.sends import GENERATOR_CORE, botyard, call

_HEALTHY = 100
_PAUSE_S = 0.004
_PATIENCE_S = 60.0
_STAMP = re.compile(rb"stamp-([0-9]+)")
_LENGTH = re.compile(rb"content-length: *([0-9]+)", re.IGNORECASE)


class Delays(NamedTuple):
    """From the moment in which a message is sent to the one in which its receiver has it."""

    p50_ms: float
    p99_ms: float


class Trouble(NamedTuple):
    """`bring` takes the server and the address of the receivers before anything is measured."""

    name: str
    bring: Callable[[Server, str], None]


def table(messages: int) -> list[str]:
    """`messages` to healthy receivers for each line."""
    measured = {trouble.name: _measure(trouble, messages) for trouble in _TROUBLES}
    baseline = measured[_TROUBLES[0].name]
    return [
        f"## Webhooks: {_HEALTHY} healthy receivers, {messages:,} messages one after the other",
        "",
        "| beside them | p50 ms | p99 ms | p99 x alone |",
        "| --- | --: | --: | --: |",
        *(
            f"| {name} | {one.p50_ms:.2f} | {one.p99_ms:.2f} "
            f"| {one.p99_ms / baseline.p99_ms:.2f} |"
            for name, one in measured.items()
        ),
    ]


class _Receivers(asyncio.Protocol):
    """Takes everything, but never answers /hanging and refuses what is called poison."""

    seen: dict[int, float] = {}

    def __init__(self) -> None:
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # type: ignore[explicit-override]
        # The transports of uvloop are of no class of asyncio.
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:  # type: ignore[explicit-override]
        self._received += data
        head, blank, body = self._received.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not blank or length is None or len(body) < int(length[1]):
            return
        if head.startswith(b"POST /hanging"):
            return
        if stamp := _STAMP.search(body):
            self.seen[int(stamp[1])] = time.perf_counter()
        status = b"500 No" if b"poison" in body else b"200 OK"
        self._transport.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")


def _measure(trouble: Trouble, messages: int) -> Delays:
    with botyard() as (server, _):
        return uvloop.run(_deliver(server, trouble, messages))


async def _deliver(server: Server, trouble: Trouble, messages: int) -> Delays:
    receivers = await asyncio.get_running_loop().create_server(_Receivers, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{receivers.sockets[0].getsockname()[1]}"
    bots = await asyncio.to_thread(_register_all, server, address)
    await asyncio.to_thread(trouble.bring, server, address)
    # The first messages open dialogs and windows.
    await _send(server, bots, 2 * len(bots))
    delays = sorted(await _send(server, bots, messages))
    receivers.close()
    return Delays(delays[len(delays) // 2] * 1000, delays[int(len(delays) * 0.99)] * 1000)


async def _send(server: Server, bots: list[int], messages: int) -> list[float]:
    """Seconds until each message was heard."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    _Receivers.seen.clear()
    sent: dict[int, float] = {}
    for number in range(messages):
        sent[number] = time.perf_counter()
        writer.write(_say(bots[number % len(bots)], f"stamp-{number} of a message"))
        await _answer(reader)
        await asyncio.sleep(_PAUSE_S)
    async with asyncio.timeout(_PATIENCE_S):
        while len(_Receivers.seen) < messages:
            await asyncio.sleep(_PAUSE_S)
    writer.close()
    return [_Receivers.seen[number] - at for number, at in sent.items()]


def _say(bot_id: int, text: str) -> bytes:
    body = json.dumps({"DIALOG_ID": str(bot_id), "MESSAGE": text}).encode()
    head = (
        "POST /rest/1/bench/im.message.add HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _answer(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    if length is None or b" 200 " not in head.partition(b"\r\n")[0]:
        raise RuntimeError(f"not a 200: {head!r}")
    await reader.readexactly(int(length[1]))


def _register_all(server: Server, address: str) -> list[int]:
    return [_register(server, f"healthy{number}", address) for number in range(_HEALTHY)]


def _register(server: Server, code: str, address: str) -> int:
    fields = {
        "code": code,
        "botToken": code,
        "type": "personal",
        "eventMode": "webhook",
        "webhookUrl": f"{address}/{code}",
        "properties": {"name": code},
    }
    bot_id: int = call(server, "imbot.v2.Bot.register", {"fields": fields})["bot"]["id"]
    return bot_id


def _nothing(_server: Server, _address: str) -> None:
    """They are alone."""


def _poison(server: Server, address: str) -> None:
    """One of a bot's dialogs fails always, and has more to say."""
    bot_id = _register(server, "poisoned", address)
    for text in ["poison", *(f"behind it {number}" for number in range(50))]:
        call(server, "im.message.add", {"DIALOG_ID": str(bot_id), "MESSAGE": text})


def _hang(server: Server, address: str) -> None:
    """A receiver takes every connection and says nothing, in many dialogs."""
    bot_id = _register(server, "hanging", address)
    for number in range(50):
        chat_id = call(server, "im.chat.add", {"TITLE": f"{number}", "USERS": [bot_id]})
        call(server, "im.message.add", {"DIALOG_ID": f"chat{chat_id}", "MESSAGE": "hello?"})


_TROUBLES = (
    Trouble("nobody", _nothing),
    Trouble("a dialog that is always refused", _poison),
    Trouble("a receiver that never answers", _hang),
)
QUICK_MESSAGES, REAL_MESSAGES = 300, 10_000


if __name__ == "__main__":
    os.sched_setaffinity(0, {GENERATOR_CORE})
    print("\n".join(table(QUICK_MESSAGES if "--quick" in sys.argv else REAL_MESSAGES)))
