"""Which bots are called by what people write."""

from typing import Any

import pytest
from tests.methods.imbot_v2.shapes import BOT, EVENT_CHAT, EVENT_MESSAGE, USER
from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest

from botyard.chat.slash import MAX_COMMANDS


async def with_command(
    portal: PortalUnderTest, code: str = "helper", name: str = "help", **fields: Any
) -> BotUnderTest:
    bot = await portal.register_bot(code)
    wanted = {"command": name, "title": {"en": "T"}} | fields
    await bot.call("imbot.v2.Command.register", fields=wanted)
    return bot


async def say(portal: PortalUnderTest, dialog: object, text: str, author: int = BEN) -> int:
    said: int = await portal.call(author, "im.message.add", DIALOG_ID=str(dialog), MESSAGE=text)
    return said


async def group(*bots: BotUnderTest) -> str:
    user_ids = [BEN, *(bot.id for bot in bots)]
    made = await bots[0].call("imbot.v2.Chat.add", fields={"title": "T", "userIds": user_ids})
    dialog_id: str = made["chat"]["dialogId"]
    return dialog_id


async def calls(bot: BotUnderTest) -> list[tuple[str, str]]:
    return [
        (event["data"]["command"]["command"], event["data"]["command"]["params"])
        for event in await bot.events()
        if event["type"] == "ONIMBOTV2COMMANDADD"
    ]


async def kinds(bot: BotUnderTest) -> list[str]:
    """What the bot heard, without its joining."""
    found = [event["type"].removeprefix("ONIMBOTV2") for event in await bot.events()]
    return [kind for kind in found if kind != "JOINCHAT"]


async def test_what_the_event_holds(portal: PortalUnderTest) -> None:
    bot = await with_command(portal)
    message_id = await say(portal, bot.id, "/help  me please ")
    event = (await bot.events())[-1]
    assert event["type"] == "ONIMBOTV2COMMANDADD"
    data = event["data"]
    assert set(data) == {"bot", "command", "message", "chat", "user", "language"}
    [own] = (await bot.call("imbot.v2.Command.list"))["commands"]
    assert data["command"] == {
        "id": own["id"],
        "command": "/help",
        "params": "me please",
        "context": "textarea",
    }
    assert set(data["bot"]) == BOT
    assert data["bot"]["countCommand"] == 1
    assert set(data["message"]) == EVENT_MESSAGE
    assert [data["message"]["id"], data["message"]["authorId"]] == [message_id, BEN]
    assert set(data["chat"]) == EVENT_CHAT
    assert data["chat"]["dialogId"] == str(BEN)
    assert set(data["user"]) == USER
    assert [data["user"]["id"], data["language"]] == [BEN, "en"]


async def test_a_called_bot_hears_of_the_call_alone(portal: PortalUnderTest) -> None:
    bot = await with_command(portal)
    await say(portal, bot.id, "/help")
    await say(portal, bot.id, "/unknown")
    await say(portal, bot.id, "see /help")
    assert await kinds(bot) == ["COMMANDADD", "MESSAGEADD", "MESSAGEADD"]


async def test_others_hear_the_message(portal: PortalUnderTest) -> None:
    bot = await with_command(portal)
    watcher = await portal.register_bot("watcher", type="supervisor")
    dialog = await group(bot, watcher)
    heard = len(await kinds(watcher))
    await say(portal, dialog, "/help")
    assert (await kinds(watcher))[heard:] == ["MESSAGEADD"]
    assert await kinds(bot) == ["COMMANDADD"]


