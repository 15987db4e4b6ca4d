"""Writers that want the same row at once: one is first, and the others learn of it."""

import asyncio
from uuid import uuid4

import pytest

from botyard.model.entities import Chat, ChatId, MessageId, Moment, UserId
from botyard.store import chats, messages
from botyard.store.messages import NewMessage
from botyard.store.postgres import MAX_CONNECTIONS
from botyard.store.tx import Row, StoreUnavailable, Tx
from tests.portals import BEN, PortalUnderTest
from tests.store.databases import ADD, RAISE, PostgresDatabase, add, names, statement

TRIES = 12
FIND = statement("SELECT value FROM counter WHERE name = :name")
SLEEP = statement("SELECT pg_sleep(60)")
OWN_PROCESS = statement("SELECT pg_backend_pid()")
CHAT = ChatId(1)
MESSAGE = NewMessage(CHAT, UserId(1), is_system=False, created_at=Moment(1), text="hi")


async def test_twins_of_one_send_make_one_message(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="personal")
    first = await bot.send(str(BEN), "the dialog begins")
    template = str(uuid4())
    ids = await asyncio.gather(
        *[bot.send(str(BEN), "once", templateId=template) for _ in range(TRIES)]
    )
    assert len(set(ids)) == 1
    history = await bot.call("imbot.v2.Chat.Message.getContext", messageId=ids[0])
    assert [message["text"] for message in history["messages"]] == ["the dialog begins", "once"]
    assert ids[0] > first


async def test_first_messages_at_once_open_one_dialog(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="personal")
    ids = await asyncio.gather(*[bot.send(str(BEN), f"hello {n}") for n in range(TRIES)])
    chats = [
        (await bot.call("imbot.v2.Chat.Message.get", messageId=sent))["message"]["chatId"]
        for sent in ids
    ]
    assert len(set(ids)) == TRIES
    assert len(set(chats)) == 1


class _Meeting:
    """Lets two units reach the same point before either goes on; a third passes."""

    def __init__(self) -> None:
        self._barrier = asyncio.Barrier(2)
        self._met = 0

    async def come(self) -> None:
        self._met += 1
        if self._met <= 2:
            await self._barrier.wait()


async def test_a_unit_that_comes_second_is_run_again_and_finds_the_first(
    postgres: PostgresDatabase,
) -> None:
    store = await postgres.open()
    meeting = _Meeting()

    async def find_or_add(tx: Tx) -> str:
        if await tx.one(FIND, name="test"):
            return "found"
        await meeting.come()
        await tx.run(ADD, name="test")
        return "added"

    answers = await asyncio.gather(store.write(find_or_add), store.write(find_or_add))
    assert sorted(answers) == ["added", "found"]
    await store.close()


async def test_of_two_units_in_each_others_way_both_finish(postgres: PostgresDatabase) -> None:
    store = await postgres.open()
    await add(store, "test a")
    await add(store, "test b")
    meeting = _Meeting()

    async def raise_both(tx: Tx, first: str, second: str) -> None:
        await tx.run(RAISE, name=first)
        await meeting.come()
        await tx.run(RAISE, name=second)

    await asyncio.gather(
        store.write(lambda tx: raise_both(tx, "test a", "test b")),
        store.write(lambda tx: raise_both(tx, "test b", "test a")),
    )

    async def values(tx: Tx) -> list[int]:
        found = [await tx.one(FIND, name=name) for name in ("test a", "test b")]
        return [row[0] for row in found if row]

    assert await store.read(values) == [3, 3]
    await store.close()


