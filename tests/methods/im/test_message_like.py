"""im.message.like"""

from typing import Any

import pytest

from tests.portals import ADA, BEN, BotUnderTest, PortalUnderTest

LIKE = "im.message.like"
UNCHANGED = ("WITHOUT_CHANGES", 400, "Action completed without changes")
NO_MESSAGE = ("MESSAGE_ID_ERROR", 400, "Message ID can't be empty")


async def _params(portal: PortalUnderTest, bot: BotUnderTest) -> Any:
    told = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=str(bot.id))
    return told["messages"][0]["params"]


async def test_likes_and_takes_it_back(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said = await bot.send("2", "hello")
    assert await portal.call(BEN, LIKE, MESSAGE_ID=said, ACTION="plus") is True
    assert await _params(portal, bot) == {"LIKE": [BEN]}
    assert await portal.refusal(BEN, LIKE, MESSAGE_ID=said, ACTION="plus") == UNCHANGED
    assert await portal.call(BEN, LIKE, MESSAGE_ID=str(said), ACTION="minus") is True
    assert await _params(portal, bot) == []
    assert await portal.refusal(BEN, LIKE, MESSAGE_ID=said, ACTION="minus") == UNCHANGED
    actions = [one["data"]["action"] for one in await bot.events() if "action" in one["data"]]
    assert actions == ["add", "delete"]


@pytest.mark.parametrize("action", [{}, {"ACTION": "auto"}, {"ACTION": "AUTO"}])
async def test_changes_sides_by_default(portal: PortalUnderTest, action: dict[str, str]) -> None:
    bot = await portal.register_bot()
    said = await bot.send("2", "hello")
    turns: list[object] = [{"LIKE": [BEN]}, [], {"LIKE": [BEN]}]
    for params in turns:
        assert await portal.call(BEN, LIKE, MESSAGE_ID=said, **action) is True
        assert await _params(portal, bot) == params


async def test_takes_the_place_of_another_reaction(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said = await bot.send("2", "hello")
    fire = {"messageId": said, "reaction": "fire"}
    await portal.call(BEN, "im.v2.Chat.Message.Reaction.add", **fire)
    assert await portal.refusal(BEN, LIKE, MESSAGE_ID=said, ACTION="minus") == UNCHANGED
    await portal.call(BEN, LIKE, MESSAGE_ID=said)
    assert await _params(portal, bot) == {"LIKE": [BEN]}


async def test_refuses_what_the_person_does_not_see(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said = await bot.send("2", "hello")
    gone = await bot.send("2", "gone")
    await bot.call("imbot.v2.Chat.Message.delete", messageId=gone)
    assert await portal.refusal(ADA, LIKE, MESSAGE_ID=said) == NO_MESSAGE
    for message_id in (gone, 999, 0, -5, "x", None, ""):
        assert await portal.refusal(BEN, LIKE, MESSAGE_ID=message_id) == NO_MESSAGE
    refusal = await portal.refusal(BEN, LIKE, MESSAGE_ID=said, ACTION="love")
    assert refusal == ("INVALID_ARGUMENT", 400, "ACTION must be one of auto, plus, minus")


async def test_changes_nothing_where_no_reactions_are_wanted(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(isReactionsEnabled=False)
    said = await bot.send("2", "hello")
    assert await portal.refusal(BEN, LIKE, MESSAGE_ID=said) == UNCHANGED
    assert await _params(portal, bot) == []
