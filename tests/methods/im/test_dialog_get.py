"""im.dialog.get"""

import pytest

from tests.methods.im import shapes
from tests.portals import ADA, BEN, CLEO, PortalUnderTest


async def test_a_group_is_shown_as_the_person_sees_it(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN, CLEO], TITLE="T", MESSAGE="hi")
    chat = await portal.call(BEN, "im.dialog.get", DIALOG_ID=f"chat{chat_id}")
    assert set(chat) == shapes.DIALOG
    assert set(chat["restrictions"]) == shapes.RESTRICTIONS
    assert set(chat["permissions"]) == shapes.PERMISSIONS
    assert all(chat["restrictions"].values())
    assert chat["dialog_id"] == f"chat{chat_id}"
    assert chat["role"] == "member"
    assert chat["mute_list"] == []
    assert chat["entity_link"] == {"type": "", "url": "", "id": ""}
    assert chat["date_create"] == "2026-09-21T16:13:20+02:00"
    assert (chat["counter"], chat["message_count"], chat["user_counter"]) == (2, 2, 3)
    assert chat["last_id"] == 0
    assert chat["unread_id"] == chat["last_message_id"] - 1
    assert chat["readed_list"] == [
        {
            "user_id": ADA,
            "user_name": "Ada Lovelace",
            "message_id": chat["last_message_id"],
            "date": None,
        },
        {"user_id": CLEO, "user_name": "Cleo Cassette", "message_id": 0, "date": None},
    ]
    assert chat["last_message_views"] == {
        "message_id": chat["last_message_id"],
        "first_viewers": [],
        "count_of_viewers": 0,
    }


async def test_who_answers_has_read_and_is_counted_among_the_viewers(
    portal: PortalUnderTest,
) -> None:
    await portal.call(ADA, "im.message.add", DIALOG_ID="2", MESSAGE="ping")
    await portal.call(BEN, "im.message.add", DIALOG_ID="1", MESSAGE="pong")
    chat = await portal.call(BEN, "im.dialog.get", DIALOG_ID="1")
    assert (chat["counter"], chat["unread_id"]) == (0, 0)
    assert chat["last_id"] == chat["last_message_id"]
    assert chat["last_message_views"]["count_of_viewers"] == 0


async def test_who_read_is_told_with_the_moment(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN, CLEO], MESSAGE="hi")
    dialog_id = f"chat{chat_id}"
    portal.clock.seconds += 60
    await portal.call(BEN, "im.dialog.read", DIALOG_ID=dialog_id)
    portal.clock.seconds += 60
    await portal.call(BEN, "im.dialog.read", DIALOG_ID=dialog_id)
    chat = await portal.call(ADA, "im.dialog.get", DIALOG_ID=dialog_id)
    read_at = "2026-09-21T16:14:20+02:00"
    assert chat["last_message_views"] == {
        "message_id": chat["last_message_id"],
        "first_viewers": [{"user_id": BEN, "user_name": "Ben Bitfiddle", "date": read_at}],
        "count_of_viewers": 1,
    }
    assert [one["date"] for one in chat["readed_list"]] == [read_at, None]
    await portal.call(CLEO, "im.dialog.read.all")
    chat = await portal.call(ADA, "im.dialog.get", DIALOG_ID=dialog_id)
    assert chat["readed_list"][1]["date"] == "2026-09-21T16:15:20+02:00"


async def test_a_private_dialog_looks_like_the_other_person(portal: PortalUnderTest) -> None:
    await portal.call(BEN, "im.message.add", DIALOG_ID="1", MESSAGE="hi")
    chat = await portal.call(ADA, "im.dialog.get", DIALOG_ID="2")
    assert set(chat) == shapes.DIALOG
    assert (chat["type"], chat["message_type"]) == ("private", "P")
    assert (chat["dialog_id"], chat["name"], chat["color"]) == ("2", "Ben Bitfiddle", "#64a513")
    assert chat["counter"] == 1


async def test_a_dialog_with_a_bot_is_opened_by_being_asked_for(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat = await portal.call(BEN, "im.dialog.get", DIALOG_ID=str(bot.id))
    assert chat["name"] == "Helper"
    told = await bot.call("imbot.v2.Chat.get", dialogId=str(BEN))
    assert told["chat"]["id"] == chat["id"]


@pytest.mark.parametrize("dialog_id", [None, "", "chat", "chat0", "bob", "-1", [1], {"a": 1}])
async def test_a_missing_or_unreadable_dialog_id_is_told(
    portal: PortalUnderTest, dialog_id: object
) -> None:
    refusal = await portal.refusal(ADA, "im.dialog.get", DIALOG_ID=dialog_id)
    assert refusal == ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")


@pytest.mark.parametrize("dialog_id", ["chat1", "chat99", "99", "2", "sg1"])
async def test_what_one_may_not_see_is_closed(portal: PortalUnderTest, dialog_id: str) -> None:
    await portal.call(ADA, "im.chat.add")
    refusal = await portal.refusal(BEN, "im.dialog.get", DIALOG_ID=dialog_id)
    assert refusal == ("ACCESS_ERROR", 403, "You do not have access to the specified dialog")
