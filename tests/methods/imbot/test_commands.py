"""imbot.command.register, update, unregister and answer."""

from typing import Any

import pytest

from botyard.chat import commands
from tests.methods.imbot.test_messages import last
from tests.older_bots import CLIENT, OlderBot, register_older
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

URL = "https://older.example/command"
WHOLE: dict[str, Any] = {
    "COMMAND": "echo",
    "EVENT_COMMAND_ADD": URL,
    "LANG": [
        {"LANGUAGE_ID": "de", "TITLE": "Echo (de)", "PARAMS": "Text"},
        {"LANGUAGE_ID": "en", "TITLE": "Echo", "PARAMS": "text"},
    ],
}
NOT_FOUND = ("COMMAND_ID_ERROR", 400, "Command not found")
OF_ANOTHER = ("APP_ID_ERROR", 400, "Command was installed by another rest application")
NOT_ADDED = ("WRONG_REQUEST", 400, "Message isn't added")


async def register(bot: OlderBot, **arguments: Any) -> int:
    made: int = await bot.call("imbot.command.register", **{**WHOLE, **arguments})
    return made


async def listed(portal: PortalUnderTest) -> list[tuple[str, str, str]]:
    """Name, title and params of each command, as people see them."""
    found = await portal.call(BEN, "im.v2.Command.list")
    shown = found["commands"] if isinstance(found, dict) else found
    return [(one["command"], one["title"], one["params"]) for one in shown]


