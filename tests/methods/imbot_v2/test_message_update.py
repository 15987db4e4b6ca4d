"""imbot.v2.Chat.Message.update"""

from typing import Any
from uuid import uuid4

import pytest

from tests.portals import ADA, BEN, BotUnderTest, PortalUnderTest

UPDATE = "imbot.v2.Chat.Message.update"
DENIED = ("ACCESS_DENIED", 403, "Access denied")
BLOCKS = {"BLOCKS": [{"MESSAGE": "block"}]}
BUTTONS = [{"TEXT": "Go", "LINK": "/"}]


async def _update(bot: BotUnderTest, message_id: int, **fields: Any) -> Any:
    answer = await bot.call(UPDATE, messageId=message_id, fields=fields)
    assert answer == {"result": True}


async def _read(bot: BotUnderTest, message_id: int) -> Any:
    return (await bot.call("imbot.v2.Chat.Message.get", messageId=message_id))["message"]


async def _bot(portal: PortalUnderTest) -> BotUnderTest:
    return await portal.register_bot(type="supervisor")


async def test_the_text_changes_and_is_marked(portal: PortalUnderTest) -> None:
    bot = await _bot(portal)
    message_id = await bot.send("2", "old", keyboard=BUTTONS)
    before = await _read(bot, message_id)
    await _update(bot, message_id, message="new")
    after = await _read(bot, message_id)
    params = before["params"] | {"isEdited": True}
    assert after == before | {"text": "new", "params": params}
    told = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=str(bot.id))
    [shown] = told["messages"]
    assert (shown["text"], shown["params"]["IS_EDITED"]) == ("new", "Y")


async def test_what_is_absent_or_null_stays(portal: PortalUnderTest) -> None:
    bot = await _bot(portal)
    message_id = await bot.send("2", "text", keyboard=BUTTONS, attach=BLOCKS, urlPreview=False)
    before = await _read(bot, message_id)
    await bot.call(UPDATE, messageId=message_id)
    await _update(bot, message_id)
    await _update(bot, message_id, message=None, keyboard=None, attach=None, urlPreview=None)
    assert await _read(bot, message_id) == before


async def test_overlong_text_is_cut(portal: PortalUnderTest) -> None:
    bot = await _bot(portal)
    message_id = await bot.send("2", "text")
    await _update(bot, message_id, message="x" * 20_001)
    assert (await _read(bot, message_id))["text"] == "x" * 20_000 + " (...)"


@pytest.mark.parametrize("removal", ["N", "", [], {}, "[]"])
async def test_a_keyboard_is_replaced_and_taken_away_without_a_mark(
    portal: PortalUnderTest, removal: object
) -> None:
    bot = await _bot(portal)
    message_id = await bot.send("2", "text")
    await _update(bot, message_id, keyboard=BUTTONS)
    params = (await _read(bot, message_id))["params"]
    assert [button["BOT_ID"] for button in params["keyboard"]] == [bot.id]
    await _update(bot, message_id, keyboard=removal)
    assert (await _read(bot, message_id))["params"] == {}


async def test_an_attachment_is_replaced_as_an_object_and_marked(portal: PortalUnderTest) -> None:
    bot = await _bot(portal)
    message_id = await bot.send("2", "text")
    await _update(bot, message_id, attach=BLOCKS)
    params = (await _read(bot, message_id))["params"]
    assert params["attach"]["BLOCKS"] == [{"MESSAGE": "block"}]
    assert params["isEdited"] is True


@pytest.mark.parametrize("removal", ["N", "", [], {}, BLOCKS["BLOCKS"], '[{"MESSAGE": "x"}]'])
async def test_a_bare_list_of_blocks_takes_the_attachment_away(
    portal: PortalUnderTest, removal: object
) -> None:
    bot = await _bot(portal)
    message_id = await bot.send("2", "text", attach=BLOCKS)
    await _update(bot, message_id, attach=removal)
    assert (await _read(bot, message_id))["params"] == {"isEdited": True}


async def test_link_previews_are_switched(portal: PortalUnderTest) -> None:
    bot = await _bot(portal)
    message_id = await bot.send("2", "text")
    await _update(bot, message_id, urlPreview="N")
    assert (await _read(bot, message_id))["params"] == {"urlPreview": False}
    await _update(bot, message_id, urlPreview=True)
    assert (await _read(bot, message_id))["params"] == {}


async def test_blank_text_beside_an_attachment_is_kept(portal: PortalUnderTest) -> None:
    bot = await _bot(portal)
    message_id = await bot.send("2", "text", attach=BLOCKS)
    await _update(bot, message_id, message="")
    after = await _read(bot, message_id)
    assert (after["text"], "attach" in after["params"]) == ("", True)


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"message": "text"}, {"message": ""}),
        ({"message": "text"}, {"message": " \n "}),
        ({"attach": BLOCKS}, {"attach": ""}),
        ({"message": "text", "keyboard": BUTTONS}, {"message": ""}),
    ],
)
async def test_a_message_with_nothing_left_to_say_is_deleted(
    portal: PortalUnderTest, sent: dict[str, Any], fields: dict[str, Any]
) -> None:
    bot, listener = await _bot(portal), await portal.register_bot("listener")
    answer = await bot.call("imbot.v2.Chat.Message.send", dialogId=str(listener.id), fields=sent)
    await _update(bot, answer["id"], **fields)
    assert (await _read(bot, answer["id"]))["params"] == {"isDeleted": True}
    types = [event["type"] for event in await listener.events()]
    assert types == ["ONIMBOTV2MESSAGEADD", "ONIMBOTV2MESSAGEDELETE"]


