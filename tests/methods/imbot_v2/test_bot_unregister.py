"""imbot.v2.Bot.unregister: the bot goes, what it wrote stays."""

from botyard.model.events import BotDeleted, ChatJoined, MessageAdded
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

UNREGISTER = "imbot.v2.Bot.unregister"
NOT_FOUND = ("BOT_NOT_FOUND", 400, "Bot not found")


async def test_the_second_time_there_is_no_bot(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    assert await bot.call(UNREGISTER) == {"result": True}
    assert await bot.refusal(UNREGISTER) == NOT_FOUND
    assert await bot.refusal("imbot.v2.Bot.get") == NOT_FOUND
    assert (await portal.call(ADA, "imbot.v2.Bot.list", botToken=bot.token))["bots"] == []


async def test_its_code_is_free_again_for_anybody(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await bot.call(UNREGISTER)
    fields = {"code": "helper", "botToken": "another", "properties": {"name": "New"}}
    new = await portal.call(BEN, "imbot.v2.Bot.register", fields=fields)
    assert new["bot"]["id"] > bot.id
    assert new["bot"]["countChat"] == 0


async def test_it_leaves_its_groups_and_hands_over_what_it_owned(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot("leaver")
    witness = await portal.register_bot("witness", type="supervisor")
    fields = {"title": "T", "userIds": [BEN, CLEO, witness.id], "message": "hello"}
    chat = (await bot.call("imbot.v2.Chat.add", fields=fields))["chat"]
    await bot.call(UNREGISTER)
    seen = (await witness.call("imbot.v2.Chat.get", dialogId=chat["dialogId"]))["chat"]
    assert seen["owner"] == BEN
    assert seen["userCounter"] == 3
    context = await witness.call(
        "imbot.v2.Chat.Message.getContext", messageId=chat["lastMessageId"]
    )
    assert [one["text"] for one in context["messages"] if one["authorId"] == bot.id] == ["hello"]
    assert [(user["id"], user["active"]) for user in context["users"]] == [(bot.id, False)]


async def test_a_private_dialog_keeps_its_other_side(portal: PortalUnderTest) -> None:
    leaver, friend = await portal.register_bot("leaver"), await portal.register_bot("friend")
    await leaver.send(str(friend.id), "goodbye")
    await leaver.call(UNREGISTER)
    chat = (await friend.call("imbot.v2.Chat.get", dialogId=str(leaver.id)))["chat"]
    assert (chat["dialogId"], chat["name"]) == (str(leaver.id), "Leaver")


async def test_its_last_event_says_so(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot("leaver"), await portal.register_bot("other")
    await other.send(str(bot.id), "hello")
    await bot.call(UNREGISTER)
    await other.send(str(bot.id), "are you there?")

    events = await bot.heard()
    assert [type(event) for event in events] == [MessageAdded, BotDeleted]
    last = events[-1]
    assert isinstance(last, BotDeleted)
    assert (last.bot.id, last.bot.code) == (bot.id, "leaver")
    assert ChatJoined not in map(type, events)


async def test_what_it_is_owed_names_whom_it_spoke_with(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await portal.call(BEN, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE="hi")
    await bot.call(UNREGISTER)
    told = [(event["type"], event["data"].get("chat")) for event in await bot.events()]
    assert [name for name, _ in told] == [
        "ONIMBOTV2JOINCHAT", "ONIMBOTV2MESSAGEADD", "ONIMBOTV2DELETE",
    ]  # fmt: skip
    assert [chat["dialogId"] for _, chat in told[:2] if chat] == [str(BEN)] * 2


async def test_its_last_events_tell_what_it_had_done(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await bot.call("imbot.v2.Chat.add", fields={"userIds": [BEN, CLEO], "message": "one"})
    await bot.send(str(BEN), "two")
    await bot.call("imbot.v2.Command.register", fields={"command": "x", "hidden": True})
    before = (await bot.call("imbot.v2.Bot.get"))["bot"]
    await bot.call(UNREGISTER)
    [last] = await bot.events()
    assert last["type"] == "ONIMBOTV2DELETE"
    assert last["data"] == {"bot": before}
    counts = [before[f"count{name}"] for name in ("Message", "Command", "Chat", "User")]
    assert counts == [2, 1, 2, 2]
