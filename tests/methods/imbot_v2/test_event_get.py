"""imbot.v2.Event.get: events by polling, acknowledged by offset."""

import asyncio
from typing import Any

import msgspec
import pytest

from tests.methods.imbot_v2.shapes import BOT, EVENT_CHAT, EVENT_MESSAGE, USER
from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest

GET = "imbot.v2.Event.get"


async def say(portal: PortalUnderTest, bot: BotUnderTest, text: str, author: int = BEN) -> int:
    message_id: int = await portal.call(
        author, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE=text
    )
    return message_id


def ids(answer: Any) -> list[int]:
    return [event["eventId"] for event in answer["events"]]


def texts(answer: Any) -> list[str]:
    return [event["data"]["message"]["text"] for event in answer["events"]]


async def greeted(portal: PortalUnderTest) -> BotUnderTest:
    """A bot with an open dialog with Ben, and nothing left to learn."""
    bot = await portal.register_bot()
    await say(portal, bot, "hello")
    first = await bot.call(GET)
    await bot.call(GET, offset=first["nextOffset"])
    return bot


async def test_a_person_who_writes_first_is_a_join_and_a_message(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    message_id = await say(portal, bot, "hello")
    answer = await bot.call(GET)
    join, message = answer["events"]
    assert [join["type"], message["type"]] == ["ONIMBOTV2JOINCHAT", "ONIMBOTV2MESSAGEADD"]
    assert message["eventId"] > join["eventId"]
    assert message["date"].endswith("+02:00")
    assert join["data"]["dialogId"] == str(BEN)
    assert join["data"]["user"]["id"] == BEN
    assert message["data"]["message"]["id"] == message_id
    assert message["data"]["chat"]["dialogId"] == str(BEN)
    assert message["data"]["language"] == "en"
    assert answer["nextOffset"] == message["eventId"] + 1
    assert answer["lastEventId"] == message["eventId"]
    assert answer["hasMore"] is False


async def test_what_an_event_holds(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await say(portal, bot, "hello")
    data = (await bot.call(GET))["events"][1]["data"]
    assert list(data) == ["bot", "message", "chat", "user", "language"]
    assert set(data["bot"]) == BOT
    assert set(data["message"]) == EVENT_MESSAGE
    assert set(data["chat"]) == EVENT_CHAT
    assert set(data["user"]) == USER
    assert data["bot"]["countChat"] == 1
    seen = data["user"]
    assert [seen["idle"], seen["lastActivityDate"], seen["mobileLastDate"]] == [False] * 3


async def test_without_an_offset_the_same_events_come_again(portal: PortalUnderTest) -> None:
    bot = await greeted(portal)
    await say(portal, bot, "one")
    await say(portal, bot, "two")
    first, again = await bot.call(GET), await bot.call(GET, offset=0)
    assert texts(first) == texts(again) == ["one", "two"]
    assert ids(first) == ids(again)


async def test_an_offset_confirms_lower_ids_and_keeps_its_own(portal: PortalUnderTest) -> None:
    bot = await greeted(portal)
    for text in ("one", "two", "three"):
        await say(portal, bot, text)
    seen = await bot.call(GET)
    assert texts(await bot.call(GET, offset=ids(seen)[1])) == ["two", "three"]
    assert texts(await bot.call(GET)) == ["two", "three"]
    assert texts(await bot.call(GET, offset=1)) == ["two", "three"]


async def test_an_offset_confirms_nothing_that_was_not_handed_out(portal: PortalUnderTest) -> None:
    bot = await greeted(portal)
    for text in ("one", "two"):
        await say(portal, bot, text)
    first = await bot.call(GET, limit=1)
    assert (texts(first), first["hasMore"]) == (["one"], True)
    assert texts(await bot.call(GET, offset=10**6)) == ["two"]
    far = await bot.call(GET, offset=10**6)
    assert (far["events"], far["nextOffset"]) == ([], 10**6)
    await say(portal, bot, "three")
    assert texts(await bot.call(GET, offset=10**6)) == ["three"]


async def test_ids_go_on_when_everything_was_confirmed(portal: PortalUnderTest) -> None:
    bot = await greeted(portal)
    await say(portal, bot, "one")
    first = await bot.call(GET)
    empty = await bot.call(GET, offset=first["nextOffset"])
    assert empty == {
        "events": [],
        "nextOffset": first["nextOffset"],
        "hasMore": False,
        "lastEventId": first["lastEventId"],
    }
    await say(portal, bot, "two")
    assert ids(await bot.call(GET, offset=empty["nextOffset"]))[0] >= first["nextOffset"]


async def test_an_empty_queue_starts_at_zero(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    answer = await bot.call(GET)
    assert answer == {"events": [], "nextOffset": 0, "hasMore": False, "lastEventId": 0}


@pytest.mark.parametrize(("limit", "count"), [(0, 1), (-5, 1), (2, 2), (10**6, 3)])
async def test_a_limit_is_brought_into_its_range(
    portal: PortalUnderTest, limit: int, count: int
) -> None:
    bot = await greeted(portal)
    for text in ("one", "two", "three"):
        await say(portal, bot, text)
    answer = await bot.call(GET, limit=limit)
    assert len(answer["events"]) == count
    assert answer["hasMore"] is (count < 3)


async def test_an_answer_carries_four_mebibytes(portal: PortalUnderTest) -> None:
    bot = await greeted(portal)
    for _ in range(60):
        await say(portal, bot, "€" * 20_000)
        await say(portal, bot, "\x01" * 20_000)
    answer = await bot.call(GET, limit=1000)
    assert answer["hasMore"] is True
    assert 20 < len(answer["events"]) < 120
    rest = await bot.call(GET, offset=answer["nextOffset"], limit=1000)
    assert ids(rest)[0] == answer["nextOffset"]


async def test_four_mebibytes_are_bytes_in_any_script(portal: PortalUnderTest) -> None:
    bot = await greeted(portal)
    for _ in range(60):
        await say(portal, bot, "\N{GRINNING FACE}" * 20_000)
    answer = await bot.call(GET, limit=1000)
    assert answer["hasMore"] is True
    assert 3 * 1024 * 1024 < len(msgspec.json.encode(answer)) <= 4 * 1024 * 1024


async def test_what_a_chat_says_of_itself_counts_too(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="personal")
    fields = {"userIds": [BEN], "description": "\N{GRINNING FACE}" * 20_000}
    dialog = (await bot.call("imbot.v2.Chat.add", fields=fields))["chat"]["dialogId"]
    for number in range(60):
        await portal.call(BEN, "im.message.add", DIALOG_ID=dialog, MESSAGE=str(number))
    first = await bot.call(GET, limit=1000)
    assert first["hasMore"] is True
    assert 3 * 1024 * 1024 < len(msgspec.json.encode(first)) <= 4 * 1024 * 1024
    rest = await bot.call(GET, offset=first["nextOffset"], limit=1000)
    assert rest["hasMore"] is False
    assert texts(first) + texts(rest) == [str(number) for number in range(60)]


async def test_each_bot_reads_its_own(portal: PortalUnderTest) -> None:
    one, other = await portal.register_bot("one"), await portal.register_bot("other")
    await say(portal, one, "for one")
    assert (await other.call(GET))["events"] == []
    assert await portal.refusal(ADA, GET, botId=one.id, botToken=other.token) == (
        "BOT_OWNERSHIP_ERROR",
        403,
        "Bot is registered by another application",
    )


async def test_a_bot_never_hears_itself(portal: PortalUnderTest) -> None:
    bot = await greeted(portal)
    await bot.send(str(BEN), "my own words")
    assert (await bot.call(GET))["events"] == []


async def test_system_messages_have_nobody_for_an_author(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot("watcher", type="supervisor")
    host = await portal.register_bot("host")
    await host.call("imbot.v2.Chat.add", fields={"title": "T", "userIds": [BEN, bot.id]})
    [join, message] = (await bot.call(GET))["events"]
    assert join["data"]["user"]["id"] == host.id
    assert message["data"]["message"]["isSystem"] is True
    assert message["data"]["user"] == {"id": 0}


async def test_the_events_of_the_caller_come_in_one_order(portal: PortalUnderTest) -> None:
    bot = await greeted(portal)
    await portal.call(ADA, "im.v2.Event.subscribe")
    await portal.call(BEN, "im.message.add", DIALOG_ID=str(ADA), MESSAGE="for Ada")
    await say(portal, bot, "for the bot")
    answer = await bot.call(GET, withUserEvents=True)
    names = [event["type"] for event in answer["events"]]
    assert names == ["ONIMV2JOINCHAT", "ONIMV2MESSAGEADD", "ONIMBOTV2MESSAGEADD"]
    assert ids(answer) == sorted(ids(answer))
    assert "bot" not in answer["events"][1]["data"]
    after = await bot.call(GET, withUserEvents=True, offset=answer["nextOffset"])
    assert after["events"] == []
    assert (await portal.call(ADA, "im.v2.Event.get"))["events"] == []


async def test_the_callers_events_need_a_subscription_and_the_scope(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    assert await bot.refusal(GET, withUserEvents=True) == (
        "USER_NOT_SUBSCRIBED", 400, "User not subscribed",
    )  # fmt: skip
    await portal.add_person(40, "imbot", admin=True)
    refusal = await portal.refusal(40, GET, botId=bot.id, botToken=bot.token, withUserEvents="Y")
    assert refusal == ("SCOPE_ERROR", 403, "Scope error")


async def test_an_unregistered_bot_reads_its_last_events_for_a_day(
    portal: PortalUnderTest,
) -> None:
    bot = await greeted(portal)
    await say(portal, bot, "last words")
    await bot.call("imbot.v2.Bot.unregister")
    answer = await bot.call(GET)
    message, deleted = answer["events"]
    assert message["data"]["message"]["text"] == "last words"
    assert deleted["type"] == "ONIMBOTV2DELETE"
    assert list(deleted["data"]) == ["bot"]
    assert deleted["data"]["bot"]["code"] == "helper"
    assert (await bot.call(GET, offset=answer["nextOffset"]))["events"] == []
    wrong = await portal.refusal(ADA, GET, botId=bot.id, botToken="wrong")
    assert wrong.code == "BOT_OWNERSHIP_ERROR"
    portal.clock.seconds += 24 * 60 * 60
    assert (await bot.refusal(GET)).code == "BOT_NOT_FOUND"


async def test_a_webhook_bot_reads_what_is_undelivered(portal: PortalUnderTest) -> None:
    bot = await greeted(portal)
    await bot.call(
        "imbot.v2.Bot.update",
        fields={"eventMode": "webhook", "webhookUrl": "https://bots.example/hook"},
    )
    await say(portal, bot, "one")
    assert texts(await bot.call(GET)) == ["one"]


async def test_a_poll_that_waits_is_answered_by_the_first_event(portal: PortalUnderTest) -> None:
    bot = await greeted(portal)
    waiting = asyncio.create_task(bot.call(GET, timeout=55))
    while not portal.wakes.has_waiting(bot.id):
        await asyncio.sleep(0)
        assert not waiting.done()
    await say(portal, bot, "at last")
    assert texts(await waiting) == ["at last"]


async def test_a_poll_that_waits_leaves_when_the_server_stops(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    waiting = asyncio.create_task(bot.call(GET, timeout=55, offset=7))
    while not portal.wakes.has_waiting(bot.id):
        await asyncio.sleep(0)
        assert not waiting.done()
    portal.wakes.stop()
    assert (await waiting)["nextOffset"] == 7


async def test_a_poll_does_not_wait_for_what_is_there(portal: PortalUnderTest) -> None:
    bot = await greeted(portal)
    await say(portal, bot, "already here")
    assert texts(await bot.call(GET, timeout=55)) == ["already here"]


async def read_until_done(
    bot: BotUnderTest, writers: asyncio.Future[Any]
) -> list[tuple[int, str]]:
    """Poll in small pages, confirming each, until nothing more can come."""
    offset, got = 0, []
    while True:
        done = writers.done()
        page = await bot.call(GET, offset=offset, limit=7)
        got += [
            (event["eventId"], event["data"]["message"]["text"])
            for event in page["events"]
            if event["type"] == "ONIMBOTV2MESSAGEADD"
        ]
        offset = page["nextOffset"]
        if done and not page["events"]:
            return got


async def test_writers_at_once_lose_nothing_and_skip_nothing(portal: PortalUnderTest) -> None:
    bot = await greeted(portal)

    async def write(author: int) -> None:
        for number in range(20):
            await say(portal, bot, f"{author}-{number}", author)

    writers = asyncio.gather(write(BEN), write(CLEO))
    got = await read_until_done(bot, writers)
    assert [number for number, _ in got] == sorted({number for number, _ in got})
    for author in (BEN, CLEO):
        mine = [text for _, text in got if text.startswith(f"{author}-")]
        assert mine == [f"{author}-{number}" for number in range(20)]


async def test_nobody_has_viewed_what_their_history_hides(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot("watcher", type="supervisor")
    chat_id = await portal.call(ADA, "im.chat.add", TITLE="T", USERS=[bot.id])
    dialog_id = f"chat{chat_id}"
    old = await portal.call(ADA, "im.message.add", DIALOG_ID=dialog_id, MESSAGE="old")
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[BEN], HIDE_HISTORY="Y")
    await portal.call(ADA, "im.message.add", DIALOG_ID=dialog_id, MESSAGE="new")
    await portal.call(BEN, "im.dialog.read", DIALOG_ID=dialog_id)
    await portal.call(ADA, "im.message.update", MESSAGE_ID=old, MESSAGE="changed")
    seen = {
        (event["type"].removeprefix("ONIMBOTV2"), event["data"]["message"]["text"]): event["data"][
            "message"
        ]["viewedByOthers"]
        for event in await bot.events()
        if event["type"].startswith("ONIMBOTV2MESSAGE")
    }
    assert seen["MESSAGEADD", "new"] is True
    assert seen["MESSAGEUPDATE", "changed"] is False
