"""im.recent.list"""

from typing import Any

import pytest

from tests.methods.im import shapes
from tests.portals import ADA, BEN, CLEO, PortalUnderTest


async def recent(portal: PortalUnderTest, **arguments: Any) -> list[Any]:
    """Ids of Ben's dialogs."""
    answer = await portal.call(BEN, "im.recent.list", **arguments)
    return [item["id"] for item in answer["items"]]


async def fill(portal: PortalUnderTest) -> None:
    """Ben's dialogs from the oldest to the newest, a minute apart: Ada, chat 2, Cleo."""
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="one")
    portal.clock.seconds += 60
    await portal.call(ADA, "im.chat.add", USERS=[BEN], TITLE="Two")
    portal.clock.seconds += 60
    await portal.call(BEN, "im.message.add", DIALOG_ID=str(CLEO), MESSAGE="three")


async def test_a_bots_message_brings_its_dialog_and_its_counter(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await bot.send(str(BEN), "first")
    message_id = await bot.send(str(BEN), "second", attach=[{"MESSAGE": "card"}])
    body = await portal.body(BEN, "im.recent.list")
    assert body["total"] == -1
    assert set(body["result"]) == {
        "items", "hasMorePages", "hasMore", "copilot", "messagesAutoDeleteConfigs",
    }  # fmt: skip
    assert body["result"]["copilot"] == {
        "chats": None,
        "messages": None,
        "roles": [],
        "recommendedRoles": [],
    }
    (item,) = body["result"]["items"]
    assert set(item) == shapes.RECENT
    assert (item["id"], item["type"], item["title"]) == (bot.id, "user", "Helper")
    assert (item["counter"], item["last_id"]) == (2, 0)
    assert item["message"] == {
        "id": message_id,
        "text": "second",
        "file": False,
        "author_id": bot.id,
        "attach": True,
        "sticker": None,
        "date": "2026-09-21T16:13:20+02:00",
        "status": "received",
        "uuid": None,
    }
    assert set(item["user"]) == shapes.PERSON
    assert item["user"]["id"] == bot.id
    assert item["user"]["bot_data"]["type"] == "bot"
    assert item["chat"] == {"text_field_enabled": True, "background_id": None, "mute_list": []}
    assert (item["pinned"], item["unread"], item["has_reminder"]) == (False, False, False)


async def test_a_group_shows_its_card_and_who_spoke_last(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN], TITLE="T", MESSAGE="hi")
    (item,) = (await portal.call(BEN, "im.recent.list"))["items"]
    assert (item["id"], item["chat_id"], item["type"]) == (f"chat{chat_id}", chat_id, "chat")
    assert set(item["message"]) == shapes.RECENT_MESSAGE
    assert set(item["chat"]) == shapes.RECENT_CHAT
    assert (item["chat"]["role"], item["chat"]["user_counter"]) == ("MEMBER", 2)
    assert item["chat"]["mute_list"] == []
    assert item["user"]["id"] == ADA
    assert item["counter"] == 2
    (own,) = (await portal.call(ADA, "im.recent.list"))["items"]
    assert (own["chat"]["role"], own["counter"]) == ("OWNER", 0)


async def test_after_a_system_message_nobody_spoke(portal: PortalUnderTest) -> None:
    await portal.call(ADA, "im.chat.add", USERS=[BEN])
    (item,) = (await portal.call(BEN, "im.recent.list"))["items"]
    assert item["user"] == {"id": 0}


async def test_a_new_chat_is_listed_before_anything_is_said(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(BEN, "im.chat.add")
    (item,) = (await portal.call(BEN, "im.recent.list"))["items"]
    assert (item["id"], item["message"]["id"]) == (f"chat{chat_id}", 0)


async def test_a_private_dialog_without_messages_is_not_listed(portal: PortalUnderTest) -> None:
    await portal.call(BEN, "im.dialog.get", DIALOG_ID=str(CLEO))
    assert await recent(portal) == []


async def test_nobody_sees_the_dialogs_of_others(portal: PortalUnderTest) -> None:
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(CLEO), MESSAGE="secret")
    assert await recent(portal) == []


