"""imbot.v2.Chat.Message.send: attachments and keyboards, as they are read back."""

import json
from typing import Any

import pytest

from tests.portals import BotUnderTest, PortalUnderTest

SEND = "imbot.v2.Chat.Message.send"
NO_ATTACH = ("PARAM_ATTACH_ERROR", 400, "Incorrect attach params")
NO_KEYBOARD = ("PARAM_KEYBOARD_ERROR", 400, "Incorrect keyboard params")
BLOCKS: list[dict[str, Any]] = [
    {"MESSAGE": "ready in [B]24.0.0[/B]"},
    {"USER": {"NAME": "Ada", "AVATAR": "https://example.com/a.png", "USER_ID": 1}},
    {"LINK": {"LINK": "/company/", "NAME": "Open", "DESC": "today", "WIDTH": 100}},
    {"DELIMITER": {"SIZE": 200, "COLOR": "#c6c6c6"}},
    {"GRID": [{"DISPLAY": "LINE", "NAME": "Priority", "VALUE": "High", "COLOR": "#f00"}]},
    {"IMAGE": [{"LINK": "https://example.com/m.jpg", "WIDTH": 1000, "HEIGHT": 638}]},
    {"FILE": [{"LINK": "https://example.com/m.pdf", "NAME": "m.pdf", "SIZE": 1500}]},
]
BAD_ATTACH: list[object] = [
    [{"message": "lower case"}],
    [{"RICH_LINK": {}}],
    {"BLOCKS": []},
    {"BLOCKS": "no list"},
    {"COLOR": "#29619b"},
    "no JSON",
    "null",
    True,
    5,
    [None],
    [[]],
]
BAD_KEYBOARD: list[object] = [
    [{"TEXT": "no action"}],
    {"BUTTONS": []},
    {"BUTTONS": "text"},
    {"TEXT": "Go", "LINK": "https://example.com"},
    "no JSON",
    "null",
    7,
    True,
    [[]],
]
BUTTON = {"TEXT": "Go", "LINK": "https://example.com"}


async def _params(portal: PortalUnderTest, **fields: Any) -> Any:
    bot = await portal.register_bot(type="personal")
    sent = await bot.call(SEND, dialogId="2", fields={"message": "x"} | fields)
    found = await bot.call("imbot.v2.Chat.Message.get", messageId=sent["id"])
    return found["message"]["params"]


async def _refusal(portal: PortalUnderTest, **fields: Any) -> Any:
    bot = await portal.register_bot()
    refusal = await bot.refusal(SEND, dialogId="2", fields={"message": "x"} | fields)
    assert await _count(bot) == 0
    return refusal


async def _count(bot: BotUnderTest) -> int:
    count: int = (await bot.call("imbot.v2.Bot.get"))["bot"]["countMessage"]
    return count


async def test_all_seven_blocks_come_back_in_their_order(portal: PortalUnderTest) -> None:
    params = await _params(portal, attach=BLOCKS)
    assert params == {"attach": {"COLOR_TOKEN": "base", "BLOCKS": BLOCKS}}


async def test_the_full_form_keeps_its_colours_and_loses_its_id(portal: PortalUnderTest) -> None:
    given = {"ID": 1, "COLOR_TOKEN": "alert", "COLOR": "#29619b", "DESCRIPTION": "d"}
    params = await _params(portal, attach=given | {"BLOCKS": BLOCKS[:1]})
    assert params["attach"] == {
        "COLOR_TOKEN": "alert",
        "COLOR": "#29619b",
        "DESCRIPTION": "d",
        "BLOCKS": BLOCKS[:1],
    }


async def test_json_text_is_read_as_what_it_holds(portal: PortalUnderTest) -> None:
    params = await _params(portal, attach=json.dumps(BLOCKS), keyboard=json.dumps([BUTTON]))
    assert params["attach"]["BLOCKS"] == BLOCKS
    assert params["keyboard"][0]["LINK"] == "https://example.com"


async def test_invalid_blocks_are_dropped_and_the_rest_is_sent(portal: PortalUnderTest) -> None:
    attach = [
        {"message": "lower case"},
        {"RICH_LINK": {"LINK": "https://example.com"}},
        {"MESSAGE": "kept"},
        {"MESSAGE": "two", "DELIMITER": {}},
        {"LINK": {"LINK": "javascript:alert(1)"}},
        "text",
    ]
    params = await _params(portal, attach=attach)
    assert params["attach"]["BLOCKS"] == [{"MESSAGE": "kept"}]


async def test_an_attachment_without_a_valid_block_is_refused(portal: PortalUnderTest) -> None:
    for attach in BAD_ATTACH:
        assert await _refusal(portal, attach=attach) == NO_ATTACH, attach


async def test_60000_characters_of_attachment_are_too_many(portal: PortalUnderTest) -> None:
    assert await _refusal(portal, attach=[{"MESSAGE": "x" * 60_000}]) == NO_ATTACH


