"""im.chat.leave and im.chat.user.delete"""

from typing import Any

import pytest

from tests.portals import ADA, BEN, CLEO, PortalUnderTest

LEAVE, DELETE = "im.chat.leave", "im.chat.user.delete"
CLOSED = ("ACCESS_ERROR", 403, "It is forbidden to delete users of this chat")
UNAVAILABLE = ("ACCESS_ERROR", 403, "Action unavailable")
NOT_LEFT = ("ACCESS_DENIED_KICK", 403, "Access denied to kick user from chat")
NOT_KICKED = (
    "ACCESS_DENIED_KICK",
    403,
    "Insufficient rights to exclude participants from the chat",
)
NOT_THERE = ("USER_NOT_FOUND", 400, "The specified user is not in the chat")


async def _group(portal: PortalUnderTest, **arguments: Any) -> int:
    """A chat of Ada's with Ben and Cleo."""
    chat_id: int = await portal.call(ADA, "im.chat.add", USERS=[BEN, CLEO], **arguments)
    return chat_id


async def _users(portal: PortalUnderTest, user_id: int, chat_id: int) -> Any:
    return await portal.call(user_id, "im.chat.user.list", CHAT_ID=chat_id)


async def _last(portal: PortalUnderTest, user_id: int, chat_id: int) -> Any:
    page = await portal.call(user_id, "im.dialog.messages.get", DIALOG_ID=f"chat{chat_id}")
    return page["messages"][0]


async def test_who_leaves_is_gone_and_the_others_are_told(portal: PortalUnderTest) -> None:
    chat_id = await _group(portal)
    assert await portal.call(BEN, LEAVE, CHAT_ID=chat_id) is True
    assert await _users(portal, ADA, chat_id) == [ADA, CLEO]
    last = await _last(portal, ADA, chat_id)
    assert last["text"] == f"[USER={BEN} REPLACE]Ben Bitfiddle[/USER] left the chat"
    assert last["params"] == {"CODE": ["CHAT_LEAVE"], "NOTIFY": "N"}
    assert (await portal.call(BEN, "im.recent.list"))["items"] == []
    assert await portal.refusal(BEN, LEAVE, CHAT_ID=chat_id) == NOT_LEFT


async def test_an_owner_who_leaves_hands_over(portal: PortalUnderTest) -> None:
    chat_id = await _group(portal)
    await portal.call(ADA, "im.v2.Chat.Manager.add", dialogId=f"chat{chat_id}", userIds=[CLEO])
    assert await portal.call(ADA, LEAVE, CHAT_ID=chat_id) is True
    seen = await portal.call(BEN, "im.dialog.get", DIALOG_ID=f"chat{chat_id}")
    assert (seen["owner"], seen["manager_list"]) == (CLEO, [])


@pytest.mark.parametrize("arguments", [{}, {"USER_ID": ADA}])
async def test_a_chat_of_a_deal_keeps_its_owner(
    portal: PortalUnderTest, arguments: dict[str, Any]
) -> None:
    chat_id = await _group(portal, ENTITY_TYPE="CRM", ENTITY_ID="DEAL|13")
    method = DELETE if arguments else LEAVE
    assert await portal.refusal(ADA, method, CHAT_ID=chat_id, **arguments) == CLOSED
    assert await portal.call(BEN, LEAVE, CHAT_ID=chat_id) is True
    assert await _users(portal, ADA, chat_id) == [ADA, CLEO]


async def test_nobody_goes_out_of_a_private_dialog(portal: PortalUnderTest) -> None:
    chat_id = (await portal.call(ADA, "im.dialog.get", DIALOG_ID=str(BEN)))["id"]
    assert await portal.refusal(ADA, LEAVE, CHAT_ID=chat_id) == CLOSED
    for user_id in (ADA, BEN):
        refusal = await portal.refusal(ADA, DELETE, CHAT_ID=chat_id, USER_ID=user_id)
        assert refusal == CLOSED


