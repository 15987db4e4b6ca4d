"""im.chat.updateTitle, im.chat.updateColor and im.chat.updateAvatar"""

from typing import Any

import pytest

from tests.pictures import picture
from tests.portals import ADA, BEN, PortalUnderTest

TITLE, COLOR, AVATAR = "im.chat.updateTitle", "im.chat.updateColor", "im.chat.updateAvatar"
BEN_SAYS = f"[USER={BEN} REPLACE]Ben Bitfiddle[/USER]"
NO_CHAT_ID = ("CHAT_ID_EMPTY", 400, "Chat ID can't be empty")
NO_DIALOG_ID = ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")
UNAVAILABLE = ("ACCESS_ERROR", 403, "Action unavailable")
SAME_COLOR = ("WRONG_REQUEST", 400, "This color currently set or chat isn't exists")
NO_SUCH_COLOR = ("WRONG_COLOR", 400, "This color currently unavailable")
NO_PICTURE = ("AVATAR_ERROR", 400, "Avatar incorrect type")
DENIED = ("ACCESS_DENIED", 403, "Access denied")
# A good value for each of the three.
GOOD = {"TITLE": "New", "COLOR": "SAND", "AVATAR": picture()}


async def _group(portal: PortalUnderTest, **arguments: Any) -> int:
    """A chat of Ada's with Ben."""
    chat_id: int = await portal.call(ADA, "im.chat.add", USERS=[BEN], **arguments)
    return chat_id


async def _seen(portal: PortalUnderTest, chat_id: int) -> Any:
    return await portal.call(ADA, "im.dialog.get", DIALOG_ID=f"chat{chat_id}")


async def _last(portal: PortalUnderTest, chat_id: int) -> Any:
    page = await portal.call(ADA, "im.dialog.messages.get", DIALOG_ID=f"chat{chat_id}")
    return page["messages"][0]


async def test_every_member_may_rename_and_all_are_told(portal: PortalUnderTest) -> None:
    chat_id = await _group(portal, TITLE="Old")
    assert await portal.call(BEN, TITLE, CHAT_ID=chat_id, TITLE="  New ") is True
    assert (await _seen(portal, chat_id))["name"] == "New"
    last = await _last(portal, chat_id)
    assert (last["author_id"], last["text"]) == (0, f'{BEN_SAYS} changed the chat title to "New"')
    assert last["params"] == []


async def test_the_same_title_is_no_news(portal: PortalUnderTest) -> None:
    chat_id = await _group(portal, TITLE="Same")
    before = await _seen(portal, chat_id)
    assert await portal.call(BEN, TITLE, CHAT_ID=chat_id, TITLE="Same") is True
    assert await _seen(portal, chat_id) == before


@pytest.mark.parametrize("title", [None, "", "  ", [], {}])
async def test_a_blank_title_is_told(portal: PortalUnderTest, title: object) -> None:
    chat_id = await _group(portal)
    refusal = await portal.refusal(BEN, TITLE, CHAT_ID=chat_id, TITLE=title)
    assert refusal == ("TITLE_EMPTY", 400, "Title can't be empty")


async def test_a_title_has_at_most_255_characters(portal: PortalUnderTest) -> None:
    chat_id = await _group(portal)
    assert await portal.call(BEN, TITLE, CHAT_ID=chat_id, TITLE="x" * 255) is True
    refusal = await portal.refusal(BEN, TITLE, CHAT_ID=chat_id, TITLE="x" * 256)
    assert refusal[:2] == ("INVALID_ARGUMENT", 400)


@pytest.mark.parametrize(
    ("color", "shown"), [("SAND", "#ba9c7b"), ("light_blue", "#4ba5c3"), ("lightBlue", "#4ba5c3")]
)
async def test_a_colour_is_set_by_its_name(
    portal: PortalUnderTest, color: str, shown: str
) -> None:
    chat_id = await _group(portal, COLOR="RED")
    assert await portal.call(BEN, COLOR, DIALOG_ID=f"chat{chat_id}", COLOR=color) is True
    assert (await _seen(portal, chat_id))["color"] == shown
    assert (await _last(portal, chat_id))["text"] == f"{BEN_SAYS} changed the chat colour"
    refusal = await portal.refusal(BEN, COLOR, CHAT_ID=chat_id, COLOR=color)
    assert refusal == SAME_COLOR


@pytest.mark.parametrize("color", [None, "", "ULTRAVIOLET", "#ba9c7b", ["SAND"]])
async def test_an_unknown_colour_is_told(portal: PortalUnderTest, color: object) -> None:
    chat_id = await _group(portal)
    assert await portal.refusal(BEN, COLOR, CHAT_ID=chat_id, COLOR=color) == NO_SUCH_COLOR


