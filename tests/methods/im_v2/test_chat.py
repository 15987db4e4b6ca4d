"""im.v2.Chat.Manager, im.v2.Chat.update, im.v2.Chat.load and im.v2.Chat.delete"""

from typing import Any

import pytest

from tests.methods.imbot_v2.shapes import CHAT
from tests.pictures import picture
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

ADD, DISMISS = "im.v2.Chat.Manager.add", "im.v2.Chat.Manager.delete"
UPDATE, LOAD, DELETE = "im.v2.Chat.update", "im.v2.Chat.load", "im.v2.Chat.delete"
DENIED = ("ACCESS_DENIED", 403, "Access denied")
EMPTY = ("EMPTY_USER_IDS", 400, "Empty user IDs")
DONE = {"result": True}


async def _group(portal: PortalUnderTest, **arguments: Any) -> str:
    """A chat of Ada's with Ben and Cleo."""
    return f"chat{await portal.call(ADA, 'im.chat.add', USERS=[BEN, CLEO], **arguments)}"


async def _seen(portal: PortalUnderTest, user_id: int, dialog: str) -> Any:
    return (await portal.call(user_id, LOAD, dialogId=dialog))["chat"]


async def test_managers_are_added_and_taken_away(portal: PortalUnderTest) -> None:
    dialog = await _group(portal)
    assert await portal.call(ADA, ADD, dialogId=dialog, userIds=["3", BEN, ADA, 999]) == DONE
    seen = await _seen(portal, BEN, dialog)
    assert (seen["managerList"], seen["role"], seen["owner"]) == ([BEN, CLEO], "manager", ADA)
    assert await portal.call(ADA, DISMISS, dialogId=dialog, userIds=[BEN, ADA, 999]) == DONE
    seen = await _seen(portal, BEN, dialog)
    assert (seen["managerList"], seen["role"], seen["owner"]) == ([CLEO], "member", ADA)


@pytest.mark.parametrize("method", [ADD, DISMISS])
async def test_only_the_owner_appoints(portal: PortalUnderTest, method: str) -> None:
    dialog = await _group(portal)
    await portal.call(ADA, ADD, dialogId=dialog, userIds=[BEN])
    for user_id in (BEN, CLEO):
        assert await portal.refusal(user_id, method, dialogId=dialog, userIds=[CLEO]) == DENIED
    assert (await _seen(portal, ADA, dialog))["managerList"] == [BEN]
    for other in (str(BEN), "chat999", "", None):
        assert await portal.refusal(ADA, method, dialogId=other, userIds=[BEN]) == DENIED


@pytest.mark.parametrize("method", [ADD, DISMISS])
@pytest.mark.parametrize("user_ids", [[], None, "", "everybody", [{}]])
async def test_an_empty_list_is_told(
    portal: PortalUnderTest, method: str, user_ids: object
) -> None:
    dialog = await _group(portal)
    assert await portal.refusal(ADA, method, dialogId=dialog, userIds=user_ids) == EMPTY


async def test_a_member_changes_the_chat_and_all_are_told(portal: PortalUnderTest) -> None:
    dialog = await _group(portal, TITLE="Old", COLOR="RED")
    fields = {"title": "New", "description": "D", "color": "azure", "avatar": picture()}
    assert await portal.call(BEN, UPDATE, dialogId=dialog, fields=fields) == DONE
    seen = await _seen(portal, ADA, dialog)
    assert (seen["name"], seen["description"], seen["color"]) == ("New", "D", "#29619b")
    assert "/avatar/" in seen["avatar"]
    page = await portal.call(ADA, "im.dialog.messages.get", DIALOG_ID=dialog)
    ben = f"[USER={BEN} REPLACE]Ben Bitfiddle[/USER]"
    assert [one["text"] for one in page["messages"][:3]] == [
        f"{ben} changed the chat picture",
        f"{ben} changed the chat colour",
        f'{ben} changed the chat title to "New"',
    ]


@pytest.mark.parametrize(
    "fields", [{}, {"title": " "}, {"color": "ultraviolet"}, {"avatar": "bm8="}, None]
)
async def test_what_is_blank_or_unknown_changes_nothing(
    portal: PortalUnderTest, fields: object
) -> None:
    dialog = await _group(portal, TITLE="T", COLOR="RED")
    before = await _seen(portal, BEN, dialog)
    assert await portal.call(BEN, UPDATE, dialogId=dialog, fields=fields) == DONE
    assert await _seen(portal, BEN, dialog) == before


async def test_a_chat_of_others_is_denied(portal: PortalUnderTest) -> None:
    dialog = f"chat{await portal.call(ADA, 'im.chat.add', TYPE='OPEN', TITLE='T')}"
    for method in (UPDATE, LOAD):
        for other in (dialog, "chat999", "999", str(BEN), "", "x", None):
            refusal = await portal.refusal(BEN, method, dialogId=other, fields={"title": "N"})
            assert refusal == DENIED
    assert (await _seen(portal, ADA, dialog))["name"] == "T"


async def test_loading_shows_a_group_whole(portal: PortalUnderTest) -> None:
    dialog = await _group(portal, TITLE="T")
    seen = await _seen(portal, BEN, dialog)
    assert set(seen) == CHAT
    assert (seen["dialogId"], seen["type"], seen["userCounter"]) == (dialog, "chat", 3)


async def test_loading_opens_a_private_dialog_once(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    first = await _seen(portal, BEN, str(bot.id))
    assert set(first) == CHAT
    assert (first["dialogId"], first["type"], first["name"]) == (str(bot.id), "private", "Helper")
    assert await _seen(portal, BEN, str(bot.id)) == first
    assert (await bot.call("imbot.v2.Chat.get", dialogId=str(BEN)))["chat"]["id"] == first["id"]


async def test_only_the_owner_deletes(portal: PortalUnderTest) -> None:
    dialog = await _group(portal)
    await portal.call(ADA, ADD, dialogId=dialog, userIds=[BEN])
    for user_id in (BEN, CLEO):
        assert await portal.refusal(user_id, DELETE, dialogId=dialog) == DENIED
    assert await portal.call(ADA, DELETE, dialogId=dialog) == DONE


async def test_a_private_dialog_cannot_be_deleted(portal: PortalUnderTest) -> None:
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="hello")
    for user_id, dialog in ((ADA, str(BEN)), (BEN, str(ADA)), (BEN, str(CLEO)), (BEN, str(BEN))):
        assert await portal.refusal(user_id, DELETE, dialogId=dialog) == DENIED


async def test_what_is_not_there_is_told(portal: PortalUnderTest) -> None:
    dialog = await _group(portal)
    await portal.call(ADA, DELETE, dialogId=dialog)
    for missing in (dialog, "chat999", "sg9"):
        refusal = await portal.refusal(ADA, DELETE, dialogId=missing)
        assert refusal == ("CHAT_NOT_FOUND", 400, "CHAT_NOT_FOUND")
    for unreadable in ("", "x", None):
        assert await portal.refusal(ADA, DELETE, dialogId=unreadable) == DENIED
