"""A portal without sockets: the store, the rules and the corridor, with three people in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

import botyard.methods
from botyard.access.callers import WebhookCredentials
from botyard.access.hashing import hashed
from botyard.app import open_store
from botyard.blobs.directory import BlobDirectory
from botyard.broker.memory import Wakes
from botyard.model.entities import Moment, Portal, User, UserId, WebhookKey
from botyard.model.errors import ApiError
from botyard.model.events import Event
from botyard.model.secrets import SystemSecrets
from botyard.rpc import registry
from botyard.rpc.pipeline import Pipeline
from botyard.rpc.request import RestRequest
from botyard.store import counters, outbox, portals, users, webhook_keys
from botyard.store.tx import Store, Tx
from botyard.wire.arguments import Arguments, read_arguments
from botyard.wire.large_body import FilePath

START = 1_790_000_000.0
SCOPES = ("imbot", "im", "user")
ADA, BEN, CLEO = 1, 2, 3
METHODS = registry.load(botyard.methods)

_PEOPLE = (
    User(
        id=UserId(ADA),
        admin=True,
        first_name="Ada",
        last_name="Lovelace",
        email="ada@example.com",
        work_position="Engineer",
        gender="F",
        color="#df532d",
        departments=(1,),
        created_at=Moment(1_700_000_000_000),
        last_activity_at=Moment(1_789_000_000_000),
    ),
    User(
        id=UserId(BEN),
        first_name="Ben",
        last_name="Bitfiddle",
        email="ben@example.com",
        gender="M",
        color="#64a513",
        departments=(1, 2),
        created_at=Moment(1_700_000_100_000),
        last_activity_at=Moment(1_789_000_000_000),
    ),
    User(
        id=UserId(CLEO),
        first_name="Cleo",
        last_name="Cassette",
        email="cleo@example.com",
        gender="F",
        color="#4ba984",
        departments=(2,),
        created_at=Moment(1_700_000_200_000),
        last_activity_at=Moment(1_789_000_000_000),
    ),
)


class FixedClock:
    """Time stands still until a test moves it; nobody may wait for it.

    `pace_s` is what passes from one measurement to the next.
    """

    def __init__(self) -> None:
        self.seconds = START
        self.pace_s = 0.0

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        self.seconds += self.pace_s
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(f"something waits for {seconds} seconds")


class Refusal(NamedTuple):
    code: str
    status: int
    description: str


class PortalUnderTest:
    """What a client of one portal can do; people call through a webhook of their own."""

    def __init__(self, store: Store, data: Path) -> None:
        self.store = store
        self.clock = FixedClock()
        self.portal = Portal(member_id="0" * 32, timezone="Europe/Berlin")
        self.blobs = BlobDirectory(data / "blobs", SystemSecrets())
        self.wakes = Wakes()
        store.watch(self.wakes.wake)
        self.pipeline = Pipeline(
            METHODS,
            store,
            self.blobs,
            self.clock,
            lambda: self.portal,
            self.wakes,
            SystemSecrets(),
        )

    async def call(self, user_id: int, method: str, /, **arguments: Any) -> Any:
        """The `result` that the person's call is answered with."""
        return (await self.body(user_id, method, **arguments))["result"]

    async def body(self, user_id: int, method: str, /, **arguments: Any) -> dict[str, Any]:
        """The answer without `time`: `result`, and what stands beside it."""
        answer = await self.pipeline.serve(request_of(user_id, method, arguments))
        told: Any = msgspec.json.decode(msgspec.json.encode(answer.body))
        return told if answer.is_page else {"result": told}

    async def refusal(self, user_id: int, method: str, /, **arguments: Any) -> Refusal:
        """What the person's call is refused with."""
        with pytest.raises(ApiError) as caught:
            await self.body(user_id, method, **arguments)
        refusal = caught.value
        return Refusal(refusal.error.code, refusal.error.status, refusal.description)

    async def register_bot(self, code: str = "helper", **fields: Any) -> "BotUnderTest":
        """A bot of Ada's, in fetch mode, under a token of its own."""
        token = f"token-of-{code}"
        wanted = {"code": code, "botToken": token, "properties": {"name": code.title()}} | fields
        answer = await self.call(ADA, "imbot.v2.Bot.register", fields=wanted)
        return BotUnderTest(self, answer["bot"]["id"], token)

    async def add_person(self, user_id: int, *scopes: str, **traits: Any) -> None:
        """One more person, or another one in place of who has this id."""
        person = User(
            id=UserId(user_id), created_at=Moment(0), last_activity_at=Moment(0), **traits
        )

        async def work(tx: Tx) -> None:
            await _add_person(tx, person, scopes or SCOPES)

        await self.store.write(work)


class BotUnderTest(NamedTuple):
    portal: PortalUnderTest
    id: int
    token: str

    async def call(self, method: str, /, **arguments: Any) -> Any:
        return await self.portal.call(ADA, method, **self._named(arguments))

    async def refusal(self, method: str, /, **arguments: Any) -> Refusal:
        return await self.portal.refusal(ADA, method, **self._named(arguments))

    async def send(self, dialog_id: str, message: str, **fields: Any) -> int:
        """Answer the id of the bot's new message."""
        sent = await self.call(
            "imbot.v2.Chat.Message.send",
            dialogId=dialog_id,
            fields={"message": message, **fields},
        )
        message_id: int = sent["id"]
        return message_id

    async def events(self, **arguments: Any) -> list[Any]:
        """What the bot has yet to learn, oldest first; nothing is acknowledged."""
        answer = await self.call("imbot.v2.Event.get", **{"limit": 1000, **arguments})
        told: list[Any] = answer["events"]
        return told

    async def heard(self) -> list[Event]:
        """The same, as the outbox keeps it."""

        async def read(tx: Tx) -> list[Event]:
            found = await outbox.hand_out(tx, [UserId(self.id)], above=0, count=1000)
            return [delivery.event for delivery in found]

        return await self.portal.store.write(read)

    def _named(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return {"botId": self.id, "botToken": self.token, **arguments}


def code_of(user_id: int) -> str:
    """The webhook code of a person; of nobody else."""
    return f"code-of-{user_id}"


def request_of(user_id: int, method: str, arguments: dict[str, Any]) -> RestRequest:
    def read(_files: frozenset[FilePath]) -> Arguments:
        return read_arguments("application/json", msgspec.json.encode(arguments), b"")

    return RestRequest(
        method=method,
        read_arguments=read,
        credentials=WebhookCredentials(str(user_id), code_of(user_id)),
        source="127.0.0.1",
        secure=False,
    )


@asynccontextmanager
async def open_portal(store: Store, data: Path) -> AsyncIterator[PortalUnderTest]:
    portal = PortalUnderTest(store, data)

    async def seed(tx: Tx) -> None:
        await portals.save(tx, portal.portal)
        for person in _PEOPLE:
            await _add_person(tx, person, SCOPES)

    await store.write(seed)
    yield portal


async def _add_person(tx: Tx, person: User, scopes: tuple[str, ...]) -> None:
    await users.save(tx, person)
    await counters.skip_user_ids(tx, person.id)
    key = WebhookKey(
        code_hash=hashed(code_of(person.id)),
        user_id=person.id,
        scopes=scopes,
        created_at=Moment(0),
    )
    await webhook_keys.save(tx, key)


@asynccontextmanager
async def open_sqlite_for_test(data: Path) -> AsyncIterator[Store]:
    store = await open_store(None, data)
    try:
        yield store
    finally:
        await store.close()
