"""People who write, and bots that poll: each repeats its call until a server answers it."""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import aiohttp

from tests.blackbox.stress.ledger import Ledger

TOKEN = "token-of-the-stress"
PEOPLE = {1: "ada-secret", 2: "grace-secret", 3: "alan-secret", 4: "edsger-secret"}
DIALOGS_EACH = 4
READERS = ("odd", "even")
_PATIENCE = aiohttp.ClientTimeout(total=60)
# One poll in so many confirms less, nothing, or more than it was given.
_ODD_POLLS = 5


@dataclass
class Address:
    """Where the server listens now; `url` is empty while there is none."""

    url: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def move(self, url: str) -> None:
        self.url = url
        if url:
            self.changed.set()
        else:
            self.changed.clear()


class Bot(NamedTuple):
    id: int
    name: str


class Caller:
    """Calls until there is an answer of a server: 200, or a refusal that stays."""

    def __init__(self, session: aiohttp.ClientSession, address: Address) -> None:
        self._session = session
        self._address = address

    async def call(
        self,
        user_id: int,
        method: str,
        arguments: dict[str, Any],
        key: str = "",
        again: dict[str, Any] | None = None,
    ) -> Any:
        """`again` are the arguments of a repeat, where they differ."""
        headers = {"Idempotency-Key": key} if key else {}
        while True:
            await self._address.changed.wait()
            url = f"{self._address.url}/rest/{user_id}/{PEOPLE[user_id]}/{method}"
            try:
                async with self._session.post(url, json=arguments, headers=headers) as response:
                    body = await response.json()
            except (aiohttp.ClientError, OSError):
                # The server is gone: the next one is waited for above.
                arguments = again or arguments
                continue
            if response.status == 503:
                continue
            if response.status != 200:
                raise AssertionError(f"{method} was answered {response.status} {body}")
            return body["result"]


def open_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=_PATIENCE, connector=aiohttp.TCPConnector(limit=0))


async def prepare(caller: Caller) -> tuple[list[Bot], list[str]]:
    """Two bots, and the dialogs of all people with both of them."""
    bots = [await _register(caller, name) for name in READERS]
    dialogs = []
    for user_id in PEOPLE:
        for number in range(DIALOGS_EACH):
            wanted = {"TITLE": f"{user_id}-{number}", "USERS": [bot.id for bot in bots]}
            chat_id = await caller.call(user_id, "im.chat.add", wanted)
            dialogs.append(f"chat{chat_id}")
    return bots, dialogs


async def _register(caller: Caller, name: str) -> Bot:
    fields = {
        "code": name,
        "botToken": TOKEN,
        "type": "supervisor",
        "properties": {"name": name},
    }
    made = await caller.call(1, "imbot.v2.Bot.register", {"fields": fields})
    return Bot(made["bot"]["id"], name)


class Progress:
    """How many sends were answered, for whoever waits for a number of them."""

    def __init__(self) -> None:
        self.answered = 0
        self._goal = 0
        self._reached = asyncio.Event()

    def note(self) -> None:
        self.answered += 1
        if self.answered >= self._goal:
            self._reached.set()

    async def reach(self, goal: int) -> None:
        self._goal = goal
        self._reached.clear()
        if self.answered < goal:
            await self._reached.wait()


async def write(caller: Caller, lane: int, dialog_id: str, each: int, progress: Progress) -> None:
    """Say 0, 1, 2, ... in one dialog; nothing is said before what precedes it is answered."""
    user_id = list(PEOPLE)[lane // DIALOGS_EACH]
    for number in range(each):
        arguments = {"DIALOG_ID": dialog_id, "MESSAGE": f"{lane} {number}"}
        await caller.call(user_id, "im.message.add", arguments, f"{lane}-{number}")
        progress.note()


async def read(caller: Caller, bot: Bot, ledger: Ledger, each: int, dice: random.Random) -> None:
    """Poll until everything has come, with offsets as they come and at times with others."""
    offset = 0
    while not ledger.has_all(each):
        picked = _pick(offset, dice)
        arguments = {"botId": bot.id, "botToken": TOKEN, "timeout": 2}
        arguments |= {"limit": dice.choice((1, 7, 100, 1000)), "offset": picked}
        # After a lost answer a too high offset would confirm what that answer handed out.
        again = arguments | {"offset": min(picked, offset)}
        page = await caller.call(1, "imbot.v2.Event.get", arguments, again=again)
        for event in page["events"]:
            message = event["data"].get("message")
            if message is not None and not message["isSystem"]:
                lane, _, number = message["text"].partition(" ")
                ledger.note(event["eventId"], int(lane), int(number))
        if page["events"]:
            offset = page["nextOffset"]


def _pick(offset: int, dice: random.Random) -> int:
    """Mostly what was told; else less, nothing, or more than there can be."""
    if dice.randrange(_ODD_POLLS):
        return offset
    return dice.choice((0, max(offset - dice.randrange(50), 0), offset + dice.randrange(1, 50)))