async def test_what_was_said_before_somebody_joined_is_not_shown(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", MESSAGE="before")
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[BEN])
    (item,) = (await portal.call(BEN, "im.recent.list"))["items"]
    assert item["counter"] == 1
    assert "before" not in item["message"]["text"]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({}, [CLEO, "chat2", ADA]),
        ({"SKIP_DIALOG": "Y"}, ["chat2"]),
        ({"SKIP_CHAT": "Y"}, [CLEO, ADA]),
        ({"SKIP_DIALOG": "Y", "SKIP_CHAT": "Y"}, []),
        ({"SKIP_OPENLINES": "Y", "PARSE_TEXT": "Y"}, [CLEO, "chat2", ADA]),
        ({"UNREAD_ONLY": "Y"}, ["chat2", ADA]),
        ({"ONLY_COPILOT": "Y"}, []),
        ({"ONLY_CHANNEL": "Y"}, []),
        ({"LAST_MESSAGE_DATE": "2026-09-21T16:15:00+02:00"}, ["chat2", ADA]),
        ({"LAST_MESSAGE_DATE": "2026-09-21T14:14:20+00:00"}, ["chat2", ADA]),
        ({"LAST_MESSAGE_DATE": "2026-09-21T16:14:19"}, [ADA]),
        ({"LAST_MESSAGE_DATE": ""}, [CLEO, "chat2", ADA]),
        ({"OFFSET": 1}, ["chat2", ADA]),
        ({"OFFSET": -1, "LIMIT": 0}, [CLEO]),
        ({"OFFSET": 10**19}, []),
        ({"LIMIT": 10**19}, [CLEO, "chat2", ADA]),
    ],
)
async def test_the_list_is_narrowed_by_what_is_asked(
    portal: PortalUnderTest, arguments: dict[str, Any], found: list[Any]
) -> None:
    await fill(portal)
    assert await recent(portal, **arguments) == found


async def test_pages_tell_whether_more_follow(portal: PortalUnderTest) -> None:
    await fill(portal)
    first = await portal.call(BEN, "im.recent.list", LIMIT=2)
    assert (first["hasMore"], first["hasMorePages"]) == (True, True)
    assert [item["id"] for item in first["items"]] == [CLEO, "chat2"]
    second = await portal.call(BEN, "im.recent.list", LIMIT=2, OFFSET=2)
    assert (second["hasMore"], second["hasMorePages"]) == (False, False)
    assert [item["id"] for item in second["items"]] == [ADA]


@pytest.mark.parametrize(
    ("arguments", "parameter"),
    [
        ({"LAST_MESSAGE_DATE": "yesterday"}, "LAST_MESSAGE_DATE"),
        ({"LAST_MESSAGE_DATE": "2026-13-01"}, "LAST_MESSAGE_DATE"),
        ({"LIMIT": "all"}, "LIMIT"),
        ({"UNREAD_ONLY": "perhaps"}, "UNREAD_ONLY"),
    ],
)
async def test_a_wrong_value_names_its_parameter(
    portal: PortalUnderTest, arguments: dict[str, Any], parameter: str
) -> None:
    refusal = await portal.refusal(BEN, "im.recent.list", **arguments)
    assert refusal[:2] == ("INVALID_ARGUMENT", 400)
    assert parameter in refusal.description


@pytest.mark.parametrize(
    "method",
    [
        "im.message.add",
        "im.chat.add",
        "im.chat.get",
        "im.chat.user.add",
        "im.chat.user.list",
        "im.dialog.get",
        "im.dialog.messages.get",
        "im.dialog.messages.search",
        "im.dialog.read",
        "im.dialog.read.all",
        "im.dialog.unread",
        "im.dialog.users.list",
        "im.dialog.writing",
        "im.recent.list",
        "im.recent.get",
        "im.recent.hide",
        "im.recent.pin",
        "im.recent.unread",
        "im.counters.get",
        "im.revision.get",
        "im.search.chat.list",
        "im.search.department.list",
        "im.search.last.add",
        "im.search.last.delete",
        "im.search.last.get",
        "im.search.user.list",
        "im.user.get",
        "im.user.list.get",
        "im.user.status.get",
        "im.user.status.idle.end",
        "im.user.status.idle.start",
        "im.user.status.set",
    ],
)
async def test_each_method_of_the_messenger_needs_its_scope(
    portal: PortalUnderTest, method: str
) -> None:
    await portal.add_person(9, "imbot", "user", first_name="Dan")
    refusal = await portal.refusal(9, method)
    assert refusal[:2] == ("insufficient_scope", 403)
