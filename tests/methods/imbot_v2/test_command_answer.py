"""imbot.v2.Command.answer: where a command was called, for a day, and nowhere else."""

from typing import Any

import pytest

from tests.portals import ADA, BEN, BotUnderTest, PortalUnderTest

ANSWER = "imbot.v2.Command.answer"
FAILED = ("COMMAND_ANSWER_FAILED", 400, "Command answer failed")
DAY_S = 24 * 60 * 60


async def helping(portal: PortalUnderTest, code: str = "helper", **fields: Any) -> BotUnderTest:
    bot = await portal.register_bot(code)
    wanted = {"command": "help", "title": "T"} | fields
    await bot.call("imbot.v2.Command.register", fields=wanted)
    return bot


async def called(
    portal: PortalUnderTest, bot: BotUnderTest, dialog: object, author: int = BEN
) -> dict[str, Any]:
    """What the bot has to name to answer the newest call."""
    await portal.call(author, "im.message.add", DIALOG_ID=str(dialog), MESSAGE="/help")
    data = (await bot.events())[-1]["data"]
    return {
        "commandId": data["command"]["id"],
        "messageId": data["message"]["id"],
        "dialogId": data["chat"]["dialogId"],
    }


async def read(portal: PortalUnderTest, dialog: object, reader: int = BEN) -> list[Any]:
    """The messages of a dialog, oldest first."""
    answer = await portal.call(reader, "im.dialog.messages.get", DIALOG_ID=str(dialog))
    return sorted(answer["messages"], key=lambda one: one["id"])


async def test_an_answer_is_a_message_of_the_bot(portal: PortalUnderTest) -> None:
    bot = await helping(portal)
    place = await called(portal, bot, bot.id)
    keyboard = [{"TEXT": "More", "COMMAND": "help"}]
    fields = {"message": "Here", "keyboard": keyboard, "attach": [{"MESSAGE": "block"}]}
    assert await bot.call(ANSWER, **place, fields=fields) == {"result": True}
    last = (await read(portal, bot.id))[-1]
    assert [last["author_id"], last["text"]] == [bot.id, "Here"]
    assert last["params"]["KEYBOARD"][0]["COMMAND"] == "help"
    assert last["params"]["ATTACH"][0]["BLOCKS"] == [{"MESSAGE": "block"}]


async def test_a_call_can_be_answered_more_than_once(portal: PortalUnderTest) -> None:
    bot = await helping(portal)
    place = await called(portal, bot, bot.id)
    for text in ("one", "two"):
        await bot.call(ANSWER, **place, fields={"message": text})
    assert [one["text"] for one in await read(portal, bot.id)] == ["/help", "one", "two"]


async def test_an_answer_can_be_a_system_message(portal: PortalUnderTest) -> None:
    bot = await helping(portal)
    place = await called(portal, bot, bot.id)
    await bot.call(ANSWER, **place, fields={"message": "note", "system": "Y"})
    last = (await read(portal, bot.id))[-1]
    assert [last["author_id"], last["text"]] == [0, "note"]


async def test_a_long_answer_is_cut(portal: PortalUnderTest) -> None:
    bot = await helping(portal)
    place = await called(portal, bot, bot.id)
    await bot.call(ANSWER, **place, fields={"message": "x" * 20_001})
    assert (await read(portal, bot.id))[-1]["text"] == "x" * 20_000 + " (...)"


async def test_where_the_bot_is_not_the_chat_speaks_for_it(portal: PortalUnderTest) -> None:
    bot = await helping(portal, common=True)
    place = await called(portal, bot, ADA)
    await bot.call(ANSWER, **place, fields={"message": "Here"})
    last = (await read(portal, ADA))[-1]
    assert last["author_id"] == 0
    assert last["text"] == f"[USER={bot.id} REPLACE]Helper[/USER]: Here"
    assert await bot.call("imbot.v2.Bot.get")
    refusal = await bot.refusal(
        "imbot.v2.Chat.Message.send", dialogId=place["dialogId"], fields={"message": "x"}
    )
    assert refusal.code == "ACCESS_DENIED"


