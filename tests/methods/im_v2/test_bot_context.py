"""im.v2.Chat.Bot.sendContext, and im.v2.Command.list."""

from typing import Any

import pytest

from tests.methods.imbot_v2.shapes import BOT, EVENT_CHAT, USER
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

SEND = "im.v2.Chat.Bot.sendContext"
LIST = "im.v2.Command.list"
DENIED = ("ACCESS_DENIED", 403, "Access denied")
CONTEXT = {"action": "openTask", "taskId": 456, "more": {"empty": None, "list": [1]}}


async def test_the_bot_hears_why_its_dialog_was_opened(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    assert await portal.call(BEN, SEND, dialogId=str(bot.id), context=CONTEXT) is True
    join, event = await bot.events()
    assert [join["type"], event["type"]] == ["ONIMBOTV2JOINCHAT", "ONIMBOTV2CONTEXTGET"]
    data = event["data"]
    assert set(data) == {"bot", "dialogId", "context", "chat", "user", "language"}
    assert set(data["bot"]) == BOT
    assert set(data["chat"]) == EVENT_CHAT
    assert set(data["user"]) == USER
    assert data["context"] == CONTEXT
    assert [data["dialogId"], data["chat"]["dialogId"]] == [str(BEN)] * 2
    assert [data["user"]["id"], data["language"]] == [BEN, "en"]


async def test_all_bots_of_a_group_hear_of_it(portal: PortalUnderTest) -> None:
    one, two = await portal.register_bot("one"), await portal.register_bot("two")
    fields = {"title": "T", "userIds": [BEN, two.id]}
    dialog = (await one.call("imbot.v2.Chat.add", fields=fields))["chat"]["dialogId"]
    await portal.call(BEN, SEND, dialogId=dialog, context={})
    for bot in (one, two):
        event = (await bot.events())[-1]
        assert event["type"] == "ONIMBOTV2CONTEXTGET"
        assert [event["data"]["dialogId"], event["data"]["context"]] == [dialog, {}]
    assert await portal.refusal(CLEO, SEND, dialogId=dialog, context={}) == DENIED


async def test_only_dialogs_with_bots_are_bot_dialogs(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(BEN, "im.chat.add", USERS=[ADA])
    for dialog in (str(ADA), "999", f"chat{chat_id}", "chat999", "x", "", None, ["2"]):
        assert await portal.refusal(BEN, SEND, dialogId=dialog, context={}) == DENIED
    recent = await portal.call(BEN, "im.recent.list")
    assert [one["chat_id"] for one in recent["items"]] == [chat_id]


@pytest.mark.parametrize("context", [None, "", "{}", [], ["x"], 5, True])
async def test_a_context_is_an_object(portal: PortalUnderTest, context: object) -> None:
    bot = await portal.register_bot()
    refusal = await portal.refusal(BEN, SEND, dialogId=str(bot.id), context=context)
    assert refusal == ("INVALID_ARGUMENT", 400, "Parameter context must be an object")
    assert await bot.events() == []


async def test_a_dialog_is_looked_for_before_the_context_is_read(portal: PortalUnderTest) -> None:
    assert await portal.refusal(BEN, SEND, dialogId="999", context=5) == DENIED
    bot = await portal.register_bot()
    await portal.refusal(BEN, SEND, dialogId=str(bot.id), context=5)
    assert (await portal.call(BEN, "im.recent.list"))["items"] == []
    assert (await bot.call("imbot.v2.Bot.get"))["bot"]["countChat"] == 0


async def test_a_context_has_a_size(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    most = {"x": "y" * (65_536 - len('{"x":""}'))}
    await portal.call(BEN, SEND, dialogId=str(bot.id), context=most)
    refusal = await portal.refusal(BEN, SEND, dialogId=str(bot.id), context=most | {"z": 1})
    assert refusal.description == "Parameter context must be at most 65536 bytes"


async def _listed(portal: PortalUnderTest, user_id: int = BEN, **arguments: Any) -> list[str]:
    answer = await portal.call(user_id, LIST, **arguments)
    return [one["command"] for one in answer["commands"]]


async def test_people_see_what_they_may_use(portal: PortalUnderTest) -> None:
    one, two = await portal.register_bot("one"), await portal.register_bot("two")
    for bot, name, fields in (
        (one, "own", {}),
        (one, "secret", {"hidden": True}),
        (two, "everywhere", {"common": True, "extranetSupport": True}),
        (two, "there", {}),
    ):
        wanted = {"command": name, "title": {"en": name.title()}} | fields
        await bot.call("imbot.v2.Command.register", fields=wanted)
    assert await _listed(portal) == ["/own", "/everywhere", "/there"]
    await one.send(str(BEN), "hello")
    assert await _listed(portal, dialogId=str(one.id)) == ["/own", "/everywhere"]
    await portal.add_person(50, type="extranet", first_name="Guest")
    assert await _listed(portal, 50) == ["/everywhere"]
    [first, *_] = (await portal.call(BEN, LIST))["commands"]
    assert set(first) == {
        "id", "botId", "command", "common", "hidden", "extranetSupport", "title", "params",
        "category", "context",
    }  # fmt: skip
    assert [first["botId"], first["title"], first["category"]] == [one.id, "Own", "One"]


async def test_a_dialog_has_to_be_the_persons(portal: PortalUnderTest) -> None:
    for dialog in ("chat999", "999", "x", ["x"]):
        assert await portal.refusal(BEN, LIST, dialogId=dialog) == DENIED
