"""im.chat.user.add and im.chat.user.list"""

from typing import Any

import pytest

from tests.portals import ADA, BEN, CLEO, PortalUnderTest


async def texts(portal: PortalUnderTest, user_id: int, chat_id: int) -> list[str]:
    page = await portal.call(user_id, "im.dialog.messages.get", DIALOG_ID=f"chat{chat_id}")
    return [one["text"] for one in page["messages"] if one["author_id"]]


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [({}, []), ({"HIDE_HISTORY": "Y"}, []), ({"HIDE_HISTORY": "N"}, ["before"])],
)
async def test_newcomers_see_what_was_said_before_only_when_told(
    portal: PortalUnderTest, arguments: dict[str, Any], seen: list[str]
) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", MESSAGE="before")
    added = await portal.call(
        ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[BEN, 99], **arguments
    )
    assert added is True
    assert await portal.call(BEN, "im.chat.user.list", CHAT_ID=chat_id) == [ADA, BEN]
    assert await texts(portal, BEN, chat_id) == seen


async def test_every_member_may_invite(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN])
    assert await portal.call(BEN, "im.chat.user.add", CHAT_ID=chat_id, USERS=[CLEO]) is True
    assert await portal.call(CLEO, "im.chat.user.list", CHAT_ID=chat_id) == [ADA, BEN, CLEO]


async def test_who_is_there_already_stays_as_they_are(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN], MESSAGE="before")
    assert await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[BEN]) is True
    assert await texts(portal, BEN, chat_id) == ["before"]


async def test_a_bot_can_be_invited_later(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN])
    await portal.call(BEN, "im.chat.user.add", CHAT_ID=chat_id, USERS=[bot.id])
    assert (await bot.call("imbot.v2.Chat.get", dialogId=f"chat{chat_id}"))["chat"]["id"]


@pytest.mark.parametrize("method", ["im.chat.user.add", "im.chat.user.list"])
@pytest.mark.parametrize("chat_id", [None, "", "chat1", [1], 0, -1])
async def test_a_missing_or_unreadable_chat_id_is_told(
    portal: PortalUnderTest, method: str, chat_id: object
) -> None:
    refusal = await portal.refusal(ADA, method, CHAT_ID=chat_id, USERS=[BEN])
    assert refusal == ("CHAT_ID_EMPTY", 400, "Chat ID can't be empty")


@pytest.mark.parametrize("method", ["im.chat.user.add", "im.chat.user.list"])
async def test_a_closed_chat_is_shut_to_who_is_not_in_it(
    portal: PortalUnderTest, method: str
) -> None:
    chat_id = await portal.call(ADA, "im.chat.add")
    for number in (chat_id, 99, 10**19):
        refusal = await portal.refusal(BEN, method, CHAT_ID=number, USERS=[CLEO])
        assert refusal == ("ACCESS_ERROR", 403, "Action unavailable")


async def test_an_open_chat_shows_nobody_and_takes_nobody_from_outside(
    portal: PortalUnderTest,
) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", TYPE="OPEN")
    assert await portal.call(BEN, "im.chat.user.list", CHAT_ID=chat_id) == []
    refusal = await portal.refusal(BEN, "im.chat.user.add", CHAT_ID=chat_id, USERS=[CLEO])
    assert refusal == (
        "ACCESS_DENIED_EXTEND",
        403,
        "Insufficient permissions to add participants to the chat",
    )


async def test_nobody_is_added_to_a_private_dialog(portal: PortalUnderTest) -> None:
    chat_id = (await portal.call(ADA, "im.dialog.get", DIALOG_ID="2"))["id"]
    refusal = await portal.refusal(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[CLEO])
    assert refusal == ("ACCESS_ERROR", 403, "It is forbidden to add users to this chat")
    assert await portal.call(BEN, "im.chat.user.list", CHAT_ID=chat_id) == [ADA, BEN]


@pytest.mark.parametrize("users", [None, "everybody", [{}], 2])
async def test_unreadable_users_are_told(portal: PortalUnderTest, users: object) -> None:
    chat_id = await portal.call(ADA, "im.chat.add")
    refusal = await portal.refusal(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=users)
    assert refusal[:2] == ("INVALID_ARGUMENT", 400)
    assert "USERS" in refusal.description
