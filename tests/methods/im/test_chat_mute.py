"""im.chat.mute"""

from typing import Any

import pytest

from tests.portals import ADA, BEN, CLEO, PortalUnderTest

MUTE = "im.chat.mute"
NOT_MUTED = ("ACCESS_ERROR", 403, "This chat cannot be muted")


async def _muted(portal: PortalUnderTest, user_id: int, dialog_id: str) -> Any:
    return (await portal.call(user_id, "im.dialog.get", DIALOG_ID=dialog_id))["mute_list"]


async def test_who_muted_a_chat_is_listed_in_every_view(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN, bot.id])
    dialog = f"chat{chat_id}"
    assert await portal.call(BEN, MUTE, CHAT_ID=str(chat_id)) is True
    assert await portal.call(ADA, MUTE, DIALOG_ID=dialog, MUTE="Y") is True
    assert await _muted(portal, ADA, dialog) == {str(ADA): True, str(BEN): True}
    (item,) = (await portal.call(BEN, "im.recent.list"))["items"]
    assert item["chat"]["mute_list"] == {str(ADA): True, str(BEN): True}
    seen = (await bot.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    assert seen["muteList"] == [ADA, BEN]


@pytest.mark.parametrize("mute", ["N", False, 0, "0", "n"])
async def test_muting_can_be_taken_back(portal: PortalUnderTest, mute: object) -> None:
    dialog = f"chat{await portal.call(ADA, 'im.chat.add', USERS=[BEN])}"
    for _ in range(2):
        assert await portal.call(BEN, MUTE, DIALOG_ID=dialog) is True
    assert await _muted(portal, ADA, dialog) == {str(BEN): True}
    for _ in range(2):
        assert await portal.call(BEN, MUTE, DIALOG_ID=dialog, MUTE=mute) is True
    assert await _muted(portal, ADA, dialog) == []


async def test_a_private_dialog_is_muted_by_its_user_or_its_number(
    portal: PortalUnderTest,
) -> None:
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="hello")
    assert await portal.call(BEN, MUTE, DIALOG_ID=str(ADA)) is True
    assert await _muted(portal, ADA, str(BEN)) == {str(BEN): True}
    (item,) = (await portal.call(BEN, "im.recent.list"))["items"]
    assert item["chat"]["mute_list"] == {str(BEN): True}
    number = (await portal.call(BEN, "im.dialog.get", DIALOG_ID=str(ADA)))["id"]
    assert await portal.call(BEN, MUTE, CHAT_ID=number, MUTE="N") is True
    assert await _muted(portal, ADA, str(BEN)) == []


async def test_a_workgroups_chat_is_muted_by_its_workgroup(portal: PortalUnderTest) -> None:
    await portal.call(ADA, "im.chat.add", ENTITY_TYPE="SONET_GROUP", ENTITY_ID="7")
    assert await portal.call(ADA, MUTE, DIALOG_ID="sg7") is True
    assert await _muted(portal, ADA, "sg7") == {str(ADA): True}


async def test_muting_is_a_members_own(portal: PortalUnderTest) -> None:
    """Who goes out and comes back hears the chat again."""
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN])
    await portal.call(BEN, MUTE, CHAT_ID=chat_id)
    await portal.call(BEN, "im.chat.leave", CHAT_ID=chat_id)
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[BEN])
    assert await _muted(portal, ADA, f"chat{chat_id}") == []


async def test_muting_says_nothing_and_opens_nothing(portal: PortalUnderTest) -> None:
    dialog = f"chat{await portal.call(ADA, 'im.chat.add', USERS=[BEN])}"
    before = await portal.call(ADA, "im.dialog.get", DIALOG_ID=dialog)
    await portal.call(BEN, MUTE, DIALOG_ID=dialog)
    after = await portal.call(ADA, "im.dialog.get", DIALOG_ID=dialog)
    assert after == before | {"mute_list": {str(BEN): True}}
    assert await portal.refusal(BEN, MUTE, DIALOG_ID=str(CLEO)) == NOT_MUTED


async def test_chats_of_others_cannot_be_muted(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", TYPE="OPEN")
    for number in (chat_id, 999, 10**19):
        assert await portal.refusal(BEN, MUTE, CHAT_ID=number) == NOT_MUTED
    for dialog_id in (f"chat{chat_id}", "chat999", "sg9", str(BEN), "999"):
        assert await portal.refusal(BEN, MUTE, DIALOG_ID=dialog_id) == NOT_MUTED


async def test_the_chat_has_to_be_named(portal: PortalUnderTest) -> None:
    for number in (None, "", "chat1", [1], 0, -1):
        refusal = await portal.refusal(ADA, MUTE, CHAT_ID=number)
        assert refusal == ("CHAT_ID_EMPTY", 400, "Chat ID can't be empty")
    assert (await portal.refusal(ADA, MUTE)).code == "CHAT_ID_EMPTY"
    for dialog_id in ("", "everybody", "chat", "0", "-1", [1]):
        refusal = await portal.refusal(ADA, MUTE, DIALOG_ID=dialog_id)
        assert refusal == ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")


async def test_an_unreadable_wish_is_told(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add")
    refusal = await portal.refusal(ADA, MUTE, CHAT_ID=chat_id, MUTE="maybe")
    assert refusal[:2] == ("INVALID_ARGUMENT", 400)
    assert "MUTE" in refusal.description
