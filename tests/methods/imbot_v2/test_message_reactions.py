"""imbot.v2.Chat.Message.Reaction and im.v2.Chat.Message.Reaction"""

from typing import Any

import pytest

from botyard.model.reactions import REACTIONS
from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest

ADD, DELETE = "Reaction.add", "Reaction.delete"
DENIED = ("ACCESS_DENIED", 403, "Access denied")
UNKNOWN = ("REACTION_NOT_FOUND", 400, "Reaction not found")
SET_ALREADY = ("REACTION_ALREADY_SET", 400, "Reaction already set")


async def _as_bot(bot: BotUnderTest, what: str, message_id: object, reaction: object) -> None:
    answer = await bot.call(
        f"imbot.v2.Chat.Message.{what}", messageId=message_id, reaction=reaction
    )
    assert answer == {"result": True}


async def _as_ben(portal: PortalUnderTest, what: str, message_id: int, reaction: str) -> None:
    answer = await portal.call(
        BEN, f"im.v2.Chat.Message.{what}", messageId=message_id, reaction=reaction
    )
    assert answer == {"result": True}


async def _refused(bot: BotUnderTest, what: str, message_id: object, reaction: object) -> Any:
    return await bot.refusal(
        f"imbot.v2.Chat.Message.{what}", messageId=message_id, reaction=reaction
    )


async def _changes(bot: BotUnderTest) -> list[tuple[int, str, str]]:
    return [
        (one["data"]["user"]["id"], one["data"]["action"], one["data"]["reaction"])
        for one in await bot.events()
        if one["type"] == "ONIMBOTV2REACTIONCHANGE"
    ]


async def _shown(portal: PortalUnderTest, viewer: int = BEN, chat_id: int = 1) -> Any:
    return await portal.call(viewer, "im.dialog.messages.search", CHAT_ID=chat_id)


