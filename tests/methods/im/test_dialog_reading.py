"""im.dialog.read, im.dialog.unread, im.dialog.read.all, and what others learn of it"""

from typing import Any

import pytest

from tests.portals import ADA, BEN, CLEO, PortalUnderTest


async def say(portal: PortalUnderTest, *texts: str) -> list[int]:
    """Ada writes to Ben; answer the ids."""
    return [
        await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE=text)
        for text in texts
    ]


async def unread_of(portal: PortalUnderTest) -> list[int]:
    """What Ben sees as unread, the oldest first."""
    page = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=str(ADA))
    return sorted(one["id"] for one in page["messages"] if one["unread"])


async def viewed_by_others(portal: PortalUnderTest, chat_id: int) -> list[int]:
    """Ada's messages that she knows as viewed."""
    answer = await portal.call(ADA, "im.dialog.messages.search", CHAT_ID=chat_id)
    return sorted(one["id"] for one in answer["messages"] if one["viewedByOthers"])


async def test_a_dialog_is_read_up_to_a_message(portal: PortalUnderTest) -> None:
    first, second, third = await say(portal, "one", "two", "three")
    told = await portal.call(BEN, "im.dialog.read", DIALOG_ID="1", MESSAGE_ID=second)
    assert told == {"dialogId": "1", "chatId": 1, "lastId": second, "counter": 1}
    assert await unread_of(portal) == [third]
    assert await viewed_by_others(portal, 1) == [first, second]


async def test_without_a_message_all_is_read(portal: PortalUnderTest) -> None:
    ids = await say(portal, "one", "two")
    told = await portal.call(BEN, "im.dialog.read", DIALOG_ID="1")
    assert (told["lastId"], told["counter"]) == (ids[-1], 0)
    assert await unread_of(portal) == []


@pytest.mark.parametrize(("message_id", "left"), [(10**9, 0), (0, 0), (-1, 2), ("", 0)])
async def test_a_message_that_is_not_there_is_a_place_all_the_same(
    portal: PortalUnderTest, message_id: object, left: int
) -> None:
    await say(portal, "one", "two")
    told = await portal.call(BEN, "im.dialog.read", DIALOG_ID="1", MESSAGE_ID=message_id)
    assert told["counter"] == left
    await say(portal, "three")
    assert len(await unread_of(portal)) == left + 1


async def test_what_was_read_further_stays_read(portal: PortalUnderTest) -> None:
    first, second = await say(portal, "one", "two")
    await portal.call(BEN, "im.dialog.read", DIALOG_ID="1")
    told = await portal.call(BEN, "im.dialog.read", DIALOG_ID="1", MESSAGE_ID=first)
    assert (told["lastId"], told["counter"]) == (second, 0)


async def test_messages_are_unread_again_from_one_on(portal: PortalUnderTest) -> None:
    first, second, third = await say(portal, "one", "two", "three")
    await portal.call(BEN, "im.dialog.read", DIALOG_ID="1")
    assert await portal.call(BEN, "im.dialog.unread", DIALOG_ID="1", MESSAGE_ID=second) is True
    assert await unread_of(portal) == [second, third]
    card = await portal.call(BEN, "im.dialog.get", DIALOG_ID="1")
    assert (card["counter"], card["unread_id"], card["last_id"]) == (2, second, first)


async def test_what_was_viewed_stays_viewed_after_unreading(portal: PortalUnderTest) -> None:
    ids = await say(portal, "one", "two")
    await portal.call(BEN, "im.dialog.read", DIALOG_ID="1")
    await portal.call(BEN, "im.dialog.unread", DIALOG_ID="1", MESSAGE_ID=ids[0])
    assert await viewed_by_others(portal, 1) == ids
    answer = await portal.call(BEN, "im.dialog.messages.search", CHAT_ID=1)
    assert [(one["unread"], one["viewed"]) for one in answer["messages"]] == [(True, True)] * 2


async def test_unreading_never_reads(portal: PortalUnderTest) -> None:
    first, second = await say(portal, "one", "two")
    assert await portal.call(BEN, "im.dialog.unread", DIALOG_ID="1", MESSAGE_ID=second) is True
    assert await portal.call(BEN, "im.dialog.unread", DIALOG_ID="1", MESSAGE_ID=10**9) is True
    assert await unread_of(portal) == [first, second]


async def test_who_joined_without_the_history_has_viewed_none_of_it(
    portal: PortalUnderTest,
) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", MESSAGE="before")
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[BEN])
    assert await viewed_by_others(portal, chat_id) == []
    await portal.call(BEN, "im.dialog.read", DIALOG_ID=f"chat{chat_id}")
    answer = await portal.call(ADA, "im.dialog.messages.search", CHAT_ID=chat_id)
    assert [one["viewedCount"] for one in answer["messages"]] == [1, 0]


