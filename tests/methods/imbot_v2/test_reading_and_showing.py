"""imbot.v2.Chat.Message.read, Chat.InputAction.notify and Chat.TextField.enabled"""

from typing import Any

import pytest

from tests.portals import ADA, BEN, PortalUnderTest

METHODS = (
    "imbot.v2.Chat.Message.read",
    "imbot.v2.Chat.InputAction.notify",
    "imbot.v2.Chat.TextField.enabled",
)


async def say(portal: PortalUnderTest, bot_id: int, *texts: str) -> list[int]:
    return [
        await portal.call(BEN, "im.message.add", DIALOG_ID=str(bot_id), MESSAGE=text)
        for text in texts
    ]


async def test_a_bot_reads_up_to_a_message(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    first, second, third = await say(portal, bot.id, "one", "two", "three")
    told = await bot.call("imbot.v2.Chat.Message.read", dialogId=str(BEN), messageId=second)
    assert told == {
        "chatId": 1, "lastId": second, "counter": 1, "viewedMessages": [first, second],
    }  # fmt: skip
    told = await bot.call("imbot.v2.Chat.Message.read", dialogId=str(BEN))
    assert (told["lastId"], told["counter"], told["viewedMessages"]) == (third, 0, [third])
    again = await bot.call("imbot.v2.Chat.Message.read", dialogId=str(BEN), messageId=first)
    assert (again["lastId"], again["counter"], again["viewedMessages"]) == (third, 0, [])


async def test_people_see_what_a_bot_has_read(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await say(portal, bot.id, "one")
    before = await portal.call(BEN, "im.dialog.messages.search", CHAT_ID=1)
    await bot.call("imbot.v2.Chat.Message.read", dialogId=str(BEN))
    after = await portal.call(BEN, "im.dialog.messages.search", CHAT_ID=1)
    seen = [one["messages"][0]["viewedByOthers"] for one in (before, after)]
    assert seen == [False, True]


async def test_what_a_bot_wrote_itself_is_not_viewed(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await bot.send(str(BEN), "own")
    told = await bot.call("imbot.v2.Chat.Message.read", dialogId=str(BEN))
    assert (told["counter"], told["viewedMessages"]) == (0, [])


async def test_of_many_messages_the_newest_are_told(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    ids = await say(portal, bot.id, *map(str, range(1_001)))
    told = await bot.call("imbot.v2.Chat.Message.read", dialogId=str(BEN))
    assert told["viewedMessages"] == ids[1:]
    assert told["counter"] == 0


@pytest.mark.parametrize("message_id", [0, -1, 10**9, "x"])
async def test_a_message_that_is_not_there_is_refused(
    portal: PortalUnderTest, message_id: object
) -> None:
    bot = await portal.register_bot()
    await say(portal, bot.id, "one")
    arguments = {"dialogId": str(BEN), "messageId": message_id}
    refusal = await bot.refusal("imbot.v2.Chat.Message.read", **arguments)
    assert refusal == ("MESSAGE_NOT_FOUND", 400, "Message not found")
    (item,) = (await portal.call(BEN, "im.dialog.messages.search", CHAT_ID=1))["messages"]
    assert item["viewedByOthers"] is False


async def test_a_message_of_another_chat_is_refused(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await say(portal, bot.id, "one")
    other = await portal.call(ADA, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE="two")
    arguments = {"dialogId": str(BEN), "messageId": other}
    refusal = await bot.refusal("imbot.v2.Chat.Message.read", **arguments)
    assert refusal.code == "MESSAGE_NOT_FOUND"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("dialog_id", [None, "", "chat1", "chat99", "99"])
async def test_a_dialog_that_is_not_the_bots_is_closed(
    portal: PortalUnderTest, method: str, dialog_id: object
) -> None:
    bot = await portal.register_bot()
    await portal.call(ADA, "im.chat.add")
    refusal = await bot.refusal(method, dialogId=dialog_id)
    assert refusal == ("ACCESS_DENIED", 403, "Access denied")


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"statusMessageCode": "IMBOT_AGENT_ACTION_THINKING", "duration": 30},
        {"statusMessageCode": "IMBOT_AGENT_ACTION_DREAMING"},
        {"duration": 0},
        {"duration": 10**9},
    ],
)
async def test_a_bot_shows_that_it_is_busy(
    portal: PortalUnderTest, arguments: dict[str, Any]
) -> None:
    bot = await portal.register_bot()
    await say(portal, bot.id, "hi")
    done = await bot.call("imbot.v2.Chat.InputAction.notify", dialogId=str(BEN), **arguments)
    assert done == {"result": True}


async def test_the_text_field_is_hidden_in_the_views_of_both_generations(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    for dialog_id, seen_as in (("chat1", "chat1"), (str(BEN), str(bot.id))):
        if dialog_id == "chat1":
            await bot.call("imbot.v2.Chat.add", fields={"userIds": [BEN], "title": "T"})
        else:
            await say(portal, bot.id, "hi")
        for enabled, letter in ((False, "N"), (True, "Y"), ("N", "N"), (None, "Y")):
            arguments = {} if enabled is None else {"enabled": enabled}
            done = await bot.call(
                "imbot.v2.Chat.TextField.enabled", dialogId=dialog_id, **arguments
            )
            assert done == {"result": True}
            chat = (await bot.call("imbot.v2.Chat.get", dialogId=dialog_id))["chat"]
            assert chat["textFieldEnabled"] == letter
            card = await portal.call(BEN, "im.dialog.get", DIALOG_ID=seen_as)
            assert card["text_field_enabled"] is (letter == "Y")
            (item, *_) = await portal.call(BEN, "im.recent.get")
            assert item["chat"]["text_field_enabled"] is (letter == "Y")


async def test_people_may_write_where_the_text_field_is_hidden(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await say(portal, bot.id, "hi")
    await bot.call("imbot.v2.Chat.TextField.enabled", dialogId=str(BEN), enabled=False)
    assert await say(portal, bot.id, "still here")
