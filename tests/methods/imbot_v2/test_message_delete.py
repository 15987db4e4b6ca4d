"""imbot.v2.Chat.Message.delete, and what is left of a message"""

from typing import Any
from uuid import uuid4

import pytest

from tests.portals import BEN, CLEO, BotUnderTest, PortalUnderTest

DELETE = "imbot.v2.Chat.Message.delete"
DENIED = ("ACCESS_DENIED", 403, "Access denied")
LEFT = "This message was deleted."


async def _delete(bot: BotUnderTest, message_id: int, **arguments: Any) -> None:
    assert await bot.call(DELETE, messageId=message_id, **arguments) == {"result": True}


async def _read(bot: BotUnderTest, message_id: int) -> Any:
    return (await bot.call("imbot.v2.Chat.Message.get", messageId=message_id))["message"]


async def _history(portal: PortalUnderTest, user_id: int, dialog: str) -> list[Any]:
    told = await portal.call(user_id, "im.dialog.messages.get", DIALOG_ID=dialog)
    messages: list[Any] = told["messages"]
    return messages


async def _card(portal: PortalUnderTest, user_id: int, dialog: str) -> tuple[int, int, int]:
    """How many messages, the last one, and how many are unread."""
    told = await portal.call(user_id, "im.dialog.get", DIALOG_ID=dialog)
    return told["message_count"], told["last_message_id"], told["counter"]


