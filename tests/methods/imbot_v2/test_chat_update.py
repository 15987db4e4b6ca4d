"""imbot.v2.Chat.update: title, description, colour and picture in one call."""

from typing import Any

import pytest

from tests.pictures import picture
from tests.portals import BEN, BotUnderTest, PortalUnderTest

UPDATE = "imbot.v2.Chat.update"


async def _chat(bot: BotUnderTest, **fields: Any) -> Any:
    return (await bot.call("imbot.v2.Chat.add", fields=fields))["chat"]


async def _seen(bot: BotUnderTest, chat: Any) -> Any:
    return (await bot.call("imbot.v2.Chat.get", dialogId=chat["dialogId"]))["chat"]


async def test_all_four_change_at_once(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat = await _chat(bot, title="Old", color="red")
    fields = {"title": "New", "description": "D", "color": "azure", "avatar": picture()}
    answer = await bot.call(UPDATE, dialogId=chat["dialogId"], fields=fields)
    assert answer == {"result": True}
    seen = await _seen(bot, chat)
    assert (seen["name"], seen["description"], seen["color"]) == ("New", "D", "#29619b")
    assert "/avatar/" in seen["avatar"]


@pytest.mark.parametrize(
    "fields", [{}, {"title": " "}, {"color": "ultraviolet"}, {"avatar": "bm8="}, None, []]
)
async def test_what_is_blank_or_unknown_changes_nothing(
    portal: PortalUnderTest, fields: object
) -> None:
    bot = await portal.register_bot()
    chat = await _chat(bot, title="T", description="D", color="red", avatar=picture())
    answer = await bot.call(UPDATE, dialogId=chat["dialogId"], fields=fields)
    assert answer == {"result": True}
    assert await _seen(bot, chat) == chat | {"isNew": False}


async def test_a_plain_member_may_change_it_too(portal: PortalUnderTest) -> None:
    owner, member = await portal.register_bot("owner"), await portal.register_bot("member")
    chat = await _chat(owner, userIds=[member.id])
    await member.call(UPDATE, dialogId=chat["dialogId"], fields={"title": "Mine"})
    assert (await _seen(owner, chat))["name"] == "Mine"


async def test_the_owner_and_the_counters_stay(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat = await _chat(bot, userIds=[BEN], message="hello")
    await bot.call(UPDATE, dialogId=chat["dialogId"], fields={"title": "New", "ownerId": BEN})
    assert await _seen(bot, chat) == chat | {"isNew": False, "name": "New"}


async def test_a_chat_of_others_is_denied(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    chat = await _chat(other, title="Theirs")
    for dialog_id in (chat["dialogId"], "chat999", "", None):
        refusal = await bot.refusal(UPDATE, dialogId=dialog_id, fields={"title": "Mine"})
        assert refusal == ("ACCESS_DENIED", 403, "Access denied")
    assert (await _seen(other, chat))["name"] == "Theirs"
