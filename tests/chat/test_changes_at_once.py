"""Changes of one message that arrive at the same moment."""

import asyncio

from tests.doors import DoorUnderTest
from tests.portals import BEN, PortalUnderTest

AT_ONCE = 8


async def test_the_counters_are_exact_while_some_send_and_others_delete(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    old = [await bot.send("2", "old") for _ in range(AT_ONCE)]
    delete = "imbot.v2.Chat.Message.delete"
    deletions = [bot.call(delete, messageId=one, complete=True) for one in old]
    new = await asyncio.gather(*[bot.send("2", "new") for _ in range(AT_ONCE)], *deletions)
    told = await portal.call(BEN, "im.dialog.get", DIALOG_ID=str(bot.id))
    assert (told["message_count"], told["counter"]) == (AT_ONCE, AT_ONCE)
    assert told["last_message_id"] == max(new[:AT_ONCE])


async def test_one_of_many_deletions_is_told(portal: PortalUnderTest) -> None:
    bot, listener = await portal.register_bot(), await portal.register_bot("listener")
    said = await bot.send(str(listener.id), "hello")
    deletions = [bot.call("imbot.v2.Chat.Message.delete", messageId=said) for _ in range(AT_ONCE)]
    await asyncio.gather(*deletions)
    types = [event["type"] for event in await listener.events()]
    assert types == ["ONIMBOTV2MESSAGEADD", "ONIMBOTV2MESSAGEDELETE"]


async def test_one_of_many_likes_is_set(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said = await bot.send("2", "hello")
    door = DoorUnderTest(portal)
    like = {"MESSAGE_ID": said, "ACTION": "plus"}
    likes = [door.call(BEN, "im.message.like", like) for _ in range(AT_ONCE)]
    statuses = [reply.status for reply in await asyncio.gather(*likes)]
    assert sorted(statuses) == [200] + [400] * (AT_ONCE - 1)
    changes = [one for one in await bot.events() if one["type"] == "ONIMBOTV2REACTIONCHANGE"]
    assert len(changes) == 1