async def test_a_press_can_be_answered(portal: PortalUnderTest) -> None:
    bot = await helping(portal)
    sent = await bot.send(str(BEN), "?", keyboard=[{"TEXT": "Help", "COMMAND": "help"}])
    press = {"MESSAGE_ID": sent, "BOT_ID": bot.id, "COMMAND": "help"}
    await portal.call(BEN, "im.message.command", **press)
    [own] = (await bot.call("imbot.v2.Command.list"))["commands"]
    place = {"commandId": own["id"], "messageId": sent, "dialogId": str(BEN)}
    await bot.call(ANSWER, **place, fields={"message": "Here"})
    assert [one["text"] for one in await read(portal, bot.id)] == ["?", "Here"]


async def test_every_id_has_to_be_that_of_the_call(portal: PortalUnderTest) -> None:
    bot, other = await helping(portal), await helping(portal, "other")
    place, foreign = await called(portal, bot, bot.id), await called(portal, other, other.id)
    await bot.call("imbot.v2.Command.register", fields={"command": "more", "title": "T"})
    [_, more] = (await bot.call("imbot.v2.Command.list"))["commands"]
    plain = await bot.send(str(BEN), "no call")
    fields = {"message": "Here"}
    swapped = (
        {"commandId": foreign["commandId"]},
        {"commandId": more["id"]},
        {"messageId": foreign["messageId"]},
        {"messageId": plain},
        {"dialogId": str(ADA)},
        {"dialogId": "chat1000"},
        {"dialogId": "x"},
        {"commandId": 0},
        {"messageId": None},
        {"dialogId": ""},
    )
    for change in swapped:
        assert await bot.refusal(ANSWER, **(place | change), fields=fields) == FAILED, change
    assert await bot.refusal(ANSWER, **foreign, fields=fields) == FAILED
    assert await bot.refusal(ANSWER) == FAILED
    assert [one["text"] for one in await read(portal, bot.id)] == ["/help", "no call"]


async def test_a_call_can_be_answered_for_a_day(portal: PortalUnderTest) -> None:
    bot = await helping(portal)
    place = await called(portal, bot, bot.id)
    portal.clock.seconds += DAY_S - 1
    await bot.call(ANSWER, **place, fields={"message": "late"})
    portal.clock.seconds += 1
    assert await bot.refusal(ANSWER, **place, fields={"message": "too late"}) == FAILED


async def test_an_unregistered_command_cannot_be_answered(portal: PortalUnderTest) -> None:
    bot = await helping(portal)
    place = await called(portal, bot, bot.id)
    await bot.call("imbot.v2.Command.unregister", commandId=place["commandId"])
    assert await bot.refusal(ANSWER, **place, fields={"message": "Here"}) == FAILED


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "COMMAND_ANSWER_FAILED"),
        ({"message": " \n"}, "COMMAND_ANSWER_FAILED"),
        ({"keyboard": [{"TEXT": "Go", "LINK": "/"}]}, "COMMAND_ANSWER_FAILED"),
        ({"message": "x", "attach": [{"NONSENSE": 1}]}, "PARAM_ATTACH_ERROR"),
        ({"message": "x", "attach": [{"MESSAGE": "x" * 60_000}]}, "PARAM_ATTACH_ERROR"),
        ({"message": "x", "keyboard": [{"TEXT": "no action"}]}, "PARAM_KEYBOARD_ERROR"),
    ],
)
async def test_what_cannot_be_said(
    portal: PortalUnderTest, fields: dict[str, Any], code: str
) -> None:
    bot = await helping(portal)
    place = await called(portal, bot, bot.id)
    refusal = await bot.refusal(ANSWER, **place, fields=fields)
    assert [refusal.code, refusal.status] == [code, 400]
    assert len(await read(portal, bot.id)) == 1


async def test_an_answer_from_outside_counts_as_one_of_the_bot(portal: PortalUnderTest) -> None:
    bot = await helping(portal, common=True)
    place = await called(portal, bot, ADA)
    for text in ("one", "two"):
        await bot.call(ANSWER, **place, fields={"message": text})
    assert (await bot.call("imbot.v2.Bot.get"))["bot"]["countMessage"] == 2


async def test_an_answer_may_go_without_previews_of_its_links(portal: PortalUnderTest) -> None:
    bot = await helping(portal)
    place = await called(portal, bot, bot.id)
    await bot.call(ANSWER, **place, fields={"message": "https://example.com", "urlPreview": "N"})
    last = (await read(portal, bot.id))[-1]
    assert last["params"]["URL_PREVIEW"] == "N"
