"""imbot.v2.Chat.Message.send: what is sent, where to, and what is refused."""

from typing import Any

import pytest

from tests.methods.imbot_v2.shapes import MESSAGE
from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest

SEND = "imbot.v2.Chat.Message.send"
DENIED = ("ACCESS_DENIED", 403, "Access denied")
EMPTY = ("EMPTY_MESSAGE", 400, "Message is empty")
NOTHING_TO_SAY: list[object] = [
    {},
    {"message": ""},
    {"message": None},
    {"message": " \t\r\n\u00a0"},
    {"attach": []},
    {"attach": "", "message": " "},
    {"keyboard": [{"TEXT": "Go", "LINK": "https://example.com"}]},
    {"system": True},
    {"forwardIds": {}},
    {"forwardIds": []},
    None,
    [],
    "",
]


async def _reader(portal: PortalUnderTest) -> BotUnderTest:
    """A bot that may read what it sends."""
    return await portal.register_bot(type="supervisor")


async def _sent(bot: BotUnderTest, dialog: str = "2", **fields: Any) -> Any:
    sent = await bot.call(SEND, dialogId=dialog, fields=fields)
    return (await bot.call("imbot.v2.Chat.Message.get", messageId=sent["id"]))["message"]


async def _count(bot: BotUnderTest, dialog: str = "2") -> int:
    chat = (await bot.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    count: int = chat["messageCount"]
    return count


async def test_the_answer_holds_an_id_and_an_empty_object(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    answer = await bot.call(SEND, dialogId="2", fields={"message": "Hello"})
    assert answer == {"id": 1, "uuidMap": {}}


async def test_what_is_sent_is_what_is_read(portal: PortalUnderTest) -> None:
    bot = await _reader(portal)
    message = await _sent(bot, message="  Grüße, 世界 👋\n[B]bold[/B] ")
    assert set(message) == MESSAGE
    assert message == {
        "id": 1,
        "chatId": 1,
        "authorId": bot.id,
        "date": "2026-09-21T16:13:20+02:00",
        "text": "  Grüße, 世界 👋\n[B]bold[/B] ",
        "isSystem": False,
        "uuid": "",
        "forward": None,
        "params": {},
        "viewedByOthers": False,
        "unread": False,
        "viewed": True,
    }


async def test_a_person_without_a_dialog_gets_one(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await bot.send(str(BEN), "hello")
    chat = (await bot.call("imbot.v2.Chat.get", dialogId=str(BEN)))["chat"]
    assert (chat["dialogId"], chat["type"], chat["messageType"]) == ("2", "private", "P")
    assert chat["messageCount"] == 1
    await bot.send(str(BEN), "again")
    assert await _count(bot) == 2
    assert (await bot.call("imbot.v2.Bot.get"))["bot"]["countChat"] == 1


async def test_a_dialog_that_is_not_there_is_denied(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    no_dialogs: list[object] = ["chat999", "999", "", "abc", None, [], -2, 10**19]
    for dialog_id in no_dialogs:
        refusal = await bot.refusal(SEND, dialogId=dialog_id, fields={"message": "x"})
        assert refusal == DENIED, dialog_id
    assert (await bot.call("imbot.v2.Bot.get"))["bot"]["countMessage"] == 0


async def test_a_bot_cannot_write_to_itself(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    assert await bot.refusal(SEND, dialogId=str(bot.id), fields={"message": "x"}) == DENIED


async def test_nobody_writes_first_to_who_was_dismissed(portal: PortalUnderTest) -> None:
    await portal.add_person(50, active=False)
    bot = await portal.register_bot()
    assert await bot.refusal(SEND, dialogId="50", fields={"message": "x"}) == DENIED


async def test_a_group_of_others_is_denied(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    dialog = (await other.call("imbot.v2.Chat.add"))["chat"]["dialogId"]
    assert await bot.refusal(SEND, dialogId=dialog, fields={"message": "x"}) == DENIED
    assert await bot.refusal(SEND, dialogId=dialog, fields={}) == DENIED
    assert await _count(other, dialog) == 0


@pytest.mark.parametrize("unit", ["x", "ж", "👋"])
async def test_20000_characters_are_kept_and_longer_text_is_cut(
    portal: PortalUnderTest, unit: str
) -> None:
    bot = await _reader(portal)
    assert (await _sent(bot, message=unit * 20_000))["text"] == unit * 20_000
    assert (await _sent(bot, message=unit * 20_001))["text"] == unit * 20_000 + " (...)"


async def test_nothing_to_say_is_refused(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    for fields in NOTHING_TO_SAY:
        assert await bot.refusal(SEND, dialogId="2", fields=fields) == EMPTY, fields
    assert await _count(bot) == 0


async def test_without_fields_there_is_nothing_to_say(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    assert await bot.refusal(SEND, dialogId="2") == EMPTY


async def test_an_attachment_alone_says_enough(portal: PortalUnderTest) -> None:
    bot = await _reader(portal)
    message = await _sent(bot, attach=[{"MESSAGE": "text"}])
    assert message["text"] == ""
    assert message["params"]["attach"]["BLOCKS"] == [{"MESSAGE": "text"}]


async def test_numbers_are_text_too(portal: PortalUnderTest) -> None:
    bot = await _reader(portal)
    assert (await _sent(bot, message=2026))["text"] == "2026"


@pytest.mark.parametrize("text", [["x"], {"a": "x"}, True])
async def test_text_that_is_no_text_is_named(portal: PortalUnderTest, text: object) -> None:
    bot = await portal.register_bot()
    assert await bot.refusal(SEND, dialogId="2", fields={"message": text}) == (
        "INVALID_ARGUMENT",
        400,
        "Parameter fields.message must be a string",
    )


async def test_a_system_message_is_the_chats_own(portal: PortalUnderTest) -> None:
    bot = await _reader(portal)
    for yes in (True, "Y", "y", "1", 1, "true"):
        message = await _sent(bot, message="Note", system=yes)
        assert (message["authorId"], message["isSystem"]) == (0, True), yes


async def test_every_spelling_of_no_is_no(portal: PortalUnderTest) -> None:
    bot = await _reader(portal)
    for no in (False, "N", "n", "0", 0, "false", "", None):
        message = await _sent(bot, message="Hi", system=no, skipConnector=no, silentConnector=no)
        assert (message["authorId"], message["isSystem"]) == (bot.id, False), no


async def test_link_previews_can_be_switched_off(portal: PortalUnderTest) -> None:
    bot = await _reader(portal)
    assert (await _sent(bot, message="Hi", urlPreview="N"))["params"] == {"urlPreview": False}
    assert (await _sent(bot, message="Hi", urlPreview="Y"))["params"] == {}


async def test_the_connector_switches_have_no_visible_effect(portal: PortalUnderTest) -> None:
    bot = await _reader(portal)
    message = await _sent(bot, message="Hi", skipConnector="Y", silentConnector=True)
    assert message["params"] == {}


@pytest.mark.parametrize("name", ["system", "urlPreview", "skipConnector", "silentConnector"])
async def test_a_switch_that_is_neither_is_named(portal: PortalUnderTest, name: str) -> None:
    bot = await portal.register_bot()
    assert await bot.refusal(SEND, dialogId="2", fields={"message": "x", name: "maybe"}) == (
        "INVALID_ARGUMENT",
        400,
        f"Parameter fields.{name} must be a boolean",
    )


async def test_a_reply_names_a_message_of_the_same_chat(portal: PortalUnderTest) -> None:
    bot = await _reader(portal)
    asked = await bot.send("2", "question")
    assert (await _sent(bot, message="answer", replyId=asked))["params"] == {"replyId": asked}
    assert (await _sent(bot, message="answer", replyId=str(asked)))["params"] == {"replyId": asked}


async def test_a_reply_to_anything_else_is_an_ordinary_message(portal: PortalUnderTest) -> None:
    bot = await _reader(portal)
    elsewhere = await bot.send("3", "in another chat")
    for reply_id in (elsewhere, 999, 0, -1, 10**19, None, ""):
        assert (await _sent(bot, message="answer", replyId=reply_id))["params"] == {}


async def test_a_message_to_everybody_reaches_one_chat_only(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await bot.send(str(BEN), "to Ben")
    await bot.send(str(CLEO), "to Cleo")
    assert [await _count(bot, str(one)) for one in (ADA, BEN, CLEO)] == [0, 1, 1]
