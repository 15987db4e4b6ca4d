"""imbot.v2.Command.register, update, list and unregister."""

from typing import Any

import pytest

from botyard.chat import commands
from tests.portals import ADA, BotUnderTest, PortalUnderTest

REGISTER = "imbot.v2.Command.register"
UPDATE = "imbot.v2.Command.update"
COMMAND = {"id", "botId", "command", "common", "hidden", "extranetSupport"}
TITLE = {"en": "Show help"}
NAME_INVALID = ("COMMAND_NAME_INVALID", 400, "Command name is invalid")
REQUIRED = ("COMMAND_REQUIRED", 400, "Command is required")
TITLE_REQUIRED = ("COMMAND_TITLE_REQUIRED", 400, "Command title is required")
NOT_FOUND = ("COMMAND_NOT_FOUND", 400, "Command not found")


async def register(bot: BotUnderTest, name: str = "help", **fields: Any) -> Any:
    answer = await bot.call(REGISTER, fields={"command": name, "title": TITLE} | fields)
    return answer["command"]


async def update(bot: BotUnderTest, command_id: int, **fields: Any) -> Any:
    return (await bot.call(UPDATE, commandId=command_id, fields=fields))["command"]


async def listed(bot: BotUnderTest) -> list[Any]:
    found: list[Any] = (await bot.call("imbot.v2.Command.list"))["commands"]
    return found