@pytest.mark.parametrize("chat_id", [999, 10**19])
async def test_a_chat_that_is_not_there_is_refused(portal: PortalUnderTest, chat_id: int) -> None:
    assert await portal.refusal(ADA, LEAVE, CHAT_ID=chat_id) == NOT_LEFT
    assert await portal.refusal(ADA, DELETE, CHAT_ID=chat_id, USER_ID=BEN) == UNAVAILABLE


@pytest.mark.parametrize("method", [LEAVE, DELETE])
@pytest.mark.parametrize("chat_id", [None, "", "chat1", [1], 0, -1])
async def test_a_missing_or_unreadable_chat_id_is_told(
    portal: PortalUnderTest, method: str, chat_id: object
) -> None:
    refusal = await portal.refusal(ADA, method, CHAT_ID=chat_id, USER_ID=BEN)
    assert refusal == ("CHAT_ID_EMPTY", 400, "Chat ID can't be empty")


@pytest.mark.parametrize("user_id", [None, "", "Ben", [BEN], 0])
async def test_a_missing_or_unreadable_user_id_is_told(
    portal: PortalUnderTest, user_id: object
) -> None:
    chat_id = await _group(portal)
    refusal = await portal.refusal(ADA, DELETE, CHAT_ID=chat_id, USER_ID=user_id)
    assert refusal == ("USER_ID_EMPTY", 400, "User ID can't be empty")


async def test_the_owner_and_managers_may_remove(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat_id = await _group(portal)
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[bot.id])
    assert await portal.refusal(BEN, DELETE, CHAT_ID=chat_id, USER_ID=bot.id) == NOT_KICKED
    await portal.call(ADA, "im.v2.Chat.Manager.add", dialogId=f"chat{chat_id}", userIds=[BEN])
    assert await portal.call(BEN, DELETE, CHAT_ID=chat_id, USER_ID=str(bot.id)) is True
    assert await portal.call(ADA, DELETE, CHAT_ID=chat_id, USER_ID=CLEO) is True
    assert await _users(portal, ADA, chat_id) == [ADA, BEN]
    assert (await _last(portal, ADA, chat_id))["text"] == (
        f"[USER={ADA} REPLACE]Ada Lovelace[/USER] removed"
        f" [USER={CLEO} REPLACE]Cleo Cassette[/USER] from the chat"
    )
    assert await portal.refusal(CLEO, "im.chat.user.list", CHAT_ID=chat_id) == UNAVAILABLE


async def test_the_owner_cannot_be_removed(portal: PortalUnderTest) -> None:
    chat_id = await _group(portal)
    await portal.call(ADA, "im.v2.Chat.Manager.add", dialogId=f"chat{chat_id}", userIds=[BEN])
    assert await portal.refusal(BEN, DELETE, CHAT_ID=chat_id, USER_ID=ADA) == NOT_KICKED
    assert await _users(portal, ADA, chat_id) == [ADA, BEN, CLEO]


async def test_who_removes_themselves_leaves(portal: PortalUnderTest) -> None:
    chat_id = await _group(portal)
    assert await portal.call(BEN, DELETE, CHAT_ID=chat_id, USER_ID=BEN) is True
    assert (await _last(portal, ADA, chat_id))["text"].endswith("left the chat")
    assert await _users(portal, ADA, chat_id) == [ADA, CLEO]


@pytest.mark.parametrize("user_id", [999, -1, 10**19])
async def test_who_is_not_in_the_chat_is_told(portal: PortalUnderTest, user_id: int) -> None:
    chat_id = await _group(portal)
    assert await portal.refusal(ADA, DELETE, CHAT_ID=chat_id, USER_ID=user_id) == NOT_THERE


async def test_nobody_removes_from_outside(portal: PortalUnderTest) -> None:
    closed = await portal.call(ADA, "im.chat.add", USERS=[CLEO])
    opened = await portal.call(ADA, "im.chat.add", USERS=[CLEO], TYPE="OPEN")
    assert await portal.refusal(BEN, DELETE, CHAT_ID=closed, USER_ID=CLEO) == UNAVAILABLE
    assert await portal.refusal(BEN, DELETE, CHAT_ID=opened, USER_ID=CLEO) == NOT_KICKED
    assert await portal.refusal(BEN, LEAVE, CHAT_ID=opened) == NOT_LEFT
