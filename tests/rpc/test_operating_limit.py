"""The operating limit: how long each method may work for one application or webhook."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest

from botyard.model.errors import ApiError
from botyard.rpc.operating import BASKETS, MAX_REMEMBERED, OperatingTimes
from botyard.store.tx import OnCommit, Store, Work
from tests.applications import install_app
from tests.batches import command
from tests.doors import DoorUnderTest
from tests.portals import ADA, BEN, CLEO, START, FixedClock, PortalUnderTest, open_portal

T = TypeVar("T")
LIMIT_S = 60
REFUSED = (
    429,
    "OPERATION_TIME_LIMIT",
    "Method is blocked due to operation time limit",
)


class _SlowStore:
    """Each unit takes as long as a test says."""

    def __init__(self, store: Store) -> None:
        self.clock: FixedClock | None = None
        self.unit_s = 0.0
        self.finished = 0
        self._store = store

    async def write(self, work: Work[T]) -> T:
        return await self._slowly(self._store.write, work)

    async def read(self, work: Work[T]) -> T:
        return await self._slowly(self._store.read, work)

    async def _slowly(self, run: Any, work: Work[T]) -> T:
        if self.clock is not None:
            self.clock.seconds += self.unit_s
        try:
            answer: T = await run(work)
            return answer
        finally:
            self.finished += 1

    def watch(self, on_commit: OnCommit) -> None:
        self._store.watch(on_commit)

    async def close(self) -> None:
        await self._store.close()


class Limited:
    """A portal with a limit of a minute, where each unit of work takes as long as it is told."""

    def __init__(self, portal: PortalUnderTest, store: _SlowStore) -> None:
        self.portal = portal
        self.door = DoorUnderTest(portal)
        self.store = store
        store.clock = portal.clock
        self.set_limit(LIMIT_S)

    def set_limit(self, seconds: int) -> None:
        self.portal.portal = msgspec.structs.replace(self.portal.portal, operating_limit=seconds)

    async def call(self, unit_s: float, method: str = "server.time", user_id: int = ADA) -> Any:
        """Call a method that needs one unit of work."""
        self.store.unit_s = unit_s
        return await self.door.call(user_id, method, {})


@pytest.fixture
async def limited(store: Store, tmp_path: Path) -> AsyncIterator[Limited]:
    slow = _SlowStore(store)
    async with open_portal(slow, tmp_path) as portal:
        yield Limited(portal, slow)


async def test_the_call_that_crosses_the_limit_finishes_and_the_next_is_refused(
    limited: Limited,
) -> None:
    assert (await limited.call(59)).status == 200
    assert (await limited.call(59)).status == 200
    refused = await limited.call(1)
    assert refused.refusal == REFUSED
    # The first minute's work is forgotten ten minutes after its first call ended.
    assert 1 <= int(refused.headers["Retry-After"]) <= 600


async def test_whoever_waits_as_told_is_let_through(limited: Limited) -> None:
    await limited.call(61)
    refused = await limited.call(0)
    limited.portal.clock.seconds += int(refused.headers["Retry-After"]) - 1
    assert (await limited.call(0)).refusal == REFUSED
    limited.portal.clock.seconds += 1
    assert (await limited.call(0)).status == 200


async def test_every_success_tells_what_was_spent_and_when_it_is_forgotten(
    limited: Limited,
) -> None:
    first = (await limited.call(4)).body["time"]
    limited.portal.clock.seconds += 70
    second = (await limited.call(8)).body["time"]
    assert (first["operating"], second["operating"]) == (4, 12)
    assert first["operating_reset_at"] == second["operating_reset_at"] == START + 4 + 600


async def test_nothing_is_told_without_a_limit(limited: Limited) -> None:
    limited.set_limit(0)
    told = (await limited.call(100)).body["time"]
    assert not {"operating", "operating_reset_at"} & set(told)
    assert (await limited.call(100)).status == 200


async def test_work_is_counted_in_xml_too(limited: Limited) -> None:
    text = (await limited.call(4, "server.time.xml")).raw.decode()
    assert "<operating_reset_at>" in text
    assert "<operating>4.0</operating></time>" in text


async def test_other_methods_and_other_webhooks_go_on(limited: Limited) -> None:
    await limited.call(100)
    assert (await limited.call(0)).refusal == REFUSED
    assert (await limited.call(0, "profile")).status == 200
    assert (await limited.call(0, user_id=BEN)).status == 200
    assert (await limited.call(0, "SERVER.TIME")).refusal == REFUSED


async def test_an_application_is_one_caller_whoever_it_acts_for(limited: Limited) -> None:
    app = await install_app(limited.portal)
    other = await install_app(limited.portal, "local.other")
    limited.store.unit_s = 100
    await app.call("server.time")
    renewed = await app.refresh(app.pair.refresh_token)
    assert renewed is not None
    limited.store.unit_s = 0
    again = await app.refusal("server.time", token=renewed.access_token)
    assert again.code == "OPERATION_TIME_LIMIT"
    await other.call("server.time")


async def test_refused_work_is_work(limited: Limited) -> None:
    reply = await limited.call(100, "imbot.v2.Bot.get")
    assert reply.body["error"] == "BOT_TOKEN_NOT_SPECIFIED"
    assert (await limited.call(0, "imbot.v2.Bot.get")).refusal == REFUSED


async def test_a_stranger_spends_nobodys_time(limited: Limited) -> None:
    limited.store.unit_s = 1000
    await limited.door.send("1/wrong/server.time")
    assert (await limited.call(0)).body["time"]["operating"] == 0


async def test_the_commands_of_a_batch_are_counted_and_the_batch_is_not(
    limited: Limited,
) -> None:
    limited.store.unit_s = 40
    commands = {name: command("server.time") for name in ("one", "two", "three")}
    commands["other"] = command("profile")
    body = (await limited.door.call(ADA, "batch", {"cmd": commands})).body
    told = body["result"]["result_time"]
    assert {key: time["operating"] for key, time in told.items()} == {
        "one": 40,
        "two": 80,
        "other": 40,
    }
    assert body["result"]["result_error"] == {
        "three": dict(zip(("error", "error_description"), REFUSED[1:], strict=True))
    }
    assert body["time"]["operating"] == 0
    assert body["time"]["operating_reset_at"] >= START + 600
    assert (await limited.door.call(ADA, "batch", {"cmd": {}})).status == 200


async def test_a_held_poll_counts_its_work_and_not_its_waiting(limited: Limited) -> None:
    portal, store = limited.portal, limited.store
    bot = await portal.register_bot()
    store.unit_s, store.finished = 2, 0
    asked = {"botId": bot.id, "botToken": bot.token, "timeout": 55}
    poll = asyncio.create_task(limited.door.call(ADA, "imbot.v2.Event.get", asked))
    while not store.finished:
        await asyncio.sleep(0)
    store.unit_s = 0
    portal.clock.seconds += 30
    await portal.call(CLEO, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE="hello")
    body = (await poll).body
    assert len(body["result"]["events"]) == 2
    assert body["time"]["operating"] == 2


async def test_what_is_remembered_is_bounded() -> None:
    clock = FixedClock()
    times = OperatingTimes(clock)
    spent_s = []
    for _ in range(100):
        clock.seconds += 30
        spent_s.append(times.note("webhook:a", "server.time", 1).spent_s)
    # Two calls to a basket.
    assert max(spent_s) == spent_s[-1] == 2 * BASKETS
    for number in range(MAX_REMEMBERED):
        times.note(f"webhook:{number}", "server.time", 1)
    times.check("webhook:a", "server.time", 1)
    with pytest.raises(ApiError):
        times.check("webhook:1", "server.time", 1)


async def test_the_wait_is_for_as_many_baskets_as_must_go() -> None:
    clock = FixedClock()
    times = OperatingTimes(clock)
    for spent_s in (10, 50, 10):
        times.note("webhook:a", "server.time", spent_s)
        clock.seconds += 100
    with pytest.raises(ApiError) as refused:
        times.check("webhook:a", "server.time", 20)
    # The first leaves after 300 seconds, which is not enough; the second after 400.
    assert refused.value.retry_after_s == 400


async def test_a_repeat_waits_for_the_limit_and_then_gets_the_first_answer(
    limited: Limited,
) -> None:
    async def write(message: str) -> Any:
        arguments = {"DIALOG_ID": str(BEN), "MESSAGE": message}
        headers = {"idempotency-key": message}
        return await limited.door.call(ADA, "im.message.add", arguments, headers=headers)

    limited.store.unit_s = LIMIT_S
    first = await write("once")
    limited.store.unit_s = 0
    refused = await write("once")
    assert refused.refusal == REFUSED
    limited.portal.clock.seconds += int(refused.headers["Retry-After"])
    assert (await write("once")).body["result"] == first.body["result"]