async def test_an_attachment_just_below_the_limit_is_sent(portal: PortalUnderTest) -> None:
    around = len('{"COLOR_TOKEN":"base","BLOCKS":[{"MESSAGE":""}]}')
    text = "ж" * (59_999 - around)
    params = await _params(portal, attach=[{"MESSAGE": text}])
    assert params["attach"]["BLOCKS"] == [{"MESSAGE": text}]


@pytest.mark.parametrize(
    "keyboard",
    [[BUTTON], {"BUTTONS": [BUTTON]}, {"0": BUTTON}, {"BUTTONS": {"0": BUTTON}}],
)
async def test_every_form_of_a_keyboard_gets_the_same_defaults(
    portal: PortalUnderTest, keyboard: object
) -> None:
    params = await _params(portal, keyboard=keyboard)
    [button] = params["keyboard"]
    assert button == {
        "BOT_ID": button["BOT_ID"],
        "TYPE": "BUTTON",
        "TEXT": "Go",
        "LINK": "https://example.com",
        "DISPLAY": "BLOCK",
        "BLOCK": "N",
        "DISABLED": "N",
        "CONTEXT": "ALL",
        "BG_COLOR_TOKEN": "base",
    }


async def test_the_sender_owns_the_keyboard_unless_it_names_a_bot(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot(type="supervisor")
    for keyboard, owner in (([BUTTON], bot.id), ({"BOT_ID": 77, "BUTTONS": [BUTTON]}, 77)):
        sent = await bot.call(SEND, dialogId="2", fields={"message": "x", "keyboard": keyboard})
        found = await bot.call("imbot.v2.Chat.Message.get", messageId=sent["id"])
        assert found["message"]["params"]["keyboard"][0]["BOT_ID"] == owner


async def test_buttons_keep_what_they_were_given(portal: PortalUnderTest) -> None:
    keyboard = [
        {"TEXT": "Run", "COMMAND": "/help", "COMMAND_PARAMS": "all", "BLOCK": "Y"},
        {"TYPE": "NEWLINE"},
        {"TEXT": "Call", "ACTION": "CALL", "ACTION_VALUE": "+100", "BLOCK": "Y",
         "DISPLAY": "LINE", "CONTEXT": "MOBILE", "DISABLED": "Y", "WIDTH": 50,
         "BG_COLOR_TOKEN": "primary", "BG_COLOR": "#f00", "TEXT_COLOR": "#fff"},
    ]  # fmt: skip
    run, newline, call = (await _params(portal, keyboard=keyboard))["keyboard"]
    assert (run["COMMAND"], run["COMMAND_PARAMS"], run["BLOCK"]) == ("help", "all", "Y")
    assert newline["TYPE"] == "NEWLINE"
    assert (call["ACTION"], call["ACTION_VALUE"], call["BLOCK"]) == ("CALL", "+100", "N")
    assert (call["DISPLAY"], call["CONTEXT"], call["DISABLED"]) == ("LINE", "MOBILE", "Y")
    assert (call["WIDTH"], call["BG_COLOR"], call["TEXT_COLOR"]) == (50, "#f00", "#fff")
    assert call["BG_COLOR_TOKEN"] == "primary"


async def test_invalid_buttons_are_dropped_and_the_rest_is_sent(portal: PortalUnderTest) -> None:
    keyboard = [
        {"TEXT": "no action"},
        {"LINK": "https://example.com"},
        {"text": "Go", "link": "https://example.com"},
        {"TEXT": "evil", "LINK": "javascript:alert(1)"},
        BUTTON,
        None,
    ]
    params = await _params(portal, keyboard=keyboard)
    assert [button["TEXT"] for button in params["keyboard"]] == ["Go"]


async def test_a_keyboard_without_a_valid_button_is_refused(portal: PortalUnderTest) -> None:
    for keyboard in BAD_KEYBOARD:
        assert await _refusal(portal, keyboard=keyboard) == NO_KEYBOARD, keyboard


@pytest.mark.parametrize("empty", ["N", "", [], {}, None])
async def test_an_empty_one_is_none(portal: PortalUnderTest, empty: object) -> None:
    assert await _params(portal, keyboard=empty, attach=empty) == {}


@pytest.mark.parametrize("form", ["{}", '{{"BLOCKS": {}, "BUTTONS": {}}}'])
async def test_text_that_is_much_too_long_is_refused(portal: PortalUnderTest, form: str) -> None:
    attach, keyboard = json.dumps(BLOCKS), json.dumps([BUTTON])
    padding = " " * 360_000
    assert await _refusal(portal, attach=padding + form.format(attach, attach)) == NO_ATTACH
    assert await _refusal(portal, keyboard=padding + form.format(keyboard, keyboard)) == (
        NO_KEYBOARD
    )


async def test_one_value_over_60000_characters_refuses_the_whole(portal: PortalUnderTest) -> None:
    for long in ({"MESSAGE": "x" * 60_001}, {"LINK": {"LINK": "/" * 60_001}}):
        assert await _refusal(portal, attach=[*BLOCKS, long]) == NO_ATTACH
    button = BUTTON | {"TEXT": "x" * 60_001}
    assert await _refusal(portal, keyboard=[BUTTON, button]) == NO_KEYBOARD
