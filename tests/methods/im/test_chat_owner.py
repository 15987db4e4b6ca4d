"""im.chat.setOwner"""

import pytest

from tests.portals import ADA, BEN, CLEO, PortalUnderTest

SET_OWNER = "im.chat.setOwner"
NOT_CHANGED = (
    "WRONG_REQUEST",
    400,
    "Change owner can only owner and user must be member in chat",
)
UNAVAILABLE = ("ACCESS_ERROR", 403, "Action unavailable")


async def _owner_and_role(portal: PortalUnderTest, chat_id: int) -> tuple[int, str]:
    """As Ada sees them."""
    seen = await portal.call(ADA, "im.dialog.get", DIALOG_ID=f"chat{chat_id}")
    return seen["owner"], seen["role"]


async def test_the_owner_hands_over(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN])
    assert await portal.call(ADA, SET_OWNER, CHAT_ID=chat_id, USER_ID=str(BEN)) is True
    assert await _owner_and_role(portal, chat_id) == (BEN, "member")
    page = await portal.call(ADA, "im.dialog.messages.get", DIALOG_ID=f"chat{chat_id}")
    assert page["messages"][0]["text"].endswith("the owner of the chat")
    arguments = {"DIALOG_ID": f"chat{chat_id}", "USER_ID": ADA}
    assert await portal.refusal(ADA, SET_OWNER, **arguments) == NOT_CHANGED
    assert await portal.call(BEN, SET_OWNER, **arguments) is True
    assert await _owner_and_role(portal, chat_id) == (ADA, "owner")


@pytest.mark.parametrize("user_id", [CLEO, 999, -1, 10**19])
async def test_only_a_member_becomes_the_owner(portal: PortalUnderTest, user_id: int) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN])
    refusal = await portal.refusal(ADA, SET_OWNER, CHAT_ID=chat_id, USER_ID=user_id)
    assert refusal == NOT_CHANGED
    assert await _owner_and_role(portal, chat_id) == (ADA, "owner")


async def test_a_manager_cannot_take_the_chat(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN])
    await portal.call(ADA, "im.v2.Chat.Manager.add", dialogId=f"chat{chat_id}", userIds=[BEN])
    refusal = await portal.refusal(BEN, SET_OWNER, CHAT_ID=chat_id, USER_ID=BEN)
    assert refusal == NOT_CHANGED


@pytest.mark.parametrize("user_id", [None, "", "Ben", [BEN], 0])
async def test_a_missing_user_id_is_told(portal: PortalUnderTest, user_id: object) -> None:
    chat_id = await portal.call(ADA, "im.chat.add")
    refusal = await portal.refusal(ADA, SET_OWNER, CHAT_ID=chat_id, USER_ID=user_id)
    assert refusal == ("USER_ID_EMPTY", 400, "User ID can't be empty")


async def test_the_group_has_to_be_named(portal: PortalUnderTest) -> None:
    for number in (None, "", "chat1", 0, -1):
        refusal = await portal.refusal(ADA, SET_OWNER, CHAT_ID=number, USER_ID=BEN)
        assert refusal == ("CHAT_ID_EMPTY", 400, "Chat ID can't be empty")
    assert (await portal.refusal(ADA, SET_OWNER)).code == "CHAT_ID_EMPTY"
    for dialog_id in ("", str(BEN), "sg1", "chat"):
        refusal = await portal.refusal(ADA, SET_OWNER, DIALOG_ID=dialog_id, USER_ID=BEN)
        assert refusal == ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")


async def test_private_and_foreign_chats_are_refused(portal: PortalUnderTest) -> None:
    private = (await portal.call(ADA, "im.dialog.get", DIALOG_ID=str(BEN)))["id"]
    theirs = await portal.call(CLEO, "im.chat.add", USERS=[BEN])
    for chat_id in (private, theirs, 999):
        refusal = await portal.refusal(ADA, SET_OWNER, CHAT_ID=chat_id, USER_ID=BEN)
        assert refusal == UNAVAILABLE