async def test_all_chats_are_read_at_once(portal: PortalUnderTest) -> None:
    await say(portal, "one")
    await portal.call(CLEO, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="two")
    await portal.call(ADA, "im.chat.add", USERS=[BEN, CLEO], MESSAGE="three")
    await portal.call(BEN, "im.recent.unread", DIALOG_ID=str(CLEO))
    assert await portal.call(BEN, "im.dialog.read.all") is True
    counters = await portal.call(BEN, "im.counters.get")
    assert (counters["TYPE"]["ALL"], counters["DIALOG_UNREAD"]) == (0, [])
    assert (await portal.call(CLEO, "im.counters.get"))["TYPE"]["ALL"] == 2
    await say(portal, "four")
    assert (await portal.call(BEN, "im.counters.get"))["TYPE"]["ALL"] == 1


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("im.dialog.read", {}),
        ("im.dialog.unread", {"MESSAGE_ID": 1}),
        ("im.dialog.writing", {}),
        ("im.recent.pin", {}),
        ("im.recent.hide", {}),
        ("im.recent.unread", {}),
        ("im.dialog.read.all", {}),
    ],
)
async def test_no_bot_hears_of_it(
    portal: PortalUnderTest, method: str, arguments: dict[str, Any]
) -> None:
    bot = await portal.register_bot()
    await portal.call(BEN, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE="hi")
    before = await bot.call("imbot.v2.Event.get")
    if method != "im.dialog.read.all":
        arguments = {"DIALOG_ID": str(bot.id), **arguments}
    assert await portal.call(BEN, method, **arguments)
    assert await bot.call("imbot.v2.Event.get") == before


@pytest.mark.parametrize("method", ["im.dialog.read", "im.dialog.unread", "im.dialog.writing"])
@pytest.mark.parametrize("dialog_id", [None, "", "chat", "bob"])
async def test_a_missing_or_unreadable_dialog_id_is_told(
    portal: PortalUnderTest, method: str, dialog_id: object
) -> None:
    refusal = await portal.refusal(BEN, method, DIALOG_ID=dialog_id, MESSAGE_ID=1)
    assert refusal == ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")


@pytest.mark.parametrize("message_id", [None, 0, -1, "x", ""])
async def test_the_first_unread_message_must_be_named(
    portal: PortalUnderTest, message_id: object
) -> None:
    refusal = await portal.refusal(BEN, "im.dialog.unread", DIALOG_ID="1", MESSAGE_ID=message_id)
    assert refusal == ("MESSAGE_ID_ERROR", 400, "Message ID can't be empty")


@pytest.mark.parametrize("dialog_id", ["chat1", "chat99", "99", str(CLEO)])
async def test_dialogs_that_are_not_ones_own_are_not_read(
    portal: PortalUnderTest, dialog_id: str
) -> None:
    await portal.call(ADA, "im.chat.add", USERS=[CLEO], MESSAGE="secret")
    assert await portal.call(BEN, "im.dialog.read", DIALOG_ID=dialog_id) is False
    arguments = {"DIALOG_ID": dialog_id, "MESSAGE_ID": 1}
    assert await portal.call(BEN, "im.dialog.unread", **arguments) is False


async def test_who_may_write_to_a_dialog_may_say_that_they_do(portal: PortalUnderTest) -> None:
    await portal.call(ADA, "im.chat.add", USERS=[CLEO])
    assert await portal.call(ADA, "im.dialog.writing", DIALOG_ID="chat1") is True
    assert await portal.call(ADA, "im.dialog.writing", DIALOG_ID=str(BEN)) is True
    for dialog_id in ("chat1", "chat99", "99", str(BEN)):
        refusal = await portal.refusal(BEN, "im.dialog.writing", DIALOG_ID=dialog_id)
        assert refusal == ("ACCESS_ERROR", 403, "Action unavailable")


async def test_nor_does_a_bot_take_it_for_viewed(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[bot.id], MESSAGE="before")
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[BEN])
    said = await portal.call(ADA, "im.message.add", DIALOG_ID=f"chat{chat_id}", MESSAGE="after")
    await portal.call(BEN, "im.dialog.read", DIALOG_ID=f"chat{chat_id}")
    answer = await bot.call("imbot.v2.Chat.Message.getContext", messageId=said)
    told = {one["text"]: one["viewedByOthers"] for one in answer["messages"] if one["authorId"]}
    assert told == {"before": False, "after": True}
