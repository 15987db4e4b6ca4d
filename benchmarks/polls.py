"""Polling: the cost of a backlog, how soon an event is seen, and what a waiting poll holds."""

import http.client
import json
import socket
import statistics
import threading
import time
from typing import Any
from urllib.parse import urlsplit

import uvloop

from benchmarks.load import LoadResult, drive
from benchmarks.processes import Server
from benchmarks.sends import call, post

_FEW = 100
_WAITING = 1000
_SEEN = 300
_KIB = 1024
# Ids of the bots that `benchmarks.sends` registers.
WRITER, HEARER = 2, 3


def backlog_table(server: Server, pending: int, seconds: float) -> list[str]:
    """`pending` events wait for the hearer; another bot gets a hundred."""
    few = _add_listener(server, "few", _FEW)
    small = _poll(server, few, "few", seconds)
    large = _poll(server, HEARER, "other", seconds)
    ratio = large.p99_ms / small.p99_ms
    return [
        "## `imbot.v2.Event.get` beside a backlog, 100 events an answer, one connection",
        "",
        "| events pending | p50 ms | p99 ms | p99 x few |",
        "| --: | --: | --: | --: |",
        f"| {_FEW} | {small.p50_ms:.2f} | {small.p99_ms:.2f} | 1.0 |",
        f"| {pending:,} | {large.p50_ms:.2f} | {large.p99_ms:.2f} | {ratio:.1f} |",
    ]


def waiting_table(server: Server) -> list[str]:
    """Long polls: a send is answered, and then the bot that waits has it."""
    waiter = _add_listener(server, "waiter", 0)
    delays = _delays(server, waiter)
    idle = _idle_kib(server, waiter)
    return [
        "## Long polls",
        "",
        "| what | measured |",
        "| --- | --: |",
        f"| event seen after the send is answered, p50 | {statistics.median(delays):.2f} ms |",
        f"| the same, p99 | {sorted(delays)[int(len(delays) * 0.99)]:.2f} ms |",
        f"| memory of an idle long poll, connection included | {idle:.1f} KiB |",
    ]


def _add_listener(server: Server, code: str, messages: int) -> int:
    """A supervisor that is in one group with the writer, and has so many events to read."""
    fields = {"code": code, "botToken": code, "type": "supervisor", "properties": {"name": code}}
    bot_id: int = call(server, "imbot.v2.Bot.register", {"fields": fields})["bot"]["id"]
    group = {"title": code, "userIds": [bot_id]}
    writer = {"botId": WRITER, "botToken": "bench"}
    chat = call(server, "imbot.v2.Chat.add", {**writer, "fields": group})["chat"]
    for number in range(messages):
        said = {"dialogId": chat["dialogId"], "fields": {"message": f"{number} " * 20}}
        call(server, "imbot.v2.Chat.Message.send", {**writer, **said})
    _dialogs[code] = chat["dialogId"]
    return bot_id


_dialogs: dict[str, str] = {}


def _poll(server: Server, bot_id: int, token: str, seconds: float) -> LoadResult:
    request = post("imbot.v2.Event.get", {"botId": bot_id, "botToken": token, "limit": _FEW})
    return uvloop.run(drive("127.0.0.1", server.port, 1, seconds, lambda _: request))


def _delays(server: Server, waiter: int) -> list[float]:
    """Milliseconds from the answer of a send to the answer of the poll, none under 0."""
    seen: dict[str, float] = {}
    arrived = threading.Semaphore(0)

    def read() -> None:
        connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=70)
        offset, left = 0, _SEEN
        while left > 0:
            arguments = {"botId": waiter, "botToken": "waiter", "offset": offset, "timeout": 50}
            answer = _ask(connection, "imbot.v2.Event.get", arguments)
            now = time.perf_counter()
            for event in answer["events"]:
                text = event["data"].get("message", {}).get("text", "")
                if text.startswith("seen "):
                    seen[text] = now
                    left -= 1
                    arrived.release()
            offset = answer["nextOffset"]

    reader = threading.Thread(target=read)
    reader.start()
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    answered: dict[str, float] = {}
    for number in range(_SEEN):
        text = f"seen {number}"
        said = {"dialogId": _dialogs["waiter"], "fields": {"message": text}}
        arguments = {"botId": WRITER, "botToken": "bench", **said}
        _ask(connection, "imbot.v2.Chat.Message.send", arguments)
        answered[text] = time.perf_counter()
        arrived.acquire()
    reader.join()
    return [max(seen[text] - at, 0.0) * 1000 for text, at in answered.items()]


def _ask(connection: http.client.HTTPConnection, method: str, arguments: dict[str, Any]) -> Any:
    headers = {"Content-Type": "application/json"}
    connection.request("POST", f"/rest/1/bench/{method}", json.dumps(arguments), headers)
    return json.loads(connection.getresponse().read())["result"]


def _idle_kib(server: Server, waiter: int) -> float:
    """A second of polls beyond a first thousand, so that what stays for reuse does not count."""
    request = post(
        "imbot.v2.Event.get",
        {"botId": waiter, "botToken": "waiter", "offset": 2**40, "timeout": 55},
    )
    first = _wait(server, request)
    before = server.memory_bytes()
    second = _wait(server, request)
    after = server.memory_bytes()
    for connection in (*first, *second):
        connection.close()
    return (after - before) / _WAITING / _KIB


def _wait(server: Server, request: bytes) -> list[socket.socket]:
    """A thousand polls that wait; the last call is answered when all of them were taken in."""
    waiting = []
    for _ in range(_WAITING):
        connection = socket.create_connection(("127.0.0.1", server.port))
        connection.sendall(request)
        waiting.append(connection)
    for _ in range(3):
        call(server, "server.time", {})
        time.sleep(0.5)
    return waiting