async def test_a_sentence_is_left_in_its_place(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    message_id = await bot.send(
        "2", "secret", keyboard=[{"TEXT": "Go", "LINK": "/"}], attach=[{"MESSAGE": "more"}]
    )
    await portal.call(BEN, "im.message.like", MESSAGE_ID=message_id)
    before = await _read(bot, message_id)
    await _delete(bot, message_id)
    after = await _read(bot, message_id)
    assert after == before | {"text": LEFT, "params": {"isDeleted": True}}
    around = await bot.call("imbot.v2.Chat.Message.getContext", messageId=message_id)
    assert around["messages"] == [after]
    [shown] = await _history(portal, BEN, str(bot.id))
    assert (shown["text"], shown["params"]) == (LEFT, {"IS_DELETED": "Y"})
    found = await portal.call(BEN, "im.dialog.messages.search", CHAT_ID=1, SEARCH_MESSAGE="secr")
    assert found["messages"] == found["reactions"] == []


async def test_counters_stay_true_with_the_sentence(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    first, last = await bot.send("2", "one"), await bot.send("2", "two")
    assert await _card(portal, BEN, str(bot.id)) == (2, last, 2)
    await _delete(bot, last)
    assert await _card(portal, BEN, str(bot.id)) == (2, last, 2)
    [dialog] = (await portal.call(BEN, "im.recent.list"))["items"]
    assert (dialog["message"]["id"], dialog["message"]["text"]) == (last, LEFT)
    assert dialog["counter"] == 2
    assert first < last


async def test_nothing_is_left_of_a_complete_deletion(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    first, second = await bot.send("2", "one"), await bot.send("2", "two")
    third = await bot.send("2", "three", replyId=second)
    await _delete(bot, second, complete="Y")
    assert [one["id"] for one in await _history(portal, BEN, str(bot.id))] == [third, first]
    assert await _card(portal, BEN, str(bot.id)) == (2, third, 2)
    refusal = await bot.refusal("imbot.v2.Chat.Message.get", messageId=second)
    assert refusal.code == "MESSAGE_NOT_FOUND"
    await _delete(bot, third, complete=True)
    assert await _card(portal, BEN, str(bot.id)) == (1, first, 1)
    await _delete(bot, first, complete=1)
    assert await _card(portal, BEN, str(bot.id)) == (0, 0, 0)
    assert (await portal.call(BEN, "im.recent.list"))["items"] == []
    assert await bot.send("2", "four") > third
    assert (await _card(portal, BEN, str(bot.id)))[0] == 1


async def test_a_deletion_is_heard_once(portal: PortalUnderTest) -> None:
    bot, listener = await portal.register_bot(), await portal.register_bot("listener")
    message_id = await bot.send(str(listener.id), "hello")
    await _delete(bot, message_id)
    await _delete(bot, message_id)
    await _delete(bot, message_id, complete=True)
    other = await bot.send(str(listener.id), "bye")
    await _delete(bot, other, complete=True)
    events = await listener.events()
    deletions = [one for one in events if one["type"] == "ONIMBOTV2MESSAGEDELETE"]
    assert [one["data"]["messageId"] for one in deletions] == [message_id, other]
    assert deletions[0]["data"]["user"]["id"] == bot.id
    assert "message" not in deletions[0]["data"]
    assert await bot.events() == []
    for complete in (False, True):
        assert await bot.refusal(DELETE, messageId=other, complete=complete) == DENIED


async def test_plain_bots_hear_of_it_where_the_message_mentioned_them(
    portal: PortalUnderTest,
) -> None:
    bot, listener = await portal.register_bot(), await portal.register_bot("listener")
    chat = (await bot.call("imbot.v2.Chat.add", fields={"userIds": [listener.id]}))["chat"]
    plain = await bot.send(chat["dialogId"], "nobody")
    mention = await bot.send(chat["dialogId"], f"[USER={listener.id}]you[/USER]")
    await _delete(bot, plain)
    await _delete(bot, mention)
    told = [one["data"].get("messageId") for one in await listener.events()]
    assert [one for one in told if one is not None] == [mention]


async def test_who_administers_a_group_deletes_everything_in_it(portal: PortalUnderTest) -> None:
    bot, member = await portal.register_bot(), await portal.register_bot("member")
    chat = (await bot.call("imbot.v2.Chat.add", fields={"userIds": [BEN, member.id]}))["chat"]
    dialog = chat["dialogId"]
    of_person = await portal.call(BEN, "im.message.add", DIALOG_ID=dialog, MESSAGE="of Ben")
    of_chat = await bot.send(dialog, "of the chat", system=True)
    for message_id in (of_person, of_chat):
        assert await member.refusal(DELETE, messageId=message_id) == DENIED
        await _delete(bot, message_id)
    deleted = {one["id"] for one in await _history(portal, BEN, dialog) if one["text"] == LEFT}
    assert deleted == {of_person, of_chat}
    await bot.call("imbot.v2.Chat.Manager.add", dialogId=dialog, userIds=[member.id])
    await _delete(member, await bot.send(dialog, "of the bot"), complete=True)


async def test_nobody_else_deletes(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    of_person = await portal.call(BEN, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE="hi")
    own_system = await bot.send("2", "of the chat", system=True)
    elsewhere = await other.send("2", "elsewhere")
    for message_id in (of_person, own_system, elsewhere, 999, 0, "x", None):
        assert await bot.refusal(DELETE, messageId=message_id) == DENIED
    of_bot = await bot.send("3", "of the bot")
    refusal = await bot.refusal(DELETE, messageId=of_bot, complete="maybe")
    assert refusal.code == "INVALID_ARGUMENT"
    assert [one["text"] for one in await _history(portal, BEN, str(bot.id))] == [
        "of the chat",
        "hi",
    ]


async def test_forwards_and_replies_outlive_the_original(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    original = await bot.send("2", "original")
    reply = await bot.send("2", "reply", replyId=original)
    uuid = str(uuid4())
    forward: dict[str, Any] = {"dialogId": "3", "fields": {"forwardIds": {uuid: original}}}
    copy = (await bot.call("imbot.v2.Chat.Message.send", **forward))["id"]
    await _delete(bot, original)
    assert (await _read(bot, copy))["text"] == "original"
    assert (await _read(bot, copy))["forward"]["id"] == original
    assert (await _read(bot, reply))["params"] == {"replyId": original}
    refusal = await bot.refusal("imbot.v2.Chat.Message.send", **forward)
    assert refusal == DENIED
    late = await bot.send("2", "late reply", replyId=original)
    assert (await _read(bot, late))["params"] == {}
    answer = {"DIALOG_ID": str(bot.id), "MESSAGE": "x", "REPLY_ID": original}
    assert (await portal.refusal(BEN, "im.message.add", **answer)).code == "REPLY_ACCESS_ERROR"
    await _delete(bot, original, complete=True)
    assert (await _read(bot, copy))["text"] == "original"
    found = await portal.call(BEN, "im.dialog.messages.search", CHAT_ID=1)
    assert found["additionalMessages"] == []


async def test_a_repeat_of_a_deleted_send_sends_nothing(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    template = str(uuid4())
    first = await bot.send("2", "once", templateId=template)
    await _delete(bot, first, complete=True)
    assert await bot.send("2", "once", templateId=template) == first
    assert await _history(portal, BEN, str(bot.id)) == []


async def test_its_files_go_with_it(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    content = {"name": "a.txt", "content": "aGVsbG8="}
    sent = await bot.call("imbot.v2.File.upload", dialogId="2", fields=content)
    file = sent["file"]["id"]
    assert await bot.call("imbot.v2.File.download", fileId=file)
    [message] = await _history(portal, BEN, str(bot.id))
    await _delete(bot, message["id"])
    assert (await bot.refusal("imbot.v2.File.download", fileId=file)).code == "FILE_NOT_FOUND"


@pytest.mark.parametrize("complete", [False, True])
async def test_newcomers_without_the_history_see_what_follows(
    portal: PortalUnderTest, complete: bool
) -> None:
    bot = await portal.register_bot()
    chat = (await bot.call("imbot.v2.Chat.add", fields={"userIds": [BEN]}))["chat"]
    dialog = chat["dialogId"]
    last = await bot.send(dialog, "before")
    await _delete(bot, last, complete=complete)
    arguments = {"CHAT_ID": chat["id"], "USERS": [CLEO], "HIDE_HISTORY": "Y"}
    await portal.call(BEN, "im.chat.user.add", **arguments)
    after = await bot.send(dialog, "after")
    assert after in [one["id"] for one in await _history(portal, CLEO, dialog)]
    assert last not in [one["id"] for one in await _history(portal, CLEO, dialog)]