async def test_the_last_message_of_a_chat_is_the_one_with_the_highest_id(
    postgres: PostgresDatabase,
) -> None:
    """The first message gets its id, and is then overtaken by a second one."""
    store = await postgres.open()
    await store.write(_add_chat)
    overtaken = asyncio.Event()
    begun = asyncio.Event()

    async def slow(tx: Tx) -> None:
        message = await messages.add(tx, MESSAGE)
        begun.set()
        await overtaken.wait()
        await chats.count_message(tx, CHAT, message.id)

    async def quick(tx: Tx) -> MessageId:
        message = await messages.add(tx, MESSAGE)
        await chats.count_message(tx, CHAT, message.id)
        return message.id

    slow_send = asyncio.create_task(store.write(slow))
    await begun.wait()
    newest = await store.write(quick)
    overtaken.set()
    await slow_send
    chat = await store.read(lambda tx: chats.get(tx, CHAT))
    assert chat is not None
    assert (chat.message_count, chat.last_message_id) == (2, newest)
    await store.close()


async def test_a_lost_connection_is_a_refusal_and_leaves_nothing(
    postgres: PostgresDatabase,
) -> None:
    store = await postgres.open()
    at_work: asyncio.Future[Row | None] = asyncio.get_running_loop().create_future()

    async def work(tx: Tx) -> None:
        await tx.run(ADD, name="test")
        at_work.set_result(await tx.one(OWN_PROCESS))
        await tx.all(SLEEP)

    caller = asyncio.create_task(store.write(work))
    await _cut_connections(postgres, [await at_work])
    with pytest.raises(StoreUnavailable):
        await caller

    await add(store, "test after")
    assert await names(store) == ["test after"]
    await store.close()


async def test_connections_that_ended_while_nobody_used_them_are_refusals(
    postgres: PostgresDatabase,
) -> None:
    store = await postgres.open()
    meeting = asyncio.Barrier(MAX_CONNECTIONS)

    async def who(tx: Tx) -> Row | None:
        await meeting.wait()
        return await tx.one(OWN_PROCESS)

    async def look(tx: Tx) -> object:
        return await tx.one(FIND, name="test")

    for _ in range(10):
        rows = await asyncio.gather(*[store.read(who) for _ in range(MAX_CONNECTIONS)])
        await _cut_connections(postgres, rows)
        looks = [store.read(look) for _ in range(MAX_CONNECTIONS)]
        answers = await asyncio.gather(*looks, return_exceptions=True)
        assert {type(answer) for answer in answers} <= {type(None), StoreUnavailable}
        assert await store.read(look) is None
    await store.close()


async def test_more_callers_than_connections_are_all_served(postgres: PostgresDatabase) -> None:
    store = await postgres.open()
    await asyncio.gather(*[add(store, f"test {number:03}") for number in range(200)])
    assert len(await names(store)) == 200
    await store.close()


async def test_a_caller_who_gets_no_connection_in_time_is_refused(
    postgres: PostgresDatabase,
) -> None:
    store = await postgres.open()
    going = asyncio.Event()

    async def hold(_tx: Tx) -> None:
        await going.wait()

    holders = [asyncio.create_task(store.write(hold)) for _ in range(16)]
    await asyncio.sleep(0)
    with pytest.raises(StoreUnavailable):
        await names(store)
    going.set()
    await asyncio.gather(*holders)
    assert await names(store) == []
    await store.close()


async def test_a_read_sees_one_moment_while_others_write(postgres: PostgresDatabase) -> None:
    store = await postgres.open()

    async def look_twice(tx: Tx) -> tuple[object, object]:
        before = await tx.one(FIND, name="test")
        await add(store, "test")
        return before, await tx.one(FIND, name="test")

    assert await store.read(look_twice) == (None, None)
    assert await names(store) == ["test"]
    await store.close()


async def _add_chat(tx: Tx) -> None:
    chat = Chat(
        id=CHAT,
        type="chat",
        title="",
        description="",
        color="",
        avatar="",
        owner_id=UserId(1),
        entity_type="",
        entity_id="",
        created_at=Moment(1),
        last_message_id=None,
        message_count=0,
    )
    await chats.add(tx, chat)


async def _cut_connections(postgres: PostgresDatabase, processes: list[Row | None]) -> None:
    """By number: what stands in their last query may stand in that of another test."""
    await postgres.admin.fetch(
        "SELECT pg_terminate_backend(process) FROM unnest($1::int[]) process",
        [row[0] for row in processes if row is not None],
    )
