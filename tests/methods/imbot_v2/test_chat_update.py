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


async def test_the_members_are_told_and_the_owner_stays(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    chat = await _chat(bot, userIds=[BEN], message="hello", description="Old")
    fields = {"title": "New", "ownerId": BEN, "description": "New"}
    await bot.call(UPDATE, dialogId=chat["dialogId"], fields=fields)
    seen = await _seen(bot, chat)
    assert (seen["owner"], seen["messageCount"]) == (bot.id, chat["messageCount"] + 1)
    said = await bot.call("imbot.v2.Chat.Message.get", messageId=seen["lastMessageId"])
    assert said["message"]["isSystem"]
    assert said["message"]["text"] == (
        f'[USER={bot.id} REPLACE]Helper[/USER] changed the chat title to "New"'
    )


async def test_what_is_as_wanted_is_no_news(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat = await _chat(bot, title="T", color="red", userIds=[BEN])
    fields = {"title": " T ", "color": "RED", "description": "D"}
    await bot.call(UPDATE, dialogId=chat["dialogId"], fields=fields)
    assert await _seen(bot, chat) == chat | {"isNew": False, "description": "D"}


async def test_a_private_dialog_is_changed_in_silence(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await bot.send(str(BEN), "hello")
    before = (await bot.call("imbot.v2.Chat.get", dialogId=str(BEN)))["chat"]
    await bot.call(UPDATE, dialogId=str(BEN), fields={"title": "T", "color": "azure"})
    assert (await bot.call("imbot.v2.Chat.get", dialogId=str(BEN)))["chat"] == before


async def test_a_chat_of_others_is_denied(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    chat = await _chat(other, title="Theirs")
    for dialog_id in (chat["dialogId"], "chat999", "", None):
        refusal = await bot.refusal(UPDATE, dialogId=dialog_id, fields={"title": "Mine"})
        assert refusal == ("ACCESS_DENIED", 403, "Access denied")
    assert (await _seen(other, chat))["name"] == "Theirs"
