"""im.message.command: pressing buttons and menu items."""

import asyncio
from typing import Any

import pytest

from botyard.model.errors import ApiError
from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest

PRESS = "im.message.command"
REGISTER = "imbot.v2.Command.register"
MESSAGE_ID = ("MESSAGE_ID_ERROR", 400, "Message ID can't be empty")
BOT_ID = ("BOT_ID_ERROR", 400, "Bot ID can't be empty")
NO_COMMAND = ("COMMAND_ERROR", 400, "Command can't be empty")
PARAMS = ("PARAMS_ERROR", 400, "Incorrect params")


def button(command: str = "vote", params: str = "", **more: Any) -> dict[str, Any]:
    return {"TEXT": "Vote", "COMMAND": command, "COMMAND_PARAMS": params} | more


async def voting(portal: PortalUnderTest, code: str = "voter", **fields: Any) -> BotUnderTest:
    bot = await portal.register_bot(code)
    await bot.call(REGISTER, fields={"command": "vote", "hidden": True} | fields)
    return bot


async def press(
    portal: PortalUnderTest, bot: BotUnderTest, message_id: int, params: str = "", **more: Any
) -> None:
    arguments = {
        "MESSAGE_ID": message_id, "BOT_ID": bot.id, "COMMAND": "vote", "COMMAND_PARAMS": params,
    } | more  # fmt: skip
    assert await portal.call(BEN, PRESS, **arguments) is True


async def refused(
    portal: PortalUnderTest, bot: BotUnderTest, message_id: object, user_id: int = BEN, **more: Any
) -> Any:
    arguments = {"MESSAGE_ID": message_id, "BOT_ID": bot.id, "COMMAND": "vote"} | more
    return await portal.refusal(user_id, PRESS, **arguments)


async def pressed(bot: BotUnderTest) -> list[tuple[str, str]]:
    """Context and params of each call that the bot heard of."""
    found = [event["data"].get("command") for event in await bot.events()]
    return [(one["context"], one["params"]) for one in found if one]


async def keyboard(portal: PortalUnderTest, bot: BotUnderTest) -> list[dict[str, Any]]:
    """The buttons of the only message that Ben has from the bot."""
    dialog = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=str(bot.id))
    [message] = dialog["messages"]
    found: list[dict[str, Any]] = message["params"]["KEYBOARD"]
    return found


async def test_a_press_is_heard_of_as_a_call(portal: PortalUnderTest) -> None:
    bot = await voting(portal)
    message_id = await bot.send(str(BEN), "Vote!", keyboard=[button(params="yes")])
    await press(portal, bot, message_id, "yes")
    [event] = await bot.events()
    assert event["type"] == "ONIMBOTV2COMMANDADD"
    data = event["data"]
    assert [data["message"]["id"], data["message"]["authorId"]] == [message_id, bot.id]
    assert [data["command"]["command"], data["command"]["params"]] == ["/vote", "yes"]
    assert data["command"]["context"] == "keyboard"
    assert [data["user"]["id"], data["chat"]["dialogId"]] == [BEN, str(BEN)]


async def test_a_press_says_nothing_in_the_chat(portal: PortalUnderTest) -> None:
    bot = await voting(portal)
    message_id = await bot.send(str(BEN), "Vote!", keyboard=[button()])
    await press(portal, bot, message_id)
    chat = (await bot.call("imbot.v2.Chat.get", dialogId=str(BEN)))["chat"]
    assert [chat["messageCount"], chat["lastMessageId"]] == [1, message_id]


async def test_only_a_menu_makes_the_context_menu(portal: PortalUnderTest) -> None:
    bot = await voting(portal)
    dialog = {"DIALOG_ID": str(bot.id), "MESSAGE": "Vote!"}
    menu = {"BOT_ID": bot.id, "ITEMS": [button()]}
    buttons = {"BOT_ID": bot.id, "BUTTONS": [button()]}
    listed = await portal.call(BEN, "im.message.add", **dialog, MENU=menu)
    both = await portal.call(BEN, "im.message.add", **dialog, MENU=menu, KEYBOARD=buttons)
    await press(portal, bot, listed)
    await press(portal, bot, both)
    assert await pressed(bot) == [("menu", ""), ("keyboard", "")]


@pytest.mark.parametrize("where", ["MENU", "KEYBOARD"])
async def test_a_persons_item_may_leave_open_which_bot_is_meant(
    portal: PortalUnderTest, where: str
) -> None:
    here, elsewhere = await voting(portal), await voting(portal, "elsewhere")
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN, here.id])
    written = await portal.call(
        ADA, "im.message.add", DIALOG_ID=f"chat{chat_id}", MESSAGE="Vote!", **{where: [button()]}
    )
    await press(portal, here, written)
    assert await pressed(here) == [(where.lower(), "")]
    assert await refused(portal, elsewhere, written) == PARAMS
    assert await pressed(elsewhere) == []


async def test_the_items_of_a_bot_are_its_own(portal: PortalUnderTest) -> None:
    bot, other = await voting(portal), await voting(portal, "other", common=True)
    message_id = await bot.send(str(BEN), "Vote!", keyboard=[button()])
    assert await refused(portal, other, message_id) == PARAMS
    assert await pressed(other) == []


@pytest.mark.parametrize(
    ("command", "params", "heard"),
    [
        ("/VOTE", None, ""),
        ("vote yes", None, "yes"),
        ("vote yes", "no", "no"),
        ("vote", "a b", "a b"),
    ],
)
async def test_how_a_command_may_be_spelled(
    portal: PortalUnderTest, command: str, params: str | None, heard: str
) -> None:
    bot = await voting(portal)
    message_id = await bot.send(str(BEN), "Vote!", keyboard=[button()])
    await press(portal, bot, message_id, COMMAND=command, COMMAND_PARAMS=params)
    assert await pressed(bot) == [("keyboard", heard)]