async def test_who_hears_of_it_sees_the_new_message(portal: PortalUnderTest) -> None:
    bot, listener = await _bot(portal), await portal.register_bot("listener")
    await portal.call(BEN, "im.v2.Event.subscribe")
    users = [BEN, listener.id]
    chat = (await bot.call("imbot.v2.Chat.add", fields={"userIds": users}))["chat"]
    message_id = await bot.send(chat["dialogId"], "nobody in particular")
    await _update(bot, message_id, message=f"[USER={listener.id}]you[/USER]")
    await _update(bot, message_id, message="nobody again")
    await _update(bot, message_id, message="not heard")
    edits = [one for one in await listener.events() if one["type"] == "ONIMBOTV2MESSAGEUPDATE"]
    texts = [edit["data"]["message"]["text"] for edit in edits]
    assert texts == [f"[USER={listener.id}]you[/USER]", "nobody again"]
    assert edits[0]["data"]["message"]["params"] == {"isEdited": True}
    assert edits[0]["data"]["user"]["id"] == bot.id
    heard = (await portal.call(BEN, "im.v2.Event.get"))["events"]
    kinds = [one["type"] for one in heard if one["type"] != "ONIMV2JOINCHAT"]
    assert kinds.count("ONIMV2MESSAGEUPDATE") == 3
    assert await bot.events() == []


async def test_nothing_is_heard_of_a_change_that_changes_nothing(portal: PortalUnderTest) -> None:
    bot, listener = await _bot(portal), await portal.register_bot("listener")
    message_id = await bot.send(str(listener.id), "text", keyboard=BUTTONS)
    await _update(bot, message_id, message="text", keyboard=BUTTONS, attach="", urlPreview="Y")
    assert len(await listener.events()) == 1
    assert "isEdited" not in (await _read(bot, message_id))["params"]


async def test_only_its_own_messages(portal: PortalUnderTest) -> None:
    bot, other = await _bot(portal), await portal.register_bot("other", type="supervisor")
    chat = (await bot.call("imbot.v2.Chat.add", fields={"userIds": [BEN, other.id]}))["chat"]
    dialog = chat["dialogId"]
    foreign = [
        await other.send(dialog, "of another bot"),
        await portal.call(BEN, "im.message.add", DIALOG_ID=dialog, MESSAGE="of a person"),
        await bot.send(dialog, "of the chat", system=True),
        await other.send(str(BEN), "elsewhere"),
    ]
    for message_id in [*foreign, 999, 0, -1, "x", None]:
        refusal = await bot.refusal(UPDATE, messageId=message_id, fields={"message": "new"})
        assert refusal == DENIED
    assert (await _read(other, foreign[0]))["text"] == "of another bot"


async def test_neither_forwarded_copies_nor_what_was_deleted(portal: PortalUnderTest) -> None:
    bot = await _bot(portal)
    original = await bot.send("2", "mine")
    uuid = str(uuid4())
    sent = await bot.call(
        "imbot.v2.Chat.Message.send", dialogId="1", fields={"forwardIds": {uuid: original}}
    )
    await bot.call("imbot.v2.Chat.Message.delete", messageId=original)
    for message_id in (sent["id"], original):
        refusal = await bot.refusal(UPDATE, messageId=message_id, fields={"message": "new"})
        assert refusal == DENIED
    assert (await _read(bot, sent["id"]))["text"] == "mine"


async def test_only_in_chats_that_it_is_in(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat = (await bot.call("imbot.v2.Chat.add", fields={"userIds": [BEN]}))["chat"]
    message_id = await bot.send(chat["dialogId"], "old")
    await bot.call("imbot.v2.Chat.leave", dialogId=chat["dialogId"])
    change = {"messageId": message_id, "fields": {"message": "new"}}
    assert await bot.refusal(UPDATE, **change) == DENIED
    assert await bot.refusal("imbot.v2.Chat.Message.delete", messageId=message_id) == DENIED
    await portal.call(BEN, "im.chat.user.add", CHAT_ID=chat["id"], USERS=[bot.id])
    assert await bot.refusal(UPDATE, **change) == DENIED
    told = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=chat["dialogId"])
    assert "old" in [one["text"] for one in told["messages"]]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"keyboard": [{"TEXT": "no action"}]}, "PARAM_KEYBOARD_ERROR"),
        ({"keyboard": 5}, "PARAM_KEYBOARD_ERROR"),
        ({"attach": {"BLOCKS": [{"NO": "x"}]}}, "PARAM_ATTACH_ERROR"),
        ({"attach": {"BLOCKS": [{"MESSAGE": "x" * 60_000}]}}, "PARAM_ATTACH_ERROR"),
        ({"attach": "no json"}, "PARAM_ATTACH_ERROR"),
        ({"message": ["x"]}, "INVALID_ARGUMENT"),
    ],
)
async def test_a_refused_change_changes_nothing(
    portal: PortalUnderTest, fields: dict[str, Any], code: str
) -> None:
    bot, listener = await _bot(portal), await portal.register_bot("listener")
    message_id = await bot.send(str(listener.id), "text")
    before = await _read(bot, message_id)
    refusal = await bot.refusal(UPDATE, messageId=message_id, fields={"message": "new"} | fields)
    assert (refusal.code, refusal.status) == (code, 400)
    assert await _read(bot, message_id) == before
    assert len(await listener.events()) == 1


async def test_who_may_not_learns_nothing_of_the_rest(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    message_id = await portal.call(ADA, "im.message.add", DIALOG_ID="2", MESSAGE="private")
    refusal = await bot.refusal(UPDATE, messageId=message_id, fields={"message": ["x"]})
    assert refusal == DENIED