async def test_a_bot_reacts_and_takes_it_back(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    said = await portal.call(BEN, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE="hi")
    await _as_bot(bot, ADD, said, "fire")
    found = await _shown(portal)
    assert found["reactions"] == [
        {
            "messageId": said,
            "reactionCounters": {"fire": 1},
            "reactionUsers": {"fire": [bot.id]},
            "ownReactions": [],
        }
    ]
    assert found["usersShort"] == [{"id": bot.id, "name": "Helper", "avatar": ""}]
    await _as_bot(bot, DELETE, said, "fire")
    found = await _shown(portal)
    assert found["reactions"] == found["usersShort"] == []
    assert await _changes(bot) == []


async def test_one_reaction_of_each_user_and_all_of_them_shown(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    chat = (await bot.call("imbot.v2.Chat.add", fields={"userIds": [BEN, CLEO]}))["chat"]
    said = await bot.send(chat["dialogId"], "hello")
    await _as_ben(portal, ADD, said, "like")
    portal.clock.seconds += 1
    await portal.call(CLEO, "im.message.like", MESSAGE_ID=said)
    await _as_bot(bot, ADD, said, "hundredPoints")
    read = await bot.call("imbot.v2.Chat.Message.get", messageId=said)
    assert read["message"]["params"] == {"like": [BEN, CLEO]}
    told = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=chat["dialogId"])
    assert told["messages"][0]["params"] == {"LIKE": [BEN, CLEO]}
    found = await _shown(portal, chat_id=chat["id"])
    assert found["reactions"][0]["reactionCounters"] == {"like": 2, "hundredPoints": 1}
    assert found["reactions"][0]["ownReactions"] == ["like"]
    assert found["messages"][0]["params"] == {"LIKE": [BEN, CLEO]}
    assert [one["id"] for one in found["usersShort"]] == [BEN, CLEO, bot.id]


async def test_another_reaction_takes_the_place_of_the_first(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said = await bot.send("2", "hello")
    await _as_ben(portal, ADD, said, "like")
    await _as_ben(portal, ADD, said, "fire")
    assert (await _shown(portal))["reactions"][0]["reactionUsers"] == {"fire": [BEN]}
    changes = [(BEN, "add", "like"), (BEN, "delete", "like"), (BEN, "add", "fire")]
    assert await _changes(bot) == changes
    again = {"messageId": said, "reaction": "fire"}
    refusal = await portal.refusal(BEN, "im.v2.Chat.Message.Reaction.add", **again)
    assert refusal == SET_ALREADY
    assert await _changes(bot) == changes


async def test_each_of_the_48_can_be_set(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said = await bot.send("2", "hello")
    for code in sorted(REACTIONS):
        await _as_bot(bot, ADD, said, code)
    assert len(REACTIONS) == 48


@pytest.mark.parametrize("reaction", ["", "Like", "LIKE", "nonsense", "👍", None, ["like"], 5])
async def test_others_are_not_found(portal: PortalUnderTest, reaction: object) -> None:
    bot = await portal.register_bot()
    said = await bot.send("2", "hello")
    for what in (ADD, DELETE):
        assert await _refused(bot, what, said, reaction) == UNKNOWN
    assert await _refused(bot, ADD, 999, reaction) == DENIED


async def test_what_is_not_set_cannot_be_taken_back(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said = await bot.send("2", "hello")
    await _as_ben(portal, ADD, said, "like")
    await _as_bot(bot, ADD, said, "fire")
    assert await _refused(bot, DELETE, said, "like") == UNKNOWN
    await _as_bot(bot, DELETE, said, "fire")
    assert await _refused(bot, DELETE, said, "fire") == UNKNOWN


async def test_nobody_reacts_to_what_they_cannot_see(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    elsewhere = await other.send("2", "elsewhere")
    gone = await bot.send("2", "gone")
    await bot.call("imbot.v2.Chat.Message.delete", messageId=gone)
    chat = (await bot.call("imbot.v2.Chat.add", fields={"userIds": [BEN]}))["chat"]
    hidden = await bot.send(chat["dialogId"], "hidden")
    added = {"CHAT_ID": chat["id"], "USERS": [other.id, CLEO], "HIDE_HISTORY": "Y"}
    await portal.call(BEN, "im.chat.user.add", **added)
    own = await bot.send(chat["dialogId"], "own, of a chat that was left")
    await bot.call("imbot.v2.Chat.leave", dialogId=chat["dialogId"])
    for message_id in (elsewhere, gone, own, 999, 0, "x", None):
        for what in (ADD, DELETE):
            assert await _refused(bot, what, message_id, "like") == DENIED
    assert await _refused(other, ADD, hidden, "like") == DENIED
    arguments = {"messageId": hidden, "reaction": "like"}
    refusal = await portal.refusal(CLEO, "im.v2.Chat.Message.Reaction.add", **arguments)
    assert refusal == DENIED


async def test_a_bot_that_wants_no_reactions_gets_none(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(isReactionsEnabled=False)
    said = await bot.send("2", "hello")
    arguments: dict[str, Any] = {"messageId": said, "reaction": "like"}
    refusal = await portal.refusal(BEN, "im.v2.Chat.Message.Reaction.add", **arguments)
    assert refusal == DENIED
    assert await _refused(bot, ADD, said, "like") == DENIED
    await bot.call("imbot.v2.Bot.update", fields={"isReactionsEnabled": True})
    await _as_ben(portal, ADD, said, "like")
    await bot.call("imbot.v2.Bot.update", fields={"isReactionsEnabled": False})
    await _as_ben(portal, DELETE, said, "like")
    assert await _changes(bot) == [(BEN, "add", "like"), (BEN, "delete", "like")]


async def test_who_hears_of_a_reaction(portal: PortalUnderTest) -> None:
    author = await portal.register_bot("author")
    plain = await portal.register_bot("plain")
    supervisor = await portal.register_bot("watcher", type="supervisor")
    users = [ADA, BEN, plain.id, supervisor.id]
    chat = (await author.call("imbot.v2.Chat.add", fields={"userIds": users}))["chat"]
    for person in (ADA, BEN):
        await portal.call(person, "im.v2.Event.subscribe")
    said = await author.send(chat["dialogId"], f"[USER={plain.id}]you[/USER]")
    await _as_ben(portal, ADD, said, "eyes")
    change = (BEN, "add", "eyes")
    assert await _changes(author) == await _changes(supervisor) == [change]
    assert await _changes(plain) == []
    [event] = [one for one in await author.events() if "reaction" in one["data"]]
    assert event["data"]["message"]["id"] == said
    assert event["data"]["chat"]["id"] == chat["id"]
    heard = {person: await portal.call(person, "im.v2.Event.get") for person in (ADA, BEN)}
    types = {who: [one["type"] for one in told["events"]] for who, told in heard.items()}
    assert "ONIMV2REACTIONCHANGE" in types[ADA]
    assert "ONIMV2REACTIONCHANGE" not in types[BEN]


async def test_people_are_refused_as_bots_are(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said, foreign = await bot.send(str(BEN), "hi"), await bot.send(str(CLEO), "not for Ben")

    async def refused(what: str, message_id: int, reaction: str) -> Any:
        method = f"im.v2.Chat.Message.{what}"
        return await portal.refusal(BEN, method, messageId=message_id, reaction=reaction)

    for what in (ADD, DELETE):
        assert await refused(what, foreign, "like") == DENIED
        assert await refused(what, 999, "like") == DENIED
        assert await refused(what, said, "Like") == UNKNOWN
    assert await refused(DELETE, said, "like") == UNKNOWN
    await _as_ben(portal, ADD, said, "like")
    assert await refused(ADD, said, "like") == SET_ALREADY


async def test_a_bot_sets_a_reaction_once(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said = await portal.call(BEN, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE="hi")
    await _as_bot(bot, ADD, said, "like")
    assert await _refused(bot, ADD, said, "like") == SET_ALREADY
    await _as_bot(bot, DELETE, said, "like")
    await _as_bot(bot, ADD, said, "like")
