"""A unit of work happens whole or not at all, whatever happens around it."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from botyard.store.tx import Store, StoreUnavailable, Tx
from tests.store.databases import ADD, RAISE, Database, add, names


class Regret(Exception):
    """What a unit of a test fails with after it has written."""


def writing(*wanted: str, fails: bool = False) -> Callable[[Tx], Awaitable[str]]:
    async def work(tx: Tx) -> str:
        for name in wanted:
            await tx.run(ADD, name=name)
        if fails:
            raise Regret(name)
        return name

    return work


async def test_a_unit_answers_what_it_returns(store: Store) -> None:
    assert await store.write(writing("test")) == "test"


async def test_a_failing_unit_leaves_nothing(store: Store) -> None:
    with pytest.raises(Regret):
        await store.write(writing("test a", "test b", fails=True))
    assert await names(store) == []


async def test_a_failing_unit_spares_the_others_of_its_group(store: Store) -> None:
    units = [
        store.write(writing(f"test {number:02}", f"test {number:02}+", fails=number % 3 == 0))
        for number in range(60)
    ]
    answers = await asyncio.gather(*units, return_exceptions=True)

    sound = [number for number in range(60) if number % 3]
    assert [n for n, answer in enumerate(answers) if not isinstance(answer, Regret)] == sound
    assert await names(store) == sorted(
        name for number in sound for name in (f"test {number:02}", f"test {number:02}+")
    )


async def test_each_caller_gets_the_answer_of_its_own_unit(store: Store) -> None:
    await add(store, "test")

    async def raise_it(tx: Tx) -> int:
        row = await tx.one(RAISE, name="test")
        assert row is not None
        value: int = row[0]
        return value

    answers = await asyncio.gather(*[store.write(raise_it) for _ in range(200)])
    assert sorted(answers) == list(range(2, 202))


async def test_a_unit_that_contradicts_a_key_is_told_so_and_leaves_nothing(store: Store) -> None:
    await add(store, "test")
    with pytest.raises(Exception, match=r"(?i)unique") as caught:
        await store.write(writing("test new", "test"))
    assert not isinstance(caught.value, StoreUnavailable)
    assert await names(store) == ["test"]


async def test_a_cancelled_caller_does_not_undo_its_unit(store: Store) -> None:
    caller = asyncio.create_task(store.write(writing("test")))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    while not await names(store):
        await asyncio.sleep(0)
    assert await names(store) == ["test"]


async def test_many_cancelled_callers_leave_the_store_in_order(store: Store) -> None:
    callers = [
        asyncio.create_task(store.write(writing(f"test {number:03}"))) for number in range(100)
    ]
    readers = [asyncio.create_task(names(store)) for _ in range(100)]
    await asyncio.sleep(0)
    for task in callers[::2] + readers[::2]:
        task.cancel()
    answers = await asyncio.gather(*callers, return_exceptions=True)
    await asyncio.gather(*readers, return_exceptions=True)
    answered = {answer for answer in answers if isinstance(answer, str)}
    assert len(answered) == 50
    assert answered <= set(await names(store))


async def test_a_read_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only"):
        await store.read(writing("test"))
    assert await names(store) == []
    assert await store.write(writing("test after")) == "test after"


async def test_closing_commits_what_is_queued(database: Database) -> None:
    store = await database.open()
    callers = [
        asyncio.create_task(store.write(writing(f"test {number:03}"))) for number in range(300)
    ]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*callers) == [f"test {number:03}" for number in range(300)]

    again = await database.open()
    assert len(await names(again)) == 300
    await again.close()


async def test_a_closed_store_refuses(database: Database) -> None:
    store = await database.open()
    await store.close()
    with pytest.raises(StoreUnavailable):
        await store.write(writing("test"))
    with pytest.raises(StoreUnavailable):
        await names(store)


async def test_closing_twice_is_closing_once(database: Database) -> None:
    store = await database.open()
    await store.close()
    await store.close()
