"""imbot.v2.Chat.Message.get and .getContext: what supervisors and personal bots may read."""

from typing import Any

import pytest

from tests.methods.imbot_v2.shapes import MESSAGE, USER
from tests.portals import BEN, BotUnderTest, PortalUnderTest

GET = "imbot.v2.Chat.Message.get"
CONTEXT = "imbot.v2.Chat.Message.getContext"
NOT_FOUND = ("MESSAGE_NOT_FOUND", 400, "Message not found")
DENIED = ("MESSAGE_ACCESS_DENIED", 403, "Message access denied")
WRONG_TYPE = ("BOT_TYPE_NOT_ALLOWED", 403, "Bot type not allowed")


async def _talk(portal: PortalUnderTest, count: int) -> tuple[BotUnderTest, list[int]]:
    bot = await portal.register_bot(type="personal")
    return bot, [await bot.send(str(BEN), f"message {number}") for number in range(count)]


async def _context(bot: BotUnderTest, message_id: int, **arguments: Any) -> Any:
    answer = await bot.call(CONTEXT, messageId=message_id, **arguments)
    return (
        [message["id"] for message in answer["messages"]],
        answer["hasPrevPage"],
        answer["hasNextPage"],
    )


async def test_one_message_comes_with_its_author(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(type="supervisor"), await portal.register_bot("other")
    said = await other.send(str(bot.id), "hello")
    answer = await bot.call(GET, messageId=said)
    assert set(answer) == {"message", "user"}
    assert set(answer["message"]) == MESSAGE
    assert set(answer["user"]) == USER
    assert answer["user"]["id"] == answer["message"]["authorId"] == other.id
    assert (answer["message"]["unread"], answer["message"]["viewed"]) == (True, False)


async def test_who_answers_has_read(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot("one", type="supervisor")
    other = await portal.register_bot("two", type="supervisor")
    said = await other.send(str(bot.id), "hello")
    assert not (await other.call(GET, messageId=said))["message"]["viewedByOthers"]
    await bot.send(str(other.id), "hi")
    message = (await bot.call(GET, messageId=said))["message"]
    assert (message["unread"], message["viewed"]) == (False, True)
    assert (await other.call(GET, messageId=said))["message"]["viewedByOthers"]


async def test_a_system_message_has_no_author(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    said = await bot.send("2", "note", system="Y")
    answer = await bot.call(GET, messageId=said)
    assert answer["user"] is None
    assert answer["message"]["isSystem"]
    context = await bot.call(CONTEXT, messageId=said)
    assert context["users"] == []


async def test_the_context_comes_with_its_authors_once(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(type="supervisor"), await portal.register_bot("other")
    said = 0
    for number in range(3):
        await bot.send(str(other.id), f"question {number}")
        said = await other.send(str(bot.id), f"answer {number}")
    answer = await bot.call(CONTEXT, messageId=said)
    assert set(answer) == {"messages", "users", "hasPrevPage", "hasNextPage"}
    assert all(set(message) == MESSAGE for message in answer["messages"])
    assert all(set(user) == USER for user in answer["users"])
    assert [user["id"] for user in answer["users"]] == [bot.id, other.id]
    assert [message["text"] for message in answer["messages"]] == [
        "question 0", "answer 0", "question 1", "answer 1", "question 2", "answer 2",
    ]  # fmt: skip


async def test_the_range_counts_on_each_side(portal: PortalUnderTest) -> None:
    bot, ids = await _talk(portal, 7)
    assert await _context(bot, ids[3], range=2) == (ids[1:6], True, True)
    assert await _context(bot, ids[3], range=3) == (ids, False, False)
    assert await _context(bot, ids[0], range=1) == (ids[:2], False, True)
    assert await _context(bot, ids[6], range=1) == (ids[5:], True, False)
    assert await _context(bot, ids[3]) == (ids, False, False)


@pytest.mark.parametrize(("wanted", "each_side"), [(0, 1), (-7, 1), ("2", 2), ("", 50)])
async def test_a_range_out_of_bounds_is_clamped(
    portal: PortalUnderTest, wanted: object, each_side: int
) -> None:
    bot, ids = await _talk(portal, 7)
    found, _, _ = await _context(bot, ids[3], range=wanted)
    assert found == ids[max(0, 3 - each_side) : 4 + each_side]


async def test_no_more_than_50_on_each_side(portal: PortalUnderTest) -> None:
    bot, ids = await _talk(portal, 103)
    for wanted in (50, 51, 10**19, None):
        assert await _context(bot, ids[51], range=wanted) == (ids[1:102], True, True)


@pytest.mark.parametrize("method", [GET, CONTEXT])
async def test_an_unknown_message_is_not_found(portal: PortalUnderTest, method: str) -> None:
    bot = await portal.register_bot(type="supervisor")
    no_ids: list[object] = [999, 0, -1, 10**19, None, "", "x", [], True]
    for message_id in no_ids:
        assert await bot.refusal(method, messageId=message_id) == NOT_FOUND, message_id
    assert await bot.refusal(method) == NOT_FOUND


@pytest.mark.parametrize("method", [GET, CONTEXT])
async def test_a_message_of_others_is_denied(portal: PortalUnderTest, method: str) -> None:
    bot, other = await portal.register_bot(type="personal"), await portal.register_bot("other")
    said = await other.send("2", "private")
    assert await bot.refusal(method, messageId=said) == DENIED


@pytest.mark.parametrize("method", [GET, CONTEXT])
@pytest.mark.parametrize("bot_type", ["bot", "openline", "network"])
async def test_other_types_may_not_even_read_their_own(
    portal: PortalUnderTest, method: str, bot_type: str
) -> None:
    bot = await portal.register_bot(type=bot_type)
    said = await bot.send("2", "own")
    assert await bot.refusal(method, messageId=said) == WRONG_TYPE
    assert await bot.refusal(method) == WRONG_TYPE


async def test_a_range_that_is_no_number_is_named(portal: PortalUnderTest) -> None:
    bot, ids = await _talk(portal, 1)
    assert await bot.refusal(CONTEXT, messageId=ids[0], range="wide") == (
        "INVALID_ARGUMENT",
        400,
        "Parameter range must be an integer",
    )
