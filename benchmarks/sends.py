"""Durable sends over HTTP: who is measured, and how each is asked."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

from benchmarks.load import MakeRequest
from benchmarks.processes import Server, running

SERVER_CORE, GENERATOR_CORE = 0, 1
CHATS = 64
TEXT = "A message of ordinary length, as a bot would send it to its customer. " * 2
_PORTAL = """
[[users]]
id = 1
name = "Bench"

[[webhooks]]
user = 1
code = "bench"
scopes = ["imbot", "im", "user", "basic"]
"""


class Subject(NamedTuple):
    """A running server and the sends that it understands, to each chat in turn."""

    server: Server
    sends: MakeRequest


@contextmanager
def botyard(database: str | None = None) -> Iterator[Subject]:
    """`botyard serve` as people run it, with one bot that writes and one that hears it."""
    with TemporaryDirectory(dir=Path.cwd()) as folder:
        portal = Path(folder) / "portal.toml"
        portal.write_text(_PORTAL)
        command = [sys.executable, "-m", "botyard", "serve", "--port", "0"]
        command += ["--data", f"{folder}/data", "--portal", str(portal)]
        command += ["--database", database] if database else []
        quiet = {"BOTYARD_LOG_LEVEL": "warning"}
        with running(command, cores={SERVER_CORE}, environment=quiet) as server:
            yield Subject(server, in_turn(_sends(server)))


@contextmanager
def naive() -> Iterator[Subject]:
    with TemporaryDirectory(dir=Path.cwd()) as folder:
        command = [sys.executable, "-m", "benchmarks.naive", "--port", "0", "--data", folder]
        with running(command, cores={SERVER_CORE}) as server:
            sends = [send(2, f"chat{chat}") for chat in range(1, CHATS + 1)]
            yield Subject(server, in_turn(sends))


def in_turn(requests: list[bytes]) -> MakeRequest:
    return lambda number: requests[number % len(requests)]


def post(method: str, arguments: dict[str, Any]) -> bytes:
    body = json.dumps(arguments).encode()
    head = (
        f"POST /rest/1/bench/{method} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def send(bot_id: int, dialog_id: str) -> bytes:
    arguments = {
        "botId": bot_id,
        "botToken": "bench",
        "dialogId": dialog_id,
        "fields": {"message": TEXT},
    }
    return post("imbot.v2.Chat.Message.send", arguments)


def _sends(server: Server) -> list[bytes]:
    writer, hearer = (
        call(server, "imbot.v2.Bot.register", {"fields": fields})["bot"]["id"]
        for fields in (
            {"code": "writer", "botToken": "bench", "properties": {"name": "Writer"}},
            {
                "code": "hearer",
                "botToken": "other",
                "type": "supervisor",
                "properties": {"name": "Hearer"},
            },
        )
    )
    fields = {"userIds": [1, hearer]}
    arguments = {"botId": writer, "botToken": "bench", "fields": fields}
    chats = [call(server, "imbot.v2.Chat.add", arguments)["chat"] for _ in range(CHATS)]
    return [send(writer, chat["dialogId"]) for chat in chats]


def call(server: Server, method: str, arguments: dict[str, Any]) -> Any:
    """The `result` of one call of the portal's only person."""
    request = Request(
        f"{server.url}/rest/1/bench/{method}",
        json.dumps(arguments).encode(),
        {"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)["result"]
