"""The bots in examples/ talk to a person of a real server; both sides are recorded."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.serving import RunningServer, environment, serving

EXAMPLES = Path(__file__).parents[2] / "examples"
GRACE = 2
_WAIT_S = 20


class Bot:
    """An example in a process of its own, and what it says of itself."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.id = int(self._line().rpartition(" ")[2])

    def hears(self, kind: str) -> None:
        """Wait for its next event, and see that it is of this kind."""
        assert self._line() == f"heard ONIMBOTV2{kind}"

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the bot has ended"
        return line.rstrip("\n")


class Person:
    """Grace, who writes, presses and waits for answers."""

    def __init__(self, server: RunningServer, bot: Bot) -> None:
        self._webhook = server.webhook(GRACE, "grace-secret")
        self._bot = bot
        self._offset = 0
        self.call("im.v2.Event.subscribe")

    def call(self, method: str, **arguments: Any) -> Any:
        body = json.dumps(arguments).encode()
        request = Request(self._webhook + method, body, {"Content-Type": "application/json"})
        with urlopen(request, timeout=60) as response:
            return json.load(response)["result"]

    def write(self, text: str) -> None:
        self.call("im.message.add", DIALOG_ID=str(self._bot.id), MESSAGE=text)

    def press(self, message: Any, place: int) -> None:
        button = message["params"]["keyboard"][place]
        self.call(
            "im.message.command",
            MESSAGE_ID=message["id"],
            BOT_ID=button["BOT_ID"],
            COMMAND=button["COMMAND"],
            COMMAND_PARAMS=button["COMMAND_PARAMS"],
        )

    def hears(self) -> Any:
        """The bot's next message, as an event."""
        page = self.call("im.v2.Event.get", offset=self._offset, limit=1, timeout=_WAIT_S)
        self._offset = page["nextOffset"]
        [event] = page["events"]
        message = event["data"]["message"]
        assert [event["type"], message["authorId"]] == ["ONIMV2MESSAGEADD", self._bot.id]
        return message

    def conversation(self) -> list[tuple[str, str]]:
        """Who said what, from the first to the last."""
        read = self.call("im.dialog.messages.get", DIALOG_ID=str(self._bot.id))
        said = sorted(read["messages"], key=lambda one: one["id"])
        names = {GRACE: "Grace", self._bot.id: "bot"}
        return [(names[one["author_id"]], one["text"]) for one in said]


@contextmanager
def talking(
    example: str, directory: Path, variables: Mapping[str, str] | None = None
) -> Iterator[tuple[Bot, Person]]:
    with serving(directory) as server:
        told = {"BOT_WEBHOOK": server.webhook(), **(variables or {})}
        process = subprocess.Popen(
            [sys.executable, "-u", str(EXAMPLES / example)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment(told),
        )
        try:
            bot = Bot(process)
            yield bot, Person(server, bot)
        finally:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.mark.parametrize("example", ["polling_bot.py", "webhook_bot.py"])
def test_an_example_can_be_read_at_one_sitting(example: str) -> None:
    assert len((EXAMPLES / example).read_text().splitlines()) < 60


def test_the_polling_bot_greets_tells_the_time_and_asks_how_one_is(tmp_path: Path) -> None:
    with talking("polling_bot.py", tmp_path) as (bot, grace):
        grace.write("Hello there")
        bot.hears("JOINCHAT")
        bot.hears("MESSAGEADD")
        greeting = grace.hears()
        assert greeting["params"]["attach"]["BLOCKS"][0]["GRID"][0]["VALUE"] == "/time"
        grace.press(greeting, 1)
        bot.hears("COMMANDADD")
        grace.hears()
        grace.write("/time")
        bot.hears("COMMANDADD")
        time = grace.hears()["text"]
        assert re.fullmatch(r"\d\d:\d\d UTC", time)
        assert grace.conversation() == [
            ("Grace", "Hello there"),
            ("bot", "Hello, Grace! How are you?"),
            ("bot", "Tired, I see."),
            ("Grace", "/time"),
            ("bot", time),
        ]


def test_the_webhook_bot_greets_and_opens_tickets(tmp_path: Path) -> None:
    variables = {"BOT_PORT": str(free_port()), "BOT_PATH": "/secret"}
    with talking("webhook_bot.py", tmp_path, variables) as (bot, grace):
        grace.write("Hello there")
        bot.hears("JOINCHAT")
        bot.hears("MESSAGEADD")
        greeting = grace.hears()
        assert greeting["params"]["attach"]["BLOCKS"][0]["MESSAGE"] == "[B]Help desk[/B]"
        grace.press(greeting, 0)
        bot.hears("COMMANDADD")
        assert grace.hears()["text"] == f"Ticket {greeting['id']}: the rules"
        grace.write("/ticket no coffee")
        bot.hears("COMMANDADD")
        ticket = grace.hears()["text"]
        assert grace.conversation() == [
            ("Grace", "Hello there"),
            ("bot", "What can I do?"),
            ("bot", f"Ticket {greeting['id']}: the rules"),
            ("Grace", "/ticket no coffee"),
            ("bot", ticket),
        ]
        assert re.fullmatch(r"Ticket \d+: no coffee", ticket)