async def test_a_command_is_registered_once(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    command_id = await register(bot)
    assert await register(bot, COMMAND="/ECHO") == command_id
    assert await listed(portal) == [("/echo", "Echo", "text")]


@pytest.mark.parametrize(
    ("changed", "code", "text"),
    [
        (
            {"EVENT_COMMAND_ADD": None},
            "EVENT_COMMAND_ADD_ERROR",
            'Handler for "Command add" event isn\'t specified',
        ),
        ({"EVENT_COMMAND_ADD": "nowhere"}, "EVENT_COMMAND_ADD_ERROR", "Wrong handler URL"),
        ({"EVENT_COMMAND_ADD": ["x"]}, "EVENT_COMMAND_ADD_ERROR", "Wrong handler URL"),
        ({"COMMAND": None}, "COMMAND_ERROR", "Command isn't specified"),
        ({"COMMAND": " / "}, "COMMAND_ERROR", "Command isn't specified"),
        ({"LANG": None}, "LANG_ERROR", "Lang set can't be empty"),
        ({"LANG": []}, "LANG_ERROR", "Lang set can't be empty"),
        ({"LANG": "en"}, "LANG_ERROR", "Lang set can't be empty"),
        ({"LANG": [{"LANGUAGE_ID": "en"}]}, "LANG_ERROR", "Lang set can't be empty"),
    ],
)
async def test_what_a_command_must_have(
    portal: PortalUnderTest, changed: dict[str, Any], code: str, text: str
) -> None:
    bot = await register_older(portal)
    refusal = await bot.refusal("imbot.command.register", **{**WHOLE, **changed})
    assert refusal == (code, 400, text)


async def test_a_command_is_changed(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    command_id = await register(bot)
    fields = {"COMMAND": "echo2", "LANG": [{"LANGUAGE_ID": "de", "TITLE": "Zwei"}]}
    named = {"COMMAND_ID": command_id, "FIELDS": fields}
    assert await bot.call("imbot.command.update", **named) is True
    assert await listed(portal) == [("/echo2", "Zwei", "")]
    await bot.call("imbot.command.update", COMMAND_ID=command_id, FIELDS={"HIDDEN": "Y"})
    assert await listed(portal) == []


async def test_what_a_change_may_not_be(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    command_id = await register(bot)
    await register(bot, COMMAND="other")
    for fields, code, text in (
        ({}, "WRONG_REQUEST", "Update fields can't be empty"),
        ({"EVENT_COMMAND_ADD": "nowhere"}, "EVENT_COMMAND_ADD_ERROR", "Wrong handler URL"),
        ({"COMMAND": ""}, "WRONG_REQUEST", "Command can't be updated"),
        ({"COMMAND": "other"}, "WRONG_REQUEST", "Command can't be updated"),
    ):
        refusal = await bot.refusal("imbot.command.update", COMMAND_ID=command_id, FIELDS=fields)
        assert refusal == (code, 400, text)


async def test_a_command_is_unregistered(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    command_id = await register(bot)
    assert await bot.call("imbot.command.unregister", COMMAND_ID=command_id) is True
    assert await listed(portal) == []


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("imbot.command.update", {"FIELDS": {"HIDDEN": "Y"}}),
        ("imbot.command.unregister", {}),
        ("imbot.command.answer", {"MESSAGE_ID": 1, "MESSAGE": "x"}),
    ],
)
async def test_a_command_belongs_to_its_owner(
    portal: PortalUnderTest, method: str, more: dict[str, Any]
) -> None:
    bot = await register_older(portal)
    command_id = await register(bot)
    for wrong in (999, 0, "x"):
        assert await bot.refusal(method, **more, COMMAND_ID=wrong) == NOT_FOUND
    foreign = {"COMMAND_ID": command_id, "CLIENT_ID": "wrong"}
    assert await bot.refusal(method, **more, **foreign) == OF_ANOTHER


@pytest.mark.parametrize("by_name", [False, True])
async def test_a_call_is_answered_with_the_id_of_the_message(
    portal: PortalUnderTest, by_name: bool
) -> None:
    bot = await register_older(portal)
    command_id = await register(bot)
    named = {"COMMAND": "/Echo"} if by_name else {"COMMAND_ID": command_id}
    called = await portal.call(BEN, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE="/echo x")
    answer_id = await bot.call(
        "imbot.command.answer",
        **named,
        MESSAGE_ID=called,
        MESSAGE="x",
        KEYBOARD={"BUTTONS": [{"TEXT": "Repeat", "COMMAND": "echo repeat"}]},
        MENU=[{"TEXT": "Open", "LINK": "https://example.com"}],
    )
    found = await last(portal, str(bot.id))
    assert (found["id"], found["author_id"], found["text"]) == (answer_id, bot.id, "x")
    assert found["params"]["MENU"][0]["TEXT"] == "Open"
    assert found["params"]["KEYBOARD"][0]["BOT_ID"] == bot.id


async def test_a_common_command_is_answered_where_the_bot_is_not(
    portal: PortalUnderTest,
) -> None:
    bot = await register_older(portal)
    command_id = await register(bot, COMMON="Y")
    called = await portal.call(BEN, "im.message.add", DIALOG_ID=str(CLEO), MESSAGE="/echo x")
    named = {"COMMAND_ID": command_id, "MESSAGE_ID": called}
    answer_id = await bot.call("imbot.command.answer", **named, MESSAGE="x")
    found = await last(portal, str(CLEO))
    assert (found["id"], found["author_id"]) == (answer_id, 0)


async def test_what_is_no_answer(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    command_id = await register(bot)
    called = await portal.call(BEN, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE="/echo x")
    plain = await portal.call(BEN, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE="hi")
    named = {"COMMAND_ID": command_id, "MESSAGE_ID": called}
    refusal = await bot.refusal("imbot.command.answer", **named, MESSAGE=" ")
    assert refusal == ("MESSAGE_EMPTY", 400, "Message can't be empty")
    for wrong in (None, 0, "x"):
        missing = {"COMMAND_ID": command_id, "MESSAGE_ID": wrong, "MESSAGE": "x"}
        refusal = await bot.refusal("imbot.command.answer", **missing)
        assert refusal == ("MESSAGE_ID_EMPTY", 400, "Message ID can't be empty")
    for rich in ("ATTACH", "KEYBOARD", "MENU"):
        unreadable = {**named, "MESSAGE": "x", rich: [1]}
        assert (await bot.refusal("imbot.command.answer", **unreadable)).code == f"{rich}_ERROR"
    uncalled = {"COMMAND_ID": command_id, "MESSAGE_ID": plain, "MESSAGE": "x"}
    assert await bot.refusal("imbot.command.answer", **uncalled) == NOT_ADDED
    portal.clock.seconds += 24 * 60 * 60 + 1
    assert await bot.refusal("imbot.command.answer", **named, MESSAGE="x") == NOT_ADDED
    nameless = {"MESSAGE_ID": called, "MESSAGE": "x", "CLIENT_ID": CLIENT}
    assert await portal.refusal(ADA, "imbot.command.answer", **nameless) == NOT_FOUND


async def test_there_is_an_end_to_commands(
    portal: PortalUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "MAX_COMMANDS", 1)
    bot = await register_older(portal)
    command_id = await register(bot)
    refusal = await bot.refusal("imbot.command.register", **{**WHOLE, "COMMAND": "more"})
    assert refusal == ("WRONG_REQUEST", 400, "Command can't be created")
    assert await register(bot) == command_id