async def test_a_button_may_hold_the_params_in_its_command(portal: PortalUnderTest) -> None:
    bot = await voting(portal)
    message_id = await bot.send(str(BEN), "Vote!", keyboard=[button("vote yes")])
    await press(portal, bot, message_id, "yes")
    assert await pressed(bot) == [("keyboard", "yes")]


async def test_a_button_with_block_is_locked_by_its_press(portal: PortalUnderTest) -> None:
    bot = await voting(portal)
    buttons = [button(params="yes", BLOCK="Y"), button(params="no", BLOCK="Y"), button("vote 3")]
    message_id = await bot.send(str(BEN), "Vote!", keyboard=buttons)
    await press(portal, bot, message_id, "yes")
    assert [one["DISABLED"] for one in await keyboard(portal, bot)] == ["Y", "N", "N"]
    assert await refused(portal, bot, message_id, COMMAND_PARAMS="yes") == PARAMS
    await press(portal, bot, message_id, "no")
    for _ in range(2):
        await press(portal, bot, message_id, "3")
    assert [params for _, params in await pressed(bot)] == ["yes", "no", "3", "3"]
    [first, *_] = await bot.events()
    shown = first["data"]["message"]["params"]["keyboard"]
    assert [one["DISABLED"] for one in shown] == ["N", "N", "N"]


async def test_of_two_presses_at_once_one_locks_the_button(portal: PortalUnderTest) -> None:
    bot = await voting(portal)
    message_id = await bot.send(str(BEN), "Vote!", keyboard=[button(BLOCK="Y")])
    presses = [press(portal, bot, message_id) for _ in range(5)]
    outcomes = await asyncio.gather(*presses, return_exceptions=True)
    refused_ones = [one.error.code for one in outcomes if isinstance(one, ApiError)]
    assert refused_ones == ["PARAMS_ERROR"] * 4
    assert await pressed(bot) == [("keyboard", "")]


async def test_a_changed_keyboard_can_be_pressed_again(portal: PortalUnderTest) -> None:
    bot = await voting(portal)
    message_id = await bot.send(str(BEN), "Vote!", keyboard=[button(BLOCK="Y")])
    await press(portal, bot, message_id)
    await bot.call(
        "imbot.v2.Chat.Message.update",
        messageId=message_id,
        fields={"keyboard": [button(BLOCK="Y")]},
    )
    await press(portal, bot, message_id)
    assert len(await pressed(bot)) == 2


async def test_what_is_disabled_cannot_be_pressed(portal: PortalUnderTest) -> None:
    bot = await voting(portal)
    message_id = await bot.send(str(BEN), "Vote!", keyboard=[button(DISABLED="Y")])
    assert await refused(portal, bot, message_id) == PARAMS
    assert await pressed(bot) == []


async def test_only_what_the_message_offers_can_be_pressed(portal: PortalUnderTest) -> None:
    bot, other = await voting(portal), await voting(portal, "other")
    await bot.call(REGISTER, fields={"command": "secret", "hidden": True})
    plain = await bot.send(str(BEN), "No buttons")
    message_id = await bot.send(str(BEN), "Vote!", keyboard=[button(), button("gone")])
    assert await refused(portal, bot, plain) == PARAMS
    assert await refused(portal, bot, message_id, COMMAND="secret") == PARAMS
    assert await refused(portal, bot, message_id, COMMAND="gone") == PARAMS
    assert await refused(portal, other, message_id) == PARAMS
    assert await pressed(bot) == await pressed(other) == []


async def test_a_bot_is_reached_only_where_its_command_works(portal: PortalUnderTest) -> None:
    bot, far = await voting(portal), await voting(portal, "far")
    wide = await voting(portal, "wide", common=True)
    sent = {
        one.id: await bot.send(str(BEN), "!", keyboard={"BOT_ID": one.id, "BUTTONS": [button()]})
        for one in (far, wide)
    }
    assert await refused(portal, far, sent[far.id]) == PARAMS
    await press(portal, wide, sent[wide.id])
    assert [await pressed(far), await pressed(wide)] == [[], [("keyboard", "")]]


async def test_guests_press_what_is_open_to_them(portal: PortalUnderTest) -> None:
    bot = await voting(portal)
    await bot.call(REGISTER, fields={"command": "open", "hidden": "Y", "extranetSupport": "Y"})
    await portal.add_person(50, type="extranet", first_name="Guest")
    message_id = await bot.send("50", "Vote!", keyboard=[button(), button("open")])
    assert await refused(portal, bot, message_id, 50) == PARAMS
    arguments = {"MESSAGE_ID": message_id, "BOT_ID": bot.id, "COMMAND": "open"}
    assert await portal.call(50, PRESS, **arguments) is True


async def test_what_is_missing_is_told_in_order(portal: PortalUnderTest) -> None:
    bot = await voting(portal)
    message_id = await bot.send(str(BEN), "Vote!", keyboard=[button()])
    for unknown in (0, -1, 999, "x", None, message_id + 1):
        assert await refused(portal, bot, unknown) == MESSAGE_ID
    assert await refused(portal, bot, message_id, CLEO) == MESSAGE_ID
    for unknown in (0, ADA, 999, "x", None):
        assert await refused(portal, bot, message_id, BOT_ID=unknown) == BOT_ID
    for name in (None, "", " / ", ["x"]):
        assert await refused(portal, bot, message_id, COMMAND=name) == NO_COMMAND
    assert await refused(portal, bot, message_id, COMMAND_PARAMS=["x"]) == PARAMS
