"""im.v2.Event: a person's own record of what others do in their chats."""

import asyncio
from typing import Any

from tests.portals import ADA, BEN, CLEO, PortalUnderTest

GET = "im.v2.Event.get"
SUBSCRIBE = "im.v2.Event.subscribe"


async def write(portal: PortalUnderTest, author: int, reader: int, text: str) -> None:
    await portal.call(author, "im.message.add", DIALOG_ID=str(reader), MESSAGE=text)


def names(answer: Any) -> list[str]:
    return [event["type"] for event in answer["events"]]


async def test_nothing_is_recorded_before_the_subscription(portal: PortalUnderTest) -> None:
    await write(portal, BEN, ADA, "too early")
    assert await portal.call(ADA, SUBSCRIBE) is True
    assert await portal.call(ADA, SUBSCRIBE) is True
    assert await portal.call(ADA, GET) == {"events": [], "nextOffset": 0, "hasMore": False}
    await write(portal, BEN, ADA, "hello")
    [event] = (await portal.call(ADA, GET))["events"]
    assert event["type"] == "ONIMV2MESSAGEADD"
    assert list(event["data"]) == ["message", "chat", "user", "language"]
    assert event["data"]["message"]["text"] == "hello"
    assert event["data"]["chat"]["dialogId"] == str(BEN)
    assert event["data"]["user"]["id"] == BEN


async def test_nobody_hears_what_they_did_themselves(portal: PortalUnderTest) -> None:
    await portal.call(ADA, SUBSCRIBE)
    await write(portal, ADA, BEN, "mine")
    assert names(await portal.call(ADA, GET)) == []


async def test_unsubscribing_stops_the_record_and_keeps_it(portal: PortalUnderTest) -> None:
    await portal.call(ADA, SUBSCRIBE)
    await write(portal, BEN, ADA, "kept")
    assert await portal.call(ADA, "im.v2.Event.unsubscribe") is True
    assert await portal.call(ADA, "im.v2.Event.unsubscribe") is True
    await write(portal, BEN, ADA, "not recorded")
    answer = await portal.call(ADA, GET)
    assert names(answer) == ["ONIMV2JOINCHAT", "ONIMV2MESSAGEADD"]
    after = await portal.call(ADA, GET, offset=answer["nextOffset"])
    assert after == {"events": [], "nextOffset": answer["nextOffset"], "hasMore": False}


async def test_people_learn_who_was_added(portal: PortalUnderTest) -> None:
    await portal.call(ADA, SUBSCRIBE)
    chat_id = await portal.call(BEN, "im.chat.add", TITLE="T", USERS=[ADA])
    await portal.call(BEN, "im.chat.user.add", CHAT_ID=chat_id, USERS=[CLEO])
    joined = [
        event["data"]["user"]["id"]
        for event in (await portal.call(ADA, GET))["events"]
        if event["type"] == "ONIMV2JOINCHAT"
    ]
    assert joined == [ADA, CLEO]


async def test_each_person_has_a_record_of_their_own(portal: PortalUnderTest) -> None:
    await portal.call(ADA, SUBSCRIBE)
    await portal.call(BEN, SUBSCRIBE)
    await write(portal, CLEO, ADA, "for Ada")
    assert names(await portal.call(BEN, GET)) == []
    assert len(names(await portal.call(ADA, GET))) == 2


async def test_a_poll_of_a_person_waits_too(portal: PortalUnderTest) -> None:
    await portal.call(BEN, "im.v2.Event.subscribe")
    waiting = asyncio.create_task(portal.call(BEN, "im.v2.Event.get", timeout="55"))
    while not portal.wakes.has_waiting(BEN):
        await asyncio.sleep(0)
        assert not waiting.done()
    await write(portal, ADA, BEN, "hello")
    assert names(await waiting) == ["ONIMV2JOINCHAT", "ONIMV2MESSAGEADD"]
