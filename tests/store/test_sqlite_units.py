"""What only the embedded engine promises: units never wait, and reads stand beside the writer."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from botyard.model.entities import Moment
from botyard.store import replies, sqlite
from botyard.store.replies import Reply
from botyard.store.tx import StoreUnavailable, Tx
from tests.store.databases import ADD, NAMES, SqliteDatabase, add, names

WAITED = "awaited something other than its own statements"


@pytest.fixture
async def store(embedded: SqliteDatabase) -> AsyncIterator[sqlite.SqliteStore]:
    opened = await embedded.open()
    yield opened
    await opened.close()


async def test_a_unit_that_waits_for_its_turn_fails_and_leaves_nothing(
    store: sqlite.SqliteStore,
) -> None:
    async def work(tx: Tx) -> None:
        await tx.run(ADD, name="test")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match=WAITED):
        await store.write(work)
    assert await names(store) == []
    await add(store, "test after")


async def test_a_unit_that_waits_for_a_future_fails_and_leaves_nothing(
    store: sqlite.SqliteStore,
) -> None:
    loop = asyncio.get_running_loop()

    async def work(tx: Tx) -> None:
        if not await tx.all(NAMES):
            await tx.run(ADD, name="test")
        await loop.create_future()

    with pytest.raises(RuntimeError, match=WAITED):
        await store.write(work)
    assert await names(store) == []


async def test_a_read_that_waits_for_a_future_fails(store: sqlite.SqliteStore) -> None:
    loop = asyncio.get_running_loop()

    async def work(tx: Tx) -> None:
        await tx.all(NAMES)
        await loop.create_future()

    with pytest.raises(RuntimeError, match=WAITED):
        await store.read(work)
    assert await names(store) == []


async def test_a_unit_that_meets_a_cancellation_does_not_stop_the_writer(
    store: sqlite.SqliteStore,
) -> None:
    async def work(tx: Tx) -> None:
        await tx.run(ADD, name="test")
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await store.write(work)
    assert await names(store) == []
    await add(store, "test after")


async def test_a_watcher_that_fails_keeps_nobody_from_an_answer(
    store: sqlite.SqliteStore,
) -> None:
    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: reported.append(context.get("exception"))
    )
    failure = ValueError("watcher")

    def fail(_woken: frozenset[int]) -> None:
        raise failure

    async def work(tx: Tx) -> str:
        tx.wake(1)
        return "done"

    store.watch(fail)
    async with asyncio.timeout(5):
        assert await store.write(work) == "done"
    assert reported == [failure]


async def test_a_read_sees_one_moment_while_others_write(store: sqlite.SqliteStore) -> None:
    begun, written = threading.Event(), threading.Event()

    async def look_twice(tx: Tx) -> tuple[int, int]:
        before = len(await tx.all(NAMES))
        begun.set()
        written.wait()
        return before, len(await tx.all(NAMES))

    looking = asyncio.create_task(store.read(look_twice))
    await asyncio.to_thread(begun.wait)
    await add(store, "test")
    written.set()
    assert await looking == (0, 0)
    assert await names(store) == ["test"]


async def test_a_full_database_refuses_writes_and_recovers(store: sqlite.SqliteStore) -> None:
    await add(store, "test before")
    pages = _pages(store, "PRAGMA page_count")
    assert _pages(store, f"PRAGMA max_page_count = {pages}") == pages

    async def fill(tx: Tx) -> None:
        for number in range(2000):
            await tx.run(ADD, name=f"test {number} {'x' * 100}")

    with pytest.raises(StoreUnavailable, match="full"):
        await store.write(fill)
    assert await names(store) == ["test before"]

    _pages(store, "PRAGMA max_page_count = 1000000")
    await add(store, "test after")
    assert await names(store) == ["test after", "test before"]


def _pages(store: sqlite.SqliteStore, pragma: str) -> int:
    # The writer rests between two groups, so its connection may be used from here.
    [[answer]] = store._writer_connection.execute(pragma).fetchall()
    assert isinstance(answer, int)
    return answer


async def test_the_log_stays_bounded_under_a_steady_load(embedded: SqliteDatabase) -> None:
    """Sixteen writers and two readers that never rest write twice what the log may hold."""
    store = await embedded.open()
    log = embedded.path.with_name(embedded.path.name + "-wal")
    largest = written = 0
    answer = "x" * 60_000
    wanted = 2 * sqlite.WAL_LIMIT_BYTES

    async def write_on(writer: int) -> None:
        nonlocal largest, written
        while written < wanted:
            written += len(answer)
            await _keep(store, f"{writer} {written}", answer)
            largest = max(largest, log.stat().st_size)

    async def read_on() -> None:
        while written < wanted:
            await names(store)

    await asyncio.gather(*map(write_on, range(16)), read_on(), read_on())
    assert largest < sqlite.WAL_LIMIT_BYTES
    await store.close()
    assert not log.exists()


async def _keep(store: sqlite.SqliteStore, key: str, answer: str) -> None:
    async def work(tx: Tx) -> None:
        await replies.add(tx, "test", key, Reply("", answer), now=Moment(0), expires_at=Moment(1))

    await store.write(work)
