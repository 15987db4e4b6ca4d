"""Who lets go of deliveries at once: an event stays until the last of its recipients has it."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from botyard.model.entities import ChatId, Moment, UserId
from botyard.model.events import ChatJoined
from botyard.store import expiry, letters, outbox
from botyard.store.outbox import Delivery, Recipient
from botyard.store.tx import Store, Tx
from tests.store.databases import PostgresDatabase, statement

CHAT = ChatId(5)
POSTED_TO, OTHER = UserId(10), UserId(11)
EVENT = ChatJoined(CHAT, UserId(1), UserId(2))
EVENT_ID = statement("SELECT id FROM event")
OWN_PROCESS = statement("SELECT pg_backend_pid()")
IS_WAITING = "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = $1"

Removal = Callable[[Tx, int], Awaitable[object]]


async def _acknowledge(tx: Tx, _event_id: int) -> None:
    handed_to = await outbox.hold_consumer(tx, POSTED_TO)
    await outbox.acknowledge(tx, POSTED_TO, below=handed_to + 1)


async def _deliver(tx: Tx, event_id: int) -> None:
    await letters.forget(tx, POSTED_TO, CHAT, event_id)


async def _expire(tx: Tx, event_id: int) -> None:
    await expiry.expire(tx, POSTED_TO, event_id + 1, 500)


@pytest.mark.parametrize("second", [_acknowledge, _deliver, _expire])
@pytest.mark.parametrize("first", [_acknowledge, _deliver, _expire])
async def test_a_delivery_that_is_let_go_twice_at_once_counts_once(
    postgres: PostgresDatabase, first: Removal, second: Removal
) -> None:
    store = await postgres.open()
    event_id = await store.write(_add_event)
    await _read(store, POSTED_TO)
    removed, going = asyncio.Event(), asyncio.Event()
    process: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def come_first(tx: Tx) -> None:
        await first(tx, event_id)
        removed.set()
        await going.wait()

    async def come_second(tx: Tx) -> None:
        row = await tx.one(OWN_PROCESS)
        process.set_result(0 if row is None else row[0])
        await second(tx, event_id)

    before = asyncio.create_task(store.write(come_first))
    await removed.wait()
    after = asyncio.create_task(store.write(come_second))
    while not await postgres.admin.fetchval(IS_WAITING, await process):
        assert not after.done()
    going.set()
    await asyncio.gather(before, after)

    assert await _read(store, POSTED_TO) == []
    assert [delivery.event for delivery in await _read(store, OTHER)] == [EVENT]
    await store.close()


async def _add_event(tx: Tx) -> int:
    await outbox.add(tx, EVENT, [Recipient(POSTED_TO), Recipient(OTHER)], CHAT, Moment(1))
    row = await tx.one(EVENT_ID)
    assert row is not None
    return int(row[0])


async def _read(store: Store, reader: UserId) -> list[Delivery]:
    async def work(tx: Tx) -> list[Delivery]:
        await outbox.hold_consumer(tx, reader)
        found = await outbox.hand_out(tx, [reader], above=0, count=10)
        for delivery in found:
            await outbox.note_handed(tx, reader, delivery.number)
        return found

    return await store.write(work)