async def test_a_new_command_is_answered_with_its_slash(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    made = await register(bot)
    assert set(made) == COMMAND
    assert made == {
        "id": made["id"],
        "botId": bot.id,
        "command": "/help",
        "common": False,
        "hidden": False,
        "extranetSupport": False,
    }


async def test_every_property_is_kept(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    made = await register(bot, common="Y", hidden=1, extranetSupport=True)
    assert [made["common"], made["hidden"], made["extranetSupport"]] == [True, True, True]


async def test_the_list_tells_more_in_the_language_of_the_portal(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(properties={"name": "Helpful", "lastName": "Bot"})
    first = await register(
        bot, title={"de": "Hilfe", "en": "Help"}, params={"de": "Thema", "en": "topic"}
    )
    second = await register(bot, "quiet", hidden=True, title={"de": "Still"})
    one, two = await listed(bot)
    assert one == first | {
        "title": "Help",
        "params": "topic",
        "category": "Helpful Bot",
        "context": "",
    }
    assert two["id"] == second["id"]
    assert [two["title"], two["params"]] == ["Still", ""]


async def test_a_bot_without_commands_has_an_empty_list(portal: PortalUnderTest) -> None:
    assert await listed(await portal.register_bot()) == []


@pytest.mark.parametrize("name", ["help", "/help", " /HELP ", "Help"])
async def test_the_same_name_is_the_same_command(portal: PortalUnderTest, name: str) -> None:
    bot = await portal.register_bot()
    made = await register(bot)
    assert await register(bot, name, title={"en": "Other"}, common=True) == made
    assert [one["title"] for one in await listed(bot)] == ["Show help"]


async def test_each_bot_has_names_of_its_own(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    assert (await register(bot))["id"] != (await register(other))["id"]


async def test_the_flat_form_is_read_where_there_are_no_fields(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    made = (await bot.call(REGISTER, command="flat", title=TITLE, common="Y"))["command"]
    assert [made["command"], made["common"]] == ["/flat", True]
    fields = {"command": "nested", "title": TITLE}
    both = await bot.call(REGISTER, command="flat2", common="Y", fields=fields)
    assert [both["command"]["command"], both["command"]["common"]] == ["/nested", False]
    full = {"params": {"en": "topic"}, "hidden": "Y", "extranetSupport": 1}
    full_one = (await bot.call(REGISTER, command="full", title=TITLE, **full))["command"]
    assert [full_one["hidden"], full_one["extranetSupport"]] == [True, True]
    assert (await listed(bot))[-1]["params"] == "topic"


async def test_a_bare_title_is_english(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await register(bot, title="Help me")
    [one] = await listed(bot)
    assert one["title"] == "Help me"


@pytest.mark.parametrize("name", [5, True, ["help"], {"a": "b"}, "x" * 256])
async def test_a_name_is_text(portal: PortalUnderTest, name: object) -> None:
    bot = await portal.register_bot()
    fields = {"command": name, "title": TITLE}
    assert await bot.refusal(REGISTER, fields=fields) == NAME_INVALID
    made = await register(bot)
    assert await bot.refusal(UPDATE, commandId=made["id"], fields=fields) == NAME_INVALID


@pytest.mark.parametrize("name", [None, "", "  ", "/", " / "])
async def test_a_name_is_required(portal: PortalUnderTest, name: str | None) -> None:
    bot = await portal.register_bot()
    assert await bot.refusal(REGISTER, fields={"command": name, "title": TITLE}) == REQUIRED
    assert await bot.refusal(REGISTER) == REQUIRED


@pytest.mark.parametrize("title", [None, {}, [], "", {"en": ""}, {"en": None}, {"english": "x"}])
async def test_a_visible_command_needs_a_title(portal: PortalUnderTest, title: object) -> None:
    bot = await portal.register_bot()
    fields = {"command": "help", "title": title}
    assert await bot.refusal(REGISTER, fields=fields) == TITLE_REQUIRED
    await bot.call(REGISTER, fields=fields | {"hidden": True})
    assert [one["title"] for one in await listed(bot)] == [""]


async def test_texts_are_checked(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    for title, told in (
        (5, "Parameter fields.title must be an object"),
        (["x"], "Parameter fields.title must be an object"),
        ({"en": 5}, "Parameter fields.title.en must be a string"),
        ({"en": "x" * 256}, "Parameter fields.title.en must be at most 255 characters"),
    ):
        refusal = await bot.refusal(REGISTER, fields={"command": "help", "title": title})
        assert refusal == ("INVALID_ARGUMENT", 400, told)


async def test_a_bot_has_a_limited_number_of_commands(
    portal: PortalUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "MAX_COMMANDS", 1)
    bot = await portal.register_bot()
    made = await register(bot)
    refusal = await bot.refusal(REGISTER, fields={"command": "more", "title": TITLE})
    assert refusal == ("COMMAND_REGISTER_FAILED", 400, "Command registration failed")
    assert await register(bot) == made


async def test_a_change_leaves_what_it_does_not_name(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    made = await register(bot, params={"en": "topic"}, hidden=True)
    assert await update(bot, made["id"], common=True) == made | {"common": True}
    renamed = await update(bot, made["id"], command="/assist", hidden=False)
    assert renamed == made | {"command": "/assist", "common": True, "hidden": False}
    opened = await update(bot, made["id"], extranetSupport="Y")
    assert opened == renamed | {"extranetSupport": True}
    [one] = await listed(bot)
    assert [one["title"], one["params"]] == ["Show help", "topic"]


async def test_texts_change_by_language(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    made = await register(
        bot, title={"en": "Help", "de": "Hilfe"}, params={"en": "topic", "de": "Thema"}
    )
    await update(bot, made["id"], title={"en": None})
    [one] = await listed(bot)
    assert [one["title"], one["params"]] == ["Hilfe", "Thema"]
    await update(bot, made["id"], params={"en": "ignored"})
    assert [one["params"] for one in await listed(bot)] == ["Thema"]
    await update(bot, made["id"], title={"en": "Again"}, params={"en": "what", "de": "ignored"})
    [one] = await listed(bot)
    assert [one["title"], one["params"]] == ["Again", "what"]
    await update(bot, made["id"], title={"en": None, "de": None})
    assert [one["title"] for one in await listed(bot)] == [""]


async def test_a_name_can_be_taken(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    made = await register(bot)
    await register(bot, "other")
    taken = await bot.refusal(UPDATE, commandId=made["id"], fields={"command": "OTHER"})
    assert taken == ("COMMAND_ALREADY_EXISTS", 400, "Command already exists")
    assert (await update(bot, made["id"], command="Help"))["command"] == "/Help"
    empty = await bot.refusal(UPDATE, commandId=made["id"], fields={"command": " "})
    assert empty == ("COMMAND_NAME_EMPTY", 400, "Command name is empty")


@pytest.mark.parametrize("method", [UPDATE, "imbot.v2.Command.unregister"])
async def test_only_own_commands_are_found(portal: PortalUnderTest, method: str) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    foreign = await register(other)
    for command_id in (foreign["id"], 999, 0, -1, "x", None):
        assert await bot.refusal(method, commandId=command_id) == NOT_FOUND
    assert await bot.refusal(method) == NOT_FOUND


async def test_an_unregistered_command_is_gone(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    made, kept = await register(bot), await register(bot, "kept")
    answer = await bot.call("imbot.v2.Command.unregister", commandId=str(made["id"]))
    assert answer == {"result": True}
    assert [one["id"] for one in await listed(bot)] == [kept["id"]]
    again = await bot.refusal("imbot.v2.Command.unregister", commandId=made["id"])
    assert again == NOT_FOUND
    assert (await register(bot))["id"] > kept["id"]


async def test_a_bot_counts_its_commands(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await register(bot)
    await register(bot, "hidden", hidden=True)
    assert (await bot.call("imbot.v2.Bot.get"))["bot"]["countCommand"] == 2


async def test_the_commands_of_an_unregistered_bot_go(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await register(bot, common=True)
    await bot.call("imbot.v2.Bot.unregister")
    assert await portal.call(ADA, "im.v2.Command.list") == {"commands": []}