async def test_a_picture_is_set_and_shown(portal: PortalUnderTest) -> None:
    chat_id = await _group(portal)
    assert await portal.call(BEN, AVATAR, CHAT_ID=str(chat_id), AVATAR=picture()) is True
    assert "/avatar/" in (await _seen(portal, chat_id))["avatar"]
    assert (await _last(portal, chat_id))["text"] == f"{BEN_SAYS} changed the chat picture"


@pytest.mark.parametrize("avatar", [None, "", "bm8=", "no base64", ["x"]])
async def test_what_is_no_picture_is_told(portal: PortalUnderTest, avatar: object) -> None:
    chat_id = await _group(portal)
    assert await portal.refusal(BEN, AVATAR, CHAT_ID=chat_id, AVATAR=avatar) == NO_PICTURE
    assert (await _seen(portal, chat_id))["avatar"] == ""


async def test_a_picture_has_at_most_5000_pixels_on_a_side(portal: PortalUnderTest) -> None:
    chat_id = await _group(portal)
    large = picture(5001, 1)
    refusal = await portal.refusal(BEN, AVATAR, CHAT_ID=chat_id, AVATAR=large)
    assert refusal == ("AVATAR_ERROR", 400, "Avatar incorrect size (max 5000x5000)")


@pytest.mark.parametrize("method", [TITLE, COLOR, AVATAR])
async def test_the_chat_has_to_be_named(portal: PortalUnderTest, method: str) -> None:
    chat_id = await _group(portal)
    for number in (None, "", 0, -1, f"chat{chat_id}", [chat_id]):
        assert await portal.refusal(ADA, method, CHAT_ID=number, **GOOD) == NO_CHAT_ID
    assert await portal.refusal(ADA, method) == NO_CHAT_ID
    for dialog_id in ("", str(BEN), str(chat_id), "chat0", "chat", f"sg{chat_id}", [1]):
        assert await portal.refusal(ADA, method, DIALOG_ID=dialog_id, **GOOD) == NO_DIALOG_ID


async def test_the_dialog_counts_where_both_are_given(portal: PortalUnderTest) -> None:
    one, two = await _group(portal, TITLE="one"), await _group(portal, TITLE="two")
    await portal.call(ADA, TITLE, CHAT_ID=one, DIALOG_ID=f"chat{two}", TITLE="new")
    assert (await _seen(portal, one))["name"] == "one"
    assert (await _seen(portal, two))["name"] == "new"


@pytest.mark.parametrize(
    ("method", "outside", "nowhere"),
    [
        (TITLE, UNAVAILABLE, UNAVAILABLE),
        (COLOR, UNAVAILABLE, SAME_COLOR),
        (AVATAR, DENIED, ("WRONG_REQUEST", 400, "Chat isn't exists")),
    ],
)
async def test_chats_of_others_and_missing_ones_are_refused(
    portal: PortalUnderTest, method: str, outside: object, nowhere: object
) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", TITLE="Ada's", TYPE="OPEN")
    before = await _seen(portal, chat_id)
    assert await portal.refusal(BEN, method, CHAT_ID=chat_id, **GOOD) == outside
    for number in (999, 10**19):
        assert await portal.refusal(BEN, method, CHAT_ID=number, **GOOD) == nowhere
    assert await _seen(portal, chat_id) == before


@pytest.mark.parametrize("method", [TITLE, COLOR, AVATAR])
async def test_a_private_dialog_has_no_looks_of_its_own(
    portal: PortalUnderTest, method: str
) -> None:
    chat_id = (await portal.call(ADA, "im.dialog.get", DIALOG_ID=str(BEN)))["id"]
    code, _, description = await portal.refusal(ADA, method, CHAT_ID=chat_id, **GOOD)
    assert (code, description) == ("ACCESS_ERROR", "Action unavailable")


@pytest.mark.parametrize(
    ("method", "told"),
    [
        (TITLE, ("ACCESS_ERROR", 403, "This chat cannot be renamed")),
        (AVATAR, ("ACCESS_ERROR", 400, "The avatar of this chat cannot be changed")),
    ],
)
async def test_a_chat_of_a_deal_keeps_its_title_and_picture(
    portal: PortalUnderTest, method: str, told: object
) -> None:
    chat_id = await _group(portal, ENTITY_TYPE="CRM", ENTITY_ID="DEAL|13", COLOR="RED")
    assert await portal.refusal(ADA, method, CHAT_ID=chat_id, **GOOD) == told
    assert await portal.call(ADA, COLOR, CHAT_ID=chat_id, COLOR="SAND") is True


async def test_a_chat_of_a_deal_keeps_its_owner(portal: PortalUnderTest) -> None:
    chat_id = await _group(portal, ENTITY_TYPE="CRM", ENTITY_ID="DEAL|13")
    refusal = await portal.refusal(ADA, "im.chat.setOwner", CHAT_ID=chat_id, USER_ID=BEN)
    assert refusal == ("ACCESS_ERROR", 403, "Action unavailable")