async def test_a_supervisor_with_the_command_hears_of_it_once(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    await bot.call("imbot.v2.Command.register", fields={"command": "help", "title": "T"})
    await say(portal, bot.id, "/help")
    assert await kinds(bot) == ["COMMANDADD"]


async def test_each_command_at_the_start_of_a_line_counts(portal: PortalUnderTest) -> None:
    bot = await with_command(portal)
    await bot.call("imbot.v2.Command.register", fields={"command": "Echo", "title": "T"})
    await say(portal, bot.id, "please\n/help one\n/echo two\n/HELP\n[CODE]\n/help no[/CODE]")
    assert await calls(bot) == [("/help", "one"), ("/Echo", "two"), ("/help", "")]


async def test_a_message_calls_a_limited_number(portal: PortalUnderTest) -> None:
    bot = await with_command(portal)
    await say(portal, bot.id, "/help\n" * (MAX_COMMANDS + 5))
    assert len(await calls(bot)) == MAX_COMMANDS


async def test_a_command_works_only_where_its_bot_is(portal: PortalUnderTest) -> None:
    bot, host = await with_command(portal), await portal.register_bot("host")
    await say(portal, await group(host), "/help")
    await say(portal, ADA, "/help")
    assert await kinds(bot) == []


async def test_a_common_command_works_everywhere(portal: PortalUnderTest) -> None:
    bot, host = await with_command(portal, common=True), await portal.register_bot("host")
    dialog = await group(host)
    await say(portal, dialog, "/help group")
    await say(portal, ADA, "/help private")
    assert await calls(bot) == [("/help", "group"), ("/help", "private")]
    grouped, private = [event["data"]["chat"] for event in await bot.events()]
    assert grouped["dialogId"] == dialog
    assert [private["dialogId"], private["type"]] == [f"chat{private['id']}", "private"]


async def test_of_several_each_in_the_chat_is_called(portal: PortalUnderTest) -> None:
    one, two = await with_command(portal, "one"), await with_command(portal, "two")
    outside = await with_command(portal, "outside", common=True)
    dialog = await group(one, two)
    await say(portal, dialog, "/help")
    assert [await calls(bot) for bot in (one, two, outside)] == [[("/help", "")]] * 2 + [[]]


async def test_whom_the_text_mentions_is_called_alone(portal: PortalUnderTest) -> None:
    one, two = await with_command(portal, "one"), await with_command(portal, "two")
    outside = await with_command(portal, "outside", common=True)
    dialog = await group(one, two)
    await say(portal, dialog, f"/help [USER={two.id}]Two[/USER]")
    await say(portal, dialog, f"/help [USER={outside.id}]You[/USER]")
    assert [len(await calls(bot)) for bot in (one, two, outside)] == [0, 1, 1]


async def test_a_hidden_command_can_be_called(portal: PortalUnderTest) -> None:
    bot = await with_command(portal, hidden=True)
    await say(portal, bot.id, "/help")
    assert await calls(bot) == [("/help", "")]


@pytest.mark.parametrize("kind", ["extranet", "collaber", "email"])
async def test_guests_call_what_is_open_to_them(portal: PortalUnderTest, kind: str) -> None:
    bot = await with_command(portal)
    await bot.call(
        "imbot.v2.Command.register",
        fields={"command": "open", "title": "T", "extranetSupport": True},
    )
    await portal.add_person(50, type=kind, first_name="Guest")
    await say(portal, bot.id, "/help", 50)
    await say(portal, bot.id, "/open", 50)
    assert await kinds(bot) == ["MESSAGEADD", "COMMANDADD"]
    assert await calls(bot) == [("/open", "")]


async def test_bots_call_each_other_but_not_themselves(portal: PortalUnderTest) -> None:
    one, two = await with_command(portal, "one"), await with_command(portal, "two")
    dialog = await group(one, two)
    await one.send(dialog, "/help")
    assert [await calls(one), await calls(two)] == [[], [("/help", "")]]


async def test_what_the_chat_says_and_what_is_forwarded_calls_nobody(
    portal: PortalUnderTest,
) -> None:
    one, two = await with_command(portal, "one", "other"), await with_command(portal, "two")
    original = await one.send(str(CLEO), "/help")
    uuid = "0b5d5b8e-6f0c-4f5c-9d61-3a5c1c2f7a10"
    await one.send(str(two.id), "/help", system=True)
    await one.send(str(two.id), "", forwardIds={uuid: original})
    assert await kinds(two) == ["MESSAGEADD"]


async def test_a_command_that_was_unregistered_is_text(portal: PortalUnderTest) -> None:
    bot = await with_command(portal)
    [own] = (await bot.call("imbot.v2.Command.list"))["commands"]
    await bot.call("imbot.v2.Command.unregister", commandId=own["id"])
    await say(portal, bot.id, "/help")
    assert await kinds(bot) == ["MESSAGEADD"]
